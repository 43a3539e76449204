//! The council's communications policy, clause by clause: for each row of `docs/policy-map.md` what
//! the software does about it, from outside where that can be.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use domain::submission::{DECLARATION, DECLARATION_VERSION};
use server::{
    config::MailConfig,
    jobs,
    letters::marks::{self, PRIVATE_LINK},
    mail::outbox::{self, Outbox},
};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::time::{Duration, sleep};

use crate::{
    paper::listed,
    reports::tell,
    support::{
        Answer, TestSite, coffee_morning,
        database::everybody_confirms,
        hidden, noon, now_of,
        smtp::Smtp,
        staff::{STANDARDS, administrator, ann, answers, clerk, decide, list, post},
    },
};

const DISCLAIMER: &str = "does not accept any responsibility for the events advertised";
const REMOVED: &str = "A post breaching the Council’s Social Media Policy has been removed";

/// The steps of the form with their answers.
type Steps = [(&'static str, Vec<(&'static str, &'static str)>); 5];

/// The plain event with other answers in one step.
fn with(mut steps: Steps, step: &str, fields: &[(&'static str, &'static str)]) -> Steps {
    let (_, answers) = steps
        .iter_mut()
        .find(|(name, _)| *name == step)
        .expect("a step");
    answers.retain(|(name, _)| fields.iter().all(|(other, _)| name != other));
    answers.extend_from_slice(fields);
    steps
}

/// The plain event under another title.
fn titled(title: &'static str) -> Steps {
    with(coffee_morning(), "event", &[("title", title)])
}

/// Sends an event in from a browser of its own.
async fn send(site: &TestSite, steps: &Steps) -> String {
    let browser = site.another_browser();
    browser.fill_in(steps).await;
    browser.agree_and_send().await
}

/// A private link to a submission, as its receipt has one.
async fn link(site: &TestSite, reference: &str) -> String {
    let id = number(
        &site.app.db,
        "select id from submission where reference = $1",
        reference,
    );
    let receipt = number(
        &site.app.db,
        "select min(message.id) from message join submission on submission.id = submission_id where reference = $1",
        reference,
    );
    let token = store::links::mint(&site.app.db, id.await, receipt.await, site.app.now())
        .await
        .unwrap()
        .expect("the present address");
    format!("/manage/{token}")
}

/// A number that the database has for a reference.
async fn number(db: &PgPool, statement: &'static str, reference: &str) -> i64 {
    sqlx::query_scalar(statement)
        .bind(reference)
        .fetch_one(db)
        .await
        .unwrap()
}

/// One text of the database.
async fn text(db: &PgPool, statement: &'static str) -> String {
    sqlx::query_scalar(statement).fetch_one(db).await.unwrap()
}

/// Texts of the database.
async fn texts(db: &PgPool, statement: &'static str) -> Vec<String> {
    sqlx::query_scalar(statement).fetch_all(db).await.unwrap()
}

async fn count(db: &PgPool, statement: &'static str) -> i64 {
    sqlx::query_scalar(statement).fetch_one(db).await.unwrap()
}

/// The address of a listed submission's page.
async fn public_page(db: &PgPool, reference: &str) -> String {
    let slug: String = sqlx::query_scalar(
        "select slug from event join submission on submission.id = submission_id where reference = $1",
    )
    .bind(reference)
    .fetch_one(db)
    .await
    .unwrap();
    format!("/events/{slug}")
}

/// Refuses a submission for standards that it does not meet.
async fn refuse(desk: &TestSite, reference: &str, unmet: &[&str], more: &[(&str, &str)]) {
    let fields = [&[("decision", "refuse"), ("step", "send")], more].concat();
    let done = decide(desk, reference, unmet, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// Takes a listed event down.
async fn take_down(desk: &TestSite, reference: &str, more: &[(&str, &str)]) {
    let address = format!("/staff/submissions/{reference}/take-down");
    let version = hidden(&desk.get(&address).await.body, "version");
    let fields = [
        &[
            ("version", version.as_str()),
            ("why", "complaint"),
            ("reason", "A complaint"),
        ],
        more,
    ]
    .concat();
    let done = desk.post(&address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// Posts what a check page shows, with the agreement ticked.
async fn agree(browser: &TestSite, address: &str) -> Answer {
    let page = browser.get(address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (key, digest) = (hidden(&page.body, "key"), hidden(&page.body, "digest"));
    let fields = [("key", key.as_str()), ("digest", &digest), ("agree", "yes")];
    browser.post(address, &fields).await
}

/// Changes a step of a submission on its private page and sends the change.
async fn edit(site: &TestSite, link: &str, steps: &Steps, step: &str) {
    let browser = site.another_browser();
    browser.post(&format!("{link}/edit"), &[]).await;
    let (_, fields) = steps
        .iter()
        .find(|(name, _)| *name == step)
        .expect("a step");
    let kept = browser
        .post(&format!("{link}/edit/{step}?then=check"), fields)
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let sent = agree(&browser, &format!("{link}/edit/check")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

fn contains_all(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} in {page}");
    }
}

// 1.7 Who publishes

/// Every address of the router with names and numbers filled in, read from its source so that a new
/// one cannot be forgotten. What takes a submission away stands last.
fn addresses(reference: &str, token: &str) -> Vec<String> {
    let sources = [
        include_str!("../../src/http.rs"),
        include_str!("../../src/http/staff.rs"),
        include_str!("../../src/http/staff/settings.rs"),
        include_str!("../../src/http/staff/second.rs"),
        include_str!("../../src/http/staff/security.rs"),
    ];
    let named = [
        ("{reference}", reference),
        ("{other}", reference),
        ("{token}", token),
        ("{form}", token),
        ("{slug}", "coffee-morning"),
        ("{step}", "event"),
        ("{channel}", "telephone"),
        ("{key}", "civil"),
        ("{passage}", "refused"),
        ("{file}", "480.webp"),
        ("{id}", "1"),
        ("{number}", "1"),
        ("{month}", "2026-12"),
        ("{day}", "2026-12-05"),
        ("{*rest}", "nowhere"),
    ];
    let routes = sources
        .iter()
        .flat_map(|source| source.split(".route(").skip(1))
        .map(|rest| rest.split('"').nth(1).expect("an address").to_owned());
    let mut addresses: Vec<String> = routes
        .map(|route| {
            named
                .iter()
                .fold(route, |route, (name, value)| route.replace(name, value))
        })
        .collect();
    assert!(addresses.len() > 80, "{addresses:?}");
    assert!(
        addresses.iter().all(|address| !address.contains('{')),
        "{addresses:?}"
    );
    addresses.sort_by_key(|address| address.ends_with("/withdraw"));
    addresses
}

/// Forms that would decide, publish or change a setting, if they came from staff.
fn decision_like() -> Vec<Vec<(String, String)>> {
    let plain: [&[(&str, &str)]; 9] = [
        &[],
        &[("version", "1")],
        &[("version", "1"), ("decision", "spam")],
        &[("version", "1"), ("reason", "x"), ("notice", "yes")],
        &[
            ("version", "1"),
            ("title", "Mine"),
            ("description", "Mine"),
            ("type", "coffee"),
        ],
        &[("draft", "1"), ("from", "now")],
        &[("guidance", "Anything goes.")],
        &[("step", "begin")],
        &[("status", "going_ahead")],
    ];
    let owned = |fields: &&[(&str, &str)]| {
        let fields = fields.iter();
        fields
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let mut forms: Vec<_> = plain.iter().map(owned).collect();
    forms.push(answers("1", &[], &[("decision", "list")]));
    let refusal = [("decision", "refuse"), ("step", "send"), ("reply", "none")];
    forms.push(answers("1", &["civil"], &refusal));
    forms
}

/// What only staff may do: what is public, what was decided, how the council has set things up.
async fn staff_work(db: &PgPool) -> Vec<String> {
    let mut work = Vec::new();
    for of in [
        "event",
        "occurrence",
        "decision",
        "decision_standard",
        "sender_block",
        "note",
        "claim",
        "site",
        "venue",
        "event_type",
        "policy_version",
        "policy_clause",
        "standard",
        "guidance_history",
        "reply_template",
        "(select * from revision where made_by = 'staff')",
        "(select id, email, name, role, password_hash, disabled_at from staff)",
    ] {
        let statement = format!(
            "select coalesce(string_agg(it::text, ' ' order by it::text), '') from {of} it"
        );
        let rows: String = sqlx::query_scalar(AssertSqlSafe(statement))
            .fetch_one(db)
            .await
            .unwrap();
        work.push(format!("{of}: {rows}"));
    }
    work
}

/// Where somebody comes who is not signed in.
const DOORS: [&str; 4] = [
    "/staff/sign-in",
    "/staff/sign-out",
    "/staff/welcome",
    "/staff/forgotten",
];

/// Tries every address with every form.
async fn try_everything(browser: &TestSite, addresses: &[String]) {
    let forms = decision_like();
    for address in addresses {
        let seen = browser.get(address).await;
        let desk =
            address.starts_with("/staff") && !DOORS.iter().any(|door| address.starts_with(door));
        if desk {
            asks_to_sign_in(address, &seen);
        }
        for form in &forms {
            let fields: Vec<(&str, &str)> = form
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let done = browser.post(address, &fields).await;
            if desk {
                asks_to_sign_in(address, &done);
            }
        }
    }
}

fn asks_to_sign_in(address: &str, answer: &Answer) {
    assert!(
        answer.status == StatusCode::UNAUTHORIZED
            || answer.location().starts_with("/staff/sign-in"),
        "{address}: {} {}",
        answer.status,
        answer.body
    );
    assert!(!answer.body.contains("Kept back"), "{address}");
}

#[harness::test]
async fn clause_1_7_only_staff_publish_and_no_other_path_leads_to_a_publish(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let listed = send(&site, &titled("Listed tea")).await;
    list(&ann, &listed).await;
    let waiting = send(&site, &titled("Kept back")).await;
    let signed_out = site.another_browser();
    signed_out.set_cookie("staff", &ann.cookie("staff").expect("a session"));
    ann.post("/staff/sign-out", &[]).await;
    let before = staff_work(&db).await;

    // With a private link to what waits in every address that takes one.
    let link = link(&site, &waiting).await;
    let token = link.trim_start_matches("/manage/");
    let addresses = addresses(&waiting, token);
    for browser in [&site.another_browser(), &signed_out] {
        try_everything(browser, &addresses).await;
        assert_eq!(staff_work(&db).await, before);
    }
    assert!(!site.get("/").await.body.contains("Kept back"));
}

#[harness::test]
async fn clause_1_7_what_a_sender_changes_is_public_only_when_staff_have_approved_it(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &titled("Listed tea")).await;
    list(&ann, &reference).await;
    let page = public_page(&db, &reference).await;
    let before = staff_work(&db).await;
    let link = link(&site, &reference).await;
    edit(&site, &link, &titled("Vote for me"), "event").await;
    assert_eq!(staff_work(&db).await, before);
    for address in ["/".to_owned(), page.clone(), format!("{page}.ics")] {
        let body = site.get(&address).await.body;
        assert!(
            body.contains("Listed tea") && !body.contains("Vote for me"),
            "{address}"
        );
    }
    list(&ann, &reference).await;
    assert!(site.get(&page).await.body.contains("Vote for me"));
}

#[harness::test]
async fn clause_1_7_a_councillor_has_no_account_and_the_settings_need_an_administrator(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let councillor = sqlx::query(
        "insert into staff (email, name, role) values ('councillor@example.org', 'Cllr', 'councillor')",
    )
    .execute(&db)
    .await
    .unwrap_err();
    assert!(
        councillor.to_string().contains("staff_role_known"),
        "{councillor}"
    );
    let before = staff_work(&db).await;
    for address in addresses("WO-2222", "nobody") {
        let everybody_s = address == "/staff/settings/notices";
        if address.starts_with("/staff/settings") && !everybody_s {
            let seen = ann.get(&address).await.status;
            let posts_only = seen == StatusCode::METHOD_NOT_ALLOWED;
            assert!(
                seen == StatusCode::FORBIDDEN || posts_only,
                "{address}: {seen}"
            );
            ann.post(&address, &[("guidance", "Anything goes.")]).await;
        }
    }
    assert_eq!(staff_work(&db).await, before);
}

// 4 Mail, records and personal details

/// Brings about a mail of every kind that goes to a sender.
async fn every_mail(site: &TestSite, ann: &TestSite) {
    let db = &site.app.db;
    // Its sender is asked to confirm the address, does, and has another one later.
    let moved = send(site, &titled("Moved")).await;
    outbox::send_due(&site.app).await.unwrap();
    site.confirm_address(&moved).await;
    let elsewhere = with(titled("Moved"), "you", &[("email", "jo@example.org")]);
    edit(site, &link(site, &moved).await, &elsewhere, "you").await;
    let tea = send(site, &titled("Tea")).await;
    site.confirm_address(&tea).await;
    list(ann, &tea).await;
    let address = format!("/staff/submissions/{tea}/wording");
    let version = hidden(&ann.get(&address).await.body, "version");
    let words = [
        ("version", version.as_str()),
        ("title", "Tea for all"),
        ("description", "Tea and a chat."),
        ("type", "coffee"),
    ];
    assert_eq!(
        ann.post(&address, &words).await.status,
        StatusCode::SEE_OTHER
    );
    let link = link(site, &tea).await;
    edit(site, &link, &titled("Tea and buns"), "event").await;
    let lost = [("email", "alex@example.org")];
    assert_eq!(
        site.post("/manage", &lost).await.status,
        StatusCode::SEE_OTHER
    );
    let standing = format!("/staff/submissions/{tea}/standing");
    let said = ann.post(&standing, &[("status", "postponed")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    take_down(ann, &tea, &[("message", "It is not as it was described.")]).await;

    let change = [
        ("decision", "changes"),
        ("step", "send"),
        ("message", "Say when."),
    ];
    let asked = decide(
        ann,
        &confirmed(site, "Unclear").await,
        &["suitable"],
        &change,
    )
    .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    refuse(
        ann,
        &confirmed(site, "Notice").await,
        &["civil"],
        &[("reply", "policy")],
    )
    .await;
    let brief = [("reply", "brief"), ("message", "Come and talk to us.")];
    refuse(ann, &confirmed(site, "Brief").await, &["civil"], &brief).await;
    // A brief response is read once more before it goes.
    let draft = count(db, "select id from message where state = 'draft'").await;
    let page = ann.get(&format!("/staff/messages/{draft}")).await.body;
    let version = hidden(&page, "version");
    let body = text(db, "select body from message where state = 'draft'").await;
    let fields = [
        ("version", version.as_str()),
        ("subject", "About your event"),
        ("body", &body),
        ("step", "send"),
    ];
    let sent = ann.post(&format!("/staff/messages/{draft}"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    every_kind_is_there(db).await;
}

/// An event whose sender has confirmed the address.
async fn confirmed(site: &TestSite, title: &'static str) -> String {
    let reference = send(site, &titled(title)).await;
    site.confirm_address(&reference).await;
    reference
}

/// The kinds that the database knows, but for what is written to staff, and the weekly email.
async fn every_kind_is_there(db: &PgPool) {
    let known = text(
        db,
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'message_kind_known'",
    )
    .await;
    let known: BTreeSet<&str> = known.split('\'').skip(1).step_by(2).collect();
    let written = texts(
        db,
        "select distinct kind from message where staff_id is null",
    )
    .await;
    let written: BTreeSet<&str> = written.iter().map(String::as_str).collect();
    let missing: Vec<_> = known.difference(&written).collect();
    assert_eq!(
        missing,
        [
            &"account",
            &"daily_notices",
            &"notice",
            &"weekly",
            &"weekly_confirm"
        ],
        "a mail of every other kind was written"
    );
}

/// A site whose mail goes to a mail server of the test's.
async fn mailing(db: &PgPool, now: DateTime<Utc>) -> (TestSite, Smtp) {
    let smtp = Smtp::start().await;
    let mail = MailConfig {
        smtp_url: Some(smtp.url()),
        ..MailConfig::default()
    };
    (TestSite::with_mail(db.clone(), now, mail).await, smtp)
}

/// Sends all mail that is due.
async fn send_mail(site: &TestSite) {
    while outbox::send_due(&site.app).await.unwrap() > 0 {}
}

#[harness::test]
async fn clause_4_2_every_mail_goes_out_from_the_council_s_address(db: PgPool) {
    sqlx::query("update site set office_email = 'clerk@parish.example.org'")
        .execute(&db)
        .await
        .unwrap();
    let (site, smtp) = mailing(&db, noon()).await;
    every_mail(&site, &ann(&site).await).await;
    send_mail(&site).await;
    let received = smtp.received();
    let written = "select count(*) from message where state not in ('held', 'cancelled')";
    let written = count(&db, written).await;
    assert_eq!(i64::try_from(received.len()).unwrap(), written);
    for mail in received {
        let parsed = mail.parsed();
        assert_eq!(mail.from, "clerk@parish.example.org");
        for header in [parsed.from(), parsed.reply_to()] {
            let address = header.unwrap().first().unwrap().address();
            assert_eq!(address, Some("clerk@parish.example.org"));
        }
    }
}

#[harness::test]
async fn clause_4_3_every_message_in_and_out_is_kept_word_for_word_with_its_submission(db: PgPool) {
    let (site, smtp) = mailing(&db, noon()).await;
    let ann = ann(&site).await;
    // In: what was typed, spaces and all, in every version.
    let typed = "  Coffee,   cake \r\n\r\n and a chat. £5 “off”  ";
    let steps = with(coffee_morning(), "event", &[("description", typed)]);
    let reference = send(&site, &steps).await;
    let link = link(&site, &reference).await;
    edit(&site, &link, &titled("Second words"), "event").await;
    let answers = texts(
        &db,
        "select answers->'event'->>'description' from revision order by number",
    )
    .await;
    assert_eq!(answers, [typed, "Coffee, cake and a chat. All welcome."]);
    // Out: what a mail server was given is what is kept, but for the link that opens the page.
    every_mail(&site, &ann).await;
    send_mail(&site).await;
    for mail in smtp.received() {
        let kept: String = sqlx::query_scalar("select body from message where message_id = $1")
            .bind(format!("<{}>", mail.id()))
            .fetch_one(&db)
            .await
            .unwrap();
        let mut sent = mail.text();
        let places = marks::linked(&kept).map(marks::private_link_of);
        let kept = places.fold(kept.clone(), |kept, place| {
            kept.replace(&place, PRIVATE_LINK)
        });
        for part in kept.split(PRIVATE_LINK) {
            let at = sent
                .find(part.trim_end())
                .unwrap_or_else(|| panic!("{part} in {sent}"));
            sent.drain(..at + part.trim_end().len());
        }
    }
    // With its submission: each is one press from the case.
    let of_case: Vec<i64> = sqlx::query_scalar(
        "select message.id from message join submission on submission.id = submission_id where reference = $1",
    )
    .bind(&reference)
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(
        of_case.len(),
        3,
        "what asks to confirm the address, the receipt, and the answer to the change"
    );
    let case = ann
        .get(&format!("/staff/submissions/{reference}"))
        .await
        .body;
    for id in of_case {
        assert!(
            case.contains(&format!("/staff/messages/{id}")),
            "{id} in {case}"
        );
    }
    // All of them as a file to keep.
    let file = format!("/staff/submissions/{reference}/messages.txt");
    assert!(case.contains(&file));
    let saved = ann.get(&file).await;
    assert_eq!(saved.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(saved.body.matches("IN: version ").count(), 2);
    assert_eq!(saved.body.matches("OUT: written ").count(), 3);
    contains_all(
        &saved.body,
        &["Second words", "Your event has reached", "Subject: "],
    );
    assert!(!saved.body.contains(PRIVATE_LINK));
    let later = TestSite::at(db.clone(), site.app.now() + chrono::TimeDelta::minutes(16)).await;
    later.set_cookie("staff", &ann.cookie("staff").expect("signed in"));
    let asked = later.get(&file).await;
    assert_eq!(
        asked.status,
        StatusCode::UNAUTHORIZED,
        "an export is for who signed in lately"
    );
    assert!(!asked.body.contains("Your event has reached"));
    let nobody = site.another_browser().get(&file).await;
    assert!(!nobody.body.contains("Your event has reached"));
}

#[harness::test]
async fn clause_4_5_personal_details_are_published_only_with_a_tick_for_each(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let details = ["Alex Example", "alex@example.org", "07700 900321"];
    let ticks = ["show-name", "show-email", "show-telephone"];
    for ticked in 0..8_usize {
        let shown = |detail: usize| ticked >> detail & 1 == 1;
        let mut fields = vec![("telephone", "07700 900321")];
        fields.extend(
            (0..3)
                .filter(|&detail| shown(detail))
                .map(|detail| (ticks[detail], "yes")),
        );
        let reference = send(&site, &with(titled("Tea"), "you", &fields)).await;
        list(&ann, &reference).await;
        let page = public_page(&db, &reference).await;
        let event = site.get(&page).await.body;
        for (detail, words) in details.iter().enumerate() {
            assert_eq!(
                event.contains(words),
                shown(detail),
                "{words} with {ticked:03b}"
            );
        }
        for elsewhere in ["/".to_owned(), format!("{page}.ics")] {
            let body = site.get(&elsewhere).await.body;
            for (detail, words) in details.iter().enumerate() {
                assert!(
                    shown(detail) || !body.contains(words),
                    "{words} on {elsewhere}"
                );
            }
        }
        take_down(&ann, &reference, &[("message", "")]).await;
    }
    let form = site.another_browser();
    form.fill_in(&coffee_morning()[..4]).await;
    let you = form.get("/submit/you").await.body;
    contains_all(
        &you,
        &ticks
            .map(|tick| format!("name=\"{tick}\""))
            .each_ref()
            .map(String::as_str),
    );
    assert!(
        !you.contains(" checked"),
        "nothing is ticked before the sender does"
    );
}

#[harness::test]
async fn clause_4_5_a_mail_goes_to_one_person_and_has_no_copies(db: PgPool) {
    let (site, smtp) = mailing(&db, noon()).await;
    every_mail(&site, &ann(&site).await).await;
    send_mail(&site).await;
    let received = smtp.received();
    assert!(received.len() > 10);
    for mail in received {
        assert_eq!(mail.to.len(), 1, "{:?}", mail.to);
        assert_eq!(
            (mail.count("To"), mail.count("Cc"), mail.count("Bcc")),
            (1, 0, 0)
        );
        let staff = mail.to[0] == "ann@example.org";
        let sender = ["alex@example.org", "jo@example.org"].contains(&mail.to[0].as_str());
        assert!(staff || sender, "{:?}", mail.to);
        let text = mail.text();
        assert!(
            !staff || !text.contains("Alex"),
            "a notice has none of the sender's details: {text}"
        );
    }
}

#[harness::test]
async fn clause_4_5_authenticity_an_unconfirmed_sender_s_event_is_listed_only_with_a_reason(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &coffee_morning()).await;
    let case = format!("/staff/submissions/{reference}");
    let opened = ann.get(&case).await.body;
    assert!(opened.contains("Email not confirmed"), "{opened}");
    let version = hidden(&opened, "version");
    let unvouched = |version: &str| {
        let mut fields = answers(version, &[], &[("decision", "list")]);
        fields.retain(|(name, _)| name != "vouch");
        fields
    };
    let refused = post(&ann, &reference, &unvouched(&version)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .body
            .contains("although the email address is not confirmed"),
        "{}",
        refused.body
    );
    list(&ann, &reference).await;
    assert_eq!(text(&db, "select unconfirmed from decision").await, "known");

    // Opening the link confirms nothing: mail programs do that by themselves.
    let other = send(&site, &coffee_morning()).await;
    let link = link(&site, &other).await;
    site.get(&link).await;
    let case = format!("/staff/submissions/{other}");
    assert!(ann.get(&case).await.body.contains("Email not confirmed"));
    site.post(&format!("{link}/confirm"), &[]).await;
    let confirmed = ann.get(&case).await.body;
    assert!(confirmed.contains("Email confirmed"), "{confirmed}");
    let version = hidden(&confirmed, "version");
    let done = post(&ann, &other, &unvouched(&version)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[harness::test]
async fn clause_4_5_authenticity_a_link_confirms_only_the_address_that_it_was_mailed_to(
    db: PgPool,
) {
    let (site, smtp) = mailing(&db, noon()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &coffee_morning()).await;
    let case = format!("/staff/submissions/{reference}");
    send_mail(&site).await;
    let mailed_to = |address: &str| {
        let received = smtp.received();
        let mail = received.iter().find(|mail| mail.to[0] == address);
        let text = mail.expect("a mail").text();
        let token = text.split("/manage/").nth(1).expect("a link");
        format!("/manage/{}", token.split_whitespace().next().unwrap())
    };
    let first = mailed_to("alex@example.org");
    let other = with(
        coffee_morning(),
        "you",
        &[("email", "stranger@example.org")],
    );
    edit(&site, &first, &other, "you").await;
    let page = site.get(&first).await.body;
    assert!(page.contains("Open the link in that email"), "{page}");
    assert!(!page.contains(&format!("{first}/confirm")), "{page}");
    site.post(&format!("{first}/confirm"), &[]).await;
    edit(&site, &first, &titled("Another title"), "event").await;
    let opened = ann.get(&case).await.body;
    assert!(
        opened.contains("Email not confirmed"),
        "nobody answered from there: {opened}"
    );

    send_mail(&site).await;
    let second = mailed_to("stranger@example.org");
    let page = site.get(&second).await.body;
    assert!(page.contains(&format!("{second}/confirm")), "{page}");
    site.post(&format!("{second}/confirm"), &[]).await;
    assert!(ann.get(&case).await.body.contains("Email confirmed"));
}

/// Words that every hint is there for.
const DOUBTFUL: [(&str, &str); 2] = [
    ("title", "MASSIVE SALE!!! VOTE SMITH"),
    (
        "description",
        "50% off everything, half price, buy now at https://shop.example.org. Vote for Smith, your candidate. \
         Bloody hell. Ring Mrs Brown on 07700 900123, 4 Mill Lane, TN7 4AB. Copyright: reproduced from a brochure.",
    ),
];

#[harness::test]
async fn clause_4_5_only_paid_office_staff_decide_no_job_and_no_rule_does(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let doubtful = with(coffee_morning(), "event", &DOUBTFUL);
    let first = send(&site, &doubtful).await;
    block(&desk, &first, &[("email", "yes")]).await;
    send(&site, &doubtful).await;
    site.post(
        "/submit/event",
        &[("title", "Left lying"), ("description", ""), ("type", "")],
    )
    .await;

    // A year later every job runs, and the whole desk is looked at.
    let (later, _smtp) = mailing(&db, noon() + TimeDelta::days(365)).await;
    let bea = clerk(&later, "bea@example.org", "Bea Hart").await;
    let outbox = Outbox::start(&later.app);
    jobs::start(&later.app);
    for _ in 0..200 {
        let left = count(&db, "select count(*) from draft").await;
        let told = count(&db, "select count(*) from notice where kind = 'waiting'").await;
        let unsent = count(&db, "select count(*) from message where state = 'waiting'").await;
        if (left, unsent) == (0, 0) && told > 0 {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    outbox.finish(Duration::from_secs(5)).await;
    assert_eq!(
        count(&db, "select count(*) from draft").await,
        0,
        "the jobs ran"
    );
    assert!(
        count(&db, "select count(*) from notice where kind = 'waiting'").await > 0,
        "they did"
    );
    for address in addresses(&first, "nobody") {
        bea.get(&address).await;
    }
    let review = bea.get(&format!("/staff/submissions/{first}")).await.body;
    contains_all(&review, &["07700 900123", "50% off"]);
    assert_eq!(
        texts(&db, "select distinct state from submission").await,
        ["waiting"]
    );
    for of in ["decision", "event", "message where decision_id is not null"] {
        let statement = format!("select count(*) from {of}");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(statement))
            .fetch_one(&db)
            .await
            .unwrap();
        assert_eq!(rows, 0, "{of}");
    }
    // And the database has no place for a decision by nobody.
    let nullable = text(
        &db,
        "select is_nullable::text from information_schema.columns
         where table_name = 'decision' and column_name = 'staff_id'",
    );
    assert_eq!(nullable.await, "NO");
}

// 5 The What's On page

#[harness::test]
async fn clause_5_1_listing_is_at_the_council_s_discretion_and_its_decision_is_final(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let start = site.get("/submit").await.body;
    contains_all(
        &start,
        &["at the council’s discretion", "decision is final"],
    );
    let browser = site.another_browser();
    browser.fill_in(&coffee_morning()).await;
    assert!(
        browser
            .get("/submit/check")
            .await
            .body
            .contains("decision is final")
    );
    let reference = browser.agree_and_send().await;
    let receipt = format!("/submit/sent/{reference}");
    for address in [receipt.as_str(), "/standards", "/how-we-decide"] {
        assert!(
            site.get(address).await.body.contains("decision is final"),
            "{address}"
        );
    }
    refuse(&ann, &reference, &["civil"], &[("reply", "policy")]).await;
    let brief = [("reply", "brief"), ("message", "Come and talk to us.")];
    refuse(
        &ann,
        &send(&site, &coffee_morning()).await,
        &["civil"],
        &brief,
    )
    .await;
    let told = texts(
        &db,
        "select body from message where kind in ('receipt', 'policy_notice', 'refused')",
    )
    .await;
    assert_eq!(told.len(), 4);
    for body in told {
        assert!(body.contains("decision is final"), "{body}");
    }
    let link = link(&site, &reference).await;
    assert!(site.get(&link).await.body.contains("decision is final"));
}

#[harness::test]
async fn clause_5_1_only_upcoming_events_are_listed_and_past_ones_leave_by_themselves(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let past = with(coffee_morning(), "when", &[("day", "21"), ("month", "11")]);
    let told = site.post("/submit/when", &past[1].1).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.body.contains("must be in the future"), "{}", told.body);
    let reference = send(&site, &titled("Upcoming tea")).await;
    list(&desk, &reference).await;
    let undecided = send(&site, &titled("Never decided")).await;
    assert!(site.get("/").await.body.contains("Upcoming tea"));

    let later = TestSite::at(db.clone(), noon() + TimeDelta::days(14)).await;
    assert!(
        !later.get("/").await.body.contains("Upcoming tea"),
        "nobody had to take it away"
    );
    let bea = clerk(&later, "bea@example.org", "Bea Hart").await;
    let over = decide(&bea, &undecided, &[], &[("decision", "list")]).await;
    assert_eq!(
        over.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        over.body
    );
}

#[harness::test]
async fn clause_5_2_the_sender_declares_to_be_responsible_and_the_declaration_is_kept(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()).await;
    let page = site.get("/submit/check").await.body;
    contains_all(
        &page,
        &["name=\"agree\"", &DECLARATION.replace('\'', "&#x27;")],
    );
    assert!(!page.contains(" checked"), "the sender ticks it");
    let (key, digest) = (hidden(&page, "key"), hidden(&page, "digest"));
    let unticked = site
        .post("/submit/check", &[("key", &key), ("digest", &digest)])
        .await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&db, "select count(*) from submission").await, 0);
    site.agree_and_send().await;
    let kept: (String, String, String, DateTime<Utc>) = sqlx::query_as(
        "select wording, wording_version, policy_version.name, agreed_at
         from declaration join policy_version on policy_version.id = policy_version_id",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    let told = (DECLARATION, DECLARATION_VERSION, "October 2023", noon());
    assert_eq!(
        (kept.0.as_str(), kept.1.as_str(), kept.2.as_str(), kept.3),
        told
    );
    for part in ["accurate", "standards", "right to use"] {
        assert!(DECLARATION.contains(part), "{part} in {DECLARATION}");
    }
}

#[harness::test]
async fn clause_5_2_what_staff_change_is_kept_beside_the_sender_s_words_and_told(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &titled("COFFEE MORNING")).await;
    let address = format!("/staff/submissions/{reference}/wording");
    let version = hidden(&ann.get(&address).await.body, "version");
    let words = [
        ("version", version.as_str()),
        ("title", "Coffee in the hall"),
        ("description", "Coffee, cake and a chat. All welcome."),
        ("type", "coffee"),
    ];
    let kept = ann.post(&address, &words).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let versions = texts(
        &db,
        "select made_by || ': ' || (details->>'title') from revision order by number",
    )
    .await;
    assert_eq!(
        versions,
        ["sender: COFFEE MORNING", "staff: Coffee in the hall"]
    );
    let case = ann
        .get(&format!("/staff/submissions/{reference}"))
        .await
        .body;
    contains_all(
        &case,
        &["COFFEE MORNING", "Coffee in the hall", "Ann Penfold"],
    );
    list(&ann, &reference).await;
    let told = text(&db, "select body from message where kind = 'listed'").await;
    contains_all(
        &told,
        &[
            "as you wrote it:\nCOFFEE MORNING",
            "as it reads now:\nCoffee in the hall",
        ],
    );
}

#[harness::test]
async fn clause_5_3_a_refusal_names_its_ground_with_the_clauses(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &coffee_morning()).await;
    let groundless = [
        ("decision", "refuse"),
        ("step", "send"),
        ("reply", "policy"),
    ];
    let told = decide(&ann, &reference, &[], &groundless).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    let invented = [&groundless[..], &[("ground", "dislike")]].concat();
    let told = decide(&ann, &reference, &[], &invented).await;
    assert_ne!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    assert_eq!(count(&db, "select count(*) from decision").await, 0);

    refuse(&ann, &reference, &["political"], &[("reply", "policy")]).await;
    let other = send(&site, &coffee_morning()).await;
    refuse(
        &ann,
        &other,
        &[],
        &[("reply", "policy"), ("ground", "nature")],
    )
    .await;
    assert_eq!(
        texts(&db, "select ground from decision order by id").await,
        ["standards", "nature"]
    );
    let mails = texts(
        &db,
        "select body from message where kind = 'policy_notice' order by id",
    )
    .await;
    contains_all(
        &mails[0],
        &["No political advertising (6.9 · 6.10)", "Clause 6.10: "],
    );
    contains_all(
        &mails[1],
        &["The ground is the nature of the event (clause 5.3"],
    );
}

/// The addresses that anybody can open, each step of the form included.
async fn public_addresses(site: &TestSite, reference: &str, page: &str) -> Vec<String> {
    let link = link(site, reference).await;
    let token = link.trim_start_matches("/manage/");
    let mut all: Vec<String> = addresses(reference, token)
        .into_iter()
        .filter(|address| !address.starts_with("/staff"))
        .collect();
    for step in ["when", "where", "more", "you"] {
        all.push(format!("/submit/{step}"));
        all.push(format!("{link}/edit/{step}"));
    }
    all.push(page.to_owned());
    all.push("/nowhere".to_owned());
    all.push(format!("/manage/{}", "0".repeat(48)));
    all
}

#[harness::test]
async fn clause_5_4_the_disclaimer_stands_on_every_public_page_and_calendar_file(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &titled("Tea")).await;
    list(&ann, &reference).await;
    let page = public_page(&db, &reference).await;
    let link = link(&site, &reference).await;
    let visitor = site.another_browser();
    visitor.fill_in(&coffee_morning()).await;
    visitor.post(&format!("{link}/edit"), &[]).await;
    let mut pages = 0;
    for address in public_addresses(&site, &reference, &page).await {
        let shown = visitor.get(&address).await;
        if shown.header("content-type").starts_with("text/html") {
            pages += 1;
            assert!(shown.body.contains(DISCLAIMER), "{address}: {}", shown.body);
        }
    }
    assert!(pages > 30, "{pages} pages were seen");
    let calendar = site.get(&format!("{page}.ics")).await;
    assert_eq!(calendar.status, StatusCode::OK);
    assert!(
        calendar.body.replace("\r\n ", "").contains(DISCLAIMER),
        "{}",
        calendar.body
    );
    for feed in ["/calendar.ics", "/feed.atom", "/events.json", "/embed"] {
        let told = site.get(feed).await.body.replace("\r\n ", "");
        assert!(told.contains(DISCLAIMER), "{feed}: {told}");
    }
    take_down(&ann, &reference, &[("notice", "yes")]).await;
    let gone = site.get(&page).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.body.contains(DISCLAIMER));
}

#[harness::test]
async fn clause_5_4_the_disclaimer_stands_in_every_mail_to_a_sender(db: PgPool) {
    let (site, smtp) = mailing(&db, noon()).await;
    every_mail(&site, &ann(&site).await).await;
    send_mail(&site).await;
    let received = smtp.received();
    let to_sender = received
        .iter()
        .filter(|mail| mail.to[0] == "alex@example.org");
    let mut mails = 0;
    for mail in to_sender {
        mails += 1;
        let html = mail.parsed().body_html(0).unwrap().into_owned();
        for part in [mail.text(), html] {
            let flowing = part.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flowing.contains(DISCLAIMER), "{part}");
        }
    }
    assert!(mails > 10, "{mails}");
}

#[harness::test]
async fn clause_5_4_the_disclaimer_stands_on_every_sheet_and_in_the_weekly_email(db: PgPool) {
    let thursday = noon() + TimeDelta::hours(92);
    let (site, smtp) = mailing(&db, thursday).await;
    let slug = listed(&site, "Tea", "5").await;
    for address in [
        "/noticeboard".to_owned(),
        "/noticeboard?weeks=2&large=yes".to_owned(),
        "/noticeboard/text".to_owned(),
        "/noticeboard/text.txt".to_owned(),
        format!("/events/{slug}/poster"),
    ] {
        let sheet = site.get(&address).await;
        assert!(sheet.body.contains(DISCLAIMER), "{address}: {}", sheet.body);
    }
    sqlx::query("insert into subscriber (email, wording, asked_at, confirmed_at) values ('ann@example.org', 'weekly-1', $1, $1)")
        .bind(noon())
        .execute(&db)
        .await
        .unwrap();
    server::jobs::weekly::by_the_clock(&site.app, now_of(&site.app))
        .await
        .unwrap();
    site.post("/weekly", &[("email", "bea@example.org")]).await;
    send_mail(&site).await;
    let received = smtp.received();
    for reader in ["ann@example.org", "bea@example.org"] {
        let mail = received.iter().find(|mail| mail.to[0] == reader).unwrap();
        let html = mail.parsed().body_html(0).unwrap().into_owned();
        for part in [mail.text(), html] {
            let flowing = part.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flowing.contains(DISCLAIMER), "{part}");
        }
    }
}

// 6 What is said, and how

#[harness::test]
async fn clause_6_3_the_form_says_that_it_is_no_formal_channel_and_names_those_that_are(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let office: (String, String, String) =
        sqlx::query_as("select office_email, office_telephone, office_address from site")
            .fetch_one(&db)
            .await
            .unwrap();
    site.fill_in(&coffee_morning()).await;
    let check = site.get("/submit/check").await.body;
    let reference = site.agree_and_send().await;
    for page in [
        check,
        site.get("/submit").await.body,
        site.get(&format!("/submit/sent/{reference}")).await.body,
        site.get("/how-we-decide").await.body,
        text(&db, "select body from message where kind = 'receipt'").await,
    ] {
        contains_all(
            &page,
            &[
                "not a formal communication with",
                &office.0,
                &office.1,
                &office.2,
            ],
        );
    }
}

#[harness::test]
async fn clause_6_3_staff_key_in_what_came_by_telephone_letter_email_or_in_person(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let steps = with(coffee_morning(), "you", &[("email", "")]);
    let channels = ["telephone", "letter", "email", "in_person"];
    for channel in channels {
        let begun = ann.post(&format!("/staff/key-in/{channel}"), &[]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        let form = begun.location().trim_end_matches("/event").to_owned();
        for (step, fields) in &steps {
            let kept = ann.post(&format!("{form}/{step}"), fields).await;
            assert_eq!(kept.status, StatusCode::SEE_OTHER, "{step}: {}", kept.body);
        }
        let sent = agree(&ann, &format!("{form}/check")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(ann.get(sent.location()).await.status, StatusCode::OK);
    }
    let kept = texts(
        &db,
        "select channel from submission join staff on staff.id = keyed_in_by
         where state = 'waiting' and staff.name = 'Ann Penfold' order by submission.id",
    );
    assert_eq!(kept.await, channels);
    assert_eq!(
        count(&db, "select count(*) from event").await,
        0,
        "each is decided like any other"
    );
}

#[harness::test]
async fn clause_6_9_every_standard_is_answered_and_a_listing_needs_all_to_be_met(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &coffee_morning()).await;
    let review = ann
        .get(&format!("/staff/submissions/{reference}"))
        .await
        .body;
    let clauses = [
        "5.3 · 6.8",
        "6.9",
        "6.9",
        "6.9",
        "6.9",
        "6.9 · 6.10",
        "6.10 · 6.11",
    ];
    let mut from = 0;
    for (key, clauses) in STANDARDS.iter().zip(clauses) {
        let field = format!("name=\"standard-{key}\"");
        let at = review[from..]
            .find(&field)
            .unwrap_or_else(|| panic!("{key}, in its order"))
            + from;
        assert!(review[from..at].contains(clauses), "{clauses} beside {key}");
        from = at;
    }
    assert!(
        !review.contains("value=\"meets\" checked"),
        "nothing is answered for staff"
    );
    for key in STANDARDS {
        let unmet = decide(&ann, &reference, &[key], &[("decision", "list")]).await;
        assert_eq!(
            unmet.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{key} not met"
        );
        let version = hidden(&review, "version");
        for decision in ["list", "refuse"] {
            let more = [("decision", decision), ("step", "send"), ("reply", "none")];
            let mut fields = answers(&version, &[], &more);
            fields.retain(|(name, _)| *name != format!("standard-{key}"));
            let unanswered = post(&ann, &reference, &fields).await;
            assert_eq!(
                unanswered.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{key} not answered"
            );
        }
    }
    assert_eq!(text(&db, "select state from submission").await, "waiting");
    list(&ann, &reference).await;
    let answered = texts(
        &db,
        "select key from decision_standard join standard on standard.id = standard_id where meets order by position",
    );
    assert_eq!(answered.await, STANDARDS);
}

#[harness::test]
async fn clause_6_10_and_6_11_guidance_tells_a_ticket_price_from_a_promotion(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (ann, root) = (ann(&site).await, administrator(&site).await);
    let reference = send(&site, &coffee_morning()).await;
    let case = format!("/staff/submissions/{reference}");
    let guidance = "A ticket price is fine: a class with a fee, a fair with stalls. \
                    A sale, a discount or an advertisement for a business is not.";
    for page in [ann.get(&case).await, site.get("/standards").await] {
        contains_all(&page.body, &[guidance, "No political advertising", "6.11"]);
    }
    let note = [("guidance", "A raffle is fine. A sale is not.")];
    let address = "/staff/settings/guidance/commercial";
    assert_eq!(
        root.post(address, &note).await.status,
        StatusCode::SEE_OTHER
    );
    for page in [ann.get(&case).await, site.get("/standards").await] {
        contains_all(&page.body, &["A raffle is fine. A sale is not."]);
        assert!(!page.body.contains(guidance));
    }
    // A price alone is no ground, a promotion is.
    let priced = with(
        coffee_morning(),
        "more",
        &[("cost", "paid"), ("price", "£5")],
    );
    let priced = send(&site, &priced).await;
    list(&ann, &priced).await;
    refuse(&ann, &reference, &["commercial"], &[("reply", "policy")]).await;
    let told = text(&db, "select body from message where kind = 'policy_notice'").await;
    contains_all(
        &told,
        &[
            "No commercial promotion or spam (6.10 · 6.11)",
            "Clause 6.11: ",
        ],
    );
}

#[harness::test]
async fn clause_6_12_a_refusal_chooses_no_message_the_policy_notice_or_a_brief_response(
    db: PgPool,
) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &coffee_morning()).await;
    let silent = [("decision", "refuse"), ("step", "send")];
    let unchosen = decide(&ann, &reference, &["civil"], &silent).await;
    assert_eq!(
        unchosen.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        unchosen.body
    );
    contains_all(
        &unchosen.body,
        &["value=\"none\"", "value=\"policy\"", "value=\"brief\""],
    );
    let template = text(
        &db,
        "select id::text from reply_template where purpose = 'refusal' and name = 'Already listed'",
    )
    .await;
    let fill = [
        ("decision", "refuse"),
        ("step", "fill"),
        ("template", template.as_str()),
    ];
    let filled = decide(&ann, &reference, &["civil"], &fill).await;
    assert!(
        filled
            .body
            .contains("“Coffee morning” is on the What’s On page already"),
        "{}",
        filled.body
    );

    refuse(&ann, &reference, &["civil"], &[("reply", "none")]).await;
    for (reply, message) in [("policy", ""), ("brief", "Come and talk to us.")] {
        let reference = send(&site, &coffee_morning()).await;
        refuse(
            &ann,
            &reference,
            &["civil"],
            &[("reply", reply), ("message", message)],
        )
        .await;
    }
    assert_eq!(
        texts(&db, "select reply from decision order by id").await,
        ["none", "policy", "brief"]
    );
    let told = texts(
        &db,
        "select kind || ' ' || state from message where decision_id is not null order by id",
    );
    assert_eq!(told.await, ["policy_notice waiting", "refused draft"]);
}

/// Blocks the sender of a submission until a day in December.
async fn block(desk: &TestSite, reference: &str, whom: &[(&str, &str)]) {
    let until = [
        ("reason", "Four advertisements in a month."),
        ("review-day", "1"),
        ("review-month", "12"),
        ("review-year", "2026"),
    ];
    let address = format!("/staff/submissions/{reference}/sender/block");
    let done = desk.post(&address, &[whom, &until].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[harness::test]
async fn clause_6_13_a_listed_event_is_taken_down_from_everywhere_at_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    for notice in [true, false] {
        let reference = send(&site, &titled("Bad tea")).await;
        list(&ann, &reference).await;
        let page = public_page(&db, &reference).await;
        let file = format!("{page}.ics");
        let seen = [
            "/",
            page.as_str(),
            &file,
            "/calendar.ics",
            "/feed.atom",
            "/events.json",
            "/embed",
        ];
        for address in seen {
            assert!(
                site.get(address).await.body.contains("Bad tea"),
                "{address}"
            );
        }
        let old = site.get("/").await.header("etag").to_owned();
        let more: &[(&str, &str)] = if notice { &[("notice", "yes")] } else { &[] };
        take_down(&ann, &reference, more).await;
        for address in seen {
            assert!(
                !site.get(address).await.body.contains("Bad tea"),
                "{address}"
            );
        }
        assert_ne!(
            site.get("/").await.header("etag"),
            old,
            "a copy that is kept is not good any more"
        );
        let gone = site.get(&page).await;
        assert_eq!(gone.status, StatusCode::GONE);
        assert_eq!(gone.body.contains(REMOVED), notice, "{}", gone.body);
        assert_eq!(site.get(&file).await.status, StatusCode::GONE);
    }
    assert_eq!(
        texts(&db, "select distinct state from submission").await,
        ["taken_down"]
    );
    assert_eq!(count(&db, "select count(*) from occurrence").await, 0);
}

#[harness::test]
async fn clause_6_13_repeat_offenders_are_counted_and_blocked_by_staff_never_by_a_rule(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let mut last = String::new();
    for _ in 0..12 {
        last = send(&site, &with(coffee_morning(), "event", &DOUBTFUL)).await;
        let link = link(&site, &last).await;
        site.post(&format!("{link}/confirm"), &[]).await;
        refuse(&ann, &last, &["commercial"], &[("reply", "none")]).await;
    }
    let sender = ann
        .get(&format!("/staff/submissions/{last}/sender"))
        .await
        .body;
    let row = |of: &str| {
        let at = sender
            .find(of)
            .unwrap_or_else(|| panic!("{of} in {sender}"));
        &sender[at..at + sender[at..].find("</tr>").expect("a row's end")]
    };
    for counted in [
        "This email address, confirmed",
        "The group Friends of the Hall",
    ] {
        assert_eq!(
            row(counted).matches(">12<").count(),
            3,
            "sent in, refused, not tolerated: {sender}"
        );
    }
    assert_eq!(
        count(&db, "select count(*) from sender_block").await,
        0,
        "no rule blocks"
    );
    let free = send(&site, &titled("After twelve")).await;
    assert!(
        ann.get("/staff").await.body.contains(&free),
        "it waits like any other"
    );

    let address = format!("/staff/submissions/{last}/sender/block");
    let reasonless = ann.post(&address, &[("email", "yes")]).await;
    assert_eq!(reasonless.status, StatusCode::UNPROCESSABLE_ENTITY);
    block(&ann, &last, &[("email", "yes")]).await;
    let by = text(
        &db,
        "select name || ': ' || reason || ' ' || review_on from sender_block join staff on staff.id = blocked_by",
    );
    assert_eq!(
        by.await,
        "Ann Penfold: Four advertisements in a month. 2026-12-01"
    );
    let held = send(&site, &titled("Held")).await;
    assert!(ann.get("/staff/held").await.body.contains(&held));
    assert_eq!(
        count(
            &db,
            "select count(*) from submission where state = 'waiting'"
        )
        .await,
        2
    );
}

#[harness::test]
async fn clause_6_13_who_reports_a_breach_is_pointed_to_a_formal_complaint_or_the_police(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Tea", "5").await;
    let sent = tell(&site, &slug, "breach", "They sell without a licence.").await;
    let id = number(&db, "select id from report where kind = $1", "breach").await;
    let report = format!("/staff/reports/{id}");
    for page in [
        site.get(sent.location()).await,
        ann(&site).await.get(&report).await,
    ] {
        contains_all(
            &page.body,
            &[
                "send a formal complaint to Withyham Parish Council",
                "tell the police as soon as possible",
            ],
        );
    }
}

#[harness::test]
async fn clause_6_13_the_reply_that_points_to_a_formal_complaint_or_the_police_is_ready(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = send(&site, &coffee_morning()).await;
    let template = |purpose: &'static str| {
        sqlx::query_scalar::<_, String>(
            "select id::text from reply_template where purpose = $1 and name like 'It says that somebody broke%'",
        )
        .bind(purpose)
        .fetch_one(&db)
    };
    let parts = [
        "send a formal complaint to Withyham Parish Council",
        "tell the police as soon as possible",
    ];
    let refusal = template("refusal").await.unwrap();
    let fill = [
        ("decision", "refuse"),
        ("step", "fill"),
        ("template", refusal.as_str()),
    ];
    contains_all(
        &decide(&ann, &reference, &["lawful"], &fill).await.body,
        &parts,
    );
    list(&ann, &reference).await;
    let address = format!("/staff/submissions/{reference}/take-down");
    let version = hidden(&ann.get(&address).await.body, "version");
    let removal = template("take_down").await.unwrap();
    let fill = [
        ("version", version.as_str()),
        ("why", "breach"),
        ("reason", "It accuses somebody"),
        ("message", ""),
        ("step", "fill"),
        ("template", removal.as_str()),
    ];
    contains_all(&ann.post(&address, &fill).await.body, &parts);
}

#[harness::test]
async fn clause_review_cycle_staff_see_that_it_is_overdue_and_every_act_is_stamped_with_its_version(
    db: PgPool,
) {
    let in_time = TestSite::at(db.clone(), "2026-10-01T12:00:00Z".parse().unwrap()).await;
    let early = ann(&in_time).await;
    assert!(
        !early
            .get("/staff")
            .await
            .body
            .contains("was due for review")
    );
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let banner = "The communications policy was due for review in October 2026.";
    assert!(root.get("/staff").await.body.contains(banner));
    let old = send(&site, &coffee_morning()).await;
    list(&root, &old).await;

    let draft = "/staff/settings/policy/draft";
    root.post(draft, &[("step", "begin")]).await;
    let page = root.get(&format!("{draft}/adopt")).await.body;
    let [number, digest, seen] = ["draft", "digest", "seen"].map(|name| hidden(&page, name));
    let fields = [
        ("draft", number.as_str()),
        ("digest", digest.as_str()),
        ("seen", seen.as_str()),
        ("from", "now"),
    ];
    let adopted = root.post(&format!("{draft}/adopt"), &fields).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.body);
    assert!(!root.get("/staff").await.body.contains("was due for review"));
    let new = send(&site, &coffee_morning()).await;
    list(&root, &new).await;
    for stamped in [
        "select name from decision join policy_version on policy_version.id = policy_version_id order by decision.id",
        "select name from declaration join policy_version on policy_version.id = policy_version_id order by revision_id",
    ] {
        assert_eq!(texts(&db, stamped).await, ["October 2023", "November 2026"]);
    }
}

// The map

/// The names that begin with `clause_`, where `before` stands before each.
fn clause_tests<'a>(text: &'a str, before: &str) -> BTreeSet<&'a str> {
    text.split(before)
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        })
        .filter(|name| name.starts_with("clause_") && *name != "clause_tests")
        .collect()
}

#[test]
fn the_policy_map_names_every_clause_s_test_and_no_other() {
    let map = include_str!("../../../docs/policy-map.md");
    let here = clause_tests(include_str!("clauses.rs"), "async fn ");
    assert_eq!(clause_tests(map, "`"), here);
    for clause in [
        "1.7",
        "4.2",
        "4.3",
        "4.5",
        "5.1",
        "5.2",
        "5.3",
        "5.4",
        "6.3",
        "6.9",
        "6.10",
        "6.12",
        "6.13",
        "Review cycle",
    ] {
        let row = format!("\n| {clause}");
        assert!(map.contains(&row), "a row for {clause}");
    }
}
