//! Who wants to get in, how an account knows them, and what failed. The rule of who waits is the
//! domain's ([`domain::attempts`]).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attempts::{Failure, Standing, wait},
    clock::Trusted,
    retention,
};
use sqlx::{PgConnection, PgExecutor, query};

use crate::devices;

/// How long failed sign-ins are kept.
pub const REMEMBERED: TimeDelta = retention::ATTEMPT_OF_STRANGERS;

/// Somebody who wants to get in to an account: all hashed, but the name, which is looked up and not
/// kept.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The account's name as typed, in lower case.
    pub email: String,
    /// Its hash.
    pub email_hash: Vec<u8>,
    /// The network: an IPv4 address, or the first 64 bits of an IPv6 one.
    pub network: Vec<u8>,
    /// The first 48 bits of an IPv6 address.
    pub wide: Option<Vec<u8>>,
    /// What the browser's cookie holds.
    pub device: Option<Vec<u8>>,
}

/// How the account that was typed knows whoever typed it. The same question for every name.
pub async fn standing(
    db: impl PgExecutor<'_>,
    caller: &Caller,
    now: DateTime<Utc>,
) -> sqlx::Result<Standing> {
    let since = now - devices::REMEMBERED;
    let known = query!(
        r#"select exists (
               select from staff_browser join staff on staff.id = staff_id
               where email = $1 and token_hash = $2 and last_at > $5
           ) as "device!", exists (
               select from staff_device join staff on staff.id = staff_id
               where email = $1 and (address_hash = $3 or wide_hash = $4) and last_at > $5
           ) as "network!""#,
        caller.email,
        caller.device.as_deref(),
        caller.network,
        caller.wide.as_deref(),
        since,
    )
    .fetch_one(db)
    .await?;
    Ok(match (known.device, known.network) {
        (true, _) => Standing::Device,
        (false, true) => Standing::Network,
        (false, false) => Standing::Stranger,
    })
}

/// Counts a sign-in as failed before it is tried, so that a hundred tries at once are not all
/// tried. Or says how long it has to wait.
pub async fn attempt(
    tx: &mut PgConnection,
    caller: &Caller,
    standing: Standing,
    now: DateTime<Utc>,
) -> sqlx::Result<Result<(), TimeDelta>> {
    // Of a hundred at once each counts those before it. Everybody takes turns in this order.
    let (email, network) = (Some(&caller.email_hash), Some(&caller.network));
    for hash in [email, network, caller.wide.as_ref()].into_iter().flatten() {
        super::hold(&mut *tx, &format!("sign-in {}", hex::encode(hash))).await?;
    }
    if let Some(wait) = wait(standing, &failures(&mut *tx, caller, now).await?, now) {
        return Ok(Err(wait));
    }
    query!(
        "insert into sign_in_attempt (email_hash, address_hash, wide_hash, device_hash, standing, at)
         values ($1, $2, $3, $4, $5, $6)",
        caller.email_hash,
        caller.network,
        caller.wide.as_deref(),
        known_device(caller, standing),
        standing.as_str(),
        now,
    )
    .execute(tx)
    .await?;
    Ok(Ok(()))
}

/// The browser of somebody, where the account knows it.
#[must_use]
pub fn known_device(caller: &Caller, standing: Standing) -> Option<&[u8]> {
    (caller.device.as_deref()).filter(|_| standing == Standing::Device)
}

/// What failed in the last day for the same account or from the same networks, the oldest first.
async fn failures(
    db: impl PgExecutor<'_>,
    caller: &Caller,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Failure>> {
    let rows = query!(
        r#"select at, standing, email_hash = $1 as "account!", address_hash = $2 as "network!",
                  coalesce(wide_hash = $3, false) as "wide!", coalesce(device_hash = $4, false) as "device!"
           from sign_in_attempt
           where at > $5 and (email_hash = $1 or address_hash = $2 or wide_hash = $3)
           order by at"#,
        caller.email_hash,
        caller.network,
        caller.wide.as_deref(),
        caller.device.as_deref(),
        now - REMEMBERED,
    )
    .fetch_all(db)
    .await?;
    let failures = rows.into_iter().map(|row| Failure {
        at: row.at,
        by: row.standing.parse().unwrap_or(Standing::Stranger),
        account: row.account,
        network: row.network,
        wide: row.wide,
        device: row.device,
    });
    Ok(failures.collect())
}

/// After a sign-in that worked: that account's failures by that browser and from that network are
/// forgotten.
pub async fn forgive(db: impl PgExecutor<'_>, caller: &Caller) -> sqlx::Result<()> {
    query!(
        "delete from sign_in_attempt where email_hash = $1 and (address_hash = $2 or device_hash = $3)",
        caller.email_hash,
        caller.network,
        caller.device.as_deref(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets every failed sign-in of an account: its owner has just shown that they read its mail.
pub async fn forgive_all(db: impl PgExecutor<'_>, email_hash: &[u8]) -> sqlx::Result<()> {
    query!(
        "delete from sign_in_attempt where email_hash = $1",
        email_hash
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets failed sign-ins, a day later.
pub async fn forget_old(db: impl PgExecutor<'_>, now: Trusted) -> sqlx::Result<()> {
    let now = now.at();
    query!(
        "delete from sign_in_attempt where at <= $1",
        now - REMEMBERED
    )
    .execute(db)
    .await?;
    Ok(())
}
