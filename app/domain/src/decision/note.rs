//! Notes that staff write to one another.

use crate::form::{Ask, FormErrors};
use crate::text;

pub(super) const NOTE: Ask = Ask {
    field: "note",
    name: "Note",
    empty: "Write the note",
    shape: "Write the note",
};

/// Reads a note that staff write to one another; field `words`.
///
/// # Errors
/// It is empty or too long.
pub fn parse_note(words: &str) -> Result<String, FormErrors> {
    let mut errors = FormErrors::default();
    let ask = Ask {
        field: "words",
        ..NOTE
    };
    errors.need(ask, text::letter(words)).ok_or(errors)
}
