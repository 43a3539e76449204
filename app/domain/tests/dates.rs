//! Days, sittings and the words for them.

mod common;

use chrono::{NaiveDate, TimeDelta};
use common::{day, instant, sitting, time};
use domain::when::{self, DateProblem, Dates, DatesProblem, Hours, Sitting, parse_date, resolve};
use proptest::prelude::*;

#[test]
fn a_date_is_read_as_people_type_it() {
    for (d, m, y) in [
        ("5", "12", "2026"),
        ("05", "12", "26"),
        (" 5th ", "dec", "2026"),
        ("5", "Dec.", "2026"),
        ("5", "DECEMBER", "2026"),
    ] {
        assert_eq!(parse_date(d, m, y), Ok(day("2026-12-05")), "{d} {m} {y}");
    }
    assert_eq!(parse_date("1", "sept", "2027"), Ok(day("2027-09-01")));
    assert_eq!(parse_date("29", "2", "2028"), Ok(day("2028-02-29")));
}

#[test]
fn what_is_no_date_says_why() {
    for (d, m, y, problem) in [
        ("", "", "", DateProblem::Empty),
        ("", "12", "2026", DateProblem::NoDay),
        ("5", " ", "2026", DateProblem::NoMonth),
        ("5", "11", "", DateProblem::NoYear),
        ("0", "11", "2026", DateProblem::NotADay),
        ("32", "1", "2026", DateProblem::NotADay),
        ("Sat", "1", "2026", DateProblem::NotADay),
        ("5", "13", "2026", DateProblem::NotAMonth),
        ("5", "ju", "2026", DateProblem::NotAMonth),
        ("5", "décembre", "2026", DateProblem::NotAMonth),
        ("5", "12", "126", DateProblem::NotAYear),
        ("5", "12", "next", DateProblem::NotAYear),
        (
            "31",
            "6",
            "2027",
            DateProblem::NoSuchDate {
                day: 31,
                month: 6,
                year: 2027,
            },
        ),
        (
            "29",
            "feb",
            "27",
            DateProblem::NoSuchDate {
                day: 29,
                month: 2,
                year: 2027,
            },
        ),
    ] {
        assert_eq!(parse_date(d, m, y), Err(problem), "{d} {m} {y}");
    }
}

#[test]
fn the_hour_that_the_clocks_jump_over_does_not_exist() {
    let spring = day("2027-03-28");
    assert!(resolve(spring, time("01:00")).is_err());
    assert!(resolve(spring, time("01:30")).is_err());
    assert_eq!(
        resolve(spring, time("00:59")),
        Ok(instant("2027-03-28T00:59:00Z"))
    );
    assert_eq!(
        resolve(spring, time("02:00")),
        Ok(instant("2027-03-28T01:00:00Z"))
    );
}

#[test]
fn of_the_hour_that_comes_twice_it_is_the_first() {
    assert_eq!(
        resolve(day("2027-10-31"), time("01:30")),
        Ok(instant("2027-10-31T00:30:00Z"))
    );
}

#[test]
fn a_sitting_knows_its_instants() {
    let party = sitting("2026-12-31", "20:00", "01:00");
    assert!(party.ends_next_day());
    assert_eq!(party.starts_at(), instant("2026-12-31T20:00:00Z"));
    assert_eq!(party.ends_at(), Some(instant("2027-01-01T01:00:00Z")));
    assert_eq!(party.over_at(), instant("2027-01-01T01:00:00Z"));

    let open = Sitting {
        date: day("2026-07-04"),
        hours: Hours::From {
            start: time("19:00"),
        },
    };
    assert_eq!(open.ends_at(), None);
    assert_eq!(open.over_at(), instant("2026-07-04T23:00:00Z"));

    let all_day = Sitting {
        date: day("2027-03-28"),
        hours: Hours::AllDay,
    };
    assert_eq!(all_day.starts_at(), instant("2027-03-28T00:00:00Z"));
    assert_eq!(all_day.ends_at(), Some(instant("2027-03-28T23:00:00Z")));
}

#[test]
fn dates_are_in_order_and_none_twice() {
    let (later, sooner) = (
        sitting("2026-12-12", "10:00", "12:00"),
        sitting("2026-12-05", "10:00", "12:00"),
    );
    let dates = Dates::new(vec![later, sooner, later]).unwrap();
    assert_eq!(dates.sittings(), [sooner, later]);
    assert_eq!(dates.next(instant("2026-12-05T12:00:00Z")), &later);
    assert_eq!(dates.next(instant("2027-12-05T12:00:00Z")), &later);
}

#[test]
fn dates_that_cannot_be_are_refused_even_from_a_store() {
    assert_eq!(Dates::new(vec![]), Err(DatesProblem::Empty));
    let days = day("2026-12-05").iter_days().take(401).map(|date| Sitting {
        date,
        hours: Hours::AllDay,
    });
    assert_eq!(Dates::new(days.collect()), Err(DatesProblem::TooMany));
    assert!(matches!(
        Dates::new(vec![sitting("2027-03-28", "01:30", "03:00")]),
        Err(DatesProblem::NoSuchTime(_))
    ));
    assert!(matches!(
        Dates::new(vec![sitting("2027-03-27", "22:00", "01:30")]),
        Err(DatesProblem::NoSuchTime(_))
    ));
    assert!(serde_json::from_str::<Dates>("[]").is_err());
}

#[test]
fn dates_are_written_as_gov_uk_writes_them() {
    assert_eq!(when::day(day("2026-12-05")), "Saturday 5 December 2026");
    assert_eq!(when::day_short(day("2026-12-05")), "5 December");
    assert_eq!(when::month(2026, 12), "December 2026");
    assert_eq!(
        when::sitting(&sitting("2026-12-05", "19:00", "21:30")),
        "Saturday 5 December 2026, 7pm to 9:30pm"
    );
    assert_eq!(
        when::moment(instant("2026-07-05T18:30:00Z")),
        "Sunday 5 July 2026 at 7:30pm"
    );
    assert_eq!(when::date_attr(day("2026-12-05")), "2026-12-05");
    assert_eq!(
        when::sitting_attr(&sitting("2026-07-05", "19:00", "21:30")),
        "2026-07-05T19:00+01:00"
    );
    assert_eq!(
        when::sitting_attr(&Sitting {
            date: day("2026-07-05"),
            hours: Hours::AllDay
        }),
        "2026-07-05"
    );
}

#[test]
fn a_list_of_days_says_the_year_where_it_changes() {
    let days = ["2027-01-27", "2027-02-24", "2027-03-31"].map(day);
    assert_eq!(
        when::list(&days),
        "27 January, 24 February and 31 March 2027"
    );
    assert_eq!(
        when::list(&["2026-12-31", "2027-01-02"].map(day)),
        "31 December 2026 and 2 January 2027"
    );
    assert_eq!(when::list(&days[..1]), "27 January 2027");
    assert_eq!(when::list(&[]), "");
}

#[test]
fn all_dates_fit_into_a_heading() {
    let each = |days: &[&str], start, finish| {
        days.iter()
            .map(|d| sitting(d, start, finish))
            .collect::<Vec<_>>()
    };
    let all_day = |days: &[&str]| {
        days.iter()
            .map(|d| Sitting {
                date: day(d),
                hours: Hours::AllDay,
            })
            .collect()
    };
    for (sittings, words) in [
        (
            each(&["2026-12-05"], "10:00", "12:00"),
            "Saturday 5 December 2026, 10am to midday",
        ),
        (
            each(
                &["2026-12-11", "2026-12-12", "2026-12-13"],
                "10:00",
                "16:00",
            ),
            "Friday 11 to Sunday 13 December 2026, 10am to 4pm each day",
        ),
        (
            each(&["2026-11-30", "2026-12-01"], "10:00", "16:00"),
            "Monday 30 November to Tuesday 1 December 2026, 10am to 4pm each day",
        ),
        (
            all_day(&["2026-12-31", "2027-01-01"]),
            "Thursday 31 December 2026 to Friday 1 January 2027, all day",
        ),
        (
            each(
                &["2026-12-05", "2026-12-12", "2027-01-09", "2027-02-06"],
                "10:00",
                "12:00",
            ),
            "Saturday 5 December 2026, 10am to midday, and 3 more dates",
        ),
        (
            vec![
                sitting("2026-12-17", "13:00", "15:30"),
                sitting("2026-12-17", "16:45", "19:30"),
            ],
            "Thursday 17 December 2026, 1pm to 3:30pm and 4:45pm to 7:30pm",
        ),
        (
            vec![
                sitting("2026-12-17", "13:00", "15:30"),
                sitting("2026-12-18", "16:45", "19:30"),
            ],
            "Thursday 17 December 2026, 1pm to 3:30pm, and 1 more date",
        ),
    ] {
        assert_eq!(when::dates(&Dates::new(sittings).unwrap()), words);
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..20_000_i64).prop_map(|n| day("2020-01-01") + TimeDelta::days(n))
}

proptest! {
    #[test]
    fn a_day_that_is_written_is_read_back(date in any_day()) {
        let words = when::day(date);
        let parts: Vec<&str> = words.split(' ').collect();
        prop_assert_eq!(parse_date(parts[1], parts[2], parts[3]), Ok(date));
        prop_assert_eq!(when::date_attr(date).parse(), Ok(date));
    }

    #[test]
    fn a_sitting_starts_before_it_is_over(date in any_day(), start in 0..1440_u32, finish in 0..1440_u32) {
        let at = |m: u32| chrono::NaiveTime::from_num_seconds_from_midnight_opt(m * 60, 0).unwrap();
        let hours = Hours::from_to(at(start), at(finish)).unwrap_or(Hours::From { start: at(start) });
        let sitting = Sitting { date, hours };
        if let Ok(dates) = Dates::new(vec![sitting]) {
            prop_assert!(sitting.starts_at() < sitting.over_at());
            let json = serde_json::to_string(&dates).unwrap();
            prop_assert_eq!(serde_json::from_str::<Dates>(&json).unwrap(), dates);
        }
    }

    #[test]
    fn nothing_typed_is_too_much(day: String, month: String, year: String) {
        let _ = parse_date(&day, &month, &year);
    }
}
