//! What a member of staff hears of by mail.

use domain::{
    notices::{Notices, Topic},
    staff::Author,
};
use serde_json::json;
use sqlx::PgPool;

use crate::commands::change::Change;

/// Keeps what a member of staff chooses to hear of. What waits for a summary that they no longer
/// want is forgotten.
pub async fn choose(db: &PgPool, author: Author, notices: Notices) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        store::notices::choose(&mut change, author.staff, notices).await?;
        let word = |topic| notices.of(topic).as_str();
        let data = json!({
            "new": word(Topic::New), "edit": word(Topic::Edit), "waiting": word(Topic::Waiting),
            "report": word(Topic::Report),
        });
        change.commit("notices chosen", author.actor(), data).await
    })
    .await
}
