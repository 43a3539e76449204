//! What a visitor asks the listing for, and the address that says so.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use url::form_urlencoded::Serializer;

use crate::event::{AccessFact, Fact, is_slug};
use crate::form::Pairs;
use crate::{text, when};

/// The most characters of words to find; the rest is left out.
const WORDS_LIMIT: usize = 80;

/// The most characters of a type's or a place's slug.
const SLUG_LIMIT: usize = 160;

/// The last page that can be asked for.
const LAST_PAGE: u32 = 10_000;

/// How many sittings a page of the listing holds.
pub const PAGE_SIZE: usize = 20;

/// How many sittings are counted, and shown on pages, from the first day asked for on. Beyond them
/// the listing goes on from a later day, so that its work does not grow with what is to come.
pub const MOST_COUNTED: usize = 500;

/// As [`MOST_COUNTED`], where more is asked for than days: each that is counted has to be found first.
pub const MOST_FOUND: usize = 100;

/// The days a visitor asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Period {
    /// From today on.
    #[default]
    Upcoming,
    /// Today.
    Today,
    /// The day after.
    Tomorrow,
    /// This Saturday and Sunday; on a Sunday, today.
    Weekend,
    /// Today and the six days after.
    Week,
    /// What is left of this month, today included.
    ThisMonth,
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
    /// `place`: the slug of a village or of a venue ([`crate::submission::VenueRef::slug`]).
    pub place: Option<String>,
    /// `free`: only what costs nothing.
    pub free: bool,
    /// `step-free`, `toilet`, `hearing-loop`, `blue-badge`: what has to be known of the place.
    pub access: Wanted,
    /// `for`: words of whom it is for, as the organiser says it: "families".
    pub audience: Option<String>,
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
            access: Wanted::default(),
            audience: None,
            page: 1,
        }
    }
}

/// What has to be known of getting in and taking part; nothing of what is not asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// See [`crate::event::Access::step_free`].
    pub step_free: Option<Fact>,
    /// See [`crate::event::Access::toilet`].
    pub toilet: Option<Fact>,
    /// See [`crate::event::Access::hearing_loop`].
    pub hearing_loop: Option<Fact>,
    /// See [`crate::event::Access::blue_badge`].
    pub blue_badge: Option<Fact>,
}

impl Wanted {
    /// What has to be known of one fact.
    #[must_use]
    pub fn of(&self, which: AccessFact) -> Option<Fact> {
        match which {
            AccessFact::StepFree => self.step_free,
            AccessFact::Toilet => self.toilet,
            AccessFact::HearingLoop => self.hearing_loop,
            AccessFact::BlueBadge => self.blue_badge,
        }
    }

    /// The same with one fact wanted otherwise.
    #[must_use]
    pub fn with(mut self, which: AccessFact, fact: Option<Fact>) -> Self {
        *match which {
            AccessFact::StepFree => &mut self.step_free,
            AccessFact::Toilet => &mut self.toilet,
            AccessFact::HearingLoop => &mut self.hearing_loop,
            AccessFact::BlueBadge => &mut self.blue_badge,
        } = fact;
        self
    }
}

/// A fact as it stands in an address: "yes", "no", "not-told".
#[must_use]
pub fn fact_value(fact: Fact) -> &'static str {
    match fact {
        Fact::Yes => "yes",
        Fact::No => "no",
        Fact::NotTold => "not-told",
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
            access: fields.access(),
            audience: fields
                .read("for", |typed| Some(words_to_find(typed)))
                .filter(|words| !words.is_empty()),
            page: fields.read("page", page).unwrap_or(1),
            q: words.filter(|words| !words.is_empty()),
        };
        (query, fields.ignored)
    }

    /// The query part of its address, without "?", always the same for the same question; empty
    /// when nothing is asked for.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.to_pairs());
        query.finish()
    }

    /// The fields of its address, as [`Self::to_query`] writes them.
    #[must_use]
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let (when, from, to) = match self.when {
            Period::Range { from, to } => (None, from, to),
            named => (named.value(), None, None),
        };
        let page = Some(self.page).filter(|page| *page > 1);
        let fact = |which| {
            self.access
                .of(which)
                .map(|fact| fact_value(fact).to_owned())
        };
        let parts = [
            ("q", self.q.clone()),
            ("when", when),
            ("from", from.map(when::date_attr)),
            ("to", to.map(when::date_attr)),
            ("type", self.event_type.clone()),
            ("place", self.place.clone()),
            ("free", self.free.then(|| "yes".to_owned())),
            ("step-free", fact(AccessFact::StepFree)),
            ("toilet", fact(AccessFact::Toilet)),
            ("hearing-loop", fact(AccessFact::HearingLoop)),
            ("blue-badge", fact(AccessFact::BlueBadge)),
            ("for", self.audience.clone()),
            ("page", page.map(|page| page.to_string())),
        ];
        let told = parts.into_iter();
        told.filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    /// The first and the last day asked for, both included. The first is never before today.
    #[must_use]
    pub fn window(&self, today: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
        match self.when {
            Period::Upcoming => (today, None),
            Period::Today => (today, Some(today)),
            Period::Tomorrow => {
                let tomorrow = today + Days::new(1);
                (tomorrow, Some(tomorrow))
            }
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
            Period::ThisMonth => (today, Some(last_of_month(today))),
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
        self.with_fact(AccessFact::StepFree, step_free.then_some(Fact::Yes))
    }

    /// The same with one fact of access wanted otherwise, from page 1.
    #[must_use]
    pub fn with_fact(&self, which: AccessFact, fact: Option<Fact>) -> Self {
        Self {
            access: self.access.with(which, fact),
            page: 1,
            ..self.clone()
        }
    }

    /// The same for other people, from page 1.
    #[must_use]
    pub fn with_audience(&self, audience: Option<String>) -> Self {
        Self {
            audience,
            page: 1,
            ..self.clone()
        }
    }

    /// How many sittings are counted at most.
    #[must_use]
    pub fn most_counted(&self) -> usize {
        if self.asks_days_only() {
            MOST_COUNTED
        } else {
            MOST_FOUND
        }
    }

    /// Whether it only asks for days, and for nothing of what is on them.
    #[must_use]
    pub fn asks_days_only(&self) -> bool {
        self.with_period(Period::Upcoming) == Self::default()
    }
}

/// A month's or a day's own address holds it; the rest of the question stands behind it.
///
/// "2026-12" as the first day of the month.
#[must_use]
pub fn month_address(typed: &str) -> Option<NaiveDate> {
    let (year, month) = typed.split_once('-')?;
    (year.len() == 4 && month.len() == 2)
        .then(|| when::parse_date("1", month, year).ok())
        .flatten()
}

/// "2026-12-05" as a day.
#[must_use]
pub fn day_address(typed: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .ok()
        .filter(|day| when::date_attr(*day) == typed && (1900..2200).contains(&day.year()))
}

/// Words that are written together without a space, apart: "Tea/coffee", "cake.Tea", and the number of "60s". The
/// database keeps those of events so (`words_apart`); typed together, they would find only the same again.
#[must_use]
pub fn words_apart(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    let at = |n: usize| letters.get(n).copied();
    let is = |n: Option<char>, what: fn(char) -> bool| n.is_some_and(what);
    let mut apart = String::with_capacity(words.len() + 8);
    for (n, c) in letters.iter().copied().enumerate() {
        let (before, after) = (n.checked_sub(1).and_then(at), at(n + 1));
        let ends = !is(after, char::is_alphanumeric) && after != Some('_');
        match c {
            '/' => apart.push(' '),
            '.' if is(before, char::is_alphabetic) && is(after, char::is_alphabetic) => {
                apart.push(' ');
            }
            's' | 'S' if ends && is(before, |c| c.is_ascii_digit()) => apart.push_str(" s"),
            _ => apart.push(c),
        }
    }
    apart
}

/// What a word was meant to be: the nearest of the words that there are, if one is near enough.
/// One slip is forgiven in four or five letters, two in more; a word that is there is itself.
#[must_use]
pub fn spelling<'a>(typed: &str, known: &'a [String]) -> Option<&'a str> {
    let slips = match typed.chars().count() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    };
    known
        .iter()
        .map(|word| (strsim::damerau_levenshtein(typed, word), word.as_str()))
        .filter(|(distance, _)| *distance <= slips)
        .min()
        .map(|(_, word)| word)
}

impl Period {
    /// Its value in an address: "weekend", "2026-12". Nothing for all that is to come, and for a
    /// range, which has fields of its own.
    #[must_use]
    pub fn value(self) -> Option<String> {
        match self {
            Self::Upcoming | Self::Range { .. } => None,
            Self::Today => Some("today".to_owned()),
            Self::Tomorrow => Some("tomorrow".to_owned()),
            Self::Weekend => Some("weekend".to_owned()),
            Self::Week => Some("week".to_owned()),
            Self::ThisMonth => Some("month".to_owned()),
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
            Self::Tomorrow => "Tomorrow".to_owned(),
            Self::Weekend => "This weekend".to_owned(),
            Self::Week => "Next 7 days".to_owned(),
            Self::ThisMonth => "This month".to_owned(),
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

/// What was typed as the first and the last day where it is no day, or one that is over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnreadDays {
    /// `from`
    pub from: Option<String>,
    /// `to`
    pub to: Option<String>,
}

impl UnreadDays {
    /// Finds them in an address.
    #[must_use]
    pub fn of(pairs: &Pairs, today: NaiveDate) -> Self {
        let (_, ignored) = ListingQuery::from_pairs(pairs, today);
        let typed = |name: &str| {
            let unread = ignored.iter().any(|ignored| ignored == name);
            let (_, typed) = pairs.iter().find(|(field, _)| unread && field == name)?;
            Some(words_to_find(typed))
        };
        Self {
            from: typed("from"),
            to: typed("to"),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
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

    /// Each fact of access: "yes", "no", "not-told"; a tick is a yes.
    fn access(&mut self) -> Wanted {
        let mut wanted = Wanted::default();
        for which in AccessFact::ALL {
            wanted = wanted.with(which, self.read(which.field(), wanted_fact));
        }
        wanted
    }

    /// `from` and `to`, which are put in order; without them, `when`.
    fn period(&mut self, today: NaiveDate) -> Period {
        let named = self.read("when", |typed| named_period(typed, today));
        let from = self.read("from", date).filter(|from| *from > today);
        let to = self.read("to", |typed| date(typed).filter(|to| *to >= today));
        match (from, to) {
            (None, None) => named.unwrap_or_default(),
            (Some(from), Some(to)) if to < from => Period::Range {
                from: Some(to),
                to: Some(from),
            },
            (from, to) => Period::Range { from, to },
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
        "tomorrow" => Some(Period::Tomorrow),
        "weekend" => Some(Period::Weekend),
        "week" => Some(Period::Week),
        "month" => Some(Period::ThisMonth),
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

fn wanted_fact(typed: &str) -> Option<Fact> {
    match typed {
        "no" => Some(Fact::No),
        "not-told" => Some(Fact::NotTold),
        typed => tick(typed).map(|()| Fact::Yes),
    }
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
