//! The cookie that finds a form which is not sent yet. It is set when somebody first presses
//! *Continue*, never by reading a page.

use std::convert::Infallible;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
    response::Response,
};
use store::drafts;
use tower_sessions::cookie::time::Duration;

use super::cookie;
pub use super::cookie::is_secret;
use crate::{config::WebConfig, state::App};

/// The name of the cookie. With TLS its prefix makes the browser keep it to this host.
#[must_use]
pub fn cookie_name(web: &WebConfig) -> &'static str {
    if web.is_https() {
        "__Host-draft"
    } else {
        "draft"
    }
}

/// What the browser's draft cookie holds, if it has one.
#[derive(Debug, Clone)]
pub struct DraftCookie(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for DraftCookie
where
    App: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let name = cookie_name(&App::from_ref(state).web);
        let found = cookie::secret_in(parts, name);
        Ok(Self(found))
    }
}

/// Gives the browser the cookie, for as long as the form is kept.
pub fn remember(response: &mut Response, web: &WebConfig, value: &str) {
    set(
        response,
        web,
        value,
        Duration::days(i64::from(drafts::DAYS)),
    );
}

/// Takes the cookie away.
pub fn forget(response: &mut Response, web: &WebConfig) {
    set(response, web, "", Duration::ZERO);
}

fn set(response: &mut Response, web: &WebConfig, value: &str, age: Duration) {
    cookie::set(response, web, (cookie_name(web), value), age);
}
