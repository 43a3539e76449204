//! The weekly email: asked for, confirmed from the address itself, written once a week to each
//! reader, and stopped by one POST from anywhere.

use std::time::{Duration, Instant};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    clock::{Past, Trusted},
    weekly::Timetable,
};
use server::{
    config::MailConfig,
    jobs::weekly,
    mail::outbox,
    state::{App, Clock},
};
use sqlx::PgPool;

use crate::{
    paper::listed,
    support::{
        TestSite, noon, now_of,
        smtp::{Received, Smtp},
        staff::{administrator, ann},
    },
};

/// 8am on Thursday 26 November 2026, when the first email is due.
fn thursday() -> DateTime<Utc> {
    "2026-11-26T08:00:00Z".parse().expect("an instant")
}

fn at(app: &App, now: DateTime<Utc>) -> App {
    App {
        clock: Clock::Fixed(now),
        ..app.clone()
    }
}

async fn mailing(db: &PgPool) -> (TestSite, Smtp) {
    let smtp = Smtp::start().await;
    let mail = MailConfig {
        smtp_url: Some(smtp.url()),
        ..MailConfig::default()
    };
    (TestSite::with_mail(db.clone(), noon(), mail).await, smtp)
}

async fn ask(site: &TestSite, email: &str) {
    let answer = site.post("/weekly", &[("email", email)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.location(), "/weekly/asked");
}

/// The path of a link in a mail, by how it begins.
fn link(mail: &Received, begins: &str) -> String {
    let text = mail.text();
    let at = text
        .find(begins)
        .unwrap_or_else(|| panic!("no {begins} in {text}"));
    text[at..]
        .split_whitespace()
        .next()
        .expect("a link")
        .to_owned()
}

/// Readers who confirmed, without their mails.
async fn readers(db: &PgPool, count: i64) {
    sqlx::query(
        "insert into subscriber (email, wording, asked_at, confirmed_at)
         select 'reader' || n || '@example.org', 'weekly-1', $2, $2 from generate_series(1, $1) n",
    )
    .bind(count)
    .bind(noon() - TimeDelta::days(1))
    .execute(db)
    .await
    .expect("readers");
}

async fn count(db: &PgPool, what: &'static str) -> i64 {
    sqlx::query_scalar(what)
        .fetch_one(db)
        .await
        .expect("a count")
}

const MAILS: &str = "select count(*) from message where kind = 'weekly'";
const READERS: &str = "select count(*) from subscriber";

#[harness::test]
async fn a_reader_asks_confirms_gets_the_email_and_stops_it(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    listed(&site, "Christmas fair", "5").await;
    while outbox::send_due(&site.app).await.expect("sent") > 0 {}
    let before = smtp.received().len();
    ask(&site, "ann@example.org").await;
    outbox::send_due(&site.app).await.expect("sent");
    let received = smtp.received();
    let mail = &received[before];
    assert_eq!(mail.to, ["ann@example.org"]);
    let confirm = link(mail, "/weekly/confirm/");
    assert_eq!(site.get(&confirm).await.status, StatusCode::OK);
    let unconfirmed = "select count(*) from subscriber where confirmed_at is null";
    assert_eq!(
        count(&db, unconfirmed).await,
        1,
        "opening a link changes nothing"
    );
    for _ in 0..2 {
        let done = site.post(&confirm, &[]).await;
        assert_eq!(done.location(), "/weekly/confirmed");
    }
    assert_eq!(count(&db, unconfirmed).await, 0);

    let thursday = at(&site.app, thursday());
    assert_eq!(
        weekly::by_the_clock(&thursday, now_of(&thursday))
            .await
            .expect("written"),
        1
    );
    outbox::send_due(&thursday).await.expect("sent");
    let received = smtp.received();
    let mail = &received[before + 1];
    assert_eq!(mail.to, ["ann@example.org"]);
    let text = mail.text();
    assert!(text.contains("Saturday 5 December 2026"), "{text}");
    assert!(text.contains("10am to midday: Christmas fair. "), "{text}");
    assert!(text.contains("/events/christmas-fair-"), "{text}");
    assert!(
        text.contains("does not accept any responsibility for the events advertised"),
        "{text}"
    );
    let html = mail
        .parsed()
        .body_html(0)
        .expect("an HTML part")
        .into_owned();
    assert!(
        html.contains("<a href=\"http://127.0.0.1:3000/events/christmas-fair-"),
        "{html}"
    );
    let stop = link(mail, "/weekly/stop/");
    let parsed = mail.parsed();
    let header = parsed
        .header_raw("List-Unsubscribe")
        .expect("the header")
        .trim();
    assert_eq!(header, format!("<http://127.0.0.1:3000{stop}>"));
    let post = parsed
        .header_raw("List-Unsubscribe-Post")
        .expect("the header");
    assert_eq!(post.trim(), "List-Unsubscribe=One-Click");

    let page = site.get(&stop).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(
        count(&db, READERS).await,
        1,
        "opening a link changes nothing"
    );
    for _ in 0..2 {
        let done = site.post(&stop, &[]).await;
        assert_eq!(done.location(), "/weekly/stopped", "again is fine");
    }
    assert_eq!(count(&db, READERS).await, 0);
    let left = "select count(*) from message where recipient = 'ann@example.org'";
    assert_eq!(
        count(&db, left).await,
        0,
        "what was written to them is forgotten"
    );
    let named = "select count(*) from audit_entry where data::text || subject || actor like '%@%'";
    assert_eq!(count(&db, named).await, 0, "the log names no address");
    assert!(
        store::audit::verify(&mut db.acquire().await.unwrap())
            .await
            .expect("the log")
            .is_ok()
    );
}

/// What a mail website posts: from its own pages, without a cookie.
fn one_click(path: &str) -> Request<Body> {
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://mail.example")
        .body(Body::from("List-Unsubscribe=One-Click"))
        .expect("a request")
}

#[harness::test]
async fn the_one_click_of_rfc_8058_is_the_only_post_that_may_come_from_elsewhere(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    readers(&db, 2).await;
    listed(&site, "Christmas fair", "5").await;
    let thursday = at(&site.app, thursday());
    weekly::by_the_clock(&thursday, now_of(&thursday))
        .await
        .expect("written");
    while outbox::send_due(&thursday).await.expect("sent") > 0 {}
    let received = smtp.received();
    let stops: Vec<String> = received
        .iter()
        .filter(|mail| mail.to[0].starts_with("reader"))
        .map(|mail| link(mail, "/weekly/stop/"))
        .collect();
    assert_eq!(stops.len(), 2);
    let stopped = site.another_browser().send(one_click(&stops[0])).await;
    assert_eq!(
        stopped.status,
        StatusCode::OK,
        "no redirect: {}",
        stopped.body
    );
    assert_eq!(stopped.header("set-cookie"), "");
    assert_eq!(count(&db, READERS).await, 1);
    assert_eq!(
        site.send(one_click(&stops[0])).await.status,
        StatusCode::OK,
        "again is fine"
    );
    // A mail program sends neither header, and may send the form in parts.
    let bare = Request::post(&stops[1])
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(Body::from(
            "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n",
        ))
        .expect("a request");
    assert_eq!(site.send(bare).await.status, StatusCode::OK);
    assert_eq!(count(&db, READERS).await, 0);

    let token = "a".repeat(48);
    for elsewhere in [
        "/weekly".to_owned(),
        format!("/weekly/confirm/{token}"),
        "/weekly/stop/short".to_owned(),
        format!("/weekly/stop/{token}/more"),
        format!("/manage/{token}/withdraw"),
        "/staff/settings/weekly/take-out".to_owned(),
    ] {
        let refused = site.send(one_click(&elsewhere)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{elsewhere}");
    }
}

#[harness::test]
async fn an_address_that_is_known_is_answered_as_a_new_one(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    readers(&db, 1).await;
    let new = site.post("/weekly", &[("email", "new@example.org")]).await;
    let known = site
        .post("/weekly", &[("email", "Reader1@example.org")])
        .await;
    assert_eq!(
        (new.status, new.location(), &new.body),
        (known.status, known.location(), &known.body)
    );
    while outbox::send_due(&site.app).await.expect("sent") > 0 {}
    let received = smtp.received();
    assert_eq!(received.len(), 2, "each is sent one");
    assert!(received[1].text().contains("You get it already"));
    assert_eq!(
        received[0].parsed().subject(),
        received[1].parsed().subject()
    );
    let odd = site.post("/weekly", &[("email", "<script>@")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        odd.body.contains("value=\"&lt;script&gt;@\""),
        "the answer is kept"
    );
    let more = site
        .post("/weekly", &[("email", "a@example.org"), ("role", "x")])
        .await;
    assert_eq!(more.status, StatusCode::BAD_REQUEST);
}

#[harness::test]
async fn nobody_can_fill_a_letterbox_or_the_list(db: PgPool) {
    let (site, _smtp) = mailing(&db).await;
    for _ in 0..10 {
        ask(&site, "ann@example.org").await;
    }
    let written = "select count(*) from message where kind = 'weekly_confirm'";
    assert_eq!(count(&db, written).await, 4);
    let more = site.post("/weekly", &[("email", "bea@example.org")]).await;
    assert_eq!(more.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(count(&db, READERS).await, 1);
}

#[harness::test]
async fn who_does_not_confirm_is_forgotten_after_seven_days(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    ask(&site, "ann@example.org").await;
    outbox::send_due(&site.app).await.expect("sent");
    readers(&db, 1).await;
    let week = TimeDelta::days(7);
    store::weekly::forget_old(&db, Past::by_hand(noon() + week))
        .await
        .expect("forgotten");
    assert_eq!(count(&db, READERS).await, 2, "not before");
    let late = TestSite::at(db.clone(), noon() + week).await;
    let confirm = link(&smtp.received()[0], "/weekly/confirm/");
    assert_eq!(late.post(&confirm, &[]).await.status, StatusCode::NOT_FOUND);
    store::weekly::forget_old(&db, Past::by_hand(noon() + week + TimeDelta::seconds(1)))
        .await
        .expect("forgotten");
    assert_eq!(count(&db, READERS).await, 1, "the confirmed one stays");
    assert_eq!(count(&db, "select count(*) from message").await, 0);
}

#[harness::test]
async fn each_reader_gets_one_email_a_week_whatever_happens_in_between(db: PgPool) {
    let (site, _smtp) = mailing(&db).await;
    listed(&site, "Christmas fair", "5").await;
    readers(&db, 1200).await;
    let early = at(&site.app, thursday() - TimeDelta::seconds(1));
    assert_eq!(
        weekly::by_the_clock(&early, now_of(&early))
            .await
            .expect("nothing"),
        0,
        "not before its hour"
    );
    // A server that is killed after its first batch.
    let now = at(&site.app, thursday());
    let (first, second) = tokio::join!(
        tokio::time::timeout(
            Duration::from_millis(400),
            weekly::by_the_clock(&now, now_of(&now))
        ),
        weekly::by_the_clock(&now, now_of(&now)),
    );
    drop(first);
    second.expect("written");
    weekly::by_the_clock(&now, now_of(&now))
        .await
        .expect("written");
    assert_eq!(count(&db, MAILS).await, 1200);
    let each = "select count(distinct subscriber_id) from message where kind = 'weekly'";
    assert_eq!(count(&db, each).await, 1200);
    // Another day in the same week is the same week.
    let root = administrator(&site).await;
    let set = root
        .post("/staff/settings/weekly", &[("day", "5"), ("hour", "9am")])
        .await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    let friday = at(&site.app, thursday() + TimeDelta::hours(26));
    assert_eq!(
        weekly::by_the_clock(&friday, now_of(&friday))
            .await
            .expect("nothing"),
        0
    );
    assert_eq!(
        store::weekly::timetable(&db).await.expect("it"),
        Timetable { day: 5, hour: 9 }
    );
    let next = at(
        &site.app,
        thursday() + TimeDelta::days(8) + TimeDelta::hours(2),
    );
    assert_eq!(
        weekly::by_the_clock(&next, now_of(&next))
            .await
            .expect("written"),
        1200
    );
}

#[harness::test]
async fn with_nothing_on_nobody_is_written_to_and_a_day_late_is_too_late(db: PgPool) {
    let (site, _smtp) = mailing(&db).await;
    readers(&db, 3).await;
    let now = at(&site.app, thursday());
    assert_eq!(
        weekly::by_the_clock(&now, now_of(&now))
            .await
            .expect("nothing"),
        0
    );
    listed(&site, "Christmas fair", "5").await;
    assert_eq!(
        weekly::by_the_clock(&now, now_of(&now))
            .await
            .expect("nothing"),
        0,
        "it was written with nothing in it"
    );
    let late = at(
        &site.app,
        thursday() + TimeDelta::days(8) + TimeDelta::seconds(1),
    );
    assert_eq!(
        weekly::by_the_clock(&late, now_of(&late))
            .await
            .expect("nothing"),
        0
    );
    let offline = TestSite::at(db.clone(), thursday() + TimeDelta::days(7)).await;
    assert_eq!(
        weekly::by_the_clock(&offline.app, now_of(&offline.app))
            .await
            .expect("nothing"),
        0,
        "without mail none is written"
    );
    let page = offline.get("/weekly").await;
    assert!(page.body.contains("not offered") && !page.body.contains("name=\"email\""));
    let post = offline
        .post("/weekly", &[("email", "ann@example.org")])
        .await;
    assert_eq!(post.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&db, READERS).await, 3);
}

#[harness::test]
async fn a_letter_about_a_decision_goes_before_five_thousand_weekly_emails(db: PgPool) {
    let (site, _smtp) = mailing(&db).await;
    listed(&site, "Christmas fair", "5").await;
    while outbox::send_due(&site.app).await.expect("sent") > 0 {}
    readers(&db, 5000).await;
    let began = Instant::now();
    let now = at(&site.app, thursday());
    assert_eq!(
        weekly::by_the_clock(&now, now_of(&now))
            .await
            .expect("written"),
        5000
    );
    let writing = began.elapsed();
    let later = TestSite::with_mail(
        db.clone(),
        thursday() + TimeDelta::hours(1),
        MailConfig::default(),
    )
    .await;
    later.submit_coffee_morning().await;
    let began = Instant::now();
    let first = store::outbox::claim(
        &db,
        store::outbox::Reach::All,
        thursday() + TimeDelta::hours(1),
    )
    .await
    .expect("one");
    let claiming = began.elapsed();
    assert_eq!(
        first.expect("one").kind,
        "confirm",
        "though it was written last"
    );
    let mut next = Vec::new();
    for _ in 0..2 {
        let claimed = store::outbox::claim(
            &db,
            store::outbox::Reach::All,
            thursday() + TimeDelta::hours(1),
        )
        .await;
        next.push(claimed.expect("the database").expect("one").kind);
    }
    assert_eq!(next, ["notice", "weekly"]);
    println!("5,000 written in {writing:?}; a letter among them taken up in {claiming:?}");
}

#[harness::test]
async fn what_a_title_holds_stays_words_in_the_email(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    readers(&db, 1).await;
    let title = "<b>Fair</b> {{confirm link}} & Bcc: x@example.org";
    listed(&site, title, "5").await;
    let now = at(&site.app, thursday());
    weekly::by_the_clock(&now, now_of(&now))
        .await
        .expect("written");
    while outbox::send_due(&now).await.expect("sent") > 0 {}
    let received = smtp.received();
    let mail = received
        .iter()
        .find(|mail| mail.to == ["reader1@example.org"])
        .expect("the mail");
    assert_eq!(mail.count("Bcc"), 0);
    let html = mail.parsed().body_html(0).expect("HTML").into_owned();
    assert!(
        html.contains("&lt;b&gt;Fair&lt;/b&gt;") && !html.contains("<b>"),
        "{html}"
    );
    assert!(
        mail.text().contains("<b>Fair</b> {{confirm link}} & Bcc"),
        "{}",
        mail.text()
    );
    assert!(
        !mail.text().contains("/weekly/confirm/"),
        "a title makes no link"
    );
}

#[harness::test]
async fn staff_see_how_many_there_are_and_an_administrator_takes_an_address_out(db: PgPool) {
    let (site, _smtp) = mailing(&db).await;
    readers(&db, 2).await;
    let address = "/staff/settings/weekly";
    let moderator = ann(&site).await;
    assert_eq!(moderator.get(address).await.status, StatusCode::FORBIDDEN);
    let take_out = format!("{address}/take-out");
    let refused = moderator
        .post(&take_out, &[("email", "reader1@example.org")])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let root = administrator(&site).await;
    let page = root.get(address).await;
    assert!(
        page.body.contains("<strong>2</strong> <span>get it</span>"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("reader1@"), "addresses are not shown");
    let unknown = root
        .post(&take_out, &[("email", "nobody@example.org")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("value=\"nobody@example.org\""));
    let gone = root
        .post(&take_out, &[("email", "READER1@example.org")])
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(count(&db, READERS).await, 1);
    let named = "select count(*) from audit_entry where data::text like '%reader1%' or subject like '%reader1%'";
    assert_eq!(count(&db, named).await, 0);
    let odd = root.post(address, &[("day", "9"), ("hour", "soon")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.body.contains("value=\"soon\""));
    let log = root.get("/staff/records/log").await;
    assert!(log.body.contains("removed a reader of the weekly email"));
}

#[harness::test]
async fn the_desk_s_messages_are_not_buried_under_weekly_emails(db: PgPool) {
    let (site, _smtp) = mailing(&db).await;
    readers(&db, 30).await;
    listed(&site, "Christmas fair", "5").await;
    weekly::by_the_clock(&at(&site.app, thursday()), Trusted::by_hand(thursday()))
        .await
        .expect("written");
    let desk = ann(&site).await;
    for address in [
        "/staff/messages",
        "/staff/messages?show=to-staff",
        "/staff/messages?show=waiting",
    ] {
        let page = desk.get(address).await;
        assert!(!page.body.contains("reader1@example.org"), "{address}");
    }
    let id = count(&db, "select min(id) from message where kind = 'weekly'").await;
    let one = desk.get(&format!("/staff/messages/{id}")).await;
    assert_eq!(one.status, StatusCode::NOT_FOUND);
    let again = desk.post(&format!("/staff/messages/{id}/again"), &[]).await;
    assert_ne!(again.status, StatusCode::OK);
    assert_eq!(count(&db, MAILS).await, 30);
}
