//! Signed-in browsers. The database holds the SHA-256 of each cookie, never the cookie.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{clock::Past, retention, staff::Staff};
use serde_json::Value;
use sqlx::{PgExecutor, PgPool, query, query_as};

/// How long a session lives without a request.
pub const IDLE: TimeDelta = retention::IDLE_SESSION;
/// How long a session lives at most, however busy.
pub const AT_MOST: TimeDelta = retention::SESSION;

/// Adds a session. False where the id is taken.
pub async fn create(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    id_hash: &[u8],
    staff_id: Option<i64>,
    data: Value,
) -> sqlx::Result<bool> {
    let done = query!(
        "insert into staff_session (id_hash, staff_id, data, created_at, used_at, expires_at)
         values ($1, $2, $3, $4, $4, $5)
         on conflict (id_hash) do nothing",
        id_hash,
        staff_id,
        data,
        now,
        now + IDLE,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps what a session holds and lets it live on. One that was ended meanwhile stays ended.
pub async fn save(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    id_hash: &[u8],
    staff_id: Option<i64>,
    data: Value,
) -> sqlx::Result<()> {
    query!(
        "update staff_session
         set data = $2, staff_id = $3, device = coalesce($2::jsonb->>'device', ''), used_at = $6,
             expires_at = least($4, created_at + make_interval(secs => $5))
         where id_hash = $1",
        id_hash,
        data,
        staff_id,
        now + IDLE,
        AT_MOST.as_seconds_f64(),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a live session holds, and whose it is, where the account may work: one query for both, since every page of the
/// desk asks for both.
pub async fn load(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    id_hash: &[u8],
) -> sqlx::Result<Option<(Value, Option<Staff>)>> {
    let row = query!(
        r#"select data, staff.id as "id?", email as "email?", name as "name?", role as "role?", demo as "demo?",
                  shortcuts as "shortcuts?", credentials as "credentials_version?"
           from staff_session
           left join staff on staff.id = staff_id and disabled_at is null and password_hash is not null
           where id_hash = $1 and expires_at > $2"#,
        id_hash,
        now
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let staff = match (
        row.id,
        row.email,
        row.name,
        row.role,
        row.demo,
        row.shortcuts,
        row.credentials_version,
    ) {
        (
            Some(id),
            Some(email),
            Some(name),
            Some(role),
            Some(demo),
            Some(shortcuts),
            Some(credentials_version),
        ) => Some(Staff {
            id,
            email,
            name,
            role: super::staff::role(&role),
            demo,
            shortcuts,
            credentials_version,
        }),
        _ => None,
    };
    Ok(Some((row.data, staff)))
}

/// Ends a session.
pub async fn delete(db: impl PgExecutor<'_>, id_hash: &[u8]) -> sqlx::Result<()> {
    query!("delete from staff_session where id_hash = $1", id_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends every session of an account.
pub async fn delete_of(db: impl PgExecutor<'_>, staff_id: i64) -> sqlx::Result<()> {
    query!("delete from staff_session where staff_id = $1", staff_id)
        .execute(db)
        .await?;
    Ok(())
}

/// A signed-in browser as its owner sees it.
#[derive(Debug, Clone)]
pub struct Row {
    /// How a page names it.
    pub number: i64,
    /// "Firefox on Windows".
    pub device: String,
    /// When it was signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub used_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// An account's live sessions, the one used last first; a sign-in that stands half way is none yet.
pub async fn of(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    staff_id: i64,
    this: &[u8],
) -> sqlx::Result<Vec<Row>> {
    query_as!(
        Row,
        r#"select number, device, created_at, used_at, id_hash = $3 as "this!"
           from staff_session
           where staff_id = $1 and expires_at > $2 and data ? 'staff'
           order by id_hash = $3 desc, used_at desc, number desc"#,
        staff_id,
        now,
        this,
    )
    .fetch_all(db)
    .await
}

/// Ends one session of an account. False where there is none of that number.
pub async fn delete_one(db: impl PgExecutor<'_>, staff_id: i64, number: i64) -> sqlx::Result<bool> {
    let done = query!(
        "delete from staff_session where staff_id = $1 and number = $2",
        staff_id,
        number,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of an account but this one, and says how many.
pub async fn delete_others(
    db: impl PgExecutor<'_>,
    staff_id: i64,
    this: &[u8],
) -> sqlx::Result<u64> {
    let done = query!(
        "delete from staff_session where staff_id = $1 and id_hash <> $2",
        staff_id,
        this,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Clears away sessions that have run out.
pub async fn forget_old(db: &PgPool, past: Past) -> sqlx::Result<()> {
    // A part at a time, so that none takes longer than a statement may, however many there are.
    loop {
        let gone = query!(
            "delete from staff_session where id_hash in (
                 select id_hash from staff_session where expires_at <= $2 limit $1)",
            AT_ONCE,
            past.at()
        )
        .execute(db)
        .await?;
        if i64::try_from(gone.rows_affected()).is_ok_and(|gone| gone < AT_ONCE) {
            return Ok(());
        }
    }
}

/// How many old sessions are forgotten at a time.
const AT_ONCE: i64 = 5000;
