//! Pages that hold a secret in their address, and what a private link opens no more.

use app::pages::manage as page;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use crate::{
    http::{answer::private, error::IsPage},
    state::App,
};

/// A page that holds a secret in its address: nobody else is told of it, not even by a link.
pub(super) fn sheet(status: StatusCode, document: String) -> Response {
    let mut response = private(status, document);
    response.extensions_mut().insert(IsPage);
    response.headers_mut().insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// The page for a link that opens nothing (any more).
#[must_use]
pub fn no_such_link(app: &App) -> Response {
    sheet(
        StatusCode::NOT_FOUND,
        page::no_such_link(&app.council().site, &app.assets),
    )
}

/// The page for what can no longer be done.
#[must_use]
pub fn too_late(app: &App, token: &str) -> Response {
    sheet(
        StatusCode::CONFLICT,
        page::too_late(token, &app.council().site, &app.assets),
    )
}
