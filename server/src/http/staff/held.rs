//! `/staff/held`: what blocked senders sent in, beside the queue (6.13).

use app::pages::staff::held::{HeldPage, held as page};
use axum::{extract::State, http::StatusCode};

use super::{Asked, ROWS, Room, number, pointed::Around, queue, sheet};
use crate::{
    accounts::Staff,
    db::{self, queue::Lane},
    http::error::Result,
    state::App,
};

/// Shows what is held.
///
/// # Errors
/// When the database does not answer.
pub async fn show(State(app): State<App>, staff: Staff, asked: Asked) -> Result {
    let total = db::queue::count_beside(&app.db, Lane::Blocked).await?;
    let (pages, offset) = asked.page(total);
    let now = app.now();
    let rows =
        db::queue::waiting(&app.db, Lane::Blocked, staff.id, now, ROWS.into(), offset).await?;
    let around = Around::of(&app, rows.iter().map(|row| &row.details)).await?;
    let model = HeldPage {
        total: number(total),
        rows: rows
            .into_iter()
            .map(|case| queue::row(&app, &around, case))
            .collect(),
        pages,
    };
    let room = Room::of(&app, &staff).await?;
    Ok(sheet(StatusCode::OK, page(room.desk(), &model)))
}
