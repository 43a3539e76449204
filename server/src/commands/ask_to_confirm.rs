//! An address that nobody has proved is asked to be confirmed: the one thing that is written to it, and within limits.

use std::net::IpAddr;

use domain::{council::Site, message::NewMessage};
use store::{
    limits,
    messages::{self, Queued},
};

use crate::{
    commands::change::Change,
    letters::addresses::{self, Why},
};

/// Writes a mail that asks to confirm a submission's address, unless the network address that it comes from, or the letterbox
/// that it goes to, has had its mails for the day: then it is not written, and whoever it is can ask for a new link
/// another day. The message's number, where it was written.
///
/// It is the last thing before the log: see [`limits::leave_to_write`].
pub(super) async fn ask(
    change: &mut Change,
    submission: i64,
    message: &NewMessage,
    from: Option<IpAddr>,
) -> sqlx::Result<Option<i64>> {
    let now = change.now();
    match limits::leave_to_write(change, &message.recipient, from, now).await? {
        Some(leave) => messages::queue_to_unproved(change, submission, (message, leave), now).await,
        None => Ok(None),
    }
}

/// Says to a sender whose address is not proved that the parish office has answered, where the answer is held for that.
pub(super) async fn for_answer(
    change: &mut Change,
    site: &Site,
    (submission, reference): (i64, &str),
    (queued, recipient): (Queued, &str),
) -> sqlx::Result<()> {
    if queued.is_held {
        let message = addresses::confirm(site, reference, Why::Answered, recipient);
        ask(change, submission, &message, None).await?;
    }
    Ok(())
}
