//! Passwords that were forgotten, changed, or reset at the server. A link leads to a password and
//! never past the second step.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attempts::Standing,
    council::Site,
    retention::{INVITATION, PASSWORD_LINK},
    staff::{Staff, actor},
};
use serde_json::json;
use sqlx::PgPool;
use store::{
    self,
    limits::RateLimit,
    sign_ins::{self, Caller},
    token,
};

use super::{
    AccountError, Origin, account_name, caller, digest, line, tell::tell, too_many_strangers,
};
use crate::{
    accounts::password::{self, Password},
    commands::change::{COMMAND_LINE, Change, VISITOR},
    letters::accounts::AccountMail,
    log::{self, SecurityEvent},
    state::App,
};

/// Notes that somebody has forgotten a password. The answer is the same, and takes the same work,
/// whether there is such an account or not: that is looked up afterwards, by [`answer`]. False where
/// too many asked from that network.
pub async fn ask(app: &App, email: &str, from: &Origin) -> sqlx::Result<bool> {
    let caller = caller(email, from);
    let _turn = line::turn(None).await;
    let standing = sign_ins::standing(&app.db, &caller, app.now()).await?;
    log::tell(SecurityEvent::ForgottenAsked, None, "a link by email");
    let asked = (from.address, app.now());
    if too_many_strangers(&app.db, standing, RateLimit::Password, asked)
        .await?
        .is_some()
    {
        return Ok(false);
    }
    store::password_requests::add(&app.db, &caller, standing, app.now()).await
}

/// Looks up who asked, and writes to those who have an account. Any number of copies may run it.
pub async fn answer(app: &App) -> sqlx::Result<()> {
    while answer_next(app).await? {}
    Ok(())
}

/// Answers the request that waits longest. False where none waits.
async fn answer_next(app: &App) -> sqlx::Result<bool> {
    let now = app.now();
    Change::make(&app.db, VISITOR, now, |mut tx| async move {
        let Some(request) = store::password_requests::take(&mut tx, now).await? else {
            return Ok(false);
        };
        let named = store::staff::addresses(&mut *tx).await?;
        let whose = named
            .into_iter()
            .find(|(_, email)| digest("account", email) == request.email_hash);
        // Only what is mailed counts.
        if let Some((id, _)) = whose
            && let Some(staff) = store::staff::not_closed(&mut *tx, id).await?
            && store::password_requests::is_mailed(&mut tx, &request, now).await?
        {
            tell(&mut tx, app, &staff, &AccountMail::Forgotten).await?;
            let action = "password link asked for";
            tx.note(action, actor(id), json!({}));
        }
        tx.commit_noted().await?;
        Ok(true)
    })
    .await
}

/// What came of changing one's own password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It is changed.
    Changed {
        /// What the session that stays goes on under ([`Staff::credentials_version`]).
        credentials_version: i32,
    },
    /// The old one was not right.
    WrongOld,
    /// Too many old ones were wrong in the last hour: another can be tried after so long.
    TooMany(TimeDelta),
}

/// Changes one's own password, which ends every other session. `this` is the hash of the session
/// that stays. Wrong old ones count as failed sign-ins do, so that an open desk is not a place to
/// guess at: those at all desks of the account together, which no stranger adds to.
///
/// # Errors
/// When hashing fails or the database cannot answer.
pub async fn change(
    app: &App,
    staff: &Staff,
    old: String,
    new: Password,
    (this, address): (&[u8], IpAddr),
) -> Result<Changed, AccountError> {
    let caller = Caller {
        device: Some(digest("desk", &staff.id.to_string())),
        ..caller(&staff.email, &address.into())
    };
    if let Err(wait) = super::tried(&app.db, app.now(), &caller, Standing::Device).await? {
        return Ok(Changed::TooMany(wait));
    }
    let stored = store::staff::password_hash(&app.db, staff.id).await?;
    if !password::verify(old, stored).await?.matches {
        return Ok(Changed::WrongOld);
    }
    let hash = &password::hash(new.reveal()).await?;
    let caller = &caller;
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        sign_ins::forgive(&mut *tx, caller).await?;
        let Some(credentials_version) =
            store::staff::change_password(&mut *tx, staff, hash).await?
        else {
            return Ok(Changed::WrongOld);
        };
        store::staff::use_up_links(&mut *tx, staff.id, app.now()).await?;
        store::sessions::delete_others(&mut *tx, staff.id, this).await?;
        tell(&mut tx, app, staff, &AccountMail::PasswordChanged).await?;
        let subject = staff.actor();
        tx.note("password changed", subject, json!({}));
        tx.commit_noted().await?;
        Ok(Changed::Changed {
            credentials_version,
        })
    })
    .await
}

/// A link that was made at the server.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The account's name of a person.
    pub name: String,
    /// The token of the link: `/staff/welcome/{token}`.
    pub token: String,
    /// How long it is good for.
    pub lives: TimeDelta,
}

/// Makes a link by which the owner of an account chooses a password, for whoever stands at the
/// server; its owner is told by mail. With `second_factor`, every second step is taken away as well,
/// for somebody who has lost their telephone and their recovery codes, and so is the password:
/// whoever knows that alone could otherwise set up a second step of their own. `None` where there is no such
/// account, or it is closed.
///
/// # Errors
/// When hashing fails or the database cannot answer.
pub async fn print_link(
    db: &PgPool,
    site: &Site,
    now: DateTime<Utc>,
    email: &str,
    second_factor: bool,
) -> Result<Option<Printed>, AccountError> {
    let nobodys = &password::hash(token::secret()).await?;
    Change::make(db, COMMAND_LINE, now, |mut tx| async move {
        let Some(id) = store::accounts::of_email(&mut *tx, &account_name(email)).await? else {
            return Ok(None);
        };
        let account = store::accounts::hold(&mut tx, id).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
            return Ok(None);
        };
        let token = token::secret();
        let lives = if account.opened {
            PASSWORD_LINK
        } else {
            INVITATION
        };
        store::staff::add_link(&mut *tx, now, id, &token::hash(&token), now + lives).await?;
        let word = AccountMail::LinkPrinted.message(site, &account.email, &account.name);
        store::messages::queue_to_staff(&mut tx, id, &word, now).await?;
        if second_factor {
            store::accounts::remove_second_factors(&mut tx, id).await?;
            if account.opened {
                store::staff::set_password(&mut *tx, id, nobodys).await?;
            }
            store::sessions::delete_of(&mut *tx, id).await?;
            let word = AccountMail::SecondStepRemoved.message(site, &account.email, &account.name);
            store::messages::queue_to_staff(&mut tx, id, &word, now).await?;
            let action = "second step removed";
            tx.note(action, actor(id), json!({}));
        }
        let action = "password link printed";
        tx.note(action, actor(id), json!({}));
        tx.commit_noted().await?;
        Ok(Some(Printed {
            name: account.name,
            token,
            lives,
        }))
    })
    .await
}
