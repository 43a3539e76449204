//! `/staff/shortcuts`: the keys of the desk, and whether they work for one.

use app::pages::staff::shortcuts::shortcuts as page;
use axum::{extract::State, http::StatusCode};
use tower_sessions::Session;

use crate::{
    http::{
        answer::redirect_after_post,
        error::Result,
        form::Form,
        session::{self, Flash, SignedIn},
        staff::page::{StaffContext, fields, flash, staff_page},
    },
    state::App,
};

/// Lists the keys.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, session: Session) -> Result {
    let said = flash(&session).await?;
    let room = StaffContext::of(&app, &staff).await?;
    let document = page(room.desk(), said.as_ref(), staff.shortcuts);
    Ok(staff_page(StatusCode::OK, document))
}

/// Turns them on or off, for the one who asks.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn set(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let [shortcuts] = fields(pairs, ["shortcuts"])?;
    let on = shortcuts == "on";
    store::staff::set_shortcuts(&app.db, staff.id, on).await?;
    let message = format!(
        "Keyboard shortcuts are {} for you.",
        if on { "on" } else { "off" }
    );
    session::say(
        &session,
        Flash {
            message,
            link: None,
        },
    )
    .await?;
    Ok(redirect_after_post("/staff/shortcuts"))
}
