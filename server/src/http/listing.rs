//! `/`: what is on.

use std::collections::BTreeSet;

use app::{
    components::{Choice, EventRowModel},
    pages::listing::{self, ListingPage, Month},
};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
};
use chrono::{Datelike, Months, NaiveDate};
use domain::{
    event::{Access, Cost, EventStatus, Fact, plain_words},
    listing::ListingQuery,
    text::ShortLine,
    when::{Hours, LONDON},
};

use crate::{
    db::{self, events::Row},
    http::{cache, error::Result},
    state::{App, Council},
};

/// A page of the listing.
///
/// # Errors
/// When the database does not answer.
pub async fn show(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result {
    let today = app.today();
    let asked = form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let (query, _ignored) = ListingQuery::from_pairs(&asked, today);
    let month = ListingPage::month_shown(&query, today);
    let council = app.council();
    let village = query.place.as_deref().map(|place| village(&council, place));
    let found = db::events::listing(
        &app.db,
        &query,
        village,
        today,
        app.now(),
        whole_month(month),
    )
    .await?;
    let model = ListingPage {
        today,
        total: usize::try_from(found.total).unwrap_or_default(),
        days: ListingPage::by_day(found.rows.into_iter().map(row).collect()),
        types: types(&council),
        places: places(&council),
        month: Month {
            of: month,
            busy: found
                .busy_days
                .into_iter()
                .filter(|day| *day >= today)
                .collect(),
        },
        query,
    };
    Ok(cache::public(
        &headers,
        "text/html; charset=utf-8",
        listing::listing(&model, &council.site, &app.assets),
    ))
}

/// A date as the list shows it. What began yesterday evening stands under yesterday until it ends.
pub(super) fn row(found: Row) -> EventRowModel {
    let hours = hours(&found);
    let place = if found.village.is_empty() {
        found.place
    } else {
        format!("{}, {}", found.place, found.village)
    };
    EventRowModel {
        href: format!("/events/{}", found.slug),
        title: found.title,
        date: found.day,
        hours,
        place,
        more_dates: None,
        summary: found.summary,
        status: EventStatus::parse(&found.status).unwrap_or(EventStatus::GoingAhead),
        cost: cost(&found.cost_kind, &found.cost),
        access: Access {
            step_free: fact(found.step_free),
            hearing_loop: fact(found.hearing_loop),
            ..Access::default()
        },
    }
}

/// The hours of a date on the parish's clock.
pub(super) fn hours(found: &Row) -> Hours {
    let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&LONDON).time();
    match (found.all_day, found.ends_at) {
        (true, _) => Hours::AllDay,
        (false, None) => Hours::From {
            start: local(found.starts_at),
        },
        (false, Some(ends_at)) => Hours::FromTo {
            start: local(found.starts_at),
            finish: local(ends_at),
        },
    }
}

fn cost(kind: &str, words: &str) -> Cost {
    match (kind, ShortLine::parse(words)) {
        ("free", _) => Cost::Free,
        ("donations", _) => Cost::Donations,
        ("paid", Ok(words)) => Cost::Paid { words },
        _ => Cost::NotTold,
    }
}

fn fact(known: Option<bool>) -> Fact {
    match known {
        Some(true) => Fact::Yes,
        Some(false) => Fact::No,
        None => Fact::NotTold,
    }
}

pub(super) fn types(council: &Council) -> Vec<Choice> {
    council
        .types
        .iter()
        .map(|kind| Choice::new(&kind.slug, &kind.name))
        .collect()
}

/// The villages of the known venues, each once, with their words in an address.
pub(super) fn places(council: &Council) -> Vec<Choice> {
    let villages: BTreeSet<&str> = council
        .venues
        .iter()
        .map(|venue| venue.village.as_str())
        .collect();
    villages
        .into_iter()
        .map(|village| Choice::new(plain_words(village), village))
        .collect()
}

/// The village that an address asks for. One that nobody knows is left as it is and finds nothing.
pub(super) fn village<'a>(council: &'a Council, place: &'a str) -> &'a str {
    let mut villages = council.venues.iter().map(|venue| venue.village.as_str());
    villages
        .find(|village| plain_words(village) == place)
        .unwrap_or(place)
}

/// The first and last day of the month that a day is in.
fn whole_month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    (first, (first + Months::new(1)).pred_opt().unwrap_or(first))
}
