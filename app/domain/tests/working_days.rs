//! Working days in England.

mod common;

use chrono::TimeDelta;
use common::day;
use domain::working_days::{easter_sunday, is_bank_holiday, words, working_days_between};
use proptest::prelude::*;

#[test]
fn easter_is_where_the_church_has_it() {
    for (year, date) in [
        (2024, "2024-03-31"),
        (2025, "2025-04-20"),
        (2026, "2026-04-05"),
        (2027, "2027-03-28"),
        (2038, "2038-04-25"),
        (2285, "2285-03-22"),
    ] {
        assert_eq!(easter_sunday(year), Some(day(date)));
    }
}

#[test]
fn bank_holidays_are_those_the_government_publishes() {
    let published = [
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",
        "2027-12-28",
    ]
    .map(day);
    let found: Vec<_> = day("2026-01-01")
        .iter_days()
        .take(730)
        .filter(|d| is_bank_holiday(*d))
        .collect();
    assert_eq!(found, published);
}

#[test]
fn christmas_on_a_sunday_moves_past_boxing_day() {
    assert!(is_bank_holiday(day("2022-12-26")));
    assert!(is_bank_holiday(day("2022-12-27")));
    assert!(!is_bank_holiday(day("2022-12-28")));
    assert!(is_bank_holiday(day("2023-01-02")));
}

#[test]
fn only_working_days_count() {
    for (from, to, days) in [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-23", "2026-11-24", 1),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-12-24", "2026-12-29", 1),
        ("2026-11-24", "2026-11-23", 0),
    ] {
        assert_eq!(
            working_days_between(day(from), day(to)),
            days,
            "{from} to {to}"
        );
    }
    assert_eq!(words(0), "Today");
    assert_eq!(words(1), "1 working day");
    assert_eq!(words(2), "2 working days");
}

proptest! {
    #[test]
    fn a_day_between_splits_the_count(a in 0..4000_i64, b in 0..400_i64, c in 0..400_i64) {
        let from = day("2020-01-01") + TimeDelta::days(a);
        let (middle, to) = (from + TimeDelta::days(b), from + TimeDelta::days(b + c));
        prop_assert_eq!(
            working_days_between(from, to),
            working_days_between(from, middle) + working_days_between(middle, to)
        );
    }
}
