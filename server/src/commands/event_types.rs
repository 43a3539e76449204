//! The types of event: added, renamed, offered no longer and again, put in order.

use domain::{staff::Author, text::ShortLine};
use serde_json::json;
use sqlx::PgPool;
use store::event_types::{self, SaveOutcome};

use crate::commands::change::Change;

/// Adds a type, at the end of those that are offered.
pub async fn add(db: &PgPool, author: Author, name: &ShortLine) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        match event_types::add(&mut change, name).await? {
            Ok(slug) => {
                let subject = subject(&slug);
                change
                    .commit("type of event added", subject, json!({}))
                    .await?;
                Ok(SaveOutcome::Saved)
            }
            Err(kept) => Ok(kept),
        }
    })
    .await
}

/// Gives a type another name.
pub async fn rename(
    db: &PgPool,
    author: Author,
    slug: &str,
    name: &ShortLine,
) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let kept = event_types::rename(&mut change, slug, name).await?;
        if kept == SaveOutcome::Saved {
            let action = "type of event renamed";
            change.commit(action, subject(slug), json!({})).await?;
        }
        Ok(kept)
    })
    .await
}

/// Offers a type no longer, or again. One has to be left.
pub async fn retire(
    db: &PgPool,
    author: Author,
    slug: &str,
    retire: bool,
) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let kept = event_types::retire(&mut change, author, slug, retire).await?;
        if kept == SaveOutcome::Saved {
            let action = if retire {
                "type of event retired"
            } else {
                "type of event brought back"
            };
            change.commit(action, subject(slug), json!({})).await?;
        }
        Ok(kept)
    })
    .await
}

/// Moves a type one place up or down among those that are offered.
pub async fn move_by_one(
    db: &PgPool,
    author: Author,
    slug: &str,
    up: bool,
) -> sqlx::Result<SaveOutcome> {
    Change::by(db, author, |mut change| async move {
        let Some(moved) = event_types::move_by_one(&mut change, slug, up).await? else {
            return Ok(SaveOutcome::NotFound);
        };
        if moved {
            let action = "types of event put in order";
            change.commit(action, subject(slug), json!({})).await?;
        }
        Ok(SaveOutcome::Saved)
    })
    .await
}

fn subject(slug: &str) -> String {
    format!("kind:{slug}")
}
