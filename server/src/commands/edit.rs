//! A sender's edit: of what waits it takes the place, to a request for changes it is the answer, of
//! a listed event it waits beside the approved version.

use domain::{
    decision::{Move, State},
    message::NewMessage,
    reference::Reference,
};
use serde_json::json;
use sqlx::PgPool;
use store::{
    cases::{self, Case},
    links,
    messages::{self, Dropped},
    sender,
    submissions::{self, Sending},
};

use crate::{
    commands::{
        ChangeOutcome, ask_to_confirm,
        change::{Change, SENDER},
        confirm_address, tell_staff,
    },
    letters::{
        addresses::{self, Why},
        notices::{About, Event},
    },
};

/// Keeps a sender's edit. `letter` is what the sender is told. Sending the same again (by its
/// `send_key`) changes nothing.
pub async fn send_edit(
    db: &PgPool,
    reference: &Reference,
    token: &str,
    sending: &Sending<'_>,
    letter: &impl Fn(&Case) -> Option<NewMessage>,
) -> sqlx::Result<ChangeOutcome> {
    let now = sending.now;
    Change::make(db, SENDER, now, |mut change| async move {
        let Some(case) = cases::lock(&mut change, &reference.to_string()).await? else {
            return Ok(ChangeOutcome::TooLate);
        };
        if sender::was_sent(&mut *change, sending.send_key).await? {
            return Ok(ChangeOutcome::Made);
        }
        let to = match case.state {
            State::Waiting | State::Listed => case.state,
            state => match state.after(Move::SendAgain) {
                Ok(to) => to,
                Err(_) => return Ok(ChangeOutcome::TooLate),
            },
        };
        keep(&mut change, &case, to, sending).await?;
        let is_proved =
            confirm_address::by_link(&mut change, &case, token).await? || case.is_proved;
        let moved = new_address(&case, sending);
        if moved.is_some() {
            messages::drop_unsent(&mut change, case.id, Dropped::Held).await?;
            links::end_others(&mut *change, case.id, token).await?;
            if let Some(before) = case.sender_email.as_deref().filter(|_| is_proved) {
                let told = addresses::address_changed(sending.site, &case.reference, before);
                messages::queue(&mut change, case.id, None, &told, now).await?;
            }
        }
        sender::keep_sender(&mut change, &case, sending).await?;
        let event = if case.state == State::Listed {
            Event::Edited(About::of(&case))
        } else {
            Event::New(About::of(&case))
        };
        tell_staff::tell(&mut change, sending.site, &event, now).await?;
        submissions::forget_draft(&mut *change, sending.send_key).await?;
        if let Some(letter) = letter(&case) {
            // Held, it says all that the one before said.
            messages::drop_unsent(&mut change, case.id, Dropped::HeldOf(letter.kind)).await?;
            messages::queue(&mut change, case.id, None, &letter, now).await?;
        }
        if let Some(email) = moved {
            let asking = addresses::confirm(sending.site, &case.reference, Why::Changed, email);
            ask_to_confirm::ask(&mut change, case.id, &asking, sending.from).await?;
        }
        let action = match case.state {
            State::Listed => "edit proposed",
            State::ChangesAsked => "submission sent again",
            _ => "submission changed",
        };
        let digest = sending.answers.digest();
        let data = json!({ "from": case.state.as_str(), "to": to.as_str(), "digest": digest });
        change.commit(action, &case.reference, data).await?;
        Ok(ChangeOutcome::Made)
    })
    .await
}

/// The address that an edit gives, where the submission had another.
fn new_address<'a>(case: &Case, sending: &Sending<'a>) -> Option<&'a str> {
    let email = sending.submission.sender.email.as_ref()?.as_str();
    let before = case.sender_email.as_deref().unwrap_or_default();
    (!email.eq_ignore_ascii_case(before)).then_some(email)
}

/// Keeps the edit as a revision, with its declaration and permissions, and moves the submission on.
async fn keep(
    change: &mut Change,
    case: &Case,
    to: State,
    sending: &Sending<'_>,
) -> sqlx::Result<()> {
    let revision = submissions::insert_revision(change, case.id, sending).await?;
    submissions::insert_declaration(change, case.id, revision, sending).await?;
    let consents = &sending.submission.consents;
    submissions::give_consents(change, case.id, consents, sending.now).await?;
    if case.state != State::Listed {
        // What the public sees is still the approved version: approving the edit takes these back.
        submissions::withdraw_consents_but(change, case.id, consents, sending.now).await?;
    }
    cases::advance(change, case.id, to, sending.now).await?;
    if case.state == State::Listed {
        sender::propose(change, case.id, revision, case, sending.now).await?;
    }
    Ok(())
}
