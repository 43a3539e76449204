//! `/staff/submissions/{reference}/take-down`: the confirm page (6.13).

use domain::{decision::Removal, form::FormErrors};
use leptos::prelude::*;

use super::{
    Desk, address,
    decide::{ReadyReply, ready},
};
use crate::{
    components::{
        Button, Checkbox, ErrorSummary, Field, Look, RadioOption, Radios, Textarea, problem,
    },
    shell::{Head, StaffPage},
};

/// Taking a listed event down.
#[derive(Debug, Clone, Default)]
pub struct TakeDownPage {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// Its dates in words.
    pub when: String,
    /// Its place in words.
    pub place: String,
    /// The event's public address (a path).
    pub public_href: String,
    /// The version that is being taken down; it comes back as `version`.
    pub version: i64,
    /// What kind of reason it is, as chosen: a [`Removal`].
    pub why: String,
    /// The reason, as typed.
    pub reason: String,
    /// Whether the removal sentence is to be shown.
    pub notice: bool,
    /// The policy's sentence, word for word.
    pub removal_sentence: String,
    /// The message to the sender, as typed; empty for none.
    pub message: String,
    /// Whom it goes to: "Pat Lee, pat@example.org"; none where there is no address.
    pub to: Option<String>,
    /// The replies that are ready to use.
    pub ready: Vec<ReadyReply>,
    /// What is wrong; fields `reason`, `notice`, `template` and `message`.
    pub errors: FormErrors,
}

/// The confirm page as a document.
#[must_use]
pub fn take_down(desk: Desk, model: &TakeDownPage) -> String {
    let case = address::submission(&model.reference);
    let head = Head::new(format!("Take down: {} ({})", model.title, model.reference))
        .with_problems(!model.errors.is_empty())
        .back_to(&case, "The event on the desk");
    desk.page(head, StaffPage::Listed, || {
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Take down"<span class="h1-more">{model.title.clone()}</span></h1>
                <p>
                    {model.when.clone()}" · "{model.place.clone()}" · "
                    <a href=model.public_href.clone()>"See the public page"</a>
                </p>
                <h2>"What happens"</h2>
                <ul>
                    <li>"It leaves the public list at once."</li>
                    <li>"Whoever follows a link to it reads that it is not listed any more."</li>
                    <li>"The record keeps the event, your reason, your name and the time."</li>
                    <li>"The sender hears of it only if you write to them below, or tell them yourself."</li>
                    <li>"It cannot be put back: the sender would have to send it in again."</li>
                </ul>
                <form class="second-step" method="post" action=address::take_down(&model.reference) novalidate>
                    // What the Enter key presses: it only draws this page again.
                    <button type="submit" class="unseen" name="step" value="look" tabindex="-1" aria-hidden="true">
                        "Take nothing down yet"
                    </button>
                    <input type="hidden" name="version" value=model.version.to_string()/>
                    {kinds(model)}
                    <Field
                        name="reason"
                        label="Why is it taken down?"
                        hint="For the record. Only staff read it."
                        value=model.reason.clone()
                        problem=problem(&model.errors, "reason")
                    />
                    <Checkbox
                        name="notice"
                        label="Show the policy’s sentence on the event’s page"
                        hint=format!("It says: “{}”", model.removal_sentence)
                        checked=model.notice
                        problem=problem(&model.errors, "notice")
                    />
                    <h2>"A message to the sender"</h2>
                    <p class="hint">{match &model.to {
                        Some(to) => format!("To {to}. The greeting, what they sent us and the signature are added by themselves."),
                        None => "The sender has no email address: nothing goes out. Tell them by telephone or letter.".to_owned(),
                    }}</p>
                    {ready(&model.ready, &model.errors)}
                    <Textarea
                        name="message"
                        label="What the sender should know"
                        value=model.message.clone()
                        problem=problem(&model.errors, "message")
                        optional=true
                        rows=5
                    />
                    <div class="second-step-buttons">
                        <Button words="Take it down" look=Look::Danger/>
                        <a href=case.clone()>"Leave it listed"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn kinds(model: &TakeDownPage) -> AnyView {
    let options = Removal::ALL
        .map(|kind| RadioOption::new(kind.as_str(), kind.label()))
        .into();
    view! {
        <Radios
            name="why"
            legend="What kind of reason is it?"
            value=model.why.clone()
            options
            problem=problem(&model.errors, "why")
            large=false
        />
    }
    .into_any()
}
