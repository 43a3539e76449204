//! Words that staff change in an event (policy 5.2): each change is a revision of its own, kept
//! beside the sender's, and the sender is told what differs.

use chrono::{DateTime, Utc};
use domain::{
    council::Site,
    decision::State,
    difference,
    event::EventDetails,
    staff::Author,
    submission::{EventAnswers, EventPart},
};
use serde_json::json;
use sqlx::PgPool;
use store::{
    cases::{self, Case},
    decisions::{self, Overtaken},
    messages, staff_edits,
};

use crate::{
    commands::{ask_to_confirm, change::Change},
    letters::submissions as letters,
    markdown,
};

/// Other words for an event, by staff.
#[derive(Debug)]
pub struct Rewording<'a> {
    /// The submission.
    pub reference: &'a str,
    /// The version of it that was read.
    pub read_at: i64,
    /// The account of the member of staff.
    pub staff: i64,
    /// The words as typed.
    pub answers: &'a EventAnswers,
    /// The words, parsed.
    pub part: &'a EventPart,
    /// The council, for the message.
    pub site: &'a Site,
    /// When.
    pub now: DateTime<Utc>,
}

/// What came of it.
#[derive(Debug)]
pub enum Edited {
    /// The new words are kept; of a listed event they are public at once.
    Saved,
    /// They are the words that were there.
    Same,
    /// The submission has changed since it was read: nothing was done.
    Overtaken(Box<Overtaken>),
    /// There is no such submission.
    NotFound,
}

/// Keeps other words as a revision by staff. Of an event that waits the sender is told with the
/// decision; of a listed event at once.
pub async fn reword(db: &PgPool, words: &Rewording<'_>) -> sqlx::Result<Edited> {
    let author = Author {
        staff: words.staff,
        now: words.now,
    };
    Change::by(db, author, |mut change| async move {
        let Some(case) = cases::lock(&mut change, words.reference).await? else {
            return Ok(Edited::NotFound);
        };
        let open = case.waits() || case.state == State::Listed;
        if case.version != words.read_at || !open {
            let overtaken = decisions::overtaken(&mut *change, case).await?;
            return Ok(Edited::Overtaken(Box::new(overtaken)));
        }
        let EventPart {
            title,
            description,
            event_type,
        } = words.part.clone();
        let details = EventDetails {
            title,
            description,
            event_type,
            ..case.details.clone()
        };
        if details == case.details {
            return Ok(Edited::Same);
        }
        let both = (words.answers, &details);
        let revision = staff_edits::insert(&mut change, author, &case, both).await?;
        if case.edit_waits {
            staff_edits::replace_proposed(&mut change, &case, revision).await?;
        } else {
            cases::advance(&mut change, case.id, case.state, words.now).await?;
            if case.state == State::Listed {
                publish(&mut change, words.site, &case, (revision, details)).await?;
            }
        }
        let data = json!({ "revision": case.revision, "state": case.state.as_str() });
        change
            .commit("wording changed", &case.reference, data)
            .await?;
        Ok(Edited::Saved)
    })
    .await
}

/// Shows the new words to the public and tells the sender of them.
async fn publish(
    change: &mut Change,
    site: &Site,
    case: &Case,
    (revision, details): (i64, EventDetails),
) -> sqlx::Result<()> {
    let now = change.now();
    let differences = difference::between(&case.details, &details, str::to_owned);
    let reworded = Case {
        details,
        revision_id: revision,
        ..case.clone()
    };
    let description = markdown::to_html(reworded.details.description.as_str());
    decisions::publish(change, &reworded, (&description, markdown::RENDERING), now).await?;
    if let Some(recipient) = &case.sender_email {
        let letter = letters::reworded(letters::Case::of(site, &reworded, &differences));
        let message = letter.to(site, recipient, "");
        let queued = messages::queue(change, case.id, None, &message, now).await?;
        let this = (case.id, case.reference.as_str());
        ask_to_confirm::for_answer(change, site, this, (queued, recipient)).await?;
    }
    Ok(())
}
