//! Days, times and ranges on the parish's clock (Europe/London), read as people type them and
//! written as GOV.UK writes them. The only place that formats a date.

mod read;
mod words;

use chrono::{DateTime, Days, MappedLocalTime, NaiveDate, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

pub(crate) use read::parse_day_and_month;
pub use read::{parse_date, parse_finish, parse_time};
pub(crate) use words::month_name;
pub use words::{
    date_attr, dates, day, day_and_year, day_short, hours, list, moment, moment_attr, month,
    sitting, sitting_attr, span, time, weekday,
};

/// The parish's clock.
pub const LONDON: chrono_tz::Tz = chrono_tz::Europe::London;

/// The most sittings an event may have.
pub const MAX_SITTINGS: usize = 60;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sitting {
    /// The day it starts.
    pub date: NaiveDate,
    /// From when to when.
    pub hours: Hours,
}

/// When an event is: 1 to [`MAX_SITTINGS`] sittings, in order, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Sitting>", into = "Vec<Sitting>")]
pub struct Dates(Vec<Sitting>);

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
    pub fn new(mut sittings: Vec<Sitting>) -> Result<Self, DatesProblem> {
        sittings.iter().try_for_each(Sitting::check)?;
        // All day before midnight, an open end before a told one.
        sittings.sort_by_key(|s| {
            (
                s.date,
                s.hours != Hours::AllDay,
                s.hours.start(),
                s.hours.finish(),
            )
        });
        // One place cannot begin twice at one moment: the first stands.
        sittings.dedup_by_key(|sitting| sitting.starts_at());
        match sittings.len() {
            0 => Err(DatesProblem::Empty),
            1..=MAX_SITTINGS => Ok(Self(sittings)),
            _ => Err(DatesProblem::TooMany),
        }
    }

    /// The sittings, in order; at least one.
    #[must_use]
    pub fn sittings(&self) -> &[Sitting] {
        &self.0
    }

    /// The first sitting.
    #[must_use]
    pub fn first(&self) -> &Sitting {
        &self.0[0]
    }

    /// The last sitting.
    #[must_use]
    pub fn last(&self) -> &Sitting {
        &self.0[self.0.len() - 1]
    }

    /// The days, in order, each once.
    #[must_use]
    pub fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.0.iter().map(|s| s.date).collect();
        days.dedup();
        days
    }

    /// The first sitting that is not over, or the last of all.
    #[must_use]
    pub fn next(&self, now: DateTime<Utc>) -> &Sitting {
        self.0
            .iter()
            .find(|s| s.over_at() > now)
            .unwrap_or(self.last())
    }
}

impl TryFrom<Vec<Sitting>> for Dates {
    type Error = DatesProblem;

    fn try_from(sittings: Vec<Sitting>) -> Result<Self, DatesProblem> {
        Self::new(sittings)
    }
}

impl From<Dates> for Vec<Sitting> {
    fn from(dates: Dates) -> Self {
        dates.0
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
