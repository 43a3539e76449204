//! Repeat offenders (6.13): what is counted, who is blocked, and that what is held is not lost.

use crate::support::staff::{administrator, ann, decide, list};
use crate::support::{TestSite, coffee_morning, noon};
use axum::http::StatusCode;
use chrono::TimeDelta;
use sqlx::PgPool;

/// Sends an event in from another browser.
async fn submit(
    site: &TestSite,
    title: &'static str,
    email: &'static str,
    group: &'static str,
) -> String {
    let browser = site.another_browser();
    let mut steps = coffee_morning();
    steps[0].1[0].1 = title;
    steps[4].1[1].1 = email;
    steps[4].1[2].1 = group;
    browser.fill_in(&steps).await;
    browser.agree_and_send().await
}

async fn refuse(desk: &TestSite, reference: &str, unmet: &[&str]) {
    let more = [("decision", "refuse"), ("step", "send"), ("reply", "none")];
    let done = decide(desk, reference, unmet, &more).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

const BLOCK: [(&str, &str); 5] = [
    ("email", "yes"),
    ("reason", "Four advertisements <b>in</b> a month."),
    ("review-day", "1"),
    ("review-month", "12"),
    ("review-year", "2026"),
];

async fn block(
    desk: &TestSite,
    reference: &str,
    fields: &[(&str, &str)],
) -> crate::support::Answer {
    desk.post(
        &format!("/staff/submissions/{reference}/sender/block"),
        fields,
    )
    .await
}

#[harness::test]
async fn a_sender_is_counted_by_confirmed_email_and_by_group(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let confirmed = submit(&site, "Kitchen sale", "Kit@example.org", "Kitchens").await;
    let again = submit(&site, "Half price", "kit@example.org", "kitchens").await;
    let politics = submit(&site, "Vote", "kit@example.org", "Kitchens").await;
    let group_only = submit(&site, "Fair", "other@example.org", "KITCHENS").await;
    let stranger = submit(&site, "Other fair", "stranger@example.org", "Strangers").await;
    sqlx::query("update submission set email_confirmed_at = now() where reference = $1")
        .bind(&confirmed)
        .execute(&db)
        .await
        .unwrap();
    refuse(&ann, &confirmed, &["commercial", "personal"]).await;
    refuse(&ann, &again, &["commercial"]).await;
    refuse(&ann, &politics, &["political"]).await;
    list(&ann, &group_only).await;

    let page = ann.get(&format!("/staff/submissions/{again}/sender")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let figures = |of: &str| {
        let at = page
            .body
            .find(&format!(">{of}</th>"))
            .unwrap_or_else(|| panic!("{of} in {}", page.body));
        let row = &page.body[at..at + page.body[at..].find("</tr>").unwrap()];
        row.split("<td")
            .skip(1)
            .map(|cell| {
                cell.split('>')
                    .nth(1)
                    .unwrap()
                    .split('<')
                    .next()
                    .unwrap()
                    .parse::<i64>()
                    .unwrap()
            })
            .collect::<Vec<_>>()
    };
    // Sent in, listed, refused, of these not tolerated, taken down, spam.
    assert_eq!(figures("This email address, confirmed"), [1, 0, 1, 1, 0, 0]);
    assert_eq!(
        figures("This email address, not confirmed"),
        [2, 0, 2, 1, 0, 0]
    );
    assert_eq!(figures("The group kitchens"), [4, 1, 3, 2, 0, 0]);
    for part in [
        "Kitchen sale",
        "No commercial promotion or spam (6.10, 6.11)",
        "No personal information (6.9)",
        "same email address, confirmed",
        "same group",
        "counts refusals for these standards: Civil, tasteful and relevant; Nothing unlawful",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains(&stranger), "nobody else is shown");
    assert_eq!(
        ann.get("/staff/submissions/WO-2222/sender").await.status,
        StatusCode::NOT_FOUND
    );
    let review = ann.get(&format!("/staff/submissions/{again}")).await;
    assert!(
        review
            .body
            .contains(&format!("/staff/submissions/{again}/sender"))
    );
}

#[harness::test]
async fn what_a_blocked_sender_sends_in_is_held_not_lost_and_goes_back_when_unblocked(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let before = submit(&site, "Before the block", "kit@example.org", "Kitchens").await;
    let blocked = block(&ann, &before, &BLOCK).await;
    assert_eq!(blocked.status, StatusCode::SEE_OTHER, "{}", blocked.body);
    let after = submit(&site, "After the block", "KIT@example.org", "Another name").await;
    submit(&site, "Somebody else", "alex@example.org", "Kitchens").await;

    let queue = ann.get("/staff").await;
    assert!(
        queue.body.contains("To decide (2)") && queue.body.contains("Held (1)"),
        "{}",
        queue.body
    );
    assert!(queue.body.contains("Before the block") && queue.body.contains("Somebody else"));
    assert!(!queue.body.contains("After the block"));
    let held = ann.get("/staff/held").await;
    assert!(held.body.contains("After the block") && !held.body.contains("Before the block"));
    // The sender has the ordinary receipt, and learns nothing of it.
    let receipts: i64 = sqlx::query_scalar("select count(*) from message where kind = 'receipt'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(receipts, 3);
    let receipt = site.get(&format!("/submit/sent/{after}")).await;
    assert!(!receipt.body.to_lowercase().contains("block"));

    let sender = ann.get(&format!("/staff/submissions/{after}/sender")).await;
    assert!(
        sender
            .body
            .contains("Email address blocked: kit@example.org."),
        "{}",
        sender.body
    );
    assert!(sender.body.contains("Four advertisements &lt;b&gt;in"));
    let id: i64 = sqlx::query_scalar("select id from sender_block")
        .fetch_one(&db)
        .await
        .unwrap();
    let unblock = format!("/staff/submissions/{after}/sender/unblock/{id}");
    assert_eq!(ann.get(&unblock).await.status, StatusCode::OK);
    assert!(
        ann.get("/staff").await.body.contains("Held (1)"),
        "opening the page changes nothing"
    );
    assert_eq!(ann.post(&unblock, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        ann.post(&unblock, &[]).await.status,
        StatusCode::NOT_FOUND,
        "it was ended"
    );
    let queue = ann.get("/staff").await;
    assert!(queue.body.contains("To decide (3)") && queue.body.contains("After the block"));
    assert!(!queue.body.contains("Held ("));
}

#[harness::test]
async fn a_held_submission_is_decided_as_any_other(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let before = submit(&site, "Before", "kit@example.org", "Kitchens").await;
    let group = [&[("group", "yes")], &BLOCK[1..]].concat();
    block(&ann, &before, &group).await;
    let after = submit(&site, "After", "new@example.org", "kitchens").await;
    assert!(ann.get("/staff/held").await.body.contains(&after));
    list(&ann, &after).await;
    assert!(site.get("/").await.body.contains("After"));
    assert!(!ann.get("/staff/held").await.body.contains(&after));
}

#[harness::test]
async fn a_block_is_recorded_without_who_it_is(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = submit(
        &site,
        "Kitchens",
        "kit@example.org",
        "Kitchens of the Weald",
    )
    .await;
    let both = [&BLOCK[..], &[("group", "yes")]].concat();
    block(&ann, &reference, &both).await;
    block(&ann, &reference, &both).await;
    let (blocks, in_force): (i64, i64) = sqlx::query_as(
        "select count(*), count(*) filter (where ended_at is null) from sender_block",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(
        (blocks, in_force),
        (4, 2),
        "a second block goes on with the first"
    );
    let log: Vec<String> = sqlx::query_scalar(
        "select action || subject || data::text from audit_entry where action like 'sender%'",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(log.len(), 2);
    for entry in log {
        assert!(
            entry.contains(&reference) && entry.contains("2026-12-01"),
            "{entry}"
        );
        for kept_out in ["kit@", "Weald", "weald", "advertisements"] {
            assert!(!entry.contains(kept_out), "{kept_out} in {entry}");
        }
    }
}

#[harness::test]
async fn a_block_needs_something_to_block_a_reason_and_a_day_to_look_again(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = submit(&site, "Kitchens", "kit@example.org", "Kitchens").await;
    let form = ann
        .get(&format!("/staff/submissions/{reference}/sender/block"))
        .await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(
        !form.body.contains(" checked"),
        "nothing is ticked before staff tick it"
    );
    let wrong = block(
        &ann,
        &reference,
        &[("reason", ""), ("review-day", "40"), ("group", "no")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "Select what to block",
        "Enter the reason for the block",
        "value=\"40\"",
    ] {
        assert!(wrong.body.contains(part), "{part} in {}", wrong.body);
    }
    let odd = block(&ann, &reference, &[("who", "alex@example.org")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    let none: i64 = sqlx::query_scalar("select count(*) from sender_block")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(none, 0);
    let stranger = site.another_browser();
    let asked = block(&stranger, &reference, &BLOCK).await;
    assert_ne!(asked.status, StatusCode::SEE_OTHER, "only staff block");
}

#[harness::test]
async fn the_queue_reminds_of_a_block_whose_review_has_come(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let reference = submit(&site, "Kitchens", "kit@example.org", "Kitchens").await;
    block(&desk, &reference, &BLOCK).await;
    assert!(!desk.get("/staff").await.body.contains("Look again whether"));
    let later = TestSite::at(db.clone(), noon() + TimeDelta::days(9)).await;
    let root = administrator(&later).await;
    let queue = root.get("/staff").await;
    assert!(
        queue.body.contains("Look again whether") && queue.body.contains("kit@example.org"),
        "{}",
        queue.body
    );
    let list = root.get("/staff/settings/blocked").await;
    assert!(
        list.body.contains("Look again now") && list.body.contains("Four advertisements"),
        "{}",
        list.body
    );
}
