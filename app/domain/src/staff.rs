//! Who works at the desk, and what they may do.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// The account's number.
    pub id: i64,
    /// The email address, in lower case: the account's name.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether it is the demonstration account.
    pub demo: bool,
    /// Whether single keys work on the desk.
    pub shortcuts: bool,
    /// How often the password was set, the second steps taken away or the account closed: what began
    /// under an earlier number is over.
    pub credentials_version: i32,
}

impl Staff {
    /// How the audit log names the account.
    #[must_use]
    pub fn actor(&self) -> String {
        actor(self.id)
    }

    /// What they do now, to be recorded.
    #[must_use]
    pub fn act(&self, now: DateTime<Utc>) -> Author {
        Author {
            staff: self.id,
            now,
        }
    }
}

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Decides on submissions.
    Moderator,
    /// As a moderator, and the settings.
    Administrator,
}

impl Role {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Moderator => "moderator",
            Self::Administrator => "administrator",
        }
    }
}

/// Who does something, and when: what every change is recorded with.
#[derive(Debug, Clone, Copy)]
pub struct Author {
    /// The account of the member of staff.
    pub staff: i64,
    /// When.
    pub now: DateTime<Utc>,
}

impl Author {
    /// How the audit log names who did it.
    #[must_use]
    pub fn actor(&self) -> String {
        actor(self.staff)
    }
}

/// How the audit log names the account of that number.
#[must_use]
pub fn actor(id: i64) -> String {
    format!("staff:{id}")
}
