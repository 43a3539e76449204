//! A date on a form of the desk: three boxes, with a name in front of each.

use chrono::{Datelike, NaiveDate};

use super::{Fields, FormErrors};
use crate::when::{self, DateProblem};

/// The three boxes of a date, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateAnswers {
    /// `<name>-day`
    pub day: String,
    /// `<name>-month`: a number or a name
    pub month: String,
    /// `<name>-year`
    pub year: String,
}

impl DateAnswers {
    /// A date as the boxes show it.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self {
            day: date.day().to_string(),
            month: date.month().to_string(),
            year: date.year().to_string(),
        }
    }

    pub(crate) fn take(fields: &mut Fields, name: &str) -> Self {
        let mut part = |part: &str| fields.take(&format!("{name}-{part}"));
        Self {
            day: part("day"),
            month: part("month"),
            year: part("year"),
        }
    }

    /// Reads the date. `what` follows "Enter": "the day the council adopted it".
    pub(crate) fn parse(
        &self,
        errors: &mut FormErrors,
        name: &str,
        what: &str,
    ) -> Option<NaiveDate> {
        when::parse_date(&self.day, &self.month, &self.year)
            .map_err(|problem| {
                let (part, message) = mend(problem, what);
                errors.push(format!("{name}-{part}"), message);
            })
            .ok()
    }
}

/// The box that is wrong and what to do about it.
fn mend(problem: DateProblem, what: &str) -> (&'static str, String) {
    match problem {
        DateProblem::Empty => ("day", format!("Enter {what}")),
        DateProblem::NoDay | DateProblem::NotADay => {
            ("day", format!("Enter {what} with a day from 1 to 31"))
        }
        DateProblem::NoMonth | DateProblem::NotAMonth => (
            "month",
            format!("Enter {what} with a month, for example 3 or March"),
        ),
        DateProblem::NoYear | DateProblem::NotAYear => {
            ("year", format!("Enter {what} with a year of four digits"))
        }
        DateProblem::NoSuchDate { day, month, year } => {
            let month = when::month(year, month);
            (
                "day",
                format!("{day} {month} does not exist. Enter a different date"),
            )
        }
    }
}
