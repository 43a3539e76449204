//! The ready replies: kept, offered no longer and again, put in order.

use domain::staff::Author;
use serde_json::json;
use sqlx::PgPool;
use store::replies::{self, SaveOutcome};

use crate::commands::change::Change;
use domain::replies::NewReply;

/// Keeps a reply: a new one, or one that is there in other words.
pub async fn keep(
    db: &PgPool,
    author: Author,
    id: Option<i64>,
    reply: &NewReply,
) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let number = match replies::keep(&mut change, id, reply).await? {
            Ok(number) => number,
            Err(kept) => return Ok(kept),
        };
        let action = if id.is_none() {
            "reply added"
        } else {
            "reply changed"
        };
        let data = json!({ "purpose": reply.purpose.as_str() });
        change.commit(action, subject(number), data).await?;
        Ok(SaveOutcome::Saved)
    })
    .await
}

/// Offers a reply no longer, or again.
pub async fn retire(
    db: &PgPool,
    author: Author,
    id: i64,
    retire: bool,
) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let kept = replies::retire(&mut change, author, id, retire).await?;
        if kept == SaveOutcome::Saved {
            let action = if retire {
                "reply retired"
            } else {
                "reply brought back"
            };
            change.commit(action, subject(id), json!({})).await?;
        }
        Ok(kept)
    })
    .await
}

/// Moves a reply one place up or down among those that are offered for its purpose.
pub async fn move_by_one(
    db: &PgPool,
    author: Author,
    id: i64,
    up: bool,
) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let Some(moved) = replies::move_by_one(&mut change, id, up).await? else {
            return Ok(SaveOutcome::NotFound);
        };
        if moved {
            let action = "replies put in order";
            change.commit(action, subject(id), json!({})).await?;
        }
        Ok(SaveOutcome::Saved)
    })
    .await
}

fn subject(id: i64) -> String {
    format!("reply:{id}")
}
