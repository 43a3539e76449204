//! How much one connection and one sender may send in. Over a limit nothing that was typed is lost:
//! the page comes again with everything on it, and says when to try again.

use axum::{http::StatusCode, response::Response};
use domain::{
    reference::Reference,
    retention::DRAFT_DAYS,
    signs::{self, Sign},
    submission::NewSubmission,
    text::Email,
};
use store::{
    self,
    drafts::Draft,
    limits::{RateLimit, Taken, count},
};

use super::{
    filling::{Filling, Purpose},
    pages,
};
use crate::{
    http::{client_ip::ClientIp, error::Result, too_many::TooMany},
    state::App,
};

/// Counts a change by a private link that is opened, whatever opens it, or sent: each may write to somebody, and to the log.
async fn change(
    app: &App,
    reference: &Reference,
    ClientIp(address): ClientIp,
) -> sqlx::Result<Option<TooMany>> {
    let Some(id) = store::submissions::id_of(&app.db, &reference.to_string()).await? else {
        return Ok(None);
    };
    Ok(
        match store::limits::count_change(&app.db, id, address, app.now()).await? {
            Taken::Counted => None,
            Taken::TooMany { minutes, .. } => {
                let why = "This event was changed very often.";
                Some(TooMany::because(app, why, minutes))
            }
        },
    )
}

/// Counts a step of a form that is posted, and the form where this begins it. Staff may post any number.
pub(super) async fn posted(
    app: &App,
    filling: &Filling,
    visitor: ClientIp,
) -> sqlx::Result<Option<TooMany>> {
    if matches!(filling.purpose, Purpose::KeyIn { .. }) {
        return Ok(None);
    }
    let ClientIp(address) = visitor;
    let step = store::limits::count_step(&app.db, filling.key(), address, app.now()).await?;
    if let Some(too_many) = TooMany::of(app, step, FORMS) {
        return Ok(Some(too_many));
    }
    match (&filling.purpose, filling.key()) {
        (Purpose::New, None) => {
            let begun = count(&app.db, RateLimit::Begin, address, app.now()).await?;
            Ok(TooMany::of(app, begun, FORMS))
        }
        (Purpose::Edit(reference), Some(key))
            if store::drafts::find(&app.db, key, app.now())
                .await?
                .is_none() =>
        {
            change(app, reference, visitor).await
        }
        _ => Ok(None),
    }
}

/// What is counted here, in the words of a page.
const FORMS: &str = "forms";

/// Counts an event or a change that is sent in. Where too many were, or too many of its sender's
/// wait, the check page again; the draft stays.
pub(super) async fn send(
    app: &App,
    filling: &Filling,
    draft: &Draft,
    submission: &NewSubmission,
    visitor: ClientIp,
) -> Result<Option<Response>> {
    let open = match &filling.purpose {
        Purpose::KeyIn { .. } => return Ok(None),
        Purpose::Edit(_) => None,
        Purpose::New => submission.sender.email.as_ref(),
    };
    let changes = match &filling.purpose {
        Purpose::Edit(reference) => change(app, reference, visitor).await?,
        _ => None,
    };
    let too_many = match changes {
        Some(too_many) => Some(too_many),
        None => too_many(app, open, visitor.0).await?,
    };
    let Some(too_many) = too_many else {
        return Ok(None);
    };
    let (errors, status) = (too_many.errors(), StatusCode::TOO_MANY_REQUESTS);
    let page = pages::check(app, filling, draft, errors, status).await?;
    Ok(Some(too_many.on(page)))
}

async fn too_many(
    app: &App,
    email: Option<&Email>,
    address: std::net::IpAddr,
) -> Result<Option<TooMany>> {
    if let Some(email) = email {
        let (open, most) = store::limits::open_of(&app.db, email.as_str()).await?;
        if open >= i64::from(most) {
            let telephone = &app.council().site.office_telephone;
            let words = format!(
                "{open} events from your email address are waiting to be read. Your answers are kept for {DRAFT_DAYS} days: send this one when some have been read, or telephone the parish office on {telephone}"
            );
            return Ok(Some(TooMany::saying(words, 60)));
        }
    }
    let sent = count(&app.db, RateLimit::Send, address, app.now()).await?;
    Ok(TooMany::of(app, sent, FORMS))
}

/// What was odd about how the form was filled in.
#[must_use]
pub(super) fn signs(
    app: &App,
    filling: &Filling,
    draft: &Draft,
    submission: &NewSubmission,
) -> Vec<Sign> {
    if !matches!(filling.purpose, Purpose::New) {
        return Vec::new();
    }
    let took = app.now() - draft.created_at;
    signs::of_form(draft.trapped, took, &submission.details)
}
