//! The sender's private page: what its link opens, what can be done from it, and what cannot.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use sqlx::PgPool;

use crate::support::{
    TestSite, hidden, noon,
    staff::{ann, decide, list},
};

/// The token of a private link, as a mail would have had it.
async fn link(site: &TestSite, db: &PgPool) -> String {
    let id: i64 = sqlx::query_scalar("select max(id) from submission")
        .fetch_one(db)
        .await
        .unwrap();
    let receipt: i64 = sqlx::query_scalar("select max(id) from message where submission_id = $1")
        .bind(id)
        .fetch_one(db)
        .await
        .unwrap();
    store::links::mint(db, id, receipt, site.app.now())
        .await
        .unwrap()
        .expect("the present address")
}

/// A submission that waits to be read, with the ones who have to do with it.
struct Case {
    site: TestSite,
    ann: TestSite,
    reference: String,
    token: String,
}

async fn sent(db: &PgPool) -> Case {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let token = link(&site, db).await;
    Case {
        site,
        ann,
        reference,
        token,
    }
}

async fn column(db: &PgPool, statement: &'static str) -> String {
    sqlx::query_scalar::<_, Option<String>>(statement)
        .fetch_one(db)
        .await
        .unwrap()
        .unwrap_or_default()
}

async fn state(db: &PgPool) -> String {
    column(db, "select state from submission").await
}

async fn public_status(db: &PgPool) -> String {
    column(db, "select status from event").await
}

async fn actions(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select action from audit_entry order by seq")
        .fetch_all(db)
        .await
        .unwrap()
}

/// Opens a change, changes its title and goes on to the check page.
async fn change_title(sender: &TestSite, token: &str, title: &str) {
    let begun = sender.post(&format!("/manage/{token}/edit"), &[]).await;
    assert_eq!(begun.location(), format!("/manage/{token}/edit/check"));
    let changed = sender
        .post(
            &format!("/manage/{token}/edit/event?then=check"),
            &[
                ("title", title),
                ("description", "Coffee, cake and a chat. All welcome."),
                ("type", "coffee"),
            ],
        )
        .await;
    assert_eq!(
        changed.location(),
        format!("/manage/{token}/edit/check"),
        "{}",
        changed.body
    );
}

/// Agrees to a change and sends it.
async fn send_change(sender: &TestSite, token: &str) -> String {
    let check = sender.get(&format!("/manage/{token}/edit/check")).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.body);
    let (key, digest) = (hidden(&check.body, "key"), hidden(&check.body, "digest"));
    let fields = [("key", &*key), ("digest", &*digest), ("agree", "yes")];
    let address = format!("/manage/{token}/edit/check");
    let sent = sender.post(&address, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let again = sender.post(&address, &fields).await;
    assert_eq!(
        again.location(),
        sent.location(),
        "sending twice is sending once"
    );
    sent.location().to_owned()
}

#[harness::test]
async fn opening_a_link_changes_nothing_and_a_press_confirms_the_address(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = site.submit_coffee_morning().await;
    let token = link(&site, &db).await;
    let mail_scanner = site.another_browser();
    let before = actions(&db).await;
    let page = mail_scanner.get(&format!("/manage/{token}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Confirm your email address") && page.body.contains(&reference));
    assert!(
        page.body
            .contains(r#"<meta name="robots" content="noindex">"#)
    );
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("set-cookie"), "");
    mail_scanner
        .method(Method::HEAD, &format!("/manage/{token}"))
        .await;
    for only_by_press in ["confirm", "edit", "throw-away", "again", "status"] {
        let opened = mail_scanner
            .get(&format!("/manage/{token}/{only_by_press}"))
            .await;
        assert_eq!(
            opened.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "{only_by_press}"
        );
    }
    assert_eq!(actions(&db).await, before, "nothing was done by opening");

    let pressed = mail_scanner
        .post(&format!("/manage/{token}/confirm"), &[])
        .await;
    assert_eq!(
        pressed.location(),
        format!("/manage/{token}?done=confirmed")
    );
    mail_scanner
        .post(&format!("/manage/{token}/confirm"), &[])
        .await;
    let entries = actions(&db).await;
    assert_eq!(
        entries
            .iter()
            .filter(|action| *action == "email address confirmed")
            .count(),
        1
    );
    let page = mail_scanner.get(pressed.location()).await;
    assert!(page.body.contains("Your email address is confirmed"));
    assert!(!page.body.contains("Confirm your email address"));
}

#[harness::test]
async fn a_link_runs_out_and_a_wrong_one_opens_nothing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.submit_coffee_morning().await;
    let token = link(&site, &db).await;
    for wrong in [
        "",
        "x",
        &token[1..],
        &token.to_uppercase(),
        "00000000000000000000000000000000000000000000000'",
    ] {
        for path in ["", "/withdraw", "/edit/check", "/edit/event"] {
            let page = site.get(&format!("/manage/{wrong}{path}")).await;
            assert_ne!(page.status, StatusCode::OK, "{wrong}{path}");
        }
        let posted = site.post(&format!("/manage/{wrong}/withdraw"), &[]).await;
        assert_ne!(posted.status, StatusCode::SEE_OTHER);
    }
    let kept: Vec<Vec<u8>> = sqlx::query_scalar("select token_hash from manage_link")
        .fetch_all(&db)
        .await
        .unwrap();
    assert!(kept.iter().all(|hash| hash != token.as_bytes()));
    let later = TestSite::at(db.clone(), noon() + TimeDelta::days(181)).await;
    let page = later.get(&format!("/manage/{token}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("This link does not work any more"));
    assert_eq!(state(&db).await, "waiting");
}

#[harness::test]
async fn a_request_for_changes_is_answered_from_the_private_page(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    let asked = [
        ("decision", "changes"),
        ("step", "send"),
        ("message", "Say which hall."),
    ];
    let done = decide(&ann, &reference, &["personal"], &asked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

    let sender = site.another_browser();
    let page = sender.get(&format!("/manage/{token}")).await.body;
    assert!(page.contains("Say which hall.") && page.contains("Change it and send it again"));
    change_title(&sender, &token, "Coffee morning in the big hall").await;
    let again = sender.get(&format!("/manage/{token}")).await.body;
    assert!(again.contains("You began a change and have not sent it"));
    send_change(&sender, &token).await;
    assert_eq!(state(&db).await, "waiting");
    let review = ann
        .get(&format!("/staff/submissions/{reference}"))
        .await
        .body;
    assert!(review.contains("Coffee morning in the big hall"));
    assert!(review.contains("sent a change") && review.contains("<del>"));
    assert!(
        review.contains("Email confirmed"),
        "whoever answers from a mailed link has the address"
    );
    let kind = column(
        &db,
        "select kind from message where submission_id is not null order by id desc limit 1",
    )
    .await;
    assert_eq!(kind, "edited", "the sender is told that it has arrived");
    list(&ann, &reference).await;
    assert!(
        site.get("/")
            .await
            .body
            .contains("Coffee morning in the big hall")
    );
}

#[harness::test]
async fn an_edit_of_a_listed_event_waits_while_the_approved_version_stays(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    list(&ann, &reference).await;
    let address = column(&db, "select '/events/' || slug from event").await;
    let sender = site.another_browser();
    change_title(&sender, &token, "Coffee evening").await;
    send_change(&sender, &token).await;

    let public = |name: &'static str| {
        let (site, address) = (&site, address.clone());
        async move {
            let page = site.get(&address).await;
            assert_eq!(page.status, StatusCode::OK);
            page.body.contains(name)
        }
    };
    assert!(public("Coffee morning").await && !public("Coffee evening").await);
    let queue = ann.get("/staff").await.body;
    assert!(
        queue.contains("change to a listed event") && queue.contains("Only “Title” differs"),
        "{queue}"
    );
    let review = ann
        .get(&format!("/staff/submissions/{reference}"))
        .await
        .body;
    assert!(review.contains("What would change") && review.contains("Approve the change"));
    assert!(!review.contains("Spam: close without replying"));

    // Refused: everything stays, and the sender may try again.
    let refused = [
        ("decision", "refuse"),
        ("step", "send"),
        ("reply", "policy"),
        ("ground", "nature"),
    ];
    let done = decide(&ann, &reference, &[], &refused).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(state(&db).await, "listed");
    assert!(public("Coffee morning").await && !public("Coffee evening").await);
    assert!(!ann.get("/staff").await.body.contains(&reference));

    // Approved: the page has the change, under its old address.
    change_title(&sender, &token, "Coffee at noon").await;
    send_change(&sender, &token).await;
    list(&ann, &reference).await;
    assert!(public("Coffee at noon").await);
    let (sequence, sittings): (i32, i64) = sqlx::query_as(
        "select sequence, (select count(*) from occurrence where event_id = event.id) from event",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!((sequence, sittings), (1, 1));
    let decided: Vec<(String, bool)> =
        sqlx::query_as("select kind, of_edit from decision order by id")
            .fetch_all(&db)
            .await
            .unwrap();
    let decided: Vec<(&str, bool)> = decided.iter().map(|(k, e)| (k.as_str(), *e)).collect();
    assert_eq!(decided, [("list", false), ("refuse", true), ("list", true)]);
}

#[harness::test]
async fn a_link_that_changes_things_without_an_end_is_told_to_wait(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    list(&ann, &reference).await;
    let sender = site.another_browser();
    let path = format!("/manage/{token}/status");
    for n in 0..30 {
        let status = ["cancelled", "going_ahead"][n % 2];
        let said = sender.post(&path, &[("status", status)]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{n}: {}", said.body);
    }
    let before: i64 = sqlx::query_scalar("select count(*) from message")
        .fetch_one(&db)
        .await
        .unwrap();
    for (path, fields) in [("status", vec![("status", "cancelled")]), ("edit", vec![])] {
        let said = sender
            .post(&format!("/manage/{token}/{path}"), &fields)
            .await;
        assert_eq!(said.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert_eq!(said.header("retry-after"), "3600");
        assert!(said.body.contains("Wait 60 minutes"), "{}", said.body);
    }
    let after: i64 = sqlx::query_scalar("select count(*) from message")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(after, before, "nobody is written to");
    let page = sender.get(&format!("/manage/{token}")).await;
    assert_eq!(page.status, StatusCode::OK, "what was done can be read");
    let withdrawn = sender.post(&format!("/manage/{token}/withdraw"), &[]).await;
    assert_eq!(
        withdrawn.location(),
        format!("/manage/{token}?done=withdrawn")
    );
}

#[harness::test]
async fn new_dates_that_are_approved_are_said_to_be_new(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    list(&ann, &reference).await;
    let sender = site.another_browser();
    sender.post(&format!("/manage/{token}/edit"), &[]).await;
    let changed = sender
        .post(
            &format!("/manage/{token}/edit/when?then=check"),
            &[
                ("day", "12"),
                ("month", "12"),
                ("year", "2026"),
                ("start", "10am"),
                ("finish", "12"),
                ("repeats", "once"),
            ],
        )
        .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    send_change(&sender, &token).await;
    assert_eq!(public_status(&db).await, "going_ahead");
    list(&ann, &reference).await;
    assert_eq!(public_status(&db).await, "moved");
    let listing = site.get("/").await.body;
    assert!(
        listing.contains("12 December") && listing.contains("Moved"),
        "{listing}"
    );
}

#[harness::test]
async fn a_sender_says_at_once_that_an_event_is_off_and_staff_hear_of_it(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    list(&ann, &reference).await;
    let status = format!("/manage/{token}/status");
    let sender = site.another_browser();
    for (fields, code) in [
        (vec![], StatusCode::UNPROCESSABLE_ENTITY),
        (vec![("status", "moved")], StatusCode::UNPROCESSABLE_ENTITY),
        (
            vec![("status", "cancelled"), ("title", "Mine")],
            StatusCode::BAD_REQUEST,
        ),
    ] {
        assert_eq!(sender.post(&status, &fields).await.status, code);
    }
    assert_eq!(public_status(&db).await, "going_ahead");
    let said = sender.post(&status, &[("status", "cancelled")]).await;
    assert_eq!(said.location(), format!("/manage/{token}?done=status"));
    assert_eq!(public_status(&db).await, "cancelled");
    assert!(site.get("/").await.body.contains("Cancelled"));
    let told = column(
        &db,
        "select subject from message where staff_id is not null order by id desc limit 1",
    )
    .await;
    assert!(
        told.contains("Cancelled") && told.contains(&reference),
        "{told}"
    );
    sender.post(&status, &[("status", "going_ahead")]).await;
    assert_eq!(public_status(&db).await, "going_ahead");
}

#[harness::test]
async fn what_is_withdrawn_is_gone_and_nothing_more_can_be_done(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    list(&ann, &reference).await;
    let address = column(&db, "select '/events/' || slug from event").await;
    let sender = site.another_browser();
    let asked = sender.get(&format!("/manage/{token}/withdraw")).await;
    assert!(asked.body.contains("kinder to mark it as cancelled"));
    assert_eq!(state(&db).await, "listed", "asking is not doing");
    sender.post(&format!("/manage/{token}/withdraw"), &[]).await;
    assert_eq!(state(&db).await, "withdrawn");
    assert_eq!(site.get(&address).await.status, StatusCode::GONE);
    assert!(!site.get("/").await.body.contains(&address));
    for act in ["withdraw", "edit", "status"] {
        let late = sender
            .post(
                &format!("/manage/{token}/{act}"),
                if act == "status" {
                    &[("status", "cancelled")]
                } else {
                    &[]
                },
            )
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{act}");
        assert!(late.body.contains("cannot be done any more"));
    }
}

#[harness::test]
async fn a_decision_on_what_the_sender_has_changed_meanwhile_is_not_made(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    let review = ann.get(&format!("/staff/submissions/{reference}")).await;
    let version = hidden(&review.body, "version");
    let sender = site.another_browser();
    change_title(&sender, &token, "Something else entirely").await;
    send_change(&sender, &token).await;
    let fields = crate::support::staff::answers(&version, &[], &[("decision", "list")]);
    let late = crate::support::staff::post(&ann, &reference, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.body.contains("The sender sent it again"),
        "{}",
        late.body
    );
    assert_eq!(state(&db).await, "waiting");
}

#[harness::test]
async fn a_refused_event_is_sent_in_anew_with_every_answer_in_place(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    let refused = [
        ("decision", "refuse"),
        ("step", "send"),
        ("reply", "brief"),
        ("message", "Say who runs it."),
    ];
    decide(&ann, &reference, &["suitable"], &refused).await;
    let sender = site.another_browser();
    let again = sender.post(&format!("/manage/{token}/again"), &[]).await;
    assert_eq!(again.location(), "/submit/check");
    let new = sender.agree_and_send().await;
    assert_ne!(new, reference);
    let states: Vec<String> = sqlx::query_scalar("select state from submission order by id")
        .fetch_all(&db)
        .await
        .unwrap();
    assert_eq!(states, ["refused", "waiting"]);

    // Another form that is begun in the browser is not thrown away for it.
    let busy = site.another_browser();
    busy.post(
        "/submit/event",
        &[("title", "Mine"), ("description", ""), ("type", "")],
    )
    .await;
    let kept = busy.post(&format!("/manage/{token}/again"), &[]).await;
    assert_eq!(kept.location(), "/submit");
    assert!(busy.get("/submit").await.body.contains("Mine"));
}

#[harness::test]
async fn a_lost_link_is_asked_for_by_email_and_the_answer_tells_nothing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.submit_and_confirm().await;
    let links = || async {
        sqlx::query_scalar::<_, i64>("select count(*) from message where kind = 'new_link'")
            .fetch_one(&db)
            .await
            .unwrap()
    };
    let known = site.post("/manage", &[("email", "ALEX@example.org")]).await;
    let unknown = site
        .post("/manage", &[("email", "nobody@example.org")])
        .await;
    assert_eq!(
        (known.status, known.location(), known.body.len()),
        (unknown.status, unknown.location(), unknown.body.len())
    );
    assert_eq!(links().await, 1);
    for _ in 0..10 {
        site.post("/manage", &[("email", "alex@example.org")]).await;
    }
    assert_eq!(links().await, 5, "nobody's letterbox can be filled");
    let wrong = site.post("/manage", &[("email", "alex")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains(r#"value="alex""#));
}

#[harness::test]
async fn a_form_of_the_private_page_is_reached_by_its_link_alone(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = site.submit_coffee_morning().await;
    let token = link(&site, &db).await;
    let sender = site.another_browser();
    change_title(&sender, &token, "A secret change").await;
    let stranger = site.another_browser();
    for forged in [
        format!("edit of {reference}"),
        "a".repeat(48),
        token.clone(),
    ] {
        stranger.set_cookie("draft", &forged);
        let page = stranger.get("/submit/event").await;
        assert!(!page.body.contains("A secret change"), "{forged}");
    }
}

#[harness::test]
async fn links_that_others_may_have_are_ended_by_the_sender_and_at_the_desk(db: PgPool) {
    let Case {
        site,
        ann,
        reference,
        token,
    } = sent(&db).await;
    let (lost, page) = (link(&site, &db).await, format!("/manage/{token}"));
    let shown = site.get(&page).await;
    let action = format!("{page}/end-links");
    assert!(shown.body.contains(&format!("action=\"{action}\"")));
    let opened = site.get(&format!("/manage/{lost}")).await;
    assert_eq!(opened.status, StatusCode::OK);

    let ended = site.post(&action, &[]).await;
    assert_eq!(ended.location(), format!("{page}?done=links-ended"));
    let said = site.get(ended.location()).await;
    assert!(said.body.contains("Every other private link has ended"));
    let opened = site.get(&format!("/manage/{lost}")).await;
    assert_eq!(opened.status, StatusCode::NOT_FOUND, "{}", opened.body);
    // Pressed twice, or with no other link, nothing happens and nothing is noted.
    site.post(&action, &[]).await;

    let sender = format!("/staff/submissions/{reference}/sender");
    let desk = ann.get(&sender).await;
    assert!(
        desk.body.contains("One private link opens this submission"),
        "{}",
        desk.body
    );
    let ended = ann.post(&format!("{sender}/end-links"), &[]).await;
    assert_eq!(ended.location(), sender);
    let desk = ann.get(&sender).await;
    assert!(
        desk.body
            .contains("The next message to the sender has a new one"),
        "{}",
        desk.body
    );
    assert!(desk.body.contains("No private link opens this submission"));
    assert_eq!(site.get(&page).await.status, StatusCode::NOT_FOUND);
    let noted = actions(&db).await;
    let noted = noted
        .iter()
        .filter(|action| *action == "private links ended");
    assert_eq!(noted.count(), 2);

    // What the next mail carries opens the page again.
    let fresh = link(&site, &db).await;
    let opened = site.get(&format!("/manage/{fresh}")).await;
    assert_eq!(opened.status, StatusCode::OK);
}
