//! What repeats by a rule: how it is read, worked out, kept and said.

mod common;

use chrono::{Datelike, Days, NaiveDate};
use common::{now, pairs, told};
use domain::event::EventStatus;
use domain::submission::{DraftAnswers, WhenAnswers, preview};
use domain::when::{self, Dates, Ends, Every, Hours, Repeat, Sitting, WEEK, parse_date_in_words};
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn answers(fields: &[(&str, &str)]) -> WhenAnswers {
    let usual = [
        ("day", "13"),
        ("month", "1"),
        ("year", "2027"),
        ("start", "2pm"),
        ("finish", "4pm"),
        ("repeats", "rule"),
    ];
    let mut all = fields.to_vec();
    for field in usual {
        if !fields.iter().any(|(name, _)| *name == field.0) {
            all.push(field);
        }
    }
    WhenAnswers::from_pairs(pairs(&all)).unwrap()
}

fn words(fields: &[(&str, &str)]) -> String {
    let dates = answers(fields).parse(now());
    dates.map_or_else(
        |errors| told(&errors).join("\n"),
        |dates| when::dates(&dates),
    )
}

#[test]
fn a_rule_is_said_in_a_sentence() {
    for (fields, sentence) in [
        (
            &[
                ("every", "month-weekday"),
                ("ends", "until"),
                ("until-day", "31"),
                ("until-month", "12"),
                ("until-year", "27"),
            ][..],
            "The second Wednesday of every month, 2pm to 4pm, from 13 January to 8 December 2027",
        ),
        (
            &[("every", "week"), ("ends", "open")],
            "Every Wednesday, 2pm to 4pm, from 13 January 2027",
        ),
        (
            &[
                ("every", "week"),
                ("wednesday", "yes"),
                ("friday", "yes"),
                ("ends", "times"),
                ("times", "4"),
            ],
            "Every Wednesday and Friday, 2pm to 4pm, from 13 January to 22 January 2027",
        ),
        (
            &[
                ("every", "fortnight"),
                ("ends", "times"),
                ("times", "3"),
                ("left-out", "27 January"),
            ],
            "Every two weeks on Wednesday, 2pm to 4pm, from 13 January to 10 February 2027, not on 27 January 2027",
        ),
        (
            &[
                ("day", "27"),
                ("every", "month-last"),
                ("ends", "times"),
                ("times", "3"),
            ],
            "The last Wednesday of every month, 2pm to 4pm, from 27 January to 31 March 2027",
        ),
        (
            &[
                ("day", "29"),
                ("every", "month-weekday"),
                ("ends", "times"),
                ("times", "2"),
            ],
            "The last Friday of every month, 2pm to 4pm, from 29 January to 26 February 2027",
        ),
        (
            &[
                ("day", "31"),
                ("every", "month-day"),
                ("ends", "times"),
                ("times", "3"),
            ],
            "The 31st of every month that has one, 2pm to 4pm, from 31 January to 31 May 2027",
        ),
        (
            &[
                ("every", "month-day"),
                ("ends", "times"),
                ("times", "2"),
                ("further", "Sat 16th January\n2027-01-17"),
            ],
            "The 13th of every month, 2pm to 4pm, from 13 January to 13 February 2027, also on 16 January and 17 January 2027",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "4"),
                ("further", "23 January"),
                ("otherwise", "3 Feb 2027, 3pm to 5:30pm\n23 January: 11am"),
            ],
            "Every Wednesday, 2pm to 4pm, from 13 January to 3 February 2027, also on 23 January 2027, but 11am on 23 January 2027 and 3pm to 5:30pm on 3 February 2027",
        ),
    ] {
        assert_eq!(words(fields), sentence, "{fields:?}");
    }
}

#[test]
#[allow(clippy::too_many_lines)] // A table of cases.
fn what_is_wrong_with_a_rule_says_what_to_do() {
    for (fields, told) in [
        (
            &[][..],
            "every: Select how often it happens\nends: Select how long it goes on",
        ),
        (
            &[
                ("every", "week"),
                ("monday", "yes"),
                ("ends", "times"),
                ("times", "x"),
            ],
            "monday: The first date is a Wednesday: tick Wednesday too, or change the first date\n\
             times: Enter how many times it happens, from 2 to 100",
        ),
        (
            &[("every", "month-last"), ("ends", "open")],
            "every: Wednesday 13 January 2027 is not the last Wednesday of its month. Change the first date, or select another answer",
        ),
        (
            &[("every", "week"), ("ends", "until")],
            "until-day: Enter the date it goes on until",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "until"),
                ("until-day", "1"),
                ("until-month", "1"),
                ("until-year", "2027"),
            ],
            "until-day: The date it goes on until must be after 13 January 2027",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "until"),
                ("until-day", "15"),
                ("until-month", "1"),
                ("until-year", "2027"),
            ],
            "until-day: Choose a later date, so that it happens more than once",
        ),
        (
            &[("every", "month-day"), ("ends", "times"), ("times", "50")],
            "times: The last date is 13 February 2031. It must be within 24 months, on or before 22 November 2028",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("left-out", "14 January"),
            ],
            "left-out: Thursday 14 January 2027 is not one of its dates, so there is nothing to leave out",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "2"),
                ("left-out", "13 January\n20 January"),
            ],
            "left-out: Leave at least one date in",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("further", "20/1/2027"),
            ],
            "further: Wednesday 20 January 2027 is one of its dates already",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("further", "soon"),
            ],
            "further: Enter each date on a line of its own, for example 24 March 2027. “soon” is none",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("otherwise", "20 January"),
            ],
            "otherwise: Enter each date with its time on a line of its own, for example 24 March 2027, 3pm to 5pm. “20 January” is none",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("otherwise", "21 January, 3pm"),
            ],
            "otherwise: Thursday 21 January 2027 is not one of its dates. Enter it as a further date too, or change the date",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("otherwise", "20 January, 3 to 5"),
            ],
            "otherwise: Enter 3am or 3pm for Wednesday 20 January 2027",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("otherwise", "20 January, 3pm\n20 January, all day"),
            ],
            "otherwise: Wednesday 20 January 2027 cannot be all day and have a time",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("otherwise", "20 January, 3pm\n20 January, 3pm to 4pm"),
            ],
            "otherwise: 3pm on Wednesday 20 January 2027 is there already",
        ),
        (
            &[
                ("day", "24"),
                ("every", "week"),
                ("ends", "times"),
                ("times", "12"),
                ("otherwise", "28 March, 1.30am to 3am"),
            ],
            "otherwise: 1:30am does not exist on Sunday 28 March 2027: the clocks go forward from 1am to 2am. Enter a different time, or leave that date out",
        ),
        (
            &[
                ("day", "24"),
                ("every", "week"),
                ("start", "1.30am"),
                ("finish", "3am"),
                ("ends", "times"),
                ("times", "12"),
            ],
            "start: 1:30am does not exist on Sunday 28 March 2027: the clocks go forward from 1am to 2am. Enter a different time, or leave that date out",
        ),
        (
            &[
                ("every", "week"),
                ("ends", "times"),
                ("times", "3"),
                ("doors", "2:30pm"),
            ],
            "doors: The doors must open before 2pm",
        ),
    ] {
        assert_eq!(words(fields), told, "{fields:?}");
    }
    // Left out, the date that cannot be is no trouble.
    let left_out = words(&[
        ("day", "24"),
        ("every", "week"),
        ("start", "1.30am"),
        ("finish", "3am"),
        ("ends", "times"),
        ("times", "12"),
        ("left-out", "28 March"),
    ]);
    assert!(
        left_out.starts_with("Every Sunday, 1:30am to 3am"),
        "{left_out}"
    );
}

/// The dates of three Wednesdays, of which some are at another time.
fn otherwise(lines: &str) -> Dates {
    let rule = [("every", "week"), ("ends", "times"), ("times", "3")];
    let with = [rule.as_slice(), &[("otherwise", lines)]].concat();
    let dates = answers(&with).parse(now());
    dates.unwrap_or_else(|errors| panic!("{lines}: {}", told(&errors).join("\n")))
}

#[test]
fn one_date_of_a_rule_may_be_at_another_time_however_it_is_written() {
    for line in [
        "20 January 2027, 3pm to 5pm",
        "20 January, 3pm to 5pm",
        "Wednesday, 20 January, 3pm - 5pm",
        "Wed 20th January at 15:00 to 17:00",
        "20/1/27 3pm-5pm",
        "20/1 3pm\u{2013}5pm",
        "2027-01-20: 3:00pm until 5.00pm",
        "20 January \u{2013} from 3pm to 5pm",
    ] {
        let dates = otherwise(line);
        let sittings: Vec<String> = dates.sittings().iter().map(when::sitting).collect();
        assert_eq!(
            sittings,
            [
                "Wednesday 13 January 2027, 2pm to 4pm",
                "Wednesday 20 January 2027, 3pm to 5pm",
                "Wednesday 27 January 2027, 2pm to 4pm",
            ],
            "{line}"
        );
        let kept = serde_json::to_value(&dates).unwrap();
        assert_eq!(serde_json::from_value::<Dates>(kept).unwrap(), dates);
    }
    // A number that may be a year is a time where that makes it one of the dates.
    assert_eq!(
        otherwise("20 January 10 to 12").sittings(),
        otherwise("20 January, 10am to 12 noon").sittings()
    );
}

#[test]
fn dates_at_another_time_have_an_end_however_much_is_sent() {
    let said = |otherwise: &str| {
        words(&[
            ("every", "week"),
            ("ends", "times"),
            ("times", "3"),
            ("otherwise", otherwise),
        ])
    };
    let minutes = (0..61).map(|n| format!("20 January, 1{}:{:02}", n / 60, n % 60));
    let many = minutes.collect::<Vec<_>>().join("\n");
    assert_eq!(
        said(&many),
        "otherwise: Enter 60 dates at another time at most"
    );
    // Looked through to its end for every place where its date might stop, it would take minutes.
    let long = said(&"half past ".repeat(200_000));
    assert!(
        long.starts_with("otherwise: Enter each date with its time"),
        "{long}"
    );
    assert!(said("20 JANUARY AT 3PM TO 5PM").ends_with("but 3pm to 5pm on 20 January 2027"));
}

#[test]
fn a_date_at_another_time_may_be_on_twice_or_all_day() {
    let twice = otherwise("20 January, 7pm\n20 January, 11am to midday\n27 January all day");
    let sittings: Vec<String> = twice.sittings().iter().map(when::sitting).collect();
    assert_eq!(
        sittings[1..],
        [
            "Wednesday 20 January 2027, 11am to midday",
            "Wednesday 20 January 2027, 7pm",
            "Wednesday 27 January 2027, all day",
        ]
    );
}

#[test]
fn another_time_for_one_date_is_a_move_of_that_date_alone() {
    let usual = otherwise("");
    let moved = otherwise("20 January, 3pm to 5pm");
    let said = |dates: &[Sitting]| -> Vec<String> { dates.iter().map(when::sitting).collect() };
    assert_eq!(
        said(&moved.moved_from(&usual, now())),
        ["Wednesday 20 January 2027, 3pm to 5pm"]
    );
    for status in EventStatus::ALL {
        let then = status.with_dates(&usual, &moved, now());
        match status {
            EventStatus::Cancelled | EventStatus::Postponed => {
                assert_eq!(then, EventStatus::Moved);
            }
            _ => assert_eq!(then, status),
        }
    }
    assert_eq!(
        when::was_to_be(&usual, &moved, now()).as_deref(),
        Some("It was to be on Wednesday 20 January 2027, 2pm to 4pm.")
    );
}

#[test]
fn what_was_to_be_is_no_longer_said_of_a_rule_without_an_end_once_it_has_passed() {
    let weekly = |lines: &str| {
        let rule = [("every", "week"), ("ends", "open"), ("otherwise", lines)];
        answers(&rule).parse(now()).unwrap()
    };
    let (usual, moved) = (weekly(""), weekly("20 January, 3pm to 5pm"));
    let ahead = moved.sittings()[0].over_at();
    assert!(when::was_to_be(&usual, &moved, ahead).is_some());
    let passed = moved.sittings()[3].over_at();
    assert_eq!(when::was_to_be(&usual, &moved, passed), None);
}

#[test]
fn all_dates_of_a_rule_that_move_are_told_by_the_rule() {
    let wednesdays = otherwise("");
    let at_three = [
        ("start", "3pm"),
        ("finish", "5pm"),
        ("every", "week"),
        ("ends", "times"),
        ("times", "3"),
    ];
    let later = answers(&at_three).parse(now()).unwrap();
    assert_eq!(
        later.moved_from(&wednesdays, now()).len(),
        later.sittings().len()
    );
    assert_eq!(
        EventStatus::GoingAhead.with_dates(&wednesdays, &later, now()),
        EventStatus::Moved
    );
    let said = when::was_to_be(&wednesdays, &later, now()).expect("what was to be");
    assert!(
        said.starts_with("It was to be on other dates: Every"),
        "{said}"
    );
}

#[test]
fn doors_are_those_of_the_usual_dates() {
    let doors =
        otherwise("20 January, 11am").with_doors(chrono::NaiveTime::from_hms_opt(13, 30, 0));
    assert_eq!(
        when::doors(&doors).as_deref(),
        Some("Doors open at 1:30pm, but not on the dates at another time")
    );
}

#[test]
fn many_exceptions_are_counted_in_a_heading_and_told_where_rules_are_compared() {
    let of = |last: &str| {
        let lines =
            format!("20 January, 3pm\n27 January, 3pm\n3 February, 3pm\n10 February, {last}");
        let dates =
            answers(&[("every", "week"), ("ends", "open"), ("otherwise", &lines)]).parse(now());
        dates.unwrap().repeat().unwrap().clone()
    };
    let (three, four) = (of("3pm"), of("4pm"));
    assert_eq!(
        three.words(),
        "Every Wednesday, 2pm to 4pm, from 13 January 2027, 4 dates at another time"
    );
    assert_eq!(three.words(), four.words());
    assert_ne!(three.words_in_full(), four.words_in_full());
}

#[test]
fn a_time_that_comes_twice_is_the_first_and_is_told() {
    let dates = answers(&[
        ("day", "24"),
        ("month", "10"),
        ("every", "week"),
        ("start", "1.30am"),
        ("finish", ""),
        ("ends", "times"),
        ("times", "2"),
    ])
    .parse(now())
    .unwrap();
    assert_eq!(
        dates.last().starts_at(),
        common::instant("2027-10-31T00:30:00Z")
    );
    assert_eq!(
        dates.twice(),
        ["1:30am comes twice on Sunday 31 October 2027, as the clocks go back: the first is meant"]
    );
}

#[test]
fn what_has_begun_may_go_on() {
    let begun = [("year", "2026"), ("every", "week"), ("ends", "open")];
    let dates = answers(&begun).parse(now()).unwrap();
    assert_eq!(dates.first().date, date("2026-01-13"));
}

#[test]
fn dates_are_kept_as_they_were_and_with_their_rule_where_they_have_one() {
    let plain = r#"[{"date":"2026-12-05","hours":{"kind":"all_day"}}]"#;
    let dates: Dates = serde_json::from_str(plain).unwrap();
    assert_eq!(serde_json::to_string(&dates).unwrap(), plain);
    let ruled = answers(&[
        ("every", "week"),
        ("ends", "times"),
        ("times", "2"),
        ("doors", "1pm"),
    ])
    .parse(now())
    .unwrap();
    let kept = serde_json::to_value(&ruled).unwrap();
    assert_eq!(
        kept["repeat"]["text"],
        "DTSTART;VALUE=DATE:20270113\nRRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=2"
    );
    assert_eq!(serde_json::from_value::<Dates>(kept).unwrap(), ruled);
    let old = answers(&[("repeats", "once")]);
    assert!(
        !serde_json::to_string(&DraftAnswers {
            when: Some(old),
            ..DraftAnswers::default()
        })
        .unwrap()
        .contains("rule"),
        "its digest is what it was"
    );
}

#[test]
fn more_dates_of_one_rule_are_no_move() {
    let of = |times: &str, start: &str| {
        answers(&[
            ("every", "week"),
            ("ends", "times"),
            ("times", times),
            ("start", start),
        ])
        .parse(now())
        .unwrap()
    };
    let moved = |after: &Dates, before: &Dates| after.moved_from(before, now()).len();
    assert_eq!(moved(&of("4", "2pm"), &of("3", "2pm")), 0);
    assert_eq!(moved(&of("3", "2pm"), &of("4", "2pm")), 0);
    assert_eq!(moved(&of("3", "3pm"), &of("3", "2pm")), 3);
}

#[test]
fn the_step_shows_every_date_with_its_weekday() {
    let typed = answers(&[
        ("every", "month-weekday"),
        ("ends", "times"),
        ("times", "3"),
    ]);
    let shown = preview(&typed, date("2026-11-22"));
    assert_eq!(shown.heading, "Your event will be on 3 dates");
    assert_eq!(
        shown.dates,
        "Wednesday 13 January, Wednesday 10 February and Wednesday 10 March 2027"
    );
    let half = answers(&[("every", "month-weekday"), ("ends", "times")]);
    assert_eq!(
        preview(&half, date("2026-11-22")).dates,
        "Wednesday 13 January 2027, 2pm to 4pm"
    );
}

#[test]
fn a_date_is_read_from_a_line() {
    let from = date("2026-11-22");
    for typed in [
        "24 March 2027",
        "Wed 24th March",
        "24/3/27",
        "2027-03-24",
        "the 24th of March, 2027",
        "24.3.2027",
    ] {
        assert_eq!(
            parse_date_in_words(typed, from),
            Ok(date("2027-03-24")),
            "{typed}"
        );
    }
    for typed in [
        "",
        "March",
        "24",
        "30 February 2027",
        "every day in March",
        "1 2 3 4",
    ] {
        assert!(parse_date_in_words(typed, from).is_err(), "{typed}");
    }
}

fn plain_rule() -> impl Strategy<Value = Repeat> {
    let first = (0..900_u64).prop_map(|days| date("2026-11-23") + Days::new(days));
    let every = 0..6_u8;
    let days = prop::collection::vec(any::<bool>(), 7);
    let ends = prop_oneof![
        (8..700_u64).prop_map(|days| (Some(days), None)),
        (2..60_u32).prop_map(|times| (None, Some(times))),
        Just((None, None))
    ];
    let starts = prop::collection::btree_set((0..24_u32, 0..4_u32), 1..4);
    let hours = starts.prop_map(|starts| {
        let starts = starts.into_iter();
        starts
            .map(|(hour, quarter)| Hours::From {
                start: chrono::NaiveTime::from_hms_opt(hour, quarter * 15, 0).unwrap(),
            })
            .collect()
    });
    (first, every, days, ends, hours).prop_map(|(first, every, days, ends, hours)| {
        let chosen = WEEK.iter().zip(days);
        let chosen = chosen.filter(|((day, ..), ticked)| *ticked || *day == first.weekday());
        let days = chosen.map(|((day, ..), _)| *day).collect();
        let every = match every {
            0 => Every::Weeks { step: 1, days },
            1 => Every::Weeks { step: 2, days },
            2 | 3 => Every::DayOfMonth,
            4 if first.day() <= 28 => Every::WeekdayOfMonth,
            _ if (first + Days::new(7)).month() != first.month() => Every::LastWeekdayOfMonth,
            _ => Every::WeekdayOfMonth,
        };
        let ends = match ends {
            (Some(days), _) => Ends::On(first + Days::new(days)),
            (_, Some(times)) => Ends::After(times),
            _ => Ends::Open,
        };
        Repeat {
            first,
            hours,
            every,
            ends,
            left_out: Vec::new(),
            further: Vec::new(),
            otherwise: Vec::new(),
        }
    })
}

proptest! {
    #[test]
    fn a_rule_is_read_back_as_it_was_written(repeat in plain_rule()) {
        prop_assert_eq!(Repeat::parse(&repeat.text(), repeat.hours.clone()), Ok(repeat));
    }

    #[test]
    fn dates_are_in_order_each_once_and_within_reach(repeat in plain_rule()) {
        let sittings = repeat.sittings(now());
        let reach = repeat.reach(now());
        prop_assert!(sittings.windows(2).all(|pair| pair[0].starts_at() < pair[1].starts_at()));
        prop_assert!(sittings.iter().all(|one| one.date >= repeat.first && one.date <= reach));
        prop_assert!(sittings.iter().all(when::Sitting::exists), "no date in a gap");
        if let Ends::After(times) = repeat.ends {
            prop_assert!(sittings.len() <= usize::try_from(times).unwrap() * repeat.hours.len());
        }
        if let Ends::On(last) = repeat.ends {
            prop_assert!(sittings.iter().all(|one| one.date <= last));
        }
        if repeat.is_open() {
            prop_assert_eq!(reach, repeat.first.max(when::today(now())) + Days::new(when::HORIZON));
        }
    }

    #[test]
    fn every_date_meets_its_own_sentence(repeat in plain_rule()) {
        let sentence = repeat.words();
        for day in repeat.days(repeat.first + Days::new(800)) {
            match &repeat.every {
                Every::Weeks { days, .. } => {
                    prop_assert!(days.contains(&day.weekday()));
                    prop_assert!(sentence.contains(when::weekday(day)) || sentence.starts_with("Every day"));
                }
                Every::DayOfMonth => {
                    prop_assert_eq!(day.day(), repeat.first.day());
                    let said = format!("The {}", day.day());
                    prop_assert!(sentence.starts_with(&said), "{}", sentence);
                }
                Every::WeekdayOfMonth => {
                    let nth = ["first", "second", "third", "fourth"][usize::try_from((day.day() - 1) / 7).unwrap()];
                    let said = format!("The {nth} {} of every month", when::weekday(day));
                    prop_assert!(sentence.starts_with(&said), "{}", sentence);
                }
                Every::LastWeekdayOfMonth => {
                    prop_assert_ne!((day + Days::new(7)).month(), day.month());
                    let said = format!("The last {} of every month", when::weekday(day));
                    prop_assert!(sentence.starts_with(&said), "{}", sentence);
                }
            }
        }
    }
}
