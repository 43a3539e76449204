//! `/staff/settings/limits`: how much the site takes before it becomes careful.

use domain::{form::FormErrors, limits::FLOOD_PERIOD, settings::LimitsAnswers};
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, ErrorSummary, Field, problem},
    pages::staff::{
        Desk,
        components::{Flash, flash_banner},
    },
    shell::{Head, StaffPage},
};

/// The form of the limits.
#[derive(Debug, Clone, Default)]
pub struct LimitsPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// The answers, as kept or as typed.
    pub answers: LimitsAnswers,
    /// What is wrong, by the names of the fields.
    pub errors: FormErrors,
}

/// The form as a document.
#[must_use]
pub fn limits(desk: Desk, model: &LimitsPage) -> String {
    let head = Head::new("How much the site takes")
        .with_problems(!model.errors.is_empty())
        .back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-narrow">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"How much the site takes"</h1>
                <p>
                    "Anybody may send events in, so somebody may send in thousands. Beyond these numbers the site becomes careful; it \
                     never drops what was sent. They suit a parish as they came: raise one when people who mean well meet it, such as \
                     before a festival, and lower it again afterwards."
                </p>
                <form class="second-step" method="post" action="/staff/settings/limits" novalidate>
                    {fields(model)}
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

fn fields(model: &LimitsPage) -> AnyView {
    let answers = &model.answers;
    let problem = |field| problem(&model.errors, field);
    let flood = format!(
        "How many events in {} minutes are a flood",
        FLOOD_PERIOD.num_minutes()
    );
    view! {
        <Field
            name="open-most"
            label="How many events from one email address may wait to be decided"
            hint="Whoever has so many keeps the next one in the form until some are decided, so that nobody fills the queue. It \
                  came as 20."
            value=answers.open_most.clone()
            problem=problem("open-most")
            inputmode="numeric"
            width="day"
        />
        <Field
            name="flood-sent"
            label=flood
            hint="In a flood a new event waits beside the queue until its sender has confirmed the email address, so that the \
                  queue stays readable. It came as 60."
            value=answers.flood_sent.clone()
            problem=problem("flood-sent")
            inputmode="numeric"
            width="day"
        />
        <Field
            name="asked-most"
            label="How many emails in an hour ask somebody to confirm an address"
            hint="Somebody may type other people’s addresses to have the council write to them. Emails beyond the number wait for \
                  a quieter hour, and the queue says so. It came as 100."
            value=answers.asked_most.clone()
            problem=problem("asked-most")
            inputmode="numeric"
            width="day"
        />
    }
    .into_any()
}
