//! The venues: kept, offered no longer and again, merged.

use domain::{places::NewVenue, staff::Author};
use serde_json::json;
use sqlx::PgPool;
use store::venues::{self, SaveOutcome};

use crate::commands::change::Change;

/// Keeps a venue: a new one, or one that is there as it is now. Its events show its new name at once.
pub async fn keep(
    db: &PgPool,
    author: Author,
    id: Option<i64>,
    venue: &NewVenue,
) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let number = match venues::keep(&mut change, author, id, venue).await? {
            Ok(number) => number,
            Err(kept) => return Ok(kept),
        };
        let action = if id.is_none() {
            "venue added"
        } else {
            "venue changed"
        };
        change.commit(action, subject(number), json!({})).await?;
        Ok(SaveOutcome::Saved)
    })
    .await
}

/// Offers a venue no longer, or again.
pub async fn retire(
    db: &PgPool,
    author: Author,
    id: i64,
    retire: bool,
) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let kept = venues::retire(&mut change, author, id, retire).await?;
        if kept == SaveOutcome::Saved {
            let action = if retire {
                "venue retired"
            } else {
                "venue brought back"
            };
            change.commit(action, subject(id), json!({})).await?;
        }
        Ok(kept)
    })
    .await
}

/// Merges a venue into another: its events are at that one from now on, and it is offered no more.
pub async fn merge(db: &PgPool, author: Author, id: i64, into: i64) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let Some(events) = venues::merge(&mut change, author, id, into).await? else {
            return Ok(SaveOutcome::NotFound);
        };
        let data = json!({ "into": into, "events": events });
        change.commit("venue merged", subject(id), data).await?;
        Ok(SaveOutcome::Saved)
    })
    .await
}

fn subject(id: i64) -> String {
    format!("venue:{id}")
}
