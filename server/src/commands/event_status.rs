//! What has become of a listed event, or of one of its dates, at once and for everybody: said by its
//! sender, of which staff hear, or by staff, of which the sender does.

use chrono::{DateTime, Utc};
use domain::{
    council::Site,
    decision::State,
    event::EventStatus,
    message::NewMessage,
    staff::Author,
    when::{self, Sitting},
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use store::{
    cases::{self, Case},
    dates::{self, DateChange, Set},
    messages, sender,
};

use crate::{
    commands::{
        ChangeOutcome, ask_to_confirm,
        change::{Change, SENDER},
        confirm_address, tell_staff,
    },
    letters::notices::{About, Event},
};

/// A sender says what has become of a listed event.
pub async fn by_sender(
    db: &PgPool,
    reference: &str,
    token: &str,
    status: EventStatus,
    site: &Site,
    now: DateTime<Utc>,
) -> sqlx::Result<ChangeOutcome> {
    Change::make(db, SENDER, now, |mut change| async move {
        let Some(case) = listed(&mut change, reference).await? else {
            return Ok(ChangeOutcome::TooLate);
        };
        if sender::change_status(&mut change, &case, status, now).await? {
            confirm_address::by_link(&mut change, &case, token).await?;
            let event = Event::Status(About::of(&case), status);
            tell_staff::tell(&mut change, site, &event, now).await?;
            change.note("status changed", &case.reference, moved(&case, status));
        }
        change.commit_noted().await?;
        Ok(ChangeOutcome::Made)
    })
    .await
}

/// Staff say what has become of a listed event. `letter` makes the sender's mail of a sentence that
/// says what is so now.
pub async fn by_staff(
    db: &PgPool,
    reference: &str,
    author: Author,
    status: EventStatus,
    site: &Site,
    letter: &impl Fn(&Case, &str) -> Option<NewMessage>,
) -> sqlx::Result<ChangeOutcome> {
    Change::by(db, author, |mut change| async move {
        let Some(case) = listed(&mut change, reference).await? else {
            return Ok(ChangeOutcome::TooLate);
        };
        if sender::change_status(&mut change, &case, status, author.now).await? {
            let said = format!("It now says: {}.", status.label());
            if let Some(letter) = letter(&case, &said) {
                tell_sender(&mut change, site, &case, &letter).await?;
            }
            change.note("status changed", &case.reference, moved(&case, status));
        }
        change.commit_noted().await?;
        Ok(ChangeOutcome::Made)
    })
    .await
}

/// A sender says that one date of a listed event will not take place, or that it will after all.
pub async fn date_by_sender(
    db: &PgPool,
    reference: &str,
    token: &str,
    date: DateChange,
    site: &Site,
    now: DateTime<Utc>,
) -> sqlx::Result<ChangeOutcome> {
    Change::make(db, SENDER, now, |mut change| async move {
        let Some(case) = listed(&mut change, reference).await? else {
            return Ok(ChangeOutcome::TooLate);
        };
        match dates::set(&mut change, &case, date, now).await? {
            Set::Unknown => return Ok(ChangeOutcome::TooLate),
            Set::AsBefore => return Ok(ChangeOutcome::Made),
            Set::Changed { sitting, .. } => {
                confirm_address::by_link(&mut change, &case, token).await?;
                let event = Event::Date(About::of(&case), sitting, date.cancelled);
                tell_staff::tell(&mut change, site, &event, now).await?;
                let (action, said) = date_entry(date, sitting);
                change.commit(action, &case.reference, said).await?;
            }
        }
        Ok(ChangeOutcome::Made)
    })
    .await
}

/// Staff say so of one date. `letter` as for [`by_staff`].
pub async fn date_by_staff(
    db: &PgPool,
    reference: &str,
    author: Author,
    date: DateChange,
    site: &Site,
    letter: &impl Fn(&Case, &str) -> Option<NewMessage>,
) -> sqlx::Result<ChangeOutcome> {
    Change::by(db, author, |mut change| async move {
        let Some(case) = listed(&mut change, reference).await? else {
            return Ok(ChangeOutcome::TooLate);
        };
        match dates::set(&mut change, &case, date, author.now).await? {
            Set::Unknown => return Ok(ChangeOutcome::TooLate),
            Set::AsBefore => return Ok(ChangeOutcome::Made),
            Set::Changed { sitting, others } => {
                if let Some(letter) = letter(&case, &date_said(date, sitting, others)) {
                    tell_sender(&mut change, site, &case, &letter).await?;
                }
                let (action, said) = date_entry(date, sitting);
                change.commit(action, &case.reference, said).await?;
            }
        }
        Ok(ChangeOutcome::Made)
    })
    .await
}

/// Tells the sender of what staff said. Where the address is not proved it waits until it is, and a mail asks for that.
async fn tell_sender(
    change: &mut Change,
    site: &Site,
    case: &Case,
    letter: &NewMessage,
) -> sqlx::Result<()> {
    let now = change.now();
    let queued = messages::queue(change, case.id, None, letter, now).await?;
    let this = (case.id, case.reference.as_str());
    ask_to_confirm::for_answer(change, site, this, (queued, &letter.recipient)).await
}

async fn listed(tx: &mut PgConnection, reference: &str) -> sqlx::Result<Option<Case>> {
    let case = cases::lock(tx, reference).await?;
    Ok(case.filter(|case| case.state == State::Listed))
}

fn moved(case: &Case, status: EventStatus) -> Value {
    let before = case.public.as_ref().map(|public| public.status.as_str());
    json!({ "from": before, "to": status.as_str() })
}

/// What the sender is told of a date.
fn date_said(date: DateChange, sitting: Sitting, others: bool) -> String {
    let words = when::sitting(&sitting);
    match (date.cancelled, others) {
        (true, true) => {
            format!("This date is marked as cancelled: {words}. The other dates are as they were.")
        }
        (true, false) => format!(
            "This date is marked as cancelled: {words}. There is no other date to come, so the event’s page now says that it is cancelled."
        ),
        (false, _) => format!("This date takes place after all: {words}."),
    }
}

fn date_entry(date: DateChange, sitting: Sitting) -> (&'static str, Value) {
    let action = if date.cancelled {
        "date cancelled"
    } else {
        "date restored"
    };
    (action, json!({ "starts": when::sitting_attr(&sitting) }))
}
