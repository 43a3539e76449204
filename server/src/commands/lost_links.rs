//! New private links for somebody who has lost theirs.

use chrono::{DateTime, Utc};
use domain::message::NewMessage;
use serde_json::json;
use sqlx::PgPool;
use store::{messages, sender};

use crate::commands::change::{Change, SENDER};

/// Writes a mail with a new private link for each submission of an address that is not over and
/// done with: the newest twenty at most. `letter` words it, of a reference and a title.
pub async fn send_links(
    db: &PgPool,
    email: &str,
    letter: impl Fn(&str, &str) -> NewMessage,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut change = Change::begin(db, SENDER, now).await?;
    for found in sender::linked(&mut change, email, now).await? {
        let letter = letter(&found.reference, &found.title);
        messages::queue(&mut change, found.id, None, &letter, now).await?;
        change.note("private link asked for", found.reference, json!({}));
    }
    change.commit_noted().await
}
