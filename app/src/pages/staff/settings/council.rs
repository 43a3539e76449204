//! `/staff/settings/council`: the council's words, and how the desk works.

use domain::{form::FormErrors, settings::CouncilAnswers};
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, Checkbox, ErrorSummary, Field, problem},
    pages::staff::{
        Desk,
        components::{Flash, flash_banner},
    },
    shell::{Head, StaffPage},
};

/// The form of the council's words.
#[derive(Debug, Clone, Default)]
pub struct CouncilPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// The answers, as kept or as typed.
    pub answers: CouncilAnswers,
    /// What is wrong, by the names of the fields.
    pub errors: FormErrors,
}

/// The form as a document.
#[must_use]
pub fn council(desk: Desk, model: &CouncilPage) -> String {
    let head = Head::new("The council")
        .with_problems(!model.errors.is_empty())
        .back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-narrow">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"The council"</h1>
                <p>"These words stand on every page and in every message. A change shows at once."</p>
                <form class="second-step" method="post" action="/staff/settings/council" novalidate>
                    {names(model)}
                    <h2>"The parish office"</h2>
                    {office(model)}
                    <h2>"How the desk works"</h2>
                    {ways(model)}
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href=SETTINGS>"Leave it as it is"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn names(model: &CouncilPage) -> AnyView {
    let answers = &model.answers;
    let problem = |field| problem(&model.errors, field);
    view! {
        <Field name="council" label="Name of the council" value=answers.council.clone() problem=problem("council")/>
        <Field
            name="places"
            label="Places of the parish"
            hint="In a line, as they stand at the top of each page."
            value=answers.places.clone()
            problem=problem("places")
        />
        <Field
            name="website"
            label="Address of the council’s website"
            value=answers.website.clone()
            problem=problem("website")
            inputmode="url"
            spellcheck=false
        />
        <Field
            name="policy-url"
            label="Address of the communications policy"
            hint="Where people can read the whole of it."
            value=answers.policy_url.clone()
            problem=problem("policy-url")
            inputmode="url"
            optional=true
            spellcheck=false
        />
    }
    .into_any()
}

fn office(model: &CouncilPage) -> AnyView {
    let answers = &model.answers;
    let problem = |field| problem(&model.errors, field);
    view! {
        <Field
            name="office-email"
            label="Email address"
            hint="Messages to senders come from it, and answers go to it."
            value=answers.office_email.clone()
            problem=problem("office-email")
            kind="email"
            spellcheck=false
        />
        <Field
            name="office-telephone"
            label="Telephone number"
            value=answers.office_telephone.clone()
            problem=problem("office-telephone")
            kind="tel"
            width="half"
        />
        <Field
            name="office-address"
            label="Postal address"
            hint="In a line."
            value=answers.office_address.clone()
            problem=problem("office-address")
        />
        <Field
            name="reply-time"
            label="How long a decision usually takes"
            hint="As in “That usually takes 3 working days”."
            value=answers.reply_time.clone()
            problem=problem("reply-time")
            width="half"
        />
    }
    .into_any()
}

fn ways(model: &CouncilPage) -> AnyView {
    let answers = &model.answers;
    let problem = |field| problem(&model.errors, field);
    view! {
        <Checkbox
            name="hold-messages"
            label="Messages wait to be read before they go"
            hint="Somebody looks at each message to a sender and lets it go."
            checked=answers.hold_messages == "yes"
            problem=problem("hold-messages")
        />
        <Field
            name="waiting-days"
            label="Waiting too long after so many working days"
            value=answers.waiting_days.clone()
            problem=problem("waiting-days")
            inputmode="numeric"
            width="day"
        />
        <Field
            name="postcodes"
            label="Postcodes in and around the parish"
            hint="Their first halves, such as TN3 TN7. Staff are told of an event with another postcode."
            value=answers.postcodes.clone()
            problem=problem("postcodes")
            optional=true
            spellcheck=false
        />
    }
    .into_any()
}
