//! What is printed: which days a noticeboard sheet or a page of the parish magazine covers, and the
//! address that says so.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::{form::Pairs, when};

pub use crate::limits::MOST_WEEKS;

/// The weeks of a sheet that nobody asked anything else of.
pub const USUAL_WEEKS: u32 = 3;
/// How many months ahead a sheet may be asked for.
const MONTHS_AHEAD: u32 = 24;

/// The days that a sheet covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// So many weeks from today, 1 to [`MOST_WEEKS`].
    Weeks(u32),
    /// This week, to its Sunday.
    ThisWeek,
    /// Monday to Sunday of next week.
    NextWeek,
    /// A month, by its first day.
    Month(NaiveDate),
}

/// A sheet as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperQuery {
    /// `weeks`, `week` or `month`: the days.
    pub stretch: Stretch,
    /// `large`: large print.
    pub large: bool,
}

impl Default for PaperQuery {
    fn default() -> Self {
        Self {
            stretch: Stretch::Weeks(USUAL_WEEKS),
            large: false,
        }
    }
}

impl PaperQuery {
    /// Reads an address. What it does not understand it passes over: `weeks` from 1 to
    /// [`MOST_WEEKS`], `week` as "this" or "next", `month` as 2026-12 from this month to two years on,
    /// `large=yes`. A month wins over a week, and that over weeks.
    #[must_use]
    pub fn from_pairs(pairs: &Pairs, today: NaiveDate) -> Self {
        let of = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.trim())
        };
        let weeks = of("weeks")
            .and_then(|weeks| weeks.parse().ok())
            .filter(|weeks| (1..=MOST_WEEKS).contains(weeks));
        let week = match of("week") {
            Some("this") => Some(Stretch::ThisWeek),
            Some("next") => Some(Stretch::NextWeek),
            _ => None,
        };
        let month = of("month").and_then(|month| read_month(month, today));
        Self {
            stretch: (month.map(Stretch::Month))
                .or(week)
                .or(weeks.map(Stretch::Weeks))
                .unwrap_or(Self::default().stretch),
            large: of("large") == Some("yes"),
        }
    }

    /// The query part of its address without "?": the same for the same sheet.
    #[must_use]
    pub fn to_query(&self) -> String {
        let days = match self.stretch {
            Stretch::Weeks(weeks) => format!("weeks={weeks}"),
            Stretch::ThisWeek => "week=this".to_owned(),
            Stretch::NextWeek => "week=next".to_owned(),
            Stretch::Month(first) => format!("month={}", month_attr(first)),
        };
        format!("{days}{}", if self.large { "&large=yes" } else { "" })
    }

    /// The same days in large print, or not.
    #[must_use]
    pub fn with_large(self, large: bool) -> Self {
        Self { large, ..self }
    }

    /// Other days in the same print.
    #[must_use]
    pub fn with_stretch(self, stretch: Stretch) -> Self {
        Self { stretch, ..self }
    }

    /// The first and the last day. Of a week or a month that has begun, what is over is not counted.
    #[must_use]
    pub fn days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self.stretch {
            Stretch::Weeks(weeks) => {
                let last = today.checked_add_days(Days::new(u64::from(weeks) * 7 - 1));
                (today, last.unwrap_or(today))
            }
            Stretch::ThisWeek => (today, today.week(Weekday::Mon).last_day()),
            Stretch::NextWeek => {
                let monday = today.week(Weekday::Mon).first_day() + Days::new(7);
                (monday, monday + Days::new(6))
            }
            Stretch::Month(first) => (first.max(today), last_of_month(first)),
        }
    }

    /// The days in words, as the head of a sheet has them: "23 November to 13 December 2026",
    /// "December 2026".
    #[must_use]
    pub fn words(&self, today: NaiveDate) -> String {
        match self.stretch {
            Stretch::Month(first) => when::month(first.year(), first.month()),
            Stretch::Weeks(_) | Stretch::ThisWeek | Stretch::NextWeek => {
                let (first, last) = self.days(today);
                let from = if first.year() == last.year() {
                    when::day_short(first)
                } else {
                    when::day_and_year(first)
                };
                if first == last {
                    return when::day_and_year(last);
                }
                format!("{from} to {}", when::day_and_year(last))
            }
        }
    }
}

/// This month and the two after, by their first days: what is offered.
#[must_use]
pub fn months_offered(today: NaiveDate) -> [NaiveDate; 3] {
    let first = first_of_month(today);
    [0, 1, 2].map(|months| first + Months::new(months))
}

/// A month in an address: "2026-12".
#[must_use]
pub fn month_attr(first: NaiveDate) -> String {
    format!("{:04}-{:02}", first.year(), first.month())
}

fn read_month(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (year, month) = text.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    let this = first_of_month(today);
    (this..=this + Months::new(MONTHS_AHEAD))
        .contains(&first)
        .then_some(first)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn last_of_month(first: NaiveDate) -> NaiveDate {
    (first + Months::new(1)).pred_opt().unwrap_or(first)
}
