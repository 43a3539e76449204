//! Somebody else decided while this member of staff had the submission open.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{answers, moment, verbatim},
    review::Item,
};
use crate::{
    components::{ButtonLink, Look, Notice},
    shell::{Head, StaffPage},
};

/// What happened meanwhile, and what was typed.
#[derive(Debug, Clone, Default)]
pub struct OvertakenPage {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// Who changed it: a member of staff, or "The sender".
    pub by: String,
    /// What they did, as the end of the sentence: "listed it", "refused it", "sent it again".
    pub what: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The words of the button that was pressed here: "Refuse".
    pub pressed: String,
    /// The checklist as it was answered here.
    pub items: Vec<Item>,
    /// The words to the sender, as typed; empty where there were none.
    pub message: String,
    /// The note for staff, as typed; empty where there was none.
    pub note: String,
}

/// The page as a document.
#[must_use]
pub fn overtaken(desk: Desk, model: &OvertakenPage) -> String {
    let head = Head::new(format!(
        "Changed meanwhile: {} ({})",
        model.title, model.reference
    ));
    desk.page(head, StaffPage::Elsewhere, || {
        let typed = |heading: &'static str, words: &str| {
            let words = words.trim();
            (!words.is_empty()).then(|| view! { <h3>{heading}</h3> {verbatim(words)} })
        };
        let items = (!model.items.is_empty()).then(|| answers(&model.items));
        let meanwhile = format!("{} {} while you had it open", model.by, model.what);
        let nothing = format!(". That stands. You pressed “{}”: nothing of yours was done or sent.", model.pressed);
        let at = model.at;
        view! {
            <div class="wrap desk-narrow">
                <h1>"Your decision was not made"<span class="h1-more">{model.title.clone()}</span></h1>
                <Notice role="status">
                    <p>
                        <strong>{meanwhile}</strong>
                        ", on "
                        {moment(at)}
                        {nothing}
                    </p>
                </Notice>
                <div class="second-step-buttons">
                    <ButtonLink href=address::submission(&model.reference) words="See it as it is now"/>
                    <ButtonLink href="/staff" words="Back to what waits" look=Look::Outline/>
                </div>
                <section class="card" aria-labelledby="typed">
                    <h2 id="typed">"What you had answered and typed"</h2>
                    <p>"It is kept on this page only. Copy from it what you still need."</p>
                    {items}
                    {typed("To the sender", &model.message)}
                    {typed("Note for staff", &model.note)}
                </section>
            </div>
        }
        .into_any()
    })
}
