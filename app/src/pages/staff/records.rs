//! `/staff/records`: what was decided, newest first.

use chrono::{DateTime, Utc};
use domain::decision::State;
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{Pages, Stretch, cell, found, moment, more, pagination, state_tag, stretches},
};
use crate::{
    components::{Button, ButtonLink, Choice, Field, Look, Select},
    shell::{Head, StaffPage},
};

/// The records.
#[derive(Debug, Clone, Default)]
pub struct RecordsPage {
    /// The search by reference or title, as typed.
    pub q: String,
    /// The chosen state; none for all.
    pub state: Option<State>,
    /// How many match, on all pages.
    pub total: usize,
    /// This page's rows.
    pub rows: Vec<RecordRow>,
    /// Where in the pages this is.
    pub pages: Pages,
    /// What of them all the pages hold.
    pub stretch: Stretch,
    /// Where they begin, as it stands in the address; empty from the first on.
    pub before: String,
}

/// A submission that is no longer waiting.
#[derive(Debug, Clone)]
pub struct RecordRow {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// The group, or the sender's name.
    pub from: String,
    /// Where it is in its life.
    pub state: State,
    /// Who brought it there: a member of staff, or "The sender".
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The states that the records show, in the order of the filter.
pub const STATES: [State; 6] = [
    State::Listed,
    State::ChangesAsked,
    State::Refused,
    State::TakenDown,
    State::Withdrawn,
    State::Spam,
];

/// The records as a document.
#[must_use]
pub fn records(desk: Desk, model: &RecordsPage) -> String {
    let state = model
        .state
        .map(|state| format!(": {}", state.label()))
        .unwrap_or_default();
    let searched = if model.q.is_empty() {
        String::new()
    } else {
        format!(" “{}”", model.q)
    };
    let head = Head::new(format!(
        "Records{state}{searched}{}",
        model.pages.in_title()
    ));
    desk.page(head, StaffPage::Records, || {
        let chosen = model.state.map_or("", State::as_str);
        let mut choices = vec![Choice::new("", "All decisions")];
        choices.extend(STATES.map(|state| Choice::new(state.as_str(), state.label())));
        let all = model.q.is_empty() && model.state.is_none();
        let asked = [("q", model.q.as_str()), ("state", chosen)];
        let query = [&asked[..], &[("before", &model.before)]].concat();
        view! {
            <div class="wrap">
                <div class="desk-head">
                    <h1>"Records"</h1>
                    <div class="second-step-buttons">
                        <ButtonLink href="/staff/records/log" words="Everything that was done" look=Look::Outline/>
                        <ButtonLink href="/staff/records/log/check" words="Check the log" look=Look::Outline/>
                    </div>
                </div>
                <form class="desk-search" method="get" action="/staff/records" role="search" aria-label="Records">
                    <Field name="q" label="Search by title, group or reference" value=model.q.clone() kind="search"/>
                    <Select name="state" label="Decision" value=chosen choices/>
                    <Button words="Search" look=Look::Outline/>
                </form>
                {found((model.total, &model.stretch), ("record", "records"), all, "/staff/records")}
                {(!model.rows.is_empty()).then(|| table(&model.rows))}
                {pagination("records", "/staff/records", &query, model.pages)}
                {stretches("records", "/staff/records", &asked, &model.stretch)}
            </div>
        }
        .into_any()
    })
}

fn table(rows: &[RecordRow]) -> AnyView {
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"What was decided, newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Event"</th>
                    <th scope="col">"From"</th>
                    <th scope="col">"Decision"</th>
                    <th scope="col">"By"</th>
                    <th scope="col">"When"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &RecordRow) -> AnyView {
    view! {
        <tr>
            <th scope="row">
                <a class="cell-title" href=address::submission(&row.reference)>{row.title.clone()}</a>
                {more(&row.reference)}
            </th>
            {cell("From", row.from.clone())}
            {cell("Decision", state_tag(row.state))}
            {cell("By", row.by.clone())}
            {cell("When", moment(row.at))}
        </tr>
    }
    .into_any()
}
