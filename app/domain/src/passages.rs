//! The council's letters: the passages of them that an administrator can put in other words.
//!
//! What the policy asks of a letter stays in it whatever the words: the ground, the clauses, that
//! the decision is final (5.1, 5.3), the formal channels (6.3) and the disclaimer (5.4).

use std::collections::BTreeMap;

use strum::{EnumString, IntoStaticStr};

use crate::{
    form::{Fields, FormErrors, Pairs, Tampered},
    replies::{self, Template, Values},
    text,
};

/// A passage of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Passage {
    /// How the receipt begins.
    Receipt,
    /// What happens after an event was sent in.
    ReceiptNext,
    /// What a sender can do once the event is listed.
    ListedNext,
    /// How a request for changes begins.
    Changes,
    /// How the changes are made and sent.
    ChangesNext,
    /// How a refusal with a brief response begins (6.12).
    Refused,
    /// How a refusal with the policy notice begins (6.12).
    PolicyNotice,
    /// What would make an event acceptable that is refused for its nature (5.3).
    Nature,
    /// How the letter about a take-down begins (6.13).
    TakenDown,
}

impl Passage {
    /// Every passage, in the order of an event's life.
    pub const ALL: [Self; 9] = [
        Self::Receipt,
        Self::ReceiptNext,
        Self::ListedNext,
        Self::Changes,
        Self::ChangesNext,
        Self::Refused,
        Self::PolicyNotice,
        Self::Nature,
        Self::TakenDown,
    ];

    /// The last part of its address, and the word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads what [`Passage::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// As staff know it: "Receipt: how it begins".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "Receipt: how it begins",
            Self::ReceiptNext => "Receipt: what happens next",
            Self::ListedNext => "Listed: what the sender can do now",
            Self::Changes => "A change is needed: how it begins",
            Self::ChangesNext => "A change is needed: how to send it again",
            Self::Refused => "Refused with a brief response: how it begins",
            Self::PolicyNotice => "Refused with the policy notice: how it begins",
            Self::Nature => "Refused for its nature: what would make it acceptable",
            Self::TakenDown => "Taken down: how it begins",
        }
    }

    /// The words it comes with.
    #[must_use]
    pub fn original(self) -> &'static str {
        match self {
            Self::Receipt => "Your event has reached {council}. Its reference is {reference}.",
            Self::ReceiptNext => {
                "What happens next: a member of the parish staff reads it against the council's \
                 standards ({standards page}). That usually takes {reply time}. We then write to \
                 this address to say that it is listed, what needs to change, or why it cannot be \
                 listed. The council's decision is final."
            }
            Self::ListedNext => {
                "If something changes, say so on your private page: you can mark it as cancelled, \
                 postponed or fully booked there at once, change it or withdraw it. Or tell the \
                 parish office, {office email} or {office telephone}, with the reference {reference}."
            }
            Self::Changes => {
                "Thank you for sending in “{title}”. Before it can be listed, something needs to change."
            }
            Self::ChangesNext => {
                "Change it and send it again on its private page; what you typed is all there. \
                 Until then it is not listed. Or reply to the parish office at {office email} with \
                 the reference {reference}."
            }
            Self::Refused => {
                "Thank you for sending in “{title}”. The council has decided not to list it."
            }
            Self::PolicyNotice => {
                "“{title}” was not listed. {council} lists events that meet its communications policy."
            }
            Self::Nature => {
                "What would make it acceptable: other words would not help, since it is the kind of \
                 event that is not listed. Events that are for people who live here, and that meet \
                 the standards, are welcome."
            }
            Self::TakenDown => "“{title}” was taken off the What's On page.",
        }
    }
}

/// The passages that were put in other words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letters(BTreeMap<Passage, String>);

impl Letters {
    /// A passage's words as they stand, with their places.
    #[must_use]
    pub fn words(&self, passage: Passage) -> &str {
        self.0
            .get(&passage)
            .map_or_else(|| passage.original(), String::as_str)
    }

    /// Whether a passage was put in other words.
    #[must_use]
    pub fn is_changed(&self, passage: Passage) -> bool {
        self.0.contains_key(&passage)
    }

    /// A passage with a case filled in. Words that cannot be read stand as they are.
    #[must_use]
    pub fn fill(&self, passage: Passage, values: &Values) -> String {
        let words = self.words(passage);
        Template::parse(words).map_or_else(|_| words.to_owned(), |template| template.fill(values))
    }
}

impl FromIterator<(Passage, String)> for Letters {
    fn from_iter<I: IntoIterator<Item = (Passage, String)>>(passages: I) -> Self {
        Self(passages.into_iter().collect())
    }
}

/// The form of a passage, as sent. Field `words`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassageAnswers {
    /// `words`, to the sender
    pub words: String,
}

impl PassageAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let words = fields.take("words");
        fields.none_left().map(|()| Self { words })
    }

    /// Reads the words.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(&self) -> Result<String, FormErrors> {
        let mut errors = FormErrors::default();
        let words = errors.need(replies::WORDS, text::letter(&self.words));
        if let Some(Err(problem)) = words.as_deref().map(Template::parse) {
            errors.push("words", replies::mend(&problem));
        }
        errors.unless_any(words.unwrap_or_default())
    }
}
