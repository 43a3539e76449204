//! Step 5: who sends it.

use domain::form::FormErrors;
use domain::signs::TRAP;
use domain::submission::{Consent, Step, YouAnswers};
use leptos::prelude::*;

use super::{FormAt, Frame};
use crate::components::{Checkbox, Field, problem};
use crate::shell::{Assets, Site};

/// Who sends it, as typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YouStep {
    /// What was typed.
    pub answers: YouAnswers,
    /// What is wrong with it.
    pub errors: FormErrors,
    /// Whether one came from the check page and goes back to it.
    pub changing: bool,
    /// Where the form is filled in.
    pub at: FormAt,
}

/// Step 5: who sends it.
#[must_use]
pub fn you(model: &YouStep, site: &Site, assets: &Assets) -> String {
    let YouStep {
        answers,
        errors,
        changing,
        at,
    } = model;
    let frame = Frame {
        step: Step::You,
        heading: if at.by_staff() {
            "Who sends it?"
        } else {
            "Who are you?"
        },
        changing: *changing,
        at,
        errors,
        islands: false,
    };
    frame.page(site, assets, || {
        let consents = Consent::ALL
            .into_iter()
            .map(|consent| {
                let ticked = match consent {
                    Consent::Name => &answers.show_name,
                    Consent::Email => &answers.show_email,
                    Consent::Telephone => &answers.show_telephone,
                };
                view! {
                    <Checkbox
                        name=consent.field()
                        label=consent.wording()
                        checked=!ticked.is_empty()
                        problem=problem(errors, consent.field())
                    />
                }
            })
            .collect::<Vec<_>>();
        if at.by_staff() {
            return for_somebody(answers, errors, consents.into_any()).into_any();
        }
        view! {
            <p>
                "The parish staff use these details to ask about the event and to tell you what was decided. They are not shown on the website unless you tick a box below. "
                <a href="/privacy">"How we look after your details"</a>
            </p>
            <Field
                name="name"
                label="Your name"
                autocomplete="name"
                spellcheck=false
                width="half"
                value=answers.name.clone()
                problem=problem(errors, "name")
            />
            <Field
                name="email"
                label="Your email address"
                kind="email"
                autocomplete="email"
                spellcheck=false
                width="half"
                value=answers.email.clone()
                problem=problem(errors, "email")
            />
            <Field
                name="telephone"
                label="Your telephone number"
                kind="tel"
                autocomplete="tel"
                optional=true
                width="half"
                value=answers.telephone.clone()
                problem=problem(errors, "telephone")
            />
            <Field
                name="group"
                label="The group that runs the event"
                hint="Its name is shown with the event"
                autocomplete="organization"
                optional=true
                width="half"
                value=answers.group.clone()
                problem=problem(errors, "group")
            />
            {matches!(at, FormAt::New).then(trap)}
            <fieldset class="field consents">
                <legend class="legend legend-large">
                    "Whom can people ask?" <span class="optional">" (optional)"</span>
                </legend>
                <p class="hint">"Tick what everybody may see. You can ask us to take it off again at any time."</p>
                {consents}
            </fieldset>
        }
        .into_any()
    })
}

/// A box that nobody sees or hears, and that browsers have nothing to fill in with. Programs that
/// send spam fill in every box. Whoever meets it after all is told what to do.
fn trap() -> impl IntoView {
    view! {
        <div class="unseen" aria-hidden="true">
            <label for=TRAP>"Leave this box empty"</label>
            <input type="text" id=TRAP name=TRAP tabindex="-1" autocomplete="off"/>
        </div>
    }
}

/// The same questions, put to staff who key the event in for somebody. They may have no email
/// address of theirs.
fn for_somebody(
    answers: &YouAnswers,
    errors: &FormErrors,
    consents: AnyView,
) -> impl IntoView + use<> {
    view! {
        <p>"These details are for the parish staff. They are shown on the website only where the sender agreed to it."</p>
        <Field
            name="name"
            label="The sender’s name"
            spellcheck=false
            width="half"
            value=answers.name.clone()
            problem=problem(errors, "name")
        />
        <Field
            name="email"
            label="The sender’s email address"
            hint="Without one, what is decided is told by telephone or letter."
            kind="email"
            spellcheck=false
            optional=true
            width="half"
            value=answers.email.clone()
            problem=problem(errors, "email")
        />
        <Field
            name="telephone"
            label="The sender’s telephone number"
            kind="tel"
            optional=true
            width="half"
            value=answers.telephone.clone()
            problem=problem(errors, "telephone")
        />
        <Field
            name="group"
            label="The group that runs the event"
            hint="Its name is shown with the event"
            optional=true
            width="half"
            value=answers.group.clone()
            problem=problem(errors, "group")
        />
        <fieldset class="field consents">
            <legend class="legend legend-large">
                "What may everybody see?" <span class="optional">" (optional)"</span>
            </legend>
            <p class="hint">"Tick only what the sender has agreed to. “My” means the sender’s."</p>
            {consents}
        </fieldset>
    }
}
