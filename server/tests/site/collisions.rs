//! Two changes in each other's way: PostgreSQL ends one of them, which is made again, and nobody hears of it.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use axum::http::StatusCode;
use domain::staff::Staff;
use server::{
    accounts::second_factor,
    commands::{
        self,
        change::{Change, Collides, VISITOR},
    },
};
use sqlx::{Executor, PgConnection, PgPool};
use tokio::time::sleep;

use crate::support::{TestSite, database, noon, roles, staff::ann};

/// The lock of the audit log, for which every change waits last (`store::audit`).
const LOG: &str = "select pg_advisory_xact_lock(x'77686174736f6e'::bigint)";

/// Nobody has anything in hand, so that it can be taken.
const NOBODY_S: &str = "update claim set released_at = taken_at where released_at is null";

/// What people do, and the row that each has locked when it waits for the log.
const ACTS: [(&str, &str); 4] = [
    ("hand", "select from submission for no key update"),
    ("page", "select from submission for no key update"),
    ("settings", "select from site for no key update"),
    ("codes", "select from staff for no key update"),
];

async fn act(clerk: &TestSite, staff: &Staff, reference: &str, what: &str) {
    let app = &clerk.app;
    let (db, author) = (&app.db, staff.act(app.now()));
    let case = store::cases::find(db, reference).await.unwrap().unwrap();
    let this = (case.id, reference);
    match what {
        "hand" => commands::in_hand::take(db, this, author).await.unwrap(),
        "page" => {
            let address = format!("/staff/submissions/{reference}");
            let version = case.version.to_string();
            let fields = [("step", "take"), ("version", version.as_str())];
            let answer = clerk.post(&address, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        "settings" => {
            let settings = store::site::answers(db).await.unwrap().parse();
            let mut settings = settings.expect("the council's words");
            settings.waiting_days += 1;
            commands::settings::save(db, author, &settings)
                .await
                .unwrap();
        }
        _ => {
            second_factor::new_recovery_codes(app, staff).await.unwrap();
        }
    }
}

/// Waits until somebody waits for the log.
async fn somebody_waits(db: &PgPool) {
    let waits = "select exists (select from pg_locks where locktype = 'advisory' and not granted
                 and database = (select oid from pg_database where datname = current_database()))";
    while !sqlx::query_scalar::<_, bool>(waits)
        .fetch_one(db)
        .await
        .unwrap()
    {
        sleep(Duration::from_millis(2)).await;
    }
}

/// Takes the log and then the row that somebody holds who waits for the log. True where PostgreSQL ended the other's change
/// and not this one.
async fn in_the_way(db: &PgPool, mut first: PgConnection, row: &'static str) -> bool {
    somebody_waits(db).await;
    let won = first.execute(row).await.is_ok();
    first.execute("rollback").await.unwrap();
    won
}

#[harness::test]
async fn a_change_that_postgresql_ended_because_of_another_is_made_again(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let clerk = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let id: i64 = sqlx::query_scalar("select id from staff")
        .fetch_one(&db)
        .await
        .unwrap();
    let staff = store::staff::at_work(&db, id).await.unwrap().unwrap();
    for (what, row) in ACTS {
        let mut ended = false;
        // Whoever PostgreSQL ends is whoever waited first, unless this machine is very busy.
        while !ended {
            let mut other = roles::owner(&db).await;
            other.execute(NOBODY_S).await.unwrap();
            other.execute("begin").await.unwrap();
            other.execute(LOG).await.unwrap();
            let doing = act(&clerk, &staff, &reference, what);
            let before = entries(&db).await;
            ((), ended) = tokio::join!(doing, in_the_way(&db, other, row));
            assert_eq!(entries(&db).await, before + 1, "{what} was done once");
        }
    }
    site.app.db.close().await;
    let each = i64::try_from(ACTS.len()).unwrap();
    until_deadlocks(&db, each).await;
    let twice =
        "select count(*) from (select from claim where released_at is null group by submission_id
                 having count(*) > 1) twice";
    let twice: i64 = sqlx::query_scalar(twice).fetch_one(&db).await.unwrap();
    assert_eq!(twice, 0);
    let chain = store::audit::verify(&mut db.acquire().await.unwrap()).await;
    assert!(chain.unwrap().is_ok());
}

/// Waits until PostgreSQL has counted so many deadlocks, which a session tells it of when it ends.
async fn until_deadlocks(db: &PgPool, most: i64) {
    let mut counted = 0;
    for _ in 0..200 {
        counted = database::deadlocks(db).await;
        if counted >= most {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("{counted} were in each other's way, and not {most}");
}

async fn entries(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from audit_entry")
        .fetch_one(db)
        .await
        .unwrap()
}

/// Makes a change that raises an error of this code as often as said, and says how often it was begun.
async fn raising(db: &PgPool, code: &str, times: u32) -> (sqlx::Result<()>, u32) {
    let begun = &AtomicU32::new(0);
    let made = Change::make(db, VISITOR, noon(), |mut change| async move {
        let time = begun.fetch_add(1, Ordering::Relaxed);
        sqlx::query("insert into search_word (word) values ('once')")
            .execute(&mut *change)
            .await?;
        if time < times {
            let raise = format!("do $$ begin raise exception using errcode = '{code}'; end $$");
            change.execute(sqlx::AssertSqlSafe(raise)).await?;
        }
        change.commit_noted().await
    })
    .await;
    (made, begun.load(Ordering::Relaxed))
}

#[harness::test]
async fn it_is_made_five_times_at_most_and_for_no_other_error(db: PgPool) {
    let words = "select count(*) from search_word where word = 'once'";
    for (code, times, tried, done) in [
        ("40P01", 1, 2, true),
        ("40001", 4, 5, true),
        ("40P01", 5, 5, false),
        ("40001", 99, 5, false),
        // A lock that was waited for in vain, a statement that took too long, a rule that was broken, and no row.
        ("55P03", 1, 1, false),
        ("57014", 1, 1, false),
        ("23505", 1, 1, false),
        ("P0002", 1, 1, false),
    ] {
        let (made, begun) = raising(&db, code, times).await;
        assert_eq!((begun, made.is_ok()), (tried, done), "{code} {times}");
        let found: i64 = sqlx::query_scalar(words).fetch_one(&db).await.unwrap();
        assert_eq!(found, i64::from(done), "{code} {times}: once or not at all");
        if let Err(error) = made {
            assert_eq!(error.collided(), tried > 1, "{code}");
        }
        db.execute("delete from search_word").await.unwrap();
    }
}
