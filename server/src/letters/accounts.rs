//! What is written to a member of staff about their account. Whoever did not do or ask for what a
//! mail tells of hears of it by that mail.
//!
//! The database never holds a link that works: a mail has a place for it, the worker makes one as
//! the mail goes out, and only its hash is kept ([`PLACES`]).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    council::Site,
    message::{Kind, NewMessage},
    retention::{INVITATION, PASSWORD_LINK},
    when,
};

use crate::letters::marks;

/// Where an invitation has its link.
const INVITATION_LINK: &str = "{{link of the invitation}}";
/// Where a mail to somebody who has forgotten their password has its link.
const RESET_LINK: &str = "{{link to choose a password}}";

/// The places for a link, how the desk shows each, and how long the link is good for.
pub const PLACES: [(&str, &str, TimeDelta); 2] = [
    (INVITATION_LINK, "[the link of the invitation]", INVITATION),
    (RESET_LINK, "[the link to choose a password]", PASSWORD_LINK),
];

/// What a mail tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountMail {
    /// An account waits to be opened.
    Invited {
        /// Who invites.
        by: String,
    },
    /// Name or role were changed.
    Changed {
        /// Who did.
        by: String,
        /// Their name as it is now.
        name: String,
        /// Whether they look after the settings and accounts now.
        administrator: bool,
    },
    /// The account was closed.
    Closed {
        /// Who did.
        by: String,
        /// Whether it was an invitation, which is withdrawn by that.
        invitation: bool,
    },
    /// The account was opened again.
    Opened {
        /// Who did.
        by: String,
    },
    /// Somebody has forgotten the password, or says so.
    Forgotten,
    /// A link to choose a password was made at the server itself.
    LinkPrinted,
    /// Every second step was taken away at the server itself.
    SecondStepRemoved,
    /// A password was chosen by a link.
    PasswordSet,
    /// The password was changed by somebody who knew the one before.
    PasswordChanged,
    /// The account was signed in to from a device that is new.
    NewDevice {
        /// "Firefox on Windows".
        device: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// Many sign-ins have failed.
    ManyFailed,
}

impl AccountMail {
    /// The mail to an account's address.
    #[must_use]
    pub fn message(&self, site: &Site, email: &str, name: &str) -> NewMessage {
        let mut parts = vec![format!("Hello {name}"), self.sentence()];
        parts.extend(self.link(site));
        parts.push(self.advice(site));
        parts.push(format!("{}\n{}", site.council, site.address));
        NewMessage {
            kind: Kind::Account,
            recipient: email.to_owned(),
            subject: self.subject().to_owned(),
            body: parts.join("\n\n"),
            message_id: marks::message_id(&site.address),
        }
    }

    fn subject(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "You are invited to the What’s On desk",
            Self::Changed { .. } => "Your What’s On account was changed",
            Self::Closed {
                invitation: true, ..
            } => "Your invitation to the What’s On desk was withdrawn",
            Self::Closed { .. } => "Your What’s On account was closed",
            Self::Opened { .. } => "Your What’s On account is open again",
            Self::Forgotten => "Choose a new password for What’s On",
            Self::LinkPrinted => "A link for your What’s On account was made",
            Self::SecondStepRemoved => "The second step of your What’s On sign-in was removed",
            Self::PasswordSet | Self::PasswordChanged => "Your What’s On password was changed",
            Self::NewDevice { .. } => "Was this you? A new sign-in to What’s On",
            Self::ManyFailed => "Somebody tried to sign in to your What’s On account",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Invited { by } => format!("{by} invites you to the What’s On desk, where events that residents send in are read and decided. Open the page below to choose your password. It works once, within three days."),
            Self::Changed {
                by,
                name,
                administrator,
            } => {
                let role = if *administrator {
                    "an administrator: you decide on events, and look after the settings and the accounts of colleagues"
                } else {
                    "a moderator: you decide on events"
                };
                format!("{by} has changed your account. Your name at the desk is {name}, and you are {role}.")
            }
            Self::Closed {
                by,
                invitation: true,
            } => format!("{by} has withdrawn your invitation to the What’s On desk. Its link is of no more use."),
            Self::Closed { by, .. } => format!("{by} has closed your account at the What’s On desk. You were signed out everywhere, and cannot sign in any more."),
            Self::Opened { by } => format!("{by} has opened your account at the What’s On desk again. You sign in as before."),
            Self::Forgotten => "Somebody, probably you, has asked for a new password at the What’s On desk. Open the page below to choose it. It works once, within an hour. The second step of your sign-in stays as it is.".to_owned(),
            Self::LinkPrinted => "A link by which a password for your account can be chosen was made at the server of What’s On. Somebody who looks after the site will give it to you.".to_owned(),
            Self::SecondStepRemoved => "Your passkeys, your app and your recovery codes no longer belong to your account. When you next sign in, you set up a new second step.".to_owned(),
            Self::PasswordSet => "A new password was chosen for your account at the What’s On desk, by a link that was sent to this address or given to you. You were signed out everywhere else.".to_owned(),
            Self::PasswordChanged => "The password of your account at the What’s On desk was changed by somebody who knew the old one. You were signed out everywhere else.".to_owned(),
            Self::NewDevice { device, at } => format!("Your account at the What’s On desk was signed in to with {device}, on {}. It is the first time that we see such a device there.", when::moment(*at)),
            Self::ManyFailed => "Somebody has tried many times today to sign in to your account at the What’s On desk, and did not know the password. They did not get in, and are slowed down. You can sign in as always from where you usually do.".to_owned(),
        }
    }

    /// The page to open.
    fn link(&self, site: &Site) -> Option<String> {
        match self {
            Self::Invited { .. } => Some(INVITATION_LINK.to_owned()),
            Self::Forgotten => Some(RESET_LINK.to_owned()),
            Self::Opened { .. } => Some(format!("{}/staff/sign-in", site.address)),
            Self::NewDevice { .. } => Some(format!("{}/staff/security/sessions", site.address)),
            _ => None,
        }
    }

    fn advice(&self, site: &Site) -> String {
        let telephone = &site.office_telephone;
        match self {
            Self::Invited { .. } => format!(
                "If you do not know what this is about, you need not do anything. The parish office’s telephone number is {telephone}."
            ),
            Self::Changed { .. } | Self::Closed { .. } | Self::Opened { .. } => {
                format!("If you have a question about it, ask the parish office: {telephone}.")
            }
            Self::Forgotten => {
                "If it was not you, you need not do anything: your password stays as it is."
                    .to_owned()
            }
            Self::LinkPrinted | Self::SecondStepRemoved => {
                format!("If you did not ask for it, tell the parish office at once: {telephone}.")
            }
            Self::PasswordSet | Self::PasswordChanged => format!(
                "If it was not you, choose another password at once ({}/staff/forgotten), and tell the parish office: {telephone}.",
                site.address
            ),
            Self::NewDevice { .. } => format!(
                "If it was you, you need not do anything. If it was not, open the page above and sign that device out, change your password ({}/staff/security/password), and tell the parish office: {telephone}.",
                site.address
            ),
            Self::ManyFailed => format!(
                "You need not do anything if you have a good password that you use nowhere else. If you are not sure, choose another one: {}/staff/forgotten",
                site.address
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountMail, PLACES};

    #[test]
    fn a_mail_with_a_link_has_one_place_for_it() {
        let site = domain::council::Site {
            council: "Withyham Parish Council".to_owned(),
            places: String::new(),
            website: String::new(),
            policy_url: None,
            office_email: "office@example.org".to_owned(),
            office_telephone: "01632 960123".to_owned(),
            office_address: String::new(),
            reply_time: String::new(),
            address: "http://127.0.0.1:3000".to_owned(),
            letters: domain::passages::Letters::default(),
        };
        let places = |word: &AccountMail| {
            let body = word.message(&site, "bea@example.org", "Bea").body;
            let found = PLACES.iter().filter(|(place, ..)| body.contains(place));
            found.count()
        };
        let by = "Robin Root".to_owned();
        assert_eq!(places(&AccountMail::Invited { by: by.clone() }), 1);
        assert_eq!(places(&AccountMail::Forgotten), 1);
        assert_eq!(places(&AccountMail::Opened { by }), 0);
        assert_eq!(places(&AccountMail::PasswordSet), 0);
    }
}
