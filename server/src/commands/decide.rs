//! A decision on what waits: list it, ask for changes, refuse it, or close it as spam (policy 5.1, 5.3).

use chrono::{DateTime, Utc};
use domain::{
    council::Site,
    decision::{Checklist, Decision, Outcome, Reply, State, Verdict, Vouch},
    difference::Difference,
    event::Slug,
    hints::Hint,
    message::NewMessage,
    reference::Reference,
    staff::Author,
    standards::{PolicyVersion, Standard, StandardKey},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::{
    cases::{self, Case},
    decisions::{self, Decider, Overtaken, unmet},
    messages::{self, Dropped},
    policy, staff_edits, submissions,
};

use crate::{
    commands::{ask_to_confirm, change::Change},
    letters::{
        submissions as letters,
        submissions::{Letter, Refusal},
    },
    markdown,
};

/// Who decides on what, when, and against which policy.
#[derive(Debug, Clone, Copy)]
pub struct Deciding<'a> {
    /// The submission.
    pub reference: &'a str,
    /// The version of the submission that was read.
    pub read_at: i64,
    /// The account of the member of staff.
    pub staff: i64,
    /// The policy in force.
    pub policy: &'a PolicyVersion,
    /// Its standards.
    pub standards: &'a [Standard],
    /// The council, for the message.
    pub site: &'a Site,
    /// What was pointed out to the reader.
    pub hints: &'a [Hint],
    /// When.
    pub now: DateTime<Utc>,
}

impl<'a> Deciding<'a> {
    pub(super) fn author(&self) -> Author {
        Author {
            staff: self.staff,
            now: self.now,
        }
    }

    pub(super) fn decider(&self) -> Decider<'a> {
        Decider {
            staff: self.staff,
            policy: self.policy.id,
            hints: self.hints,
            now: self.now,
        }
    }
}

/// What came of a decision.
#[derive(Debug)]
pub enum Decided {
    /// It was made. The last part of the event's public address, where it was listed.
    Made(Option<Slug>),
    /// The submission has changed since it was read: nothing was done.
    Overtaken(Box<Overtaken>),
    /// It cannot be listed, since all its dates are over: nothing was done.
    Over,
    /// There is no such submission.
    NotFound,
}

impl Decided {
    /// What came of deciding on a submission that has changed since it was read.
    pub(super) async fn overtaken(mut change: Change, case: Case) -> sqlx::Result<Self> {
        let overtaken = decisions::overtaken(&mut *change, case).await?;
        Ok(Self::Overtaken(Box::new(overtaken)))
    }
}

/// Decides on a submission that waits. Of two at once, one wins and the other is overtaken.
pub async fn decide(
    db: &PgPool,
    deciding: &Deciding<'_>,
    decision: &Decision,
) -> sqlx::Result<Decided> {
    Change::by(db, deciding.author(), |mut change| async move {
        let Some(case) = cases::lock(&mut change, deciding.reference).await? else {
            return Ok(Decided::NotFound);
        };
        let Some(to) = decisions::next(&case, deciding.read_at, decision.outcome.by()) else {
            return Decided::overtaken(change, case).await;
        };
        let listing = matches!(decision.outcome, Outcome::List { .. });
        if listing && is_over(&case, deciding.now) {
            return Ok(Decided::Over);
        }
        let id = decisions::insert(&mut change, deciding.decider(), &case, decision).await?;
        let slug = if listing {
            Some(list(&mut change, &case, deciding.now).await?)
        } else {
            None
        };
        let reworded = staff_edits::by_staff(&mut change, &case).await?;
        cases::advance(&mut change, case.id, to, deciding.now).await?;
        if matches!(decision.outcome, Outcome::MarkSpam) {
            messages::drop_unsent(&mut change, case.id, Dropped::All).await?;
        }
        if let Some(message) = message(deciding, &case, &reworded, decision, slug.as_ref()) {
            answer(&mut change, deciding, (&case, id), &message).await?;
        }
        let data = entry(deciding, &case, decision, (id, to));
        let action = action(&decision.outcome, case.edit_waits);
        change.commit(action, &case.reference, data).await?;
        Ok(Decided::Made(slug))
    })
    .await
}

/// Writes what the sender hears of a decision. Where the address is not proved it waits until it is, and a mail asks for
/// that.
pub(super) async fn answer(
    change: &mut Change,
    deciding: &Deciding<'_>,
    (case, decision): (&Case, i64),
    message: &NewMessage,
) -> sqlx::Result<()> {
    let queued = messages::queue_decided(change, case.id, decision, message, deciding.now).await?;
    let this = (case.id, case.reference.as_str());
    let to = (queued, message.recipient.as_str());
    ask_to_confirm::for_answer(change, deciding.site, this, to).await
}

/// Whether there is no date to come.
fn is_over(case: &Case, now: DateTime<Utc>) -> bool {
    let mut sittings = case.details.dates.sittings().iter();
    sittings.all(|sitting| sitting.over_at() <= now)
}

/// Shows the event to the public, with the permissions that its version has and no others (4.5).
async fn list(change: &mut Change, case: &Case, now: DateTime<Utc>) -> sqlx::Result<Slug> {
    let shown = case.details.contact.consents();
    submissions::withdraw_consents_but(change, case.id, &shown, now).await?;
    let description = markdown::to_html(case.details.description.as_str());
    decisions::publish(change, case, (&description, markdown::RENDERING), now).await
}

/// What the sender hears of a decision, if anything. A person without an email address is told
/// another way, which the desk says.
fn message(
    deciding: &Deciding<'_>,
    case: &Case,
    reworded: &[Difference],
    decision: &Decision,
    slug: Option<&Slug>,
) -> Option<NewMessage> {
    let recipient = case.sender_email.as_deref()?;
    let letter_case = letters::Case::of(deciding.site, case, reworded);
    let unmet_of = |keys: &[StandardKey]| unmet(deciding.standards, keys);
    let send = |letter: Letter, words: &str| Some(letter.to(deciding.site, recipient, words));
    match &decision.outcome {
        Outcome::List { .. } => {
            let address = format!("{}/events/{}", deciding.site.address, slug?);
            send(letters::listed(letter_case, &address), "")
        }
        Outcome::AskForChanges { unmet, message } => send(
            letters::changes(letter_case, &unmet_of(unmet), deciding.policy),
            message,
        ),
        Outcome::Refuse {
            ground,
            unmet,
            reply,
        } => {
            let unmet = unmet_of(unmet);
            let refusal = Refusal {
                ground: *ground,
                unmet: &unmet,
                policy: deciding.policy,
            };
            match reply {
                Reply::None => None,
                Reply::PolicyNotice => send(letters::policy_notice(letter_case, refusal), ""),
                Reply::Brief(words) => send(letters::refused(letter_case, refusal), words),
            }
        }
        Outcome::MarkSpam => None,
    }
}

/// What the audit log calls it.
fn action(outcome: &Outcome, of_edit: bool) -> &'static str {
    match (outcome, of_edit) {
        (Outcome::List { .. }, true) => "edit approved",
        (Outcome::List { .. }, false) => "submission listed",
        (Outcome::AskForChanges { .. }, true) => "changes to an edit asked for",
        (Outcome::AskForChanges { .. }, false) => "changes asked for",
        (Outcome::Refuse { .. }, true) => "edit refused",
        (Outcome::Refuse { .. }, false) => "submission refused",
        (Outcome::MarkSpam, _) => "submission closed as spam",
    }
}

/// What the audit log holds of it. Words to the sender and notes stay out: they may name people.
fn entry(
    deciding: &Deciding<'_>,
    case: &Case,
    decision: &Decision,
    (id, to): (i64, State),
) -> Value {
    let (ground, reply) = match &decision.outcome {
        Outcome::Refuse { ground, reply, .. } => (Some(ground.as_str()), Some(reply.as_str())),
        _ => (None, None),
    };
    let unconfirmed = match &decision.outcome {
        Outcome::List { unconfirmed } => unconfirmed.map(Vouch::as_str),
        _ => None,
    };
    json!({
        "decision": id,
        "from": case.state.as_str(),
        "to": to.as_str(),
        "revision": case.revision,
        "policy": deciding.policy.name,
        "unmet": decision.checklist.unmet(),
        "ground": ground,
        "reply": reply,
        "unconfirmed": unconfirmed,
    })
}

/// Lists a submission for the demonstration, every standard met.
pub async fn list_as_demo(
    db: &PgPool,
    site: &Site,
    reference: &Reference,
    by: Author,
) -> sqlx::Result<()> {
    let policy = policy::in_force(db, by.now).await?;
    let standards = policy::standards(db, policy.id).await?;
    let reference = reference.to_string();
    let case = cases::find(db, &reference)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?;
    let deciding = Deciding {
        reference: &reference,
        read_at: case.version,
        staff: by.staff,
        policy: &policy,
        standards: &standards,
        site,
        hints: &[],
        now: by.now,
    };
    let meets = |standard: &Standard| (standard.key.clone(), Verdict::Meets);
    let decision = Decision {
        outcome: Outcome::List {
            unconfirmed: Some(Vouch::Known),
        },
        checklist: Checklist(standards.iter().map(meets).collect()),
        note: None,
    };
    decide(db, &deciding, &decision).await?;
    Ok(())
}
