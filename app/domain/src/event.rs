//! An event as the public sees it: slug, status, cost, access, place.

use std::fmt;

use chrono::{DateTime, Utc};
#[cfg(not(target_arch = "wasm32"))]
use unicode_normalization::UnicodeNormalization;

use strum::{EnumString, IntoStaticStr};

use crate::consent::Consent;
use crate::picture::Picture;
use crate::reference::Reference;
use crate::text::{
    Description, Email, GroupName, PersonName, Postcode, ShortLine, Telephone, Title, WebAddress,
};
use crate::when::{Dates, Sitting};

/// Said of everything the organiser left out.
pub const NOT_TOLD: &str = "The organiser has not told us";

/// An event's own part of its address: "quiz-night-7k4p". Small ASCII letters, digits and single
/// hyphens, at most 60 of them. It never changes once the event is listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// The words are no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not the address of an event")]
pub struct NotASlug;

impl Slug {
    /// The most characters a slug may have.
    pub const LIMIT: usize = 60;

    /// Makes the slug of an event from its title and its submission's code, which keeps two
    /// events of one title apart. Letters lose their accents; what has no plain letter is left out.
    #[must_use]
    pub fn new(title: &Title, reference: &Reference) -> Self {
        let code = reference.code().to_ascii_lowercase();
        let room = Self::LIMIT - code.len() - 1;
        let words = plain_words(title.as_str());
        let kept = cut_at_hyphen(&words, room);
        let kept = if kept.is_empty() { "event" } else { kept };
        Self(format!("{kept}-{code}"))
    }

    /// Reads a slug from an address.
    ///
    /// # Errors
    /// It has another character, a stray hyphen, or more than 60 characters.
    pub fn parse(text: &str) -> Result<Self, NotASlug> {
        if text.len() <= Self::LIMIT && is_slug(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotASlug)
        }
    }

    /// The slug's characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the text is small ASCII letters and digits with single hyphens between.
pub(crate) fn is_slug(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// Letters and their accents one by one (NFKD).
#[cfg(not(target_arch = "wasm32"))]
fn apart(words: &str) -> impl Iterator<Item = char> {
    words.nfkd()
}

/// A browser takes letters apart itself, before it asks: our own tables are half of what it would
/// have to load.
#[cfg(target_arch = "wasm32")]
fn apart(words: &str) -> impl Iterator<Item = char> {
    words.chars()
}

/// Words as they stand in an address: "St John’s" is `st-johns`.
#[must_use]
pub fn plain_words(words: &str) -> String {
    let mut plain = String::new();
    for c in apart(words).flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => plain.push(c),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'þ' => plain.push_str("th"),
            'ı' => plain.push('i'),
            // Accents, taken apart by NFKD, and apostrophes vanish: "l’hôtel" is "lhotel".
            '\u{0300}'..='\u{036F}' | '\'' | '’' | '‘' => {}
            _ if plain.is_empty() || plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
    }
    plain.trim_end_matches('-').to_owned()
}

fn cut_at_hyphen(words: &str, room: usize) -> &str {
    if words.len() <= room {
        return words;
    }
    let cut = &words[..room];
    if words.as_bytes()[room] == b'-' {
        return cut;
    }
    cut.rsplit_once('-').map_or(cut, |(kept, _)| kept)
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

/// What has become of a listed event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum EventStatus {
    /// As listed.
    GoingAhead,
    /// It will not take place.
    Cancelled,
    /// It will take place on a date not known yet.
    Postponed,
    /// It has new dates.
    Moved,
    /// It takes place online instead.
    Online,
    /// Nobody else can come.
    FullyBooked,
}

impl EventStatus {
    /// Every status.
    pub const ALL: [Self; 6] = [
        Self::GoingAhead,
        Self::Cancelled,
        Self::Postponed,
        Self::Moved,
        Self::Online,
        Self::FullyBooked,
    ];

    /// As stored: "`going_ahead`".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`EventStatus::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// Of the dates that an approved edit gives the event in place of those, the ones that have
    /// moved. What was called off and has only past dates has moved with any new one.
    #[must_use]
    pub fn moved_dates(self, before: &Dates, after: &Dates, now: DateTime<Utc>) -> Vec<Sitting> {
        if self.is_off() && before.last().over_at() <= now {
            after.not_in(before)
        } else {
            after.moved_from(before, now)
        }
    }

    /// The status once an approved edit has given the event these dates in place of those. The event
    /// has moved where none of its dates stands as it did; where some do, only the others have, and
    /// the event is as it was ([`EventStatus::on_date`]). Dates that moved put an end to "postponed"
    /// and "cancelled", never to "online" and "fully booked".
    #[must_use]
    pub fn with_dates(self, before: &Dates, after: &Dates, now: DateTime<Utc>) -> Self {
        let moved = !self.moved_dates(before, after, now).is_empty();
        match self {
            Self::Online | Self::FullyBooked => self,
            _ if moved && (self.is_off() || !after.keeps_of(before, now)) => Self::Moved,
            _ => self,
        }
    }

    /// What has become of one date of an event with this status.
    #[must_use]
    pub fn on_date(self, cancelled: bool, moved: bool) -> Self {
        match self {
            _ if cancelled => Self::Cancelled,
            Self::GoingAhead if moved => Self::Moved,
            Self::Moved if !moved => Self::GoingAhead,
            status => status,
        }
    }

    /// Whether none of its dates takes place as it was announced.
    fn is_off(self) -> bool {
        matches!(self, Self::Cancelled | Self::Postponed)
    }

    /// Where the event is: what moved online is not where it was announced.
    #[must_use]
    pub fn place(self, announced: Place) -> Place {
        match (self, announced) {
            (Self::Online, Place::Venue { .. } | Place::Typed { .. }) => {
                Place::Online { joining: None }
            }
            (_, place) => place,
        }
    }

    /// As shown: "Going ahead".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::GoingAhead => "Going ahead",
            Self::Cancelled => "Cancelled",
            Self::Postponed => "Postponed",
            Self::Moved => "Moved to a new date",
            Self::Online => "Moved online",
            Self::FullyBooked => "Fully booked",
        }
    }
}

/// What it costs to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cost {
    /// The organiser did not say.
    NotTold,
    /// Nothing.
    Free,
    /// What people choose to give.
    Donations,
    /// A price.
    Paid {
        /// The price in the organiser's words: "£4, under-16s free".
        words: ShortLine,
    },
}

impl Cost {
    /// As shown: "Free", "Pay what you can", or the organiser's words.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::NotTold => NOT_TOLD,
            Self::Free => "Free",
            Self::Donations => "Pay what you can",
            Self::Paid { words } => words.as_str(),
        }
    }
}

/// Whether a place has something. Not having been told is not a no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fact {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// The organiser did not say.
    #[default]
    NotTold,
}

impl From<Option<bool>> for Fact {
    fn from(known: Option<bool>) -> Self {
        match known {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::NotTold,
        }
    }
}

impl Fact {
    /// As shown: "Yes", "No" or [`NOT_TOLD`].
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
            Self::NotTold => NOT_TOLD,
        }
    }
}

/// What the organiser says about getting in and taking part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Access {
    /// One can get in without a step.
    pub step_free: Fact,
    /// There is an accessible toilet.
    pub toilet: Fact,
    /// There is a hearing loop.
    pub hearing_loop: Fact,
    /// There is parking for Blue Badge holders.
    pub blue_badge: Fact,
}

impl Access {
    /// One fact of it.
    #[must_use]
    pub fn fact(&self, which: AccessFact) -> Fact {
        match which {
            AccessFact::StepFree => self.step_free,
            AccessFact::Toilet => self.toilet,
            AccessFact::HearingLoop => self.hearing_loop,
            AccessFact::BlueBadge => self.blue_badge,
        }
    }
}

/// The facts of [`Access`], in the order they are asked and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessFact {
    /// See [`Access::step_free`].
    StepFree,
    /// See [`Access::toilet`].
    Toilet,
    /// See [`Access::hearing_loop`].
    HearingLoop,
    /// See [`Access::blue_badge`].
    BlueBadge,
}

impl AccessFact {
    /// Every fact.
    pub const ALL: [Self; 4] = [
        Self::StepFree,
        Self::Toilet,
        Self::HearingLoop,
        Self::BlueBadge,
    ];

    /// As shown: "Step-free access".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::StepFree => "Step-free access",
            Self::Toilet => "Accessible toilet",
            Self::HearingLoop => "Hearing loop",
            Self::BlueBadge => "Blue Badge parking",
        }
    }

    /// The name of its field in the form: "step-free".
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::StepFree => "step-free",
            Self::Toilet => "toilet",
            Self::HearingLoop => "hearing-loop",
            Self::BlueBadge => "blue-badge",
        }
    }
}

/// Where an event takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A venue that the council keeps on its list.
    Venue {
        /// The database's number for it.
        id: i64,
        /// Its name: "Village Hall".
        name: String,
        /// Its village: "Groombridge".
        village: String,
    },
    /// Somewhere else, in the organiser's words.
    Typed {
        /// Its name: "Vicarage garden".
        name: ShortLine,
        /// The way to it, or its address.
        address: Option<ShortLine>,
        /// Its village.
        village: Option<ShortLine>,
        /// Its postcode.
        postcode: Option<Postcode>,
    },
    /// Nowhere but online.
    Online {
        /// Where to join.
        joining: Option<WebAddress>,
    },
}

impl Place {
    /// As shown in one line: "Village Hall, Groombridge", or "Online".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Venue { name, village, .. } => {
                joined([Some(name.as_str()), Some(village.as_str())])
            }
            Self::Typed { name, village, .. } => {
                joined([Some(name.as_str()), village.as_ref().map(ShortLine::as_str)])
            }
            Self::Online { .. } => "Online".to_owned(),
        }
    }

    /// As shown in full: "Vicarage garden, Church Road, Groombridge, TN3 9RH".
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::Typed {
                name,
                address,
                village,
                postcode,
            } => joined([
                Some(name.as_str()),
                address.as_ref().map(ShortLine::as_str),
                village.as_ref().map(ShortLine::as_str),
                postcode.as_ref().map(Postcode::as_str),
            ]),
            Self::Venue { .. } | Self::Online { .. } => self.words(),
        }
    }
}

pub(crate) fn joined<const N: usize>(parts: [Option<&str>; N]) -> String {
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// How people book: an address to follow, or words to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Booking {
    /// On a website.
    Address(WebAddress),
    /// As the words say.
    Words(ShortLine),
}

/// The details of a person that may be shown: only those they consented to, one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicContact {
    /// Their name.
    pub name: Option<PersonName>,
    /// Their email address.
    pub email: Option<Email>,
    /// Their telephone number.
    pub telephone: Option<Telephone>,
}

impl PublicContact {
    /// The permissions that it rests on.
    #[must_use]
    pub fn consents(&self) -> Vec<Consent> {
        [
            self.name.is_some().then_some(Consent::Name),
            self.email.is_some().then_some(Consent::Email),
            self.telephone.is_some().then_some(Consent::Telephone),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.email.is_none() && self.telephone.is_none()
    }
}

/// Everything the public may know of an event: one revision of a submission. In the database it is a
/// [`crate::stored::Details`], which no rule of today judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDetails {
    /// What it is called.
    pub title: Title,
    /// What it is, in a little Markdown.
    pub description: Description,
    /// The slug of its type: "music".
    pub event_type: String,
    /// When it is.
    pub dates: Dates,
    /// Where it is.
    pub place: Place,
    /// What it costs.
    pub cost: Cost,
    /// How people book, where they need to.
    pub booking: Option<Booking>,
    /// Getting in and taking part.
    pub access: Access,
    /// Who it is for: "Over 18s".
    pub age: Option<ShortLine>,
    /// Where to read more.
    pub website: Option<WebAddress>,
    /// Who runs it.
    pub group: Option<GroupName>,
    /// Whom to ask.
    pub contact: PublicContact,
    /// Its picture, where it has one.
    pub picture: Option<Picture>,
}
