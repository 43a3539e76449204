//! `/staff/spam` and `/staff/unconfirmed`: what waits beside the queue, because it looks like spam or
//! came in a flood. Each can be read and decided as any other; spam of the same words is closed at once.

use chrono::{DateTime, Utc};
use domain::{form::FormErrors, hints::Hint, signs::Sign};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{Flash, Pages, cell, flash_banner, moment, pagination, tag},
    queue::{QueueRow, table},
};
use crate::{
    components::{Button, ErrorSummary, Look, Tone},
    shell::{Head, StaffPage},
};

/// What looks like spam.
#[derive(Debug, Clone, Default)]
pub struct SpamPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Nothing was chosen (`like`).
    pub errors: FormErrors,
    /// How many there are, in all groups.
    pub total: usize,
    /// This page's groups of the same words, the largest first.
    pub groups: Vec<SpamGroup>,
    /// Where in the pages this is.
    pub pages: Pages,
}

/// Submissions of the same words.
#[derive(Debug, Clone)]
pub struct SpamGroup {
    /// The first one's reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// How many there are.
    pub count: usize,
    /// What was odd about them.
    pub signs: Vec<Sign>,
    /// When the last one came.
    pub last: DateTime<Utc>,
}

/// What looks like spam, as a document. The form asks `/staff/spam/close` for `like`, references.
#[must_use]
pub fn spam(desk: Desk, model: &SpamPage) -> String {
    let title = format!(
        "Looks like spam ({}){}",
        model.total,
        model.pages.in_title()
    );
    let head = Head::new(title)
        .with_problems(!model.errors.is_empty())
        .back_to("/staff", "To decide");
    desk.page(head, StaffPage::ToDecide, || {
        let groups = if model.groups.is_empty() {
            view! {
                <div class="desk-empty">
                    <h2>"Nothing looks like spam"</h2>
                    <p>"What was filled in as no person does appears here."</p>
                </div>
            }
            .into_any()
        } else {
            form(&model.groups)
        };
        view! {
            <div class="wrap">
                <ErrorSummary errors=model.errors.clone()/>
                {model.flash.as_ref().map(flash_banner)}
                <h1>"Looks like spam"</h1>
                <p class="lead">
                    "These stay out of the queue, because of how the form was filled in. Each sender is asked by email to confirm the address, "
                    "and whoever does joins the queue. Open one to read it and decide on it as on any other."
                </p>
                {groups}
                {pagination("what looks like spam", address::SPAM, &[], model.pages)}
            </div>
        }
        .into_any()
    })
}

fn form(groups: &[SpamGroup]) -> AnyView {
    let rows = groups
        .iter()
        .enumerate()
        .map(|(at, group)| row(at, group))
        .collect::<Vec<_>>();
    view! {
        <form method="get" action="/staff/spam/close">
            <table class="desk-table">
                <caption>"Those with the same words stand together, the most first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Choose"</th>
                        <th scope="col">"Event"</th>
                        <th scope="col">"How many"</th>
                        <th scope="col">"Why"</th>
                        <th scope="col">"The last came"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <div class="actions">
                <Button words="Close those I chose as spam" look=Look::Danger/>
            </div>
        </form>
    }
    .into_any()
}

fn row(at: usize, group: &SpamGroup) -> AnyView {
    let id = if at == 0 {
        "like".to_owned()
    } else {
        format!("like-{at}")
    };
    let mut hints: Vec<Hint> = Vec::new();
    hints.extend(group.signs.iter().filter_map(|sign| sign.hint()));
    let why = hints
        .into_iter()
        .map(|hint| view! { <span>{hint.words}" "</span> })
        .collect::<Vec<_>>();
    let links = group.signs.contains(&Sign::ManyLinks);
    let links = links.then(|| tag(Tone::Amber, "Three links or more"));
    let count = match group.count {
        1 => "1".to_owned(),
        count => format!("{count} with the same words"),
    };
    view! {
        <tr>
            {cell("Choose", view! {
                <span class="tick">
                    <input type="checkbox" id=id.clone() name="like" value=group.reference.clone()/>
                    <label for=id>
                        <span class="unseen">{format!("Choose {} ({})", group.title, group.reference)}</span>
                    </label>
                </span>
            })}
            <th scope="row">
                <a class="cell-title" href=address::submission(&group.reference)>{group.title.clone()}</a>
            </th>
            {cell("How many", count)}
            {cell("Why", view! { {why} {links} })}
            {cell("The last came", moment(group.last))}
        </tr>
    }
    .into_any()
}

/// What waits until its sender has confirmed the address.
#[derive(Debug, Clone, Default)]
pub struct UnconfirmedPage {
    /// How many there are, on all pages.
    pub total: usize,
    /// This page's rows, oldest first.
    pub rows: Vec<QueueRow>,
    /// Where in the pages this is.
    pub pages: Pages,
}

/// The page as a document.
#[must_use]
pub fn unconfirmed(desk: Desk, model: &UnconfirmedPage) -> String {
    let title = format!(
        "Email not confirmed yet ({}){}",
        model.total,
        model.pages.in_title()
    );
    let head = Head::new(title).back_to("/staff", "To decide");
    desk.page(head, StaffPage::ToDecide, || {
        let rows = if model.rows.is_empty() {
            view! {
                <div class="desk-empty">
                    <h2>"Nobody is waited for"</h2>
                    <p>"When very many events come in at once, those whose senders have not confirmed their email address appear here."</p>
                </div>
            }
            .into_any()
        } else {
            table("Not confirmed yet, oldest first", &model.rows)
        };
        view! {
            <div class="wrap">
                <h1>"Email not confirmed yet"</h1>
                <p class="lead">
                    "Very many events came in at once when these did, far more than the parish ever sends. "
                    "Each joins the queue when its sender opens the link in our email and confirms the address. "
                    "You need not wait for that: decide on one here as on any other."
                </p>
                {rows}
                {pagination("what is not confirmed", address::UNCONFIRMED, &[], model.pages)}
            </div>
        }
        .into_any()
    })
}
