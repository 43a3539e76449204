//! Private links end before their time: one was lost, sent on or seen by somebody else.

use chrono::{DateTime, Utc};
use domain::staff::Author;
use serde_json::json;
use sqlx::PgPool;
use store::{cases, links};

use crate::commands::{
    ChangeOutcome,
    change::{Change, SENDER},
};

/// What the audit log says of it.
const ENDED: &str = "private links ended";

/// Ends every link to a submission but the one of this `token`, by which the sender asks for it.
pub async fn by_sender(
    db: &PgPool,
    reference: &str,
    token: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<ChangeOutcome> {
    Change::make(db, SENDER, now, |mut change| async move {
        let Some(case) = cases::lock(&mut change, reference).await? else {
            return Ok(ChangeOutcome::TooLate);
        };
        let ended = links::end_others(&mut *change, case.id, token).await?;
        if ended > 0 {
            change.note(ENDED, reference, json!({ "links": ended }));
        }
        change.commit_noted().await?;
        Ok(ChangeOutcome::Made)
    })
    .await
}

/// Ends every link to a submission, for a sender who tells the office. The next mail that goes to the sender has a new
/// one. None where there is no such submission; otherwise how many ended.
pub async fn by_staff(db: &PgPool, reference: &str, author: Author) -> sqlx::Result<Option<u64>> {
    Change::by(db, author, |mut change| async move {
        let Some(case) = cases::lock(&mut change, reference).await? else {
            return Ok(None);
        };
        let ended = links::end_all(&mut *change, case.id).await?;
        if ended > 0 {
            change.note(ENDED, reference, json!({ "links": ended }));
        }
        change.commit_noted().await?;
        Ok(Some(ended))
    })
    .await
}
