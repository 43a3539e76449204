//! The permissions to publish a sender's own details, one by one (policy 4.5).

use strum::{EnumString, IntoStaticStr};

/// The version of [`Consent::wording`], to be raised with every change of its words.
pub const CONSENT_VERSION: &str = "2026-11";

/// One detail that the sender agreed to publish (policy 4.5), ticked on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Consent {
    /// The name.
    Name,
    /// The email address.
    Email,
    /// The telephone number.
    Telephone,
}

impl Consent {
    /// Every consent.
    pub const ALL: [Self; 3] = [Self::Name, Self::Email, Self::Telephone];

    /// As stored: "name".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The name of its tick box: "show-name".
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Name => "show-name",
            Self::Email => "show-email",
            Self::Telephone => "show-telephone",
        }
    }

    /// The words beside its tick box, kept with the consent.
    #[must_use]
    pub fn wording(self) -> &'static str {
        match self {
            Self::Name => "Show my name on the event’s page, for everybody to see",
            Self::Email => "Show my email address on the event’s page, for everybody to see",
            Self::Telephone => "Show my telephone number on the event’s page, for everybody to see",
        }
    }
}
