//! Staff accounts: made on the command line, opened by a one-time link, signed in to with a
//! password. No account comes with the software, and nobody can set another's password.

pub mod devices;
pub mod keeping;
pub mod password;
pub mod recovery;
pub mod second_factor;
pub mod sessions;

use std::{net::IpAddr, sync::LazyLock};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgPool;

use crate::{
    accounts::password::Password, connections::Inside, db, mail::accounts::Word, state::App, token,
};

/// How long the one-time link of an invitation is good for.
pub const INVITATION_LIVES: TimeDelta = TimeDelta::hours(72);
/// How long the one-time link of somebody who has forgotten their password is good for.
pub const RESET_LIVES: TimeDelta = TimeDelta::hours(1);

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The account's number.
    pub id: i64,
    /// The email address, in lower case: the account's name.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether it is the demonstration account.
    pub demo: bool,
    /// Whether single keys work on the desk.
    pub shortcuts: bool,
    /// How often the password was set, the second steps taken away or the account closed: what began
    /// under an earlier number is over.
    pub credentials: i32,
}

impl Staff {
    /// How the audit log names the account.
    #[must_use]
    pub fn actor(&self) -> String {
        actor(self.id)
    }

    /// What they do now, for the database to record.
    #[must_use]
    pub fn act(&self, now: DateTime<Utc>) -> db::Act {
        db::Act {
            staff: self.id,
            now,
        }
    }
}

fn actor(id: i64) -> String {
    format!("staff:{id}")
}

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Decides on submissions.
    Moderator,
    /// As a moderator, and the settings.
    Administrator,
}

impl Role {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Moderator => "moderator",
            Self::Administrator => "administrator",
        }
    }
}

/// What can go wrong with an account.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is an account of that address.
    #[error("an account for that address exists already")]
    Taken,
    /// The password could not be hashed.
    #[error("hashing failed: {0}")]
    Hashing(#[from] password::HashingFailed),
    /// The database could not answer.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
}

/// An address as accounts are named by it.
#[must_use]
pub fn account_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Adds an account and gives the token of the link by which its owner chooses a password:
/// `/staff/welcome/{token}`, good once and for 72 hours. Only its hash is kept.
///
/// # Errors
/// The address has an account already, or the database cannot answer.
pub async fn add(
    db: &PgPool,
    now: DateTime<Utc>,
    email: &str,
    name: &str,
    role: Role,
) -> Result<String, AccountError> {
    let mut transaction = db.begin().await?;
    let id = db::staff::add(
        &mut *transaction,
        now,
        &account_name(email),
        name,
        role,
        false,
    )
    .await
    .map_err(taken)?;
    let token = token::secret();
    db::staff::add_link(
        &mut *transaction,
        now,
        id,
        &token::hash(&token),
        now + INVITATION_LIVES,
    )
    .await?;
    let data = json!({ "role": role.as_str() });
    db::audit::append(
        &mut transaction,
        now,
        "command line",
        "staff account added",
        &actor(id),
        data,
    )
    .await?;
    transaction.commit().await?;
    Ok(token)
}

fn taken(error: sqlx::Error) -> AccountError {
    match error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::constraint)
    {
        Some("staff_email_unique") => AccountError::Taken,
        _ => error.into(),
    }
}

/// Makes sure that the demonstration's account is there with this password, and gives its number.
/// The password rules do not apply, since it stands on the console.
///
/// # Errors
/// A real account has the address, or the database cannot answer.
pub async fn demo_account(
    app: &App,
    email: &str,
    name: &str,
    password: &str,
) -> Result<i64, AccountError> {
    let (email, role) = (account_name(email), Role::Administrator);
    let hash = password::hash(password.to_owned()).await?;
    let mut transaction = app.db.begin().await?;
    let id = if let Some(id) = db::staff::demo(&mut *transaction, &email).await? {
        id
    } else {
        let now = app.now();
        let id = db::staff::add(&mut *transaction, now, &email, name, role, true)
            .await
            .map_err(taken)?;
        let data = json!({ "role": role.as_str(), "demo": true });
        let (action, subject) = ("staff account added", actor(id));
        db::audit::append(
            &mut transaction,
            now,
            "command line",
            action,
            &subject,
            data,
        )
        .await?;
        id
    };
    db::staff::set_password(&mut *transaction, id, &hash).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Whose a one-time link is, while it is good. Changes nothing: mail scanners follow links.
///
/// # Errors
/// When the database cannot answer.
pub async fn of_link(db: &PgPool, now: DateTime<Utc>, token: &str) -> sqlx::Result<Option<Staff>> {
    db::staff::of_link(db, now, &token::hash(token)).await
}

/// Sets a password by a one-time link, which is then used up, ends the account's sessions, forgets
/// its failed sign-ins and writes to its address. `None` where the link is not good.
///
/// # Errors
/// When hashing fails or the database cannot answer.
pub async fn accept(
    app: &App,
    token: &str,
    password: Password,
) -> Result<Option<Staff>, AccountError> {
    let now = app.now();
    let Some(staff) = of_link(&app.db, now, token).await? else {
        return Ok(None);
    };
    let hash = password::hash(password.reveal()).await?;
    let mut transaction = app.db.begin().await?;
    let had_one = db::staff::password_hash(&mut *transaction, staff.id).await?;
    if !db::staff::use_link(&mut transaction, now, &token::hash(token)).await? {
        return Ok(None);
    }
    let credentials = db::staff::set_password(&mut *transaction, staff.id, &hash).await?;
    db::sessions::delete_of(&mut *transaction, staff.id).await?;
    db::staff::forgive_all(&mut *transaction, &digest("account", &staff.email)).await?;
    // Whoever chooses their first one has just been written to.
    if had_one.is_some() {
        keeping::tell(&mut transaction, app, &staff, &Word::PasswordSet).await?;
    }
    let subject = staff.actor();
    db::audit::append(
        &mut transaction,
        now,
        &subject,
        "password set",
        &subject,
        json!({}),
    )
    .await?;
    transaction.commit().await?;
    Ok(Some(Staff {
        credentials,
        ..staff
    }))
}

/// What came of a sign-in.
#[derive(Debug, PartialEq, Eq)]
pub enum SignIn {
    /// It is them.
    Welcome(Staff),
    /// Unknown, disabled, not opened yet, or the wrong password: nobody is told which.
    Wrong,
    /// Too many failed of late.
    TooMany,
    /// So many sign in just now that nobody else can wait; it does not count as a try.
    Busy,
}

/// How many sign-ins of one network address may be worked on at once.
const IN_LINE_OF_ADDRESS: usize = 6;

static IN_LINE: LazyLock<Inside> = LazyLock::new(Inside::default);

/// Checks a name and a password, with the same work whether the name is known or not. Failures
/// count for one account from one address; those of strangers together only slow strangers down, so
/// that none can lock anybody out.
///
/// # Errors
/// When hashing fails or the database cannot answer.
pub async fn sign_in(
    db: &PgPool,
    now: DateTime<Utc>,
    email: &str,
    password: String,
    address: IpAddr,
) -> Result<SignIn, AccountError> {
    let email = account_name(email);
    let (email_hash, address_hash) = (
        digest("account", &email),
        digest("address", &network(address)),
    );
    // Nobody fills the line from one address. This machine may be a proxy that nobody told us of.
    let most = (!address.is_loopback()).then_some(IN_LINE_OF_ADDRESS);
    let (Some(_counted), Some(_place)) = (IN_LINE.enter(address, most), password::stand_in_line())
    else {
        return Ok(SignIn::Busy);
    };
    let attempt = db::staff::Attempt {
        email: &email,
        email_hash: &email_hash,
        address_hash: &address_hash,
    };
    if db::staff::attempt(db, now, attempt).await?.is_none() {
        return Ok(SignIn::TooMany);
    }
    let known = db::staff::credentials(db, &email).await?;
    let stored = known.as_ref().map(|known| known.password_hash.clone());
    let checked = password::verify(password.clone(), stored).await?;
    let (Some(known), true) = (known, checked.matches) else {
        return Ok(SignIn::Wrong);
    };
    if checked.outdated {
        let new = password::hash(password).await?;
        db::staff::rehash(db, known.id, &known.password_hash, &new).await?;
    }
    db::staff::forgive(db, &email_hash, &address_hash).await?;
    // What was right when it was read may have been taken away while this waited for its turn.
    let staff = db::staff::at_work(db, known.id).await?;
    let staff = staff.filter(|staff| staff.credentials == known.credentials);
    Ok(staff.map_or(SignIn::Wrong, SignIn::Welcome))
}

/// What of an address counts as one visitor: an IPv6 customer has the last 64 bits to choose from.
pub(crate) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

/// The first 48 bits of an IPv6 address, of which one customer may have as many as the provider likes.
pub(crate) fn wide_network(address: IpAddr) -> Option<String> {
    match address.to_canonical() {
        IpAddr::V4(_) => None,
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            Some(format!("{a:x}:{b:x}:{c:x}"))
        }
    }
}

fn digest(kind: &str, value: &str) -> Vec<u8> {
    Sha256::digest(format!("{kind}:{value}")).to_vec()
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn an_ipv6_customer_is_one_visitor() {
        let of = |address: &str| network(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
