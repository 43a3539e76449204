//! `/staff/shortcuts`: the keys of the desk, and whether they work for one.

use app::pages::staff::shortcuts::shortcuts as page;
use axum::{extract::State, http::StatusCode};
use tower_sessions::Session;

use super::{Room, done, fields, sheet};
use crate::{
    http::{error::Result, form::Form, see},
    session::{self, Done, SignedIn},
    state::App,
};

/// Lists the keys.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, session: Session) -> Result {
    let said = done(&session).await?;
    let room = Room::of(&app, &staff).await?;
    let document = page(room.desk(), said.as_ref(), staff.shortcuts);
    Ok(sheet(StatusCode::OK, document))
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
        Done {
            message,
            link: None,
        },
    )
    .await?;
    Ok(see("/staff/shortcuts"))
}
