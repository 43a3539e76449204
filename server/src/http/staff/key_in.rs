//! `/staff/key-in`: an event that came by telephone, letter, email or in person (policy 6.3), typed
//! into the same form by staff.

use app::pages::staff::key_in::key_in as page;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{reference::Reference, submission::Channel};
use store::token;
use tower_sessions::Session;

use crate::{
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        session::{self, Flash, SignedIn},
        staff::page::{StaffContext, staff_page},
    },
    state::App,
};

/// Asks how the event came.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn) -> Result {
    let policy = store::policy::in_force(&app.db, app.now()).await?;
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &policy.roles)))
}

/// Begins a form for an event that came so. Each has an address of its own, so that two can be
/// begun at once and either be come back to.
///
/// # Errors
/// When there is no such channel.
pub async fn begin(_: SignedIn, Path(channel): Path<String>) -> Result {
    let channel = Channel::keyed_in(&channel).ok_or(Error::NotFound)?;
    Ok(redirect_after_post(&format!(
        "/staff/key-in/{}/{}/event",
        channel.as_str(),
        token::secret()
    )))
}

/// The event is in the queue: on to its page.
pub async fn keyed_in(session: &Session, reference: &Reference) -> Result {
    let flash = Flash {
        message: format!("It is in the queue as {reference}."),
        link: None,
    };
    session::say(session, flash).await?;
    Ok(redirect_after_post(&format!(
        "/staff/submissions/{reference}"
    )))
}
