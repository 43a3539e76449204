//! What the review shows: the case with what is to be decided, or what was.

use chrono::{DateTime, Utc};
use domain::{
    decision::State, difference::Difference, event::EventDetails, form::FormErrors, hints::Hint,
    standards::PolicyVersion,
};

use super::super::components::{Flash, Happening, Item, MessageState, TrackRecord};
use crate::render::Html;

/// A submission on the desk.
#[derive(Debug, Clone)]
pub struct ReviewPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// `WO-7K4P`.
    pub reference: String,
    /// Where it is in its life.
    pub state: State,
    /// The version that is being read; it comes back with the decision as `version`.
    pub version: i64,
    /// Working days since it was sent, which count while it waits.
    pub waiting: u32,
    /// How it came: "Sent by the form".
    pub channel: String,
    /// The event, to be shown as it would appear.
    pub details: EventDetails,
    /// The name of its type: "Talk".
    pub event_type: String,
    /// Its description, made safe.
    pub description: Html,
    /// Where its links lead, in their order.
    pub links: Vec<LinkShown>,
    /// Who sent it: not published.
    pub sender: SenderDetails,
    /// What the sender declared.
    pub declaration: Declared,
    /// The permission to publish the picture; none where there is no picture or nobody gave it.
    pub permission: Option<Declared>,
    /// All that happened, newest first.
    pub history: Vec<Happening>,
    /// The policy in force.
    pub policy: PolicyVersion,
    /// Whether its review is overdue today.
    pub policy_overdue: bool,
    /// The form while it waits, else what became of it.
    pub decision: Deciding,
    /// Whether submissions are being read in turn: after this one comes the next.
    pub in_turn: bool,
    /// What is worth a second look, in the order of the standards.
    pub hints: Vec<Hint>,
    /// What the sender would change in a listed event; none where it is new.
    pub edit: Option<Vec<Difference>>,
    /// What staff changed in the sender's words.
    pub reworded: Vec<Difference>,
    /// Whether staff may change the wording now.
    pub may_reword: bool,
    /// Colleagues who have the page open.
    pub others: Vec<String>,
    /// Who has it in hand.
    pub held: Option<Hold>,
    /// Other submissions that are very like it.
    pub alike: Vec<Alike>,
    /// What this sender or group sent before, newest first.
    pub before: Vec<Before>,
    /// The form for a note.
    pub note: NoteForm,
    /// What the public told us of it and nobody has dealt with: each report's number and what is
    /// wrong.
    pub reports: Vec<(i64, &'static str)>,
}

/// Who has a submission in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The person.
    pub by: String,
    /// Whether that is who reads the page.
    pub mine: bool,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A submission that is very like the one that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// `WO-7K4P`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its dates.
    pub when: String,
    /// Where it stands.
    pub state: State,
    /// What is the same: "same day, same place".
    pub why: String,
}

/// Where one of an event's links leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkShown {
    /// Where it stands: "The description".
    pub place: &'static str,
    /// Its words, as visitors read them.
    pub words: String,
    /// The host that it leads to, in ASCII: "xn--pple-43d.example".
    pub host: String,
}

/// Something that the same sender or group sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// `WO-7K4P`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// When it was decided, or came.
    pub at: DateTime<Utc>,
    /// The clauses of the standards that were not met.
    pub clauses: Vec<String>,
}

/// The form for a note to colleagues, as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteForm {
    /// What was typed.
    pub words: String,
    /// What is wrong; field `words`.
    pub errors: FormErrors,
}

/// The right-hand side of the review.
#[derive(Debug, Clone)]
pub enum Deciding {
    /// It waits: the checklist and the three buttons.
    Open(Checklist),
    /// It is decided, or the sender withdrew it: nothing to press but what may follow.
    Made(Box<Made>),
}

/// The checklist as it stands.
#[derive(Debug, Clone, Default)]
pub struct Checklist {
    /// The standards in force with what has been answered.
    pub items: Vec<Item>,
    /// The note for staff, as typed.
    pub note: String,
    /// Whether the sender's address is not confirmed, so that listing needs a reason (4.5).
    pub unconfirmed: bool,
    /// That reason, as chosen.
    pub vouch: String,
    /// What is wrong; fields `standard-<key>`, `decision`, `vouch` and `note`.
    pub errors: FormErrors,
}

/// A decision that was made.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// The decision in words: "Listed", "Refused", "Changes asked for", "Taken down", "Withdrawn".
    pub what: String,
    /// Who decided: a member of staff, or "The sender".
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The policy version it was decided against.
    pub policy: Option<String>,
    /// The ground of a refusal, or the reason of a removal, in words.
    pub ground: Option<String>,
    /// The checklist as it was answered; empty where there was none.
    pub items: Vec<Item>,
    /// The message to the sender, if one was written.
    pub message: Option<MessageLink>,
    /// The note for staff.
    pub note: Option<String>,
    /// The event's public address (a path), where it can be seen.
    pub public_href: Option<String>,
    /// Whether it can be taken down now.
    pub can_take_down: bool,
    /// Whether it can be opened again for a new decision.
    pub can_reopen: bool,
}

/// A message of the case.
#[derive(Debug, Clone)]
pub struct MessageLink {
    /// Its number, for `/staff/messages/{id}`.
    pub id: i64,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Its fate.
    pub state: MessageState,
}

/// The sender's own details, never published as such.
#[derive(Debug, Clone, Default)]
pub struct SenderDetails {
    /// The sender's name.
    pub name: String,
    /// The group, if any.
    pub group: Option<String>,
    /// The email address; none where staff keyed the event in for somebody without.
    pub email: Option<String>,
    /// Whether the address is confirmed.
    pub email_confirmed: bool,
    /// The telephone number, if given.
    pub telephone: Option<String>,
    /// What became of earlier submissions.
    pub track: TrackRecord,
    /// The words of each consent given, as ticked; empty when nothing may be published.
    pub consents: Vec<String>,
}

/// The declaration as it was made.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// The version of the wording.
    pub version: String,
    /// The wording.
    pub wording: String,
    /// When it was agreed to.
    pub at: DateTime<Utc>,
}
