//! A case that was decided: what was decided, and what can be done now.

use domain::standards::Clause;
use leptos::prelude::*;

use super::{
    super::{
        address,
        components::{Item, answers, message_tag, moment, verbatim},
    },
    model::{Made, ReviewPage},
};
use crate::components::{Button, ButtonLink, Look};

pub(super) fn closed(model: &ReviewPage, made: &Made) -> AnyView {
    let ground = made
        .ground
        .clone()
        .map(|words| view! { <p class="made-ground">{words}</p> });
    let policy = made
        .policy
        .clone()
        .map(|name| view! { <p class="review-policy">"Against the policy: "{name}</p> });
    let items = (!made.items.is_empty()).then(|| {
        view! { <h3>"The standards"</h3> {answers(&made.items)} {cited_clauses(&made.items)} }
    });
    let message = made.message.as_ref().map(|message| {
        view! {
            <h3>"The message to the sender "{message_tag(message.state)}</h3>
            <p><a href=address::message(message.id)>{message.subject.clone()}</a></p>
            {verbatim(&message.body)}
        }
    });
    let silent = made
        .message
        .is_none()
        .then(|| view! { <p class="made-silent">"No message was written to the sender."</p> });
    let note = made
        .note
        .as_deref()
        .filter(|note| !note.is_empty())
        .map(|note| {
            view! { <h3>"Note for staff"</h3> {verbatim(note)} }
        });
    let public = made.public_href.clone().map(|href| {
        view! { <ButtonLink href words="See the public page" look=Look::Outline/> }
    });
    let take_down = made.can_take_down.then(|| {
        view! { <ButtonLink href=address::take_down(&model.reference) words="Take it down" look=Look::Danger/> }
    });
    let standing = made.can_take_down.then(|| {
        view! { <ButtonLink href=address::event_status(&model.reference) words="Status and dates" look=Look::Outline/> }
    });
    let reword = (model.may_reword && made.can_take_down).then(|| {
        view! { <ButtonLink href=address::wording(&model.reference) words="Edit the wording" look=Look::Outline/> }
    });
    let reopen = made.can_reopen.then(|| {
        let action = format!("{}/reopen", address::submission(&model.reference));
        view! {
            <form method="post" action=action>
                <input type="hidden" name="version" value=model.version.to_string()/>
                <Button words="Open it again" look=Look::Outline/>
            </form>
        }
    });
    view! {
        <section class="card made" aria-labelledby="made">
            <h2 id="made">{made.what.clone()}</h2>
            <p>{made.by.clone()}", "{moment(made.at)}</p>
            {policy}
            {ground}
            {items}
            {message}
            {silent}
            {note}
            <div class="made-next">{public}{reword}{standing}
                {take_down}{reopen}</div>
        </section>
    }
    .into_any()
}

/// The clauses a decision rests on, in the words they had when it was made.
fn cited_clauses(items: &[Item]) -> AnyView {
    let mut told: Vec<&Clause> = Vec::new();
    for clause in items.iter().flat_map(|item| &item.standard.clauses) {
        if !told.contains(&clause) {
            told.push(clause);
        }
    }
    let texts = told
        .into_iter()
        .map(|clause| {
            view! {
                <blockquote class="verbatim">
                    <strong>{clause.number.clone()}</strong>
                    " "
                    {clause.text.clone()}
                </blockquote>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <details class="cited-clauses">
            <summary>"The clauses as they were then"</summary>
            {texts}
        </details>
    }
    .into_any()
}
