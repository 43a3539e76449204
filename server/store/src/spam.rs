//! What looks like spam: the signs that a submission is kept with, whether a flood comes in, and
//! the bulk of it closed by one press.

use chrono::{DateTime, Utc};
use domain::{
    event::EventDetails,
    limits,
    signs::{self, Sign},
};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, PgExecutor, query, query_scalar};

/// How many are closed at once at most: what takes a few seconds.
pub const AT_ONCE: i64 = 500;

/// What a submission is kept with.
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    /// What was odd about it.
    pub signs: Vec<Sign>,
    /// The hash of its words.
    pub words: Option<Vec<u8>>,
    /// Why it waits beside the queue, if it does.
    pub held_reason: Option<&'static str>,
    /// Whether it came in a flood.
    pub flood: bool,
}

/// Reads what the database holds of signs.
#[must_use]
pub fn signs(stored: &[String]) -> Vec<Sign> {
    stored.iter().filter_map(|sign| Sign::parse(sign)).collect()
}

/// Judges a form that its sender fills in. In a flood, and where it looks like spam, the sender has
/// to confirm the address before it joins the queue, in a flood not if the browser has `worked` and
/// nothing is odd; nobody is turned away.
pub async fn judge(
    tx: &mut PgConnection,
    mut signs: Vec<Sign>,
    details: &EventDetails,
    email: Option<&str>,
    worked: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<Judgement> {
    let words = Sha256::digest(signs::letters(details)).to_vec();
    let day = now - limits::SAME_WORDS_PERIOD;
    let others = query_scalar!(
        r#"select count(distinct lower(sender_email)) as "others!" from submission
           where words_digest = $1 and received_at > $2 and lower(sender_email) <> lower($3)"#,
        words,
        day,
        email.unwrap_or_default(),
    )
    .fetch_one(&mut *tx)
    .await?;
    if others >= signs::SAME_WORDS {
        signs.push(Sign::SameWords);
    }
    // The sum spares a person the wait. Whose form has something odd about it waits like the rest.
    let spared = worked && signs.is_empty();
    let flood = floods(&mut *tx, now).await?;
    let held_reason = if signs::look_like_spam(&signs) {
        Some("spam")
    } else if email.is_some() && flood && !spared {
        Some("unconfirmed")
    } else {
        None
    };
    Ok(Judgement {
        signs,
        words: Some(words),
        held_reason,
        flood,
    })
}

/// Whether far more comes in than ever does: as many in ten minutes as the settings say.
pub async fn floods(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select (select count(*) from (
                       select from submission where received_at > $1 and channel = 'form'
                       limit (select flood_sent from site)
                   ) recent) >= flood_sent as "floods!"
           from site"#,
        now - limits::FLOOD_PERIOD,
    )
    .fetch_one(db)
    .await
}

/// Submissions that look like spam and have the same words.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The reference of the first, by which the group is named.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// How many there are.
    pub count: i64,
    /// The signs of any of them.
    pub signs: Vec<Sign>,
    /// When the last came.
    pub last: DateTime<Utc>,
}

/// What looks like spam, in groups of the same words, the largest first.
pub async fn alike(db: impl PgExecutor<'_>, limit: i64, offset: i64) -> sqlx::Result<Vec<Alike>> {
    let rows = query!(
        r#"select first.reference, revision.details->>'title' as "title!", grouped.count as "count!",
                  grouped.last as "last!", (
                      select array_agg(distinct sign) from submission one, unnest(one.signs) sign
                      where one.words_digest = grouped.words_digest and one.aside = 'spam' and one.state = 'waiting'
                  ) as signs
           from (
               select words_digest, count(*) as count, min(id) as first, max(received_at) as last
               from submission
               where aside = 'spam' and state = 'waiting' and words_digest is not null
               group by words_digest
               order by count(*) desc, min(id)
               limit $1 offset $2
           ) grouped
           join submission first on first.id = grouped.first
           join revision on revision.submission_id = first.id and revision.number = 1
           order by grouped.count desc, grouped.first"#,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Alike {
            reference: row.reference,
            title: row.title,
            count: row.count,
            signs: signs(&row.signs.unwrap_or_default()),
            last: row.last,
        })
        .collect())
}

/// How many groups [`alike`] has.
pub async fn count_groups(db: impl PgExecutor<'_>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(distinct words_digest) as "count!" from submission where aside = 'spam' and state = 'waiting'"#
    )
    .fetch_one(db)
    .await
}

/// How many look like spam and have the words of one of these.
pub async fn count_like(db: impl PgExecutor<'_>, references: &[String]) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from submission
           where aside = 'spam' and state = 'waiting'
             and words_digest in (select words_digest from submission where reference = any($1))"#,
        references,
    )
    .fetch_one(db)
    .await
}

/// The references of what looks like spam and has the words of one of these, [`AT_ONCE`] at most.
pub async fn like(db: impl PgExecutor<'_>, references: &[String]) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        "select reference from submission
         where aside = 'spam' and state = 'waiting'
           and words_digest in (select words_digest from submission where reference = any($1))
         order by id limit $2",
        references,
        AT_ONCE,
    )
    .fetch_all(db)
    .await
}

/// Lets a submission into the queue, if it waits beside it: its sender confirmed the address, or
/// staff opened it again. It waits from now.
pub async fn release_to_queue(
    tx: &mut PgConnection,
    submission: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "update submission set aside = null, waiting_since = $2 where id = $1 and aside is not null",
        submission,
        now,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() > 0)
}
