//! `/staff/listed`: everything that is listed, upcoming first.

use app::pages::staff::listed::{ListedPage, ListedRow, listed as page};
use axum::{extract::State, http::StatusCode};
use domain::{event::EventStatus, when};
use store::STRETCH;
use tower_sessions::Session;

use crate::{
    http::{
        error::Result,
        session::SignedIn,
        staff::page::{Asked, StaffContext, flash, number, staff_page},
    },
    state::App,
};

/// Shows the listed events.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    asked: Asked,
) -> Result {
    let q = asked.words("q").to_owned();
    let counted = store::records::count_listed(&app.db, app.now(), &q, asked.before()).await?;
    let (pages, part) = asked.part(counted);
    let rows = store::records::listed(&app.db, app.now(), &q, part).await?;
    let stretch = asked.stretch(counted, pages, rows.last().and_then(|row| row.mark));
    let rows = rows.into_iter().map(row).collect();
    let model = ListedPage {
        flash: flash(&session).await?,
        q,
        total: number(counted.min(STRETCH)),
        stretch,
        before: asked.words("before").to_owned(),
        rows,
        pages,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

fn row(event: store::records::ListedRow) -> ListedRow {
    ListedRow {
        reference: event.reference,
        title: event.details.title.to_string(),
        public_href: format!("/events/{}", event.slug),
        when: when::dates(&event.details.dates),
        place: event.details.place.words(),
        from: event.from,
        over: event.over,
        status: (event.status != EventStatus::GoingAhead).then(|| event.status.label().to_owned()),
    }
}
