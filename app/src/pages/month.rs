//! A month as a grid: a table of weeks, on a phone a list of the days that have something.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::event::EventStatus;
use domain::listing::{ListingQuery, Period};
use domain::when::{self, Hours};
use leptos::prelude::*;

use super::finding::{self, Choices};
use super::listing::{WEEKDAYS, first_of, month_name};
use crate::components::{ButtonLink, Look};
use crate::shell::{self, Assets, Head, Nav, Site};

pub(super) use super::listing::MOST_AHEAD;

/// How many events a day of the grid shows; the others are a link to the day.
pub const SHOWN: usize = 3;

/// A month's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthPage {
    /// The day it is in the parish.
    pub today: NaiveDate,
    /// The first day of the month.
    pub of: NaiveDate,
    /// What was asked for beside the month: no days, page 1.
    pub query: ListingQuery,
    /// The names of the parts of the address that could not be read.
    pub passed_over: Vec<String>,
    /// The words as they were typed, where they are in no event: the query has the nearest ones instead.
    pub typed: Option<String>,
    /// What is on, by day. A day that is over has nothing.
    pub days: BTreeMap<NaiveDate, BusyDay>,
    /// What one can choose from.
    pub choices: Choices,
}

/// What is on, on a day of the grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusyDay {
    /// The first of them, [`SHOWN`] at most.
    pub rows: Vec<MonthRow>,
    /// How many there are beside those, as far as they were counted.
    pub others: usize,
    /// Whether there are more than were counted.
    pub uncounted: bool,
}

/// A date of an event in the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRow {
    /// The event's page.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// When on that day.
    pub hours: Hours,
    /// What has become of it.
    pub status: EventStatus,
}

impl MonthPage {
    /// The first and the last day of the grid: whole weeks from Monday on.
    #[must_use]
    pub fn grid(of: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = first_of(of);
        let last = (first + Months::new(1)).pred_opt().unwrap_or(first);
        (
            first - Days::new(first.weekday().num_days_from_monday().into()),
            last + Days::new((6 - last.weekday().num_days_from_monday()).into()),
        )
    }

    fn name(&self) -> String {
        when::month(self.of.year(), self.of.month())
    }

    fn is_filtered(&self) -> bool {
        self.query != ListingQuery::default()
    }

    /// "free, with the words “tea”": what it is narrowed to.
    fn narrowed(&self) -> String {
        let words: Vec<String> = finding::filters_on(&self.query, &self.choices)
            .into_iter()
            .map(|(words, _)| words)
            .collect();
        words.join(", ")
    }
}

/// The address of a month with the question behind it.
#[must_use]
pub fn address(of: NaiveDate, query: &ListingQuery) -> String {
    finding::at(&format!("/month/{:04}-{:02}", of.year(), of.month()), query)
}

/// The address of a day with the question behind it.
#[must_use]
pub fn day_address(day: NaiveDate, query: &ListingQuery) -> String {
    finding::at(&format!("/day/{}", when::date_attr(day)), query)
}

/// A month as a document.
#[must_use]
pub fn month(model: &MonthPage, site: &Site, assets: &Assets) -> String {
    let narrowed = model.narrowed();
    let title = if narrowed.is_empty() {
        model.name()
    } else {
        format!("{}, {narrowed}", model.name())
    };
    let mut head = Head::new(title)
        .describing(format!(
            "What is on in {}: fairs, talks, walks and coffee mornings, run by local groups.",
            model.name()
        ))
        .at(address(model.of, &model.query));
    if model.days.is_empty() || finding::is_typed(&model.query) {
        head = head.unlisted();
    }
    shell::public(site, assets, head, Nav::WhatsOn, || {
        view! {
            <div class="wrap month-page">
                <div class="month-head">
                    <h1>{model.name()}</h1>
                    {ways(model)}
                </div>
                {finding::passed_over(&model.passed_over)}
                {finding::instead(model.typed.as_deref(), &model.query)}
                {filters(model)}
                {model
                    .is_filtered()
                    .then(|| {
                        view! {
                            <p class="count-line">
                                {format!("Only events {narrowed}. ")}
                                <a href=address(model.of, &ListingQuery::default())>"See all events"</a>
                            </p>
                        }
                    })}
                {model.days.is_empty().then(|| nothing(model))}
                {grid(model)}
            </div>
        }
    })
}

/// What stands above a grid without events.
fn nothing(model: &MonthPage) -> AnyView {
    if !model.is_filtered() {
        return view! { <p>"Nothing is listed for these days yet."</p> }.into_any();
    }
    let without = finding::filters_on(&model.query, &model.choices)
        .into_iter()
        .map(|(words, then)| {
            view! {
                <li>
                    <a href=address(model.of, &then)>{format!("Take off the filter: {words}")}</a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <p>"No event on these days matches what you chose. You can:"</p>
        <ul class="nothing-ways">{without}</ul>
    }
    .into_any()
}

/// To the months beside it and to the list.
fn ways(model: &MonthPage) -> impl IntoView + use<> {
    let to = |month: NaiveDate, words: String| {
        view! { <ButtonLink href=address(month, &model.query) words look=Look::Outline/> }
    };
    let before = model.of - Months::new(1);
    let after = model.of + Months::new(1);
    let list = finding::href(
        &model
            .query
            .with_period(Period::Month(model.of.year(), model.of.month())),
    );
    view! {
        <nav class="month-ways" aria-label="Months">
            {(model.of > first_of(model.today)).then(|| to(before, format!("‹ {}", month_name(before))))}
            {(model.of < model.today + MOST_AHEAD).then(|| to(after, format!("{} ›", month_name(after))))}
            <ButtonLink href=list words="See as a list" look=Look::Outline/>
        </nav>
    }
}

fn filters(model: &MonthPage) -> impl IntoView + use<> {
    let action = address(model.of, &ListingQuery::default());
    view! {
        <details class="month-filters" open=model.is_filtered()>
            <summary>"Search and filter"</summary>
            <form class="filters filters-open" role="search" aria-label="Events" method="get" action=action novalidate>
                {finding::fields(&model.query, &model.choices, None)}
            </form>
        </details>
    }
}

fn grid(model: &MonthPage) -> impl IntoView + use<> {
    let (first, last) = MonthPage::grid(model.of);
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).collect();
    let weeks = days
        .chunks(7)
        .map(|week| {
            let cells = week.iter().map(|day| cell(*day, model)).collect::<Vec<_>>();
            view! { <tr>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    let heads = WEEKDAYS
        .iter()
        .map(|(_, name)| view! { <th scope="col">{*name}</th> })
        .collect::<Vec<_>>();
    view! {
        <table class="month">
            <caption class="unseen">{format!("What is on in {}, a week a row", model.name())}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{weeks}</tbody>
        </table>
    }
}

fn cell(day: NaiveDate, model: &MonthPage) -> impl IntoView + use<> {
    let outside = day.month() != model.of.month();
    let busy = model.days.get(&day);
    let now = (day == model.today).then_some("date");
    // On a phone the cells stand one under another without their heads, so each says its weekday.
    let name = view! {
        <span class="month-weekday">{when::weekday(day)} " "</span>
        {day.day()}
        <span class="month-weekday">" " {month_name(day)}</span>
    };
    let number = if busy.is_some() {
        let href = day_address(day, &model.query);
        view! { <a class="month-day" href=href aria-current=now>{name}</a> }.into_any()
    } else {
        view! { <span class="month-day" aria-current=now>{name}</span> }.into_any()
    };
    let events = busy.map(|busy| events(day, busy, &model.query));
    view! {
        <td class:month-outside=outside class:month-nothing=busy.is_none()>
            {number} {events}
        </td>
    }
}

fn events(day: NaiveDate, busy: &BusyDay, query: &ListingQuery) -> impl IntoView + use<> {
    let rows = busy
        .rows
        .iter()
        .map(|row| {
            let gone = row.status == EventStatus::Cancelled;
            let news = (row.status != EventStatus::GoingAhead)
                .then(|| view! { " " <em>{row.status.label()}</em> });
            let starts = match row.hours {
                Hours::AllDay => "All day".to_owned(),
                Hours::From { start } | Hours::FromTo { start, .. } => when::time(start),
            };
            view! {
                <li>
                    <a class="month-event" class:month-event-gone=gone href=row.href.clone()>
                        <strong>{starts}</strong>
                        " "
                        <span>{row.title.clone()}</span>
                        {news}
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let others = (busy.others > 0).then(|| {
        let more = if busy.uncounted {
            format!("More than {} others", busy.others)
        } else {
            format!("{} more", busy.others)
        };
        view! {
            <a class="month-more" href=day_address(day, query)>
                {more}
                <span class="unseen">{format!(" on {}", when::day(day))}</span>
            </a>
        }
    });
    view! { <ul>{rows}</ul> {others} }
}
