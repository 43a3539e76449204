//! Messages: written in the transaction of what they tell of, kept word for word, and what staff
//! do with them. How they go out is in `outbox`.

use chrono::{DateTime, Utc};
use domain::{
    message::{DraftWords, Filter, Kind, NewMessage},
    staff::Author,
};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

use crate::{Mark, Part, STRETCH, limits::Leave};

/// A message as it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    /// Its number.
    pub id: i64,
    /// Whether it waits until the sender confirms the address.
    pub is_held: bool,
}

/// Keeps a message with its submission, in the transaction of what it tells of. It is sent later: where its address is
/// proved; else it is held until it is (`message_may_go`, the one gate of all that goes to senders).
pub async fn queue(
    transaction: &mut PgConnection,
    submission: i64,
    decision: Option<i64>,
    message: &NewMessage,
    now: DateTime<Utc>,
) -> sqlx::Result<Queued> {
    query_as!(
        Queued,
        r#"insert into message (submission_id, decision_id, kind, recipient, subject, body, message_id, created_at, state)
           values ($1, $2, $3, $4, $5, $6, $7, $8, message_may_go($1, $4))
           returning id, state = 'held' as "is_held!""#,
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

/// Keeps a message to an address that nobody has proved, which asks to confirm it and for which there is [`Leave`]. Of what
/// was closed as spam nothing is kept, and nothing that asks for anything else.
pub async fn queue_to_unproved(
    transaction: &mut PgConnection,
    submission: i64,
    (message, leave): (&NewMessage, Leave),
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    if !message.kind.asks_to_confirm() {
        return Ok(None);
    }
    query_scalar!(
        "insert into message (submission_id, kind, recipient, subject, body, message_id, created_at, state)
         select $1, $2, $3, $4, $5, $6, $7, $8
         from submission where id = $1 and state <> 'spam'
         returning id",
        submission,
        message.kind.as_str(),
        message.recipient,
        message.subject,
        message.body,
        message.message_id,
        now,
        leave.state(),
    )
    .fetch_optional(transaction)
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
/// for that or the council holds all messages (6.12), else as [`queue`] does.
pub async fn queue_decided(
    transaction: &mut PgConnection,
    submission: i64,
    decision: i64,
    message: &NewMessage,
    now: DateTime<Utc>,
) -> sqlx::Result<Queued> {
    query_as!(
        Queued,
        r#"insert into message (submission_id, decision_id, kind, recipient, subject, body, message_id, created_at, state)
           select $1, $2, $3, $4, $5, $6, $7, $8,
                  case when $9 or hold_messages then 'draft' else message_may_go($1, $4) end
           from site
           returning id, state = 'held' as "is_held!""#,
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

/// Lets what waited for a submission's address go, now that it is proved. What was held for an address that is no
/// longer the submission's never goes, and nobody has to be asked any more to confirm it.
pub async fn release(transaction: &mut PgConnection, submission: i64) -> sqlx::Result<()> {
    query!(
        "update message
         set state = case when kind <> 'confirm' and message_may_go(submission_id, recipient) = 'waiting'
                          then 'waiting' else 'cancelled' end
         where submission_id = $1 and (state = 'held' or (state = 'waiting' and kind = 'confirm'))",
        submission,
    )
    .execute(transaction)
    .await?;
    Ok(())
}

/// Which of a submission's messages are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// Those of one kind that wait for the address to be confirmed: a newer one takes their place.
    HeldOf(Kind),
    /// Those that wait for the address to be confirmed, and those that are to ask for that.
    Held,
    /// All that have not gone.
    All,
}

/// Drops messages of a submission: they are kept to be read, and never go.
pub async fn drop_unsent(
    transaction: &mut PgConnection,
    submission: i64,
    which: Dropped,
) -> sqlx::Result<()> {
    let states: &[&str] = match which {
        Dropped::All => &["held", "draft", "waiting"],
        Dropped::Held | Dropped::HeldOf(_) => &["held"],
    };
    let states: Vec<String> = states.iter().map(|&state| state.to_owned()).collect();
    let kind = match which {
        Dropped::HeldOf(kind) => Some(kind.as_str()),
        Dropped::Held | Dropped::All => None,
    };
    query!(
        "update message set state = 'cancelled'
         where submission_id = $1 and (state = any($2) or (state = 'waiting' and kind = 'confirm'))
           and kind = coalesce($3, kind)",
        submission,
        &states,
        kind,
    )
    .execute(transaction)
    .await?;
    Ok(())
}

/// How many mails the brake holds: they ask for an address to be confirmed, in an hour unlike any other.
pub async fn braked(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from message where state = 'held' and kind in ('confirm', 'weekly_confirm')"#
    )
    .fetch_one(db)
    .await
}

/// Lets mails go that the brake holds, so many at most, the oldest first, and says how many.
pub async fn let_go(transaction: &mut PgConnection, most: i64) -> sqlx::Result<i64> {
    let gone = query!(
        "update message set state = 'waiting'
         where id in (
             select id from message
             where state = 'held' and kind in ('confirm', 'weekly_confirm')
             order by created_at, id
             limit $1
             for update skip locked
         )",
        most,
    )
    .execute(transaction)
    .await?;
    Ok(i64::try_from(gone.rows_affected()).unwrap_or(i64::MAX))
}

/// Drops what the brake has held since before `since`.
pub async fn give_up_braked(db: impl PgExecutor<'_>, since: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update message set state = 'cancelled'
         where state = 'held' and kind in ('confirm', 'weekly_confirm') and created_at < $1",
        since,
    )
    .execute(db)
    .await?;
    Ok(())
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
        Filter::Waiting => &["held", "waiting", "sending"],
        Filter::Sent => &["sent"],
        Filter::NotSent => &["failed", "unknown"],
    };
    states.iter().map(|&state| state.to_owned()).collect()
}

/// Every state of a message.
const STATES: [&str; 8] = [
    "held",
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
    /// `held`, `draft`, `waiting`, `sending`, `sent`, `failed`, `unknown` or `cancelled`.
    pub state: String,
    /// What it is about, as the database names it.
    pub kind: String,
    /// Whether a member of staff changed, sent or threw it away.
    pub is_handled: bool,
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
                  one.state as "state!", one.kind as "kind!", one.handled_by is not null as "is_handled!",
                  one.created_at as "created_at!"
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
    /// `held`, `draft`, `waiting`, `sending`, `sent`, `failed`, `unknown` or `cancelled`.
    pub state: String,
    /// What it is about, as the database names it.
    pub kind: String,
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
    /// Whether it may be sent again once it has gone: to the address that the case has now, and not to ask for it to be
    /// confirmed.
    pub may_go_again: bool,
    /// Who last changed, sent or threw away the draft.
    pub handled_by: Option<String>,
    /// When they did.
    pub handled_at: Option<DateTime<Utc>>,
    /// Who said that it is to be left as it is, where it could not be sent or perhaps was.
    pub left_by: Option<String>,
    /// When they did.
    pub left_at: Option<DateTime<Utc>>,
}

/// One message.
pub async fn one(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<Message>> {
    query_as!(
        Message,
        r#"select message.id, recipient, subject, body, message.state, message.kind, message.version, message.created_at, sent_at,
                  attempts, next_attempt_at, perhaps_sent, last_error, reference as "reference?",
                  coalesce(latest.title, '') as "title!", decision_id, copy_of,
                  (select copy.id from message copy where copy.copy_of = message.id) as copied_as,
                  message.kind <> 'confirm' and (submission_id is null or lower(recipient) = lower(sender_email))
                  as "may_go_again!",
                  staff.name as "handled_by?", handled_at, leaver.name as "left_by?", left_at
           from message
           left join submission on submission.id = message.submission_id
           left join staff on staff.id = handled_by
           left join staff leaver on leaver.id = left_by
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
        r#"select message.id, recipient, subject, body, message.state, message.kind, message.version, message.created_at, sent_at,
                  attempts, next_attempt_at, perhaps_sent, last_error, reference as "reference?",
                  '' as "title!", decision_id, copy_of, null::bigint as copied_as, false as "may_go_again!",
                  staff.name as "handled_by?", handled_at, null::text as left_by, left_at
           from message
           join submission on submission.id = message.submission_id
           left join staff on staff.id = handled_by
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
        r#"select coalesce(nullif(decision.message, ''), case message.state
                      when 'held' then 'Our message to you has the reasons. It comes once you have confirmed your email address.'
                      else 'The message that we sent you has the reasons.' end) as "words!"
           from decision
           join message on message.decision_id = decision.id and message.state in ('held', 'waiting', 'sent', 'unknown')
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

/// A draft that was handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// The submission that it is about, and its reference.
    pub submission: (i64, String),
    /// The one address it goes to.
    pub recipient: String,
    /// Whether it was sent, and waits until the sender confirms the address.
    pub is_held: bool,
}

/// Handles a draft as it was read at this version: sent, it goes as [`queue`] lets it. None where somebody else came
/// first.
pub async fn handle(
    db: impl PgExecutor<'_>,
    id: i64,
    read_at: i32,
    handling: &Handling,
    author: Author,
) -> sqlx::Result<Option<Handled>> {
    let words = handling.words();
    let handled = query!(
        r#"update message
           set state = case $3 when 'waiting' then message_may_go(submission_id, recipient) else $3 end,
               version = message.version + 1, subject = coalesce($4, subject), body = coalesce($5, body),
               handled_by = $6, handled_at = $7
           from submission
           where message.id = $1 and message.version = $2 and message.state = 'draft' and submission.id = submission_id
           returning submission.id, reference, recipient, message.state = 'held' as "is_held!""#,
        id,
        read_at,
        handling.state(),
        words.map(|words| words.subject.as_str()),
        words.map(|words| words.body.as_str()),
        author.staff,
        author.now,
    )
    .fetch_optional(db)
    .await?;
    Ok(handled.map(|row| Handled {
        submission: (row.id, row.reference),
        recipient: row.recipient,
        is_held: row.is_held,
    }))
}

/// Sends a message again that was sent or given up: as a new one with a Message-ID of its own, which goes as [`queue`]
/// lets it. None where it cannot be, or somebody sent it again already: then the newer
/// one is there to be sent again. Nothing goes again to an address that the submission has no more; and what asks for one to
/// be confirmed goes again to whoever asks for new links, which are counted.
pub async fn send_again(
    tx: &mut PgConnection,
    id: i64,
    message_id: &str,
    author: Author,
) -> sqlx::Result<Option<Queued>> {
    query!("select from message where id = $1 for no key update", id)
        .fetch_optional(&mut *tx)
        .await?;
    query_as!(
        Queued,
        r#"insert into message (submission_id, staff_id, decision_id, kind, recipient, subject, body, message_id,
                              created_at, copy_of, handled_by, handled_at, state)
           select submission_id, staff_id, decision_id, kind, recipient, subject, body, $2, $3, message.id, $4, $3,
                  coalesce(message_may_go(submission_id, recipient), 'waiting')
           from message left join submission on submission.id = submission_id
           where message.id = $1 and message.state in ('sent', 'failed', 'unknown') and subscriber_id is null
             and kind <> 'confirm' and (submission_id is null or lower(recipient) = lower(sender_email))
             and not exists (select from message copy where copy.copy_of = $1)
           returning id, state = 'held' as "is_held!""#,
        id,
        message_id,
        author.now,
        author.staff,
    )
    .fetch_optional(tx)
    .await
}

/// Leaves a message as it is that could not be sent, or perhaps was. False where that is no longer so, somebody left it already
/// or sent it again.
pub async fn leave(db: impl PgExecutor<'_>, id: i64, author: Author) -> sqlx::Result<bool> {
    let left = query!(
        "update message set left_by = $2, left_at = $3
         where id = $1 and state in ('failed', 'unknown') and left_at is null and subscriber_id is null
           and not exists (select from message copy where copy.copy_of = $1)",
        id,
        author.staff,
        author.now,
    )
    .execute(db)
    .await?;
    Ok(left.rows_affected() == 1)
}

/// How many messages could not be sent, or perhaps were, and nobody has sent again or left as they are.
pub async fn unsettled(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from message
           where state in ('failed', 'unknown') and left_at is null and subscriber_id is null
             and not exists (select from message copy where copy.copy_of = message.id)"#
    )
    .fetch_one(db)
    .await
}

/// Why messages could not be sent that could go again, and whom they are to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// Why, in words for staff: what a mail server said is left out, which is of each alone.
    pub why: String,
    /// How many are to senders.
    pub to_senders: i64,
    /// How many are notices to staff.
    pub to_staff: i64,
}

/// The messages that could not be sent and could go again, by why: of the oldest so many. Those that perhaps went are not among
/// them, since they might come twice.
pub async fn given_up(db: impl PgExecutor<'_>, most: i64) -> sqlx::Result<Vec<GivenUp>> {
    query_as!(
        GivenUp,
        r#"select split_part(coalesce(last_error, ''), '. It said', 1) as "why!",
                  count(*) filter (where submission_id is not null) as "to_senders!",
                  count(*) filter (where submission_id is null) as "to_staff!"
           from (
               select last_error, submission_id from message
               where message.state = 'failed' and may_go_again_unsent(message)
               order by created_at, id
               limit $1
           ) oldest
           group by 1
           order by count(*) desc, 1"#,
        most,
    )
    .fetch_all(db)
    .await
}

/// Sends the messages again that could not be sent, of the oldest so many, as [`send_again`] does one, and says which. A second
/// who does so waits here for the first, and finds none left.
pub async fn send_given_up_again(
    tx: &mut PgConnection,
    most: i64,
    message_id: impl Fn() -> String,
    author: Author,
) -> sqlx::Result<Vec<i64>> {
    let locked = query_scalar!(
        "select id from message
         where message.state = 'failed' and may_go_again_unsent(message)
         order by created_at, id
         limit $1
         for no key update",
        most,
    )
    .fetch_all(&mut *tx)
    .await?;
    let message_ids: Vec<String> = locked.iter().map(|_| message_id()).collect();
    query_scalar!(
        r#"insert into message (submission_id, staff_id, decision_id, kind, recipient, subject, body, message_id,
                              created_at, copy_of, handled_by, handled_at, state)
           select submission_id, staff_id, decision_id, kind, recipient, subject, body, new.message_id, $3, message.id, $4, $3,
                  coalesce(message_may_go(submission_id, recipient), 'waiting')
           from unnest($1::bigint[], $2::text[]) new (id, message_id)
           join message on message.id = new.id
           where message.state = 'failed' and may_go_again_unsent(message)
           order by message.id
           returning copy_of as "copy_of!""#,
        &locked,
        &message_ids,
        author.now,
        author.staff,
    )
    .fetch_all(tx)
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
