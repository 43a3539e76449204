//! Times as people type them.

mod common;

use chrono::NaiveTime;
use common::time;
use domain::when::{self, Hours, TimeProblem, parse_finish, parse_time};
use proptest::prelude::*;

#[test]
fn a_time_is_read_as_people_type_it() {
    for (typed, means) in [
        ("7pm", "19:00"),
        (" 7 PM ", "19:00"),
        ("7.30pm", "19:30"),
        ("7:30 pm", "19:30"),
        ("7.30 p.m.", "19:30"),
        ("730pm", "19:30"),
        ("7am", "07:00"),
        ("19:30", "19:30"),
        ("19.30", "19:30"),
        ("1930", "19:30"),
        ("1930 hrs", "19:30"),
        ("20h", "20:00"),
        ("20h30", "20:30"),
        ("07:30", "07:30"),
        ("0730", "07:30"),
        ("13:00pm", "13:00"),
        ("noon", "12:00"),
        ("12 noon", "12:00"),
        ("Midday", "12:00"),
        ("midnight", "00:00"),
        ("12 midnight", "00:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("12.15am", "00:15"),
        ("24:00", "00:00"),
        ("00:00", "00:00"),
        ("8", "08:00"),
        ("9.30", "09:30"),
        ("930", "09:30"),
        ("10", "10:00"),
        ("10 o'clock", "10:00"),
        ("10 o’clock", "10:00"),
        ("12", "12:00"),
        ("12:30", "12:30"),
    ] {
        assert_eq!(parse_time(typed), Ok(time(means)), "{typed}");
    }
}

#[test]
fn what_is_no_single_time_says_why() {
    for (typed, problem) in [
        ("", TimeProblem::Empty),
        ("  ", TimeProblem::Empty),
        ("7", TimeProblem::AmOrPm { hour: 7, minute: 0 }),
        (
            "6.30",
            TimeProblem::AmOrPm {
                hour: 6,
                minute: 30,
            },
        ),
        ("9.30 for 10", TimeProblem::TwoTimes),
        ("7pm to 9pm", TimeProblem::TwoTimes),
        ("10 - 12", TimeProblem::TwoTimes),
        ("10 till 12", TimeProblem::TwoTimes),
        ("10am-noon", TimeProblem::TwoTimes),
        ("till late", TimeProblem::OpenEnd),
        ("7pm till late", TimeProblem::OpenEnd),
        ("late", TimeProblem::OpenEnd),
        ("7pm onwards", TimeProblem::OpenEnd),
        ("25:00", TimeProblem::NotATime),
        ("19:60", TimeProblem::NotATime),
        ("0am", TimeProblem::NotATime),
        ("7:5pm", TimeProblem::NotATime),
        ("evening", TimeProblem::NotATime),
        ("12345", TimeProblem::NotATime),
        ("½", TimeProblem::NotATime),
        ("7:\u{0}pm", TimeProblem::NotATime),
    ] {
        assert_eq!(parse_time(typed), Err(problem), "{typed}");
    }
}

#[test]
fn a_bare_finish_is_the_first_one_after_the_start() {
    for (start, typed, means) in [
        ("10:00", "12", "12:00"),
        ("10:00", "4", "16:00"),
        ("09:30", "11.15", "11:15"),
        ("11:00", "3", "15:00"),
        ("19:00", "9.30", "21:30"),
        ("20:00", "12", "00:00"),
        ("20:00", "1", "01:00"),
        ("19:30", "1130", "23:30"),
        ("20:00", "1am", "01:00"),
        // Eleven hours are not believed: this is the nine before the start, to be refused.
        ("10:00", "9", "09:00"),
        ("19:00", "6", "18:00"),
    ] {
        assert_eq!(
            parse_finish(typed, time(start)),
            Ok(time(means)),
            "{start} to {typed}"
        );
    }
}

#[test]
fn a_finish_before_the_start_is_on_the_next_day_up_to_6am() {
    for (start, finish, fits) in [
        ("20:00", "01:00", true),
        ("20:00", "06:00", true),
        ("20:00", "06:01", false),
        ("10:00", "09:00", false),
        ("10:00", "10:00", false),
        ("19:00", "00:00", true),
    ] {
        assert_eq!(
            Hours::from_to(time(start), time(finish)).is_ok(),
            fits,
            "{start} to {finish}"
        );
    }
}

#[test]
fn times_are_written_as_gov_uk_writes_them() {
    for (at, words) in [
        ("00:00", "midnight"),
        ("00:30", "12:30am"),
        ("07:00", "7am"),
        ("12:00", "midday"),
        ("12:05", "12:05pm"),
        ("19:30", "7:30pm"),
    ] {
        assert_eq!(when::time(time(at)), words);
    }
    let from_to = |start, finish| Hours::FromTo {
        start: time(start),
        finish: time(finish),
    };
    assert_eq!(when::hours(&from_to("19:00", "21:30")), "7pm to 9:30pm");
    assert_eq!(
        when::hours(&from_to("20:00", "01:00")),
        "8pm to 1am the next day"
    );
    assert_eq!(when::hours(&from_to("20:00", "00:00")), "8pm to midnight");
    assert_eq!(
        when::hours(&Hours::From {
            start: time("10:00")
        }),
        "10am"
    );
    assert_eq!(when::hours(&Hours::AllDay), "All day");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(minutes in 0..24 * 60_u32) {
        let at = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap();
        prop_assert_eq!(parse_time(&when::time(at)), Ok(at));
        prop_assert_eq!(parse_time(&at.format("%H:%M").to_string()), Ok(at));
    }

    #[test]
    fn nothing_typed_is_too_much(text in any::<String>(), minutes in 0..24 * 60_u32) {
        let start = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap();
        let _ = (parse_time(&text), parse_finish(&text, start));
    }

    #[test]
    fn odd_times_are_no_trouble(text in "[0-9hamp.: '’o]{0,9}") {
        let _ = (parse_time(&text), parse_finish(&text, NaiveTime::MIN));
    }
}
