//! How a submission came, and so who filled the form in.

use strum::{EnumString, IntoStaticStr};

/// How a submission came: by the form, or by one of the council's formal channels (policy 6.3), from
/// where staff key it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Channel {
    /// The sender filled the form in.
    #[default]
    Form,
    /// By telephone.
    Telephone,
    /// By letter.
    Letter,
    /// By email.
    Email,
    /// In person at the parish office.
    InPerson,
}

impl Channel {
    /// The channels that staff key in from, in the order they are offered.
    pub const KEYED_IN: [Self; 4] = [Self::Telephone, Self::Email, Self::Letter, Self::InPerson];

    /// As stored: "`in_person`".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads the name of a channel that staff key in from.
    #[must_use]
    pub fn keyed_in(text: &str) -> Option<Self> {
        Self::KEYED_IN
            .into_iter()
            .find(|channel| channel.as_str() == text)
    }

    /// As shown: "By telephone".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Form => "By the form",
            Self::Telephone => "By telephone",
            Self::Letter => "By letter",
            Self::Email => "By email",
            Self::InPerson => "In person",
        }
    }

    /// Who fills the form in.
    #[must_use]
    pub fn filled_in_by(self) -> FilledInBy {
        if self == Self::Form {
            FilledInBy::Sender
        } else {
            FilledInBy::Staff
        }
    }
}

/// Who fills the form in, which decides what must be told about the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FilledInBy {
    /// The sender, who is answered by email.
    #[default]
    Sender,
    /// Staff, for somebody who telephoned, wrote or called (policy 6.3) and may have no email
    /// address.
    Staff,
}
