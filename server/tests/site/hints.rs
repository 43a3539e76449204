//! What the words of an event suggest is worked out once, when it is sent, and read by the queue and the
//! review; and again only where the rules or the parish are others.

use std::time::Duration;

use crate::support::staff::{administrator, ann};
use crate::support::{TestSite, coffee_morning};
use axum::http::StatusCode;
use sqlx::PgPool;

/// How many revisions have hints that were made under the rules of now.
async fn kept(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from revision_hint")
        .fetch_one(db)
        .await
        .expect("the hints")
}

/// An event whose words speak of a price, though it is free.
async fn sent(site: &TestSite) -> String {
    let mut steps = coffee_morning();
    steps[0].1[1].1 = "Entry £5.";
    site.fill_in(&steps).await;
    let reference = site.agree_and_send().await;
    for _ in 0..100 {
        if kept(&site.app.db).await == 1 {
            return reference;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the hints of what was sent were never worked out");
}

#[harness::test]
async fn they_are_there_before_anybody_opens_the_desk_and_are_not_worked_out_again(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = sent(&site).await;
    let desk = ann(&site).await;
    // A sentence that no rule says shows where the page has it from.
    sqlx::query(
        r#"update revision_hint set hints = jsonb_set(hints, '{0,words}', '"Kept beside the words."')"#,
    )
    .execute(&db)
    .await
    .expect("another sentence");
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    assert_eq!(review.status, StatusCode::OK);
    assert!(review.body.contains("Kept beside the words."));
    assert!(desk.get("/staff").await.body.contains("Free or not"));

    let root = administrator(&site).await;
    sqlx::query("update site set postcodes = '{TN99}'")
        .execute(&db)
        .await
        .expect("another parish");
    site.app.reload_council().await.expect("the council");
    let again = root.get(&format!("/staff/submissions/{reference}")).await;
    assert!(!again.body.contains("Kept beside the words."));
    assert!(again.body.contains("£5"), "worked out again");
    assert_eq!(kept(&db).await, 1);
}

#[harness::test]
async fn what_was_sent_before_they_were_kept_has_them_when_it_is_read(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = sent(&site).await;
    sqlx::query("delete from revision_hint")
        .execute(&db)
        .await
        .expect("as before");
    let desk = ann(&site).await;
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    assert!(review.body.contains("It is marked as free"));
    assert_eq!(kept(&db).await, 1);
}
