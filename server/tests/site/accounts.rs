//! Accounts and sessions: the one-time link, signing in, being slowed down, signing out.

use std::{net::IpAddr, sync::Arc, time::Instant};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::TimeDelta;
use domain::staff::Role;
use server::{
    accounts::{self, SignIn},
    config::WebConfig,
    http,
};
use sqlx::PgPool;
use tower::ServiceExt;

use crate::support::{
    self, TestSite, noon,
    staff::{self, PASSWORD, ann},
};

async fn sign_in(browser: &TestSite, email: &str, password: &str) -> support::Answer {
    browser
        .post(
            "/staff/sign-in",
            &[("email", email), ("password", password), ("next", "")],
        )
        .await
}

async fn link(site: &TestSite) -> String {
    let token = accounts::add(
        &site.app.db,
        site.app.now(),
        "Ann@Example.org",
        "Ann Penfold",
        Role::Moderator,
    );
    format!("/staff/welcome/{}", token.await.unwrap())
}

#[harness::test]
async fn a_one_time_link_sets_a_password_once(db: PgPool) {
    let site = TestSite::new(db).await;
    let link = link(&site).await;
    for _ in 0..2 {
        let form = site.get(&link).await;
        assert_eq!(
            form.status,
            StatusCode::OK,
            "opening the link changes nothing"
        );
        assert!(form.body.contains("ann@example.org"));
        assert_eq!(form.header("cache-control"), "no-store");
    }
    let weak = site
        .post(
            &link,
            &[("password", "withyham2026"), ("again", "withyham2026")],
        )
        .await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.body.contains("harder to guess"), "{}", weak.body);
    let slip = site
        .post(&link, &[("password", PASSWORD), ("again", "trombone")])
        .await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slip.body.contains("Enter the same password again"));

    let opened = site
        .post(&link, &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(
        (opened.status, opened.location()),
        (StatusCode::SEE_OTHER, "/staff/security/second-factor")
    );
    assert_eq!(
        site.get("/staff").await.location(),
        "/staff/security/second-factor",
        "and has a second step to set up before the desk opens"
    );

    let again = site
        .another_browser()
        .post(&link, &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "the link is used up");
    let never = site.get("/staff/welcome/0123456789abcdef").await;
    assert_eq!(
        never.body,
        site.get(&link).await.body,
        "a used link looks like one that never was"
    );
}

#[harness::test]
async fn a_one_time_link_expires_after_72_hours_and_only_its_hash_is_kept(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let link = link(&site).await;
    let token = link.rsplit('/').next().unwrap();
    assert!(token.len() >= 32);
    let kept: Vec<u8> = sqlx::query_scalar("select token_hash from staff_link")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(kept, store::token::hash(token));

    let in_time = TestSite::at(
        db.clone(),
        noon() + TimeDelta::hours(72) - TimeDelta::seconds(1),
    )
    .await;
    assert_eq!(in_time.get(&link).await.status, StatusCode::OK);
    let late = TestSite::at(db, noon() + TimeDelta::hours(72)).await;
    assert_eq!(late.get(&link).await.status, StatusCode::NOT_FOUND);
    let posted = late
        .post(&link, &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(posted.status, StatusCode::NOT_FOUND);
}

#[harness::test]
async fn one_address_has_one_account(db: PgPool) {
    let site = TestSite::new(db).await;
    link(&site).await;
    let second = accounts::add(
        &site.app.db,
        noon(),
        " ANN@example.org",
        "Another Ann",
        Role::Administrator,
    )
    .await;
    assert!(
        matches!(second, Err(accounts::AccountError::Taken)),
        "{second:?}"
    );
}

#[harness::test]
async fn an_unknown_name_and_a_wrong_password_are_answered_alike(db: PgPool) {
    let site = TestSite::new(db).await;
    ann(&site).await;
    let browser = site.another_browser();
    let wrong = sign_in(&browser, "ann@example.org", "not her password").await;
    let unknown = sign_in(&browser, "bob@example.org", "not her password").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.status, unknown.status);
    assert_eq!(
        wrong.body.replace("ann@", "bob@"),
        unknown.body,
        "the same words, with what was typed"
    );
    assert!(
        !wrong.body.contains("not her password"),
        "a password is never sent back"
    );
    assert_eq!(browser.cookie("staff"), None);

    let mut quickest = [f64::MAX; 2];
    for _ in 0..3 {
        for (quickest, email) in quickest
            .iter_mut()
            .zip(["ann@example.org", "bob@example.org"])
        {
            let start = Instant::now();
            sign_in(&browser, email, "not her password").await;
            *quickest = quickest.min(start.elapsed().as_secs_f64());
        }
    }
    let [known, unknown] = quickest;
    assert!(
        unknown > known / 3.0,
        "an unknown name takes the same work: {unknown} s and {known} s"
    );
}

#[harness::test]
async fn an_account_without_a_password_cannot_be_signed_in_to(db: PgPool) {
    let site = TestSite::new(db).await;
    link(&site).await;
    assert_eq!(
        sign_in(&site, "ann@example.org", "nobody").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let empty = sign_in(&site, "ann@example.org", "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Enter your password"));
}

#[harness::test]
async fn signing_in_goes_on_to_where_one_was_but_never_to_another_site(db: PgPool) {
    let site = TestSite::new(db).await;
    ann(&site).await;
    for (next, leads_to) in [
        ("/staff/listed?q=quiz", "/staff/listed?q=quiz"),
        ("", "/staff"),
        ("//example.com/staff", "/staff"),
        ("https://example.com", "/staff"),
        ("/staff/\u{0}", "/staff/"),
    ] {
        let browser = site.another_browser();
        let fields = [
            ("email", " ANN@Example.org "),
            ("password", PASSWORD),
            ("next", next),
        ];
        let entered = browser.post("/staff/sign-in", &fields).await;
        assert_eq!(entered.location(), "/staff/sign-in/second");
        let proved = staff::prove(&browser).await;
        assert_eq!(
            (proved.status, proved.location()),
            (StatusCode::SEE_OTHER, leads_to),
            "{next}"
        );
    }
}

#[harness::test]
async fn failures_slow_down_their_own_address_and_nobody_else(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let browser = site.another_browser();
    for _ in 0..10 {
        assert_eq!(
            sign_in(&browser, "ann@example.org", "guess").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let right = sign_in(&browser, "ann@example.org", PASSWORD).await;
    assert_eq!(
        right.status,
        StatusCode::TOO_MANY_REQUESTS,
        "even the right password is not tried"
    );
    assert!(right.body.contains("Wait an hour"));

    let elsewhere: IpAddr = "192.0.2.7".parse().unwrap();
    let clerk = accounts::sign_in(
        &db,
        noon(),
        "ann@example.org",
        PASSWORD.to_owned(),
        elsewhere,
    )
    .await
    .unwrap();
    assert!(
        matches!(clerk, SignIn::Welcome(_)),
        "from elsewhere she signs in: {clerk:?}"
    );

    let later = TestSite::at(db, noon() + TimeDelta::minutes(61)).await;
    assert_eq!(
        sign_in(&later, "ann@example.org", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[harness::test]
async fn one_address_cannot_try_many_names(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let address: IpAddr = "2001:db8::1".parse().unwrap();
    for n in 0..30 {
        let tried = accounts::sign_in(
            &db,
            noon(),
            &format!("name{n}@example.org"),
            "guess".to_owned(),
            address,
        )
        .await;
        assert_eq!(tried.unwrap(), SignIn::Wrong);
    }
    let neighbour: IpAddr = "2001:db8::2".parse().unwrap();
    let tried = accounts::sign_in(
        &db,
        noon(),
        "ann@example.org",
        PASSWORD.to_owned(),
        neighbour,
    )
    .await;
    assert_eq!(
        tried.unwrap(),
        SignIn::TooMany(TimeDelta::hours(1)),
        "an IPv6 network is one visitor"
    );
}

#[harness::test]
async fn a_sign_in_forgives_the_slips_before_it(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    for _ in 0..3 {
        let browser = site.another_browser();
        for _ in 0..5 {
            sign_in(&browser, "ann@example.org", "slip").await;
        }
        assert_eq!(
            sign_in(&browser, "ann@example.org", PASSWORD).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let left: i64 = sqlx::query_scalar("select count(*) from sign_in_attempt")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[harness::test]
async fn a_session_id_planted_before_signing_in_is_worth_nothing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let attacker = staff::clerk(&site, "mallory@example.org", "Mallory").await;
    let planted = attacker.cookie("staff").unwrap();
    ann(&site).await;

    let victim = site.another_browser();
    victim.set_cookie("staff", &planted);
    assert_eq!(
        sign_in(&victim, "ann@example.org", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    let half_way = victim.cookie("staff").unwrap();
    assert_ne!(half_way, planted, "the password begins a new session");
    staff::prove(&victim).await;
    let own = victim.cookie("staff").unwrap();
    assert_ne!(own, half_way, "and so does the second step");
    assert!(victim.get("/staff").await.body.contains("Ann Penfold"));
    assert_eq!(
        attacker.get("/staff").await.status,
        StatusCode::UNAUTHORIZED,
        "the planted one is over"
    );

    let made_up = site.another_browser();
    made_up.set_cookie("staff", "AAAAAAAAAAAAAAAAAAAAAA");
    sign_in(&made_up, "ann@example.org", PASSWORD).await;
    assert_ne!(made_up.cookie("staff").unwrap(), "AAAAAAAAAAAAAAAAAAAAAA");

    let kept: Vec<Vec<u8>> = sqlx::query_scalar("select id_hash from staff_session")
        .fetch_all(&db)
        .await
        .unwrap();
    assert!(
        kept.contains(&store::token::hash(&own)),
        "only the hash of the cookie is kept"
    );
}

#[harness::test]
async fn signing_out_ends_the_session(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let cookie = ann.cookie("staff").unwrap();
    let by_get = ann.get("/staff/sign-out").await;
    assert_eq!(
        by_get.status,
        StatusCode::METHOD_NOT_ALLOWED,
        "a link cannot sign one out"
    );
    let out = ann.post("/staff/sign-out", &[]).await;
    assert_eq!(out.status, StatusCode::OK);
    assert!(out.header("clear-site-data").contains("\"storage\""));
    assert!(out.body.contains("You are signed out"));
    assert_eq!(ann.cookie("staff"), None);
    assert_eq!(ann.cookie("draft"), None, "nor a form that was begun");
    ann.set_cookie("staff", &cookie);
    assert_eq!(
        ann.get("/staff").await.status,
        StatusCode::UNAUTHORIZED,
        "the old cookie is worth nothing"
    );
}

#[harness::test]
async fn a_session_ends_after_half_an_hour_unused_and_after_twelve_hours_used(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let cookie = ann.cookie("staff").unwrap();
    let after = |minutes: i64| {
        let (db, cookie) = (db.clone(), cookie.clone());
        async move {
            let site = TestSite::at(db, noon() + TimeDelta::minutes(minutes)).await;
            site.set_cookie("staff", &cookie);
            site.get("/staff").await
        }
    };
    for minutes in (25..12 * 60).step_by(25) {
        assert_eq!(
            after(minutes).await.status,
            StatusCode::OK,
            "used all the time, after {minutes} minutes"
        );
    }
    let over = after(12 * 60).await;
    assert_eq!(
        over.status,
        StatusCode::UNAUTHORIZED,
        "twelve hours are the most"
    );
    assert!(over.body.contains("You were signed out"));

    let bea = staff::clerk(&site, "bea@example.org", "Bea").await;
    let idle = TestSite::at(db.clone(), noon() + TimeDelta::minutes(30)).await;
    idle.set_cookie("staff", &bea.cookie("staff").unwrap());
    assert_eq!(
        idle.get("/staff").await.status,
        StatusCode::UNAUTHORIZED,
        "half an hour without use"
    );
}

#[harness::test]
async fn a_disabled_account_is_out_at_the_next_request(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    assert_eq!(ann.get("/staff").await.status, StatusCode::OK);
    sqlx::query("update staff set disabled_at = now()")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(ann.get("/staff").await.status, StatusCode::UNAUTHORIZED);
    let sessions: i64 = sqlx::query_scalar("select count(*) from staff_session")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(sessions, 0);
    let browser = site.another_browser();
    let disabled = sign_in(&browser, "ann@example.org", PASSWORD).await;
    let unknown = sign_in(&browser, "bob@example.org", PASSWORD).await;
    assert_eq!(disabled.body.replace("ann@", "bob@"), unknown.body);
}

#[harness::test]
async fn a_password_hashed_with_weaker_parameters_is_hashed_again(db: PgPool) {
    use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher};
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let weak = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(8192, 1, 1, None).unwrap(),
    );
    let weak = weak.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    sqlx::query("update staff set password_hash = $1")
        .bind(&weak)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(
        sign_in(&site, "ann@example.org", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    let now: String = sqlx::query_scalar("select password_hash from staff")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(now.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{now}");
    assert_eq!(
        sign_in(&site, "ann@example.org", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[harness::test]
async fn every_address_of_the_desk_asks_to_sign_in_whether_it_exists_or_not(db: PgPool) {
    let site = TestSite::new(db).await;
    for path in [
        "/staff",
        "/staff/",
        "/staff/listed",
        "/staff/messages",
        "/staff/messages/1",
        "/staff/records",
        "/staff/submissions/WO-7K4P",
        "/staff/submissions/WO-7K4P/take-down",
        "/staff/settings",
        "/staff/nothing/here",
        "/staff/sign-out",
    ] {
        let asked = site.get(path).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{path}");
        assert!(
            asked.location().starts_with("/staff/sign-in?next=%2Fstaff"),
            "{path}: {}",
            asked.location()
        );
        assert_eq!(asked.header("cache-control"), "no-store", "{path}");
    }
    for path in [
        "/staff/submissions/WO-7K4P",
        "/staff/submissions/WO-7K4P/take-down",
        "/staff/listed",
        "/staff/nothing",
    ] {
        let posted = site
            .post(path, &[("decision", "list"), ("version", "1")])
            .await;
        assert_eq!(posted.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(posted.body.contains("Staff sign in"), "{path}");
        let deleted = site.method(Method::DELETE, path).await;
        assert_eq!(deleted.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let form = site.get("/staff/sign-in?next=%2Fstaff%2Flisted").await;
    assert_eq!(form.status, StatusCode::OK);
    assert_eq!(support::hidden(&form.body, "next"), "/staff/listed");
    assert_eq!(site.cookie("staff"), None, "a visitor has no session");

    let ann = ann(&site).await;
    assert_eq!(
        ann.get("/staff/nothing/here").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ann.get("/staff/messages/one").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ann.get("/staff/submissions/WO-7K4P").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ann.method(Method::DELETE, "/staff/listed").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
    let door = ann.get("/staff/sign-in").await;
    assert_eq!(
        (door.status, door.location()),
        (StatusCode::SEE_OTHER, "/staff"),
        "already signed in"
    );
}

#[harness::test]
async fn the_cookie_is_kept_from_scripts_and_other_sites_and_is_secure_behind_tls(db: PgPool) {
    let site = TestSite::new(db).await;
    ann(&site).await;
    let plain = sign_in(&site, "ann@example.org", PASSWORD).await;
    let cookie = plain.header("set-cookie");
    for part in ["staff=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("Max-Age"),
        "it ends with the browser: {cookie}"
    );

    let mut app = site.app.clone();
    app.web = Arc::new(WebConfig {
        site_url: Some("https://whatson.example.org".into()),
        ..(*app.web).clone()
    });
    let body = format!(
        "email=ann%40example.org&password={}",
        PASSWORD.replace(' ', "+")
    );
    let request = Request::post("/staff/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    let answer = http::site(app).oneshot(request).await.unwrap();
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.starts_with("__Host-staff=")
            && cookie.contains("Secure")
            && !cookie.contains("Domain"),
        "{cookie}"
    );
}

#[harness::test]
async fn a_post_from_another_site_is_refused(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let request = Request::post("/staff/sign-out")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::empty())
        .unwrap();
    assert_eq!(ann.send(request).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ann.get("/staff").await.status, StatusCode::OK);
}

#[harness::test]
async fn behind_the_proxy_visitors_are_told_apart_and_only_the_proxy_is_believed(db: PgPool) {
    use axum::{body::Body, extract::ConnectInfo, http::Request};
    let site = TestSite::new(db).await;
    ann(&site).await;
    let wrong = |peer: [u8; 4], told: &str| {
        let mut request = Request::post("/staff/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", told)
            .body(Body::from("email=ann%40example.org&password=wrong&next="))
            .expect("a request");
        request
            .extensions_mut()
            .insert(ConnectInfo(std::net::SocketAddr::from((peer, 40_000))));
        request
    };
    for _ in 0..10 {
        site.send(wrong([10, 0, 0, 1], "198.51.100.1, 203.0.113.7"))
            .await;
    }
    let stranger = site
        .send(wrong([10, 0, 0, 1], "198.51.100.9, 203.0.113.7"))
        .await;
    assert_eq!(
        stranger.status,
        StatusCode::TOO_MANY_REQUESTS,
        "the last address counts, not what the visitor put before it"
    );
    let clerk = site.send(wrong([10, 0, 0, 1], "203.0.113.8")).await;
    assert_eq!(
        clerk.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "another address is not slowed down"
    );
    for n in 0..10 {
        site.send(wrong([192, 0, 2, 5], &format!("203.0.113.{n}")))
            .await;
    }
    let forger = site.send(wrong([192, 0, 2, 5], "203.0.113.99")).await;
    assert_eq!(
        forger.status,
        StatusCode::TOO_MANY_REQUESTS,
        "a peer that is not the proxy is not believed"
    );
}

#[harness::test]
async fn the_demonstration_account_is_closed_where_there_is_no_demonstration(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let email = "clerk@example.org";
    accounts::demo_account(&site.app, email, "The Clerk", PASSWORD)
        .await
        .expect("the account");
    let try_it = async || {
        let fields = [("email", email), ("password", PASSWORD), ("next", "")];
        site.another_browser()
            .post("/staff/sign-in", &fields)
            .await
            .status
    };
    assert_eq!(try_it().await, StatusCode::SEE_OTHER);
    store::staff::open_demo(&db, false, noon())
        .await
        .expect("closed");
    assert_eq!(try_it().await, StatusCode::UNPROCESSABLE_ENTITY);
    store::staff::open_demo(&db, true, noon())
        .await
        .expect("open");
    assert_eq!(try_it().await, StatusCode::SEE_OTHER);
}
