//! The audit log: it only grows, and every edit shows.

use serde_json::json;
use server::cli;
use sqlx::PgPool;

use crate::support::{TestSite, noon, staff};

async fn append(db: &PgPool, subject: &str) {
    let mut transaction = db.begin().await.unwrap();
    let data = json!({ "to": "listed", "unmet": ["civil"], "from": "waiting", "decision": 7, "ground": null });
    store::audit::append(
        &mut transaction,
        noon(),
        "staff:1",
        "submission listed",
        subject,
        data,
    )
    .await
    .unwrap();
    transaction.commit().await.unwrap();
}

async fn entries(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from audit_entry")
        .fetch_one(db)
        .await
        .unwrap()
}

#[harness::test]
async fn an_empty_log_and_a_long_one_are_whole(db: PgPool) {
    assert!(cli::audit::verify(&db).await.unwrap().contains("0 entries"));
    for n in 0..30 {
        append(&db, &format!("WO-{n}")).await;
    }
    let said = cli::audit::verify(&db).await.unwrap();
    assert!(said.contains("30 entries"), "{said}");
}

#[harness::test]
async fn entries_written_at_once_follow_one_another(db: PgPool) {
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move { append(&db, &format!("WO-{n}")).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let said = cli::audit::verify(&db).await.unwrap();
    assert!(said.contains("20 entries"), "{said}");
}

#[harness::test]
async fn an_entry_whose_transaction_fails_leaves_no_gap(db: PgPool) {
    append(&db, "WO-1").await;
    let mut transaction = db.begin().await.unwrap();
    store::audit::append(
        &mut transaction,
        noon(),
        "sender",
        "submission received",
        "WO-2",
        json!({}),
    )
    .await
    .unwrap();
    transaction.rollback().await.unwrap();
    append(&db, "WO-3").await;
    assert!(cli::audit::verify(&db).await.unwrap().contains("2 entries"));
}

#[harness::test]
async fn the_database_refuses_to_change_or_remove_an_entry(db: PgPool) {
    append(&db, "WO-1").await;
    // The rights of the role that owns the log, and runs the site, refuse it first.
    refuses(&db, "permission denied for table audit_entry").await;
    // Whoever gives the rights back meets the guard.
    give_rights_back(&db).await;
    refuses(&db, "can only grow").await;
    assert_eq!(entries(&db).await, 1);
}

/// Every way to change the log is refused, in these words.
async fn refuses(db: &PgPool, words: &str) {
    for statement in [
        "update audit_entry set actor = 'nobody'",
        "update audit_entry set actor = actor where false",
        "delete from audit_entry",
        "truncate audit_entry",
    ] {
        let done = sqlx::query(statement).execute(db).await;
        // A guard by the row has nothing to refuse where there is no row.
        if statement.ends_with("false") && words.contains("grow") {
            continue;
        }
        let error = done.unwrap_err().to_string();
        assert!(error.contains(words), "{statement}: {error}");
    }
}

/// What only somebody with the run of the database does.
async fn give_rights_back(db: &PgPool) {
    sqlx::query("grant update, delete, truncate on audit_entry to current_user")
        .execute(db)
        .await
        .unwrap();
}

#[harness::test]
async fn whatever_is_tampered_with_shows(db: PgPool) {
    for n in 1..=6 {
        append(&db, &format!("WO-{n}")).await;
    }
    // Somebody with the run of the database, who switches its guard off.
    give_rights_back(&db).await;
    sqlx::query("alter table audit_entry disable trigger user")
        .execute(&db)
        .await
        .unwrap();
    for (tampering, broken) in [
        (
            "update audit_entry set actor = 'staff:2' where seq = 3",
            "entry 3",
        ),
        (
            "update audit_entry set at = at + interval '1 microsecond' where seq = 4",
            "entry 4",
        ),
        (
            "update audit_entry set data = data || '{\"to\": \"refused\"}' where seq = 2",
            "entry 2",
        ),
        (
            "update audit_entry set hash = decode(repeat('00', 32), 'hex') where seq = 6",
            "entry 6",
        ),
        ("delete from audit_entry where seq = 4", "entry 5"),
        ("delete from audit_entry where seq = 1", "entry 2"),
        (
            "update audit_entry set seq = case seq when 2 then 103 else 102 end where seq in (2, 3);",
            "entry 4",
        ),
        ("delete from audit_entry where seq in (2, 4)", "entry 3"),
        ("delete from audit_entry where seq in (3, 4)", "entry 5"),
        (
            "update audit_entry set (actor, action, subject, data, at) =
                 (select actor, action, subject, data, at from audit_entry other where other.seq = 7 - audit_entry.seq)
             where seq in (2, 5)",
            "entry 2",
        ),
    ] {
        let mut transaction = db.begin().await.unwrap();
        sqlx::query(tampering)
            .execute(&mut *transaction)
            .await
            .unwrap();
        let found = store::audit::verify(&mut transaction).await.unwrap();
        let error = found.expect_err(tampering).to_string();
        assert!(error.contains(broken), "{tampering}: {error}");
        transaction.rollback().await.unwrap();
    }
    sqlx::query("update audit_entry set subject = 'WO-9' where seq = 5")
        .execute(&db)
        .await
        .unwrap();
    let failure = cli::audit::verify(&db)
        .await
        .expect_err("it is broken")
        .to_string();
    assert!(
        failure.contains("broken") && failure.contains("entry 5"),
        "{failure}"
    );
}

#[harness::test]
async fn every_row_is_guarded_against_every_edit(db: PgPool) {
    for n in 1..=5 {
        append(&db, &format!("WO-{n}")).await;
    }
    give_rights_back(&db).await;
    sqlx::query("alter table audit_entry disable trigger user")
        .execute(&db)
        .await
        .unwrap();
    let edits = [
        "actor = actor || ' '",
        "action = 'submission refused'",
        "subject = 'WO-9'",
        "data = '{}'",
        "at = at - interval '1 microsecond'",
        "prev = hash",
        "hash = decode(repeat('ab', 32), 'hex')",
        "seq = seq + 100",
    ];
    for seq in 1..=5 {
        for edit in edits {
            let mut transaction = db.begin().await.unwrap();
            let statement = format!("update audit_entry set {edit} where seq = {seq}");
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .execute(&mut *transaction)
                .await
                .unwrap();
            let found = store::audit::verify(&mut transaction).await.unwrap();
            assert!(found.is_err(), "entry {seq}: {edit}");
            transaction.rollback().await.unwrap();
        }
    }
}

#[harness::test]
async fn any_row_or_two_that_are_removed_or_change_places_show(db: PgPool) {
    const ROWS: i64 = 7;
    for n in 1..=ROWS {
        append(&db, &format!("WO-{n}")).await;
    }
    give_rights_back(&db).await;
    sqlx::query("alter table audit_entry disable trigger user")
        .execute(&db)
        .await
        .unwrap();
    let mut tamperings = Vec::new();
    for one in 1..=ROWS {
        for other in one..=ROWS {
            // The last rows leave a whole chain behind: only its seal, written down, tells.
            if (one, other) != (ROWS, ROWS) && (one, other) != (ROWS - 1, ROWS) {
                tamperings.push(format!(
                    "delete from audit_entry where seq in ({one}, {other})"
                ));
            }
            if one == other {
                continue;
            }
            let swap = format!("case seq when {one} then {other} else {one} end");
            // Their places, with all that is in them.
            tamperings.push(format!(
                "update audit_entry set seq = seq + 100 where seq in ({one}, {other});
                 update audit_entry set seq = case seq - 100 when {one} then {other} else {one} end where seq > 100"
            ));
            // What they tell, while the chain is left as it was.
            tamperings.push(format!(
                "update audit_entry set (at, actor, action, subject, data) =
                     (select at, actor, action, subject, data from audit_entry other where other.seq = {swap})
                 where seq in ({one}, {other})"
            ).replace("case seq", "case audit_entry.seq"));
        }
    }
    assert_eq!(tamperings.len(), 26 + 21 + 21);
    for tampering in tamperings {
        let mut transaction = db.begin().await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(tampering.clone()))
            .execute(&mut *transaction)
            .await
            .unwrap();
        let found = store::audit::verify(&mut transaction).await.unwrap();
        assert!(found.is_err(), "{tampering}");
        transaction.rollback().await.unwrap();
    }
}

#[harness::test]
async fn an_end_that_was_cut_off_shows_only_beside_a_head_that_was_written_down(db: PgPool) {
    for n in 1..=5 {
        append(&db, &format!("WO-{n}")).await;
    }
    let head = store::audit::verify(&mut db.acquire().await.unwrap())
        .await
        .unwrap()
        .unwrap();
    let head = head.hash.map(|byte| format!("{byte:02x}")).concat();
    assert!(
        cli::audit::holds(&db, &head)
            .await
            .unwrap()
            .contains("still there")
    );
    give_rights_back(&db).await;
    sqlx::query("alter table audit_entry disable trigger user")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query("delete from audit_entry where seq > 3")
        .execute(&db)
        .await
        .unwrap();
    let said = cli::audit::verify(&db).await.unwrap();
    assert!(
        said.contains("3 entries"),
        "the chain alone cannot tell: {said}"
    );
    let failure = cli::audit::holds(&db, &head).await.unwrap_err().to_string();
    assert!(failure.contains("cut off"), "{failure}");
    assert!(cli::audit::holds(&db, "not a head").await.is_err());
}

#[harness::test]
async fn a_submission_s_whole_life_is_in_the_log_without_its_sender_s_details(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = staff::ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let words = [
        ("decision", "refuse"),
        ("step", "send"),
        ("reply", "brief"),
        ("message", "Alex, ring us"),
        ("note", "Alex again"),
    ];
    let refused = staff::decide(&ann, &reference, &["civil"], &words).await;
    assert_eq!(refused.status, 303, "{}", refused.body);
    let log: Vec<String> = sqlx::query_scalar("select action || ' ' || subject || ' ' || actor || ' ' || data::text from audit_entry order by seq")
        .fetch_all(&db)
        .await
        .unwrap();
    let log = log.join("\n");
    for told in [
        "submission received",
        "submission refused",
        "staff account added",
        "password set",
        &reference,
        "civil",
    ] {
        assert!(log.contains(told), "{told} in {log}");
    }
    for kept_out in ["alex", "Alex", "example.org", "ring us"] {
        assert!(!log.contains(kept_out), "{kept_out} in {log}");
    }
    assert!(
        store::audit::verify(&mut db.acquire().await.unwrap())
            .await
            .unwrap()
            .is_ok()
    );
}

#[harness::test]
async fn the_head_that_is_noted_each_day_is_the_one_that_verify_finds(db: PgPool) {
    assert_eq!(store::audit::head(&db).await.expect("a head"), None);
    TestSite::new(db.clone())
        .await
        .submit_coffee_morning()
        .await;
    let found = store::audit::verify(&mut db.acquire().await.unwrap())
        .await
        .expect("an answer");
    let found = found.expect("a chain that holds");
    let noted = store::audit::head(&db).await.expect("a head");
    assert_eq!(noted, Some((found.seq, found.hash.to_vec())));
}
