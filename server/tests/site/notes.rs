//! What staff do besides deciding: notes, taking in hand, rewording, reopening, keying in, reading
//! in turn, and what is pointed out to them.

use axum::http::StatusCode;
use server::commands;
use sqlx::PgPool;

use crate::support::{
    TestSite, coffee_morning, hidden,
    staff::{ann, clerk, decide, list},
};

fn of(reference: &str) -> String {
    format!("/staff/submissions/{reference}")
}

async fn submit(site: &TestSite, changes: &[(usize, &str, &'static str)]) -> String {
    let browser = site.another_browser();
    let mut steps = coffee_morning();
    for (step, name, value) in changes {
        let fields = &mut steps[*step].1;
        fields.retain(|(known, _)| known != name);
        let name: &'static str = match *name {
            "title" => "title",
            "description" => "description",
            "email" => "email",
            _ => "group",
        };
        fields.push((name, value));
    }
    browser.fill_in(&steps).await;
    browser.agree_and_send().await
}

#[harness::test]
async fn a_note_stays_with_the_case_and_an_empty_one_is_asked_for(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let address = format!("{}/note", of(&reference));
    let empty = ann.post(&address, &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Write the note"));
    let kept = ann
        .post(&address, &[("words", "Rang her <b>twice</b>.")])
        .await;
    assert_eq!(kept.location(), of(&reference));
    let page = ann.get(&of(&reference)).await.body;
    assert!(page.contains("wrote a note") && page.contains("Rang her &lt;b&gt;twice&lt;/b&gt;."));
    let data: Vec<String> = sqlx::query_scalar("select data::text from audit_entry")
        .fetch_all(&db)
        .await
        .unwrap();
    assert!(
        data.iter().all(|data| !data.contains("twice")),
        "notes can name people"
    );
    assert_eq!(
        site.post(&address, &[("words", "Not staff")]).await.status,
        StatusCode::UNAUTHORIZED
    );
    let notes: i64 = sqlx::query_scalar("select count(*) from note")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(notes, 1);
}

#[harness::test]
async fn colleagues_see_who_has_a_case_open_and_who_has_it_in_hand(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let ben = clerk(&site, "ben@example.org", "Ben Marsh").await;
    let (first, second) = (
        submit(&site, &[]).await,
        submit(&site, &[(0, "title", "Second")]).await,
    );
    ann.get(&of(&first)).await;
    let page = ben.get(&of(&first)).await.body;
    assert!(page.contains("Ann Penfold has this open too."));
    assert!(ben.get("/staff").await.body.contains("with Ann Penfold"));
    let taken = ann
        .post(&of(&first), &[("step", "take"), ("version", "1")])
        .await;
    assert_eq!(taken.location(), of(&first));
    assert!(
        ben.get(&of(&first))
            .await
            .body
            .contains("Ann Penfold has this in hand")
    );
    let next = ben.get("/staff/next").await;
    assert_eq!(
        next.location(),
        format!("{}?turn=yes", of(&second)),
        "the next is one that nobody has in hand"
    );
    ann.post(&of(&first), &[("step", "put-back"), ("version", "1")])
        .await;
    let page = ben.get(&of(&first)).await.body;
    assert!(!page.contains("has this in hand") && page.contains("had it in hand until now"));
    // What was answered before pressing stays answered.
    let begun = ann
        .post(
            &of(&first),
            &[
                ("step", "take"),
                ("version", "1"),
                ("standard-civil", "fails"),
                ("note", "hm"),
            ],
        )
        .await;
    assert!(
        begun.body.contains(r#"value="fails" checked"#) && begun.body.contains("hm</textarea>")
    );
}

#[harness::test]
async fn cases_are_read_in_turn_until_none_is_left(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let (first, second) = (
        submit(&site, &[]).await,
        submit(&site, &[(0, "title", "Second")]).await,
    );
    assert_eq!(
        ann.get("/staff/next").await.location(),
        format!("{}?turn=yes", of(&first))
    );
    let skipped = ann.get(&format!("/staff/next?after={first}")).await;
    assert_eq!(skipped.location(), format!("{}?turn=yes", of(&second)));
    for (this, then) in [
        (&first, format!("{}?turn=yes", of(&second))),
        (&second, "/staff".to_owned()),
    ] {
        let page = ann.get(&format!("{}?turn=yes", of(this))).await.body;
        let version = hidden(&page, "version");
        let all = ann
            .post(
                &format!("{}?turn=yes", of(this)),
                &[("step", "all"), ("version", &version), ("vouch", "known")],
            )
            .await;
        assert_eq!(
            all.body.matches(r#"value="meets" checked"#).count(),
            7,
            "{}",
            all.body
        );
        let fields = crate::support::staff::answers(&version, &[], &[("decision", "list")]);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
        let done = ann.post(&format!("{}?turn=yes", of(this)), &fields).await;
        assert_eq!(done.location(), then);
    }
}

#[harness::test]
async fn what_staff_reword_is_kept_beside_the_senders_words_and_the_sender_is_told(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let address = format!("{}/wording", of(&reference));
    let reword = |title: &'static str, version: &'static str| {
        [
            ("title", title),
            ("description", "Coffee, cake and a chat. All welcome."),
            ("type", "coffee"),
            ("version", version),
        ]
    };
    let wrong = ann.post(&address, &reword("", "1")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        ann.post(&address, &reword("Coffee and cake", "1"))
            .await
            .location(),
        of(&reference)
    );
    let stale = ann.post(&address, &reword("Too late", "1")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Too late"), "what was typed is kept");
    let page = ann.get(&of(&reference)).await.body;
    assert!(
        page.contains("What we changed in the wording") && page.contains("changed the wording")
    );
    list(&ann, &reference).await;
    let body: String = sqlx::query_scalar(
        "select body from message where kind = 'listed' and submission_id is not null",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert!(
        body.contains("Title, as you wrote it:\nCoffee morning")
            && body.contains("Title, as it reads now:\nCoffee and cake"),
        "{body}"
    );
    assert!(site.get("/").await.body.contains("Coffee and cake"));

    // Of a listed event the new words are public at once, and a mail of its own tells of them.
    let version = hidden(&ann.get(&address).await.body, "version");
    let fields = [
        ("title", "Coffee, cake and talk"),
        ("description", "Coffee, cake and a chat. All welcome."),
        ("type", "coffee"),
        ("version", &version),
    ];
    ann.post(&address, &fields).await;
    assert!(site.get("/").await.body.contains("Coffee, cake and talk"));
    let told: i64 = sqlx::query_scalar("select count(*) from message where kind = 'reworded'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(told, 1);
    let by: Vec<String> = sqlx::query_scalar("select made_by from revision order by number")
        .fetch_all(&db)
        .await
        .unwrap();
    assert_eq!(by, ["sender", "staff", "staff"]);
}

#[harness::test]
async fn spam_is_closed_with_one_press_without_a_word_and_can_be_opened_again(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let closed = ann
        .post(&of(&reference), &[("decision", "spam"), ("version", "1")])
        .await;
    assert_eq!(closed.location(), "/staff");
    let page = ann.get(&of(&reference)).await.body;
    assert!(page.contains("Open it again") && page.contains("No message was written"));
    assert!(ann.get("/staff").await.body.contains("Closed as spam (1)"));
    let version = hidden(&page, "version");
    let opened = ann
        .post(
            &format!("{}/reopen", of(&reference)),
            &[("version", &version)],
        )
        .await;
    assert_eq!(opened.location(), of(&reference));
    let stale = ann
        .post(
            &format!("{}/reopen", of(&reference)),
            &[("version", &version)],
        )
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    list(&ann, &reference).await;
}

#[harness::test]
async fn an_unconfirmed_address_needs_a_reason_before_listing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let fields: Vec<(String, String)> =
        crate::support::staff::answers("1", &[], &[("decision", "list")])
            .into_iter()
            .filter(|(name, _)| name != "vouch")
            .collect();
    let asked = crate::support::staff::post(&ann, &reference, &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("Select why it can be listed although"));
    commands::confirm_address::confirm_as_demo(&db, &reference, site.app.now())
        .await
        .unwrap();
    let done = crate::support::staff::post(&ann, &reference, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[harness::test]
async fn what_is_worth_a_look_is_marked_shown_and_kept_with_the_decision(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let words = "Ring Pat on 07700 900123 & \"friends\" <i>now</i>.";
    let reference = submit(&site, &[(0, "description", words)]).await;
    let page = ann.get(&of(&reference)).await.body;
    assert!(page.contains("<mark>07700 900123</mark>"), "{page}");
    assert!(page.contains("A telephone number is in the description"));
    assert!(!page.contains("<i>now</i>"));
    assert!(ann.get("/staff").await.body.contains("Personal details"));
    list(&ann, &reference).await;
    let kept: serde_json::Value = sqlx::query_scalar("select hints from decision")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(kept[0]["kind"], "telephone", "{kept}");
    assert!(
        ann.get(&of(&reference))
            .await
            .body
            .contains("FoundHints out: A telephone number")
    );
}

#[harness::test]
async fn the_same_event_sent_twice_is_found_and_shown_side_by_side(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let first = submit(&site, &[]).await;
    let second = submit(
        &site,
        &[
            (0, "title", "Coffee morning at the hall"),
            (4, "email", "hall@example.org"),
            (4, "group", "Hall committee"),
        ],
    )
    .await;
    let page = ann.get(&of(&second)).await.body;
    let beside = format!("{}/beside/{first}", of(&second));
    assert!(
        page.contains("Possible duplicate") && page.contains(&beside),
        "{page}"
    );
    let page = ann.get(&beside).await.body;
    assert!(page.contains("same day") && page.contains("<del>") && page.contains("Hall committee"));
    // A refused one is found too.
    decide(
        &ann,
        &first,
        &["suitable"],
        &[("decision", "refuse"), ("step", "send"), ("reply", "none")],
    )
    .await;
    assert!(
        ann.get(&of(&second))
            .await
            .body
            .contains("Possible duplicate")
    );
}

#[harness::test]
async fn staff_key_in_an_event_for_somebody_without_an_email_address(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let begun = ann.post("/staff/key-in/telephone", &[]).await;
    let base = begun
        .location()
        .strip_suffix("/event")
        .expect("the first step")
        .to_owned();
    for (step, mut fields) in coffee_morning() {
        if step == "you" {
            fields = vec![("name", "Ada Fern"), ("telephone", "01632 960456")];
        }
        let answer = ann.post(&format!("{base}/{step}"), &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{step}: {}",
            answer.body
        );
    }
    // Nobody else comes by it, and no cookie leads there.
    assert_eq!(
        site.get(&format!("{base}/check")).await.status,
        StatusCode::SEE_OTHER
    );
    let check = ann.get(&format!("{base}/check")).await.body;
    assert!(check.contains("The sender knows that they are responsible"));
    let fields = [
        ("key", &*hidden(&check, "key")),
        ("digest", &*hidden(&check, "digest")),
        ("agree", "yes"),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let sent = ann.post(&format!("{base}/check"), &fields).await;
    let reference = sent.location().rsplit('/').next().unwrap().to_owned();
    let again = ann.post(&format!("{base}/check"), &fields).await;
    assert_eq!(
        again.location(),
        sent.location(),
        "a second press finds the first"
    );
    let (channel, email, keyed): (String, Option<String>, Option<i64>) =
        sqlx::query_as("select channel, sender_email, keyed_in_by from submission")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(
        (channel.as_str(), email, keyed.is_some()),
        ("telephone", None, true)
    );
    let page = ann.get(&of(&reference)).await.body;
    assert!(page.contains("Taken down by telephone") && page.contains("No email address"));
    assert!(
        !page.contains("Email not confirmed"),
        "staff spoke with the sender"
    );
    list(&ann, &reference).await;
    let mails: i64 =
        sqlx::query_scalar("select count(*) from message where submission_id is not null")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(mails, 0, "there is nobody to write to");
}

#[harness::test]
async fn single_keys_are_turned_off_for_one_and_not_for_others(db: PgPool) {
    let site = TestSite::new(db).await;
    let ann = ann(&site).await;
    let ben = clerk(&site, "ben@example.org", "Ben Marsh").await;
    ann.post("/staff/shortcuts", &[("shortcuts", "off")]).await;
    assert!(!ann.get("/staff").await.body.contains("<script"));
    assert!(ben.get("/staff").await.body.contains("<script"));
    ann.post("/staff/shortcuts", &[("shortcuts", "on")]).await;
    assert!(ann.get("/staff").await.body.contains("<script"));
}
