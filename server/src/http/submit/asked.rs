//! What is asked of a step of the form, and what was typed.

use domain::{form::FormErrors, submission::DraftAnswers};
use serde::Deserialize;

/// What a step's address asks besides the step.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    /// Whether the sender came from the check page and goes back to it (`then=check`).
    pub(super) changing: bool,
    /// Whether "Add another date" was pressed (`added=yes`).
    pub(super) added: bool,
}

impl Asked {
    pub(super) fn read(query: Option<&str>) -> Self {
        let asks = |wanted: (&str, &str)| {
            form_urlencoded::parse(query.unwrap_or_default().as_bytes())
                .any(|(name, value)| (&*name, &*value) == wanted)
        };
        Self {
            changing: asks(("then", "check")),
            added: asks(("added", "yes")),
        }
    }
}

/// The step that an address names, whatever else it names.
#[derive(Deserialize)]
pub struct StepOf {
    pub(super) step: String,
}

/// What stands on a step's page.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) answers: &'a DraftAnswers,
    pub(super) errors: &'a FormErrors,
    pub(super) asked: Asked,
}
