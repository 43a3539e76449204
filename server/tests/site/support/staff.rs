//! Members of staff in tests: how they come to be signed in, and what they post.

use axum::http::StatusCode;
use domain::staff::Role;
use server::accounts::{self, second_factor::authenticator::Key};

use super::{Answer, TestSite, hidden};

/// The password of every account in the tests.
pub const PASSWORD: &str = "trombone gravel lantern";

/// What every account's app computes its codes from in the tests.
pub fn app_key() -> Key {
    Key::read("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").expect("a key")
}

/// Gives an account an app, without a word to anybody.
pub async fn give_app(site: &TestSite, email: &str) {
    let id = sqlx::query_scalar("select id from staff where email = $1")
        .bind(email)
        .fetch_one(&site.app.db)
        .await
        .expect("the account");
    store::second_factor::set_app(&site.app.db, id, app_key().bytes(), 0, site.app.now())
        .await
        .expect("an app");
}

/// Takes the second step with a code of the app. The clock of the tests stands still, so that the
/// code of this instant is made fresh again before.
pub async fn prove(browser: &TestSite) -> Answer {
    sqlx::query("update staff_totp set last_step = 0")
        .execute(&browser.app.db)
        .await
        .expect("a fresh code");
    let code = app_key().code(browser.app.now());
    browser
        .post("/staff/sign-in/second", &[("code", &code)])
        .await
}

/// The standards of the policy, by their keys.
pub const STANDARDS: [&str; 7] = [
    "suitable",
    "civil",
    "lawful",
    "copied",
    "personal",
    "political",
    "commercial",
];

/// Adds an account with an app and opens it by its one-time link in a browser of its own, which is
/// then signed in.
pub async fn clerk(site: &TestSite, email: &str, name: &str) -> TestSite {
    colleague(site, email, name, Role::Moderator).await
}

/// Root, who may change the settings, signed in.
pub async fn administrator(site: &TestSite) -> TestSite {
    colleague(site, "root@example.org", "Robin Root", Role::Administrator).await
}

async fn colleague(site: &TestSite, email: &str, name: &str, role: Role) -> TestSite {
    let token = accounts::add(&site.app.db, site.app.now(), email, name, role)
        .await
        .expect("an account");
    give_app(site, email).await;
    let browser = site.another_browser();
    let opened = browser
        .post(
            &format!("/staff/welcome/{token}"),
            &[("password", PASSWORD), ("again", PASSWORD)],
        )
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let proved = prove(&browser).await;
    assert_eq!(proved.status, StatusCode::SEE_OTHER, "{}", proved.body);
    browser
}

/// Ann, signed in.
pub async fn ann(site: &TestSite) -> TestSite {
    clerk(site, "ann@example.org", "Ann Penfold").await
}

/// A decision's form: every standard met but these, with further fields.
pub fn answers<'a>(
    version: &'a str,
    unmet: &[&str],
    more: &[(&'a str, &'a str)],
) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = STANDARDS
        .iter()
        .map(|key| {
            (
                format!("standard-{key}"),
                if unmet.contains(key) {
                    "fails"
                } else {
                    "meets"
                }
                .to_owned(),
            )
        })
        .collect();
    fields.push(("version".to_owned(), version.to_owned()));
    // Nobody in these tests confirms an address unless the test is about that.
    fields.push(("vouch".to_owned(), "known".to_owned()));
    fields.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    fields
}

/// Posts a decision as the review's page has it, with its version.
pub async fn decide(
    desk: &TestSite,
    reference: &str,
    unmet: &[&str],
    more: &[(&str, &str)],
) -> Answer {
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.body);
    let version = hidden(&review.body, "version");
    post(desk, reference, &answers(&version, unmet, more)).await
}

/// Posts to a submission.
pub async fn post(desk: &TestSite, reference: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    desk.post(&format!("/staff/submissions/{reference}"), &fields)
        .await
}

/// Lists a submission.
pub async fn list(desk: &TestSite, reference: &str) {
    let done = decide(desk, reference, &[], &[("decision", "list")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}
