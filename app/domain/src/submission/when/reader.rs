//! What was typed of one date and its times, read: which date it is of, and what is wrong with it.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};

use super::problems::{Which, control, date_message, finish_message, start_message};
use crate::form::FormErrors;
use crate::limits::MONTHS_AHEAD;
use crate::when::{
    self, DateProblem, Hours, Sitting, parse_date, parse_day_and_month, parse_finish, parse_time,
};

/// The three fields of a date.
pub(super) struct TypedDate<'a> {
    pub(super) day: &'a str,
    pub(super) month: &'a str,
    pub(super) year: &'a str,
}

impl TypedDate<'_> {
    pub(super) fn parse(&self) -> Result<NaiveDate, DateProblem> {
        parse_date(self.day, self.month, self.year)
    }

    /// The next year in which this day and month are in the future, to suggest when none was typed.
    pub(super) fn likely_year(&self, today: NaiveDate) -> i32 {
        let year = today.year();
        let passed = parse_day_and_month(self.day, self.month)
            .and_then(|(day, month)| NaiveDate::from_ymd_opt(year, month, day))
            .is_some_and(|date| date < today);
        if passed { year + 1 } else { year }
    }
}

/// Reads dates and times, and gathers what is wrong with them.
pub(super) struct Reader {
    pub(super) now: DateTime<Utc>,
    pub(super) errors: FormErrors,
}

impl Reader {
    /// Reads a date and checks that it is neither past nor too far ahead.
    pub(super) fn date(&mut self, typed: &TypedDate<'_>, which: Which) -> Option<NaiveDate> {
        self.date_since(when::today(self.now), typed, which)
    }

    /// Reads the first date of what repeats, which may have begun.
    pub(super) fn begun(&mut self, typed: &TypedDate<'_>) -> Option<NaiveDate> {
        let since = when::today(self.now) - Months::new(MONTHS_AHEAD);
        self.date_since(since, typed, Which::First)
    }

    pub(super) fn date_since(
        &mut self,
        since: NaiveDate,
        typed: &TypedDate<'_>,
        which: Which,
    ) -> Option<NaiveDate> {
        let today = when::today(self.now);
        let date = match typed.parse() {
            Ok(date) => date,
            Err(problem) => {
                let message = date_message(problem, which, typed.likely_year(today));
                self.errors.push(which.id(control(problem)), message);
                return None;
            }
        };
        let furthest = today + Months::new(MONTHS_AHEAD);
        let subject = which.subject();
        if date < since {
            let message = if since < today {
                format!(
                    "{subject} must be on or after {}",
                    when::day_and_year(since)
                )
            } else {
                format!("{subject} must be in the future")
            };
            self.errors.push(which.id("day"), message);
        } else if date > furthest {
            let furthest = when::day_and_year(furthest);
            let message =
                format!("{subject} must be within {MONTHS_AHEAD} months, on or before {furthest}");
            self.errors.push(which.id("day"), message);
        } else {
            return Some(date);
        }
        None
    }

    /// Reads a start and a finish that may be empty.
    pub(super) fn hours(&mut self, start: &str, finish: &str, which: Which) -> Option<Hours> {
        // "Midnight on the 24th" means its end to one and its beginning to another.
        if is_midnight(start) {
            self.errors.push(
                which.id("start"),
                "Enter 11:59pm for the end of the day, or 12:01am for its beginning",
            );
            return None;
        }
        let start = parse_time(start);
        if let Err(problem) = start {
            self.errors
                .push(which.id("start"), start_message(problem, which));
        }
        if blank(finish) {
            return start.ok().map(|start| Hours::From { start });
        }
        // Without a start the finish is read all the same, to tell all that is wrong at once.
        let finish = parse_finish(finish, start.unwrap_or(NaiveTime::MIN));
        match (start, finish) {
            (Ok(start), Ok(finish)) => {
                let late = format!(
                    "Finish time{} must be after {}",
                    which.of(),
                    when::time(start)
                );
                Hours::from_to(start, finish)
                    .map_err(|_| self.errors.push(which.id("finish"), late))
                    .ok()
            }
            (_, Err(problem)) => {
                self.errors
                    .push(which.id("finish"), finish_message(problem, which));
                None
            }
            (Err(_), Ok(_)) => None,
        }
    }

    /// Takes the sittings of a date.
    pub(super) fn sittings(
        &mut self,
        date: NaiveDate,
        hours: &[Hours],
        which: Which,
        sittings: &mut Vec<Sitting>,
    ) {
        // Of several times nobody knows which control to mend but by the words.
        let times = match which {
            Which::First if hours.len() > 1 => Which::Further,
            which => which,
        };
        for hours in hours.iter().copied() {
            let sitting = Sitting { date, hours };
            if self.times_exist(&sitting, times) {
                self.sitting(sitting, which, sittings);
            }
        }
    }

    /// Takes a sitting that has not begun and is not there yet.
    pub(super) fn sitting(&mut self, sitting: Sitting, which: Which, sittings: &mut Vec<Sitting>) {
        if sitting.starts_at() <= self.now {
            self.errors.push(
                which.id("day"),
                format!("{} must be in the future", which.subject()),
            );
        } else if sittings
            .iter()
            .any(|there| there.starts_at() == sitting.starts_at())
        {
            let message = format!(
                "{} is there already. Change its date or its times",
                which.subject()
            );
            self.errors.push(which.id("day"), message);
        } else {
            sittings.push(sitting);
        }
    }

    pub(super) fn times_exist(&mut self, sitting: &Sitting, which: Which) -> bool {
        let gap = sitting.gap();
        let Some((control, gap)) = gap else {
            return true;
        };
        let message = format!(
            "{} does not exist on {}: the clocks go forward from 1am to 2am. Enter a different time",
            when::time(gap.time),
            when::day(gap.date)
        );
        self.errors.push(which.id(control), message);
        false
    }
}

pub(super) fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Whether a start is midnight in words, which does not say of which day.
pub(super) fn is_midnight(typed: &str) -> bool {
    let tight: String = typed.to_lowercase().split_whitespace().collect();
    let tight = tight.replace('.', ":");
    [
        "midnight",
        "12midnight",
        "12am",
        "12:00am",
        "24",
        "24:00",
        "2400",
        "24h",
    ]
    .contains(&tight.as_str())
}
