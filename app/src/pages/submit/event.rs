//! Step 1: what it is.

use domain::form::FormErrors;
use domain::submission::{EventAnswers, EventTypeRef, Step};
use domain::text::{DESCRIPTION_LIMIT, TITLE_LIMIT};
use leptos::prelude::*;

use super::{FormAt, Frame};
use crate::components::{Choice, Field, Select, Textarea, problem};
use crate::islands::CharacterCount;
use crate::shell::{Assets, Site};

/// What it is, as typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventStep {
    /// What was typed.
    pub answers: EventAnswers,
    /// What is wrong with it.
    pub errors: FormErrors,
    /// The types to choose from.
    pub types: Vec<EventTypeRef>,
    /// Whether one came from the check page and goes back to it.
    pub changing: bool,
    /// Where the form is filled in.
    pub at: FormAt,
}

/// Step 1: what it is.
#[must_use]
pub fn event(model: &EventStep, site: &Site, assets: &Assets) -> String {
    let EventStep {
        answers,
        errors,
        types,
        changing,
        at,
    } = model;
    let frame = Frame {
        step: Step::Event,
        heading: "What is the event?",
        changing: *changing,
        at,
        errors,
        islands: true,
    };
    frame.page(site, assets, || {
        let types = std::iter::once(Choice::new("", "Choose a type"))
            .chain(types.iter().map(|kind| Choice::new(&kind.slug, &kind.name)))
            .collect();
        let title = view! {
                <Field
                    name="title"
                    label="Event title"
                    hint="For example, Repair café"
                    value=answers.title.clone()
                    problem=problem(errors, "title")
                    described="title-count"
                />
        }
        .into_any();
        let description = view! {
                <Textarea
                    name="description"
                    label="Description"
                    hint="Say what happens and who it is for. Leave out telephone numbers, email and home addresses: we ask for a contact later. Leave an empty line for a new paragraph."
                    value=answers.description.clone()
                    problem=problem(errors, "description")
                    described="description-count"
                />
        }
        .into_any();
        view! {
            <CharacterCount field="title".to_owned() limit=TITLE_LIMIT>
                {title}
            </CharacterCount>
            <CharacterCount field="description".to_owned() limit=DESCRIPTION_LIMIT>
                {description}
            </CharacterCount>
            <Select
                name="type"
                label="Type of event"
                value=answers.event_type.clone()
                choices=types
                problem=problem(errors, "type")
            />
        }
    })
}
