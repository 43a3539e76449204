//! Staff accounts and one-time links.

use chrono::{DateTime, Utc};
use domain::staff::{Role, Staff};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

struct Row {
    id: i64,
    email: String,
    name: String,
    role: String,
    demo: bool,
    shortcuts: bool,
    credentials_version: i32,
}

impl From<Row> for Staff {
    fn from(row: Row) -> Self {
        let role = role(&row.role);
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            role,
            demo: row.demo,
            shortcuts: row.shortcuts,
            credentials_version: row.credentials_version,
        }
    }
}

/// A role as the database names it. What it does not know may do the least.
pub(crate) fn role(word: &str) -> Role {
    if word == Role::Administrator.as_str() {
        Role::Administrator
    } else {
        Role::Moderator
    }
}

/// Adds an account without a password.
///
/// # Errors
/// When the database refuses: the constraint `staff_email_unique` where the address is taken.
pub async fn add(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    email: &str,
    name: &str,
    role: Role,
    demo: bool,
) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into staff (email, name, role, demo, created_at) values ($1, $2, $3, $4, $5) returning id",
        email,
        name,
        role.as_str(),
        demo,
        now,
    )
    .fetch_one(db)
    .await
}

/// An account that may work at the desk: not disabled, and with a password.
pub async fn at_work(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<Staff>> {
    let row = query_as!(
        Row,
        "select id, email, name, role, demo, shortcuts, credentials as credentials_version from staff
         where id = $1 and disabled_at is null and password_hash is not null",
        id,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Staff::from))
}

/// Turns the desk's keys on or off for an account.
pub async fn set_shortcuts(db: impl PgExecutor<'_>, id: i64, on: bool) -> sqlx::Result<()> {
    query!("update staff set shortcuts = $2 where id = $1", id, on)
        .execute(db)
        .await?;
    Ok(())
}

/// Every account's number and name, by name: those that are closed too, since the log names them.
pub async fn names(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = query!("select id, name from staff order by name, id")
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What a password is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account's number.
    pub id: i64,
    /// The password's hash.
    pub password_hash: String,
    /// As [`Staff::credentials_version`].
    pub credentials_version: i32,
}

/// The account's number and password hash, by its address in lower case.
pub async fn credentials(
    db: impl PgExecutor<'_>,
    email: &str,
) -> sqlx::Result<Option<Credentials>> {
    query_as!(
        Credentials,
        r#"select id, password_hash as "password_hash!", credentials as credentials_version from staff
           where email = $1 and disabled_at is null and password_hash is not null"#,
        email,
    )
    .fetch_optional(db)
    .await
}

/// Opens or closes the demonstration account: on a site that is no demonstration nobody signs in
/// with it, even on a database that once was.
pub async fn open_demo(
    db: impl PgExecutor<'_>,
    open: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "update staff set disabled_at = case when $1 then null else coalesce(disabled_at, $2) end where demo",
        open,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether anybody can sign in.
pub async fn anybody(db: impl PgExecutor<'_>) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (
               select from staff where disabled_at is null and password_hash is not null
           ) as "anybody!""#
    )
    .fetch_one(db)
    .await
}

/// The demonstration account's number, if there is one.
pub async fn demo(db: impl PgExecutor<'_>, email: &str) -> sqlx::Result<Option<i64>> {
    query_scalar!("select id from staff where email = $1 and demo", email)
        .fetch_optional(db)
        .await
}

/// Sets an account's password, and gives the number that what begins from now on has
/// ([`Staff::credentials_version`]).
pub async fn set_password(
    db: impl PgExecutor<'_>,
    id: i64,
    password_hash: &str,
) -> sqlx::Result<i32> {
    query_scalar!(
        "update staff set password_hash = $2, credentials = credentials + 1 where id = $1 returning credentials as credentials_version",
        id,
        password_hash
    )
    .fetch_one(db)
    .await
}

/// Sets the password that takes the place of a known one, unless another was set meanwhile.
pub async fn change_password(
    db: impl PgExecutor<'_>,
    staff: &Staff,
    password_hash: &str,
) -> sqlx::Result<Option<i32>> {
    query_scalar!(
        "update staff set password_hash = $3, credentials = credentials + 1
         where id = $1 and credentials = $2 returning credentials as credentials_version",
        staff.id,
        staff.credentials_version,
        password_hash
    )
    .fetch_optional(db)
    .await
}

/// Replaces the hash of a password that has not changed, unless it has been changed meanwhile.
pub async fn rehash(db: impl PgExecutor<'_>, id: i64, old: &str, new: &str) -> sqlx::Result<()> {
    query!(
        "update staff set password_hash = $3 where id = $1 and password_hash = $2",
        id,
        old,
        new
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds a one-time link.
pub async fn add_link(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    staff_id: i64,
    token_hash: &[u8],
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into staff_link (token_hash, staff_id, expires_at, created_at) values ($1, $2, $3, $4)",
        token_hash,
        staff_id,
        expires_at,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Every account that is not closed, by number and address, but the demonstration's.
pub async fn addresses(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<(i64, String)>> {
    let rows =
        query!("select id, email from staff where disabled_at is null and not demo order by id")
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.email)).collect())
}

/// An account that is not closed, whether it was opened yet or not.
pub async fn not_closed(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<Staff>> {
    let row = query_as!(
        Row,
        "select id, email, name, role, demo, shortcuts, credentials as credentials_version from staff where id = $1 and disabled_at is null",
        id,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Staff::from))
}

/// The hash of an account's password, if it has one.
pub async fn password_hash(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<Option<String>> {
    query_scalar!("select password_hash from staff where id = $1", id)
        .fetch_one(db)
        .await
}

/// Whose a one-time link is, while it is good.
pub async fn of_link(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    token_hash: &[u8],
) -> sqlx::Result<Option<Staff>> {
    let row = query_as!(
        Row,
        "select staff.id, email, name, role, demo, shortcuts, credentials as credentials_version
         from staff_link join staff on staff.id = staff_id
         where token_hash = $1 and used_at is null and expires_at > $2 and disabled_at is null",
        token_hash,
        now,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Staff::from))
}

/// Uses a one-time link up, and with it every other link of the account. True for the one who
/// did: of two at once, the second waits for the row and then finds it used.
pub async fn use_link(
    transaction: &mut PgConnection,
    now: DateTime<Utc>,
    token_hash: &[u8],
) -> sqlx::Result<bool> {
    let staff_id = query_scalar!(
        "update staff_link set used_at = $2
         where token_hash = $1 and used_at is null and expires_at > $2
         returning staff_id",
        token_hash,
        now,
    )
    .fetch_optional(&mut *transaction)
    .await?;
    let Some(staff_id) = staff_id else {
        return Ok(false);
    };
    use_up_links(transaction, staff_id, now).await?;
    Ok(true)
}

/// Uses up every link of an account: none of them chooses a password any more.
pub async fn use_up_links(
    db: impl PgExecutor<'_>,
    staff_id: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "update staff_link set used_at = $2 where staff_id = $1 and used_at is null",
        staff_id,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}
