//! `/staff/settings/blocked`: who is blocked, why, and when to look again (6.13).

use app::pages::staff::settings::blocked::{BlockedPage, blocked as page};
use axum::{extract::State, http::StatusCode};
use tower_sessions::Session;

use crate::{
    http::{
        error::Result,
        session::Administrator,
        staff::{
            page::{StaffContext, flash, number, staff_page},
            sender,
        },
    },
    state::App,
};

/// Shows the blocks.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    let model = BlockedPage {
        flash: flash(&session).await?,
        blocks: store::blocks::in_force(&app.db)
            .await?
            .into_iter()
            .map(|block| sender::row(&app, block))
            .collect(),
        ended: number(store::blocks::count_ended(&app.db).await?),
        held: number(store::queue::count_beside(&app.db, store::queue::Lane::Blocked).await?),
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}
