//! How often one network address did what anybody may do, in an hour, and one submission what its
//! private link lets its holder do. The counts are in the
//! database, so that copies of the server share them; of an address there is only a hash, under a
//! key that is made anew each day and forgotten with the day.

use std::net::IpAddr;

use chrono::{DateTime, DurationRound, Utc};
pub use domain::limits::RateLimit;
use domain::{
    limits::{NETWORKS_OF_A_CUSTOMER, RATE_PERIOD},
    network::{network, wide_network},
};
use rand::RngExt;
use sqlx::{PgPool, query, query_scalar};

/// What an address is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was counted.
    Counted,
    /// There were too many already. After so many minutes there can be more.
    TooMany {
        /// From 1 to 60.
        minutes: i64,
    },
}

/// Counts an act from a network address: of IPv6 the first 64 bits, which are one customer's.
pub async fn count(
    db: &PgPool,
    act: RateLimit,
    address: IpAddr,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    // This machine may be a proxy that nobody told us of.
    if address.is_loopback() && !act.writes_to_others() {
        return Ok(Taken::Counted);
    }
    let one = count_of(db, act, &network(address), act.most(), now).await?;
    match (one, wide_network(address)) {
        (Taken::Counted, Some(wide)) => {
            count_of(db, act, &wide, NETWORKS_OF_A_CUSTOMER * act.most(), now).await
        }
        _ => Ok(one),
    }
}

/// Counts a change of a submission by its private link.
pub async fn count_change(db: &PgPool, submission: i64, now: DateTime<Utc>) -> sqlx::Result<Taken> {
    let who = format!("submission {submission}");
    count_of(db, RateLimit::Change, &who, RateLimit::Change.most(), now).await
}

async fn count_of(
    db: &PgPool,
    act: RateLimit,
    who: &str,
    most: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    let since = now.duration_trunc(RATE_PERIOD).unwrap_or(now);
    let taken = query_scalar!(
        "insert into limit_taken (kind, who, since, taken)
         values ($1, sha256($2 || convert_to($3, 'UTF8')), $4, 1)
         on conflict (kind, who, since) do update set taken = limit_taken.taken + 1 where limit_taken.taken < $5
         returning taken",
        act.as_str(),
        key(db, now).await?,
        who,
        since,
        most,
    )
    .fetch_optional(db)
    .await?;
    Ok(match taken {
        Some(_) => Taken::Counted,
        None => Taken::TooMany {
            minutes: (since + RATE_PERIOD - now).num_minutes().clamp(0, 59) + 1,
        },
    })
}

/// The day's key; a new one is made by whoever comes first.
async fn key(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<Vec<u8>> {
    let today = now.date_naive();
    let known = query_scalar!("select key from limit_key where day = $1", today);
    if let Some(key) = known.fetch_optional(db).await? {
        return Ok(key);
    }
    let mut new = [0_u8; 32];
    rand::rng().fill(&mut new);
    query!(
        "insert into limit_key (day, key) values ($1, $2) on conflict (day) do nothing",
        today,
        &new[..],
    )
    .execute(db)
    .await?;
    query_scalar!("select key from limit_key where day = $1", today)
        .fetch_one(db)
        .await
}

/// Forgets the counts of hours that are over and the keys of days that are.
pub async fn forget_old(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "delete from limit_taken where since < $1",
        now - RATE_PERIOD
    )
    .execute(db)
    .await?;
    query!("delete from limit_key where day < $1", now.date_naive())
        .execute(db)
        .await?;
    Ok(())
}

/// How many events of an email address wait for a decision, and how many may. A stranger who uses
/// somebody's address up stops no decision on what is there.
pub async fn open_of(db: &PgPool, email: &str) -> sqlx::Result<(i64, i32)> {
    let row = query!(
        r#"select (select count(*) from submission where lower(sender_email) = lower($1) and state = 'waiting')
                  as "open!", open_most
           from site"#,
        email,
    )
    .fetch_one(db)
    .await?;
    Ok((row.open, row.open_most))
}
