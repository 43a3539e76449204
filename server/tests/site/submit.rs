//! The form, from the first answer to the receipt, against a real database.

use crate::support::{self, TestSite, coffee_morning, hidden};
use axum::http::StatusCode;
use chrono::{Days, TimeDelta};
use domain::clock::Past;
use sqlx::PgPool;

async fn count(db: &PgPool, table: &'static str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
        .fetch_one(db)
        .await
        .expect("a count")
}

#[harness::test]
async fn an_event_is_sent_in_and_everything_that_belongs_to_it_is_stored(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = site.submit_coffee_morning().await;

    let receipt = site.get(&format!("/submit/sent/{reference}")).await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert!(receipt.body.contains(&reference), "{}", receipt.body);
    assert!(
        !receipt.body.contains("alex@example.org"),
        "the receipt tells nobody's details"
    );

    for (table, rows) in [
        ("submission", 1),
        ("revision", 1),
        ("declaration", 1),
        ("message", 2),
        ("audit_entry", 1),
        ("consent", 0),
        ("draft", 0),
    ] {
        assert_eq!(count(&db, table).await, rows, "{table}");
    }
    let (recipient, body): (String, String) =
        sqlx::query_as("select recipient, body from message where kind = 'receipt'")
            .fetch_one(&db)
            .await
            .expect("the receipt mail");
    assert_eq!(recipient, "alex@example.org");
    assert!(
        body.contains(&reference) && body.contains("Coffee morning") && body.contains("final"),
        "{body}"
    );
}

#[harness::test]
async fn policy_5_2_the_declaration_is_kept_with_its_words_version_policy_and_time(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.submit_coffee_morning().await;
    let (wording, version, policy, at): (String, String, String, chrono::DateTime<chrono::Utc>) =
        sqlx::query_as(
            "select wording, wording_version, policy_version.name, agreed_at
         from declaration join policy_version on policy_version.id = policy_version_id",
        )
        .fetch_one(&db)
        .await
        .expect("the declaration");
    assert_eq!(wording, domain::submission::DECLARATION);
    assert_eq!(version, domain::submission::DECLARATION_VERSION);
    assert_eq!(policy, "October 2023");
    assert_eq!(at, support::noon());
}

#[harness::test]
async fn policy_4_5_a_detail_is_published_only_with_its_own_tick(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let mut steps = coffee_morning();
    steps[4]
        .1
        .extend([("telephone", "01632 960456"), ("show-telephone", "yes")]);
    site.fill_in(&steps).await;
    site.agree_and_send().await;
    let consents: Vec<(String, String)> = sqlx::query_as("select detail, wording from consent")
        .fetch_all(&db)
        .await
        .expect("the consents");
    assert_eq!(consents.len(), 1);
    assert_eq!(consents[0].0, "telephone");
    let details: serde_json::Value = sqlx::query_scalar("select details from revision")
        .fetch_one(&db)
        .await
        .expect("a revision");
    assert_eq!(details["contact"]["telephone"], "01632 960456");
    assert!(details["contact"]["email"].is_null(), "{details}");
    assert!(!details.to_string().contains("alex@example.org"));
}

#[harness::test]
async fn every_problem_of_a_step_is_told_at_once_and_every_answer_stays(db: PgPool) {
    let site = TestSite::new(db).await;
    let answer = site
        .post(
            "/submit/event",
            &[
                ("title", ""),
                ("description", "  two  spaces & <b>bold</b>"),
                ("type", "no-such-type"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<title>Error: "));
    assert!(answer.body.contains("There is a problem"));
    assert!(
        answer.body.contains("Enter the event&#39;s title")
            || answer.body.contains("Enter the event's title"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("href=\"#type\""));
    assert!(
        answer
            .body
            .contains("  two  spaces &amp; &lt;b&gt;bold&lt;/b&gt;"),
        "{}",
        answer.body
    );

    let again = site.get("/submit/event").await;
    assert!(
        again
            .body
            .contains("  two  spaces &amp; &lt;b&gt;bold&lt;/b&gt;"),
        "a reload keeps what was typed"
    );
    assert!(!again.body.contains("There is a problem"));
}

#[harness::test]
async fn four_thousand_words_come_back_with_advice_and_not_one_less(db: PgPool) {
    let site = TestSite::new(db).await;
    let essay = "“bats” – and\tmore\n".repeat(2000);
    let answer = site
        .post(
            "/submit/event",
            &[
                ("title", &"T".repeat(200)),
                ("description", &essay),
                ("type", "talk"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Title must be 80 characters or less"));
    assert!(
        answer
            .body
            .contains("Description must be 4,000 characters or less")
    );
    assert!(answer.body.contains(essay.trim_end()));
    let reloaded = site.get("/submit/event").await;
    assert!(reloaded.body.contains(essay.trim_end()));
}

#[harness::test]
async fn a_draft_survives_a_restart(db: PgPool) {
    let before = TestSite::new(db.clone()).await;
    before.fill_in(&coffee_morning()[..3]).await;
    let cookie = before.cookie("draft").expect("the draft's cookie");
    drop(before);

    let after = TestSite::new(db).await;
    after.set_cookie("draft", &cookie);
    assert!(
        after
            .get("/submit/event")
            .await
            .body
            .contains("value=\"Coffee morning\"")
    );
    assert!(
        after.get("/submit").await.body.contains("Coffee morning"),
        "the start offers to go on"
    );
}

#[harness::test]
async fn only_the_hash_of_the_draft_s_cookie_is_stored_and_the_cookie_is_out_of_reach(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let answer = site
        .post(
            "/submit/event",
            &[
                ("title", "Tea"),
                ("description", "Tea."),
                ("type", "coffee"),
            ],
        )
        .await;
    let set = answer.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"] {
        assert!(set.contains(attribute), "{set}");
    }
    let cookie = site.cookie("draft").expect("the cookie");
    assert!(cookie.len() >= 32, "128 bits or more");
    let stored: String =
        sqlx::query_scalar("select encode(token_hash, 'escape') || answers::text from draft")
            .fetch_one(&db)
            .await
            .expect("the draft");
    assert!(!stored.contains(&cookie));
}

#[harness::test]
async fn a_form_left_for_more_than_seven_days_is_gone_and_says_so(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()[..2]).await;
    let later = TestSite::at(db.clone(), support::noon() + Days::new(8)).await;
    later.set_cookie("draft", &site.cookie("draft").expect("the cookie"));
    let page = later.get("/submit/where").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("7 days"), "{}", page.body);
    store::drafts::forget_old(&db, Past::by_hand(later.app.now()))
        .await
        .expect("the job");
    assert_eq!(count(&db, "draft").await, 0);
}

#[harness::test]
async fn an_answer_to_a_form_that_is_gone_starts_a_new_one_with_that_answer(db: PgPool) {
    let site = TestSite::new(db).await;
    let (step, fields) = coffee_morning()[4].clone();
    assert_eq!(
        site.post(&format!("/submit/{step}"), &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let check = site.get("/submit/check").await;
    assert_eq!(
        check.location(),
        "/submit/event?then=check",
        "the first step that is missing"
    );
    assert!(
        site.get("/submit/you")
            .await
            .body
            .contains("alex@example.org"),
        "nothing typed is lost"
    );
}

#[harness::test]
async fn two_windows_on_two_steps_do_not_undo_each_other(db: PgPool) {
    let site = TestSite::new(db).await;
    let steps = coffee_morning();
    site.fill_in(&steps[..1]).await;
    let (where_, more) = (steps[2].1.clone(), steps[3].1.clone());
    let (first, second) = tokio::join!(
        site.post("/submit/where", &where_),
        site.post("/submit/more", &more)
    );
    assert_eq!(
        (first.status, second.status),
        (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER)
    );
    site.fill_in(&[steps[1].clone(), steps[4].clone()]).await;
    assert_eq!(site.get("/submit/check").await.status, StatusCode::OK);
}

#[harness::test]
async fn sending_twice_leads_to_the_same_receipt_and_one_submission(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()).await;
    let page = site.get("/submit/check").await;
    let (key, digest) = (hidden(&page.body, "key"), hidden(&page.body, "digest"));
    let fields = [("key", &*key), ("digest", &*digest), ("agree", "yes")];
    let first = site.post("/submit/check", &fields).await;
    let second = site.post("/submit/check", &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.location(), second.location());
    for table in ["submission", "revision", "audit_entry"] {
        assert_eq!(count(&db, table).await, 1, "{table}");
    }
    assert_eq!(
        count(&db, "message").await,
        2,
        "to confirm, and the receipt"
    );
}

#[harness::test]
async fn twenty_presses_at_once_send_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()).await;
    let page = site.get("/submit/check").await;
    let (key, digest) = (hidden(&page.body, "key"), hidden(&page.body, "digest"));
    let cookie = site.cookie("draft").expect("the cookie");
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let browser = site.another_browser();
        browser.set_cookie("draft", &cookie);
        let (key, digest) = (key.clone(), digest.clone());
        presses.spawn(async move {
            browser
                .post(
                    "/submit/check",
                    &[("key", &key), ("digest", &digest), ("agree", "yes")],
                )
                .await
        });
    }
    let answers = presses.join_all().await;
    let receipts: std::collections::BTreeSet<&str> =
        answers.iter().map(support::Answer::location).collect();
    assert!(
        answers
            .iter()
            .all(|answer| answer.status == StatusCode::SEE_OTHER)
    );
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    assert_eq!(count(&db, "submission").await, 1);
    assert_eq!(count(&db, "audit_entry").await, 1);
}

#[harness::test]
async fn answers_changed_in_another_window_are_not_sent_unseen(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()).await;
    let shown = site.get("/submit/check").await;
    site.post(
        "/submit/event?then=check",
        &[
            ("title", "Tea morning"),
            ("description", "Tea."),
            ("type", "coffee"),
        ],
    )
    .await;
    let (key, digest) = (hidden(&shown.body, "key"), hidden(&shown.body, "digest"));
    let sent = site
        .post(
            "/submit/check",
            &[("key", &key), ("digest", &digest), ("agree", "yes")],
        )
        .await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    assert!(
        sent.body.contains("changed in another window") && sent.body.contains("Tea morning"),
        "{}",
        sent.body
    );
    assert_eq!(count(&db, "submission").await, 0);

    let agreed = site.agree_and_send().await;
    assert!(agreed.starts_with("WO-"));
}

#[harness::test]
async fn the_same_key_with_other_answers_is_refused(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()).await;
    let page = site.get("/submit/check").await;
    let (key, digest) = (hidden(&page.body, "key"), hidden(&page.body, "digest"));
    site.post(
        "/submit/check",
        &[("key", &key), ("digest", &digest), ("agree", "yes")],
    )
    .await;
    let forged = site
        .post(
            "/submit/check",
            &[("key", &key), ("digest", "0000"), ("agree", "yes")],
        )
        .await;
    assert_eq!(forged.status, StatusCode::CONFLICT);
    assert_eq!(count(&db, "submission").await, 1);
}

#[harness::test]
async fn nothing_is_sent_without_the_agreement(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()).await;
    let page = site.get("/submit/check").await;
    let (key, digest) = (hidden(&page.body, "key"), hidden(&page.body, "digest"));
    let sent = site
        .post("/submit/check", &[("key", &key), ("digest", &digest)])
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.body.contains("href=\"#agree\""));
    assert_eq!(count(&db, "submission").await, 0);
}

#[harness::test]
async fn a_date_that_passes_while_the_form_is_open_is_found_at_the_send(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let mut steps = coffee_morning();
    steps[1].1[0] = ("day", "24");
    steps[1].1[1] = ("month", "11");
    site.fill_in(&steps).await;
    let page = site.get("/submit/check").await;
    let later = TestSite::at(db.clone(), support::noon() + Days::new(3)).await;
    later.set_cookie("draft", &site.cookie("draft").expect("the cookie"));
    let (key, digest) = (hidden(&page.body, "key"), hidden(&page.body, "digest"));
    let sent = later
        .post(
            "/submit/check",
            &[("key", &key), ("digest", &digest), ("agree", "yes")],
        )
        .await;
    assert_eq!(sent.location(), "/submit/check");
    let check = later.get("/submit/check").await;
    assert_eq!(check.location(), "/submit/when?then=check");
    let step = later.get(check.location()).await;
    assert!(
        step.body.contains("Event date must be in the future"),
        "{}",
        step.body
    );
    assert_eq!(count(&db, "submission").await, 0);
}

#[harness::test]
async fn change_links_come_back_to_the_check_page(db: PgPool) {
    let site = TestSite::new(db).await;
    site.fill_in(&coffee_morning()).await;
    assert!(
        site.get("/submit/check")
            .await
            .body
            .contains("/submit/when?then=check#day")
    );
    let fields = coffee_morning()[1].1.clone();
    assert_eq!(
        site.post("/submit/when?then=check", &fields)
            .await
            .location(),
        "/submit/check"
    );
}

#[harness::test]
async fn save_and_come_back_later_keeps_even_wrong_answers(db: PgPool) {
    let site = TestSite::new(db).await;
    let answer = site
        .post(
            "/submit/event",
            &[
                ("title", ""),
                ("description", "half a"),
                ("type", ""),
                ("save", "later"),
            ],
        )
        .await;
    assert_eq!(answer.location(), "/submit/later");
    let later = site.get("/submit/later").await;
    assert_eq!(later.status, StatusCode::OK);
    assert!(later.body.contains("29 November 2026"), "{}", later.body);
    assert!(site.get("/submit/event").await.body.contains("half a"));
}

#[harness::test]
async fn start_again_forgets_what_was_typed(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()[..1]).await;
    assert_eq!(
        site.post("/submit/start-again", &[]).await.location(),
        "/submit/event"
    );
    assert_eq!(count(&db, "draft").await, 0);
    assert!(site.cookie("draft").is_none());
}

#[harness::test]
async fn another_date_adds_a_row_and_keeps_what_is_there(db: PgPool) {
    let site = TestSite::new(db).await;
    site.fill_in(&coffee_morning()[..1]).await;
    let answer = site
        .post(
            "/submit/when",
            &[
                ("day", "5"),
                ("month", "12"),
                ("year", "2026"),
                ("start", "1pm"),
                ("finish", "3.30pm"),
                ("repeats", "dates"),
                ("add", "date"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = site.get(answer.location()).await;
    assert!(
        page.body.contains("name=\"day-2\"") && page.body.contains("value=\"3.30pm\""),
        "{}",
        page.body
    );
}

#[harness::test]
async fn two_sittings_on_one_day_and_past_midnight_are_understood(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let mut steps = coffee_morning();
    steps[1].1 = vec![
        ("day", "31"),
        ("month", "December"),
        ("year", "2026"),
        ("start", "13:00"),
        ("finish", "15:30"),
        ("repeats", "dates"),
        ("day-2", "31"),
        ("month-2", "12"),
        ("year-2", "26"),
        ("start-2", "8pm"),
        ("finish-2", "1am"),
    ];
    site.fill_in(&steps).await;
    let check = site.get("/submit/check").await;
    assert!(
        check.body.contains("1pm to 3:30pm") && check.body.contains("8pm to 1am the next day"),
        "{}",
        check.body
    );
}

#[harness::test]
async fn a_form_with_fields_of_its_own_invention_is_refused(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    for fields in [
        vec![
            ("title", "a"),
            ("description", "b"),
            ("type", "talk"),
            ("state", "listed"),
        ],
        vec![
            ("title", "a"),
            ("title", "b"),
            ("description", "b"),
            ("type", "talk"),
        ],
    ] {
        let answer = site.post("/submit/event", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(
            answer.body.contains("<h1>") && answer.body.contains("Nothing was saved"),
            "{}",
            answer.body
        );
    }
    assert_eq!(count(&db, "draft").await, 0);
}

#[harness::test]
async fn with_the_database_away_the_answers_stay_on_the_page_and_nothing_is_said_to_be_saved(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    site.app.db.close().await;
    let answer = site
        .post(
            "/submit/event",
            &[
                ("title", "Tea at four"),
                ("description", "Tea."),
                ("type", "coffee"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "60");
    assert!(
        answer.body.contains("Nothing was saved") && answer.body.contains("value=\"Tea at four\""),
        "{}",
        answer.body
    );
    let check = site
        .post(
            "/submit/check",
            &[
                ("key", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
                ("digest", "0"),
                ("agree", "yes"),
            ],
        )
        .await;
    assert_eq!(check.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(check.body.contains("Nothing was saved"), "{}", check.body);
}

#[harness::test]
async fn a_receipt_s_reference_can_be_typed_carelessly_and_an_unknown_one_is_not_found(db: PgPool) {
    let site = TestSite::new(db).await;
    let reference = site.submit_coffee_morning().await;
    let careless = reference.to_lowercase().replace('-', "");
    assert_eq!(
        site.get(&format!("/submit/sent/{careless}")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        site.get("/submit/sent/nonsense").await.status,
        StatusCode::NOT_FOUND
    );
}

#[harness::test]
async fn an_event_later_today_can_be_sent_and_one_that_has_begun_cannot(db: PgPool) {
    let site = TestSite::at(db, support::noon() + TimeDelta::minutes(1)).await;
    site.fill_in(&coffee_morning()[..1]).await;
    let today = |start| {
        [
            ("day", "22"),
            ("month", "11"),
            ("year", "2026"),
            ("start", start),
            ("finish", ""),
            ("repeats", "once"),
        ]
    };
    assert_eq!(
        site.post("/submit/when", &today("2pm")).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        site.post("/submit/when", &today("midday")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
