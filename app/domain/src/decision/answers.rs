//! The review screen's form.

use std::collections::BTreeMap;

use super::checklist::{Checklist, STANDARD, Verdict, all_met, field_of};
use super::note::NOTE;
use super::outcome::{Address, Decision, Ground, Outcome, Reply, Vouch};
use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::standards::{PolicyVersion, Standard, StandardKey};
use crate::text;

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
