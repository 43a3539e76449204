//! Messages: when one is tried again, and what staff may change in a draft before it goes.

use chrono::TimeDelta;

use crate::{
    form::{Ask, Fields, FormErrors, Pairs, Tampered},
    text::{self, TextProblem},
};

/// The most characters a subject may have.
pub const SUBJECT_LIMIT: usize = 200;
/// The most characters a whole message may have: a letter, the clauses it cites, and all that the
/// sender typed.
pub const BODY_LIMIT: usize = 20_000;

/// How long after each try the next one comes: quickly while a mail server restarts, then ever
/// more patiently. Two days in all, so that a weekend without mail loses nothing.
const PAUSES: [TimeDelta; 8] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::hours(1),
    TimeDelta::hours(3),
    TimeDelta::hours(6),
    TimeDelta::hours(12),
    TimeDelta::hours(24),
];

/// How often a message is tried before it is given up.
pub const MAX_ATTEMPTS: u32 = 9;

/// How long to wait after this many tries; `None` where it is time to give up.
#[must_use]
pub fn pause_after(attempts: u32) -> Option<TimeDelta> {
    let pauses = PAUSES.get(usize::try_from(attempts).ok()?.saturating_sub(1));
    pauses.copied()
}

/// Which messages the desk lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Drafts, which wait for somebody to read them.
    ToRead,
    /// Those that wait to be sent, or are being sent.
    Waiting,
    /// Those that a mail server took.
    Sent,
    /// Those that were given up.
    NotSent,
    /// Notices to staff.
    ToStaff,
}

impl Filter {
    /// Every filter, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::All,
        Self::ToRead,
        Self::Waiting,
        Self::Sent,
        Self::NotSent,
        Self::ToStaff,
    ];

    /// The word in an address; empty for all.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::ToRead => "to-read",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::NotSent => "not-sent",
            Self::ToStaff => "to-staff",
        }
    }

    /// As it is offered.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::ToRead => "To read",
            Self::Waiting => "Waiting",
            Self::Sent => "Sent",
            Self::NotSent => "Could not be sent",
            Self::ToStaff => "Notices to staff",
        }
    }

    /// Reads the word in an address. One that is none of ours means all.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|filter| filter.as_str() == word);
        known.unwrap_or_default()
    }
}

/// A draft's form, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftAnswers {
    /// `subject`
    pub subject: String,
    /// `body`: the words
    pub body: String,
    /// `version`, the draft's when the page was read
    pub version: String,
    /// `step`: `send` or `keep`
    pub step: String,
}

/// A draft's words, to be kept or sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftWords {
    /// One line.
    pub subject: String,
    /// The text with its lines.
    pub body: String,
}

const SUBJECT: Ask = Ask {
    field: "subject",
    name: "Subject",
    empty: "Enter the subject",
    shape: "Enter the subject",
};
const BODY: Ask = Ask {
    field: "body",
    name: "Message",
    empty: "Enter the message",
    shape: "Enter the message",
};

impl DraftAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            subject: fields.take("subject"),
            body: fields.take("body"),
            version: fields.take("version"),
            step: fields.take("step"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<DraftWords, FormErrors> {
        let mut errors = FormErrors::default();
        let subject = text::one_line(&self.subject);
        let body = text::lines(&self.body);
        let subject = errors.need(SUBJECT, within(subject, SUBJECT_LIMIT));
        let body = errors.need(BODY, within(body, BODY_LIMIT));
        match (subject, body) {
            (Some(subject), Some(body)) => Ok(DraftWords { subject, body }),
            _ => Err(errors),
        }
    }

    /// The version of the draft that the page showed.
    #[must_use]
    pub fn read_at(&self) -> Option<i32> {
        self.version.parse().ok()
    }
}

fn within(words: String, limit: usize) -> Result<String, TextProblem> {
    match words.chars().count() {
        0 => Err(TextProblem::Empty),
        count if count > limit => Err(TextProblem::TooLong {
            limit,
            over: count - limit,
        }),
        _ => Ok(words),
    }
}
