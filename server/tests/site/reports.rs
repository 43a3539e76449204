//! What the public tells the office of a listed event, and what staff do about it.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::clock::Past;
use sqlx::PgPool;

use crate::{
    paper::listed,
    support::{
        TestSite, hidden, noon,
        staff::{ann, clerk},
    },
};

/// A report's form as a person fills it in, with the key of the page.
pub async fn tell(site: &TestSite, slug: &str, kind: &str, words: &str) -> crate::support::Answer {
    let address = format!("/report/{slug}");
    let page = site.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let key = hidden(&page.body, "key");
    let fields = [
        ("key", key.as_str()),
        ("kind", kind),
        ("words", words),
        ("name", "Ann Example"),
        ("email", "ann@example.org"),
    ];
    site.post(&address, &fields).await
}

async fn count(db: &PgPool, what: &'static str) -> i64 {
    sqlx::query_scalar(what)
        .fetch_one(db)
        .await
        .expect("a count")
}

const REPORTS: &str = "select count(*) from report";

#[harness::test]
async fn a_report_reaches_the_queue_the_case_and_the_staff_who_asked_and_is_dealt_with(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Christmas fair", "5").await;
    let event = site.get(&format!("/events/{slug}")).await;
    assert!(event.body.contains(&format!("href=\"/report/{slug}\"")));
    let sent = tell(&site, &slug, "wrong", "It is at 2pm.\n<b>Not</b> at 10am.").await;
    assert_eq!(sent.location(), format!("/report/{slug}/sent"));
    let receipt = site.get(sent.location()).await;
    assert!(receipt.body.contains("Thank you for telling us"));
    assert!(!receipt.body.contains("formal complaint"));

    let notice: (String, String) = sqlx::query_as(
        "select subject, body from message where kind = 'notice' and subject like 'Reported%'",
    )
    .fetch_one(&db)
    .await
    .expect("a notice at once");
    assert!(
        notice
            .0
            .contains("Reported, “A detail is wrong”: Christmas fair (WO-"),
        "{}",
        notice.0
    );
    assert!(
        !notice.1.contains("ann@example.org") && !notice.1.contains("2pm"),
        "{}",
        notice.1
    );

    let desk = ann(&site).await;
    let queue = desk.get("/staff").await;
    assert!(
        queue.body.contains("1 report about a listed event"),
        "{}",
        queue.body
    );
    let list = desk.get("/staff/reports").await;
    assert!(list.body.contains("Christmas fair") && list.body.contains("To look at"));
    let id = count(&db, "select id from report").await;
    let address = format!("/staff/reports/{id}");
    let page = desk.get(&address).await;
    assert!(
        page.body.contains("&lt;b&gt;Not&lt;/b&gt; at 10am."),
        "{}",
        page.body
    );
    assert!(page.body.contains("mailto:ann@example.org"));
    let reference: String = sqlx::query_scalar("select reference from submission")
        .fetch_one(&db)
        .await
        .expect("a reference");
    let case = format!("/staff/submissions/{reference}");
    assert!(
        desk.get(&case)
            .await
            .body
            .contains(&format!("href=\"{address}\""))
    );

    let empty = desk.post(&address, &[("outcome", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Enter what was done about it"));
    let bea = clerk(&site, "bea@example.org", "Bea Hart").await;
    let done = desk
        .post(&address, &[("outcome", "The time is put right.")])
        .await;
    assert_eq!(done.location(), "/staff/reports");
    bea.post(&address, &[("outcome", "Nothing.")]).await;
    assert!(
        bea.get("/staff/reports")
            .await
            .body
            .contains("A colleague has dealt with the report already.")
    );
    let page = desk.get(&address).await;
    assert!(page.body.contains("The time is put right.") && page.body.contains("Ann Penfold"));
    assert!(
        !desk
            .get("/staff")
            .await
            .body
            .contains("report about a listed event")
    );
    let history = desk.get(&case).await;
    assert!(
        history.body.contains("told us of a problem")
            && history.body.contains("dealt with a report")
    );
    let named = "select count(*) from audit_entry where data::text || subject || actor like '%@%' or data::text like '%2pm%'";
    assert_eq!(
        count(&db, named).await,
        0,
        "the log holds nothing of the person's"
    );
    let log = desk.get("/staff/records/log").await;
    assert!(
        log.body
            .contains(&format!("A visitor reported {reference}"))
    );
    assert!(log.body.contains(&format!(
        "Ann Penfold dealt with a report about {reference}"
    )));
    assert!(
        store::audit::verify(&mut db.acquire().await.unwrap())
            .await
            .expect("the log")
            .is_ok()
    );
}

#[harness::test]
async fn a_report_that_cannot_be_taken_comes_back_as_it_was_typed(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Christmas fair", "5").await;
    let address = format!("/report/{slug}");
    let key = hidden(&site.get(&address).await.body, "key");
    let fields = [
        ("key", key.as_str()),
        ("kind", ""),
        ("words", ""),
        ("name", "</textarea><script>alert(1)</script>"),
        ("email", "\"><script>"),
    ];
    let back = site.post(&address, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Choose what is wrong",
        "Enter what is wrong",
        "like name@example.org",
    ] {
        assert!(back.body.contains(words), "{words}");
    }
    assert!(back.body.contains(&key) && !back.body.contains("<script>"));
    assert!(back.body.contains("value=\"&quot;&gt;&lt;script&gt;\""));
    let unknown = site
        .post(&address, &[("key", &key), ("state", "listed")])
        .await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    let keyless = site
        .post(&address, &[("key", "1"), ("kind", "wrong"), ("words", "a")])
        .await;
    assert_eq!(keyless.status, StatusCode::BAD_REQUEST);
    assert_eq!(count(&db, REPORTS).await, 0);
    assert_eq!(
        site.get("/report/no-such-event-0000").await.status,
        StatusCode::NOT_FOUND
    );
    sqlx::query("update event set taken_down_at = now()")
        .execute(&db)
        .await
        .expect("taken down");
    assert_eq!(site.get(&address).await.status, StatusCode::NOT_FOUND);
}

#[harness::test]
async fn the_same_report_twice_is_one_and_nobody_floods_the_office(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Christmas fair", "5").await;
    let address = format!("/report/{slug}");
    let key = hidden(&site.get(&address).await.body, "key");
    let fields = [("key", key.as_str()), ("kind", "wrong"), ("words", "Twice")];
    for _ in 0..2 {
        let sent = site.post(&address, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(count(&db, REPORTS).await, 1);
    for _ in 0..8 {
        assert_eq!(
            tell(&site, &slug, "wrong", "More").await.status,
            StatusCode::SEE_OTHER
        );
    }
    let more = tell(&site, &slug, "wrong", "Too many").await;
    assert_eq!(more.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(count(&db, REPORTS).await, 9);
    let later = TestSite::at(db.clone(), noon() + TimeDelta::hours(2)).await;
    assert_eq!(
        tell(&later, &slug, "wrong", "Later").await.status,
        StatusCode::SEE_OTHER
    );
}

#[harness::test]
async fn only_staff_read_reports_and_who_told_is_forgotten_after_a_year(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Christmas fair", "5").await;
    tell(&site, &slug, "personal", "My name is on it.").await;
    let id = count(&db, "select id from report").await;
    let address = format!("/staff/reports/{id}");
    for path in ["/staff/reports", address.as_str()] {
        let door = site.another_browser().get(path).await;
        assert!(
            door.status.is_redirection() && !door.body.contains("My name"),
            "{path}"
        );
    }
    let desk = ann(&site).await;
    desk.post(&address, &[("outcome", "Taken out.")]).await;
    let year = noon() + TimeDelta::days(365);
    assert_eq!(
        store::reports::forget_tellers(&db, Past::by_hand(year))
            .await
            .expect("it"),
        0
    );
    let after = year + TimeDelta::seconds(1);
    assert_eq!(
        store::reports::forget_tellers(&db, Past::by_hand(after))
            .await
            .expect("it"),
        1
    );
    let left = "select count(*) from report where words = 'My name is on it.' and email is null and name is null";
    assert_eq!(count(&db, left).await, 1);
}
