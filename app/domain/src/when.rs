//! Days, times and ranges on the parish's clock (Europe/London), read as people type them and
//! written as GOV.UK writes them. The only place that formats a date.

mod read;
mod repeat;
mod words;

use std::collections::HashSet;

use chrono::{DateTime, Days, MappedLocalTime, NaiveDate, NaiveTime, TimeZone, Utc};

pub(crate) use read::parse_day_and_month;
pub use read::{parse_date, parse_date_in_words, parse_finish, parse_time, start_and_finish};
pub use repeat::{Ends, Every, NotARule, Repeat, WEEK};
pub use words::{
    date_attr, dates, dates_in_full, day, day_and_year, day_short, doors, doors_at, hours, list,
    list_with_weekdays, moment, moment_attr, month, sitting, sitting_attr, span, time, was_to_be,
    weekday,
};
pub(crate) use words::{day_and_hours, month_name};

/// The parish's clock.
pub const LONDON: chrono_tz::Tz = chrono_tz::Europe::London;

pub use crate::limits::{HORIZON, MAX_SITTINGS};

/// The day it is in the parish.
#[must_use]
pub fn today(now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&LONDON).date_naive()
}

/// Why three fields were not taken as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// All three are empty.
    #[error("no date")]
    Empty,
    /// The day is empty.
    #[error("no day")]
    NoDay,
    /// The month is empty.
    #[error("no month")]
    NoMonth,
    /// The year is empty.
    #[error("no year")]
    NoYear,
    /// The day is not a number from 1 to 31.
    #[error("not a day")]
    NotADay,
    /// The month is neither a number from 1 to 12 nor a name.
    #[error("not a month")]
    NotAMonth,
    /// The year has not two or four digits.
    #[error("not a year")]
    NotAYear,
    /// The month has no such day that year: 31 June, 29 February 2027.
    #[error("no such date")]
    NoSuchDate {
        /// The day typed.
        day: u32,
        /// The month, 1 to 12.
        month: u32,
        /// The year.
        year: i32,
    },
}

/// Why a field was not taken as a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeProblem {
    /// Nothing was typed.
    #[error("no time")]
    Empty,
    /// An hour from 1 to 7 that may be of the morning or the evening.
    #[error("morning or evening")]
    AmOrPm {
        /// The hour typed.
        hour: u32,
        /// The minute.
        minute: u32,
    },
    /// More than one time: "9.30 for 10", "7pm to 9pm".
    #[error("more than one time")]
    TwoTimes,
    /// Words for an open end: "till late".
    #[error("an open end")]
    OpenEnd,
    /// Not a time.
    #[error("not a time")]
    NotATime,
}

/// The finish is not after the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the finish is not after the start")]
pub struct FinishBeforeStart;

/// A time that the clocks jump over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clocks go forward over this time")]
pub struct NoSuchTime {
    /// The day of it.
    pub date: NaiveDate,
    /// The time that day has not.
    pub time: NaiveTime,
}

/// From when to when, on any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hours {
    /// The whole day.
    AllDay,
    /// From a time on, with no set finish.
    From {
        /// When it starts.
        start: NaiveTime,
    },
    /// From a time to a time, on the next day where that is not later (see [`Hours::from_to`]).
    FromTo {
        /// When it starts.
        start: NaiveTime,
        /// When it finishes.
        finish: NaiveTime,
    },
}

/// One date of an event with its hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sitting {
    /// The day it starts.
    pub date: NaiveDate,
    /// From when to when.
    pub hours: Hours,
}

/// When an event is: 1 to [`MAX_SITTINGS`] sittings, in order, none twice; the rule that they come
/// of, where there is one; and when the doors open.
///
/// In the database it is a [`crate::stored::Dates`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    sittings: Vec<Sitting>,
    repeat: Option<Repeat>,
    doors: Option<NaiveTime>,
}

/// Why sittings are not the dates of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DatesProblem {
    /// There are none.
    #[error("there is no date")]
    Empty,
    /// There are more than [`MAX_SITTINGS`].
    #[error("there are too many dates")]
    TooMany,
    /// One finishes before it starts.
    #[error(transparent)]
    FinishBeforeStart(#[from] FinishBeforeStart),
    /// One starts or finishes at a time that the clocks jump over.
    #[error(transparent)]
    NoSuchTime(#[from] NoSuchTime),
}

/// The latest finish that still belongs to the evening before.
const SMALL_HOURS: Option<NaiveTime> = NaiveTime::from_hms_opt(6, 0, 0);

impl Hours {
    /// Hours with a finish. One that is earlier than the start is on the next day, but only where
    /// it is at or before 6am: "8pm to 1am".
    ///
    /// # Errors
    /// The finish is not after the start.
    pub fn from_to(start: NaiveTime, finish: NaiveTime) -> Result<Self, FinishBeforeStart> {
        let next_day = finish < start && Some(finish) <= SMALL_HOURS;
        if finish > start || next_day {
            Ok(Self::FromTo { start, finish })
        } else {
            Err(FinishBeforeStart)
        }
    }

    /// When it starts; midnight where it is the whole day.
    #[must_use]
    pub fn start(&self) -> NaiveTime {
        match self {
            Self::AllDay => NaiveTime::MIN,
            Self::From { start } | Self::FromTo { start, .. } => *start,
        }
    }

    /// When it finishes, where that is told.
    #[must_use]
    pub fn finish(&self) -> Option<NaiveTime> {
        match self {
            Self::AllDay | Self::From { .. } => None,
            Self::FromTo { finish, .. } => Some(*finish),
        }
    }
}

impl Sitting {
    /// The instant it starts.
    #[must_use]
    pub fn starts_at(&self) -> DateTime<Utc> {
        instant(self.date, self.hours.start())
    }

    /// The instant it ends, where that is known.
    #[must_use]
    pub fn ends_at(&self) -> Option<DateTime<Utc>> {
        match self.hours {
            Hours::AllDay => Some(instant(tomorrow(self.date), NaiveTime::MIN)),
            Hours::From { .. } => None,
            Hours::FromTo { finish, .. } => Some(instant(self.last_date(), finish)),
        }
    }

    /// Whether it goes on to midnight or past it.
    #[must_use]
    pub fn ends_next_day(&self) -> bool {
        self.hours
            .finish()
            .is_some_and(|finish| finish <= self.hours.start())
    }

    /// The instant it leaves the list: its end, or the end of its day where it has none.
    #[must_use]
    pub fn over_at(&self) -> DateTime<Utc> {
        self.ends_at()
            .unwrap_or_else(|| instant(tomorrow(self.date), NaiveTime::MIN))
    }

    /// Checks that its hours can be, on its day.
    fn check(&self) -> Result<(), DatesProblem> {
        resolve(self.date, self.hours.start())?;
        if let Some(finish) = self.hours.finish() {
            Hours::from_to(self.hours.start(), finish)?;
            resolve(self.last_date(), finish)?;
        }
        Ok(())
    }

    /// The control of the form ("start", "finish") whose time the clocks jump over.
    pub(crate) fn gap(&self) -> Option<(&'static str, NoSuchTime)> {
        let times = [
            ("start", self.date, Some(self.hours.start())),
            ("finish", self.last_date(), self.hours.finish()),
        ];
        times
            .into_iter()
            .find_map(|(control, date, time)| Some((control, resolve(date, time?).err()?)))
    }

    /// Whether the clocks have its times: they jump over some.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.check().is_ok()
    }

    /// The day its finish is on.
    pub(crate) fn last_date(&self) -> NaiveDate {
        if self.ends_next_day() {
            tomorrow(self.date)
        } else {
            self.date
        }
    }
}

impl Dates {
    /// Puts sittings in order and drops repeats.
    ///
    /// # Errors
    /// There are none or too many, or one has hours that cannot be.
    pub fn new(sittings: Vec<Sitting>) -> Result<Self, DatesProblem> {
        sittings.iter().try_for_each(Sitting::check)?;
        let sittings = in_order(sittings);
        match sittings.len() {
            0 => Err(DatesProblem::Empty),
            1..=MAX_SITTINGS => Ok(Self {
                sittings,
                repeat: None,
                doors: None,
            }),
            _ => Err(DatesProblem::TooMany),
        }
    }

    /// Dates as they were stored, however many and whenever they are; none where there is no date.
    pub(crate) fn of_record(
        sittings: Vec<Sitting>,
        repeat: Option<Repeat>,
        doors: Option<NaiveTime>,
    ) -> Option<Self> {
        let sittings = in_order(sittings);
        (!sittings.is_empty()).then_some(Self {
            sittings,
            repeat,
            doors,
        })
    }

    /// The dates that come of a rule, as far as it reaches at a moment.
    ///
    /// # Errors
    /// There are none or too many.
    pub fn repeating(repeat: Repeat, now: DateTime<Utc>) -> Result<Self, DatesProblem> {
        let dates = Self::new(repeat.sittings(now))?;
        Ok(Self {
            repeat: Some(repeat),
            ..dates
        })
    }

    /// The same with the time the doors open.
    #[must_use]
    pub fn with_doors(self, doors: Option<NaiveTime>) -> Self {
        Self { doors, ..self }
    }

    /// The same dates at a later moment: where the rule has no end, those that came since, and not
    /// those that have passed.
    #[must_use]
    pub fn reaching(&self, now: DateTime<Utc>) -> Self {
        let Some(repeat) = self.repeat.as_ref().filter(|repeat| repeat.is_open()) else {
            return self.clone();
        };
        let mut sittings = repeat.sittings(now);
        sittings.retain(|sitting| sitting.over_at() > now);
        sittings.truncate(MAX_SITTINGS);
        Self::new(sittings).map_or_else(
            |_| self.clone(),
            |dates| Self {
                repeat: self.repeat.clone(),
                doors: self.doors,
                ..dates
            },
        )
    }

    /// The same with only the sittings that are not over, unless all are.
    #[must_use]
    pub fn to_come(&self, now: DateTime<Utc>) -> Self {
        let ahead = self.sittings.iter().filter(|one| one.over_at() > now);
        let ahead: Vec<Sitting> = ahead.copied().collect();
        if ahead.is_empty() {
            return self.clone();
        }
        Self {
            sittings: ahead,
            ..self.clone()
        }
    }

    /// The rule that the dates come of.
    #[must_use]
    pub fn repeat(&self) -> Option<&Repeat> {
        self.repeat.as_ref()
    }

    /// When the doors open.
    #[must_use]
    pub fn doors(&self) -> Option<NaiveTime> {
        self.doors
    }

    /// The dates to come of an event that was on `before` that stand in the place of others: where a
    /// date still to come lost its day or the time it starts, those that are new. Dates that only
    /// come on top or drop out are none of that, nor is another finish.
    #[must_use]
    pub fn moved_from(&self, before: &Self, now: DateTime<Utc>) -> Vec<Sitting> {
        let (before, after) = (before.reaching(now), self.reaching(now));
        let to_come = |one: &Sitting| one.over_at() > now;
        if !before.not_in(&after).iter().any(to_come) {
            return Vec::new();
        }
        let mut new = after.not_in(&before);
        new.retain(to_come);
        new
    }

    /// Whether a date to come that `before` had still stands.
    #[must_use]
    pub(crate) fn keeps_of(&self, before: &Self, now: DateTime<Utc>) -> bool {
        let (before, after) = (before.reaching(now), self.reaching(now));
        let starts: HashSet<_> = after.sittings.iter().map(Sitting::starts_at).collect();
        let mut to_come = (before.sittings.iter()).filter(|one| one.over_at() > now);
        to_come.any(|one| starts.contains(&one.starts_at()))
    }

    /// The sittings that begin when none of the other dates does, in order.
    #[must_use]
    pub fn not_in(&self, other: &Self) -> Vec<Sitting> {
        let starts: HashSet<_> = other.sittings.iter().map(Sitting::starts_at).collect();
        let missing = |one: &&Sitting| !starts.contains(&one.starts_at());
        self.sittings.iter().filter(missing).copied().collect()
    }

    /// What there is to know of times that come twice, a sentence each: as the clocks go back, 1am
    /// to 2am does.
    #[must_use]
    pub fn twice(&self) -> Vec<String> {
        let twice = |date: NaiveDate, time: NaiveTime| {
            let local = date.and_time(time);
            matches!(
                LONDON.from_local_datetime(&local),
                MappedLocalTime::Ambiguous(..)
            )
        };
        let mut words = Vec::new();
        for sitting in &self.sittings {
            let times = [
                (sitting.date, Some(sitting.hours.start())),
                (sitting.last_date(), sitting.hours.finish()),
            ];
            for (date, at) in times {
                if let Some(at) = at.filter(|at| twice(date, *at)) {
                    words.push(format!(
                        "{} comes twice on {}, as the clocks go back: the first is meant",
                        time(at),
                        day(date)
                    ));
                }
            }
        }
        words
    }

    /// The sittings, in order; at least one.
    #[must_use]
    pub fn sittings(&self) -> &[Sitting] {
        &self.sittings
    }

    /// The first sitting.
    #[must_use]
    pub fn first(&self) -> &Sitting {
        &self.sittings[0]
    }

    /// The last sitting.
    #[must_use]
    pub fn last(&self) -> &Sitting {
        &self.sittings[self.sittings.len() - 1]
    }

    /// The days, in order, each once.
    #[must_use]
    pub fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.sittings.iter().map(|s| s.date).collect();
        days.dedup();
        days
    }

    /// The first sitting that is not over, or the last of all.
    #[must_use]
    pub fn next(&self, now: DateTime<Utc>) -> &Sitting {
        self.sittings
            .iter()
            .find(|s| s.over_at() > now)
            .unwrap_or(self.last())
    }
}

/// The instant of a time on the parish's clock. Of a time that comes twice, as the clocks go back,
/// it is the first (in summer time).
///
/// # Errors
/// The clocks go forward over it.
pub fn resolve(date: NaiveDate, time: NaiveTime) -> Result<DateTime<Utc>, NoSuchTime> {
    match LONDON.from_local_datetime(&date.and_time(time)) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => Ok(at.to_utc()),
        MappedLocalTime::None => Err(NoSuchTime { date, time }),
    }
}

/// As [`resolve`]; a time that the clocks jump over is read on the clock not yet put forward.
fn instant(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    resolve(date, time).unwrap_or_else(|_| date.and_time(time).and_utc())
}

/// Sittings in order: all day before midnight, an open end before a told one. One place cannot begin
/// twice at one moment: the first stands.
fn in_order(mut sittings: Vec<Sitting>) -> Vec<Sitting> {
    sittings.sort_by_key(|s| {
        (
            s.date,
            s.hours != Hours::AllDay,
            s.hours.start(),
            s.hours.finish(),
        )
    });
    sittings.dedup_by_key(|sitting| sitting.starts_at());
    sittings
}

fn tomorrow(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// How many days a month of a year has; `month` from 1 to 12.
pub(crate) fn month_length(year: i32, month: u32) -> u32 {
    (28..=31)
        .rev()
        .find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
        .unwrap_or_default()
}
