//! The step that asks what it is.

use crate::choices::EventTypeRef;
use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::text::{Description, Title};

const TITLE: Ask = Ask {
    field: "title",
    name: "Title",
    empty: "Enter the event's title",
    shape: "Enter the event's title",
};

const DESCRIPTION: Ask = Ask {
    field: "description",
    name: "Description",
    empty: "Describe the event",
    shape: "Describe the event",
};

/// What it is, as typed. Fields `title`, `description`, `type`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventAnswers {
    /// `title`
    pub title: String,
    /// `description`
    pub description: String,
    /// `type`, an [`EventTypeRef::slug`]
    pub event_type: String,
}

/// What it is, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPart {
    /// What it is called.
    pub title: Title,
    /// What it is.
    pub description: Description,
    /// Its type's slug.
    pub event_type: String,
}

impl EventAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            title: fields.take("title"),
            description: fields.take("description"),
            event_type: fields.take("type"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, types: &[EventTypeRef]) -> Result<EventPart, FormErrors> {
        let mut errors = FormErrors::default();
        let title = errors.need(TITLE, Title::parse(&self.title));
        let description = errors.need(DESCRIPTION, Description::parse(&self.description));
        let event_type = types
            .iter()
            .find(|t| t.slug == self.event_type)
            .map(|t| t.slug.clone());
        if event_type.is_none() {
            errors.push("type", "Select the type of event");
        }
        match (title, description, event_type) {
            (Some(title), Some(description), Some(event_type)) => Ok(EventPart {
                title,
                description,
                event_type,
            }),
            _ => Err(errors),
        }
    }
}
