//! Every address in one function, every layer in another.

pub mod assets;
pub mod cache;
pub mod draft;
pub mod embed;
pub mod error;
pub mod event;
pub mod feeds;
pub mod follow;
pub mod form;
pub mod headers;
pub mod health;
pub mod listing;
pub mod manage;
pub mod staff;
pub mod standing;
pub mod submit;

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer,
    timeout::TimeoutLayer, trace::TraceLayer,
};

use crate::state::App;

/// The whole site, ready to serve.
pub fn site(app: App) -> Router {
    layers(routes(&app), &app).with_state(app)
}

/// Every address of the site.
fn routes(app: &App) -> Router<App> {
    Router::new()
        // The public side
        .route("/", get(listing::show))
        .route("/events/{slug}", get(event::show))
        .route("/follow", get(follow::show))
        .route("/embed", get(embed::show))
        .route("/embed/make", get(embed::make))
        .route("/standards", get(standing::standards))
        .route("/how-we-decide", get(standing::how_we_decide))
        .route("/privacy", get(standing::privacy))
        .route("/cookies", get(standing::cookies))
        .route("/accessibility", get(standing::accessibility))
        // The form
        .route("/submit", get(submit::start))
        .route("/submit/start-again", post(submit::start_again))
        .route("/submit/later", get(submit::later))
        .route("/submit/check", get(submit::check).post(submit::send))
        .route("/submit/sent/{reference}", get(submit::sent))
        .route("/submit/{step}", get(submit::step).post(submit::answer))
        // The sender's private page
        .route("/manage", get(manage::lost).post(manage::send_links))
        .route("/manage/asked", get(manage::asked))
        .route("/manage/{token}", get(manage::show))
        .route("/manage/{token}/confirm", post(manage::confirm))
        .route("/manage/{token}/edit", post(manage::edit))
        .route("/manage/{token}/throw-away", post(manage::throw_away))
        .route("/manage/{token}/again", post(manage::again))
        .route("/manage/{token}/status", post(manage::status))
        .route(
            "/manage/{token}/withdraw",
            get(manage::ask_to_withdraw).post(manage::withdraw),
        )
        .route("/manage/{token}/edit/later", get(submit::later))
        .route(
            "/manage/{token}/edit/check",
            get(submit::check).post(submit::send),
        )
        .route(
            "/manage/{token}/edit/{step}",
            get(submit::step).post(submit::answer),
        )
        // The desk
        .merge(staff::routes(app))
        // For machines
        .route("/calendar.ics", get(feeds::calendar))
        .route("/feed.atom", get(feeds::atom))
        .route("/events.json", get(feeds::events_json))
        .route("/openapi.json", get(feeds::openapi))
        .route("/sitemap.xml", get(feeds::sitemap))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/robots.txt", get(health::robots))
        .merge(assets::routes(&app.assets, &app.site_dir))
}

/// Every layer of the site, the outermost first.
fn layers(routes: Router<App>, app: &App) -> Router<App> {
    // Behind a proxy the Host header may be the proxy's; the site's own address is always trusted.
    let same_site = CsrfLayer::new()
        .add_trusted_origin(app.web.site_url())
        .unwrap_or_else(|_| CsrfLayer::new())
        .with_rejection_response(|_| StatusCode::FORBIDDEN.into_response());
    routes.layer(
        ServiceBuilder::new()
            .layer(TraceLayer::new_for_http().make_span_with(span))
            .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
            .layer(CompressionLayer::new())
            .layer(middleware::from_fn_with_state(app.clone(), error::pages))
            .layer(CatchPanicLayer::custom(|_| {
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::GATEWAY_TIMEOUT,
                Duration::from_secs(30),
            ))
            .layer(same_site)
            .layer(DefaultBodyLimit::max(form::HEARD_OUT)),
    )
}

/// A request's log line: its method and path. Never its query, which may hold what a person typed,
/// and never a path that holds a secret.
fn span(request: &axum::extract::Request) -> tracing::Span {
    let path = request.uri().path();
    let secret = ["/staff/welcome/", "/manage/", "/staff/key-in/"];
    let path = secret
        .into_iter()
        .find(|start| path.starts_with(start))
        .unwrap_or(path);
    tracing::info_span!("request", method = %request.method(), path)
}

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
pub fn see(address: &str) -> Response {
    axum::response::Redirect::to(address).into_response()
}
