//! What staff hear of by mail.

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use domain::{clock::Trusted, event::EventStatus};
use server::{
    letters::notices::{About, Event},
    state::{App, Clock},
};
use sqlx::PgPool;

use crate::support::{
    TestSite, coffee_morning, noon, now_of,
    staff::{ann, clerk, list},
};

/// The notices to somebody, oldest first: kind, subject and words.
async fn to(db: &PgPool, recipient: &str) -> Vec<(String, String, String)> {
    sqlx::query_as(
        "select kind, subject, body from message where recipient = $1 and staff_id is not null order by id",
    )
    .bind(recipient)
    .fetch_all(db)
    .await
    .unwrap()
}

async fn choose(desk: &TestSite, new: &str, edit: &str, waiting: &str) {
    let fields = [
        ("new", new),
        ("edit", edit),
        ("waiting", waiting),
        ("report", "off"),
    ];
    let done = desk.post("/staff/settings/notices", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

fn at(app: &App, now: DateTime<Utc>) -> App {
    App {
        clock: Clock::Fixed(now),
        ..app.clone()
    }
}

#[harness::test]
async fn a_new_event_is_told_at_once_without_its_sender_s_details(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let bea = clerk(&site, "bea@example.org", "Bea").await;
    choose(&bea, "off", "off", "off").await;
    let reference = site.submit_coffee_morning().await;
    let told = to(&db, "ann@example.org").await;
    assert_eq!(told.len(), 1);
    let (kind, subject, body) = &told[0];
    assert_eq!(kind, "notice");
    assert_eq!(
        *subject,
        format!("New event to decide: Coffee morning ({reference})")
    );
    for part in [
        format!("http://127.0.0.1:3000/staff/submissions/{reference}"),
        "http://127.0.0.1:3000/staff/settings/notices".to_owned(),
    ] {
        assert!(body.contains(&part), "{part} in {body}");
    }
    for private in [
        "Alex",
        "alex@example.org",
        "Friends of the Hall",
        "Coffee, cake",
    ] {
        assert!(!body.contains(private), "{private} in {body}");
    }
    assert!(to(&db, "bea@example.org").await.is_empty());
    let list = ann.get("/staff/messages?show=to-staff").await.body;
    assert!(list.contains("Notice to staff") && list.contains("ann@example.org"));
    assert!(
        !ann.get(&format!("/staff/submissions/{reference}"))
            .await
            .body
            .contains("New event to decide"),
        "a notice is no part of the case"
    );
}

#[harness::test]
async fn each_person_chooses_and_an_answer_that_is_missing_is_asked_for(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let page = ann.get("/staff/settings/notices").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("ann@example.org") && page.body.contains("3 working days"));
    assert_eq!(page.body.matches(" checked").count(), 4);
    let wrong = [("new", "daily"), ("edit", "hourly")];
    let answer = ann.post("/staff/settings/notices", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        answer
            .body
            .matches("Choose how you hear of changes by senders")
            .count(),
        2
    );
    assert_eq!(
        answer
            .body
            .matches("Choose how you hear of events that wait too long")
            .count(),
        2
    );
    assert!(
        answer.body.contains(r#"value="daily" checked"#),
        "{}",
        answer.body
    );
    choose(&ann, "daily", "off", "at_once").await;
    assert!(
        ann.get("/staff/settings/notices")
            .await
            .body
            .contains("Your choices are saved.")
    );
    let kept: (String, String, String) =
        sqlx::query_as("select notice_new, notice_edit, notice_waiting from staff")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(
        (kept.0.as_str(), kept.1.as_str(), kept.2.as_str()),
        ("daily", "off", "at_once")
    );
    let audited: i64 =
        sqlx::query_scalar("select count(*) from audit_entry where action = 'notices chosen'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(audited, 1);
}

#[harness::test]
async fn what_a_sender_does_to_a_listed_event_is_told_in_the_same_transaction(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    choose(&ann, "off", "at_once", "off").await;
    let reference = site.submit_coffee_morning().await;
    list(&ann, &reference).await;
    let submission: i64 = sqlx::query_scalar("select id from submission")
        .fetch_one(&db)
        .await
        .unwrap();
    let about = About {
        submission,
        reference: &reference,
        title: "Coffee morning",
    };
    let council = site.app.council();
    for (event, words) in [
        (
            Event::Edited(about),
            "Changed by its sender, to be read: Coffee morning",
        ),
        (
            Event::Status(about, EventStatus::Cancelled),
            "Cancelled, its sender says: Coffee morning",
        ),
        (
            Event::Withdrawn(about),
            "Withdrawn by its sender: Coffee morning",
        ),
    ] {
        for keep in [false, true] {
            let before = to(&db, "ann@example.org").await.len();
            let mut tx = db.begin().await.unwrap();
            server::commands::tell_staff::tell(&mut tx, &council.site, &event, noon())
                .await
                .unwrap();
            if keep {
                tx.commit().await.unwrap();
            } else {
                tx.rollback().await.unwrap();
            }
            let told = to(&db, "ann@example.org").await;
            assert_eq!(told.len(), before + usize::from(keep));
            if keep {
                assert!(told.last().unwrap().1.starts_with(words), "{told:?}");
            }
        }
    }
}

#[harness::test]
async fn a_day_s_news_is_one_mail_the_next_morning_however_many_copies_run(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    choose(&ann, "daily", "daily", "off").await;
    let mut references = Vec::new();
    for title in ["First fair", "Second fair"] {
        let browser = site.another_browser();
        let mut steps = coffee_morning();
        steps[0].1[0].1 = title;
        browser.fill_in(&steps).await;
        references.push(browser.agree_and_send().await);
    }
    server::jobs::notices::by_the_clock(&site.app, now_of(&site.app))
        .await
        .unwrap();
    assert!(
        to(&db, "ann@example.org").await.is_empty(),
        "not before the morning"
    );
    let early = Utc.with_ymd_and_hms(2026, 11, 23, 7, 59, 0).unwrap();
    server::jobs::notices::by_the_clock(&at(&site.app, early), Trusted::by_hand(early))
        .await
        .unwrap();
    assert!(to(&db, "ann@example.org").await.is_empty());

    let morning = at(
        &site.app,
        Utc.with_ymd_and_hms(2026, 11, 23, 8, 0, 0).unwrap(),
    );
    let copies = (0..8).map(|_| {
        let app = morning.clone();
        tokio::spawn(async move {
            server::jobs::notices::by_the_clock(&app, now_of(&app))
                .await
                .unwrap();
        })
    });
    for copy in copies.collect::<Vec<_>>() {
        copy.await.unwrap();
    }
    let told = to(&db, "ann@example.org").await;
    assert_eq!(told.len(), 1, "{told:?}");
    let (kind, subject, body) = &told[0];
    assert_eq!(kind, "daily_notices");
    assert_eq!(subject, "What’s On this morning: 2 things to look at");
    for reference in &references {
        assert!(
            body.contains(&format!("/staff/submissions/{reference}")),
            "{body}"
        );
    }
    assert!(!body.contains("Alex") && !body.contains("alex@example.org"));
    let later = at(
        &site.app,
        Utc.with_ymd_and_hms(2026, 11, 25, 9, 0, 0).unwrap(),
    );
    server::jobs::notices::by_the_clock(&later, now_of(&later))
        .await
        .unwrap();
    assert_eq!(
        to(&db, "ann@example.org").await.len(),
        1,
        "no news, no mail"
    );
}

#[harness::test]
async fn an_event_that_waits_too_long_is_told_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let bea = clerk(&site, "bea@example.org", "Bea").await;
    choose(&ann, "off", "off", "at_once").await;
    choose(&bea, "off", "off", "daily").await;
    // Sunday: the fourth working day after it is Thursday.
    let reference = site.submit_coffee_morning().await;
    for (day, hour, ann_s, bea_s) in [
        (25, 12, 0, 0),
        (26, 0, 0, 0),
        (26, 7, 0, 0),
        (26, 8, 1, 1),
        (26, 9, 1, 1),
        (27, 9, 1, 1),
        (30, 9, 1, 1),
    ] {
        let now = Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).unwrap();
        server::jobs::notices::by_the_clock(&at(&site.app, now), Trusted::by_hand(now))
            .await
            .unwrap();
        let told = (
            to(&db, "ann@example.org").await.len(),
            to(&db, "bea@example.org").await.len(),
        );
        assert_eq!(told, (ann_s, bea_s), "{now}");
    }
    let subject = format!("Waiting for 4 working days: Coffee morning ({reference})");
    assert_eq!(to(&db, "ann@example.org").await[0].1, subject);
    let (kind, _, body) = &to(&db, "bea@example.org").await[0];
    assert_eq!(kind, "daily_notices");
    assert!(body.contains(&subject), "{body}");

    list(&ann, &reference).await;
    let second = site.another_browser().submit_coffee_morning().await;
    list(&ann, &second).await;
    server::jobs::notices::by_the_clock(
        &at(&site.app, noon() + TimeDelta::days(60)),
        Trusted::by_hand(noon() + TimeDelta::days(60)),
    )
    .await
    .unwrap();
    assert_eq!(
        to(&db, "ann@example.org").await.len(),
        1,
        "what is decided waits no more"
    );
}

#[harness::test]
async fn who_no_longer_works_here_hears_nothing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    choose(&ann, "daily", "off", "off").await;
    site.submit_coffee_morning().await;
    sqlx::query("update staff set disabled_at = now()")
        .execute(&db)
        .await
        .unwrap();
    site.another_browser().submit_coffee_morning().await;
    server::jobs::notices::by_the_clock(
        &at(&site.app, noon() + TimeDelta::days(1)),
        Trusted::by_hand(noon() + TimeDelta::days(1)),
    )
    .await
    .unwrap();
    assert!(to(&db, "ann@example.org").await.is_empty());
}
