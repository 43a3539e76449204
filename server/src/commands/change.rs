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
//! A `Change` that is dropped has not happened. One that PostgreSQL ended because of another
//! ([`Collides`]) is made again from its beginning, a few times, before anybody hears of it: there is no other way to
//! begin one, so every command is.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use chrono::{DateTime, Utc};
use domain::staff::Author;
use rand::RngExt;
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

/// How often a change is made before whoever makes it is told of an error. To find a deadlock takes PostgreSQL a second
/// (`deadlock_timeout`).
const TRIES: u32 = 5;
/// The longest wait before the second try; before the third it is twice as long, and so on.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

/// How long to wait after so many tries: never as long as whoever collided with this one.
fn pause(after: u32) -> Duration {
    LONGEST_PAUSE * after * rand::rng().random_range(10..=100) / 100
}

/// An error by which PostgreSQL may have ended one of two changes that were in each other's way.
pub trait Collides: From<sqlx::Error> {
    /// Whether it did: `deadlock_detected` or `serialization_failure` (PostgreSQL, appendix A). Nothing of the change
    /// has happened then, and made again it may well succeed.
    ///
    /// A lock that was waited for in vain (`lock_not_available`) is none: five seconds have passed, and whoever waits is
    /// told to come again.
    fn collided(&self) -> bool;
}

impl Collides for sqlx::Error {
    fn collided(&self) -> bool {
        let code = self
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code);
        code.is_some_and(|code| matches!(code.as_ref(), "40P01" | "40001"))
    }
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
    /// Makes a change by `actor`: one of the names above, or `staff:<id>`. `act` has it and commits it.
    ///
    /// Where PostgreSQL ended it because of another change, nothing of it has happened, and `act` is called again. So it
    /// keeps what it does to the change: whatever else it wrote, in a file or a mail of its own, it would do twice.
    pub async fn make<T, E: Collides, Made: Future<Output = Result<T, E>>>(
        db: &PgPool,
        actor: impl Into<String>,
        now: DateTime<Utc>,
        act: impl Fn(Self) -> Made,
    ) -> Result<T, E> {
        let actor = actor.into();
        let mut again = 1;
        loop {
            let change = Self {
                transaction: db.begin().await?,
                actor: actor.clone(),
                now,
                entries: Vec::new(),
            };
            match act(change).await {
                Err(error) if again < TRIES && error.collided() => {
                    tracing::info!(again, "a change collided with another and is made again");
                    tokio::time::sleep(pause(again)).await;
                    again += 1;
                }
                done => return done,
            }
        }
    }

    /// Makes a change by a member of staff, as [`Change::make`] does.
    pub async fn by<T, E: Collides, Made: Future<Output = Result<T, E>>>(
        db: &PgPool,
        author: Author,
        act: impl Fn(Self) -> Made,
    ) -> Result<T, E> {
        Self::make(db, author.actor(), author.now, act).await
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
