//! What repeats: how often, until when, and which dates are left out of it, come on top or are at
//! another time.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc, Weekday};

use super::problems::Which;
use super::reader::{Reader, TypedDate, blank};
use crate::form::Fields;
use crate::limits::{MONTHS_AHEAD, MOST_OTHERWISE, MOST_REPEATS};
use crate::when::{
    self, Dates, DatesProblem, Ends, Every, Hours, MAX_SITTINGS, Repeat, Sitting, WEEK,
};

/// How much of a line is looked through for the end of its date, in characters.
const LONGEST_DATE: usize = 60;

/// How an event repeats, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepeatAnswers {
    /// `every`: "week", "fortnight", "month-day", "month-weekday" or "month-last"
    pub every: String,
    /// `monday` … `sunday`: those that are ticked, by their names
    pub on: Vec<String>,
    /// `ends`: "until", "times" or "open"
    pub ends: String,
    /// `until-day`, with "until"
    pub until_day: String,
    /// `until-month`
    pub until_month: String,
    /// `until-year`
    pub until_year: String,
    /// `times`, with "times"
    pub times: String,
    /// `left-out`: dates, one a line
    pub left_out: String,
    /// `further`: dates, one a line
    pub further: String,
    /// `otherwise`: dates with their own times, one a line
    pub otherwise: String,
}

impl RepeatAnswers {
    /// The names of its fields.
    pub const FIELDS: [&str; 9] = [
        "every",
        "ends",
        "until-day",
        "until-month",
        "until-year",
        "times",
        "left-out",
        "further",
        "otherwise",
    ];

    pub(super) fn take(fields: &mut Fields) -> Self {
        Self {
            every: fields.take("every"),
            on: WEEK
                .map(|(.., name)| name.to_lowercase())
                .into_iter()
                .filter(|name| !fields.take(name).is_empty())
                .collect(),
            ends: fields.take("ends"),
            until_day: fields.take("until-day"),
            until_month: fields.take("until-month"),
            until_year: fields.take("until-year"),
            times: fields.take("times"),
            left_out: fields.take("left-out"),
            further: fields.take("further"),
            otherwise: fields.take("otherwise"),
        }
    }

    /// Whether nothing of it is filled in.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    fn until(&self) -> TypedDate<'_> {
        TypedDate {
            day: &self.until_day,
            month: &self.until_month,
            year: &self.until_year,
        }
    }

    /// Reads the rule. What is wrong is told on "every", "monday", "ends", "until-day" and so on,
    /// "times", "left-out", "further" and "otherwise".
    pub(super) fn read(
        &self,
        first: Option<NaiveDate>,
        hours: Option<&[Hours]>,
        reader: &mut Reader,
    ) -> Option<Dates> {
        let every = self.every(first, reader);
        let ends = self.ends(first, reader);
        let (every, ends) = every.zip(ends)?;
        let (first, hours) = first.zip(hours)?;
        let mut repeat = Repeat {
            first,
            hours: hours.to_vec(),
            every,
            ends,
            left_out: Vec::new(),
            further: Vec::new(),
            otherwise: Vec::new(),
        };
        let fine = self.is_long_enough(&repeat, reader);
        repeat.left_out = self.left_out(&repeat, reader);
        repeat.further = self.further(&repeat, reader);
        repeat.otherwise = self.otherwise(&repeat, reader);
        if !fine || !reader.errors.is_empty() || !times_exist(&repeat, reader) {
            return None;
        }
        dates(repeat, reader)
    }

    fn every(&self, first: Option<NaiveDate>, reader: &mut Reader) -> Option<Every> {
        let every = match self.every.as_str() {
            "week" => self.weeks(1, first, reader)?,
            "fortnight" => self.weeks(2, first, reader)?,
            "month-day" => Every::DayOfMonth,
            // What is the fifth of a month is the last of it.
            "month-weekday" if first.is_some_and(|first| first.day() > 28) => {
                Every::LastWeekdayOfMonth
            }
            "month-weekday" => Every::WeekdayOfMonth,
            "month-last" => return last_of_month(first?, reader),
            _ => {
                reader.errors.push("every", "Select how often it happens");
                return None;
            }
        };
        Some(every)
    }

    fn weeks(&self, step: u8, first: Option<NaiveDate>, reader: &mut Reader) -> Option<Every> {
        let ticked = WEEK
            .iter()
            .filter(|(.., name)| self.on.contains(&name.to_lowercase()));
        let mut days: Vec<Weekday> = ticked.map(|(day, ..)| *day).collect();
        let first = first?;
        if days.is_empty() {
            days.push(first.weekday());
        }
        if !days.contains(&first.weekday()) {
            let weekday = when::weekday(first);
            reader.errors.push(
                "monday",
                format!(
                    "The first date is a {weekday}: tick {weekday} too, or change the first date"
                ),
            );
            return None;
        }
        Some(Every::Weeks { step, days })
    }

    fn ends(&self, first: Option<NaiveDate>, reader: &mut Reader) -> Option<Ends> {
        match self.ends.as_str() {
            "until" => {
                let day = reader.date(&self.until(), Which::Until)?;
                let first = first.filter(|first| day <= *first);
                if let Some(first) = first {
                    let first = when::day_and_year(first);
                    let message = format!("The date it goes on until must be after {first}");
                    reader.errors.push("until-day", message);
                    return None;
                }
                Some(Ends::On(day))
            }
            "times" => {
                let times = self.times.trim().parse().ok();
                let times = times.filter(|times| (2..=MOST_REPEATS).contains(times));
                if times.is_none() {
                    let message =
                        format!("Enter how many times it happens, from 2 to {MOST_REPEATS}");
                    reader.errors.push("times", message);
                }
                times.map(Ends::After)
            }
            "open" => Some(Ends::Open),
            _ => {
                reader.errors.push("ends", "Select how long it goes on");
                None
            }
        }
    }

    /// Whether the rule alone has two dates or more, the last of them neither past nor too far.
    fn is_long_enough(&self, repeat: &Repeat, reader: &mut Reader) -> bool {
        let today = when::today(reader.now);
        let furthest = today + Months::new(MONTHS_AHEAD);
        let field = if self.ends == "times" {
            "times"
        } else {
            "until-day"
        };
        let met = repeat.met(match repeat.ends {
            Ends::Open => repeat.reach(reader.now),
            Ends::On(_) | Ends::After(_) => NaiveDate::MAX,
        });
        let last = met.last().copied().unwrap_or(repeat.first);
        if met.len() < 2 {
            let message = "Choose a later date, so that it happens more than once";
            reader.errors.push(field, message);
        } else if last < today {
            let message = format!(
                "The last date is {}. It must be in the future",
                when::day_and_year(last)
            );
            reader.errors.push(field, message);
        } else if last > furthest && !repeat.is_open() {
            let (last, furthest) = (when::day_and_year(last), when::day_and_year(furthest));
            let message = format!(
                "The last date is {last}. It must be within {MONTHS_AHEAD} months, on or before {furthest}"
            );
            reader.errors.push(field, message);
        } else {
            return true;
        }
        false
    }

    fn left_out(&self, repeat: &Repeat, reader: &mut Reader) -> Vec<NaiveDate> {
        let met = repeat.met(match repeat.ends {
            Ends::Open => when::today(reader.now) + Months::new(MONTHS_AHEAD),
            Ends::On(_) | Ends::After(_) => NaiveDate::MAX,
        });
        let days = lines(&self.left_out, repeat.first, "left-out", reader);
        if let Some(stranger) = days.iter().find(|day| !met.contains(day)) {
            let message = format!(
                "{} is not one of its dates, so there is nothing to leave out",
                when::day(*stranger)
            );
            reader.errors.push("left-out", message);
        }
        days
    }

    fn further(&self, repeat: &Repeat, reader: &mut Reader) -> Vec<NaiveDate> {
        let today = when::today(reader.now);
        let furthest = today + Months::new(MONTHS_AHEAD);
        let met = repeat.met(furthest);
        let days = lines(&self.further, today.min(repeat.first), "further", reader);
        let wrong = days.iter().find_map(|day| {
            let words = when::day(*day);
            if met.contains(day) {
                Some(format!("{words} is one of its dates already"))
            } else if *day < today.min(repeat.first) {
                Some(format!(
                    "{words} has passed. A further date must be in the future"
                ))
            } else if *day > furthest {
                let furthest = when::day_and_year(furthest);
                Some(format!(
                    "{words} is too far ahead. It must be on or before {furthest}"
                ))
            } else {
                None
            }
        });
        if let Some(message) = wrong {
            reader.errors.push("further", message);
        }
        days
    }

    /// The dates at another time: one of its dates a line, with what it is on that day. Several
    /// lines of one date are several times of it.
    fn otherwise(&self, repeat: &Repeat, reader: &mut Reader) -> Vec<Sitting> {
        let days = repeat.days(when::today(reader.now) + Months::new(MONTHS_AHEAD));
        let lines = self.otherwise.lines().filter(|line| !blank(line));
        let mut all: Vec<Sitting> = Vec::new();
        for line in lines {
            if all.len() == MOST_OTHERWISE {
                let message = format!("Enter {MOST_OTHERWISE} dates at another time at most");
                reader.errors.push("otherwise", message);
                break;
            }
            let Some((date, time)) = date_and_time(line, repeat.first, &days) else {
                let line = start_of(line);
                let message = format!(
                    "Enter each date with its time on a line of its own, for example 24 March 2027, 3pm to 5pm. “{line}” is none"
                );
                reader.errors.push("otherwise", message);
                break;
            };
            if !days.contains(&date) {
                let message = format!(
                    "{} is not one of its dates. Enter it as a further date too, or change the date",
                    when::day(date)
                );
                reader.errors.push("otherwise", message);
                break;
            }
            let Some(hours) = hours_of_date(&time, date, reader) else {
                break;
            };
            let one = Sitting { date, hours };
            let mut of_day = all.iter().filter(|there| there.date == date);
            if let Some(message) = of_day.find_map(|there| cannot_both(*there, one)) {
                reader.errors.push("otherwise", message);
                break;
            }
            all.push(one);
        }
        all.sort_by_key(|one| (one.date, one.hours.start()));
        all
    }
}

/// Splits a line after its date: "24 March 2027, 3pm to 5pm". What can be one of the event's `days`
/// is: "24 March 10 to 12" has a time, and no year. Nothing where there is no date or no time.
fn date_and_time(line: &str, from: NaiveDate, days: &[NaiveDate]) -> Option<(NaiveDate, String)> {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';');
    let line = line.to_lowercase();
    // A line may be as long as a form: no date is.
    let places = line.char_indices().take(LONGEST_DATE);
    let places: Vec<usize> = places
        .filter(|(_, c)| between(*c))
        .map(|(at, _)| at)
        .collect();
    let splits = places.into_iter().rev().filter_map(|at| {
        let (date, time) = line.split_at(at);
        let time = time.trim_start_matches(|c| between(c) || matches!(c, '-' | '–' | '—'));
        let time = time
            .strip_prefix("at ")
            .or_else(|| time.strip_prefix("from "))
            .unwrap_or(time);
        let date = when::parse_date_in_words(date, from).ok()?;
        (!blank(time)).then(|| (date, time.to_owned()))
    });
    let splits: Vec<_> = splits.collect();
    let of_event = splits.iter().find(|(date, _)| days.contains(date));
    of_event.or(splits.first()).cloned()
}

fn hours_of_date(time: &str, date: NaiveDate, reader: &mut Reader) -> Option<Hours> {
    if time.trim().eq_ignore_ascii_case("all day") {
        return Some(Hours::AllDay);
    }
    let (start, finish) = when::start_and_finish(time);
    reader.hours(start, finish, Which::Otherwise(date))
}

/// Why two sittings cannot be on one day: they start at one time, or one is the whole day.
fn cannot_both(there: Sitting, one: Sitting) -> Option<String> {
    let date = when::day(one.date);
    if there.hours == Hours::AllDay || one.hours == Hours::AllDay {
        Some(format!("{date} cannot be all day and have a time"))
    } else if there.hours.start() == one.hours.start() {
        let start = when::time(one.hours.start());
        Some(format!("{start} on {date} is there already"))
    } else {
        None
    }
}

fn last_of_month(first: NaiveDate, reader: &mut Reader) -> Option<Every> {
    let next_week = first + chrono::Days::new(7);
    if next_week.month() != first.month() {
        return Some(Every::LastWeekdayOfMonth);
    }
    let message = format!(
        "{} is not the last {} of its month. Change the first date, or select another answer",
        when::day(first),
        when::weekday(first)
    );
    reader.errors.push("every", message);
    None
}

/// Dates typed one a line, in order, each once.
fn lines(text: &str, from: NaiveDate, field: &str, reader: &mut Reader) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    for line in text.lines().filter(|line| !blank(line)) {
        if let Ok(day) = when::parse_date_in_words(line, from) {
            days.push(day);
        } else {
            let line = start_of(line);
            let message = format!(
                "Enter each date on a line of its own, for example 24 March 2027. “{line}” is none"
            );
            reader.errors.push(field, message);
            break;
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// As much of a line as goes into a message.
fn start_of(line: &str) -> String {
    line.trim().chars().take(40).collect()
}

/// Tells of the first date whose times the clocks jump over: the sender leaves it out or says
/// another time.
fn times_exist(repeat: &Repeat, reader: &mut Reader) -> bool {
    let gap = repeat
        .days(repeat.reach(reader.now))
        .into_iter()
        .find_map(|date| {
            let mut sittings = repeat.on(date);
            sittings.find_map(|sitting| sitting.gap())
        });
    if let Some((control, gap)) = gap {
        let message = format!(
            "{} does not exist on {}: the clocks go forward from 1am to 2am. Enter a different time, or leave that date out",
            when::time(gap.time),
            when::day(gap.date)
        );
        let control = if repeat.is_otherwise(gap.date) {
            "otherwise"
        } else if repeat.hours.len() > 1 {
            "again"
        } else {
            control
        };
        reader.errors.push(control, message);
    }
    gap.is_none()
}

fn dates(repeat: Repeat, reader: &mut Reader) -> Option<Dates> {
    let now: DateTime<Utc> = reader.now;
    match Dates::repeating(repeat, now) {
        Ok(dates) if dates.last().starts_at() <= now => {
            reader
                .errors
                .push("day", "One of its dates must be in the future");
            None
        }
        Ok(dates) => Some(dates),
        Err(DatesProblem::TooMany) => {
            let message = format!(
                "These are more than {MAX_SITTINGS} dates, which is the most. Choose an earlier end or fewer days"
            );
            reader.errors.push("ends", message);
            None
        }
        Err(_) => {
            let message = "Leave at least one date in";
            reader.errors.push("left-out", message);
            None
        }
    }
}
