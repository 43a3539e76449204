//! The dates as they will read, while they are typed.

use chrono::{DateTime, Days, NaiveDate, NaiveTime};

use super::reader::{Reader, TypedDate};
use super::{MOST_DAYS, MoreDate, WhenAnswers};
use crate::form::FormErrors;
use crate::when::{self, Hours};

/// What the dates typed so far come to. Both parts are empty while nothing can be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// "Your event will be on 6 dates".
    pub heading: String,
    /// "27 January, 24 February and 31 March 2027".
    pub dates: String,
}

/// What the dates typed so far come to. It passes over whatever is not finished.
#[must_use]
pub fn preview(answers: &WhenAnswers, today: NaiveDate) -> Preview {
    let Ok(first) = answers.first().parse() else {
        return Preview::default();
    };
    if answers.repeats == "rule" {
        return rule_so_far(answers, first, today);
    }
    if first < today {
        return Preview {
            heading: format!("{} has passed", when::day(first)),
            dates: String::new(),
        };
    }
    let days = match answers.repeats.as_str() {
        "days" => run_so_far(first, &answers.last()),
        "dates" => chosen_so_far(first, &answers.more),
        _ => vec![first],
    };
    match (days.as_slice(), answers.repeats.as_str()) {
        ([_], _) => one_so_far(first, answers),
        ([first, .., last], "days") => Preview {
            heading: format!("Your event will be on {} days", days.len()),
            dates: when::span(*first, *last),
        },
        _ => Preview {
            heading: format!("Your event will be on {} dates", days.len()),
            dates: when::list(&days),
        },
    }
}

/// Every date that comes of a rule, once all of it is told.
fn rule_so_far(answers: &WhenAnswers, first: NaiveDate, today: NaiveDate) -> Preview {
    let mut quiet = Reader {
        now: today.and_time(NaiveTime::MIN).and_utc(),
        errors: FormErrors::default(),
    };
    let hours = answers.hours_so_far(&mut quiet);
    let hours = hours.unwrap_or_else(|| vec![Hours::AllDay]);
    quiet.errors = FormErrors::default();
    let Some(dates) = answers.rule.read(Some(first), Some(&hours), &mut quiet) else {
        return one_so_far(first, answers);
    };
    let open = answers.rule.ends == "open";
    let heading = match dates.days().len() {
        n if open => format!("Your event will be on {n} dates in the next year or so, and go on"),
        n => format!("Your event will be on {n} dates"),
    };
    Preview {
        heading,
        dates: when::list_with_weekdays(&dates.days()),
    }
}

fn one_so_far(date: NaiveDate, answers: &WhenAnswers) -> Preview {
    let mut quiet = Reader {
        now: DateTime::UNIX_EPOCH,
        errors: FormErrors::default(),
    };
    let dates = match answers.hours_so_far(&mut quiet) {
        Some(hours) => when::day_and_hours(date, &hours),
        None => when::day(date),
    };
    Preview {
        heading: "Your event will be on".to_owned(),
        dates,
    }
}

fn run_so_far(first: NaiveDate, last: &TypedDate<'_>) -> Vec<NaiveDate> {
    let last = last
        .parse()
        .ok()
        .filter(|last| *last <= first + Days::new(MOST_DAYS - 1));
    let last = last.unwrap_or(first).max(first);
    first.iter_days().take_while(|date| *date <= last).collect()
}

fn chosen_so_far(first: NaiveDate, more: &[MoreDate]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = more
        .iter()
        .filter_map(|row| row.date().parse().ok())
        .collect();
    days.push(first);
    days.sort_unstable();
    days.dedup();
    days
}
