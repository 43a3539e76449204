//! Listed events: the listing and an event's page. What is in `occurrence` may be shown.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use domain::{
    clock::Past,
    counts::Counts,
    event::{AccessFact, EventDetails, EventStatus, plain_words},
    listing::{ListingQuery, MOST_COUNTED, PAGE_SIZE, fact_value, spelling, words_apart},
    places::Known,
    retention,
};
use sqlx::{PgExecutor, PgPool, types::Json};

use crate::venues::{OfEvent, whereabouts};

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
    /// When the doors open; read for what is printed and mailed alone.
    #[serde(default)]
    pub doors: Option<NaiveTime>,
}

/// One page of the listing.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The dates of this page.
    pub rows: Vec<Row>,
    /// How many dates match, [`ListingQuery::most_counted`] at most.
    pub total: usize,
    /// Whether there are more than those.
    pub more: bool,
    /// The days of the calendar's month, from today on, on which something is listed, whatever the filters.
    pub busy_days: Vec<NaiveDate>,
}

/// What a page of the listing is read by, beside the query.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// The day it is in the parish.
    pub today: NaiveDate,
    /// The time it is.
    pub now: DateTime<Utc>,
    /// The first and the last day of the calendar's month.
    pub month: (NaiveDate, NaiveDate),
}

/// Reads a page of the listing, its count and the calendar's days, in one statement; where very much is to
/// come and little of it found, in up to three.
///
/// `place` is the [key](keys) of the place that the query asks for; `counts` are those of the query.
pub async fn listing(
    db: &PgPool,
    query: &ListingQuery,
    place: Option<&str>,
    paging: Paging,
    counts: &Counts,
) -> sqlx::Result<Listing> {
    let (from, to) = query.window(paging.today);
    let sizes = (PAGE_SIZE, query.most_counted());
    let met = counts.met().and_then(|met| usize::try_from(met).ok());
    if query.asks_days_only() || met.is_some_and(|met| met > sizes.1) {
        return page_of(db, query, place, paging, sizes, Look::Walk).await;
    }
    for days in windows(from, to, counts.crowded(paging.today)) {
        let found = page_of(db, query, place, paging, sizes, Look::Into(&days)).await?;
        if found.more {
            return Ok(found);
        }
    }
    page_of(db, query, place, paging, sizes, Look::Everywhere).await
}

/// How what is asked for is looked for.
#[derive(Debug, Clone, Copy)]
enum Look<'a> {
    /// By the calendar's index: enough is soon met.
    Walk,
    /// By the index of words, keys and days, in a window of days.
    Into(&'a [NaiveDate]),
    /// As the planner thinks best, and put in order.
    Everywhere,
}

/// The longest window, in days.
const LONGEST_WINDOW: u64 = 128;

/// The days to look into first, where very much is to come: what is often found is found there, and the index of
/// the words and keys need not give all that is ever to come, to be put in order.
fn windows(from: NaiveDate, to: Option<NaiveDate>, crowded: Option<u64>) -> Vec<Vec<NaiveDate>> {
    let lengths = crowded.into_iter().flat_map(|days| {
        std::iter::successors(Some(days * 8), |days| Some(days * 8))
            .take_while(|days| *days <= LONGEST_WINDOW)
    });
    lengths
        .filter(|days| to.is_none_or(|to| from + Days::new(*days) < to))
        .map(|days| {
            let days = usize::try_from(days).unwrap_or_default();
            (from - Days::new(1)).iter_days().take(days + 1).collect()
        })
        .collect()
}

/// As [`listing`], for the feeds, whose pages are longer. They have no calendar beside them.
pub async fn dates(
    db: &PgPool,
    query: &ListingQuery,
    place: Option<&str>,
    today: NaiveDate,
    now: DateTime<Utc>,
    page_size: usize,
) -> sqlx::Result<Listing> {
    let paging = Paging {
        today,
        now,
        month: (today, today),
    };
    let sizes = (page_size, MOST_COUNTED);
    page_of(db, query, place, paging, sizes, Look::Everywhere).await
}

/// `sizes` is how long a page is, and how many are counted at most.
async fn page_of(
    db: &PgPool,
    query: &ListingQuery,
    place: Option<&str>,
    paging: Paging,
    sizes: (usize, usize),
    look: Look<'_>,
) -> sqlx::Result<Listing> {
    let (from, to) = query.window(paging.today);
    let [page_size, most] = [sizes.0, sizes.1].map(|size| i64::try_from(size).unwrap_or(i64::MAX));
    let offset = i64::from(query.page.saturating_sub(1)).saturating_mul(page_size);
    let (words, audience) = asked(query);
    let keys = keys(query, place);
    let days = match look {
        Look::Into(days) => Some(days),
        Look::Walk | Look::Everywhere => None,
    };
    let records = sqlx::query_file!(
        "src/listing.sql",
        since_yesterday(from, paging.today),
        to,
        paging.now,
        words.as_deref(),
        keys.as_deref(),
        audience.as_deref(),
        most,
        page_size,
        offset,
        paging.month.0.max(paging.today),
        paging.month.1,
        days,
        matches!(look, Look::Walk)
    )
    .fetch_one(db)
    .await?;
    Ok(Listing {
        rows: records.rows.0,
        total: usize::try_from(records.total.min(most)).unwrap_or_default(),
        more: records.total > most,
        busy_days: records.busy_days,
    })
}

/// How many dates are read to count what stands behind each choice: all that a parish has to come.
const READ_TO_COUNT: i64 = 1_000;

/// Counts what each choice beside the query would find, among the first [`READ_TO_COUNT`] dates of the
/// calendar, so that it takes no longer with more. `until` is the last day that is counted day by day;
/// without one, only the days that are asked for are read.
pub async fn counts(
    db: &PgPool,
    query: &ListingQuery,
    place: Option<&str>,
    today: NaiveDate,
    now: DateTime<Utc>,
    until: Option<NaiveDate>,
) -> sqlx::Result<Counts> {
    let (from, to) = query.window(today);
    let first = until.map_or(from, |_| today);
    let (words, audience) = asked(query);
    let keys = keys(query, place).unwrap_or_default();
    let found = sqlx::query_file!(
        "src/counts.sql",
        since_yesterday(from, today),
        to,
        now,
        words.as_deref(),
        &keys,
        audience.as_deref(),
        READ_TO_COUNT,
        since_yesterday(first, today),
        until
    )
    .fetch_one(db)
    .await?;
    let read_to = found.last_day.filter(|_| found.read == READ_TO_COUNT);
    let alike: Vec<(Vec<String>, u32)> = found.alike.lines().filter_map(alike).collect();
    Ok(Counts::new(&alike, &keys, found.daily.0, read_to, to))
}

/// Dates that have the same keys, from a line: how many, and the keys, with tabs between.
fn alike(line: &str) -> Option<(Vec<String>, u32)> {
    let mut parts = line.split('\t');
    let dates = parts.next()?.parse().ok()?;
    Some((parts.map(str::to_owned).collect(), dates))
}

/// The words to find, and those of whom it is for, as the database keeps the words of events.
fn asked(query: &ListingQuery) -> (Option<String>, Option<String>) {
    let apart = |words: &Option<String>| words.as_deref().map(words_apart);
    (apart(&query.q), apart(&query.audience))
}

/// What began yesterday evening may still be on after midnight.
fn since_yesterday(from: NaiveDate, today: NaiveDate) -> NaiveDate {
    if from == today {
        from - Days::new(1)
    } else {
        from
    }
}

/// The keys that an event has to have (`upcoming.keys`), if any. `place` is the key of the place:
/// "village:groombridge", "venue:3".
fn keys(query: &ListingQuery, place: Option<&str>) -> Option<Vec<String>> {
    let facts = AccessFact::ALL.into_iter().filter_map(|which| {
        let fact = query.access.of(which)?;
        Some(format!("{}:{}", which.field(), fact_value(fact)))
    });
    let mut keys: Vec<String> = facts.collect();
    keys.extend(query.event_type.as_ref().map(|kind| format!("type:{kind}")));
    keys.extend(place.map(str::to_owned));
    keys.extend(query.free.then(|| "free".to_owned()));
    (!keys.is_empty()).then_some(keys)
}

/// How many events of a day are read for a month's grid: those that it shows, and some to count.
const OF_A_DAY: i64 = 12;

/// A date of an event in a month's grid.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct GridRow {
    /// The event's address.
    pub slug: String,
    /// The event's title.
    pub title: String,
    /// `domain::event::EventStatus` as text.
    pub status: String,
    /// Whether it has no hours.
    pub all_day: bool,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends, where that is known.
    pub ends_at: Option<DateTime<Utc>>,
}

/// What a day of the grid has: the first few dates, and how many there are.
#[derive(Debug, Clone)]
pub struct GridDay {
    /// The day.
    pub day: NaiveDate,
    /// Its dates in order, as many as asked for.
    pub rows: Vec<GridRow>,
    /// How many there are, as far as they were counted.
    pub count: usize,
    /// Whether there are more.
    pub more: bool,
}

/// Reads the days from `days.0` to `days.1` on which something is on, each with its first `shown` dates, in one
/// statement. The days and the page that the query asks for do not matter. `counts` are those of these days.
pub async fn grid(
    db: &PgPool,
    query: &ListingQuery,
    place: Option<&str>,
    now: DateTime<Utc>,
    days: (NaiveDate, NaiveDate),
    shown: usize,
    counts: &Counts,
) -> sqlx::Result<Vec<GridDay>> {
    let (words, audience) = asked(query);
    let keys = keys(query, place);
    let seldom = counts
        .met()
        .is_some_and(|met| i64::from(met) * 10 < READ_TO_COUNT);
    let rows = sqlx::query_file!(
        "src/month.sql",
        days.0,
        days.1,
        now,
        words.as_deref(),
        keys.as_deref(),
        audience.as_deref(),
        OF_A_DAY,
        i64::try_from(shown).unwrap_or(i64::MAX),
        seldom
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| GridDay {
            day: row.day,
            rows: row.rows.0,
            count: usize::try_from(row.count.min(OF_A_DAY - 1)).unwrap_or_default(),
            more: row.count >= OF_A_DAY,
        })
        .collect())
}

/// The same words with each one that no event has put right, where a near enough one is known.
/// Nothing where nothing was put right.
pub async fn put_right(db: &PgPool, words: &str) -> sqlx::Result<Option<String>> {
    let typed: Vec<String> = plain_words(words)
        .split('-')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let known = sqlx::query!(
        r#"select asked.word as "word!",
                  array(select search_word.word from search_word where search_word.word % asked.word
                        order by similarity(search_word.word, asked.word) desc, search_word.word limit 12) as "near!"
           from unnest($1::text[]) with ordinality as asked (word, place) order by place"#,
        &typed
    )
    .fetch_all(db)
    .await?;
    let mended: Vec<&str> = known
        .iter()
        .map(|row| spelling(&row.word, &row.near).unwrap_or(&row.word))
        .collect();
    Ok((mended != typed).then(|| mended.join(" ")))
}

/// How long what is over stays among what is to come, in days: a clock that was wrong for a few days
/// loses nothing.
const KEPT_AFTER: i32 = retention::SEARCHED_DAYS;

/// Forgets what has long been over among what is to come, and the words that only it had. Gives how
/// many dates went.
pub async fn forget_over(db: &PgPool, past: Past) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from upcoming where over_at < $1::timestamptz - make_interval(days => $2)",
        past.at(),
        KEPT_AFTER
    )
    .execute(db)
    .await?
    .rows_affected();
    // Also the words of what was taken down.
    sqlx::query!(
        "delete from search_word
         where not exists (select from upcoming where words @@ plainto_tsquery('whatson', word))
           and numnode(plainto_tsquery('whatson', word)) > 0"
    )
    .execute(db)
    .await?;
    Ok(gone)
}

/// Whether every date that is not long over is among what is to come.
pub async fn is_whole(db: impl PgExecutor<'_>, past: Past) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select (select count(*) from occurrence where over_at > since)
                = (select count(*) from upcoming where over_at > since) as "whole!"
           from (select $1::timestamptz - make_interval(days => $2) as since) long_over"#,
        past.at(),
        KEPT_AFTER
    )
    .fetch_one(db)
    .await
}

/// Writes what is to come anew, from the events: each date that is not long over, with what it is found by. Gives how
/// many dates were missing or said something else.
pub async fn rebuild(db: &PgPool, past: Past) -> sqlx::Result<u64> {
    let written = sqlx::query!(
        "insert into upcoming (occurrence_id, event_id, day, starts_at, over_at, keys, words)
         select occurrence.id, event_id, day, starts_at, over_at, found.keys, found.words
         from occurrence
         join (select event.id, finding_keys(event) as keys, finding_words(event) as words from event offset 0) found
           on found.id = event_id
         where over_at > $1::timestamptz - make_interval(days => $2)
         on conflict (occurrence_id) do update
             set (event_id, day, starts_at, over_at, keys, words)
               = (excluded.event_id, excluded.day, excluded.starts_at, excluded.over_at, excluded.keys, excluded.words)
             where (upcoming.event_id, upcoming.day, upcoming.starts_at, upcoming.over_at, upcoming.keys, upcoming.words)
                 is distinct from (excluded.event_id, excluded.day, excluded.starts_at, excluded.over_at,
                                   excluded.keys, excluded.words)",
        past.at(),
        KEPT_AFTER
    )
    .execute(db)
    .await?
    .rows_affected();
    // In the order of the alphabet, as everybody writes them.
    sqlx::query!(
        "insert into search_word (word)
         select distinct word
         from event
         join event_type on event_type.slug = event.event_type,
              regexp_split_to_table(lower(unaccent(concat_ws(' ', title, place, village, group_name, event_type.name,
                                                             plain_description(description_html)))), '[^a-z]+') word
         where length(word) between 4 and 24 and exists (select from upcoming where upcoming.event_id = event.id)
         order by word
         on conflict do nothing"
    )
    .execute(db)
    .await?;
    Ok(written)
}

/// An event as its page needs it.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// The submission it came from.
    pub submission_id: i64,
    /// That submission's reference: `WO-7K4P`.
    pub reference: String,
    /// When the dates start that are cancelled though the event is not.
    pub cancelled: Vec<DateTime<Utc>>,
    /// When the dates start that stand in the place of others.
    pub moved: Vec<DateTime<Utc>>,
    /// The day whose name in calendars is the reference alone.
    pub only_day: Option<NaiveDate>,
    /// The revision that is shown.
    pub details: EventDetails,
    /// The description after the sanitiser.
    pub description_html: String,
    /// What has become of it.
    pub status: EventStatus,
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
    /// The policy's sentence that its page then carries (6.13), as the policy had it when it was
    /// taken down. None where staff did not mean it to.
    pub removal_notice: Option<String>,
    /// What is known of the venue.
    pub venue: Known,
}

/// Finds an event by the last part of its address, taken down or not.
pub async fn by_slug(db: &PgPool, slug: &str) -> sqlx::Result<Option<EventRow>> {
    let row = sqlx::query!(
        r#"select event.submission_id, submission.reference, revision.details as "details: Json<EventDetails>",
                  event.description_html, event.status, event_type.name as type_name, event.sequence,
                  event.listed_at, event.changed_at, event.taken_down_at, event.only_day,
                  (select removal_sentence from decision
                   join policy_version on policy_version.id = policy_version_id
                   where decision.submission_id = event.submission_id and kind = 'take_down' and event.removal_notice
                   order by decided_at desc, decision.id desc limit 1) as removal_notice,
                  array(select starts_at from occurrence
                        where event_id = event.id and cancelled_at is not null) as "cancelled!",
                  array(select starts_at from occurrence where event_id = event.id and moved) as "moved!",
                  to_json(venue) as "venue: Json<OfEvent>"
           from event
           join submission on submission.id = event.submission_id
           join revision on revision.id = event.revision_id
           join event_type on event_type.slug = event.event_type
           left join venue on venue.id = event.venue_id
           where event.slug = $1 and submission.state in ('listed', 'taken_down', 'withdrawn')"#,
        slug
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| {
        let status = EventStatus::parse(&row.status).unwrap_or(EventStatus::GoingAhead);
        let mut details = row.details.0;
        let (place, venue) = whereabouts(details.place, row.venue, status);
        details.place = place;
        EventRow {
            submission_id: row.submission_id,
            reference: row.reference,
            cancelled: row.cancelled,
            moved: row.moved,
            only_day: row.only_day,
            details,
            description_html: row.description_html,
            status,
            type_name: row.type_name,
            sequence: row.sequence,
            listed_at: row.listed_at,
            changed_at: row.changed_at,
            taken_down_at: row.taken_down_at,
            removal_notice: row.removal_notice,
            venue,
        }
    }))
}

/// Events whose description was rendered before this rendering, so many of them: their numbers and their
/// descriptions as they were sent.
pub async fn rendered_before(
    db: impl sqlx::PgExecutor<'_>,
    rendering: i16,
    limit: i64,
) -> sqlx::Result<Vec<(i64, EventDetails)>> {
    let rows = sqlx::query!(
        r#"select event.id, details as "details: Json<EventDetails>"
           from event join revision on revision.id = revision_id
           where rendering < $1 order by event.id limit $2"#,
        rendering,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.details.0))
        .collect())
}

/// Keeps a description as it is rendered now. What the event says is the same, so it is no change of it.
pub async fn render_again(
    db: impl sqlx::PgExecutor<'_>,
    event: i64,
    description_html: &str,
    rendering: i16,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update event set description_html = $2, rendering = $3 where id = $1 and rendering < $3",
        event,
        description_html,
        rendering,
    )
    .execute(db)
    .await?;
    Ok(())
}
