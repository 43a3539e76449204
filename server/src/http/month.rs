//! `/month/2026-12` and `/day/2026-12-05`: a month as a grid, and one day of it.

use app::pages::{
    day::{self, DayPage},
    listing::ListingPage,
    month::{self, BusyDay, MonthPage, MonthRow, SHOWN},
};
use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect},
};
use chrono::{Datelike, NaiveDate};
use domain::{
    counts::Counts,
    event::EventStatus,
    listing::{ListingQuery, Period, day_address, month_address},
};
use store::{
    self,
    events::{GridDay, Listing, Paging},
};

use super::{choices, listing::put_right, places::place_key};
use crate::{
    http::{
        cache,
        error::{Error, Result},
    },
    rows::{hours, row},
    state::App,
};

const HTML: &str = "text/html; charset=utf-8";

/// A month's page. A month that is over leads to this one: what is over is not listed (policy 5.1).
///
/// # Errors
/// When the address is no month, or the database does not answer.
pub async fn month(
    State(app): State<App>,
    Path(address): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result {
    let of = month_address(&address).ok_or(Error::NotFound)?;
    let today = app.today();
    let (query, passed_over) = asked(raw.as_deref(), today);
    let query = query.with_page(1);
    if (of.year(), of.month()) < (today.year(), today.month()) {
        return Ok(Redirect::to(&month::address(today, &query)).into_response());
    }
    let mut month = look_in_month(&app, query, of).await?;
    let mut typed = None;
    if month.found.is_empty()
        && let Some(mended) = put_right(&app, &month.query).await?
    {
        let nearest = look_in_month(&app, mended, of).await?;
        if !nearest.found.is_empty() {
            typed = month.query.q;
            month = nearest;
        }
    }
    let council = app.council();
    let days = month.found.into_iter().map(|day| (day.day, busy(day)));
    let model = MonthPage {
        today,
        of,
        passed_over,
        typed,
        days: days.collect(),
        choices: choices::of_days(&council, &month.query, &month.counts),
        query: month.query,
    };
    Ok(cache::public(
        &headers,
        HTML,
        month::month(&model, &council.site, &app.assets),
    ))
}

/// What was looked for in a month or on a day, and what was found.
struct Look<T> {
    query: ListingQuery,
    counts: Counts,
    found: T,
}

async fn look_in_month(
    app: &App,
    query: ListingQuery,
    of: NaiveDate,
) -> Result<Look<Vec<GridDay>>> {
    let council = app.council();
    let place = query
        .place
        .as_deref()
        .map(|place| place_key(&council, place));
    let (first, last) = MonthPage::grid(of);
    let of_month = query.with_period(Period::Month(of.year(), of.month()));
    let counts = choices::counts_then(app, &council, &of_month).await?;
    let found = store::events::grid(
        &app.db,
        &query,
        place.as_deref(),
        app.now(),
        (first.max(app.today()), last),
        SHOWN,
        &counts,
    )
    .await?;
    Ok(Look {
        query,
        counts,
        found,
    })
}

fn busy(found: GridDay) -> BusyDay {
    let rows: Vec<MonthRow> = found
        .rows
        .into_iter()
        .map(|row| MonthRow {
            href: format!("/events/{}", row.slug),
            title: row.title,
            hours: hours(row.all_day, row.starts_at, row.ends_at),
            status: EventStatus::parse(&row.status).unwrap_or(EventStatus::GoingAhead),
        })
        .collect();
    BusyDay {
        others: found.count.saturating_sub(rows.len()),
        uncounted: found.more,
        rows,
    }
}

/// A day's page. One that is over says so.
///
/// # Errors
/// When the address is no day, or the database does not answer.
pub async fn day(
    State(app): State<App>,
    Path(address): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result {
    let date = day_address(&address).ok_or(Error::NotFound)?;
    let today = app.today();
    let (query, passed_over) = asked(raw.as_deref(), today);
    let mut model = DayPage {
        today,
        date,
        choices: choices::uncounted(&app.council(), &query),
        query,
        passed_over,
        typed: None,
        total: (0, false),
        days: vec![],
    };
    if date >= today {
        fill(&mut model, &app).await?;
    }
    Ok(cache::public(
        &headers,
        HTML,
        day::day(&model, &app.council().site, &app.assets),
    ))
}

/// Looks for what is on, on a day.
async fn fill(model: &mut DayPage, app: &App) -> Result<()> {
    let mut day = look_on_day(app, model.query.clone(), model.date).await?;
    if day.found.total == 0
        && let Some(mended) = put_right(app, &model.query).await?
    {
        let nearest = look_on_day(app, mended, model.date).await?;
        if nearest.found.total > 0 {
            model.typed = day.query.q;
            day = nearest;
        }
    }
    model.query = day.query;
    model.choices = choices::of_days(&app.council(), &model.query, &day.counts);
    model.total = (day.found.total, day.found.more);
    model.days = ListingPage::by_day(day.found.rows.into_iter().map(row).collect());
    Ok(())
}

async fn look_on_day(app: &App, query: ListingQuery, date: NaiveDate) -> Result<Look<Listing>> {
    let council = app.council();
    let place = query
        .place
        .as_deref()
        .map(|place| place_key(&council, place));
    let of_day = Period::Range {
        from: Some(date),
        to: Some(date),
    };
    let of_day = query.with_period(of_day).with_page(query.page);
    let counts = choices::counts_then(app, &council, &of_day).await?;
    let paging = Paging {
        today: app.today(),
        now: app.now(),
        month: (date, date),
    };
    let found = store::events::listing(&app.db, &of_day, place.as_deref(), paging, &counts).await?;
    Ok(Look {
        query,
        counts,
        found,
    })
}

/// What the address asks beside its day or month.
fn asked(raw: Option<&str>, today: NaiveDate) -> (ListingQuery, Vec<String>) {
    let asked = form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let (query, passed_over) = ListingQuery::from_pairs(&asked, today);
    let page = query.page;
    (
        query.with_period(Period::Upcoming).with_page(page),
        passed_over,
    )
}
