//! How many events stand behind a choice: "Talk, 4 events", told before one makes it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// The most that is told as a number.
pub const MOST_TOLD: u32 = 99;

/// How many dates of events a choice would find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So many, [`MOST_TOLD`] at most.
    Exactly(u32),
    /// More than those.
    More,
}

impl Count {
    /// What is known of a count that goes on as far as was read: nothing, where more could follow
    /// that was not read, unless it is large already.
    fn of(dates: u32, whole: bool) -> Option<Self> {
        match (dates > MOST_TOLD, whole) {
            (true, _) => Some(Self::More),
            (false, true) => Some(Self::Exactly(dates)),
            (false, false) => None,
        }
    }

    /// "4", "99+".
    #[must_use]
    pub fn figure(self) -> String {
        match self {
            Self::Exactly(dates) => dates.to_string(),
            Self::More => format!("{MOST_TOLD}+"),
        }
    }

    /// "no events", "1 event", "4 events", "more than 99 events".
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Exactly(0) => "no events".to_owned(),
            Self::Exactly(1) => "1 event".to_owned(),
            Self::Exactly(dates) => format!("{dates} events"),
            Self::More => format!("more than {MOST_TOLD} events"),
        }
    }
}

/// The first dates of the calendar, counted by what can be filtered by. Those that were not read are
/// later than all that were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    found: u32,
    with: BTreeMap<String, u32>,
    whole: bool,
    daily: Vec<(NaiveDate, u32)>,
    read_to: Option<NaiveDate>,
}

impl Counts {
    /// Counts.
    ///
    /// `alike` are the dates of the days that are asked for, by their keys ("type:music", "free",
    /// "step-free:yes"), whatever keys are asked for; `asked` are those. `daily` are the dates that have
    /// all of `asked`, by their day. `read_to` is the last day that was read, where not all were;
    /// `last` the last that is asked for, if one is.
    #[must_use]
    pub fn new(
        alike: &[(Vec<String>, u32)],
        asked: &[String],
        daily: Vec<(NaiveDate, u32)>,
        read_to: Option<NaiveDate>,
        last: Option<NaiveDate>,
    ) -> Self {
        let (mut with, mut found) = (BTreeMap::new(), 0);
        for (keys, dates) in alike {
            let mut missing = asked.iter().filter(|key| !keys.contains(key));
            // One that lacks a type that is asked for would be found if its own type were; one that
            // lacks two things would not.
            let instead = match (missing.next(), missing.next()) {
                (None, _) => {
                    found += dates;
                    None
                }
                (Some(one), None) => Some(group(one)),
                (Some(_), Some(_)) => continue,
            };
            for key in keys {
                if instead.is_none_or(|instead| group(key) == instead) {
                    *with.entry(key.clone()).or_insert(0) += dates;
                }
            }
        }
        let whole = is_before(last, read_to);
        Self {
            found,
            with,
            whole,
            daily,
            read_to,
        }
    }

    /// How many would be found with this key in the place of the one of its group that is asked for,
    /// if any.
    #[must_use]
    pub fn with(&self, key: &str) -> Option<Count> {
        Count::of(self.with.get(key).copied().unwrap_or(0), self.whole)
    }

    /// Of the dates that were read, how many have all that is asked for, where more were left unread.
    #[must_use]
    pub fn met(&self) -> Option<u32> {
        self.read_to.map(|_| self.found)
    }

    /// How many days from the first hold the dates that were read, where more were left unread.
    #[must_use]
    pub fn crowded(&self, first: NaiveDate) -> Option<u64> {
        let days = (self.read_to? - first).num_days() + 1;
        u64::try_from(days).ok()
    }

    /// How many would be found from a day, `None` for all that was read before, to a day.
    #[must_use]
    pub fn between(&self, from: Option<NaiveDate>, to: NaiveDate) -> Option<Count> {
        let dates = self
            .daily
            .iter()
            .filter(|(day, _)| from.is_none_or(|from| *day >= from) && *day <= to)
            .map(|(_, dates)| dates)
            .sum();
        Count::of(dates, is_before(Some(to), self.read_to))
    }
}

/// Whether a last day is before the one up to which was read; all are where all was read.
fn is_before(last: Option<NaiveDate>, read_to: Option<NaiveDate>) -> bool {
    read_to.is_none_or(|read_to| last.is_some_and(|last| last < read_to))
}

/// What only one of can be asked for: a type, a place, being free, each fact of access.
fn group(key: &str) -> &str {
    match key.split_once(':') {
        Some(("village" | "venue", _)) => "place",
        Some((group, _)) => group,
        None => key,
    }
}
