//! `/staff/held`: what blocked senders sent in, beside the queue (6.13). It is decided as any other.

use leptos::prelude::*;

use super::{
    Desk,
    components::{Pages, pagination},
    queue::{QueueRow, table},
};
use crate::shell::{Head, StaffPage};

/// What is held.
#[derive(Debug, Clone, Default)]
pub struct HeldPage {
    /// How many are held, on all pages.
    pub total: usize,
    /// This page's rows, oldest first.
    pub rows: Vec<QueueRow>,
    /// Where in the pages this is.
    pub pages: Pages,
}

/// The page as a document.
#[must_use]
pub fn held(desk: Desk, model: &HeldPage) -> String {
    let head = Head::new(format!("Held ({}){}", model.total, model.pages.in_title()))
        .back_to("/staff", "To decide");
    desk.page(head, StaffPage::ToDecide, || {
        let rows = if model.rows.is_empty() {
            view! {
                <div class="desk-empty">
                    <h2>"Nothing is held"</h2>
                    <p>"What a blocked sender sends in appears here."</p>
                </div>
            }
            .into_any()
        } else {
            table("Held, oldest first", &model.rows)
        };
        view! {
            <div class="wrap">
                <h1>"Held"</h1>
                <p class="lead">
                    "These came from senders who are blocked. The sender has a receipt like everybody else. "
                    "Decide on each as on any other, or leave it here. When the sender is unblocked, it goes back to what waits."
                </p>
                {rows}
                {pagination("what is held", "/staff/held", &[], model.pages)}
            </div>
        }
        .into_any()
    })
}
