//! When it is: the step that reads dates and times, and what they come to.

mod preview;
mod problems;
mod reader;
mod repeat;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::form::{Fields, FormErrors, Pairs, Tampered};
use crate::limits::MOST_FURTHER_TIMES;
use crate::when::{self, Dates, Hours, Sitting, TimeProblem, parse_time, start_and_finish};

pub use preview::{Preview, preview};
use problems::{Which, am_or_pm};
use reader::{Reader, TypedDate, blank};
pub use repeat::RepeatAnswers;

pub use crate::limits::{MOST_DATES, MOST_DAYS};

/// One more date, as typed. Fields `day-2` … `finish-2` for the second date, and so on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoreDate {
    /// `day-2`
    pub day: String,
    /// `month-2`
    pub month: String,
    /// `year-2`
    pub year: String,
    /// `start-2`; the first date's where it is empty
    pub start: String,
    /// `finish-2`
    pub finish: String,
}

/// When it is, as typed. Fields `day`, `month`, `year`, `all-day`, `start`, `finish`, `again`,
/// `doors`, `repeats`, `last-day`, `last-month`, `last-year`, those of [`RepeatAnswers`] and those of
/// [`MoreDate`] up to 30.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhenAnswers {
    /// `day`
    pub day: String,
    /// `month`
    pub month: String,
    /// `year`
    pub year: String,
    /// `all-day`: "yes" or empty
    pub all_day: String,
    /// `start`
    pub start: String,
    /// `finish`
    pub finish: String,
    /// `again`: further times on the same day, one a line
    pub again: String,
    /// `doors`
    pub doors: String,
    /// `repeats`: "once", "days" (several in a row), "rule" (every week or month) or "dates"
    /// (chosen one by one)
    pub repeats: String,
    /// `last-day`, with "days"
    pub last_day: String,
    /// `last-month`
    pub last_month: String,
    /// `last-year`
    pub last_year: String,
    /// How it repeats, with "rule"
    pub rule: RepeatAnswers,
    /// The second date and on, with "dates"
    pub more: Vec<MoreDate>,
}

impl WhenAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let mut answers = Self {
            day: fields.take("day"),
            month: fields.take("month"),
            year: fields.take("year"),
            all_day: fields.take("all-day"),
            start: fields.take("start"),
            finish: fields.take("finish"),
            again: fields.take("again"),
            doors: fields.take("doors"),
            repeats: fields.take("repeats"),
            last_day: fields.take("last-day"),
            last_month: fields.take("last-month"),
            last_year: fields.take("last-year"),
            rule: RepeatAnswers::take(&mut fields),
            more: Vec::new(),
        };
        let mut more: Vec<Option<MoreDate>> = (2..=MOST_DATES)
            .map(|n| MoreDate::take(&mut fields, n))
            .collect();
        // As many as the page had: a row in the middle may be empty.
        more.truncate(
            more.iter()
                .rposition(Option::is_some)
                .map_or(0, |last| last + 1),
        );
        answers.more = more.into_iter().map(Option::unwrap_or_default).collect();
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems, each on the first control to mend: "day", "start-3", "last-year".
    pub fn parse(&self, now: DateTime<Utc>) -> Result<Dates, FormErrors> {
        let mut reader = Reader {
            now,
            errors: FormErrors::default(),
        };
        let dates = self.read(&mut reader);
        reader
            .errors
            .unless_any(dates)
            .and_then(|dates| dates.ok_or_else(no_dates))
    }

    fn read(&self, reader: &mut Reader) -> Option<Dates> {
        let repeats = self.repeats == "rule";
        let first = if repeats {
            reader.begun(&self.first())
        } else {
            reader.date(&self.first(), Which::First)
        };
        let hours = self.first_hours(reader);
        let doors = self.doors(hours, reader);
        let hours = self.with_further(hours, reader);
        let hours = hours.as_deref();
        if repeats {
            let dates = self.rule.read(first, hours, reader);
            return dates.map(|dates| dates.with_doors(doors));
        }
        let mut sittings = Vec::new();
        if let (Some(date), Some(hours)) = (first, hours) {
            reader.sittings(date, hours, Which::First, &mut sittings);
        }
        match self.repeats.as_str() {
            "once" => {}
            "days" => self.days_in_a_row(first, hours, reader, &mut sittings),
            "dates" => self.chosen_dates(hours, reader, &mut sittings),
            _ => reader
                .errors
                .push("repeats", "Select whether it happens more than once"),
        }
        let dates = Dates::new(sittings).ok();
        dates.map(|dates| dates.with_doors(doors))
    }

    /// When the doors open, before it starts.
    fn doors(&self, hours: Option<Hours>, reader: &mut Reader) -> Option<NaiveTime> {
        if blank(&self.doors) {
            return None;
        }
        let problem = match (parse_time(&self.doors), hours) {
            (Ok(_), Some(Hours::AllDay)) => {
                "Leave the doors empty where it lasts all day".to_owned()
            }
            (Ok(_), _) if !blank(&self.again) => {
                "Leave the doors empty where it is on more than once a day, and say when they open in the description".to_owned()
            }
            (Ok(at), Some(hours)) if at >= hours.start() => {
                format!("The doors must open before {}", when::time(hours.start()))
            }
            (Ok(at), _) => return Some(at),
            (Err(TimeProblem::AmOrPm { hour, minute }), _) => am_or_pm(hour, minute, ""),
            (Err(_), _) => {
                "Enter when the doors open, like 6:30pm or 18:30, or leave it empty".to_owned()
            }
        };
        reader.errors.push("doors", problem);
        None
    }

    fn first(&self) -> TypedDate<'_> {
        TypedDate {
            day: &self.day,
            month: &self.month,
            year: &self.year,
        }
    }

    fn last(&self) -> TypedDate<'_> {
        TypedDate {
            day: &self.last_day,
            month: &self.last_month,
            year: &self.last_year,
        }
    }

    fn first_hours(&self, reader: &mut Reader) -> Option<Hours> {
        if self.all_day != "yes" {
            return reader.hours(&self.start, &self.finish, Which::First);
        }
        if blank(&self.start) && blank(&self.finish) {
            return Some(Hours::AllDay);
        }
        reader
            .errors
            .push("all-day", "Choose “All day” or enter the times, not both");
        None
    }

    fn hours_so_far(&self, reader: &mut Reader) -> Option<Vec<Hours>> {
        let hours = self.first_hours(reader);
        self.with_further(hours, reader)
            .or(hours.map(|hours| vec![hours]))
    }

    /// The hours with the further times of the same day, in order, each start once.
    fn with_further(&self, hours: Option<Hours>, reader: &mut Reader) -> Option<Vec<Hours>> {
        let lines: Vec<&str> = self.again.lines().filter(|line| !blank(line)).collect();
        if !lines.is_empty() && hours == Some(Hours::AllDay) {
            let message = "Leave the further times empty where it lasts all day";
            reader.errors.push("again", message);
            return None;
        }
        if lines.len() > MOST_FURTHER_TIMES {
            let message = format!("Enter {MOST_FURTHER_TIMES} further times at most");
            reader.errors.push("again", message);
            return None;
        }
        let mut all: Vec<Hours> = hours.into_iter().collect();
        for line in lines {
            let (start, finish) = start_and_finish(line);
            let further = reader.hours(start, finish, Which::Further)?;
            if all.iter().any(|there| there.start() == further.start()) {
                let message = format!("{} is there already", when::time(further.start()));
                reader.errors.push("again", message);
                return None;
            }
            all.push(further);
        }
        all.sort_by_key(Hours::start);
        hours.map(|_| all)
    }

    fn days_in_a_row(
        &self,
        first: Option<NaiveDate>,
        hours: Option<&[Hours]>,
        reader: &mut Reader,
        sittings: &mut Vec<Sitting>,
    ) {
        let Some(last) = reader.date(&self.last(), Which::Last) else {
            return;
        };
        let Some(first) = first else { return };
        let latest = first + Days::new(MOST_DAYS - 1);
        if last <= first {
            reader.errors.push(
                "last-day",
                format!("Last date must be after {}", when::day_and_year(first)),
            );
        } else if last > latest {
            let latest = when::day_and_year(latest);
            let message = format!(
                "Last date must be {latest} or earlier, so that it is {MOST_DAYS} days at most"
            );
            reader.errors.push("last-day", message);
        } else if let Some(hours) = hours {
            for date in first.iter_days().skip(1).take_while(|date| *date <= last) {
                reader.sittings(date, hours, Which::First, sittings);
            }
        }
    }

    fn chosen_dates(
        &self,
        hours: Option<&[Hours]>,
        reader: &mut Reader,
        sittings: &mut Vec<Sitting>,
    ) {
        if self.more.iter().all(MoreDate::is_blank) {
            reader.errors.push(
                "day-2",
                "Enter the second date, or select that it happens once",
            );
        }
        for (row, n) in self.more.iter().zip(2..).filter(|(row, _)| !row.is_blank()) {
            let which = Which::Nth(n);
            let date = reader.date(&row.date(), which);
            let own = if row.has_times() {
                let own = reader.hours(&row.start, &row.finish, which);
                own.map(|own| vec![own])
            } else {
                hours.map(<[Hours]>::to_vec)
            };
            if let (Some(date), Some(hours)) = (date, own) {
                reader.sittings(date, &hours, which, sittings);
            }
        }
    }
}

impl MoreDate {
    fn take(fields: &mut Fields, n: usize) -> Option<Self> {
        let mut part = |name: &str| fields.take_sent(&format!("{name}-{n}"));
        let parts = [
            part("day"),
            part("month"),
            part("year"),
            part("start"),
            part("finish"),
        ];
        parts.iter().any(Option::is_some).then(|| {
            let [day, month, year, start, finish] = parts.map(Option::unwrap_or_default);
            Self {
                day,
                month,
                year,
                start,
                finish,
            }
        })
    }

    fn date(&self) -> TypedDate<'_> {
        TypedDate {
            day: &self.day,
            month: &self.month,
            year: &self.year,
        }
    }

    fn has_times(&self) -> bool {
        !blank(&self.start) || !blank(&self.finish)
    }

    fn is_blank(&self) -> bool {
        blank(&self.day) && blank(&self.month) && blank(&self.year) && !self.has_times()
    }
}

fn no_dates() -> FormErrors {
    let mut errors = FormErrors::default();
    errors.push("day", "Enter the event's date");
    errors
}
