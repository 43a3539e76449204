//! The next version of the policy: drafted from the one in force, edited, and adopted. A draft is
//! never in force; what was adopted is never changed.

use chrono::{DateTime, Months, NaiveDate, NaiveTime, Utc};

use crate::form::{Ask, DateAnswers, Fields, FormErrors, Pairs, Tampered};
use crate::standards::{Clause, PolicyVersion, Standard};
use crate::{text, when};

/// The most characters a version's name may have.
pub const VERSION_NAME_LIMIT: usize = 60;
/// The most characters a clause's number may have.
pub const NUMBER_LIMIT: usize = 20;
/// The most characters a standard's name may have.
pub const STANDARD_NAME_LIMIT: usize = 200;
/// How many months ahead a version can come into force.
pub const IN_FORCE_WITHIN_MONTHS: u32 = 12;
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
}

/// The form of a draft's own details, as sent. Fields `name`, `adopted-…`, `review-…`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionAnswers {
    /// `name`
    pub name: String,
    /// `adopted-day`, `adopted-month`, `adopted-year`
    pub adopted: DateAnswers,
    /// `review-day`, `review-month`, `review-year`
    pub review: DateAnswers,
}

const VERSION_NAME: Ask = Ask {
    field: "name",
    name: "Name",
    empty: "Enter the version’s name, for example December 2026",
    shape: "Enter the version’s name, for example December 2026",
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
        match (name, adopted, review) {
            (Some(name), Some(adopted), Some(review_due)) => errors.unless_any(VersionDetails {
                name,
                adopted,
                review_due,
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
    empty: "Enter the clause’s number, for example 6.9",
    shape: "Enter the clause’s number, for example 6.9",
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
