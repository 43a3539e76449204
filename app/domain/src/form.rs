//! What is wrong with a form, all at once and in words that say what to do.

mod date;

use std::collections::BTreeMap;

pub use date::DateAnswers;

use serde::{Deserialize, Serialize};

use crate::text::TextProblem;

/// One thing to mend, tied to the control it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The `id` of the control to go to, which is also its `name` unless it is a radio button
    /// (then it is the `id` of the first).
    pub field: String,
    /// What to do: "Enter the event's title". Shown in the summary and beside the field, the same.
    pub message: String,
}

/// Every problem of a form, in the order of its fields. Never empty when returned as an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormErrors(pub Vec<FieldError>);

impl FormErrors {
    /// Adds a problem.
    pub fn push(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError {
            field: field.into(),
            message: message.into(),
        });
    }

    /// The message for a field, if it has one (the first where it has several).
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|e| e.field == field)
            .map(|e| e.message.as_str())
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A posted form that no page of ours can have sent: a field we do not know, or one twice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Tampered {
    /// A field that this form does not have.
    #[error("unknown field {0}")]
    Unknown(String),
    /// A field that came more than once.
    #[error("field {0} came twice")]
    Twice(String),
}

/// A form's decoded name and value pairs, in the order they came.
pub type Pairs = Vec<(String, String)>;

/// A form's fields, each once, to be taken out one by one until none is left.
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    pub(crate) fn once_each(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = BTreeMap::new();
        for (name, value) in pairs {
            if fields.contains_key(&name) {
                return Err(Tampered::Twice(name));
            }
            fields.insert(name, value);
        }
        Ok(Self(fields))
    }

    /// The field's value, empty where it was not sent.
    pub(crate) fn take(&mut self, name: &str) -> String {
        self.take_sent(name).unwrap_or_default()
    }

    /// The field's value, if it was sent.
    pub(crate) fn take_sent(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// Takes every field whose name begins so, by the rest of its name.
    pub(crate) fn take_all(&mut self, prefix: &str) -> BTreeMap<String, String> {
        let (taken, left) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|(name, _)| name.starts_with(prefix));
        self.0 = left;
        let taken: BTreeMap<String, String> = taken;
        taken
            .into_iter()
            .map(|(name, value)| (name[prefix.len()..].to_owned(), value))
            .collect()
    }

    pub(crate) fn none_left(self) -> Result<(), Tampered> {
        self.0
            .into_keys()
            .next()
            .map_or(Ok(()), |name| Err(Tampered::Unknown(name)))
    }
}

/// How a field of words is asked for, to say what to do when it cannot be taken.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    /// The control's `id`.
    pub(crate) field: &'static str,
    /// The field's name at the start of a sentence: "Title".
    pub(crate) name: &'static str,
    /// What to do when it is empty.
    pub(crate) empty: &'static str,
    /// What to do when it has not the right shape.
    pub(crate) shape: &'static str,
}

impl FormErrors {
    /// Takes a field that must be filled in.
    pub(crate) fn need<T>(&mut self, ask: Ask, parsed: Result<T, TextProblem>) -> Option<T> {
        parsed
            .map_err(|problem| self.push(ask.field, ask.message(problem)))
            .ok()
    }

    /// Takes a field that may be left empty.
    pub(crate) fn may<T>(&mut self, ask: Ask, parsed: Result<T, TextProblem>) -> Option<T> {
        if matches!(parsed, Err(TextProblem::Empty)) {
            None
        } else {
            self.need(ask, parsed)
        }
    }

    /// The value, unless something is wrong.
    pub(crate) fn unless_any<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl Ask {
    fn message(self, problem: TextProblem) -> String {
        match problem {
            TextProblem::Empty => self.empty.to_owned(),
            TextProblem::NotAn(_) => self.shape.to_owned(),
            TextProblem::TooLong { limit, over } => {
                let unit = if over == 1 { "character" } else { "characters" };
                let (name, limit, over) = (self.name, thousands(limit), thousands(over));
                format!("{name} must be {limit} characters or less. It is {over} {unit} too long")
            }
        }
    }
}

/// A whole number as it is written: "4,000".
#[must_use]
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// What is said where something is not the shape of a web address.
pub(crate) const WEB_SHAPE: &str = "Enter a web address like https://example.org";
