//! `/staff/messages` and `/staff/messages/{id}`: every message about a submission, word for word
//! (4.3).

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{
        MessageState, Pages, cell, email_banner, message_tag, moment, pagination, verbatim,
    },
};
use crate::{
    components::{SummaryList, SummaryRow},
    shell::{Head, StaffPage},
};

/// The messages, newest first.
#[derive(Debug, Clone, Default)]
pub struct MessagesPage {
    /// Whether outgoing email is set up.
    pub email_set_up: bool,
    /// This page's rows.
    pub rows: Vec<MessageRow>,
    /// Where in the pages this is.
    pub pages: Pages,
}

/// A message in the list.
#[derive(Debug, Clone)]
pub struct MessageRow {
    /// Its number.
    pub id: i64,
    /// The address it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// The case it belongs to.
    pub reference: String,
    /// Its fate.
    pub state: MessageState,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// One message, word for word.
#[derive(Debug, Clone)]
pub struct MessagePage {
    /// Whether outgoing email is set up.
    pub email_set_up: bool,
    /// The message.
    pub message: MessageRow,
    /// The address it goes from.
    pub from: String,
    /// The title of the case's event.
    pub title: String,
    /// The text.
    pub body: String,
    /// When it was sent, if it was.
    pub sent: Option<DateTime<Utc>>,
}

/// The messages as a document.
#[must_use]
pub fn messages(desk: Desk, model: &MessagesPage) -> String {
    let head = Head::new(format!("Messages{}", model.pages.in_title()));
    desk.page(head, StaffPage::Messages, || {
        view! {
            <div class="wrap">
                <h1>"Messages"</h1>
                {(!model.email_set_up).then(email_banner)}
                {if model.rows.is_empty() { nothing() } else { table(&model.rows) }}
                {pagination("messages", "/staff/messages", &[], model.pages)}
            </div>
        }
        .into_any()
    })
}

fn nothing() -> AnyView {
    view! {
        <div class="desk-empty">
            <h2>"No messages yet"</h2>
            <p>"Every message to a sender is kept here, word for word."</p>
        </div>
    }
    .into_any()
}

fn table(rows: &[MessageRow]) -> AnyView {
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"Messages to senders, newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Subject"</th>
                    <th scope="col">"To"</th>
                    <th scope="col">"About"</th>
                    <th scope="col">"Written"</th>
                    <th scope="col">"State"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &MessageRow) -> AnyView {
    view! {
        <tr>
            <th scope="row">
                <a class="cell-title" href=address::message(row.id)>{row.subject.clone()}</a>
            </th>
            {cell("To", row.to.clone())}
            {cell("About", view! { <a href=address::submission(&row.reference)>{row.reference.clone()}</a> })}
            {cell("Written", moment(row.at))}
            {cell("State", message_tag(row.state))}
        </tr>
    }
    .into_any()
}

/// One message as a document.
#[must_use]
pub fn message(desk: Desk, model: &MessagePage) -> String {
    let message = &model.message;
    let head = Head::new(format!(
        "{} ({}, message {})",
        message.subject, message.reference, message.id
    ))
    .back_to("/staff/messages", "Messages");
    desk.page(head, StaffPage::Messages, || {
        let case = format!("{} ({})", model.title, message.reference);
        let href = address::submission(&message.reference);
        let mut rows = vec![
            SummaryRow::view("State", message_tag(message.state)),
            SummaryRow::text("To", &message.to),
            SummaryRow::text("From", &model.from),
            SummaryRow::view("About", view! { <a href=href>{case}</a> }),
            SummaryRow::view("Written", moment(message.at)),
        ];
        if let Some(sent) = model.sent {
            rows.push(SummaryRow::view("Sent", moment(sent)));
        }
        let waits = !model.email_set_up && message.state == MessageState::Waiting;
        view! {
            <div class="wrap desk-narrow">
                <h1>{message.subject.clone()}</h1>
                {waits.then(email_banner)}
                <SummaryList rows/>
                <h2>"Word for word"</h2>
                {verbatim(&model.body)}
            </div>
        }
        .into_any()
    })
}
