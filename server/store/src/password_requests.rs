//! Forgotten passwords: who asked, hashed, until it has been looked up.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{limits, retention};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

/// How long it is remembered who asked, to slow them down.
pub const REMEMBERED: TimeDelta = retention::ATTEMPT;
/// How many may ask from one network address within [`REMEMBERED`].
const OF_ADDRESS: i64 = limits::PASSWORDS_OF_AN_ADDRESS_AN_HOUR;
/// How many links one account is sent within [`REMEMBERED`].
const OF_ACCOUNT: i64 = limits::PASSWORDS_OF_AN_ACCOUNT_AN_HOUR;

/// Notes that somebody asked. False where too many did from that network address.
pub async fn add(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    email_hash: &[u8],
    address_hash: &[u8],
) -> sqlx::Result<bool> {
    let done = query!(
        "insert into password_request (email_hash, address_hash, at)
         select $1, $2, $3
         where (select count(*) from password_request where address_hash = $2 and at > $4) < $5",
        email_hash,
        address_hash,
        now,
        now - REMEMBERED,
        OF_ADDRESS,
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

/// Whether so many were made before it for the same address that no more mail goes there.
pub async fn is_one_too_many(db: impl PgExecutor<'_>, request: &Request) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select count(*) >= $4 as "many!" from password_request
           where email_hash = $1 and id < $2 and at > $3"#,
        request.email_hash,
        request.id,
        request.at - REMEMBERED,
        OF_ACCOUNT,
    )
    .fetch_one(db)
    .await
}

/// Forgets who asked, a day later.
pub async fn forget_old(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "delete from password_request where at <= $1",
        now - retention::ATTEMPT_ROW
    )
    .execute(db)
    .await?;
    Ok(())
}
