//! `/staff/key-in`: how the event came that is to be keyed in.

use domain::{
    policy_roles::{PolicyRole, Roles},
    submission::Channel,
};
use leptos::prelude::*;

use super::Desk;
use crate::{
    components::{Button, Look},
    shell::{Head, StaffPage},
};

/// Asks how the event came; each answer begins a form. `roles` are those of the policy in force.
#[must_use]
pub fn key_in(desk: Desk, roles: &Roles) -> String {
    let then = roles.cited(
        "It then waits in the queue as any other, and how it came is kept with it",
        PolicyRole::FormalChannels,
    );
    let head = Head::new("Key in an event").back_to("/staff", "To decide");
    desk.page(head, StaffPage::ToDecide, || {
        let buttons = Channel::KEYED_IN.map(|channel| {
            let action = format!("/staff/key-in/{}", channel.as_str());
            view! {
                <form method="post" action=action>
                    <Button words=channel.label() look=Look::Outline/>
                </form>
            }
        });
        view! {
            <div class="wrap desk-narrow">
                <h1>"Key in an event"</h1>
                <p>"For somebody who does not use the form. "{then}"."</p>
                <h2>"How did it come?"</h2>
                <div class="actions">{buttons.into_iter().collect::<Vec<_>>()}</div>
            </div>
        }
        .into_any()
    })
}
