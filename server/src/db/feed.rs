//! What the feeds tell of listed events, beside the dates that the listing finds.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    event::{EventDetails, EventStatus},
    when::Dates,
};
use sqlx::{PgPool, types::Json};

use crate::{
    db::venues::{OfEvent, whereabouts},
    feeds::Event,
};

/// The listed events with these slugs, in no order. One that was taken down since is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn events(db: &PgPool, slugs: &[String]) -> sqlx::Result<Vec<Event>> {
    let rows = sqlx::query!(
        r#"select event.slug, submission.reference, revision.details as "details: Json<EventDetails>",
                  event.description_html, event.status, event_type.name as type_name, event.sequence,
                  event.listed_at, event.changed_at, event.only_day,
                  array(select starts_at from occurrence
                        where event_id = event.id and cancelled_at is not null) as "cancelled!",
                  array(select starts_at from occurrence where event_id = event.id and moved) as "moved!",
                  to_json(venue) as "venue: Json<OfEvent>"
           from event
           join submission on submission.id = event.submission_id
           join revision on revision.id = event.revision_id
           join event_type on event_type.slug = event.event_type
           left join venue on venue.id = event.venue_id
           where event.slug = any($1) and submission.state = 'listed'"#,
        slugs
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let status = EventStatus::parse(&row.status).unwrap_or(EventStatus::GoingAhead);
            let mut details = row.details.0;
            let (place, venue) = whereabouts(details.place, row.venue, status);
            details.place = place;
            Event {
                slug: row.slug,
                reference: row.reference,
                details,
                venue,
                description_html: row.description_html,
                status,
                type_name: row.type_name,
                sequence: row.sequence.unsigned_abs(),
                listed_at: row.listed_at,
                changed_at: row.changed_at,
                cancelled: row.cancelled,
                moved: row.moved,
                only_day: row.only_day,
            }
        })
        .collect())
}

/// The dates that were still to come when an event was last moved, as they were before; none where no
/// version that was listed moved it.
///
/// # Errors
/// When the database does not answer.
pub async fn dates_before(db: &PgPool, slug: &str) -> sqlx::Result<Option<Dates>> {
    let versions = sqlx::query!(
        r#"select revision.details->'dates' as "dates!: Json<Dates>", decision.decided_at
           from event
           join decision on decision.submission_id = event.submission_id and decision.kind = 'list'
           join revision on revision.id = decision.revision_id
           where event.slug = $1
           order by decision.decided_at, decision.id"#,
        slug
    )
    .fetch_all(db)
    .await?;
    let pairs = || versions.windows(2).rev();
    let moved = pairs().find(|pair| {
        let (before, after) = (&pair[0].dates, &pair[1].dates);
        !after.moved_from(before, pair[1].decided_at).is_empty()
    });
    // What was called off and whose dates had passed by then.
    let moved = moved.or_else(|| {
        pairs().find(|pair| {
            let (before, after) = (&pair[0].dates, &pair[1].dates);
            !(EventStatus::Postponed.moved_dates(before, after, pair[1].decided_at)).is_empty()
        })
    });
    Ok(moved.map(|pair| pair[0].dates.to_come(pair[1].decided_at)))
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

/// Of this month and the five after it, those on which something is on, by their first days.
///
/// # Errors
/// When the database does not answer.
pub async fn busy_months(
    db: &PgPool,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<NaiveDate>> {
    sqlx::query_scalar!(
        r#"select month::date as "month!"
           from generate_series(date_trunc('month', $1::date::timestamp),
                                date_trunc('month', $1::date::timestamp) + interval '5 months', interval '1 month') month
           where exists (select from upcoming
                         where day >= month::date and day < (month + interval '1 month')::date and over_at > $2)
           order by month"#,
        today,
        now,
    )
    .fetch_all(db)
    .await
}
