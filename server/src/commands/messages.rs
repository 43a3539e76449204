//! What staff do with a message: a draft is changed, sent or thrown away, and one that went is sent again.

use domain::staff::Author;
use serde_json::json;
use sqlx::PgPool;
use store::messages::{self, Handling};

use crate::commands::change::Change;

/// Handles a draft as it was read at this version. False where somebody else came first: then
/// nothing was done.
pub async fn handle(
    db: &PgPool,
    author: Author,
    (id, read_at): (i64, i32),
    handling: &Handling,
) -> sqlx::Result<bool> {
    let mut change = Change::by(db, author).await?;
    if !messages::handle(&mut *change, id, read_at, handling, author).await? {
        return Ok(false);
    }
    let about = messages::about(&mut change, id).await?;
    let data = json!({ "message": id });
    change.commit(handling.deed(), about, data).await?;
    Ok(true)
}

/// Sends a message again that was sent or given up: as a new one with a Message-ID of its own. The
/// new one's number; `None` where it cannot be, or somebody sent it again already: then the newer
/// one is there to be sent again.
pub async fn send_again(
    db: &PgPool,
    author: Author,
    id: i64,
    message_id: &str,
) -> sqlx::Result<Option<i64>> {
    let mut change = Change::by(db, author).await?;
    let Some(copy) = messages::send_again(&mut change, id, message_id, author).await? else {
        return Ok(None);
    };
    let about = messages::about(&mut change, copy).await?;
    let data = json!({ "message": id, "as": copy });
    change.commit("message sent again", about, data).await?;
    Ok(Some(copy))
}
