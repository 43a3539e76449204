//! What can go wrong with a request, and how it is answered.
//!
//! Handlers return [`Error`]; which to use when:
//! - [`Error::NotFound`]: there is nothing at this address, or nothing that this person may know of.
//! - [`Error::Refused`]: the request is one that no page of ours sends.
//! - [`Error::Database`]: by `?` from a query. A database that cannot be reached becomes a 503 that
//!   says nothing was saved; any other fault a 500.
//!
//! A failure is logged once, here. The answer carries a status and what the page is to say; the layer
//! [`pages`] turns that, and every bare status that axum or a layer answers with, into a page.

use crate::accounts;
use app::pages::error as page;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    http::{answer::html, request_number::RequestNumber},
    state::App,
};

/// A request that was not answered as it asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is nothing here.
    #[error("not found")]
    NotFound,
    /// No page of ours sends such a request. The words are for the log.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The form is larger than any that a person fills in.
    #[error("the form is too large")]
    TooLarge,
    /// The request stopped before its end, or came a letter at a time.
    #[error("the request did not arrive")]
    Stalled,
    /// As much is being taken in as can be.
    #[error("as much is being taken in as can be")]
    Busy,
    /// The database could not answer.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// Something that cannot happen has happened. The words are for the log.
    #[error("internal: {0}")]
    Internal(String),
}

/// A handler's answer.
pub type Result<T = Response> = std::result::Result<T, Error>;

impl Error {
    /// The status that tells of it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Refused(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Stalled => StatusCode::REQUEST_TIMEOUT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(error) if is_away(error) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Whether the database is out of reach, rather than unhappy with what it was asked.
#[must_use]
pub fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Io(_)
        | sqlx::Error::WorkerCrashed => true,
        // 57P: shutting down or starting up; 53: out of connections, memory or disk; 25006: read
        // only; 57014 and 55P03: our own time limits.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            code.starts_with("57")
                || code.starts_with("53")
                || code.starts_with("08")
                || code == "25006"
                || code == "55P03"
        }),
        _ => false,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status();
        match status {
            StatusCode::INTERNAL_SERVER_ERROR | StatusCode::SERVICE_UNAVAILABLE => {
                tracing::error!(error = %self, "a request failed");
            }
            _ => tracing::debug!(error = %self, "a request was turned away"),
        }
        status.into_response()
    }
}

/// Too many of these from one network address: the page says so, and when to try again.
#[must_use]
pub fn too_many(minutes: i64) -> Response {
    let seconds = HeaderValue::from(minutes * 60);
    let status = StatusCode::TOO_MANY_REQUESTS;
    (status, [(header::RETRY_AFTER, seconds)]).into_response()
}

/// The minutes that a `Retry-After` in seconds says, where they are several.
fn minutes(told: Option<&HeaderValue>) -> Option<u64> {
    let seconds: u64 = told?.to_str().ok()?.parse().ok()?;
    Some(seconds.div_ceil(60)).filter(|minutes| *minutes > 1)
}

/// Marks a response that already is the page for its status.
#[derive(Clone, Copy)]
pub struct IsPage;

/// Gives every answer that is an error and not yet a page the page that explains it.
pub async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let number = request.extensions().get::<RequestNumber>().cloned();
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error())
        || response.extensions().get::<IsPage>().is_some()
    {
        return response;
    }
    let model = page::ErrorPage {
        status: status.as_u16(),
        was_sending: changes,
        number: number.map(|number| number.as_str().to_owned()),
        wait: minutes(response.headers().get(header::RETRY_AFTER)),
    };
    let council = app.council();
    let mut explained = html(page::error(&model, &council.site, &app.assets));
    *explained.status_mut() = status;
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            explained.headers_mut().insert(name, value.clone());
        }
    }
    if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
        explained
            .headers_mut()
            .entry(header::RETRY_AFTER)
            .or_insert(HeaderValue::from_static("60"));
    }
    explained
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    explained
}

impl From<accounts::AccountError> for Error {
    fn from(error: accounts::AccountError) -> Self {
        match error {
            accounts::AccountError::Database(error) => error.into(),
            error => Self::Internal(error.to_string()),
        }
    }
}
