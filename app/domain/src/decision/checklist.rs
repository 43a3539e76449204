//! The standards as staff answer them.

use strum::{EnumString, IntoStaticStr};

use crate::form::FormErrors;
use crate::standards::{Standard, StandardKey};

/// How a submission fares with one standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Verdict {
    /// It meets it.
    Meets,
    /// It does not.
    #[strum(serialize = "fails")]
    DoesNotMeet,
}

impl Verdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Meets, Self::DoesNotMeet];

    /// As in forms and records: "meets", "fails".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`Verdict::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// As shown: "Meets", "Does not meet".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Meets => "Meets",
            Self::DoesNotMeet => "Does not meet",
        }
    }
}

/// The answered standards, in the order of the policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checklist(pub Vec<(StandardKey, Verdict)>);

impl Checklist {
    /// The standards that are not met.
    #[must_use]
    pub fn unmet(&self) -> Vec<StandardKey> {
        self.0
            .iter()
            .filter(|(_, v)| *v == Verdict::DoesNotMeet)
            .map(|(key, _)| key.clone())
            .collect()
    }
}

/// The beginning of the names of the checklist's fields.
pub(super) const STANDARD: &str = "standard-";

/// The name of a standard's field: "standard-personal-information".
#[must_use]
pub fn field_of(standard: &Standard) -> String {
    format!("{STANDARD}{}", standard.key)
}

/// Whether every standard is answered, and met.
pub(super) fn all_met(
    standards: &[Standard],
    checklist: &Checklist,
    errors: &mut FormErrors,
) -> bool {
    let before = errors.0.len();
    for standard in standards {
        let name = &standard.name;
        match checklist.0.iter().find(|(key, _)| *key == standard.key) {
            Some((_, Verdict::Meets)) => {}
            Some((_, Verdict::DoesNotMeet)) => errors.push(
                field_of(standard),
                format!(
                    "Every standard must be met to list the event. “{name}” is marked as not met"
                ),
            ),
            None => errors.push(field_of(standard), format!("Answer “{name}”")),
        }
    }
    errors.0.len() == before
}
