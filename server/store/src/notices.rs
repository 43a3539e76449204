//! What members of staff hear of by mail: their choices, and what waits for a morning's summary.

use chrono::{DateTime, Utc};
use domain::notices::{Notices, Pace, Topic};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

/// A member of staff who hears of something.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The account.
    pub staff_id: i64,
    /// Its email address.
    pub email: String,
    /// How soon, as the database names it.
    pub pace: String,
}

/// Everybody at work who wants to hear of this.
pub async fn readers(db: impl PgExecutor<'_>, topic: Topic) -> sqlx::Result<Vec<Reader>> {
    query_as!(
        Reader,
        r#"select staff_id as "staff_id!", email as "email!", pace as "pace!"
           from (
               select id as staff_id, email,
                      case $1 when 'new' then notice_new when 'edit' then notice_edit
                              when 'report' then notice_report else notice_waiting end as pace
               from staff where disabled_at is null and password_hash is not null
           ) chosen
           where pace <> 'off'
           order by staff_id"#,
        topic.as_str(),
    )
    .fetch_all(db)
    .await
}

/// Notes something for a reader. `None` where it was told before and is told once only. `words`
/// hold none of the sender's details.
pub async fn add(
    db: impl PgExecutor<'_>,
    staff: i64,
    submission: i64,
    topic: Topic,
    words: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "insert into notice (staff_id, submission_id, kind, words, created_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing returning id",
        staff,
        submission,
        topic.as_str(),
        words,
        now,
    )
    .fetch_optional(db)
    .await
}

/// Notes which message told of these.
pub async fn told(db: impl PgExecutor<'_>, notices: &[i64], message: i64) -> sqlx::Result<()> {
    query!(
        "update notice set message_id = $2 where id = any($1)",
        notices,
        message
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The accounts for whom something from before this instant waits to be summed up.
pub async fn readers_of_summary(
    db: impl PgExecutor<'_>,
    before: DateTime<Utc>,
) -> sqlx::Result<Vec<i64>> {
    query_scalar!(
        "select distinct staff_id from notice where message_id is null and created_at < $1",
        before
    )
    .fetch_all(db)
    .await
}

/// Something that waits to be summed up.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its number.
    pub id: i64,
    /// The reader's email address.
    pub email: String,
    /// What there is to hear.
    pub words: String,
    /// The submission it is about.
    pub reference: String,
}

/// All that waits for one reader from before this instant, oldest first. Of two jobs at once, the
/// second waits for the first and then finds nothing.
pub async fn lock_waiting(
    tx: &mut PgConnection,
    staff: i64,
    before: DateTime<Utc>,
) -> sqlx::Result<Vec<Waiting>> {
    query_as!(
        Waiting,
        "select notice.id, email, words, reference
         from notice
         join staff on staff.id = staff_id
         join submission on submission.id = submission_id
         where staff_id = $1 and message_id is null and notice.created_at < $2 and disabled_at is null
         order by notice.created_at, notice.id
         for update of notice",
        staff,
        before,
    )
    .fetch_all(tx)
    .await
}

/// A submission that waits for a decision.
#[derive(Debug, Clone)]
pub struct Undecided {
    /// Its number.
    pub id: i64,
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title in the newest revision.
    pub title: String,
    /// Since when it waits.
    pub waiting_since: DateTime<Utc>,
    /// How many working days are too many.
    pub limit: i32,
}

/// Every submission that waits for a decision, oldest first, with the council's limit.
pub async fn undecided(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Undecided>> {
    query_as!(
        Undecided,
        r#"select submission.id, reference, latest.title as "title!", waiting_since, waiting_days as limit
           from submission
           cross join site
           cross join lateral (
               select details->>'title' as title from revision
               where revision.submission_id = submission.id order by number desc limit 1
           ) latest
           where state = 'waiting'
           order by waiting_since, submission.id"#
    )
    .fetch_all(db)
    .await
}

/// How many working days an event may wait before staff are told.
pub async fn waiting_days(db: impl PgExecutor<'_>) -> sqlx::Result<i32> {
    query_scalar!("select waiting_days from site")
        .fetch_one(db)
        .await
}

/// What a member of staff has chosen to hear of.
///
/// # Errors
/// When the database does not answer, or there is no such account.
pub async fn chosen(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<Notices> {
    let row = query!(
        "select notice_new, notice_edit, notice_waiting, notice_report from staff where id = $1",
        staff
    )
    .fetch_one(db)
    .await?;
    let pace = |word: &str| Pace::parse(word).unwrap_or(Pace::AtOnce);
    Ok(Notices {
        new: pace(&row.notice_new),
        edit: pace(&row.notice_edit),
        waiting: pace(&row.notice_waiting),
        report: pace(&row.notice_report),
    })
}

/// Keeps what a member of staff chooses to hear of. What waits for a summary that they no longer
/// want is forgotten.
pub async fn choose(tx: &mut PgConnection, staff: i64, notices: Notices) -> sqlx::Result<()> {
    let word = |topic| notices.of(topic).as_str();
    query!(
        "update staff set notice_new = $2, notice_edit = $3, notice_waiting = $4, notice_report = $5 where id = $1",
        staff,
        word(Topic::New),
        word(Topic::Edit),
        word(Topic::Waiting),
        word(Topic::Report),
    )
    .execute(&mut *tx)
    .await?;
    let unwanted: Vec<String> = Topic::ALL
        .into_iter()
        .filter(|topic| notices.of(*topic) == Pace::Off)
        .map(|topic| topic.as_str().to_owned())
        .collect();
    query!(
        "delete from notice where staff_id = $1 and message_id is null and kind = any($2)",
        staff,
        &unwanted,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
