//! A colleague's account, as an administrator fills it in, and the email address under "Forgotten
//! password".

use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::text::{Email, PersonName, ShortLine, TextProblem};

const NAME: Ask = Ask {
    field: "name",
    name: "Name",
    empty: "Enter their name",
    shape: "Enter their name",
};
const EMAIL: Ask = Ask {
    field: "email",
    name: "Email address",
    empty: "Enter their email address",
    shape: "Enter an email address like name@example.org",
};
const OWN_EMAIL: Ask = Ask {
    empty: "Enter your email address",
    ..EMAIL
};
const REASON: Ask = Ask {
    field: "reason",
    name: "Reason",
    empty: "Enter the reason",
    shape: "Enter the reason",
};

/// The form of an account, as sent. Fields `name`, `email` (of a new one only) and `role`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColleagueAnswers {
    /// `name`
    pub name: String,
    /// `email`
    pub email: String,
    /// `role`: "moderator" or "administrator".
    pub role: String,
}

/// A colleague's name and what they may do, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// As colleagues know them.
    pub name: PersonName,
    /// Whether they look after the settings and the accounts as well.
    pub administrator: bool,
}

impl ColleagueAnswers {
    /// Reads a posted form.
    ///
    /// # Errors
    /// It has a field that no page of ours sends.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            name: fields.take("name"),
            email: fields.take("email"),
            role: fields.take("role"),
        };
        fields.none_left()?;
        Ok(answers)
    }

    /// A new account: who, and the email address that is invited.
    ///
    /// # Errors
    /// What is wrong; fields `name`, `email` and `role`.
    pub fn parse_new(&self) -> Result<(Colleague, Email), FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(NAME, PersonName::parse(&self.name));
        let email = errors.need(EMAIL, Email::parse(&self.email));
        let administrator = self.role(&mut errors);
        match (name, email) {
            (Some(name), Some(email)) => errors.unless_any((
                Colleague {
                    name,
                    administrator,
                },
                email,
            )),
            _ => Err(errors),
        }
    }

    /// An account that is there already: its address stays.
    ///
    /// # Errors
    /// What is wrong; fields `name` and `role`.
    pub fn parse(&self) -> Result<Colleague, FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(NAME, PersonName::parse(&self.name));
        let administrator = self.role(&mut errors);
        match name {
            Some(name) => errors.unless_any(Colleague {
                name,
                administrator,
            }),
            None => Err(errors),
        }
    }

    fn role(&self, errors: &mut FormErrors) -> bool {
        if !matches!(self.role.as_str(), "moderator" | "administrator") {
            errors.push("role", "Select what they may do");
        }
        self.role == "administrator"
    }
}

/// The email address of somebody who has forgotten their password.
///
/// # Errors
/// What is wrong; field `email`.
pub fn forgotten(typed: &str) -> Result<Email, FormErrors> {
    let mut errors = FormErrors::default();
    errors.need(OWN_EMAIL, Email::parse(typed)).ok_or(errors)
}

/// Why an account is closed; may be left empty.
///
/// # Errors
/// It is too long; field `reason`.
pub fn reason(typed: &str) -> Result<Option<ShortLine>, FormErrors> {
    let mut errors = FormErrors::default();
    let parsed: Result<ShortLine, TextProblem> = ShortLine::parse(typed);
    let reason = errors.may(REASON, parsed);
    errors.unless_any(reason)
}
