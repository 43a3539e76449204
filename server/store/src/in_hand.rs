//! Who has a submission in hand, and who has it open.

use chrono::{DateTime, Utc};
use domain::limits::READING;
use sqlx::{PgConnection, PgExecutor, PgPool, query, query_as, query_scalar};

/// Somebody's hold on a submission.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The account.
    pub staff: i64,
    /// The person's name.
    pub by: String,
    /// Since when.
    pub taken_at: DateTime<Utc>,
    /// Until when, if it is over.
    pub released_at: Option<DateTime<Utc>>,
}

/// Takes a submission in hand, out of whosever hand it was in. False where it is in that hand already.
pub async fn take(
    tx: &mut PgConnection,
    submission: i64,
    staff: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    query!(
        "select from submission where id = $1 for no key update",
        submission
    )
    .fetch_one(&mut *tx)
    .await?;
    let already = query_scalar!(
        r#"select exists (select from claim where submission_id = $1 and staff_id = $2 and released_at is null) as "already!""#,
        submission,
        staff,
    )
    .fetch_one(&mut *tx)
    .await?;
    if already {
        return Ok(false);
    }
    release(&mut *tx, submission, now).await?;
    query!(
        "insert into claim (submission_id, staff_id, taken_at) values ($1, $2, $3)",
        submission,
        staff,
        now
    )
    .execute(&mut *tx)
    .await?;
    Ok(true)
}

/// Ends whatever hold there is on a submission, and says how many there were.
pub async fn release(
    db: impl PgExecutor<'_>,
    submission: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let done = query!(
        "update claim set released_at = greatest($2, taken_at) where submission_id = $1 and released_at is null",
        submission,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Every hold there has been on a submission, oldest first.
pub async fn claims(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Vec<Claim>> {
    query_as!(
        Claim,
        "select staff_id as staff, staff.name as by, taken_at, released_at
         from claim join staff on staff.id = staff_id
         where submission_id = $1 order by taken_at, claim.id",
        submission,
    )
    .fetch_all(db)
    .await
}

/// Notes that somebody has a submission's page open, and gives the names of the others who opened
/// it in the last ten minutes.
pub async fn open(
    db: &PgPool,
    submission: i64,
    staff: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<String>> {
    query!(
        "insert into case_view (submission_id, staff_id, seen_at) values ($1, $2, $3)
         on conflict (submission_id, staff_id) do update set seen_at = excluded.seen_at",
        submission,
        staff,
        now,
    )
    .execute(db)
    .await?;
    query_scalar!(
        "select staff.name from case_view join staff on staff.id = staff_id
         where submission_id = $1 and staff_id <> $2 and seen_at > $3
         order by seen_at desc",
        submission,
        staff,
        now - READING,
    )
    .fetch_all(db)
    .await
}

/// Notes that somebody is done with a submission's page.
pub async fn close(db: impl PgExecutor<'_>, submission: i64, staff: i64) -> sqlx::Result<()> {
    query!(
        "delete from case_view where submission_id = $1 and staff_id = $2",
        submission,
        staff
    )
    .execute(db)
    .await?;
    Ok(())
}
