//! Messages: written in the transaction of what they tell of, kept word for word.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor, query_as, query_scalar};

use crate::mail::Kind;

/// A message that is about to be kept: plain text to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// What it is about.
    pub kind: Kind,
    /// The one address it goes to.
    pub recipient: String,
    /// Its subject: one line.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// What tells it from every other mail (RFC 5322, 3.6.4), in angle brackets.
    pub message_id: String,
}

/// Keeps a message with its submission, in the transaction of what it tells of. It is sent later.
///
/// # Errors
/// When the database refuses.
pub async fn queue(
    transaction: &mut PgConnection,
    submission: i64,
    decision: Option<i64>,
    message: &NewMessage,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into message (submission_id, decision_id, kind, recipient, subject, body, message_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         returning id",
        submission,
        decision,
        message.kind.as_str(),
        message.recipient,
        message.subject,
        message.body,
        message.message_id,
        now,
    )
    .fetch_one(transaction)
    .await
}

/// A message as the desk lists it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// The address it goes to.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// The case it belongs to.
    pub reference: String,
    /// `waiting`, `sent`, `failed` or `unknown`.
    pub state: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// How many messages there are.
///
/// # Errors
/// When the database cannot be read.
pub async fn count(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(r#"select count(*) as "count!" from message"#)
        .fetch_one(db)
        .await
}

/// A page of messages, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn newest(db: impl PgExecutor<'_>, limit: i64, offset: i64) -> sqlx::Result<Vec<Line>> {
    query_as!(
        Line,
        "select message.id, recipient, subject, reference, message.state, message.created_at
         from message join submission on submission.id = message.submission_id
         order by message.created_at desc, message.id desc
         limit $1 offset $2",
        limit,
        offset,
    )
    .fetch_all(db)
    .await
}

/// A message, whole.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its number.
    pub id: i64,
    /// The address it goes to.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// `waiting`, `sent`, `failed` or `unknown`.
    pub state: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was sent, if it was.
    pub sent_at: Option<DateTime<Utc>>,
    /// The case it belongs to.
    pub reference: String,
    /// The title of the case's event, in its newest revision.
    pub title: String,
    /// The decision it tells of, if it tells of one.
    pub decision_id: Option<i64>,
}

/// One message.
///
/// # Errors
/// When the database cannot be read.
pub async fn one(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<Message>> {
    query_as!(
        Message,
        r#"select message.id, recipient, subject, body, message.state, message.created_at, sent_at, reference,
                  latest.title as "title!", decision_id
           from message
           join submission on submission.id = message.submission_id
           cross join lateral (
               select details->>'title' as title from revision
               where revision.submission_id = submission.id order by number desc limit 1
           ) latest
           where message.id = $1"#,
        id,
    )
    .fetch_optional(db)
    .await
}

/// Every message of a submission, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_submission(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Vec<Message>> {
    query_as!(
        Message,
        r#"select message.id, recipient, subject, body, message.state, message.created_at, sent_at, reference,
                  '' as "title!", decision_id
           from message
           join submission on submission.id = message.submission_id
           where message.submission_id = $1
           order by message.created_at, message.id"#,
        submission,
    )
    .fetch_all(db)
    .await
}

/// What staff wrote last to a submission's sender about a decision, word for word: the words that
/// they typed where there are any, else the whole message.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_answer(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Option<String>> {
    let found = query_scalar!(
        r#"select coalesce(nullif(decision.message, ''), 'The message that we sent you has the reasons.') as "words!"
           from decision
           join message on message.decision_id = decision.id and message.state in ('waiting', 'sent', 'unknown')
           where decision.submission_id = $1
             and decision.id = (select max(id) from decision where submission_id = $1)
             and decision.kind in ('ask_for_changes', 'refuse')"#,
        submission,
    )
    .fetch_optional(db)
    .await?;
    Ok(found)
}
