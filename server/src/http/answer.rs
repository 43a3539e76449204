//! How a handler answers: with a page, with one that nobody may keep, or by leading on.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// A page.
#[must_use]
pub fn html(document: String) -> Response {
    (
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        document,
    )
        .into_response()
}

/// A page that only this browser may keep, and only for now: a form, a receipt, a staff page.
#[must_use]
pub fn private(status: StatusCode, document: String) -> Response {
    (
        status,
        [(header::CACHE_CONTROL, "no-store")],
        html(document),
    )
        .into_response()
}

/// After a change: go and look at the result (303, so that a reload sends nothing again).
#[must_use]
pub fn redirect_after_post(address: &str) -> Response {
    axum::response::Redirect::to(address).into_response()
}
