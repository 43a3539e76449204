//! The dates of a listed event: listed, kept listed as a rule runs on, and cancelled one by one.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    event::EventDetails,
    when::{Dates, Hours, LONDON, Sitting},
};
use sqlx::{PgConnection, PgExecutor, query, query_scalar, types::Json};

use crate::{cases::Case, rules};

/// Lists an event's dates in place of those that were, `moved` of them in the place of others. A
/// date that was cancelled stays so where its day is still there, and one that had moved has still.
///
/// # Errors
/// When the database refuses, or the rule cannot be worked out.
pub async fn replace(
    tx: &mut PgConnection,
    event: i64,
    dates: &Dates,
    moved: &[Sitting],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let before = query!(
        "delete from occurrence where event_id = $1 returning day, starts_at, cancelled_at, moved",
        event,
    )
    .fetch_all(&mut *tx)
    .await?;
    let begins: HashMap<DateTime<Utc>, Option<DateTime<Utc>>> = before
        .iter()
        .map(|row| (row.starts_at, row.cancelled_at))
        .collect();
    let on: HashSet<NaiveDate> = before
        .iter()
        .filter(|row| row.cancelled_at.is_none())
        .map(|row| row.day)
        .collect();
    let off: HashMap<NaiveDate, DateTime<Utc>> = before
        .iter()
        .filter_map(|row| Some((row.day, row.cancelled_at?)))
        .filter(|(day, _)| !on.contains(day))
        .collect();
    let sittings = sittings(dates, now)?;
    let cancelled: Vec<Option<DateTime<Utc>>> = sittings
        .iter()
        .map(|one| match begins.get(&one.starts_at()) {
            Some(since) => *since,
            None => off.get(&one.date).copied(),
        })
        .collect();
    insert(&mut *tx, event, &sittings, &cancelled).await?;
    let moved = moved.iter().map(Sitting::starts_at);
    let had_moved = before.iter().filter(|row| row.moved);
    let moved: Vec<DateTime<Utc>> = moved.chain(had_moved.map(|row| row.starts_at)).collect();
    query!(
        "update occurrence set moved = true where event_id = $1 and starts_at = any($2)",
        event,
        &moved,
    )
    .execute(tx)
    .await?;
    Ok(())
}

fn sittings(dates: &Dates, now: DateTime<Utc>) -> sqlx::Result<Vec<Sitting>> {
    rules::sittings(dates, now).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

/// Writes those dates that are not there, and says how many they were.
async fn insert(
    tx: &mut PgConnection,
    event: i64,
    sittings: &[Sitting],
    cancelled: &[Option<DateTime<Utc>>],
) -> sqlx::Result<u64> {
    let days: Vec<NaiveDate> = sittings.iter().map(|one| one.date).collect();
    let all_day: Vec<bool> = sittings
        .iter()
        .map(|one| one.hours == Hours::AllDay)
        .collect();
    let starts: Vec<DateTime<Utc>> = sittings.iter().map(Sitting::starts_at).collect();
    let ends: Vec<Option<DateTime<Utc>>> = sittings.iter().map(Sitting::ends_at).collect();
    let over: Vec<DateTime<Utc>> = sittings.iter().map(Sitting::over_at).collect();
    let written = query!(
        "insert into occurrence (event_id, day, all_day, starts_at, ends_at, over_at, cancelled_at)
         select $1, * from unnest($2::date[], $3::bool[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
                                  $7::timestamptz[])
         on conflict (event_id, starts_at) do nothing",
        event,
        &days,
        &all_day,
        &starts,
        &ends as &[Option<DateTime<Utc>>],
        &over,
        cancelled as &[Option<DateTime<Utc>>],
    )
    .execute(tx)
    .await?;
    Ok(written.rows_affected())
}

/// The listed events whose rules have no end.
pub async fn endless(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<i64>> {
    query_scalar!(
        r#"select event.id from event
           join submission on submission.id = event.submission_id
           join revision on revision.id = event.revision_id
           where submission.state = 'listed' and event.status <> 'cancelled'
             and jsonb_typeof(revision.details->'dates') = 'object'
             and revision.details->'dates'->'repeat'->>'text' !~ 'UNTIL|COUNT'
           order by event.id"#,
    )
    .fetch_all(db)
    .await
}

/// Lists the dates of an event that have come within reach of its rule, and says how many. The event is locked
/// meanwhile; one that somebody else holds is passed over, and a date is there once.
///
/// # Errors
/// Also where the rule cannot be worked out.
pub async fn reach(tx: &mut PgConnection, event: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let details = query_scalar!(
        r#"select revision.details as "details: Json<EventDetails>" from event
           join submission on submission.id = event.submission_id
           join revision on revision.id = event.revision_id
           where event.id = $1 and submission.state = 'listed' and event.status <> 'cancelled'
           for no key update of submission, event skip locked"#,
        event,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(Json(details)) = details else {
        return Ok(0);
    };
    let sittings = sittings(&details.dates, now)?;
    insert(tx, event, &sittings, &vec![None; sittings.len()]).await
}

/// A date to come of a listed event.
#[derive(Debug, Clone)]
pub struct DateToCome {
    /// Its number.
    pub id: i64,
    /// The date.
    pub sitting: Sitting,
    /// Whether it is cancelled.
    pub cancelled: bool,
}

/// The dates to come of a listed event that has several, in order; none where it has one.
pub async fn to_come(
    db: impl PgExecutor<'_>,
    submission: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<DateToCome>> {
    let rows = query!(
        r#"select occurrence.id, day, all_day, starts_at, ends_at, cancelled_at is not null as "cancelled!",
                  (select count(*) from occurrence other where other.event_id = event.id) as "all!"
           from occurrence join event on event.id = event_id
           where submission_id = $1 and over_at > $2
           order by starts_at"#,
        submission,
        now,
    )
    .fetch_all(db)
    .await?;
    let several = rows.first().is_some_and(|row| row.all > 1);
    let rows = rows.into_iter().filter(|_| several).map(|row| DateToCome {
        id: row.id,
        sitting: sitting(row.day, row.all_day, row.starts_at, row.ends_at),
        cancelled: row.cancelled,
    });
    Ok(rows.collect())
}

fn sitting(
    date: NaiveDate,
    all_day: bool,
    starts: DateTime<Utc>,
    ends: Option<DateTime<Utc>>,
) -> Sitting {
    let local = |at: DateTime<Utc>| at.with_timezone(&LONDON).time();
    let hours = match (all_day, ends) {
        (true, _) => Hours::AllDay,
        (false, None) => Hours::From {
            start: local(starts),
        },
        (false, Some(ends)) => Hours::FromTo {
            start: local(starts),
            finish: local(ends),
        },
    };
    Sitting { date, hours }
}

/// What is to be said of one date.
#[derive(Debug, Clone, Copy)]
pub struct DateChange {
    /// Which date, by its number.
    pub occurrence: i64,
    /// Whether it is cancelled, or takes place after all.
    pub cancelled: bool,
}

/// What came of a change of one date.
#[derive(Debug)]
pub enum Set {
    /// The event has no such date to come.
    Unknown,
    /// It is so already.
    AsBefore,
    /// It is so now.
    Changed {
        /// The date.
        sitting: Sitting,
        /// Whether another date to come takes place.
        others: bool,
    },
}

/// Cancels one date of a listed event, or takes that back.
pub async fn set(
    tx: &mut PgConnection,
    case: &Case,
    change: DateChange,
    now: DateTime<Utc>,
) -> sqlx::Result<Set> {
    let row = query!(
        r#"select occurrence.id, day, all_day, starts_at, ends_at, cancelled_at is not null as "cancelled!",
                  exists (select from occurrence other
                          where other.event_id = event.id and other.id <> occurrence.id
                            and other.over_at > $3 and other.cancelled_at is null) as "others!"
           from occurrence join event on event.id = event_id
           where submission_id = $1 and occurrence.id = $2 and over_at > $3"#,
        case.id,
        change.occurrence,
        now,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else {
        return Ok(Set::Unknown);
    };
    if row.cancelled == change.cancelled {
        return Ok(Set::AsBefore);
    }
    query!(
        "update occurrence set cancelled_at = $2 where id = $1",
        row.id,
        change.cancelled.then_some(now),
    )
    .execute(&mut *tx)
    .await?;
    query!(
        "update event set changed_at = $2, sequence = sequence + 1 where submission_id = $1",
        case.id,
        now,
    )
    .execute(tx)
    .await?;
    let sitting = sitting(row.day, row.all_day, row.starts_at, row.ends_at);
    Ok(Set::Changed {
        sitting,
        others: row.others,
    })
}
