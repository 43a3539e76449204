//! Links tell the truth: to the public, to the moderator, and in what was published before.

use crate::support::staff::{ann, list};
use crate::support::{TestSite, coffee_morning};
use sqlx::PgPool;

const LIE: &str = "Apply: [https://www.gov.uk/apply](https://evil.example/steal)";

async fn sent(site: &TestSite) -> String {
    let mut steps = coffee_morning();
    steps[0].1[1].1 = LIE;
    steps[3].1.push(("website", "https://\u{430}pple.example"));
    site.fill_in(&steps).await;
    site.agree_and_send().await
}

#[harness::test]
async fn the_moderator_reads_the_true_host_of_every_link(db: PgPool) {
    let site = TestSite::new(db).await;
    let reference = sent(&site).await;
    let desk = ann(&site).await;
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    for host in ["evil.example", "xn--pple-43d.example"] {
        let shown = format!("leads to <strong class=\"link-host\">{host}</strong>");
        assert!(review.body.contains(&shown), "{host}: {}", review.body);
    }
    assert!(review.body.contains("which is not in plain letters"));
}

#[harness::test]
async fn what_was_published_before_is_rendered_again(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = sent(&site).await;
    let desk = ann(&site).await;
    list(&desk, &reference).await;
    sqlx::query("update event set rendering = 1, description_html = '<p>As it was</p>'")
        .execute(&db)
        .await
        .expect("an old rendering");
    let changed: String = sqlx::query_scalar("select changed_at::text from event")
        .fetch_one(&db)
        .await
        .expect("the event");
    let done = server::jobs::published::render_again(&site.app).await;
    assert_eq!(done.expect("the database answers"), 1);
    let (html, after): (String, String) =
        sqlx::query_as("select description_html, changed_at::text from event")
            .fetch_one(&db)
            .await
            .expect("the event");
    assert!(html.contains("</a> (evil.example)"), "{html}");
    assert_eq!(after, changed, "no change of the event");
    let again = server::jobs::published::render_again(&site.app).await;
    assert_eq!(again.expect("the database answers"), 0);
}
