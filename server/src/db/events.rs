//! Listed events: the listing and an event's page. What is in `occurrence` may be shown.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    event::EventDetails,
    listing::{ListingQuery, PAGE_SIZE},
};
use sqlx::{PgPool, types::Json};

/// One row of the listing: a date of an event.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Row {
    /// The event's address.
    pub slug: String,
    /// The event's title.
    pub title: String,
    /// The first words of its description.
    pub summary: String,
    /// Where, without the village.
    pub place: String,
    /// The village, or nothing.
    pub village: String,
    /// `domain::event::EventStatus` as text.
    pub status: String,
    /// `domain::event::Cost` as text: its kind and its words.
    pub cost_kind: String,
    /// What it costs, in words.
    pub cost: String,
    /// Access facts; none where the organiser has not told.
    pub step_free: Option<bool>,
    /// A hearing loop.
    pub hearing_loop: Option<bool>,
    /// The day on the parish's clock.
    pub day: NaiveDate,
    /// Whether it has no hours.
    pub all_day: bool,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends, where that is known.
    pub ends_at: Option<DateTime<Utc>>,
}

/// One page of the listing.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The dates of this page.
    pub rows: Vec<Row>,
    /// How many dates match in all.
    pub total: i64,
    /// The days of the calendar's month on which something is listed, whatever the filters.
    pub busy_days: Vec<NaiveDate>,
}

/// Reads a page of the listing, its count and the calendar's days, in one statement.
///
/// `village` is the place that the query asks for, by its name; `month` is the first and last day of the calendar's month.
///
/// # Errors
/// When the database does not answer.
pub async fn listing(
    db: &PgPool,
    query: &ListingQuery,
    village: Option<&str>,
    today: NaiveDate,
    now: DateTime<Utc>,
    month: (NaiveDate, NaiveDate),
) -> sqlx::Result<Listing> {
    paged(db, query, village, today, now, month, PAGE_SIZE).await
}

/// As [`listing`], for the feeds, whose pages are longer. They have no calendar beside them.
///
/// # Errors
/// When the database does not answer.
pub async fn dates(
    db: &PgPool,
    query: &ListingQuery,
    village: Option<&str>,
    today: NaiveDate,
    now: DateTime<Utc>,
    page_size: usize,
) -> sqlx::Result<Listing> {
    paged(db, query, village, today, now, (today, today), page_size).await
}

async fn paged(
    db: &PgPool,
    query: &ListingQuery,
    village: Option<&str>,
    today: NaiveDate,
    now: DateTime<Utc>,
    month: (NaiveDate, NaiveDate),
    page_size: usize,
) -> sqlx::Result<Listing> {
    let (from, to) = query.window(today);
    // What began yesterday evening may still be on after midnight.
    let from = if from == today {
        from - chrono::Days::new(1)
    } else {
        from
    };
    let page_size = i64::try_from(page_size).unwrap_or(i64::MAX);
    let offset = i64::from(query.page.saturating_sub(1)).saturating_mul(page_size);
    let records = sqlx::query_file!(
        "src/db/listing.sql",
        from,
        to,
        now,
        query.q.as_deref(),
        query.event_type.as_deref(),
        village,
        query.free,
        query.step_free,
        page_size,
        offset,
        month.0,
        month.1
    )
    .fetch_one(db)
    .await?;
    Ok(Listing {
        rows: records.rows.0,
        total: records.total,
        busy_days: records.busy_days,
    })
}

/// An event as its page needs it.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// The submission it came from.
    pub submission_id: i64,
    /// Its short public name.
    pub reference: String,
    /// The revision that is shown.
    pub details: EventDetails,
    /// The description after the sanitiser.
    pub description_html: String,
    /// `domain::event::EventStatus` as text.
    pub status: String,
    /// The name of its kind.
    pub type_name: String,
    /// How often it was changed since it was listed (RFC 5545 SEQUENCE).
    pub sequence: i32,
    /// When it was listed.
    pub listed_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When staff took it down, or its sender withdrew it.
    pub taken_down_at: Option<DateTime<Utc>>,
    /// Whether its page then carries the policy's sentence (6.13).
    pub removal_notice: bool,
}

/// Finds an event by the last part of its address, taken down or not.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(db: &PgPool, slug: &str) -> sqlx::Result<Option<EventRow>> {
    let row = sqlx::query!(
        r#"select event.submission_id, submission.reference, revision.details as "details: Json<EventDetails>",
                  event.description_html, event.status, event_type.name as type_name, event.sequence,
                  event.listed_at, event.changed_at, event.taken_down_at, event.removal_notice
           from event
           join submission on submission.id = event.submission_id
           join revision on revision.id = event.revision_id
           join event_type on event_type.slug = event.event_type
           where event.slug = $1 and submission.state in ('listed', 'taken_down', 'withdrawn')"#,
        slug
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| EventRow {
        submission_id: row.submission_id,
        reference: row.reference,
        details: row.details.0,
        description_html: row.description_html,
        status: row.status,
        type_name: row.type_name,
        sequence: row.sequence,
        listed_at: row.listed_at,
        changed_at: row.changed_at,
        taken_down_at: row.taken_down_at,
        removal_notice: row.removal_notice,
    }))
}
