//! `/follow`: how to follow the listing elsewhere.

use app::pages::follow::{self, FollowPage};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use crate::{
    http::{cache, feeds},
    state::App,
};

/// The ways to follow what was asked of the listing. Needs no database.
pub async fn show(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Response {
    let query = feeds::asked(&app, raw).query;
    let query = query.with_page(1);
    let model = FollowPage {
        what: feeds::of_what(&app, &query),
        query,
    };
    cache::public(
        &headers,
        "text/html; charset=utf-8",
        follow::follow(&model, &app.council().site, &app.assets),
    )
}
