//! Staff accounts kept in order: invited, changed, closed; forgotten and changed passwords; one's own
//! sessions; signing in afresh; odd sign-ins; and work that survives a sign-out.

use std::{net::IpAddr, time::Instant};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    account_form::Colleague,
    staff::{Role, Staff},
    text::PersonName,
};
use server::{
    accounts::{
        self, SignIn, devices,
        manage::{AccountAdmin, SaveOutcome},
        recovery,
    },
    config::MailConfig,
    mail::outbox,
};
use sqlx::PgPool;

use crate::support::{
    Answer, TestSite, hidden, noon, now_of,
    staff::{PASSWORD, administrator, ann, give_app, prove},
};

const ACCOUNTS: &str = "/staff/settings/accounts";
const ANN: &str = "ann@example.org";
const NEW: &str = "lantern trombone heather";

async fn number(db: &PgPool, email: &str) -> i64 {
    let id = sqlx::query_scalar("select id from staff where email = $1").bind(email);
    id.fetch_one(db).await.expect("the account")
}

/// The subjects of what was written to an account, oldest first.
async fn mails(db: &PgPool, email: &str) -> Vec<String> {
    let subjects =
        sqlx::query_scalar("select subject from message where recipient = $1 order by id")
            .bind(email);
    subjects.fetch_all(db).await.expect("the messages")
}

async fn acts(db: &PgPool, action: &str) -> i64 {
    let count =
        sqlx::query_scalar("select count(*) from audit_entry where action = $1").bind(action);
    count.fetch_one(db).await.expect("the log")
}

async fn sign_in(browser: &TestSite, email: &str, password: &str) -> Answer {
    let fields = [("email", email), ("password", password), ("next", "")];
    browser.post("/staff/sign-in", &fields).await
}

/// The browser of a member of staff at a later instant.
async fn later(browser: &TestSite, at: DateTime<Utc>) -> TestSite {
    let site = TestSite::at(browser.app.db.clone(), at).await;
    site.set_cookie("staff", &browser.cookie("staff").expect("signed in"));
    site
}

async fn staff(db: &PgPool, email: &str) -> Staff {
    let id = number(db, email).await;
    store::staff::at_work(db, id)
        .await
        .unwrap()
        .expect("at work")
}

fn keeper<'a>(
    db: &'a PgPool,
    council: &'a store::site::Council,
    by: Option<&'a Staff>,
) -> AccountAdmin<'a> {
    AccountAdmin {
        db,
        site: &council.site,
        now: noon(),
        by,
    }
}

fn moderator(name: &str) -> Colleague {
    Colleague {
        name: PersonName::parse(name).expect("a name"),
        administrator: false,
    }
}

#[harness::test]
async fn an_invitation_goes_by_mail_and_its_link_is_in_no_row_of_the_database(db: PgPool) {
    let folder = tempfile::tempdir().expect("a folder");
    let mail = MailConfig {
        mail_dir: Some(folder.path().into()),
        ..MailConfig::default()
    };
    let site = TestSite::with_mail(db.clone(), noon(), mail).await;
    let root = administrator(&site).await;
    let form = root.get(ACCOUNTS).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    let wrong = root
        .post(ACCOUNTS, &[("name", "Bea Reed"), ("email", "bea")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Bea Reed") && wrong.body.contains("Select what they may do"));
    let fields = [
        ("name", "Bea Reed"),
        ("email", "Bea@example.org"),
        ("role", "moderator"),
    ];
    let invited = root.post(ACCOUNTS, &fields).await;
    assert_eq!(
        (invited.status, invited.location()),
        (StatusCode::SEE_OTHER, ACCOUNTS)
    );
    let twice = root.post(ACCOUNTS, &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let list = root.get(ACCOUNTS).await.body;
    assert!(list.contains("bea@example.org") && list.contains("Invited"));

    let body: String =
        sqlx::query_scalar("select body from message where recipient = 'bea@example.org'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert!(!body.contains("/staff/welcome/"), "{body}");
    outbox::send_due(&site.app).await.unwrap();
    let lives: DateTime<Utc> = sqlx::query_scalar(
        "select expires_at from staff_link order by created_at desc, expires_at desc limit 1",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(lives, noon() + TimeDelta::hours(72));
    let link = link_in(folder.path());
    assert_eq!(
        root.another_browser().get(&link).await.status,
        StatusCode::OK
    );

    let id = number(&db, "bea@example.org").await;
    let withdrawn = root
        .post(&format!("{ACCOUNTS}/{id}/close"), &[("reason", "")])
        .await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    assert_eq!(
        root.another_browser().get(&link).await.status,
        StatusCode::NOT_FOUND,
        "a withdrawn link is of no use"
    );
    assert_eq!(
        mails(&db, "bea@example.org").await.last().unwrap(),
        "Your invitation to the What’s On desk was withdrawn"
    );
    assert_eq!(acts(&db, "staff account closed").await, 1);
}

/// The link of the one mail in a folder that has one.
fn link_in(folder: &std::path::Path) -> String {
    let mails = std::fs::read_dir(folder).expect("the folder");
    let texts = mails.map(|mail| std::fs::read(mail.expect("a mail").path()).expect("its text"));
    let found = texts
        .map(|bytes| String::from_utf8_lossy(&bytes).replace("=\r\n", ""))
        .find_map(|text| {
            let at = text.find("/staff/welcome/")?;
            Some(text[at..].chars().take(15 + 48).collect())
        });
    found.expect("a mail with a link")
}

#[harness::test]
async fn an_account_without_a_second_step_is_not_said_to_work(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let token = accounts::add(&db, noon(), "bea@example.org", "Bea Reed", Role::Moderator);
    let link = format!("/staff/welcome/{}", token.await.expect("a link"));
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    let opened = site.another_browser().post(&link, &chosen).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    assert!(root.get(ACCOUNTS).await.body.contains("No second step yet"));
    let account = format!("{ACCOUNTS}/{}", number(&db, "bea@example.org").await);
    let page = root.get(&account).await.body;
    assert!(page.contains("at their next sign-in"), "{page}");
    give_app(&site, "bea@example.org").await;
    assert!(!root.get(ACCOUNTS).await.body.contains("No second step yet"));
}

#[harness::test]
async fn two_administrators_who_take_each_others_role_at_once_leave_one(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    administrator(&site).await;
    ann(&site).await;
    sqlx::query("update staff set role = 'administrator'")
        .execute(&db)
        .await
        .unwrap();
    let (root, ann) = (staff(&db, "root@example.org").await, staff(&db, ANN).await);
    let council = site.app.council();
    for _ in 0..5 {
        sqlx::query("update staff set role = 'administrator'")
            .execute(&db)
            .await
            .unwrap();
        let (one, other) = (moderator("Ann Penfold"), moderator("Robin Root"));
        let (first, second) = tokio::join!(
            async {
                keeper(&db, &council, Some(&root))
                    .change(ann.id, &one)
                    .await
                    .unwrap()
            },
            async {
                keeper(&db, &council, Some(&ann))
                    .change(root.id, &other)
                    .await
                    .unwrap()
            },
        );
        let kept = [first, second];
        assert!(
            kept.contains(&SaveOutcome::Saved) && kept.contains(&SaveOutcome::NotAllowed),
            "{kept:?}"
        );
        let left: i64 =
            sqlx::query_scalar("select count(*) from staff where role = 'administrator'")
                .fetch_one(&db)
                .await
                .unwrap();
        assert_eq!(left, 1);
    }
}

#[harness::test]
async fn nobody_takes_their_own_role_or_the_last_administrator_away(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let id = number(&db, "root@example.org").await;
    let own = format!("{ACCOUNTS}/{id}");
    for (path, fields) in [
        (
            own.clone(),
            vec![("name", "Robin Root"), ("role", "moderator")],
        ),
        (format!("{own}/close"), vec![("reason", "")]),
    ] {
        assert_eq!(
            root.post(&path, &fields).await.status,
            StatusCode::SEE_OTHER
        );
        let said = root.get(&own).await.body;
        assert!(
            said.contains("another administrator must do that"),
            "{said}"
        );
    }
    let renamed = root
        .post(
            &own,
            &[("name", "Robin R. Root"), ("role", "administrator")],
        )
        .await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER);
    assert!(root.get("/staff").await.body.contains("Robin R. Root"));

    let council = site.app.council();
    let at_the_server = keeper(&db, &council, None);
    assert_eq!(
        at_the_server.close(id, None).await.unwrap(),
        SaveOutcome::LastOne
    );
    assert_eq!(
        at_the_server.change(id, &moderator("Robin")).await.unwrap(),
        SaveOutcome::LastOne
    );
    assert_eq!(
        at_the_server.close(9_999, None).await.unwrap(),
        SaveOutcome::NotFound
    );
}

#[harness::test]
async fn a_closed_account_is_out_at_once_and_told_and_can_be_opened_again(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (root, ann) = (administrator(&site).await, ann(&site).await);
    let address = format!("{ACCOUNTS}/{}", number(&db, ANN).await);
    let asked = root.get(&format!("{address}/close")).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert_eq!(
        ann.get("/staff").await.status,
        StatusCode::OK,
        "asking closes nothing"
    );
    let reason = [("reason", "Has left the council")];
    let closed = root.post(&format!("{address}/close"), &reason).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert_eq!(ann.get("/staff").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        sign_in(&site.another_browser(), ANN, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(
        root.get(&address)
            .await
            .body
            .contains("Has left the council")
    );
    let body: String =
        sqlx::query_scalar("select string_agg(body, '') from message where recipient = $1")
            .bind(ANN)
            .fetch_one(&db)
            .await
            .unwrap();
    assert!(
        body.contains("closed your account") && !body.contains("Has left"),
        "{body}"
    );
    let log: String = sqlx::query_scalar("select string_agg(data::text, '') from audit_entry")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(!log.contains("Has left"), "the reason can be erased");

    root.post(&format!("{address}/open"), &[]).await;
    assert_eq!(
        sign_in(&site.another_browser(), ANN, PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(acts(&db, "staff account opened").await, 1);
}

#[harness::test]
async fn a_role_given_or_taken_counts_at_the_next_request(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (root, ann) = (administrator(&site).await, ann(&site).await);
    let address = format!("{ACCOUNTS}/{}", number(&db, ANN).await);
    assert_eq!(ann.get(ACCOUNTS).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        ann.post(&format!("{address}/open"), &[]).await.status,
        StatusCode::FORBIDDEN
    );
    root.post(
        &address,
        &[("name", "Ann Penfold"), ("role", "administrator")],
    )
    .await;
    assert_eq!(ann.get(ACCOUNTS).await.status, StatusCode::OK);
    root.post(&address, &[("name", "Ann Penfold"), ("role", "moderator")])
        .await;
    assert_eq!(ann.get(ACCOUNTS).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        mails(&db, ANN).await,
        ["Your What’s On account was changed"; 2]
    );
}

#[harness::test]
async fn accounts_and_adopting_a_policy_ask_to_sign_in_again_after_a_quarter_of_an_hour(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let in_time = later(&root, noon() + TimeDelta::minutes(15)).await;
    assert_eq!(in_time.get(ACCOUNTS).await.status, StatusCode::OK);
    let late = later(&root, noon() + TimeDelta::minutes(16)).await;
    for path in [ACCOUNTS, "/staff/settings/policy/draft/adopt"] {
        let asked = late.get(path).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(asked.body.contains("For this, sign in again"), "{path}");
        assert_eq!(hidden(&asked.body, "next"), path);
    }
    assert_eq!(late.get("/staff/settings").await.status, StatusCode::OK);

    let typed = [
        ("name", "Bea Reed"),
        ("email", "bea@example.org"),
        ("role", "moderator"),
    ];
    let asked = late.post(ACCOUNTS, &typed).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.body.contains("What you typed is kept"));
    let back = sign_in_with(&late, "root@example.org", &asked).await;
    assert_eq!(back.location(), "/staff/unsent");
    let kept = late.get("/staff/unsent").await;
    assert_eq!(hidden(&kept.body, "email"), "bea@example.org");
    assert!(kept.body.contains("action=\"/staff/settings/accounts\""));
    assert_eq!(
        acts(&db, "staff account added").await,
        1,
        "nothing is sent by itself"
    );
    assert_eq!(
        late.post(ACCOUNTS, &typed).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(acts(&db, "staff account added").await, 2);
    assert_eq!(
        late.get("/staff/unsent").await.location(),
        "/staff",
        "and is kept no longer"
    );
}

/// Signs in by the form of a page, second step and all.
async fn sign_in_with(browser: &TestSite, email: &str, page: &Answer) -> Answer {
    let (next, unsent) = (hidden(&page.body, "next"), hidden(&page.body, "unsent"));
    let unsent = unsent.replace("&amp;", "&");
    let fields = [
        ("email", email),
        ("password", PASSWORD),
        ("next", &next),
        ("unsent", &unsent),
    ];
    let entered = browser.post("/staff/sign-in", &fields).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
    prove(browser).await
}

#[harness::test]
async fn work_typed_on_the_desk_survives_an_idle_sign_out(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = site.submit_coffee_morning().await;
    let ann = ann(&site).await;
    let idle = later(&ann, noon() + TimeDelta::minutes(31)).await;
    let path = format!("/staff/submissions/{reference}/note");
    let typed = [("words", "Rang Pat <on Monday> & \"Tuesday\"")];
    let asked = idle.post(&path, &typed).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.body.contains("You were signed out"));
    let slip = [
        ("email", ANN),
        ("password", "a slip"),
        ("next", &hidden(&asked.body, "next")),
        (
            "unsent",
            &hidden(&asked.body, "unsent").replace("&amp;", "&"),
        ),
    ];
    let asked = idle.post("/staff/sign-in", &slip).await;
    assert_eq!(
        asked.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a slip loses nothing"
    );
    assert_eq!(
        sign_in_with(&idle, ANN, &asked).await.location(),
        "/staff/unsent"
    );
    let kept = idle.get("/staff/unsent").await;
    assert_eq!(kept.status, StatusCode::OK);
    assert!(
        kept.body.contains(&format!("action=\"{path}\"")),
        "{}",
        kept.body
    );
    assert!(
        kept.body.contains("Rang Pat &lt;on Monday&gt; &amp;"),
        "{}",
        kept.body
    );

    let secret = idle.another_browser();
    let never = secret
        .post(
            "/staff/security/password",
            &[("old", PASSWORD), ("password", NEW)],
        )
        .await;
    assert_eq!(never.status, StatusCode::UNAUTHORIZED);
    assert!(!never.body.contains("unsent") && !never.body.contains("heather"));
    let stranger = sign_in(&secret, ANN, PASSWORD).await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
    prove(&secret).await;
    assert_eq!(
        secret.get("/staff/unsent").await.location(),
        "/staff",
        "it is theirs alone"
    );
}

/// Asks for a link and waits until it was looked up.
async fn forget(browser: &TestSite, email: &str) -> Answer {
    let asked = browser.post("/staff/forgotten", &[("email", email)]).await;
    for _ in 0..100 {
        recovery::answer(&browser.app).await.unwrap();
        let waiting: i64 =
            sqlx::query_scalar("select count(*) from password_request where handled_at is null")
                .fetch_one(&browser.app.db)
                .await
                .unwrap();
        if waiting == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    asked
}

#[harness::test]
async fn a_forgotten_password_is_answered_alike_for_known_and_unknown_and_mailed_to_the_known(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let browser = site.another_browser();
    let (known, unknown) = (
        forget(&browser, " Ann@example.org ").await,
        forget(&browser, "bob@example.org").await,
    );
    for answer in [&known, &unknown] {
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/staff/forgotten/sent")
        );
    }
    assert_eq!(known.body, unknown.body);
    assert_eq!(
        mails(&db, ANN).await,
        ["Choose a new password for What’s On"]
    );
    assert!(mails(&db, "bob@example.org").await.is_empty());
    for _ in 0..5 {
        forget(&browser, ANN).await;
    }
    assert_eq!(mails(&db, ANN).await.len(), 3, "three an hour");
    for n in 0..3 {
        forget(&browser, &format!("n{n}@example.org")).await;
    }
    let many = browser.post("/staff/forgotten", &[("email", ANN)]).await;
    assert_eq!(many.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(many.body.contains(ANN), "what was typed is still there");
    let empty = browser.post("/staff/forgotten", &[("email", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Enter your email address"));
    let later = TestSite::at(db.clone(), noon() + TimeDelta::minutes(61)).await;
    forget(&later, ANN).await;
    assert_eq!(mails(&db, ANN).await.len(), 4);
}

#[harness::test]
async fn a_link_for_a_new_password_works_once_for_an_hour_and_never_past_the_second_step(
    db: PgPool,
) {
    let folder = tempfile::tempdir().expect("a folder");
    let mail = MailConfig {
        mail_dir: Some(folder.path().into()),
        ..MailConfig::default()
    };
    let site = TestSite::with_mail(db.clone(), noon(), mail).await;
    let ann = ann(&site).await;
    forget(&site.another_browser(), ANN).await;
    outbox::send_due(&site.app).await.unwrap();
    let link = link_in(folder.path());
    let browser = site.another_browser();
    for _ in 0..2 {
        assert_eq!(browser.get(&link).await.status, StatusCode::OK);
    }
    assert_eq!(
        ann.get("/staff").await.status,
        StatusCode::OK,
        "opening it changes nothing"
    );
    let late = TestSite::at(db.clone(), noon() + TimeDelta::hours(1)).await;
    assert_eq!(late.get(&link).await.status, StatusCode::NOT_FOUND);
    let set = browser
        .post(&link, &[("password", NEW), ("again", NEW)])
        .await;
    assert_eq!(set.location(), "/staff/sign-in/second");
    assert_ne!(browser.get("/staff").await.status, StatusCode::OK);
    assert_eq!(
        ann.get("/staff").await.status,
        StatusCode::UNAUTHORIZED,
        "every session ends"
    );
    assert_eq!(
        browser
            .post(&link, &[("password", NEW), ("again", NEW)])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        mails(&db, ANN).await.last().unwrap(),
        "Your What’s On password was changed"
    );
    assert_eq!(
        sign_in(&site.another_browser(), ANN, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        sign_in(&site.another_browser(), ANN, NEW).await.status,
        StatusCode::SEE_OTHER
    );
}

#[harness::test]
async fn changing_ones_password_needs_the_old_one_and_ends_every_other_session(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let other = site.another_browser();
    sign_in(&other, ANN, PASSWORD).await;
    prove(&other).await;
    assert_eq!(other.get("/staff").await.status, StatusCode::OK);
    let path = "/staff/security/password";
    for (old, new, again, words) in [
        ("", NEW, NEW, "Enter the password you have now"),
        ("not it at all", NEW, NEW, "that is not it"),
        (PASSWORD, "withyham2026", "withyham2026", "harder to guess"),
        (PASSWORD, NEW, "slip", "Enter the same password again"),
        (PASSWORD, PASSWORD, PASSWORD, "Enter another password"),
    ] {
        let answer = ann
            .post(path, &[("old", old), ("password", new), ("again", again)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.body.contains(words), "{words}");
        assert!(!answer.body.contains(NEW) && !answer.body.contains("not it at all"));
    }
    let before = ann.cookie("staff");
    let fields = [("old", PASSWORD), ("password", NEW), ("again", NEW)];
    assert_eq!(ann.post(path, &fields).await.status, StatusCode::SEE_OTHER);
    assert_ne!(ann.cookie("staff"), before, "the session has another id");
    assert_eq!(
        ann.get("/staff").await.status,
        StatusCode::OK,
        "this session stays"
    );
    assert_eq!(other.get("/staff").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        mails(&db, ANN).await,
        ["Your What’s On password was changed"]
    );
    assert_eq!(acts(&db, "password changed").await, 1);
}

#[harness::test]
async fn ones_own_sessions_are_listed_and_ended_and_nobody_elses(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (ann, root) = (ann(&site).await, administrator(&site).await);
    let (second, third) = (site.another_browser(), site.another_browser());
    for browser in [&second, &third] {
        sign_in(browser, ANN, PASSWORD).await;
        prove(browser).await;
        browser.get("/staff").await;
    }
    let page = ann.get("/staff/security/sessions").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.body.matches("/end\"").count(), 2, "{}", page.body);
    assert_eq!(
        page.body.matches("This is the one you are using").count(),
        1
    );
    let roots: i64 = sqlx::query_scalar("select number from staff_session where staff_id = $1")
        .bind(number(&db, "root@example.org").await)
        .fetch_one(&db)
        .await
        .unwrap();
    let path = |number: i64| format!("/staff/security/sessions/{number}/end");
    ann.post(&path(roots), &[]).await;
    assert_eq!(
        root.get("/staff").await.status,
        StatusCode::OK,
        "not somebody else's"
    );
    let at = page
        .body
        .find("/staff/security/sessions/")
        .expect("a session");
    let end = page.body[at..].split('"').next().unwrap();
    assert_eq!(ann.post(end, &[]).await.status, StatusCode::SEE_OTHER);
    let ended = [&second, &third];
    let mut open = 0;
    for browser in ended {
        open += i32::from(browser.get("/staff").await.status == StatusCode::OK);
    }
    assert_eq!(open, 1);
    ann.post("/staff/security/sessions/others", &[]).await;
    for browser in ended {
        assert_ne!(browser.get("/staff").await.status, StatusCode::OK);
    }
    assert_eq!(ann.get("/staff").await.status, StatusCode::OK);
    assert_eq!(
        (
            acts(&db, "session ended").await,
            acts(&db, "other sessions ended").await
        ),
        (1, 1)
    );
}

/// Opens a page with a browser of this kind, from an address.
async fn open_with(browser: &TestSite, user_agent: &str, from: [u8; 4]) -> StatusCode {
    let mut request = Request::get("/staff")
        .header(header::USER_AGENT, user_agent)
        .body(Body::empty())
        .expect("a request");
    request
        .extensions_mut()
        .insert(ConnectInfo(std::net::SocketAddr::from((from, 40_000))));
    browser.send(request).await.status
}

#[harness::test]
async fn a_sign_in_from_a_device_not_seen_before_is_mailed_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let token = accounts::add(&db, noon(), ANN, "Ann Penfold", Role::Moderator)
        .await
        .unwrap();
    give_app(&site, ANN).await;
    let link = format!("/staff/welcome/{token}");
    site.post(&link, &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    let firefox = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0";
    let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) Version/18.1 Mobile Safari/604.1";
    let signed_in = async |at: DateTime<Utc>, user_agent: &str, from: [u8; 4]| {
        let browser = TestSite::at(db.clone(), at).await;
        sign_in(&browser, ANN, PASSWORD).await;
        prove(&browser).await;
        assert_eq!(open_with(&browser, user_agent, from).await, StatusCode::OK);
        assert_eq!(open_with(&browser, user_agent, from).await, StatusCode::OK);
        mails(&db, ANN).await.len()
    };
    assert_eq!(
        signed_in(noon(), firefox, [192, 0, 2, 1]).await,
        0,
        "the first is no surprise"
    );
    assert_eq!(
        signed_in(noon(), firefox, [192, 0, 9, 9]).await,
        0,
        "the provider gave another address"
    );
    assert_eq!(signed_in(noon(), safari, [192, 0, 2, 1]).await, 1);
    assert_eq!(signed_in(noon(), safari, [192, 0, 2, 1]).await, 1, "once");
    assert_eq!(signed_in(noon(), firefox, [198, 51, 100, 1]).await, 2);
    let later = noon() + TimeDelta::days(91);
    assert_eq!(
        signed_in(later, firefox, [192, 0, 2, 1]).await,
        3,
        "forgotten after 90 days"
    );
    let body: String = sqlx::query_scalar("select body from message order by id limit 1")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(
        body.contains("Safari on an iPhone") && body.contains("If it was you"),
        "{body}"
    );
    assert_eq!(acts(&db, "signed in on a new device").await, 3);
}

#[harness::test]
async fn strangers_from_many_addresses_are_slowed_down_and_the_clerk_at_her_desk_never(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    ann.get("/staff").await;
    let try_from = async |at: DateTime<Utc>, address: String, password: &str| {
        let address: IpAddr = address.parse().expect("an address");
        accounts::sign_in(&db, at, ANN, password.to_owned(), address)
            .await
            .unwrap()
    };
    for n in 0..20 {
        assert_eq!(
            try_from(noon(), format!("198.51.100.{n}"), "guess").await,
            SignIn::Wrong
        );
    }
    let stranger = |n: u32| format!("203.0.113.{n}");
    assert_eq!(
        try_from(noon(), stranger(1), "guess").await,
        SignIn::TooMany(TimeDelta::minutes(1))
    );
    let desk = "127.0.0.1".to_owned();
    assert!(
        matches!(
            try_from(noon(), desk.clone(), PASSWORD).await,
            SignIn::Welcome(_)
        ),
        "from where she signed in before she never waits"
    );
    // A minute later one more is tried, then one of the same network after another, after two, and so on.
    let mut at = noon();
    for wait in [1, 1, 2, 3] {
        at += TimeDelta::minutes(wait);
        let early = at - TimeDelta::seconds(1);
        assert_eq!(
            try_from(early, stranger(2), "guess").await,
            SignIn::TooMany(TimeDelta::seconds(1)),
            "{wait}"
        );
        assert_eq!(
            try_from(at, stranger(2), "guess").await,
            SignIn::Wrong,
            "{wait}"
        );
    }
    assert!(matches!(
        try_from(at, desk, PASSWORD).await,
        SignIn::Welcome(_)
    ));

    devices::warn(&site.app, now_of(&site.app)).await.unwrap();
    devices::warn(&site.app, now_of(&site.app)).await.unwrap();
    assert_eq!(
        mails(&db, ANN).await,
        ["Somebody tried to sign in to your What’s On account"],
        "she hears of it once a day"
    );
    let tomorrow = noon() + TimeDelta::hours(25);
    assert_eq!(
        try_from(tomorrow, stranger(3), "guess").await,
        SignIn::Wrong
    );
}

#[harness::test]
async fn an_unknown_name_is_slowed_down_like_a_known_one(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    for name in [ANN, "bob@example.org"] {
        let mut came_of = Vec::new();
        for n in 0..21 {
            let address: IpAddr = format!("198.51.100.{n}").parse().unwrap();
            came_of.push(
                accounts::sign_in(&db, noon(), name, "guess".to_owned(), address)
                    .await
                    .unwrap(),
            );
        }
        let minute = TimeDelta::minutes(1);
        assert_eq!(came_of.pop(), Some(SignIn::TooMany(minute)), "{name}");
        assert!(came_of.iter().all(|it| *it == SignIn::Wrong), "{name}");
    }
}

#[harness::test]
async fn a_link_made_at_the_server_leaves_the_second_step_unless_it_is_taken_away(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let council = site.app.council();
    let id = number(&db, ANN).await;
    let print = async |second| {
        recovery::print_link(&db, &council.site, noon(), "ANN@example.org", second)
            .await
            .unwrap()
    };
    let printed = print(false).await.expect("a link");
    assert_eq!(printed.lives, TimeDelta::hours(1));
    assert!(store::second_factor::factors(&db, id).await.unwrap().any());
    assert_eq!(ann.get("/staff").await.status, StatusCode::OK);
    let printed = print(true).await.expect("a link");
    assert!(!store::second_factor::factors(&db, id).await.unwrap().any());
    assert_eq!(ann.get("/staff").await.status, StatusCode::UNAUTHORIZED);
    let set = site
        .another_browser()
        .post(
            &format!("/staff/welcome/{}", printed.token),
            &[("password", NEW), ("again", NEW)],
        )
        .await;
    assert_eq!(
        set.location(),
        "/staff/security/second-factor",
        "a new one is set up first"
    );
    assert!(
        recovery::print_link(&db, &council.site, noon(), "bob@example.org", true)
            .await
            .unwrap()
            .is_none()
    );
}

/// How long a sign-in takes for an unknown name and for a wrong password, 200 tries each in turn.
/// A measurement, run by hand: `cargo test -p server --test site -- --ignored --nocapture medians`.
#[harness::test]
#[ignore = "a measurement"]
async fn the_medians_of_200_wrong_passwords_and_200_unknown_names(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let browser = site.another_browser();
    for path in ["/staff/sign-in", "/staff/forgotten"] {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..200 {
            for (times, email) in times.iter_mut().zip([ANN, "bob@example.org"]) {
                for table in ["sign_in_attempt", "password_request"] {
                    let empty = sqlx::AssertSqlSafe(format!("delete from {table}"));
                    sqlx::query(empty).execute(&db).await.unwrap();
                }
                let fields = [("email", email), ("password", "not her password")];
                let fields = if path.ends_with("sign-in") {
                    &fields[..]
                } else {
                    &fields[..1]
                };
                let start = Instant::now();
                browser.post(path, fields).await;
                times.push(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
        for times in &mut times {
            times.sort_by(f64::total_cmp);
        }
        let [known, unknown] = &times;
        println!(
            "{path}: known {:.2} ms, unknown {:.2} ms (medians of 200)",
            known[100], unknown[100]
        );
    }
}
