//! The standing pages: what the rules are and what becomes of people's details.

use app::pages::{
    accessibility, cookies,
    how_we_decide::{self, HowWeDecidePage},
    privacy::{self, PrivacyPage},
    standards::{self, StandardsPage},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::retention::{DEVICE, DRAFT_DAYS, SECURITY_LOG_DAYS, SESSION, WEEKLY_UNCONFIRMED};

use crate::{
    http::{cache, device, draft, error::Result, session},
    state::App,
};

const HTML: &str = "text/html; charset=utf-8";

/// `/standards`: the checklist with the policy's clauses, word for word.
pub async fn standards(State(app): State<App>, headers: HeaderMap) -> Result {
    let policy = store::policy::in_force(&app.db, app.now()).await?;
    let standards = store::policy::standards(&app.db, policy.id).await?;
    let model = StandardsPage { policy, standards };
    Ok(cache::public(
        &headers,
        HTML,
        standards::standards(&model, &app.council().site, &app.assets),
    ))
}

/// `/how-we-decide`: what happens to what is sent in.
pub async fn how_we_decide(State(app): State<App>, headers: HeaderMap) -> Result {
    let model = HowWeDecidePage {
        policy: store::policy::in_force(&app.db, app.now()).await?,
    };
    Ok(cache::public(
        &headers,
        HTML,
        how_we_decide::how_we_decide(&model, &app.council().site, &app.assets),
    ))
}

/// `/privacy`: the privacy notice.
pub async fn privacy(State(app): State<App>, headers: HeaderMap) -> Response {
    let kept = |what: &str, how_long: &str| privacy::Retention {
        what: what.into(),
        how_long: how_long.into(),
    };
    let model = PrivacyPage {
        kept: vec![
            kept(
                "A form that you have not sent",
                &format!("{DRAFT_DAYS} days after you last changed it"),
            ),
            kept(
                "An event you sent, with your name and email address",
                "12 months after the event’s last date; the parish office then removes them",
            ),
            kept("An event that was refused or withdrawn", "12 months"),
            kept(
                "What you tell us of a problem with an event, with your name and address if you give them",
                "With the event; your name and address 12 months after it was dealt with",
            ),
            kept(
                "Your address for the weekly email",
                &format!(
                    "Until you stop it; {} days where you asked and did not confirm",
                    WEEKLY_UNCONFIRMED.num_days()
                ),
            ),
            kept(
                "Of parish staff: with which browser and from which network they signed in, in a scrambled form",
                &format!("{} days", DEVICE.num_days()),
            ),
            kept(
                "That a sign-in to the staff desk failed or that the site refused a request, with the larger network it came from, which many people share",
                &format!("{SECURITY_LOG_DAYS} days"),
            ),
            kept(
                "That a sign-in to the staff desk failed, or that a new password was asked for, with the network it came from, in such a form",
                "1 day",
            ),
        ],
    };
    cache::public(
        &headers,
        HTML,
        privacy::privacy(&model, &app.council().site, &app.assets),
    )
}

/// `/cookies`: the cookies there are.
pub async fn cookies(State(app): State<App>, headers: HeaderMap) -> Response {
    let cookie = |name: &str, purpose: &str, how_long: &str| cookies::Cookie {
        name: name.into(),
        purpose: purpose.into(),
        how_long: how_long.into(),
    };
    let model = cookies::CookiesPage {
        cookies: vec![
            cookie(
                draft::cookie_name(&app.web),
                "Finds the answers of a form that you have begun and not sent",
                &format!("{DRAFT_DAYS} days"),
            ),
            cookie(
                session::cookie_name(&app),
                "Keeps a member of the parish staff signed in",
                &format!("{} hours at most", SESSION.num_hours()),
            ),
            cookie(
                device::cookie_name(&app.web),
                "Remembers that a member of the parish staff has signed in with this browser, so that strangers who guess at passwords cannot keep them out. It signs nobody in",
                &format!("{} days after they last signed in", DEVICE.num_days()),
            ),
        ],
    };
    cache::public(
        &headers,
        HTML,
        cookies::cookies(&model, &app.council().site, &app.assets),
    )
}

/// `/accessibility`: the accessibility statement.
pub async fn accessibility(State(app): State<App>, headers: HeaderMap) -> Response {
    cache::public(
        &headers,
        HTML,
        accessibility::accessibility(&app.council().site, &app.assets),
    )
}
