//! What staff do with a message: a draft is changed, sent or thrown away, and one that went is sent again.

use domain::{council::Site, limits::AGAIN_AT_ONCE, staff::Author};
use serde_json::json;
use sqlx::PgPool;
use store::messages::{self, Handled, Handling, Queued};

use crate::commands::{ask_to_confirm, change::Change};

/// Handles a draft as it was read at this version. Sent to an address that is not proved it waits until it is, and a
/// mail asks for that. None where somebody else came first: then nothing was done.
pub async fn handle(
    db: &PgPool,
    site: &Site,
    author: Author,
    (id, read_at): (i64, i32),
    handling: &Handling,
) -> sqlx::Result<Option<Handled>> {
    Change::by(db, author, |mut change| async move {
        let Some(handled) = messages::handle(&mut *change, id, read_at, handling, author).await?
        else {
            return Ok(None);
        };
        let Handled {
            submission: (submission, reference),
            recipient,
            is_held,
        } = &handled;
        let queued = Queued {
            id,
            is_held: *is_held,
        };
        let this = (*submission, reference.as_str());
        ask_to_confirm::for_answer(&mut change, site, this, (queued, recipient)).await?;
        let data = json!({ "message": id });
        change.commit(handling.deed(), reference, data).await?;
        Ok(Some(handled))
    })
    .await
}

/// Sends a message again that was sent or given up: as a new one with a Message-ID of its own. The
/// new one's number; `None` where it cannot be, or somebody sent it again already: then the newer
/// one is there to be sent again.
pub async fn send_again(
    db: &PgPool,
    author: Author,
    id: i64,
    message_id: &str,
) -> sqlx::Result<Option<Queued>> {
    Change::by(db, author, |mut change| async move {
        let Some(copy) = messages::send_again(&mut change, id, message_id, author).await? else {
            return Ok(None);
        };
        let about = messages::about(&mut change, copy.id).await?;
        let data = json!({ "message": id, "as": copy.id });
        change.commit("message sent again", about, data).await?;
        Ok(Some(copy))
    })
    .await
}

/// How the audit log calls what is about no one message.
const MAIL: &str = "mail";

/// Sends every message again that could not be sent, [`AGAIN_AT_ONCE`] at most, the oldest first, and says how many. Pressed
/// twice it sends each once. `message_id` makes a new Message-ID.
pub async fn send_all_again(
    db: &PgPool,
    author: Author,
    message_id: impl Fn() -> String,
) -> sqlx::Result<usize> {
    let message_id = &message_id;
    Change::by(db, author, |mut change| async move {
        let again =
            messages::send_given_up_again(&mut change, AGAIN_AT_ONCE, message_id, author).await?;
        if !again.is_empty() {
            change.note("messages sent again", MAIL, json!({ "messages": again }));
        }
        change.commit_noted().await?;
        Ok(again.len())
    })
    .await
}

/// Leaves a message as it is that could not be sent, or perhaps was: nobody need see to it any more. False where somebody came
/// first.
pub async fn leave(db: &PgPool, author: Author, id: i64) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        if !messages::leave(&mut *change, id, author).await? {
            return Ok(false);
        }
        let about = messages::about(&mut change, id).await?;
        let data = json!({ "message": id });
        change.commit("message left as it is", about, data).await?;
        Ok(true)
    })
    .await
}
