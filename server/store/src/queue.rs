//! What waits for a decision.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{event::EventDetails, limits::READING, signs::Sign};
use sqlx::{PgExecutor, query_as, query_scalar, types::Json};

use crate::{
    STRETCH,
    cases::{TRACKED, Track},
    spam::signs,
};

/// How many submissions wait in the queue.
pub async fn count(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from submission
           where (state = 'waiting' or proposed_revision_id is not null) and submission_lane(submission) = 'queue'"#
    )
    .fetch_one(db)
    .await
}

/// Where a submission waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// In the queue.
    Queue,
    /// Beside it, because its sender is blocked (6.13).
    Blocked,
    /// Beside it, because it looks like spam.
    Spam,
    /// Beside it until its sender confirms the address, since it came in a flood.
    Unconfirmed,
}

impl Lane {
    /// As the database names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Blocked => "blocked",
            Self::Spam => "spam",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// How many submissions wait beside the queue in a lane.
pub async fn count_beside(db: impl PgExecutor<'_>, lane: Lane) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from submission where state = 'waiting' and submission_lane(submission) = $1"#,
        lane.as_str(),
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
    /// For how many changes were asked and have not come: [`STRETCH`] and one at most.
    pub changes_asked: i64,
    /// How many decisions were made in the last seven days.
    pub decided: i64,
    /// How many are closed as spam: [`STRETCH`] and one at most.
    pub spam: i64,
}

/// Reads the figures.
pub async fn figures(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> sqlx::Result<Figures> {
    query_as!(
        Figures,
        r#"select count(*) as "waiting!",
                  (array_agg(reference order by waiting_since, id))[1] as oldest,
                  min(waiting_since) as oldest_since,
                  (select count(*) from (select from submission where state = 'changes_asked' limit $2) asked) as "changes_asked!",
                  (select count(*) from decision where decided_at > $1) as "decided!",
                  (select count(*) from (select from submission where state = 'spam' limit $2) spam) as "spam!"
           from submission
           where (state = 'waiting' or proposed_revision_id is not null) and submission_lane(submission) = 'queue'"#,
        now - TimeDelta::days(7),
        STRETCH + 1,
    )
    .fetch_one(db)
    .await
}

/// A submission that waits, or whose edit does.
#[derive(Debug, Clone)]
pub struct Row {
    /// `WO-7K4P`.
    pub reference: String,
    /// The sender's name.
    pub sender_name: String,
    /// The sender's email address, if any.
    pub sender_email: Option<String>,
    /// Whether that is confirmed.
    pub email_confirmed: bool,
    /// The group, if any.
    pub group_name: Option<String>,
    /// Since when it waits.
    pub waiting_since: DateTime<Utc>,
    /// The number of the revision that waits.
    pub revision_id: i64,
    /// The revision's place: above 1 it was sent again.
    pub revision: i32,
    /// The event in the revision that waits.
    pub details: EventDetails,
    /// The event as it is listed, where an edit of it waits.
    pub approved: Option<EventDetails>,
    /// What became of other submissions from there.
    pub track: Track,
    /// A colleague who has it in hand or open.
    pub with: Option<String>,
    /// What was odd about how it was filled in.
    pub signs: Vec<Sign>,
}

/// A page of the queue, or of what waits beside it, oldest first, as one member of staff sees it.
pub async fn waiting(
    db: impl PgExecutor<'_>,
    lane: Lane,
    staff: i64,
    now: DateTime<Utc>,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"select submission.reference, submission.sender_name, submission.sender_email, submission.group_name,
                  submission.email_confirmed_at is not null as "email_confirmed!", submission.waiting_since,
                  submission.signs,
                  waiting.revision_id as "revision_id!", waiting.number as "number!",
                  waiting.details as "details!: Json<EventDetails>",
                  approved.details as "approved?: Json<EventDetails>",
                  track.listed as "listed!", track.refused as "refused!", track.others as "others!", company.name as "with?"
           from submission
           join submission_now waiting on waiting.submission_id = submission.id
           left join event on event.submission_id = submission.id and submission.proposed_revision_id is not null
           left join revision approved on approved.id = event.revision_id
           cross join lateral (
               select count(*) filter (where kind = 'list') as listed,
                      count(*) filter (where kind = 'refuse') as refused,
                      count(distinct earlier.id) as others
               from (
                   (select id, received_at from submission other
                    where lower(other.sender_email) = lower(submission.sender_email) and other.id <> submission.id
                    order by received_at desc, id desc limit $6)
                   union
                   (select id, received_at from submission other
                    where lower(other.group_name) = lower(submission.group_name) and other.id <> submission.id
                    order by received_at desc, id desc limit $6)
                   order by received_at desc, id desc limit $6
               ) earlier
               left join decision on decision.submission_id = earlier.id and not of_edit
           ) track
           left join lateral (
               select name from staff
               where id <> $3 and (
                   id = (select staff_id from claim where claim.submission_id = submission.id and released_at is null)
                   or exists (select from case_view where case_view.submission_id = submission.id
                              and staff_id = staff.id and seen_at > $4))
               limit 1
           ) company on true
           where (submission.state = 'waiting' or submission.proposed_revision_id is not null)
             and submission_lane(submission) = $5
           order by submission.waiting_since, submission.id
           limit $1 offset $2"#,
        limit,
        offset,
        staff,
        now - READING,
        lane.as_str(),
        TRACKED,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Row {
            reference: row.reference,
            sender_name: row.sender_name,
            sender_email: row.sender_email,
            email_confirmed: row.email_confirmed,
            group_name: row.group_name,
            waiting_since: row.waiting_since,
            revision_id: row.revision_id,
            revision: row.number,
            details: row.details.0,
            approved: row.approved.map(|approved| approved.0),
            track: Track {
                listed: row.listed,
                refused: row.refused,
                others: row.others,
            },
            with: row.with,
            signs: signs(&row.signs),
        })
        .collect())
}

/// The reference of the one that has waited longest, of those that no colleague has in hand or
/// open; after another one in the queue, where that is given.
pub async fn next(
    db: impl PgExecutor<'_>,
    staff: i64,
    after: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<String>> {
    query_scalar!(
        r#"select reference
           from submission
           where (state = 'waiting' or proposed_revision_id is not null) and submission_lane(submission) = 'queue'
             and not exists (select from claim where submission_id = submission.id and released_at is null
                             and staff_id <> $1)
             and not exists (select from case_view where submission_id = submission.id and staff_id <> $1
                             and seen_at > $3)
             and ($2::text is null or (waiting_since, id) > (
                 select waiting_since, id from submission earlier where earlier.reference = $2))
           order by waiting_since, id
           limit 1"#,
        staff,
        after,
        now - READING,
    )
    .fetch_optional(db)
    .await
}
