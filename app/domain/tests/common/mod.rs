//! Short ways to say a day, a time, a moment and a form.
#![allow(dead_code, reason = "each test file uses some")]

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::form::{FormErrors, Pairs};
use domain::when::{Hours, Sitting};

/// A day, written as in an address: "2026-12-05".
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A time, written "19:30".
pub fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

/// An instant, written "2026-11-22T10:00:00Z".
pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Sunday 22 November 2026, 10am: the present of these tests.
pub fn now() -> DateTime<Utc> {
    instant("2026-11-22T10:00:00Z")
}

/// A sitting of one day from a time to a time.
pub fn sitting(date: &str, start: &str, finish: &str) -> Sitting {
    Sitting {
        date: day(date),
        hours: Hours::FromTo {
            start: time(start),
            finish: time(finish),
        },
    }
}

/// A form's fields.
pub fn pairs(fields: &[(&str, &str)]) -> Pairs {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// What is wrong, as "field: message" lines.
pub fn told(errors: &FormErrors) -> Vec<String> {
    errors
        .0
        .iter()
        .map(|e| format!("{}: {}", e.field, e.message))
        .collect()
}
