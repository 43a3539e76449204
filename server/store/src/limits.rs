//! How often one network address did what anybody may do, one submission what its private link lets its
//! holder do, and how often one email address was written to. The counts are in the
//! database, so that copies of the server share them; of an address there is only a hash, under a
//! key that is made anew each day and forgotten with the day.

use std::net::IpAddr;

use chrono::{DateTime, DurationRound, Utc};
pub use domain::limits::RateLimit;
use domain::{
    clock::Trusted,
    limits::{NETWORKS_OF_A_CUSTOMER, Period},
    network::{network, wide_network},
    recipient,
};
use rand::RngExt;
use sqlx::{PgConnection, PgPool, query, query_scalar};

/// What an address is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was counted.
    Counted,
    /// There were too many already. After so many minutes there can be more.
    TooMany {
        /// From 1 to the minutes of its period.
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
    count_from(&mut *db.acquire().await?, act, address, now).await
}

async fn count_from(
    db: &mut PgConnection,
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
    let (act, who) = (RateLimit::Change, format!("submission {submission}"));
    count_of(&mut *db.acquire().await?, act, &who, act.most(), now).await
}

/// Counts new private links that are mailed to an address, however it is spelt.
pub async fn count_links_to(
    tx: &mut PgConnection,
    recipient: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    let (act, who) = (RateLimit::LinksTo, recipient::canonical(recipient));
    count_of(tx, act, &who, act.most(), now).await
}

/// Leave to write one mail to an address that nobody has proved. There is no other way to have one than
/// [`leave_to_write`], and no other way to queue such a mail than with one.
#[derive(Debug)]
pub struct Leave {
    braked: bool,
}

impl Leave {
    /// The state that the mail begins its way in: it waits for an hour with room where this one is full.
    pub(crate) fn state(&self) -> &'static str {
        if self.braked { "held" } else { "waiting" }
    }
}

/// Asks for leave to write to an address that nobody has proved: by whom it comes from, where somebody beside
/// staff has it written, by whom it goes to, and by all that goes to such addresses. None where either has had its mails for the day.
///
/// The counts are rows that the next one waits for until the transaction ends, as for the log: it is asked for last before
/// that.
pub async fn leave_to_write(
    tx: &mut PgConnection,
    recipient: &str,
    from: Option<IpAddr>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Leave>> {
    // The network first: whoever has used theirs up takes nothing from anybody else.
    if let Some(from) = from
        && count_from(tx, RateLimit::MailFrom, from, now).await? != Taken::Counted
    {
        return Ok(None);
    }
    let (act, who) = (RateLimit::MailTo, recipient::canonical(recipient));
    if count_of(tx, act, &who, act.most(), now).await? != Taken::Counted {
        return Ok(None);
    }
    let (act, most) = (RateLimit::MailOverall, brake_at(tx).await?);
    let overall = count_of(tx, act, EVERYBODY, most, now).await?;
    Ok(Some(Leave {
        braked: overall != Taken::Counted,
    }))
}

/// How many mails to addresses that nobody has proved go in an hour before the rest waits.
async fn brake_at(db: &mut PgConnection) -> sqlx::Result<i32> {
    query_scalar!("select asked_most from site")
        .fetch_one(db)
        .await
}

/// Whom [`RateLimit::MailOverall`] counts.
const EVERYBODY: &str = "everybody";

/// How many more mails to addresses that nobody has proved may go in this hour.
pub async fn room(db: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<i64> {
    let act = RateLimit::MailOverall;
    let taken = query_scalar!(
        r#"select taken from limit_taken
           where kind = $1 and who = sha256($2 || convert_to($3, 'UTF8')) and since = $4"#,
        act.as_str(),
        key(&mut *db, now).await?,
        EVERYBODY,
        began(act.period(), now),
    )
    .fetch_optional(&mut *db)
    .await?;
    Ok(i64::from(brake_at(db).await? - taken.unwrap_or(0)))
}

/// Counts mails that the brake held and that go now.
pub async fn use_room(tx: &mut PgConnection, mails: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    let act = RateLimit::MailOverall;
    let mails = i32::try_from(mails).unwrap_or(i32::MAX);
    query!(
        "insert into limit_taken (kind, who, since, taken)
         values ($1, sha256($2 || convert_to($3, 'UTF8')), $4, $5)
         on conflict (kind, who, since) do update set taken = limit_taken.taken + excluded.taken",
        act.as_str(),
        key(&mut *tx, now).await?,
        EVERYBODY,
        began(act.period(), now),
        mails,
    )
    .execute(tx)
    .await?;
    Ok(())
}

fn began(period: Period, now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(period.length()).unwrap_or(now)
}

async fn count_of(
    db: &mut PgConnection,
    act: RateLimit,
    who: &str,
    most: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<Taken> {
    let (since, length) = (began(act.period(), now), act.period().length());
    let taken = query_scalar!(
        "insert into limit_taken (kind, who, since, taken)
         values ($1, sha256($2 || convert_to($3, 'UTF8')), $4, 1)
         on conflict (kind, who, since) do update set taken = limit_taken.taken + 1 where limit_taken.taken < $5
         returning taken",
        act.as_str(),
        key(&mut *db, now).await?,
        who,
        since,
        most,
    )
    .fetch_optional(db)
    .await?;
    Ok(match taken {
        Some(_) => Taken::Counted,
        None => Taken::TooMany {
            minutes: (since + length - now)
                .num_minutes()
                .clamp(0, length.num_minutes() - 1)
                + 1,
        },
    })
}

/// The day's key; a new one is made by whoever comes first.
async fn key(db: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<u8>> {
    let today = now.date_naive();
    let known = query_scalar!("select key from limit_key where day = $1", today);
    if let Some(key) = known.fetch_optional(&mut *db).await? {
        return Ok(key);
    }
    let mut new = [0_u8; 32];
    rand::rng().fill(&mut new);
    query!(
        "insert into limit_key (day, key) values ($1, $2) on conflict (day) do nothing",
        today,
        &new[..],
    )
    .execute(&mut *db)
    .await?;
    query_scalar!("select key from limit_key where day = $1", today)
        .fetch_one(db)
        .await
}

/// Forgets the counts of hours and days that are over, and the keys of days that are.
pub async fn forget_old(db: &PgPool, now: Trusted) -> sqlx::Result<()> {
    let now = now.at();
    let daily = |limit: &RateLimit| limit.period() == Period::Day;
    let daily = RateLimit::ALL.into_iter().filter(daily);
    let daily: Vec<String> = daily.map(|limit| limit.as_str().to_owned()).collect();
    query!(
        "delete from limit_taken where since < case when kind = any($1) then $2::timestamptz else $3 end",
        &daily,
        began(Period::Day, now),
        now - Period::Hour.length(),
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
