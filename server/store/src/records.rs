//! What was decided, and what is listed because of it.

use chrono::{DateTime, Utc};
use domain::{
    decision::State,
    event::{EventDetails, EventStatus},
};
use sqlx::{PgExecutor, query, query_scalar, types::Json};

use crate::cases;

/// A submission that no longer waits.
#[derive(Debug, Clone)]
pub struct Row {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// The group, or the sender's name.
    pub from: String,
    /// Where it is in its life.
    pub state: State,
    /// Who decided last; nobody where the sender withdrew.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// How many no longer wait, of all or of one state, whose title or reference has `words` in it.
pub async fn count(
    db: impl PgExecutor<'_>,
    state: Option<State>,
    words: &str,
) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!"
           from submission
           cross join lateral (
               select details->>'title' as title from revision
               where submission_id = submission.id order by number desc limit 1
           ) latest
           where state <> 'waiting' and ($1::text is null or state = $1)
             and position(lower($2) in lower(reference || ' ' || title)) > 0"#,
        state.map(State::as_str),
        words,
    )
    .fetch_one(db)
    .await
}

/// A page of those, newest first.
pub async fn newest(
    db: impl PgExecutor<'_>,
    state: Option<State>,
    words: &str,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Row>> {
    let rows = query!(
        r#"select reference, latest.title as "title!", coalesce(group_name, sender_name) as "from!", state,
                  case when state = 'withdrawn' then null else decided.by end as by,
                  coalesce(decided.at, waiting_since) as "at!"
           from submission
           cross join lateral (
               select details->>'title' as title from revision
               where submission_id = submission.id order by number desc limit 1
           ) latest
           left join lateral (
               select staff.name as by, decided_at as at
               from decision join staff on staff.id = staff_id
               where submission_id = submission.id order by decided_at desc, decision.id desc limit 1
           ) decided on true
           where state <> 'waiting' and ($1::text is null or state = $1)
             and position(lower($2) in lower(reference || ' ' || title)) > 0
           order by coalesce(decided.at, waiting_since) desc, submission.id desc
           limit $3 offset $4"#,
        state.map(State::as_str),
        words,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Row {
                reference: row.reference,
                title: row.title,
                from: row.from,
                state: cases::state(&row.state)?,
                by: row.by,
                at: row.at,
            })
        })
        .collect()
}

/// A listed event.
#[derive(Debug, Clone)]
pub struct ListedRow {
    /// `WO-7K4P`.
    pub reference: String,
    /// The last part of its public address.
    pub slug: String,
    /// The event as it is listed.
    pub details: EventDetails,
    /// The group, or the sender's name.
    pub from: String,
    /// Its public status.
    pub status: EventStatus,
    /// Whether its last date is over.
    pub over: bool,
}

/// How many events are listed whose title, group or reference has `words` in it.
pub async fn count_listed(db: impl PgExecutor<'_>, words: &str) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!"
           from event join submission on submission.id = submission_id
           where state = 'listed'
             and position(lower($1) in lower(concat_ws(' ', reference, title, submission.group_name))) > 0"#,
        words,
    )
    .fetch_one(db)
    .await
}

/// A page of the listed events: those to come by their next date, then those that are over.
pub async fn listed(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    words: &str,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<ListedRow>> {
    let rows = query!(
        r#"select reference, slug, details as "details: Json<EventDetails>", status,
                  coalesce(submission.group_name, sender_name) as "from!", dates.next is null as "over!"
           from event
           join submission on submission.id = event.submission_id
           join revision on revision.id = revision_id
           cross join lateral (
               select min(starts_at) filter (where over_at > $1) as next, max(over_at) as last
               from occurrence where event_id = event.id
           ) dates
           where state = 'listed'
             and position(lower($2) in lower(concat_ws(' ', reference, title, submission.group_name))) > 0
           order by dates.next nulls last, dates.last desc, event.id
           limit $3 offset $4"#,
        now,
        words,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ListedRow {
            reference: row.reference,
            slug: row.slug,
            details: row.details.0,
            from: row.from,
            status: EventStatus::parse(&row.status).unwrap_or(EventStatus::GoingAhead),
            over: row.over,
        })
        .collect())
}
