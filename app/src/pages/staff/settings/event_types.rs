//! `/staff/settings/kinds`: the types of event that senders choose from and visitors filter by.

use domain::form::FormErrors;
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, ErrorSummary, Field, Look, problem},
    pages::staff::{
        Desk,
        components::{COUNTED, Flash, flash_banner, move_buttons},
    },
    shell::{Head, StaffPage},
};

/// The address of the types.
pub const EVENT_TYPES: &str = "/staff/settings/kinds";

/// The types of event.
#[derive(Debug, Clone, Default)]
pub struct EventTypesPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Every type in its order.
    pub event_types: Vec<EventTypeRow>,
    /// The name of a new one, as typed.
    pub name: String,
    /// What is wrong with it; field `name`.
    pub errors: FormErrors,
}

/// A type in the list.
#[derive(Debug, Clone)]
pub struct EventTypeRow {
    /// Its value in forms and addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How many events were ever listed under it.
    pub events: usize,
    /// Whether it is no longer offered.
    pub retired: bool,
}

/// One type, to be given another name.
#[derive(Debug, Clone, Default)]
pub struct EventTypePage {
    /// Its value in forms and addresses.
    pub slug: String,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// Its name, as kept or as typed.
    pub name: String,
    /// What is wrong with it; field `name`.
    pub errors: FormErrors,
}

/// The types as a document.
#[must_use]
pub fn event_types(desk: Desk, model: &EventTypesPage) -> String {
    let head = Head::new("Types of event")
        .with_problems(!model.errors.is_empty())
        .back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        let (away, offered): (Vec<_>, Vec<_>) = model.event_types.iter().partition(|event_type| event_type.retired);
        let away = (!away.is_empty()).then(|| view! { <h2>"No longer offered"</h2> {list(&away)} });
        view! {
            <div class="wrap desk-narrow">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Types of event"</h1>
                <p>"Senders choose one on the form, and visitors filter the list by them, in this order."</p>
                {list(&offered)}
                <h2>"Add a type"</h2>
                <form class="second-step" method="post" action=EVENT_TYPES novalidate>
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

fn list(event_types: &[&EventTypeRow]) -> AnyView {
    let items = event_types
        .iter()
        .map(|event_type| {
            let address = format!("{EVENT_TYPES}/{}", event_type.slug);
            let moves = (!event_type.retired)
                .then(|| move_buttons(&format!("{address}/move"), &event_type.name));
            view! {
                <li>
                    <div class="ordered-head">
                        <a class="cell-title" href=address>{event_type.name.clone()}</a>
                        {moves}
                    </div>
                    <p class="hint">{events(event_type.events)}</p>
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
        n if n > COUNTED => format!("More than {COUNTED} events"),
        n => format!("{n} events"),
    }
}

/// One type as a document.
#[must_use]
pub fn event_type(desk: Desk, model: &EventTypePage) -> String {
    let head = Head::new("Change a type of event")
        .with_problems(!model.errors.is_empty())
        .back_to(EVENT_TYPES, "Types of event");
    desk.page(head, StaffPage::Settings, || {
        let address = format!("{EVENT_TYPES}/{}", model.slug);
        let away = if model.retired {
            view! {
                <form method="post" action=format!("{address}/bring-back")>
                    <Button words="Offer it again" look=Look::Outline/>
                </form>
            }
            .into_any()
        } else {
            view! { <p><a href=format!("{address}/retire")>"Stop offering this type"</a></p> }
                .into_any()
        };
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Change a type of event"</h1>
                <form class="second-step" method="post" action=address novalidate>
                    <Field
                        name="name"
                        label="Name"
                        hint="Events of this type show the new name at once."
                        value=model.name.clone()
                        problem=problem(&model.errors, "name")
                        width="half"
                    />
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href=EVENT_TYPES>"Leave it as it is"</a>
                    </div>
                </form>
                {away}
            </div>
        }
        .into_any()
    })
}
