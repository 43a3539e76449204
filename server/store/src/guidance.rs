//! The guidance notes beside the standards. A note is not the policy: it may change under a version
//! that was adopted, and its former wording is kept.

use chrono::{DateTime, Utc};
use domain::staff::Author;
use sqlx::{PgConnection, PgExecutor, query, query_as};

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

/// What came of changing a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It is changed. What it said before is kept under this number.
    Former(i64),
    /// It says so already.
    Same,
    /// There is no such standard.
    NotThere,
}

/// Changes the note of a standard, and keeps what it said.
pub async fn change(
    tx: &mut PgConnection,
    act: Author,
    (version, key): (i64, &str),
    words: &str,
) -> sqlx::Result<Changed> {
    let standard = query!(
        "select id, guidance from standard where policy_version_id = $1 and key = $2 for no key update",
        version,
        key,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(standard) = standard else {
        return Ok(Changed::NotThere);
    };
    if standard.guidance == words {
        return Ok(Changed::Same);
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
    Ok(Changed::Former(former.id))
}
