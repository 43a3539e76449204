//! What the database found, as the rows that pages, sheets and mails show.

use app::components::EventRowModel;
use chrono::{DateTime, Utc};
use domain::{
    event::{Access, Cost, EventStatus},
    text::ShortLine,
    when::{self, Hours, LONDON},
};
use store::{dates::DateToCome, events::Row};

/// A date as the list shows it. What began yesterday evening stands under yesterday until it ends.
#[must_use]
pub fn row(found: Row) -> EventRowModel {
    let hours = hours(found.all_day, found.starts_at, found.ends_at);
    let status = EventStatus::parse(&found.status).unwrap_or(EventStatus::GoingAhead);
    let place = match (status, found.village.is_empty()) {
        // The hall that it was announced for would send people there.
        (EventStatus::Online, _) => "Online".to_owned(),
        (_, true) => found.place,
        (_, false) => format!("{}, {}", found.place, found.village),
    };
    EventRowModel {
        href: format!("/events/{}", found.slug),
        title: found.title,
        date: found.day,
        hours,
        place,
        more_dates: None,
        summary: found.summary,
        status,
        cost: cost(&found.cost_kind, &found.cost),
        access: Access {
            step_free: found.step_free.into(),
            hearing_loop: found.hearing_loop.into(),
            ..Access::default()
        },
    }
}

/// The hours of a date on the parish's clock.
#[must_use]
pub fn hours(all_day: bool, starts_at: DateTime<Utc>, ends_at: Option<DateTime<Utc>>) -> Hours {
    let local = |at: DateTime<Utc>| at.with_timezone(&LONDON).time();
    match (all_day, ends_at) {
        (true, _) => Hours::AllDay,
        (false, None) => Hours::From {
            start: local(starts_at),
        },
        (false, Some(ends_at)) => Hours::FromTo {
            start: local(starts_at),
            finish: local(ends_at),
        },
    }
}

/// What it costs, as the database holds it.
#[must_use]
pub fn cost(kind: &str, words: &str) -> Cost {
    match (kind, ShortLine::parse(words)) {
        ("free", _) => Cost::Free,
        ("donations", _) => Cost::Donations,
        ("paid", Ok(words)) => Cost::Paid { words },
        _ => Cost::NotTold,
    }
}
/// A date as it is printed and mailed: as the list has it, and when the doors open.
#[must_use]
pub fn row_with_doors(found: Row) -> EventRowModel {
    let doors = found.doors.map(when::doors_at);
    EventRowModel {
        more_dates: doors,
        ..row(found)
    }
}

/// The dates to come of a listed event, with a button each.
#[must_use]
pub fn dates(found: Vec<DateToCome>) -> Vec<app::components::DateRow> {
    let row = |date: DateToCome| app::components::DateRow {
        id: date.id,
        words: when::sitting(&date.sitting),
        cancelled: date.cancelled,
    };
    found.into_iter().map(row).collect()
}
