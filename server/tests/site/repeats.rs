//! What repeats: from the form to the listing, as the clock goes on, and one date cancelled.

use server::commands;
use std::collections::BTreeSet;

use axum::http::StatusCode;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    clock::Trusted,
    when::{Hours, Repeat, today},
};
use sqlx::PgPool;
use store::{self, rules};

use crate::support::{
    TestSite, coffee_morning, hidden, noon,
    staff::{ann, list},
};

/// A published rule and its first dates.
#[derive(serde::Deserialize)]
struct Case {
    /// Where the rule is from. The dates were worked out with python-dateutil 2.9, which the
    /// standard's own examples agree with.
    source: String,
    text: String,
    dates: Vec<NaiveDate>,
}

/// The table of this folder, and another where `RULES_TABLE` names one (`make outside` does).
fn cases() -> Vec<Case> {
    let ours = include_str!("../rules.json").to_owned();
    let others = std::env::var("RULES_TABLE").ok();
    let others = others.map(|file| std::fs::read_to_string(file).expect("RULES_TABLE"));
    let read = |table: String| -> Vec<Case> { serde_json::from_str(&table).expect("a table") };
    [ours].into_iter().chain(others).flat_map(read).collect()
}

#[test]
fn published_rules_give_their_published_dates() {
    let cases = cases();
    assert!(cases.len() >= 100, "{}", cases.len());
    println!("{} rules", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let last = *case.dates.last().expect("dates");
            match rules::days(&case.text, last) {
                Ok(days) if days == case.dates => None,
                other => Some(format!(
                    "{}: {} gives {other:?}, not {:?}",
                    case.source, case.text, case.dates
                )),
            }
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_form_works_out_its_own_rules_as_the_listing_does() {
    let mut compared = 0;
    for case in cases() {
        let Ok(repeat) = Repeat::parse(&case.text, vec![Hours::AllDay]) else {
            continue;
        };
        compared += 1;
        let last = *case.dates.last().expect("dates");
        assert_eq!(repeat.days(last), case.dates, "{}", case.text);
        assert_eq!(
            rules::days(&case.text, last).expect("a rule"),
            case.dates,
            "{}",
            case.text
        );
    }
    assert!(compared >= 8, "{compared}");
}

/// Every rule that the form can make, for many first dates.
#[test]
fn every_plain_rule_is_worked_out_the_same_twice() {
    let start = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    for first in start.iter_days().step_by(17).take(60) {
        for rule in [
            "FREQ=WEEKLY;BYDAY=@",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=@",
            "FREQ=MONTHLY;BYMONTHDAY=#",
            "FREQ=MONTHLY;BYDAY=$@",
            "FREQ=MONTHLY;BYDAY=-1@",
        ] {
            let weekday =
                domain::when::WEEK[first.format("%u").to_string().parse::<usize>().unwrap() - 1].1;
            let rule = rule
                .replace('@', weekday)
                .replace('#', &first.format("%-d").to_string())
                .replace(
                    '$',
                    &(first
                        .format("%-d")
                        .to_string()
                        .parse::<u32>()
                        .unwrap()
                        .div_ceil(7))
                    .to_string(),
                );
            for end in ["", ";COUNT=9", ";UNTIL="] {
                let text = format!(
                    "DTSTART;VALUE=DATE:{}\nRRULE:{rule}{end}",
                    first.format("%Y%m%d")
                );
                let text = if end.ends_with('=') {
                    text + &(first + Days::new(300)).format("%Y%m%d").to_string()
                } else {
                    text
                };
                let repeat = Repeat::parse(&text, vec![Hours::AllDay]).expect(&text);
                let last = first + Days::new(500);
                let ours = repeat.days(last);
                let mut theirs = rules::days(&text, last).expect(&text);
                // The first date is one of the dates even where the last weekday falls elsewhere.
                theirs.retain(|day| ours.contains(day) || *day != first);
                assert_eq!(ours, theirs, "{text}");
            }
        }
    }
}

fn every_week(
    more: &[(&'static str, &'static str)],
) -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let mut steps = coffee_morning().to_vec();
    let when = steps
        .iter_mut()
        .find(|(step, _)| *step == "when")
        .expect("when");
    when.1
        .retain(|(name, _)| *name != "repeats" && !more.iter().any(|(other, _)| other == name));
    when.1.extend([("repeats", "rule"), ("every", "week")]);
    when.1.extend_from_slice(more);
    steps
}

async fn listed(site: &TestSite, more: &[(&'static str, &'static str)]) -> String {
    site.fill_in(&every_week(more)).await;
    let reference = site.agree_and_send().await;
    list(&ann(site).await, &reference).await;
    reference
}

async fn days(db: &PgPool) -> Vec<NaiveDate> {
    sqlx::query_scalar("select day from occurrence order by starts_at")
        .fetch_all(db)
        .await
        .unwrap()
}

async fn cancelled(db: &PgPool) -> Vec<NaiveDate> {
    sqlx::query_scalar(
        "select day from occurrence where cancelled_at is not null order by starts_at",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn slug(db: &PgPool) -> String {
    sqlx::query_scalar("select slug from event")
        .fetch_one(db)
        .await
        .unwrap()
}

async fn number(db: &PgPool, day: NaiveDate) -> String {
    let id: i64 = sqlx::query_scalar("select id from occurrence where day = $1")
        .bind(day)
        .fetch_one(db)
        .await
        .unwrap();
    id.to_string()
}

async fn link(db: &PgPool, now: DateTime<Utc>) -> String {
    let id: i64 = sqlx::query_scalar("select max(id) from submission")
        .fetch_one(db)
        .await
        .unwrap();
    let receipt: i64 = sqlx::query_scalar("select min(id) from message where submission_id = $1")
        .bind(id)
        .fetch_one(db)
        .await
        .unwrap();
    store::links::mint(db, id, receipt, now)
        .await
        .unwrap()
        .expect("the present address")
}

async fn actions(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select action from audit_entry order by seq")
        .fetch_all(db)
        .await
        .unwrap()
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(if month == 12 { 2026 } else { 2027 }, month, day).unwrap()
}

#[harness::test]
async fn a_rule_of_the_form_is_listed_date_by_date(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let rule = [
        ("ends", "times"),
        ("times", "5"),
        ("left-out", "26 December"),
        ("further", "Sunday 3 January 2027"),
        ("doors", "9:30am"),
    ];
    site.fill_in(&every_week(&rule)).await;
    let check = site.get("/submit/check").await.body;
    assert!(
        check.contains("Every Saturday, 10am to midday, from 5 December 2026 to 2 January 2027, not on 26 December 2026, also on 3 January 2027."),
        "{check}"
    );
    assert!(check.contains("Doors open at 9:30am"));
    let reference = site.agree_and_send().await;
    list(&ann(&site).await, &reference).await;
    assert_eq!(
        days(&db).await,
        [
            date(12, 5),
            date(12, 12),
            date(12, 19),
            date(1, 2),
            date(1, 3)
        ]
    );
    let text: String =
        sqlx::query_scalar("select details->'dates'->'repeat'->>'text' from revision")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(
        text,
        "DTSTART;VALUE=DATE:20261205\nRRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=5\nEXDATE;VALUE=DATE:20261226\nRDATE;VALUE=DATE:20270103"
    );
    let page = site.get(&format!("/events/{}", slug(&db).await)).await.body;
    assert!(
        page.contains("Every Saturday") && page.contains("Doors open at 9:30am"),
        "{page}"
    );
    let file = site
        .get(&format!("/events/{}.ics", slug(&db).await))
        .await
        .body;
    assert_eq!(file.matches("BEGIN:VEVENT").count(), 5);
    assert!(
        file.contains(&format!("UID:{reference}-20261219@")),
        "{file}"
    );
}

#[harness::test]
async fn one_date_of_a_rule_at_another_time_is_so_everywhere(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let rule = [
        ("ends", "times"),
        ("times", "3"),
        ("otherwise", "12 December, 3pm to 5pm"),
        ("doors", "9:30am"),
    ];
    site.fill_in(&every_week(&rule)).await;
    let check = site.get("/submit/check").await.body;
    assert!(
        check.contains("Every Saturday, 10am to midday, from 5 December to 19 December 2026, but 3pm to 5pm on 12 December 2026."),
        "{check}"
    );
    let reference = site.agree_and_send().await;
    list(&ann(&site).await, &reference).await;
    let starts: Vec<chrono::DateTime<chrono::Utc>> =
        sqlx::query_scalar("select starts_at from occurrence order by starts_at")
            .fetch_all(&db)
            .await
            .unwrap();
    let hours: Vec<String> = starts
        .iter()
        .map(|at| at.format("%d %H").to_string())
        .collect();
    assert_eq!(hours, ["05 10", "12 15", "19 10"]);
    let path = format!("/events/{}", slug(&db).await);
    let page = site.get(&path).await.body;
    assert!(
        page.contains("3pm to 5pm") && page.contains("but not on the dates at another time"),
        "{page}"
    );
    let file = site.get(&format!("{path}.ics")).await.body;
    assert!(
        file.contains(
            "DTSTART;TZID=Europe/London:20261212T150000\r\nDTEND;TZID=Europe/London:20261212T170000"
        ),
        "{file}"
    );
    assert_eq!(file.matches("Doors open at 9:30am").count(), 2, "{file}");
    for print in [
        "/noticeboard?month=2026-12",
        "/noticeboard/text.txt?month=2026-12",
    ] {
        let sheet = site.get(print).await.body.to_lowercase();
        assert_eq!(
            sheet.matches("doors open at 9:30am").count(),
            2,
            "{print}: {sheet}"
        );
    }
}

#[harness::test]
async fn every_mistake_of_a_rule_is_told_and_every_answer_kept(db: PgPool) {
    let site = TestSite::new(db).await;
    let steps = every_week(&[
        ("start", "1.30am"),
        ("finish", ""),
        ("sunday", "yes"),
        ("ends", "times"),
        ("times", "many"),
        ("left-out", "the week after\n"),
        ("doors", "2am"),
    ]);
    site.fill_in(&steps[..1]).await;
    let answer = site.post("/submit/when", &steps[1].1).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "The first date is a Saturday: tick Saturday too, or change the first date",
        "Enter how many times it happens, from 2 to 100",
        "The doors must open before 1:30am",
        "the week after",
        "value=\"many\"",
    ] {
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
}

#[harness::test]
async fn a_rule_with_no_end_is_listed_as_the_year_goes_on(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    listed(&site, &[("ends", "open")]).await;
    let first = days(&db).await;
    let reach = *first.last().unwrap();
    assert!(reach <= date(12, 5) + Days::new(400) && reach > date(12, 5) + Days::new(393));
    assert_eq!(
        commands::keep_reach::keep_reach(&db, Trusted::by_hand(site.app.now()))
            .await
            .unwrap(),
        0,
        "again is nothing new"
    );

    let later = noon() + TimeDelta::days(100);
    let (one, two) = tokio::join!(
        commands::keep_reach::keep_reach(&db, Trusted::by_hand(later)),
        commands::keep_reach::keep_reach(&db, Trusted::by_hand(later))
    );
    let written = one.unwrap() + two.unwrap();
    let now = days(&db).await;
    assert_eq!(usize::try_from(written).unwrap(), now.len() - first.len());
    assert!((12..=13).contains(&written), "{written}");
    assert_eq!(
        now.iter().collect::<BTreeSet<_>>().len(),
        now.len(),
        "each date once"
    );
    assert!(
        now.windows(2)
            .all(|pair| pair[1] - pair[0] == TimeDelta::days(7))
    );

    sqlx::query("update event set status = 'cancelled'")
        .execute(&db)
        .await
        .unwrap();
    let much_later = later + TimeDelta::days(100);
    assert_eq!(
        commands::keep_reach::keep_reach(&db, Trusted::by_hand(much_later))
            .await
            .unwrap(),
        0,
        "what is cancelled does not go on for ever"
    );
    sqlx::query("update event set status = 'going_ahead'")
        .execute(&db)
        .await
        .unwrap();

    let page = TestSite::at(db.clone(), later).await;
    let page = page.get(&format!("/events/{}", slug(&db).await)).await.body;
    assert!(
        !page.contains("datetime=\"2026-12-05"),
        "past dates are left out"
    );
    assert!(page.contains("dates of the next year or so"), "{page}");
    assert!(now.iter().all(|day| *day <= today(later) + Days::new(400)));
}

#[harness::test]
async fn a_sender_cancels_one_date_and_takes_it_back(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = listed(&site, &[("ends", "times"), ("times", "4")]).await;
    let token = link(&db, site.app.now()).await;
    let sender = site.another_browser();
    let off = number(&db, date(12, 12)).await;
    let page = sender.get(&format!("/manage/{token}")).await.body;
    assert!(
        page.contains("Is one date off?") && page.contains("Saturday 12 December 2026"),
        "{page}"
    );

    let done = sender
        .post(&format!("/manage/{token}/dates"), &[("cancel", &off)])
        .await;
    assert_eq!(done.location(), format!("/manage/{token}?done=date-off"));
    sender
        .post(&format!("/manage/{token}/dates"), &[("cancel", &off)])
        .await;
    assert_eq!(cancelled(&db).await, [date(12, 12)]);
    assert_eq!(
        actions(&db)
            .await
            .iter()
            .filter(|action| *action == "date cancelled")
            .count(),
        1
    );
    let noted: String = sqlx::query_scalar("select words from notice order by id desc limit 1")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(
        noted.contains("Saturday 12 December 2026 cancelled, its sender says"),
        "{noted}"
    );

    let event = site.get(&format!("/events/{}", slug(&db).await)).await.body;
    assert!(event.contains("One date is cancelled"), "{event}");
    let listing = site.get("/").await.body;
    assert_eq!(listing.matches("event-row-gone").count(), 1, "{listing}");
    let file = site
        .get(&format!("/events/{}.ics", slug(&db).await))
        .await
        .body;
    assert_eq!(file.matches("STATUS:CANCELLED").count(), 1);
    assert_eq!(file.matches("STATUS:CONFIRMED").count(), 3);
    let off_in_file = file
        .split("BEGIN:VEVENT")
        .find(|date| date.contains("STATUS:CANCELLED"));
    let uid = format!("UID:{reference}-20261212@");
    assert!(
        off_in_file.is_some_and(|date| date.contains(&uid)),
        "{file}"
    );

    let done = sender
        .post(&format!("/manage/{token}/dates"), &[("restore", &off)])
        .await;
    assert_eq!(done.location(), format!("/manage/{token}?done=date-on"));
    assert!(cancelled(&db).await.is_empty());
    let strange = sender
        .post(&format!("/manage/{token}/dates"), &[("cancel", "x")])
        .await;
    assert_ne!(strange.status, StatusCode::SEE_OTHER);
    let unknown = sender
        .post(&format!("/manage/{token}/dates"), &[("cancel", "999999")])
        .await;
    assert_eq!(unknown.status, StatusCode::CONFLICT);
}

#[harness::test]
async fn staff_cancel_a_date_and_set_a_status_and_the_sender_is_told(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = listed(&site, &[("ends", "times"), ("times", "4")]).await;
    let desk = ann_again(&site).await;
    let address = format!("/staff/submissions/{reference}/standing");
    let page = desk.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let off = number(&db, date(12, 19)).await;
    let done = desk
        .post(&format!("{address}/dates"), &[("cancel", &off)])
        .await;
    assert_eq!(done.location(), address);
    assert_eq!(cancelled(&db).await, [date(12, 19)]);
    let mail = mails(&db).await;
    assert!(
        mail.contains(
            "This date is marked as cancelled: Saturday 19 December 2026, 10am to midday."
        ),
        "{mail}"
    );

    let done = desk.post(&address, &[("status", "postponed")]).await;
    assert_eq!(done.location(), address);
    assert!(mails(&db).await.contains("It now says: Postponed."));
    let wrong = desk.post(&address, &[("status", "lovely")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Select what has become of the event"));
    let stranger = site
        .another_browser()
        .post(&address, &[("status", "cancelled")])
        .await;
    assert_ne!(stranger.location(), address);
    let status: String = sqlx::query_scalar("select status from event")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(status, "postponed");
    let told = actions(&db).await;
    assert!(
        told.ends_with(&["date cancelled".to_owned(), "status changed".to_owned()]),
        "{told:?}"
    );
}

/// A second member of staff: the first listed it.
async fn ann_again(site: &TestSite) -> TestSite {
    crate::support::staff::clerk(site, "bea@example.org", "Bea Ashdown").await
}

async fn mails(db: &PgPool) -> String {
    sqlx::query_scalar("select string_agg(body, E'\n') from message where kind = 'status'")
        .fetch_one(db)
        .await
        .unwrap()
}

#[harness::test]
async fn no_two_dates_of_a_rule_have_one_name_however_far_ahead(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    listed(&site, &[("ends", "open"), ("again", "2pm to 4pm")]).await;
    let later = noon() + TimeDelta::days(300);
    commands::keep_reach::keep_reach(&db, Trusted::by_hand(later))
        .await
        .unwrap();
    let then = TestSite::at(db.clone(), later).await;
    let calendar = then.get("/calendar.ics").await.body;
    let names: Vec<&str> = (calendar.split("\r\n"))
        .filter(|line| line.starts_with("UID:"))
        .collect();
    assert!(names.len() > 100, "{}", names.len());
    let once: BTreeSet<_> = names.iter().collect();
    assert_eq!(once.len(), names.len(), "{names:?}");

    // Between the two of a day, the second keeps its name in the event's own file and on its page.
    let between = DateTime::parse_from_rfc3339("2026-12-05T13:00:00Z").unwrap();
    let then = TestSite::at(db.clone(), between.to_utc()).await;
    let address = format!("/events/{}", slug(&db).await);
    for feed in ["/calendar.ics", &address, &format!("{address}.ics")] {
        let told = then.get(feed).await.body;
        assert!(told.contains("-20261205-2"), "{feed}: {told}");
    }
}

#[harness::test]
async fn an_edit_of_a_rule_keeps_the_dates_that_were_cancelled(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let reference = listed(&site, &[("ends", "times"), ("times", "4")]).await;
    let token = link(&db, site.app.now()).await;
    let sender = site.another_browser();
    for day in [date(12, 12), date(12, 26)] {
        let off = number(&db, day).await;
        sender
            .post(&format!("/manage/{token}/dates"), &[("cancel", &off)])
            .await;
    }
    // Another time, and the last date is gone.
    sender.post(&format!("/manage/{token}/edit"), &[]).await;
    let steps = every_week(&[
        ("start", "11am"),
        ("finish", "1pm"),
        ("ends", "times"),
        ("times", "3"),
    ]);
    let changed = sender
        .post(
            &format!("/manage/{token}/edit/when?then=check"),
            &steps[1].1,
        )
        .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let check = sender.get(&format!("/manage/{token}/edit/check")).await;
    let (key, digest) = (hidden(&check.body, "key"), hidden(&check.body, "digest"));
    let fields = [("key", &*key), ("digest", &*digest), ("agree", "yes")];
    sender
        .post(&format!("/manage/{token}/edit/check"), &fields)
        .await;
    let desk = ann_again(&site).await;
    let review = desk
        .get(&format!("/staff/submissions/{reference}"))
        .await
        .body;
    assert!(review.contains("Every Saturday, 11am to 1pm"), "{review}");
    list(&desk, &reference).await;
    assert_eq!(days(&db).await, [date(12, 5), date(12, 12), date(12, 19)]);
    assert_eq!(
        cancelled(&db).await,
        [date(12, 12)],
        "the day is still there"
    );
}
