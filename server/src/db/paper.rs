//! What is on between two days, for what is printed and for the weekly email.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgExecutor, query_as};

use crate::db::events::Row;

/// The most dates that a sheet or a mail holds.
pub const MOST_DATES: i64 = 300;

/// The dates of listed events between two days that are not over, in order, [`MOST_DATES`] at most.
///
/// # Errors
/// When the database does not answer.
pub async fn between(
    db: impl PgExecutor<'_>,
    (from, to): (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Row>> {
    query_as!(
        Row,
        "select event.slug, event.title, event.summary, event.place, event.village,
                case when occurrence.cancelled_at is null then event.status else 'cancelled' end as \"status!\",
                event.cost_kind, event.cost, event.step_free, event.hearing_loop,
                occurrence.day, occurrence.all_day, occurrence.starts_at, occurrence.ends_at
         from occurrence
         join event on event.id = occurrence.event_id
         where occurrence.day between $1 and $2 and occurrence.over_at > $3
         order by occurrence.day, occurrence.starts_at, occurrence.id
         limit $4",
        from,
        to,
        now,
        MOST_DATES,
    )
    .fetch_all(db)
    .await
}
