//! When the weekly email is due, and the forms about it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::weekly::{AddressAnswers, Timetable, TimetableAnswers};

fn instant(words: &str) -> DateTime<Utc> {
    words.parse().expect("an instant")
}

#[test]
fn the_email_is_due_at_its_hour_on_the_parish_s_clock() {
    let thursday = Timetable::default();
    for (now, week, at) in [
        (
            "2026-11-26T08:00:00Z",
            (2026, 11, 23),
            "2026-11-26T08:00:00Z",
        ),
        (
            "2026-11-26T07:59:59Z",
            (2026, 11, 16),
            "2026-11-19T08:00:00Z",
        ),
        (
            "2026-11-29T23:00:00Z",
            (2026, 11, 23),
            "2026-11-26T08:00:00Z",
        ),
        (
            "2026-07-02T07:00:00Z",
            (2026, 6, 29),
            "2026-07-02T07:00:00Z",
        ),
        (
            "2027-01-01T12:00:00Z",
            (2026, 12, 28),
            "2026-12-31T08:00:00Z",
        ),
    ] {
        let due = thursday.last_due(instant(now));
        let (year, month, day) = week;
        assert_eq!(due.at, instant(at), "{now}");
        assert_eq!(
            Some(due.week),
            NaiveDate::from_ymd_opt(year, month, day),
            "{now}"
        );
    }
    // The clocks go forward over 1am on Sunday 28 March 2027.
    let missing = Timetable { day: 7, hour: 1 };
    let due = missing.last_due(instant("2027-03-28T12:00:00Z"));
    assert_eq!(due.at, instant("2027-03-28T01:00:00Z"));
    // They go back at 2am on Sunday 31 October 2027: 1am comes twice, and the first counts.
    let due = missing.last_due(instant("2027-10-31T12:00:00Z"));
    assert_eq!(due.at, instant("2027-10-31T00:00:00Z"));
}

#[test]
fn another_day_in_the_same_week_is_the_same_week() {
    let thursday = Timetable::default().last_due(instant("2026-11-27T12:00:00Z"));
    let friday = Timetable { day: 5, hour: 9 }.last_due(instant("2026-11-27T12:00:00Z"));
    assert_eq!(thursday.week, friday.week);
    assert_eq!(Timetable { day: 7, hour: 18 }.words(), "Sunday at 6pm");
}

#[test]
fn a_timetable_is_read_as_it_is_written() {
    for timetable in [
        Timetable::default(),
        Timetable { day: 1, hour: 0 },
        Timetable { day: 7, hour: 23 },
    ] {
        assert_eq!(TimetableAnswers::from(timetable).parse(), Ok(timetable));
    }
    for (day, hour, problems) in [
        ("", "", 2),
        ("0", "8am", 1),
        ("8", "8.30am", 2),
        ("4", "soon", 1),
    ] {
        let answers = TimetableAnswers {
            day: day.to_owned(),
            hour: hour.to_owned(),
        };
        assert_eq!(
            answers.parse().expect_err("problems").0.len(),
            problems,
            "{day} {hour}"
        );
    }
}

#[test]
fn an_address_is_asked_for_in_words() {
    let message = |email: &str| {
        let answers = AddressAnswers {
            email: email.to_owned(),
        };
        answers
            .parse()
            .map_err(|errors| errors.0[0].message.clone())
    };
    assert_eq!(message(""), Err("Enter your email address".to_owned()));
    assert_eq!(
        message("ann"),
        Err("Enter an email address like name@example.org".to_owned())
    );
    assert!(message(" ann@example.org ").is_ok());
    let unknown = vec![("name".to_owned(), "x".to_owned())];
    assert!(AddressAnswers::from_pairs(unknown).is_err());
}
