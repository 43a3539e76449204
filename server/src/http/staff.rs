//! The desk: every address under `/staff`, and what its pages have in common.

pub mod beside;
pub mod case;
pub mod case_export;
pub mod decide;
pub mod event_status;
pub mod forgotten;
pub mod held;
pub mod interrupted_form;
pub mod invitation;
pub mod key_in;
pub mod listed;
pub mod log;
pub mod messages;
pub mod next;
pub mod notes;
pub mod notices;
pub mod page;
pub mod queue;
mod ready;
pub mod records;
pub mod reports;
pub mod review;
pub mod second;
pub mod security;
pub mod sender;
pub mod settings;
pub mod shortcuts;
pub mod sign_in;
pub mod spam;
pub mod staff_edit;
pub mod take_down;

use crate::http::session::TurnedAway;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware,
    middleware::Next,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{
    http::{device, pictures, session, submit},
    state::App,
};

/// The desk's addresses. An address that is not there asks those who are not signed in to sign
/// in, as one that is there does.
pub fn routes(app: &App) -> Router<App> {
    Router::new()
        .merge(doors())
        .merge(desk())
        .merge(submissions())
        .merge(keying_in())
        .merge(mail())
        .merge(settings::routes())
        .merge(second::routes())
        .merge(security::routes())
        .route("/staff/", any(sign_in::unknown))
        .route("/staff/{*rest}", any(sign_in::unknown))
        .method_not_allowed_fallback(sign_in::not_so)
        .layer(middleware::from_fn_with_state(app.clone(), turn_away))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            interrupted_form::keep,
        ))
        .layer(middleware::from_fn_with_state(app.clone(), device::give))
        .layer(session::layer(app))
        .layer(no_store())
}

/// The ways in, out and back in, and one's own password and sessions.
fn doors() -> Router<App> {
    Router::new()
        .route("/staff/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/staff/sign-out", post(sign_in::leave))
        .route(
            "/staff/forgotten",
            get(forgotten::show).post(forgotten::ask),
        )
        .route("/staff/forgotten/sent", get(forgotten::sent))
        .route(
            "/staff/welcome/{token}",
            get(invitation::show).post(invitation::accept),
        )
        .route("/staff/unsent", get(interrupted_form::show))
        .route(
            "/staff/security/password",
            get(security::password::show).post(security::password::change),
        )
        .route("/staff/security/sessions", get(security::sessions::show))
        .route(
            "/staff/security/sessions/others",
            post(security::sessions::end_others),
        )
        .route(
            "/staff/security/sessions/{number}/end",
            post(security::sessions::end),
        )
}

/// The queue and the lists beside it.
fn desk() -> Router<App> {
    Router::new()
        .route("/staff", get(queue::show))
        .route("/staff/next", get(queue::next))
        .route(
            "/staff/shortcuts",
            get(shortcuts::show).post(shortcuts::set),
        )
        .route("/staff/listed", get(listed::show))
        .route("/staff/held", get(held::show))
        .route("/staff/spam", get(spam::show))
        .route("/staff/spam/close", get(spam::ask).post(spam::close))
        .route("/staff/unconfirmed", get(spam::unconfirmed))
        .route("/staff/reports", get(reports::show))
        .route(
            "/staff/reports/{id}",
            get(reports::one).post(reports::deal_with),
        )
        .route("/staff/records", get(records::show))
        .route("/staff/records/log", get(log::show))
        .route("/staff/records/log/check", get(log::check))
        .route("/staff/pictures/{id}/{file}", get(pictures::for_staff))
}

/// One submission, and what is done with it.
fn submissions() -> Router<App> {
    Router::new()
        .route(
            "/staff/submissions/{reference}",
            get(review::show).post(decide::decide),
        )
        .route(
            "/staff/submissions/{reference}/messages.txt",
            get(case_export::show),
        )
        .route("/staff/submissions/{reference}/note", post(notes::note))
        .route("/staff/submissions/{reference}/reopen", post(notes::reopen))
        .route(
            "/staff/submissions/{reference}/wording",
            get(staff_edit::show).post(staff_edit::keep),
        )
        .route(
            "/staff/submissions/{reference}/beside/{other}",
            get(beside::show),
        )
        .route(
            "/staff/submissions/{reference}/take-down",
            get(take_down::show).post(take_down::take_down),
        )
        .route(
            "/staff/submissions/{reference}/standing",
            get(event_status::show).post(event_status::status),
        )
        .route(
            "/staff/submissions/{reference}/standing/dates",
            post(event_status::date),
        )
        .route("/staff/submissions/{reference}/sender", get(sender::show))
        .route(
            "/staff/submissions/{reference}/sender/block",
            get(sender::ask_block).post(sender::block),
        )
        .route(
            "/staff/submissions/{reference}/sender/end-links",
            post(sender::end_links),
        )
        .route(
            "/staff/submissions/{reference}/sender/unblock/{id}",
            get(sender::ask_unblock).post(sender::unblock),
        )
}

/// What came by telephone, letter or email, typed by staff.
fn keying_in() -> Router<App> {
    Router::new()
        .route("/staff/key-in", get(key_in::show))
        .route("/staff/key-in/{channel}", post(key_in::begin))
        .route("/staff/key-in/{channel}/{form}/later", get(submit::later))
        .route(
            "/staff/key-in/{channel}/{form}/check",
            get(submit::check).post(submit::send),
        )
        .route(
            "/staff/key-in/{channel}/{form}/{step}",
            get(submit::step).post(submit::answer),
        )
}

/// The messages that went, wait or wait to be read, and which ones staff get.
fn mail() -> Router<App> {
    Router::new()
        .route("/staff/messages", get(messages::show))
        .route("/staff/messages/let-go", post(messages::let_go))
        .route(
            "/staff/messages/again",
            get(messages::ask_about_all).post(messages::all_again),
        )
        .route(
            "/staff/messages/{id}",
            get(messages::one).post(messages::handle),
        )
        .route(
            "/staff/messages/{id}/throw-away",
            get(messages::ask_to_throw_away).post(messages::throw_away),
        )
        .route("/staff/messages/{id}/again", post(messages::again))
        .route("/staff/messages/{id}/leave", post(messages::leave))
        .route(
            "/staff/settings/notices",
            get(notices::show).post(notices::choose),
        )
}

/// The desk's forms that come with a file.
pub fn uploads(app: &App) -> Router<App> {
    Router::new()
        .route(
            "/staff/key-in/{channel}/{form}/picture",
            get(submit::step_of_picture).post(submit::picture::answer),
        )
        .method_not_allowed_fallback(sign_in::not_so)
        .layer(middleware::from_fn_with_state(app.clone(), turn_away))
        .layer(middleware::from_fn_with_state(app.clone(), device::give))
        .layer(session::layer(app))
        .layer(no_store())
}

fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

/// Whoever a page turned away reads why, and what to do.
async fn turn_away(State(app): State<App>, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<TurnedAway>() {
        None => response,
        Some(TurnedAway::SignIn { ran_out }) => sign_in::ask(&app, &method, &uri, ran_out),
        Some(TurnedAway::SignInAgain) => sign_in::again(&app, &method, &uri),
        Some(TurnedAway::TooLate) => sign_in::late(&app),
        Some(TurnedAway::SecondStep { has_factor }) => second::go_on(has_factor),
        Some(TurnedAway::NoAdministrator(staff)) => settings::page::refuse(&app, &staff)
            .await
            .unwrap_or_else(IntoResponse::into_response),
    }
}
