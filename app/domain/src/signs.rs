//! What was odd about how a form was filled in. A sign hints and never decides: nothing is dropped
//! for one. What looks like spam waits beside the queue, where staff see it, until its sender
//! confirms the address.

use chrono::TimeDelta;

use strum::{EnumString, IntoStaticStr};

use crate::event::EventDetails;
use crate::hints::{Hint, HintField, HintKind, links_in};

pub use crate::limits::{FASTEST, SAME_WORDS};

/// The field that people cannot see: no browser has anything of a person's to put into it.
pub const TRAP: &str = "second-heading";

/// Something odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Sign {
    /// The box that people cannot see was filled in.
    HiddenBox,
    /// It was begun less than [`FASTEST`] before.
    TooFast,
    /// The same words came from [`SAME_WORDS`] other addresses in a day.
    SameWords,
    /// Its words have three links or more.
    ManyLinks,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 4] = [
        Self::HiddenBox,
        Self::TooFast,
        Self::SameWords,
        Self::ManyLinks,
    ];

    /// As stored: "`too_fast`".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`Sign::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// What staff are told of it, where the words themselves do not tell already.
    #[must_use]
    pub fn hint(self) -> Option<Hint> {
        let (kind, words) = match self {
            Self::HiddenBox => (
                HintKind::HiddenBox,
                "A hidden box was filled in. People cannot see it; programs that send spam fill in every box.",
            ),
            Self::TooFast => (
                HintKind::TooFast,
                "Filled in faster than a person can: all five pages in less than 15 seconds.",
            ),
            Self::SameWords => (
                HintKind::SameWords,
                "The same words came from several email addresses on one day.",
            ),
            Self::ManyLinks => return None,
        };
        Some(Hint {
            kind,
            field: HintField::Title,
            marked: Vec::new(),
            words: words.to_owned(),
        })
    }
}

/// The signs that stand in the form itself. `took` is the time since it was begun.
#[must_use]
pub fn of_form(trapped: bool, took: TimeDelta, details: &EventDetails) -> Vec<Sign> {
    let links = links_in(details.title.as_str()) + links_in(details.description.as_str());
    let signs = [
        (trapped, Sign::HiddenBox),
        (took < FASTEST, Sign::TooFast),
        (links >= 3, Sign::ManyLinks),
    ];
    signs
        .into_iter()
        .filter_map(|(is_so, sign)| is_so.then_some(sign))
        .collect()
}

/// Whether it looks so much like spam that it waits beside the queue: the hidden box, or two signs.
/// One alone is often a quick person.
#[must_use]
pub fn look_like_spam(signs: &[Sign]) -> bool {
    signs.contains(&Sign::HiddenBox) || signs.len() >= 2
}

/// The letters of the title and the description in lower case: the same for texts that differ in
/// spaces, figures and signs only.
#[must_use]
pub fn letters(details: &EventDetails) -> String {
    let title = details.title.as_str().chars();
    title
        .chain(details.description.as_str().chars())
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}
