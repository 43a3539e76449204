//! For machines: is the process alive, can it do its work.

use axum::{extract::State, http::StatusCode};

use crate::state::App;

/// `/healthz`: the process answers. Needs no database.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `/readyz`: the database answers and has the schema that this build was made for.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match store::schema_is_current(&app.db).await {
        Ok(true) => (StatusCode::OK, "ready\n"),
        Ok(false) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database wants migrating\n",
        ),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        ),
    }
}

/// `/robots.txt`: the public pages are open to search engines; forms, private pages and the desk are not.
/// What is over or empty says so itself (`noindex`), for which it has to be open.
pub async fn robots(State(app): State<App>) -> String {
    format!(
        "User-agent: *\nDisallow: /staff\nDisallow: /submit/\nDisallow: /manage/\n\nSitemap: {}/sitemap.xml\n",
        app.web.site_url()
    )
}
