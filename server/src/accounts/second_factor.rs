//! The second proof at sign-in: a passkey or a code of an authenticator app, and recovery codes for
//! the day when neither is at hand. Why so: `docs/decisions/0017-second-factor.md`.
//!
//! Every change is one transaction that holds the account's row, writes to the account's address,
//! and ends with an entry in the log.

pub mod authenticator;
pub mod passkey;

use domain::{
    council::Site,
    second_factor::{RECOVERY_CODES, recovery_code},
    staff::Staff,
};
use rand::RngExt;
use serde_json::{Value, json};
use store::{self, second_factor::WRONG_CODES, token};

use crate::{commands::change::Change, letters::second_factor::SecurityMail, state::App};

/// At which wrong code of a day the account's address hears of it.
const TELL_OF: i64 = 3;

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It was right, and is used up.
    Right,
    /// It was wrong, or used before, or there is nothing that such codes are for.
    Wrong,
    /// Too many wrong ones in the last hour; this one was not looked at.
    TooMany,
}

/// What came of taking a factor away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// It is gone.
    Gone,
    /// It was not there.
    NotThere,
    /// It is the only one, and stays.
    Last,
}

/// Ten new recovery codes in place of those before. They are given to be shown; only hashes are
/// kept.
pub async fn new_recovery_codes(app: &App, staff: &Staff) -> sqlx::Result<Vec<String>> {
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        store::second_factor::lock(&mut tx, staff.id).await?;
        let codes = write_recovery_codes(&mut tx, app, staff).await?;
        changed(
            &mut tx,
            app,
            staff,
            SecurityMail::NewCodes,
            "recovery codes made",
        )
        .await?;
        tx.commit_noted().await?;
        Ok(codes)
    })
    .await
}

async fn write_recovery_codes(
    tx: &mut Change,
    app: &App,
    staff: &Staff,
) -> sqlx::Result<Vec<String>> {
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| {
            let mut random = [0_u8; 16];
            rand::rng().fill(&mut random);
            recovery_code(random)
        })
        .collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| token::hash(code)).collect();
    store::second_factor::set_recovery_codes(tx, staff.id, &hashes, app.now()).await?;
    Ok(codes)
}

/// Tries a recovery code, in the form in which it was given. One that is right is used up, the
/// account's address hears of it, and how many are left is told.
pub async fn try_recovery_code(app: &App, staff: &Staff, code: &str) -> sqlx::Result<(Tried, i64)> {
    let now = app.now();
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        if too_many(&mut tx, app, staff).await? {
            return Ok((Tried::TooMany, 0));
        }
        if !store::second_factor::use_recovery_code(&mut *tx, staff.id, &token::hash(code), now)
            .await?
        {
            wrong(&mut tx, app, staff).await?;
            tx.commit_noted().await?;
            return Ok((Tried::Wrong, 0));
        }
        store::second_factor::forgive(&mut *tx, staff.id).await?;
        let left = store::second_factor::factors(&mut *tx, staff.id)
            .await?
            .codes_left;
        let change = SecurityMail::CodeUsed { left };
        let entry = ("recovery code used", json!({ "left": left }));
        told(&mut tx, app, staff, change, entry).await?;
        tx.commit_noted().await?;
        Ok((Tried::Right, left))
    })
    .await
}

/// Whether the account had too many wrong codes of late. Holds its row from here on, so that twenty
/// codes at once are tried one after the other. Only somebody who knows the password comes this
/// far, so no stranger can lock anybody out; a passkey is not counted, since it cannot be guessed.
async fn too_many(tx: &mut Change, app: &App, staff: &Staff) -> sqlx::Result<bool> {
    store::second_factor::lock(tx, staff.id).await?;
    Ok(store::second_factor::wrong_codes(&mut **tx, staff.id, app.now()).await? >= WRONG_CODES)
}

/// Counts a wrong code. At the third of a day, and at the last that is tried, the account's address
/// hears of it: whoever it was knows the password.
async fn wrong(tx: &mut Change, app: &App, staff: &Staff) -> sqlx::Result<()> {
    store::second_factor::add_wrong_code(&mut **tx, staff.id, app.now()).await?;
    let count = store::second_factor::wrong_codes(&mut **tx, staff.id, app.now()).await?;
    if count == WRONG_CODES {
        return write(tx, app, staff, &SecurityMail::TooManyWrong).await;
    }
    if store::second_factor::wrong_codes_of_a_day(&mut **tx, staff.id).await? == TELL_OF {
        write(tx, app, staff, &SecurityMail::WrongCodes).await?;
    }
    Ok(())
}

/// After a factor was added: the first one comes with recovery codes, which are given to be shown.
async fn added(
    tx: &mut Change,
    app: &App,
    staff: &Staff,
    (mail, action): (SecurityMail, &'static str),
) -> sqlx::Result<Vec<String>> {
    let codes = if store::second_factor::factors(&mut **tx, staff.id)
        .await?
        .codes_left
        == 0
    {
        write_recovery_codes(tx, app, staff).await?
    } else {
        Vec::new()
    };
    changed(tx, app, staff, mail, action).await?;
    Ok(codes)
}

/// Writes to the account's address and adds to the log, last in the transaction.
async fn changed(
    tx: &mut Change,
    app: &App,
    staff: &Staff,
    mail: SecurityMail,
    action: &'static str,
) -> sqlx::Result<()> {
    told(tx, app, staff, mail, (action, json!({}))).await
}

async fn told(
    tx: &mut Change,
    app: &App,
    staff: &Staff,
    mail: SecurityMail,
    (action, data): (&'static str, Value),
) -> sqlx::Result<()> {
    write(tx, app, staff, &mail).await?;
    let subject = staff.actor();
    tx.note(action, subject, data);
    Ok(())
}

async fn write(tx: &mut Change, app: &App, staff: &Staff, mail: &SecurityMail) -> sqlx::Result<()> {
    let council = app.council();
    let site: &Site = &council.site;
    let message = mail.message(site, staff);
    store::messages::queue_to_staff(tx, staff.id, &message, app.now()).await?;
    Ok(())
}
