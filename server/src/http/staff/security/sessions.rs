//! `/staff/security/sessions`: where one is signed in, and signing out there.

use app::pages::staff::security::sessions::{SESSIONS, SessionRow, sessions as page};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use tower_sessions::Session;

use crate::{
    accounts::end_sessions,
    http::{
        answer::redirect_after_post,
        error::Result,
        session::{self, Fresh, SignedIn},
        staff::page::{StaffContext, flash, id, say, staff_page},
    },
    state::App,
};

/// Lists them.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, session: Session) -> Result {
    let said = flash(&session).await?;
    let this = session::own_hash(&session);
    let rows: Vec<SessionRow> = store::sessions::of(&app.db, app.now(), staff.id, &this)
        .await?
        .into_iter()
        .map(row)
        .collect();
    let room = StaffContext::of(&app, &staff).await?;
    let document = page(room.desk(), said.as_ref(), &rows);
    Ok(staff_page(StatusCode::OK, document))
}

fn row(session: store::sessions::Row) -> SessionRow {
    let device = if session.device.is_empty() {
        "A browser".to_owned()
    } else {
        session.device
    };
    SessionRow {
        number: session.number,
        device,
        since: session.created_at,
        used: session.used_at,
        this: session.this,
    }
}

/// Ends one.
pub async fn end(
    State(app): State<App>,
    Fresh(staff): Fresh,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    let words = if end_sessions::end_one(&app, &staff, id(&number)?).await? {
        "That device is signed out."
    } else {
        "That device was signed out already."
    };
    say(&session, words).await?;
    Ok(redirect_after_post(SESSIONS))
}

/// Ends all but this one.
pub async fn end_others(State(app): State<App>, Fresh(staff): Fresh, session: Session) -> Result {
    end_sessions::end_others(&app, &staff, &session::own_hash(&session)).await?;
    say(&session, "You are signed out everywhere else.").await?;
    Ok(redirect_after_post(SESSIONS))
}
