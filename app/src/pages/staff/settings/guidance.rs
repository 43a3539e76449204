//! `/staff/settings/guidance`: how staff apply each standard. A note is not the policy.

use chrono::{DateTime, Utc};
use domain::{form::FormErrors, standards::Standard};
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, ErrorSummary, SummaryList, SummaryRow, Textarea, problem},
    pages::staff::{
        Desk,
        components::{Flash, cited, flash_banner, moment, verbatim},
    },
    shell::{Head, StaffPage},
};

const GUIDANCE: &str = "/staff/settings/guidance";

fn note_address(key: &str) -> String {
    format!("{GUIDANCE}/{key}")
}

/// The notes of the version in force.
#[derive(Debug, Clone, Default)]
pub struct GuidancePage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// The version's name: "October 2023".
    pub version: String,
    /// Its standards.
    pub standards: Vec<Standard>,
}

/// One note.
#[derive(Debug, Clone)]
pub struct NotePage {
    /// The standard.
    pub standard: Standard,
    /// The note, as kept or as typed.
    pub words: String,
    /// What it said before, newest first.
    pub history: Vec<FormerNote>,
    /// What is wrong; field `guidance`.
    pub errors: FormErrors,
}

/// What a note said before.
#[derive(Debug, Clone)]
pub struct FormerNote {
    /// Its words; empty where there was no note.
    pub words: String,
    /// Who changed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The notes as a document.
#[must_use]
pub fn guidance(desk: Desk, model: &GuidancePage) -> String {
    let head = Head::new("Guidance notes").back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        let rows = model
            .standards
            .iter()
            .map(|standard| {
                let words = if standard.guidance.is_empty() {
                    "No note yet."
                } else {
                    &standard.guidance
                };
                SummaryRow::text(cited(standard), words).change(
                    note_address(&standard.key),
                    format!("the note on “{}”", standard.name),
                )
            })
            .collect();
        view! {
            <div class="wrap desk-wide">
                {model.flash.as_ref().map(flash_banner)}
                <h1>"Guidance notes"</h1>
                <p>
                    {format!(
                        "They stand beside the standards of the policy of {}, on the desk and on the public page of standards. A note helps to apply the policy. It is not the policy.",
                        model.version,
                    )}
                </p>
                <SummaryList rows/>
            </div>
        }
        .into_any()
    })
}

/// One note as a document.
#[must_use]
pub fn note(desk: Desk, model: &NotePage) -> String {
    let head = Head::new(format!("Guidance: {}", model.standard.name))
        .with_problems(!model.errors.is_empty())
        .back_to(GUIDANCE, "Guidance notes");
    desk.page(head, StaffPage::Settings, || {
        let clauses = model
            .standard
            .clauses
            .iter()
            .map(|clause| view! { <h2>{clause.number.clone()}</h2> {verbatim(&clause.text)} })
            .collect::<Vec<_>>();
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Guidance"<span class="h1-more">{cited(&model.standard)}</span></h1>
                <form class="second-step" method="post" action=note_address(&model.standard.key) novalidate>
                    <Textarea
                        name="guidance"
                        label="How staff apply it"
                        hint="A sentence or two, with an example of what is fine and what is not."
                        value=model.words.clone()
                        problem=problem(&model.errors, "guidance")
                        optional=true
                        rows=5
                    />
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href=GUIDANCE>"Leave it as it is"</a>
                    </div>
                </form>
                <details>
                    <summary>"The clauses it comes from"</summary>
                    {clauses}
                </details>
                {history(&model.history)}
            </div>
        }
        .into_any()
    })
}

fn history(former: &[FormerNote]) -> AnyView {
    let items = former
        .iter()
        .map(|former| {
            let words = if former.words.is_empty() {
                "There was no note."
            } else {
                &former.words
            };
            view! {
                <li>
                    {verbatim(words)}
                    <p class="timeline-when">"Until "{moment(former.at)}", when "{former.by.clone()}" changed it"</p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!former.is_empty())
        .then(|| view! { <h2>"What it said before"</h2> <ol class="timeline">{items}</ol> })
        .into_any()
}
