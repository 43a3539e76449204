//! Notes on a submission, and in whose hand it is.

use domain::staff::Author;
use serde_json::json;
use sqlx::PgPool;
use store::notes;

use crate::commands::change::Change;

/// Keeps a note with a submission.
pub async fn add(
    db: &PgPool,
    (submission, reference): (i64, &str),
    author: Author,
    words: &str,
) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        let id = notes::add(&mut change, submission, author.staff, words, author.now).await?;
        change
            .commit("note written", reference, json!({ "note": id }))
            .await
    })
    .await
}

/// Takes a submission in hand, out of whosever hand it was in.
pub async fn take(
    db: &PgPool,
    (submission, reference): (i64, &str),
    author: Author,
) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        if notes::take(&mut change, submission, author.staff, author.now).await? {
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
        if notes::release(&mut *change, submission, author.now).await? > 0 {
            change.note("put back", reference, json!({}));
        }
        change.commit_noted().await
    })
    .await
}
