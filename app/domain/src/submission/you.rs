//! The step that asks who sends it, and what of that may be shown.

use crate::channel::FilledInBy;
use crate::consent::Consent;
use crate::event::PublicContact;
use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::text::{Email, GroupName, PersonName, Telephone};

const NAME: Ask = Ask {
    field: "name",
    name: "Your name",
    empty: "Enter your name",
    shape: "Enter your name",
};

const EMAIL: Ask = Ask {
    field: "email",
    name: "Email address",
    empty: "Enter your email address",
    shape: "Enter an email address like name@example.org",
};

const GROUP: Ask = Ask {
    field: "group",
    name: "Name of the group",
    empty: "Enter the name of the group",
    shape: "Enter the name of the group",
};

const TELEPHONE: Ask = Ask {
    field: "telephone",
    name: "Telephone number",
    empty: "Enter your telephone number, or choose not to show it",
    shape: "Enter a telephone number like 01892 123456",
};

/// Who sends it, as typed. Fields `name`, `email`, `group`, `telephone`, `show-name`,
/// `show-email`, `show-telephone`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YouAnswers {
    /// `name`
    pub name: String,
    /// `email`
    pub email: String,
    /// `group`
    pub group: String,
    /// `telephone`
    pub telephone: String,
    /// `show-name`: "yes" or empty
    pub show_name: String,
    /// `show-email`: "yes" or empty
    pub show_email: String,
    /// `show-telephone`: "yes" or empty
    pub show_telephone: String,
}

/// Who sends it, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YouPart {
    /// The person, for the staff only.
    pub sender: Sender,
    /// Who runs the event.
    pub group: Option<GroupName>,
    /// The details they agreed to publish.
    pub contact: PublicContact,
    /// What they agreed to.
    pub consents: Vec<Consent>,
}

impl YouAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            name: fields.take("name"),
            email: fields.take("email"),
            group: fields.take("group"),
            telephone: fields.take("telephone"),
            show_name: fields.take("show-name"),
            show_email: fields.take("show-email"),
            show_telephone: fields.take("show-telephone"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, by: FilledInBy) -> Result<YouPart, FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(NAME, PersonName::parse(&self.name));
        let needs_email = by == FilledInBy::Sender || self.agrees(Consent::Email);
        let email = if needs_email {
            errors.need(EMAIL, Email::parse(&self.email))
        } else {
            errors.may(EMAIL, Email::parse(&self.email))
        };
        let group = errors.may(GROUP, GroupName::parse(&self.group));
        let telephone = if self.agrees(Consent::Telephone) {
            errors.need(TELEPHONE, Telephone::parse(&self.telephone))
        } else {
            errors.may(TELEPHONE, Telephone::parse(&self.telephone))
        };
        let Some(name) = name else {
            return Err(errors);
        };
        let sender = Sender {
            name,
            email,
            telephone,
        };
        let consents: Vec<Consent> = Consent::ALL
            .into_iter()
            .filter(|c| self.agrees(*c))
            .collect();
        let contact = sender.shown(&consents);
        errors.unless_any(YouPart {
            sender,
            group,
            contact,
            consents,
        })
    }

    /// Whether a tick box is ticked: it sends "yes", and nothing else counts.
    fn agrees(&self, consent: Consent) -> bool {
        let tick = match consent {
            Consent::Name => &self.show_name,
            Consent::Email => &self.show_email,
            Consent::Telephone => &self.show_telephone,
        };
        tick == "yes"
    }
}

/// The person who sends an event in. Never public by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Their name.
    pub name: PersonName,
    /// Their email address; always there where they filled the form in themselves.
    pub email: Option<Email>,
    /// Their telephone number.
    pub telephone: Option<Telephone>,
}

impl Sender {
    /// Their details that may be shown, given what they agreed to.
    #[must_use]
    pub fn shown(&self, consents: &[Consent]) -> PublicContact {
        let agreed = |consent| consents.contains(&consent);
        PublicContact {
            name: agreed(Consent::Name).then(|| self.name.clone()),
            email: self.email.clone().filter(|_| agreed(Consent::Email)),
            telephone: self
                .telephone
                .clone()
                .filter(|_| agreed(Consent::Telephone)),
        }
    }
}
