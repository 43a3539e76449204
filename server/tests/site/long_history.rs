//! A desk with much behind it: lists are counted and paged through a stretch at a time, and nothing is out of reach.

use axum::http::StatusCode;
use sqlx::PgPool;

use crate::support::{
    Answer, TestSite,
    staff::{administrator, ann, list},
};

/// So many listed events that are over, copied from the one that is listed: "Fair 1" was decided on and was on last.
/// Each has a message to its sender and an entry in the log.
async fn copies(db: &PgPool, many: i32) {
    let statements = [
        "insert into submission (reference, send_key, answers_digest, sender_name, sender_email, group_name, received_at,
                                 waiting_since)
         select 'WO-' || translate(to_char(n, 'FM0000'), '01', 'CD'), gen_random_uuid(), '', sender_name, sender_email, group_name,
                received_at - n * interval '1 day', received_at - n * interval '1 day'
         from submission, generate_series(1, $1) n where state = 'listed'",
        "insert into revision (submission_id, number, details, answers)
         select submission.id, 1, details || jsonb_build_object('title', 'Fair ' || (received - received_at::date)), answers
         from revision
         cross join (select received_at::date as received from submission where state = 'listed') first
         cross join submission where state = 'waiting' and $1 > 0",
        "insert into decision (submission_id, revision_id, kind, staff_id, policy_version_id, decided_at)
         select copy.id, revision.id, 'list', decision.staff_id, policy_version_id, copy.received_at
         from decision cross join submission copy join revision on revision.submission_id = copy.id
         where copy.state = 'waiting' and $1 > 0",
        "insert into message (submission_id, kind, recipient, subject, body, state, message_id, created_at, sent_at)
         select id, 'listed', sender_email, 'Message of ' || findable, '', 'sent', 'copy-' || id, received_at, received_at
         from submission where state = 'waiting' and $1 > 0",
        "insert into event (submission_id, revision_id, slug, title, summary, description_html, event_type, place, cost_kind, cost,
                            listed_at, changed_at)
         select submission.id, revision.id, 'copy-' || submission.id, revision.details->>'title', '', '', event_type, place,
                cost_kind, cost, received_at, received_at
         from event cross join submission join revision on revision.submission_id = submission.id
         where submission.state = 'waiting' and $1 > 0",
        "insert into occurrence (event_id, day, all_day, starts_at, over_at)
         select event.id, received_at::date, true, received_at, received_at
         from event join submission on submission.id = submission_id where submission.state = 'waiting' and $1 > 0",
        "update submission set state = 'listed' where state = 'waiting' and $1 > 0",
    ];
    for statement in statements {
        sqlx::query(statement)
            .bind(many)
            .execute(db)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

/// A site with one listed event to come and so many that are over.
async fn with_copies(db: &PgPool, many: i32) -> TestSite {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    list(&desk, &reference).await;
    copies(db, many).await;
    desk
}

/// The address of the link with these words.
fn link(page: &Answer, words: &str) -> Option<String> {
    let end = page.body.find(&format!(">{words}<"))?;
    let start = page.body[..end].rfind("href=\"")? + "href=\"".len();
    let address = &page.body[start..];
    Some(address[..address.find('"')?].replace("&amp;", "&"))
}

#[harness::test]
async fn each_long_list_is_counted_to_two_hundred_and_goes_on_from_there(db: PgPool) {
    let desk = with_copies(&db, 230).await;
    for (path, words, first, last) in [
        ("/staff/records", "records", "Fair 1<", "Fair 230<"),
        (
            "/staff/records?state=listed",
            "records",
            "Fair 1<",
            "Fair 230<",
        ),
        ("/staff/records?q=fair", "records", "Fair 1<", "Fair 230<"),
        (
            "/staff/listed",
            "listed events",
            "Coffee morning",
            "Fair 230<",
        ),
        ("/staff/messages", "messages", "Message of wo-", "fair 230 "),
        (
            "/staff/messages?show=sent",
            "messages",
            "fair 1 ",
            "fair 230 ",
        ),
    ] {
        let newest = desk.get(path).await;
        assert_eq!(newest.status, StatusCode::OK, "{path}");
        assert!(newest.body.contains("Page 1 of 10"), "{path}");
        assert!(newest.body.contains(first), "{path}: {}", newest.body);
        assert!(!newest.body.contains(">Further "), "{path}");
        let much = newest.body.contains("More than 200 ");
        assert_eq!(much, !path.contains("messages"), "{path}");

        let separator = if path.contains('?') { '&' } else { '?' };
        let end = desk.get(&format!("{path}{separator}page=1000")).await;
        assert!(end.body.contains("Page 10 of 10"), "{path}");
        let next = link(&end, &format!("Further {words}")).expect(path);
        let further = desk.get(&next).await;
        assert!(
            further.body.contains("Page 1 of 2"),
            "{path}: {}",
            further.body
        );
        let rest = desk.get(&format!("{next}&page=2")).await;
        assert!(rest.body.contains(last), "{path}: {}", rest.body);
        assert!(!rest.body.contains(">Further "), "{path}");
        let back = link(&rest, &format!("Back to the first {words}"));
        assert_eq!(back.as_deref(), Some(path), "{path}");
    }
}

#[harness::test]
async fn every_row_of_a_long_list_is_on_one_page_and_no_other(db: PgPool) {
    let desk = with_copies(&db, 230).await;
    let mut seen = Vec::new();
    let mut address = "/staff/records".to_owned();
    loop {
        let page = desk.get(&address).await;
        let rows = page.body.split("class=\"cell-title\"").skip(1);
        seen.extend(
            rows.filter_map(|row| Some(row.split_once('>')?.1.split_once('<')?.0.to_owned())),
        );
        match link(&page, "Next page").or_else(|| link(&page, "Further records")) {
            Some(next) => address = next,
            None => break,
        }
    }
    let mut all: Vec<String> = (1..=230).map(|n| format!("Fair {n}")).collect();
    all.insert(0, "Coffee morning".to_owned());
    assert_eq!(seen, all);
}

#[harness::test]
async fn the_log_goes_on_where_its_first_stretch_ends(db: PgPool) {
    let desk = with_copies(&db, 0).await;
    let mut connection = db.acquire().await.unwrap();
    for n in 0..230 {
        let at = crate::support::noon() + chrono::TimeDelta::minutes(n);
        let data = serde_json::json!({});
        store::audit::append(
            &mut connection,
            at,
            "sender",
            "note written",
            "WO-7K4P",
            data,
        )
        .await
        .unwrap();
    }
    drop(connection);
    let of = "/staff/records/log?reference=WO-7K4P&who=sender";
    let end = desk.get(&format!("{of}&page=10")).await;
    assert!(end.body.contains("More than 200 entries."), "{}", end.body);
    let rest = desk
        .get(&link(&end, "Further entries").expect("a link"))
        .await;
    assert!(rest.body.contains("30 further entries."), "{}", rest.body);
    // The first of them all, after which none comes.
    let last = desk.get(&link(&rest, "Next page").expect("a link")).await;
    assert!(last.body.contains("Page 2 of 2") && !last.body.contains(">Further entries<"));
}

#[harness::test]
async fn words_are_looked_for_as_they_are_typed(db: PgPool) {
    let desk = with_copies(&db, 3).await;
    sqlx::query(
        "update revision set details = details || '{\"title\": \"100% wool_fair\\\\\"}' where details->>'title' = 'Fair 2'",
    )
    .execute(&db)
    .await
    .unwrap();
    for (words, found) in [
        ("100%25", "1 record."),
        ("%25", "1 record."),
        ("L_F", "1 record."),
        ("_", "1 record."),
        ("%5C", "1 record."),
        ("fair 2", "1 record."), // as it is listed
        ("fair 9", "No records match."),
        ("friends of the hall", "4 records."),
        ("wo-", "4 records."),
    ] {
        let words = words.replace(' ', "+");
        let page = desk.get(&format!("/staff/records?q={words}")).await;
        assert!(page.body.contains(found), "{words}: {}", page.body);
    }
}

#[harness::test]
async fn what_became_of_a_sender_is_told_of_the_newest(db: PgPool) {
    let desk = with_copies(&db, 520).await;
    let waiting = desk.another_browser();
    let reference = waiting.submit_coffee_morning().await;
    let queue = desk.get("/staff").await;
    let words = "100 listed, 0 refused of the newest 100";
    assert!(queue.body.contains(words), "{}", queue.body);
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    let words = "Of the newest 100 events 100 were listed, 0 refused";
    assert!(review.body.contains(words), "{}", review.body);
    let sender = desk
        .get(&format!("/staff/submissions/{reference}/sender"))
        .await;
    let words = "Of each only the newest 500 are counted.";
    assert!(sender.body.contains(words), "{}", sender.body);
}

#[harness::test]
async fn counts_of_events_end_at_two_hundred(db: PgPool) {
    with_copies(&db, 201).await;
    let site = TestSite::new(db).await;
    let root = administrator(&site).await;
    let kinds = root.get("/staff/settings/kinds").await;
    assert!(
        kinds.body.contains("More than 200 events"),
        "{}",
        kinds.body
    );
}
