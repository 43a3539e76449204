//! Messages on the desk: drafts that are read before they go, and messages that are sent again.

use axum::http::StatusCode;
use sqlx::PgPool;

use crate::support::{
    Answer, TestSite,
    database::everybody_confirms,
    hidden,
    staff::{ann, clerk, decide, list},
};

const WORDS: &str = "Come to the office and we will talk.";

/// Refuses an event with a brief response and gives the banner's page.
async fn refuse(desk: &TestSite, reference: &str) -> Answer {
    let more = [
        ("decision", "refuse"),
        ("step", "send"),
        ("reply", "brief"),
        ("message", WORDS),
    ];
    let done = decide(desk, reference, &["commercial"], &more).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    desk.get(done.location()).await
}

/// The newest message to a sender: its number, state, version, subject and words.
async fn newest(db: &PgPool) -> (i64, String, i32, String, String) {
    sqlx::query_as(
        "select id, state, version, subject, body from message where submission_id is not null
         order by id desc limit 1",
    )
    .fetch_one(db)
    .await
    .unwrap()
}

async fn actions(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select action from audit_entry where action like 'message%' order by seq")
        .fetch_all(db)
        .await
        .unwrap()
}

#[harness::test]
async fn a_brief_response_waits_as_a_draft_until_somebody_has_read_it(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let banner = refuse(&ann, &reference).await.body;
    let (id, state, version, subject, body) = newest(&db).await;
    assert_eq!((state.as_str(), version), ("draft", 1));
    let address = format!("/staff/messages/{id}");
    assert!(banner.contains("was refused"), "{banner}");
    assert!(banner.contains(&format!("href=\"{address}\"")), "{banner}");
    assert!(banner.contains("Messages (1 to read)"), "{banner}");
    let list = ann.get("/staff/messages?show=to-read").await.body;
    assert!(list.contains("your event was not listed") && !list.contains("we have your event"));

    let page = ann.get(&address).await.body;
    assert!(
        page.contains(WORDS) && page.contains("Throw it away"),
        "{page}"
    );
    let changed = body.replace(WORDS, "Ring us on Monday.");
    let fields = [
        ("version", "1"),
        ("subject", subject.as_str()),
        ("body", &changed),
        ("step", "keep"),
    ];
    let kept = ann.post(&address, &fields).await;
    assert_eq!(
        (kept.status, kept.location()),
        (StatusCode::SEE_OTHER, address.as_str())
    );
    let page = ann.get(&address).await.body;
    assert!(page.contains("The words are kept") && page.contains("Ring us on Monday."));
    assert!(page.contains("Ann Penfold"), "who changed it is told");

    let version = hidden(&page, "version");
    let fields = [
        ("version", version.as_str()),
        ("subject", "About your event"),
        ("body", &changed),
        ("step", "send"),
    ];
    let sent = ann.post(&address, &fields).await;
    assert_eq!(sent.location(), "/staff/messages");
    let (_, state, version, subject, body) = newest(&db).await;
    assert_eq!(
        (state.as_str(), version, subject.as_str()),
        ("waiting", 3, "About your event")
    );
    assert_eq!(body, changed.trim());
    assert_eq!(actions(&db).await, ["message changed", "message sent on"]);
    let data: Vec<String> =
        sqlx::query_scalar("select data::text from audit_entry where action like 'message%'")
            .fetch_all(&db)
            .await
            .unwrap();
    assert!(data.iter().all(|data| !data.contains("Monday")), "{data:?}");
}

#[harness::test]
async fn a_draft_with_something_wrong_comes_back_with_all_that_was_typed(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    refuse(&ann, &reference).await;
    let (id, ..) = newest(&db).await;
    let address = format!("/staff/messages/{id}");
    let long = "</textarea><b>word</b> ".repeat(1000);
    for (subject, body, problems) in [
        ("  ", "Kept words", vec!["Enter the subject"]),
        ("Kept subject", "\n", vec!["Enter the message"]),
        ("", "", vec!["Enter the subject", "Enter the message"]),
        (
            "Kept subject",
            &long,
            vec!["Message must be 20,000 characters or less"],
        ),
    ] {
        for step in ["send", "keep"] {
            let fields = [
                ("version", "1"),
                ("subject", subject),
                ("body", body),
                ("step", step),
            ];
            let answer = ann.post(&address, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains("<title>Error: "));
            for problem in &problems {
                assert_eq!(answer.body.matches(problem).count(), 2, "{problem}");
            }
            for typed in [subject, body]
                .iter()
                .filter(|typed| typed.starts_with("Kept"))
            {
                assert!(answer.body.contains(typed), "{typed}");
            }
            assert!(!answer.body.contains("<b>word"));
        }
    }
    let (_, state, version, ..) = newest(&db).await;
    assert_eq!((state.as_str(), version), ("draft", 1), "nothing was done");
    for fields in [
        vec![
            ("version", "1"),
            ("subject", "a"),
            ("body", "b"),
            ("step", "burn"),
        ],
        vec![("subject", "a"), ("body", "b"), ("step", "send")],
        vec![("version", "1"), ("state", "sent")],
    ] {
        assert_eq!(
            ann.post(&address, &fields).await.status,
            StatusCode::BAD_REQUEST
        );
    }
}

#[harness::test]
async fn of_two_who_send_one_draft_one_does_and_the_other_is_told(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let (ann, bea) = (
        ann(&site).await,
        clerk(&site, "bea@example.org", "Bea Fuller").await,
    );
    let reference = site.submit_coffee_morning().await;
    refuse(&ann, &reference).await;
    let (id, _, _, subject, body) = newest(&db).await;
    let address = format!("/staff/messages/{id}");
    let by_ann = format!("{body}\n\nBy Ann");
    let by_bea = format!("{body}\n\nBy Bea");
    let fields = |body| {
        [
            ("version", "1"),
            ("subject", subject.as_str()),
            ("body", body),
            ("step", "send"),
        ]
    };
    let (first, second) = (fields(by_ann.as_str()), fields(by_bea.as_str()));
    let (a, b) = tokio::join!(ann.post(&address, &first), bea.post(&address, &second));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let (told, won, typed) = if a.status == StatusCode::CONFLICT {
        (a, "Bea Fuller", "By Ann")
    } else {
        (b, "Ann Penfold", "By Bea")
    };
    assert!(
        told.body
            .contains(&format!("{won} sent it on while you had it open.")),
        "{}",
        told.body
    );
    assert!(told.body.contains("What you had typed") && told.body.contains(typed));
    assert_eq!(actions(&db).await, ["message sent on"]);
    let (_, state, ..) = newest(&db).await;
    assert_eq!(state, "waiting");

    for path in [address.clone(), format!("{address}/throw-away")] {
        let fields: &[(&str, &str)] = if path == address {
            &first
        } else {
            &[("version", "2")]
        };
        let late = ann.post(&path, fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{path}");
    }
    assert_eq!(
        ann.get(&format!("{address}/throw-away")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[harness::test]
async fn a_draft_can_be_thrown_away_and_is_still_kept(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    refuse(&ann, &reference).await;
    let (id, ..) = newest(&db).await;
    let away = format!("/staff/messages/{id}/throw-away");
    let ask = ann.get(&away).await;
    assert_eq!(ask.status, StatusCode::OK);
    assert_eq!(newest(&db).await.1, "draft", "asking does nothing");
    let version = hidden(&ask.body, "version");
    let done = ann.post(&away, &[("version", &version)]).await;
    assert_eq!(done.location(), "/staff/messages");
    let (_, state, _, _, body) = newest(&db).await;
    assert_eq!(state, "cancelled");
    assert!(body.contains(WORDS), "word for word");
    assert!(
        ann.get(done.location())
            .await
            .body
            .contains("was thrown away")
    );
    let case = ann
        .get(&format!("/staff/submissions/{reference}"))
        .await
        .body;
    assert!(case.contains("which was thrown away"), "{case}");
    let again = ann.post(&format!("/staff/messages/{id}/again"), &[]).await;
    assert_eq!(
        again.status,
        StatusCode::CONFLICT,
        "what was thrown away never goes"
    );
}

#[harness::test]
async fn a_council_that_holds_its_messages_reads_every_decision_s_first(db: PgPool) {
    everybody_confirms(&db).await;
    sqlx::query("update site set hold_messages = true")
        .execute(&db)
        .await
        .unwrap();
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    assert_eq!(newest(&db).await.1, "waiting", "a receipt goes at once");
    list(&ann, &reference).await;
    let (id, state, ..) = newest(&db).await;
    assert_eq!(state, "draft");
    let banner = ann.get("/staff").await.body;
    assert!(banner.contains("is listed") && banner.contains(&format!("/staff/messages/{id}")));
}

#[harness::test]
async fn a_message_is_sent_again_as_a_new_one_once(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    site.submit_coffee_morning().await;
    let (id, ..) = newest(&db).await;
    let again = format!("/staff/messages/{id}/again");
    assert_eq!(
        ann.post(&again, &[]).await.status,
        StatusCode::CONFLICT,
        "it still waits"
    );
    for (state, words) in [
        ("sent", "goes out once more"),
        ("failed", "Where the address is wrong"),
        ("unknown", "It may have arrived"),
    ] {
        sqlx::query("delete from message where copy_of is not null")
            .execute(&db)
            .await
            .unwrap();
        sqlx::query("update message set state = $1, sent_at = now() where id = $2")
            .bind(state)
            .bind(id)
            .execute(&db)
            .await
            .unwrap();
        assert!(
            ann.get(&format!("/staff/messages/{id}"))
                .await
                .body
                .contains(words)
        );
        let (a, b) = tokio::join!(ann.post(&again, &[]), ann.post(&again, &[]));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(
            statuses,
            [StatusCode::SEE_OTHER, StatusCode::CONFLICT],
            "{state}"
        );
        let rows: Vec<(i64, String, String, String)> =
            sqlx::query_as("select id, state, message_id, body from message where submission_id is not null order by id")
                .fetch_all(&db)
                .await
                .unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].1.as_str(), rows[1].1.as_str()), (state, "waiting"));
        assert_ne!(rows[0].2, rows[1].2, "another Message-ID");
        assert_eq!(rows[0].3, rows[1].3, "the same words");
        let first = ann.get(&format!("/staff/messages/{id}")).await.body;
        assert!(
            first.contains("Sent again as") && first.contains(&format!("Message {}", rows[1].0))
        );
        let copy = ann
            .get(&format!("/staff/messages/{}", rows[1].0))
            .await
            .body;
        assert!(copy.contains("Sent before as") && copy.contains("Ann Penfold"));
    }
    assert_eq!(actions(&db).await, ["message sent again"; 3]);
}

#[harness::test]
async fn messages_are_listed_by_what_became_of_them(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    site.submit_coffee_morning().await;
    sqlx::query(
        "insert into message (submission_id, kind, recipient, subject, body, message_id, state, sent_at, claimed_at)
         select submission_id, kind, recipient, 'It is ' || other, body, '<' || other || '@test>', other, now(), now()
         from message cross join unnest(array['draft', 'sending', 'sent', 'failed', 'unknown', 'cancelled']) other
         where submission_id is not null",
    )
    .execute(&db)
    .await
    .unwrap();
    for (show, finds) in [
        ("to-read", vec!["draft"]),
        ("waiting", vec!["sending"]),
        ("sent", vec!["sent"]),
        ("not-sent", vec!["failed", "unknown"]),
        ("to-staff", vec![]),
        (
            "nonsense",
            vec!["draft", "sending", "sent", "failed", "unknown", "cancelled"],
        ),
    ] {
        let page = ann.get(&format!("/staff/messages?show={show}")).await;
        assert_eq!(page.status, StatusCode::OK);
        for state in ["draft", "sending", "sent", "failed", "unknown", "cancelled"] {
            let there = page.body.contains(&format!("It is {state}<"));
            assert_eq!(there, finds.contains(&state), "{show}: {state}");
        }
        let notice = page.body.contains("New event to decide: Coffee morning");
        assert_eq!(
            notice,
            matches!(show, "to-staff" | "waiting" | "nonsense"),
            "{show}"
        );
    }
}

#[harness::test]
async fn nobody_handles_a_message_without_signing_in(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    refuse(&ann, &reference).await;
    let (id, ..) = newest(&db).await;
    let stranger = site.another_browser();
    for (path, fields) in [
        (
            format!("/staff/messages/{id}"),
            vec![
                ("version", "1"),
                ("subject", "a"),
                ("body", "b"),
                ("step", "send"),
            ],
        ),
        (
            format!("/staff/messages/{id}/throw-away"),
            vec![("version", "1")],
        ),
        (format!("/staff/messages/{id}/again"), vec![]),
        ("/staff/settings/notices".to_owned(), vec![("new", "off")]),
    ] {
        let answer = stranger.post(&path, &fields).await;
        assert_ne!(answer.location(), "/staff/messages", "{path}");
        assert!(
            !answer.status.is_success() || answer.body.contains("Sign in"),
            "{path}"
        );
    }
    assert_eq!(newest(&db).await.1, "draft");
    assert!(actions(&db).await.is_empty());
}

#[harness::test]
async fn all_that_could_not_be_sent_goes_again_by_one_press_and_each_once(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    for _ in 0..3 {
        site.another_browser().submit_coffee_morning().await;
    }
    for gone in [
        "delete from notice",
        "delete from message where kind <> 'receipt'",
    ] {
        sqlx::query(gone).execute(&db).await.unwrap();
    }
    for made in [
        "update message set state = 'failed', attempts = 9,
                last_error = 'The mail server did not take the mail. It said: “452 ' || id || ' Full”'",
        // To staff; perhaps sent; to an address that its case has no more; asking for one to be confirmed.
        "insert into message (staff_id, kind, recipient, subject, body, message_id, state)
         select id, 'notice', 'staff@example.org', 'Notice', 'Words', '<notice@test>', 'failed' from staff limit 1",
        "insert into message (submission_id, kind, recipient, subject, body, message_id, state)
         select submission_id, 'listed', recipient, 'Perhaps', body, '<perhaps@test>', 'unknown' from message
         where submission_id is not null limit 1",
        "insert into message (submission_id, kind, recipient, subject, body, message_id, state)
         select submission_id, 'listed', 'before@example.org', 'Elsewhere', body, '<before@test>', 'failed' from message
         where submission_id is not null limit 1",
        "insert into message (submission_id, kind, recipient, subject, body, message_id, state)
         select submission_id, 'confirm', recipient, 'Confirm', body, '<confirm@test>', 'failed' from message
         where submission_id is not null limit 1",
    ] {
        sqlx::query(made).execute(&db).await.unwrap();
    }
    let list = ann.get("/staff/messages?show=not-sent").await.body;
    assert!(
        list.contains("href=\"/staff/messages/again\"") && list.contains("Try all failed again"),
        "{list}"
    );
    let page = ann.get("/staff/messages/again").await.body;
    assert!(
        page.contains("4 messages could not be sent and can be tried again")
            && page.contains("3 to people who sent events in, 1 to staff")
            && page.contains("The mail server did not take the mail (3)")
            && page.contains("For a reason that was not noted (1)"),
        "{page}"
    );
    let copies = "select count(*) from message where copy_of is not null";
    let none: i64 = sqlx::query_scalar(copies).fetch_one(&db).await.unwrap();
    assert_eq!(none, 0, "asking sends nothing");
    let press = || ann.post("/staff/messages/again", &[]);
    let (one, two, three) = tokio::join!(press(), press(), press());
    for answer in [one, two, three] {
        assert_eq!(answer.location(), "/staff/messages?show=waiting");
    }
    let again: Vec<(String, String, i64)> = sqlx::query_as(
        "select copy.state, copy.kind, copy.copy_of from message copy where copy_of is not null order by copy_of",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let kinds: Vec<_> = again.iter().map(|(_, kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["receipt", "receipt", "receipt", "notice"]);
    assert!(again.iter().all(|(state, ..)| state == "waiting"));
    assert_eq!(
        actions(&db).await,
        ["messages sent again"],
        "the log has one press"
    );
    let said: serde_json::Value =
        sqlx::query_scalar("select data from audit_entry where action = 'messages sent again'")
            .fetch_one(&db)
            .await
            .unwrap();
    let sent: Vec<i64> = again.iter().map(|(.., copy_of)| *copy_of).collect();
    assert_eq!(said, serde_json::json!({ "messages": sent }));
    let page = ann.get("/staff/messages/again").await.body;
    assert!(page.contains("No message is left to send again."), "{page}");
}

#[harness::test]
async fn what_perhaps_arrived_is_left_as_it_is_or_sent_again_and_then_asks_nobody(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    for _ in 0..2 {
        site.another_browser().submit_coffee_morning().await;
    }
    for gone in [
        "delete from notice",
        "delete from message where kind <> 'receipt'",
    ] {
        sqlx::query(gone).execute(&db).await.unwrap();
    }
    sqlx::query(
        "update message set state = 'unknown', perhaps_sent = true, attempts = 3, copies = 3",
    )
    .execute(&db)
    .await
    .unwrap();
    let queue = ann.get("/staff").await.body;
    assert!(
        queue.contains("Emails that could not be sent, or perhaps were (2)"),
        "{queue}"
    );
    let ids: Vec<i64> = sqlx::query_scalar("select id from message order by id")
        .fetch_all(&db)
        .await
        .unwrap();
    let page = ann.get(&format!("/staff/messages/{}", ids[0])).await.body;
    assert!(
        page.contains("the mail server did not say that it took it")
            && page.contains("Send it again")
            && page.contains("Leave it"),
        "{page}"
    );
    let leave = format!("/staff/messages/{}/leave", ids[0]);
    assert_eq!(
        ann.post(&leave, &[]).await.location(),
        "/staff/messages?show=not-sent"
    );
    let twice = ann.post(&leave, &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.body.contains("It was left as it is already"));
    assert!(twice.body.contains("Ann Penfold"), "who left it is told");
    let queue = ann.get("/staff").await.body;
    assert!(queue.contains("or perhaps were (1)"), "{queue}");
    ann.post(&format!("/staff/messages/{}/again", ids[1]), &[])
        .await;
    let queue = ann.get("/staff").await.body;
    assert!(!queue.contains("or perhaps were"), "{queue}");
    let late = ann
        .post(&format!("/staff/messages/{}/leave", ids[1]), &[])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(
        actions(&db).await,
        ["message left as it is", "message sent again"]
    );
}
