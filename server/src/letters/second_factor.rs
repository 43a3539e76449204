//! What is written to a member of staff when the way they sign in has changed: so that whoever did
//! not do it themselves hears of it.

use crate::letters::marks;
use domain::{
    council::Site,
    message::{Kind, NewMessage},
    staff::Staff,
};

/// What has changed, or was noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityMail {
    /// An authenticator app was added.
    AppAdded,
    /// Another authenticator app took its place.
    AppReplaced,
    /// The authenticator app was removed.
    AppRemoved,
    /// A passkey was added.
    PasskeyAdded {
        /// The name its owner gave it.
        name: String,
    },
    /// A passkey was removed.
    PasskeyRemoved {
        /// The name its owner gave it.
        name: String,
    },
    /// New recovery codes were made.
    NewCodes,
    /// A recovery code was used to sign in.
    CodeUsed {
        /// How many are left.
        left: i64,
    },
    /// Codes were wrong, as many as are allowed.
    /// One of some wrong codes within a day, after the right password.
    WrongCodes,
    /// So many wrong codes that no more are taken for an hour.
    TooManyWrong,
}

impl SecurityMail {
    /// The mail to the account's address.
    #[must_use]
    pub fn message(&self, site: &Site, staff: &Staff) -> NewMessage {
        let body = [
            format!("Hello {}", staff.name),
            self.sentence(),
            self.advice(site),
            format!("{}\n{}", site.council, site.address),
        ]
        .join("\n\n");
        NewMessage {
            kind: Kind::Account,
            recipient: staff.email.clone(),
            subject: self.subject().to_owned(),
            body,
            message_id: marks::message_id(&site.address),
        }
    }

    fn subject(&self) -> &'static str {
        match self {
            Self::AppAdded => "An app was added to your What’s On account",
            Self::AppReplaced => "The app of your What’s On account was replaced",
            Self::AppRemoved => "The app was removed from your What’s On account",
            Self::PasskeyAdded { .. } => "A passkey was added to your What’s On account",
            Self::PasskeyRemoved { .. } => "A passkey was removed from your What’s On account",
            Self::NewCodes => "New recovery codes for your What’s On account",
            Self::CodeUsed { .. } => "A recovery code was used to sign in as you",
            Self::WrongCodes | Self::TooManyWrong => {
                "Wrong codes at the sign-in of your What’s On account"
            }
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::AppAdded => "An app on a telephone or computer now makes the six-figure codes with which you sign in to the What’s On desk.".to_owned(),
            Self::AppReplaced => "Another app now makes the six-figure codes with which you sign in to the What’s On desk. The one before is of no more use.".to_owned(),
            Self::AppRemoved => "The app that made six-figure codes was removed. You sign in to the What’s On desk with your passkey.".to_owned(),
            Self::PasskeyAdded { name } => format!("You can now sign in to the What’s On desk with the passkey “{name}”."),
            Self::PasskeyRemoved { name } => format!("The passkey “{name}” can no longer be used to sign in to the What’s On desk."),
            Self::NewCodes => "Ten new recovery codes were made for your account. The ones before are of no more use.".to_owned(),
            Self::CodeUsed { left } => format!("Somebody, probably you, signed in to the What’s On desk as you with a recovery code. {}", left_words(*left)),
            Self::WrongCodes => "Somebody entered your password at the What’s On desk, and then three wrong codes within a day. They did not get in.".to_owned(),
            Self::TooManyWrong => "Somebody entered your password at the What’s On desk, and then ten wrong codes. They did not get in. For an hour no more codes are taken; a passkey still works.".to_owned(),
        }
    }

    fn advice(&self, site: &Site) -> String {
        let look = format!("See how you sign in: {}/staff/security", site.address);
        let not_you = if matches!(self, Self::WrongCodes | Self::TooManyWrong) {
            "If it was not you, somebody knows your password: choose another one today, and tell the parish office"
        } else {
            "If it was not you, tell the parish office at once"
        };
        format!("{look}\n\n{not_you}: {}.", site.office_telephone)
    }
}

/// "3 recovery codes are left."
#[must_use]
pub fn left_words(left: i64) -> String {
    match left {
        0 => "It was the last one. Make new ones today.".to_owned(),
        1 => "One recovery code is left. Make new ones soon.".to_owned(),
        left => format!("{left} recovery codes are left."),
    }
}
