//! How the mail server does: a fault of it is one row, and none of the messages that wait for it.

use chrono::{DateTime, Utc};
use domain::message::server_pause_after;
use sqlx::{PgExecutor, PgPool, query, query_as, query_scalar};

/// The mail server does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was tried last.
    pub tried_at: DateTime<Utc>,
    /// When it is tried again.
    pub next_try_at: DateTime<Utc>,
    /// How often it was tried since.
    pub tries: i32,
    /// What went wrong, in words for staff.
    pub words: String,
}

/// Its fault, while it has one.
pub async fn fault(db: impl PgExecutor<'_>) -> sqlx::Result<Option<Fault>> {
    query_as!(
        Fault,
        r#"select since as "since!", tried_at as "tried_at!", next_try_at as "next_try_at!", tries, words as "words!"
           from mail_server where since is not null"#,
    )
    .fetch_optional(db)
    .await
}

/// Whether a message may be handed over now: always while the server answers, and else by the one worker that comes first
/// when it is time to try again.
pub async fn may_try(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let Some(fault) = fault(db).await? else {
        return Ok(true);
    };
    if fault.next_try_at > now {
        return Ok(false);
    }
    let tries = fault.tries.saturating_add(1);
    let mine = query!(
        "update mail_server set tries = $1, tried_at = $2, next_try_at = $3
         where since is not null and next_try_at = $4",
        tries,
        now,
        now + server_pause_after(u32::try_from(tries).unwrap_or(u32::MAX)),
        fault.next_try_at,
    )
    .execute(db)
    .await?;
    Ok(mine.rows_affected() == 1)
}

/// Notes that it did not answer, and says whether that is new.
pub async fn not_answered(
    db: impl PgExecutor<'_>,
    words: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    query_scalar!(
        r#"with before as materialized (select since from mail_server for no key update)
           update mail_server
           set since = coalesce(mail_server.since, $1), tried_at = $1, words = $2,
               next_try_at = coalesce(next_try_at, $3),
               tries = case when mail_server.since is null then 1 else tries end
           from before
           returning before.since is null as "is_new!""#,
        now,
        words,
        now + server_pause_after(1),
    )
    .fetch_one(db)
    .await
}

/// Notes that it said something about a message. Where it had not answered before, this says since when, and all that
/// waits is woken.
pub async fn answered(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<Option<DateTime<Utc>>> {
    let away_since = query_scalar!(
        r#"with before as materialized (select since from mail_server for no key update)
           update mail_server
           set answered_at = $1, since = null, tried_at = null, next_try_at = null, tries = 0, words = null
           from before
           returning before.since as "since?""#,
        now,
    )
    .fetch_one(db)
    .await?;
    if away_since.is_some() {
        query!("select pg_notify('outbox', '')").execute(db).await?;
    }
    Ok(away_since)
}

/// Whether it has said anything about a message since then.
pub async fn has_answered_since(
    db: impl PgExecutor<'_>,
    then: DateTime<Utc>,
) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select coalesce(answered_at > $1, false) as "has!" from mail_server"#,
        then
    )
    .fetch_one(db)
    .await
}
