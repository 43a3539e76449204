//! `/staff/settings/notices`: what the person signed in hears of by email.

use domain::{
    form::FormErrors,
    notices::{NoticesAnswers, Pace, Topic},
};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{Flash, email_banner, flash_banner},
};
use crate::{
    components::{Button, ErrorSummary, RadioOption, Radios, problem},
    shell::{Head, StaffPage},
};

/// A person's choices.
#[derive(Debug, Clone, Default)]
pub struct NoticesPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Whether outgoing email is set up.
    pub email_set_up: bool,
    /// The address that notices go to.
    pub email: String,
    /// How many working days an event may wait before it counts as waiting too long.
    pub waiting_days: u32,
    /// The choices, as posted.
    pub answers: NoticesAnswers,
    /// What is wrong; fields `new`, `edit`, `waiting` and `report`.
    pub errors: FormErrors,
}

/// The page as a document.
#[must_use]
pub fn notices(desk: Desk, model: &NoticesPage) -> String {
    let head = Head::new("What you hear of by email")
        .with_problems(!model.errors.is_empty())
        .back_to("/staff/messages", "Messages");
    desk.page(head, StaffPage::Messages, || {
        let questions = Topic::ALL.map(|topic| question(topic, model));
        view! {
            <div class="wrap desk-narrow">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"What you hear of by email"</h1>
                {(!model.email_set_up).then(email_banner)}
                <p>
                    "For you alone, at "{model.email.clone()}
                    ". An email names the event and leads to the desk; it holds nothing else about the sender."
                </p>
                <form class="second-step" method="post" action=address::NOTICES novalidate>
                    {questions.into_iter().collect::<Vec<_>>()}
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href="/staff/messages">"Leave it as it was"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn question(topic: Topic, model: &NoticesPage) -> AnyView {
    let (legend, hint) = match topic {
        Topic::New => (
            "A new event to decide",
            "Somebody has sent an event in, or sent it again with changes.".to_owned(),
        ),
        Topic::Edit => (
            "A change to a listed event",
            "Its sender has changed it, or says that it is cancelled, postponed or full."
                .to_owned(),
        ),
        Topic::Report => (
            "A report about a listed event",
            "Somebody told us of a problem with it.".to_owned(),
        ),
        Topic::Waiting => (
            "An event that waits too long",
            match model.waiting_days {
                1 => "It has waited more than 1 working day. Told once for each event.".to_owned(),
                days => {
                    format!(
                        "It has waited more than {days} working days. Told once for each event."
                    )
                }
            },
        ),
    };
    let options = Pace::ALL
        .map(|pace| RadioOption::new(pace.as_str(), pace.label()))
        .into_iter()
        .collect();
    view! {
        <Radios
            name=topic.as_str()
            legend=legend
            hint=hint
            value=model.answers.of(topic)
            options
            problem=problem(&model.errors, topic.as_str())
        />
    }
    .into_any()
}
