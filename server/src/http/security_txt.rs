//! `/.well-known/security.txt`: how to tell the council of a weakness (RFC 9116).

use axum::extract::State;

use crate::state::App;

/// Until when the file may be believed (RFC 9116, 2.5.5): a year after it was last looked at. A test
/// says so in time.
pub const EXPIRES: &str = "2027-11-01T00:00:00Z";

/// Shows it.
pub async fn show(State(app): State<App>) -> String {
    let (site, address) = (&app.council().site, app.web.site_url());
    format!(
        "Contact: mailto:{}\nExpires: {EXPIRES}\nPreferred-Languages: en\n\
         Canonical: {address}/.well-known/security.txt\n",
        site.office_email,
    )
}
