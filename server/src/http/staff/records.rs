//! `/staff/records`: what was decided, newest first.

use app::pages::staff::records::{RecordRow, RecordsPage, records as page};
use axum::{extract::State, http::StatusCode};
use domain::decision;
use store::STRETCH;

use crate::{
    http::{
        error::Result,
        session::SignedIn,
        staff::page::{Asked, StaffContext, number, staff_page},
    },
    state::App,
};

/// Shows the records.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, asked: Asked) -> Result {
    let q = asked.words("q").to_owned();
    let state = decision::State::parse(asked.words("state"))
        .filter(|state| *state != decision::State::Waiting);
    let counted = store::records::count(&app.db, state, &q, asked.before()).await?;
    let (pages, part) = asked.part(counted);
    let rows = store::records::newest(&app.db, state, &q, part).await?;
    let model = RecordsPage {
        q,
        state,
        total: number(counted.min(STRETCH)),
        stretch: asked.stretch(counted, pages, rows.last().map(|row| row.mark)),
        before: asked.words("before").to_owned(),
        rows: rows.into_iter().map(row).collect(),
        pages,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

fn row(record: store::records::Row) -> RecordRow {
    let store::records::Row {
        reference,
        title,
        from,
        state,
        by,
        mark,
    } = record;
    RecordRow {
        reference,
        title,
        from,
        state,
        by: by.unwrap_or_else(|| "The sender".to_owned()),
        at: mark.at,
    }
}
