//! Attacks that an auditor thought of, each tried on the running site: an open desk, a stolen
//! password, a title that looks like the place for a link, bodies and cookies that no browser sends.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use chrono::TimeDelta;
use domain::staff::Role;
use server::{
    accounts::{self, SignIn, recovery},
    config::MailConfig,
    mail::outbox,
};
use sqlx::PgPool;
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::Barrier};

use crate::support::{
    TestSite, coffee_morning, noon,
    process::Server,
    smtp::Smtp,
    staff::{PASSWORD, administrator, ann, give_app},
};

const ANN: &str = "ann@example.org";

async fn subjects(db: &PgPool, email: &str) -> Vec<String> {
    sqlx::query_scalar("select subject from message where recipient = $1 order by id")
        .bind(email)
        .fetch_all(db)
        .await
        .expect("the mails")
}

#[harness::test]
async fn how_one_signs_in_is_changed_only_after_signing_in_lately(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let late = TestSite::at(db.clone(), noon() + TimeDelta::minutes(16)).await;
    late.set_cookie("staff", &desk.cookie("staff").expect("signed in"));
    assert_eq!(late.get("/staff").await.status, StatusCode::OK);
    for path in [
        "/staff/security/second-factor",
        "/staff/security/second-factor/app",
        "/staff/security/second-factor/passkey",
        "/staff/security/app/remove",
        "/staff/security/passkeys/1/remove",
    ] {
        let in_time = desk.get(path).await.status;
        assert_ne!(in_time, StatusCode::UNAUTHORIZED, "{path}");
        let asked = late.get(path).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(asked.body.contains("For this, sign in again"), "{path}");
    }
    let form: [(&str, &[(&str, &str)]); 7] = [
        ("/staff/security/second-factor/app", &[("code", "123456")]),
        (
            "/staff/security/second-factor/passkey",
            &[("name", "x"), ("answer", "{}")],
        ),
        ("/staff/security/app/remove", &[]),
        ("/staff/security/passkeys/1/remove", &[]),
        ("/staff/security/recovery-codes", &[("step", "new")]),
        ("/staff/security/sessions/others", &[]),
        ("/staff/security/sessions/1/end", &[]),
    ];
    for (path, fields) in form {
        let refused = late.post(path, fields).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let noted = late
        .post("/staff/security/recovery-codes", &[("step", "noted")])
        .await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER);
}

#[harness::test]
async fn a_title_that_looks_like_the_place_for_a_link_stays_a_title(db: PgPool) {
    let folder = tempfile::tempdir().expect("a folder");
    let mail = MailConfig {
        mail_dir: Some(folder.path().into()),
        ..MailConfig::default()
    };
    let site = TestSite::with_mail(db.clone(), noon(), mail).await;
    ann(&site).await;
    sqlx::query("update staff set notice_new = 'at_once'")
        .execute(&db)
        .await
        .expect("she hears at once");
    for title in [
        "{{link of the invitation}}",
        "{{link to choose a password}}",
    ] {
        let mut steps = coffee_morning();
        steps[0].1[0].1 = title;
        site.fill_in(&steps).await;
        site.agree_and_send().await;
    }
    outbox::send_due(&site.app).await.expect("sent");
    let links: i64 = sqlx::query_scalar("select count(*) from staff_link where used_at is null")
        .fetch_one(&db)
        .await
        .expect("a count");
    assert_eq!(links, 0, "no mail about an event opens an account");
    let told: i64 = sqlx::query_scalar(
        "select count(*) from message where kind = 'notice' and state = 'sent' and body like '%{{link%'",
    )
    .fetch_one(&db)
    .await
    .expect("a count");
    assert_eq!(told, 2, "she hears of both, in their own words");
}

#[harness::test]
async fn a_form_under_an_invented_name_counts_as_a_new_one_and_gets_a_name_of_ours(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (path, fields) = ("/submit/event", &coffee_morning()[0].1);
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut came_of = Vec::new();
    for n in 0..61 {
        let invented = format!("{n:048x}");
        let browser = site.another_browser();
        browser.set_cookie("draft", &invented);
        let mut request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.clone()))
            .expect("a request");
        let peer = SocketAddr::from(([192, 0, 2, 7], 40000));
        request.extensions_mut().insert(ConnectInfo(peer));
        came_of.push(browser.send(request).await.status);
        assert_ne!(browser.cookie("draft"), Some(invented).filter(|_| n < 60));
    }
    assert_eq!(came_of.pop(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert!(came_of.iter().all(|it| *it == StatusCode::SEE_OTHER));
}

#[harness::test]
async fn the_demonstrations_account_is_of_no_use_where_nothing_is_demonstrated(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let token = accounts::add(&db, noon(), "clerk@example.org", "Kim", Role::Administrator);
    let link = format!("/staff/welcome/{}", token.await.expect("a link"));
    sqlx::query("update staff set demo = true where email = 'clerk@example.org'")
        .execute(&db)
        .await
        .expect("a demonstration's account");
    let browser = site.another_browser();
    let fields = [("password", PASSWORD), ("again", PASSWORD)];
    browser.post(&link, &fields).await;
    assert_ne!(browser.get("/staff").await.status, StatusCode::OK);
    let typed = [
        ("email", "clerk@example.org"),
        ("password", PASSWORD),
        ("next", ""),
    ];
    browser.post("/staff/sign-in", &typed).await;
    assert_ne!(browser.get("/staff").await.status, StatusCode::OK);

    sqlx::query("update staff set disabled_at = now() where demo")
        .execute(&db)
        .await
        .expect("closed");
    let id: i64 = sqlx::query_scalar("select id from staff where demo")
        .fetch_one(&db)
        .await
        .expect("its number");
    root.post(&format!("/staff/settings/accounts/{id}/open"), &[])
        .await;
    let closed: bool = sqlx::query_scalar("select disabled_at is not null from staff where demo")
        .fetch_one(&db)
        .await
        .expect("its state");
    assert!(closed, "it opens with a demonstration alone");
}

#[harness::test]
async fn a_reset_of_the_second_step_takes_the_password_away_too(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let council = site.app.council();
    let printed = recovery::print_link(&db, &council.site, noon(), ANN, true);
    printed.await.expect("an answer").expect("a link");
    let here = IpAddr::from([127, 0, 0, 1]);
    let tried = accounts::sign_in(&db, noon(), ANN, PASSWORD.to_owned(), here);
    assert_eq!(tried.await.expect("an answer"), SignIn::Wrong);
}

#[harness::test]
async fn ones_own_new_password_makes_a_mailed_link_useless(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let council = site.app.council();
    let printed = recovery::print_link(&db, &council.site, noon(), ANN, false);
    let printed = printed.await.expect("an answer").expect("a link");
    let new = "lantern trombone heather";
    let fields = [("old", PASSWORD), ("password", new), ("again", new)];
    let changed = desk.post("/staff/security/password", &fields).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let link = format!("/staff/welcome/{}", printed.token);
    let opened = site.another_browser().get(&link).await;
    assert_eq!(opened.status, StatusCode::NOT_FOUND);
}

#[harness::test]
async fn three_wrong_codes_in_a_day_are_told_of_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    accounts::add(&db, noon(), ANN, "Ann Penfold", Role::Moderator)
        .await
        .expect("an account");
    drop(ann_again(&site).await);
    for hour in 0..5 {
        let at = noon() + TimeDelta::hours(hour * 2);
        let late = TestSite::at(db.clone(), at).await;
        let typed = [("email", ANN), ("password", PASSWORD), ("next", "")];
        late.post("/staff/sign-in", &typed).await;
        let wrong = late
            .post("/staff/sign-in/second", &[("code", "000000")])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let told = subjects(&db, ANN).await;
    let wrong = "Wrong codes at the sign-in of your What’s On account";
    assert_eq!(told.iter().filter(|subject| *subject == wrong).count(), 1);
}

/// Opens Ann's account, which has an app.
async fn ann_again(site: &TestSite) -> TestSite {
    give_app(site, ANN).await;
    let id: i64 = sqlx::query_scalar("select id from staff where email = $1")
        .bind(ANN)
        .fetch_one(&site.app.db)
        .await
        .expect("her account");
    let hash = accounts::password::hash(PASSWORD.to_owned())
        .await
        .expect("a hash");
    store::staff::set_password(&site.app.db, id, &hash)
        .await
        .expect("a password");
    site.another_browser()
}

#[harness::test]
async fn thirty_guesses_at_once_are_not_all_looked_at(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let address = IpAddr::from([198, 51, 100, 7]);
    let tries: Vec<_> = (0..30)
        .map(|_| {
            let db = site.app.db.clone();
            tokio::spawn(async move {
                accounts::sign_in(&db, noon(), ANN, "guess".to_owned(), address)
                    .await
                    .expect("an answer")
            })
        })
        .collect();
    let mut looked_at = 0;
    for tried in tries {
        looked_at += usize::from(tried.await.expect("an end") == SignIn::Wrong);
    }
    assert!(looked_at <= 10, "{looked_at}");
}

#[harness::test]
async fn new_links_are_sent_to_an_address_only_so_often_even_at_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    for _ in 0..3 {
        site.submit_coffee_morning().await;
    }
    let email = coffee_morning()[4].1[1].1;
    for _ in 0..10 {
        let asked = site.post("/manage", &[("email", email)]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
    }
    let refused = site.post("/manage", &[("email", "jo@example.org")]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let kinds = "select count(*) from message where kind in ('new_link', 'confirm')";
    let sent: i64 = sqlx::query_scalar(kinds)
        .fetch_one(&db)
        .await
        .expect("a count");
    assert_eq!(sent, 4, "three events, and one asking for links");
}

/// Sends eight megabytes of a body that says it has sixty, and waits until everybody has.
async fn endless(server: SocketAddr, is_file: bool, all: Arc<Barrier>) {
    let (path, kind, start) = if is_file {
        let head = "--b\r\nContent-Disposition: form-data; name=\"x\"; y=\"";
        ("/submit/picture", "multipart/form-data; boundary=b", head)
    } else {
        (
            "/submit/event",
            "application/x-www-form-urlencoded",
            "title=",
        )
    };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {server}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\n\
         Content-Length: 60000000\r\n\r\n{start}"
    );
    let mut stream = TcpStream::connect(server).await.expect("a connection");
    stream.write_all(head.as_bytes()).await.expect("a head");
    let piece = vec![b'a'; 64 * 1024];
    for _ in 0..128 {
        // The server may have hung up, which is as good.
        if stream.write_all(&piece).await.is_err() {
            break;
        }
    }
    all.wait().await;
}

#[harness::test]
async fn bodies_without_an_end_are_not_held(db: PgPool) {
    let smtp = Smtp::start().await;
    let server = Server::start(&db, smtp.url()).await;
    let before = server.most_held();
    let all = Arc::new(Barrier::new(40));
    let sending: Vec<_> = (0..40)
        .map(|n| tokio::spawn(endless(server.address, n % 2 == 0, all.clone())))
        .collect();
    for one in sending {
        one.await.expect("an end");
    }
    let grown = (server.most_held() - before) / (1024 * 1024);
    println!("forty bodies of 8 MB made it grow by {grown} MB");
    assert!(grown < 120, "{grown} MB");
}

#[harness::test]
async fn nobody_fills_the_database_with_questions_for_a_passkey(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let mut last = StatusCode::OK;
    for _ in 0..121 {
        let asked = Request::get("/staff/sign-in/passkey").body(Body::empty());
        last = from(&site, [192, 0, 2, 7], asked.expect("a request")).await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    // An answer to no question is answered with another question.
    let mut answered = Vec::new();
    for _ in 0..121 {
        let sent = Request::post("/staff/sign-in/passkey")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from("next=&answer=x"));
        answered.push(from(&site, [192, 0, 2, 8], sent.expect("a request")).await);
    }
    assert_eq!(answered.pop(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert!(
        answered
            .iter()
            .all(|it| *it == StatusCode::UNPROCESSABLE_ENTITY)
    );
    let (questions, sessions): (i64, i64) = sqlx::query_as(
        "select (select count(*) from passkey_challenge), (select count(*) from staff_session)",
    )
    .fetch_one(&db)
    .await
    .expect("counts");
    assert!(
        questions <= 240 && sessions <= 240,
        "{questions}, {sessions}"
    );
}

/// What a new browser at a network address is answered.
async fn from(site: &TestSite, address: [u8; 4], mut request: Request<Body>) -> StatusCode {
    let peer = SocketAddr::from((address, 40000));
    request.extensions_mut().insert(ConnectInfo(peer));
    site.another_browser().send(request).await.status
}

#[harness::test]
async fn a_sign_in_that_was_under_way_is_worth_nothing_after_a_reset(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let thief = site.another_browser();
    let fields = [("email", ANN), ("password", PASSWORD)];
    let half_way = thief.post("/staff/sign-in", &fields).await;
    assert_eq!(half_way.location(), "/staff/sign-in/second");
    let sessions = "create table under_way as select * from staff_session";
    sqlx::query(sessions).execute(&db).await.expect("a copy");
    recovery::print_link(&db, &site.app.council().site, noon(), ANN, true)
        .await
        .expect("a link")
        .expect("an account");
    // The sign-in had read the old password before, and begins its session only now.
    sqlx::query("insert into staff_session overriding system value select * from under_way")
        .execute(&db)
        .await
        .expect("sessions");
    for (browser, path) in [
        (&thief, "/staff/security/second-factor"),
        (&thief, "/staff/sign-in/second"),
        (&thief, "/staff/security/second-factor/app"),
        (&desk, "/staff"),
        (&desk, "/staff/security"),
    ] {
        let answer = browser.get(path).await;
        let signed_out = answer.status == StatusCode::UNAUTHORIZED
            || answer.location().starts_with("/staff/sign-in");
        assert!(signed_out, "{path}: {}", answer.body);
        assert!(!answer.location().ends_with("second"), "{path}");
    }
}

#[harness::test]
async fn one_address_does_not_fill_the_line_of_sign_ins(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let sign_in = |address: [u8; 4]| {
        let db = db.clone();
        async move {
            let from = IpAddr::from(address);
            accounts::sign_in(&db, noon(), ANN, PASSWORD.to_owned(), from).await
        }
    };
    let mut crowd = tokio::task::JoinSet::new();
    for _ in 0..40 {
        crowd.spawn(sign_in([192, 0, 2, 7]));
    }
    let (crowd, clerk) = tokio::join!(crowd.join_all(), sign_in([192, 0, 2, 8]));
    assert!(matches!(clerk, Ok(SignIn::Welcome(_))), "{clerk:?}");
    // Three at once, as accounts/line.rs tries; how many of forty come while three are there is the machine's to say.
    let busy = crowd.iter().filter(|one| matches!(one, Ok(SignIn::Busy)));
    assert!(busy.count() > 0, "the line of one address has an end");
}

#[harness::test]
async fn nobody_keeps_the_site_busy_with_questions_that_nobody_asks_twice(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let mut last = StatusCode::OK;
    for n in 0..301 {
        let asked = Request::get(format!("/calendar.ics?n={n}")).body(Body::empty());
        last = from(&site, [192, 0, 2, 7], asked.expect("a request")).await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let others = Request::get("/").body(Body::empty()).expect("a request");
    assert_eq!(from(&site, [192, 0, 2, 8], others).await, StatusCode::OK);
}

#[harness::test]
async fn many_networks_of_one_customer_share_a_limit(db: PgPool) {
    use store::limits::{RateLimit, Taken, count};
    let mut came_of = Vec::new();
    for n in 0..81 {
        let address = format!("2001:db8:1:{n:x}::1").parse().expect("an address");
        came_of.push(
            count(&db, RateLimit::Report, address, noon())
                .await
                .expect("a count"),
        );
    }
    assert!(matches!(came_of.pop(), Some(Taken::TooMany { .. })));
    assert!(came_of.iter().all(|it| *it == Taken::Counted));
    let another = "2001:db8:2:1::1".parse().expect("an address");
    assert_eq!(
        count(&db, RateLimit::Report, another, noon())
            .await
            .expect("a count"),
        Taken::Counted
    );
}
