//! Spam and floods: what is odd is pointed out and never dropped, limits lose nothing that was typed,
//! and in a flood the queue stays what the parish sent.

use server::commands;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use chrono::TimeDelta;
use domain::{clock::Trusted, work::Sum};
use sqlx::PgPool;

use crate::support::{
    Answer, TestSite, coffee_morning, hidden, noon,
    process::{Browser, Server, plain_event},
    smtp::Smtp,
    staff::{ann, clerk},
};

/// The signs and the place of the newest submission.
async fn newest(db: &PgPool) -> (Vec<String>, Option<String>) {
    sqlx::query_as("select signs, aside from submission order by id desc limit 1")
        .fetch_one(db)
        .await
        .expect("a submission")
}

/// Posts a form from a network address.
async fn post_from(site: &TestSite, from: [u8; 4], path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .expect("a request");
    let peer = SocketAddr::from((from, 40000));
    request.extensions_mut().insert(ConnectInfo(peer));
    site.send(request).await
}

/// Agrees and sends from a network address.
async fn send_from(site: &TestSite, from: [u8; 4]) -> Answer {
    let page = site.get("/submit/check").await;
    let (key, digest) = (hidden(&page.body, "key"), hidden(&page.body, "digest"));
    let fields = [("key", key.as_str()), ("digest", &digest), ("agree", "yes")];
    post_from(site, from, "/submit/check", &fields).await
}

/// The plain event from another sender.
fn from_sender(email: &'static str) -> [(&'static str, Vec<(&'static str, &'static str)>); 5] {
    let mut steps = coffee_morning();
    steps[4].1[1].1 = email;
    steps
}

#[harness::test]
async fn a_form_filled_in_at_ease_has_no_sign_and_is_in_the_queue(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = site.submit_coffee_morning().await;
    assert_eq!(newest(&db).await, (vec![], None));
    let desk = ann(&site).await;
    assert!(desk.get("/staff").await.body.contains(&reference));
}

#[harness::test]
async fn the_hidden_box_and_haste_are_pointed_out_to_staff_and_nothing_is_dropped(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let page = site.get("/submit/you").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "no form is begun");
    let mut steps = coffee_morning();
    steps[4].1.push(("second-heading", "cheap watches"));
    site.fill_in(&steps).await;
    site.began_minutes_ago(-5).await;
    let page = site.get("/submit/you").await;
    assert!(
        page.body.contains("name=\"second-heading\""),
        "{}",
        page.body
    );
    let reference = site.agree_and_send().await;
    let (signs, aside) = newest(&db).await;
    assert_eq!(signs, ["hidden_box", "too_fast"]);
    assert_eq!(aside.as_deref(), Some("spam"));

    let bulk: bool = sqlx::query_scalar("select bulk from message where state = 'waiting'")
        .fetch_one(&db)
        .await
        .expect("the one mail that goes");
    assert!(bulk, "every other mail goes first");

    let receipt = site.get(&format!("/submit/sent/{reference}")).await;
    assert!(
        receipt.body.contains("press “Yes, this is my address”"),
        "{}",
        receipt.body
    );
    let desk = ann(&site).await;
    let queue = desk.get("/staff").await.body;
    assert!(!queue.contains(&reference), "{queue}");
    assert!(queue.contains("1 looks like spam"), "{queue}");
    let spam = desk.get("/staff/spam").await.body;
    assert!(spam.contains("Coffee morning") && spam.contains("A hidden box was filled in"));
    let review = desk.get(&format!("/staff/submissions/{reference}")).await;
    assert!(review.body.contains("A hidden box was filled in"));
    assert!(review.body.contains("Filled in faster than a person can"));
}

#[harness::test]
async fn a_quick_person_is_in_the_queue_with_a_hint(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()).await;
    site.began_minutes_ago(-5).await;
    let reference = site.agree_and_send().await;
    assert_eq!(newest(&db).await, (vec!["too_fast".to_owned()], None));
    let desk = ann(&site).await;
    let queue = desk.get("/staff").await.body;
    assert!(queue.contains(&reference) && queue.contains("Perhaps spam"));
}

#[harness::test]
async fn whoever_confirms_the_address_joins_the_queue_whatever_the_signs(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let mut steps = coffee_morning();
    steps[4].1.push(("second-heading", "x"));
    site.fill_in(&steps).await;
    let reference = site.agree_and_send().await;
    commands::confirm_address::confirm_as_demo(&db, &reference, noon() + TimeDelta::hours(1))
        .await
        .expect("confirmed");
    let (signs, aside) = newest(&db).await;
    assert_eq!((signs, aside), (vec!["hidden_box".to_owned()], None));
    let queue = ann(&site).await.get("/staff").await.body;
    assert!(queue.contains(&reference) && queue.contains("Perhaps spam"));
}

#[harness::test]
async fn over_the_limit_of_a_connection_the_draft_stays_and_others_go_on(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let library = [192, 0, 2, 7];
    sqlx::query("update site set open_most = 1000, flood_sent = 1000")
        .execute(&db)
        .await
        .expect("settings");
    for _ in 0..60 {
        site.fill_in(&coffee_morning()).await;
        let sent = send_from(&site, library).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    site.fill_in(&coffee_morning()).await;
    let refused = send_from(&site, library).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "3600");
    assert!(refused.body.contains("try again in 60 minutes"));
    assert!(refused.body.contains("Coffee, cake and a chat"));
    let elsewhere = send_from(&site, [192, 0, 2, 8]).await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER);

    let kept: Vec<Vec<u8>> = sqlx::query_scalar("select who from limit_taken where kind = 'send'")
        .fetch_all(&db)
        .await
        .expect("what is kept");
    assert_eq!(kept.len(), 2, "a row an address, and only its hash");
    store::limits::forget_old(&db, Trusted::by_hand(noon() + TimeDelta::days(1)))
        .await
        .expect("forgotten");
    let left: i64 = sqlx::query_scalar(
        "select (select count(*) from limit_taken) + (select count(*) from limit_key)",
    )
    .fetch_one(&db)
    .await
    .expect("a count");
    assert_eq!(left, 0, "nothing of yesterday's addresses is left");
}

#[harness::test]
async fn a_form_too_many_is_shown_again_with_what_was_typed(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let from = [192, 0, 2, 7];
    let (path, fields) = ("/submit/event", &coffee_morning()[0].1);
    for _ in 0..60 {
        let begun = post_from(&site.another_browser(), from, path, fields).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER);
    }
    let refused = post_from(&site.another_browser(), from, path, fields).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.body.contains("Coffee, cake and a chat"));
    assert!(refused.body.contains("Nothing that you typed is lost"));
}

#[harness::test]
async fn a_sender_with_many_events_that_wait_is_told_to_wait_and_loses_nothing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    for _ in 0..20 {
        site.submit_coffee_morning().await;
    }
    site.fill_in(&coffee_morning()).await;
    let refused = site.post_check().await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.body.contains("20 events from your email address"));
    assert_eq!(site.get("/submit/check").await.status, StatusCode::OK);
    sqlx::query("update site set open_most = 21")
        .execute(&db)
        .await
        .expect("a setting");
    site.agree_and_send().await;
}

#[harness::test]
async fn in_a_flood_a_new_sender_confirms_first_and_the_queue_stays_as_it_was(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    sqlx::query("update site set flood_sent = 10")
        .execute(&db)
        .await
        .expect("a setting");
    let mut queued = Vec::new();
    for _ in 0..10 {
        queued.push(site.submit_coffee_morning().await);
    }
    site.fill_in(&from_sender("jo@example.org")).await;
    let late = site.agree_and_send().await;
    let desk = ann(&site).await;
    let queue = desk.get("/staff").await.body;
    assert!(queued.iter().all(|reference| queue.contains(reference)));
    assert!(!queue.contains(&late));
    assert!(queue.contains("Email not confirmed yet (1)"), "{queue}");
    let waiting = desk.get("/staff/unconfirmed").await.body;
    assert!(waiting.contains(&late), "{waiting}");
    commands::confirm_address::confirm_as_demo(&db, &late, noon())
        .await
        .expect("confirmed");
    assert!(desk.get("/staff").await.body.contains(&late));
}

/// As many events as make a flood of what comes next.
async fn flood(site: &TestSite) {
    sqlx::query("update site set flood_sent = 10")
        .execute(&mut crate::support::roles::owner(&site.app.db).await)
        .await
        .expect("a setting");
    let others = site.another_browser();
    for _ in 0..10 {
        others.submit_coffee_morning().await;
    }
}

/// The check page's form, agreed to, with the sum that belongs to it.
async fn solved(site: &TestSite) -> Vec<(&'static str, String)> {
    let page = site.get("/submit/check").await.body;
    let (key, digest) = (hidden(&page, "key"), hidden(&page, "digest"));
    let number = Sum::of(&key, &digest).solution(0..u64::MAX);
    let number = number.expect("a solution").to_string();
    let agree = "yes".to_owned();
    vec![
        ("key", key),
        ("digest", digest),
        ("work", number),
        ("agree", agree),
    ]
}

async fn post(site: &TestSite, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    site.post("/submit/check", &fields).await
}

#[harness::test]
async fn in_a_flood_a_sender_whose_browser_did_the_sum_joins_the_queue_at_once(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    sqlx::query("update staff set notice_new = 'at_once'")
        .execute(&db)
        .await
        .expect("a member of staff who hears at once");
    site.fill_in(&coffee_morning()).await;
    let calm = site.get("/submit/check").await;
    assert!(!calm.body.contains("name=\"work\"") && !calm.body.contains("<script"));
    flood(&site).await;
    let page = site.get("/submit/check").await.body;
    assert!(page.contains("Very many events are coming in"), "{page}");
    assert_eq!(hidden(&page, "work"), "");
    let mut form = solved(&site).await;
    let unticked = post(&site, &form[..3]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = post(&site, &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(newest(&db).await, (vec![], None));
    let told: (i64, i64) = sqlx::query_as(
        "select count(*) filter (where message_id is not null), count(*) filter (where message_id is null)
         from notice where submission_id = (select max(id) from submission)",
    )
    .fetch_one(&db)
    .await
    .expect("the notices");
    assert_eq!(told, (0, 1), "staff hear of it in the morning, not at once");

    // The same number does for no other form, and neither do words.
    let used = form.swap_remove(2).1;
    for number in [&*used, "", "18446744073709551616", "x"] {
        site.fill_in(&coffee_morning()).await;
        let mut form = solved(&site).await;
        number.clone_into(&mut form[2].1);
        let sent = post(&site, &form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(newest(&db).await.1.as_deref(), Some("unconfirmed"));
    }
}

#[harness::test]
async fn the_sum_helps_nobody_whose_form_has_something_odd_about_it(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    flood(&site).await;
    let mut steps = coffee_morning();
    steps[4].1.push(("second-heading", "x"));
    for (steps, minutes, aside) in [(steps, 0, "spam"), (coffee_morning(), -5, "unconfirmed")] {
        site.fill_in(&steps).await;
        if minutes != 0 {
            site.began_minutes_ago(minutes).await;
        }
        let form = solved(&site).await;
        let sent = post(&site, &form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(newest(&db).await.1.as_deref(), Some(aside));
    }
}

#[harness::test]
async fn spam_of_the_same_words_is_closed_at_once_each_with_its_entry_and_can_be_reopened(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let real = site.submit_coffee_morning().await;
    let mut first = String::new();
    for number in 0..6 {
        let email = format!("spam{number}@example.org");
        let mut steps = coffee_morning();
        steps[0].1[0].1 = "Cheap watches";
        steps[4].1[1].1 = &email;
        steps[4].1.push(("second-heading", "x"));
        site.fill_in(&steps).await;
        first = site.agree_and_send().await;
    }
    let desk = clerk(&site, "kim@example.org", "Kim Clerk").await;
    let none = desk.get("/staff/spam/close").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let close = format!("/staff/spam/close?like={first}");
    let asked = desk.get(&close).await;
    assert!(
        asked.body.contains("Close 6 events as spam"),
        "{}",
        asked.body
    );
    assert_eq!(
        newest(&db).await.1.as_deref(),
        Some("spam"),
        "asking closes nothing"
    );
    assert_eq!(desk.post(&close, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(
        desk.get("/staff/spam")
            .await
            .body
            .contains("6 events closed as spam.")
    );
    let (closed, decided, entries): (i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from submission where state = 'spam'),
                (select count(*) from decision where kind = 'mark_spam'),
                (select count(distinct subject) from audit_entry where action like '%decided%' or action like '%spam%')",
    )
    .fetch_one(&db)
    .await
    .expect("the counts");
    assert_eq!((closed, decided, entries), (6, 6, 6));
    assert!(desk.get("/staff").await.body.contains(&real));

    let stranger = site.another_browser().post(&close, &[]).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

fn owned(fields: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect()
}

/// A spammer's event. The words differ in figures only.
fn spam(number: usize, email: &str) -> [(&'static str, Vec<(&'static str, String)>); 5] {
    let event = [
        ("title", format!("Cheap watches {number}")),
        (
            "description",
            format!("Buy at https://spam{number}.example.org today, 50% off, offer {number}."),
        ),
        ("type", "coffee".to_owned()),
    ];
    let when = plain_event().swap_remove(1).1;
    let you = [
        ("name", "Watch Seller"),
        ("email", email),
        ("second-heading", "https://spam.example.org"),
    ];
    // Two in ten leave the hidden box alone.
    let you = &you[..if number.is_multiple_of(5) { 2 } else { 3 }];
    [
        ("event", event.into()),
        ("when", when),
        ("where", owned(&[("venue", "1")])),
        ("more", owned(&[("cost", "free")])),
        ("you", owned(you)),
    ]
}

/// Fills the form in and sends it, with so long over each page, and the sum done if the browser has
/// script. Its status at the end: 303 is taken.
async fn fill_in(
    browser: &mut Browser,
    steps: &[(&'static str, Vec<(&'static str, String)>); 5],
    pause: Duration,
    has_script: bool,
) -> std::io::Result<u16> {
    for (step, fields) in steps {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = browser.post(&format!("/submit/{step}"), &fields).await?;
        if answer.status != 303 {
            return Ok(answer.status);
        }
        tokio::time::sleep(pause).await;
    }
    let check = browser.get("/submit/check").await?;
    if check.status != 200 {
        return Ok(check.status);
    }
    let (key, digest) = (hidden(&check.body, "key"), hidden(&check.body, "digest"));
    let mut fields = vec![("key", key.as_str()), ("digest", &digest), ("agree", "yes")];
    let number = if has_script && check.body.contains("name=\"work\"") {
        let sum = Sum::of(&key, &digest);
        let solved = tokio::task::spawn_blocking(move || sum.solution(0..u64::MAX));
        solved
            .await
            .expect("a sum")
            .expect("a solution")
            .to_string()
    } else {
        String::new()
    };
    if !number.is_empty() {
        fields.push(("work", &number));
    }
    Ok(browser.post("/submit/check", &fields).await?.status)
}

/// A real sender's event, with four seconds over each page. Every other one has script.
async fn real_sender(server: SocketAddr, number: u8) -> (u16, Duration) {
    let mut steps = spam(0, &format!("real{number}@example.org"));
    steps[0].1[0].1 = format!("Quiz night of {}", char::from(b'A' + number));
    "A quiz for teams of six, with supper.".clone_into(&mut steps[0].1[1].1);
    let mut browser = Browser::of(server, [198, 51, 100, number]);
    let began = Instant::now();
    let pause = Duration::from_secs(4);
    let filled = fill_in(&mut browser, &steps, pause, number.is_multiple_of(2)).await;
    let status = filled.unwrap_or(0);
    (status, began.elapsed().saturating_sub(pause * 5))
}

#[harness::test]
#[ignore = "takes minutes: run it by `make flood`"]
async fn flood_of_spam_stays_beside_the_queue_and_every_real_sender_gets_through(db: PgPool) {
    let posts: usize = std::env::var("FLOOD").map_or(10_000, |n| n.parse().expect("a number"));
    let smtp = Smtp::start().await;
    let server = Server::start(&db, smtp.url()).await;
    let address = server.address;
    let began = Instant::now();
    let next = Arc::new(AtomicUsize::new(0));
    let bots: Vec<_> = (0..16)
        .map(|_| {
            let next = next.clone();
            tokio::spawn(async move {
                let mut counts = [0_usize; 3];
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= posts {
                        return counts;
                    }
                    let bits = u32::try_from(number % 4000).expect("a small number");
                    let from = Ipv4Addr::from_bits(0x0A01_0000 + bits);
                    let steps = spam(number, &format!("spam{number}@example.org"));
                    let mut browser = Browser::of(address, from);
                    match fill_in(&mut browser, &steps, Duration::ZERO, false).await {
                        Ok(303) => counts[0] += 1,
                        Ok(429) => counts[1] += 1,
                        Ok(_) | Err(_) => counts[2] += 1,
                    }
                }
            })
        })
        .collect();
    let people: Vec<_> = (0..20)
        .map(|number| {
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(3 * u64::from(number))).await;
                real_sender(address, number).await
            })
        })
        .collect();
    let mut took = Vec::new();
    let mut got_through = 0;
    for person in people {
        let (status, time) = person.await.expect("a sender");
        got_through += usize::from(status == 303);
        took.push(time / 7);
    }
    let mut counts = [0; 3];
    for bot in bots {
        let more = bot.await.expect("a bot");
        counts = std::array::from_fn(|at| counts[at] + more[at]);
    }
    took.sort_unstable();
    println!(
        "{posts} forms of spam in {:?}: {} taken, {} told to wait, {} failed",
        began.elapsed(),
        counts[0],
        counts[1],
        counts[2]
    );
    let lanes: Vec<(String, bool, i64)> = sqlx::query_as(
        "select submission_lane(submission), sender_email like 'real%', count(*)
         from submission group by 1, 2 order by 2, 1",
    )
    .fetch_all(&db)
    .await
    .expect("the lanes");
    for (lane, real, count) in &lanes {
        let who = if *real { "real" } else { "spam" };
        println!("{who} in {lane}: {count}");
    }
    println!(
        "real senders got through: {got_through} of 20, half within {:?} a page, the slowest {:?} a page",
        took[10], took[19]
    );
    let real_as_spam = lanes.iter().any(|(lane, real, _)| *real && lane == "spam");
    let queued: i64 = lanes
        .iter()
        .filter(|(lane, real, _)| !real && lane == "queue")
        .map(|(.., count)| count)
        .sum();
    assert_eq!(got_through, 20);
    let at_once: i64 = lanes
        .iter()
        .filter(|(lane, real, _)| *real && lane == "queue")
        .map(|(.., count)| count)
        .sum();
    assert!(at_once >= 10, "who has script waits for nothing: {lanes:?}");
    assert!(!real_as_spam, "{lanes:?}");
    assert!(queued <= 60, "{queued} of spam are in the queue");
}
