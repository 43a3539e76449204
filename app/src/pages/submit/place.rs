//! Step 3: where it is.

use domain::form::FormErrors;
use domain::submission::{Step, VenueRef, WhereAnswers};
use leptos::prelude::*;

use super::{FormAt, Frame};
use crate::components::{Field, RadioOption, Radios, problem};
use crate::shell::{Assets, Site};

/// Where it is, as typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhereStep {
    /// What was typed.
    pub answers: WhereAnswers,
    /// What is wrong with it.
    pub errors: FormErrors,
    /// The venues to choose from.
    pub venues: Vec<VenueRef>,
    /// Whether one came from the check page and goes back to it.
    pub changing: bool,
    /// Where the form is filled in.
    pub at: FormAt,
}

/// Step 3: where it is.
#[must_use]
pub fn place(model: &WhereStep, site: &Site, assets: &Assets) -> String {
    let WhereStep {
        answers,
        errors,
        venues,
        changing,
        at,
    } = model;
    let frame = Frame {
        step: Step::Where,
        heading: "Where is it?",
        changing: *changing,
        at,
        errors,
        islands: false,
    };
    frame.page(site, assets, || {
        let mut options = venues
            .iter()
            .map(|venue| {
                RadioOption::new(
                    venue.id.to_string(),
                    format!("{}, {}", venue.name, venue.village),
                )
            })
            .collect::<Vec<_>>();
        options
            .push(RadioOption::new("other", "Somewhere else").reveals(elsewhere(answers, errors)));
        options.push(RadioOption::new("online", "Online only").reveals(view! {
            <Field
                name="joining"
                label="Web address to join at"
                hint="Everybody will see it. Leave it empty if people get it when they book."
                kind="url"
                spellcheck=false
                optional=true
                value=answers.joining.clone()
                problem=problem(errors, "joining")
            />
        }));
        view! {
            <Radios
                name="venue"
                legend="Venue"
                value=answers.venue.clone()
                problem=problem(errors, "venue")
                options
            />
        }
    })
}

fn elsewhere(answers: &WhereAnswers, errors: &FormErrors) -> impl IntoView + use<> {
    view! {
        <Field
            name="venue-name"
            label="Name of the place"
            hint="For example, Vicarage garden. For somebody’s home, the name of the road is enough: everybody will see it."
            value=answers.venue_name.clone()
            problem=problem(errors, "venue-name")
        />
        <Field
            name="address"
            label="Road, or how to find it"
            optional=true
            value=answers.address.clone()
            problem=problem(errors, "address")
        />
        <Field
            name="village"
            label="Village or town"
            optional=true
            width="half"
            value=answers.village.clone()
            problem=problem(errors, "village")
        />
        <Field
            name="postcode"
            label="Postcode"
            optional=true
            width="short"
            spellcheck=false
            value=answers.postcode.clone()
            problem=problem(errors, "postcode")
        />
    }
}
