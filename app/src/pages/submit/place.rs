//! Step 3: where it is.

use domain::form::FormErrors;
use domain::submission::{Step, VenueRef, WhereAnswers};
use leptos::prelude::*;

use super::{FormAt, Frame};
use crate::components::{Field, Notice, RadioOption, Radios, problem};
use crate::islands::KnownPlaces;
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
        islands: true,
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
        options.push(RadioOption::new("other", "Somewhere else").reveals(elsewhere(model)));
        options.push(RadioOption::new("online", "Online only").reveals(view! {
            <Field
                name="joining"
                label="Web address to join at"
                hint="Everybody will see it. Leave it empty if people get it when they book."
                inputmode="url"
                spellcheck=false
                optional=true
                value=answers.joining.clone()
                problem=problem(errors, "joining")
            />
        }));
        view! {
            {near(model)}
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

/// Asks once whether a place on the list is meant by what was typed. The form's fields stay as they are.
fn near(model: &WhereStep) -> AnyView {
    let answers = &model.answers;
    let kept = (!answers.as_typed.is_empty())
        .then(|| view! { <input type="hidden" name="as-typed" value=answers.as_typed.clone()/> });
    let near = answers.near(&model.venues);
    if near.is_empty() || problem(&model.errors, "near").is_none() {
        return kept.into_any();
    }
    let take = near
        .into_iter()
        .map(|venue| {
            let words = format!("Yes, {}, {}", venue.name, venue.village);
            view! {
                <button type="submit" class="button button-outline" name="take" value=venue.id.to_string()>
                    {words}
                </button>
            }
        })
        .collect::<Vec<_>>();
    let heading = match take.len() {
        1 => "Did you mean this place?",
        _ => "Did you mean one of these places?",
    };
    let keep = format!("No, keep “{}”", answers.venue_name.trim());
    let question = view! {
        // The Enter key presses the first button of a form: this one only asks again.
        <button type="submit" class="unseen" tabindex="-1" aria-hidden="true">"Continue"</button>
        <div id="near" tabindex="-1">
            <Notice heading>
                <p>"It is on our list, which knows the way to it."</p>
                <p class="actions">
                    {take}
                    <button type="submit" class="button button-outline" name="keep" value="yes">{keep}</button>
                </p>
            </Notice>
        </div>
    };
    view! { {kept} {question} }.into_any()
}

fn elsewhere(model: &WhereStep) -> impl IntoView + use<> {
    let WhereStep {
        answers,
        errors,
        venues,
        ..
    } = model;
    let places = venues
        .iter()
        .map(|venue| (venue.name.clone(), venue.village.clone()))
        .collect::<Vec<_>>();
    let known = venues
        .iter()
        .map(|venue| view! { <option value=format!("{}, {}", venue.name, venue.village)></option> })
        .collect::<Vec<_>>();
    let (name, wrong) = (answers.venue_name.clone(), problem(errors, "venue-name"));
    view! {
        <datalist id="known-venues">{known}</datalist>
        <KnownPlaces places>
            <Field
                name="venue-name"
                label="Name of the place"
                hint="For example, Vicarage garden. For somebody’s home, the name of the road is enough: everybody will see it."
                value=name
                list="known-venues"
                problem=wrong
            />
        </KnownPlaces>
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
