//! The passages of the council's letters, in other words.

use domain::{passages::Passage, staff::Author};
use serde_json::json;
use sqlx::PgPool;

use crate::commands::change::Change;

/// Puts a passage in other words; the words it came with are not kept twice.
pub async fn keep(db: &PgPool, author: Author, passage: Passage, words: &str) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        let original = store::passages::keep(&mut change, author, passage, words).await?;
        let subject = format!("letter:{}", passage.as_str());
        let data = json!({ "original": original });
        change.commit("letter changed", subject, data).await
    })
    .await
}
