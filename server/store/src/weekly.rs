//! The readers of the weekly email: how they ask, confirm and stop, and what is written to them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    clock::Past,
    message::NewMessage,
    retention,
    weekly::{Due, Timetable, WORDING_VERSION},
};
use sqlx::{PgConnection, PgExecutor, PgPool, query, query_scalar};

use crate::{limits::Leave, token};

/// How long somebody has to confirm.
const TO_CONFIRM: TimeDelta = retention::WEEKLY_UNCONFIRMED;
/// How long the link that stops the email works: as long as anybody may keep one.
const TO_STOP: TimeDelta = retention::WEEKLY_STOP_LINK;
/// How long what was written to readers is kept.
const KEPT: TimeDelta = retention::WEEKLY_MAIL;
/// How many mails are written in one transaction.
pub const BATCH: i64 = 500;

/// What a link in a mail to a reader does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirms the address.
    Confirm,
    /// Stops the weekly email.
    Stop,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Stop => "stop",
        }
    }

    fn lives(self) -> TimeDelta {
        match self {
            Self::Confirm => TO_CONFIRM,
            Self::Stop => TO_STOP,
        }
    }
}

/// Somebody who asks for the weekly email.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The reader's number.
    pub reader: i64,
    /// Whether the address is confirmed already.
    pub confirmed: bool,
}

/// Keeps that somebody asks for the weekly email, whose row nobody else has until the transaction ends.
pub async fn ask(tx: &mut PgConnection, email: &str, now: DateTime<Utc>) -> sqlx::Result<Asked> {
    // Locks the row, so that of many who ask at once each sees the mails of those before.
    let reader = query!(
        r#"insert into subscriber (email, wording, asked_at) values ($1, $2, $3)
           on conflict (lower(email)) do update
           set asked_at = case when subscriber.confirmed_at is null then excluded.asked_at else subscriber.asked_at end
           returning id, confirmed_at is not null as "confirmed!""#,
        email,
        WORDING_VERSION,
        now,
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(Asked {
        reader: reader.id,
        confirmed: reader.confirmed,
    })
}

/// Keeps the mail to a reader who asked, to be sent, for which there is [`Leave`].
pub async fn write(
    tx: &mut PgConnection,
    reader: i64,
    (message, leave): (&NewMessage, Leave),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into message (subscriber_id, kind, recipient, subject, body, message_id, created_at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        reader,
        message.kind.as_str(),
        message.recipient,
        message.subject,
        message.body,
        message.message_id,
        now,
        leave.state(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Makes a link's token as a mail goes out. Only its hash is kept.
pub async fn mint(
    db: impl PgExecutor<'_>,
    reader: i64,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> sqlx::Result<String> {
    let token = token::secret();
    query!(
        "insert into subscriber_link (token_hash, subscriber_id, purpose, created_at, expires_at)
         values ($1, $2, $3, $4, $5)",
        token::hash(&token),
        reader,
        purpose.as_str(),
        now,
        now + purpose.lives(),
    )
    .execute(db)
    .await?;
    Ok(token)
}

/// The reader whom a link is for, while it is good.
pub async fn find(
    db: impl PgExecutor<'_>,
    token: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "select subscriber_id from subscriber_link where token_hash = $1 and purpose = $2 and expires_at > $3",
        token::hash(token),
        purpose.as_str(),
        now,
    )
    .fetch_optional(db)
    .await
}

/// What came of a link that confirms an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// The address is confirmed now.
    Now,
    /// It was before.
    Before,
    /// The link is good for nothing.
    No,
}

/// Notes that a reader answered from the address.
pub async fn confirm(
    tx: &mut PgConnection,
    token: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Confirmed> {
    let Some(reader) = find(&mut *tx, token, Purpose::Confirm, now).await? else {
        return Ok(Confirmed::No);
    };
    let confirmed = query!(
        "update subscriber set confirmed_at = $2 where id = $1 and confirmed_at is null",
        reader,
        now,
    )
    .execute(tx)
    .await?;
    Ok(if confirmed.rows_affected() > 0 {
        Confirmed::Now
    } else {
        Confirmed::Before
    })
}

/// Forgets the reader of a link: the address, the links, and all that was written to it. False where the link is good
/// for nothing.
pub async fn stop(tx: &mut PgConnection, token: &str, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let Some(reader) = find(&mut *tx, token, Purpose::Stop, now).await? else {
        return Ok(false);
    };
    query!("delete from subscriber where id = $1", reader)
        .execute(tx)
        .await?;
    Ok(true)
}

/// Forgets a reader whose address staff were given. False where there is none.
pub async fn remove(db: impl PgExecutor<'_>, email: &str) -> sqlx::Result<bool> {
    let gone = query!(
        "delete from subscriber where lower(email) = lower($1)",
        email
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected() > 0)
}

/// How many readers there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Readers {
    /// Those who confirmed.
    pub confirmed: i64,
    /// Those who asked and have not confirmed yet.
    pub asked: i64,
}

/// Counts the readers.
pub async fn readers(db: impl PgExecutor<'_>) -> sqlx::Result<Readers> {
    sqlx::query_as!(
        Readers,
        r#"select count(confirmed_at) as "confirmed!", count(*) - count(confirmed_at) as "asked!" from subscriber"#
    )
    .fetch_one(db)
    .await
}

/// The last weekly email.
#[derive(Debug, Clone)]
pub struct Issue {
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// How many dates of events it tells of; with none nobody was sent it.
    pub events: i32,
    /// How many were written to readers who still are.
    pub mails: i64,
    /// How many of these went out.
    pub sent: i64,
}

/// The last weekly email, if there was one.
pub async fn last_issue(db: impl PgExecutor<'_>) -> sqlx::Result<Option<Issue>> {
    sqlx::query_as!(
        Issue,
        r#"select written_at, events,
                  (select count(*) from weekly_mail where weekly_mail.week = weekly_issue.week) as "mails!",
                  (select count(*) from weekly_mail join message on message.id = weekly_mail.message_id
                   where weekly_mail.week = weekly_issue.week and state = 'sent') as "sent!"
           from weekly_issue order by week desc limit 1"#
    )
    .fetch_optional(db)
    .await
}

/// When the weekly email goes.
pub async fn timetable(db: impl PgExecutor<'_>) -> sqlx::Result<Timetable> {
    let row = query!("select weekly_day, weekly_hour from site")
        .fetch_one(db)
        .await?;
    let usual = Timetable::default();
    Ok(Timetable {
        day: u32::try_from(row.weekly_day).unwrap_or(usual.day),
        hour: u32::try_from(row.weekly_hour).unwrap_or(usual.hour),
    })
}

/// Sets when the weekly email goes.
pub async fn set_timetable(db: impl PgExecutor<'_>, timetable: Timetable) -> sqlx::Result<()> {
    let number = |value: u32| i32::try_from(value).unwrap_or_default();
    query!(
        "update site set weekly_day = $1, weekly_hour = $2",
        number(timetable.day),
        number(timetable.hour),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a week's email is written.
pub async fn is_written(db: impl PgExecutor<'_>, week: NaiveDate) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from weekly_issue where week = $1) as "written!""#,
        week
    )
    .fetch_one(db)
    .await
}

/// A week's email before it is written: the same for everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIssue {
    /// Its subject.
    pub subject: String,
    /// Its text, with a place for each reader's own link.
    pub body: String,
    /// How many dates of events it tells of.
    pub events: usize,
}

/// Keeps a week's email. Of several servers the first one's stands.
pub async fn write_issue(
    db: impl PgExecutor<'_>,
    week: NaiveDate,
    issue: &NewIssue,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into weekly_issue (week, subject, body, events, written_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        week,
        issue.subject,
        issue.body,
        i32::try_from(issue.events).unwrap_or(i32::MAX),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes a week's email to the next [`BATCH`] readers who have none of that week, in one
/// transaction, and says to how many. A server that is killed in between goes on where it was: the
/// note that a reader has that week's email is made with the mail, and can be made once only.
///
/// `host` is the site's, for the Message-IDs.
///
/// # Errors
/// When the database does not answer; then none of the batch was written.
pub async fn write_batch(
    tx: &mut PgConnection,
    due: Due,
    host: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    // One server at a time: the next begins where this one ended.
    query!("select pg_advisory_xact_lock(hashtext('weekly_issue'))")
        .execute(&mut *tx)
        .await?;
    query_scalar!(
        r#"with next as (
               select subscriber.id, email from subscriber
               where confirmed_at < $2
                 and not exists (select from weekly_mail where subscriber_id = subscriber.id and week = $1)
               order by subscriber.id
               limit $5
               for update of subscriber skip locked
           ), written as (
               insert into message (subscriber_id, kind, recipient, subject, body, message_id, created_at, bulk)
               select next.id, 'weekly', next.email, issue.subject, issue.body,
                      '<' || gen_random_uuid() || '@' || $3::text || '>', $4, true
               from next cross join (select subject, body from weekly_issue where week = $1 and events > 0) issue
               returning id, subscriber_id
           ), noted as (
               insert into weekly_mail (subscriber_id, week, message_id)
               select subscriber_id, $1, id from written
               returning 1
           )
           select count(*) as "count!" from noted"#,
        due.week,
        due.at,
        host,
        now,
        BATCH,
    )
    .fetch_one(tx)
    .await
}

/// Forgets those who never confirmed, links that have run out, and what was written to readers some
/// time ago.
pub async fn forget_old(db: &PgPool, past: Past) -> sqlx::Result<u64> {
    let gone = query!(
        "delete from subscriber where confirmed_at is null and asked_at < $1",
        past.at() - TO_CONFIRM,
    )
    .execute(db)
    .await?;
    query!(
        "delete from subscriber_link where expires_at < $1",
        past.at()
    )
    .execute(db)
    .await?;
    query!(
        "delete from message
         where subscriber_id is not null and created_at < $1 and state not in ('held', 'waiting', 'sending')",
        past.at() - KEPT,
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}
