//! History that outlives rules: what was sent under other limits stays whole, wherever it is shown.

use axum::http::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{
    TestSite,
    staff::{administrator, decide, list},
};

/// A title longer than any that may be typed today.
fn title() -> String {
    format!("A talk about {}", "bats, ".repeat(40)) + "and moths"
}

/// What breaks each limit of today in the details of an event.
fn beyond() -> Value {
    json!({
        "title": title(),
        "description": "Bats of all kinds. ".repeat(300),
        "cost": {"kind": "paid", "words": "A jar of honey, ".repeat(20)},
        "booking": {"words": "Ring the bell, ".repeat(20)},
        "access": {"step_free": "partly"},
        "age": "For the young of heart, ".repeat(20),
        "website": format!("https://example.org/{}", "b".repeat(400)),
        "group": "The society of all friends of bats, ".repeat(10),
        "contact": {"name": "N".repeat(200), "email": null, "telephone": "ring the bell"},
        "place": {"kind": "typed", "name": "The far end of the green, ".repeat(10), "postcode": "far"},
    })
}

/// Writes what breaks the limits into every revision there is, in the format of before.
async fn outlive(db: &PgPool) {
    sqlx::query("update revision set details = (details - 'format') || $1")
        .bind(beyond())
        .execute(db)
        .await
        .unwrap();
    sqlx::query("update event_type set retired_at = now() where slug = 'coffee'")
        .execute(db)
        .await
        .unwrap();
}

async fn slug(db: &PgPool) -> String {
    sqlx::query_scalar("select slug from event")
        .fetch_one(db)
        .await
        .unwrap()
}

/// Each address, with the words that must be on it.
async fn whole(browser: &TestSite, addresses: &[&str], words: &str) {
    for address in addresses {
        let page = browser.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.body);
        // Calendars fold lines, and what is read by programs escapes the comma.
        let read = page.body.replace("\r\n ", "").replace("\\,", ",");
        assert!(read.contains(words), "{address} has not {words}: {read}");
    }
}

#[harness::test]
async fn events_that_break_the_limits_of_today_are_whole_on_every_page_and_feed(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = administrator(&site).await;
    let listed = site.submit_coffee_morning().await;
    let waiting = {
        let other = site.another_browser();
        other.submit_coffee_morning().await
    };
    outlive(&db).await;

    // Listing it reads it; so does everything that follows.
    list(&desk, &listed).await;
    let slug = slug(&db).await;
    let event = format!("/events/{slug}");
    let title = title();
    whole(
        &site,
        &[
            "/",
            "/?q=moths",
            "/month/2026-12",
            "/day/2026-12-05",
            &event,
            &format!("{event}/poster"),
            &format!("{event}.ics"),
            &format!("/report/{slug}"),
            "/noticeboard",
            "/noticeboard/text?month=2026-12",
            "/noticeboard/text.txt?month=2026-12",
            "/embed",
            "/calendar.ics",
            "/feed.atom",
            "/events.json",
        ],
        &title,
    )
    .await;
    whole(&site, &["/sitemap.xml"], &slug).await;

    let of = |reference: &str, rest: &str| format!("/staff/submissions/{reference}{rest}");
    whole(
        &desk,
        &[
            "/staff",
            "/staff/listed",
            "/staff/records",
            &of(&waiting, ""),
            &of(&waiting, &format!("/beside/{listed}")),
            &of(&listed, ""),
            &of(&listed, "/standing"),
            &of(&listed, "/take-down"),
        ],
        &title,
    )
    .await;
    whole(&desk, &["/staff/messages", "/staff/records/log"], "WO-").await;
    whole(&desk, &[&of(&waiting, "/wording")], "Coffee morning").await;

    let id: i64 = sqlx::query_scalar("select id from submission where reference = $1")
        .bind(&waiting)
        .fetch_one(&db)
        .await
        .unwrap();
    let receipt: i64 = sqlx::query_scalar("select max(id) from message where submission_id = $1")
        .bind(id)
        .fetch_one(&db)
        .await
        .unwrap();
    let token = store::links::mint(&db, id, receipt, site.app.now())
        .await
        .unwrap()
        .expect("the present address");
    whole(&site, &[&format!("/manage/{token}")], &title).await;

    let asked = decide(
        &desk,
        &waiting,
        &["commercial"],
        &[
            ("decision", "changes"),
            ("step", "send"),
            ("message", "Shorten the title."),
        ],
    )
    .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    whole(&desk, &["/staff/records", &of(&waiting, "")], &title).await;
}

#[harness::test]
async fn what_is_stored_says_its_format(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = administrator(&site).await;
    let reference = site.submit_coffee_morning().await;
    list(&desk, &reference).await;
    let formats: Vec<Option<i32>> = sqlx::query_scalar(
        "select (details->>'format')::int from revision
         union all select (hint->>'format')::int from decision, jsonb_array_elements(hints) hint",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let now = i32::try_from(domain::stored::FORMAT).unwrap();
    assert!(
        !formats.is_empty() && formats.iter().all(|of| *of == Some(now)),
        "{formats:?}"
    );
}

/// Two submissions, the second of them listed: the numbers of each and of its revision.
async fn two(db: &PgPool) -> [(i64, i64); 2] {
    let site = TestSite::new(db.clone()).await;
    let desk = administrator(&site).await;
    site.submit_coffee_morning().await;
    let listed = site.another_browser().submit_coffee_morning().await;
    list(&desk, &listed).await;
    let found: Vec<(i64, i64)> =
        sqlx::query_as("select submission_id, id from revision order by submission_id")
            .fetch_all(db)
            .await
            .unwrap();
    found.try_into().unwrap()
}

#[harness::test]
async fn nothing_can_name_a_revision_of_another_submission(db: PgPool) {
    let [(one, of_one), (listed, of_listed)] = two(&db).await;
    for (statement, constraint, submission, revision) in [
        (
            "update declaration set revision_id = $2 where submission_id = $1 returning $2",
            "declaration_of_own_revision",
            listed,
            of_one,
        ),
        (
            "update decision set revision_id = $2 where submission_id = $1",
            "decision_on_own_revision",
            listed,
            of_one,
        ),
        (
            "update event set revision_id = $2 where submission_id = $1",
            "event_shows_own_revision",
            listed,
            of_one,
        ),
        (
            "update submission set proposed_revision_id = $2 where id = $1",
            "submission_proposes_own_revision",
            listed,
            of_one,
        ),
        (
            "update message set decision_id = (select id from decision where revision_id = $2)
             where submission_id = $1",
            "message_of_own_decision",
            one,
            of_listed,
        ),
    ] {
        // One declaration a revision: that of the other makes room.
        let mut tx = db.begin().await.unwrap();
        sqlx::query("delete from declaration where revision_id = $1")
            .bind(of_one)
            .execute(&mut *tx)
            .await
            .unwrap();
        let refused = sqlx::query(statement)
            .bind(submission)
            .bind(revision)
            .execute(&mut *tx)
            .await
            .unwrap_err();
        let refused = refused.as_database_error().unwrap();
        assert_eq!(refused.constraint(), Some(constraint), "{refused}");
    }
}

/// The permissions that were given (true) and taken back, in their order.
async fn remembered(db: &PgPool) -> Vec<(String, bool, String)> {
    sqlx::query_as("select detail, given, wording_version from consent_history order by id")
        .fetch_all(db)
        .await
        .unwrap()
}

#[harness::test]
async fn each_time_a_permission_is_given_or_taken_back_is_kept(db: PgPool) {
    let [(one, _), _] = two(&db).await;
    let mut expected = remembered(&db).await;
    let site = crate::support::roles::site_pool(&db).await;
    // As the code does it, and as the version before did.
    for (statement, given, version) in [
        (
            "insert into consent (submission_id, detail, wording, wording_version) values ($1, 'telephone', 'Show it', 'first')",
            true,
            "first",
        ),
        (
            "update consent set withdrawn_at = now() where submission_id = $1 and detail = 'telephone'",
            false,
            "first",
        ),
        (
            "update consent set (wording_version, given_at, withdrawn_at) = ('second', now(), null)
          where submission_id = $1 and detail = 'telephone'",
            true,
            "second",
        ),
        (
            "update consent set withdrawn_at = now() where submission_id = $1 and detail = 'telephone'",
            false,
            "second",
        ),
    ] {
        sqlx::query(statement)
            .bind(one)
            .execute(&site)
            .await
            .unwrap();
        expected.push(("telephone".to_owned(), given, version.to_owned()));
        assert_eq!(remembered(&db).await, expected);
    }
}

#[harness::test]
async fn two_types_of_event_cannot_have_one_name(db: PgPool) {
    let taken = sqlx::query(
        "insert into event_type (slug, name, position)
         select 'second', upper(name), 99 from event_type where slug = 'coffee'",
    )
    .execute(&db)
    .await
    .unwrap_err();
    let taken = taken.as_database_error().unwrap();
    assert_eq!(taken.constraint(), Some("event_type_name_unique"));
}
