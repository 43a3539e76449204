//! What a visitor asks the listing for, and the address that says so.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use url::form_urlencoded::Serializer;

use crate::event::is_slug;
use crate::form::Pairs;
use crate::{text, when};

/// The most characters of words to find; the rest is left out.
const WORDS_LIMIT: usize = 80;

/// The most characters of a type's or a place's slug.
const SLUG_LIMIT: usize = 60;

/// The last page that can be asked for.
const LAST_PAGE: u32 = 10_000;

/// How many sittings a page of the listing holds.
pub const PAGE_SIZE: usize = 20;

/// The days a visitor asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Period {
    /// From today on.
    #[default]
    Upcoming,
    /// Today.
    Today,
    /// This Saturday and Sunday; on a Sunday, today.
    Weekend,
    /// Today and the six days after.
    Week,
    /// A month, by year and number from 1 to 12.
    Month(i32, u32),
    /// From a day, to a day, or both.
    Range {
        /// The first day, today where it is not told.
        from: Option<NaiveDate>,
        /// The last day, none where it is not told.
        to: Option<NaiveDate>,
    },
}

/// What a visitor asks the listing for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingQuery {
    /// `q`: words to find.
    pub q: Option<String>,
    /// `when`, or `from` and `to`.
    pub when: Period,
    /// `type`: an event type's slug.
    pub event_type: Option<String>,
    /// `place`: a village's slug.
    pub place: Option<String>,
    /// `free`: only what costs nothing.
    pub free: bool,
    /// `step-free`: only what one can get into without a step.
    pub step_free: bool,
    /// `page`, from 1.
    pub page: u32,
}

impl Default for ListingQuery {
    fn default() -> Self {
        Self {
            q: None,
            when: Period::Upcoming,
            event_type: None,
            place: None,
            free: false,
            step_free: false,
            page: 1,
        }
    }
}

impl ListingQuery {
    /// Reads an address. Whatever it does not understand it passes over; the names of the fields
    /// so passed over come second, each once. Fields that the listing has not are no concern of it.
    #[must_use]
    pub fn from_pairs(pairs: &Pairs, today: NaiveDate) -> (Self, Vec<String>) {
        let mut fields = Answers::of(pairs);
        let words = fields.read("q", |typed| Some(words_to_find(typed)));
        let query = Self {
            when: fields.period(today),
            event_type: fields.read("type", slug),
            place: fields.read("place", slug),
            free: fields.read("free", tick).is_some(),
            step_free: fields.read("step-free", tick).is_some(),
            page: fields.read("page", page).unwrap_or(1),
            q: words.filter(|words| !words.is_empty()),
        };
        (query, fields.ignored)
    }

    /// The query part of its address, without "?", always the same for the same question; empty
    /// when nothing is asked for.
    #[must_use]
    pub fn to_query(&self) -> String {
        let (when, from, to) = match self.when {
            Period::Range { from, to } => (None, from, to),
            named => (named.value(), None, None),
        };
        let page = Some(self.page).filter(|page| *page > 1);
        let parts = [
            ("q", self.q.clone()),
            ("when", when),
            ("from", from.map(when::date_attr)),
            ("to", to.map(when::date_attr)),
            ("type", self.event_type.clone()),
            ("place", self.place.clone()),
            ("free", self.free.then(|| "yes".to_owned())),
            ("step-free", self.step_free.then(|| "yes".to_owned())),
            ("page", page.map(|page| page.to_string())),
        ];
        let mut query = Serializer::new(String::new());
        query.extend_pairs(
            parts
                .iter()
                .filter_map(|(name, value)| Some((name, value.as_ref()?))),
        );
        query.finish()
    }

    /// The first and the last day asked for, both included. The first is never before today.
    #[must_use]
    pub fn window(&self, today: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
        match self.when {
            Period::Upcoming => (today, None),
            Period::Today => (today, Some(today)),
            Period::Weekend => {
                let sunday =
                    today + Days::new(u64::from(6 - today.weekday().num_days_from_monday()));
                let saturday = sunday.pred_opt().unwrap_or(sunday);
                (
                    if today.weekday() == Weekday::Sun {
                        today
                    } else {
                        saturday
                    },
                    Some(sunday),
                )
            }
            Period::Week => (today, Some(today + Days::new(6))),
            Period::Month(year, month) => {
                let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(today);
                (first.max(today), Some(last_of_month(first)))
            }
            Period::Range { from, to } => (from.unwrap_or(today).max(today), to),
        }
    }

    /// Another page of the same.
    #[must_use]
    pub fn with_page(&self, page: u32) -> Self {
        Self {
            page: page.max(1),
            ..self.clone()
        }
    }

    /// The same on other days, from page 1.
    #[must_use]
    pub fn with_period(&self, when: Period) -> Self {
        Self {
            when,
            page: 1,
            ..self.clone()
        }
    }

    /// The same with other words to find, from page 1.
    #[must_use]
    pub fn with_words(&self, q: Option<String>) -> Self {
        Self {
            q,
            page: 1,
            ..self.clone()
        }
    }

    /// The same of another type, from page 1.
    #[must_use]
    pub fn with_type(&self, event_type: Option<String>) -> Self {
        Self {
            event_type,
            page: 1,
            ..self.clone()
        }
    }

    /// The same in another place, from page 1.
    #[must_use]
    pub fn with_place(&self, place: Option<String>) -> Self {
        Self {
            place,
            page: 1,
            ..self.clone()
        }
    }

    /// The same, free or at any price, from page 1.
    #[must_use]
    pub fn with_free(&self, free: bool) -> Self {
        Self {
            free,
            page: 1,
            ..self.clone()
        }
    }

    /// The same, step-free or any, from page 1.
    #[must_use]
    pub fn with_step_free(&self, step_free: bool) -> Self {
        Self {
            step_free,
            page: 1,
            ..self.clone()
        }
    }
}

impl Period {
    /// Its value in an address: "weekend", "2026-12". Nothing for all that is to come, and for a
    /// range, which has fields of its own.
    #[must_use]
    pub fn value(self) -> Option<String> {
        match self {
            Self::Upcoming | Self::Range { .. } => None,
            Self::Today => Some("today".to_owned()),
            Self::Weekend => Some("weekend".to_owned()),
            Self::Week => Some("week".to_owned()),
            Self::Month(year, month) => Some(format!("{year:04}-{month:02}")),
        }
    }

    /// As shown: "This weekend", "December 2026", "From 5 December 2026".
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Upcoming
            | Self::Range {
                from: None,
                to: None,
            } => "Any day".to_owned(),
            Self::Today => "Today".to_owned(),
            Self::Weekend => "This weekend".to_owned(),
            Self::Week => "Next 7 days".to_owned(),
            Self::Month(year, month) => when::month(year, month),
            Self::Range {
                from: Some(from),
                to: None,
            } => format!("From {}", when::day_and_year(from)),
            Self::Range {
                from: None,
                to: Some(to),
            } => format!("Until {}", when::day_and_year(to)),
            Self::Range {
                from: Some(from),
                to: Some(to),
            } if from == to => when::day(from),
            Self::Range {
                from: Some(from),
                to: Some(to),
            } => {
                format!("{} to {}", when::day_and_year(from), when::day_and_year(to))
            }
        }
    }
}

/// The fields of an address, the first of each name, and the names of those passed over.
struct Answers<'a> {
    fields: BTreeMap<&'a str, &'a str>,
    ignored: Vec<String>,
}

impl<'a> Answers<'a> {
    fn of(pairs: &'a Pairs) -> Self {
        let mut fields = BTreeMap::new();
        for (name, value) in pairs {
            fields.entry(name.as_str()).or_insert(value.trim());
        }
        Self {
            fields,
            ignored: Vec::new(),
        }
    }

    /// The field's value as read; an empty one is as good as none.
    fn read<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let typed = self.fields.get(name).filter(|typed| !typed.is_empty())?;
        let value = read(typed);
        if value.is_none() {
            self.ignored.push(name.to_owned());
        }
        value
    }

    /// `when`, or else `from` and `to`, which are put in order.
    fn period(&mut self, today: NaiveDate) -> Period {
        let named = self.read("when", |typed| named_period(typed, today));
        let from = self.read("from", date).filter(|from| *from > today);
        let to = self.read("to", |typed| date(typed).filter(|to| *to >= today));
        match (named, from, to) {
            (Some(named), _, _) => named,
            (None, None, None) => Period::Upcoming,
            (None, Some(from), Some(to)) if to < from => Period::Range {
                from: Some(to),
                to: Some(from),
            },
            (None, from, to) => Period::Range { from, to },
        }
    }
}

fn words_to_find(typed: &str) -> String {
    let kept: String = text::one_line(typed).chars().take(WORDS_LIMIT).collect();
    kept.trim().to_owned()
}

fn named_period(typed: &str, today: NaiveDate) -> Option<Period> {
    match typed {
        "today" => Some(Period::Today),
        "weekend" => Some(Period::Weekend),
        "week" => Some(Period::Week),
        "upcoming" => Some(Period::Upcoming),
        month => month_to_come(month, today),
    }
}

/// "2026-12", unless it is over.
fn month_to_come(typed: &str, today: NaiveDate) -> Option<Period> {
    let first = date(&format!("{typed}-01"))?;
    (last_of_month(first) >= today).then(|| Period::Month(first.year(), first.month()))
}

fn last_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(when::month_length(day.year(), day.month()))
        .unwrap_or(day)
}

/// "2026-12-05" as a browser sends it, or "5/12/2026", "5 Dec 2026" as people type it.
fn date(typed: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = typed
        .split(['-', '/', '.', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => when::parse_date(day, month, year).ok(),
        [day, month, year] => when::parse_date(day, month, year).ok(),
        _ => None,
    }
}

fn slug(typed: &str) -> Option<String> {
    (typed.len() <= SLUG_LIMIT && is_slug(typed)).then(|| typed.to_owned())
}

fn tick(typed: &str) -> Option<()> {
    matches!(typed, "yes" | "on" | "1" | "true").then_some(())
}

fn page(typed: &str) -> Option<u32> {
    typed
        .parse()
        .ok()
        .filter(|page| (1..=LAST_PAGE).contains(page))
}
