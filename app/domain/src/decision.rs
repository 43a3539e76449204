//! The life of a submission: the only state machine; and the forms that move it.

use std::collections::BTreeMap;

use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::standards::{PolicyVersion, Standard, StandardKey};
use crate::text::{self, ShortLine};

/// Where a submission stands. A draft is before all of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Sent, to be decided.
    Waiting,
    /// The sender was asked to change it.
    ChangesAsked,
    /// Public.
    Listed,
    /// Refused by staff.
    Refused,
    /// Taken back by its sender.
    Withdrawn,
    /// Closed as spam.
    Spam,
    /// Removed by staff after it was listed.
    TakenDown,
}

/// What can happen to a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// Staff list it.
    List,
    /// Staff ask for changes.
    AskForChanges,
    /// Staff refuse it.
    Refuse,
    /// Staff close it as spam.
    MarkSpam,
    /// Staff open it again.
    Reopen,
    /// Staff take it down.
    TakeDown,
    /// The sender withdraws it.
    Withdraw,
    /// The sender sends it again.
    SendAgain,
}

/// Every move there is: from, by, to.
pub const MOVES: &[(State, Move, State)] = &[
    (State::Waiting, Move::List, State::Listed),
    (State::Waiting, Move::AskForChanges, State::ChangesAsked),
    (State::Waiting, Move::Refuse, State::Refused),
    (State::Waiting, Move::Withdraw, State::Withdrawn),
    (State::Waiting, Move::MarkSpam, State::Spam),
    (State::ChangesAsked, Move::SendAgain, State::Waiting),
    (State::ChangesAsked, Move::Withdraw, State::Withdrawn),
    (State::Listed, Move::TakeDown, State::TakenDown),
    (State::Listed, Move::Withdraw, State::Withdrawn),
    (State::Refused, Move::Reopen, State::Waiting),
    (State::Spam, Move::Reopen, State::Waiting),
];

/// A move that does not exist from this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no move {by:?} from {from:?}")]
pub struct NoSuchMove {
    /// Where the submission stands.
    pub from: State,
    /// What was tried.
    pub by: Move,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::ChangesAsked,
        Self::Listed,
        Self::Refused,
        Self::Withdrawn,
        Self::Spam,
        Self::TakenDown,
    ];

    /// The state after a move.
    ///
    /// # Errors
    /// There is no such move from here.
    pub fn after(self, by: Move) -> Result<Self, NoSuchMove> {
        MOVES
            .iter()
            .find(|(from, m, _)| (*from, *m) == (self, by))
            .map(|(_, _, to)| *to)
            .ok_or(NoSuchMove { from: self, by })
    }

    /// The state after staff decide. An edit of a listed event that waits (`edit_waits`) is approved,
    /// sent back or refused by the same decisions, and the event stays listed whichever it is.
    ///
    /// # Errors
    /// There is nothing to decide so from here.
    pub fn after_decision(self, edit_waits: bool, by: Move) -> Result<Self, NoSuchMove> {
        let of_edit = matches!(by, Move::List | Move::AskForChanges | Move::Refuse);
        if self == Self::Listed && edit_waits && of_edit {
            Ok(self)
        } else {
            self.after(by)
        }
    }

    /// As stored: "`changes_asked`".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::ChangesAsked => "changes_asked",
            Self::Listed => "listed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Spam => "spam",
            Self::TakenDown => "taken_down",
        }
    }

    /// Reads what [`State::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// As shown: "Changes asked for".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::ChangesAsked => "Changes asked for",
            Self::Listed => "Listed",
            Self::Refused => "Refused",
            Self::Withdrawn => "Withdrawn",
            Self::Spam => "Spam",
            Self::TakenDown => "Taken down",
        }
    }
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 8] = [
        Self::List,
        Self::AskForChanges,
        Self::Refuse,
        Self::MarkSpam,
        Self::Reopen,
        Self::TakeDown,
        Self::Withdraw,
        Self::SendAgain,
    ];
}

/// How a submission fares with one standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It meets it.
    Meets,
    /// It does not.
    DoesNotMeet,
}

impl Verdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Meets, Self::DoesNotMeet];

    /// As in forms and records: "meets", "fails".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Meets => "meets",
            Self::DoesNotMeet => "fails",
        }
    }

    /// Reads what [`Verdict::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|verdict| verdict.as_str() == text)
    }

    /// As shown: "Meets", "Does not meet".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Meets => "Meets",
            Self::DoesNotMeet => "Does not meet",
        }
    }
}

/// The answered standards, in the order of the policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checklist(pub Vec<(StandardKey, Verdict)>);

impl Checklist {
    /// The standards that are not met.
    #[must_use]
    pub fn unmet(&self) -> Vec<StandardKey> {
        self.0
            .iter()
            .filter(|(_, v)| *v == Verdict::DoesNotMeet)
            .map(|(key, _)| key.clone())
            .collect()
    }
}

/// Why an event is refused (policy 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The nature of the event.
    Nature,
    /// Standards that are not met.
    Standards,
}

impl Ground {
    /// As stored: "nature", "standards".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nature => "nature",
            Self::Standards => "standards",
        }
    }
}

/// What a refused sender hears (policy 6.12: ignore, inform, or respond briefly).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Nothing.
    None,
    /// The notice about the council's policy.
    PolicyNotice,
    /// These words.
    Brief(String),
}

impl Reply {
    /// As in forms and records: "none", "policy", "brief".
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PolicyNotice => "policy",
            Self::Brief(_) => "brief",
        }
    }
}

/// A decision that staff may take on a submission that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// The checklist it rests on.
    pub checklist: Checklist,
    /// A note for the staff only.
    pub note: Option<String>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// List it: every standard is met.
    List {
        /// Why it is listed although the sender's address is not confirmed; none where it is.
        unconfirmed: Option<Vouch>,
    },
    /// Ask the sender to change it.
    AskForChanges {
        /// The standards not met.
        unmet: Vec<StandardKey>,
        /// What to change, to the sender.
        message: String,
    },
    /// Refuse it.
    Refuse {
        /// Why.
        ground: Ground,
        /// The standards not met.
        unmet: Vec<StandardKey>,
        /// What the sender hears.
        reply: Reply,
    },
    /// Close it as spam, without a reply and without a checklist.
    MarkSpam,
}

impl Outcome {
    /// The move it makes.
    #[must_use]
    pub fn by(&self) -> Move {
        match self {
            Self::List { .. } => Move::List,
            Self::AskForChanges { .. } => Move::AskForChanges,
            Self::Refuse { .. } => Move::Refuse,
            Self::MarkSpam => Move::MarkSpam,
        }
    }
}

/// Why an event is listed although nobody has confirmed the sender's email address (policy 4.5:
/// "check with the sender if there is any doubt regarding the authenticity of a message").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vouch {
    /// Staff know the sender or the group.
    Known,
    /// Staff have spoken with the sender.
    Spoken,
    /// For a reason that the note gives.
    Noted,
}

impl Vouch {
    /// Every reason, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Known, Self::Spoken, Self::Noted];

    /// As in forms and records: "known", "spoken", "noted".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Spoken => "spoken",
            Self::Noted => "noted",
        }
    }

    /// Reads what [`Vouch::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vouch| vouch.as_str() == text)
    }

    /// As shown: "We know the sender or the group".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Known => "We know the sender or the group",
            Self::Spoken => "We have spoken with the sender",
            Self::Noted => "For another reason, which the note gives",
        }
    }
}

/// What is known of the sender's email address when staff decide (policy 4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// The sender has answered from it, or staff keyed the event in for a person they spoke with.
    Vouched,
    /// Nobody has confirmed it.
    Unconfirmed,
}

/// The review screen's form, as sent. Fields `standard-<key>`, `decision`, `vouch`, `ground`,
/// `reply`, `message`, `version`, `policy`, `note`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionAnswers {
    /// `standard-<key>`: "meets" or "fails" by the standard's key
    pub checklist: BTreeMap<StandardKey, String>,
    /// `decision`: "list", "changes", "refuse" or "spam"
    pub decision: String,
    /// `vouch`: a [`Vouch`], for listing an event whose sender's address is not confirmed
    pub vouch: String,
    /// `ground`: "nature" or empty
    pub ground: String,
    /// `reply`: "none", "policy" or "brief"
    pub reply: String,
    /// `message`, to the sender
    pub message: String,
    /// `version`, the submission's when the page was read
    pub version: String,
    /// `policy`, the number of the policy version that the page showed
    pub policy: String,
    /// `note`, for staff
    pub note: String,
}

impl DecisionAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            checklist: fields.take_all(STANDARD),
            decision: fields.take("decision"),
            vouch: fields.take("vouch"),
            ground: fields.take("ground"),
            reply: fields.take("reply"),
            message: fields.take("message"),
            version: fields.take("version"),
            policy: fields.take("policy"),
            note: fields.take("note"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers by the rules of the policy.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, standards: &[Standard], address: Address) -> Result<Decision, FormErrors> {
        let mut errors = FormErrors::default();
        let checklist = self.checklist(standards, &mut errors);
        let outcome = match self.decision.as_str() {
            "list" => self.list(standards, &checklist, address, &mut errors),
            "changes" => self.ask_for_changes(&checklist, &mut errors),
            "refuse" => self.refuse(&checklist, &mut errors),
            "spam" => Some(Outcome::MarkSpam),
            _ => {
                errors.push("decision", "Select what you decide");
                None
            }
        };
        let note = errors.may(NOTE, text::letter(&self.note));
        match outcome {
            Some(outcome) => errors.unless_any(Decision {
                outcome,
                checklist,
                note,
            }),
            None => Err(errors),
        }
    }

    /// The standards that were answered, in their order. An answer to a standard that is not among
    /// them was given to an earlier version of the policy.
    fn checklist(&self, standards: &[Standard], errors: &mut FormErrors) -> Checklist {
        let known = |key: &str| standards.iter().any(|standard| standard.key == key);
        if !self.checklist.keys().all(|key| known(key)) {
            let field = standards
                .first()
                .map_or_else(|| "decision".to_owned(), field_of);
            errors.push(field, STANDARDS_CHANGED);
        }
        let answer = |standard: &Standard| {
            let verdict = Verdict::parse(self.checklist.get(&standard.key)?)?;
            Some((standard.key.clone(), verdict))
        };
        Checklist(standards.iter().filter_map(answer).collect())
    }

    /// Listing needs every standard answered, and met (policy 6.9), and a sender one can trust to be
    /// who they say (4.5).
    fn list(
        &self,
        standards: &[Standard],
        checklist: &Checklist,
        address: Address,
        errors: &mut FormErrors,
    ) -> Option<Outcome> {
        let met = all_met(standards, checklist, errors);
        let unconfirmed = match address {
            Address::Vouched => None,
            Address::Unconfirmed => Some(self.vouch(errors)?),
        };
        met.then_some(Outcome::List { unconfirmed })
    }

    fn vouch(&self, errors: &mut FormErrors) -> Option<Vouch> {
        let vouch = Vouch::parse(&self.vouch);
        match vouch {
            None => errors.push(
                "vouch",
                "Select why it can be listed although the email address is not confirmed",
            ),
            Some(Vouch::Noted) if self.note.trim().is_empty() => {
                errors.push("note", "Write the reason in the note for staff");
            }
            Some(_) => {}
        }
        vouch
    }

    fn ask_for_changes(&self, checklist: &Checklist, errors: &mut FormErrors) -> Option<Outcome> {
        let message = errors.need(CHANGES, text::letter(&self.message))?;
        Some(Outcome::AskForChanges {
            unmet: checklist.unmet(),
            message,
        })
    }

    fn refuse(&self, checklist: &Checklist, errors: &mut FormErrors) -> Option<Outcome> {
        let unmet = checklist.unmet();
        let ground = if self.ground == "nature" {
            Ground::Nature
        } else {
            Ground::Standards
        };
        if ground == Ground::Standards && unmet.is_empty() {
            errors.push(
                "ground",
                "Mark the standard that is not met, or select “The nature of the event”",
            );
        }
        let reply = self.reply(errors)?;
        Some(Outcome::Refuse {
            ground,
            unmet,
            reply,
        })
    }

    /// What the sender hears. A message counts only with the choice that shows its field.
    fn reply(&self, errors: &mut FormErrors) -> Option<Reply> {
        match self.reply.as_str() {
            "none" => Some(Reply::None),
            "policy" => Some(Reply::PolicyNotice),
            "brief" => errors
                .need(BRIEF, text::letter(&self.message))
                .map(Reply::Brief),
            _ => {
                errors.push("reply", "Select what the sender hears");
                None
            }
        }
    }

    /// The version of the submission that the page showed.
    #[must_use]
    pub fn read_at(&self) -> Option<i64> {
        self.version.parse().ok()
    }

    /// What to say where the page showed another version of the policy than the one in force, whose
    /// standards may bear the same keys and ask something else. Spam is closed without them.
    #[must_use]
    pub fn of_another_policy(
        &self,
        policy: &PolicyVersion,
        standards: &[Standard],
    ) -> Option<FormErrors> {
        let other = !self.policy.is_empty() && self.policy != policy.id.to_string();
        (other && self.decision != "spam").then(|| {
            let mut errors = FormErrors::default();
            let field = standards
                .first()
                .map_or_else(|| "decision".to_owned(), field_of);
            errors.push(field, STANDARDS_CHANGED);
            errors
        })
    }
}

/// What a clerk reads whose page shows the standards of an earlier version of the policy.
const STANDARDS_CHANGED: &str =
    "The standards have changed since you opened this page. Read and answer them again";

/// The beginning of the names of the checklist's fields.
const STANDARD: &str = "standard-";

/// The name of a standard's field: "standard-personal-information".
#[must_use]
pub fn field_of(standard: &Standard) -> String {
    format!("{STANDARD}{}", standard.key)
}

const CHANGES: Ask = Ask {
    field: "message",
    name: "Message",
    empty: "Write what the sender should change",
    shape: "Write what the sender should change",
};
const BRIEF: Ask = Ask {
    field: "message",
    name: "Message",
    empty: "Write the brief reply to the sender",
    shape: "Write the brief reply to the sender",
};
const NOTE: Ask = Ask {
    field: "note",
    name: "Note",
    empty: "Write the note",
    shape: "Write the note",
};
/// Reads a note that staff write to one another; field `words`.
///
/// # Errors
/// It is empty or too long.
pub fn parse_note(words: &str) -> Result<String, FormErrors> {
    let mut errors = FormErrors::default();
    let ask = Ask {
        field: "words",
        ..NOTE
    };
    errors.need(ask, text::letter(words)).ok_or(errors)
}

const REASON: Ask = Ask {
    field: "reason",
    name: "Reason",
    empty: "Enter the reason for taking it down",
    shape: "Enter the reason for taking it down",
};
const TAKE_DOWN_MESSAGE: Ask = Ask {
    field: "message",
    name: "Message",
    empty: "Write the message to the sender",
    shape: "Write the message to the sender",
};

/// Whether every standard is answered, and met.
fn all_met(standards: &[Standard], checklist: &Checklist, errors: &mut FormErrors) -> bool {
    let before = errors.0.len();
    for standard in standards {
        let name = &standard.name;
        match checklist.0.iter().find(|(key, _)| *key == standard.key) {
            Some((_, Verdict::Meets)) => {}
            Some((_, Verdict::DoesNotMeet)) => errors.push(
                field_of(standard),
                format!(
                    "Every standard must be met to list the event. “{name}” is marked as not met"
                ),
            ),
            None => errors.push(field_of(standard), format!("Answer “{name}”")),
        }
    }
    errors.0.len() == before
}

/// What kind of reason there is for taking an event down (policy 6.13), so that the record can be
/// counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It does not meet the policy after all.
    Breach,
    /// Somebody complained or reported it.
    Complaint,
    /// The organiser asked for it.
    Asked,
    /// It is wrong or out of date.
    Wrong,
    /// Something else.
    Other,
}

impl Removal {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 5] = [
        Self::Breach,
        Self::Complaint,
        Self::Asked,
        Self::Wrong,
        Self::Other,
    ];

    /// As in forms and records: "breach".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::Complaint => "complaint",
            Self::Asked => "asked",
            Self::Wrong => "wrong",
            Self::Other => "other",
        }
    }

    /// Reads what [`Removal::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// As shown: "It does not meet the policy".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Breach => "It does not meet the policy",
            Self::Complaint => "Somebody complained about it or reported it",
            Self::Asked => "The organiser asked for it",
            Self::Wrong => "It is wrong or out of date",
            Self::Other => "Another reason",
        }
    }
}

/// The take-down page's form, as sent. Fields `why`, `reason`, `message`, `notice`, `version`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakeDownAnswers {
    /// `why`, a [`Removal`]
    pub why: String,
    /// `reason`, for the record
    pub reason: String,
    /// `message`, to the sender; may be empty
    pub message: String,
    /// `notice`: "yes" to show the policy's removal sentence in its place
    pub notice: String,
    /// `version`, the submission's when the page was read
    pub version: String,
}

/// A listed event to be taken down (policy 6.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeDown {
    /// What kind of reason there is.
    pub why: Removal,
    /// Why, for the record.
    pub reason: ShortLine,
    /// What the sender hears, if anything.
    pub message: Option<String>,
    /// Whether the page then shows the policy's removal sentence.
    pub notice: bool,
}

impl TakeDownAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            why: fields.take("why"),
            reason: fields.take("reason"),
            message: fields.take("message"),
            notice: fields.take("notice"),
            version: fields.take("version"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<TakeDown, FormErrors> {
        let mut errors = FormErrors::default();
        let why = Removal::parse(&self.why);
        if why.is_none() {
            errors.push("why", "Select what kind of reason it is");
        }
        let reason = errors.need(REASON, ShortLine::parse(&self.reason));
        let message = errors.may(TAKE_DOWN_MESSAGE, text::letter(&self.message));
        match (why, reason) {
            (Some(why), Some(reason)) => errors.unless_any(TakeDown {
                why,
                reason,
                message,
                notice: self.notice == "yes",
            }),
            _ => Err(errors),
        }
    }

    /// The version of the submission that the page showed.
    #[must_use]
    pub fn read_at(&self) -> Option<i64> {
        self.version.parse().ok()
    }
}
