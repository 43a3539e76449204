//! Notes on a submission, for colleagues.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor, query_as, query_scalar};

/// A note for staff.
#[derive(Debug, Clone)]
pub struct Note {
    /// Who wrote it.
    pub by: String,
    /// What it says.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a note with a submission, and gives its number.
pub async fn add(
    tx: &mut PgConnection,
    submission: i64,
    staff: i64,
    words: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into note (submission_id, staff_id, words, created_at) values ($1, $2, $3, $4) returning id",
        submission,
        staff,
        words,
        now,
    )
    .fetch_one(tx)
    .await
}

/// Every note on a submission, oldest first.
pub async fn of_submission(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Vec<Note>> {
    query_as!(
        Note,
        "select staff.name as by, words, note.created_at as at
         from note join staff on staff.id = staff_id
         where submission_id = $1 order by note.created_at, note.id",
        submission,
    )
    .fetch_all(db)
    .await
}
