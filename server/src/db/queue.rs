//! What waits for a decision.

use chrono::{DateTime, TimeDelta, Utc};
use domain::event::EventDetails;
use sqlx::{PgExecutor, query_as, query_scalar, types::Json};

use crate::db::cases::Track;

/// How many submissions wait in the queue.
///
/// # Errors
/// When the database cannot be read.
pub async fn count(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from submission
           where state = 'waiting' and not submission_is_held(submission)"#
    )
    .fetch_one(db)
    .await
}

/// How many submissions of blocked senders are held beside the queue (6.13).
///
/// # Errors
/// When the database cannot be read.
pub async fn count_held(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from submission
           where state = 'waiting' and submission_is_held(submission)"#
    )
    .fetch_one(db)
    .await
}

/// The figures above the queue.
#[derive(Debug, Clone)]
pub struct Figures {
    /// How many wait.
    pub waiting: i64,
    /// The one that has waited longest.
    pub oldest: Option<String>,
    /// Since when it has.
    pub oldest_since: Option<DateTime<Utc>>,
    /// For how many changes were asked and have not come.
    pub changes_asked: i64,
    /// How many decisions were made in the last seven days.
    pub decided: i64,
}

/// Reads the figures.
///
/// # Errors
/// When the database cannot be read.
pub async fn figures(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> sqlx::Result<Figures> {
    query_as!(
        Figures,
        r#"select count(*) filter (where state = 'waiting') as "waiting!",
                  count(*) filter (where state = 'changes_asked') as "changes_asked!",
                  (array_agg(reference order by waiting_since, id) filter (where state = 'waiting'))[1] as oldest,
                  min(waiting_since) filter (where state = 'waiting') as oldest_since,
                  (select count(*) from decision where decided_at > $1) as "decided!"
           from submission
           where state in ('waiting', 'changes_asked') and not submission_is_held(submission)"#,
        now - TimeDelta::days(7),
    )
    .fetch_one(db)
    .await
}

/// A submission that waits.
#[derive(Debug, Clone)]
pub struct Row {
    /// `WO-7K4P`.
    pub reference: String,
    /// The sender's name.
    pub sender_name: String,
    /// The group, if any.
    pub group_name: Option<String>,
    /// Since when it waits.
    pub waiting_since: DateTime<Utc>,
    /// The newest revision's place: above 1 it was sent again.
    pub revision: i32,
    /// The event in the newest revision.
    pub details: EventDetails,
    /// What became of other submissions from there.
    pub track: Track,
}

/// A page of the queue, or of what is held beside it, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(
    db: impl PgExecutor<'_>,
    held: bool,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"select submission.reference, submission.sender_name, submission.group_name, submission.waiting_since,
                  latest.number, latest.details as "details: Json<EventDetails>",
                  track.listed as "listed!", track.refused as "refused!"
           from submission
           cross join lateral (
               select number, details from revision
               where submission_id = submission.id order by number desc limit 1
           ) latest
           cross join lateral (
               select count(*) filter (where kind = 'list') as listed,
                      count(*) filter (where kind = 'refuse') as refused
               from submission earlier join decision on decision.submission_id = earlier.id
               where earlier.id <> submission.id
                 and (lower(earlier.sender_email) = lower(submission.sender_email)
                      or lower(earlier.group_name) = lower(submission.group_name))
           ) track
           where submission.state = 'waiting' and submission_is_held(submission) = $3
           order by submission.waiting_since, submission.id
           limit $1 offset $2"#,
        limit,
        offset,
        held,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Row {
            reference: row.reference,
            sender_name: row.sender_name,
            group_name: row.group_name,
            waiting_since: row.waiting_since,
            revision: row.number,
            details: row.details.0,
            track: Track {
                listed: row.listed,
                refused: row.refused,
            },
        })
        .collect())
}
