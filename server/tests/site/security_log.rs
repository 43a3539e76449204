//! The security log of the running program: what it tells, of whom, and what it never holds.

use std::time::Duration;

use chrono::Utc;
use domain::staff::Role;
use serde_json::Value;
use server::accounts;
use sqlx::PgPool;
use tokio::time::sleep;

use crate::support::{
    process::{Browser, Server},
    staff::{PASSWORD, app_key},
};

/// Nobody takes mail here.
const NOWHERE: &str = "smtp://127.0.0.1:9";
const ANN: &str = "ann@example.org";

/// Waits until the log has a line of which this is true, and gives it.
async fn line(server: &Server, is: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..200 {
        if let Some(line) = server.security_log().into_iter().find(&is) {
            return line;
        }
        sleep(Duration::from_millis(25)).await;
    }
    panic!(
        "no such line in {:?}\n{}",
        server.security_log(),
        server.log()
    );
}

/// The first line of that event, with this detail.
async fn told(server: &Server, event: &str, detail: &str) -> Value {
    line(server, |line| {
        line["event"] == event && line["detail"] == detail
    })
    .await
}

async fn with_an_app(db: &PgPool) -> (String, i64) {
    let token = accounts::add(db, Utc::now(), ANN, "Ann Penfold", Role::Moderator);
    let link = format!("/staff/welcome/{}", token.await.expect("an account"));
    let id = sqlx::query_scalar("select id from staff where email = $1")
        .bind(ANN)
        .fetch_one(db)
        .await
        .expect("the account");
    store::second_factor::set_app(db, id, app_key().bytes(), 0, Utc::now())
        .await
        .expect("an app");
    (link, id)
}

#[harness::test]
async fn every_way_in_and_out_is_told_with_the_account_the_network_and_the_request(db: PgPool) {
    let server = Server::start(&db, NOWHERE.into()).await;
    let (link, id) = with_an_app(&db).await;
    let account = Value::from(id);
    let mut office = Browser::of(server.address, [192, 0, 2, 77]);
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    office.post(&link, &chosen).await.expect("an answer");
    let changed = line(&server, |line| line["action"] == "password set").await;
    assert_eq!(changed["actor"], format!("staff:{id}"));

    let enter = async |browser: &mut Browser, email: &str, password: &str| {
        let fields = [("email", email), ("password", password), ("next", "")];
        browser
            .post("/staff/sign-in", &fields)
            .await
            .expect("an answer")
            .status
    };
    let mut stranger = Browser::of(server.address, [198, 51, 100, 9]);
    assert_eq!(enter(&mut stranger, ANN, "a wrong guess").await, 422);
    let failed = told(&server, "sign-in failed", "password").await;
    assert_eq!(failed["account"], account);
    assert_eq!(failed["network"], "198.51.100.0/24");
    let number = failed["span"]["number"].as_str().expect("a number");
    assert_eq!(number.len(), 9, "{failed}");
    assert_eq!(failed["span"]["route"], "/staff/sign-in");

    let mut nobody = Browser::of(server.address, [203, 0, 113, 5]);
    assert_eq!(enter(&mut nobody, "nobody@example.org", "guess").await, 422);
    let unknown = line(&server, |line| line["network"] == "203.0.113.0/24").await;
    assert_eq!(unknown["account"], Value::Null, "no account has that name");

    assert_eq!(enter(&mut office, ANN, PASSWORD).await, 303);
    let wrong = [("code", "000000")];
    office
        .post("/staff/sign-in/second", &wrong)
        .await
        .expect("an answer");
    let failed = told(&server, "second step failed", "code").await;
    assert_eq!(
        (&failed["account"], &failed["network"]),
        (&account, &"192.0.2.0/24".into())
    );
    let code = app_key().code(Utc::now());
    office
        .post("/staff/sign-in/second", &[("code", &code)])
        .await
        .expect("an answer");
    let entered = told(&server, "signed in", "app").await;
    assert_eq!(entered["account"], account);

    // What is not theirs, a form of another site, an export, and out again.
    assert_eq!(
        office
            .get("/staff/settings/accounts")
            .await
            .expect("an answer")
            .status,
        403
    );
    let refused = told(&server, "refused", "/staff/settings/accounts").await;
    assert_eq!(refused["span"]["account"], account);
    let reference = stranger.submit().await.expect("a receipt");
    let export = format!("/staff/submissions/{reference}/messages.txt");
    assert_eq!(office.get(&export).await.expect("an answer").status, 200);
    let exported = told(&server, "exported", &reference).await;
    assert_eq!(exported["account"], account);
    office
        .post("/staff/sign-out", &[])
        .await
        .expect("an answer");
    let left = told(&server, "signed out", "by the button").await;
    assert_eq!(left["account"], account);

    stranger
        .post("/staff/forgotten", &[("email", ANN)])
        .await
        .expect("an answer");
    told(&server, "forgotten password asked for", "a link by email").await;
    let asked = line(&server, |line| line["action"] == "password link asked for").await;
    assert_eq!(asked["subject"], format!("staff:{id}"));
}

#[harness::test]
async fn a_flood_of_guesses_is_told_as_a_number_and_no_person_is_in_the_log(db: PgPool) {
    let server = Server::start(&db, NOWHERE.into()).await;
    let mut stranger = Browser::of(server.address, [198, 51, 100, 9]);
    for _ in 0..60 {
        stranger
            .post("/weekly", &[("email", "reader@example.org")])
            .await
            .expect("an answer");
    }
    told(&server, "limit met", "/weekly").await;
    stranger.submit().await.expect("a receipt");
    let forged = stranger.post("/submit/event", &[("whisper", "1")]).await;
    assert_eq!(forged.expect("an answer").status, 400);
    told(&server, "refused", "/submit/{step}").await;
    let log = server.security_log();
    let met = log.iter().filter(|line| line["event"] == "limit met");
    assert!(met.count() <= 10, "{log:#?}");
    let text = format!("{log:?}");
    for person in [
        "reader@",
        "Alex Example",
        "alex@",
        "198.51.100.9",
        "whisper",
    ] {
        assert!(!text.contains(person), "{person} is in {text}");
    }
}

#[harness::test]
async fn the_page_of_an_error_has_the_number_that_the_log_has(db: PgPool) {
    let server = Server::start(&db, NOWHERE.into()).await;
    let mut stranger = Browser::of(server.address, [198, 51, 100, 9]);
    let forged = stranger.post("/submit/event", &[("whisper", "1")]).await;
    let page = forged.expect("an answer").body;
    let refused = told(&server, "refused", "/submit/{step}").await;
    let number = refused["span"]["number"].as_str().expect("a number");
    assert!(page.contains(number), "{number} in {page}");
}
