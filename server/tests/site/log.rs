//! The log on the desk: its entries in sentences, its filters and its check; and twenty decisions at
//! once.

use std::sync::Arc;

use axum::http::StatusCode;
use chrono::TimeDelta;
use sqlx::PgPool;

use crate::support::{
    TestSite, hidden, noon,
    staff::{ann, answers, clerk, list, post},
};

#[harness::test]
async fn of_twenty_decisions_at_once_one_wins_and_nineteen_are_told_who_and_when(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desks = [
        Arc::new(ann(&site).await),
        Arc::new(clerk(&site, "bea@example.org", "Bea Hart").await),
    ];
    let reference = site.submit_coffee_morning().await;
    let tasks: Vec<_> = (0..20)
        .map(|n: usize| {
            let (desk, reference) = (desks[n % 2].clone(), reference.clone());
            tokio::spawn(async move {
                let note = format!("Typed by number {n}.");
                let more = [("decision", "list"), ("note", note.as_str())];
                let refusal = [
                    ("decision", "refuse"),
                    ("step", "send"),
                    ("reply", "none"),
                    ("note", note.as_str()),
                ];
                let fields = if n.is_multiple_of(3) {
                    answers("1", &["civil"], &refusal)
                } else {
                    answers("1", &[], &more)
                };
                (note.clone(), post(&desk, &reference, &fields).await)
            })
        })
        .collect();
    let (mut won, mut told) = (0, 0);
    for task in tasks {
        let (note, answer) = task.await.unwrap();
        match answer.status {
            StatusCode::SEE_OTHER => won += 1,
            StatusCode::CONFLICT => {
                told += 1;
                assert!(
                    answer.body.contains("Ann Penfold") || answer.body.contains("Bea Hart"),
                    "{}",
                    answer.body
                );
                assert!(
                    answer.body.contains("Sunday 22 November 2026 at midday"),
                    "{}",
                    answer.body
                );
                assert!(answer.body.contains(&note), "nothing typed is lost");
            }
            other => panic!("{other}: {}", answer.body),
        }
    }
    assert_eq!((won, told), (1, 19));
    let decisions: i64 = sqlx::query_scalar("select count(*) from decision")
        .fetch_one(&db)
        .await
        .unwrap();
    let entries: i64 = sqlx::query_scalar(
        "select count(*) from audit_entry where action in ('submission listed', 'submission refused')",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!((decisions, entries), (1, 1));
    assert!(
        store::audit::verify(&mut db.acquire().await.unwrap())
            .await
            .unwrap()
            .is_ok()
    );
}

#[harness::test]
async fn what_was_done_is_told_in_sentences_and_found_by_reference_person_and_day(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let (first, second) = (
        site.submit_coffee_morning().await,
        site.another_browser().submit_coffee_morning().await,
    );
    list(&ann, &first).await;
    let later = TestSite::at(db.clone(), noon() + TimeDelta::days(2)).await;
    let bea = clerk(&later, "bea@example.org", "Bea Hart").await;
    list(&bea, &second).await;

    let log = async |query: &str| bea.get(&format!("/staff/records/log{query}")).await;
    let all = log("").await;
    assert_eq!(all.status, StatusCode::OK);
    let (listed, sent) = (
        format!("Ann Penfold listed {first}"),
        format!("The sender sent in {first}"),
    );
    for sentence in [
        &listed,
        &sent,
        &format!("Bea Hart listed {second}"),
        &"Bea Hart chose a password".to_owned(),
    ] {
        assert!(
            all.body.contains(sentence.as_str()),
            "{sentence} in {}",
            all.body
        );
    }
    let by_reference = log(&format!("?reference={}", first.to_lowercase())).await;
    assert!(by_reference.body.contains(&listed) && !by_reference.body.contains(&second));
    let who: i64 = sqlx::query_scalar("select id from staff where name = 'Ann Penfold'")
        .fetch_one(&db)
        .await
        .unwrap();
    let by_person = log(&format!("?who=staff:{who}")).await;
    assert!(by_person.body.contains(&listed) && !by_person.body.contains(&sent));
    let by_day = log("?from=23/11/2026&to=30+November+2026").await;
    assert!(by_day.body.contains("Bea Hart listed") && !by_day.body.contains(&listed));
    let until = log("?to=22+11+2026").await;
    assert!(until.body.contains(&listed) && !until.body.contains("Bea Hart listed"));

    let wrong = log("?reference=nonsense!&from=yesterday&to=31+2+2026&who=%00%27").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "nonsense!",
        "yesterday",
        "31 2 2026",
        "Enter a reference like WO-7K4P",
        "Enter a date like",
    ] {
        assert!(wrong.body.contains(part), "{part}");
    }
}

#[harness::test]
async fn the_log_is_checked_on_the_desk(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    site.submit_coffee_morning().await;
    let whole = ann.get("/staff/records/log/check").await;
    assert_eq!(whole.status, StatusCode::OK);
    assert!(
        whole.body.contains("All 3 entries are whole and in order."),
        "{}",
        whole.body
    );
    let head = store::audit::verify(&mut db.acquire().await.unwrap())
        .await
        .unwrap()
        .unwrap()
        .hash;
    let head = head.map(|byte| format!("{byte:02X}")).concat();
    let groups = head
        .to_lowercase()
        .as_bytes()
        .chunks(8)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join(" ");
    assert!(whole.body.contains(&groups), "the seal to write down");
    let there = ann
        .get(&format!("/staff/records/log/check?head={head}"))
        .await;
    assert!(
        there.body.contains("The entry of that seal is there."),
        "{}",
        there.body
    );
    let not_there = ann
        .get(&format!("/staff/records/log/check?head={}", "0".repeat(64)))
        .await;
    assert!(not_there.body.contains("No entry has that seal."));
    let odd = ann.get("/staff/records/log/check?head=%3Cscript%3E").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!odd.body.contains("<script>"));

    sqlx::raw_sql(
        "grant update on audit_entry to current_user; alter table audit_entry disable trigger user;
         update audit_entry set subject = 'WO-9' where seq = 2",
    )
    .execute(&db)
    .await
    .unwrap();
    let broken = ann.get("/staff/records/log/check").await;
    assert!(
        broken
            .body
            .contains("Entry 2 was altered after it was written."),
        "{}",
        broken.body
    );
    assert!(
        ann.get("/staff/records")
            .await
            .body
            .contains("/staff/records/log/check")
    );
    assert_eq!(hidden(&broken.body, "head"), "");
}
