//! `/`: what is on.

use super::places::place_key;

use app::pages::listing::{self, ListingPage, Month};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
};
use chrono::{Datelike, Months, NaiveDate};
use domain::{
    counts::Counts,
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

/// The first and last day of the month that a day is in.
fn whole_month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    (first, (first + Months::new(1)).pred_opt().unwrap_or(first))
}
