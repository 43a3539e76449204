//! Staff accounts as an administrator keeps them. Whoever changes one holds every administrator's
//! row first, so that of two who take each other's role at once, one is left.

use chrono::{DateTime, Utc};
use domain::staff::Role;
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

/// An account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: i64,
    /// The email address it is named by.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// "moderator" or "administrator".
    pub role: String,
    /// Whether it is the demonstration's.
    pub demo: bool,
    /// Whether its owner has chosen a password.
    pub opened: bool,
    /// Whether they have a second step, or need none (the demonstration's).
    pub second_step: bool,
    /// When it was closed, if it is.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Why, where a reason was given.
    pub disabled_reason: Option<String>,
    /// When its last session began.
    pub signed_in_at: Option<DateTime<Utc>>,
}

impl Account {
    /// Whether it looks after the settings and the accounts.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.role == Role::Administrator.as_str()
    }
}

/// Every account: those that are closed come last.
pub async fn all(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<Account>> {
    query_as!(
        Account,
        r#"select id, email, name, role, demo, password_hash is not null as "opened!",
                  demo or exists (select from staff_totp where staff_id = staff.id)
                       or exists (select from staff_passkey where staff_id = staff.id) as "second_step!",
                  disabled_at, disabled_reason, signed_in_at
           from staff order by disabled_at is not null, lower(name), id"#
    )
    .fetch_all(db)
    .await
}

/// One account.
pub async fn one(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<Account>> {
    query_as!(
        Account,
        r#"select id, email, name, role, demo, password_hash is not null as "opened!",
                  demo or exists (select from staff_totp where staff_id = staff.id)
                       or exists (select from staff_passkey where staff_id = staff.id) as "second_step!",
                  disabled_at, disabled_reason, signed_in_at
           from staff where id = $1"#,
        id,
    )
    .fetch_optional(db)
    .await
}

/// The number of the account of an address in lower case.
pub async fn of_email(db: impl PgExecutor<'_>, email: &str) -> sqlx::Result<Option<i64>> {
    query_scalar!("select id from staff where email = $1", email)
        .fetch_optional(db)
        .await
}

/// The administrators who can work, whose rows are held from here on. Whoever waits here for
/// another finds them as that one left them.
pub async fn hold_administrators(tx: &mut PgConnection) -> sqlx::Result<Vec<i64>> {
    query_scalar!(
        "select id from staff
         where role = 'administrator' and disabled_at is null and password_hash is not null
         order by id for no key update"
    )
    .fetch_all(tx)
    .await
}

/// An account, whose row is held from here on.
pub async fn hold(tx: &mut PgConnection, id: i64) -> sqlx::Result<Option<Account>> {
    query_as!(
        Account,
        r#"select id, email, name, role, demo, password_hash is not null as "opened!",
                  demo or exists (select from staff_totp where staff_id = staff.id)
                       or exists (select from staff_passkey where staff_id = staff.id) as "second_step!",
                  disabled_at, disabled_reason, signed_in_at
           from staff where id = $1 for no key update"#,
        id,
    )
    .fetch_optional(tx)
    .await
}

/// Gives an account another name and role.
pub async fn change(db: impl PgExecutor<'_>, id: i64, name: &str, role: Role) -> sqlx::Result<()> {
    query!(
        "update staff set name = $2, role = $3 where id = $1",
        id,
        name,
        role.as_str(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Closes an account: its sessions end, and its links are of no more use.
pub async fn close(
    tx: &mut PgConnection,
    id: i64,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "update staff set disabled_at = $2, disabled_reason = $3, credentials = credentials + 1 where id = $1",
        id,
        now,
        reason,
    )
    .execute(&mut *tx)
    .await?;
    query!(
        "update staff_link set used_at = $2 where staff_id = $1 and used_at is null",
        id,
        now,
    )
    .execute(&mut *tx)
    .await?;
    super::sessions::delete_of(tx, id).await
}

/// Opens an account that was closed.
pub async fn open(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<()> {
    query!(
        "update staff set disabled_at = null, disabled_reason = null where id = $1",
        id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes every second proof of an account away, with its recovery codes. Its owner sets up new ones
/// at the next sign-in.
pub async fn remove_second_factors(tx: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("delete from staff_passkey where staff_id = $1", id)
        .execute(&mut *tx)
        .await?;
    query!("delete from staff_totp where staff_id = $1", id)
        .execute(&mut *tx)
        .await?;
    query!("delete from staff_recovery_code where staff_id = $1", id)
        .execute(&mut *tx)
        .await?;
    query!(
        "update staff set credentials = credentials + 1 where id = $1",
        id
    )
    .execute(tx)
    .await?;
    Ok(())
}
