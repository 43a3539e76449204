//! `/staff`: what waits for a decision, oldest first.

use chrono::NaiveDate;
use domain::{when, working_days};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{
        Done, Pages, PolicyOverdue, TrackRecord, cell, done_banner, more, pagination, policy_banner,
    },
};
use crate::components::{ButtonLink, Notice, Tone};
use crate::shell::{Head, StaffPage};

/// The queue.
#[derive(Debug, Clone, Default)]
pub struct QueuePage {
    /// What was just done, said once.
    pub done: Option<Done>,
    /// Set when the policy's review is overdue.
    pub overdue: Option<PolicyOverdue>,
    /// How many submissions wait, on all pages.
    pub waiting: usize,
    /// The oldest that waits: its reference, and the working days it has waited.
    pub oldest: Option<(String, u32)>,
    /// Changes were asked for and the sender has not answered.
    pub changes_asked: usize,
    /// Decided in the last seven days.
    pub decided_this_week: usize,
    /// How many are held, because their sender is blocked.
    pub held: usize,
    /// The blocks whose review is due.
    pub reviews: Vec<BlockReview>,
    /// This page's rows, oldest first.
    pub rows: Vec<QueueRow>,
    /// Where in the pages this is.
    pub pages: Pages,
}

/// A block that staff meant to look at again by now.
#[derive(Debug, Clone)]
pub struct BlockReview {
    /// The address or the group.
    pub who: String,
    /// A submission of the sender.
    pub reference: String,
    /// The day by which.
    pub due: NaiveDate,
}

/// A submission that waits.
#[derive(Debug, Clone)]
pub struct QueueRow {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// Whether it came back after changes were asked for.
    pub sent_again: bool,
    /// "Friday 11 December 2026, 7pm, and 3 more dates".
    pub when: String,
    /// "Pavilion, Withyham".
    pub place: String,
    /// The group, or the sender's name where there is none.
    pub from: String,
    /// What became of the sender's earlier submissions.
    pub track: TrackRecord,
    /// Working days it has waited.
    pub waiting: u32,
}

/// The queue as a document.
#[must_use]
pub fn queue(desk: Desk, model: &QueuePage) -> String {
    let head = Head::new(format!("To decide{}", model.pages.in_title()));
    desk.page(head, StaffPage::ToDecide, || {
        let start = model.oldest.as_ref().map(|(reference, _)| {
            view! { <ButtonLink href=address::submission(reference) words="Start with the oldest"/> }
        });
        view! {
            <div class="wrap">
                {model.done.as_ref().map(done_banner)}
                <div class="desk-head">
                    <h1>"To decide"</h1>
                    {start}
                </div>
                {model.overdue.as_ref().map(policy_banner)}
                {(!model.reviews.is_empty()).then(|| reviews(&model.reviews))}
                {figures(model)}
                {if model.rows.is_empty() { nothing() } else { table("Waiting, oldest first", &model.rows) }}
                {pagination("what waits", "/staff", &[], model.pages)}
                {(model.held > 0).then(|| held(model.held))}
            </div>
        }
        .into_any()
    })
}

fn nothing() -> AnyView {
    view! {
        <div class="desk-empty">
            <h2>"Nothing is waiting"</h2>
            <p>"When somebody sends an event in, it appears here."</p>
        </div>
    }
    .into_any()
}

fn figures(model: &QueuePage) -> AnyView {
    let oldest = model
        .oldest
        .as_ref()
        .map_or_else(|| "None".to_owned(), |(_, days)| working_days::words(*days));
    let figure = |number: String, label: &'static str| {
        view! { <li class="figure"><strong>{number}</strong>" "<span>{label}</span></li> }
    };
    view! {
        <ul class="figures">
            {figure(model.waiting.to_string(), "waiting for a decision")}
            {figure(oldest, "oldest waiting")}
            {figure(model.changes_asked.to_string(), "changes asked for, no answer yet")}
            {figure(model.decided_this_week.to_string(), "decided in the last 7 days")}
        </ul>
    }
    .into_any()
}

/// The way to what is held beside the queue.
fn held(held: usize) -> AnyView {
    let words = format!("Held ({held})");
    view! { <p class="queue-foot"><a href="/staff/held">{words}</a></p> }.into_any()
}

/// The reminder of blocks that were to be looked at again.
fn reviews(reviews: &[BlockReview]) -> AnyView {
    let items = reviews
        .iter()
        .map(|review| {
            let href = address::sender(&review.reference);
            let due = format!(", by {}", when::day_and_year(review.due));
            view! { <li><a href=href>{review.who.clone()}</a>{due}</li> }
        })
        .collect::<Vec<_>>();
    view! {
        <Notice tone=Tone::Amber>
            <p><strong>"Look again whether these senders are still to be blocked:"</strong></p>
            <ul>{items}</ul>
        </Notice>
    }
    .into_any()
}

/// Submissions in a table, for the queue and for what is held beside it.
pub(super) fn table(caption: &'static str, rows: &[QueueRow]) -> AnyView {
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    view! {
        <table class="desk-table queue">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">"Event"</th>
                    <th scope="col">"When and where"</th>
                    <th scope="col">"From"</th>
                    <th scope="col">"Waiting"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &QueueRow) -> AnyView {
    let kind = if row.sent_again {
        "sent again after changes"
    } else {
        "new"
    };
    let waiting = working_days::words(row.waiting);
    let waiting = if row.waiting > 1 {
        view! { <strong>{waiting}</strong> }.into_any()
    } else {
        waiting.into_any()
    };
    view! {
        <tr>
            <th scope="row">
                <a class="cell-title" href=address::submission(&row.reference)>{row.title.clone()}</a>
                {more(format!("{} · {kind}", row.reference))}
            </th>
            {cell("When and where", view! {
                {row.when.clone()}
                {more(&row.place)}
            })}
            {cell("From", view! {
                {row.from.clone()}
                {more(row.track.words())}
            })}
            {cell("Waiting", waiting)}
        </tr>
    }
    .into_any()
}
