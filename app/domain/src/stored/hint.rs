//! What is pointed out to the reader of a revision, and what was when a decision was made, as it is stored.

use serde::{Deserialize, Serialize};

use super::{FORMAT, unnumbered};
use crate::hints;

/// One of the columns `decision.hints` and `revision_hint.hints`. A kind of hint may be gone since; its sentence stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    #[serde(default = "unnumbered")]
    format: u32,
    /// The [`hints::HintKind`] of it, by its name then.
    #[serde(default)]
    pub kind: String,
    /// The [`hints::HintField`] it was seen in.
    #[serde(default)]
    pub field: String,
    /// The words that were marked.
    #[serde(default)]
    pub marked: Vec<String>,
    /// What was said.
    pub words: String,
}

impl From<hints::Hint> for Hint {
    fn from(hint: hints::Hint) -> Self {
        Self {
            format: FORMAT,
            kind: hint.kind.as_str().to_owned(),
            field: hint.field.as_str().to_owned(),
            marked: hint.marked,
            words: hint.words,
        }
    }
}

impl Hint {
    /// As it is pointed out, where its kind and its field are still known.
    #[must_use]
    pub fn read(self) -> Option<hints::Hint> {
        Some(hints::Hint {
            kind: hints::HintKind::parse(&self.kind)?,
            field: hints::HintField::parse(&self.field)?,
            marked: self.marked,
            words: self.words,
        })
    }
}
