//! A day: all that is on, with the days before and after it.

use chrono::{Datelike, Days, NaiveDate};
use domain::listing::ListingQuery;
use domain::when;
use leptos::prelude::*;

use super::finding::{self, Choices};
use super::listing::{Day, day_of_events, first_of, month_name};
use super::month;
use crate::components::{ButtonLink, Look, Pagination};
use crate::shell::{self, Assets, Head, Nav, Site};

/// A day's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPage {
    /// The day it is in the parish.
    pub today: NaiveDate,
    /// The day.
    pub date: NaiveDate,
    /// What was asked for beside the day, and the page of it.
    pub query: ListingQuery,
    /// The names of the parts of the address that could not be read.
    pub passed_over: Vec<String>,
    /// The words as they were typed, where they are in no event: the query has the nearest ones instead.
    pub typed: Option<String>,
    /// How many events were found, [`ListingQuery::most_counted`] at most, and whether there are more.
    pub total: (usize, bool),
    /// The events of this page, in order. Today's are led by what began yesterday and is still on.
    pub days: Vec<Day>,
    /// What one can choose from.
    pub choices: Choices,
}

impl DayPage {
    fn is_over(&self) -> bool {
        self.date < self.today
    }

    fn pages(&self) -> u32 {
        u32::try_from(self.total.0.div_ceil(domain::listing::PAGE_SIZE))
            .unwrap_or(u32::MAX)
            .max(1)
    }

    /// "2 events, free".
    fn count_line(&self) -> String {
        let mut line = match self.total {
            (0, _) => "No events".to_owned(),
            (1, _) => "1 event".to_owned(),
            (_, true) => format!("More than {} events", self.query.most_counted()),
            (n, false) => format!("{n} events"),
        };
        for (words, _) in finding::filters_on(&self.query, &self.choices) {
            line.push_str(", ");
            line.push_str(&words);
        }
        line
    }
}

/// A day as a document. One that is over, or has nothing, is left out of search engines.
#[must_use]
pub fn day(model: &DayPage, site: &Site, assets: &Assets) -> String {
    let name = when::day(model.date);
    let pages = model.pages();
    let mut title = name.clone();
    if pages > 1 {
        title = format!("{title}, page {} of {pages}", model.query.page);
    }
    let mut head = Head::new(title)
        .describing(format!("What is on in the parish on {name}."))
        .at(month::day_address(model.date, &model.query));
    if model.is_over() || model.total.0 == 0 || finding::is_typed(&model.query) {
        head = head.unlisted();
    }
    shell::public(site, assets, head, Nav::WhatsOn, || {
        view! {
            <div class="wrap month-page">
                <div class="month-head">
                    <h1>{name.clone()}</h1>
                    {ways(model)}
                </div>
                {finding::passed_over(&model.passed_over)}
                {finding::instead(model.typed.as_deref(), &model.query)}
                {if model.is_over() { over().into_any() } else { events(model, pages).into_any() }}
            </div>
        }
    })
}

fn over() -> impl IntoView {
    view! {
        <p>"This day is over. What was on then is no longer listed."</p>
        <p class="actions">
            <ButtonLink href="/" words="See what is coming up"/>
        </p>
    }
}

fn events(model: &DayPage, pages: u32) -> impl IntoView + use<> {
    let page_at = |page| month::day_address(model.date, &model.query.with_page(page));
    let page = model.query.page;
    let shown = model
        .days
        .iter()
        .map(|day| day_of_events(day, model.today))
        .collect::<Vec<_>>();
    let action = month::day_address(model.date, &ListingQuery::default());
    let filtered = model.query.with_page(1) != ListingQuery::default();
    view! {
        <details class="month-filters" open=filtered>
            <summary>"Search and filter"</summary>
            <form class="filters filters-open" role="search" aria-label="Events" method="get" action=action.clone() novalidate>
                {finding::fields(&model.query, &model.choices, None)}
            </form>
        </details>
        <p class="count-line">
            {format!("{}.", model.count_line())}
            {filtered.then(|| view! { " " <a href=action>"See all events of this day"</a> })}
        </p>
        {shown}
        <Pagination
            what="events"
            page=page
            pages=pages
            earlier=(page > 1).then(|| (page_at(page - 1), "Earlier events".to_owned()))
            later=(page < pages).then(|| (page_at(page + 1), "Later events".to_owned()))
        />
    }
}

/// To the days beside it and to its month.
fn ways(model: &DayPage) -> impl IntoView + use<> {
    let query = model.query.with_page(1);
    let to = |day: NaiveDate, words: String| {
        view! { <ButtonLink href=month::day_address(day, &query) words look=Look::Outline/> }
    };
    let name = |day: NaiveDate| format!("{} {} {}", when::weekday(day), day.day(), month_name(day));
    let before = model.date - Days::new(1);
    let after = model.date + Days::new(1);
    let of = first_of(model.date.max(model.today));
    view! {
        <nav class="month-ways" aria-label="Days">
            {(model.date > model.today).then(|| to(before, format!("‹ {}", name(before))))}
            {(!model.is_over() && model.date < model.today + month::MOST_AHEAD).then(|| to(after, format!("{} ›", name(after))))}
            <ButtonLink href=month::address(of, &query) words="See as a month" look=Look::Outline/>
        </nav>
    }
}
