//! The desk's lists: the queue, what is listed, messages and records.

use crate::support::staff::{ann, clerk, decide, list};
use crate::support::{TestSite, coffee_morning, database::everybody_confirms, noon};
use axum::http::StatusCode;
use chrono::{TimeDelta, TimeZone, Utc};
use sqlx::PgPool;

/// Sends in a coffee morning of another title, from another browser.
async fn submit(site: &TestSite, title: &'static str) -> String {
    let browser = site.another_browser();
    let mut steps = coffee_morning();
    steps[0].1[0].1 = title;
    browser.fill_in(&steps).await;
    browser.agree_and_send().await
}

#[harness::test]
async fn the_queue_shows_the_oldest_first_with_its_age_in_working_days(db: PgPool) {
    // Thursday evening in the parish.
    let thursday = TestSite::at(
        db.clone(),
        Utc.with_ymd_and_hms(2026, 11, 19, 20, 0, 0).unwrap(),
    )
    .await;
    let first = submit(&thursday, "First fair").await;
    let sunday = TestSite::new(db.clone()).await;
    let second = submit(&sunday, "Second fair").await;

    let monday = TestSite::at(db, Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap()).await;
    let queue = ann(&monday).await.get("/staff").await;
    assert_eq!(queue.status, StatusCode::OK);
    assert_eq!(queue.header("cache-control"), "no-store");
    let (a, b) = (
        queue.body.find("First fair").unwrap(),
        queue.body.find("Second fair").unwrap(),
    );
    assert!(a < b, "oldest first");
    for part in [
        &first,
        &second,
        "2 working days",
        "1 working day",
        "To decide (2)",
        "first time",
        "Friends of the Hall",
    ] {
        assert!(queue.body.contains(part), "{part} in {}", queue.body);
    }
    assert!(
        queue.body.contains("October 2026"),
        "the policy's review is overdue"
    );
}

#[harness::test]
async fn an_empty_queue_is_a_page_of_its_own(db: PgPool) {
    let site = TestSite::new(db).await;
    let queue = ann(&site).await.get("/staff").await;
    assert_eq!(queue.status, StatusCode::OK);
    assert!(queue.body.contains("To decide (0)"), "{}", queue.body);
}

#[harness::test]
async fn a_long_queue_has_pages(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    // They are all of one sender.
    sqlx::query("update site set open_most = 30")
        .execute(&db)
        .await
        .expect("more than one sender may have");
    let ann = ann(&site).await;
    for _ in 0..21 {
        submit(&site, "One of many").await;
    }
    let first = ann.get("/staff").await;
    let second = ann.get("/staff?page=2").await;
    let cases = |page: &str| page.matches("<td").count();
    assert!(cases(&first.body) > cases(&second.body) && cases(&second.body) > 0);
    for odd in [
        "/staff?page=99",
        "/staff?page=-1",
        "/staff?page=one",
        "/staff?page=0",
        "/staff?other=1",
    ] {
        assert_eq!(ann.get(odd).await.status, StatusCode::OK, "{odd}");
    }
}

#[harness::test]
async fn what_became_of_a_sender_s_other_events_is_told(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let (good, bad) = (
        submit(&site, "Good fair").await,
        submit(&site, "Bad fair").await,
    );
    list(&ann, &good).await;
    decide(
        &ann,
        &bad,
        &["civil"],
        &[("decision", "refuse"), ("step", "send"), ("reply", "none")],
    )
    .await;
    let third = submit(&site, "Third fair").await;
    let queue = ann.get("/staff").await;
    assert!(queue.body.contains("1 listed, 1 refused"), "{}", queue.body);
    let review = ann.get(&format!("/staff/submissions/{third}")).await;
    assert!(
        review.body.contains("1 event listed before, 1 refused"),
        "{}",
        review.body
    );
}

#[harness::test]
async fn the_review_shows_the_event_its_sender_and_the_checklist_with_its_clauses(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let review = ann
        .get(&format!("/staff/submissions/{}", reference.to_lowercase()))
        .await;
    assert_eq!(
        review.status,
        StatusCode::OK,
        "a reference may be typed in small letters"
    );
    for part in [
        "Coffee morning",
        "Saturday 5 December 2026",
        "10am to midday",
        "Alex Example",
        "alex@example.org",
        "Friends of the Hall",
        "Waiting since today",
        "October 2023",
        "Suitable and relevant to residents",
        "5.3",
        "6.11",
        "Coffee morning or lunch",
    ] {
        assert!(review.body.contains(part), "{part} in {}", review.body);
    }
    assert_eq!(
        review.body.matches("<script").count(),
        1,
        "the keys alone: {}",
        review.body
    );
    assert!(
        review
            .header("content-security-policy")
            .contains("script-src 'nonce-")
    );
}

#[harness::test]
async fn listed_events_are_found_by_title_group_and_reference(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let (fair, walk) = (
        submit(&site, "Winter fair").await,
        submit(&site, "Frosty walk 100%").await,
    );
    list(&ann, &fair).await;
    list(&ann, &walk).await;
    for (query, finds) in [
        ("", vec!["Winter fair", "Frosty walk 100%"]),
        ("?q=WINTER", vec!["Winter fair"]),
        ("?q=100%25", vec!["Frosty walk 100%"]),
        ("?q=%25", vec!["Frosty walk 100%"]),
        ("?q=friends+of", vec!["Winter fair", "Frosty walk 100%"]),
        ("?q=nothing", vec![]),
    ] {
        let page = ann.get(&format!("/staff/listed{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        for title in ["Winter fair", "Frosty walk 100%"] {
            assert_eq!(
                page.body.contains(title),
                finds.contains(&title),
                "{query}: {title}"
            );
        }
    }
    let by_reference = ann.get(&format!("/staff/listed?q={walk}")).await;
    assert!(
        by_reference.body.contains("Frosty walk") && !by_reference.body.contains("Winter fair")
    );
    let later = TestSite::at(db, noon() + TimeDelta::days(30)).await;
    let bea = clerk(&later, "bea@example.org", "Bea").await;
    assert!(
        bea.get("/staff/listed").await.body.contains("Winter fair"),
        "what is over stays on the desk"
    );
}

#[harness::test]
async fn records_are_found_by_state_and_words(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let (good, bad) = (
        submit(&site, "Good fair").await,
        submit(&site, "Bad fair").await,
    );
    submit(&site, "Undecided fair").await;
    list(&ann, &good).await;
    decide(
        &ann,
        &bad,
        &["civil"],
        &[("decision", "refuse"), ("step", "send"), ("reply", "none")],
    )
    .await;
    let all = ann.get("/staff/records").await;
    assert!(
        all.body.contains("Good fair")
            && all.body.contains("Bad fair")
            && all.body.contains("Ann Penfold")
    );
    assert!(!all.body.contains("Undecided fair"));
    let refused = ann.get("/staff/records?state=refused").await;
    assert!(refused.body.contains("Bad fair") && !refused.body.contains("Good fair"));
    let found = ann
        .get(&format!("/staff/records?q={}", good.to_lowercase()))
        .await;
    assert!(found.body.contains("Good fair") && !found.body.contains("Bad fair"));
    assert_eq!(
        ann.get("/staff/records?state=nonsense&page=x").await.status,
        StatusCode::OK
    );
}

#[harness::test]
async fn every_message_can_be_read_word_for_word(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    list(&ann, &reference).await;
    let messages = ann.get("/staff/messages").await;
    assert_eq!(messages.status, StatusCode::OK);
    let kept: Vec<(i64, String, String)> = sqlx::query_as(
        "select id, kind, body from message where submission_id is not null order by id",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(
        kept.iter()
            .map(|(_, kind, _)| kind.as_str())
            .collect::<Vec<_>>(),
        ["receipt", "listed"]
    );
    for (id, _, body) in kept {
        assert!(messages.body.contains(&format!("/staff/messages/{id}")));
        let message = ann.get(&format!("/staff/messages/{id}")).await;
        assert_eq!(message.status, StatusCode::OK);
        assert!(message.body.contains("alex@example.org") && message.body.contains(&reference));
        let first_line = body.lines().next().unwrap();
        assert!(message.body.contains(first_line), "{}", message.body);
    }
    assert_eq!(
        ann.get("/staff/messages/999999").await.status,
        StatusCode::NOT_FOUND
    );
}

#[harness::test]
async fn a_search_for_what_no_database_can_hold_finds_nothing_and_breaks_nothing(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = ann(&site).await;
    for address in [
        "/staff/listed?q=a%00b",
        "/staff/records?q=%00&state=%00",
        "/staff/messages?page=%00",
    ] {
        assert_eq!(desk.get(address).await.status, StatusCode::OK, "{address}");
    }
}
