//! `/staff/settings/kinds`: the kinds of event that senders choose from and visitors filter by.

use domain::form::FormErrors;
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, ErrorSummary, Field, Look, problem},
    pages::staff::{
        Desk,
        components::{Done, done_banner, move_buttons},
    },
    shell::{Head, StaffPage},
};

/// The address of the kinds.
pub const KINDS: &str = "/staff/settings/kinds";

/// The kinds of event.
#[derive(Debug, Clone, Default)]
pub struct KindsPage {
    /// What was just done, said once.
    pub done: Option<Done>,
    /// Every kind in its order.
    pub kinds: Vec<KindRow>,
    /// The name of a new one, as typed.
    pub name: String,
    /// What is wrong with it; field `name`.
    pub errors: FormErrors,
}

/// A kind in the list.
#[derive(Debug, Clone)]
pub struct KindRow {
    /// Its value in forms and addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How many events were ever listed under it.
    pub events: usize,
    /// Whether it is no longer offered.
    pub retired: bool,
}

/// One kind, to be given another name.
#[derive(Debug, Clone, Default)]
pub struct KindPage {
    /// Its value in forms and addresses.
    pub slug: String,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// Its name, as kept or as typed.
    pub name: String,
    /// What is wrong with it; field `name`.
    pub errors: FormErrors,
}

/// The kinds as a document.
#[must_use]
pub fn kinds(desk: Desk, model: &KindsPage) -> String {
    let head = Head::new("Kinds of event")
        .with_problems(!model.errors.is_empty())
        .back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        let (away, offered): (Vec<_>, Vec<_>) = model.kinds.iter().partition(|kind| kind.retired);
        let away = (!away.is_empty()).then(|| view! { <h2>"No longer offered"</h2> {list(&away)} });
        view! {
            <div class="wrap desk-narrow">
                {model.done.as_ref().map(done_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Kinds of event"</h1>
                <p>"Senders choose one on the form, and visitors filter the list by them, in this order."</p>
                {list(&offered)}
                <h2>"Add a kind"</h2>
                <form class="second-step" method="post" action=KINDS novalidate>
                    <Field
                        name="name"
                        label="Name"
                        hint="For example, Talk."
                        value=model.name.clone()
                        problem=problem(&model.errors, "name")
                        width="half"
                    />
                    <Button words="Add it"/>
                </form>
                {away}
            </div>
        }
        .into_any()
    })
}

fn list(kinds: &[&KindRow]) -> AnyView {
    let items = kinds
        .iter()
        .map(|kind| {
            let address = format!("{KINDS}/{}", kind.slug);
            let moves =
                (!kind.retired).then(|| move_buttons(&format!("{address}/move"), &kind.name));
            view! {
                <li>
                    <div class="ordered-head">
                        <a class="cell-title" href=address>{kind.name.clone()}</a>
                        {moves}
                    </div>
                    <p class="hint">{events(kind.events)}</p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="ordered">{items}</ol> }.into_any()
}

/// "No events yet", "1 event", "12 events".
pub(super) fn events(count: usize) -> String {
    match count {
        0 => "No events yet".to_owned(),
        1 => "1 event".to_owned(),
        n => format!("{n} events"),
    }
}

/// One kind as a document.
#[must_use]
pub fn kind(desk: Desk, model: &KindPage) -> String {
    let head = Head::new("Change a kind of event")
        .with_problems(!model.errors.is_empty())
        .back_to(KINDS, "Kinds of event");
    desk.page(head, StaffPage::Settings, || {
        let address = format!("{KINDS}/{}", model.slug);
        let away = if model.retired {
            view! {
                <form method="post" action=format!("{address}/bring-back")>
                    <Button words="Offer it again" look=Look::Outline/>
                </form>
            }
            .into_any()
        } else {
            view! { <p><a href=format!("{address}/retire")>"Stop offering this kind"</a></p> }
                .into_any()
        };
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Change a kind of event"</h1>
                <form class="second-step" method="post" action=address novalidate>
                    <Field
                        name="name"
                        label="Name"
                        hint="Events of this kind show the new name at once."
                        value=model.name.clone()
                        problem=problem(&model.errors, "name")
                        width="half"
                    />
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href=KINDS>"Leave it as it is"</a>
                    </div>
                </form>
                {away}
            </div>
        }
        .into_any()
    })
}
