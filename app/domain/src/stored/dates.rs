//! When an event is, as it is stored.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::Unreadable;
use crate::when;

/// The dates of an event: a list of sittings where there is no more to say of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Dates {
    /// The sittings alone.
    Plain(Vec<Sitting>),
    /// What else there is to know.
    Full {
        /// Each date with its hours.
        sittings: Vec<Sitting>,
        /// The rule that they come of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repeat: Option<Repeat>,
        /// When the doors open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        doors: Option<NaiveTime>,
    },
}

/// One date with its hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    date: NaiveDate,
    hours: Hours,
}

/// From when to when: `all_day`, `from` a start, `from_to` a start and a finish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    #[serde(default)]
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<NaiveTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    finish: Option<NaiveTime>,
}

/// A rule of repeats: RFC 5545's text (see [`when::Repeat::text`]), the hours of each date, and
/// what is on at others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    text: String,
    hours: Hours,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<Hours>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    otherwise: Vec<Sitting>,
}

impl TryFrom<Dates> for when::Dates {
    type Error = Unreadable;

    fn try_from(stored: Dates) -> Result<Self, Unreadable> {
        let (sittings, repeat, doors) = match stored {
            Dates::Plain(sittings) => (sittings, None, None),
            Dates::Full {
                sittings,
                repeat,
                doors,
            } => (sittings, repeat, doors),
        };
        let sittings = sittings.into_iter().map(Into::into).collect();
        // A rule that is no longer understood leaves the dates that came of it.
        let repeat = repeat.and_then(Repeat::read);
        when::Dates::of_record(sittings, repeat, doors).ok_or(Unreadable::NoDate)
    }
}

impl From<when::Dates> for Dates {
    fn from(dates: when::Dates) -> Self {
        let sittings = dates.sittings().iter().copied().map(Into::into).collect();
        let repeat = dates.repeat().cloned().map(Into::into);
        let doors = dates.doors();
        if repeat.is_none() && doors.is_none() {
            Self::Plain(sittings)
        } else {
            Self::Full {
                sittings,
                repeat,
                doors,
            }
        }
    }
}

impl From<Sitting> for when::Sitting {
    fn from(Sitting { date, hours }: Sitting) -> Self {
        let hours = hours.into();
        Self { date, hours }
    }
}

impl From<when::Sitting> for Sitting {
    fn from(when::Sitting { date, hours }: when::Sitting) -> Self {
        let hours = hours.into();
        Self { date, hours }
    }
}

impl From<Hours> for when::Hours {
    fn from(stored: Hours) -> Self {
        match (stored.kind.as_str(), stored.start, stored.finish) {
            ("all_day", ..) | (_, None, _) => Self::AllDay,
            ("from", Some(start), _) | (_, Some(start), None) => Self::From { start },
            (_, Some(start), Some(finish)) => Self::FromTo { start, finish },
        }
    }
}

impl From<when::Hours> for Hours {
    fn from(hours: when::Hours) -> Self {
        let (kind, start) = match hours {
            when::Hours::AllDay => ("all_day", None),
            when::Hours::From { start } => ("from", Some(start)),
            when::Hours::FromTo { start, .. } => ("from_to", Some(start)),
        };
        Self {
            kind: kind.to_owned(),
            start,
            finish: hours.finish(),
        }
    }
}

impl Repeat {
    fn read(self) -> Option<when::Repeat> {
        let hours = std::iter::once(self.hours).chain(self.also);
        let rule = when::Repeat::parse(&self.text, hours.map(Into::into).collect()).ok()?;
        Some(when::Repeat {
            otherwise: self.otherwise.into_iter().map(Into::into).collect(),
            ..rule
        })
    }
}

impl From<when::Repeat> for Repeat {
    fn from(repeat: when::Repeat) -> Self {
        let text = repeat.text();
        let mut hours = repeat.hours.into_iter().map(Into::into);
        Self {
            text,
            hours: hours.next().unwrap_or_else(|| when::Hours::AllDay.into()),
            also: hours.collect(),
            otherwise: repeat.otherwise.into_iter().map(Into::into).collect(),
        }
    }
}
