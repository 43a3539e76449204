//! New private links for somebody who has lost theirs.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::council::Site;
use serde_json::json;
use sqlx::PgPool;
use store::{
    limits::{self, Taken},
    messages,
    sender::{self, Linked},
};

use crate::{
    commands::{
        ask_to_confirm,
        change::{Change, SENDER},
    },
    letters::addresses,
};

/// Writes one mail with a new private link for each submission of an address that is not over and
/// done with. Where it is proved for none of them, it is a mail that asks to confirm it, and without titles. An
/// address that was sent its mails for now is sent none.
pub async fn send_links(
    db: &PgPool,
    site: &Site,
    (email, from): (&str, IpAddr),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Change::make(db, SENDER, now, |mut change| async move {
        let found = sender::linked(&mut *change, email).await?;
        if found.is_empty()
            || limits::count_links_to(&mut change, email, now).await? != Taken::Counted
        {
            return Ok(());
        }
        if write(&mut change, site, &found, (email, from)).await? {
            for found in &found {
                change.note("private link asked for", &found.reference, json!({}));
            }
        }
        change.commit_noted().await
    })
    .await
}

/// Writes the mail. False where nothing may be written.
async fn write(
    change: &mut Change,
    site: &Site,
    found: &[Linked],
    (email, from): (&str, IpAddr),
) -> sqlx::Result<bool> {
    let now = change.now();
    let (proved, unproved): (Vec<&Linked>, Vec<&Linked>) =
        found.iter().partition(|found| found.is_proved);
    let references: Vec<&str> = unproved.iter().map(|it| it.reference.as_str()).collect();
    if let Some(first) = proved.first() {
        let proved: Vec<_> = proved
            .iter()
            .map(|it| (it.reference.as_str(), it.title.as_str()))
            .collect();
        let message = addresses::new_links(site, (&proved, &references), email);
        messages::queue(change, first.id, None, &message, now).await?;
        return Ok(true);
    }
    let Some(newest) = unproved.first() else {
        return Ok(false);
    };
    let message = addresses::confirm_links(site, &references, email);
    let asked = ask_to_confirm::ask(change, newest.id, &message, Some(from)).await?;
    Ok(asked.is_some())
}
