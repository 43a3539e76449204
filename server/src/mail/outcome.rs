//! What came of handing a mail over, and what mail cannot be sent with.

/// What came of handing a mail over. The words are for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server has taken it.
    Sent,
    /// The mail server will not take this mail, now or later.
    Refused(String),
    /// Not now: it was not taken, and can be tried again.
    Later(String),
    /// Nobody can tell: the mail was handed over and no answer came.
    Perhaps(String),
    /// The mail server was not reached, or did not let us in: a fault of it or of the settings, and none of this mail's.
    Unreachable(String),
    /// The connection was there and broke off before the mail server had said anything of this mail.
    CutOff(String),
    /// The mail could not be made through a fault of the site's own, and nobody was asked to take it.
    Unmade(String),
}

/// A setting that mail cannot be sent with. The words are for the person at the terminal.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Unusable(pub String);
