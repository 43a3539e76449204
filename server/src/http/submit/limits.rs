//! How much one connection and one sender may send in. Over a limit nothing that was typed is lost:
//! the page comes again with everything on it, and says when to try again.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use domain::{
    form::FormErrors,
    reference::Reference,
    signs::{self, Sign},
    submission::{DraftAnswers, NewSubmission, Step},
    text::Email,
};
use store::{
    self,
    drafts::Draft,
    limits::{RateLimit, Taken, count},
};

use super::{
    asked::{Asked, Typed},
    filling::{Filling, Purpose},
    pages,
};
use crate::{
    http::{client_ip::ClientIp, error::Result},
    state::App,
};

/// Why nothing more is taken just now, and when it will be.
struct TooMany {
    words: String,
    minutes: i64,
}

impl TooMany {
    fn of_changes(app: &App, minutes: i64) -> Self {
        let telephone = &app.council().site.office_telephone;
        let minutes_words = in_minutes(minutes);
        let words = format!(
            "This event was changed very often in the last hour. Nothing that you typed is lost: try again {minutes_words}, or telephone the parish office on {telephone}"
        );
        Self { words, minutes }
    }

    fn from_here(app: &App, minutes: i64) -> Self {
        let telephone = &app.council().site.office_telephone;
        let minutes_words = in_minutes(minutes);
        let words = format!(
            "Very many forms have come from your internet connection in the last hour. Nothing that you typed is lost: try again {minutes_words}, or telephone the parish office on {telephone}"
        );
        Self { words, minutes }
    }

    fn of_sender(app: &App, open: i64) -> Self {
        let telephone = &app.council().site.office_telephone;
        let words = format!(
            "{open} events from your email address are waiting to be read. Your answers are kept for seven days: send this one when some have been read, or telephone the parish office on {telephone}"
        );
        Self { words, minutes: 60 }
    }

    fn errors(&self) -> FormErrors {
        let mut errors = FormErrors::default();
        errors.push("main", self.words.clone());
        errors
    }
}

fn in_minutes(minutes: i64) -> String {
    match minutes {
        1 => "in a minute".to_owned(),
        minutes => format!("in {minutes} minutes"),
    }
}

/// Counts a change by a private link that is opened, whatever opens it, or sent: each may write to somebody, and to the log. Too many are told
/// when to go on; nothing that was typed is lost.
pub(super) async fn change(app: &App, reference: &Reference) -> sqlx::Result<Option<i64>> {
    let Some(id) = store::submissions::id_of(&app.db, &reference.to_string()).await? else {
        return Ok(None);
    };
    Ok(
        match store::limits::count_change(&app.db, id, app.now()).await? {
            Taken::Counted => None,
            Taken::TooMany { minutes } => Some(minutes),
        },
    )
}

/// Counts a form that is begun. Where too many were, the step again with what was typed.
pub(super) async fn begin(
    app: &App,
    filling: &Filling,
    (step, typed, asked): (Step, &DraftAnswers, Asked),
    ClientIp(address): ClientIp,
) -> sqlx::Result<Option<Response>> {
    let too_many = match (&filling.purpose, filling.key()) {
        (Purpose::New, None) => match count(&app.db, RateLimit::Begin, address, app.now()).await? {
            Taken::Counted => None,
            Taken::TooMany { minutes } => Some(TooMany::from_here(app, minutes)),
        },
        (Purpose::Edit(reference), Some(key))
            if store::drafts::find(&app.db, key, app.now())
                .await?
                .is_none() =>
        {
            let minutes = change(app, reference).await?;
            minutes.map(|minutes| TooMany::of_changes(app, minutes))
        }
        _ => None,
    };
    let Some(too_many) = too_many else {
        return Ok(None);
    };
    let errors = too_many.errors();
    let typed = Typed {
        answers: typed,
        errors: &errors,
        asked,
    };
    let status = StatusCode::TOO_MANY_REQUESTS;
    let page = pages::step(app, filling, step, typed, status);
    Ok(Some(later(page, too_many.minutes)))
}

/// Counts an event or a change that is sent in. Where too many were, or too many of its sender's
/// wait, the check page again; the draft stays.
pub(super) async fn send(
    app: &App,
    filling: &Filling,
    draft: &Draft,
    submission: &NewSubmission,
    ClientIp(address): ClientIp,
) -> Result<Option<Response>> {
    let open = match &filling.purpose {
        Purpose::KeyIn { .. } => return Ok(None),
        Purpose::Edit(_) => None,
        Purpose::New => submission.sender.email.as_ref(),
    };
    let changes = match &filling.purpose {
        Purpose::Edit(reference) => change(app, reference).await?,
        _ => None,
    };
    let too_many = match changes {
        Some(minutes) => Some(TooMany::of_changes(app, minutes)),
        None => too_many(app, open, address).await?,
    };
    let Some(too_many) = too_many else {
        return Ok(None);
    };
    let (errors, status) = (too_many.errors(), StatusCode::TOO_MANY_REQUESTS);
    let page = pages::check(app, filling, draft, errors, status).await?;
    Ok(Some(later(page, too_many.minutes)))
}

async fn too_many(
    app: &App,
    email: Option<&Email>,
    address: std::net::IpAddr,
) -> Result<Option<TooMany>> {
    if let Some(email) = email {
        let (open, most) = store::limits::open_of(&app.db, email.as_str()).await?;
        if open >= i64::from(most) {
            return Ok(Some(TooMany::of_sender(app, open)));
        }
    }
    Ok(
        match count(&app.db, RateLimit::Send, address, app.now()).await? {
            Taken::Counted => None,
            Taken::TooMany { minutes } => Some(TooMany::from_here(app, minutes)),
        },
    )
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

fn later(mut page: Response, minutes: i64) -> Response {
    let seconds = HeaderValue::from(minutes * 60);
    page.headers_mut().insert(header::RETRY_AFTER, seconds);
    page
}
