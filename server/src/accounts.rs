//! Staff accounts: made on the command line, opened by a one-time link, signed in to with a
//! password. No account comes with the software, and nobody can set another's password.

pub mod devices;
pub mod end_sessions;
mod line;
pub mod manage;
pub mod password;
pub mod recovery;
pub mod second_factor;
mod tell;

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attempts::Standing,
    network::{network, wide_network},
    retention::INVITATION,
    staff::{Role, Staff, actor},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use store::{
    self,
    limits::{self, RateLimit, Taken},
    sign_ins::{self, Caller},
    token,
};

use crate::{
    accounts::password::Password,
    commands::change::{COMMAND_LINE, Change, Collides, VISITOR},
    letters::accounts::AccountMail,
    log::{self, SecurityEvent},
    state::App,
};

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
    /// Something that cannot happen has happened. The words are for the log.
    #[error("internal: {0}")]
    Internal(String),
}

impl Collides for AccountError {
    fn collided(&self) -> bool {
        matches!(self, Self::Database(error) if error.collided())
    }
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
    Change::make(db, COMMAND_LINE, now, |mut tx| async move {
        let id = store::staff::add(&mut *tx, now, &account_name(email), name, role, false)
            .await
            .map_err(taken)?;
        let token = token::secret();
        store::staff::add_link(&mut *tx, now, id, &token::hash(&token), now + INVITATION).await?;
        let data = json!({ "role": role.as_str() });
        tx.note("staff account added", actor(id), data);
        tx.commit_noted().await?;
        Ok(token)
    })
    .await
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
    let (email, role) = (&account_name(email), Role::Administrator);
    let hash = &password::hash(password.to_owned()).await?;
    let now = app.now();
    Change::make(&app.db, COMMAND_LINE, now, |mut tx| async move {
        let id = if let Some(id) = store::staff::demo(&mut *tx, email).await? {
            id
        } else {
            let id = store::staff::add(&mut *tx, now, email, name, role, true)
                .await
                .map_err(taken)?;
            let data = json!({ "role": role.as_str(), "demo": true });
            let (action, subject) = ("staff account added", actor(id));
            tx.note(action, subject, data);
            id
        };
        store::staff::set_password(&mut *tx, id, hash).await?;
        tx.commit_noted().await?;
        Ok(id)
    })
    .await
}

/// Whose a one-time link is, while it is good. Changes nothing: mail scanners follow links.
pub async fn of_link(db: &PgPool, now: DateTime<Utc>, token: &str) -> sqlx::Result<Option<Staff>> {
    store::staff::of_link(db, now, &token::hash(token)).await
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
    let hash = &password::hash(password.reveal()).await?;
    let staff = &staff;
    Change::make(&app.db, staff.actor(), now, |mut tx| async move {
        let had_one = store::staff::password_hash(&mut *tx, staff.id).await?;
        if !store::staff::use_link(&mut tx, now, &token::hash(token)).await? {
            return Ok(None);
        }
        let credentials_version = store::staff::set_password(&mut *tx, staff.id, hash).await?;
        store::sessions::delete_of(&mut *tx, staff.id).await?;
        sign_ins::forgive_all(&mut *tx, &digest("account", &staff.email)).await?;
        // Whoever chooses their first one has just been written to.
        if had_one.is_some() {
            tell::tell(&mut tx, app, staff, &AccountMail::PasswordSet).await?;
        }
        let subject = staff.actor();
        tx.note("password set", subject, json!({}));
        tx.commit_noted().await?;
        Ok(Some(Staff {
            credentials_version,
            ..staff.clone()
        }))
    })
    .await
}

/// From where somebody comes who wants to get in.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The network address.
    pub address: IpAddr,
    /// What the browser's cookie for devices holds ([`devices`]), whatever that is worth.
    pub device: Option<String>,
}

impl From<IpAddr> for Origin {
    fn from(address: IpAddr) -> Self {
        let device = None;
        Self { address, device }
    }
}

/// Somebody who wants to get in to the account of this name, as they are counted.
fn caller(email: &str, from: &Origin) -> Caller {
    let email = account_name(email);
    Caller {
        email_hash: digest("account", &email),
        email,
        network: digest("address", &network(from.address)),
        wide: wide_network(from.address).map(|wide| digest("wide address", &wide)),
        device: from.device.as_deref().map(token::hash),
    }
}

/// Counts a sign-in as failed before it is tried, or says how long it has to wait.
async fn tried(
    db: &PgPool,
    now: DateTime<Utc>,
    caller: &Caller,
    standing: Standing,
) -> sqlx::Result<Result<(), TimeDelta>> {
    Change::make(db, VISITOR, now, |mut tx| async move {
        let counted = sign_ins::attempt(&mut tx, caller, standing, now).await?;
        tx.commit_noted().await?;
        Ok(counted)
    })
    .await
}

/// How long somebody whom the account does not know has to wait, where its network or all strangers together did this
/// very often. Whoever the account knows is not counted.
async fn too_many_strangers(
    db: &PgPool,
    standing: Standing,
    act: RateLimit,
    (address, now): (IpAddr, DateTime<Utc>),
) -> sqlx::Result<Option<TimeDelta>> {
    if standing != Standing::Stranger {
        return Ok(None);
    }
    Ok(match limits::count(db, act, address, now).await? {
        Taken::Counted => None,
        Taken::TooMany { minutes, .. } => Some(TimeDelta::minutes(minutes)),
    })
}

/// What came of a sign-in.
#[derive(Debug, PartialEq, Eq)]
pub enum SignIn {
    /// It is them.
    Welcome(Staff),
    /// Unknown, disabled, not opened yet, or the wrong password: nobody is told which.
    Wrong,
    /// Too many failed of late: another can be tried after so long.
    TooMany(TimeDelta),
    /// So many sign in just now that nobody else can wait; it does not count as a try.
    Busy,
}

/// Checks a name and a password, with the same work whether the name is known or not. Whom the
/// account knows by the browser or the network waits neither for strangers' failures nor in their
/// line: `docs/decisions/0029-the-clerk-gets-in.md`.
///
/// # Errors
/// When hashing fails or the database cannot answer.
pub async fn sign_in(
    db: &PgPool,
    now: DateTime<Utc>,
    email: &str,
    password: String,
    from: impl Into<Origin>,
) -> Result<SignIn, AccountError> {
    let from = from.into();
    let caller = caller(email, &from);
    let turn = line::turn(None).await;
    let standing = sign_ins::standing(db, &caller, now).await?;
    drop(turn);
    let device = sign_ins::known_device(&caller, standing);
    let Some(_place) = line::stand(standing, from.address, device).await else {
        log::tell(SecurityEvent::SignInHasToWait, None, "in line");
        return Ok(SignIn::Busy);
    };
    let turn = line::turn(Some(standing)).await;
    if let Some(wait) =
        too_many_strangers(db, standing, RateLimit::SignIn, (from.address, now)).await?
    {
        return Ok(SignIn::TooMany(wait));
    }
    if let Err(wait) = tried(db, now, &caller, standing).await? {
        log::tell(SecurityEvent::SignInHasToWait, None, "too many failed");
        return Ok(SignIn::TooMany(wait));
    }
    let known = store::staff::credentials(db, &caller.email).await?;
    drop(turn);
    let account = known.as_ref().map(|known| known.id);
    let stored = known.as_ref().map(|known| known.password_hash.clone());
    let checked = password::verify(password.clone(), stored).await?;
    let (Some(known), true) = (known, checked.matches) else {
        log::tell(SecurityEvent::SignInFailed, account, "password");
        return Ok(SignIn::Wrong);
    };
    if checked.outdated {
        let new = password::hash(password).await?;
        store::staff::rehash(db, known.id, &known.password_hash, &new).await?;
    }
    sign_ins::forgive(db, &caller).await?;
    // What was right when it was read may have been taken away while this waited for its turn.
    let staff = store::staff::at_work(db, known.id).await?;
    let staff = staff.filter(|staff| staff.credentials_version == known.credentials_version);
    Ok(staff.map_or(SignIn::Wrong, SignIn::Welcome))
}

fn digest(kind: &str, value: &str) -> Vec<u8> {
    Sha256::digest(format!("{kind}:{value}")).to_vec()
}
