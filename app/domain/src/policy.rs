//! The next version of the policy: drafted from the one in force, edited, and adopted. A draft is
//! never in force; what was adopted is never changed.

pub mod matching;
pub mod paste;

use std::collections::BTreeMap;

use chrono::{DateTime, Months, NaiveDate, NaiveTime, Utc};
use sha2::{Digest, Sha256};

use crate::form::{Ask, DateAnswers, Fields, FormErrors, Pairs, Tampered};
use crate::policy_roles::{PolicyRole, Roles};
use crate::standards::{Clause, PolicyVersion, Standard};
use crate::{text, when};

pub use crate::limits::{
    IN_FORCE_WITHIN_MONTHS, NUMBER_LIMIT, REMOVAL_LIMIT, STANDARD_NAME_LIMIT, VERSION_NAME_LIMIT,
};

/// After how many months the policy is reviewed, unless the council says otherwise.
pub const REVIEW_CYCLE_MONTHS: u32 = 36;

/// A clause of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftClause {
    /// The database's number for it.
    pub id: i64,
    /// "6.9".
    pub number: String,
    /// Its text.
    pub text: String,
}

/// A standard of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftStandard {
    /// The database's number for it.
    pub id: i64,
    /// Its short key, the same in each version.
    pub key: String,
    /// What it asks.
    pub name: String,
    /// How staff apply it.
    pub guidance: String,
    /// Whether a refusal for it counts towards repeat offenders (6.13).
    pub not_tolerated: bool,
    /// The numbers of its clauses.
    pub clauses: Vec<String>,
}

/// A version of the policy with its clauses and standards, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The version.
    pub version: PolicyVersion,
    /// Its clauses.
    pub clauses: Vec<DraftClause>,
    /// Its standards.
    pub standards: Vec<DraftStandard>,
}

impl Draft {
    /// Its clauses as staff read them.
    #[must_use]
    pub fn clauses(&self) -> Vec<Clause> {
        let clause = |it: &DraftClause| Clause {
            number: it.number.clone(),
            text: it.text.clone(),
        };
        self.clauses.iter().map(clause).collect()
    }

    /// Its standards as staff read them.
    #[must_use]
    pub fn standards(&self) -> Vec<Standard> {
        let clauses = self.clauses();
        let of = |numbers: &[String]| {
            let find = |number: &String| clauses.iter().find(|it| it.number == *number).cloned();
            numbers.iter().filter_map(find).collect()
        };
        self.standards
            .iter()
            .map(|it| Standard {
                key: it.key.clone(),
                name: it.name.clone(),
                clauses: of(&it.clauses),
                guidance: it.guidance.clone(),
            })
            .collect()
    }

    /// The draft with other clauses: standards and roles follow each clause to where it is found
    /// again by its words, and so do the numbers in guidance notes. What comes from a clause that is
    /// gone has none.
    #[must_use]
    pub fn with_clauses(&self, clauses: &[ClauseWords]) -> Self {
        let is: Vec<Clause> = clauses
            .iter()
            .map(|it| Clause {
                number: it.number.clone(),
                text: it.text.clone(),
            })
            .collect();
        let numbers = matching::new_numbers(&self.clauses(), &is);
        let mut next = self.clone();
        next.clauses = is
            .into_iter()
            .map(|Clause { number, text }| DraftClause {
                id: 0,
                number,
                text,
            })
            .collect();
        let mut roles = Roles::default();
        for (role, number) in self.version.roles.iter() {
            roles.set(role, numbers.get(number).cloned());
        }
        next.version.roles = roles;
        for standard in &mut next.standards {
            let sources = standard.clauses.iter();
            standard.clauses = sources.filter_map(|it| numbers.get(it).cloned()).collect();
            standard.guidance = matching::renumbered(&standard.guidance, &numbers);
        }
        next
    }

    /// What lost its clause since an earlier state of the draft, as sentences: roles, and standards
    /// and guidance notes that name it.
    #[must_use]
    pub fn lost_since(&self, before: &Self) -> Vec<String> {
        let mut lost = Vec::new();
        for (role, number) in before.version.roles.iter() {
            if self.version.roles.clause(role).is_none() {
                let label = role.label();
                lost.push(format!(
                    "“{label}” was {number}: no clause says it any more"
                ));
            }
        }
        for (was, is) in before.standards.iter().zip(&self.standards) {
            if is.clauses.len() < was.clauses.len() {
                let (name, numbers) = (&was.name, was.clauses.join(", "));
                let left = is.clauses.join(", ");
                let left = if left.is_empty() { "no clause" } else { &left };
                lost.push(format!(
                    "The standard “{name}” came from {numbers}, and comes from {left} now"
                ));
            }
            let had = |number: &&str| before.clauses.iter().any(|it| it.number == **number);
            let names: Vec<&str> = matching::numbers_in(&was.guidance).filter(had).collect();
            for number in names.into_iter().filter(|it| is.guidance.contains(it)) {
                if !self.clauses.iter().any(|it| it.number == number) {
                    let name = &was.name;
                    lost.push(format!(
                        "The guidance of “{name}” names {number}, which is gone"
                    ));
                }
            }
        }
        lost
    }

    /// A digest of every word, number and order of it: two drafts that differ in anything that is
    /// adopted have two. The database's numbers are not in it.
    #[must_use]
    pub fn digest(&self) -> String {
        let version = &self.version;
        let clauses = self.clauses.iter().map(|it| (&it.number, &it.text));
        let standards = self.standards.iter().map(|it| {
            let words = (&it.key, &it.name, &it.guidance);
            (words, it.not_tolerated, &it.clauses)
        });
        let all = serde_json::json!([
            "whatson.policy.v1",
            version.name,
            version.adopted,
            version.review_due,
            version.removal_sentence,
            version.roles,
            clauses.collect::<Vec<_>>(),
            standards.collect::<Vec<_>>(),
        ]);
        let mut digest = String::new();
        for byte in Sha256::digest(all.to_string()) {
            digest.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            digest.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        digest
    }

    /// What keeps the draft from being adopted, as things to do.
    #[must_use]
    pub fn unready(&self) -> Vec<String> {
        let mut to_do = Vec::new();
        if self.standards.is_empty() {
            to_do.push("Add a standard: there is nothing to decide against".to_owned());
        }
        for standard in self.standards.iter().filter(|it| it.clauses.is_empty()) {
            to_do.push(format!(
                "Select the clauses that “{}” comes from",
                standard.name
            ));
        }
        to_do
    }

    /// The standards that rest on a clause.
    #[must_use]
    pub fn resting_on(&self, number: &str) -> Vec<&DraftStandard> {
        self.standards
            .iter()
            .filter(|standard| standard.clauses.iter().any(|it| it == number))
            .collect()
    }
}

/// The day by which a version adopted then is due for review.
#[must_use]
pub fn next_review(adopted: NaiveDate) -> NaiveDate {
    adopted + Months::new(REVIEW_CYCLE_MONTHS)
}

/// A key for a new standard, from its name: "No raffles" gives "no-raffles". `taken` says which
/// were ever used, so that a key means the same standard in every version.
#[must_use]
pub fn new_key(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let letters = |c: char| {
        if c.is_ascii_alphabetic() {
            c.to_ascii_lowercase()
        } else {
            ' '
        }
    };
    let plain: String = name.chars().map(letters).collect();
    let words: Vec<&str> = plain.split_whitespace().take(4).collect();
    let mut key = if words.is_empty() {
        "standard".to_owned()
    } else {
        words.join("-")
    };
    while taken(&key) {
        key.push_str("-again");
    }
    key
}

/// What a version is called and when it was adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionDetails {
    /// "December 2026".
    pub name: String,
    /// The day the council adopted it.
    pub adopted: NaiveDate,
    /// The last day by which the council means to review it.
    pub review_due: NaiveDate,
    /// What may stand in the place of an event that was taken down.
    pub removal_sentence: String,
}

/// The form of a draft's own details, as sent. Fields `name`, `adopted-…`, `review-…`, `removal`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionAnswers {
    /// `name`
    pub name: String,
    /// `adopted-day`, `adopted-month`, `adopted-year`
    pub adopted: DateAnswers,
    /// `review-day`, `review-month`, `review-year`
    pub review: DateAnswers,
    /// `removal`
    pub removal: String,
}

const VERSION_NAME: Ask = Ask {
    field: "name",
    name: "Name",
    empty: "Enter the version’s name, for example December 2026",
    shape: "Enter the version’s name, for example December 2026",
};

const REMOVAL: Ask = Ask {
    field: "removal",
    name: "Sentence",
    empty: "Enter the sentence for the page of an event that was taken down",
    shape: "Enter the sentence for the page of an event that was taken down",
};

impl VersionAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            name: fields.take("name"),
            adopted: DateAnswers::take(&mut fields, "adopted"),
            review: DateAnswers::take(&mut fields, "review"),
            removal: fields.take("removal"),
        };
        fields.none_left().map(|()| answers)
    }

    /// The form as it first shows a version.
    #[must_use]
    pub fn of(version: &PolicyVersion) -> Self {
        Self {
            name: version.name.clone(),
            adopted: DateAnswers::of(version.adopted),
            review: DateAnswers::of(version.review_due),
            removal: version.removal_sentence.clone(),
        }
    }

    /// Reads the answers. `taken` says which names other versions have.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, taken: impl Fn(&str) -> bool) -> Result<VersionDetails, FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(VERSION_NAME, text::line(&self.name, VERSION_NAME_LIMIT));
        if name.as_deref().is_some_and(taken) {
            errors.push(
                "name",
                "Another version has that name. Enter a different one",
            );
        }
        let adopted = self
            .adopted
            .parse(&mut errors, "adopted", "the day the council adopts it");
        let review = self
            .review
            .parse(&mut errors, "review", "the day its review is due");
        if let (Some(adopted), Some(review)) = (adopted, review)
            && review <= adopted
        {
            errors.push("review-day", "The review must be due after the adoption");
        }
        let removal = errors.need(REMOVAL, text::line(&self.removal, REMOVAL_LIMIT));
        match (name, adopted, review, removal) {
            (Some(name), Some(adopted), Some(review_due), Some(removal_sentence)) => errors
                .unless_any(VersionDetails {
                    name,
                    adopted,
                    review_due,
                    removal_sentence,
                }),
            _ => Err(errors),
        }
    }
}

/// A clause's number and text, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseWords {
    /// "6.9".
    pub number: String,
    /// Its text, lines kept.
    pub text: String,
}

/// The form of a clause, as sent. Fields `number`, `text`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClauseAnswers {
    /// `number`
    pub number: String,
    /// `text`
    pub text: String,
}

const NUMBER: Ask = Ask {
    field: "number",
    name: "Number",
    empty: "Enter the clause’s number, as the policy has it",
    shape: "Enter the clause’s number, as the policy has it",
};
const CLAUSE_TEXT: Ask = Ask {
    field: "text",
    name: "Text",
    empty: "Enter the clause’s text, word for word",
    shape: "Enter the clause’s text, word for word",
};

impl ClauseAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            number: fields.take("number"),
            text: fields.take("text"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers. `taken` says which numbers the draft's other clauses have.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, taken: impl Fn(&str) -> bool) -> Result<ClauseWords, FormErrors> {
        let mut errors = FormErrors::default();
        let number = errors.need(NUMBER, text::line(&self.number, NUMBER_LIMIT));
        if let Some(number) = number.as_deref().filter(|number| taken(number)) {
            errors.push("number", format!("There is a clause {number} already"));
        }
        let text = errors.need(CLAUSE_TEXT, text::letter(&self.text));
        match (number, text) {
            (Some(number), Some(text)) => errors.unless_any(ClauseWords { number, text }),
            _ => Err(errors),
        }
    }
}

/// A standard of a draft, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardWords {
    /// What it asks.
    pub name: String,
    /// How staff apply it; may be empty.
    pub guidance: String,
    /// Whether a refusal for it counts towards repeat offenders (6.13).
    pub not_tolerated: bool,
    /// The numbers of its clauses, in the order of the policy; at least one.
    pub clauses: Vec<String>,
}

/// The form of a standard, as sent. Fields `name`, `guidance`, `not-tolerated`, `clause-<id>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StandardAnswers {
    /// `name`
    pub name: String,
    /// `guidance`
    pub guidance: String,
    /// `not-tolerated`: "yes" or empty
    pub not_tolerated: String,
    /// `clause-<id>`: the ids that were ticked
    pub clauses: Vec<i64>,
}

const STANDARD_NAME: Ask = Ask {
    field: "name",
    name: "Standard",
    empty: "Enter what the standard asks, in a few words",
    shape: "Enter what the standard asks, in a few words",
};
const GUIDANCE: Ask = Ask {
    field: "guidance",
    name: "Guidance",
    empty: "Enter the guidance",
    shape: "Enter the guidance",
};

impl StandardAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let ticked = fields.take_all("clause-");
        let answers = Self {
            name: fields.take("name"),
            guidance: fields.take("guidance"),
            not_tolerated: fields.take("not-tolerated"),
            clauses: ticked.keys().filter_map(|id| id.parse().ok()).collect(),
        };
        fields.none_left().map(|()| answers)
    }

    /// The form as it first shows a standard.
    #[must_use]
    pub fn of(standard: &DraftStandard, clauses: &[DraftClause]) -> Self {
        let mut ticked: Vec<i64> = clauses
            .iter()
            .filter(|clause| standard.clauses.contains(&clause.number))
            .map(|clause| clause.id)
            .collect();
        ticked.sort_unstable();
        Self {
            name: standard.name.clone(),
            guidance: standard.guidance.clone(),
            not_tolerated: if standard.not_tolerated { "yes" } else { "" }.to_owned(),
            clauses: ticked,
        }
    }

    /// Reads the answers against the draft's clauses.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, clauses: &[DraftClause]) -> Result<StandardWords, FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(STANDARD_NAME, text::line(&self.name, STANDARD_NAME_LIMIT));
        let guidance = errors.may(GUIDANCE, text::letter(&self.guidance));
        let numbers: Vec<String> = clauses
            .iter()
            .filter(|clause| self.clauses.contains(&clause.id))
            .map(|clause| clause.number.clone())
            .collect();
        if numbers.is_empty() {
            let first = clauses.first().map_or_else(
                || "name".to_owned(),
                |clause| format!("clause-{}", clause.id),
            );
            errors.push(first, "Select the clauses that the standard comes from");
        }
        match name {
            Some(name) => errors.unless_any(StandardWords {
                name,
                guidance: guidance.unwrap_or_default(),
                not_tolerated: self.not_tolerated == "yes",
                clauses: numbers,
            }),
            None => Err(errors),
        }
    }
}

/// The form of what the clauses are for, as sent. Fields `role-<key>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RolesAnswers {
    /// `role-<key>`: the number of a clause in the database, or [`NO_CLAUSE`]
    pub chosen: BTreeMap<String, String>,
}

/// What is chosen where no clause has a role.
pub const NO_CLAUSE: &str = "none";

impl RolesAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let chosen = fields.take_all("role-");
        fields.none_left().map(|()| Self { chosen })
    }

    /// The form as it first shows a draft. Nothing is chosen for a role that no clause has.
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let id = |number: &str| draft.clauses.iter().find(|it| it.number == number);
        let roles = draft.version.roles.iter();
        let chosen = roles.filter_map(|(role, number)| {
            Some((role.as_str().to_owned(), id(number)?.id.to_string()))
        });
        Self {
            chosen: chosen.collect(),
        }
    }

    /// Reads the answers against the draft's clauses.
    ///
    /// # Errors
    /// Every role for which nothing is chosen that is there.
    pub fn parse(&self, clauses: &[DraftClause]) -> Result<Roles, FormErrors> {
        let mut errors = FormErrors::default();
        let mut roles = Roles::default();
        for role in PolicyRole::ALL {
            let chosen = self.chosen.get(role.as_str()).map_or("", String::as_str);
            let clause = clauses.iter().find(|it| it.id.to_string() == chosen);
            if clause.is_none() && chosen != NO_CLAUSE {
                let field = format!("role-{}", role.as_str());
                let words = "Select the clause that says: ";
                errors.push(field, format!("{words}{}", role.label()));
            }
            roles.set(role, clause.map(|it| it.number.clone()));
        }
        errors.unless_any(roles)
    }
}

/// What an adoption is read against.
#[derive(Debug, Clone, Copy)]
pub struct AdoptionContext {
    /// Now.
    pub now: DateTime<Utc>,
    /// The day the council adopts the draft.
    pub adopted: NaiveDate,
    /// When the newest adopted version comes or came into force.
    pub newest: DateTime<Utc>,
}

/// The form of an adoption, as sent. Fields `from`, `from-day`, `from-month`, `from-year`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdoptionAnswers {
    /// `from`: "now" or "day"
    pub from: String,
    /// `from-day`, `from-month`, `from-year`
    pub day: DateAnswers,
}

impl AdoptionAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            day: DateAnswers::take(&mut fields, "from"),
            from: fields.take("from"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads from when on the version is in force: at once, or from the first moment of a day on
    /// the parish's clock.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, context: AdoptionContext) -> Result<DateTime<Utc>, FormErrors> {
        let mut errors = FormErrors::default();
        let from = match self.from.as_str() {
            "now" => Some(("from", context.now)),
            "day" => self
                .later_day(context.now, &mut errors)
                .map(|start| ("from-day", start)),
            _ => {
                errors.push("from", "Select from when it is in force");
                None
            }
        };
        let Some((field, from)) = from else {
            return Err(errors);
        };
        if when::today(from) < context.adopted {
            let adopted = when::day_and_year(context.adopted);
            errors.push(
                field,
                format!("The council adopts it on {adopted}. It can be in force from then on"),
            );
        } else if from <= context.newest {
            let newest = when::day_and_year(when::today(context.newest));
            errors.push(
                field,
                format!("Another version comes into force on {newest}. Enter a later day"),
            );
        }
        errors.unless_any(from)
    }

    fn later_day(&self, now: DateTime<Utc>, errors: &mut FormErrors) -> Option<DateTime<Utc>> {
        let day = self
            .day
            .parse(errors, "from", "the day from which it is in force")?;
        let today = when::today(now);
        let furthest = today + Months::new(IN_FORCE_WITHIN_MONTHS);
        if day <= today {
            errors.push(
                "from-day",
                "The day must be in the future. For today, select “From now on”",
            );
            return None;
        }
        if day > furthest {
            let furthest = when::day_and_year(furthest);
            errors.push(
                "from-day",
                format!("The day must be on or before {furthest}"),
            );
            return None;
        }
        // Midnight exists on every day of the parish's clock: its hour changes at one in the morning.
        when::resolve(day, NaiveTime::MIN).ok()
    }
}
