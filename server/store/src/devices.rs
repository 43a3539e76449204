//! From where accounts are signed in to, and who must hear of failed sign-ins.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{clock::Past, retention};
use sqlx::{PgConnection, PgExecutor, query, query_scalar};

/// How long it is remembered from where an account was signed in to.
pub const REMEMBERED: TimeDelta = retention::DEVICE;

/// A browser at its first request of a session, all hashed.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The kind of browser and the wider network.
    pub device: Vec<u8>,
    /// The network address, as failed sign-ins are counted by it.
    pub address: Vec<u8>,
    /// The first 48 bits of an IPv6 address.
    pub wide: Option<Vec<u8>>,
    /// What the browser's cookie holds from now on.
    pub browser: Vec<u8>,
}

/// Whether an account was signed in to by a browser with such a cookie, so that it is one of ours.
pub async fn is_ours(
    db: impl PgExecutor<'_>,
    browser: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from staff_browser where token_hash = $1 and last_at > $2) as "ours!""#,
        browser,
        now - REMEMBERED,
    )
    .fetch_one(db)
    .await
}

/// Remembers a device of an account. True where the account had been signed in to before, and never
/// from such a device within [`REMEMBERED`]. Of two requests at once, the second waits and finds it
/// known.
pub async fn arrive(
    tx: &mut PgConnection,
    staff: i64,
    seen: &Seen,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let before = query_scalar!(
        "select signed_in_at from staff where id = $1 for no key update",
        staff
    )
    .fetch_one(&mut *tx)
    .await?;
    let known = query_scalar!(
        r#"select exists (
               select from staff_device where staff_id = $1 and device_hash = $2 and last_at > $3
           ) as "known!""#,
        staff,
        seen.device,
        now - REMEMBERED,
    )
    .fetch_one(&mut *tx)
    .await?;
    query!(
        "insert into staff_device (staff_id, device_hash, address_hash, wide_hash, last_at) values ($1, $2, $3, $4, $5)
         on conflict on constraint staff_device_pkey
         do update set last_at = excluded.last_at, wide_hash = excluded.wide_hash",
        staff,
        seen.device,
        seen.address,
        seen.wide.as_deref(),
        now,
    )
    .execute(&mut *tx)
    .await?;
    query!(
        "insert into staff_browser (staff_id, token_hash, last_at) values ($1, $2, $3)
         on conflict on constraint staff_browser_pkey do update set last_at = excluded.last_at",
        staff,
        seen.browser,
        now,
    )
    .execute(&mut *tx)
    .await?;
    query!(
        "update staff set signed_in_at = $2 where id = $1",
        staff,
        now
    )
    .execute(tx)
    .await?;
    Ok(before.is_some() && !known)
}

/// Forgets devices and browsers that were not used for [`REMEMBERED`].
pub async fn forget_old(db: impl PgExecutor<'_>, past: Past) -> sqlx::Result<()> {
    query!(
        "with browsers as (delete from staff_browser where last_at <= $1)
         delete from staff_device where last_at <= $1",
        past.at() - REMEMBERED
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The accounts at work for which so many sign-ins of strangers failed since an instant, and whose
/// owners have not been told since. They are taken as told.
pub async fn many_failures(
    db: impl PgExecutor<'_>,
    hashes: &[(i64, Vec<u8>)],
    many: usize,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<i64>> {
    let ids: Vec<i64> = hashes.iter().map(|(id, _)| *id).collect();
    let emails: Vec<Vec<u8>> = hashes.iter().map(|(_, hash)| hash.clone()).collect();
    query_scalar!(
        "update staff set warned_at = $5
         from unnest($1::bigint[], $2::bytea[]) as named (id, email_hash)
         where staff.id = named.id and (warned_at is null or warned_at <= $4)
           and (select count(*) from sign_in_attempt tried
                where tried.email_hash = named.email_hash and tried.at > $4
                  and tried.standing = 'stranger') >= $3
         returning staff.id",
        &ids,
        &emails,
        i64::try_from(many).unwrap_or(i64::MAX),
        since,
        now,
    )
    .fetch_all(db)
    .await
}
