//! `/staff/unsent`: what somebody had typed when they had to sign in, to be sent once more.

use leptos::prelude::*;

use super::{Desk, components::verbatim};
use crate::{
    components::Button,
    shell::{Head, StaffPage},
};

/// The page's address.
pub const UNSENT: &str = "/staff/unsent";

/// A form that was not taken.
#[derive(Debug, Clone, Default)]
pub struct InterruptedFormPage {
    /// Where it is sent: a path of the desk.
    pub action: String,
    /// Its fields, in the order they came.
    pub fields: Vec<(String, String)>,
}

/// The page as a document.
#[must_use]
pub fn interrupted_form(desk: Desk, model: &InterruptedFormPage) -> String {
    let head = Head::new("Your work is kept");
    desk.page(head, StaffPage::Elsewhere, || {
        let fields = model
            .fields
            .iter()
            .map(|(name, value)| {
                view! { <input type="hidden" name=name.clone() value=value.clone()/> }
            })
            .collect::<Vec<_>>();
        let typed = model
            .fields
            .iter()
            .map(|(_, value)| value.trim())
            .filter(|value| value.contains(char::is_whitespace))
            .map(verbatim)
            .collect::<Vec<_>>();
        let typed = (!typed.is_empty()).then(|| view! { <h2>"What you wrote"</h2> {typed} });
        view! {
            <div class="wrap desk-narrow">
                <h1>"Your work is kept"</h1>
                <p class="lead">"You had to sign in before it could be taken, so nothing of it was done yet. Send it once more, and it is as if you had not been away."</p>
                {typed}
                <form class="second-step" method="post" action=model.action.clone()>
                    {fields}
                    <div class="second-step-buttons">
                        <Button words="Send it"/>
                        <a href="/staff">"Leave it, and go to what waits"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}
