//! `/staff/settings`: every address of the settings. All but each person's own need an
//! administrator.

pub mod accounts;
pub mod blocked;
pub mod council;
pub mod draft;
pub mod event_types;
pub mod guidance;
pub mod letters;
pub mod limits;
pub mod page;
pub mod paste;
pub mod policy;
pub mod replies;
pub mod roles;
pub mod venues;
pub mod weekly;

use app::pages::staff::settings::settings as page;
use axum::{
    Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use tower_sessions::Session;

use crate::{
    http::{
        error::Result,
        session::Administrator,
        staff::page::{StaffContext, flash, staff_page},
    },
    state::App,
};

/// The settings' addresses.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/settings", get(show))
        .route(
            "/staff/settings/council",
            get(council::show).post(council::save),
        )
        .route(
            "/staff/settings/limits",
            get(limits::show).post(limits::save),
        )
        .route("/staff/settings/guidance", get(guidance::show))
        .route(
            "/staff/settings/guidance/{key}",
            get(guidance::note).post(guidance::change),
        )
        .route("/staff/settings/letters", get(letters::show))
        .route(
            "/staff/settings/letters/{passage}",
            get(letters::one).post(letters::keep),
        )
        .route("/staff/settings/replies", get(replies::show))
        .route(
            "/staff/settings/replies/{id}",
            get(replies::one).post(replies::keep),
        )
        .route("/staff/settings/replies/{id}/move", post(replies::reorder))
        .route(
            "/staff/settings/replies/{id}/put-away",
            get(replies::ask_put_away).post(replies::put_away),
        )
        .route(
            "/staff/settings/replies/{id}/bring-back",
            post(replies::bring_back),
        )
        .route("/staff/settings/blocked", get(blocked::show))
        .route(
            "/staff/settings/weekly",
            get(weekly::show).post(weekly::save),
        )
        .route("/staff/settings/weekly/take-out", post(weekly::take_out))
        .merge(account_routes())
        .merge(policy_routes())
        .merge(place_routes())
}

fn account_routes() -> Router<App> {
    Router::new()
        .route(
            "/staff/settings/accounts",
            get(accounts::show).post(accounts::invite),
        )
        .route(
            "/staff/settings/accounts/{id}",
            get(accounts::one).post(accounts::change),
        )
        .route(
            "/staff/settings/accounts/{id}/invite",
            post(accounts::invite_again),
        )
        .route(
            "/staff/settings/accounts/{id}/close",
            get(accounts::ask_close).post(accounts::close),
        )
        .route("/staff/settings/accounts/{id}/open", post(accounts::open))
}

fn place_routes() -> Router<App> {
    Router::new()
        .route(
            "/staff/settings/kinds",
            get(event_types::show).post(event_types::add),
        )
        .route(
            "/staff/settings/kinds/{slug}",
            get(event_types::one).post(event_types::rename),
        )
        .route(
            "/staff/settings/kinds/{slug}/move",
            post(event_types::reorder),
        )
        .route(
            "/staff/settings/kinds/{slug}/retire",
            get(event_types::ask_retire).post(event_types::retire),
        )
        .route(
            "/staff/settings/kinds/{slug}/bring-back",
            post(event_types::bring_back),
        )
        .route("/staff/settings/venues", get(venues::show))
        .route(
            "/staff/settings/venues/{id}",
            get(venues::one).post(venues::keep),
        )
        .route(
            "/staff/settings/venues/{id}/retire",
            get(venues::ask_retire).post(venues::retire),
        )
        .route(
            "/staff/settings/venues/{id}/bring-back",
            post(venues::bring_back),
        )
        .route(
            "/staff/settings/venues/{id}/merge",
            get(venues::ask_merge).post(venues::merge),
        )
}

fn policy_routes() -> Router<App> {
    Router::new()
        .route("/staff/settings/policy", get(policy::show))
        .route("/staff/settings/policy/{id}", get(policy::version))
        .route(
            "/staff/settings/policy/draft",
            get(draft::show).post(draft::save),
        )
        .route("/staff/settings/policy/draft/compare", get(policy::compare))
        .route(
            "/staff/settings/policy/draft/adopt",
            get(policy::ask_adopt).post(policy::adopt),
        )
        .route(
            "/staff/settings/policy/draft/throw-away",
            get(draft::ask_throw_away).post(draft::throw_away),
        )
        .route(
            "/staff/settings/policy/draft/paste",
            get(paste::show).post(paste::take),
        )
        .route(
            "/staff/settings/policy/draft/roles",
            get(roles::show).post(roles::save),
        )
        .route(
            "/staff/settings/policy/draft/clauses/{id}",
            get(draft::clause).post(draft::save_clause),
        )
        .route(
            "/staff/settings/policy/draft/clauses/{id}/move",
            post(draft::move_clause),
        )
        .route(
            "/staff/settings/policy/draft/clauses/{id}/remove",
            get(draft::ask_remove_clause).post(draft::remove_clause),
        )
        .route(
            "/staff/settings/policy/draft/standards/{id}",
            get(draft::standard).post(draft::save_standard),
        )
        .route(
            "/staff/settings/policy/draft/standards/{id}/move",
            post(draft::move_standard),
        )
        .route(
            "/staff/settings/policy/draft/standards/{id}/remove",
            get(draft::ask_remove_standard).post(draft::remove_standard),
        )
}

/// Shows the settings there are.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    let said = flash(&session).await?;
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), said.as_ref())))
}
