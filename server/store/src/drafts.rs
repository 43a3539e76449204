//! Drafts: answers of a form that is not sent yet.

use chrono::{DateTime, Utc};
use domain::{clock::Past, limits::DRAFT_ROOM, retention, submission::DraftAnswers};
use sqlx::{PgPool, types::Json};
use uuid::Uuid;

use crate::token;

/// How long a draft is kept after its last change, in days.
pub const DAYS: i32 = retention::DRAFT_DAYS;

/// A form that is not sent yet.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Everything that was typed, as it was typed.
    pub answers: DraftAnswers,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Whether the box that people cannot see was filled in.
    pub trapped: bool,
    /// What makes sending it twice the same as sending it once.
    pub send_key: Uuid,
}

/// Finds the draft of a browser's cookie.
pub async fn find(db: &PgPool, cookie: &str, now: DateTime<Utc>) -> sqlx::Result<Option<Draft>> {
    let row = sqlx::query!(
        r#"select answers as "answers: Json<DraftAnswers>", created_at, updated_at, trapped, send_key
           from draft
           where token_hash = $1 and updated_at > $2::timestamptz - make_interval(days => $3)"#,
        token::hash(cookie),
        now,
        DAYS
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Draft {
        answers: row.answers.0,
        created_at: row.created_at,
        updated_at: row.updated_at,
        trapped: row.trapped,
        send_key: row.send_key,
    }))
}

/// Keeps a step's answers under a browser's cookie, whether they are right or not, and gives all
/// that the draft now holds. Steps that `typed` leaves out stay as they are, so that two windows on
/// two steps do not undo each other. None where all together would have more than [`DRAFT_ROOM`]: then the draft stays as
/// it was.
pub async fn keep(
    db: &PgPool,
    cookie: &str,
    typed: &DraftAnswers,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<DraftAnswers>> {
    let kept = sqlx::query_scalar!(
        r#"with typed as (
               select $1::bytea as token_hash, jsonb_strip_nulls($2) as answers
           )
           insert into draft (token_hash, answers, created_at, updated_at)
           select token_hash, answers, $3::timestamptz, $3::timestamptz from typed where octet_length(answers::text) <= $5
           on conflict (token_hash) do update
               set answers = case when draft.updated_at > $3::timestamptz - make_interval(days => $4)
                                  then draft.answers || excluded.answers else excluded.answers end,
                   updated_at = excluded.updated_at
               where draft.updated_at <= $3::timestamptz - make_interval(days => $4)
                  or octet_length((draft.answers || excluded.answers)::text) <= $5
           returning answers as "answers: Json<DraftAnswers>""#,
        token::hash(cookie),
        Json(typed) as _,
        now,
        DAYS,
        i32::try_from(DRAFT_ROOM).unwrap_or(i32::MAX),
    )
    .fetch_optional(db)
    .await?;
    Ok(kept.map(|kept| kept.0))
}

/// Notes that the box which people cannot see was filled in.
pub async fn note_trap(db: &PgPool, cookie: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "update draft set trapped = true where token_hash = $1",
        token::hash(cookie)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a draft.
pub async fn forget(db: &PgPool, cookie: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from draft where token_hash = $1",
        token::hash(cookie)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets every draft that has had its days.
pub async fn forget_old(db: &PgPool, past: Past) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from draft where updated_at < $1::timestamptz - make_interval(days => $2)",
        past.at(),
        DAYS
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
