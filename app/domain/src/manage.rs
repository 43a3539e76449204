//! What a sender may say of a listed event without asking: that it will not be as it was listed.
//!
//! Such word helps people who would otherwise stand before a closed door, and holds no words of
//! the sender's own, so it is shown at once and staff are told. Anything else is an edit that waits.

use crate::event::EventStatus;
use crate::form::{Fields, FormErrors, Pairs, Tampered};

/// The statuses that a sender may set.
pub const SENDERS_STATUSES: [EventStatus; 5] = [
    EventStatus::GoingAhead,
    EventStatus::FullyBooked,
    EventStatus::Postponed,
    EventStatus::Online,
    EventStatus::Cancelled,
];

/// The form that says what has become of a listed event, as sent. Field `status`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusAnswers {
    /// `status`, an [`EventStatus`] as stored
    pub status: String,
}

impl StatusAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            status: fields.take("status"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// Nothing was chosen, or something that is not the sender's to say.
    pub fn parse(&self) -> Result<EventStatus, FormErrors> {
        SENDERS_STATUSES
            .into_iter()
            .find(|status| status.as_str() == self.status)
            .ok_or_else(|| {
                let mut errors = FormErrors::default();
                errors.push("status", "Select what has become of the event");
                errors
            })
    }
}
