//! `/staff/messages` and `/staff/messages/{id}`: every message about a submission, word for word
//! (4.3).

use app::pages::staff::{
    components::MessageState,
    messages::{MessagePage, MessageRow, MessagesPage, message as message_page, messages as page},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use super::{Asked, ROWS, Room, sheet};
use crate::{
    accounts::Staff,
    db,
    http::error::{Error, Result},
    state::App,
};

/// Nothing sends mail yet: messages are written and wait, and the desk says so.
const EMAIL_SET_UP: bool = false;

/// Shows the messages, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn show(State(app): State<App>, staff: Staff, asked: Asked) -> Result {
    let total = db::messages::count(&app.db).await?;
    let (pages, offset) = asked.page(total);
    let lines = db::messages::newest(&app.db, ROWS.into(), offset).await?;
    let rows = lines.into_iter().map(row).collect();
    let model = MessagesPage {
        email_set_up: EMAIL_SET_UP,
        rows,
        pages,
    };
    let room = Room::of(&app, &staff).await?;
    Ok(sheet(StatusCode::OK, page(room.desk(), &model)))
}

/// Shows one message.
///
/// # Errors
/// When there is no such message, or the database does not answer.
pub async fn one(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let message = db::messages::one(&app.db, id)
        .await?
        .ok_or(Error::NotFound)?;
    let db::messages::Message {
        recipient,
        subject,
        reference,
        state,
        created_at,
        ..
    } = message;
    let line = db::messages::Line {
        id,
        recipient,
        subject,
        reference,
        state,
        created_at,
    };
    let room = Room::of(&app, &staff).await?;
    let model = MessagePage {
        email_set_up: EMAIL_SET_UP,
        message: row(line),
        from: room.council.site.office_email.clone(),
        title: message.title,
        body: message.body,
        sent: message.sent_at,
    };
    Ok(sheet(StatusCode::OK, message_page(room.desk(), &model)))
}

fn row(line: db::messages::Line) -> MessageRow {
    let db::messages::Line {
        id,
        recipient,
        subject,
        reference,
        state,
        created_at,
    } = line;
    MessageRow {
        id,
        to: recipient,
        subject,
        reference,
        state: fate(&state),
        at: created_at,
    }
}

/// A message's fate as the database names it. One that it cannot name is unknown.
pub(super) fn fate(state: &str) -> MessageState {
    match state {
        "waiting" => MessageState::Waiting,
        "sent" => MessageState::Sent,
        "failed" => MessageState::Failed,
        _ => MessageState::Unknown,
    }
}
