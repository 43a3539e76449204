//! Dates and times as people type them.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use super::{DateProblem, TimeProblem};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a date from its three fields: the month by number or name, a year of two digits as 20xx.
///
/// # Errors
/// The first thing wrong with it, in the order day, month, year, whole.
pub fn parse_date(day: &str, month: &str, year: &str) -> Result<NaiveDate, DateProblem> {
    let [day, month, year] = [day, month, year].map(|part| part.trim().to_lowercase());
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Err(DateProblem::Empty);
    }
    let day = read_part(&day, day_number, DateProblem::NoDay, DateProblem::NotADay)?;
    let month = read_part(
        &month,
        month_number,
        DateProblem::NoMonth,
        DateProblem::NotAMonth,
    )?;
    let year = read_part(
        &year,
        year_number,
        DateProblem::NoYear,
        DateProblem::NotAYear,
    )?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateProblem::NoSuchDate { day, month, year })
}

/// Reads a date written in one line: "24 March 2027", "Wed 24th March", "24/3/27", "2027-03-24".
/// Without a year it is the first such day from `from` on.
///
/// # Errors
/// What is wrong with it, as [`parse_date`] has it.
pub fn parse_date_in_words(line: &str, from: NaiveDate) -> Result<NaiveDate, DateProblem> {
    let line = line.to_lowercase();
    let parts: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !is_beside_the_date(word))
        .collect();
    match parts.as_slice() {
        [] => Err(DateProblem::Empty),
        [year, month, day] if year.len() == 4 && year_number(year).is_some() => {
            parse_date(day, month, year)
        }
        [day, month, year] => parse_date(day, month, year),
        [day, month] => {
            let years = from.year()..=from.year() + 1;
            let read = years.map(|year| parse_date(day, month, &year.to_string()));
            let mut last = Err(DateProblem::NotADay);
            for date in read {
                if date.is_ok_and(|date| date >= from) {
                    return date;
                }
                last = date;
            }
            last
        }
        [_] => Err(DateProblem::NoMonth),
        _ => Err(DateProblem::NotAYear),
    }
}

/// A weekday, or "the" and "of": they stand in a date and say nothing that its numbers do not.
fn is_beside_the_date(word: &str) -> bool {
    let weekdays = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    matches!(word, "the" | "of" | "on")
        || weekdays
            .iter()
            .any(|day| word.len() >= 3 && day.starts_with(word))
}

/// The day and the month alone, to say which year was probably meant.
pub(crate) fn parse_day_and_month(day: &str, month: &str) -> Option<(u32, u32)> {
    let [day, month] = [day, month].map(|part| part.trim().to_lowercase());
    Some((day_number(&day)?, month_number(&month)?))
}

fn read_part<T>(
    part: &str,
    read: fn(&str) -> Option<T>,
    missing: DateProblem,
    wrong: DateProblem,
) -> Result<T, DateProblem> {
    if part.is_empty() {
        Err(missing)
    } else {
        read(part).ok_or(wrong)
    }
}

/// "5", "05", "5th".
fn day_number(text: &str) -> Option<u32> {
    let number = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text);
    digits(number, 2).filter(|day| (1..=31).contains(day))
}

/// "3", "03", "mar", "mar.", "march".
fn month_number(text: &str) -> Option<u32> {
    if let Some(number) = digits(text, 2) {
        return (1..=12).contains(&number).then_some(number);
    }
    let name = text.trim_end_matches('.');
    let at = MONTHS
        .iter()
        .position(|month| name.len() >= 3 && month.starts_with(name))?;
    u32::try_from(at + 1).ok()
}

/// "2027", "27".
fn year_number(text: &str) -> Option<i32> {
    let number = i32::try_from(digits(text, 4)?).ok()?;
    match text.len() {
        2 => Some(2000 + number),
        4 => Some(number),
        _ => None,
    }
}

/// One to `most` ASCII digits.
fn digits(text: &str, most: usize) -> Option<u32> {
    let plain = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A time as typed, before what surrounds it tells the morning from the evening.
#[derive(Clone, Copy)]
enum Clock {
    /// There is no doubt.
    Certain(NaiveTime),
    /// 1 to 12, with neither am nor pm.
    Bare { hour: u32, minute: u32 },
}

/// Reads a time that stands alone: "7pm", "7.30 p.m.", "19:30", "1930", "20h", "20h30", "noon",
/// "midday", "midnight". A bare 8 to 11 is of the morning and a bare 12 is midday.
///
/// # Errors
/// It is no time, more than one, or a bare 1 to 7.
pub fn parse_time(text: &str) -> Result<NaiveTime, TimeProblem> {
    match read(text)? {
        Clock::Certain(time) => Ok(time),
        Clock::Bare { hour, minute } if hour >= 8 => at(hour, minute),
        Clock::Bare { hour, minute } => Err(TimeProblem::AmOrPm { hour, minute }),
    }
}

/// The longest event whose bare finish is believed: "10am to 4" is six hours, but "10am to 9" is
/// more likely a slip than eleven hours.
const BELIEVED: TimeDelta = TimeDelta::hours(10);

/// Reads the time at which something finishes that starts at `start`. A bare hour is the first one
/// after the start ("10am to 12" is midday) where that is within ten hours; otherwise it is the
/// last one before the start, for the caller to refuse.
///
/// # Errors
/// It is no time or more than one.
pub fn parse_finish(text: &str, start: NaiveTime) -> Result<NaiveTime, TimeProblem> {
    match read(text)? {
        Clock::Certain(time) => Ok(time),
        Clock::Bare { hour, minute } => {
            let (am, pm) = (at(hour % 12, minute)?, at(hour % 12 + 12, minute)?);
            let (sooner, later) = if after(start, am) < after(start, pm) {
                (am, pm)
            } else {
                (pm, am)
            };
            Ok(if after(start, sooner) <= BELIEVED {
                sooner
            } else {
                later
            })
        }
    }
}

/// How long from a time to the next time the clock shows another: more than nothing, at most a day.
fn after(start: NaiveTime, finish: NaiveTime) -> TimeDelta {
    let gap = finish - start;
    if gap > TimeDelta::zero() {
        gap
    } else {
        gap + TimeDelta::days(1)
    }
}

/// The two sides of a time written in one line: "7pm to 9:30pm", "7pm - 9:30pm", "7pm". The finish
/// is empty where there is none.
#[must_use]
pub fn start_and_finish(line: &str) -> (&str, &str) {
    [" to ", " till ", " until ", "-", "\u{2013}", "\u{2014}"]
        .iter()
        .find_map(|between| line.split_once(between))
        .map_or((line.trim(), ""), |(start, finish)| {
            (start.trim(), finish.trim())
        })
}

fn at(hour: u32, minute: u32) -> Result<NaiveTime, TimeProblem> {
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(TimeProblem::NotATime)
}

fn read(text: &str) -> Result<Clock, TimeProblem> {
    let text = text.trim().to_lowercase().replace('’', "'");
    if text.is_empty() {
        return Err(TimeProblem::Empty);
    }
    if let Some(time) = named(&text) {
        return Ok(Clock::Certain(time));
    }
    match times_in(&text) {
        0 | 1 if is_open_end(&text) => Err(TimeProblem::OpenEnd),
        0 => Err(TimeProblem::NotATime),
        1 => read_one(&text),
        _ => Err(TimeProblem::TwoTimes),
    }
}

fn named(text: &str) -> Option<NaiveTime> {
    match text.strip_prefix("12").unwrap_or(text).trim() {
        "noon" | "midday" => NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" => Some(NaiveTime::MIN),
        _ => None,
    }
}

/// How many times the words hold: numbers (7.30 is one) and named times.
fn times_in(text: &str) -> usize {
    let named = ["noon", "midday", "midnight"]
        .iter()
        .filter(|name| text.contains(**name))
        .count();
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let joins =
        |at: usize| matches!(bytes.get(at), Some(b'.' | b':' | b'h')) && at > 0 && digit(at - 1);
    let starts = |at: usize| digit(at) && (at == 0 || (!digit(at - 1) && !joins(at - 1)));
    named + (0..bytes.len()).filter(|at| starts(*at)).count()
}

fn is_open_end(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        matches!(
            word,
            "till" | "til" | "until" | "late" | "onwards" | "close" | "end" | "dusk"
        )
    })
}

/// Reads "7pm", "7.30 p.m.", "7 o'clock", "19:30", "1930", "20h", "20h30", "1930 hrs".
fn read_one(text: &str) -> Result<Clock, TimeProblem> {
    let tight: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let tight = tight.replace("a.m", "am").replace("p.m", "pm");
    let tight = tight.trim_end_matches('.');
    let tight = tight.strip_suffix("o'clock").unwrap_or(tight);
    for (half, afternoon) in [("am", false), ("pm", true)] {
        if let Some(number) = tight.strip_suffix(half) {
            return twelve_hours(number, afternoon);
        }
    }
    let number = ["hours", "hrs", "h"]
        .iter()
        .find_map(|end| tight.strip_suffix(end));
    let (hour, minute) = hour_and_minute(number.unwrap_or(tight))?;
    let whole_day = number.is_some()
        || tight.starts_with('0')
        || tight.contains('h')
        || !(1..=12).contains(&hour);
    match (hour, minute) {
        (24, 0) => Ok(Clock::Certain(NaiveTime::MIN)),
        _ if whole_day => at(hour, minute).map(Clock::Certain),
        _ => at(hour, minute).map(|_| Clock::Bare { hour, minute }),
    }
}

/// Reads the number before am or pm. "19:30pm" is clear enough.
fn twelve_hours(number: &str, afternoon: bool) -> Result<Clock, TimeProblem> {
    let (hour, minute) = hour_and_minute(number)?;
    let hour = match (hour, afternoon) {
        (1..=12, false) => hour % 12,
        (1..=12, true) => hour % 12 + 12,
        (13..=23, true) => hour,
        _ => return Err(TimeProblem::NotATime),
    };
    at(hour, minute).map(Clock::Certain)
}

/// Reads "7", "7.30", "7:30", "7h30", "730", "1930".
fn hour_and_minute(number: &str) -> Result<(u32, u32), TimeProblem> {
    let parted = number.split_once(['.', ':', 'h']);
    let (hour, minute) = match (parted, number.len()) {
        (Some((hour, minute)), _) => (hour, minute),
        (None, 3 | 4) => number
            .split_at_checked(number.len() - 2)
            .ok_or(TimeProblem::NotATime)?,
        (None, _) => (number, "00"),
    };
    match (digits(hour, 2), digits(minute, 2)) {
        (Some(hour), Some(number)) if minute.len() == 2 && number < 60 => Ok((hour, number)),
        _ => Err(TimeProblem::NotATime),
    }
}
