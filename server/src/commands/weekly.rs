//! The readers of the weekly email: they ask, confirm and stop; and it is written to them.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::{
    message::NewMessage,
    staff::Author,
    weekly::{Due, Timetable},
};
use serde_json::json;
use sqlx::PgPool;
use store::{
    limits,
    weekly::{self, Confirmed},
};

use crate::commands::change::{Change, READER, TIMETABLE};

/// How the audit log calls what all this is about. It never has an address.
const SUBJECT: &str = "weekly email";

/// Keeps that somebody asks for the weekly email, and writes them the one mail that an address gets
/// for it: `letter` is told whether the address is confirmed already. After a few mails in a day, of whatever kind,
/// nothing more is written (see [`limits::leave_to_write`]).
pub async fn ask(
    db: &PgPool,
    (email, from): (&str, IpAddr),
    letter: &impl Fn(bool) -> NewMessage,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Change::make(db, READER, now, |mut change| async move {
        let asked = weekly::ask(&mut change, email, now).await?;
        if let Some(leave) = limits::leave_to_write(&mut change, email, Some(from), now).await? {
            let letter = letter(asked.confirmed);
            weekly::write(&mut change, asked.reader, (&letter, leave), now).await?;
        }
        change
            .commit("weekly email asked for", SUBJECT, json!({}))
            .await
    })
    .await
}

/// Notes that a reader answered from the address. Again changes nothing. False where the link is
/// good for nothing.
pub async fn confirm(db: &PgPool, token: &str, now: DateTime<Utc>) -> sqlx::Result<bool> {
    Change::make(db, READER, now, |mut change| async move {
        let confirmed = weekly::confirm(&mut change, token, now).await?;
        if confirmed == Confirmed::Now {
            let action = "weekly email confirmed";
            change.commit(action, SUBJECT, json!({})).await?;
        }
        Ok(confirmed != Confirmed::No)
    })
    .await
}

/// Forgets the reader of a link: the address, the links, and all that was written to it. A link
/// that is good for nothing changes nothing.
pub async fn stop(db: &PgPool, token: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    Change::make(db, READER, now, |mut change| async move {
        if weekly::stop(&mut change, token, now).await? {
            let action = "weekly email stopped";
            change.commit(action, SUBJECT, json!({})).await?;
        }
        Ok(())
    })
    .await
}

/// Forgets a reader whose address staff were given. False where there is none. The audit entry does
/// not name the address.
pub async fn remove(db: &PgPool, author: Author, email: &str) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let removed = weekly::remove(&mut *change, email).await?;
        if removed {
            let action = "weekly email reader removed";
            change.commit(action, SUBJECT, json!({})).await?;
        }
        Ok(removed)
    })
    .await
}

/// Sets when the weekly email goes.
pub async fn set_timetable(db: &PgPool, author: Author, timetable: Timetable) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        weekly::set_timetable(&mut *change, timetable).await?;
        let data = json!({ "day": timetable.day, "hour": timetable.hour });
        change.commit("weekly email set", SUBJECT, data).await
    })
    .await
}

/// Writes a week's email to the next [`weekly::BATCH`] readers who have none of that week, in one
/// transaction, and says to how many. A server that is killed in between goes on where it was: the
/// note that a reader has that week's email is made with the mail, and can be made once only.
///
/// `host` is the site's, for the Message-IDs.
pub async fn write_batch(
    db: &PgPool,
    due: Due,
    host: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    Change::make(db, TIMETABLE, now, |mut change| async move {
        let written = weekly::write_batch(&mut change, due, host, now).await?;
        if written > 0 {
            let data = json!({ "week": due.week.to_string(), "mails": written });
            change.note("weekly email written", SUBJECT, data);
        }
        change.commit_noted().await?;
        Ok(written)
    })
    .await
}
