//! What is printed: the noticeboard, the magazine's text and posters, against a real database.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use sqlx::PgPool;

use crate::support::{TestSite, coffee_morning, staff};

/// The sentence of clause 5.4.
const DISCLAIMER: &str = "does not accept any responsibility for the events advertised";

/// Lists an event of this title on a day of December 2026; gives its slug.
pub async fn listed(site: &TestSite, title: &str, day: &str) -> String {
    let browser = site.another_browser();
    let mut steps: [(&str, Vec<(&str, &str)>); 5] = coffee_morning();
    steps[0].1[0] = ("title", title);
    steps[1].1[0] = ("day", day);
    browser.fill_in(&steps).await;
    let reference = browser.agree_and_send().await;
    let address = format!("{}@example.org", reference.to_lowercase());
    let desk = staff::clerk(site, &address, "Cleo Clerk").await;
    staff::list(&desk, &reference).await;
    sqlx::query_scalar(
        "select slug from event join submission on submission.id = submission_id where reference = $1",
    )
    .bind(&reference)
    .fetch_one(&site.app.db)
    .await
    .expect("the event")
}

#[harness::test]
async fn a_sheet_has_the_days_asked_for_and_the_way_to_the_live_page(db: PgPool) {
    let site = TestSite::new(db).await;
    listed(&site, "Christmas fair", "5").await;
    listed(&site, "Hogmanay", "31").await;
    let three_weeks = site.get("/noticeboard").await;
    assert_eq!(three_weeks.status, StatusCode::OK);
    assert!(three_weeks.body.contains("22 November to 12 December 2026"));
    assert!(three_weeks.body.contains("Christmas fair"));
    assert!(!three_weeks.body.contains("Hogmanay"));
    assert!(three_weeks.body.contains("aria-label=\"QR code for http"));
    assert!(three_weeks.body.contains(DISCLAIMER));
    for (asked, words) in [
        ("week=this", "22 November 2026"),
        ("week=next", "23 November to 29 November 2026"),
        ("weeks=1", "22 November to 28 November 2026"),
    ] {
        assert!(
            three_weeks
                .body
                .contains(&format!("/noticeboard?{asked}\"")),
            "{asked}"
        );
        let sheet = site.get(&format!("/noticeboard?{asked}")).await;
        assert!(sheet.body.contains(words), "{asked}: {}", sheet.body);
    }
    let december = site.get("/noticeboard?month=2026-12&large=yes").await;
    assert!(december.body.contains("Hogmanay") && december.body.contains("paper-large"));
    let odd = site.get("/noticeboard?weeks=%00&month=x&colour=red").await;
    assert_eq!(
        odd.status,
        StatusCode::OK,
        "an odd address is the usual sheet"
    );
}

#[harness::test]
async fn a_sheet_that_has_not_changed_is_not_sent_again_and_sets_no_cookie(db: PgPool) {
    let site = TestSite::new(db).await;
    for address in ["/noticeboard", "/noticeboard/text", "/noticeboard/text.txt"] {
        let first = site.get(address).await;
        assert_eq!(first.header("set-cookie"), "", "{address}");
        assert!(!first.body.contains("<script"), "{address}");
        let again = Request::get(address)
            .header(header::IF_NONE_MATCH, first.header("etag"))
            .body(Body::empty())
            .expect("a request");
        assert_eq!(
            site.send(again).await.status,
            StatusCode::NOT_MODIFIED,
            "{address}"
        );
    }
}

#[harness::test]
async fn the_magazine_s_text_is_the_same_on_the_page_and_in_the_file(db: PgPool) {
    let site = TestSite::new(db).await;
    listed(&site, "Fish & <chips> supper", "5").await;
    let file = site.get("/noticeboard/text.txt?month=2026-12").await;
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert!(
        file.body
            .contains("Saturday 5 December 2026\n10am to midday: Fish & <chips> supper. "),
        "{}",
        file.body
    );
    assert!(file.body.contains(DISCLAIMER));
    let page = site.get("/noticeboard/text?month=2026-12").await;
    assert!(
        page.body
            .contains("10am to midday: Fish &amp; &lt;chips&gt; supper. ")
    );
    assert!(page.body.contains("readonly"));
}

#[harness::test]
async fn an_event_has_a_poster_until_it_is_taken_down(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Christmas fair", "5").await;
    let page = site.get(&format!("/events/{slug}")).await;
    assert!(
        page.body
            .contains(&format!("href=\"/events/{slug}/poster\""))
    );
    let poster = site.get(&format!("/events/{slug}/poster")).await;
    assert_eq!(poster.status, StatusCode::OK);
    assert!(poster.body.contains("Saturday 5 December 2026"));
    assert!(
        poster.body.contains(&format!("/events/{slug}\" ")),
        "its code leads to its page"
    );
    assert!(poster.body.contains(DISCLAIMER));
    sqlx::query("update event set taken_down_at = now()")
        .execute(&db)
        .await
        .expect("taken down");
    let gone = site.get(&format!("/events/{slug}/poster")).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(!gone.body.contains("Christmas fair"));
    let none = site.get("/events/no-such-event-0000/poster").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[harness::test]
async fn a_sheet_says_when_the_doors_open_and_that_it_holds_no_more(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    listed(&site, "Christmas fair", "5").await;
    sqlx::query(
        "update revision set details = jsonb_set(details, '{dates}',
               jsonb_build_object('sittings', details->'dates', 'doors', '09:30:00'))",
    )
    .execute(&db)
    .await
    .expect("doors");
    for address in ["/noticeboard", "/noticeboard/text.txt?month=2026-12"] {
        let told = site.get(address).await.body;
        assert!(told.contains("Doors open at 9:30am."), "{address}: {told}");
        assert!(!told.contains("than fits here"), "{address}: {told}");
    }
    sqlx::query(
        "insert into occurrence (event_id, day, all_day, starts_at, ends_at, over_at)
         select event.id, '2026-12-06', false, at, at + interval '1 minute', at + interval '1 minute'
         from event, generate_series(timestamptz '2026-12-06 08:00Z', '2026-12-06 13:00Z', interval '1 minute') at",
    )
    .execute(&db)
    .await
    .expect("more dates than a sheet holds");
    for address in ["/noticeboard", "/noticeboard/text.txt?month=2026-12"] {
        let told = site.get(address).await.body;
        let words = "There is more from Sunday 6 December 2026 on than fits here.";
        assert!(told.contains(words), "{address}");
    }
}
