//! What the feeds tell of listed events, beside the dates that the listing finds.

use chrono::{DateTime, Utc};
use domain::{
    event::{EventDetails, EventStatus},
    when::Dates,
};
use sqlx::{PgPool, types::Json};

use crate::feeds::Event;

/// The listed events with these slugs, in no order. One that was taken down since is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn events(db: &PgPool, slugs: &[String]) -> sqlx::Result<Vec<Event>> {
    let rows = sqlx::query!(
        r#"select event.slug, submission.reference, revision.details as "details: Json<EventDetails>",
                  event.description_html, event.status, event_type.name as type_name, event.sequence,
                  event.listed_at, event.changed_at,
                  array(select starts_at from occurrence
                        where event_id = event.id and cancelled_at is not null) as "cancelled!"
           from event
           join submission on submission.id = event.submission_id
           join revision on revision.id = event.revision_id
           join event_type on event_type.slug = event.event_type
           where event.slug = any($1) and submission.state = 'listed'"#,
        slugs
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Event {
            slug: row.slug,
            reference: row.reference,
            details: row.details.0,
            description_html: row.description_html,
            status: EventStatus::parse(&row.status).unwrap_or(EventStatus::GoingAhead),
            type_name: row.type_name,
            sequence: row.sequence.unsigned_abs(),
            listed_at: row.listed_at,
            changed_at: row.changed_at,
            cancelled: row.cancelled,
        })
        .collect())
}

/// The dates that an event had before it was moved: those of the last version that was listed with
/// others than it has now.
///
/// # Errors
/// When the database does not answer.
pub async fn dates_before(db: &PgPool, slug: &str) -> sqlx::Result<Option<Dates>> {
    let row = sqlx::query!(
        r#"select earlier.details->'dates' as "dates!: Json<Dates>"
           from event
           join revision on revision.id = event.revision_id
           join decision on decision.submission_id = event.submission_id and decision.kind = 'list'
           join revision earlier on earlier.id = decision.revision_id
           where event.slug = $1 and earlier.details->'dates' <> revision.details->'dates'
           order by decision.decided_at desc
           limit 1"#,
        slug
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| row.dates.0))
}

/// When what the feeds say last changed: by an act that was recorded, or because a date was over.
///
/// # Errors
/// When the database does not answer.
pub async fn changed(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!(
        r#"select greatest(
               (select max(at) from audit_entry where at <= $1),
               (select max(over_at) from occurrence where over_at <= $1),
               (select max(changed_at) from event where changed_at <= $1)
           ) as "changed""#,
        now
    )
    .fetch_one(db)
    .await
}

/// An event for the list that search engines read.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its part of the address.
    pub slug: String,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// Every event with a date to come, the next first.
///
/// # Errors
/// When the database does not answer.
pub async fn upcoming(db: &PgPool, now: DateTime<Utc>, most: usize) -> sqlx::Result<Vec<Place>> {
    sqlx::query_as!(
        Place,
        "select event.slug, event.changed_at
         from event
         join occurrence on occurrence.event_id = event.id
         where occurrence.over_at > $1
         group by event.id
         order by min(occurrence.starts_at), event.id
         limit $2",
        now,
        i64::try_from(most).unwrap_or(i64::MAX)
    )
    .fetch_all(db)
    .await
}
