//! The notes to the standards, in other words.

use domain::staff::Author;
use serde_json::json;
use sqlx::PgPool;
use store::guidance::{self, Changed};

use crate::commands::change::Change;

/// Changes the note of a standard of a version of the policy, and keeps what it said. False where there is no such
/// standard. A note that says the same already is left alone.
pub async fn change(
    db: &PgPool,
    author: Author,
    (version, key): (i64, &str),
    words: &str,
) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        match guidance::change(&mut change, author, (version, key), words).await? {
            Changed::NotThere => Ok(false),
            Changed::Same => Ok(true),
            Changed::Former(former) => {
                let data = json!({ "standard": key, "former": former });
                let subject = format!("policy:{version}");
                change.commit("guidance changed", subject, data).await?;
                Ok(true)
            }
        }
    })
    .await
}
