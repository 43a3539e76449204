//! `/`: what is on.

use std::collections::BTreeSet;

use app::{
    components::Choice,
    pages::listing::{self, ListingPage, Month},
};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
};
use chrono::{Datelike, Months, NaiveDate};
use domain::{
    counts::Counts,
    event::plain_words,
    listing::{ListingQuery, UnreadDays},
};
use store::{
    self,
    events::{Listing, Paging},
    site::Council,
};

use crate::{
    http::{cache, choices, error::Result},
    rows::row,
    state::App,
};

/// A page of the listing.
pub async fn show(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result {
    let today = app.today();
    let asked = form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let (query, passed_over) = ListingQuery::from_pairs(&asked, today);
    let month = ListingPage::month_shown(&query, today);
    let council = app.council();
    let paging = Paging {
        today,
        now: app.now(),
        month: whole_month(month),
    };
    let mut look = look(&app, &council, query, paging).await?;
    let mut typed = None;
    if look.found.total == 0
        && let Some(mended) = put_right(&app, &look.query).await?
    {
        let nearest = self::look(&app, &council, mended, paging).await?;
        if nearest.found.total > 0 {
            typed = look.query.q;
            look = nearest;
        }
    }
    let Look {
        query,
        counts,
        found,
    } = look;
    let model = ListingPage {
        today,
        passed_over,
        unread_days: UnreadDays::of(&asked, today),
        typed,
        total: found.total,
        more: found.more,
        days: ListingPage::by_day(found.rows.into_iter().map(row).collect()),
        choices: choices::of_listing(&council, &query, today, &counts),
        month: Month {
            of: month,
            busy: found.busy_days.into_iter().collect(),
        },
        query,
    };
    Ok(cache::public(
        &headers,
        "text/html; charset=utf-8",
        listing::listing(&model, &council.site, &app.assets),
    ))
}

/// What was looked for, and what was found.
struct Look {
    query: ListingQuery,
    counts: Counts,
    found: Listing,
}

async fn look(app: &App, council: &Council, query: ListingQuery, paging: Paging) -> Result<Look> {
    let place = query
        .place
        .as_deref()
        .map(|place| place_key(council, place));
    let counts = choices::counts(app, council, &query).await?;
    let found = store::events::listing(&app.db, &query, place.as_deref(), paging, &counts).await?;
    Ok(Look {
        query,
        counts,
        found,
    })
}

/// The same question with its words put right, where no event has them and a near enough one is known.
pub(super) async fn put_right(app: &App, query: &ListingQuery) -> Result<Option<ListingQuery>> {
    let Some(words) = &query.q else {
        return Ok(None);
    };
    let mended = store::events::put_right(&app.db, words).await?;
    Ok(mended.map(|words| query.with_words(Some(words)).with_page(query.page)))
}

/// The kinds of event to choose from.
pub(super) fn types(council: &Council) -> Vec<Choice> {
    council
        .types
        .iter()
        .map(|kind| Choice::new(&kind.slug, &kind.name))
        .collect()
}

/// The villages of the known venues, each once, and under each its venues, with their words in an
/// address.
pub(super) fn places(council: &Council) -> Vec<Choice> {
    let villages: BTreeSet<&str> = council
        .venues
        .iter()
        .map(|venue| venue.village.as_str())
        .collect();
    villages
        .into_iter()
        .flat_map(|village| {
            let venues = council
                .venues
                .iter()
                .filter(move |venue| venue.village == village)
                .map(move |venue| Choice::new(venue.slug(), format!("{village}: {}", venue.name)));
            std::iter::once(Choice::new(plain_words(village), village)).chain(venues)
        })
        .collect()
}

/// What the database knows a place by that an address asks for. A place that nobody knows finds
/// what is in a village of that name; one that was called so before is what it is now.
pub(super) fn place_key(council: &Council, place: &str) -> String {
    let mut venues = council.venues.iter();
    if let Some(venue) = venues
        .clone()
        .find(|venue| plain_words(&venue.village) == place)
    {
        return format!("village:{}", venue.village.to_lowercase());
    }
    let venue = venues
        .find(|venue| venue.slug() == place)
        .map(|venue| venue.id);
    venue
        .or_else(|| council.former.get(place).copied())
        .map_or_else(
            || format!("village:{}", place.replace('-', " ")),
            |venue| format!("venue:{venue}"),
        )
}

/// A place that an address asks for, as it is called. One that nobody knows stays as it was typed.
pub(super) fn place_words(council: &Council, place: &str) -> String {
    let mut venues = council.venues.iter();
    if let Some(venue) = venues
        .clone()
        .find(|venue| plain_words(&venue.village) == place)
    {
        return venue.village.clone();
    }
    let today = council.former.get(place);
    venues
        .find(|venue| venue.slug() == place || today == Some(&venue.id))
        .map_or_else(|| place.to_owned(), |venue| venue.name.clone())
}

/// The first and last day of the month that a day is in.
fn whole_month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    (first, (first + Months::new(1)).pred_opt().unwrap_or(first))
}
