//! A submission as the desk reads it, with all that belongs to it.

use chrono::{DateTime, Utc};
use domain::{decision::State, event::EventDetails};
use sqlx::{PgConnection, PgExecutor, query, query_scalar, types::Json};

/// A submission with its newest revision.
#[derive(Debug, Clone)]
pub struct Case {
    /// The submission's number.
    pub id: i64,
    /// `WO-7K4P`.
    pub reference: String,
    /// Where it is in its life.
    pub state: State,
    /// Rises with every change.
    pub version: i64,
    /// How it came: `form`, `telephone`, `letter`, `email` or `in_person`.
    pub channel: String,
    /// The sender's name.
    pub sender_name: String,
    /// The sender's email address.
    pub sender_email: String,
    /// The sender's telephone number, if given.
    pub sender_telephone: Option<String>,
    /// The group, if any.
    pub group_name: Option<String>,
    /// When it first came.
    pub received_at: DateTime<Utc>,
    /// Since when it waits for a decision.
    pub waiting_since: DateTime<Utc>,
    /// The newest revision.
    pub revision_id: i64,
    /// The newest revision's place, from 1.
    pub revision: i32,
    /// When the newest revision came.
    pub revised_at: DateTime<Utc>,
    /// The event in the newest revision.
    pub details: EventDetails,
    /// The name of its kind.
    pub type_name: String,
    /// The last part of the event's public address, once it was listed.
    pub slug: Option<String>,
}

/// Finds a submission.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: impl PgExecutor<'_>, reference: &str) -> sqlx::Result<Option<Case>> {
    let row = query!(
        r#"select submission.id, reference, state, version, channel, sender_name, sender_email, sender_telephone,
                  submission.group_name, received_at, waiting_since, latest.id as revision_id, latest.number,
                  latest.created_at as revised_at, latest.details as "details: Json<EventDetails>",
                  event_type.name as "type_name?", event.slug as "slug?"
           from submission
           cross join lateral (
               select id, number, created_at, details from revision
               where submission_id = submission.id order by number desc limit 1
           ) latest
           left join event_type on event_type.slug = latest.details->>'event_type'
           left join event on event.submission_id = submission.id
           where reference = $1"#,
        reference,
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Case {
            id: row.id,
            reference: row.reference,
            state: state(&row.state)?,
            version: i64::from(row.version),
            channel: row.channel,
            sender_name: row.sender_name,
            sender_email: row.sender_email,
            sender_telephone: row.sender_telephone,
            group_name: row.group_name,
            received_at: row.received_at,
            waiting_since: row.waiting_since,
            revision_id: row.revision_id,
            revision: row.number,
            revised_at: row.revised_at,
            details: row.details.0,
            type_name: row.type_name.unwrap_or_default(),
            slug: row.slug,
        })
    })
    .transpose()
}

/// As [`find`], once nobody else is changing the submission, and nobody else can until the
/// transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(transaction: &mut PgConnection, reference: &str) -> sqlx::Result<Option<Case>> {
    query!(
        "select from submission where reference = $1 for update",
        reference
    )
    .fetch_optional(&mut *transaction)
    .await?;
    find(transaction, reference).await
}

/// Moves a submission on and raises its version.
///
/// # Errors
/// When the database refuses: the constraint `submission_move_allowed` where there is no such move.
pub async fn advance(
    transaction: &mut PgConnection,
    submission: i64,
    to: State,
) -> sqlx::Result<()> {
    query!(
        "update submission set state = $2, version = version + 1 where id = $1",
        submission,
        to.as_str()
    )
    .execute(transaction)
    .await?;
    Ok(())
}

/// The words of each permission to publish that was given and not taken back (4.5).
///
/// # Errors
/// When the database cannot be read.
pub async fn consents(db: impl PgExecutor<'_>, submission: i64) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        "select wording from consent where submission_id = $1 and withdrawn_at is null order by given_at, detail",
        submission,
    )
    .fetch_all(db)
    .await
}

/// The sender's agreement to a revision (5.2).
#[derive(Debug, Clone)]
pub struct Declaration {
    /// Its words.
    pub wording: String,
    /// Their version.
    pub wording_version: String,
    /// When it was given.
    pub agreed_at: DateTime<Utc>,
}

/// What the sender agreed to, unless staff keyed the event in.
///
/// # Errors
/// When the database cannot be read.
pub async fn declaration(
    db: impl PgExecutor<'_>,
    revision: i64,
) -> sqlx::Result<Option<Declaration>> {
    sqlx::query_as!(
        Declaration,
        "select wording, wording_version, agreed_at from declaration where revision_id = $1",
        revision,
    )
    .fetch_optional(db)
    .await
}

/// What was decided on other submissions from one sender or group, so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Track {
    /// Listed.
    pub listed: i64,
    /// Refused.
    pub refused: i64,
}

/// What became of the other submissions from this sender's address or this group.
///
/// # Errors
/// When the database cannot be read.
pub async fn track(db: impl PgExecutor<'_>, case: &Case) -> sqlx::Result<Track> {
    sqlx::query_as!(
        Track,
        r#"select count(*) filter (where kind = 'list') as "listed!",
                  count(*) filter (where kind = 'refuse') as "refused!"
           from submission join decision on decision.submission_id = submission.id
           where submission.id <> $1
             and (lower(sender_email) = lower($2) or lower(group_name) = lower($3))"#,
        case.id,
        case.sender_email,
        case.group_name,
    )
    .fetch_one(db)
    .await
}

/// A state as the database names it.
///
/// # Errors
/// When the database knows a state that the domain does not.
pub fn state(name: &str) -> sqlx::Result<State> {
    State::parse(name)
        .ok_or_else(|| sqlx::Error::Decode(format!("{name:?} is no state of a submission").into()))
}
