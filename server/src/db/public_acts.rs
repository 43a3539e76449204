//! How often somebody did what anybody may do: told us of an event, asked for the weekly email.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgExecutor, query_scalar};

/// How long it is remembered.
const REMEMBERED: TimeDelta = TimeDelta::hours(1);
/// How often one network address may do the same in that time. A household and a library share one.
pub const MOST: i64 = 10;

/// Counts an act of this kind (`report` or `weekly`) from a network address, of which only a hash
/// is kept. False where there were too many already.
///
/// # Errors
/// When the database refuses.
pub async fn count(
    db: impl PgExecutor<'_>,
    kind: &str,
    address_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let counted = query_scalar!(
        "with forgotten as (
             delete from public_act where at <= $3
         )
         insert into public_act (kind, address_hash, at)
         select $1, $2, $4
         where (select count(*) from public_act where kind = $1 and address_hash = $2 and at > $3) < $5
         returning id",
        kind,
        address_hash,
        now - REMEMBERED,
        now,
        MOST,
    )
    .fetch_optional(db)
    .await?;
    Ok(counted.is_some())
}
