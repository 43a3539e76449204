//! An event is sent in.

use domain::{
    reference::Reference,
    submission::{Channel, DECLARATION_VERSION},
    text::Email,
};
use serde_json::json;
use sqlx::PgPool;
use store::{
    messages, spam,
    submissions::{self, Sending, Sent},
};

use crate::{
    commands::{ask_to_confirm, change::Change, tell_staff},
    letters::{
        addresses::{self, Why},
        notices::{About, Event},
        submissions as submissions_letters,
    },
};

/// Stores a submission with its revision, declaration, consents, receipt, notices to staff and
/// audit entry, all or nothing. The receipt waits until the sender has confirmed the address, which a mail of its own asks
/// for; where staff keyed the event in it goes at once.
pub async fn send(db: &PgPool, sending: &Sending<'_>) -> sqlx::Result<Sent> {
    let now = sending.now;
    Change::make(db, sending.actor(), now, |mut change| async move {
        let digest = sending.answers.digest();
        let kept = judge(&mut change, sending).await?;
        let inserted = submissions::insert(&mut change, sending, (&digest, &kept)).await?;
        let Some((id, reference)) = inserted else {
            drop(change);
            return submissions::sent_before(db, sending.send_key, &digest)
                .await?
                .ok_or(sqlx::Error::RowNotFound);
        };
        let revision = submissions::insert_revision(&mut change, id, sending).await?;
        submissions::insert_declaration(&mut change, id, revision, sending).await?;
        submissions::give_consents(&mut change, id, &sending.submission.consents, now).await?;
        tell(&mut change, sending, (id, &reference), &kept).await?;
        submissions::forget_draft(&mut *change, sending.send_key).await?;
        acknowledge(&mut change, sending, (id, &reference), &kept).await?;
        let signs: Vec<&str> = kept.signs.iter().map(|sign| sign.as_str()).collect();
        let data = json!({
            "signs": signs, "worked": sending.worked, "aside": kept.held_reason, "revision": 1,
            "declaration": DECLARATION_VERSION, "digest": digest, "channel": sending.channel.as_str(),
        });
        change
            .commit("submission received", reference.to_string(), data)
            .await?;
        Ok(Sent::Stored(reference))
    })
    .await
}

/// Writes the receipt, and where it is held the mail that asks to confirm the address.
async fn acknowledge(
    change: &mut Change,
    sending: &Sending<'_>,
    (id, reference): (i64, &Reference),
    kept: &spam::Judgement,
) -> sqlx::Result<()> {
    let Some(receipt) = submissions_letters::receipt(sending.site, reference, sending.submission)
    else {
        return Ok(());
    };
    let queued = messages::queue(change, id, None, &receipt, sending.now).await?;
    if !queued.is_held {
        return Ok(());
    }
    let (reference, recipient) = (reference.to_string(), &receipt.recipient);
    let asking = addresses::confirm(sending.site, &reference, Why::Sent, recipient);
    let asked = ask_to_confirm::ask(change, id, &asking, sending.from).await?;
    // Ten thousand of them would keep every other mail waiting.
    if let Some(asked) = asked.filter(|_| kept.held_reason.is_some() || kept.flood) {
        messages::let_others_go_first(&mut **change, asked).await?;
    }
    Ok(())
}

/// Staff hear of what is in the queue. A flood in their mailbox would hide what is not.
async fn tell(
    change: &mut Change,
    sending: &Sending<'_>,
    (submission, reference): (i64, &Reference),
    kept: &spam::Judgement,
) -> sqlx::Result<()> {
    let about = About {
        submission,
        reference: &reference.to_string(),
        title: sending.submission.details.title.as_str(),
    };
    let event = Event::New(about);
    match (kept.held_reason, kept.flood) {
        (Some(_), _) => Ok(()),
        (None, true) => tell_staff::tell_in_the_morning(change, &event, sending.now).await,
        (None, false) => tell_staff::tell(change, sending.site, &event, sending.now).await,
    }
}

/// What is kept with a submission of how its form was filled in. Staff are no spammers.
async fn judge(change: &mut Change, sending: &Sending<'_>) -> sqlx::Result<spam::Judgement> {
    if sending.channel != Channel::Form {
        return Ok(spam::Judgement::default());
    }
    let details = &sending.submission.details;
    let email = sending.submission.sender.email.as_ref().map(Email::as_str);
    let (signs, worked) = (sending.signs.to_vec(), sending.worked);
    spam::judge(change, signs, details, email, worked, sending.now).await
}
