//! Messages on their way out: taken up by one worker at a time, with what came of each try.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::limits::{MAIL_LEASE, MAX_ATTEMPTS, MOST_COPIES};
use sqlx::{
    PgExecutor, PgPool,
    postgres::{PgListener, PgPoolOptions},
    query, query_as, query_scalar,
};

/// A message that a worker has taken up.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its number.
    pub id: i64,
    /// The submission it is about; none for a notice to staff.
    pub submission_id: Option<i64>,
    /// The member of staff whom it goes to, if it goes to one.
    pub staff_id: Option<i64>,
    /// The reader of the weekly email whom it goes to, if it goes to one.
    pub subscriber_id: Option<i64>,
    /// What it is about, as the database names it.
    pub kind: String,
    /// The one address it goes to.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// What tells it from every other mail: the same at every try.
    pub message_id: String,
    /// Which try this is, from 1. Whoever records what came of it names it and when it was claimed, so that a worker that was
    /// thought dead cannot speak for the one that came after.
    pub attempts: i32,
    /// When it was claimed.
    pub claimed_at: DateTime<Utc>,
    /// When the connection last broke off with it in hand.
    pub cut_off_at: Option<DateTime<Utc>>,
}

/// Which messages a worker takes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Whatever is due.
    All,
    /// What is not one of many, so that this always finds a worker.
    NotBulk,
}

/// Takes up a message: the most urgent first, and of those the one that has been due the longest. It is one that waits, or one whose
/// worker was killed. Its mail may have gone out before the kill, which is noted. Workers that ask at the same moment get different
/// messages. Those of one submission that are due keep their order: none is taken up before an earlier one was handed over.
pub async fn claim(
    db: impl PgExecutor<'_>,
    reach: Reach,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Claimed>> {
    query_as!(
        Claimed,
        r#"update message
         set perhaps_sent = perhaps_sent or state = 'sending',
             copies = copies + case when state = 'sending' then 1 else 0 end,
             state = 'sending', claimed_at = $1, attempts = attempts + 1
         where id = (
             select id from message
             where ((state = 'waiting' and (next_attempt_at is null or next_attempt_at <= $1))
                    or (state = 'sending' and claimed_at <= $2 and attempts < $3 and copies + 1 < $5))
               and (urgency < 3 or not $4)
               and not exists (
                   select from message earlier
                   where earlier.submission_id = message.submission_id and earlier.id < message.id
                     and earlier.urgency <= message.urgency
                     and (earlier.state = 'sending'
                          or (earlier.state = 'waiting'
                              and (earlier.next_attempt_at is null or earlier.next_attempt_at <= $1)))
               )
             order by urgency, coalesce(next_attempt_at, created_at), id
             limit 1
             for update skip locked
         )
         returning id, submission_id, staff_id, subscriber_id, kind, recipient, subject, body, message_id, attempts,
                   claimed_at as "claimed_at!", cut_off_at"#,
        now,
        now - MAIL_LEASE,
        i32::try_from(MAX_ATTEMPTS).unwrap_or(i32::MAX),
        reach == Reach::NotBulk,
        MOST_COPIES,
    )
    .fetch_optional(db)
    .await
}

/// Gives up on messages whose workers were killed at the last try, or with the last copy in hand.
pub async fn give_up_on_lost(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update message set state = 'unknown', perhaps_sent = true, copies = copies + 1
         where state = 'sending' and claimed_at <= $1 and (attempts >= $2 or copies + 1 >= $3)",
        now - MAIL_LEASE,
        i32::try_from(MAX_ATTEMPTS).unwrap_or(i32::MAX),
        MOST_COPIES,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that a message was taken by the mail server.
pub async fn sent(
    db: impl PgExecutor<'_>,
    claimed: &Claimed,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "update message set state = 'sent', sent_at = $4, next_attempt_at = null, last_error = null
         where id = $1 and attempts = $2 and claimed_at = $3 and state = 'sending'",
        claimed.id,
        claimed.attempts,
        claimed.claimed_at,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What came of a try that did not end well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What happened, in words for staff.
    pub words: String,
    /// Whether the mail server may have taken the mail all the same.
    pub perhaps_sent: bool,
    /// When to try again; `None` to give up.
    pub next: Option<DateTime<Utc>>,
    /// When the connection broke off, where it did before the mail server had said anything of it.
    pub cut_off_at: Option<DateTime<Utc>>,
}

/// Notes a try that did not end well, and says whether there is another: the message waits for the next, or is given up, as
/// `failed` where it surely never arrived and else as `unknown`. It is given up too where its recipient may have [`MOST_COPIES`].
pub async fn not_sent(
    db: impl PgExecutor<'_>,
    claimed: &Claimed,
    trouble: &Trouble,
) -> sqlx::Result<bool> {
    let waits = query_scalar!(
        r#"update message
         set state = case when $4::timestamptz is not null and not ($5 and copies + 1 >= $8) then 'waiting'
                          when perhaps_sent or $5 then 'unknown'
                          else 'failed' end,
             next_attempt_at = case when $5 and copies + 1 >= $8 then null else $4 end,
             perhaps_sent = perhaps_sent or $5, copies = copies + case when $5 then 1 else 0 end,
             last_error = $6, cut_off_at = coalesce($7, cut_off_at)
         where id = $1 and attempts = $2 and claimed_at = $3 and state = 'sending'
         returning state = 'waiting' as "waits!""#,
        claimed.id,
        claimed.attempts,
        claimed.claimed_at,
        trouble.next,
        trouble.perhaps_sent,
        trouble.words,
        trouble.cut_off_at,
        MOST_COPIES,
    )
    .fetch_optional(db)
    .await?;
    Ok(waits.unwrap_or(true))
}

/// What kept a message from being tried at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untried<'a> {
    /// The mail server was not reached. It keeps its place.
    Server,
    /// The connection broke off with it in hand, now: the others go first, in case that it is this one which breaks it.
    CutOff(DateTime<Utc>),
    /// A fault of the site's own, in words for staff. It is tried again then.
    Site(&'a str, DateTime<Utc>),
}

/// Puts a message back of which the mail server has said nothing: that was no try of it.
pub async fn put_back(
    db: impl PgExecutor<'_>,
    claimed: &Claimed,
    why: Untried<'_>,
) -> sqlx::Result<()> {
    let (words, cut_off_at, next) = match why {
        Untried::Server => (None, None, None),
        Untried::CutOff(now) => (None, Some(now), Some(now)),
        Untried::Site(words, next) => (Some(words), None, Some(next)),
    };
    query!(
        "update message
         set state = 'waiting', attempts = attempts - 1, last_error = coalesce($4, last_error),
             cut_off_at = coalesce($5, cut_off_at), next_attempt_at = coalesce($6, next_attempt_at)
         where id = $1 and attempts = $2 and claimed_at = $3 and state = 'sending'",
        claimed.id,
        claimed.attempts,
        claimed.claimed_at,
        words,
        cut_off_at,
        next,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many messages wait to be sent, those in hand counted.
pub async fn waiting(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from message where state in ('waiting', 'sending')"#
    )
    .fetch_one(db)
    .await
}

/// Hears whenever somebody commits a message that may go. It has a connection of its own, beside
/// the pool that answers requests.
pub async fn listen(db: &PgPool) -> sqlx::Result<PgListener> {
    let own = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with((*db.connect_options()).clone());
    let mut listener = PgListener::connect_with(&own).await?;
    listener.listen("outbox").await?;
    Ok(listener)
}
