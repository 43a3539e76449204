//! Members of staff in tests: how they come to be signed in, and what they post.

use axum::http::StatusCode;
use server::accounts::{self, Role};

use super::{Answer, TestSite, hidden};

/// The password of every account in the tests.
pub const PASSWORD: &str = "trombone gravel lantern";

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

/// Adds an account and opens it by its one-time link in a browser of its own, which is then
/// signed in.
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
    let browser = site.another_browser();
    let opened = browser
        .post(
            &format!("/staff/welcome/{token}"),
            &[("password", PASSWORD), ("again", PASSWORD)],
        )
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
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
