//! In whose hand a submission is.

use domain::staff::Author;
use serde_json::json;
use sqlx::PgPool;
use store::in_hand;

use crate::commands::change::Change;

/// Takes a submission in hand, out of whosever hand it was in.
pub async fn take(
    db: &PgPool,
    (submission, reference): (i64, &str),
    author: Author,
) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        if in_hand::take(&mut change, submission, author.staff, author.now).await? {
            change.note("taken in hand", reference, json!({}));
        }
        change.commit_noted().await
    })
    .await
}

/// Puts a submission back, whoever has it in hand.
pub async fn put_back(
    db: &PgPool,
    (submission, reference): (i64, &str),
    author: Author,
) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        if in_hand::release(&mut *change, submission, author.now).await? > 0 {
            change.note("put back", reference, json!({}));
        }
        change.commit_noted().await
    })
    .await
}
