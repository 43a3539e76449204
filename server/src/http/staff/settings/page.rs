//! What the settings' pages have in common.

use app::{
    pages::staff::{
        confirm::{ConfirmPage, confirm},
        settings::only_an_administrator,
    },
    shell::StaffPage,
};
use axum::{http::StatusCode, response::Response};
use domain::staff::Staff;
use tower_sessions::Session;

use crate::{
    http::{
        answer::redirect_after_post,
        error::Result,
        staff::page::{StaffContext, id, say, staff_page},
    },
    state::App,
};

/// What a member of staff reads who is no administrator.
pub async fn refuse(app: &App, staff: &Staff) -> Result<Response> {
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(
        StatusCode::FORBIDDEN,
        only_an_administrator(room.desk()),
    ))
}

/// Asks before something is done that is not taken back by pressing a button again.
pub(super) async fn ask(app: &App, staff: &Staff, model: &ConfirmPage) -> Result {
    let room = StaffContext::of(app, staff).await?;
    let document = confirm(room.desk(), StaffPage::Settings, model);
    Ok(staff_page(StatusCode::OK, document))
}

/// A type or a venue is otherwise than it was: this copy of the site shows it at once, and the page that is
/// shown next says so.
pub(super) async fn kept(app: &App, session: &Session, words: String, next: &str) -> Result {
    reload(app).await;
    say(session, words).await?;
    Ok(redirect_after_post(next))
}

/// "“Talk” is offered again."
pub(super) fn offered_words(name: &str, offered: bool) -> String {
    let became = if offered {
        "is offered again"
    } else {
        "is no longer offered"
    };
    format!("“{name}” {became}.")
}

/// "new" or a number, from an address.
pub(super) fn number_or_new(text: &str) -> Result<Option<i64>> {
    if text == "new" {
        return Ok(None);
    }
    id(text).map(Some)
}

/// This copy of the site shows it at once; the database tells the others.
pub(super) async fn reload(app: &App) {
    if let Err(error) = app.reload_council().await {
        tracing::warn!(%error, "the council's lists show in a minute only");
    }
}
