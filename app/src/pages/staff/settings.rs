//! `/staff/settings`: what an administrator sets, and what each person sets for themselves.

pub mod accounts;
pub mod adopt;
pub mod blocked;
pub mod compare;
pub mod council;
pub mod draft;
pub mod event_types;
pub mod guidance;
pub mod letters;
pub mod limits;
pub mod paste;
pub mod policy;
pub mod replies;
pub mod roles;
pub mod venues;
pub mod weekly;

use leptos::prelude::*;

use super::{
    Desk,
    components::{Flash, flash_banner},
};
use crate::shell::{Head, StaffPage};

/// The address of the settings.
pub const SETTINGS: &str = "/staff/settings";

/// A page of the settings: its address, its name, and what it is for.
struct Entry(&'static str, &'static str, &'static str);

/// What each member of staff sets for themselves.
const YOURS: [Entry; 3] = [
    Entry(
        "/staff/security",
        "Signing in",
        "Your password, your passkeys, your app, and where you are signed in.",
    ),
    Entry(
        "/staff/settings/notices",
        "Notices by email",
        "What the desk writes to you about, and how often.",
    ),
    Entry(
        "/staff/shortcuts",
        "Keyboard shortcuts",
        "Whether single keys work on the desk.",
    ),
];

/// What an administrator sets for everybody.
const COUNCIL: [Entry; 11] = [
    Entry(
        "/staff/settings/accounts",
        "Staff accounts",
        "Who works at the desk, and what they may do.",
    ),
    Entry(
        "/staff/settings/council",
        "The council",
        "Its name, places, office and website, and how the desk works.",
    ),
    Entry(
        "/staff/settings/kinds",
        "Types of event",
        "What senders choose from and visitors filter by.",
    ),
    Entry(
        "/staff/settings/venues",
        "Venues",
        "The places that senders can pick by name.",
    ),
    Entry(
        "/staff/settings/policy",
        "The policy",
        "Its versions, its clauses, and the standards that staff decide against.",
    ),
    Entry(
        "/staff/settings/guidance",
        "Guidance notes",
        "How staff apply each standard.",
    ),
    Entry(
        "/staff/settings/letters",
        "Letters",
        "What the council’s letters to senders say.",
    ),
    Entry(
        "/staff/settings/replies",
        "Replies",
        "Words to a sender that are ready to use.",
    ),
    Entry(
        "/staff/settings/blocked",
        "Blocked senders",
        "Whose events are held, why, and when to look again.",
    ),
    Entry(
        "/staff/settings/limits",
        "How much the site takes",
        "How many events may wait, what is a flood, and how many addresses are written to.",
    ),
    Entry(
        "/staff/settings/weekly",
        "The weekly email",
        "When it goes, and how many residents get it.",
    ),
];

/// The settings' first page, as a document.
#[must_use]
pub fn settings(desk: Desk, flash: Option<&Flash>) -> String {
    desk.page(Head::new("Settings"), StaffPage::Settings, || {
        view! {
            <div class="wrap desk-narrow">
                {flash.map(flash_banner)}
                <h1>"Settings"</h1>
                <h2>"For everybody"</h2>
                {entries(&COUNCIL)}
                <h2>"For you"</h2>
                {entries(&YOURS)}
            </div>
        }
        .into_any()
    })
}

/// What a member of staff reads who is no administrator, as a document.
#[must_use]
pub fn only_an_administrator(desk: Desk) -> String {
    let head = Head::new("Only an administrator can open this page");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-narrow">
                <h1>"Only an administrator can open this page"</h1>
                <p>"What is set here is set for everybody. Ask an administrator to change it, or to make you one."</p>
                <h2>"What you can set for yourself"</h2>
                {entries(&YOURS)}
            </div>
        }
        .into_any()
    })
}

fn entries(entries: &[Entry]) -> AnyView {
    let items = entries
        .iter()
        .map(|Entry(href, name, what)| {
            view! {
                <li>
                    <a class="cell-title" href=*href>{*name}</a>
                    <p class="hint">{*what}</p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="settings-list">{items}</ul> }.into_any()
}
