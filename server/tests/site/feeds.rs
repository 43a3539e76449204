//! The listing for programs: calendar, news feed, JSON, data for search engines, frames. Each is
//! read back by a reader that is not ours.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use domain::{
    event::{Access, Booking, Cost, EventDetails, EventStatus, Place, PublicContact},
    picture::{Picture, PictureId, Size},
    places::Known,
    text::{AltText, Description, GroupName, ShortLine, Title, WebAddress},
    when::{Dates, Hours, Sitting},
};
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime};
use serde_json::Value;
use server::feeds::{Date, Source, atom, clean, ics, json, json_ld, sitemap};
use sqlx::PgPool;
use store::feed::Event;

use crate::support::{Answer, TestSite, coffee_morning, noon, staff};

/// Each tries to break out of another format. What the forms take away is tried again elsewhere.
const HOSTILE: [&str; 9] = [
    "One\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nTRIGGER:PT0S",
    "One\nATTENDEE:mailto:all@example.org",
    "a;b,c\\n\\,d:e\"f",
    "]]></content><entry><title>x</title></entry><![CDATA[",
    "</script><script>alert(1)</script><!--",
    "\u{202E}gnihtyreve\u{202C} \u{2066}x\u{2069} \u{2028} \u{2029}",
    "nul\u{0}bell\u{7}escape\u{1b}\u{FFFE}\u{FFFF}",
    "<b>&amp;&lt;&#0;</b> 'x' \"y\"",
    "💃🏽é…\u{200D}ﷺ",
];

fn source() -> Source {
    Source {
        site_url: "https://whatson.example".to_owned(),
        host: "whatson.example".to_owned(),
        council: "Withyham Parish Council".to_owned(),
        path: "/calendar.ics?q=%22%3E".to_owned(),
        page: "/?q=%22%3E".to_owned(),
        name: "What’s On: \r\nX-EVIL:1 – Council".to_owned(),
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn from_to(start: (u32, u32), finish: (u32, u32)) -> Hours {
    let time = |(h, m)| NaiveTime::from_hms_opt(h, m, 0).expect("a time");
    Hours::FromTo {
        start: time(start),
        finish: time(finish),
    }
}

fn line(words: &str) -> ShortLine {
    let short: String = words.chars().take(100).collect();
    ShortLine::parse(&format!("Z {short}")).expect("a line")
}

/// An event that says these words wherever somebody types.
fn event(words: &str, sittings: Vec<Sitting>) -> Event {
    let short: String = words.chars().take(70).collect();
    let description = Description::parse(&format!("Z {words}")).expect("a description");
    Event {
        slug: "tea-7k4p".to_owned(),
        reference: "WO-7K4P".to_owned(),
        description_html: server::markdown::to_html(description.as_str()),
        details: EventDetails {
            title: Title::parse(&format!("Z {short}")).expect("a title"),
            description,
            event_type: "coffee".to_owned(),
            dates: Dates::new(sittings).expect("dates"),
            place: Place::Typed {
                name: line(words),
                address: Some(line(words)),
                village: Some(line(words)),
                postcode: None,
            },
            cost: Cost::Paid { words: line(words) },
            booking: Some(Booking::Words(line(words))),
            access: Access::default(),
            age: Some(line(words)),
            website: WebAddress::parse("https://example.org/?a=1&b=2").ok(),
            group: GroupName::parse(&format!("Z {short}")).ok(),
            contact: PublicContact::default(),
            picture: None,
        },
        venue: Known::default(),
        status: EventStatus::GoingAhead,
        type_name: format!("Z {words}"),
        sequence: 3,
        listed_at: noon(),
        changed_at: noon(),
        cancelled: Vec::new(),
        moved: Vec::new(),
        only_day: None,
    }
}

fn dates(event: &Event) -> Vec<Date<'_>> {
    (event.details.dates.sittings().iter())
        .map(|sitting| Date {
            event,
            sitting: *sitting,
        })
        .collect()
}

fn one_evening() -> Vec<Sitting> {
    vec![Sitting {
        date: day(2026, 12, 5),
        hours: from_to((19, 0), (21, 30)),
    }]
}

fn read(file: &str) -> Calendar {
    assert!(
        file.split("\r\n").all(|line| line.len() <= 75),
        "lines are folded"
    );
    assert!(
        !file.replace("\r\n", "").contains(['\r', '\n', '\0']),
        "lines end in one way"
    );
    file.parse().expect("a calendar that another reader reads")
}

#[test]
fn whatever_is_typed_stays_in_its_place_in_every_feed() {
    let long = "x".repeat(3000);
    for words in HOSTILE.into_iter().chain([long.as_str()]) {
        let event = event(words, one_evening());
        let (title, group) = (event.details.title.as_str(), "Z");
        let calendar = read(&ics::calendar(&dates(&event), &source()));
        assert_eq!(calendar.events().count(), 1, "{words}");
        let entry = calendar.events().next().expect("an entry");
        assert_eq!(entry.get_summary(), Some(clean(title).as_str()), "{words}");
        assert!(
            entry.get_description().is_some_and(|told| told
                .starts_with(&clean(event.details.description.as_str()))
                && told.contains("does not accept any responsibility")),
            "{words}"
        );
        assert!(entry.components().is_empty(), "{words}");
        for name in ["ATTENDEE", "X-EVIL"] {
            assert!(entry.property_value(name).is_none(), "{words}");
            assert!(calendar.property_value(name).is_none(), "{words}");
        }

        let file = atom::feed(&[&event], &source(), noon(), noon());
        let feed: atom_syndication::Feed = file.parse().expect("a feed that is read back");
        assert_eq!(feed.entries().len(), 1, "{words}");
        let entry = &feed.entries()[0];
        assert_eq!(entry.title().value, clean(title), "{words}");
        assert!(
            entry
                .content()
                .and_then(|content| content.value())
                .is_some_and(|html| html.contains(&clean(&event.description_html))),
            "{words}"
        );
        assert!(
            feed.rights().is_some_and(|rights| {
                rights.value.contains("does not accept any responsibility")
            })
        );

        let told = json::date(&dates(&event)[0], &source());
        let told: Value =
            serde_json::from_str(&serde_json::to_string(&told).expect("JSON")).expect("JSON");
        assert_eq!(told["title"], title, "{words}");
        assert!(
            told["organiser"]
                .as_str()
                .is_some_and(|o| o.starts_with(group))
        );

        let data = json_ld::events(&event, None, noon(), "https://x.example/a.png", &source());
        assert!(
            !data.as_str().contains(['<', '>', '&', '\u{2028}']),
            "{words}"
        );
        let data: Value = serde_json::from_str(data.as_str()).expect("JSON");
        assert_eq!(data["name"], title, "{words}");
    }
    let page = sitemap::Page {
        path: "/?q=\"><loc>&'".to_owned(),
        changed: None,
    };
    let file = sitemap::sitemap("https://whatson.example", &[page]);
    assert!(file.contains("<loc>https://whatson.example/?q=&quot;&gt;&lt;loc&gt;&amp;&#39;</loc>"));
}

#[test]
fn a_date_has_its_own_name_for_ever_and_a_number_where_a_day_has_two() {
    let mut sittings = one_evening();
    sittings.push(Sitting {
        date: day(2026, 12, 5),
        hours: from_to((10, 0), (12, 0)),
    });
    sittings.push(Sitting {
        date: day(2026, 12, 6),
        hours: Hours::AllDay,
    });
    let event = event("Tea", sittings);
    let ids: Vec<String> = (event.details.dates.sittings().iter())
        .map(|sitting| event.date_id(sitting))
        .collect();
    assert_eq!(
        ids,
        ["WO-7K4P-20261205", "WO-7K4P-20261205-2", "WO-7K4P-20261206"]
    );
}

#[test]
fn times_are_on_the_parish_s_clock_on_both_sides_of_its_changes() {
    let instant = |at: &str| at.parse::<DateTime<Utc>>().expect("an instant");
    for (date, hours, start, end) in [
        (
            day(2027, 3, 27),
            from_to((10, 0), (12, 0)),
            "2027-03-27T10:00:00Z",
            "2027-03-27T12:00:00Z",
        ),
        (
            day(2027, 3, 28),
            from_to((0, 30), (3, 0)),
            "2027-03-28T00:30:00Z",
            "2027-03-28T02:00:00Z",
        ),
        (
            day(2027, 3, 28),
            from_to((10, 0), (12, 0)),
            "2027-03-28T09:00:00Z",
            "2027-03-28T11:00:00Z",
        ),
        (
            day(2027, 10, 30),
            from_to((22, 0), (2, 30)),
            "2027-10-30T21:00:00Z",
            "2027-10-31T02:30:00Z",
        ),
        (
            day(2027, 10, 31),
            from_to((0, 30), (1, 30)),
            "2027-10-30T23:30:00Z",
            "2027-10-31T00:30:00Z",
        ),
        (
            day(2027, 10, 31),
            from_to((10, 0), (12, 0)),
            "2027-10-31T10:00:00Z",
            "2027-10-31T12:00:00Z",
        ),
    ] {
        let event = event("Tea", vec![Sitting { date, hours }]);
        let calendar = read(&ics::calendar(&dates(&event), &source()));
        let entry = calendar.events().next().expect("an entry");
        let read = |at: Option<DatePerhapsTime>| match at {
            Some(DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid })) => {
                assert_eq!(tzid, "Europe/London");
                chrono_tz::Europe::London
                    .from_local_datetime(&date_time)
                    .earliest()
                    .expect("a time that is")
                    .to_utc()
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(read(entry.get_start()), instant(start), "{date}");
        assert_eq!(read(entry.get_end()), instant(end), "{date}");
        let told = |at: &str| {
            DateTime::parse_from_rfc3339(at)
                .expect("an instant")
                .to_utc()
        };
        let page = json::date(&dates(&event)[0], &source());
        assert_eq!(told(&page.starts_at), instant(start), "{date}");
        assert_eq!(
            page.ends_at.as_deref().map(told),
            Some(instant(end)),
            "{date}"
        );
    }
}

#[test]
fn search_engines_are_told_what_became_of_an_event() {
    let (before, mut now) = (
        event("Tea", one_evening()),
        event(
            "Tea",
            vec![Sitting {
                date: day(2026, 12, 12),
                hours: Hours::AllDay,
            }],
        ),
    );
    let tell = |event: &Event| -> Value {
        let told = json_ld::events(
            event,
            Some(&before.details.dates),
            noon(),
            "https://x/",
            &source(),
        );
        serde_json::from_str(told.as_str()).expect("JSON")
    };
    assert_eq!(
        tell(&now)["eventStatus"],
        "https://schema.org/EventScheduled"
    );
    assert_eq!(tell(&now)["previousStartDate"], Value::Null);
    now.status = EventStatus::Moved;
    now.moved = vec![now.details.dates.first().starts_at()];
    let moved = tell(&now);
    assert_eq!(moved["eventStatus"], "https://schema.org/EventRescheduled");
    assert_eq!(moved["previousStartDate"], "2026-12-05T19:00:00+00:00");
    assert_eq!(moved["startDate"], "2026-12-12");
    now.status = EventStatus::Cancelled;
    assert_eq!(
        tell(&now)["eventStatus"],
        "https://schema.org/EventCancelled"
    );
    now.status = EventStatus::Online;
    let online = tell(&now);
    assert_eq!(
        online["eventAttendanceMode"],
        "https://schema.org/OnlineEventAttendanceMode"
    );
    assert_eq!(online["location"]["@type"], "VirtualLocation");
    now.status = EventStatus::FullyBooked;
    now.details.cost = Cost::Free;
    let full = tell(&now);
    assert_eq!(full["offers"]["availability"], "https://schema.org/SoldOut");
    assert_eq!(full["offers"]["price"], "0");
    assert_eq!(full["isAccessibleForFree"], true);
}

#[test]
fn that_no_place_is_left_is_told_without_a_price() {
    let mut event = event("Tea", one_evening());
    let tell = |event: &Event| -> Value {
        let told = json_ld::events(event, None, noon(), "https://x/", &source());
        serde_json::from_str(told.as_str()).expect("JSON")
    };
    for cost in [Cost::Donations, Cost::NotTold] {
        event.details.cost = cost;
        event.status = EventStatus::GoingAhead;
        assert_eq!(tell(&event)["offers"], Value::Null);
        event.status = EventStatus::FullyBooked;
        let offer = &tell(&event)["offers"];
        assert_eq!(offer["availability"], "https://schema.org/SoldOut");
        assert_eq!(offer["price"], Value::Null);
    }
}

#[test]
fn every_feed_says_when_the_doors_open_for_the_first_time_of_a_day() {
    let mut sittings = one_evening();
    sittings.push(Sitting {
        date: day(2026, 12, 5),
        hours: from_to((22, 0), (23, 0)),
    });
    let mut event = event("Tea", sittings);
    let doors = NaiveTime::from_hms_opt(18, 30, 0);
    event.details.dates = event.details.dates.with_doors(doors);
    let calendar = ics::calendar(&dates(&event), &source());
    assert_eq!(calendar.matches("Doors open at 6:30pm").count(), 1);
    let told = dates(&event);
    let told: Vec<_> = (told.iter())
        .map(|date| json::date(date, &source()).doors_at)
        .collect();
    assert_eq!(told, [Some("2026-12-05T18:30:00+00:00".to_owned()), None]);
    let data = json_ld::events(&event, None, noon(), "https://x/", &source());
    let data: Value = serde_json::from_str(data.as_str()).expect("JSON");
    assert_eq!(data[0]["doorTime"], "2026-12-05T18:30:00+00:00");
    assert_eq!(data[1]["doorTime"], Value::Null);
}

#[test]
fn a_picture_goes_with_its_words_into_the_feeds() {
    let mut event = event("Tea", one_evening());
    event.details.picture = Some(Picture {
        id: PictureId::from_random(7),
        size: Size {
            width: 960,
            height: 540,
        },
        alt: AltText::parse("A teapot on a lawn").ok(),
        credit: ShortLine::parse("Pat Lee").ok(),
        permitted: true,
    });
    let address = "https://whatson.example/pictures/00000000000000000000000000000007/960.jpg";
    let picture = json::date(&dates(&event)[0], &source())
        .picture
        .expect("a picture");
    assert_eq!(
        serde_json::to_value(&picture).expect("JSON"),
        serde_json::json!({
            "address": address, "width": 960, "height": 540,
            "alternative_text": "A teapot on a lawn", "credit": "Pat Lee",
        })
    );
    let file = atom::feed(&[&event], &source(), noon(), noon());
    let feed: atom_syndication::Feed = file.parse().expect("a feed");
    let links = feed.entries()[0].links();
    let enclosed = links
        .iter()
        .find(|link| link.rel() == "enclosure")
        .expect("a picture");
    assert_eq!(
        (enclosed.href(), enclosed.mime_type()),
        (address, Some("image/jpeg"))
    );
    assert_eq!(enclosed.title(), Some("A teapot on a lawn"));
}

/// Lists the plain event with another title, kind and day; gives its reference.
async fn listed(
    site: &TestSite,
    desk: &TestSite,
    title: &'static str,
    kind: &'static str,
    day: &'static str,
) -> String {
    let browser = site.another_browser();
    let mut steps = coffee_morning();
    steps[0].1[0] = ("title", title);
    steps[0].1[2] = ("type", kind);
    steps[1].1[0] = ("day", day);
    browser.fill_in(&steps).await;
    let reference = browser.agree_and_send().await;
    staff::list(desk, &reference).await;
    reference
}

async fn json_of(site: &TestSite, address: &str) -> Value {
    let answer = site.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

#[harness::test]
async fn every_feed_answers_the_listing_s_own_questions(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Owl walk", "walk", "5").await;
    listed(&site, &desk, "Jam making", "class", "12").await;
    for (asked, owls, jam) in [
        ("", true, true),
        ("?type=walk", true, false),
        ("?q=jam", false, true),
        ("?free=yes&step-free=yes", true, true),
        ("?place=st-johns", false, false),
        ("?from=2026-12-06&to=2026-12-31", false, true),
        ("?when=2026-12&page=1", true, true),
        ("?when=tomorrow", false, false),
        ("?when=upcoming", true, true),
    ] {
        for feed in ["/", "/calendar.ics", "/feed.atom", "/events.json", "/embed"] {
            let told = site.get(&format!("{feed}{asked}")).await;
            assert_eq!(told.status, StatusCode::OK, "{feed}{asked}");
            assert_eq!(told.body.contains("Owl walk"), owls, "{feed}{asked}");
            assert_eq!(told.body.contains("Jam making"), jam, "{feed}{asked}");
            assert!(told.headers.get("set-cookie").is_none());
        }
    }
    let page = site.get("/?type=walk").await.body;
    for offered in [
        "webcal://127.0.0.1:3000/calendar.ics?type=walk",
        "href=\"/feed.atom?type=walk\"",
        "href=\"/events.json?type=walk\"",
        "href=\"/follow?type=walk\"",
    ] {
        assert!(page.contains(offered), "{offered}");
    }
}

#[harness::test]
async fn a_feed_that_has_not_changed_is_not_sent_again_and_any_site_may_read_it(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    let later = TestSite::at(site.app.db.clone(), noon() + chrono::TimeDelta::hours(1)).await;
    let ask = async |site: &TestSite, feed: &str, name: &str, value: &str| -> Answer {
        let request = Request::get(feed).header(name, value).body(Body::empty());
        site.send(request.expect("a request")).await
    };
    for feed in [
        "/calendar.ics",
        "/feed.atom",
        "/events.json",
        "/openapi.json",
    ] {
        let first = later.get(feed).await;
        let (tag, at) = (first.header("etag"), first.header("last-modified"));
        assert_eq!(first.header("access-control-allow-origin"), "*", "{feed}");
        assert!(at.ends_with(" GMT"), "{feed}: {at}");
        let again = ask(&later, feed, "if-none-match", tag).await;
        assert_eq!(
            (again.status, again.body.as_str()),
            (StatusCode::NOT_MODIFIED, ""),
            "{feed}"
        );
        let since = ask(&later, feed, "if-modified-since", at).await;
        assert_eq!(
            (since.status, since.body.as_str()),
            (StatusCode::NOT_MODIFIED, ""),
            "{feed}"
        );
        let old = ask(
            &later,
            feed,
            "if-modified-since",
            "Sat, 21 Nov 2026 12:00:00 GMT",
        )
        .await;
        assert_eq!(old.status, StatusCode::OK, "{feed}");
        assert_eq!(
            later.method(Method::POST, feed).await.status,
            StatusCode::METHOD_NOT_ALLOWED
        );
    }
    for page in ["/", "/follow", "/embed", "/staff/sign-in", "/sitemap.xml"] {
        let other = site.get(page).await;
        assert_eq!(other.header("access-control-allow-origin"), "", "{page}");
    }
}

#[harness::test]
async fn what_is_taken_down_is_told_as_changed_and_what_is_cancelled_says_so(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    sqlx::query("update event set status = 'cancelled', sequence = 1")
        .execute(&db)
        .await
        .expect("cancelled");
    let calendar = site.get("/calendar.ics").await.body;
    assert!(calendar.contains("STATUS:CANCELLED") && calendar.contains("SEQUENCE:1"));
    assert!(calendar.contains("SUMMARY:Cancelled: Tea"));
    assert!(site.get("/feed.atom").await.body.contains("Cancelled: Tea"));
    assert_eq!(
        json_of(&site, "/events.json").await["events"][0]["status"],
        "cancelled"
    );

    let slug: String = sqlx::query_scalar("select slug from event")
        .fetch_one(&db)
        .await
        .expect("the event");
    let page = site.get(&format!("/events/{slug}")).await.body;
    assert!(page.contains("https://schema.org/EventCancelled"));
    assert!(!page.contains("calendar.google.com"), "nothing to put down");
    assert!(page.contains("https://wa.me/?text=Cancelled%3A%20Tea"));
}

#[harness::test]
async fn what_is_over_leaves_the_feeds_and_the_time_of_their_last_change_tells_it(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    let before = Utc
        .with_ymd_and_hms(2026, 12, 5, 11, 59, 0)
        .single()
        .expect("an instant");
    let during = TestSite::at(db.clone(), before).await;
    let told = during.get("/calendar.ics").await;
    assert!(told.body.contains("SUMMARY:Tea"));
    let after = TestSite::at(db, before + chrono::TimeDelta::minutes(2)).await;
    let request = Request::get("/calendar.ics")
        .header("if-modified-since", told.header("last-modified"))
        .body(Body::empty())
        .expect("a request");
    let then = after.send(request).await;
    assert_eq!(then.status, StatusCode::OK);
    assert!(!then.body.contains("SUMMARY:Tea"));
}

/// Lists the event on every day from 10 December 2026 on.
async fn every_day_until(db: &PgPool, last: &str) {
    sqlx::query(
        "insert into occurrence (event_id, day, all_day, starts_at, ends_at, over_at)
         select event.id, d::date, true, d, d + interval '1 day', d + interval '1 day'
         from event, generate_series(timestamptz '2026-12-10', $1::timestamptz, interval '1 day') d",
    )
    .bind(last)
    .execute(db)
    .await
    .expect("many dates");
}

#[harness::test]
async fn a_feed_looks_four_hundred_days_ahead_and_its_pages_are_linked(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    every_day_until(&db, "2028-06-01").await;
    let calendar = read(&site.get("/calendar.ics").await.body);
    let last = site.app.today() + Days::new(399);
    let days: Vec<NaiveDate> = calendar
        .events()
        .filter_map(Component::get_start)
        .map(|at| at.date_naive())
        .collect();
    assert_eq!(days.iter().max(), Some(&last));
    let mut address = "/events.json?type=coffee".to_owned();
    let mut seen = 0;
    for page in 1..=4 {
        let told = json_of(&site, &address).await;
        assert_eq!((&told["page"], &told["pages"]), (&page.into(), &4.into()));
        assert_eq!(told["total"], days.len());
        seen += told["events"].as_array().expect("dates").len();
        match told["next"].as_str() {
            Some(next) => address = next.trim_start_matches("http://127.0.0.1:3000").to_owned(),
            None => assert_eq!(page, 4),
        }
    }
    assert_eq!(seen, days.len());
    assert_eq!(
        json_of(&site, "/events.json?page=5").await["events"],
        Value::Array(vec![])
    );
}

#[harness::test]
async fn a_question_in_json_that_is_not_understood_is_answered_with_what_to_change(db: PgPool) {
    let site = TestSite::new(db).await;
    for (asked, fields) in [
        ("?when=someday", vec!["when"]),
        ("?from=soon&to=5/12/2026", vec!["from", "to"]),
        (
            "?type=%00&place=A+B&free=maybe&step-free=perhaps&page=0",
            vec!["type", "place", "free", "step-free", "page"],
        ),
        ("?page=6", vec!["page"]),
    ] {
        let told = site.get(&format!("/events.json{asked}")).await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST, "{asked}");
        assert_eq!(told.header("content-type"), "application/problem+json");
        let told: Value = serde_json::from_str(&told.body).expect("JSON");
        assert_eq!(told["fields"], Value::from(fields), "{asked}");
    }
}

#[harness::test]
async fn nothing_is_listed_on_days_that_are_over(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    for (asked, total) in [
        ("?to=2020-01-01", 0),
        ("?when=2020-01", 0),
        ("?from=2020-01-01", 1),
    ] {
        let told = json_of(&site, &format!("/events.json{asked}")).await;
        assert_eq!(told["total"], total, "{asked}");
        // Who follows December, or has it in a frame, does not get everything in January.
        for place in ["/calendar.ics", "/feed.atom", "/embed"] {
            let told = site.get(&format!("{place}{asked}")).await.body;
            assert_eq!(told.contains("Tea"), total == 1, "{place}{asked}: {told}");
        }
    }
}

#[harness::test]
async fn a_calendar_of_many_long_descriptions_is_answered_whole(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    sqlx::query(
        "with long as (select string_agg('Bats & owls ' || n, E'\n\n') as words from generate_series(1, 240) n)
         update revision set details = details || jsonb_build_object('description', words) from long",
    )
    .execute(&db)
    .await
    .expect("a long description");
    every_day_until(&db, "2027-12-20").await;
    for address in ["/calendar.ics", "/calendar.ics"] {
        let told = site.get(address).await;
        assert_eq!(told.status, StatusCode::OK);
        assert!(told.body.len() > 1024 * 1024, "{}", told.body.len());
        assert!(told.body.ends_with("END:VCALENDAR\r\n"));
        let request = Request::get(address)
            .header("if-none-match", told.header("etag"))
            .body(Body::empty())
            .expect("a request");
        assert_eq!(site.send(request).await.status, StatusCode::NOT_MODIFIED);
    }
}

#[harness::test]
async fn the_description_of_the_json_names_what_the_json_has(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    let described = json_of(&site, "/openapi.json").await;
    assert_eq!(described["openapi"], "3.1.0");
    assert_eq!(described["servers"][0]["url"], "http://127.0.0.1:3000");
    let parameters = described["paths"]["/events.json"]["get"]["parameters"]
        .as_array()
        .expect("parameters");
    let names: Vec<&str> = parameters
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(
        names,
        [
            "q",
            "when",
            "from",
            "to",
            "type",
            "place",
            "free",
            "step-free",
            "toilet",
            "hearing-loop",
            "blue-badge",
            "for",
            "page"
        ]
    );
    let told = json_of(&site, "/events.json").await;
    let schemas = &described["components"]["schemas"];
    compare(&told, &schemas["EventsPage"], schemas, "EventsPage");
    let problem = site.get("/events.json?page=0").await.body;
    let problem: Value = serde_json::from_str(&problem).expect("JSON");
    compare(&problem, &schemas["Problem"], schemas, "Problem");
}

/// Every member of an object is described, and every one that is described is there.
fn compare(told: &Value, schema: &Value, schemas: &Value, at: &str) {
    if let Some(choices) = schema["oneOf"].as_array() {
        let is_null = |choice: &&Value| choice["type"] == "null";
        let choice = choices
            .iter()
            .find(|choice| is_null(choice) == told.is_null());
        return compare(told, choice.unwrap_or(&Value::Null), schemas, at);
    }
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().expect("a name");
        return compare(told, &schemas[name], schemas, name);
    }
    match told {
        Value::Object(members) => {
            let properties = schema["properties"]
                .as_object()
                .unwrap_or_else(|| panic!("{at}: {schema}"));
            let (mut here, mut there): (Vec<_>, Vec<_>) =
                (members.keys().collect(), properties.keys().collect());
            here.sort();
            there.sort();
            assert_eq!(here, there, "{at}");
            let required = schema["required"].as_array().map_or(0, Vec::len);
            assert_eq!(required, here.len(), "{at}: all are always there");
            for (name, value) in members {
                compare(value, &properties[name], schemas, &format!("{at}.{name}"));
            }
        }
        Value::Array(items) => {
            for item in items {
                compare(item, &schema["items"], schemas, at);
            }
        }
        other => {
            let kind = match other {
                Value::Null => "null",
                Value::Bool(_) => "boolean",
                Value::Number(number) if number.is_f64() => "number",
                Value::Number(_) => "integer",
                _ => "string",
            };
            assert!(
                schema["type"].to_string().contains(kind),
                "{at}: {other} is not {schema}"
            );
        }
    }
}

#[harness::test]
async fn only_the_page_made_for_it_may_stand_in_a_frame(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    let frame = site.get("/embed?number=3&heading=chosen&type=coffee").await;
    assert!(
        frame
            .header("content-security-policy")
            .ends_with("frame-ancestors *")
    );
    assert_eq!(frame.header("x-frame-options"), "");
    assert!(frame.headers.get("set-cookie").is_none());
    let links = frame.body.matches("<a ").count();
    assert_eq!(links, frame.body.matches("target=\"_top\"").count());
    assert!(frame.body.contains("name=\"robots\" content=\"noindex\""));
    for page in [
        "/",
        "/embed/make",
        "/follow",
        "/submit",
        "/staff/sign-in",
        "/calendar.ics",
        "/embed/none",
    ] {
        let other = site.get(page).await;
        assert!(
            other
                .header("content-security-policy")
                .ends_with("frame-ancestors 'none'"),
            "{page}"
        );
        assert_eq!(other.header("x-frame-options"), "DENY", "{page}");
    }
    let typed = site.get("/embed?heading=Vote+for+me&number=1000000").await;
    assert_eq!(typed.status, StatusCode::OK);
    assert!(
        !typed.body.contains("Vote for me"),
        "the council's site says nothing that others write"
    );
}

#[harness::test]
async fn a_frame_is_made_by_choosing_and_its_code_is_there_to_copy(db: PgPool) {
    let site = TestSite::new(db).await;
    let made = site
        .get("/embed/make?type=music&place=groombridge&number=10&heading=chosen")
        .await;
    assert_eq!(made.status, StatusCode::OK);
    assert!(made.body.contains(
        "&lt;iframe src=&quot;http://127.0.0.1:3000/embed?type=music&amp;amp;place=groombridge&amp;amp;number=10&amp;amp;heading=chosen&quot;"
    ), "{}", made.body);
    assert!(made.body.contains("readonly"));
    assert!(
        made.header("content-security-policy")
            .contains("frame-src 'self'")
    );
}

#[harness::test]
async fn search_engines_find_what_is_to_come_and_shared_links_have_a_card(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "coffee", "5").await;
    let slug: String = sqlx::query_scalar("select slug from event")
        .fetch_one(&db)
        .await
        .expect("the event");
    let robots = site.get("/robots.txt").await.body;
    assert!(robots.contains("Sitemap: http://127.0.0.1:3000/sitemap.xml"));
    let map = site.get("/sitemap.xml").await;
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    assert!(map.body.contains(&format!(
        "<loc>http://127.0.0.1:3000/events/{slug}</loc><lastmod>2026-11-22T12:00:00Z</lastmod>"
    )));
    for address in map.body.split("<loc>http://127.0.0.1:3000").skip(1) {
        let path = address
            .split("</loc>")
            .next()
            .expect("an end")
            .replace("&amp;", "&");
        let page = site.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("noindex"), "{path} asks to be left out");
    }
    let page = site.get(&format!("/events/{slug}")).await.body;
    for told in [
        "<meta property=\"og:title\" content=\"Tea\"",
        "<meta property=\"og:image\" content=\"http://127.0.0.1:3000/assets/cards/whats-on-v1.png\"",
        "<meta name=\"twitter:card\" content=\"summary_large_image\"",
        "<link rel=\"alternate\" type=\"text/calendar\"",
        "<link rel=\"canonical\"",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!site.get("/staff/sign-in").await.body.contains("og:"));
}

#[harness::test]
async fn the_page_that_makes_a_frame_keeps_all_that_was_asked(db: PgPool) {
    let site = TestSite::new(db).await;
    let asked = "q=tea&when=weekend&type=talk&free=yes&hearing-loop=yes&for=families";
    let page = site.get(&format!("/embed/make?{asked}")).await.body;
    for field in ["q", "when", "free", "hearing-loop", "for"] {
        let kept = format!("name=\"{field}\" type=\"hidden\"");
        let turned = format!("type=\"hidden\" name=\"{field}\"");
        assert!(
            page.contains(&kept) || page.contains(&turned),
            "{field}: {page}"
        );
    }
    assert!(
        page.contains("This weekend, with the words “tea”"),
        "{page}"
    );
    assert!(
        page.contains("href=\"/embed/make?type=talk\">Leave that out"),
        "{page}"
    );
    assert!(!page.contains("frameborder"), "{page}");
    let plain = site.get("/embed/make").await.body;
    assert!(!plain.contains("Leave that out"), "{plain}");
}

#[harness::test]
async fn a_frame_or_a_month_with_nothing_that_fits_says_so(db: PgPool) {
    let site = TestSite::new(db).await;
    let frame = site.get("/embed?type=talk").await.body;
    assert!(frame.contains("fits what was chosen"), "{frame}");
    let all = site.get("/embed").await.body;
    assert!(all.contains("Nothing is listed at the moment."), "{all}");
    let month = site.get("/month/2026-12?free=yes&type=talk").await.body;
    assert!(
        month.contains("No event on these days matches what you chose")
            && month.contains("href=\"/month/2026-12?type=talk\">Take off the filter: free"),
        "{month}"
    );
    let all = site.get("/month/2026-12").await.body;
    assert!(
        all.contains("Nothing is listed for these days yet."),
        "{all}"
    );
}
