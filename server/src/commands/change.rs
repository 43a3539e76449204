//! A change that matters: one transaction, with what the audit log says of it written last.
//!
//! It is the only way that a change is committed. Whoever makes one does so in this order, so that no two changes can
//! wait for each other:
//!
//! 1. the row that the change is of, locked `for no key update` (a submission before what belongs to it);
//! 2. what is written;
//! 3. the messages that tell of it;
//! 4. the audit log, whose one lock everybody waits for: [`Change::commit`] takes it last, by construction.
//!
//! A `Change` that is dropped has not happened.

use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use domain::staff::Author;
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use store::audit;

use crate::log;

/// A change on its way.
#[derive(Debug)]
pub struct Change {
    transaction: Transaction<'static, Postgres>,
    actor: String,
    now: DateTime<Utc>,
    entries: Vec<Entry>,
}

/// What the audit log will say.
#[derive(Debug)]
struct Entry {
    action: &'static str,
    subject: String,
    data: Value,
}

/// The sender of a submission, by a private link or the form.
pub const SENDER: &str = "sender";
/// Anybody who reads the public pages.
pub const VISITOR: &str = "visitor";
/// Whoever works at the server itself.
pub const COMMAND_LINE: &str = "command line";
/// Somebody who asks for the weekly email, by a link of it.
pub const READER: &str = "reader";
/// The timetable of the weekly email.
pub const TIMETABLE: &str = "timetable";
/// What else happens by the clock.
pub const CLOCK: &str = "clock";

impl Change {
    /// Begins a change by `actor`: one of the names above, or `staff:<id>`.
    pub async fn begin(
        db: &PgPool,
        actor: impl Into<String>,
        now: DateTime<Utc>,
    ) -> sqlx::Result<Self> {
        Ok(Self {
            transaction: db.begin().await?,
            actor: actor.into(),
            now,
            entries: Vec::new(),
        })
    }

    /// Begins a change by a member of staff.
    pub async fn by(db: &PgPool, author: Author) -> sqlx::Result<Self> {
        Self::begin(db, author.actor(), author.now).await
    }

    /// When it is made.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// What the log will say of it, once it is committed.
    ///
    /// `subject` is a reference, `staff:<id>` or the name of a setting. `data` says what changed and never holds a
    /// sender's details: those must be erasable while the chain stays whole.
    pub fn note(&mut self, action: &'static str, subject: impl Into<String>, data: Value) {
        self.entries.push(Entry {
            action,
            subject: subject.into(),
            data,
        });
    }

    /// Makes the change, and the log says this of it, after whatever was noted before.
    pub async fn commit(
        mut self,
        action: &'static str,
        subject: impl Into<String>,
        data: Value,
    ) -> sqlx::Result<()> {
        self.note(action, subject, data);
        self.commit_noted().await
    }

    /// Makes the change, and the log says of it what was noted: nothing, where it was so already or is none of the
    /// council's acts.
    pub async fn commit_noted(mut self) -> sqlx::Result<()> {
        for entry in &self.entries {
            audit::append(
                &mut self.transaction,
                self.now,
                &self.actor,
                entry.action,
                &entry.subject,
                entry.data.clone(),
            )
            .await?;
        }
        self.transaction.commit().await?;
        for entry in &self.entries {
            let of_staff = |name: &str| name.starts_with("staff:") || name == COMMAND_LINE;
            if of_staff(&self.actor) || of_staff(&entry.subject) {
                log::changed(&self.actor, entry.action, &entry.subject);
            }
        }
        Ok(())
    }
}

impl Deref for Change {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.transaction
    }
}

impl DerefMut for Change {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}
