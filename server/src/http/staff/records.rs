//! `/staff/records`: what was decided, newest first.

use app::pages::staff::records::{RecordRow, RecordsPage, records as page};
use axum::{extract::State, http::StatusCode};
use domain::decision;

use crate::{
    http::{
        error::Result,
        session::SignedIn,
        staff::page::{Asked, ROWS, StaffContext, number, staff_page},
    },
    state::App,
};

/// Shows the records.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, asked: Asked) -> Result {
    let q = asked.words("q").to_owned();
    let state = decision::State::parse(asked.words("state"))
        .filter(|state| *state != decision::State::Waiting);
    let total = store::records::count(&app.db, state, &q).await?;
    let (pages, offset) = asked.page(total);
    let rows = store::records::newest(&app.db, state, &q, ROWS.into(), offset).await?;
    let model = RecordsPage {
        q,
        state,
        total: number(total),
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
        at,
    } = record;
    RecordRow {
        reference,
        title,
        from,
        state,
        by: by.unwrap_or_else(|| "The sender".to_owned()),
        at,
    }
}
