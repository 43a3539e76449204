//! The brake: in an hour unlike any other, mails to addresses that nobody has proved are held.

use domain::{
    clock::Trusted,
    limits::{LET_GO_AT_ONCE, Period},
    staff::Author,
};
use serde_json::json;
use sqlx::PgPool;
use store::{limits, messages};

use crate::commands::change::{CLOCK, Change};

/// How the audit log calls what it is about.
const SUBJECT: &str = "mail";

/// Lets as many held mails go as this hour has room for, the oldest first, and drops those that have waited a day. It is
/// no act of anybody's, and so stands in no log.
pub async fn by_the_clock(db: &PgPool, now: Trusted) -> sqlx::Result<i64> {
    let now = now.at();
    if messages::braked(db).await? == 0 {
        return Ok(0);
    }
    Change::make(db, CLOCK, now, |mut change| async move {
        messages::give_up_braked(&mut *change, now - Period::Day.length()).await?;
        let room = limits::room(&mut change, now).await?;
        let gone = messages::let_go(&mut change, room.max(0)).await?;
        if gone > 0 {
            limits::use_room(&mut change, gone, now).await?;
        }
        change.commit_noted().await?;
        Ok(gone)
    })
    .await
}

/// Lets held mails go because a member of staff says so, the oldest first and [`LET_GO_AT_ONCE`] at most, and says how many.
pub async fn by_staff(db: &PgPool, author: Author) -> sqlx::Result<i64> {
    Change::by(db, author, |mut change| async move {
        let gone = messages::let_go(&mut change, LET_GO_AT_ONCE).await?;
        if gone > 0 {
            change.note("held mail let go", SUBJECT, json!({ "mails": gone }));
        }
        change.commit_noted().await?;
        Ok(gone)
    })
    .await
}
