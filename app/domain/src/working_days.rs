//! Working days in England: Monday to Friday without the bank holidays, which follow from rules.
//! A single extra holiday proclaimed for one year (a coronation, say) is not known here; a working
//! day too many in a count of waiting days does no harm.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How many working days lie after `from` up to and with `to`; 0 where `to` is not after `from`.
#[must_use]
pub fn working_days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let days = from
        .iter_days()
        .skip(1)
        .take_while(|day| *day <= to)
        .filter(|day| is_working_day(*day));
    u32::try_from(days.count()).unwrap_or(u32::MAX)
}

/// As shown: "Today", "1 working day", "2 working days".
#[must_use]
pub fn words(days: u32) -> String {
    match days {
        0 => "Today".to_owned(),
        1 => "1 working day".to_owned(),
        n => format!("{n} working days"),
    }
}

/// Whether the parish office would be at work.
#[must_use]
pub fn is_working_day(day: NaiveDate) -> bool {
    !is_weekend(day) && !is_bank_holiday(day)
}

/// Whether it is a bank holiday in England, substitute days included.
#[must_use]
pub fn is_bank_holiday(day: NaiveDate) -> bool {
    bank_holidays(day.year()).contains(&Some(day))
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The eight of a year. `None` only beyond the calendar's ends.
fn bank_holidays(year: i32) -> [Option<NaiveDate>; 8] {
    let on = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let first_monday = |month| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 1);
    let last_monday = |month| {
        let fifth = NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5);
        fifth.or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 4))
    };
    let easter = easter_sunday(year);
    [
        on(1, 1).map(new_year),
        easter.and_then(|day| day.checked_sub_days(Days::new(2))),
        easter.and_then(|day| day.succ_opt()),
        first_monday(5),
        last_monday(5),
        last_monday(8),
        on(12, 25).map(christmas),
        on(12, 26).map(christmas),
    ]
}

/// New Year's Day, or the Monday after where it falls on a weekend.
fn new_year(mut day: NaiveDate) -> NaiveDate {
    while is_weekend(day) {
        day = day + Days::new(1);
    }
    day
}

/// Christmas Day or Boxing Day. Two days on is right for both and for either day of a weekend,
/// since the other of the two may hold the Monday.
fn christmas(day: NaiveDate) -> NaiveDate {
    if is_weekend(day) {
        day + Days::new(2)
    } else {
        day
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous computus (Meeus, Jones, Butcher).
#[must_use]
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, year_of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century + 8) / 25;
    let lunar = (century - correction + 1) / 3;
    let epact = (19 * golden + century - century / 4 - lunar + 15).rem_euclid(30);
    let weekday =
        (32 + 2 * (century % 4) + 2 * (year_of_century / 4) - epact - year_of_century % 4)
            .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day_of_march = epact + weekday - 7 * late + 22;
    let march = NaiveDate::from_ymd_opt(year, 3, 1)?;
    march.checked_add_days(Days::new(u64::try_from(day_of_march - 1).ok()?))
}
