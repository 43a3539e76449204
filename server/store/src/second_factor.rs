//! The second proof at sign-in: authenticator apps, recovery codes and wrong codes. The passkeys
//! have a file of their own.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{limits, retention};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

/// How long wrong codes are remembered.
pub const REMEMBERED: TimeDelta = retention::ATTEMPT;
/// How long wrong codes are kept, so that a few each hour are noticed too.
const KEPT: TimeDelta = retention::ATTEMPT_ROW;
/// How many wrong codes an account may have within [`REMEMBERED`].
pub const WRONG_CODES: i64 = limits::WRONG_CODES;

/// What an account has to prove who it is besides its password.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Factors {
    /// When the authenticator app was added.
    pub app_since: Option<DateTime<Utc>>,
    /// When a code of the app was last used.
    pub app_used: Option<DateTime<Utc>>,
    /// How many passkeys there are.
    pub passkeys: i64,
    /// How many recovery codes are left.
    pub codes_left: i64,
}

impl Factors {
    /// Whether there is an app or a passkey. Recovery codes alone do not count.
    #[must_use]
    pub fn any(&self) -> bool {
        self.app_since.is_some() || self.passkeys > 0
    }

    /// Whether there would be none with one of them gone.
    #[must_use]
    pub fn only_one(&self) -> bool {
        i64::from(self.app_since.is_some()) + self.passkeys <= 1
    }
}

/// What an account has.
pub async fn factors(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<Factors> {
    query_as!(
        Factors,
        r#"select staff_totp.created_at as "app_since?", staff_totp.last_used_at as "app_used?",
                  (select count(*) from staff_passkey where staff_id = staff.id) as "passkeys!",
                  (select count(*) from staff_recovery_code
                   where staff_id = staff.id and used_at is null) as "codes_left!"
           from staff left join staff_totp on staff_totp.staff_id = staff.id
           where staff.id = $1"#,
        staff,
    )
    .fetch_one(db)
    .await
}

/// Holds an account's row until the transaction ends, so that its codes are tried and its factors
/// changed one after the other.
pub async fn lock(tx: &mut PgConnection, staff: i64) -> sqlx::Result<()> {
    query!(
        "select id from staff where id = $1 for no key update",
        staff
    )
    .fetch_one(tx)
    .await?;
    Ok(())
}

/// The 20 bytes that an account's app computes its codes from.
pub async fn app_secret(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<Option<Vec<u8>>> {
    query_scalar!("select secret from staff_totp where staff_id = $1", staff)
        .fetch_optional(db)
        .await
}

/// Sets an account's app, in place of one that was there. `step` is that of the code that proved
/// it, which is thereby used.
pub async fn set_app(
    db: impl PgExecutor<'_>,
    staff: i64,
    secret: &[u8],
    step: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into staff_totp (staff_id, secret, last_step, created_at) values ($1, $2, $3, $4)
         on conflict (staff_id) do update
         set secret = excluded.secret, last_step = excluded.last_step, created_at = excluded.created_at,
             last_used_at = null",
        staff,
        secret,
        step,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Uses the code of a step up. True for the first who does; of two at once, and for a step that is
/// not after the last one, false.
pub async fn use_step(
    db: impl PgExecutor<'_>,
    staff: i64,
    step: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "update staff_totp set last_step = $2, last_used_at = $3 where staff_id = $1 and last_step < $2",
        staff,
        step,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes an account's app away. False where it has none.
pub async fn remove_app(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<bool> {
    let done = query!("delete from staff_totp where staff_id = $1", staff)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives an account new recovery codes, by their hashes. Those before are worth nothing more.
pub async fn set_recovery_codes(
    tx: &mut PgConnection,
    staff: i64,
    hashes: &[Vec<u8>],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!("delete from staff_recovery_code where staff_id = $1", staff)
        .execute(&mut *tx)
        .await?;
    query!(
        "insert into staff_recovery_code (staff_id, code_hash, created_at)
         select $1, hash, $3 from unnest($2::bytea[]) hash",
        staff,
        hashes,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Uses a recovery code up. True for the first who does.
pub async fn use_recovery_code(
    db: impl PgExecutor<'_>,
    staff: i64,
    hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "update staff_recovery_code set used_at = $3 where staff_id = $1 and code_hash = $2 and used_at is null",
        staff,
        hash,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many wrong codes an account had of late. Call it with the account's row locked.
pub async fn wrong_codes(
    db: impl PgExecutor<'_>,
    staff: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from second_factor_attempt where staff_id = $1 and at > $2"#,
        staff,
        now - REMEMBERED,
    )
    .fetch_one(db)
    .await
}

/// How many wrong codes an account had since it last signed in, within a day.
pub async fn wrong_codes_of_a_day(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from second_factor_attempt where staff_id = $1"#,
        staff,
    )
    .fetch_one(db)
    .await
}

/// Counts a wrong code, and forgets everybody's that are older than a day.
pub async fn add_wrong_code(
    db: impl PgExecutor<'_>,
    staff: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "with forgotten as (delete from second_factor_attempt where at <= $3)
         insert into second_factor_attempt (staff_id, at) values ($1, $2)",
        staff,
        now,
        now - KEPT,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// After a code that was right: the wrong ones are forgotten.
pub async fn forgive(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<()> {
    query!(
        "delete from second_factor_attempt where staff_id = $1",
        staff
    )
    .execute(db)
    .await?;
    Ok(())
}
