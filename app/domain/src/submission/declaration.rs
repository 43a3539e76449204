//! The words that a sender agrees to, and those that staff confirm for somebody.

/// The words a submitter agrees to when sending (policy 5.2), kept with the submission.
pub const DECLARATION: &str = "I confirm the details are accurate, meet the council’s standards, and that I have the \
     right to use the words and any picture.";

/// The words that staff confirm when they key an event in for somebody (policy 5.2 and 6.3), kept
/// with the submission.
pub const KEYED_IN_DECLARATION: &str = "The sender knows that they are responsible for the details, that these must be \
     accurate and meet the council’s standards, and that they need the right to use the words and any picture.";

/// The version of [`DECLARATION`] and [`KEYED_IN_DECLARATION`], to be raised with every change of its words.
pub const DECLARATION_VERSION: &str = "2026-11";
