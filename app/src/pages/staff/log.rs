//! `/staff/records/log`: everything that was done, in sentences, and whether the log is whole.

use chrono::{DateTime, Utc};
use domain::form::FormErrors;
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{Pages, Stretch, cell, found, moment, pagination, stretches},
};
use crate::{
    components::{
        Button, ButtonLink, Choice, ErrorSummary, Field, Look, Notice, Select, Tone, problem,
    },
    shell::{Head, StaffPage},
};

/// The address of the log.
const LOG: &str = "/staff/records/log";

/// The log's entries.
#[derive(Debug, Clone, Default)]
pub struct LogPage {
    /// The reference that is looked for, as typed.
    pub reference: String,
    /// Who is looked for: a choice's value, or empty for everybody.
    pub who: String,
    /// Everybody there is to choose.
    pub people: Vec<Choice>,
    /// The first day, as typed.
    pub from: String,
    /// The last day, as typed.
    pub to: String,
    /// How many match, on all pages.
    pub total: usize,
    /// This page's entries, newest first.
    pub rows: Vec<LogRow>,
    /// Where in the pages this is.
    pub pages: Pages,
    /// What of them all the pages hold.
    pub stretch: Stretch,
    /// Where they begin, as it stands in the address; empty from the first on.
    pub before: String,
    /// What is wrong; fields `reference`, `from` and `to`.
    pub errors: FormErrors,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct LogRow {
    /// Its place in the log.
    pub seq: i64,
    /// "Ann Penfold listed WO-7K4P".
    pub sentence: String,
    /// The reference it is about, if it is about a submission.
    pub reference: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What the log came to when it was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// Every entry follows from the one before: how many, and the last one's head.
    Whole {
        /// How many entries there are.
        entries: i64,
        /// The last one's hash, as 64 characters.
        head: String,
    },
    /// The first entry that does not.
    Broken {
        /// Its place.
        entry: i64,
        /// What is wrong with it, as the end of a sentence: "was altered after it was written".
        what: String,
    },
}

/// The check of the log.
#[derive(Debug, Clone)]
pub struct CheckPage {
    /// What it came to.
    pub checked: Checked,
    /// When.
    pub at: DateTime<Utc>,
    /// The head that was written down before, as typed; empty where none was.
    pub head: String,
    /// Whether the entry of that head is still there.
    pub holds: Option<bool>,
    /// What is wrong; field `head`.
    pub errors: FormErrors,
}

/// The log as a document.
#[must_use]
pub fn log(desk: Desk, model: &LogPage) -> String {
    let head = Head::new(format!(
        "Everything that was done{}",
        model.pages.in_title()
    ))
    .with_problems(!model.errors.is_empty())
    .back_to("/staff/records", "Records");
    desk.page(head, StaffPage::Records, || {
        let all = [&model.reference, &model.who, &model.from, &model.to]
            .iter()
            .all(|value| value.is_empty());
        let asked = [
            ("reference", model.reference.as_str()),
            ("who", &model.who),
            ("from", &model.from),
            ("to", &model.to),
        ];
        let query = [&asked[..], &[("before", &model.before)]].concat();
        view! {
            <div class="wrap">
                <ErrorSummary errors=model.errors.clone()/>
                <div class="desk-head">
                    <h1>"Everything that was done"</h1>
                    <ButtonLink href="/staff/records/log/check" words="Check the log"/>
                </div>
                {filters(model)}
                {found((model.total, &model.stretch), ("entry", "entries"), all, LOG)}
                {(!model.rows.is_empty()).then(|| table(&model.rows))}
                {pagination("entries", LOG, &query, model.pages)}
                {stretches("entries", LOG, &asked, &model.stretch)}
            </div>
        }
        .into_any()
    })
}

fn filters(model: &LogPage) -> AnyView {
    let mut people = vec![Choice::new("", "Everybody")];
    people.extend(model.people.clone());
    let problem = |field| problem(&model.errors, field);
    view! {
        <form class="desk-search log-search" method="get" action=LOG role="search" aria-label="Entries" novalidate>
            <Field
                name="reference"
                label="Reference"
                value=model.reference.clone()
                problem=problem("reference")
                spellcheck=false
            />
            <Select name="who" label="Who" value=model.who.clone() choices=people/>
            <Field name="from" label="From" hint="For example 1 12 2026" value=model.from.clone() problem=problem("from")/>
            <Field name="to" label="To" hint="For example 31 12 2026" value=model.to.clone() problem=problem("to")/>
            <Button words="Search" look=Look::Outline/>
        </form>
    }
    .into_any()
}

fn table(rows: &[LogRow]) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            let about = row.reference.clone().map(|reference| {
                let href = address::submission(&reference);
                view! { <a href=href>{reference}</a> }
            });
            view! {
                <tr>
                    <th scope="row">{row.sentence.clone()}</th>
                    {cell("About", about)}
                    {cell("When", moment(row.at))}
                    {cell("Entry", row.seq.to_string())}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="desk-table log">
            <caption>"Newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"What was done"</th>
                    <th scope="col">"About"</th>
                    <th scope="col">"When"</th>
                    <th scope="col">"Entry"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The check as a document.
#[must_use]
pub fn check(desk: Desk, model: &CheckPage) -> String {
    let head = Head::new("Check the log")
        .with_problems(!model.errors.is_empty())
        .back_to(LOG, "Everything that was done");
    desk.page(head, StaffPage::Records, || {
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Check the log"</h1>
                <p>
                    "Each entry carries a seal that is made from its words and from the seal of the entry before. "
                    "Whoever changes, removes or moves an entry breaks the seals from there on."
                </p>
                {result(model)}
                {written_down(model)}
            </div>
        }
        .into_any()
    })
}

fn result(model: &CheckPage) -> AnyView {
    let at = model.at;
    match &model.checked {
        Checked::Whole { entries, head } => {
            let words = match entries {
                0 => "There are no entries yet.".to_owned(),
                1 => "The one entry is whole.".to_owned(),
                n => format!("All {n} entries are whole and in order."),
            };
            view! {
                <Notice tone=Tone::Leaf role="status">
                    <p><strong>{words}</strong>" Checked "{moment(at)}"."</p>
                </Notice>
                <h2>"The seal to write down"</h2>
                <p>
                    "The log cannot tell by itself whether entries were cut off its end. Write this seal down somewhere else, with the date. "
                    "Whoever has it can tell later that nothing up to today was cut off."
                </p>
                <p><code class="seal">{in_groups(head)}</code></p>
            }
            .into_any()
        }
        Checked::Broken { entry, what } => {
            let words = format!("Entry {entry} {what}.");
            view! {
            <Notice tone=Tone::Red role="alert">
                <p>
                    <strong>{words}</strong>
                    " The entries before it are whole. Checked "{moment(at)}"."
                </p>
            </Notice>
            <h2>"What to do now"</h2>
            <ul>
                <li>"Tell whoever looks after the computer, and the chair of the council."</li>
                <li>"Keep the last backup. It has the log as it was on its day."</li>
                <li>"Change nothing in the database until somebody has looked."</li>
            </ul>
            }
            .into_any()
        }
    }
}

/// A seal in groups of eight, to be written down without losing one's place.
fn in_groups(head: &str) -> String {
    let characters: Vec<char> = head.chars().collect();
    let groups: Vec<String> = characters
        .chunks(8)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

/// The question whether an entry that was written down is still there.
fn written_down(model: &CheckPage) -> AnyView {
    let answer = model.holds.map(|holds| {
        if holds {
            view! {
                <Notice tone=Tone::Leaf role="status">
                    <p><strong>"The entry of that seal is there."</strong>" Nothing up to it was cut off."</p>
                </Notice>
            }
            .into_any()
        } else {
            view! {
                <Notice tone=Tone::Red role="alert">
                    <p>
                        <strong>"No entry has that seal."</strong>
                        " Check that you typed all of it. If you did, entries were cut off the end of the log, or the seal is from another one."
                    </p>
                </Notice>
            }
            .into_any()
        }
    });
    view! {
        <h2>"Have you a seal from before?"</h2>
        {answer}
        <form class="second-step" method="get" action="/staff/records/log/check" novalidate>
            <Field
                name="head"
                label="The seal you wrote down"
                hint="64 characters. Spaces do not matter."
                value=model.head.clone()
                problem=problem(&model.errors, "head")
                spellcheck=false
            />
            <div class="second-step-buttons">
                <Button words="Check it too" look=Look::Outline/>
            </div>
        </form>
    }
    .into_any()
}
