//! The listing: everything that is coming up, by day, with a search and a month beside it.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::counts::Count;
use domain::event::{AccessFact, Fact};
use domain::listing::{ListingQuery, PAGE_SIZE, Period, UnreadDays};
use domain::when;
use leptos::prelude::*;

use super::finding::{self, Choices, href};
use crate::components::{ButtonLink, EventRow, EventRowModel, Look, Pagination};
use crate::pages::follow;
use crate::shell::{self, Assets, Head, Nav, Site};

/// A page of the listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingPage {
    /// The day it is in the parish.
    pub today: NaiveDate,
    /// What was asked for.
    pub query: ListingQuery,
    /// The names of the parts of the address that could not be read.
    pub passed_over: Vec<String>,
    /// What was typed as the first and the last day and is none.
    pub unread_days: UnreadDays,
    /// The words as they were typed, where they are in no event: the query has the nearest ones instead.
    pub typed: Option<String>,
    /// How many dates of events were found, on all pages, [`ListingQuery::most_counted`] at most.
    pub total: usize,
    /// Whether there are more than those.
    pub more: bool,
    /// The rows of this page, by day, in order. A day here has at least one.
    pub days: Vec<Day>,
    /// What one can choose from.
    pub choices: Choices,
    /// The month beside the list.
    pub month: Month,
}

/// A day with its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// What is on.
    pub rows: Vec<EventRowModel>,
}

/// A month with the days that have events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Any day of the month.
    pub of: NaiveDate,
    /// The days of it, today or later, on which something is listed.
    pub busy: BTreeSet<NaiveDate>,
}

impl ListingPage {
    /// Groups rows that are in order into days.
    #[must_use]
    pub fn by_day(rows: Vec<EventRowModel>) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        for row in rows {
            match days.last_mut() {
                Some(day) if day.date == row.date => day.rows.push(row),
                _ => days.push(Day {
                    date: row.date,
                    rows: vec![row],
                }),
            }
        }
        days
    }

    /// The month that stands beside a list: that of the first day asked for.
    #[must_use]
    pub fn month_shown(query: &ListingQuery, today: NaiveDate) -> NaiveDate {
        first_of(query.window(today).0)
    }

    /// The days that can be chosen quickly, without "All upcoming".
    #[must_use]
    pub fn quick_days(today: NaiveDate) -> [Period; 6] {
        let next_month = first_of(today) + Months::new(1);
        [
            Period::Today,
            Period::Tomorrow,
            Period::Weekend,
            Period::Week,
            Period::ThisMonth,
            Period::Month(next_month.year(), next_month.month()),
        ]
    }

    fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(PAGE_SIZE))
            .unwrap_or(u32::MAX)
            .max(1)
    }

    fn is_filtered(&self) -> bool {
        self.query.with_page(1) != ListingQuery::default()
    }

    /// Each thing asked for beside the days, in words, and the query without it.
    fn filters(&self) -> Vec<(String, ListingQuery)> {
        finding::filters_on(&self.query, &self.choices)
    }

    /// "42 events from today", "1 event this weekend, free", "More than 500 events from today".
    fn count_line(&self) -> String {
        let events = match self.total {
            0 => "No events".to_owned(),
            _ if self.more => format!("More than {} events", self.query.most_counted()),
            1 => "1 event".to_owned(),
            n => format!("{n} events"),
        };
        let mut line = format!("{events} {}", period(&self.query.when, self.today));
        for (words, _) in self.filters() {
            line.push_str(", ");
            line.push_str(&words);
        }
        line
    }
}

/// The days asked for, in words: "this weekend".
fn period(when: &Period, today: NaiveDate) -> String {
    match *when {
        Period::Upcoming => "from today".to_owned(),
        Period::Today => "today".to_owned(),
        Period::Tomorrow => "tomorrow".to_owned(),
        Period::Weekend => "this weekend".to_owned(),
        Period::Week => "in the next 7 days".to_owned(),
        Period::ThisMonth => "this month".to_owned(),
        Period::Month(year, month) => format!("in {}", when::month(year, month)),
        Period::Range { from, to } => {
            let from = from.unwrap_or(today);
            match to {
                Some(to) if to == from => format!("on {}", when::day(from)),
                Some(to) => {
                    format!(
                        "from {} to {}",
                        when::day_and_year(from),
                        when::day_and_year(to)
                    )
                }
                None => format!("from {}", when::day_and_year(from)),
            }
        }
    }
}

/// The first day of its month.
pub(super) fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The listing.
#[must_use]
pub fn listing(model: &ListingPage, site: &Site, assets: &Assets) -> String {
    let pages = model.pages();
    let mut title = if model.is_filtered() {
        model.count_line()
    } else {
        "Events in the parish".to_owned()
    };
    if pages > 1 {
        title = format!("{title}, page {} of {pages}", model.query.page);
    }
    let mut head = Head::new(title)
        .describing(format!(
            "Fairs, talks, walks and coffee mornings in {}, run by local groups.",
            site.places
        ))
        .at(href(&model.query))
        .followed_by(follow::feeds(&model.query));
    // A page of what somebody typed, or of nothing, is none for search engines.
    if finding::is_typed(&model.query) || (model.is_filtered() && model.days.is_empty()) {
        head = head.unlisted();
    }
    shell::public(site, assets, head, Nav::WhatsOn, || {
        view! {
            {hero(model)}
            <div class="wrap columns">
                <div>
                    {finding::passed_over(&model.passed_over)}
                    {finding::instead(model.typed.as_deref(), &model.query)}
                    <p class="count-line">
                        {format!("{}.", model.count_line())}
                        {model
                            .is_filtered()
                            .then(|| view! { " " <a href="/">"See all events"</a> })}
                        " " <a href=month_address(model)>"See as a month"</a>
                    </p>
                    {if model.days.is_empty() {
                        nothing(model).into_any()
                    } else {
                        model.days.iter().map(|day| day_of_events(day, model.today)).collect::<Vec<_>>().into_any()
                    }}
                    <Pagination
                        what="events"
                        page=model.query.page
                        pages=pages
                        earlier=(model.query.page > 1)
                            .then(|| (href(&model.query.with_page(model.query.page - 1)), "Earlier events".to_owned()))
                        later=later(model, pages)
                    />
                </div>
                <aside aria-label="Calendar and other ways">
                    {calendar(model)} {follow::invitation(&model.query, site)}
                </aside>
            </div>
        }
    })
}

/// The page after; after the last of those that are counted, the same from its last day on.
fn later(model: &ListingPage, pages: u32) -> Option<(String, String)> {
    let words = "Later events".to_owned();
    if model.query.page < pages {
        return Some((href(&model.query.with_page(model.query.page + 1)), words));
    }
    let last = model.days.last().filter(|_| model.more)?.date;
    let then = Period::Range {
        from: Some(last),
        to: model.query.window(model.today).1,
    };
    Some((href(&model.query.with_period(then)), words))
}

/// The month that is shown beside the list, as a page.
fn month_address(model: &ListingPage) -> String {
    let month = model.month.of;
    let query = model.query.with_period(Period::Upcoming);
    finding::at(
        &format!("/month/{:04}-{:02}", month.year(), month.month()),
        &query,
    )
}

fn hero(model: &ListingPage) -> impl IntoView + use<> {
    let query = &model.query;
    let asks = !query.asks_days_only() || !model.unread_days.is_empty();
    let open = query.page == 1 && asks;
    view! {
        <div class="hero">
            <div class="wrap">
                <h1>"What’s On in the parish"</h1>
                <p>
                    "Fairs, talks, walks and coffee mornings run by local groups. "
                    <a href="/submit">"Add your event"</a> " – it’s free and takes about five minutes."
                </p>
                <a class="button button-outline filters-link" href="#filters">"Search and filter"</a>
                <form
                    class="filters"
                    class:filters-open=open
                    id="filters"
                    role="search"
                    aria-label="Events"
                    method="get"
                    action="/"
                    novalidate
                >
                    {finding::fields(query, &model.choices, Some(&model.unread_days))}
                </form>
                {chips(query, &model.choices, model.today)}
            </div>
        </div>
    }
}

/// The quick choices, as links: of days one, of the others any.
fn chips(query: &ListingQuery, choices: &Choices, today: NaiveDate) -> impl IntoView + use<> {
    let quick = ListingPage::quick_days(today).map(|when| match when {
        Period::Month(year, month) => (when, month_only(year, month)),
        when => (when, when.words()),
    });
    let days = std::iter::once((Period::Upcoming, "All upcoming".to_owned()))
        .chain(quick)
        .map(|(when, words)| {
        let on = query.when == when;
        let href = href(&query.with_period(when));
        view! {
            <li>
                <a href=href aria-current=on.then_some("true")>{words} {chip_count(choices.on(when))}</a>
            </li>
        }
    })
    .collect::<Vec<_>>();
    let step_free = query.access.step_free == Some(Fact::Yes);
    let ticks = [
        (
            query.free,
            query.with_free(!query.free),
            "Free",
            choices.free,
        ),
        (
            step_free,
            query.with_step_free(!step_free),
            "Step-free",
            choices.fact(AccessFact::StepFree, Fact::Yes),
        ),
    ]
    .into_iter()
    .map(|(on, then, words, count)| {
        view! {
            <li>
                <a href=href(&then) aria-current=on.then_some("true")>
                    {on.then(|| view! { <span class="unseen">"Take off the filter "</span> })}
                    {words} {chip_count(count)}
                </a>
            </li>
        }
    })
    .collect::<Vec<_>>();
    view! {
        <nav aria-label="Quick choices">
            <ul class="chips">{days} {ticks}</ul>
        </nav>
    }
}

/// How many events stand behind a quick choice: a figure to see, words to hear.
fn chip_count(count: Option<Count>) -> Option<impl IntoView + use<>> {
    let count = count?;
    Some(view! {
        <span class="chip-count" aria-hidden="true">{count.figure()}</span>
        <span class="unseen">{format!(", {}", count.words())}</span>
    })
}

/// A day with its events, under a heading of the second rank.
pub(super) fn day_of_events(day: &Day, today: NaiveDate) -> impl IntoView + use<> {
    let date = day.date;
    let (name, rest) = if date == today {
        ("Today", when::day(date))
    } else if Some(date) == today.checked_add_days(Days::new(1)) {
        ("Tomorrow", when::day(date))
    } else {
        (when::weekday(date), when::day_and_year(date))
    };
    view! {
        <section class="day">
            <h2>
                {name} " " <time class="day-date" datetime=when::date_attr(date)>{rest}</time>
            </h2>
            <ul class="event-list">
                {day.rows.iter().map(|row| view! { <EventRow row=row.clone()/> }).collect::<Vec<_>>()}
            </ul>
        </section>
    }
}

/// What stands where a list would, when there is nothing to list.
fn nothing(model: &ListingPage) -> impl IntoView + use<> {
    if !model.is_filtered() && model.total == 0 {
        return view! {
            <div class="nothing">
                <h2>"Nothing is listed at the moment"</h2>
                <p>"Are you running a fair, a talk, a walk or a coffee morning? Tell the parish about it."</p>
                <p class="actions">
                    <ButtonLink href="/submit" words="Add your event"/>
                </p>
            </div>
        }
        .into_any();
    }
    if model.total > 0 {
        return view! {
            <div class="nothing">
                <h2>"There are no more events on this page"</h2>
                <p class="actions">
                    <ButtonLink href=href(&model.query.with_page(1)) words="Go to the first page"/>
                </p>
            </div>
        }
        .into_any();
    }
    let filters = model.filters();
    let days = (model.query.when != Period::Upcoming).then(|| {
        let then = model.query.with_period(Period::Upcoming);
        view! {
            <li>
                <a href=href(&then)>{format!("Look at all days, not only {}", period(&model.query.when, model.today))}</a>
            </li>
        }
    });
    let without = filters
        .into_iter()
        .map(|(words, then)| {
            view! {
                <li>
                    <a href=href(&then)>{format!("Take off the filter: {words}")}</a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="nothing">
            <h2>"No events match what you chose"</h2>
            <p>"You can:"</p>
            <ul class="nothing-ways">{days} {without}</ul>
            <p class="actions">
                <ButtonLink href="/" words="Clear all filters" look=Look::Outline/>
            </p>
        </div>
    }
    .into_any()
}

/// The days of the week, short and long.
pub(super) const WEEKDAYS: [(&str, &str); 7] = [
    ("M", "Monday"),
    ("T", "Tuesday"),
    ("W", "Wednesday"),
    ("T", "Thursday"),
    ("F", "Friday"),
    ("S", "Saturday"),
    ("S", "Sunday"),
];

/// A month, its busy days linked to what is on.
fn calendar(model: &ListingPage) -> impl IntoView + use<> {
    let first = first_of(model.month.of);
    let name = when::month(first.year(), first.month());
    let blanks = first.weekday().num_days_from_monday();
    let mut cells: Vec<Option<NaiveDate>> = (0..blanks).map(|_| None).collect();
    cells.extend(
        first
            .iter_days()
            .take_while(|day| day.month() == first.month())
            .map(Some),
    );
    let weeks = cells
        .chunks(7)
        .map(|week| {
            let days = week
                .iter()
                .map(|day| calendar_cell(*day, model))
                .collect::<Vec<_>>();
            let rest = 7 - week.len();
            view! { <tr>{days} {(0..rest).map(|_| view! { <td></td> }).collect::<Vec<_>>()}</tr> }
        })
        .collect::<Vec<_>>();
    let heads = WEEKDAYS
        .map(|(letter, name)| {
            view! {
                <th scope="col">
                    <span aria-hidden="true">{letter}</span>
                    <span class="unseen">{name}</span>
                </th>
            }
        })
        .into_iter()
        .collect::<Vec<_>>();
    let other = |month: NaiveDate, before: bool| {
        let then = model
            .query
            .with_period(Period::Month(month.year(), month.month()));
        let name = when::month(month.year(), month.month());
        let (mark, rest) = if before { ("‹ ", "") } else { ("", " ›") };
        view! {
            <a href=href(&then)>
                <span aria-hidden="true">{mark}</span> {name} <span aria-hidden="true">{rest}</span>
            </a>
        }
    };
    let earlier = (first > first_of(model.today)).then(|| other(first - Months::new(1), true));
    let later = (first < model.today + MOST_AHEAD).then(|| other(first + Months::new(1), false));
    view! {
        <section class="card calendar" aria-labelledby="calendar-month">
            <h2 id="calendar-month">{name}</h2>
            <table aria-labelledby="calendar-month">
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{weeks}</tbody>
            </table>
            <p class="calendar-months">{earlier} {later}</p>
        </section>
    }
}

fn calendar_cell(day: Option<NaiveDate>, model: &ListingPage) -> impl IntoView + use<> {
    let Some(day) = day else {
        return view! { <td></td> }.into_any();
    };
    let number = day.day();
    let range = Period::Range {
        from: Some(day),
        to: Some(day),
    };
    let current = if day == model.today {
        Some("date")
    } else if model.query.when == range {
        Some("true")
    } else {
        None
    };
    if model.month.busy.contains(&day) {
        let then = model.query.with_period(Period::Upcoming);
        let then = finding::at(&format!("/day/{}", when::date_attr(day)), &then);
        let words = format!(" {}: see what is on", month_name(day));
        view! {
            <td>
                <a class="calendar-day" href=then aria-current=current>
                    {number}
                    <span class="unseen">{words}</span>
                </a>
            </td>
        }
        .into_any()
    } else {
        view! {
            <td>
                <span class="calendar-day" aria-current=current>{number}</span>
            </td>
        }
        .into_any()
    }
}

/// "December".
pub(super) fn month_name(day: NaiveDate) -> String {
    month_only(day.year(), day.month())
}

fn month_only(year: i32, month: u32) -> String {
    let words = when::month(year, month);
    words.split(' ').next().unwrap_or_default().to_owned()
}

/// How far ahead the links go: a search engine would follow them for ever.
pub(super) const MOST_AHEAD: Months = Months::new(24);
