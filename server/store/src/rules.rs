//! What comes of a recurrence rule (RFC 5545, section 3.8.5), by the `rrule` crate on the parish's
//! clock. It is what the listing shows; the form's own arithmetic is `domain::when::Repeat`.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::when::{Dates, LONDON, Sitting};
use rrule::{RRuleSet, Tz};

/// The text is no rule that can be worked out.
#[derive(Debug, thiserror::Error)]
#[error("a rule cannot be worked out: {0}")]
pub struct NotARule(#[from] rrule::RRuleError);

/// The most days that are taken of a rule.
const MOST: u16 = 2000;

/// The days of a rule that are on or before `last`, in order, each once.
///
/// `text` has `DTSTART`, `RRULE`, `EXDATE` and `RDATE` lines of whole days (`VALUE=DATE`). A day is
/// worked out at midday, which every day has once: the hours are set upon it afterwards.
///
/// # Errors
/// It is no such text.
pub fn days(text: &str, last: NaiveDate) -> Result<Vec<NaiveDate>, NotARule> {
    let rules: RRuleSet = at_midday(text).parse()?;
    let end = last
        .and_hms_opt(23, 59, 59)
        .and_then(|end| Tz::Tz(LONDON).from_local_datetime(&end).latest());
    let rules = match end {
        Some(end) => rules.before(end),
        None => rules,
    };
    let found = rules.all(MOST).dates;
    let mut days: Vec<NaiveDate> = found.iter().map(DateTime::date_naive).collect();
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// The same lines with midday on the parish's clock in place of whole days, which the crate would
/// take for midnight.
fn at_midday(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(';') {
        Some((name @ ("DTSTART" | "EXDATE" | "RDATE"), rest)) => {
            let days = rest.trim_start_matches("VALUE=DATE:").split(',');
            let days: Vec<String> = days.map(|day| format!("{day}T120000")).collect();
            format!("{name};TZID=Europe/London:{}", days.join(","))
        }
        _ => until_the_evening(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `UNTIL=20271231` as an instant (RFC 5545, section 3.3.10, has it in universal time here).
fn until_the_evening(line: &str) -> String {
    let parts = line
        .split(';')
        .map(|part| match part.strip_prefix("UNTIL=") {
            Some(day) if day.len() == 8 => format!("UNTIL={day}T225959Z"),
            _ => part.to_owned(),
        });
    parts.collect::<Vec<_>>().join(";")
}

/// The sittings of an event to list at a moment: those of its rule up to the rule's reach, or those
/// that were chosen one by one. A date whose time the clocks jump over is passed over (RFC 5545,
/// section 3.3.10).
///
/// # Errors
/// The rule cannot be worked out.
pub fn sittings(dates: &Dates, now: DateTime<Utc>) -> Result<Vec<Sitting>, NotARule> {
    let Some(repeat) = dates.repeat() else {
        return Ok(dates.sittings().to_vec());
    };
    let last = repeat
        .reach(now)
        .min(domain::when::today(now) + chrono::Months::new(120));
    let days = days(&repeat.text(), last)?;
    let sittings = days.into_iter().flat_map(|date| repeat.on(date));
    Ok(sittings
        .filter(|sitting| sitting.exists() && sitting.over_at() > now)
        .collect())
}
