//! The guidance notes beside the standards. A note is not the policy: it may change under a version
//! that was adopted, and its former wording is kept.

use chrono::{DateTime, Utc};
use domain::staff::Author;
use serde_json::json;
use sqlx::{PgExecutor, PgPool, query, query_as};

use crate::audit;

/// A note's former wording.
#[derive(Debug, Clone)]
pub struct Former {
    /// What it said.
    pub words: String,
    /// Who changed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a standard's note said before, newest first.
pub async fn history(
    db: impl PgExecutor<'_>,
    version: i64,
    key: &str,
) -> sqlx::Result<Vec<Former>> {
    query_as!(
        Former,
        "select words, staff.name as by, replaced_at as at
         from guidance_history
         join standard on standard.id = standard_id
         join staff on staff.id = replaced_by
         where policy_version_id = $1 and key = $2
         order by guidance_history.id desc",
        version,
        key,
    )
    .fetch_all(db)
    .await
}

/// Changes the note of a standard, and keeps what it said. False where there is no such standard.
/// A note that says the same already is left alone.
pub async fn change(
    db: &PgPool,
    act: Author,
    (version, key): (i64, &str),
    words: &str,
) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let standard = query!(
        "select id, guidance from standard where policy_version_id = $1 and key = $2 for update",
        version,
        key,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(standard) = standard else {
        return Ok(false);
    };
    if standard.guidance == words {
        return Ok(true);
    }
    let former = query!(
        "insert into guidance_history (standard_id, words, replaced_by, replaced_at)
         values ($1, $2, $3, $4) returning id",
        standard.id,
        standard.guidance,
        act.staff,
        act.now,
    )
    .fetch_one(&mut *tx)
    .await?;
    query!(
        "update standard set guidance = $2 where id = $1",
        standard.id,
        words
    )
    .execute(&mut *tx)
    .await?;
    let data = json!({ "standard": key, "former": former.id });
    let subject = format!("policy:{version}");
    audit::append(
        &mut tx,
        act.now,
        &act.actor(),
        "guidance changed",
        &subject,
        data,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}
