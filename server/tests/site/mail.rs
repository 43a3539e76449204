//! Mail that goes out: what a mail is made of, and what becomes of it whatever the mail server does.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    limits::{MAIL_LEASE, MAIL_SERVER_PAUSES, MAX_ATTEMPTS, MOST_COPIES},
    message::pause_after,
};
use server::{
    config::MailConfig,
    jobs,
    mail::{
        self,
        outbox::{self, Outbox},
    },
    state::{App, Clock},
};
use sqlx::PgPool;
use store::outbox::Reach;

use crate::support::{
    TestSite, coffee_morning,
    database::everybody_confirms,
    noon,
    smtp::{Guard, Mood, Received, Smtp, Step},
    staff::{ann, list},
};

/// Mail that goes to this server.
fn to(smtp: &Smtp) -> MailConfig {
    MailConfig {
        smtp_url: Some(smtp.url()),
        ..MailConfig::default()
    }
}

/// A site whose mail goes to a server of its own.
async fn mailing(db: &PgPool) -> (TestSite, Smtp) {
    let smtp = Smtp::start().await;
    let site = TestSite::with_mail(db.clone(), noon(), to(&smtp)).await;
    (site, smtp)
}

/// The same site at another time.
fn at(app: &App, now: DateTime<Utc>) -> App {
    App {
        clock: Clock::Fixed(now),
        ..app.clone()
    }
}

/// What became of the only message.
#[derive(Debug, sqlx::FromRow, PartialEq, Eq)]
struct Fate {
    state: String,
    attempts: i32,
    perhaps_sent: bool,
    next_attempt_at: Option<DateTime<Utc>>,
    last_error: Option<String>,
}

async fn fate(db: &PgPool) -> Fate {
    sqlx::query_as("select state, attempts, perhaps_sent, next_attempt_at, last_error from message")
        .fetch_one(db)
        .await
        .unwrap()
}

async fn states(db: &PgPool) -> BTreeMap<String, i64> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("select state, count(*) from message group by state")
            .fetch_all(db)
            .await
            .unwrap();
    rows.into_iter().collect()
}

#[harness::test]
async fn a_receipt_is_one_mail_in_text_and_html_from_the_council_to_the_sender(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    let reference = site.submit_coffee_morning().await;
    assert_eq!(outbox::send_due(&site.app).await.unwrap(), 1);
    let received = smtp.received();
    assert_eq!(received.len(), 1);
    let mail = &received[0];
    assert_eq!(mail.from, "office@example.org");
    assert_eq!(mail.to, ["alex@example.org"]);
    assert!(mail.data.is_ascii(), "every mail server can take it");
    let parsed = mail.parsed();
    let from = parsed.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Withyham Parish Council"));
    assert_eq!(from.address(), Some("office@example.org"));
    let reply_to = parsed.reply_to().unwrap().first().unwrap();
    assert_eq!(reply_to.address(), Some("office@example.org"));
    let kept: String = sqlx::query_scalar("select message_id from message")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(format!("<{}>", mail.id()), kept);
    assert_eq!(parsed.date().unwrap().to_timestamp(), noon().timestamp());
    assert_eq!(
        parsed.subject(),
        Some(format!("Coffee morning: we have your event ({reference})").as_str())
    );
    assert_eq!(
        parsed.header("Auto-Submitted").and_then(|it| it.as_text()),
        Some("auto-generated")
    );
    for header in ["From", "To", "Subject", "Date", "Message-ID", "Reply-To"] {
        assert_eq!(mail.count(header), 1, "{header}");
    }
    for header in ["Cc", "Bcc", "Sender"] {
        assert_eq!(mail.count(header), 0, "{header}");
    }
    let text = mail.text();
    let token = text.split("/manage/").nth(1).expect("a private link");
    let token = token.split_whitespace().next().expect("its token");
    let settled = |words: &str| {
        let words = words.replace("\r\n", "\n").replace(token, "TOKEN");
        words.replace(&reference, "WO-7K4P")
    };
    insta::assert_snapshot!("receipt-text", settled(&text));
    insta::assert_snapshot!("receipt-html", settled(&parsed.body_html(0).unwrap()));
    let fate = fate(&db).await;
    assert_eq!((fate.state.as_str(), fate.attempts), ("sent", 1));
    assert_eq!(
        outbox::send_due(&site.app).await.unwrap(),
        0,
        "once is enough"
    );
}

#[harness::test]
async fn a_decision_was_a_person_s_so_its_mail_is_not_called_automatic(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    let reference = site.submit_coffee_morning().await;
    outbox::send_due(&site.app).await.unwrap();
    list(&ann(&site).await, &reference).await;
    outbox::send_due(&site.app).await.unwrap();
    let received = smtp.received();
    let mail = &received[1];
    assert!(
        mail.parsed()
            .subject()
            .unwrap()
            .contains("your event is listed")
    );
    assert_eq!(mail.count("Auto-Submitted"), 0);
    let html = mail.parsed().body_html(0).unwrap().into_owned();
    assert!(
        html.contains("<a href=\"http://127.0.0.1:3000/events/coffee-morning-"),
        "{html}"
    );
}

#[harness::test]
async fn a_new_link_and_the_answer_to_a_change_are_automatic_as_a_receipt_is(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    site.submit_coffee_morning().await;
    site.post("/manage", &[("email", "alex@example.org")]).await;
    // The answer to a change, without the way through the whole form.
    sqlx::query(
        "insert into message (submission_id, kind, recipient, subject, body, message_id)
         select submission_id, 'edited', recipient, 'We have your change', body, '<edited@example.org>'
         from message where kind = 'receipt'",
    )
    .execute(&db)
    .await
    .unwrap();
    while outbox::send_due(&site.app).await.unwrap() > 0 {}
    let received = smtp.received();
    assert_eq!(received.len(), 3);
    for mail in received {
        let subject = mail.parsed().subject().unwrap().to_owned();
        assert_eq!(mail.count("Auto-Submitted"), 1, "{subject}");
    }
}

/// What a mail server's deed is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// The mail: it goes later.
    Later,
    /// The mail: it is given up.
    Refused,
    /// The mail: it may have arrived.
    Perhaps,
    /// The server: no message has been tried.
    Server,
}
use About::{Later, Perhaps, Refused, Server};

/// What a mail server can do, what that is about, and some of the words that staff read.
const MOODS: [(Mood, About, &str); 23] = [
    (
        Mood::Answers(Step::Greeting, "421 Busy"),
        Server,
        "could not be reached",
    ),
    (
        Mood::Answers(Step::Greeting, "554 No service"),
        Server,
        "could not be reached",
    ),
    (
        Mood::Answers(Step::Hello, "451 Later"),
        Server,
        "could not be reached",
    ),
    (
        Mood::Answers(Step::Hello, "550 Who are you?"),
        Server,
        "could not be reached",
    ),
    (
        Mood::Answers(Step::From, "451 4.3.0 Later"),
        Later,
        "“451 4.3.0 Later”",
    ),
    (
        Mood::Answers(Step::From, "530 5.7.0 Sign in first"),
        Server,
        "Sign in first",
    ),
    (
        Mood::Answers(Step::From, "550 5.7.1 Not you"),
        Refused,
        "mail from our address",
    ),
    (
        Mood::Answers(Step::To, "450 4.2.1 Busy"),
        Later,
        "mail to this address",
    ),
    (
        Mood::Answers(Step::To, "550-5.1.1 No such\r\n550 5.1.1 person"),
        Refused,
        "No such",
    ),
    (
        Mood::Answers(Step::Data, "451 Later"),
        Later,
        "did not want",
    ),
    (Mood::Answers(Step::Data, "554 No"), Refused, "did not want"),
    (
        Mood::Answers(Step::Dot, "452 4.3.1 Full"),
        Later,
        "did not take the mail",
    ),
    (
        Mood::Answers(Step::Dot, "554 5.7.1 Spam"),
        Refused,
        "did not take the mail",
    ),
    (
        Mood::HangsUp(Step::Greeting),
        Server,
        "could not be reached",
    ),
    (Mood::HangsUp(Step::Hello), Server, "could not be reached"),
    (Mood::HangsUp(Step::From), Server, "mail from our address"),
    (Mood::HangsUp(Step::To), Server, "mail to this address"),
    (Mood::HangsUp(Step::Data), Server, "did not want"),
    (Mood::HangsUpMidway, Perhaps, "at the last moment"),
    (Mood::HangsUp(Step::Dot), Perhaps, "at the last moment"),
    (Mood::Slow(Duration::from_millis(300)), Server, "in time"),
    (
        Mood::Answers(Step::To, "421 4.3.2 Going down"),
        Server,
        "Going down",
    ),
    (
        Mood::Answers(Step::Dot, "421 4.3.2 Going down"),
        Server,
        "Going down",
    ),
];

#[harness::test]
async fn what_a_mail_server_does_decides_what_becomes_of_a_mail(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    site.submit_coffee_morning().await;
    for (mood, about, words) in MOODS {
        reset(&db).await;
        smtp.set(mood);
        let began = Instant::now();
        assert_eq!(outbox::send_due(&site.app).await.unwrap(), 1, "{mood:?}");
        assert!(began.elapsed() < Duration::from_secs(2), "{mood:?}");
        let fate = fate(&db).await;
        let state = if about == Refused {
            "failed"
        } else {
            "waiting"
        };
        assert_eq!(fate.state, state, "{mood:?}: {fate:?}");
        assert_eq!(fate.perhaps_sent, about == Perhaps, "{mood:?}: {fate:?}");
        let server = store::mail_server::fault(&db).await.unwrap();
        let error = if about == Server {
            assert_eq!(fate.attempts, 0, "{mood:?}: it was not tried");
            let server = server.unwrap_or_else(|| panic!("{mood:?}: no fault of the server"));
            assert_eq!(server.since, noon());
            server.words
        } else {
            assert_eq!(server, None, "{mood:?}");
            assert_eq!(fate.attempts, 1, "{mood:?}");
            let next = (state == "waiting").then(|| noon() + TimeDelta::minutes(1));
            assert_eq!(fate.next_attempt_at, next, "{mood:?}");
            fate.last_error.unwrap()
        };
        assert!(error.contains(words), "{mood:?}: {error}");
        assert!(!error.contains('\n'), "{error:?}");
    }
}

/// As if nothing had been tried.
async fn reset(db: &PgPool) {
    for nothing_yet in [
        "update message set state = 'waiting', attempts = 0, perhaps_sent = false, next_attempt_at = null,
                            last_error = null, cut_off_at = null, copies = 0",
        "update mail_server set since = null, tried_at = null, next_try_at = null, words = null, tries = 0, answered_at = null",
    ] {
        sqlx::query(nothing_yet).execute(db).await.unwrap();
    }
}

/// A mail server that is away for a weekend, in each of the ways that it can be: how it is asked for, and the words.
async fn ways_to_be_away(smtp: &Smtp) -> Vec<(MailConfig, &'static str)> {
    let (guard, certificate) = Guard::new(false, "whatson", "right");
    let file = std::env::temp_dir().join(format!("ca-{}.pem", std::process::id()));
    std::fs::write(&file, certificate).expect("a file");
    let guarded = Box::leak(Box::new(Smtp::guarded(guard).await));
    let silent = Box::leak(Box::new(Smtp::start().await));
    silent.set(Mood::Slow(Duration::from_hours(100)));
    let url = |url: String| MailConfig {
        smtp_url: Some(url),
        smtp_ca_file: Some(file.clone()),
        smtp_plain: true,
        ..MailConfig::default()
    };
    let port = guarded.address.port();
    vec![
        (
            url("smtp://nowhere.invalid:2525".to_owned()),
            "could not be reached",
        ),
        (url("smtp://127.0.0.1:1".to_owned()), "could not be reached"),
        (url(silent.url()), "did not answer in time"),
        (
            url(format!("smtp://{}?tls=required", smtp.address)),
            "no safe connection",
        ),
        (
            url(format!(
                "smtp://whatson:wrong@localhost:{port}?tls=required"
            )),
            "name and password",
        ),
    ]
}

#[harness::test]
async fn a_weekend_without_a_mail_server_gives_up_no_mail_and_each_goes_once(db: PgPool) {
    everybody_confirms(&db).await;
    let smtp = Smtp::start().await;
    let away = ways_to_be_away(&smtp).await;
    let (site, _) = mailing(&db).await;
    let ann = ann(&site).await;
    for _ in 0..3 {
        site.another_browser().submit_coffee_morning().await;
    }
    let waiting = states(&db).await;
    for (config, words) in away {
        reset(&db).await;
        let site = TestSite::with_mail(db.clone(), noon(), config).await;
        let (mut now, mut tries) = (noon(), 0);
        while now < noon() + TimeDelta::hours(64) {
            let site = at(&site.app, now);
            tries += outbox::send_due(&site).await.unwrap();
            let fault = store::mail_server::fault(&db)
                .await
                .unwrap()
                .expect("a fault");
            assert_eq!(fault.since, noon());
            assert!(fault.words.contains(words), "{fault:?}");
            let longest = MAIL_SERVER_PAUSES[MAIL_SERVER_PAUSES.len() - 1];
            assert!(fault.next_try_at <= now + longest, "{fault:?}");
            // By day in its own steps, and through the rest in great ones: each try costs a moment.
            now = if now < noon() + TimeDelta::hours(1) {
                fault.next_try_at
            } else {
                now + TimeDelta::hours(7)
            };
        }
        assert!(tries > 20, "{tries}");
        assert_eq!(states(&db).await, waiting, "{words}: none is given up");
        let tried: i64 = sqlx::query_scalar("select sum(attempts) from message")
            .fetch_one(&db)
            .await
            .unwrap();
        assert_eq!(tried, 0, "{words}: it was no message's try");
        for page in ["/staff", "/staff/messages"] {
            let page = ann.get(page).await.body;
            assert!(
                page.contains("The mail server has not answered since") && page.contains(words),
                "{page}"
            );
        }
        // It is back, wherever it was.
        let back = Smtp::start().await;
        let site = TestSite::with_mail(db.clone(), now, to(&back)).await;
        let due = now + TimeDelta::minutes(5);
        outbox::send_due(&at(&site.app, due)).await.unwrap();
        let all: i64 = waiting.values().sum();
        assert_eq!(
            states(&db).await,
            BTreeMap::from([("sent".to_owned(), all)]),
            "all that waited goes at once"
        );
        let mut ids: Vec<String> = back.received().iter().map(Received::id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(i64::try_from(ids.len()).unwrap(), all);
        assert_eq!(back.received().len(), ids.len(), "each once");
        assert_eq!(store::mail_server::fault(&db).await.unwrap(), None);
    }
}

#[harness::test]
async fn a_message_that_breaks_every_connection_stops_no_other_and_is_given_up(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    site.submit_coffee_morning().await;
    smtp.set(Mood::HangsUpOn("alex@example.org"));
    let mut now = noon();
    for other in 0..12 {
        sqlx::query(
            "insert into message (submission_id, kind, recipient, subject, body, message_id, created_at)
             select submission_id, 'new_link', 'other@example.org', subject, 'Words', '<' || $1 || '@test>', $2
             from message where kind = 'receipt'",
        )
        .bind(other)
        .bind(now)
        .execute(&db)
        .await
        .unwrap();
        for _ in 0..3 {
            outbox::send_due(&at(&site.app, now)).await.unwrap();
            now += TimeDelta::minutes(5);
        }
        assert_eq!(
            smtp.received().len(),
            usize::try_from(other).unwrap() + 1,
            "it goes"
        );
        now += TimeDelta::days(2);
    }
    let state: (String, i32) =
        sqlx::query_as("select state, attempts from message where kind = 'receipt'")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(state, ("failed".to_owned(), 9));
}

#[harness::test]
async fn a_server_that_says_nothing_or_is_not_there_holds_nobody_up(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    smtp.set(Mood::Slow(Duration::from_hours(1)));
    let worker = Outbox::start(&site.app);
    let began = Instant::now();
    site.submit_coffee_morning().await;
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "the form knows nothing of it"
    );
    while store::mail_server::fault(&db).await.unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(began.elapsed() < Duration::from_secs(10));
    }
    worker.finish(Duration::from_secs(5)).await;
    let address = smtp.address;
    drop(smtp);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let later = at(&site.app, noon() + TimeDelta::minutes(2));
    assert_eq!(outbox::send_due(&later).await.unwrap(), 1);
    let fault = store::mail_server::fault(&db).await.unwrap();
    let fault = fault.expect("a fault");
    assert!(fault.words.contains("could not be reached"), "{fault:?}");
    assert_eq!((fault.since, fate(&db).await.attempts), (noon(), 0));

    let back = Smtp::at(address).await;
    assert_eq!(
        outbox::send_due(&at(&site.app, noon() + TimeDelta::hours(1)))
            .await
            .unwrap(),
        1
    );
    assert_eq!(back.received().len(), 1);
    assert_eq!(fate(&db).await.state, "sent");
}

#[harness::test]
async fn nothing_goes_over_an_open_connection_where_a_safe_one_is_asked_for(db: PgPool) {
    everybody_confirms(&db).await;
    let smtp = Smtp::start().await;
    for url in [
        format!("smtp://{}?tls=required", smtp.address),
        format!("smtps://user:secret@{}", smtp.address),
    ] {
        let config = MailConfig {
            smtp_url: Some(url),
            ..MailConfig::default()
        };
        let site = TestSite::with_mail(db.clone(), noon(), config).await;
        site.submit_coffee_morning().await;
        outbox::send_due(&site.app).await.unwrap();
    }
    assert!(smtp.received().is_empty());
    assert_eq!(
        states(&db).await,
        BTreeMap::from([("waiting".to_owned(), 2)])
    );
}

#[harness::test]
async fn after_two_days_of_trying_a_mail_is_given_up_for_all_to_see(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    let ann = ann(&site).await;
    sqlx::query("update staff set notice_new = 'off'")
        .execute(&db)
        .await
        .unwrap();
    for (mood, end, tries, words) in [
        (
            Mood::Answers(Step::To, "450 Busy"),
            "failed",
            MAX_ATTEMPTS,
            ["Could not be sent", "9 times"],
        ),
        (
            Mood::HangsUp(Step::Dot),
            "unknown",
            3,
            ["Perhaps sent", "3 times"],
        ),
    ] {
        sqlx::query("delete from message")
            .execute(&db)
            .await
            .unwrap();
        site.another_browser().submit_coffee_morning().await;
        smtp.set(mood);
        let mut now = noon();
        for attempt in 1..=tries {
            assert_eq!(outbox::send_due(&at(&site.app, now)).await.unwrap(), 1);
            let early = at(&site.app, now + TimeDelta::seconds(50));
            assert_eq!(
                outbox::send_due(&early).await.unwrap(),
                0,
                "not before its time"
            );
            now += pause_after(attempt).unwrap_or(TimeDelta::days(30));
        }
        let fate = fate(&db).await;
        assert_eq!(
            (fate.state.as_str(), fate.attempts),
            (end, tries.cast_signed())
        );
        assert_eq!(fate.next_attempt_at, None);
        assert_eq!(outbox::send_due(&at(&site.app, now)).await.unwrap(), 0);
        let list = ann.get("/staff/messages?show=not-sent").await;
        assert!(list.body.contains(words[0]), "{}", list.body);
        let id: i64 = sqlx::query_scalar("select id from message")
            .fetch_one(&db)
            .await
            .unwrap();
        let page = ann.get(&format!("/staff/messages/{id}")).await;
        assert!(page.body.contains(words[1]), "{}", page.body);
        assert!(page.body.contains("Send it again") && page.body.contains("Leave it"));
    }
    let ids: Vec<String> = smtp.received().iter().map(Received::id).collect();
    assert_eq!(ids.len(), 3, "it did arrive, each time without a word");
    assert!(
        ids.iter().all(|id| *id == ids[0]),
        "one mail has one Message-ID"
    );
}

#[harness::test]
async fn several_workers_send_each_mail_once(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    for _ in 0..3 {
        site.another_browser().submit_coffee_morning().await;
    }
    sqlx::query(
        "insert into message (submission_id, kind, recipient, subject, body, message_id, created_at)
         select submission_id, kind, recipient, subject, body, '<' || n || '@test>', created_at
         from message cross join generate_series(1, 20) n limit 57 on conflict do nothing",
    )
    .execute(&db)
    .await
    .unwrap();
    let all: i64 = sqlx::query_scalar("select count(*) from message")
        .fetch_one(&db)
        .await
        .unwrap();
    smtp.set(Mood::Slow(Duration::from_millis(5)));
    let workers = (0..4).map(|_| {
        let app = site.app.clone();
        tokio::spawn(async move { outbox::send_due(&app).await.unwrap() })
    });
    let mut tries = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        tries.push(worker.await.unwrap());
    }
    assert_eq!(i64::from(tries.iter().sum::<u32>()), all);
    assert!(
        tries.iter().filter(|&&count| count > 0).count() > 1,
        "{tries:?}"
    );
    let mut ids: Vec<String> = smtp.received().iter().map(Received::id).collect();
    assert_eq!(i64::try_from(ids.len()).unwrap(), all);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(i64::try_from(ids.len()).unwrap(), all, "none came twice");
    assert_eq!(
        states(&db).await,
        BTreeMap::from([("sent".to_owned(), all)])
    );
}

#[harness::test]
async fn a_message_whose_worker_was_killed_is_taken_up_again_when_its_lease_ends(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    site.submit_coffee_morning().await;
    let killed = store::outbox::claim(&db, Reach::All, noon())
        .await
        .unwrap()
        .expect("a message");
    let soon = at(&site.app, noon() + TimeDelta::minutes(4));
    assert_eq!(outbox::send_due(&soon).await.unwrap(), 0, "it is another's");
    smtp.set(Mood::Answers(Step::To, "450 Busy"));
    let late = at(&site.app, noon() + MAIL_LEASE);
    assert_eq!(outbox::send_due(&late).await.unwrap(), 1);
    let fate = fate(&db).await;
    assert_eq!((fate.state.as_str(), fate.attempts), ("waiting", 2));
    assert!(fate.perhaps_sent, "it may have gone out before the kill");

    store::outbox::sent(&db, &killed, noon()).await.unwrap();
    assert_eq!(
        self::fate(&db).await.state,
        "waiting",
        "a worker thought dead says nothing"
    );
    smtp.set(Mood::Well);
    assert_eq!(
        outbox::send_due(&at(&late, noon() + TimeDelta::hours(1)))
            .await
            .unwrap(),
        1
    );
    assert_eq!(smtp.received().len(), 1);
}

#[harness::test]
async fn a_message_that_kills_its_worker_at_every_try_is_given_up(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, _smtp) = mailing(&db).await;
    site.submit_coffee_morning().await;
    let mut now = noon();
    for _ in 0..MOST_COPIES {
        assert!(
            store::outbox::claim(&db, Reach::All, now)
                .await
                .unwrap()
                .is_some()
        );
        now += MAIL_LEASE;
    }
    assert_eq!(outbox::send_due(&at(&site.app, now)).await.unwrap(), 0);
    assert_eq!(fate(&db).await.state, "unknown");
}

#[harness::test]
async fn a_commit_wakes_the_worker_at_once_and_a_stop_waits_for_the_mail_in_hand(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    let app = App {
        clock: Clock::System,
        ..site.app.clone()
    };
    let worker = Outbox::start(&app);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let site_now = TestSite::with_mail(db.clone(), Utc::now(), to(&smtp)).await;
    sqlx::query("select 1").execute(&db).await.unwrap();
    site.submit_coffee_morning().await;
    let began = Instant::now();
    smtp.wait_for(1).await;
    assert!(
        began.elapsed() < Duration::from_secs(3),
        "{:?}",
        began.elapsed()
    );
    drop(site_now);

    // Slow enough to be in hand when the stop is asked for, and fast enough to end well.
    smtp.set(Mood::Slow(Duration::from_millis(100)));
    site.another_browser().submit_coffee_morning().await;
    while !states(&db).await.contains_key("sending") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    worker.finish(Duration::from_secs(10)).await;
    assert_eq!(states(&db).await, BTreeMap::from([("sent".to_owned(), 2)]));
    site.another_browser().submit_coffee_morning().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(smtp.received().len(), 2, "it has stopped");
}

/// Names, titles and words that would like to be more than that.
const HOSTILE: [&str; 7] = [
    "Fair\r\nBcc: all@example.net",
    "Fair\nX-Evil: yes\n\nNew body",
    "Fair\u{2028}Bcc: all@example.net\u{85}Cc: b@example.net",
    "\"Fair\" <all@example.net>, other",
    "=?utf-8?q?Fair=0D=0ABcc:_all@example.net?=",
    "Fête 🎪 für «Groß & Klein» – naïveté",
    ".\r\n.\r\nQUIT\r\nMAIL FROM:<evil@example.net>",
];

#[harness::test]
async fn no_name_title_or_word_adds_a_header_a_recipient_or_a_mail(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    for hostile in HOSTILE {
        let mut steps = coffee_morning();
        let description = format!("{hostile}\r\n.\r\n..\r\nEnd of it.");
        steps[0].1[0].1 = hostile;
        steps[0].1[1].1 = &description;
        steps[4].1[0].1 = hostile;
        steps[4].1[2].1 = hostile;
        let browser = site.another_browser();
        browser.fill_in(&steps).await;
        browser.agree_and_send().await;
    }
    outbox::send_due(&site.app).await.unwrap();
    let received = smtp.received();
    assert_eq!(received.len(), HOSTILE.len());
    for mail in &received {
        one_plain_mail(mail);
        assert!(
            mail.text().contains("\n.\n..\nEnd of it."),
            "{}",
            mail.text()
        );
    }
    let fete = received[5].parsed();
    assert!(
        fete.subject()
            .unwrap()
            .starts_with("Fête 🎪 für «Groß & Klein» – naïveté:")
    );
    assert!(received[5].text().contains("Dear Fête 🎪 für"));
}

/// A mail with the headers that ours have and no other, to one person.
fn one_plain_mail(mail: &Received) {
    assert_eq!(mail.to.len(), 1, "{mail:?}");
    let parsed = mail.parsed();
    let mut names: Vec<&str> = parsed
        .headers()
        .iter()
        .map(mail_parser::Header::name)
        .collect();
    names.sort_unstable();
    let known = [
        "Auto-Submitted",
        "Content-Language",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Reply-To",
        "Subject",
        "To",
    ];
    assert_eq!(names, known, "{}", String::from_utf8_lossy(&mail.data));
    assert_eq!(parsed.to().unwrap().iter().count(), 1);
    assert_eq!(
        parsed.to().unwrap().first().unwrap().address(),
        Some("alex@example.org")
    );
    assert_eq!(parsed.attachment_count(), 0);
    assert_eq!((parsed.text_body_count(), parsed.html_body_count()), (1, 1));
}

/// As no statement of the site may: a trigger keeps the words of what is no draft.
async fn words_may_change(db: &PgPool) {
    sqlx::query("alter table message disable trigger message_words_stay")
        .execute(db)
        .await
        .expect("the owner's right");
}

#[harness::test]
async fn a_row_with_hostile_words_still_makes_one_plain_mail_or_none(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    site.submit_coffee_morning().await;
    words_may_change(&db).await;
    for hostile in HOSTILE {
        sqlx::query("update site set council = $1")
            .bind(hostile)
            .execute(&db)
            .await
            .unwrap();
        sqlx::query("update message set subject = $1, state = 'waiting', next_attempt_at = null, attempts = 0")
            .bind(hostile)
            .execute(&db)
            .await
            .unwrap();
        let site = TestSite::with_mail(db.clone(), noon(), to(&smtp)).await;
        outbox::send_due(&site.app).await.unwrap();
    }
    let received = smtp.received();
    assert_eq!(received.len(), HOSTILE.len());
    received.iter().for_each(one_plain_mail);
    for recipient in [
        "alex@example.org\r\nRCPT TO:<all@example.net>",
        "alex@example.org, all@example.net",
        "alex@example.org> <all@example.net",
        "Alex <alex@example.org>",
        "alex@example.org\nBcc: all@example.net",
        "",
        "all",
    ] {
        sqlx::query("update message set recipient = $1, state = 'waiting', next_attempt_at = null, attempts = 0")
            .bind(recipient)
            .execute(&db)
            .await
            .unwrap();
        outbox::send_due(&site.app).await.unwrap();
        assert_eq!(fate(&db).await.state, "failed", "{recipient:?}");
    }
    assert_eq!(
        smtp.received().len(),
        HOSTILE.len(),
        "nobody else was written to"
    );
}

#[harness::test]
async fn a_private_link_is_made_when_the_mail_goes_and_kept_as_a_hash_only(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    let ann = ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    words_may_change(&db).await;
    sqlx::query("update message set body = body || $1")
        .bind(format!(
            "\n\nYour own page: {}",
            server::letters::marks::PRIVATE_LINK
        ))
        .execute(&db)
        .await
        .unwrap();
    let id: i64 = sqlx::query_scalar("select id from message where kind = 'receipt'")
        .fetch_one(&db)
        .await
        .unwrap();
    let page = ann.get(&format!("/staff/messages/{id}")).await.body;
    assert!(
        page.contains("[the sender&#39;s private link]")
            || page.contains("[the sender's private link]"),
        "{page}"
    );
    assert!(!page.contains("{{"));

    outbox::send_due(&site.app).await.unwrap();
    let received = smtp.received();
    let receipt = received
        .iter()
        .find(|mail| mail.to[0] == "alex@example.org")
        .unwrap();
    let text = receipt.text();
    let link = text
        .split("http://127.0.0.1:3000/manage/")
        .nth(1)
        .expect("a link");
    let token = link.split_whitespace().next().unwrap();
    assert_eq!(token.len(), 48);
    let notice = received
        .iter()
        .find(|mail| mail.to[0] == "ann@example.org")
        .unwrap();
    assert!(
        !notice.text().contains("/manage/"),
        "a colleague gets no private link"
    );

    let opens = |at| store::links::find(&db, token, at);
    let lives = TimeDelta::days(180);
    assert_eq!(opens(noon()).await.unwrap(), Some(reference.clone()));
    assert_eq!(
        opens(noon() + lives - TimeDelta::seconds(1)).await.unwrap(),
        Some(reference.clone())
    );
    assert_eq!(opens(noon() + lives).await.unwrap(), None);
    let body: String = sqlx::query_scalar("select body from message where id = $1")
        .bind(id)
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(body.contains(server::letters::marks::PRIVATE_LINK) && !body.contains(token));
}

#[harness::test]
async fn a_private_link_that_is_good_no_more_is_forgotten_by_the_clock(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, _smtp) = mailing(&db).await;
    site.submit_coffee_morning().await;
    outbox::send_due(&site.app).await.unwrap();
    let links = async || -> i64 {
        sqlx::query_scalar("select count(*) from manage_link")
            .fetch_one(&db)
            .await
            .unwrap()
    };
    assert_eq!(links().await, 1);
    jobs::start(&at(&site.app, noon() + TimeDelta::days(182)));
    for _ in 0..100 {
        if links().await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the link is still kept");
}

#[harness::test]
async fn without_a_mail_server_messages_wait_and_the_desk_says_so(db: PgPool) {
    everybody_confirms(&db).await;
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    site.submit_coffee_morning().await;
    Outbox::start(&site.app)
        .finish(Duration::from_secs(1))
        .await;
    assert_eq!(
        states(&db).await,
        BTreeMap::from([("waiting".to_owned(), 2)])
    );
    let page = ann.get("/staff/messages").await;
    assert!(page.body.contains("Email is not set up yet"));
    assert_eq!(page.status, StatusCode::OK);
}

#[harness::test]
async fn for_trying_out_each_mail_is_written_to_a_folder(db: PgPool) {
    everybody_confirms(&db).await;
    let folder = tempfile::tempdir().unwrap();
    let config = MailConfig {
        mail_dir: Some(folder.path().join("mail")),
        mail_from: Some("whatson@council.example".to_owned()),
        ..MailConfig::default()
    };
    let site = TestSite::with_mail(db.clone(), noon(), config).await;
    let ann = ann(&site).await;
    site.submit_coffee_morning().await;
    assert_eq!(outbox::send_due(&site.app).await.unwrap(), 2);
    let files: Vec<_> = std::fs::read_dir(folder.path().join("mail"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 2, "{files:?}");
    for file in files {
        assert_eq!(file.extension().unwrap(), "eml");
        let data = std::fs::read(file).unwrap();
        let mail = mail_parser::MessageParser::default().parse(&data).unwrap();
        let from = mail.from().unwrap().first().unwrap().address();
        assert_eq!(from, Some("whatson@council.example"));
        let reply_to = mail.reply_to().unwrap().first().unwrap().address();
        assert_eq!(reply_to, Some("office@example.org"));
    }
    assert!(
        !ann.get("/staff/messages")
            .await
            .body
            .contains("Email is not set up")
    );
}

#[test]
fn settings_that_mail_cannot_be_sent_with_are_refused_at_the_start() {
    let delivery = |config: &MailConfig| {
        let made = mail::delivery::Delivery::new(config, "https://whatson.example.org");
        made.map(Arc::new).map_err(|error| error.to_string())
    };
    let both = MailConfig {
        smtp_url: Some("smtps://mail.example.org".to_owned()),
        mail_dir: Some("mail".into()),
        ..MailConfig::default()
    };
    assert!(delivery(&both).unwrap_err().contains("not both"));
    let odd = MailConfig {
        mail_from: Some("the office".to_owned()),
        ..MailConfig::default()
    };
    assert!(delivery(&odd).unwrap_err().contains("MAIL_FROM"));
    let secret = MailConfig {
        smtp_url: Some("smtps://user:secret@mail.example.org".to_owned()),
        ..MailConfig::default()
    };
    assert!(!format!("{secret:?}{:?}", delivery(&secret).unwrap()).contains("secret"));
}

/// A server that takes nothing without TLS and a password, and a site that is told to use it so.
/// `trusted` is whether the site is given the server's certificate.
async fn guarded(
    db: &PgPool,
    wrapped: bool,
    password: &str,
    trusted: bool,
) -> (TestSite, Smtp, tempfile::NamedTempFile) {
    let (guard, pem) = Guard::new(wrapped, "whats on", "p@ss/word");
    let smtp = Smtp::guarded(guard).await;
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), pem).expect("a certificate");
    let port = smtp.address.port();
    let scheme = if wrapped { "smtps" } else { "smtp" };
    let ask = if wrapped { "" } else { "?tls=required" };
    let config = MailConfig {
        smtp_url: Some(format!(
            "{scheme}://whats%20on:{password}@localhost:{port}{ask}"
        )),
        smtp_ca_file: trusted.then(|| file.path().to_owned()),
        ..MailConfig::default()
    };
    let site = TestSite::with_mail(db.clone(), noon(), config).await;
    (site, smtp, file)
}

#[harness::test]
async fn a_mail_goes_over_tls_from_the_first_word_or_from_starttls_on(db: PgPool) {
    everybody_confirms(&db).await;
    for wrapped in [true, false] {
        let (site, smtp, _file) = guarded(&db, wrapped, "p%40ss%2Fword", true).await;
        site.submit_coffee_morning().await;
        assert_eq!(outbox::send_due(&site.app).await.unwrap(), 1, "{wrapped}");
        let received = smtp.received();
        assert_eq!(received.len(), 1, "{wrapped}");
        assert!(received[0].guarded, "{wrapped}");
        assert!(received[0].text().contains("Your event has reached"));
    }
}

#[harness::test]
async fn a_mail_server_with_a_certificate_nobody_vouches_for_gets_nothing(db: PgPool) {
    everybody_confirms(&db).await;
    for (wrapped, waiting) in [(true, 1), (false, 2)] {
        let (site, smtp, _file) = guarded(&db, wrapped, "p%40ss%2Fword", false).await;
        site.submit_coffee_morning().await;
        // The one before left its fault, which is another server's.
        reset(&db).await;
        outbox::send_due(&site.app).await.unwrap();
        assert_eq!(smtp.connections(), 1, "{wrapped}");
        assert!(smtp.received().is_empty(), "{wrapped}");
        let waits = BTreeMap::from([("waiting".to_owned(), waiting)]);
        assert_eq!(states(&db).await, waits, "{wrapped}");
    }
}

#[harness::test]
async fn a_wrong_password_at_the_mail_server_is_told_and_the_mail_waits(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp, _file) = guarded(&db, true, "wrong", true).await;
    site.submit_coffee_morning().await;
    outbox::send_due(&site.app).await.unwrap();
    assert!(smtp.received().is_empty());
    let fate = fate(&db).await;
    assert_eq!((fate.state.as_str(), fate.attempts), ("waiting", 0));
    let told = store::mail_server::fault(&db).await.unwrap();
    let told = told.expect("a fault").words;
    assert!(
        told.contains("did not accept the site's name and password"),
        "{told}"
    );
    assert!(!told.contains("wrong"), "{told}");
}

/// As many messages of a kind as that, to others and about nothing.
async fn insert(db: &PgPool, kind: &str, count: i32) {
    sqlx::query(
        "insert into message (staff_id, kind, recipient, subject, body, message_id, created_at, bulk)
         select (select min(id) from staff), $1, 'p' || n || '@example.org', $1, 'Words', '<' || $1 || n || '@test>', now(),
                $1 = 'daily_notices'
         from generate_series(1, $2) n",
    )
    .bind(kind)
    .bind(count)
    .execute(db)
    .await
    .unwrap();
}

#[harness::test]
async fn slow_mail_of_many_never_holds_what_somebody_waits_for(db: PgPool) {
    everybody_confirms(&db).await;
    let smtp = Smtp::start().await;
    let config = MailConfig {
        mail_workers: 3,
        ..to(&smtp)
    };
    let site = TestSite::with_mail(db.clone(), noon(), config).await;
    ann(&site).await;
    let app = App {
        clock: Clock::System,
        ..site.app.clone()
    };
    sqlx::query("delete from message")
        .execute(&db)
        .await
        .unwrap();
    // A fifth of a second for each mail at least: four answers each.
    smtp.set(Mood::Slow(Duration::from_millis(60)));
    insert(&db, "daily_notices", 40).await;
    let workers = Outbox::start(&app);
    smtp.wait_for(2).await;
    insert(&db, "account", 1).await;
    let came = loop {
        let sending: i64 =
            sqlx::query_scalar("select count(*) from message where state = 'sending' and bulk")
                .fetch_one(&db)
                .await
                .unwrap();
        assert!(sending <= 2, "{sending} of many are in hand");
        let received = smtp.received();
        let subjects = received
            .iter()
            .map(|mail| mail.parsed().subject().unwrap().to_owned());
        if let Some(came) = subjects.clone().position(|subject| subject == "account") {
            break came;
        }
        assert!(received.len() < 40, "it came last");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    assert!(came < 20, "it came as number {came}");
    smtp.set(Mood::Well);
    smtp.wait_for(41).await;
    workers.finish(Duration::from_secs(10)).await;
    assert_eq!(states(&db).await, BTreeMap::from([("sent".to_owned(), 41)]));
    let connections = smtp.connections();
    assert!(
        connections <= 3,
        "{connections}: a worker keeps its connection between mails"
    );
}

#[harness::test]
async fn what_is_most_urgent_goes_first_whatever_came_before(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    ann(&site).await;
    sqlx::query("delete from message")
        .execute(&db)
        .await
        .unwrap();
    insert(&db, "daily_notices", 2).await;
    insert(&db, "notice", 1).await;
    insert(&db, "listed", 2).await;
    insert(&db, "weekly_confirm", 1).await;
    insert(&db, "account", 1).await;
    sqlx::query("update message set created_at = created_at - make_interval(secs => 100 - id)")
        .execute(&db)
        .await
        .unwrap();
    let late = at(&site.app, Utc::now());
    assert_eq!(outbox::send_due(&late).await.unwrap(), 7);
    let received = smtp.received();
    let subjects: Vec<_> = received
        .iter()
        .map(|mail| mail.parsed().subject().unwrap().to_owned())
        .collect();
    assert_eq!(
        subjects,
        [
            "weekly_confirm",
            "account",
            "listed",
            "listed",
            "notice",
            "daily_notices",
            "daily_notices"
        ]
    );
    assert_eq!(smtp.connections(), 1);
}

#[harness::test]
async fn mails_of_one_event_come_in_their_order_whoever_sends_them(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    for _ in 0..3 {
        site.another_browser().submit_coffee_morning().await;
    }
    sqlx::query(
        "insert into message (submission_id, kind, recipient, subject, body, message_id, created_at)
         select submission_id, 'listed', recipient, lpad(n::text, 2, '0'), body, '<' || submission_id || '-' || n || '@test>', created_at
         from message cross join generate_series(1, 8) n where kind = 'receipt' order by n",
    )
    .execute(&db)
    .await
    .unwrap();
    sqlx::query("delete from message where kind <> 'listed'")
        .execute(&db)
        .await
        .unwrap();
    smtp.set(Mood::Slow(Duration::from_millis(3)));
    let workers = (0..6).map(|_| {
        let app = site.app.clone();
        tokio::spawn(async move {
            // A worker that finds nothing it may take looks round again.
            while states(&app.db).await.get("sent") != Some(&24) {
                outbox::send_due(&app).await.unwrap();
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.unwrap();
    }
    let mut of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in smtp.received() {
        let (id, subject) = (mail.id(), mail.parsed().subject().unwrap().to_owned());
        let event = id.split('-').next().unwrap().to_owned();
        of.entry(event).or_default().push(subject);
    }
    assert_eq!(of.len(), 3);
    for (event, subjects) in of {
        assert_eq!(subjects.len(), 8);
        assert!(subjects.is_sorted(), "{event}: {subjects:?}");
    }
}

#[harness::test]
async fn a_connection_that_had_its_day_is_no_fault_of_anybody(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    ann(&site).await;
    // Some servers take one mail and then hang up, some say so.
    for mood in [
        Mood::HangsUpAfterOne,
        Mood::AnswersAfterOne("421 4.7.0 Enough"),
    ] {
        smtp.set(mood);
        let before = smtp.received().len();
        sqlx::query("delete from message")
            .execute(&db)
            .await
            .unwrap();
        insert(&db, "account", 5).await;
        let late = at(&site.app, Utc::now());
        assert_eq!(outbox::send_due(&late).await.unwrap(), 5);
        assert_eq!(smtp.received().len(), before + 5, "{mood:?}");
        assert_eq!(states(&db).await, BTreeMap::from([("sent".to_owned(), 5)]));
        assert_eq!(store::mail_server::fault(&db).await.unwrap(), None);
    }
}

/// Whatever order mails are taken without a word, workers are killed and the server puts them off in, nobody gets a fourth copy.
#[harness::test]
async fn nobody_gets_a_fourth_copy_whatever_goes_wrong(db: PgPool) {
    everybody_confirms(&db).await;
    let (site, smtp) = mailing(&db).await;
    site.submit_coffee_morning().await;
    // Each digit of a number in base three: no answer at the last dot, a killed worker, put off.
    for course in 0..243_u32 {
        reset(&db).await;
        let before = smtp.received().len();
        let (mut now, mut kills) = (noon(), 0);
        for step in 0..5 {
            match course / 3_u32.pow(step) % 3 {
                0 => smtp.set(Mood::HangsUp(Step::Dot)),
                1 => {
                    let claimed = store::outbox::claim(&db, Reach::All, now).await.unwrap();
                    kills += usize::from(claimed.is_some());
                    now += TimeDelta::days(2);
                    continue;
                }
                _ => smtp.set(Mood::Answers(Step::To, "450 Busy")),
            }
            outbox::send_due(&at(&site.app, now)).await.unwrap();
            now += TimeDelta::days(2);
        }
        smtp.set(Mood::Well);
        outbox::send_due(&at(&site.app, now)).await.unwrap();
        // The mail of a killed worker may have gone out too.
        let copies = smtp.received().len() - before + kills;
        let state = fate(&db).await.state;
        assert!((1..=3).contains(&copies), "{course}: {copies}, {state}");
        assert!(
            state == "sent" || (state == "unknown" && copies == 3),
            "{course}: {copies}, {state}"
        );
    }
}
