//! What is wrong with a date or a time, in words.

use chrono::NaiveDate;

use crate::when::{self, DateProblem, TimeProblem};

/// The control to mend.
pub(super) fn control(problem: DateProblem) -> &'static str {
    match problem {
        DateProblem::NoMonth | DateProblem::NotAMonth => "month",
        DateProblem::NoYear | DateProblem::NotAYear => "year",
        DateProblem::Empty
        | DateProblem::NoDay
        | DateProblem::NotADay
        | DateProblem::NoSuchDate { .. } => "day",
    }
}

pub(super) fn date_message(problem: DateProblem, which: Which, likely_year: i32) -> String {
    let of = which.of();
    match problem {
        DateProblem::Empty => format!("Enter {}", which.object()),
        DateProblem::NoDay => format!("Enter the day{of}, for example 27"),
        DateProblem::NotADay => format!("Enter the day{of} as a number from 1 to 31"),
        DateProblem::NoMonth => format!("Enter the month{of}, for example 3 or March"),
        DateProblem::NotAMonth => format!(
            "Enter the month{of} as a number from 1 to 12 or a name, for example 3 or March"
        ),
        DateProblem::NoYear => format!("Enter the year{of}, for example {likely_year}"),
        DateProblem::NotAYear => {
            format!("Enter the year{of} with four digits, for example {likely_year}")
        }
        DateProblem::NoSuchDate { day, month, year } => no_such_date(day, month, year),
    }
}

/// "31 June does not exist: June has 30 days. Enter a different date".
fn no_such_date(day: u32, month: u32, year: i32) -> String {
    let (name, length) = (when::month_name(month), when::month_length(year, month));
    let year = if month == 2 {
        format!(" {year}")
    } else {
        String::new()
    };
    format!(
        "{day} {name}{year} does not exist: {name}{year} has {length} days. Enter a different date"
    )
}

pub(super) fn start_message(problem: TimeProblem, which: Which) -> String {
    let of = which.of();
    match problem {
        TimeProblem::Empty => format!("Enter the start time{of}, for example 7pm"),
        TimeProblem::AmOrPm { hour, minute } => am_or_pm(hour, minute, &of),
        TimeProblem::TwoTimes => format!("Enter one start time{of}, for example 9:30am"),
        TimeProblem::OpenEnd => format!("Enter only the start time{of}, for example 7pm"),
        TimeProblem::NotATime => format!("Enter the start time{of} like 7pm or 19:30"),
    }
}

/// "Enter 7am or 7pm for date 2".
pub(super) fn am_or_pm(hour: u32, minute: u32, of: &str) -> String {
    let minute = if minute == 0 {
        String::new()
    } else {
        format!(":{minute:02}")
    };
    format!("Enter {hour}{minute}am or {hour}{minute}pm{of}")
}

pub(super) fn finish_message(problem: TimeProblem, which: Which) -> String {
    let of = which.of();
    match problem {
        TimeProblem::OpenEnd => {
            format!("Leave the finish time{of} empty if there is no set finish")
        }
        TimeProblem::TwoTimes => format!("Enter one finish time{of}, for example 9:30pm"),
        TimeProblem::Empty | TimeProblem::AmOrPm { .. } | TimeProblem::NotATime => {
            format!("Enter the finish time{of} like 9:30pm or 21:30, or leave it empty")
        }
    }
}

/// Which date of the form is meant: it names the controls and the date in a sentence.
#[derive(Clone, Copy)]
pub(super) enum Which {
    First,
    Last,
    Until,
    /// A further time on the first date's day.
    Further,
    /// A date of a rule that is at another time.
    Otherwise(NaiveDate),
    Nth(usize),
}

impl Which {
    /// The control's `id`: "day", "last-day", "day-3".
    pub(super) fn id(self, name: &str) -> String {
        match self {
            Self::First => name.to_owned(),
            Self::Last => format!("last-{name}"),
            Self::Until => format!("until-{name}"),
            Self::Further => "again".to_owned(),
            Self::Otherwise(_) => "otherwise".to_owned(),
            Self::Nth(n) => format!("{name}-{n}"),
        }
    }

    /// At the start of a sentence: "Event date", "Date 3".
    pub(super) fn subject(self) -> String {
        match self {
            Self::First => "Event date".to_owned(),
            Self::Last => "Last date".to_owned(),
            Self::Until => "The date it goes on until".to_owned(),
            Self::Further => "A further time".to_owned(),
            Self::Otherwise(date) => when::day(date),
            Self::Nth(n) => format!("Date {n}"),
        }
    }

    /// After "Enter": "the event's date", "date 3".
    pub(super) fn object(self) -> String {
        match self {
            Self::First => "the event's date".to_owned(),
            Self::Last => "the last date".to_owned(),
            Self::Until => "the date it goes on until".to_owned(),
            Self::Further => "a further time".to_owned(),
            Self::Otherwise(date) => when::day(date),
            Self::Nth(n) => format!("date {n}"),
        }
    }

    /// After a part of it: nothing, " for date 3".
    pub(super) fn of(self) -> String {
        match self {
            Self::First => String::new(),
            Self::Further => " in the further times".to_owned(),
            Self::Last | Self::Until | Self::Otherwise(_) | Self::Nth(_) => {
                format!(" for {}", self.object())
            }
        }
    }
}
