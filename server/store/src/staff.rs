//! Staff accounts, one-time links and failed sign-ins.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    limits, retention,
    staff::{Role, Staff},
};
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

use crate::devices;

/// How long failed sign-ins are remembered.
pub const REMEMBERED: TimeDelta = retention::ATTEMPT;
/// How many sign-ins may fail for one account from one address within [`REMEMBERED`].
const FAILURES_OF_PAIR: i64 = limits::FAILURES_OF_PAIR;
/// How many sign-ins may fail from one address within [`REMEMBERED`], whatever the account.
const FAILURES_OF_ADDRESS: i64 = limits::FAILURES_OF_ADDRESS;
/// How long failed sign-ins of strangers to an account are remembered.
pub const OF_STRANGERS_REMEMBERED: TimeDelta = retention::ATTEMPT_OF_STRANGERS;
/// How many of them may fail within that before each must wait after the one before: a minute, then
/// two, and so on.
pub const FAILURES_OF_STRANGERS: i64 = limits::FAILURES_OF_STRANGERS;
/// The longest such wait, in minutes.
const LONGEST_WAIT: i64 = limits::LONGEST_WAIT;

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

/// A sign-in that is tried.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The account's name as typed, in lower case. It is looked up and not kept.
    pub email: &'a str,
    /// Its hash.
    pub email_hash: &'a [u8],
    /// The hash of the network address.
    pub address_hash: &'a [u8],
}

/// Counts a sign-in as failed before it is tried, so that a hundred tries at once are not all
/// tried. `None` where there were too many already, else the number to [`forgive`] it by.
///
/// An address from which the account was signed in to lately has its own count alone; all others
/// share one for the account, and wait the longer the more they try, so that neither a stranger with
/// many addresses gets far nor the clerk at her own desk is kept out.
pub async fn attempt(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    attempt: Attempt<'_>,
) -> sqlx::Result<Option<i64>> {
    // Of a hundred at once each counts those before it.
    for hash in [attempt.email_hash, attempt.address_hash] {
        super::hold(&mut *tx, &format!("sign-in {}", hex::encode(hash))).await?;
    }
    query_scalar!(
        "with forgotten as (
             delete from sign_in_attempt where at <= $4
         ), recent as (
             select email_hash from sign_in_attempt where address_hash = $2 and at > $3
         ), familiar as (
             select address_hash from staff_device join staff on staff.id = staff_id
             where staff.email = $8 and last_at > $9
         ), strangers as (
             select count(*) as tries, max(at) as last from sign_in_attempt
             where email_hash = $1 and at > $4 and address_hash not in (select address_hash from familiar)
         )
         insert into sign_in_attempt (email_hash, address_hash, at)
         select $1, $2, $5 from strangers
         where (select count(*) from recent) < $6
           and (select count(*) from recent where email_hash = $1) < $7
           and ($2 in (select address_hash from familiar) or tries < $10
                or last <= $5::timestamptz - make_interval(mins => least(tries - $10 + 1, $11)::int))
         returning id",
        attempt.email_hash,
        attempt.address_hash,
        now - REMEMBERED,
        now - OF_STRANGERS_REMEMBERED,
        now,
        FAILURES_OF_ADDRESS,
        FAILURES_OF_PAIR,
        attempt.email,
        now - devices::REMEMBERED,
        FAILURES_OF_STRANGERS,
        LONGEST_WAIT,
    )
    .fetch_optional(tx)
    .await
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

/// After a sign-in that worked: that account's failures from that address are forgotten.
pub async fn forgive(
    db: impl PgExecutor<'_>,
    email_hash: &[u8],
    address_hash: &[u8],
) -> sqlx::Result<()> {
    query!(
        "delete from sign_in_attempt where email_hash = $1 and address_hash = $2",
        email_hash,
        address_hash,
    )
    .execute(db)
    .await?;
    Ok(())
}
