//! The types of event: added, renamed, offered no longer and again, put in order.

use domain::{staff::Author, text::ShortLine};
use serde_json::json;
use sqlx::PgPool;
use store::kinds::{self, Kept};

use crate::commands::change::Change;

/// Adds a type, at the end of those that are offered.
pub async fn add(db: &PgPool, author: Author, name: &ShortLine) -> sqlx::Result<Kept> {
    let mut change = Change::by(db, author).await?;
    match kinds::add(&mut change, name).await? {
        Ok(slug) => {
            let subject = subject(&slug);
            change
                .commit("kind of event added", subject, json!({}))
                .await?;
            Ok(Kept::Kept)
        }
        Err(kept) => Ok(kept),
    }
}

/// Gives a type another name.
pub async fn rename(
    db: &PgPool,
    author: Author,
    slug: &str,
    name: &ShortLine,
) -> sqlx::Result<Kept> {
    let mut change = Change::by(db, author).await?;
    let kept = kinds::rename(&mut change, slug, name).await?;
    if kept == Kept::Kept {
        let action = "kind of event renamed";
        change.commit(action, subject(slug), json!({})).await?;
    }
    Ok(kept)
}

/// Offers a type no longer, or again. One has to be left.
pub async fn retire(db: &PgPool, author: Author, slug: &str, retire: bool) -> sqlx::Result<Kept> {
    let mut change = Change::by(db, author).await?;
    let kept = kinds::retire(&mut change, author, slug, retire).await?;
    if kept == Kept::Kept {
        let action = if retire {
            "kind of event retired"
        } else {
            "kind of event brought back"
        };
        change.commit(action, subject(slug), json!({})).await?;
    }
    Ok(kept)
}

/// Moves a type one place up or down among those that are offered.
pub async fn move_by_one(db: &PgPool, author: Author, slug: &str, up: bool) -> sqlx::Result<Kept> {
    let mut change = Change::by(db, author).await?;
    let Some(moved) = kinds::move_by_one(&mut change, slug, up).await? else {
        return Ok(Kept::NotFound);
    };
    if moved {
        let action = "kinds of event put in order";
        change.commit(action, subject(slug), json!({})).await?;
    }
    Ok(Kept::Kept)
}

fn subject(slug: &str) -> String {
    format!("kind:{slug}")
}
