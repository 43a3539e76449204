//! The step that asks when it is.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::{day, instant, now, pairs, told};
use domain::form::{FormErrors, Tampered};
use domain::submission::{DraftAnswers, MoreDate, RepeatAnswers, WhenAnswers, preview};
use domain::when::{self, Dates};
use proptest::prelude::*;

/// A quiz on Saturday 5 December 2026 from 7pm to 9.30pm, once.
fn quiz() -> WhenAnswers {
    let [day, month, year, start, finish, repeats] =
        ["5", "12", "2026", "7pm", "9.30", "once"].map(str::to_owned);
    WhenAnswers {
        day,
        month,
        year,
        start,
        finish,
        repeats,
        ..WhenAnswers::default()
    }
}

/// The quiz with other answers: ("start", "8pm"), ("day-2", "12").
fn quiz_with(changes: &[(&str, &str)]) -> WhenAnswers {
    let mut fields = vec![
        ("day", "5"),
        ("month", "12"),
        ("year", "2026"),
        ("start", "7pm"),
        ("finish", "9.30"),
        ("repeats", "once"),
    ];
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes);
    WhenAnswers::from_pairs(pairs(&fields)).unwrap()
}

fn errors_at(now: DateTime<Utc>, changes: &[(&str, &str)]) -> Vec<String> {
    told(&quiz_with(changes).parse(now).unwrap_err())
}

fn errors(changes: &[(&str, &str)]) -> Vec<String> {
    errors_at(now(), changes)
}

fn heading(changes: &[(&str, &str)]) -> String {
    when::dates(&quiz_with(changes).parse(now()).unwrap())
}

fn list(dates: &Result<Dates, FormErrors>) -> String {
    when::list(&dates.as_ref().unwrap().days())
}

#[test]
fn one_evening() {
    assert_eq!(
        when::dates(&quiz().parse(now()).unwrap()),
        "Saturday 5 December 2026, 7pm to 9:30pm"
    );
    assert_eq!(
        heading(&[("start", "20h"), ("finish", "")]),
        "Saturday 5 December 2026, 8pm"
    );
    assert_eq!(
        heading(&[("start", "10am"), ("finish", "12")]),
        "Saturday 5 December 2026, 10am to midday"
    );
    assert_eq!(
        heading(&[("start", "8pm"), ("finish", "1am")]),
        "Saturday 5 December 2026, 8pm to 1am the next day"
    );
    let all_day = [("start", ""), ("finish", ""), ("all-day", "yes")];
    assert_eq!(heading(&all_day), "Saturday 5 December 2026, all day");
}

#[test]
fn an_empty_step_says_all_that_is_missing() {
    assert_eq!(
        told(&WhenAnswers::default().parse(now()).unwrap_err()),
        [
            "day: Enter the event's date",
            "start: Enter the start time, for example 7pm",
            "repeats: Select whether it happens more than once",
        ]
    );
}

#[test]
fn a_date_that_cannot_be_says_what_to_do() {
    for (changes, message) in [
        (
            &[("day", "31"), ("month", "6"), ("year", "2027")][..],
            "day: 31 June does not exist: June has 30 days. Enter a different date",
        ),
        (
            &[("day", "29"), ("month", "feb"), ("year", "2027")],
            "day: 29 February 2027 does not exist: February 2027 has 28 days. Enter a different date",
        ),
        (
            &[("day", "5"), ("month", "11"), ("year", "")],
            "year: Enter the year, for example 2027",
        ),
        (&[("year", "")], "year: Enter the year, for example 2026"),
        (
            &[("year", "126")],
            "year: Enter the year with four digits, for example 2026",
        ),
        (
            &[("month", "")],
            "month: Enter the month, for example 3 or March",
        ),
        (
            &[("day", "Saturday")],
            "day: Enter the day as a number from 1 to 31",
        ),
        (&[("month", "11")], "day: Event date must be in the future"),
        (&[("year", "2025")], "day: Event date must be in the future"),
        (
            &[("year", "2028")],
            "day: Event date must be within 24 months, on or before 22 November 2028",
        ),
    ] {
        assert_eq!(errors(changes), [message], "{changes:?}");
    }
}

#[test]
fn a_start_at_midnight_has_to_say_of_which_day() {
    for typed in ["midnight", "12 midnight", "12am", "24:00", "12.00 AM"] {
        assert_eq!(
            errors(&[("start", typed), ("finish", "")]),
            ["start: Enter 11:59pm for the end of the day, or 12:01am for its beginning"],
            "{typed}"
        );
    }
    assert_eq!(
        heading(&[("start", "7pm"), ("finish", "midnight")]),
        "Saturday 5 December 2026, 7pm to midnight"
    );
}

#[test]
fn two_sittings_cannot_begin_at_one_moment() {
    let again = [
        ("repeats", "dates"),
        ("day-2", "5"),
        ("month-2", "12"),
        ("year-2", "2026"),
        ("start-2", "7pm"),
        ("finish-2", "11pm"),
    ];
    assert_eq!(
        errors(&again),
        ["day-2: Date 2 is there already. Change its date or its times"]
    );
}

#[test]
fn today_is_fine_until_it_starts() {
    let today = [
        ("day", "22"),
        ("month", "11"),
        ("start", "10:30"),
        ("finish", ""),
    ];
    assert!(quiz_with(&today).parse(now()).is_ok());
    let later = instant("2026-11-22T10:30:00Z");
    assert_eq!(
        errors_at(later, &today),
        ["day: Event date must be in the future"]
    );
    // Half past midnight in the parish is still the day before for the server.
    let summer_night = instant("2026-07-04T23:30:00Z");
    assert_eq!(
        errors_at(
            summer_night,
            &[
                ("day", "4"),
                ("month", "7"),
                ("start", "11.45pm"),
                ("finish", "")
            ]
        ),
        ["day: Event date must be in the future"]
    );
}

#[test]
fn a_time_that_cannot_be_says_what_to_do() {
    for (start, finish, message) in [
        ("10am", "9", "finish: Finish time must be after 10am"),
        ("10am", "9am", "finish: Finish time must be after 10am"),
        (
            "7pm",
            "till late",
            "finish: Leave the finish time empty if there is no set finish",
        ),
        (
            "7pm",
            "9 or 10",
            "finish: Enter one finish time, for example 9:30pm",
        ),
        (
            "7pm",
            "x",
            "finish: Enter the finish time like 9:30pm or 21:30, or leave it empty",
        ),
        ("", "9pm", "start: Enter the start time, for example 7pm"),
        ("7", "9pm", "start: Enter 7am or 7pm"),
        ("6.30", "", "start: Enter 6:30am or 6:30pm"),
        (
            "9.30 for 10",
            "",
            "start: Enter one start time, for example 9:30am",
        ),
        (
            "7pm till late",
            "",
            "start: Enter only the start time, for example 7pm",
        ),
        (
            "evening",
            "",
            "start: Enter the start time like 7pm or 19:30",
        ),
    ] {
        assert_eq!(
            errors(&[("start", start), ("finish", finish)]),
            [message],
            "{start} to {finish}"
        );
    }
    assert_eq!(
        errors(&[("start", "9.30 for 10"), ("finish", "late")]),
        [
            "start: Enter one start time, for example 9:30am",
            "finish: Leave the finish time empty if there is no set finish",
        ]
    );
    assert_eq!(
        errors(&[("all-day", "yes")]),
        ["all-day: Choose “All day” or enter the times, not both"]
    );
}

#[test]
fn the_hour_the_clocks_jump_over_is_named() {
    let spring = [("day", "28"), ("month", "3"), ("year", "2027")];
    let message = "1:30am does not exist on Sunday 28 March 2027: the clocks go forward from 1am to 2am. Enter a \
                   different time";
    let start = [&spring[..], &[("start", "1.30am"), ("finish", "")]].concat();
    assert_eq!(errors(&start), [format!("start: {message}")]);
    let finish = [
        ("day", "27"),
        ("month", "3"),
        ("year", "2027"),
        ("start", "9pm"),
        ("finish", "1.30am"),
    ];
    assert_eq!(errors(&finish), [format!("finish: {message}")]);
    let autumn = quiz_with(&[
        ("day", "31"),
        ("month", "10"),
        ("year", "2027"),
        ("start", "1.30am"),
        ("finish", ""),
    ]);
    assert_eq!(
        autumn.parse(now()).unwrap().first().starts_at(),
        instant("2027-10-31T00:30:00Z")
    );
}

#[test]
fn several_days_in_a_row() {
    let days = |last: &str| {
        quiz_with(&[
            ("repeats", "days"),
            ("last-day", last),
            ("last-month", "dec"),
            ("last-year", "26"),
        ])
        .parse(now())
    };
    assert_eq!(
        list(&days("7")),
        "5 December, 6 December and 7 December 2026"
    );
    assert_eq!(
        told(&days("5").unwrap_err()),
        ["last-day: Last date must be after 5 December 2026"]
    );
    assert_eq!(
        told(&days("").unwrap_err()),
        ["last-day: Enter the day for the last date, for example 27"]
    );
    assert_eq!(
        errors(&[("repeats", "days")]),
        ["last-day: Enter the last date"]
    );
    let until = |d, m, y| {
        errors(&[
            ("repeats", "days"),
            ("last-day", d),
            ("last-month", m),
            ("last-year", y),
        ])
    };
    assert_eq!(
        until("5", "1", "2027"),
        ["last-day: Last date must be 4 January 2027 or earlier, so that it is 31 days at most"]
    );
    assert_eq!(
        until("7", "12", ""),
        ["last-year: Enter the year for the last date, for example 2026"]
    );
}

#[test]
fn a_run_over_the_night_the_clocks_change_tells_of_it() {
    let run = [
        ("day", "26"),
        ("month", "3"),
        ("year", "2027"),
        ("start", "1.30am"),
        ("finish", "3am"),
        ("repeats", "days"),
        ("last-day", "29"),
        ("last-month", "3"),
        ("last-year", "2027"),
    ];
    let errors = errors(&run);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with("start: 1:30am does not exist on Sunday 28 March 2027"));
}

#[test]
fn dates_chosen_one_by_one() {
    let dates = quiz_with(&[
        ("repeats", "dates"),
        ("day-2", "12"),
        ("month-2", "12"),
        ("year-2", "2026"),
        ("start-2", ""),
        ("finish-2", ""),
        ("day-3", ""),
        ("month-3", " "),
        ("year-3", ""),
        ("day-4", "5"),
        ("month-4", "12"),
        ("year-4", "2026"),
        ("start-4", "2pm"),
        ("finish-4", "4"),
    ])
    .parse(now())
    .unwrap();
    let words: Vec<String> = dates.sittings().iter().map(when::sitting).collect();
    assert_eq!(
        words,
        [
            "Saturday 5 December 2026, 2pm to 4pm",
            "Saturday 5 December 2026, 7pm to 9:30pm",
            "Saturday 12 December 2026, 7pm to 9:30pm",
        ]
    );
}

#[test]
fn each_chosen_date_says_what_is_wrong_with_it() {
    assert_eq!(
        errors(&[("repeats", "dates")]),
        ["day-2: Enter the second date, or select that it happens once"]
    );
    assert_eq!(
        errors(&[
            ("repeats", "dates"),
            ("day-2", "5"),
            ("month-2", "12"),
            ("year-2", "2026"),
            ("day-3", "1"),
            ("month-3", "1"),
            ("year-3", "2026"),
            ("day-4", "2"),
            ("month-4", "1"),
            ("year-4", ""),
            ("day-5", "9"),
            ("month-5", "1"),
            ("year-5", "27"),
            ("start-5", ""),
            ("finish-5", "9pm"),
            ("day-6", "9"),
            ("month-6", "1"),
            ("year-6", "27"),
            ("start-6", "10am"),
            ("finish-6", "9am"),
            ("start-7", "9am"),
            ("day-8", "9"),
            ("month-8", "1"),
            ("year-8", "27"),
            ("start-8", "7"),
        ]),
        [
            "day-2: Date 2 is there already. Change its date or its times",
            "day-3: Date 3 must be in the future",
            "year-4: Enter the year for date 4, for example 2027",
            "start-5: Enter the start time for date 5, for example 7pm",
            "finish-6: Finish time for date 6 must be after 10am",
            "day-7: Enter date 7",
            "start-8: Enter 7am or 7pm for date 8",
        ]
    );
}

#[test]
fn an_event_can_be_on_more_than_once_a_day() {
    let afternoon = ("start", "2pm");
    assert_eq!(
        heading(&[
            afternoon,
            ("finish", "4pm"),
            ("again", "7pm to 9.30\n\n 11am ")
        ]),
        "Saturday 5 December 2026, 11am, 2pm to 4pm and 7pm to 9:30pm"
    );
    let run = [
        ("last-day", "6"),
        ("last-month", "12"),
        ("last-year", "2026"),
    ];
    let mut pantomime = vec![
        afternoon,
        ("finish", ""),
        ("again", "7pm"),
        ("repeats", "days"),
    ];
    pantomime.extend(run);
    assert_eq!(
        heading(&pantomime),
        "Saturday 5 to Sunday 6 December 2026, 2pm and 7pm each day"
    );
    // A chosen date with times of its own has those alone.
    let chosen = quiz_with(&[
        afternoon,
        ("finish", ""),
        ("again", "7pm"),
        ("repeats", "dates"),
        ("day-2", "12"),
        ("month-2", "12"),
        ("year-2", "2026"),
        ("day-3", "19"),
        ("month-3", "12"),
        ("year-3", "2026"),
        ("start-3", "3pm"),
    ]);
    let chosen = chosen.parse(now()).unwrap();
    let sittings: Vec<String> = chosen.sittings().iter().map(when::sitting).collect();
    assert_eq!(
        sittings,
        [
            "Saturday 5 December 2026, 2pm",
            "Saturday 5 December 2026, 7pm",
            "Saturday 12 December 2026, 2pm",
            "Saturday 12 December 2026, 7pm",
            "Saturday 19 December 2026, 3pm",
        ]
    );
}

#[test]
fn further_times_say_what_is_wrong_with_them() {
    let wrong = |again: &str| errors(&[("again", again)]);
    assert_eq!(wrong("7"), ["again: Enter 7am or 7pm in the further times"]);
    assert_eq!(wrong("7pm"), ["again: 7pm is there already"]);
    assert_eq!(
        wrong("2pm\nin the evening"),
        ["again: Enter the start time in the further times like 7pm or 19:30"]
    );
    assert_eq!(
        wrong("4pm to 2pm"),
        ["again: Finish time in the further times must be after 4pm"]
    );
    assert_eq!(
        wrong("1pm\n2pm\n3pm\n4pm\n5pm\n6pm"),
        ["again: Enter 5 further times at most"]
    );
    assert_eq!(
        errors(&[
            ("start", ""),
            ("finish", ""),
            ("all-day", "yes"),
            ("again", "7pm")
        ]),
        ["again: Leave the further times empty where it lasts all day"]
    );
    assert_eq!(
        errors(&[("again", "2pm"), ("doors", "6.30pm")]),
        [
            "doors: Leave the doors empty where it is on more than once a day, and say when they open in the description"
        ]
    );
    let night = [
        ("day", "28"),
        ("month", "3"),
        ("year", "2027"),
        ("again", "1.30am"),
    ];
    assert_eq!(
        errors(&night),
        [
            "again: 1:30am does not exist on Sunday 28 March 2027: the clocks go forward from 1am to 2am. Enter a different time"
        ]
    );
}

#[test]
fn what_is_folded_away_does_not_count() {
    assert!(
        quiz_with(&[("last-day", "99"), ("day-2", "x"), ("start-3", "y")])
            .parse(now())
            .is_ok()
    );
}

#[test]
fn fields_are_taken_as_typed_and_others_refused() {
    let answers = quiz_with(&[
        ("start", " 7PM\t"),
        ("day-2", ""),
        ("day-4", "4"),
        ("finish-30", "\u{202E}"),
    ]);
    assert_eq!(answers.start, " 7PM\t");
    assert_eq!(answers.more.len(), 29);
    assert_eq!(
        answers.more[2],
        MoreDate {
            day: "4".to_owned(),
            ..MoreDate::default()
        }
    );
    assert_eq!(answers.more[28].finish, "\u{202E}");
    for name in ["day-1", "day-31", "day-02", "hour", "start-", "last-start"] {
        let refused = WhenAnswers::from_pairs(pairs(&[(name, "1")]));
        assert_eq!(refused, Err(Tampered::Unknown(name.to_owned())));
    }
    assert!(WhenAnswers::from_pairs(pairs(&[("day", "1"), ("day", "2")])).is_err());
}

#[test]
fn a_preview_says_what_it_comes_to_so_far() {
    let said = |changes: &[(&str, &str)]| {
        let preview = preview(&quiz_with(changes), day("2026-11-22"));
        format!("{} | {}", preview.heading, preview.dates)
    };
    assert_eq!(
        said(&[]),
        "Your event will be on | Saturday 5 December 2026, 7pm to 9:30pm"
    );
    assert_eq!(
        said(&[("start", "7"), ("repeats", "")]),
        "Your event will be on | Saturday 5 December 2026"
    );
    assert_eq!(
        said(&[("year", "20")]),
        "Saturday 5 December 2020 has passed | "
    );
    assert_eq!(said(&[("year", "202")]), " | ");
    let run = [
        ("repeats", "days"),
        ("last-day", "7"),
        ("last-month", "12"),
        ("last-year", "2026"),
    ];
    assert_eq!(
        said(&run),
        "Your event will be on 3 days | Saturday 5 to Monday 7 December 2026"
    );
    let two = [
        ("repeats", "dates"),
        ("day-2", "12"),
        ("month-2", "dec"),
        ("year-2", "26"),
        ("day-3", "1"),
    ];
    assert_eq!(
        said(&two),
        "Your event will be on 2 dates | 5 December and 12 December 2026"
    );
}

fn any_answers() -> impl Strategy<Value = WhenAnswers> {
    let part = || {
        prop_oneof![
            "[0-9]{0,3}",
            "2026|2027|28",
            "jan|june|Dec|feb",
            any::<String>()
        ]
    };
    let at = || {
        prop_oneof![
            "",
            "[0-9]{1,2}(am|pm|)",
            "[0-9.: aphmtil-]{0,9}",
            any::<String>()
        ]
    };
    let row = (part(), part(), part(), at(), at()).prop_map(|(day, month, year, start, finish)| {
        MoreDate {
            day,
            month,
            year,
            start,
            finish,
        }
    });
    let more = proptest::collection::vec(row.clone(), 0..4);
    let every = "week|fortnight|month-day|month-weekday|month-last|";
    let lines = prop_oneof![
        "",
        "([0-9]{1,2} (Dec|jan) ?(2027|)\n){0,3}",
        any::<String>()
    ];
    let rule = (
        every,
        "until|times|open|",
        "[0-9]{0,3}",
        lines.clone(),
        lines,
    );
    (
        "yes||no",
        "once|days|dates|rule|",
        row.clone(),
        row,
        more,
        rule,
    )
        .prop_map(
            |(all_day, repeats, first, last, more, (every, ends, times, left_out, further))| {
                let (day, month, year) = (first.day, first.month, first.year);
                let (start, finish) = (first.start, first.finish);
                let (last_day, last_month, last_year) = (last.day, last.month, last.year);
                WhenAnswers {
                    day,
                    month,
                    year,
                    all_day,
                    start,
                    finish,
                    repeats,
                    again: last.finish,
                    doors: last.start,
                    rule: RepeatAnswers {
                        every,
                        on: Vec::new(),
                        ends,
                        until_day: last_day.clone(),
                        until_month: last_month.clone(),
                        until_year: last_year.clone(),
                        times,
                        left_out,
                        otherwise: format!("{further} {last_day}"),
                        further,
                    },
                    last_day,
                    last_month,
                    last_year,
                    more,
                }
            },
        )
}

proptest! {
    #[test]
    fn whatever_is_typed_there_are_dates_to_come_or_words(answers in any_answers(), minutes in 0..2_000_000_i64) {
        let now = now() + TimeDelta::minutes(minutes);
        match answers.parse(now) {
            // What repeats may have begun.
            Ok(dates) if dates.repeat().is_some() => prop_assert!(dates.last().starts_at() > now),
            Ok(dates) => prop_assert!(dates.sittings().iter().all(|s| s.starts_at() > now)),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for word in ["please", "sorry", "invalid", "required"] {
                    prop_assert!(errors.0.iter().all(|e| !e.message.to_lowercase().contains(word)));
                }
            }
        }
        let _ = preview(&answers, when::today(now));
        let draft = DraftAnswers { when: Some(answers), ..DraftAnswers::default() };
        let json = serde_json::to_string(&draft).unwrap();
        prop_assert_eq!(serde_json::from_str::<DraftAnswers>(&json).unwrap(), draft);
    }
}
