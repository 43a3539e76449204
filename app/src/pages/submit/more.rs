//! Step 4: cost, booking and access.

use domain::event::{Access, AccessFact, Fact};
use domain::form::FormErrors;
use domain::submission::{MoreAnswers, Step};
use leptos::prelude::*;

use super::{FormAt, Frame};
use crate::components::{Field, RadioOption, Radios, problem};
use crate::shell::{Assets, Site};

/// Cost, booking and access, as typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoreStep {
    /// What was typed.
    pub answers: MoreAnswers,
    /// What is wrong with it.
    pub errors: FormErrors,
    /// What is known of getting into the venue that was chosen, if anything.
    pub known: Access,
    /// Whether one came from the check page and goes back to it.
    pub changing: bool,
    /// Where the form is filled in.
    pub at: FormAt,
}

/// Step 4: cost, booking and access.
#[must_use]
pub fn more(model: &MoreStep, site: &Site, assets: &Assets) -> String {
    let MoreStep {
        answers,
        errors,
        known,
        changing,
        at,
    } = model;
    let frame = Frame {
        step: Step::More,
        heading: "What should people know?",
        changing: *changing,
        at,
        errors,
        islands: false,
    };
    frame.page(site, assets, || {
        view! {
            <p>"Everything here is optional. Where you leave something out, the page says that you have not told us."</p>
            <Radios
                name="cost"
                legend="What does it cost?"
                optional=true
                value=answers.cost.clone()
                problem=problem(errors, "cost")
                options=vec![
                    RadioOption::new("free", "It is free"),
                    RadioOption::new("donations", "People pay what they can"),
                    RadioOption::new("paid", "There is a price").reveals(view! {
                        <Field
                            name="price"
                            label="Price"
                            hint="If there is one, for example “£4, under-16s free”"
                            width="half"
                            value=answers.price.clone()
                            problem=problem(errors, "price")
                        />
                    }),
                ]
            />
            <Field
                name="booking"
                label="How do people book?"
                hint="A web address, or a few words: “Pay on the door”. Leave it empty if nobody needs to book."
                optional=true
                value=answers.booking.clone()
                problem=problem(errors, "booking")
            />
            <h2>"Getting in and getting around"</h2>
            {(*known != Access::default())
                .then(|| view! { <p>"Say what is true of your event, if it is different from what we know of the venue."</p> })}
            <p class="hint">"If you do not know, ask whoever runs the venue. It decides whether some people can come."</p>
            {AccessFact::ALL
                .into_iter()
                .map(|fact| access(fact, *known, answers, errors))
                .collect::<Vec<_>>()}
            <h2>"More about it"</h2>
            <Field
                name="age"
                label="Who is it for?"
                hint="For example, Everyone, or Over 18s"
                optional=true
                width="half"
                value=answers.age.clone()
                problem=problem(errors, "age")
            />
            <Field
                name="website"
                label="Website with more about it"
                hint="A page about this event or your group"
                optional=true
                inputmode="url"
                autocomplete="url"
                spellcheck=false
                value=answers.website.clone()
                problem=problem(errors, "website")
            />
        }
    })
}

fn access(
    fact: AccessFact,
    known: Access,
    answers: &MoreAnswers,
    errors: &FormErrors,
) -> impl IntoView + use<> {
    let told = match known.fact(fact) {
        Fact::Yes => Some("What we know of the venue: yes".to_owned()),
        Fact::No => Some("What we know of the venue: no".to_owned()),
        Fact::NotTold => None,
    };
    let value = match fact {
        AccessFact::StepFree => &answers.step_free,
        AccessFact::Toilet => &answers.toilet,
        AccessFact::HearingLoop => &answers.hearing_loop,
        AccessFact::BlueBadge => &answers.blue_badge,
    };
    view! {
        <Radios
            name=fact.field()
            legend=fact.label()
            nostrip:hint=told
            large=false
            inline=true
            optional=true
            value=value.clone()
            problem=problem(errors, fact.field())
            options=vec![
                RadioOption::new("yes", "Yes"),
                RadioOption::new("no", "No"),
                RadioOption::new("", "I do not know"),
            ]
        />
    }
}
