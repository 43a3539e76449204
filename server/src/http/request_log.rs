//! A line in the log for each request: its number, its route, the status and how long it took. Never its address,
//! which may hold a secret or what a person typed.
//!
//! The number stands in every line of that request, in the answer's headers and on the page of an error, so that
//! somebody who tells the office of it can be found in the log.

use std::time::{Duration, Instant};

use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{HeaderValue, StatusCode},
    middleware::Next,
    response::Response,
};
use tracing::{Instrument, Span, field::Empty, info_span};

use crate::{
    http::{
        client_ip::ClientIp,
        request_number::{REQUEST_NUMBER, RequestNumber},
    },
    log::{self, REQUEST, SecurityEvent},
    state::App,
    watchdog::{AT_ONCE, Held, watched},
};

/// The account of whoever is signed in, for every line of this request.
pub fn by(account: i64) {
    Span::current().record("account", account);
}

/// Gives a request its number and its line.
pub async fn follow(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let number = RequestNumber::random();
    request.extensions_mut().insert(number.clone());
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let span = info_span!(target: REQUEST, "request", number = number.as_str(), method = %request.method(), route, account = Empty);
    let (mut parts, body) = request.into_parts();
    let from = ClientIp::from_request_parts(&mut parts, &app).await;
    let answer = async {
        let (mut response, held) = watched(next.run(Request::from_parts(parts, body))).await;
        line(route, response.status(), began.elapsed(), held);
        response.extensions_mut().insert(Held(held));
        response
    };
    let from = from.ok().map(|ClientIp(address)| address);
    let mut response = log::from_network(from, answer).instrument(span).await;
    if let Ok(number) = HeaderValue::from_str(number.as_str()) {
        response.headers_mut().insert(REQUEST_NUMBER, number);
    }
    response
}

/// The request's line. What asks every few seconds whether all is well is told at a level of its own.
fn line(route: &str, status: StatusCode, took: Duration, held: Duration) {
    let code = status;
    let (status, ms) = (code.as_u16(), millis(took));
    if matches!(route, "/healthz" | "/readyz") && status == 200 {
        tracing::debug!(status, ms, "answered");
    } else {
        tracing::info!(status, ms, "answered");
    }
    if let Some(event) = of_security(code, route) {
        log::tell(event, None, route);
    }
    if held > AT_ONCE {
        tracing::warn!(
            held_ms = millis(held),
            "this request held a thread too long at a time"
        );
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// What an answer of this status means for the site's safety: no page of ours leads to a refusal, and nobody at work
/// meets a limit.
fn of_security(status: StatusCode, route: &str) -> Option<SecurityEvent> {
    match status {
        StatusCode::BAD_REQUEST
        | StatusCode::UNAUTHORIZED
        | StatusCode::FORBIDDEN
        | StatusCode::PAYLOAD_TOO_LARGE => Some(SecurityEvent::Refused),
        // A secret that opens nothing.
        StatusCode::NOT_FOUND if route.contains("{token}") => Some(SecurityEvent::Refused),
        StatusCode::TOO_MANY_REQUESTS => Some(SecurityEvent::LimitMet),
        _ => None,
    }
}
