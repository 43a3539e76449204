//! No stranger makes the site write to others: every way that wrote to somebody's address, tried again and again, with a
//! real mail server at the other end. What an address that nobody has confirmed may get is one kind of mail, a few a day,
//! without a word of whoever typed it.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use chrono::TimeDelta;
use domain::{clock::Trusted, limits::RateLimit};
use server::{commands, config::MailConfig, mail::outbox, state::Clock};
use sqlx::PgPool;

use crate::support::{
    Answer, TestSite, coffee_morning, hidden, noon,
    process::{Browser, Server},
    smtp::{Received, Smtp},
    staff::{ann, decide, list},
};

/// How many mails a letterbox gets in a day before anybody has confirmed it.
fn a_few() -> usize {
    usize::try_from(RateLimit::MailTo.most()).expect("a few")
}

const VICTIM: &str = "vic.tim@gmail.com";
/// Other ways to spell it.
const SPELT: [&str; 10] = [
    "vic.tim@gmail.com",
    "victim@gmail.com",
    "VICTIM@gmail.com",
    "v.i.c.t.i.m@gmail.com",
    "victim+1@gmail.com",
    "victim+2@gmail.com",
    "vic.tim+party@googlemail.com",
    "victim@googlemail.com",
    "Vic.Tim+3@Gmail.com",
    "victim+4+5@googlemail.com",
];
/// What the stranger would like to have written to somebody.
const WORDS: [&str; 3] = ["BUY NOW", "https://evil.example", "Mallory"];

async fn mailing(db: &PgPool) -> (TestSite, Smtp) {
    let smtp = Smtp::start().await;
    let mail = MailConfig {
        smtp_url: Some(smtp.url()),
        ..MailConfig::default()
    };
    (TestSite::with_mail(db.clone(), noon(), mail).await, smtp)
}

/// The mails that went to anybody but staff, once all that is due has gone.
async fn mails(site: &TestSite, smtp: &Smtp) -> Vec<Received> {
    while outbox::send_due(&site.app).await.expect("sent") > 0 {}
    let mut mails = smtp.received();
    mails.retain(|mail| mail.to[0] != "ann@example.org");
    mails
}

/// What a stranger sends in, with this address.
fn spam(email: &str) -> [(&str, Vec<(&str, &str)>); 5] {
    let mut steps: [(&str, Vec<(&str, &str)>); 5] = coffee_morning();
    steps[0].1[0].1 = "BUY NOW: cheap watches";
    steps[0].1[1].1 = "Go to https://evil.example today.";
    steps[4].1[0].1 = "Mallory";
    steps[4].1[1].1 = email;
    steps
}

async fn send_in(site: &TestSite, email: &str) -> String {
    let browser = site.another_browser();
    browser.fill_in(&spam(email)).await;
    browser.agree_and_send().await
}

/// Asserts that a mail is one that asks to confirm the address, without a word of whoever typed it.
fn only_asks(mail: &Received) {
    let parsed = mail.parsed();
    let subject = parsed.subject().unwrap_or_default().to_owned();
    let html = parsed.body_html(0).expect("HTML").into_owned();
    let text = mail.text();
    assert!(
        subject.starts_with("What's On: confirm your email address")
            || subject == "What’s On: your weekly email",
        "{subject}"
    );
    for words in WORDS {
        let found = [&subject, &text, &html]
            .iter()
            .any(|part| part.contains(words));
        assert!(!found, "{words} in {subject}\n{text}");
    }
    assert!(text.contains("Withyham Parish Council"), "{text}");
}

fn subjects(mails: &[Received]) -> Vec<String> {
    let subject = |mail: &Received| mail.parsed().subject().unwrap_or_default().to_owned();
    mails.iter().map(subject).collect()
}

/// The private pages that a mail has links to.
fn links(mail: &Received) -> Vec<String> {
    let text = mail.text();
    let tokens = text.split("/manage/").skip(1);
    tokens
        .map(|rest| format!("/manage/{}", &rest[..48]))
        .collect()
}

async fn count(db: &PgPool, statement: &'static str) -> i64 {
    sqlx::query_scalar(statement)
        .fetch_one(db)
        .await
        .expect("a count")
}

async fn post_from(
    browser: &TestSite,
    address: [u8; 4],
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .expect("a request");
    let peer = SocketAddr::from((address, 40000));
    request.extensions_mut().insert(ConnectInfo(peer));
    browser.send(request).await
}

/// Edits an event by its private page, as a program does: every step is posted and nothing opened. Whether it was taken.
async fn edit(browser: &TestSite, page: &str, email: &str, network: [u8; 4]) -> bool {
    for (step, fields) in spam(email) {
        let path = format!("{page}/edit/{step}?then=check");
        let kept = post_from(browser, network, &path, &fields).await;
        if kept.status == StatusCode::TOO_MANY_REQUESTS {
            return false;
        }
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    }
    let check = browser.get(&format!("{page}/edit/check")).await;
    let (key, digest) = (hidden(&check.body, "key"), hidden(&check.body, "digest"));
    let fields = [("key", &*key), ("digest", &*digest), ("agree", "yes")];
    let sent = post_from(browser, network, &format!("{page}/edit/check"), &fields).await;
    sent.status == StatusCode::SEE_OTHER
}

#[harness::test]
async fn sixty_edits_from_many_networks_write_to_a_third_party_a_few_times(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    send_in(&site, "mallory@example.org").await;
    let own = mails(&site, &smtp).await;
    let page = links(&own[0]).remove(0);
    let mut taken = 0;
    for n in 0..60_u8 {
        let email = SPELT[usize::from(n) % SPELT.len()];
        let browser = site.another_browser();
        taken += usize::from(edit(&browser, &page, email, [192, 0, 2, n % 16]).await);
        outbox::send_due(&site.app).await.expect("sent");
    }
    let all = mails(&site, &smtp).await;
    let (to_victim, others): (Vec<_>, Vec<_>) = all
        .into_iter()
        .skip(1)
        .partition(|mail| mail.to[0] != "mallory@example.org");
    println!(
        "60 edits, {taken} taken: {} mails to the third party",
        to_victim.len()
    );
    assert_eq!(taken, 15, "opening and sending each count");
    assert_eq!(to_victim.len(), a_few());
    to_victim.iter().for_each(only_asks);
    // The stranger's own address was confirmed by the first press, and hears that it is no longer the event's.
    assert_eq!(others.len(), 2, "{:?}", subjects(&others));
    let held = "select count(*) from message where kind = 'edited' and state = 'held'";
    assert_eq!(count(&db, held).await, 1, "of those that wait the newest");
}

#[harness::test]
async fn twenty_events_in_one_name_write_to_it_a_few_times_however_it_is_spelt(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    for n in 0..20 {
        send_in(&site, SPELT[n % SPELT.len()]).await;
    }
    let stored = "select count(*) from submission";
    assert_eq!(count(&db, stored).await, 20, "nothing is lost");
    let written = mails(&site, &smtp).await;
    println!("20 events: {} mails", written.len());
    assert_eq!(written.len(), a_few());
    written.iter().for_each(only_asks);

    // Neither do new links, nor the weekly email: they are counted together.
    for n in 0..20_u8 {
        let (browser, network) = (site.another_browser(), [192, 0, 2, n]);
        let email = [("email", SPELT[usize::from(n) % SPELT.len()])];
        for path in ["/manage", "/weekly"] {
            let asked = post_from(&browser, network, path, &email).await;
            assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        }
    }
    assert_eq!(mails(&site, &smtp).await.len(), a_few());

    // The next day there are a few more.
    let mut late = site.another_browser();
    late.app.clock = Clock::Fixed(noon() + TimeDelta::days(1));
    let (tomorrow, to) = (late.app.now(), (VICTIM, [192, 0, 2, 1].into()));
    let council = site.app.council();
    commands::lost_links::send_links(&site.app.db, &council.site, to, tomorrow)
        .await
        .expect("written");
    while outbox::send_due(&late.app).await.expect("sent") > 0 {}
    assert_eq!(smtp.received().len(), a_few() + 1);
}

#[harness::test]
async fn the_weekly_email_is_asked_for_in_a_name_a_few_times(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    for n in 0..30_u8 {
        let email = [("email", SPELT[usize::from(n) % SPELT.len()])];
        let asked = post_from(&site, [192, 0, 2, n], "/weekly", &email).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    }
    let written = mails(&site, &smtp).await;
    println!("30 askings for the weekly email: {} mails", written.len());
    assert_eq!(written.len(), a_few());
    written.iter().for_each(only_asks);
}

#[harness::test]
async fn a_lost_link_is_one_mail_whatever_there_is_and_without_titles_before_it_is_confirmed(
    db: PgPool,
) {
    let (site, smtp) = mailing(&db).await;
    let mut references = Vec::new();
    for _ in 0..3 {
        references.push(send_in(&site, VICTIM).await);
    }
    let before = mails(&site, &smtp).await.len();
    let ask = async |n: u8| {
        let asked = post_from(
            &site.another_browser(),
            [192, 0, 2, n],
            "/manage",
            &[("email", VICTIM)],
        )
        .await;
        assert_eq!(asked.location(), "/manage/asked");
    };
    ask(1).await;
    let written = mails(&site, &smtp).await;
    assert_eq!(written.len(), before + 1, "one, for three events");
    only_asks(&written[before]);
    let text = written[before].text();
    assert!(
        references.iter().all(|it| text.contains(it.as_str())),
        "{text}"
    );
    assert_eq!(links(&written[before]).len(), 3);
    for n in 2..30 {
        ask(n).await;
    }
    assert_eq!(mails(&site, &smtp).await.len(), a_few());

    // Once one of them is confirmed it has its title; the others are somebody's word.
    let page = links(&written[before]).remove(0);
    site.post(&format!("{page}/confirm"), &[]).await;
    let before = mails(&site, &smtp).await.len();
    for n in 0..10 {
        // The limit of asking is an hour's.
        let to = (VICTIM, [192, 0, 2, n].into());
        let (council, later) = (site.app.council(), noon() + TimeDelta::hours(1));
        commands::lost_links::send_links(&site.app.db, &council.site, to, later)
            .await
            .expect("written");
    }
    let mut late = site.another_browser();
    late.app.clock = Clock::Fixed(noon() + TimeDelta::hours(2));
    while outbox::send_due(&late.app).await.expect("sent") > 0 {}
    let written = smtp.received();
    assert_eq!(written.len(), before + 5, "{:?}", subjects(&written));
    let text = written[before].text();
    assert_eq!(text.matches("BUY NOW").count(), 1, "{text}");
    assert_eq!(links(&written[before]).len(), 3, "{text}");
}

#[harness::test]
async fn a_change_of_address_is_told_to_the_old_one_and_ends_its_links(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    let reference = site.submit_coffee_morning().await;
    let first = mails(&site, &smtp).await;
    only_asks(&first[0]);
    let (page, browser) = (links(&first[0]).remove(0), site.another_browser());
    browser.post(&format!("{page}/confirm"), &[]).await;
    let receipt = mails(&site, &smtp).await;
    assert_eq!(receipt.len(), 2);
    assert!(
        receipt[1].text().contains("Coffee, cake and a chat"),
        "the whole receipt"
    );
    let thief = links(&receipt[1]).remove(0);

    assert!(edit(&browser, &thief, VICTIM, [192, 0, 2, 1]).await);
    let gone = browser.get(&page).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "every other link ended");
    assert_eq!(browser.get(&thief).await.status, StatusCode::OK);
    let written = mails(&site, &smtp).await;
    // What asks to confirm an address goes before what tells of a change.
    let (asks, told) = (&written[2], &written[3]);
    assert_eq!(told.to, ["alex@example.org"]);
    let text = told.text();
    assert!(
        text.contains(&reference) && text.contains("Tell the parish office at once"),
        "{text}"
    );
    assert!(!text.contains("/manage/") && !text.contains(VICTIM));
    assert!(WORDS.iter().all(|words| !text.contains(words)));
    assert_eq!(asks.to, [VICTIM]);
    only_asks(asks);
    assert_eq!(written.len(), 4, "{:?}", subjects(&written));

    // By opening nothing happens; by the press the letter goes, and links to other addresses end.
    let confirm = links(asks).remove(0);
    browser.get(&confirm).await;
    assert_eq!(mails(&site, &smtp).await.len(), 4);
    browser.post(&format!("{confirm}/confirm"), &[]).await;
    let written = mails(&site, &smtp).await;
    assert_eq!(written.len(), 5, "{:?}", subjects(&written));
    assert!(subjects(&written)[4].contains("we have your change"));
    assert_eq!(browser.get(&thief).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&confirm).await.status, StatusCode::OK);
}

#[harness::test]
async fn a_letter_of_before_a_change_of_address_takes_no_link_to_the_old_one(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    let reference = site.submit_and_confirm().await;
    sqlx::query(
        "update submission set sender_email = $1, email_confirmed_at = null where reference = $2",
    )
    .bind(VICTIM)
    .bind(&reference)
    .execute(&db)
    .await
    .expect("another address");
    let written = mails(&site, &smtp).await;
    assert_eq!(written[0].to, ["alex@example.org"]);
    assert!(links(&written[0]).is_empty(), "{}", written[0].text());
    assert!(written[0].text().contains("[No link: "));
}

#[harness::test]
async fn an_answer_waits_until_the_address_is_confirmed_and_staff_know(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    let desk = ann(&site).await;
    let reference = send_in(&site, VICTIM).await;
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    let says = "What you write waits until they have";
    assert!(review.body.contains(says), "{}", review.body);
    let second = decide(&desk, &reference, &["civil"], &[("decision", "changes")]).await;
    assert!(second.body.contains(says), "{}", second.body);
    list(&desk, &reference).await;
    let written = mails(&site, &smtp).await;
    assert_eq!(written.len(), 2, "{:?}", subjects(&written));
    written.iter().for_each(only_asks);
    let answered = written[1].text();
    assert!(
        answered.contains("The parish office has answered"),
        "{answered}"
    );
    let waiting = desk.get("/staff/messages?show=waiting").await.body;
    let held = "Held until the sender confirms the address";
    assert_eq!(waiting.matches(held).count(), 2, "{waiting}");
    let case = desk
        .get(&format!("/staff/submissions/{reference}"))
        .await
        .body;
    assert!(
        case.contains("held until they confirm the address"),
        "{case}"
    );

    let page = links(&written[1]).remove(0);
    site.another_browser()
        .post(&format!("{page}/confirm"), &[])
        .await;
    let written = mails(&site, &smtp).await;
    let went = subjects(&written);
    assert_eq!(went.len(), 4, "{went:?}");
    assert!(went[2].contains("we have your event") && went[3].contains("your event is listed"));
}

#[harness::test]
async fn what_is_closed_as_spam_writes_nothing_ever(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    let desk = ann(&site).await;
    let reference = send_in(&site, VICTIM).await;
    let written = mails(&site, &smtp).await;
    let page = links(&written[0]).remove(0);
    let closed = decide(&desk, &reference, &[], &[("decision", "spam")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    let browser = site.another_browser();
    browser.post(&format!("{page}/confirm"), &[]).await;
    browser.post("/manage", &[("email", VICTIM)]).await;
    let written = mails(&site, &smtp).await;
    assert_eq!(written.len(), 1, "{:?}", subjects(&written));
    only_asks(&written[0]);
    let unsent = "select count(*) from message where submission_id is not null and state not in ('sent', 'cancelled')";
    assert_eq!(count(&db, unsent).await, 0);

    // One that had not gone out yet goes no more either.
    let other = send_in(&site, "someone.else@example.org").await;
    decide(&desk, &other, &[], &[("decision", "spam")]).await;
    assert_eq!(mails(&site, &smtp).await.len(), 1);
}

#[harness::test]
async fn what_staff_keyed_in_is_proved_for_the_address_that_they_keyed_in(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    let keyed_in =
        "update submission set channel = 'telephone', keyed_in_by = (select id from staff)";
    sqlx::query(keyed_in).execute(&db).await.expect("keyed in");
    let case = store::cases::find(&db, &reference)
        .await
        .expect("an answer")
        .expect("it");
    assert!(case.is_proved);
    let page = links(&mails(&site, &smtp).await[0]).remove(0);
    let browser = site.another_browser();
    assert!(edit(&browser, &page, VICTIM, [192, 0, 2, 1]).await);
    let case = store::cases::find(&db, &reference)
        .await
        .expect("an answer")
        .expect("it");
    assert!(!case.is_proved, "nobody keyed this one in");
    let written = mails(&site, &smtp).await;
    let to_victim: Vec<_> = written.iter().filter(|it| it.to[0] == VICTIM).collect();
    assert_eq!(to_victim.len(), 1);
    only_asks(to_victim[0]);
}

#[harness::test]
async fn in_an_hour_unlike_any_other_mails_wait_and_the_desk_is_told(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    let desk = ann(&site).await;
    sqlx::query("update site set asked_most = 10")
        .execute(&db)
        .await
        .expect("a brake");
    for n in 0..16_u8 {
        let email = format!("someone{n}@example.org");
        let browser = site.another_browser();
        browser.fill_in(&spam(&email)).await;
        let page = browser.get("/submit/check").await;
        let (key, digest) = (hidden(&page.body, "key"), hidden(&page.body, "digest"));
        let fields = [("key", &*key), ("digest", &*digest), ("agree", "yes")];
        let sent = post_from(&browser, [192, 0, 2, n], "/submit/check", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    assert_eq!(mails(&site, &smtp).await.len(), 10);
    let queue = desk.get("/staff").await.body;
    assert!(queue.contains("6 emails are held"), "{queue}");
    let waiting = desk.get("/staff/messages?show=waiting").await.body;
    assert_eq!(waiting.matches("Waits for a quieter hour").count(), 6);

    // They go by themselves, as far as there is room.
    let by_the_clock = async |hours: i64| {
        commands::brake::by_the_clock(&db, Trusted::by_hand(noon() + TimeDelta::hours(hours)))
            .await
            .expect("looked")
    };
    assert_eq!(by_the_clock(0).await, 0, "no room in this one");
    sqlx::query("update site set asked_most = 12")
        .execute(&db)
        .await
        .expect("a brake");
    assert_eq!(by_the_clock(0).await, 2);
    assert_eq!(mails(&site, &smtp).await.len(), 12);
    let pressed = desk.post("/staff/messages/let-go", &[]).await;
    assert_eq!(pressed.location(), "/staff");
    let queue = desk.get("/staff").await.body;
    assert!(
        queue.contains("4 messages are on their way.") && !queue.contains("emails are held"),
        "{queue}"
    );
    let written = mails(&site, &smtp).await;
    assert_eq!(written.len(), 16);
    written.iter().for_each(only_asks);
    let noted = "select count(*) from audit_entry where action = 'held mail let go'";
    assert_eq!(count(&db, noted).await, 1);
}

#[harness::test]
async fn what_is_held_for_a_day_is_given_up_and_the_event_stays(db: PgPool) {
    let (site, smtp) = mailing(&db).await;
    sqlx::query("update site set asked_most = 10")
        .execute(&db)
        .await
        .expect("a brake");
    for n in 0..12 {
        send_in(&site, &format!("someone{n}@example.org")).await;
    }
    let late = noon() + TimeDelta::hours(24) + TimeDelta::seconds(1);
    let gone = commands::brake::by_the_clock(&db, Trusted::by_hand(late)).await;
    assert_eq!(gone.expect("looked"), 0);
    assert_eq!(mails(&site, &smtp).await.len(), 10);
    assert_eq!(count(&db, "select count(*) from submission").await, 12);
    let braked = store::messages::braked(&db).await.expect("a count");
    assert_eq!(braked, 0);
}

#[harness::test]
async fn the_address_of_a_receipt_tells_a_stranger_nothing(db: PgPool) {
    let site = TestSite::new(db).await;
    let reference = site.submit_coffee_morning().await;
    let known = site.get(&format!("/submit/sent/{reference}")).await;
    let unknown = site.get("/submit/sent/WO-2222").await;
    assert_eq!(known.status, unknown.status);
    let same = |body: &str, reference: &str| body.replace(reference, "WO-…");
    assert_eq!(
        same(&known.body, &reference),
        same(&unknown.body, "WO-2222")
    );
}

#[harness::test]
async fn a_lost_link_is_answered_before_anybody_looks(db: PgPool) {
    let smtp = Smtp::start().await;
    let server = Server::start(&db, smtp.url()).await;
    Browser::new(server.address).submit().await.expect("sent");
    smtp.wait_for(1).await;
    let mut locked = db.begin().await.expect("a transaction");
    sqlx::query("lock table submission in access exclusive mode")
        .execute(&mut *locked)
        .await
        .expect("a lock");
    let mut told = Vec::new();
    for email in ["alex@example.org", "nobody@example.org"] {
        let (mut browser, began) = (Browser::new(server.address), Instant::now());
        let asked = browser.post("/manage", &[("email", email)]).await;
        let asked = asked.expect("an answer");
        assert!(began.elapsed() < Duration::from_secs(3), "{email}");
        told.push((asked.status, asked.location, asked.body));
    }
    assert_eq!(told[0], told[1]);
    // What goes on after the answer is done before the server stops.
    locked.rollback().await.expect("the lock's end");
    server.stop().await;
    let asked = "select count(*) from message where kind = 'confirm' and submission_id is not null";
    assert_eq!(count(&db, asked).await, 2);
}
