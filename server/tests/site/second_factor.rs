//! The second step of the sign-in: codes, recovery codes, setting up, and what half a sign-in opens.

use std::sync::Arc;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use domain::staff::Role;
use server::{
    accounts::{
        self,
        second_factor::{
            self, Removed, Tried,
            authenticator::{self, Key},
            passkey,
        },
    },
    config::WebConfig,
};
use sqlx::PgPool;

use crate::support::{
    Answer, TestSite, noon,
    staff::{PASSWORD, ann, app_key, give_app, prove},
};

const EMAIL: &str = "ann@example.org";
const SECOND: &str = "/staff/sign-in/second";
const SET_UP: &str = "/staff/security/second-factor";

/// An account with nothing but its password, half way.
async fn newcomer(site: &TestSite) -> TestSite {
    let token = accounts::add(
        &site.app.db,
        site.app.now(),
        EMAIL,
        "Ann Penfold",
        Role::Moderator,
    )
    .await
    .unwrap();
    let browser = site.another_browser();
    let opened = browser
        .post(
            &format!("/staff/welcome/{token}"),
            &[("password", PASSWORD), ("again", PASSWORD)],
        )
        .await;
    assert_eq!(opened.location(), SET_UP);
    browser
}

async fn password(browser: &TestSite) -> Answer {
    let fields = [
        ("email", EMAIL),
        ("password", PASSWORD),
        ("next", "/staff/listed"),
    ];
    browser.post("/staff/sign-in", &fields).await
}

/// Ann's browser after her password, at an instant.
async fn half_way(db: &PgPool, at: DateTime<Utc>) -> TestSite {
    let site = TestSite::at(db.clone(), at).await;
    assert_eq!(password(&site).await.location(), SECOND);
    site
}

async fn code(browser: &TestSite, code: &str) -> Answer {
    browser.post(SECOND, &[("code", code)]).await
}

async fn subjects(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select subject from message where recipient = $1 order by id")
        .bind(EMAIL)
        .fetch_all(db)
        .await
        .unwrap()
}

async fn entries(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select action from audit_entry order by seq")
        .fetch_all(db)
        .await
        .unwrap()
}

async fn staff(site: &TestSite) -> domain::staff::Staff {
    let id = sqlx::query_scalar("select id from staff where email = $1")
        .bind(EMAIL)
        .fetch_one(&site.app.db)
        .await
        .unwrap();
    store::staff::at_work(&site.app.db, id)
        .await
        .unwrap()
        .unwrap()
}

/// The key that the page of a new app shows.
fn shown_key(page: &Answer) -> Key {
    let letters = page.body.split("<code>").nth(1).expect("a key");
    let letters = letters.split('<').next().unwrap().replace(' ', "");
    Key::read(&letters).expect("32 letters and figures")
}

/// The recovery codes that a page shows.
fn shown_codes(page: &Answer) -> Vec<String> {
    page.body
        .split("<code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect()
}

/// A passkey that nothing can use, as one that lies at home.
async fn lost_passkey(site: &TestSite) -> i64 {
    sqlx::query_scalar(
        "insert into staff_passkey (staff_id, credential_id, name, credential, counter, created_at)
         select id, 'x', 'My <phone>', '{}', 0, now() from staff where email = $1 returning id",
    )
    .bind(EMAIL)
    .fetch_one(&site.app.db)
    .await
    .unwrap()
}

#[harness::test]
async fn half_a_sign_in_opens_nothing_of_the_desk(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let browser = half_way(&db, noon()).await;
    for path in [
        "/staff",
        "/staff/listed",
        "/staff/messages",
        "/staff/records",
        "/staff/settings",
        "/staff/security",
        "/staff/security/recovery-codes",
        "/staff/security/recovery-codes.txt",
        "/staff/security/second-factor",
        "/staff/security/second-factor/app",
        "/staff/security/second-factor/passkey",
        "/staff/security/app/remove",
        "/staff/nothing",
    ] {
        let seen = browser.get(path).await;
        assert_eq!(
            (seen.status, seen.location()),
            (StatusCode::SEE_OTHER, SECOND),
            "{path}"
        );
        let posted = browser.post(path, &[("step", "new")]).await;
        assert_eq!(posted.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(prove(&browser).await.location(), "/staff/listed");
    assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
    let back = browser.get(SECOND).await;
    assert_eq!(back.location(), "/staff", "nobody does it twice");
}

#[harness::test]
async fn ten_minutes_are_enough_and_each_step_has_a_session_of_its_own(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let browser = half_way(&db, noon()).await;
    let planted = browser.cookie("staff").unwrap();
    let at = async |minutes, seconds| {
        let then = noon() + TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds);
        let later = TestSite::at(db.clone(), then).await;
        later.set_cookie("staff", &planted);
        later
    };
    assert_eq!(at(9, 59).await.get(SECOND).await.status, StatusCode::OK);
    assert_eq!(prove(&browser).await.status, StatusCode::SEE_OTHER);
    assert_ne!(browser.cookie("staff").unwrap(), planted);
    let thief = at(1, 0).await;
    assert_eq!(
        thief.get("/staff").await.status,
        StatusCode::UNAUTHORIZED,
        "the id of the first step is worth nothing after the second"
    );

    let slow = half_way(&db, noon()).await;
    let late = at(10, 0).await;
    late.set_cookie("staff", &slow.cookie("staff").unwrap());
    let answer = prove(&late).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("Start again"), "{}", answer.body);
    let stranger = site.another_browser();
    let nobody = stranger.get(SECOND).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[harness::test]
async fn a_code_works_once_and_none_before_it_does(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let now = noon() + TimeDelta::minutes(5);
    let at = |seconds: i64| app_key().code(now + TimeDelta::seconds(seconds));
    let wrong = code(&half_way(&db, now).await, &at(-60)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "too old");
    assert!(
        wrong
            .body
            .contains("Enter the code that your app shows now")
    );
    let early = code(&half_way(&db, now).await, &at(60)).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "too early");

    let right = code(&half_way(&db, now).await, &at(0)).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    for seconds in [0, -30] {
        let again = code(&half_way(&db, now).await, &at(seconds)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{seconds}");
    }
    let next = code(&half_way(&db, now).await, &at(30)).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER, "a later one does");

    let empty = code(&half_way(&db, now).await, " ").await;
    assert!(
        empty
            .body
            .contains("Enter the six figures that your app shows")
    );
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[harness::test]
async fn of_twenty_uses_of_one_code_at_once_one_is_let_in(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let site = TestSite::at(db, noon() + TimeDelta::minutes(5)).await;
    let (ann, now) = (staff(&site).await, site.app.now());
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let (app, ann) = (site.app.clone(), ann.clone());
            tokio::spawn(
                async move { authenticator::try_code(&app, &ann, &app_key().code(now)).await },
            )
        })
        .collect();
    let mut tried = Vec::new();
    for one in tries {
        tried.push(one.await.unwrap().unwrap());
    }
    let count = |what| tried.iter().filter(|&&one| one == what).count();
    assert_eq!(count(Tried::Right), 1);
    assert_eq!((count(Tried::Wrong), count(Tried::TooMany)), (10, 9));
}

#[harness::test]
async fn ten_wrong_codes_an_hour_are_all_and_no_stranger_can_use_them_up(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let stranger = site.another_browser();
    for _ in 0..12 {
        assert_eq!(
            code(&stranger, "000000").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let knows = half_way(&db, noon()).await;
    let wrong = format!(
        "{:06}",
        (app_key().code(noon()).parse::<u32>().unwrap() + 1) % 1_000_000
    );
    for n in 0..10 {
        let answer = code(&knows, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
        assert!(answer.body.contains(&wrong), "what was typed is kept");
    }
    let right = prove(&knows).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(right.body.contains("Wait an hour"));
    let recovery = knows
        .post(
            "/staff/sign-in/recovery",
            &[("recovery", "AAAA-AAAA-AAAA-AAAA")],
        )
        .await;
    assert_eq!(recovery.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        subjects(&db).await,
        ["Wrong codes at the sign-in of your What’s On account"; 2],
        "whoever it was knew the password, so Ann hears of it, at the third and at the last"
    );
    let later = half_way(&db, noon() + TimeDelta::minutes(61)).await;
    assert_eq!(prove(&later).await.status, StatusCode::SEE_OTHER);
}

#[harness::test]
async fn a_newcomer_sets_up_an_app_before_the_desk_opens(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let browser = newcomer(&site).await;
    for path in ["/staff", "/staff/security", "/staff/listed", SECOND] {
        assert_eq!(browser.get(path).await.location(), SET_UP, "{path}");
    }
    let choice = browser.get(SET_UP).await;
    assert_eq!(choice.status, StatusCode::OK);
    assert!(choice.body.contains("Passkeys do not work at this address"));
    let path = format!("{SET_UP}/app");
    let page = browser.get(&path).await;
    let key = shown_key(&page);
    assert!(page.body.contains("QR code for your authenticator app"));
    assert_eq!(page.header("cache-control"), "no-store");
    let slip = browser.post(&path, &[("code", "12345")]).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shown_key(&slip), key, "the same key after a slip");
    let before = browser.cookie("staff").unwrap();

    let now = noon();
    let done = browser.post(&path, &[("code", &key.code(now))]).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/staff/security/recovery-codes")
    );
    assert_ne!(browser.cookie("staff").unwrap(), before, "a new session");
    let codes = shown_codes(&browser.get("/staff/security/recovery-codes").await);
    assert_eq!(codes.len(), 10);
    let file = browser.get("/staff/security/recovery-codes.txt").await;
    assert!(codes.iter().all(|code| file.body.contains(code)));
    let noted = browser
        .post("/staff/security/recovery-codes", &[("step", "noted")])
        .await;
    assert_eq!(noted.location(), "/staff");
    let over = browser.get("/staff/security/recovery-codes").await;
    assert!(over.body.contains("You have 10 recovery codes left"));
    assert!(
        codes.iter().all(|code| !over.body.contains(code)),
        "shown once"
    );
    let file = browser.get("/staff/security/recovery-codes.txt").await;
    assert_eq!(file.status, StatusCode::NOT_FOUND);

    let kept: Vec<Vec<u8>> = sqlx::query_scalar("select code_hash from staff_recovery_code")
        .fetch_all(&db)
        .await
        .unwrap();
    assert!(
        kept.contains(&store::token::hash(&codes[0])),
        "only hashes are kept"
    );
    let again = code(&half_way(&db, now).await, &key.code(now)).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the code that proved the app is used up"
    );
    assert_eq!(
        subjects(&db).await,
        ["An app was added to your What’s On account"]
    );
    assert_eq!(
        entries(&db).await.last().unwrap(),
        "authenticator app added"
    );
}

#[harness::test]
async fn a_recovery_code_signs_in_once_and_tells_how_many_are_left(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let codes = second_factor::new_recovery_codes(&site.app, &staff(&site).await)
        .await
        .unwrap();
    let path = "/staff/sign-in/recovery";
    let browser = half_way(&db, noon()).await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    let entered = browser.post(path, &[("recovery", &typed)]).await;
    assert_eq!(entered.location(), "/staff/listed");
    let told = browser.get("/staff").await;
    assert!(
        told.body.contains("9 recovery codes are left"),
        "{}",
        told.body
    );

    let browser = half_way(&db, noon()).await;
    let again = browser.post(path, &[("recovery", &codes[3])]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let short = browser.post(path, &[("recovery", "ABCD")]).await;
    assert!(short.body.contains("Enter the whole recovery code"));
    assert_eq!(
        subjects(&db).await,
        [
            "New recovery codes for your What’s On account",
            "A recovery code was used to sign in as you",
        ]
    );
    assert_eq!(entries(&db).await.last().unwrap(), "recovery code used");

    let ann = staff(&site).await;
    let (one, two) = tokio::join!(
        second_factor::try_recovery_code(&site.app, &ann, &codes[5]),
        second_factor::try_recovery_code(&site.app, &ann, &codes[5]),
    );
    let mut both = [one.unwrap().0, two.unwrap().0];
    both.sort_by_key(|tried| *tried == Tried::Wrong);
    assert_eq!(both, [Tried::Right, Tried::Wrong], "once, also at once");

    second_factor::new_recovery_codes(&site.app, &staff(&site).await)
        .await
        .unwrap();
    let old = second_factor::try_recovery_code(&site.app, &ann, &codes[0]);
    assert_eq!(
        old.await.unwrap().0,
        Tried::Wrong,
        "new ones end the old ones"
    );
}

#[harness::test]
async fn the_last_second_step_stays(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    let page = ann.get("/staff/security").await;
    for words in [
        "You have no passkey",
        "Use another app or telephone",
        "You have none left",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let asked = ann.get("/staff/security/app/remove").await;
    assert!(asked.body.contains("It is the only second step you have"));
    let kept = ann.post("/staff/security/app/remove", &[]).await;
    assert_eq!(kept.location(), "/staff/security");
    let page = ann.get("/staff/security").await;
    assert!(page.body.contains("Nothing was removed"), "{}", page.body);
    assert!(page.body.contains("Remove the app"));
    assert_eq!(subjects(&db).await, [""; 0]);

    let number = lost_passkey(&site).await;
    let path = format!("/staff/security/passkeys/{number}/remove");
    let asked = ann.get(&path).await;
    assert!(asked.body.contains("My &lt;phone&gt;"), "{}", asked.body);
    let gone = ann.post("/staff/security/app/remove", &[]).await;
    assert_eq!(gone.location(), "/staff/security");
    assert!(
        ann.get("/staff/security")
            .await
            .body
            .contains("You have no app")
    );
    ann.post(&path, &[]).await;
    let page = ann.get("/staff/security").await;
    assert!(page.body.contains("Nothing was removed"), "{}", page.body);
    give_app(&site, EMAIL).await;
    ann.post(&path, &[]).await;
    assert_eq!(ann.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        subjects(&db).await,
        [
            "The app was removed from your What’s On account",
            "A passkey was removed from your What’s On account",
        ]
    );
    let entries = entries(&db).await;
    assert_eq!(
        entries[entries.len() - 2..],
        ["authenticator app removed", "passkey removed"]
    );
}

#[harness::test]
async fn nobody_touches_the_passkey_of_a_colleague(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let number = lost_passkey(&site).await;
    let bea = crate::support::staff::clerk(&site, "bea@example.org", "Bea").await;
    let path = format!("/staff/security/passkeys/{number}/remove");
    assert_eq!(bea.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bea.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    let staff = staff(&site).await;
    let removed = passkey::remove(&site.app, &staff, number).await.unwrap();
    assert_eq!(removed, Removed::Gone);
}

#[harness::test]
async fn the_demonstration_is_excused_and_says_so(db: PgPool) {
    let site = TestSite::new(db).await.demonstrating();
    accounts::demo_account(&site.app, EMAIL, "The Clerk", PASSWORD)
        .await
        .unwrap();
    let browser = site.another_browser();
    assert_eq!(password(&browser).await.location(), "/staff/listed");
    let desk = browser.get("/staff").await;
    assert!(desk.body.contains("This is the demonstration’s account. "));
    assert!(desk.body.contains("It signs in with a password alone"));
    let page = browser.get("/staff/security").await;
    assert!(page.body.contains("Every other account has a second step"));
    for path in [
        "/staff/security/recovery-codes",
        SET_UP,
        &format!("{SET_UP}/app"),
    ] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[harness::test]
async fn a_passkey_is_asked_for_once_in_five_minutes_where_the_site_has_a_name(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let mut app = site.app.clone();
    for (address, offered) in [
        ("http://127.0.0.1:3000", false),
        ("http://[::1]:3000", false),
        ("http://whatson.example.org", false),
        ("https://192.0.2.1", false),
        ("http://localhost:3000", true),
        ("https://whatson.example.org", true),
    ] {
        app.web = Arc::new(WebConfig {
            site_url: Some(address.to_owned()),
            ..(*app.web).clone()
        });
        assert_eq!(passkey::offered(&app), offered, "{address}");
    }
    let ann = staff(&site).await;
    let question = passkey::ask_to_make(&app, &ann).await.unwrap().unwrap();
    let options: serde_json::Value = serde_json::from_str(&question.options).unwrap();
    assert_eq!(options["rp"]["id"], "whatson.example.org");
    let choice = &options["authenticatorSelection"];
    assert_eq!(choice["userVerification"], "required");
    assert_eq!(choice["residentKey"], "required");
    assert!(
        options["challenge"].as_str().unwrap().len() >= 22,
        "128 bits or more"
    );
    let left = async || -> i64 {
        sqlx::query_scalar("select count(*) from passkey_challenge")
            .fetch_one(&db)
            .await
            .unwrap()
    };
    assert_eq!(left().await, 1);
    let made = passkey::make(&app, &ann, "My phone", (&question.token, "{}"));
    assert_eq!(made.await.unwrap(), None, "an answer that is none");
    assert_eq!(left().await, 0, "the question is used up");

    let question = passkey::ask_alone(&app).await.unwrap().unwrap();
    app.clock = server::state::Clock::Fixed(noon() + TimeDelta::minutes(5));
    assert_eq!(
        passkey::whose(&app, (&question.token, "{}")).await.unwrap(),
        None
    );
    assert_eq!(left().await, 1, "one that ran out is not answered");
    passkey::ask_alone(&app).await.unwrap();
    assert_eq!(left().await, 1, "and is cleared away by the next");
}

#[harness::test]
async fn a_passkey_that_does_not_hold_is_told_in_plain_words(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    let browser = half_way(&db, noon()).await;
    for answer in ["", "{}", "null", "[1]"] {
        let told = browser
            .post("/staff/sign-in/second/passkey", &[("answer", answer)])
            .await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.body.contains("Try your passkey once more"));
        let told = site
            .another_browser()
            .post(
                "/staff/sign-in/passkey",
                &[("next", "//example.com"), ("answer", answer)],
            )
            .await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!told.body.contains("example.com"));
    }
    let before = site.another_browser();
    before.get("/staff/sign-in/passkey").await;
    assert_eq!(
        before.get("/staff").await.location(),
        "/staff/sign-in?next=%2Fstaff",
        "somebody who only looked was not signed out"
    );
}
