//! Notes on a submission.

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
