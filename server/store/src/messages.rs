//! Messages: written in the transaction of what they tell of, kept word for word, and what staff
//! do with them. How they go out is in `outbox`.

use chrono::{DateTime, Utc};
use domain::{
    message::{DraftWords, Filter, NewMessage},
    staff::Author,
};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

use crate::{Mark, Part, STRETCH};

/// Keeps a message with its submission, in the transaction of what it tells of. It is sent later.
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

/// Lets every other mail go before this one.
pub async fn let_others_go_first(db: impl PgExecutor<'_>, message: i64) -> sqlx::Result<()> {
    query!("update message set bulk = true where id = $1", message)
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps the message of a decision: as a draft that staff read before it goes, where its kind asks
/// for that or the council holds all messages (6.12), else to be sent.
pub async fn queue_decided(
    transaction: &mut PgConnection,
    submission: i64,
    decision: i64,
    message: &NewMessage,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into message (submission_id, decision_id, kind, recipient, subject, body, message_id, created_at, state)
         select $1, $2, $3, $4, $5, $6, $7, $8, case when $9 or hold_messages then 'draft' else 'waiting' end
         from site
         returning id",
        submission,
        decision,
        message.kind.as_str(),
        message.recipient,
        message.subject,
        message.body,
        message.message_id,
        now,
        message.kind.starts_as_draft(),
    )
    .fetch_one(transaction)
    .await
}

/// Keeps a notice to a member of staff, in the transaction of what it tells of.
pub async fn queue_to_staff(
    transaction: &mut PgConnection,
    staff: i64,
    message: &NewMessage,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into message (staff_id, kind, recipient, subject, body, message_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         returning id",
        staff,
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

/// The states that a filter lists. An index has the messages of each in their order, so that no more are read than a page
/// shows.
fn states(filter: Filter) -> Vec<String> {
    let states: &[&str] = match filter {
        Filter::All | Filter::ToStaff => &STATES,
        Filter::ToRead => &["draft"],
        Filter::Waiting => &["waiting", "sending"],
        Filter::Sent => &["sent"],
        Filter::NotSent => &["failed", "unknown"],
    };
    states.iter().map(|&state| state.to_owned()).collect()
}

/// Every state of a message.
const STATES: [&str; 7] = [
    "draft",
    "waiting",
    "sending",
    "sent",
    "failed",
    "unknown",
    "cancelled",
];

/// A message as the desk lists it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// The address it goes to.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// The case it belongs to; none for a notice to staff.
    pub reference: Option<String>,
    /// `draft`, `waiting`, `sending`, `sent`, `failed`, `unknown` or `cancelled`.
    pub state: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

impl Line {
    /// Its place among those of a list.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark {
            at: self.created_at,
            id: self.id,
        }
    }
}

/// How many messages there are of a kind: [`STRETCH`] and one at most, after a mark where there is one. What is
/// written to readers of the weekly email is no message of the desk's, here and below.
pub async fn count(
    db: impl PgExecutor<'_>,
    filter: Filter,
    before: Option<Mark>,
) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from (
               select from unnest($1::text[]) wanted (state) cross join lateral (
                   select from message
                   where message.state = wanted.state and (staff_id is not null or not $2)
                     and subscriber_id is null
                     and ($3::timestamptz is null or (created_at, id) < ($3, $4))
                   order by created_at desc, id desc
                   limit $5
               ) one
               limit $5
           ) counted"#,
        &states(filter),
        filter == Filter::ToStaff,
        before.map(|mark| mark.at),
        before.map(|mark| mark.id),
        STRETCH + 1,
    )
    .fetch_one(db)
    .await
}

/// How many drafts wait for a member of staff to read them.
pub async fn drafts(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(r#"select count(*) as "count!" from message where state = 'draft'"#)
        .fetch_one(db)
        .await
}

/// The draft that a submission's newest decision wrote, if it wrote one and it waits to be read.
pub async fn draft_of(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "select id from message
         where state = 'draft' and copy_of is null
           and decision_id = (select max(id) from decision where submission_id = $1)",
        submission,
    )
    .fetch_optional(db)
    .await
}

/// A page of messages, newest first.
pub async fn newest(
    db: impl PgExecutor<'_>,
    filter: Filter,
    part: Part,
) -> sqlx::Result<Vec<Line>> {
    query_as!(
        Line,
        r#"select one.id as "id!", recipient as "recipient!", subject as "subject!", reference as "reference?",
                  one.state as "state!", one.created_at as "created_at!"
           from (
               select one.* from unnest($3::text[]) wanted (state) cross join lateral (
                   select * from message
                   where message.state = wanted.state and (staff_id is not null or not $4)
                     and subscriber_id is null
                     and ($5::timestamptz is null or (created_at, id) < ($5, $6))
                   order by created_at desc, id desc
                   limit $1::bigint + $2::bigint
               ) one
               order by created_at desc, id desc
               limit $1 offset $2
           ) one
           left join submission on submission.id = one.submission_id
           order by one.created_at desc, one.id desc"#,
        part.limit,
        part.offset,
        &states(filter),
        filter == Filter::ToStaff,
        part.at(),
        part.id(),
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
    /// `draft`, `waiting`, `sending`, `sent`, `failed`, `unknown` or `cancelled`.
    pub state: String,
    /// Rises with every change of a draft.
    pub version: i32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was sent, if it was.
    pub sent_at: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried again.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// Whether the mail server may have taken it without saying so.
    pub perhaps_sent: bool,
    /// What went wrong at the last try, in words for staff.
    pub last_error: Option<String>,
    /// The case it belongs to; none for a notice to staff.
    pub reference: Option<String>,
    /// The title of the case's event, in its newest revision.
    pub title: String,
    /// The decision it tells of, if it tells of one.
    pub decision_id: Option<i64>,
    /// The message that this one was sent again for.
    pub copy_of: Option<i64>,
    /// The message that was sent again for this one.
    pub copied_as: Option<i64>,
    /// Who last changed, sent or threw away the draft.
    pub handled_by: Option<String>,
    /// When they did.
    pub handled_at: Option<DateTime<Utc>>,
}

/// One message.
pub async fn one(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<Message>> {
    query_as!(
        Message,
        r#"select message.id, recipient, subject, body, message.state, message.version, message.created_at, sent_at,
                  attempts, next_attempt_at, perhaps_sent, last_error, reference as "reference?",
                  coalesce(latest.title, '') as "title!", decision_id, copy_of,
                  (select copy.id from message copy where copy.copy_of = message.id) as copied_as,
                  staff.name as "handled_by?", handled_at
           from message
           left join submission on submission.id = message.submission_id
           left join staff on staff.id = handled_by
           left join lateral (
               select details->>'title' as title from revision
               where revision.submission_id = submission.id order by number desc limit 1
           ) latest on true
           where message.id = $1 and subscriber_id is null"#,
        id,
    )
    .fetch_optional(db)
    .await
}

/// Every message of a submission, oldest first.
pub async fn of_submission(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Vec<Message>> {
    query_as!(
        Message,
        r#"select message.id, recipient, subject, body, message.state, message.version, message.created_at, sent_at,
                  attempts, next_attempt_at, perhaps_sent, last_error, reference as "reference?",
                  '' as "title!", decision_id, copy_of, null::bigint as copied_as,
                  null::text as handled_by, handled_at
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

/// What a member of staff does with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handling {
    /// Keeps other words, to be sent later.
    Keep(DraftWords),
    /// Sends it, with these words.
    Send(DraftWords),
    /// Throws it away. It is kept to be read, and never goes.
    ThrowAway,
}

impl Handling {
    fn state(&self) -> &'static str {
        match self {
            Self::Keep(_) => "draft",
            Self::Send(_) => "waiting",
            Self::ThrowAway => "cancelled",
        }
    }

    /// What the audit log calls it.
    #[must_use]
    pub fn deed(&self) -> &'static str {
        match self {
            Self::Keep(_) => "message changed",
            Self::Send(_) => "message sent on",
            Self::ThrowAway => "message thrown away",
        }
    }

    fn words(&self) -> Option<&DraftWords> {
        match self {
            Self::Keep(words) | Self::Send(words) => Some(words),
            Self::ThrowAway => None,
        }
    }
}

/// Handles a draft as it was read at this version. False where somebody else came first.
pub async fn handle(
    db: impl PgExecutor<'_>,
    id: i64,
    read_at: i32,
    handling: &Handling,
    author: Author,
) -> sqlx::Result<bool> {
    let words = handling.words();
    let handled = query!(
        "update message
         set state = $3, version = version + 1, subject = coalesce($4, subject), body = coalesce($5, body),
             handled_by = $6, handled_at = $7
         where id = $1 and version = $2 and state = 'draft'",
        id,
        read_at,
        handling.state(),
        words.map(|words| words.subject.as_str()),
        words.map(|words| words.body.as_str()),
        author.staff,
        author.now,
    )
    .execute(db)
    .await?;
    Ok(handled.rows_affected() > 0)
}

/// Sends a message again that was sent or given up: as a new one with a Message-ID of its own. The
/// new one's number; `None` where it cannot be, or somebody sent it again already: then the newer
/// one is there to be sent again.
pub async fn send_again(
    tx: &mut PgConnection,
    id: i64,
    message_id: &str,
    author: Author,
) -> sqlx::Result<Option<i64>> {
    query!("select from message where id = $1 for no key update", id)
        .fetch_optional(&mut *tx)
        .await?;
    query_scalar!(
        "insert into message (submission_id, staff_id, decision_id, kind, recipient, subject, body, message_id,
                              created_at, copy_of, handled_by, handled_at)
         select submission_id, staff_id, decision_id, kind, recipient, subject, body, $2, $3, id, $4, $3
         from message
         where id = $1 and state in ('sent', 'failed', 'unknown') and subscriber_id is null
           and not exists (select from message copy where copy.copy_of = $1)
         returning id",
        id,
        message_id,
        author.now,
        author.staff,
    )
    .fetch_optional(tx)
    .await
}

/// What the audit log calls a message's subject: the case's reference, or the reader's account.
pub async fn about(tx: &mut PgConnection, id: i64) -> sqlx::Result<String> {
    query_scalar!(
        r#"select coalesce(reference, 'staff:' || staff_id) as "about!"
           from message left join submission on submission.id = submission_id
           where message.id = $1"#,
        id,
    )
    .fetch_one(tx)
    .await
}
