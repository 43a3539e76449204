//! What the public tells the office of listed events (policy 6.13), and what came of it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    clock::Past,
    limits,
    report::{Kind, Report},
    retention,
    staff::Author,
    text::{Email, PersonName},
};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};
use uuid::Uuid;

/// How many reports of one event are taken in a day; then the telephone is better.
const OF_ONE_A_DAY: i64 = limits::REPORTS_OF_AN_EVENT_A_DAY;
/// How long after it was dealt with who told is remembered.
const TELLER_KEPT: TimeDelta = retention::REPORTER;

/// What came of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// It is kept, under this number.
    Stored(i64),
    /// It came before.
    Before,
    /// The event has had too many today.
    TooMany,
}

/// Keeps a report with its submission, unless it came before, by its key, or there were too many today.
pub async fn arrive(
    tx: &mut PgConnection,
    submission: i64,
    (key, report): (Uuid, &Report),
    now: DateTime<Utc>,
) -> sqlx::Result<Arrived> {
    let known = query!(
        r#"select count(*) filter (where received_at > $2) as "today!",
                  coalesce(bool_or(send_key = $3), false) as "same!"
           from report where submission_id = $1"#,
        submission,
        now - TimeDelta::days(1),
        key,
    )
    .fetch_one(&mut *tx)
    .await?;
    if known.same {
        return Ok(Arrived::Before);
    }
    if known.today >= OF_ONE_A_DAY {
        return Ok(Arrived::TooMany);
    }
    let id = query_scalar!(
        "insert into report (submission_id, send_key, kind, words, name, email, received_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (send_key) do nothing
         returning id",
        submission,
        key,
        report.kind.as_str(),
        report.words,
        report.name.as_ref().map(PersonName::as_str),
        report.email.as_ref().map(Email::as_str),
        now,
    )
    .fetch_optional(tx)
    .await?;
    Ok(id.map_or(Arrived::Before, Arrived::Stored))
}

/// Notes what was done about a report. False where somebody was first.
pub async fn deal_with(
    db: impl PgExecutor<'_>,
    author: Author,
    report: i64,
    outcome: &str,
) -> sqlx::Result<bool> {
    let dealt = query!(
        "update report set dealt_with_by = $2, dealt_with_at = $3, outcome = $4
         where id = $1 and dealt_with_at is null",
        report,
        author.staff,
        author.now,
        outcome,
    )
    .execute(db)
    .await?;
    Ok(dealt.rows_affected() > 0)
}

/// A report as staff read it.
#[derive(Debug, Clone)]
pub struct StoredReport {
    /// Its number.
    pub id: i64,
    /// The submission it is about.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// The event's part of its address.
    pub slug: String,
    /// `domain::report::Kind` as text.
    pub kind: String,
    /// In the person's own words.
    pub words: String,
    /// Who told, where they said.
    pub name: Option<String>,
    /// Where they are answered, where they want to be.
    pub email: Option<String>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Who dealt with it.
    pub by: Option<String>,
    /// When.
    pub dealt_with_at: Option<DateTime<Utc>>,
    /// What was done.
    pub outcome: Option<String>,
}

impl StoredReport {
    /// What is wrong, in words.
    #[must_use]
    pub fn what(&self) -> &'static str {
        Kind::parse(&self.kind).map_or("", Kind::label)
    }
}

/// Every report that nobody has dealt with, oldest first, and after them the newest of the others.
pub async fn all(db: impl PgExecutor<'_>, limit: i64) -> sqlx::Result<Vec<StoredReport>> {
    found(db, None, None, limit).await
}

/// Every report about a submission, oldest first.
pub async fn of_submission(
    db: impl PgExecutor<'_>,
    submission: i64,
) -> sqlx::Result<Vec<StoredReport>> {
    let mut found = found(db, Some(submission), None, i64::MAX).await?;
    found.sort_by_key(|report| (report.received_at, report.id));
    Ok(found)
}

/// One report.
pub async fn one(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<StoredReport>> {
    Ok(found(db, None, Some(id), 1).await?.pop())
}

async fn found(
    db: impl PgExecutor<'_>,
    submission: Option<i64>,
    id: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<StoredReport>> {
    query_as!(
        StoredReport,
        r#"select report.id, reference, event.title, event.slug, kind, report.words, report.name, report.email,
                  report.received_at, staff.name as "by?", dealt_with_at, outcome
           from report
           join submission on submission.id = report.submission_id
           join event on event.submission_id = submission.id
           left join staff on staff.id = dealt_with_by
           where ($1::bigint is null or report.submission_id = $1) and ($2::bigint is null or report.id = $2)
           order by dealt_with_at desc nulls first, report.received_at, report.id
           limit $3"#,
        submission,
        id,
        limit,
    )
    .fetch_all(db)
    .await
}

/// How many reports nobody has dealt with.
pub async fn count_open(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(r#"select count(*) as "count!" from report where dealt_with_at is null"#)
        .fetch_one(db)
        .await
}

/// Forgets who told, a year after it was dealt with. What they told stays with the case.
pub async fn forget_tellers(db: impl PgExecutor<'_>, past: Past) -> sqlx::Result<u64> {
    let done = query!(
        "update report set name = null, email = null
         where dealt_with_at < $1 and (name is not null or email is not null)",
        past.at() - TELLER_KEPT,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
