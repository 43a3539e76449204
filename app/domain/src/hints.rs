//! What the words of an event suggest to the person who reads it (policy 6.9 to 6.13).
//!
//! Hints help the reader, never decide. Each is tied to a standard of the checklist, marks the
//! words in the text and says in a sentence what was seen. None is an answer: a hustings raises a
//! hint, and may be listed; a clever advertisement raises none, and may be refused.
//!
//! What is looked for is data: the lists in `hints/words`, one phrase a line. `hints/words/README.md`
//! says how to add to them.

mod commercial;
mod dates;
mod kind;
mod lawful;
mod links;
mod marks;
mod personal;
mod picture;
mod place;
mod political;
mod reading;
mod sayings;
mod sense;
mod telephone;
mod tone;
mod words;

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use strum::{EnumString, IntoStaticStr};

use crate::event::{Booking, Cost, EventDetails};
use crate::likeness::Sketch;
use crate::text::{GroupName, ShortLine, WebAddress};
use crate::when;

pub use kind::HintKind;
pub use marks::{Piece, pieces};
use reading::Reading;

/// One thing that was seen in a revision. With a decision it is stored as a [`crate::stored::Hint`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it is, and so which standard it bears on.
    pub kind: HintKind,
    /// Where it was seen.
    pub field: HintField,
    /// The words to be marked, exactly as they stand in [`HintField::text`], each once, in the
    /// order they come. Empty where the hint is about what is missing.
    pub marked: Vec<String>,
    /// One sentence or two: "A telephone number is in the description. The sender has not agreed
    /// to publish one."
    pub words: String,
}

/// A part of a revision that can hold what a hint is about, in the order they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum HintField {
    /// [`EventDetails::title`]
    Title,
    /// [`EventDetails::description`]
    Description,
    /// [`EventDetails::dates`]
    Dates,
    /// [`EventDetails::place`]
    Place,
    /// [`EventDetails::cost`]
    Cost,
    /// [`EventDetails::booking`]
    Booking,
    /// [`EventDetails::age`]
    Age,
    /// [`EventDetails::website`]
    Website,
    /// [`EventDetails::group`]
    Group,
    /// [`EventDetails::picture`]: its description and its credit.
    Picture,
}

impl HintField {
    /// Every field.
    pub const ALL: [Self; 10] = [
        Self::Title,
        Self::Description,
        Self::Dates,
        Self::Place,
        Self::Cost,
        Self::Booking,
        Self::Age,
        Self::Website,
        Self::Group,
        Self::Picture,
    ];

    /// As stored: "description".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`HintField::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// In the middle of a sentence: "the description".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "the title",
            Self::Description => "the description",
            Self::Dates => "the dates",
            Self::Place => "the place",
            Self::Cost => "the price",
            Self::Booking => "the note on booking",
            Self::Age => "the note on ages",
            Self::Website => "the website",
            Self::Group => "the group’s name",
            Self::Picture => "the words about the picture",
        }
    }

    /// The field's own words, in which a hint's marks stand; empty where it was left out. Dates are
    /// a line a sitting, as [`when::sitting`] writes them, after their rule where they have one.
    #[must_use]
    pub fn text(self, details: &EventDetails) -> Cow<'_, str> {
        match self {
            Self::Title => details.title.as_str().into(),
            Self::Description => details.description.as_str().into(),
            Self::Dates => {
                let rule = details.dates.repeat().map(when::Repeat::words);
                let sittings = details.dates.sittings().iter().map(when::sitting);
                let lines = rule.into_iter().chain(sittings);
                lines.collect::<Vec<_>>().join("\n").into()
            }
            Self::Place => details.place.address().into(),
            Self::Cost => match &details.cost {
                Cost::Paid { words } => words.as_str().into(),
                Cost::NotTold | Cost::Free | Cost::Donations => "".into(),
            },
            Self::Booking => match &details.booking {
                Some(Booking::Words(words)) => words.as_str().into(),
                Some(Booking::Address(address)) => address.as_str().into(),
                None => "".into(),
            },
            Self::Age => details.age.as_ref().map_or("", ShortLine::as_str).into(),
            Self::Website => {
                let website = details.website.as_ref();
                website.map_or("", WebAddress::as_str).into()
            }
            Self::Group => details.group.as_ref().map_or("", GroupName::as_str).into(),
            Self::Picture => details.picture.as_ref().map_or("".into(), |picture| {
                let credit = picture.credit.as_ref().map_or("", ShortLine::as_str);
                format!("{}\n{credit}", picture.alt())
                    .trim()
                    .to_owned()
                    .into()
            }),
        }
    }
}

/// What a revision is judged by. Everything that differs from parish to parish or from minute to
/// minute is here; the lists of words are the same for all.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The council's name: "Withyham Parish Council". Accusing words in a sentence that names it
    /// are taken as an accusation.
    pub council: &'a str,
    /// The places of the parish, and the villages of its venues: "Groombridge".
    pub parish: &'a [String],
    /// The first halves of the postcodes in and around the parish: "TN3". A place with another is
    /// outside. Where there are none, postcodes are not judged.
    pub postcodes: &'a [String],
    /// Telephone numbers, email and postal addresses that are public anyway: the council's own and
    /// those of its venues. They raise nothing.
    pub public: &'a [String],
    /// The sender's email address, to tell their own events from other people's. Never shown.
    pub sender: &'a str,
    /// Other submissions that may be the same event: those that are listed or wait, and share a
    /// day with this one. The submission itself is not among them.
    pub others: &'a [&'a Sketch],
}

/// A revision with what it is judged by, read once for all the searches.
struct Case<'a> {
    details: &'a EventDetails,
    around: &'a Surroundings<'a>,
    reading: Reading<'a>,
}

/// Which rules and lists [`of_words`] goes by. Whoever changes a rule or a list raises it, so that what was
/// worked out before is worked out again: a test compares the lists.
pub const VERSION: u32 = 1;

/// All that a revision suggests, in the order of the standards, then of the fields. The same revision
/// in the same surroundings always has the same hints.
#[must_use]
pub fn hints(details: &EventDetails, around: &Surroundings<'_>) -> Vec<Hint> {
    in_order(of_words(details, around), of_now(details, around))
}

/// What was seen in the words, which stays so, and what is so now, in one order.
#[must_use]
pub fn in_order(words: Vec<Hint>, now: Vec<Hint>) -> Vec<Hint> {
    let mut found = words;
    found.extend(now);
    found.sort_by_key(|hint| (hint.kind, hint.field));
    found
}

/// What the words of a revision suggest, whatever day it is and whatever else is on: worked out once
/// and kept. Takes time in proportion to the words.
#[must_use]
pub fn of_words(details: &EventDetails, around: &Surroundings<'_>) -> Vec<Hint> {
    let case = Case {
        details,
        around,
        reading: Reading::of(details),
    };
    let searches = [
        sense::find,
        place::find,
        dates::find,
        tone::find,
        lawful::find,
        personal::find,
        political::find,
        commercial::find,
        sayings::find,
        picture::find,
    ];
    let found = searches.iter().flat_map(|find| find(&case)).collect();
    in_order(found, Vec::new())
}

/// What depends on the moment and on what else is on: dates that have passed, today's, and an event
/// that is like another.
#[must_use]
pub fn of_now(details: &EventDetails, around: &Surroundings<'_>) -> Vec<Hint> {
    let mut found = dates::now(details, around.now);
    found.extend(sense::like_another(details, around));
    in_order(found, Vec::new())
}

/// The hints' short tags for the queue, each once: "Personal details", "Promotion".
#[must_use]
pub fn labels(hints: &[Hint]) -> Vec<&'static str> {
    let mut labels = Vec::new();
    for hint in hints {
        if !labels.contains(&hint.kind.label()) {
            labels.push(hint.kind.label());
        }
    }
    labels
}

/// How many links to websites a text has.
#[must_use]
pub fn links_in(text: &str) -> usize {
    links::find(text).len()
}

/// Words in quotation marks, the first three of them: "“vote for”, “elect” and “manifesto”".
fn quoted(marked: &[String]) -> String {
    let all: Vec<String> = marked.iter().map(|words| format!("“{words}”")).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, three, more @ ..] => format!("{one}, {two}, {three} and {} more", more.len()),
    }
}

/// A sentence begins with a capital: "the title" is "The title".
fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
