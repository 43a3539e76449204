//! An event whose dates change: when it counts as moved, and what is then said everywhere.

use axum::http::StatusCode;
use domain::event::EventStatus;
use sqlx::PgPool;

use crate::support::{
    TestSite, coffee_morning, hidden,
    staff::{ann, list},
};

/// A listed event with its sender's private link.
struct Case {
    site: TestSite,
    desk: TestSite,
    reference: String,
    token: String,
}

async fn listed(db: &PgPool) -> Case {
    let site = TestSite::new(db.clone()).await;
    let desk = ann(&site).await;
    let browser = site.another_browser();
    browser.fill_in(&coffee_morning()).await;
    let reference = browser.agree_and_send().await;
    list(&desk, &reference).await;
    let (id, message): (i64, i64) =
        sqlx::query_as("select submission_id, max(id) from message where submission_id is not null group by submission_id")
            .fetch_one(db)
            .await
            .expect("a message");
    let token = store::links::mint(db, id, message, site.app.now())
        .await
        .expect("a link")
        .expect("the present address");
    Case {
        site,
        desk,
        reference,
        token,
    }
}

impl Case {
    /// The sender says other dates, and staff list them.
    async fn change(&self, fields: &[(&str, &str)]) {
        let sender = self.site.another_browser();
        let edit = format!("/manage/{}/edit", self.token);
        sender.post(&edit, &[]).await;
        let step = format!("{edit}/when?then=check");
        let changed = sender.post(&step, fields).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
        let check = format!("{edit}/check");
        let page = sender.get(&check).await.body;
        let (key, digest) = (hidden(&page, "key"), hidden(&page, "digest"));
        let agreed = [("key", &*key), ("digest", &*digest), ("agree", "yes")];
        let sent = sender.post(&check, &agreed).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        list(&self.desk, &self.reference).await;
    }

    async fn page(&self) -> String {
        self.site
            .get(&format!("/events/{}", self.slug().await))
            .await
            .body
    }

    async fn slug(&self) -> String {
        sqlx::query_scalar("select slug from event")
            .fetch_one(&self.site.app.db)
            .await
            .expect("the event")
    }
}

fn once<'a>(day: &'a str, start: &'a str, finish: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("day", day),
        ("month", "12"),
        ("year", "2026"),
        ("start", start),
        ("finish", finish),
        ("repeats", "once"),
    ]
}

#[harness::test]
async fn another_finish_or_one_date_more_is_no_move(db: PgPool) {
    let case = listed(&db).await;
    sqlx::query("update event set status = 'fully_booked'")
        .execute(&db)
        .await
        .expect("booked");
    case.change(&once("5", "10am", "1pm")).await;
    let page = case.page().await;
    assert!(page.contains("10am to 1pm"), "{page}");
    assert!(page.contains("Fully booked") && !page.contains("Moved to a new date"));
}

#[harness::test]
async fn an_event_that_moved_says_from_when(db: PgPool) {
    let case = listed(&db).await;
    case.change(&once("12", "10am", "12")).await;
    // A later change of the finish is none of its old date.
    case.change(&once("12", "10am", "1pm")).await;
    let page = case.page().await;
    for words in [
        "Moved to a new date",
        "It was to be on Saturday 5 December 2026, 10am to midday. The dates shown here are the new ones.",
        "\"previousStartDate\":\"2026-12-05T10:00:00+00:00\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[harness::test]
async fn one_date_of_two_that_moves_says_so_of_itself_alone(db: PgPool) {
    let case = listed(&db).await;
    let on = |day: &'static str, last: &'static str| {
        let mut days = once(day, "10am", "12");
        days[5] = ("repeats", "dates");
        days.extend([("day-2", last), ("month-2", "12"), ("year-2", "2026")]);
        days
    };
    case.change(&on("5", "12")).await;
    case.change(&on("6", "12")).await;
    let statuses = async || -> Vec<(String, bool)> {
        sqlx::query_as("select day::text, moved from occurrence order by day")
            .fetch_all(&db)
            .await
            .expect("the dates")
    };
    let (sixth, twelfth) = ("2026-12-06".to_owned(), "2026-12-12".to_owned());
    assert_eq!(
        statuses().await,
        [(sixth.clone(), true), (twelfth.clone(), false)]
    );
    let page = case.page().await;
    for words in [
        "Some of the dates have changed",
        "It was to be on Saturday 5 December 2026, 10am to midday.",
        "\"previousStartDate\":\"2026-12-05T10:00:00+00:00\"",
        "\"eventStatus\":\"https://schema.org/EventScheduled\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("<title>Moved"), "{page}");
    for (place, words) in [
        ("/", "moved to a new date<"),
        ("/month/2026-12", "moved to a new date<"),
        ("/noticeboard", "moved to a new date"),
        ("/embed", "moved to a new date<"),
        ("/calendar.ics", "summary:moved to a new date: "),
        ("/events.json", "\"status\":\"moved\""),
    ] {
        let told = case.site.get(place).await.body.to_lowercase();
        assert_eq!(told.matches(words).count(), 1, "{place}: {told}");
    }

    // A later change of something else leaves it so; then all of them move.
    let mut later_finish = on("6", "12");
    later_finish[4] = ("finish", "1pm");
    case.change(&later_finish).await;
    assert_eq!(statuses().await, [(sixth, true), (twelfth, false)]);
    case.change(&on("7", "13")).await;
    assert!(case.page().await.contains("<title>Moved to a new date"));
    assert!(statuses().await.iter().all(|(_, moved)| *moved));
}

/// The pages ask the database, the feeds the program.
#[harness::test]
async fn the_database_and_the_program_say_the_same_of_a_date(db: PgPool) {
    for status in EventStatus::ALL {
        for (cancelled, moved) in [(false, false), (false, true), (true, false), (true, true)] {
            let told: String =
                sqlx::query_scalar("select status_on_date($1, case when $2 then now() end, $3)")
                    .bind(status.as_str())
                    .bind(cancelled)
                    .bind(moved)
                    .fetch_one(&db)
                    .await
                    .expect("a status");
            let on_date = status.on_date(cancelled, moved);
            assert_eq!(told, on_date.as_str(), "{status:?}, {cancelled}, {moved}");
        }
    }
}

#[harness::test]
async fn where_the_last_date_is_cancelled_the_event_is(db: PgPool) {
    let case = listed(&db).await;
    sqlx::query("update occurrence set cancelled_at = now()")
        .execute(&db)
        .await
        .expect("cancelled");
    let page = case.page().await;
    assert!(page.contains("<title>Cancelled: "), "{page}");
    assert!(page.contains("None of the dates that were still to come will take place."));
    assert!(
        !page.contains("The other dates are as they were") && !page.contains("Add to calendar"),
        "{page}"
    );
}

/// The names of the entries of a calendar file.
fn names(calendar: &str) -> Vec<&str> {
    (calendar.split("\r\n"))
        .filter_map(|line| line.strip_prefix("UID:")?.split('@').next())
        .collect()
}

#[harness::test]
async fn the_one_date_of_an_event_keeps_its_name_in_calendars(db: PgPool) {
    let case = listed(&db).await;
    let reference = case.reference.as_str();
    let before = case.site.get("/calendar.ics").await.body;
    assert_eq!(names(&before), [reference]);
    assert!(before.contains("SEQUENCE:0"));
    case.change(&once("12", "10am", "12")).await;
    let after = case.site.get("/calendar.ics").await.body;
    assert_eq!(names(&after), [reference]);
    assert!(after.contains("SEQUENCE:1") && after.contains("20261212T100000"));

    let mut two = once("12", "10am", "12");
    two[5] = ("repeats", "days");
    two.extend([
        ("last-day", "13"),
        ("last-month", "12"),
        ("last-year", "2026"),
    ]);
    case.change(&two).await;
    let second = format!("{reference}-20261213");
    let with_two = case.site.get("/calendar.ics").await.body;
    assert_eq!(names(&with_two), [reference, &second]);
    case.change(&once("13", "10am", "12")).await;
    let one_again = case.site.get("/calendar.ics").await.body;
    assert_eq!(names(&one_again), [second], "as it was called");
}

#[harness::test]
async fn an_event_that_moved_online_is_nowhere_else(db: PgPool) {
    let case = listed(&db).await;
    sqlx::query("update event set status = 'online'")
        .execute(&db)
        .await
        .expect("online");
    sqlx::query("update venue set address = 'Station Road', map_url = 'https://maps.example/'")
        .execute(&db)
        .await
        .expect("a map");
    let address = format!("/events/{}", case.slug().await);
    for (where_to, says) in [
        (address.clone(), "VirtualLocation"),
        (
            format!("{address}/poster"),
            "<p class=\"poster-where\">Online",
        ),
        (format!("{address}.ics"), "LOCATION:Online"),
        ("/calendar.ics".to_owned(), "LOCATION:Online"),
        ("/events.json".to_owned(), "\"online\":true"),
        ("/feed.atom".to_owned(), "Online"),
        ("/noticeboard".to_owned(), "Online"),
        ("/embed".to_owned(), "Online"),
    ] {
        let told = case.site.get(&where_to).await.body;
        assert!(told.contains(says), "{where_to}: {told}");
        for hall in ["Village Hall", "Station Road", "maps.example"] {
            assert!(!told.contains(hall), "{where_to}: {hall}: {told}");
        }
    }
}

#[harness::test]
async fn a_date_that_is_cancelled_is_on_no_poster_and_in_no_link(db: PgPool) {
    let case = listed(&db).await;
    let mut two = once("5", "10am", "12");
    two[5] = ("repeats", "days");
    two.extend([
        ("last-day", "6"),
        ("last-month", "12"),
        ("last-year", "2026"),
    ]);
    case.change(&two).await;
    let cancel = async |days: &'static str| {
        sqlx::query(days).execute(&db).await.expect("cancelled");
    };
    cancel("update occurrence set cancelled_at = now() where day = '2026-12-05'").await;
    let address = format!("/events/{}", case.slug().await);
    let page = case.page().await;
    assert!(page.contains("dates=20261206T100000Z"), "{page}");
    assert!(!page.contains("dates=20261205"), "{page}");
    let poster = case.site.get(&format!("{address}/poster")).await.body;
    for words in [
        "<s>Saturday 5 December 2026</s>",
        "<strong>Sunday 6 December 2026</strong>",
        "More about this event, and any change: ",
        &format!("127.0.0.1:3000{address}</p>"),
    ] {
        assert!(poster.contains(words), "{words}: {poster}");
    }
    cancel("update occurrence set cancelled_at = now()").await;
    assert!(!case.page().await.contains("calendar.google.com"));
}

#[harness::test]
async fn nobody_is_asked_to_book_what_is_full_or_off(db: PgPool) {
    let case = listed(&db).await;
    sqlx::query(
        "update revision set details = details || '{\"booking\": {\"address\": \"https://tickets.example/\"}}'",
    )
    .execute(&db)
    .await
    .expect("a way to book");
    let address = format!("/events/{}", case.slug().await);
    let told = async |status: &'static str| {
        sqlx::query("update event set status = $1")
            .bind(status)
            .execute(&db)
            .await
            .expect("a status");
        let mut told = String::new();
        for place in [
            &address,
            &format!("{address}/poster"),
            &format!("{address}.ics"),
        ] {
            told.push_str(&case.site.get(place).await.body);
        }
        told.replace("\r\n ", "")
    };
    let on = told("going_ahead").await;
    for words in [
        "Book a place",
        "Book on the organiser’s website",
        "Book at tickets.example",
        "Book: https://tickets.example/",
    ] {
        assert!(on.contains(words), "{words}: {on}");
    }
    for status in ["fully_booked", "cancelled"] {
        let off = told(status)
            .await
            .replace("\"url\":\"https://tickets.example/\"", "");
        assert!(!off.contains("tickets.example"), "{status}: {off}");
    }
}
