//! A sender has answered from the address that was given (policy 4.5).

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgPool;
use store::{
    cases::{self, Case},
    links, messages, sender, spam,
};

use crate::commands::{
    ChangeOutcome,
    change::{Change, SENDER},
};

/// Notes that the sender has answered from the address that was given, by the private link of this
/// `token`. Confirming again changes nothing.
pub async fn confirm(
    db: &PgPool,
    reference: &str,
    token: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<ChangeOutcome> {
    Change::make(db, SENDER, now, |mut change| async move {
        let Some(case) = cases::lock(&mut change, reference).await? else {
            return Ok(ChangeOutcome::TooLate);
        };
        by_link(&mut change, &case, token).await?;
        change.commit_noted().await?;
        Ok(ChangeOutcome::Made)
    })
    .await
}

/// Notes that an invented sender's address is confirmed, for the demonstration, which mails no link.
pub async fn confirm_as_demo(db: &PgPool, reference: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    Change::make(db, SENDER, now, |mut change| async move {
        if let Some(case) = cases::lock(&mut change, reference).await? {
            confirmed(&mut change, &case).await?;
        }
        change.commit_noted().await
    })
    .await
}

/// Whatever is sent from a private link proves the address that the link was mailed to, and no
/// other: an address that was given later is confirmed by the mail that goes there. Whether the link proves the address.
pub(super) async fn by_link(change: &mut Change, case: &Case, token: &str) -> sqlx::Result<bool> {
    let proves = links::proves(&mut **change, token).await?;
    if proves {
        confirmed(change, case).await?;
    }
    Ok(proves)
}

async fn confirmed(change: &mut Change, case: &Case) -> sqlx::Result<()> {
    let now = change.now();
    if sender::note_confirmed(change, case.id, now).await? {
        spam::release_to_queue(change, case.id, now).await?;
        messages::release(change, case.id).await?;
        links::end_elsewhere(&mut **change, case.id).await?;
        change.note("email address confirmed", &case.reference, json!({}));
    }
    Ok(())
}
