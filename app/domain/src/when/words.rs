//! Dates and times as GOV.UK writes them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc, Weekday};

use super::{Dates, Hours, LONDON, Repeat, Sitting};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "Saturday 5 December 2026".
#[must_use]
pub fn day(date: NaiveDate) -> String {
    format!("{} {}", weekday(date), day_and_year(date))
}

/// "5 December".
#[must_use]
pub fn day_short(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month_name(date.month()))
}

/// "5 December 2026".
#[must_use]
pub fn day_and_year(date: NaiveDate) -> String {
    format!("{} {}", day_short(date), date.year())
}

/// "Saturday".
#[must_use]
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// "December 2026", the month from 1 to 12.
#[must_use]
pub fn month(year: i32, month: u32) -> String {
    format!("{} {year}", month_name(month))
}

/// "December", for 12; nothing for a month that is none.
pub(crate) fn month_name(month: u32) -> &'static str {
    let at = usize::try_from(month).unwrap_or(0);
    at.checked_sub(1)
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default()
}

/// "7pm", "7:30pm", "midday", "midnight".
#[must_use]
pub fn time(time: NaiveTime) -> String {
    let (afternoon, hour) = time.hour12();
    let half = if afternoon { "pm" } else { "am" };
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{hour}{half}"),
        (_, minute) => format!("{hour}:{minute:02}{half}"),
    }
}

/// "7pm to 9:30pm", "7pm to midnight", "8pm to 1am the next day", "7pm", "All day".
#[must_use]
pub fn hours(hours: &Hours) -> String {
    match hours {
        Hours::AllDay => "All day".to_owned(),
        Hours::FromTo { start, finish } if finish < start && *finish != NaiveTime::MIN => {
            format!("{} the next day", clock(hours))
        }
        Hours::From { .. } | Hours::FromTo { .. } => clock(hours),
    }
}

/// The hours without the day they end on.
fn clock(hours: &Hours) -> String {
    match hours {
        Hours::AllDay => "all day".to_owned(),
        Hours::From { start } => time(*start),
        Hours::FromTo { start, finish } => format!("{} to {}", time(*start), time(*finish)),
    }
}

/// The hours in the middle of a sentence.
pub(crate) fn hours_within(of: &Hours) -> String {
    if *of == Hours::AllDay {
        clock(of)
    } else {
        hours(of)
    }
}

/// The times of one day in the middle of a sentence: "2pm to 4pm and 7pm to 9pm".
pub(super) fn several_hours(of: &[Hours]) -> String {
    let words: Vec<String> = of.iter().map(hours_within).collect();
    and(&words)
}

/// "Saturday 5 December 2026, 7pm to 9:30pm".
#[must_use]
pub fn sitting(sitting: &Sitting) -> String {
    format!("{}, {}", day(sitting.date), hours_within(&sitting.hours))
}

/// "Saturday 5 December 2026, 2pm to 4pm and 7pm to 9:30pm".
pub(crate) fn day_and_hours(date: NaiveDate, hours: &[Hours]) -> String {
    format!("{}, {}", day(date), several_hours(hours))
}

/// From one day to another: "Friday 11 to Sunday 13 December 2026".
#[must_use]
pub fn span(first: NaiveDate, last: NaiveDate) -> String {
    let (year, month) = (first.year() == last.year(), first.month() == last.month());
    let from = match (year, month) {
        (true, true) => format!("{} {}", weekday(first), first.day()),
        (true, false) => format!("{} {}", weekday(first), day_short(first)),
        (false, _) => day(first),
    };
    format!("{from} to {}", day(last))
}

/// All of an event's dates in one line for a heading, by their rule where they have one: "Friday 11 to Sunday 13 December 2026, 10am
/// to 4pm each day"; "Saturday 5 December 2026, 10am to midday, and 3 more dates".
#[must_use]
pub fn dates(dates: &Dates) -> String {
    if let Some(repeat) = dates.repeat() {
        return repeat.words();
    }
    let (first, last, days) = (dates.first(), dates.last(), dates.days());
    let on_first = hours_on(dates, first.date);
    if is_run(dates, &days) {
        let hours: Vec<String> = on_first.iter().map(clock).collect();
        let each = if on_first == [Hours::AllDay] {
            ""
        } else {
            " each day"
        };
        return format!("{}, {}{each}", span(first.date, last.date), and(&hours));
    }
    let more = match days.len() - 1 {
        0 => String::new(),
        1 => ", and 1 more date".to_owned(),
        n => format!(", and {n} more dates"),
    };
    format!("{}{more}", day_and_hours(first.date, &on_first))
}

/// All of an event's dates for what is compared or repeated: its rule with every exception, or date
/// by date with `between` them.
#[must_use]
pub fn dates_in_full(dates: &Dates, between: &str) -> String {
    let by_date = || {
        let words: Vec<String> = dates.sittings().iter().map(sitting).collect();
        words.join(between)
    };
    dates
        .repeat()
        .map_or_else(by_date, super::Repeat::words_in_full)
}

/// From when to when an event is on one of its days.
fn hours_on(dates: &Dates, day: NaiveDate) -> Vec<Hours> {
    let on_day = dates.sittings().iter().filter(|s| s.date == day);
    on_day.map(|s| s.hours).collect()
}

/// Whether it is on two days or more, one after the other, with the same hours on each.
fn is_run(dates: &Dates, days: &[NaiveDate]) -> bool {
    let follows = |pair: &[NaiveDate]| {
        pair[0].succ_opt() == Some(pair[1]) && hours_on(dates, pair[0]) == hours_on(dates, pair[1])
    };
    days.len() > 1 && days.windows(2).all(follows)
}

/// "27 January, 24 February and 31 March 2027": the year at the end and before it changes.
#[must_use]
pub fn list(days: &[NaiveDate]) -> String {
    let worded: Vec<String> = days
        .iter()
        .enumerate()
        .map(|(at, date)| match days.get(at + 1) {
            Some(next) if next.year() == date.year() => day_short(*date),
            _ => day_and_year(*date),
        })
        .collect();
    and(&worded)
}

/// "Wednesday 27 January, Thursday 25 February and Wednesday 31 March 2027".
#[must_use]
pub fn list_with_weekdays(days: &[NaiveDate]) -> String {
    let worded: Vec<String> = days
        .iter()
        .enumerate()
        .map(|(at, date)| match days.get(at + 1) {
            Some(next) if next.year() == date.year() => {
                format!("{} {}", weekday(*date), day_short(*date))
            }
            _ => day(*date),
        })
        .collect();
    and(&worded)
}

/// "Doors open at 7pm", or nothing where that is not told. That time is that of the usual dates.
#[must_use]
pub fn doors(dates: &Dates) -> Option<String> {
    let words = dates.doors().map(doors_at)?;
    let others = dates
        .repeat()
        .is_some_and(|rule| !rule.otherwise.is_empty());
    let but = if others {
        ", but not on the dates at another time"
    } else {
        ""
    };
    Some(format!("{words}{but}"))
}

/// "Doors open at 7pm".
#[must_use]
pub fn doors_at(at: NaiveTime) -> String {
    format!("Doors open at {}", time(at))
}

/// How many dates that were moved stand one by one.
const MOVED_ONE_BY_ONE: usize = 3;

/// When an event was to be before it was moved: "It was to be on Saturday 5 December 2026, 7pm to
/// 9pm." Nothing where none of its dates went. A rule without an end forgets its dates as they pass,
/// so that those that have passed by `now` are then not looked at.
#[must_use]
pub fn was_to_be(before: &Dates, after: &Dates, now: DateTime<Utc>) -> Option<String> {
    let is_open = |dates: &Dates| dates.repeat().is_some_and(Repeat::is_open);
    let (before, after) = (before.reaching(now), after.reaching(now));
    let mut gone = before.not_in(&after);
    let none_stands = gone.len() == before.sittings().len();
    if is_open(&before) || is_open(&after) {
        gone.retain(|one| one.over_at() > now);
    }
    let other_rule = before.repeat().map(Repeat::pattern) != after.repeat().map(Repeat::pattern);
    let in_rules = none_stands || (other_rule && gone.len() > MOVED_ONE_BY_ONE);
    if let (Some(repeat), 2.., true) = (before.repeat(), gone.len(), in_rules) {
        return Some(format!("It was to be on other dates: {}.", repeat.words()));
    }
    let words: Vec<String> = gone.iter().map(sitting).collect();
    match words.len() {
        0 => None,
        1..=MOVED_ONE_BY_ONE => Some(format!("It was to be on {}.", words.join("; and on "))),
        n => Some(format!(
            "It was to be on {}, and on {} more dates.",
            words[0],
            n - 1
        )),
    }
}

/// "one, two and three".
pub(super) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [several @ .., last] => format!("{} and {last}", several.join(", ")),
    }
}

/// An instant, such as that of a decision: "Sunday 22 November 2026 at 10:30am".
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&LONDON);
    format!("{} at {}", day(local.date_naive()), time(local.time()))
}

/// A day for `<time datetime>`: "2026-12-05".
#[must_use]
pub fn date_attr(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// A sitting's start for `<time datetime>`: "2026-12-05T19:00+00:00", or the day alone where it
/// is all day.
#[must_use]
pub fn sitting_attr(sitting: &Sitting) -> String {
    if sitting.hours == Hours::AllDay {
        date_attr(sitting.date)
    } else {
        moment_attr(sitting.starts_at())
    }
}

/// An instant for `<time datetime>`, on the parish's clock: "2026-07-05T19:00+01:00".
#[must_use]
pub fn moment_attr(at: DateTime<Utc>) -> String {
    at.with_timezone(&LONDON)
        .format("%Y-%m-%dT%H:%M%:z")
        .to_string()
}
