//! `/staff/submissions/{reference}/messages.txt`: every message in and out about a submission, as a
//! file to keep (policy 4.3).

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use domain::when;
use store::{self, cases::Revision, messages::Message};

use super::case::find;
use crate::{
    http::{error::Result, session::Fresh},
    letters,
    log::{self, SecurityEvent},
    state::App,
};

/// The file.
///
/// # Errors
/// When there is no such submission, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    Fresh(staff): Fresh,
    Path(reference): Path<String>,
) -> Result {
    let case = find(&app, &reference).await?;
    log::tell(SecurityEvent::Exported, Some(staff.id), &case.reference);
    let from = format!(
        "{}, {}",
        case.sender_name,
        case.sender_email.as_deref().unwrap_or("no email address")
    );
    let revisions = store::cases::revisions(&app.db, case.id).await?;
    let messages = store::messages::of_submission(&app.db, case.id).await?;
    let mut parts: Vec<(DateTime<Utc>, String)> = revisions
        .iter()
        .enumerate()
        .map(|(before, revision)| (revision.at, received(before + 1, revision, &from)))
        .collect();
    parts.extend(messages.iter().map(|one| (one.created_at, written(one))));
    parts.sort_by_key(|(at, _)| *at);
    let head = format!(
        "{} ({}): every message in and out, as on {}",
        case.details.title,
        case.reference,
        when::moment(app.now())
    );
    let parts = parts.into_iter().map(|(_, part)| part);
    let text: Vec<String> = std::iter::once(head).chain(parts).collect();
    Ok(file(&case.reference, text.join(RULE)))
}

/// What stands between two messages.
const RULE: &str = "\n\n----------------------------------------------------------------\n\n";

fn received(number: usize, revision: &Revision, sender: &str) -> String {
    let by = match &revision.by {
        Some(staff) => format!("written by {staff}, of the parish staff"),
        None => format!("from {sender}"),
    };
    format!(
        "IN: version {number}, {}, {by}\n\n{}",
        when::moment(revision.at),
        letters::submissions::words_of(&revision.details)
    )
}

fn written(message: &Message) -> String {
    let fate = match message.sent_at {
        Some(at) => format!("sent {}", when::moment(at)),
        None => format!("not sent ({})", message.state),
    };
    format!(
        "OUT: written {}, {fate}\nTo: {}\nSubject: {}\n\n{}",
        when::moment(message.created_at),
        message.recipient,
        message.subject,
        letters::shown(&message.body)
    )
}

fn file(reference: &str, text: String) -> Response {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{reference}-messages.txt\""),
        ),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    (headers, text).into_response()
}
