//! What can be decided of a submission that waits.

use strum::{EnumString, IntoStaticStr};

use super::checklist::Checklist;
use super::state::Move;
use crate::standards::StandardKey;

/// A decision that staff may take on a submission that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// The checklist it rests on.
    pub checklist: Checklist,
    /// A note for the staff only.
    pub note: Option<String>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// List it: every standard is met.
    List {
        /// Why it is listed although the sender's address is not confirmed; none where it is.
        unconfirmed: Option<Vouch>,
    },
    /// Ask the sender to change it.
    AskForChanges {
        /// The standards not met.
        unmet: Vec<StandardKey>,
        /// What to change, to the sender.
        message: String,
    },
    /// Refuse it.
    Refuse {
        /// Why.
        ground: Ground,
        /// The standards not met.
        unmet: Vec<StandardKey>,
        /// What the sender hears.
        reply: Reply,
    },
    /// Close it as spam, without a reply and without a checklist.
    MarkSpam,
}

impl Outcome {
    /// The move it makes.
    #[must_use]
    pub fn by(&self) -> Move {
        match self {
            Self::List { .. } => Move::List,
            Self::AskForChanges { .. } => Move::AskForChanges,
            Self::Refuse { .. } => Move::Refuse,
            Self::MarkSpam => Move::MarkSpam,
        }
    }
}

/// Why an event is refused (policy 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Ground {
    /// The nature of the event.
    Nature,
    /// Standards that are not met.
    Standards,
}

impl Ground {
    /// As stored: "nature", "standards".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What a refused sender hears (policy 6.12: ignore, inform, or respond briefly).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Nothing.
    None,
    /// The notice about the council's policy.
    PolicyNotice,
    /// These words.
    Brief(String),
}

impl Reply {
    /// As in forms and records: "none", "policy", "brief".
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PolicyNotice => "policy",
            Self::Brief(_) => "brief",
        }
    }
}

/// Why an event is listed although nobody has confirmed the sender's email address (policy 4.5:
/// "check with the sender if there is any doubt regarding the authenticity of a message").
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Vouch {
    /// Staff know the sender or the group.
    Known,
    /// Staff have spoken with the sender.
    Spoken,
    /// For a reason that the note gives.
    Noted,
}

impl Vouch {
    /// Every reason, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Known, Self::Spoken, Self::Noted];

    /// As in forms and records: "known", "spoken", "noted".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`Vouch::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// As shown: "We know the sender or the group".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Known => "We know the sender or the group",
            Self::Spoken => "We have spoken with the sender",
            Self::Noted => "For another reason, which the note gives",
        }
    }
}

/// What is known of the sender's email address when staff decide (policy 4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// The sender has answered from it, or staff keyed the event in for a person they spoke with.
    Vouched,
    /// Nobody has confirmed it.
    Unconfirmed,
}
