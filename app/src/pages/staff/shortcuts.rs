//! `/staff/shortcuts`: the keys of the desk, and whether they work (WCAG 2.1.4).

use leptos::prelude::*;

use super::{Desk, components::Flash, components::flash_banner};
use crate::{
    components::{Button, Look},
    shell::{Head, StaffPage},
};

/// The keys of the review, each with what it does. `frontend/desk.js` presses the control whose
/// `data-key` is the key.
pub const KEYS: &[(&str, &str)] = &[
    ("m", "It meets every standard"),
    (
        "1 to 9",
        "Go to a standard, by its place in the list; then the arrow keys choose",
    ),
    ("l", "Approve and list"),
    ("c", "Ask for changes"),
    ("r", "Refuse"),
    ("s", "Spam: close without replying"),
    ("w", "Edit the wording"),
    ("n", "Skip to the next"),
    ("o", "In the queue: start with the oldest"),
    ("?", "This list"),
];

/// The page as a document.
#[must_use]
pub fn shortcuts(desk: Desk, flash: Option<&Flash>, on: bool) -> String {
    let head = Head::new("Keyboard shortcuts").back_to("/staff", "To decide");
    desk.page(head, StaffPage::Elsewhere, || {
        let rows = KEYS
            .iter()
            .map(|(key, does)| {
                view! { <tr><th scope="row"><kbd>{*key}</kbd></th><td>{*does}</td></tr> }
            })
            .collect::<Vec<_>>();
        let (says, words, value) = if on {
            ("They are on for you.", "Turn them off", "off")
        } else {
            ("They are off for you.", "Turn them on", "on")
        };
        view! {
            <div class="wrap desk-narrow">
                {flash.map(flash_banner)}
                <h1>"Keyboard shortcuts"</h1>
                <p>"Press a key while no field for text has the focus. An ordinary event takes two: m, then l. They need script; everything works without them."</p>
                <table class="desk-table keys">
                    <caption>"The keys"</caption>
                    <thead><tr><th scope="col">"Key"</th><th scope="col">"What it does"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <form class="actions" method="post" action="/staff/shortcuts">
                    <p>{says}</p>
                    <input type="hidden" name="shortcuts" value=value/>
                    <Button words look=Look::Outline/>
                </form>
            </div>
        }
        .into_any()
    })
}
