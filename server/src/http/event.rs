//! `/events/{slug}` and `/events/{slug}.ics`: an event and its calendar file.

use app::{
    pages::event::{self, EventPage, RemovedPage, VenueShown},
    render::Html,
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use domain::{
    event::{EventStatus, Slug},
    when::{self, Dates},
};

use crate::{
    db::{self, events::EventRow},
    feeds::ics,
    http::{
        cache,
        error::{Error, IsPage, Result},
        html,
    },
    mail,
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
    let found = db::events::by_slug(&app.db, slug.as_str())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(if found.taken_down_at.is_some() {
        removed(&app, &found)
    } else if calendar.is_some() {
        file(&app, &found, &slug, &headers)
    } else {
        page(&app, found, &slug, &headers)
    })
}

fn page(app: &App, mut found: EventRow, slug: &Slug, headers: &HeaderMap) -> Response {
    keep_to_come(&mut found.details.dates, app.now());
    let model = EventPage {
        slug: slug.as_str().to_owned(),
        summary: domain::text::summary(found.details.description.as_str()),
        details: found.details,
        type_name: found.type_name,
        description: Html::sanitised(found.description_html),
        status: EventStatus::parse(&found.status).unwrap_or(EventStatus::GoingAhead),
        status_note: None,
        venue: VenueShown {
            address: found.venue_address,
            map: found.venue_map.map(|map| map.href()),
        },
        listed_on: when::today(found.listed_at),
        now: app.now(),
    };
    cache::public(
        headers,
        "text/html; charset=utf-8",
        event::event(&model, &app.council().site, &app.assets),
    )
}

/// Leaves the dates out that are over, unless all are: then the page tells when it was.
fn keep_to_come(dates: &mut Dates, now: DateTime<Utc>) {
    let ahead = dates
        .sittings()
        .iter()
        .filter(|sitting| sitting.over_at() > now)
        .copied()
        .collect();
    if let Ok(ahead) = Dates::new(ahead) {
        *dates = ahead;
    }
}

fn file(app: &App, found: &EventRow, slug: &Slug, headers: &HeaderMap) -> Response {
    let site_url = app.web.site_url();
    let disclaimer = format!(
        "{} does not accept any responsibility for the events advertised.",
        app.council().site.council
    );
    let body = ics::event(
        found,
        slug.as_str(),
        &format!("{site_url}/events/{}", slug.as_str()),
        mail::host(&site_url),
        &disclaimer,
    );
    let mut response = cache::public(headers, "text/calendar; charset=utf-8", body);
    if let Ok(name) =
        HeaderValue::from_str(&format!("attachment; filename=\"{}.ics\"", slug.as_str()))
    {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

fn removed(app: &App, found: &EventRow) -> Response {
    let model = RemovedPage {
        notice: found.removal_notice,
    };
    let mut response = html(event::removed(model, &app.council().site, &app.assets));
    *response.status_mut() = StatusCode::GONE;
    response.extensions_mut().insert(IsPage);
    (response.headers_mut()).insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.into_response()
}
