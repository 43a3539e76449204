//! Messages: what each is about, when one is tried again, and what staff may change in a draft before it goes.

use chrono::TimeDelta;

use strum::{EnumString, IntoStaticStr};

use crate::{
    form::{Ask, Fields, FormErrors, Pairs, Tampered},
    text::{self, TextProblem},
};

pub use crate::limits::{BODY_LIMIT, MAX_ATTEMPTS, SUBJECT_LIMIT};

use crate::limits::{MAIL_PAUSES, MAIL_SERVER_PAUSES};

/// How long to wait after this many tries of a message; `None` where it is time to give up.
#[must_use]
pub fn pause_after(attempts: u32) -> Option<TimeDelta> {
    let pauses = MAIL_PAUSES.get(usize::try_from(attempts).ok()?.saturating_sub(1));
    pauses.copied()
}

/// How long to wait after a mail server was tried in vain so often. It is never given up.
#[must_use]
pub fn server_pause_after(tries: u32) -> TimeDelta {
    let place = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
    let last = MAIL_SERVER_PAUSES.len() - 1;
    MAIL_SERVER_PAUSES[place.min(last)]
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
    /// Somebody gave this address, and is asked to confirm it: the one kind that goes to a sender's address which nobody
    /// has confirmed. It has none of the sender's words.
    Confirm,
    /// An address that was confirmed is no longer the one that is written to.
    AddressChanged,
    /// New private links.
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
    pub const ALL: [Self; 17] = [
        Self::Receipt,
        Self::Listed,
        Self::Changes,
        Self::Refused,
        Self::PolicyNotice,
        Self::TakenDown,
        Self::Edited,
        Self::Reworded,
        Self::Status,
        Self::Confirm,
        Self::AddressChanged,
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
            Self::Confirm => "confirm",
            Self::AddressChanged => "address_changed",
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
                | Self::Confirm
                | Self::AddressChanged
                | Self::NewLink
                | Self::Account
                | Self::Notice
                | Self::DailyNotices
                | Self::WeeklyConfirm
                | Self::Weekly
        )
    }

    /// Whether it may go to an address that nobody has confirmed, within the limits of
    /// [`crate::limits::RateLimit`]. What does has no words of whoever gave the address.
    #[must_use]
    pub fn asks_to_confirm(self) -> bool {
        matches!(self, Self::Confirm | Self::WeeklyConfirm)
    }

    /// Whether it waits for a member of staff to read it before it goes, whatever the setting: a
    /// brief response is the council's own words on one event (6.12).
    #[must_use]
    pub fn starts_as_draft(self) -> bool {
        self == Self::Refused
    }
}

/// A message that is about to be kept: plain text to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// What it is about.
    pub kind: Kind,
    /// The one address it goes to.
    pub recipient: String,
    /// Its subject: one line.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// What tells it from every other mail (RFC 5322, 3.6.4), in angle brackets.
    pub message_id: String,
}

/// Which messages the desk lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Filter {
    /// All of them.
    #[default]
    #[strum(serialize = "")]
    All,
    /// Drafts, which wait for somebody to read them.
    ToRead,
    /// Those that wait to be sent, or are being sent.
    Waiting,
    /// Those that a mail server took.
    Sent,
    /// Those that were given up.
    NotSent,
    /// Notices to staff.
    ToStaff,
}

impl Filter {
    /// Every filter, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::All,
        Self::ToRead,
        Self::Waiting,
        Self::Sent,
        Self::NotSent,
        Self::ToStaff,
    ];

    /// The word in an address; empty for all.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// As it is offered.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::ToRead => "To read",
            Self::Waiting => "Waiting",
            Self::Sent => "Sent",
            Self::NotSent => "Could not be sent",
            Self::ToStaff => "Notices to staff",
        }
    }

    /// Reads the word in an address. One that is none of ours means all.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|filter| filter.as_str() == word);
        known.unwrap_or_default()
    }
}

/// A draft's form, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftAnswers {
    /// `subject`
    pub subject: String,
    /// `body`: the words
    pub body: String,
    /// `version`, the draft's when the page was read
    pub version: String,
    /// `step`: `send` or `keep`
    pub step: String,
}

/// A draft's words, to be kept or sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftWords {
    /// One line.
    pub subject: String,
    /// The text with its lines.
    pub body: String,
}

const SUBJECT: Ask = Ask {
    field: "subject",
    name: "Subject",
    empty: "Enter the subject",
    shape: "Enter the subject",
};
const BODY: Ask = Ask {
    field: "body",
    name: "Message",
    empty: "Enter the message",
    shape: "Enter the message",
};

impl DraftAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            subject: fields.take("subject"),
            body: fields.take("body"),
            version: fields.take("version"),
            step: fields.take("step"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<DraftWords, FormErrors> {
        let mut errors = FormErrors::default();
        let subject = text::one_line(&self.subject);
        let body = text::lines(&self.body);
        let subject = errors.need(SUBJECT, within(subject, SUBJECT_LIMIT));
        let body = errors.need(BODY, within(body, BODY_LIMIT));
        match (subject, body) {
            (Some(subject), Some(body)) => Ok(DraftWords { subject, body }),
            _ => Err(errors),
        }
    }

    /// The version of the draft that the page showed.
    #[must_use]
    pub fn read_at(&self) -> Option<i32> {
        self.version.parse().ok()
    }
}

fn within(words: String, limit: usize) -> Result<String, TextProblem> {
    match words.chars().count() {
        0 => Err(TextProblem::Empty),
        count if count > limit => Err(TextProblem::TooLong {
            limit,
            over: count - limit,
        }),
        _ => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn every_kind_reads_as_it_is_written() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("letter"), None);
    }
}
