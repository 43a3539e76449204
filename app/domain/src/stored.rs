//! Documents as they are stored: what the database holds as JSON, read for as long as there is a
//! record.
//!
//! **History outlives rules.** What a form may say changes: limits are lowered, types are retired,
//! another question is asked. What was said and decided does not change, and stays readable. So
//! the rules of input are not applied here, and the form's types are not what is stored: these
//! lenient types are, and they become the domain's own by a conversion that judges nothing. It
//! puts lines in order, leaves out what cannot be shown safely (an address that is none of the
//! web's is not linked), reads a word it does not know as "not told", and passes over what it has
//! never heard of.
//!
//! Only what makes no sense at all is an error ([`Unreadable`]): an event without a date, a
//! document that is none.
//!
//! # Formats
//!
//! Each document says its `format`. A change that an older reader would get wrong raises
//! [`FORMAT`]; one that only adds something that may be absent does not. Whatever was ever written
//! is read: `tests/stored/` holds documents of each format as they were written, and a test reads
//! them.
//!
//! | format | of | written |
//! |---|---|---|
//! | 1 (no number in the document) | details, answers, hints | until December 2026, in several shapes: without pictures, without rules of repeats, with one time a day |
//! | 2 | details, hints | since: as the last of those, with its number |
//!
//! Answers are written without a number still, since the version before refuses what it does not
//! know in them; they are read with or without. Why so: `docs/decisions/0025-stored-documents.md`.

mod answers;
mod dates;
mod details;
mod hint;

pub use answers::Answers;
pub use dates::Dates;
pub use details::Details;
pub use hint::Hint;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::event::EventDetails;
use crate::submission::DraftAnswers;
use crate::{hints, when};

/// The format of what is written now.
pub const FORMAT: u32 = 2;

/// The format of a document that does not say it.
fn unnumbered() -> u32 {
    1
}

/// Why a stored document is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// An event that has no date.
    #[error("the stored event has no date")]
    NoDate,
}

/// Writes a type of the domain as its stored counterpart.
macro_rules! written_as {
    ($of:ty, $stored:ty) => {
        impl Serialize for $of {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$stored>::from(self.clone()).serialize(serializer)
            }
        }
    };
}

/// Reads a type of the domain from its stored counterpart.
macro_rules! read_from {
    ($of:ty, $stored:ty) => {
        impl<'de> Deserialize<'de> for $of {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let stored = <$stored>::deserialize(deserializer)?;
                Self::try_from(stored).map_err(D::Error::custom)
            }
        }
    };
}

written_as!(EventDetails, Details);
read_from!(EventDetails, Details);
written_as!(when::Dates, Dates);
read_from!(when::Dates, Dates);
written_as!(DraftAnswers, Answers);
read_from!(DraftAnswers, Answers);
written_as!(hints::Hint, Hint);
