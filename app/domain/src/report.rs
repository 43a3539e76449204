//! What anybody may tell the office of a listed event (policy 6.13), and how staff close it.

use strum::{EnumString, IntoStaticStr};

use crate::{
    form::{Ask, Fields, FormErrors, Pairs, Tampered},
    text::{self, Email, PersonName, TextProblem},
};

pub use crate::limits::REPORT_LIMIT as WORDS_LIMIT;

/// What is wrong with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// Its details are wrong.
    Wrong,
    /// It does not take place.
    NotHappening,
    /// It should not be on the page by the council's standards (6.9, 6.10).
    Standards,
    /// It tells of a person who has not agreed to that (6.11).
    Personal,
    /// Its words or its picture are somebody else's (6.11).
    Copied,
    /// Somebody broke a policy of the council, or the law (6.13).
    Breach,
}

impl Kind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::Wrong,
        Self::NotHappening,
        Self::Standards,
        Self::Personal,
        Self::Copied,
        Self::Breach,
    ];

    /// The word in the database and in the form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// As it is offered and as staff read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Wrong => "A detail is wrong",
            Self::NotHappening => "It is not taking place",
            Self::Standards => "It should not be on this page",
            Self::Personal => "It tells of a person without permission",
            Self::Copied => "Its words or picture are copied",
            Self::Breach => "Somebody broke a rule of the council or the law",
        }
    }
}

/// A report that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What is wrong.
    pub kind: Kind,
    /// In the person's own words.
    pub words: String,
    /// Who tells, where they said.
    pub name: Option<PersonName>,
    /// Where they are answered, where they want to be.
    pub email: Option<Email>,
}

/// A report's form, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportAnswers {
    /// `key`: the form's own; a second report with the same key is the first
    pub key: String,
    /// `kind`
    pub kind: String,
    /// `words`
    pub words: String,
    /// `name`
    pub name: String,
    /// `email`
    pub email: String,
}

const WORDS: Ask = Ask {
    field: "words",
    name: "What you tell us",
    empty: "Enter what is wrong, in a sentence or two",
    shape: "Enter what is wrong, in a sentence or two",
};
const NAME: Ask = Ask {
    field: "name",
    name: "Name",
    empty: "Enter your name",
    shape: "Enter a name without symbols",
};
const EMAIL: Ask = Ask {
    field: "email",
    name: "Email address",
    empty: "Enter your email address",
    shape: "Enter an email address like name@example.org",
};
const OUTCOME: Ask = Ask {
    field: "outcome",
    name: "What was done",
    empty: "Enter what was done about it",
    shape: "Enter what was done about it",
};

impl ReportAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            key: fields.take("key"),
            kind: fields.take("kind"),
            words: fields.take("words"),
            name: fields.take("name"),
            email: fields.take("email"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn parse(&self) -> Result<Report, FormErrors> {
        let mut errors = FormErrors::default();
        let kind = Kind::parse(&self.kind);
        if kind.is_none() {
            errors.push("kind", "Choose what is wrong");
        }
        let words = errors.need(WORDS, letter(&self.words));
        let name = errors.may(NAME, PersonName::parse(&self.name));
        let email = errors.may(EMAIL, Email::parse(&self.email));
        match (kind, words) {
            (Some(kind), Some(words)) => errors.unless_any(Report {
                kind,
                words,
                name,
                email,
            }),
            _ => Err(errors),
        }
    }
}

/// Some paragraphs within the limit of a report.
fn letter(words: &str) -> Result<String, TextProblem> {
    let words = text::letter(words)?;
    let count = words.chars().count();
    if count > WORDS_LIMIT {
        return Err(TextProblem::TooLong {
            limit: WORDS_LIMIT,
            over: count - WORDS_LIMIT,
        });
    }
    Ok(words)
}

/// Reads what staff did about a report; field `outcome`.
///
/// # Errors
/// It is empty or too long.
pub fn outcome(words: &str) -> Result<String, FormErrors> {
    let mut errors = FormErrors::default();
    errors.need(OUTCOME, letter(words)).ok_or(errors)
}
