//! The cookie that finds a form which is not sent yet. It is set when somebody first presses
//! *Continue*, never by reading a page.

use std::convert::Infallible;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderValue, header, request::Parts},
    response::Response,
};
use store::{drafts, token};
use tower_sessions::cookie::{Cookie, SameSite, time::Duration};

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
        let found = parts
            .headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok)
            .find(|cookie| cookie.name() == name)
            .map(|cookie| cookie.value().to_owned())
            .filter(|value| is_secret(value));
        Ok(Self(found))
    }
}

/// Whether this can be one of our secrets ([`token::secret`]). Other drafts are kept under names of
/// another shape, which no cookie may reach.
#[must_use]
pub fn is_secret(value: &str) -> bool {
    value.len() == token::SECRET_DIGITS && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Gives the browser the cookie, for another seven days.
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
    let cookie = Cookie::build((cookie_name(web), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(web.is_https())
        .max_age(age)
        .build();
    if let Ok(header) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, header);
    }
}
