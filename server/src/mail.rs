//! Mail: what is written to the people who send events in and to staff, and how it goes out. A
//! mail is a row of the transaction it tells of; each goes to one person. A worker ([`outbox`])
//! takes up those that are due, makes them into mails ([`compose`]) and hands them over
//! ([`delivery`]).

pub mod accounts;
pub mod compose;
pub mod delivery;
pub mod html;
pub mod notices;
pub mod outbox;
pub mod second_factor;
pub mod smtp;
pub mod templates;
pub mod weekly;

use uuid::Uuid;

/// Where the body of a message to a sender has their private link. The database never holds a
/// link that works: the worker makes one when the mail goes out, and only its hash is kept.
pub const PRIVATE_LINK: &str = "{{private link}}";

/// How the desk shows [`PRIVATE_LINK`].
const PRIVATE_LINK_SHOWN: &str = "[the sender's private link]";

/// A message's text as the desk shows it.
#[must_use]
pub fn shown(body: &str) -> String {
    let body = body.replace(PRIVATE_LINK, PRIVATE_LINK_SHOWN);
    accounts::PLACES
        .iter()
        .fold(body, |body, (place, shown, _)| body.replace(place, shown))
}

/// A message's text as it is kept, from what staff typed.
#[must_use]
pub fn kept(typed: &str) -> String {
    typed.replace(PRIVATE_LINK_SHOWN, PRIVATE_LINK)
}

/// What a mail is about, as the database keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The event has arrived.
    Receipt,
    /// The event is listed.
    Listed,
    /// Changes are asked for.
    Changes,
    /// The event is refused, with a brief response (6.12).
    Refused,
    /// The event is refused, with the policy notice (6.12).
    PolicyNotice,
    /// The event is no longer listed.
    TakenDown,
    /// The sender's change has arrived.
    Edited,
    /// Staff changed the words of a listed event (5.2).
    Reworded,
    /// Staff said what has become of a listed event, or of one of its dates.
    Status,
    /// A new private link.
    NewLink,
    /// Something about somebody's account. The one kind that may have a link to choose a password.
    Account,
    /// A member of staff hears of something at once.
    Notice,
    /// A member of staff hears each morning of what there was.
    DailyNotices,
    /// Somebody asked for the weekly email.
    WeeklyConfirm,
    /// The weekly email.
    Weekly,
}

impl Kind {
    /// Every kind.
    const ALL: [Self; 15] = [
        Self::Receipt,
        Self::Listed,
        Self::Changes,
        Self::Refused,
        Self::PolicyNotice,
        Self::TakenDown,
        Self::Edited,
        Self::Reworded,
        Self::Status,
        Self::NewLink,
        Self::Account,
        Self::Notice,
        Self::DailyNotices,
        Self::WeeklyConfirm,
        Self::Weekly,
    ];

    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Listed => "listed",
            Self::Changes => "changes",
            Self::Refused => "refused",
            Self::PolicyNotice => "policy_notice",
            Self::TakenDown => "taken_down",
            Self::Edited => "edited",
            Self::Reworded => "reworded",
            Self::Status => "status",
            Self::NewLink => "new_link",
            Self::Account => "account",
            Self::Notice => "notice",
            Self::DailyNotices => "daily_notices",
            Self::WeeklyConfirm => "weekly_confirm",
            Self::Weekly => "weekly",
        }
    }

    /// Reads the word in the database.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether the software writes it by itself. A decision's message is a person's.
    #[must_use]
    pub fn is_automatic(self) -> bool {
        matches!(
            self,
            Self::Receipt
                | Self::Edited
                | Self::NewLink
                | Self::Account
                | Self::Notice
                | Self::DailyNotices
                | Self::WeeklyConfirm
                | Self::Weekly
        )
    }

    /// Whether it waits for a member of staff to read it before it goes, whatever the setting: a
    /// brief response is the council's own words on one event (6.12).
    #[must_use]
    pub fn starts_as_draft(self) -> bool {
        self == Self::Refused
    }
}

/// What tells a mail from every other (RFC 5322, 3.6.4), in angle brackets. `site_url` is the
/// site's address.
#[must_use]
pub fn message_id(site_url: &str) -> String {
    format!("<{}@{}>", Uuid::new_v4(), host(site_url))
}

/// The host of the site's address, for Message-IDs: `whatson.example.org`, without a port.
#[must_use]
pub fn host(site_url: &str) -> &str {
    let authority = site_url
        .split_once("://")
        .map_or(site_url, |(_, rest)| rest);
    let host = authority.split('/').next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, PRIVATE_LINK, host, kept, shown};

    #[test]
    fn the_host_is_found_in_an_address() {
        assert_eq!(host("https://whatson.example.org"), "whatson.example.org");
        assert_eq!(host("http://127.0.0.1:3000"), "127.0.0.1");
        assert_eq!(host("https://example.org/whats-on"), "example.org");
        assert_eq!(host("http://[::1]:3000"), "[::1]");
    }

    #[test]
    fn every_kind_reads_as_it_is_written() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("letter"), None);
    }

    #[test]
    fn the_place_of_a_private_link_survives_the_desk() {
        let body = format!("Look here:\n\n{PRIVATE_LINK}\n");
        assert!(!shown(&body).contains("{{"));
        assert_eq!(kept(&shown(&body)), body);
    }
}
