//! Private links: how a sender comes back to a submission without an account.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{clock::Past, retention};
use sqlx::{PgExecutor, query, query_as, query_scalar};

use crate::token;

/// How long a link is good for. A new one can be had by email at any time.
pub const LIVES: TimeDelta = retention::PRIVATE_LINK;

/// Makes a link's token as a mail goes out, the message of that number. Only its hash is kept, so
/// that neither the database nor a copy of it can open anybody's page. None where the mail goes to another address than
/// the submission has now: whoever reads it there has no more to do with the event.
pub async fn mint(
    db: impl PgExecutor<'_>,
    submission: i64,
    message: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<String>> {
    let token = token::secret();
    let made = query!(
        "insert into manage_link (token_hash, submission_id, created_at, expires_at, mailed_in)
         select $1, submission.id, $3, $4, message.id
         from submission join message on message.id = $5 and lower(recipient) = lower(sender_email)
         where submission.id = $2",
        token::hash(&token),
        submission,
        now,
        now + LIVES,
        message,
    )
    .execute(db)
    .await?;
    Ok((made.rows_affected() > 0).then_some(token))
}

/// The links to a submission that are good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GoodLinks {
    /// How many.
    pub count: i64,
    /// When the newest was mailed.
    pub newest: Option<DateTime<Utc>>,
}

/// The links to a submission that are good.
pub async fn good(
    db: impl PgExecutor<'_>,
    submission: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<GoodLinks> {
    query_as!(
        GoodLinks,
        r#"select count(*) as "count!", max(created_at) as newest
           from manage_link where submission_id = $1 and expires_at > $2"#,
        submission,
        now,
    )
    .fetch_one(db)
    .await
}

/// Ends every link to a submission, and says how many there were.
pub async fn end_all(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<u64> {
    let done = query!(
        "delete from manage_link where submission_id = $1",
        submission
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Ends every link to a submission but this one, and says how many there were.
pub async fn end_others(
    db: impl PgExecutor<'_>,
    submission: i64,
    token: &str,
) -> sqlx::Result<u64> {
    let done = query!(
        "delete from manage_link where submission_id = $1 and token_hash <> $2",
        submission,
        token::hash(token),
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Ends every link to a submission that was not mailed to the address that it has now.
pub async fn end_elsewhere(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<()> {
    query!(
        "delete from manage_link
         where submission_id = $1 and not exists (
             select from message join submission on submission.id = $1
             where message.id = mailed_in and lower(recipient) = lower(sender_email)
         )",
        submission,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The reference of the submission that a link opens, while it is good.
pub async fn find(
    db: impl PgExecutor<'_>,
    token: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<String>> {
    query_scalar!(
        "select reference from manage_link join submission on submission.id = submission_id
         where token_hash = $1 and expires_at > $2",
        token::hash(token),
        now,
    )
    .fetch_optional(db)
    .await
}

/// Whether a link was mailed to the address that its submission has now (policy 4.5).
pub async fn proves(db: impl PgExecutor<'_>, token: &str) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (
               select from manage_link
               join submission on submission.id = manage_link.submission_id
               join message on message.id = mailed_in
               where token_hash = $1 and lower(recipient) = lower(sender_email)
           ) as "proves!""#,
        token::hash(token),
    )
    .fetch_one(db)
    .await
}

/// Forgets links that are good no more.
pub async fn forget_old(db: impl PgExecutor<'_>, past: Past) -> sqlx::Result<u64> {
    let done = query!("delete from manage_link where expires_at < $1", past.at())
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}
