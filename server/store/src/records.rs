//! What was decided, and what is listed because of it.

use chrono::{DateTime, Utc};
use domain::{
    decision::State,
    event::{EventDetails, EventStatus},
};
use sqlx::{PgExecutor, query, query_scalar, types::Json};

use crate::{Mark, Part, STRETCH, cases, containing};

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
    /// When, and its number.
    pub mark: Mark,
}

/// How many no longer wait, of all or of one state, whose reference, title or group has `words` in it: [`STRETCH`] and one
/// at most, after a mark where there is one.
pub async fn count(
    db: impl PgExecutor<'_>,
    state: Option<State>,
    words: &str,
    before: Option<Mark>,
) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from (
               select from submission
               where state <> 'waiting' and ($1::text is null or state = $1) and findable like lower($2)
                 and ($3::timestamptz is null or (coalesce(decided_at, waiting_since), id) < ($3, $4))
               order by coalesce(decided_at, waiting_since) desc, id desc
               limit $5
           ) counted"#,
        state.map(State::as_str),
        containing(words),
        before.map(|mark| mark.at),
        before.map(|mark| mark.id),
        STRETCH + 1,
    )
    .fetch_one(db)
    .await
}

/// A page of those, newest first.
pub async fn newest(
    db: impl PgExecutor<'_>,
    state: Option<State>,
    words: &str,
    part: Part,
) -> sqlx::Result<Vec<Row>> {
    let rows = query!(
        r#"select record.id, reference, latest.title as "title!", coalesce(group_name, sender_name) as "from!", state,
                  case when state = 'withdrawn' then null else decided.by end as by, record.at as "at!"
           from (
               select *, coalesce(decided_at, waiting_since) as at
               from submission
               where state <> 'waiting' and ($1::text is null or state = $1) and findable like lower($2)
                 and ($5::timestamptz is null or (coalesce(decided_at, waiting_since), id) < ($5, $6))
               order by coalesce(decided_at, waiting_since) desc, id desc
               limit $3 offset $4
           ) record
           cross join lateral (
               select details->>'title' as title from revision
               where submission_id = record.id order by number desc limit 1
           ) latest
           left join lateral (
               select staff.name as by
               from decision join staff on staff.id = staff_id
               where submission_id = record.id order by decision.decided_at desc, decision.id desc limit 1
           ) decided on true
           order by record.at desc, record.id desc"#,
        state.map(State::as_str),
        containing(words),
        part.limit,
        part.offset,
        part.at(),
        part.id(),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Row {
                mark: Mark {
                    at: row.at,
                    id: row.id,
                },
                reference: row.reference,
                title: row.title,
                from: row.from,
                state: cases::state(&row.state)?,
                by: row.by,
            })
        })
        .collect()
}

/// A listed event.
#[derive(Debug, Clone)]
pub struct ListedRow {
    /// Its place in the list: its next date, or when its last was over, and the submission's number.
    pub mark: Option<Mark>,
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

/// How many events are listed whose title, group or reference has `words` in it: [`STRETCH`] and one at most, after
/// a mark where there is one.
pub async fn count_listed(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    words: &str,
    before: Option<Mark>,
) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from (
               (select from submission
                cross join lateral (
                    select (select min(starts_at) from occurrence where event_id = event.id and over_at > $1) as next
                    from event where event.submission_id = submission.id limit 1
                ) dates
                where state = 'listed' and coalesce(last_over_at, 'infinity') > $1 and findable like lower($2)
                  and ($3::timestamptz is null or (dates.next, submission.id) > ($3, $4) and $3 > $1)
                order by coalesce(last_over_at, 'infinity') desc, id desc
                limit $5)
               union all
               (select from submission
                where state = 'listed' and coalesce(last_over_at, 'infinity') <= $1 and findable like lower($2)
                  and ($3::timestamptz is null or (coalesce(last_over_at, 'infinity'), id) < ($3, $4))
                order by coalesce(last_over_at, 'infinity') desc, id desc
                limit $5)
               limit $5
           ) counted"#,
        now,
        containing(words),
        before.map(|mark| mark.at),
        before.map(|mark| mark.id),
        STRETCH + 1,
    )
    .fetch_one(db)
    .await
}

/// A page of the listed events: those to come by their next date, then those that are over, the last first.
pub async fn listed(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    words: &str,
    part: Part,
) -> sqlx::Result<Vec<ListedRow>> {
    let rows = query!(
        r#"select chosen.id as "id!", reference as "reference!", slug, details as "details: Json<EventDetails>", status,
                  coalesce(chosen.group_name, sender_name) as "from!", next is null as "over!",
                  coalesce(next, last_over_at) as place
           from (
               (select submission.*, dates.next
                from submission
                cross join lateral (
                    select (select min(starts_at) from occurrence where event_id = event.id and over_at > $1) as next
                    from event where event.submission_id = submission.id limit 1
                ) dates
                where state = 'listed' and coalesce(last_over_at, 'infinity') > $1 and findable like lower($2)
                  and ($5::timestamptz is null or (dates.next, submission.id) > ($5, $6) and $5 > $1))
               union all
               (select *, null::timestamptz from submission
                where state = 'listed' and coalesce(last_over_at, 'infinity') <= $1 and findable like lower($2)
                  and ($5::timestamptz is null or (coalesce(last_over_at, 'infinity'), id) < ($5, $6))
                order by coalesce(last_over_at, 'infinity') desc, id desc
                limit $3::bigint + $4::bigint)
               order by next nulls last, last_over_at desc, id desc
               limit $3 offset $4
           ) chosen
           join event on event.submission_id = chosen.id
           join revision on revision.id = event.revision_id
           order by next nulls last, last_over_at desc, chosen.id desc"#,
        now,
        containing(words),
        part.limit,
        part.offset,
        part.at(),
        part.id(),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ListedRow {
            mark: row.place.map(|at| Mark { at, id: row.id }),
            reference: row.reference,
            slug: row.slug,
            details: row.details.0,
            from: row.from,
            status: EventStatus::parse(&row.status).unwrap_or(EventStatus::GoingAhead),
            over: row.over,
        })
        .collect())
}
