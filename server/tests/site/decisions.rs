//! Decisions: who wins, what the sender hears, what the public sees, what is refused.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::decision::{Checklist, Decision, Ground, MOVES, Outcome, Reply, State, Vouch};
use server::commands::{
    self,
    decide::{Decided, Deciding},
};
use sqlx::PgPool;

use crate::support::{
    TestSite, coffee_morning, hidden, noon,
    staff::{ann, answers, clerk, decide, list, post},
};

/// What was written to the sender because of the last decision.
async fn last_message(db: &PgPool) -> Option<(String, String, String, String)> {
    sqlx::query_as(
        "select kind, recipient, subject, body from message where decision_id is not null order by id desc limit 1",
    )
    .fetch_optional(db)
    .await
    .unwrap()
}

async fn count(db: &PgPool, table: &'static str) -> i64 {
    let statement = match table {
        "decision" => "select count(*) from decision",
        "event" => "select count(*) from event",
        "occurrence" => "select count(*) from occurrence",
        _ => "select count(*) from message where decision_id is not null",
    };
    sqlx::query_scalar(statement).fetch_one(db).await.unwrap()
}

async fn state(db: &PgPool) -> String {
    sqlx::query_scalar("select state from submission")
        .fetch_one(db)
        .await
        .unwrap()
}

#[harness::test]
async fn of_twenty_decisions_at_once_one_wins_and_nineteen_are_told(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let cookie = ann.cookie("staff").unwrap();
    let fields = answers(
        "1",
        &[],
        &[("decision", "list"), ("note", "typed with care")],
    );
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (browser, reference, fields) =
                (site.another_browser(), reference.clone(), fields.clone());
            browser.set_cookie("staff", &cookie);
            tokio::spawn(async move { post(&browser, &reference, &fields).await })
        })
        .collect();
    let (mut won, mut told) = (0, 0);
    for task in tasks {
        let answer = task.await.unwrap();
        match answer.status {
            StatusCode::SEE_OTHER => won += 1,
            StatusCode::CONFLICT => {
                told += 1;
                assert!(
                    answer.body.contains("Ann Penfold listed it"),
                    "{}",
                    answer.body
                );
                assert!(
                    answer.body.contains("typed with care"),
                    "what was typed is kept"
                );
            }
            other => panic!("{other}: {}", answer.body),
        }
    }
    assert_eq!((won, told), (1, 19));
    for table in ["decision", "event", "message"] {
        assert_eq!(count(&db, table).await, 1, "{table}");
    }
    assert!(
        store::audit::verify(&mut db.acquire().await.unwrap())
            .await
            .unwrap()
            .is_ok()
    );
}

#[harness::test]
async fn of_twenty_transactions_at_once_one_decides(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let policy = store::policy::in_force(&db, noon()).await.unwrap();
    let standards = store::policy::standards(&db, policy.id).await.unwrap();
    let staff: i64 = sqlx::query_scalar("select id from staff")
        .fetch_one(&db)
        .await
        .unwrap();
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let (app, reference) = (site.app.clone(), reference.clone());
            let (policy, standards) = (policy.clone(), standards.clone());
            tokio::spawn(async move {
                let council = app.council();
                let deciding = Deciding {
                    hints: &[],
                    reference: &reference,
                    read_at: 1,
                    staff,
                    policy: &policy,
                    standards: &standards,
                    site: &council.site,
                    now: noon(),
                };
                let unmet = vec!["civil".to_owned()];
                let outcome = match n % 3 {
                    0 => Outcome::List {
                        unconfirmed: Some(Vouch::Known),
                    },
                    1 => Outcome::AskForChanges {
                        unmet,
                        message: "Please".to_owned(),
                    },
                    _ => Outcome::Refuse {
                        ground: Ground::Standards,
                        unmet,
                        reply: Reply::PolicyNotice,
                    },
                };
                let decision = Decision {
                    outcome,
                    checklist: Checklist::default(),
                    note: None,
                };
                commands::decide::decide(&app.db, &deciding, &decision)
                    .await
                    .unwrap()
            })
        })
        .collect();
    let (mut made, mut told) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Decided::Made(_) => made += 1,
            Decided::Overtaken(overtaken) => {
                told += 1;
                assert_eq!(overtaken.by.unwrap().by, "Ann Penfold");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((made, told), (1, 19));
    assert_eq!(
        (count(&db, "decision").await, count(&db, "message").await),
        (1, 1)
    );
    assert!(
        store::audit::verify(&mut db.acquire().await.unwrap())
            .await
            .unwrap()
            .is_ok()
    );
}

#[harness::test]
async fn the_database_knows_the_same_moves_as_the_code_and_refuses_every_other(db: PgPool) {
    let known: Vec<(String, String)> =
        sqlx::query_as("select from_state, to_state from submission_move order by 1, 2")
            .fetch_all(&db)
            .await
            .unwrap();
    let mut moves: Vec<_> = MOVES
        .iter()
        .map(|(from, _, to)| (from.as_str().to_owned(), to.as_str().to_owned()))
        .collect();
    moves.sort();
    assert_eq!(known, moves);

    let site = TestSite::new(db.clone()).await;
    site.submit_coffee_morning().await;
    for from in State::ALL {
        for to in State::ALL {
            let mut transaction = db.begin().await.unwrap();
            sqlx::query("alter table submission disable trigger submission_move_allowed")
                .execute(&mut *transaction)
                .await
                .unwrap();
            let set = "update submission set state = $1";
            sqlx::query(set)
                .bind(from.as_str())
                .execute(&mut *transaction)
                .await
                .unwrap();
            sqlx::query("alter table submission enable trigger submission_move_allowed")
                .execute(&mut *transaction)
                .await
                .unwrap();
            let moved = sqlx::query(set)
                .bind(to.as_str())
                .execute(&mut *transaction)
                .await;
            let legal = from == to || MOVES.iter().any(|(f, _, t)| (*f, *t) == (from, to));
            assert_eq!(moved.is_ok(), legal, "{from:?} to {to:?}: {moved:?}");
            transaction.rollback().await.unwrap();
        }
    }
    let listed_at_once = sqlx::query(
        "insert into submission (reference, state, send_key, answers_digest, sender_name, sender_email)
         values ('WO-XXXX', 'listed', gen_random_uuid(), '', '', '')",
    )
    .execute(&db)
    .await
    .unwrap_err();
    assert!(
        listed_at_once.to_string().contains("starts as waiting"),
        "{listed_at_once}"
    );
}

#[harness::test]
async fn listing_makes_the_event_public_and_writes_to_its_sender(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    assert!(
        !site.get("/").await.body.contains("/events/coffee-morning"),
        "nothing is public before a decision"
    );

    let done = decide(&ann, &reference, &[], &[("decision", "list")]).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/staff")
    );
    let queue = ann.get("/staff").await;
    assert!(
        queue.body.contains("“Coffee morning” is listed."),
        "{}",
        queue.body
    );
    assert!(
        !ann.get("/staff")
            .await
            .body
            .contains("“Coffee morning” is listed."),
        "it is said once"
    );

    let slug: String = sqlx::query_scalar("select slug from event")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(
        site.get("/")
            .await
            .body
            .contains(&format!("/events/{slug}"))
    );
    assert_eq!(
        site.get(&format!("/events/{slug}")).await.status,
        StatusCode::OK
    );
    assert_eq!(state(&db).await, "listed");

    let (kind, recipient, subject, body) = last_message(&db).await.unwrap();
    assert_eq!(
        (kind.as_str(), recipient.as_str()),
        ("listed", "alex@example.org")
    );
    assert!(
        subject.contains("Coffee morning")
            && subject.contains(&reference)
            && !subject.contains('\n'),
        "{subject}"
    );
    assert!(
        body.contains(&format!("http://127.0.0.1:3000/events/{slug}")),
        "{body}"
    );
    assert!(
        body.contains("does not accept any responsibility for the events advertised"),
        "{body}"
    );
    let id: String = sqlx::query_scalar("select message_id from message order by id desc limit 1")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(id.starts_with('<') && id.ends_with("@127.0.0.1>"), "{id}");
}

#[harness::test]
async fn an_event_is_not_listed_unless_every_standard_is_met(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let unmet = decide(
        &ann,
        &reference,
        &["personal"],
        &[("decision", "list"), ("note", "telephone number")],
    )
    .await;
    assert_eq!(unmet.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unmet.body.contains("No personal information"),
        "{}",
        unmet.body
    );
    assert!(unmet.body.contains("telephone number"), "the note is kept");
    assert!(unmet.body.contains("<title>Error: "), "{}", unmet.body);

    let unanswered = post(
        &ann,
        &reference,
        &[
            ("version".into(), "1".into()),
            ("decision".into(), "list".into()),
        ],
    )
    .await;
    assert_eq!(unanswered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        unanswered.body.matches("Answer “").count() % 7,
        0,
        "each of the seven is asked for"
    );
    assert_eq!(
        (state(&db).await.as_str(), count(&db, "decision").await),
        ("waiting", 0)
    );
}

#[harness::test]
async fn asking_for_changes_takes_a_second_page_for_the_words(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;

    let second = decide(
        &ann,
        &reference,
        &["personal"],
        &[("decision", "changes"), ("note", "see 6.9")],
    )
    .await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(
        second.body.contains("No personal information"),
        "{}",
        second.body
    );
    assert!(
        second.body.contains("alex@example.org"),
        "it says who will read it"
    );
    assert_eq!(hidden(&second.body, "note"), "see 6.9");
    assert_eq!(state(&db).await, "waiting", "nothing is done yet");

    let back = decide(
        &ann,
        &reference,
        &["personal"],
        &[
            ("decision", "changes"),
            ("step", "back"),
            ("note", "see 6.9"),
        ],
    )
    .await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.body.contains("see 6.9"));

    let wordless = decide(
        &ann,
        &reference,
        &["personal"],
        &[("decision", "changes"), ("step", "send"), ("message", " ")],
    )
    .await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wordless.body.contains("What needs to change"),
        "{}",
        wordless.body
    );

    let words = "Take out the telephone number.\r\nThen it can be listed.";
    let sent = decide(
        &ann,
        &reference,
        &["personal"],
        &[
            ("decision", "changes"),
            ("step", "send"),
            ("message", words),
        ],
    )
    .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(state(&db).await, "changes_asked");
    let (kind, recipient, _, body) = last_message(&db).await.unwrap();
    assert_eq!(
        (kind.as_str(), recipient.as_str()),
        ("changes", "alex@example.org")
    );
    for part in [
        "Take out the telephone number.",
        "No personal information",
        "Coffee, cake and a chat.",
        &reference,
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    let review = ann.get(&format!("/staff/submissions/{reference}")).await;
    assert!(
        review.body.contains("Changes asked for")
            && review.body.contains("Take out the telephone number."),
        "{}",
        review.body
    );
}

#[harness::test]
async fn a_refusal_with_a_brief_response_says_why_and_what_would_help(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let second = decide(
        &ann,
        &reference,
        &["political", "commercial"],
        &[("decision", "refuse")],
    )
    .await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.body);

    let more = [
        ("decision", "refuse"),
        ("step", "send"),
        ("reply", "brief"),
        ("message", "Come to the office and we will talk."),
    ];
    let done = decide(&ann, &reference, &["political", "commercial"], &more).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(state(&db).await, "refused");
    let (kind, _, _, body) = last_message(&db).await.unwrap();
    assert_eq!(kind, "refused");
    for part in [
        "Come to the office and we will talk.",
        "No political advertising",
        "No commercial promotion or spam",
        "Clause 6.9: Communications from the Council will meet the following criteria",
        "Clause 6.10:",
        "Clause 6.11:",
        "October 2023",
        "What would make it acceptable",
        "The council's decision is final",
        "Coffee, cake and a chat.",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    assert_eq!(
        body.matches("Clause 6.10:").count(),
        1,
        "a clause is told once"
    );
}

#[harness::test]
async fn a_refusal_can_send_the_policy_notice_or_nothing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let first = site.submit_coffee_morning().await;
    let silent = decide(
        &ann,
        &first,
        &["commercial"],
        &[("decision", "refuse"), ("step", "send"), ("reply", "none")],
    )
    .await;
    assert_eq!(silent.status, StatusCode::SEE_OTHER, "{}", silent.body);
    assert_eq!(last_message(&db).await, None, "no message was written");

    let second = site.another_browser().submit_coffee_morning().await;
    let more = [
        ("decision", "refuse"),
        ("step", "send"),
        ("ground", "nature"),
        ("reply", "policy"),
    ];
    let told = decide(&ann, &second, &[], &more).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    let (kind, _, _, body) = last_message(&db).await.unwrap();
    assert_eq!(kind, "policy_notice");
    for part in [
        "the nature of the event",
        "5.3",
        "communications policy",
        "decision is final",
        "Coffee, cake and a chat.",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    let kept: Vec<(String, String)> =
        sqlx::query_as("select ground, reply from decision order by id")
            .fetch_all(&db)
            .await
            .unwrap();
    assert_eq!(
        kept,
        [
            ("standards".into(), "none".into()),
            ("nature".into(), "policy".into())
        ]
    );
}

#[harness::test]
async fn another_ground_than_the_letter_was_read_for_shows_the_letter_again(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let refuse = |ground: &'static str, drawn_for: &'static str| {
        [
            ("decision", "refuse"),
            ("step", "send"),
            ("ground", ground),
            ("drawn-for", drawn_for),
            ("reply", "policy"),
        ]
    };
    let again = decide(&ann, &reference, &["civil"], &refuse("nature", "standards")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("has changed with the ground"));
    assert!(again.body.contains(r#"name="drawn-for" value="nature""#));
    assert!(again.body.contains("The ground is the nature of the event"));
    assert_eq!(hidden(&again.body, "decision"), "refuse");
    let sent = decide(&ann, &reference, &["civil"], &refuse("nature", "nature")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

#[harness::test]
async fn a_refusal_needs_a_ground_and_a_reply(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let groundless = decide(
        &ann,
        &reference,
        &[],
        &[("decision", "refuse"), ("step", "send"), ("reply", "none")],
    )
    .await;
    assert_eq!(groundless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let speechless = decide(
        &ann,
        &reference,
        &["civil"],
        &[("decision", "refuse"), ("step", "send")],
    )
    .await;
    assert_eq!(speechless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = decide(
        &ann,
        &reference,
        &["civil"],
        &[("decision", "refuse"), ("step", "send"), ("reply", "brief")],
    )
    .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(state(&db).await, "waiting");
}

#[harness::test]
async fn spam_is_closed_without_a_reply(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let done = post(
        &ann,
        &reference,
        &[
            ("version".into(), "1".into()),
            ("decision".into(), "spam".into()),
        ],
    )
    .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(state(&db).await, "spam");
    assert_eq!(last_message(&db).await, None);
}

#[harness::test]
async fn a_decision_on_what_has_changed_meanwhile_is_not_made_and_nothing_typed_is_lost(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let (ann, bea) = (
        ann(&site).await,
        clerk(&site, "bea@example.org", "Bea Hart").await,
    );
    let reference = site.submit_coffee_morning().await;
    let at_bea_s = bea.get(&format!("/staff/submissions/{reference}")).await;
    let version = hidden(&at_bea_s.body, "version");
    list(&ann, &reference).await;

    let more = [
        ("decision", "refuse"),
        ("reply", "brief"),
        ("message", "Typed by Bea"),
        ("note", "Noted by Bea"),
        ("step", "send"),
    ];
    let late = post(&bea, &reference, &answers(&version, &["civil"], &more)).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for part in [
        "Ann Penfold listed it",
        "Refuse",
        "Typed by Bea",
        "Noted by Bea",
        "Sunday 22 November 2026",
    ] {
        assert!(late.body.contains(part), "{part} in {}", late.body);
    }
    let first_press = post(
        &bea,
        &reference,
        &answers(&version, &["civil"], &[("decision", "changes")]),
    )
    .await;
    assert_eq!(
        first_press.status,
        StatusCode::CONFLICT,
        "said before the words are typed: {}",
        first_press.body
    );
    assert_eq!(
        (state(&db).await.as_str(), count(&db, "decision").await),
        ("listed", 1)
    );

    let anew = post(&bea, &reference, &answers("2", &["civil"], &more)).await;
    assert_eq!(
        anew.status,
        StatusCode::CONFLICT,
        "what is listed cannot be refused"
    );
}

#[harness::test]
async fn an_event_whose_dates_have_all_passed_meanwhile_is_not_listed(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = site.submit_coffee_morning().await;
    let later = TestSite::at(db.clone(), noon() + TimeDelta::days(14)).await;
    let ann = ann(&later).await;
    let refused = decide(
        &ann,
        &reference,
        &[],
        &[("decision", "list"), ("note", "kept")],
    )
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Its last date is over"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("kept"));
    assert_eq!(
        (state(&db).await.as_str(), count(&db, "event").await),
        ("waiting", 0)
    );
}

#[harness::test]
async fn taking_down_removes_the_event_from_everywhere_at_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let path = format!("/staff/submissions/{reference}/take-down");
    assert_eq!(
        ann.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "nothing is listed yet"
    );
    list(&ann, &reference).await;
    let slug: String = sqlx::query_scalar("select slug from event")
        .fetch_one(&db)
        .await
        .unwrap();

    let confirm = ann.get(&path).await;
    assert_eq!(confirm.status, StatusCode::OK);
    let version = hidden(&confirm.body, "version");
    let reasonless = ann
        .post(&path, &[("version", version.as_str()), ("reason", "")])
        .await;
    assert_eq!(reasonless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&db, "occurrence").await, 1);

    let stale = ann
        .post(
            &path,
            &[
                ("version", "1"),
                ("why", "complaint"),
                ("reason", "A complaint"),
            ],
        )
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);

    let fields = [
        ("version", version.as_str()),
        ("why", "complaint"),
        ("reason", "A complaint"),
        ("notice", "yes"),
    ];
    let done = ann.post(&path, &fields).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/staff/listed"),
        "{}",
        done.body
    );
    assert_eq!(
        (state(&db).await.as_str(), count(&db, "occurrence").await),
        ("taken_down", 0)
    );
    assert!(!site.get("/").await.body.contains("/events/coffee-morning"));
    let page = site.get(&format!("/events/{slug}")).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(
        page.body
            .contains("A post breaching the Council’s Social Media Policy has been removed"),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("Coffee, cake"),
        "nothing of it is left on the page"
    );

    let again = ann.post(&path, &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "a second press is told");
    let review = ann.get(&format!("/staff/submissions/{reference}")).await;
    assert!(
        review.body.contains("Taken down") && review.body.contains("A complaint"),
        "{}",
        review.body
    );
}

#[harness::test]
async fn a_decision_is_stamped_with_the_policy_and_its_checklist(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let more = [
        ("decision", "refuse"),
        ("step", "send"),
        ("reply", "none"),
        ("note", "third time this year"),
    ];
    decide(&ann, &reference, &["civil", "personal"], &more).await;
    let unmet: Vec<String> = sqlx::query_scalar(
        "select key from decision_standard join standard on standard.id = standard_id where not meets order by position",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(unmet, ["civil", "personal"]);
    let answered: i64 = sqlx::query_scalar("select count(*) from decision_standard")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(answered, 7);
    let policy: String = sqlx::query_scalar(
        "select name from decision join policy_version on policy_version.id = policy_version_id",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(policy, "October 2023");
    let review = ann.get(&format!("/staff/submissions/{reference}")).await;
    for part in [
        "Refused",
        "Ann Penfold",
        "October 2023",
        "third time this year",
        "One or more standards are not met",
    ] {
        assert!(review.body.contains(part), "{part} in {}", review.body);
    }
}

#[harness::test]
async fn a_form_with_unknown_or_repeated_fields_is_refused(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    for (name, value) in [
        ("state", "listed"),
        ("version", "1"),
        ("standard-civil", "meets"),
        ("standard-other", "meets"),
    ] {
        let mut fields = answers("1", &[], &[("decision", "list")]);
        fields.push((name.to_owned(), value.to_owned()));
        let refused = post(&ann, &reference, &fields).await;
        assert!(
            refused.status.is_client_error(),
            "{name}: {}",
            refused.status
        );
    }
    let versionless = post(&ann, &reference, &[("decision".into(), "list".into())]).await;
    assert_eq!(versionless.status, StatusCode::BAD_REQUEST);
    assert_eq!(state(&db).await, "waiting");
}

#[harness::test]
async fn hostile_words_are_only_words_on_every_page_of_the_desk(db: PgPool) {
    const HOSTILE: &str =
        "<script>alert(1)</script>\"'><img src=x onerror=alert(2)></textarea></title>";
    let site = TestSite::new(db.clone()).await;
    let ann = clerk(&site, "ann@example.org", "Ann <b>Penfold</b>").await;
    let mut steps = coffee_morning();
    let description = format!("{HOSTILE}\n\n[link](javascript:alert(3))");
    steps[0].1[0].1 = HOSTILE;
    steps[0].1[1].1 = &description;
    steps[4].1[0].1 = HOSTILE;
    steps[4].1[2].1 = HOSTILE;
    site.fill_in(&steps).await;
    let reference = site.agree_and_send().await;
    let case = format!("/staff/submissions/{reference}");

    let more = [("note", HOSTILE), ("message", HOSTILE)];
    let with = |decision: &'static str, step: &'static str| {
        let mut fields = answers("1", &["civil"], &more);
        fields.push(("decision".to_owned(), decision.to_owned()));
        fields.push(("step".to_owned(), step.to_owned()));
        fields
    };
    let mut pages = vec![
        ("queue", ann.get("/staff").await),
        ("review", ann.get(&case).await),
        (
            "checklist again",
            post(&ann, &reference, &with("list", "back")).await,
        ),
        (
            "changes",
            post(&ann, &reference, &with("changes", "")).await,
        ),
        ("refuse", post(&ann, &reference, &with("refuse", "")).await),
        (
            "search",
            ann.get(&format!(
                "/staff/records?q={}",
                "%3Cscript%3Ealert(1)%3C/script%3E"
            ))
            .await,
        ),
    ];
    post(&ann, &reference, &with("changes", "send")).await;
    pages.push((
        "overtaken",
        post(&ann, &reference, &with("changes", "send")).await,
    ));
    pages.push(("decided", ann.get(&case).await));
    pages.push(("records", ann.get("/staff/records").await));
    pages.push(("messages", ann.get("/staff/messages").await));
    let id: i64 = sqlx::query_scalar("select max(id) from message")
        .fetch_one(&db)
        .await
        .unwrap();
    pages.push(("message", ann.get(&format!("/staff/messages/{id}")).await));
    for (name, page) in pages {
        assert!(
            page.status.is_success() || page.status == StatusCode::CONFLICT,
            "{name}: {}",
            page.status
        );
        for markup in [
            "<script>",
            "<img",
            "<b>Penfold",
            "javascript:alert(3)\"",
            "</textarea></title>",
        ] {
            assert!(
                !page.body.contains(markup),
                "{markup} on {name}: {}",
                page.body
            );
        }
    }
    let subjects: Vec<String> = sqlx::query_scalar("select subject from message")
        .fetch_all(&db)
        .await
        .unwrap();
    assert!(
        subjects
            .iter()
            .all(|subject| !subject.contains(['\r', '\n'])),
        "{subjects:?}"
    );
}
