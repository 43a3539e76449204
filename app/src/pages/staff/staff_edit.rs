//! `/staff/submissions/{reference}/wording`: other words for an event, by staff (policy 5.2).

use domain::{
    form::FormErrors,
    policy_roles::{PolicyRole, Roles},
    submission::{EventAnswers, EventTypeRef},
};
use leptos::prelude::*;

use super::{Desk, address};
use crate::{
    components::{
        Button, ButtonLink, Choice, ErrorSummary, Field, Look, Select, Textarea, problem,
    },
    shell::{Head, StaffPage},
};

/// The words of an event, to be changed by staff.
#[derive(Debug, Clone, Default)]
pub struct WordingPage {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title as it stands.
    pub title: String,
    /// The version that was read.
    pub version: i64,
    /// Whether the event is listed, so that the new words are public at once.
    pub listed: bool,
    /// Whether there is an address to tell the sender at.
    pub told: bool,
    /// What the clauses of the policy in force are for.
    pub roles: Roles,
    /// The words as typed.
    pub answers: EventAnswers,
    /// The types to choose from.
    pub types: Vec<EventTypeRef>,
    /// What is wrong; fields `title`, `description` and `type`.
    pub errors: FormErrors,
}

/// The page as a document.
#[must_use]
pub fn wording(desk: Desk, model: &WordingPage) -> String {
    let back = address::submission(&model.reference);
    let head = Head::new(format!(
        "Edit the wording: {} ({})",
        model.title, model.reference
    ))
    .with_problems(!model.errors.is_empty())
    .back_to(back.clone(), model.title.clone());
    desk.page(head, StaffPage::ToDecide, || {
        let then = match (model.listed, model.told) {
            (true, true) => "The page shows the new words at once, and the sender is told what differs.",
            (true, false) => "The page shows the new words at once. The sender has no email address: tell them.",
            (false, true) => "What you change is kept beside the sender’s words. The sender is told what differs with the decision.",
            (false, false) => "What you change is kept beside the sender’s words. The sender has no email address: tell them.",
        };
        let whose = model.roles.cited(
            "The event remains the sender’s, who is responsible for it",
            PolicyRole::SenderResponsible,
        );
        let types = model
            .types
            .iter()
            .map(|kind| Choice::new(&kind.slug, &kind.name))
            .collect();
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Edit the wording"<span class="h1-more">{model.title.clone()}</span></h1>
                <p>"Put right what is plainly a slip, or take out what may not stand. "{whose}". "{then}</p>
                <form method="post" action=address::wording(&model.reference) novalidate>
                    <input type="hidden" name="version" value=model.version.to_string()/>
                    <Field
                        name="title"
                        label="Event title"
                        value=model.answers.title.clone()
                        problem=problem(&model.errors, "title")
                    />
                    <Textarea
                        name="description"
                        label="Description"
                        value=model.answers.description.clone()
                        problem=problem(&model.errors, "description")
                        rows=12
                    />
                    <Select
                        name="type"
                        label="Type of event"
                        value=model.answers.event_type.clone()
                        choices=types
                        problem=problem(&model.errors, "type")
                    />
                    <div class="second-step-buttons">
                        <Button words="Keep the new wording"/>
                        <ButtonLink href=back words="Leave it as it is" look=Look::Outline/>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}
