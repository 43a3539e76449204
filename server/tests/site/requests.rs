//! Requests that no page of ours sends, and the headers that every answer carries.

use crate::support::{Answer, TestSite};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};
use sqlx::PgPool;

/// A plain page: words, a way on, and nothing of how the site works inside.
fn plain(answer: &Answer, status: StatusCode) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(
        answer.body.contains("<h1>") && answer.body.contains("href=\"/\""),
        "{}",
        answer.body
    );
    for inside in [
        "panicked",
        "sqlx",
        "axum",
        "src/",
        "stack backtrace",
        "postgres",
    ] {
        assert!(!answer.body.contains(inside), "{inside}: {}", answer.body);
    }
}

fn post(path: &str, content_type: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path)
        .header("content-type", content_type)
        .header("sec-fetch-site", "same-origin")
        .body(body.into())
        .expect("a request")
}

const FORM: &str = "application/x-www-form-urlencoded";

#[harness::test]
async fn an_unknown_address_is_a_page_of_its_own(db: PgPool) {
    let site = TestSite::new(db).await;
    for address in [
        "/nothing",
        "/submit/nothing",
        "/assets/nothing.css",
        "/events/x/y",
        "/%2e%2e/%2e%2e/etc/passwd",
    ] {
        plain(&site.get(address).await, StatusCode::NOT_FOUND);
    }
}

#[harness::test]
async fn a_method_that_an_address_has_not_is_refused_and_the_others_named(db: PgPool) {
    let site = TestSite::new(db).await;
    for (method, address) in [
        (Method::POST, "/"),
        (Method::DELETE, "/submit/event"),
        (Method::PUT, "/events/x"),
        (Method::GET, "/submit/start-again"),
    ] {
        let answer = site.method(method, address).await;
        plain(&answer, StatusCode::METHOD_NOT_ALLOWED);
        assert!(!answer.header("allow").is_empty(), "{address}");
    }
}

#[harness::test]
async fn a_body_that_is_too_large_is_refused(db: PgPool) {
    let site = TestSite::new(db).await;
    let answer = site
        .send(post(
            "/submit/event",
            FORM,
            format!("title={}", "x".repeat(2_000_000)),
        ))
        .await;
    plain(&answer, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("Nothing was saved"));
}

#[harness::test]
async fn a_body_that_is_no_form_is_refused(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let bodies: [(&str, Vec<u8>); 5] = [
        ("application/json", br#"{"title":"x"}"#.to_vec()),
        ("multipart/form-data; boundary=x", b"--x--".to_vec()),
        (FORM, b"%FF%FE=1&title=a".to_vec()),
        (FORM, b"title".repeat(3)),
        (FORM, b"&a=1".repeat(600)),
    ];
    for (kind, body) in bodies {
        plain(
            &site.send(post("/submit/event", kind, body)).await,
            StatusCode::BAD_REQUEST,
        );
    }
    let drafts: i64 = sqlx::query_scalar("select count(*) from draft")
        .fetch_one(&db)
        .await
        .expect("a count");
    assert_eq!(drafts, 0);
}

#[harness::test]
async fn bytes_that_are_no_text_and_nul_are_taken_as_far_as_they_can_be(db: PgPool) {
    let site = TestSite::new(db).await;
    let answer = site
        .send(post(
            "/submit/event",
            FORM,
            "title=Te%00a%FF&description=&type=",
        ))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("value=\"Tea\u{fffd}\""),
        "{}",
        answer.body
    );
}

#[harness::test]
async fn a_post_from_another_site_is_refused(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    for (header, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let request = Request::post("/submit/event")
            .header("content-type", FORM)
            .header("host", "127.0.0.1:3000")
            .header(header, value)
            .body(Body::from("title=a&description=b&type=talk"))
            .expect("a request");
        plain(&site.send(request).await, StatusCode::FORBIDDEN);
    }
    let drafts: i64 = sqlx::query_scalar("select count(*) from draft")
        .fetch_one(&db)
        .await
        .expect("a count");
    assert_eq!(drafts, 0);
}

#[harness::test]
async fn every_answer_carries_the_headers_that_shield_it(db: PgPool) {
    let site = TestSite::new(db).await;
    let style = site.app.assets.main_css.clone();
    for address in [
        "/",
        "/submit/event",
        "/staff",
        "/staff/sign-in",
        "/nothing",
        "/healthz",
        style.as_str(),
        "/robots.txt",
        "/.well-known/security.txt",
    ] {
        let answer = site.get(address).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{address}: {policy}"
        );
        assert!(
            !policy.contains("unsafe-inline")
                && !policy.contains("unsafe-eval'") | policy.contains("wasm-unsafe-eval"),
            "{address}: {policy}"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        for name in [
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
        ] {
            assert!(!answer.header(name).is_empty(), "{address}: {name}");
        }
    }
}

#[harness::test]
async fn only_pages_with_an_island_may_run_our_script_and_each_answer_has_its_own_word(db: PgPool) {
    let site = TestSite::new(db).await;
    let mut words = Vec::new();
    for _ in 0..2 {
        let step = site.get("/submit/event").await;
        let policy = step.header("content-security-policy");
        let word = policy
            .split_once("script-src 'nonce-")
            .and_then(|(_, rest)| rest.split_once("' 'wasm-unsafe-eval'"))
            .map_or_else(|| panic!("{policy}"), |(word, _)| word.to_owned());
        assert!(word.len() >= 32, "128 bits or more: {word}");
        assert_eq!(
            step.body.matches("<script").count(),
            step.body.matches(&format!("nonce=\"{word}\"")).count(),
            "{}",
            step.body
        );
        assert!(step.header("cache-control").contains("no-store"));
        words.push(word);
    }
    assert_ne!(words[0], words[1]);
    let start = site.get("/submit").await;
    assert!(
        !start
            .header("content-security-policy")
            .contains("script-src")
    );
    assert!(!start.body.contains("nonce"));
}

#[harness::test]
async fn a_script_is_named_with_the_hash_of_what_is_served(db: PgPool) {
    let site = TestSite::new(db).await;
    let step = site.get("/submit/event").await;
    let script = &site.app.assets.wake_js;
    let served = site.get(&script.src).await;
    let hash = STANDARD.encode(Sha384::digest(served.body));
    assert_eq!(script.integrity, format!("sha384-{hash}"));
    assert!(step.body.contains(&script.integrity), "{}", step.body);
}

#[harness::test]
async fn pages_are_compressed_and_files_kept_for_a_year(db: PgPool) {
    let site = TestSite::new(db).await;
    let request = |address: &str| {
        Request::get(address)
            .header("accept-encoding", "br, gzip")
            .body(Body::empty())
            .expect("a request")
    };
    assert_eq!(
        site.send(request("/")).await.header("content-encoding"),
        "br"
    );
    let style = site.get(&site.app.assets.main_css).await;
    assert_eq!(style.status, StatusCode::OK);
    assert!(
        style.header("cache-control").contains("immutable"),
        "{:?}",
        style.headers
    );
}

#[harness::test]
async fn health_needs_no_database_and_readiness_does(db: PgPool) {
    let site = TestSite::new(db).await;
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
    site.app.db.close().await;
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(
        site.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[sqlx::test]
async fn a_database_that_was_never_migrated_is_not_ready(db: PgPool) {
    assert!(!store::schema_is_current(&db).await.unwrap_or(false));
    store::migrate(&db).await.expect("the migrations run");
    assert!(store::schema_is_current(&db).await.expect("an answer"));
}

#[harness::test]
async fn security_txt_says_whom_to_tell_and_is_looked_at_again_each_year(db: PgPool) {
    let site = TestSite::new(db).await;
    let answer = site.get("/.well-known/security.txt").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert!(
        answer.body.contains("Contact: mailto:office@example.org\n"),
        "{}",
        answer.body
    );
    let expires =
        chrono::DateTime::parse_from_rfc3339(server::http::security_txt::EXPIRES).unwrap();
    let left = expires.to_utc() - chrono::Utc::now();
    assert!(
        left > chrono::TimeDelta::days(30) && left < chrono::TimeDelta::days(366),
        "look at the file and at SECURITY.md, then set EXPIRES a year ahead: {left}"
    );
}
