//! A server whose clock is wrong loses nothing, sends nothing twice, and says so on the desk.

use std::{
    process::Command,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use axum::http::StatusCode;
use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use domain::{
    clock::{Doubt, Standing},
    when::LONDON,
};
use server::{
    clock::ClockGuard,
    config::MailConfig,
    jobs,
    state::{App, Clock},
};
use sqlx::{Executor, PgPool};
use tokio::time::sleep;

use crate::{
    paper::listed,
    support::{
        TestSite, noon, roles,
        smtp::Smtp,
        staff::{administrator, ann},
    },
};

/// A server on the same database whose clock can be moved, from the true time on.
struct Moved {
    app: App,
    by: &'static AtomicI64,
}

impl Moved {
    fn of(site: &TestSite) -> Self {
        let by: &'static AtomicI64 = Box::leak(Box::default());
        let app = App {
            clock: Clock::Moved(by),
            guard: ClockGuard::default(),
            ..site.app.clone()
        };
        Self { app, by }
    }

    fn put(&self, by: TimeDelta) {
        self.by.store(by.num_seconds(), Ordering::Relaxed);
    }

    /// The same server, started again.
    fn again(&self) -> Self {
        Self {
            app: App {
                guard: ClockGuard::default(),
                ..self.app.clone()
            },
            by: self.by,
        }
    }

    async fn look(&self) -> Standing {
        self.app.look_at_clock().await.expect("a look")
    }

    /// Every job that sends or forgets, once.
    async fn work(&self) {
        let standing = self.look().await;
        jobs::tell(self.app.clone(), standing).await;
        jobs::forget(self.app.clone(), standing).await;
    }
}

/// What there is to lose: dates in the search, private links, drafts, readers who never answered, and mails written.
const KEPT: &str = "select (select count(*) from upcoming), (select count(*) from manage_link),
    (select count(*) from draft), (select count(*) from subscriber where confirmed_at is null),
    (select count(*) from message where kind = 'weekly')";

type Kept = (i64, i64, i64, i64, i64);

async fn kept(db: &PgPool) -> Kept {
    sqlx::query_as(KEPT).fetch_one(db).await.expect("counts")
}

/// A site of the true time, with something of everything, and three readers whose email has been due for some minutes.
async fn full(db: &PgPool) -> (TestSite, Smtp) {
    let smtp = Smtp::start().await;
    let mail = MailConfig {
        smtp_url: Some(smtp.url()),
        ..MailConfig::default()
    };
    let site = TestSite::with_mail(db.clone(), noon(), mail).await;
    listed(&site, "Zither recital", "5").await;
    let half = [("title", "Half a form"), ("description", ""), ("type", "")];
    site.post("/submit/event", &half).await;
    let due = Utc::now().with_timezone(&LONDON);
    let mut owner = roles::owner(db).await;
    owner
        .execute(
            "update occurrence set day = current_date + 3, starts_at = now() + interval '3 days',
                 ends_at = null, over_at = now() + interval '3 days 3 hours';
             update draft set updated_at = now();
             delete from manage_link;
             insert into manage_link (token_hash, submission_id, created_at, expires_at)
             select sha256(n::text::bytea), (select min(id) from submission), now(), now() + interval '180 days'
             from generate_series(1, 5) n;
             insert into subscriber (email, wording, asked_at, confirmed_at)
             select 'reader' || n || '@example.org', 'weekly-1', now() - interval '2 days',
                    case when n < 4 then now() - interval '2 days' end
             from generate_series(1, 5) n",
        )
        .await
        .expect("a site of the true time");
    sqlx::query("update site set weekly_day = $1, weekly_hour = $2")
        .bind(i32::try_from(due.weekday().number_from_monday()).expect("a day"))
        .bind(i32::try_from(due.hour()).expect("an hour"))
        .execute(&mut owner)
        .await
        .expect("a timetable");
    (site, smtp)
}

const FULL: Kept = (1, 5, 1, 2, 0);

#[harness::test]
async fn by_a_clock_that_differs_from_the_database_s_nothing_is_lost_or_sent(db: PgPool) {
    let (site, _smtp) = full(&db).await;
    assert_eq!(kept(&db).await, FULL);
    for days in [20, 400, -1, -400] {
        let server = Moved::of(&site);
        server.put(TimeDelta::days(days));
        server.work().await;
        let standing = server.look().await;
        assert_eq!((standing.sends, standing.forgets), (None, None));
        let Some(Doubt::Differs(by)) = standing.held.map(|held| held.doubt) else {
            panic!("{standing:?}");
        };
        assert!((by - TimeDelta::days(days)).abs() < TimeDelta::seconds(5));
        assert_eq!(kept(&db).await, FULL, "{days} days");
    }
    // Were the clock trusted, all of it would be gone.
    let late = Standing::trusted(Utc::now() + TimeDelta::days(400));
    jobs::forget(site.app.clone(), late).await;
    assert_eq!(kept(&db).await, (0, 0, 0, 0, 0));
}

#[harness::test]
async fn the_weekly_email_goes_once_whatever_the_clock_does(db: PgPool) {
    let (site, _smtp) = full(&db).await;
    let server = Moved::of(&site);
    for days in [0, 20, 400, -1, 0, 7, -7, 0] {
        server.put(TimeDelta::days(days));
        server.work().await;
        server.again().work().await;
        assert_eq!(kept(&db).await, (1, 5, 1, 2, 3), "{days} days");
    }
    let weeks: i64 = sqlx::query_scalar("select count(distinct week) from weekly_issue")
        .fetch_one(&db)
        .await
        .expect("weeks");
    assert_eq!(weeks, 1, "and no email of another week");
}

#[harness::test]
async fn a_clock_that_leapt_waits_though_it_is_right_again(db: PgPool) {
    let (site, _smtp) = full(&db).await;
    let server = Moved::of(&site);
    let standing = server.look().await;
    assert!(standing.sends.is_some() && standing.forgets.is_some() && standing.held.is_none());
    server.put(TimeDelta::days(20));
    server.look().await;
    server.put(TimeDelta::zero());
    server.work().await;
    let held = server.look().await.held.expect("it is held");
    let Doubt::Leapt(by) = held.doubt else {
        panic!("{held:?}");
    };
    assert!((by + TimeDelta::days(20)).abs() < TimeDelta::seconds(5));
    assert_eq!(kept(&db).await, FULL);
    // One that is started now finds nothing odd.
    assert_eq!(server.again().look().await.held, None);
}

async fn seen(db: &PgPool) -> Option<DateTime<Utc>> {
    sqlx::query_scalar("select at from clock_seen")
        .fetch_optional(db)
        .await
        .expect("a time")
}

#[harness::test]
async fn a_start_after_a_long_stop_or_before_the_time_that_was_seen_waits(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let server = Moved::of(&site);
    assert_eq!(seen(&db).await, None);
    assert_eq!(server.look().await.held, None, "the first start of all");
    let first = seen(&db).await.expect("it is noted");
    assert!((Utc::now() - first).abs() < TimeDelta::seconds(5));
    for (ago, what) in [
        ("20 days", Some("not running for 20 days")),
        ("25 hours", Some("not running for 25 hours")),
        ("23 hours", None),
        ("0 hours", None),
        ("-2 minutes", Some("behind a time that has been")),
        ("-3 days", Some("3 days behind")),
    ] {
        sqlx::query("update clock_seen set at = now() - $1::text::interval")
            .bind(ago)
            .execute(&db)
            .await
            .expect("a time");
        let before = seen(&db).await;
        let standing = server.again().look().await;
        let words = standing.held.map(|held| held.doubt.words());
        assert_eq!(words.is_some(), what.is_some(), "{ago}: {words:?}");
        if let (Some(words), Some(what)) = (words, what) {
            assert!(words.contains(what), "{words}");
            assert_eq!((standing.sends, standing.forgets), (None, None));
            assert_eq!(seen(&db).await, before, "it is not taken for the truth");
        }
    }
}

#[harness::test]
async fn the_desk_says_what_is_held_and_why(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let server = Moved::of(&site);
    let watched = App {
        clock: server.app.clock,
        ..site.app.clone()
    };
    watched.look_at_clock().await.expect("a look");
    let quiet = desk.get("/staff").await;
    assert!(!quiet.body.contains("clock"), "{}", quiet.body);
    for (days, words) in [
        (
            20,
            "The server’s clock and the database’s differ by 20 days.",
        ),
        (0, "The server’s clock was put back by"),
    ] {
        server.put(TimeDelta::days(days));
        watched.look_at_clock().await.expect("a look");
        let page = desk.get("/staff").await;
        assert_eq!(page.status, StatusCode::OK);
        for words in [words, "nothing is deleted", "By the server’s clock it is"] {
            let found = page.body.to_lowercase().contains(&words.to_lowercase());
            assert!(found, "{words}: {}", page.body);
        }
    }
}

#[harness::test]
async fn what_is_missing_in_the_search_comes_back_by_itself_and_by_a_command(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    listed(&site, "Zither recital", "5").await;
    listed(&site, "Coffee morning", "6").await;
    let lose = "with words as (delete from search_word) delete from upcoming where event_id = (select min(id) from event)";
    let whole = site.get("/?q=zither").await.body;
    assert!(whole.contains("/events/zither-recital-"), "{whole}");
    for by_command in [false, true] {
        db.execute(lose).await.expect("lost");
        let now = Standing::trusted(site.app.now());
        if by_command {
            let done = Command::new(env!("CARGO_BIN_EXE_whatson"))
                .arg("rebuild")
                .env_clear()
                .env("DATABASE_URL", roles::site_address(&db).await)
                .output()
                .expect("the program");
            let said = String::from_utf8_lossy(&done.stdout);
            assert!(done.status.success(), "{done:?}");
            assert_eq!(
                said,
                "The search knows every date again: 1 were missing or said something else.\n"
            );
        } else {
            jobs::forget(site.app.clone(), now).await;
        }
        for (asked, found) in [("zither", "/events/zither-recital-"), ("zithar", "zither")] {
            let page = site.get(&format!("/?q={asked}&n={by_command}")).await.body;
            assert!(page.contains(found), "{asked}: {page}");
        }
        let past = now.forgets.expect("a time");
        assert!(store::events::is_whole(&db, past).await.expect("a count"));
        let again = store::events::rebuild(&db, past).await;
        assert_eq!(again.expect("nothing to do"), 0);
    }
}

/// `make fault` runs it: each wrong clock for some seconds, with all jobs as a running server and a new one have them.
#[harness::test]
#[ignore = "it takes a minute"]
async fn fault_clock_leaps_while_every_job_runs(db: PgPool) {
    let (site, _smtp) = full(&db).await;
    administrator(&site).await;
    let running = Moved::of(&site);
    running.work().await;
    let whole = kept(&db).await;
    assert_eq!(whole, (1, 5, 1, 2, 3));
    let hour = TimeDelta::hours(1);
    for by in [
        hour,
        hour * -1,
        hour * 24,
        hour * 480,
        hour * 9600,
        hour * -24,
    ] {
        running.put(by);
        let new = running.again();
        jobs::start(&new.app);
        for _ in 0..20 {
            running.work().await;
            sleep(Duration::from_millis(250)).await;
        }
        running.put(TimeDelta::zero());
        running.work().await;
        let now = kept(&db).await;
        println!(
            "clock {} hours off for 5 seconds: dates, links, drafts, readers, weekly mails: {now:?}",
            by.num_hours()
        );
        assert_eq!(now, whole);
    }
    let chain = store::audit::verify(&mut db.acquire().await.unwrap()).await;
    assert!(chain.unwrap().is_ok());
}
