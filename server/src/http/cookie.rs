//! Cookies that hold one of our secrets: read from a request, set in an answer.

use axum::{
    http::{HeaderValue, header, request::Parts},
    response::Response,
};
use store::token;
use tower_sessions::cookie::{Cookie, SameSite, time::Duration};

use crate::config::WebConfig;

/// What a cookie holds, where it can be one of our secrets.
#[must_use]
pub fn secret_in(parts: &Parts, name: &str) -> Option<String> {
    parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
        .filter(|value| is_secret(value))
}

/// Whether this can be one of our secrets ([`token::secret`]).
#[must_use]
pub fn is_secret(value: &str) -> bool {
    value.len() == token::SECRET_DIGITS && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Sets a cookie for so long; no time takes it away.
pub fn set(
    response: &mut Response,
    web: &WebConfig,
    (name, value): (&'static str, &str),
    age: Duration,
) {
    let cookie = Cookie::build((name, value))
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
