//! The settings: who may open them, the council's words, guidance notes and ready replies.

use crate::support::staff::{PASSWORD, administrator, ann, decide, list};
use crate::support::{TestSite, database::everybody_confirms, hidden};
use axum::http::StatusCode;
use sqlx::PgPool;

/// Every address of the settings that needs an administrator.
const ADDRESSES: [&str; 24] = [
    "/staff/settings",
    "/staff/settings/accounts",
    "/staff/settings/accounts/1",
    "/staff/settings/accounts/1/close",
    "/staff/settings/council",
    "/staff/settings/policy",
    "/staff/settings/policy/1",
    "/staff/settings/policy/draft",
    "/staff/settings/policy/draft/compare",
    "/staff/settings/policy/draft/adopt",
    "/staff/settings/policy/draft/throw-away",
    "/staff/settings/policy/draft/clauses/new",
    "/staff/settings/policy/draft/clauses/1",
    "/staff/settings/policy/draft/clauses/1/remove",
    "/staff/settings/policy/draft/standards/new",
    "/staff/settings/policy/draft/standards/1",
    "/staff/settings/policy/draft/standards/1/remove",
    "/staff/settings/guidance",
    "/staff/settings/guidance/civil",
    "/staff/settings/letters",
    "/staff/settings/letters/refused",
    "/staff/settings/replies",
    "/staff/settings/replies/1/put-away",
    "/staff/settings/blocked",
];

/// Everything that changes a setting, with a form that would do.
const CHANGES: [(&str, &[(&str, &str)]); 19] = [
    (
        "/staff/settings/accounts",
        &[
            ("name", "x"),
            ("email", "x@example.org"),
            ("role", "moderator"),
        ],
    ),
    (
        "/staff/settings/accounts/1",
        &[("name", "x"), ("role", "administrator")],
    ),
    ("/staff/settings/accounts/2/close", &[("reason", "")]),
    ("/staff/settings/accounts/2/open", &[]),
    ("/staff/settings/accounts/2/invite", &[]),
    ("/staff/settings/council", &[("council", "Another council")]),
    ("/staff/settings/policy/draft", &[("step", "begin")]),
    ("/staff/settings/policy/draft/throw-away", &[]),
    (
        "/staff/settings/policy/draft/adopt",
        &[("draft", "2"), ("from", "now")],
    ),
    (
        "/staff/settings/policy/draft/clauses/new",
        &[("number", "9"), ("text", "x")],
    ),
    (
        "/staff/settings/policy/draft/clauses/1/move",
        &[("to", "up")],
    ),
    ("/staff/settings/policy/draft/clauses/1/remove", &[]),
    ("/staff/settings/policy/draft/standards/1/remove", &[]),
    (
        "/staff/settings/guidance/civil",
        &[("guidance", "Another note")],
    ),
    (
        "/staff/settings/replies/1",
        &[("purpose", "changes"), ("name", "x"), ("words", "x")],
    ),
    ("/staff/settings/letters/refused", &[("words", "No.")]),
    ("/staff/settings/replies/1/move", &[("to", "down")]),
    ("/staff/settings/replies/1/put-away", &[]),
    ("/staff/settings/replies/1/bring-back", &[]),
];

async fn audit_entries(db: &PgPool, action: &str) -> i64 {
    sqlx::query_scalar("select count(*) from audit_entry where action = $1")
        .bind(action)
        .fetch_one(db)
        .await
        .unwrap()
}

#[harness::test]
async fn only_an_administrator_opens_the_settings(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (ann, root) = (ann(&site).await, administrator(&site).await);
    let stranger = site.another_browser();
    for address in ADDRESSES {
        let refused = ann.get(address).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{address}");
        assert!(refused.body.contains("Only an administrator"), "{address}");
        assert!(
            refused.body.contains("/staff/settings/notices"),
            "what is one's own stays open"
        );
        assert_eq!(refused.header("cache-control"), "no-store");
        let asked = stranger.get(address).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{address}");
        assert!(asked.location().starts_with("/staff/sign-in"), "{address}");
        let opened = root.get(address).await.status;
        assert!(
            opened == StatusCode::OK
                || (opened == StatusCode::NOT_FOUND && address.contains("draft")),
            "{address}: {opened}"
        );
    }
    for (address, fields) in CHANGES {
        assert_eq!(
            ann.post(address, fields).await.status,
            StatusCode::FORBIDDEN,
            "{address}"
        );
        assert_ne!(
            stranger.post(address, fields).await.status,
            StatusCode::OK,
            "{address}"
        );
    }
    assert_eq!(audit_entries(&db, "council settings changed").await, 0);
    assert_eq!(audit_entries(&db, "policy draft begun").await, 0);
    assert!(ann.get("/staff").await.body.contains("/staff/settings"));
}

#[harness::test]
async fn losing_the_role_counts_at_the_next_request(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    assert_eq!(root.get("/staff/settings").await.status, StatusCode::OK);
    sqlx::query("update staff set role = 'moderator'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(
        root.get("/staff/settings").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(root.get("/staff").await.status, StatusCode::OK);
    assert!(!PASSWORD.is_empty());
}

const COUNCIL: [(&str, &str); 10] = [
    ("council", "Hartfield Parish Council"),
    ("places", "Hartfield and Coleman’s Hatch"),
    ("office-email", "clerk@example.org"),
    ("office-telephone", "01632 960999"),
    ("office-address", "The Old School, Hartfield"),
    ("website", "https://hartfield.example.org"),
    ("policy-url", "https://hartfield.example.org/policy"),
    ("reply-time", "5 working days"),
    ("hold-messages", "yes"),
    ("waiting-days", "4"),
];

#[harness::test]
async fn the_council_s_words_change_on_every_page_at_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let form = root.get("/staff/settings/council").await;
    assert_eq!(form.status, StatusCode::OK);
    assert_eq!(hidden(&form.body, "council"), "Withyham Parish Council");
    assert_eq!(hidden(&form.body, "waiting-days"), "3");

    let saved = root.post("/staff/settings/council", &COUNCIL).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let home = site.get("/").await;
    for part in [
        "Hartfield Parish Council",
        "01632 960999",
        "clerk@example.org",
    ] {
        assert!(home.body.contains(part), "{part}");
    }
    let (hold, days): (bool, i32) = sqlx::query_as("select hold_messages, waiting_days from site")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!((hold, days), (true, 4));
    let data: String = sqlx::query_scalar(
        "select data::text from audit_entry where action = 'council settings changed'",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert!(
        data.contains("office email") && !data.contains("clerk@"),
        "{data}"
    );

    let again = root.post("/staff/settings/council", &COUNCIL).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(
        audit_entries(&db, "council settings changed").await,
        1,
        "nothing changed"
    );
}

#[harness::test]
async fn what_is_wrong_with_them_comes_back_with_every_answer(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let mut fields = COUNCIL;
    fields[2].1 = "office at example";
    fields[5].1 = "javascript:alert(1)";
    fields[9].1 = "many";
    let wrong = root.post("/staff/settings/council", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "Hartfield Parish Council",
        "office at example",
        "javascript:alert(1)",
        "many",
    ] {
        assert!(wrong.body.contains(kept), "{kept}");
    }
    assert_eq!(
        wrong.body.matches("class=\"problem\"").count(),
        3,
        "{}",
        wrong.body
    );
    assert!(site.get("/").await.body.contains("Withyham Parish Council"));
    let odd = root
        .post("/staff/settings/council", &[("id", "false")])
        .await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}

#[harness::test]
async fn a_guidance_note_changes_and_its_former_wording_is_kept(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let list = root.get("/staff/settings/guidance").await;
    assert!(list.body.contains("Lively is fine."), "{}", list.body);
    let note = root.get("/staff/settings/guidance/civil").await;
    assert!(
        note.body
            .contains("Lively is fine. Rude about somebody is not.")
    );

    let saved = root
        .post(
            "/staff/settings/guidance/civil",
            &[("guidance", "Jokes are fine. <b>Insults</b> are not.")],
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let note = root.get("/staff/settings/guidance/civil").await;
    assert!(
        note.body.contains("Jokes are fine. &lt;b&gt;Insults"),
        "{}",
        note.body
    );
    assert!(
        note.body
            .contains("Lively is fine. Rude about somebody is not."),
        "what it said before"
    );
    let public = site.get("/standards").await;
    assert!(!public.body.contains("<b>Insults"));

    let same = [("guidance", "Jokes are fine. <b>Insults</b> are not.")];
    root.post("/staff/settings/guidance/civil", &same).await;
    assert_eq!(
        audit_entries(&db, "guidance changed").await,
        1,
        "the same words change nothing"
    );
    let long = "x".repeat(4001);
    let long = root
        .post("/staff/settings/guidance/civil", &[("guidance", &long)])
        .await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    for nowhere in [
        "/staff/settings/guidance/nothing",
        "/staff/settings/guidance/%00",
    ] {
        assert_eq!(
            root.get(nowhere).await.status,
            StatusCode::NOT_FOUND,
            "{nowhere}"
        );
    }
}

#[harness::test]
async fn the_replies_that_come_with_the_software_can_all_be_filled_in(db: PgPool) {
    let words: Vec<String> = sqlx::query_scalar("select words from reply_template")
        .fetch_all(&db)
        .await
        .unwrap();
    assert!(words.len() >= 9);
    for words in words {
        let filled = domain::replies::Template::parse(&words)
            .expect("it can be filled in")
            .fill(&domain::replies::Values::default());
        assert!(!filled.contains('{'), "{filled}");
        let plain = words.to_lowercase();
        assert!(
            !plain.contains("please") && !plain.contains("sorry"),
            "{words}"
        );
    }
}

#[harness::test]
async fn a_reply_is_added_changed_moved_put_away_and_brought_back(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let new = [
        ("purpose", "changes"),
        ("name", "Too loud"),
        ("words", "“{title}” is too loud, {name}."),
    ];
    let shown = root
        .post(
            "/staff/settings/replies/new",
            &[&new[..], &[("step", "show")]].concat(),
        )
        .await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        shown
            .body
            .contains("“Quiz night and auction” is too loud, Pat Example."),
        "{}",
        shown.body
    );
    assert_eq!(
        audit_entries(&db, "reply added").await,
        0,
        "it was only shown"
    );

    let wrong = [
        ("purpose", "changes"),
        ("name", "Too loud"),
        ("words", "{titel}"),
    ];
    let wrong = root.post("/staff/settings/replies/new", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("{office telephone}") && wrong.body.contains("{titel}"));

    let added = root.post("/staff/settings/replies/new", &new).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let again = root.post("/staff/settings/replies/new", &new).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "its name is taken"
    );

    let id: i64 = sqlx::query_scalar("select id from reply_template where name = 'Too loud'")
        .fetch_one(&db)
        .await
        .unwrap();
    let address = format!("/staff/settings/replies/{id}");
    let names = async || -> Vec<String> {
        sqlx::query_scalar(
            "select name from reply_template where purpose = 'changes' and retired_at is null order by position, id",
        )
        .fetch_all(&db)
        .await
        .unwrap()
    };
    let before = names().await;
    assert_eq!(before.last().unwrap(), "Too loud");
    let moved = root.post(&format!("{address}/move"), &[("to", "up")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    assert_eq!(names().await[before.len() - 2], "Too loud");

    let asked = root.get(&format!("{address}/put-away")).await;
    assert!(asked.body.contains("Too loud"), "{}", asked.body);
    root.post(&format!("{address}/put-away"), &[]).await;
    assert!(!names().await.contains(&"Too loud".to_owned()));
    root.post(&format!("{address}/bring-back"), &[]).await;
    assert!(names().await.contains(&"Too loud".to_owned()));
    for nowhere in ["0", "x", "99999"] {
        let nowhere = format!("/staff/settings/replies/{nowhere}");
        assert_eq!(root.get(&nowhere).await.status, StatusCode::NOT_FOUND);
    }
}

async fn reply(db: &PgPool, purpose: &str, name: &str) -> String {
    sqlx::query_scalar::<_, i64>("select id from reply_template where purpose = $1 and name = $2")
        .bind(purpose)
        .bind(name)
        .fetch_one(db)
        .await
        .unwrap()
        .to_string()
}

#[harness::test]
async fn ready_words_stand_below_what_was_typed_and_all_else_is_kept(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let template = reply(&db, "changes", "The date is not clear").await;
    let fields = [
        ("decision", "changes"),
        ("step", "fill"),
        ("template", template.as_str()),
        ("message", "Hello Alex."),
        ("note", "second time"),
    ];
    let filled = decide(&ann, &reference, &["personal"], &fields).await;
    assert_eq!(filled.status, StatusCode::OK, "{}", filled.body);
    assert!(
        filled.body.contains(
            "Hello Alex.\n\nWe cannot tell for certain when “Coffee morning” takes place."
        ),
        "{}",
        filled.body
    );
    assert!(filled.body.contains("Saturday 5 December 2026"));
    assert_eq!(hidden(&filled.body, "note"), "second time");
    assert_eq!(hidden(&filled.body, "standard-personal"), "fails");

    for none in ["", "0", "x"] {
        let fields = [
            ("decision", "changes"),
            ("step", "fill"),
            ("template", none),
            ("message", "Kept."),
        ];
        let asked = decide(&ann, &reference, &["personal"], &fields).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.body.contains("Select the words to use") && asked.body.contains("Kept."));
    }
    let state: String = sqlx::query_scalar("select state from submission")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(state, "waiting", "nothing is decided yet");

    let template = reply(
        &db,
        "refusal",
        "It says that somebody broke the law or a policy",
    )
    .await;
    let fields = [
        ("decision", "refuse"),
        ("step", "fill"),
        ("template", template.as_str()),
    ];
    let filled = decide(&ann, &reference, &["lawful"], &fields).await;
    assert!(
        filled
            .body
            .contains("formal complaint to Withyham Parish Council at office@example.org")
    );
    assert!(
        filled.body.contains(r#"value="brief" checked"#),
        "{}",
        filled.body
    );
}

#[harness::test]
async fn a_title_in_braces_is_not_filled_in_again(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let mut steps = crate::support::coffee_morning();
    steps[0].1[0].1 = "Evening with {office email} <b>";
    site.fill_in(&steps).await;
    let reference = site.agree_and_send().await;
    let template = reply(&db, "changes", "A promotion to take out").await;
    let fields = [
        ("decision", "changes"),
        ("step", "fill"),
        ("template", template.as_str()),
    ];
    let filled = decide(&ann, &reference, &["commercial"], &fields).await;
    assert!(
        filled
            .body
            .contains("We would like to list “Evening with {office email} &lt;b&gt;”."),
        "{}",
        filled.body
    );
}

#[harness::test]
async fn whoever_takes_an_event_down_can_write_to_its_sender(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    list(&ann, &reference).await;
    let address = format!("/staff/submissions/{reference}/take-down");
    let page = ann.get(&address).await;
    let version = hidden(&page.body, "version");
    let template = reply(&db, "take_down", "Personal details").await;
    let fields = [
        ("version", version.as_str()),
        ("why", "breach"),
        ("reason", "A neighbour’s telephone number"),
        ("message", ""),
        ("step", "fill"),
        ("template", template.as_str()),
    ];
    let filled = ann.post(&address, &fields).await;
    assert_eq!(filled.status, StatusCode::OK, "{}", filled.body);
    assert!(
        filled
            .body
            .contains("We have taken “Coffee morning” off the What’s On page")
    );
    assert!(
        filled.body.contains("A neighbour’s telephone number"),
        "the reason is kept"
    );
    let look = [
        ("version", version.as_str()),
        ("step", "look"),
        ("why", "breach"),
        ("reason", "kept"),
    ];
    assert_eq!(
        ann.post(&address, &look).await.status,
        StatusCode::OK,
        "the Enter key takes nothing down"
    );
    let state: String = sqlx::query_scalar("select state from submission")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(state, "listed");

    let words = "We have taken it off.";
    let fields = [
        ("version", version.as_str()),
        ("why", "breach"),
        ("reason", "A number"),
        ("message", words),
    ];
    let done = ann.post(&address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let (kind, body): (String, String) =
        sqlx::query_as("select kind, body from message order by id desc limit 1")
            .fetch_one(&db)
            .await
            .unwrap();
    assert!(
        kind == "taken_down" && body.contains(words),
        "{kind}: {body}"
    );
}

#[harness::test]
async fn hostile_words_in_the_settings_stay_words_everywhere(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let reference = site.submit_coffee_morning().await;
    let hostile = "</textarea></title><script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    let mut fields = COUNCIL;
    for at in [0, 1, 4, 7] {
        fields[at].1 = hostile;
    }
    let saved = root.post("/staff/settings/council", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let note = [("guidance", hostile)];
    root.post("/staff/settings/guidance/civil", &note).await;
    root.post("/staff/settings/guidance/civil", &[("guidance", "")])
        .await;
    let words = format!("{hostile} {{title}}");
    let words = [
        ("purpose", "changes"),
        ("name", hostile),
        ("words", words.as_str()),
    ];
    let kept = root.post("/staff/settings/replies/new", &words).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let template = reply(&db, "changes", hostile).await;
    let fill = [
        ("decision", "changes"),
        ("step", "fill"),
        ("template", template.as_str()),
    ];
    let mut pages = vec![decide(&root, &reference, &["civil"], &fill).await];
    for address in [
        "/",
        "/standards",
        "/how-we-decide",
        "/staff",
        "/staff/settings/council",
        "/staff/settings/guidance",
        "/staff/settings/guidance/civil",
        "/staff/settings/replies",
        &format!("/staff/settings/replies/{template}"),
        &format!("/staff/settings/replies/{template}/put-away"),
        "/staff/records/log",
    ] {
        pages.push(root.get(address).await);
    }
    for page in pages {
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(
            !page.body.contains("<script>") && !page.body.contains("<img"),
            "{}",
            page.body
        );
    }
}

#[harness::test]
async fn a_letter_in_the_councils_own_words_goes_out_so_and_can_go_back(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let address = "/staff/settings/letters/receipt";
    let own = "{council} has “{title}”, {name}.";
    let shown = root
        .post(address, &[("words", own), ("step", "show")])
        .await;
    assert_eq!(shown.status, StatusCode::OK);
    let preview = "Withyham Parish Council has “Quiz night and auction”, Pat Example.";
    assert!(shown.body.contains(preview), "{}", shown.body);
    for wrong in ["", "{titel}", "{title"] {
        let wrong = root.post(address, &[("words", wrong)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(audit_entries(&db, "letter changed").await, 0);

    let saved = root.post(address, &[("words", own)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    site.submit_coffee_morning().await;
    let body = newest_receipt(&db).await;
    let own = "Withyham Parish Council has “Coffee morning”, Alex Example.";
    assert!(body.contains(own), "{body}");
    assert!(
        body.contains("is not a formal communication") && body.contains("does not accept any"),
        "what the policy asks stays: {body}"
    );

    let back = [("words", "whatever"), ("step", "original")];
    let back = root.post(address, &back).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    site.submit_coffee_morning().await;
    let body = newest_receipt(&db).await;
    assert!(body.contains("Your event has reached Withyham"), "{body}");
    assert_eq!(audit_entries(&db, "letter changed").await, 2);
    assert_eq!(root.get("/staff/settings/letters/x").await.status, 404);
}

async fn newest_receipt(db: &PgPool) -> String {
    sqlx::query_scalar("select body from message where kind = 'receipt' order by id desc limit 1")
        .fetch_one(db)
        .await
        .unwrap()
}
