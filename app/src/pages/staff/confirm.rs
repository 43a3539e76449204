//! The page that asks before something is taken away: what happens, one button, and the way back.

use leptos::prelude::*;

use super::Desk;
use crate::{
    components::{Button, Look},
    shell::{Head, StaffPage},
};

/// A question that is answered by one button.
#[derive(Debug, Clone, Default)]
pub struct ConfirmPage {
    /// What is about to be done: "Throw the draft away".
    pub title: String,
    /// To what: "December 2026".
    pub about: String,
    /// What happens, a sentence each.
    pub happens: Vec<String>,
    /// The words that are about to go, to be read once more; empty where there are none.
    pub words: String,
    /// Where the button posts to; empty where it cannot be done yet, and the page says why.
    pub action: String,
    /// The button's words.
    pub button: String,
    /// Where the way back leads, and its words: "Keep the draft".
    pub back: (String, String),
}

/// The page as a document. `current` is the part of the desk that it belongs to.
#[must_use]
pub fn confirm(desk: Desk, current: StaffPage, model: &ConfirmPage) -> String {
    let head = Head::new(format!("{}: {}", model.title, model.about));
    desk.page(head, current, || {
        let happens = model
            .happens
            .iter()
            .map(|sentence| view! { <li>{sentence.clone()}</li> })
            .collect::<Vec<_>>();
        let words = (!model.words.is_empty()).then(|| super::components::verbatim(&model.words));
        let (href, back) = model.back.clone();
        let buttons = view! { <a href=href>{back}</a> };
        // Where it cannot be done there is nothing to send, and so no form.
        let buttons = if model.action.is_empty() {
            view! { <div class="second-step-buttons">{buttons}</div> }.into_any()
        } else {
            view! {
                <form class="second-step" method="post" action=model.action.clone()>
                    <div class="second-step-buttons">
                        <Button words=model.button.clone() look=Look::Danger/>
                        {buttons}
                    </div>
                </form>
            }
            .into_any()
        };
        view! {
            <div class="wrap desk-narrow">
                <h1>{model.title.clone()}<span class="h1-more">{model.about.clone()}</span></h1>
                {words}
                <ul>{happens}</ul>
                {buttons}
            </div>
        }
        .into_any()
    })
}
