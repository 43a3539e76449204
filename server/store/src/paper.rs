//! What is on between two days, for what is printed and for the weekly email.

use chrono::{DateTime, NaiveDate, Utc};
use domain::limits::NOTICEBOARD_DATES;
use sqlx::{PgExecutor, query_as};

use crate::events::Row;

/// What is on, as far as a sheet or a mail holds it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The dates, in order.
    pub rows: Vec<Row>,
    /// Whether there are more than [`NOTICEBOARD_DATES`].
    pub more: bool,
}

/// The dates of listed events between two days that are not over, in order, [`NOTICEBOARD_DATES`] at most.
pub async fn between(
    db: impl PgExecutor<'_>,
    (from, to): (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
) -> sqlx::Result<Found> {
    let mut rows = query_as!(
        Row,
        r#"select event.slug, event.title, event.summary,
                  case when event.status = 'online' then 'Online' else event.place end as "place!",
                  case when event.status = 'online' then '' else event.village end as "village!",
                  status_on_date(event.status, occurrence.cancelled_at, occurrence.moved) as "status!",
                  event.cost_kind, event.cost, event.step_free, event.hearing_loop,
                  occurrence.day, occurrence.all_day, occurrence.starts_at, occurrence.ends_at,
                  case when not exists (select from occurrence earlier
                                        where earlier.event_id = event.id and earlier.day = occurrence.day
                                          and earlier.starts_at < occurrence.starts_at)
                            and not occurrence.all_day
                            and not coalesce(revision.details->'dates'->'repeat'->'otherwise', '[]')
                                    @> jsonb_build_array(jsonb_build_object('date', occurrence.day))
                       then (revision.details->'dates'->>'doors')::time end as doors
           from occurrence
           join event on event.id = occurrence.event_id
           join revision on revision.id = event.revision_id
           where occurrence.day between $1 and $2 and occurrence.over_at > $3
           order by occurrence.day, occurrence.starts_at, occurrence.id
           limit $4"#,
        from,
        to,
        now,
        NOTICEBOARD_DATES + 1,
    )
    .fetch_all(db)
    .await?;
    let most = usize::try_from(NOTICEBOARD_DATES).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    Ok(Found { rows, more })
}
