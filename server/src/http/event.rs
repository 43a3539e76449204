//! `/events/{slug}` and `/events/{slug}.ics`: an event and its calendar file.

use app::{
    pages::event::{self, EventPage, RemovedPage, VenueShown},
    render::{Html, JsonLd},
    shell::{CARD, Card},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    event::{EventStatus, Slug},
    when::{self, Dates, Sitting},
};
use store::{self, events::EventRow, feed::Event};

use crate::{
    feeds::{Date, ics, json_ld},
    http::{
        answer::html,
        cache,
        error::{Error, IsPage, Result},
        feeds,
    },
    qr,
    state::App,
};

/// An event's page, its calendar file, or word that it was taken down.
///
/// # Errors
/// When there is no such event, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    Path(address): Path<String>,
    headers: HeaderMap,
) -> Result {
    let calendar = address.strip_suffix(".ics");
    let slug = Slug::parse(calendar.unwrap_or(&address)).map_err(|_| Error::NotFound)?;
    let mut found = store::events::by_slug(&app.db, slug.as_str())
        .await?
        .ok_or(Error::NotFound)?;
    found.details.dates = found.details.dates.reaching(app.now());
    Ok(if found.taken_down_at.is_some() {
        removed(&app, &found)
    } else if calendar.is_some() {
        file(&app, &found, &slug, &headers).await?
    } else {
        page(&app, found, &slug, &headers).await?
    })
}

/// `/events/{slug}/poster`: an event as a sheet to print.
///
/// # Errors
/// As [`show`].
pub async fn poster(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result {
    let slug = Slug::parse(&slug).map_err(|_| Error::NotFound)?;
    let mut found = store::events::by_slug(&app.db, slug.as_str())
        .await?
        .ok_or(Error::NotFound)?;
    if found.taken_down_at.is_some() {
        return Ok(removed(&app, &found));
    }
    found.details.dates = found.details.dates.reaching(app.now());
    let code = qr::of(&format!("{}/events/{}", app.web.site_url(), slug.as_str()));
    Ok(cache::public(
        &headers,
        "text/html; charset=utf-8",
        app::pages::poster::poster(
            &model(&app, found, &slug).await?,
            code,
            &app.council().site,
            &app.assets,
        ),
    ))
}

async fn page(app: &App, found: EventRow, slug: &Slug, headers: &HeaderMap) -> Result {
    let model = model(app, found, slug).await?;
    Ok(cache::public(
        headers,
        "text/html; charset=utf-8",
        event::event(&model, &app.council().site, &app.assets),
    ))
}

async fn model(app: &App, mut found: EventRow, slug: &Slug) -> sqlx::Result<EventPage> {
    let before = before(app, &found, slug).await?;
    let json_ld = json_ld(app, &found, slug, before.as_ref());
    let note = before.and_then(|was| when::was_to_be(&was, &found.details.dates, app.now()));
    let dates = found.details.dates.to_come(app.now());
    let cancelled = dates.sittings().iter();
    let cancelled = cancelled.filter(|one| found.cancelled.contains(&one.starts_at()));
    let cancelled: Vec<Sitting> = cancelled.copied().collect();
    found.details.dates = dates;
    let moved = note.map(|was| format!("{was} The dates shown here are the new ones."));
    let (status, status_note, moved) = standing(app, &found, &cancelled, moved);
    Ok(EventPage {
        slug: slug.as_str().to_owned(),
        summary: domain::text::summary(found.details.description.as_str()),
        details: found.details,
        type_name: found.type_name,
        description: Html::sanitised(found.description_html),
        status,
        status_note,
        moved,
        cancelled,
        venue: VenueShown {
            address: found.venue.line(),
            map: found.venue.map.map(|map| map.href()),
        },
        listed_on: when::today(found.listed_at),
        now: app.now(),
        json_ld,
    })
}

/// What has become of an event, a line about it, and what is to be said apart of dates that moved. Where
/// no date to come takes place, it is cancelled, however that came about.
fn standing(
    app: &App,
    found: &EventRow,
    cancelled: &[Sitting],
    moved: Option<String>,
) -> (EventStatus, Option<String>, Option<String>) {
    let ahead = |one: &&Sitting| one.over_at() > app.now();
    let mut to_come = found
        .details
        .dates
        .sittings()
        .iter()
        .filter(ahead)
        .peekable();
    if found.status != EventStatus::Cancelled
        && to_come.peek().is_some()
        && to_come.all(|one| cancelled.contains(one))
    {
        let note = "None of the dates that were still to come will take place.";
        return (EventStatus::Cancelled, Some(note.to_owned()), None);
    }
    match found.status {
        EventStatus::Moved => (found.status, moved, None),
        status => (status, None, moved),
    }
}

/// The dates that an event had before it, or some date of it, was moved.
async fn before(app: &App, found: &EventRow, slug: &Slug) -> sqlx::Result<Option<Dates>> {
    let to_come = found.details.dates.to_come(app.now());
    let mut starts = to_come.sittings().iter().map(Sitting::starts_at);
    if found.status == EventStatus::Moved || starts.any(|start| found.moved.contains(&start)) {
        store::feed::dates_before(&app.db, slug.as_str()).await
    } else {
        Ok(None)
    }
}

/// The event for search engines, with the dates that it had before where it was moved.
fn json_ld(app: &App, found: &EventRow, slug: &Slug, before: Option<&Dates>) -> JsonLd {
    let told = told(found, slug);
    let source = feeds::source(
        app,
        format!("/events/{slug}"),
        format!("/events/{slug}"),
        "",
    );
    let card = found.details.picture.as_ref().map(Card::of);
    let card = card.map_or_else(|| CARD.to_owned(), |card| card.path);
    let picture = format!("{}{card}", source.site_url);
    json_ld::events(&told, before, app.now(), &picture, &source)
}

/// The event as the feeds tell of it.
fn told(found: &EventRow, slug: &Slug) -> Event {
    Event {
        slug: slug.as_str().to_owned(),
        reference: found.reference.clone(),
        details: found.details.clone(),
        venue: found.venue.clone(),
        description_html: found.description_html.clone(),
        status: found.status,
        type_name: found.type_name.clone(),
        sequence: found.sequence.unsigned_abs(),
        listed_at: found.listed_at,
        changed_at: found.changed_at,
        cancelled: found.cancelled.clone(),
        moved: found.moved.clone(),
        only_day: found.only_day,
    }
}

async fn file(
    app: &App,
    found: &EventRow,
    slug: &Slug,
    headers: &HeaderMap,
) -> sqlx::Result<Response> {
    let address = format!("/events/{slug}");
    let source = feeds::source(
        app,
        format!("{address}.ics"),
        address,
        found.details.title.as_str(),
    );
    let event = told(found, slug);
    let dates: Vec<Date<'_>> = (event.details.dates.sittings().iter())
        .map(|sitting| Date {
            event: &event,
            sitting: *sitting,
        })
        .collect();
    let body = ics::calendar(&dates, &source);
    let mut response = cache::feed(
        headers,
        "text/calendar; charset=utf-8",
        body,
        // A type's or the council's new name changes it too, and so does a day that has passed.
        feeds::last_changed(app).await?,
        app.now(),
    );
    if let Ok(name) =
        HeaderValue::from_str(&format!("attachment; filename=\"{}.ics\"", slug.as_str()))
    {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn removed(app: &App, found: &EventRow) -> Response {
    let model = RemovedPage {
        notice: found.removal_notice.clone(),
    };
    let mut response = html(event::removed(model, &app.council().site, &app.assets));
    *response.status_mut() = StatusCode::GONE;
    response.extensions_mut().insert(IsPage);
    (response.headers_mut()).insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.into_response()
}
