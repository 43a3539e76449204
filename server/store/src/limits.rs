//! How often one network address did what anybody may do, in an hour, and one submission what its
//! private link lets its holder do. The counts are in the
//! database, so that copies of the server share them; of an address there is only a hash, under a
//! key that is made anew each day and forgotten with the day.

use std::net::IpAddr;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use domain::network::{network, wide_network};
use rand::RngExt;
use sqlx::{PgPool, query, query_scalar};

/// The time that a limit is for.
const HOUR: TimeDelta = TimeDelta::hours(1);

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A form was begun.
    Begin,
    /// An event was sent in.
    Send,
    /// A picture was uploaded.
    Picture,
    /// The office was told of an event.
    Report,
    /// The weekly email was asked for.
    Weekly,
    /// New private links were asked for.
    Links,
    /// Somebody was about to sign in with a passkey, or did.
    Passkey,
    /// Something was changed by a private link.
    Change,
}

impl Act {
    /// As the database names it.
    fn as_str(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Send => "send",
            Self::Picture => "picture",
            Self::Report => "report",
            Self::Weekly => "weekly",
            Self::Links => "links",
            Self::Passkey => "passkey",
            Self::Change => "change",
        }
    }

    /// Whether an address has no limit: this machine, which may be a proxy that nobody told us of.
    /// What writes to others always has one.
    fn spares(self, address: IpAddr) -> bool {
        address.is_loopback() && !matches!(self, Self::Report | Self::Weekly | Self::Links)
    }

    /// How often in an hour. A village hall full of people who send their events in together, or a
    /// library, has one address and stays well below.
    fn most(self) -> i32 {
        match self {
            Self::Passkey => 120,
            Self::Begin | Self::Send => 60,
            // Fewer in a whole day than may lie about unsent: one address uses nobody else's up.
            Self::Picture => 20,
            Self::Change => 30,
            Self::Report | Self::Weekly | Self::Links => 10,
        }
    }
}

/// How many networks as large as a customer's together have the limit of so many. A provider may give
/// a customer any part of the first 48 bits of an IPv6 address, up to all of them.
const NETWORKS: i32 = 8;

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
    act: Act,
    address: IpAddr,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    if act.spares(address) {
        return Ok(Taken::Counted);
    }
    let one = count_of(db, act, &network(address), act.most(), now).await?;
    match (one, wide_network(address)) {
        (Taken::Counted, Some(wide)) => count_of(db, act, &wide, NETWORKS * act.most(), now).await,
        _ => Ok(one),
    }
}

/// Counts a change of a submission by its private link.
pub async fn count_change(db: &PgPool, submission: i64, now: DateTime<Utc>) -> sqlx::Result<Taken> {
    let who = format!("submission {submission}");
    count_of(db, Act::Change, &who, Act::Change.most(), now).await
}

async fn count_of(
    db: &PgPool,
    act: Act,
    who: &str,
    most: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    let since = now.duration_trunc(HOUR).unwrap_or(now);
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
            minutes: (since + HOUR - now).num_minutes().clamp(0, 59) + 1,
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
    query!("delete from limit_taken where since < $1", now - HOUR)
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
