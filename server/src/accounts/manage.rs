//! Accounts as administrators keep them: invited, changed, closed and opened again. Whoever does it
//! is looked at under the same lock as what is done, so that a role lost meanwhile counts, and so
//! that two administrators who take each other's role at once leave one. Nobody can change their own
//! role or close their own account, and nobody can set another's password: a mail takes them to it.

use chrono::{DateTime, Utc};
use domain::{
    account_form::Colleague,
    council::Site,
    staff::{Role, Staff, actor},
    text::{Email, ShortLine},
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use store::{self, accounts::Account};

use crate::{
    accounts::{AccountError, account_name, taken},
    commands::change::{COMMAND_LINE, Change},
    letters::accounts::AccountMail,
};

/// Who keeps accounts, and with what.
#[derive(Debug, Clone, Copy)]
pub struct AccountAdmin<'a> {
    /// The database.
    pub db: &'a PgPool,
    /// The council, for the mails.
    pub site: &'a Site,
    /// When.
    pub now: DateTime<Utc>,
    /// The administrator; `None` at the command line.
    pub by: Option<&'a Staff>,
}

/// What came of changing an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is done.
    Saved,
    /// It is so already.
    Already,
    /// There is no such account.
    NotFound,
    /// Whoever asked is no administrator any more.
    NotAllowed,
    /// It is their own account.
    Yourself,
    /// It is the last administrator's.
    LastOne,
}

/// An account that is about to be changed, held with every administrator's.
struct Held {
    tx: Change,
    account: Account,
    /// Whether it is the only administrator that is left.
    last: bool,
}

impl AccountAdmin<'_> {
    fn actor(&self) -> String {
        self.by
            .map_or_else(|| COMMAND_LINE.to_owned(), Staff::actor)
    }

    fn name(&self) -> String {
        self.by.map_or_else(
            || "The person who looks after the site".to_owned(),
            |staff| staff.name.clone(),
        )
    }

    /// Adds an account and invites its owner. Gives its number.
    ///
    /// # Errors
    /// The address has an account already, or the database cannot answer.
    pub async fn invite(
        &self,
        who: &Colleague,
        email: &Email,
    ) -> Result<Result<i64, SaveOutcome>, AccountError> {
        Change::make(self.db, self.actor(), self.now, |mut tx| async move {
            if !self.may(&mut tx).await?.0 {
                return Ok(Err(SaveOutcome::NotAllowed));
            }
            let (email, name) = (account_name(email.as_str()), who.name.as_str());
            let role = role(who);
            let id = store::staff::add(&mut *tx, self.now, &email, name, role, false)
                .await
                .map_err(taken)?;
            let word = AccountMail::Invited { by: self.name() };
            self.write(&mut tx, id, &word, &email, name).await?;
            let data = json!({ "role": role.as_str() });
            tx.commit("staff account added", actor(id), data).await?;
            Ok(Ok(id))
        })
        .await
    }

    /// Invites somebody again who has not chosen a password yet.
    pub async fn invite_again(&self, id: i64) -> sqlx::Result<SaveOutcome> {
        self.holding(id, |mut held| async move {
            if held.account.opened || held.account.disabled_at.is_some() {
                return Ok(SaveOutcome::Already);
            }
            let word = AccountMail::Invited { by: self.name() };
            self.tell(&mut held, &word).await?;
            self.done(held, "invitation sent again", json!({})).await
        })
        .await
    }

    /// Gives an account another name and role.
    pub async fn change(&self, id: i64, who: &Colleague) -> sqlx::Result<SaveOutcome> {
        self.holding(id, |mut held| async move {
            let same_role = held.account.is_administrator() == who.administrator;
            if !same_role && self.is_own(id) {
                return Ok(SaveOutcome::Yourself);
            }
            if !who.administrator && held.last {
                return Ok(SaveOutcome::LastOne);
            }
            if same_role && held.account.name == who.name.as_str() {
                return Ok(SaveOutcome::Already);
            }
            store::accounts::change(&mut *held.tx, id, who.name.as_str(), role(who)).await?;
            let word = AccountMail::Changed {
                by: self.name(),
                name: who.name.as_str().to_owned(),
                administrator: who.administrator,
            };
            self.tell(&mut held, &word).await?;
            let data = json!({
                "role": { "from": held.account.role, "to": role(who).as_str() },
                "renamed": held.account.name != who.name.as_str(),
            });
            self.done(held, "staff account changed", data).await
        })
        .await
    }

    /// Closes an account, which ends its sessions at once, or withdraws an invitation.
    pub async fn close(&self, id: i64, reason: Option<&ShortLine>) -> sqlx::Result<SaveOutcome> {
        self.holding(id, |mut held| async move {
            if self.is_own(id) {
                return Ok(SaveOutcome::Yourself);
            }
            if held.last {
                return Ok(SaveOutcome::LastOne);
            }
            if held.account.disabled_at.is_some() {
                return Ok(SaveOutcome::Already);
            }
            let reason = reason.map(ShortLine::as_str);
            store::accounts::close(&mut held.tx, id, reason, self.now).await?;
            let word = AccountMail::Closed {
                by: self.name(),
                invitation: !held.account.opened,
            };
            self.tell(&mut held, &word).await?;
            let data = json!({ "invitation": !held.account.opened });
            self.done(held, "staff account closed", data).await
        })
        .await
    }

    /// Opens an account again that was closed; an invitation goes out again.
    pub async fn open(&self, id: i64) -> sqlx::Result<SaveOutcome> {
        self.holding(id, |mut held| async move {
            if held.account.disabled_at.is_none() {
                return Ok(SaveOutcome::Already);
            }
            // It opens with the demonstration, and with nothing else.
            if held.account.demo {
                return Ok(SaveOutcome::NotFound);
            }
            store::accounts::open(&mut *held.tx, id).await?;
            let by = self.name();
            let word = if held.account.opened {
                AccountMail::Opened { by }
            } else {
                AccountMail::Invited { by }
            };
            self.tell(&mut held, &word).await?;
            self.done(held, "staff account opened", json!({})).await
        })
        .await
    }

    fn is_own(&self, id: i64) -> bool {
        self.by.is_some_and(|staff| staff.id == id)
    }

    /// Whether whoever asks may, and every administrator, held from here on.
    async fn may(&self, tx: &mut PgConnection) -> sqlx::Result<(bool, Vec<i64>)> {
        let administrators = store::accounts::hold_administrators(tx).await?;
        let may = self
            .by
            .is_none_or(|staff| administrators.contains(&staff.id));
        Ok((may, administrators))
    }

    /// Changes an account that is held meanwhile, where whoever asks may.
    async fn holding<Made: Future<Output = sqlx::Result<SaveOutcome>>>(
        &self,
        id: i64,
        act: impl Fn(Held) -> Made,
    ) -> sqlx::Result<SaveOutcome> {
        let act = &act;
        Change::make(self.db, self.actor(), self.now, |mut tx| async move {
            let (may, administrators) = self.may(&mut tx).await?;
            if !may {
                return Ok(SaveOutcome::NotAllowed);
            }
            let Some(account) = store::accounts::hold(&mut tx, id).await? else {
                return Ok(SaveOutcome::NotFound);
            };
            let last = administrators == [id];
            act(Held { tx, account, last }).await
        })
        .await
    }

    async fn tell(&self, held: &mut Held, word: &AccountMail) -> sqlx::Result<()> {
        let Account {
            id, email, name, ..
        } = &held.account;
        self.write(&mut held.tx, *id, word, email, name).await
    }

    async fn write(
        &self,
        tx: &mut PgConnection,
        id: i64,
        word: &AccountMail,
        email: &str,
        name: &str,
    ) -> sqlx::Result<()> {
        let message = word.message(self.site, email, name);
        store::messages::queue_to_staff(tx, id, &message, self.now).await?;
        Ok(())
    }

    async fn done(
        &self,
        held: Held,
        action: &'static str,
        data: Value,
    ) -> sqlx::Result<SaveOutcome> {
        held.tx.commit(action, actor(held.account.id), data).await?;
        Ok(SaveOutcome::Saved)
    }
}

fn role(who: &Colleague) -> Role {
    if who.administrator {
        Role::Administrator
    } else {
        Role::Moderator
    }
}
