//! `/staff/held`: what blocked senders sent in, beside the queue (6.13).

use app::pages::staff::held::{HeldPage, held as page};
use axum::{extract::State, http::StatusCode};
use store::{self, queue::Lane};

use super::queue;
use crate::{
    http::{
        error::Result,
        session::SignedIn,
        staff::page::{Asked, ROWS, StaffContext, number, staff_page},
    },
    state::App,
};

/// Shows what is held.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, asked: Asked) -> Result {
    let total = store::queue::count_beside(&app.db, Lane::Blocked).await?;
    let (pages, offset) = asked.page(total);
    let now = app.now();
    let rows =
        store::queue::waiting(&app.db, Lane::Blocked, staff.id, now, ROWS.into(), offset).await?;
    let model = HeldPage {
        total: number(total),
        rows: queue::drawn(&app, rows).await?,
        pages,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}
