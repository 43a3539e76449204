//! What the feeds tell of listed events, beside the dates that the listing finds.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    event::{EventDetails, EventStatus},
    places::Known,
    when::{self, Dates, Hours, Sitting},
};
use sqlx::{PgPool, types::Json};

use crate::venues::{OfEvent, whereabouts};

/// The listed events with these slugs, in no order. One that was taken down since is left out.
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

/// When what the feeds say last changed: by an act that was recorded, or because a date was over. Each of the three is
/// one step into an index, however long the history.
pub async fn changed(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!(
        r#"select greatest(
               (select at from audit_entry where at <= $1 order by seq desc limit 1),
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
pub struct SitemapEntry {
    /// Its part of the address.
    pub slug: String,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// Every event with a date to come, the next first.
pub async fn upcoming(
    db: &PgPool,
    now: DateTime<Utc>,
    most: usize,
) -> sqlx::Result<Vec<SitemapEntry>> {
    sqlx::query_as!(
        SitemapEntry,
        "select event.slug, event.changed_at
         from event
         join upcoming on upcoming.event_id = event.id
         where upcoming.over_at > $1
         group by event.id
         order by min(upcoming.starts_at), event.id
         limit $2",
        now,
        i64::try_from(most).unwrap_or(i64::MAX)
    )
    .fetch_all(db)
    .await
}

/// Of this month and the five after it, those on which something is on, by their first days.
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

/// An event as every feed tells of it.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its part of the address.
    pub slug: String,
    /// Its submission's short public name.
    pub reference: String,
    /// What the public may know of it.
    pub details: EventDetails,
    /// What is known of its venue.
    pub venue: Known,
    /// The description after the sanitiser.
    pub description_html: String,
    /// What has become of it.
    pub status: EventStatus,
    /// The name of its kind.
    pub type_name: String,
    /// How often it was changed since it was listed.
    pub sequence: u32,
    /// When it was listed.
    pub listed_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When the dates start that are cancelled though the event is not.
    pub cancelled: Vec<DateTime<Utc>>,
    /// When the dates start that stand in the place of others.
    pub moved: Vec<DateTime<Utc>>,
    /// The day whose name in calendars is the reference alone: that of an event listed with one date.
    pub only_day: Option<NaiveDate>,
}

impl Event {
    /// Its title; what has become of it comes first, as on its page: "Cancelled: Quiz night".
    #[must_use]
    pub fn headline(&self) -> String {
        headline(self.status, self.details.title.as_str())
    }

    /// Where it is, in full.
    #[must_use]
    pub fn place(&self) -> String {
        self.venue.in_full(&self.details.place)
    }

    /// What has become of one of its dates.
    #[must_use]
    pub fn status_of(&self, sitting: &Sitting) -> EventStatus {
        let start = sitting.starts_at();
        self.status
            .on_date(self.cancelled.contains(&start), self.moved.contains(&start))
    }

    /// One date's name, the same for ever: the reference and the day, and a number where the event
    /// is more than once that day. The date of an event that was listed with one has the reference
    /// alone, and keeps it when it moves.
    #[must_use]
    pub fn date_id(&self, sitting: &Sitting) -> String {
        let nth = 1 + self.earlier_that_day(sitting);
        let day = sitting.date.format("%Y%m%d");
        match nth {
            1 if self.only_day == Some(sitting.date) => self.reference.clone(),
            1 => format!("{}-{day}", self.reference),
            nth => format!("{}-{day}-{nth}", self.reference),
        }
    }

    /// When the doors open for one of its dates. There is one time for a day, which is the first's,
    /// and none for a date at another time than the rest.
    #[must_use]
    pub fn doors_at(&self, sitting: &Sitting) -> Option<DateTime<Utc>> {
        let doors = self.details.dates.doors()?;
        let first = sitting.hours != Hours::AllDay && self.earlier_that_day(sitting) == 0;
        let rule = self.details.dates.repeat();
        if rule.is_some_and(|rule| rule.is_otherwise(sitting.date)) {
            return None;
        }
        let at = when::resolve(sitting.date, doors).ok();
        at.filter(|at| first && *at <= sitting.starts_at())
    }

    /// How often the event is on earlier that day. The rule says so of dates that are further ahead
    /// than those that are kept with it.
    fn earlier_that_day(&self, sitting: &Sitting) -> usize {
        let dates = &self.details.dates;
        if let Some(repeat) = dates.repeat() {
            let start = sitting.starts_at();
            return repeat
                .on(sitting.date)
                .filter(|other| other.starts_at() < start)
                .count();
        }
        (dates.sittings().iter())
            .filter(|other| other.date == sitting.date && other.starts_at() < sitting.starts_at())
            .count()
    }
}

/// The title with what has become of it before it, as calendars show it.
#[must_use]
pub fn headline(status: EventStatus, title: &str) -> String {
    match status {
        EventStatus::GoingAhead => title.to_owned(),
        other => format!("{}: {title}", other.label()),
    }
}
