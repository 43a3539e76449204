//! Pages that are kept ready: right with two copies of the server, and with the database away.

use std::time::Duration;

use crate::{
    listing::{listed, titles},
    support::{Answer, TestSite, hidden, noon, staff},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use sqlx::PgPool;
use tokio::time::{sleep, timeout};

/// A copy of the server that hears of changes.
async fn listening(db: &PgPool) -> TestSite {
    let site = TestSite::new(db.clone()).await;
    tokio::spawn(server::changes::watch(site.app.clone()));
    begin_to_listen(&site).await;
    site
}

/// A busy machine may take its time to connect; what is heard then has a second.
async fn begin_to_listen(site: &TestSite) {
    let waiting = timeout(Duration::from_secs(20), async {
        while !site.app.pages.listening() {
            sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(waiting.await.is_ok(), "nobody listens");
}

async fn take_down(desk: &TestSite, reference: &str) {
    let path = format!("/staff/submissions/{reference}/take-down");
    let version = hidden(&desk.get(&path).await.body, "version");
    let fields = [
        ("version", version.as_str()),
        ("why", "complaint"),
        ("reason", "A complaint"),
    ];
    let done = desk.post(&path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// Within a second; a machine that is busy with other tests may take five.
async fn soon<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    let waiting = timeout(Duration::from_secs(5), async {
        while !is_so().await {
            sleep(Duration::from_millis(5)).await;
        }
    });
    assert!(waiting.await.is_ok(), "not soon: {what}");
}

#[harness::test]
async fn a_page_is_kept_until_something_changes_on_any_copy(db: PgPool) {
    let (a, b) = (listening(&db).await, listening(&db).await);
    let desk = staff::ann(&a).await;
    let first = b.get("/").await;
    assert!(b.app.pages.is_ready("/", noon()));
    let again = b.get("/").await;
    assert_eq!(again.body, first.body);
    for name in ["etag", "cache-control", "content-type"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
    let request = Request::get("/").header("if-none-match", first.header("etag"));
    let same = b
        .send(request.body(Body::empty()).expect("a request"))
        .await;
    assert_eq!(
        (same.status, same.body.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );

    listed(&a, &desk, "News", "5", &[]).await;
    soon("the decision on the other copy", || async {
        titles(&b, "/").await == ["News"]
    })
    .await;
}

#[harness::test]
async fn policy_6_13_what_is_taken_down_is_gone_at_once_from_every_copy(db: PgPool) {
    let (a, b) = (listening(&db).await, listening(&db).await);
    let desk = staff::ann(&a).await;
    let event = listed(&a, &desk, "Gone soon", "5", &[]).await;
    for site in [&a, &b] {
        soon("the listing", || async {
            titles(site, "/").await == ["Gone soon"]
        })
        .await;
        assert_eq!(site.get(&event).await.status, StatusCode::OK);
    }
    let reference: String = sqlx::query_scalar("select reference from submission")
        .fetch_one(&db)
        .await
        .expect("the submission");
    take_down(&desk, &reference).await;
    assert!(
        titles(&a, "/").await.is_empty(),
        "at once on the copy that did it"
    );
    assert_eq!(a.get(&event).await.status, StatusCode::GONE);
    soon("gone from the other copy", || async {
        titles(&b, "/").await.is_empty() && b.get(&event).await.status == StatusCode::GONE
    })
    .await;
}

#[harness::test]
async fn nothing_is_kept_while_nobody_listens(db: PgPool) {
    let site = listening(&db).await;
    site.get("/").await;
    assert!(site.app.pages.is_ready("/", noon()));
    site.app.pages.lost();
    assert!(!site.app.pages.is_ready("/", noon()));
    sqlx::query(
        "select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()",
    )
    .execute(&db)
    .await
    .expect("the connection cut");
    sleep(Duration::from_millis(200)).await;
    assert!(!site.app.pages.listening(), "the loss is noticed");
    begin_to_listen(&site).await;
    site.get("/").await;
    assert!(site.app.pages.is_ready("/", noon()));
}

#[harness::test]
async fn the_clock_makes_a_page_old_when_an_event_ends_and_when_the_day_turns(db: PgPool) {
    let site = listening(&db).await;
    site.get("/").await;
    let midnight = noon() + chrono::TimeDelta::hours(12);
    let second = chrono::TimeDelta::seconds(1);
    assert!(site.app.pages.is_ready("/", midnight - second));
    assert!(!site.app.pages.is_ready("/", midnight));
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "5", &[]).await;
    sqlx::query(
        "update occurrence set day = '2026-11-22', starts_at = $1, ends_at = $2, over_at = $2",
    )
    .bind(noon())
    .bind(noon() + chrono::TimeDelta::hours(2))
    .execute(&db)
    .await
    .expect("another day");
    soon("today's event", || async {
        site.get("/?when=today").await;
        titles(&site, "/?when=today").await == ["Tea"]
    })
    .await;
    let end = noon() + chrono::TimeDelta::hours(2);
    soon("kept until its end", || async {
        site.get("/").await;
        site.app.pages.is_ready("/", end - second) && !site.app.pages.is_ready("/", end)
    })
    .await;
}

#[harness::test]
async fn with_the_database_away_the_last_good_page_is_shown_and_says_so(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let event = listed(&site, &desk, "Tea", "5", &[]).await;
    for address in ["/", event.as_str()] {
        site.get(address).await;
    }
    site.app.db.close().await;
    for address in ["/", event.as_str()] {
        let page = site.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(
            page.body.contains("This page is shown as it was at midday"),
            "{}",
            page.body
        );
        assert!(page.body.contains("Tea"));
        assert_eq!(
            (page.header("cache-control"), page.header("etag")),
            ("no-store", "")
        );
    }
    assert_eq!(
        site.get("/?when=today").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(site.get("/submit/event").await.status, StatusCode::OK);
}

#[harness::test]
async fn the_council_s_words_change_on_every_copy_at_once(db: PgPool) {
    let (a, b) = (listening(&db).await, listening(&db).await);
    b.get("/").await;
    sqlx::query("update site set council = 'Hartfield Parish Council'")
        .execute(&db)
        .await
        .expect("another name");
    for site in [&a, &b] {
        soon("the new name", || async {
            site.get("/")
                .await
                .body
                .contains("Hartfield Parish Council")
        })
        .await;
    }
}

#[harness::test]
async fn forms_that_change_nothing_public_leave_the_kept_pages(db: PgPool) {
    let site = listening(&db).await;
    let desk = staff::ann(&site).await;
    site.post("/submit/start-again", &[]).await;
    site.get("/").await;
    for path in [
        "/submit/start-again",
        "/staff/queue",
        "/staff/settings/kinds",
    ] {
        site.another_browser().post(path, &[]).await;
        assert!(site.app.pages.is_ready("/", noon()), "{path}");
    }
    site.submit_coffee_morning().await;
    assert!(site.app.pages.is_ready("/", noon()), "an event that waits");
    let event = listed(&site, &desk, "Tea", "5", &[]).await;
    assert!(!site.app.pages.is_ready("/", noon()), "an event is listed");
    assert_eq!(titles(&site, "/").await, ["Tea"]);
    assert_eq!(site.get(&event).await.status, StatusCode::OK);
}

#[harness::test]
async fn feeds_frames_and_sheets_are_kept_ready_as_pages_are(db: PgPool) {
    let site = listening(&db).await;
    let desk = staff::ann(&site).await;
    let event = listed(&site, &desk, "Tea", "5", &[]).await;
    let poster = format!("{event}/poster");
    sqlx::query("update event set listed_at = listed_at - interval '1 hour', changed_at = changed_at - interval '1 hour'")
        .execute(&db)
        .await
        .expect("an hour ago");
    soon("what was changed", || async {
        site.get("/").await;
        site.app.pages.is_ready("/", noon())
    })
    .await;
    for address in [
        "/calendar.ics",
        "/feed.atom",
        "/events.json?when=month",
        "/openapi.json",
        "/sitemap.xml",
        "/follow",
        "/embed?number=3",
        "/embed/make",
        "/noticeboard",
        "/noticeboard/text",
        "/noticeboard/text.txt",
        poster.as_str(),
    ] {
        let first = site.get(address).await;
        assert_eq!(first.status, StatusCode::OK, "{address}");
        assert!(site.app.pages.is_ready(address, noon()), "{address}");
        let again = site.get(address).await;
        assert_eq!(again.body, first.body, "{address}");
        for name in [
            "etag",
            "last-modified",
            "content-type",
            "content-disposition",
            "content-security-policy",
            "access-control-allow-origin",
            "x-frame-options",
        ] {
            let of = |answer: &Answer| answer.header(name).to_owned();
            assert_eq!(of(&again), of(&first), "{address} {name}");
        }
        for (name, told) in [
            ("if-none-match", "etag"),
            ("if-modified-since", "last-modified"),
        ] {
            let told = first.header(told);
            let request = Request::get(address).header(name, told).body(Body::empty());
            let same = site.send(request.expect("a request")).await;
            let expected = if told.is_empty() {
                StatusCode::OK
            } else {
                StatusCode::NOT_MODIFIED
            };
            assert_eq!(same.status, expected, "{address} {name}");
        }
    }
    // A tag that is old goes before a time that is not (RFC 9110, section 13.1.3).
    let told = site.get("/calendar.ics").await;
    let request = Request::get("/calendar.ics")
        .header("if-none-match", "W/\"old\"")
        .header("if-modified-since", told.header("last-modified"));
    let whole = site
        .send(request.body(Body::empty()).expect("a request"))
        .await;
    assert_eq!(whole.status, StatusCode::OK);

    let reference: String = sqlx::query_scalar("select reference from submission")
        .fetch_one(&db)
        .await
        .expect("the submission");
    take_down(&desk, &reference).await;
    for address in [
        "/calendar.ics",
        "/feed.atom",
        "/noticeboard",
        "/sitemap.xml",
    ] {
        let page = site.get(address).await.body;
        assert!(!page.contains("Tea"), "{address}: {page}");
    }
    assert_eq!(site.get(&poster).await.status, StatusCode::GONE);
}

#[harness::test]
async fn with_the_database_away_a_feed_is_not_an_old_one(db: PgPool) {
    let site = TestSite::new(db).await;
    site.get("/calendar.ics").await;
    site.app.db.close().await;
    let feed = site.get("/calendar.ics").await;
    assert_eq!(feed.status, StatusCode::SERVICE_UNAVAILABLE);
}
