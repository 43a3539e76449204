//! Forgotten passwords: who asked, hashed, until it has been looked up.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{attempts::Standing, clock::Trusted, limits, retention};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

use crate::sign_ins::{Caller, known_device};

/// How long it is remembered who asked, to slow them down.
pub const REMEMBERED: TimeDelta = retention::ATTEMPT;
/// How many may ask from one network address within [`REMEMBERED`].
const OF_ADDRESS: i64 = limits::PASSWORDS_OF_AN_ADDRESS_AN_HOUR;
/// How many may ask from one customer's networks within [`REMEMBERED`].
const OF_WIDE: i64 = OF_ADDRESS * limits::NETWORKS_OF_A_CUSTOMER as i64;
/// How many links one account is sent within [`REMEMBERED`] for one browser or network.
const OF_ACCOUNT: i64 = limits::PASSWORDS_OF_AN_ACCOUNT_AN_HOUR;
/// How many for all strangers together.
const OF_STRANGERS: i64 = limits::PASSWORDS_OF_STRANGERS_AN_HOUR;

/// Notes that somebody asked. False where too many did from that network, which a browser that the
/// account knows does not wait for. Whether anything is mailed is decided later, and told to nobody.
pub async fn add(
    db: impl PgExecutor<'_>,
    caller: &Caller,
    standing: Standing,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "with recent as (
             select address_hash, wide_hash from password_request
             where (address_hash = $2 or wide_hash = $3) and standing <> 'device' and at > $7
         )
         insert into password_request (email_hash, address_hash, wide_hash, device_hash, standing, at)
         select $1, $2, $3, $4, $5, $6
         where $5 = 'device'
            or (select count(*) from recent where address_hash = $2) < $8
               and (select count(*) from recent where wide_hash = $3) < $9",
        caller.email_hash,
        caller.network,
        caller.wide.as_deref(),
        known_device(caller, standing),
        standing.as_str(),
        now,
        now - REMEMBERED,
        OF_ADDRESS,
        OF_WIDE,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A request that is looked up.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its number.
    pub id: i64,
    /// The hash of the address that was typed.
    pub email_hash: Vec<u8>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The oldest request that nobody looks up, which is held and taken as looked up. `None` where
/// there is none.
pub async fn take(tx: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Option<Request>> {
    query_as!(
        Request,
        "update password_request set handled_at = $1
         where id = (select id from password_request where handled_at is null
                     order by id limit 1 for update skip locked)
         returning id, email_hash, at",
        now,
    )
    .fetch_optional(tx)
    .await
}

/// Takes a request as mailed; false where so much was mailed before it that no more goes there. A
/// browser or a network that the account knows has a count of its own, so that strangers do not use
/// hers up.
pub async fn is_mailed(
    tx: &mut PgConnection,
    request: &Request,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    // Of two that are looked up at once, the second counts the first.
    let name = format!("password request {}", hex::encode(&request.email_hash));
    super::hold(&mut *tx, &name).await?;
    let mailed = query_scalar!(
        "with mailed as (
             select address_hash, wide_hash, device_hash, standing from password_request
             where email_hash = $2 and mailed_at > $3
         )
         update password_request asked set mailed_at = $6
         where id = $1
           and case when standing = 'device'
               then (select count(*) from mailed where mailed.device_hash = asked.device_hash) < $4
               else (select count(*) from mailed
                     where mailed.standing <> 'device'
                       and (mailed.address_hash = asked.address_hash or mailed.wide_hash = asked.wide_hash)) < $4
               end
           and (standing <> 'stranger'
                or (select count(*) from mailed where mailed.standing = 'stranger') < $5)
         returning id",
        request.id,
        request.email_hash,
        request.at - REMEMBERED,
        OF_ACCOUNT,
        OF_STRANGERS,
        now,
    )
    .fetch_optional(tx)
    .await?;
    Ok(mailed.is_some())
}

/// Forgets who asked, a day later.
pub async fn forget_old(db: impl PgExecutor<'_>, now: Trusted) -> sqlx::Result<()> {
    let now = now.at();
    query!(
        "delete from password_request where at <= $1",
        now - retention::ATTEMPT_ROW
    )
    .execute(db)
    .await?;
    Ok(())
}
