//! Every address in one function, every layer in another.

pub mod answer;
pub mod assets;
pub mod cache;
mod choices;
pub mod client_ip;
pub mod cookie;
pub mod device;
pub mod draft;
pub mod drawing;
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
pub mod month;
pub mod noticeboard;
pub mod page_cache;
pub mod pictures;
pub mod places;
pub mod report;
pub mod request_log;
pub mod request_number;
pub mod secret_page;
pub mod security_txt;
pub mod session;
pub mod staff;
pub mod static_pages;
pub mod submit;
mod too_many;
pub mod upload;
pub mod weekly;

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
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::CsrfLayer,
    timeout::{RequestBodyTimeoutLayer, TimeoutLayer},
};

use crate::state::App;

/// The whole site, ready to serve.
pub fn site(app: App) -> Router {
    let forms_with_a_file = uploads(&app).layer(
        ServiceBuilder::new()
            .layer(time_limit(UPLOAD_TIME))
            .layer(DefaultBodyLimit::max(upload::HEARD_OUT)),
    );
    let routes = routes(&app)
        .layer(time_limit(TIME))
        .merge(forms_with_a_file);
    layers(routes, &app).with_state(app)
}

/// Every address of the site.
fn routes(app: &App) -> Router<App> {
    Router::new()
        .merge(public(app))
        .merge(forms(app))
        .merge(files_of_pictures(app))
        .merge(staff::routes(app).layer(middleware::from_fn_with_state(app.clone(), drawing::desk)))
        .merge(readiness(app))
        .route("/healthz", get(health::alive))
        .route("/robots.txt", get(health::robots))
        .route("/.well-known/security.txt", get(security_txt::show))
        .merge(assets::routes(&app.assets, &app.site_dir))
}

/// Whether the site can answer, which asks the database: counted, and in no line, so that a busy site is not taken for one
/// that is down.
fn readiness(app: &App) -> Router<App> {
    Router::new()
        .route("/readyz", get(health::ready))
        .route_layer(middleware::from_fn_with_state(app.clone(), drawing::desk))
}

/// What visitors fill in, and the sender's private page: pages that are nobody else's.
fn forms(app: &App) -> Router<App> {
    Router::new()
        // The weekly email
        .route("/weekly", get(weekly::show).post(weekly::ask))
        .route("/weekly/asked", get(weekly::asked))
        .route("/weekly/confirmed", get(weekly::confirmed))
        .route("/weekly/stopped", get(weekly::stopped))
        .route(
            "/weekly/confirm/{token}",
            get(weekly::ask_to_confirm).post(weekly::confirm),
        )
        .route(
            "/weekly/stop/{token}",
            get(weekly::ask_to_stop).post(weekly::stop),
        )
        // Telling the office of an event
        .route("/report/{slug}", get(report::show).post(report::send))
        .route("/report/{slug}/sent", get(report::sent))
        // The form
        .route("/submit", get(submit::start))
        .route("/submit/start-again", post(submit::start_again))
        .route("/submit/later", get(submit::later))
        .route("/submit/check", get(submit::check).post(submit::send))
        .route("/submit/sent/{reference}", get(submit::sent))
        .route("/submit/{step}", get(submit::step).post(submit::answer))
        .merge(private_pages())
        .route_layer(middleware::from_fn_with_state(app.clone(), drawing::forms))
}

/// The sender's private page.
fn private_pages() -> Router<App> {
    Router::new()
        .route("/manage", get(manage::lost).post(manage::send_links))
        .route("/manage/asked", get(manage::asked))
        .route("/manage/{token}", get(manage::show))
        .route("/manage/{token}/confirm", post(manage::confirm))
        .route("/manage/{token}/edit", post(manage::edit))
        .route("/manage/{token}/throw-away", post(manage::throw_away))
        .route("/manage/{token}/again", post(manage::again))
        .route("/manage/{token}/status", post(manage::status))
        .route("/manage/{token}/dates", post(manage::date))
        .route("/manage/{token}/end-links", post(manage::end_links))
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
}

/// The files of pictures, for whoever may see them.
fn files_of_pictures(app: &App) -> Router<App> {
    Router::new()
        .route("/pictures/{id}/{file}", get(pictures::public))
        .route("/submit/pictures/{id}/{file}", get(pictures::of_draft))
        .route(
            "/manage/{token}/pictures/{id}/{file}",
            get(pictures::of_link),
        )
        .route_layer(middleware::from_fn_with_state(
            app.clone(),
            drawing::pictures,
        ))
}

/// The forms that come with a file, which take longer to arrive than others.
fn uploads(app: &App) -> Router<App> {
    Router::new()
        .route(
            "/submit/picture",
            get(submit::step_of_picture).post(submit::picture::answer),
        )
        .route(
            "/manage/{token}/edit/picture",
            get(submit::step_of_picture).post(submit::picture::answer),
        )
        .route_layer(middleware::from_fn_with_state(app.clone(), drawing::forms))
        .merge(
            staff::uploads(app).layer(middleware::from_fn_with_state(app.clone(), drawing::desk)),
        )
}

/// How long a request may take.
const TIME: Duration = Duration::from_secs(30);
/// How long a request with a file may take: 5 MB from a village with a poor signal.
const UPLOAD_TIME: Duration = Duration::from_mins(5);

/// How long nothing of a form or a file may arrive before it is given up.
const STALL: Duration = Duration::from_secs(20);

fn time_limit(time: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, time)
}

/// The public side, whose pages are the same for everybody and are kept ready.
fn public(app: &App) -> Router<App> {
    Router::new()
        .route("/", get(listing::show))
        .route("/month/{month}", get(month::month))
        .route("/day/{day}", get(month::day))
        .route("/events/{slug}", get(event::show))
        .route("/follow", get(follow::show))
        .route("/embed", get(embed::show))
        .route("/embed/make", get(embed::make))
        .route("/events/{slug}/poster", get(event::poster))
        .route("/noticeboard", get(noticeboard::show))
        .route("/noticeboard/text", get(noticeboard::text))
        .route("/noticeboard/text.txt", get(noticeboard::file))
        .route("/calendar.ics", get(feeds::calendar))
        .route("/feed.atom", get(feeds::atom))
        .route("/events.json", get(feeds::events_json))
        .route("/openapi.json", get(feeds::openapi))
        .route("/sitemap.xml", get(feeds::sitemap))
        .route("/standards", get(static_pages::standards))
        .route("/how-we-decide", get(static_pages::how_we_decide))
        .route("/privacy", get(static_pages::privacy))
        .route("/cookies", get(static_pages::cookies))
        .route("/accessibility", get(static_pages::accessibility))
        .route_layer(middleware::from_fn_with_state(
            app.clone(),
            page_cache::keep,
        ))
}

/// Every layer of the site, the outermost first.
fn layers(routes: Router<App>, app: &App) -> Router<App> {
    // Behind a proxy the Host header may be the proxy's; the site's own address is always trusted.
    let same_site = CsrfLayer::new()
        .add_trusted_origin(app.web.site_url())
        .unwrap_or_else(|_| CsrfLayer::new())
        .with_insecure_bypass(weekly::is_one_click)
        .with_rejection_response(|_| StatusCode::FORBIDDEN.into_response());
    routes.layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn_with_state(
                app.clone(),
                request_log::follow,
            ))
            .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
            .layer(CompressionLayer::new())
            .layer(middleware::from_fn_with_state(app.clone(), error::pages))
            .layer(CatchPanicLayer::custom(|_| {
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }))
            .layer(middleware::from_fn(one_host))
            .layer(same_site)
            .layer(middleware::from_fn_with_state(
                app.clone(),
                page_cache::forget_after_changes,
            ))
            .layer(DefaultBodyLimit::max(form::HEARD_OUT))
            .layer(RequestBodyTimeoutLayer::new(STALL)),
    )
}

/// A request that names two hosts is refused (RFC 9112, 3.2): a proxy may go by the one and the check
/// for other sites by the other.
async fn one_host(request: axum::extract::Request, next: middleware::Next) -> Response {
    if request.headers().get_all(header::HOST).iter().count() > 1 {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(request).await
}
