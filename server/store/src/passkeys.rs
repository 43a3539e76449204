//! Passkeys, and what devices were asked to sign.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};
use uuid::Uuid;

/// A passkey as its owner sees it.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// The name its owner gave it.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// An account's passkeys, the oldest first.
pub async fn of(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<Vec<Row>> {
    query_as!(
        Row,
        "select id, name, created_at, last_used_at from staff_passkey where staff_id = $1 order by id",
        staff,
    )
    .fetch_all(db)
    .await
}

/// The keys of an account's passkeys, as JSON.
pub async fn credentials(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<Vec<Value>> {
    query_scalar!(
        "select credential from staff_passkey where staff_id = $1 order by id",
        staff
    )
    .fetch_all(db)
    .await
}

/// How passkeys name an account.
pub async fn handle(db: impl PgExecutor<'_>, staff: i64) -> sqlx::Result<Uuid> {
    query_scalar!("select passkey_handle from staff where id = $1", staff)
        .fetch_one(db)
        .await
}

/// The account that passkeys name so.
pub async fn of_handle(db: impl PgExecutor<'_>, handle: Uuid) -> sqlx::Result<Option<i64>> {
    query_scalar!("select id from staff where passkey_handle = $1", handle)
        .fetch_optional(db)
        .await
}

/// A passkey to keep.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// The name its owner gave it.
    pub name: String,
    /// What tells it from every other.
    pub credential_id: Vec<u8>,
    /// The public half of its key and what came with it.
    pub credential: Value,
}

/// Keeps a passkey. False where it is known already.
pub async fn add(
    db: impl PgExecutor<'_>,
    staff: i64,
    passkey: &NewPasskey,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "insert into staff_passkey (staff_id, credential_id, name, credential, counter, created_at)
         values ($1, $2, $3, $4, 0, $5)
         on conflict (credential_id) do nothing",
        staff,
        passkey.credential_id,
        passkey.name,
        passkey.credential,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a passkey was used. False where it is gone, or where its counter did not rise: a
/// device that counts and tells an old number may be a copy.
pub async fn used(
    db: impl PgExecutor<'_>,
    staff: i64,
    credential_id: &[u8],
    credential: &Value,
    counter: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "update staff_passkey set credential = $3, counter = $4, last_used_at = $5
         where staff_id = $1 and credential_id = $2 and ($4 > counter or ($4 = 0 and counter = 0))",
        staff,
        credential_id,
        credential,
        counter,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a passkey away. Its name, where the account had it.
pub async fn remove(db: impl PgExecutor<'_>, staff: i64, id: i64) -> sqlx::Result<Option<String>> {
    query_scalar!(
        "delete from staff_passkey where staff_id = $1 and id = $2 returning name",
        staff,
        id
    )
    .fetch_optional(db)
    .await
}

/// What a device is asked to sign it for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To make a passkey for this account.
    Make(i64),
    /// To prove that it is this account's, after the password.
    Second(i64),
    /// To sign in with nothing else.
    Alone,
}

impl Purpose {
    fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Make(staff) => ("make", Some(staff)),
            Self::Second(staff) => ("second", Some(staff)),
            Self::Alone => ("alone", None),
        }
    }
}

/// Keeps what a device is asked, and clears away what nobody answered.
pub async fn ask(
    db: impl PgExecutor<'_>,
    token_hash: &[u8],
    purpose: Purpose,
    state: Value,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (purpose, staff) = purpose.parts();
    query!(
        "with forgotten as (delete from passkey_challenge where expires_at <= $5)
         insert into passkey_challenge (token_hash, purpose, staff_id, state, expires_at)
         values ($1, $2, $3, $4, $6)",
        token_hash,
        purpose,
        staff,
        state,
        now,
        expires_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes out what a device was asked, for its answer to be checked: once, whatever comes of it.
pub async fn answered(
    db: &mut PgConnection,
    token_hash: &[u8],
    purpose: Purpose,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Value>> {
    let (purpose, staff) = purpose.parts();
    query_scalar!(
        "delete from passkey_challenge
         where token_hash = $1 and purpose = $2 and staff_id is not distinct from $3 and expires_at > $4
         returning state",
        token_hash,
        purpose,
        staff,
        now,
    )
    .fetch_optional(db)
    .await
}
