//! `/staff/listed`: everything that is listed, upcoming first.

use leptos::prelude::*;

use super::{
    Desk, address,
    components::{
        Flash, Pages, Stretch, cell, flash_banner, found, more, pagination, stretches, tag,
    },
};
use crate::{
    components::{Button, Field, Look, Tone},
    shell::{Head, StaffPage},
};

/// The listed events.
#[derive(Debug, Clone, Default)]
pub struct ListedPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// The search, as typed.
    pub q: String,
    /// How many match, on all pages.
    pub total: usize,
    /// This page's rows.
    pub rows: Vec<ListedRow>,
    /// Where in the pages this is.
    pub pages: Pages,
    /// What of them all the pages hold.
    pub stretch: Stretch,
    /// Where they begin, as it stands in the address; empty from the first on.
    pub before: String,
}

/// A listed event.
#[derive(Debug, Clone)]
pub struct ListedRow {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// The public page (a path).
    pub public_href: String,
    /// Its dates in words.
    pub when: String,
    /// Its place in words.
    pub place: String,
    /// The group, or the sender's name.
    pub from: String,
    /// Whether its last date is over, so it has left the public list.
    pub over: bool,
    /// Its public status where it is not simply going ahead: "Cancelled".
    pub status: Option<String>,
}

/// The listed events as a document.
#[must_use]
pub fn listed(desk: Desk, model: &ListedPage) -> String {
    let searched = if model.q.is_empty() {
        String::new()
    } else {
        format!(": “{}”", model.q)
    };
    let head = Head::new(format!("Listed{searched}{}", model.pages.in_title()));
    desk.page(head, StaffPage::Listed, || {
        let asked = [("q", model.q.as_str())];
        let query = [&asked[..], &[("before", &model.before)]].concat();
        view! {
            <div class="wrap">
                {model.flash.as_ref().map(flash_banner)}
                <h1>"Listed"</h1>
                <form class="desk-search" method="get" action="/staff/listed" role="search" aria-label="Listed events">
                    <Field name="q" label="Search by title, group or reference" value=model.q.clone() kind="search"/>
                    <Button words="Search" look=Look::Outline/>
                </form>
                {found((model.total, &model.stretch), ("event", "events"), model.q.is_empty(), "/staff/listed")}
                {(!model.rows.is_empty()).then(|| table(&model.rows))}
                {pagination("listed events", "/staff/listed", &query, model.pages)}
                {stretches("listed events", "/staff/listed", &asked, &model.stretch)}
            </div>
        }
        .into_any()
    })
}

fn table(rows: &[ListedRow]) -> AnyView {
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"Upcoming first, then those that are over"</caption>
            <thead>
                <tr>
                    <th scope="col">"Event"</th>
                    <th scope="col">"When and where"</th>
                    <th scope="col">"From"</th>
                    <th scope="col">"To do"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &ListedRow) -> AnyView {
    let about = format!(" of {}", row.title);
    let down = format!(": {}", row.title);
    let over = row.over.then(|| tag(Tone::Plain, "Over"));
    let status = row.status.as_deref().map(|words| tag(Tone::Red, words));
    view! {
        <tr>
            <th scope="row">
                <a class="cell-title" href=address::submission(&row.reference)>{row.title.clone()}</a>
                {more(&row.reference)}
            </th>
            {cell("When and where", view! {
                <span>{row.when.clone()}" "{over}{status}</span>
                {more(&row.place)}
            })}
            {cell("From", row.from.clone())}
            {cell("To do", view! {
                <span class="cell-links">
                    <a href=row.public_href.clone()>"Public page"<span class="unseen">{about.clone()}</span></a>
                    <a href=address::event_status(&row.reference)>"Status and dates"<span class="unseen">{about.clone()}</span></a>
                    <a href=address::take_down(&row.reference)>"Take down"<span class="unseen">{down}</span></a>
                </span>
            })}
        </tr>
    }
    .into_any()
}
