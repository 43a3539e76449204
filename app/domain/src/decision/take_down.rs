//! Taking a listed event down (policy 6.13).

use strum::{EnumString, IntoStaticStr};

use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::text::{self, ShortLine};

/// What kind of reason there is for taking an event down (policy 6.13), so that the record can be
/// counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Removal {
    /// It does not meet the policy after all.
    Breach,
    /// Somebody complained or reported it.
    Complaint,
    /// The organiser asked for it.
    Asked,
    /// It is wrong or out of date.
    Wrong,
    /// Something else.
    Other,
}

impl Removal {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 5] = [
        Self::Breach,
        Self::Complaint,
        Self::Asked,
        Self::Wrong,
        Self::Other,
    ];

    /// As in forms and records: "breach".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`Removal::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// As shown: "It does not meet the policy".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Breach => "It does not meet the policy",
            Self::Complaint => "Somebody complained about it or reported it",
            Self::Asked => "The organiser asked for it",
            Self::Wrong => "It is wrong or out of date",
            Self::Other => "Another reason",
        }
    }
}

/// The take-down page's form, as sent. Fields `why`, `reason`, `message`, `notice`, `version`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakeDownAnswers {
    /// `why`, a [`Removal`]
    pub why: String,
    /// `reason`, for the record
    pub reason: String,
    /// `message`, to the sender; may be empty
    pub message: String,
    /// `notice`: "yes" to show the policy's removal sentence in its place
    pub notice: String,
    /// `version`, the submission's when the page was read
    pub version: String,
}

/// A listed event to be taken down (policy 6.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeDown {
    /// What kind of reason there is.
    pub why: Removal,
    /// Why, for the record.
    pub reason: ShortLine,
    /// What the sender hears, if anything.
    pub message: Option<String>,
    /// Whether the page then shows the policy's removal sentence.
    pub notice: bool,
}

impl TakeDownAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            why: fields.take("why"),
            reason: fields.take("reason"),
            message: fields.take("message"),
            notice: fields.take("notice"),
            version: fields.take("version"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<TakeDown, FormErrors> {
        let mut errors = FormErrors::default();
        let why = Removal::parse(&self.why);
        if why.is_none() {
            errors.push("why", "Select what kind of reason it is");
        }
        let reason = errors.need(REASON, ShortLine::parse(&self.reason));
        let message = errors.may(TAKE_DOWN_MESSAGE, text::letter(&self.message));
        match (why, reason) {
            (Some(why), Some(reason)) => errors.unless_any(TakeDown {
                why,
                reason,
                message,
                notice: self.notice == "yes",
            }),
            _ => Err(errors),
        }
    }

    /// The version of the submission that the page showed.
    #[must_use]
    pub fn read_at(&self) -> Option<i64> {
        self.version.parse().ok()
    }
}

const REASON: Ask = Ask {
    field: "reason",
    name: "Reason",
    empty: "Enter the reason for taking it down",
    shape: "Enter the reason for taking it down",
};

const TAKE_DOWN_MESSAGE: Ask = Ask {
    field: "message",
    name: "Message",
    empty: "Write the message to the sender",
    shape: "Write the message to the sender",
};
