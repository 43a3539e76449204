//! `/staff/settings/policy/draft/paste`: a whole policy pasted as text, and what it would change in
//! the draft.

use domain::{compare::ClauseChange, form::FormErrors};
use leptos::prelude::*;

use super::{compare::clauses, policy::DRAFT};
use crate::{
    components::{Button, ErrorSummary, Look, Notice, Textarea, Tone, problem},
    pages::staff::Desk,
    shell::{Head, StaffPage},
};

/// A pasted policy.
#[derive(Debug, Clone, Default)]
pub struct PastePage {
    /// The text as pasted.
    pub text: String,
    /// What it would change; none before it was read.
    pub preview: Option<Preview>,
    /// What is wrong; field `text`.
    pub errors: FormErrors,
}

/// What a pasted policy would change in the draft.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// How many clauses were found.
    pub found: usize,
    /// Every clause of the draft or the text.
    pub changes: Vec<ClauseChange>,
    /// What would lose its clause, as sentences.
    pub lost: Vec<String>,
    /// The lines that are in no clause.
    pub left_out: Vec<String>,
}

/// The page as a document.
#[must_use]
pub fn paste(desk: Desk, model: &PastePage) -> String {
    let head = Head::new("Paste a whole policy")
        .with_problems(!model.errors.is_empty())
        .back_to(DRAFT, "The draft");
    desk.page(head, StaffPage::Settings, || {
        let look = if model.preview.is_some() {
            Look::Outline
        } else {
            Look::Primary
        };
        let keep = model.preview.as_ref().map(|_| {
            view! { <Button words="Put it into the draft" name="step" value="take"/> }
        });
        view! {
            <div class="wrap desk-wide">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Paste a whole policy"</h1>
                <p>
                    "It is split into clauses by their numbers. A clause that has another number now is found again by its words, and the standards that come from it follow. Nothing is changed before you have seen it."
                </p>
                {model.preview.as_ref().map(preview)}
                <form class="second-step" method="post" action=format!("{DRAFT}/paste") novalidate>
                    <Textarea
                        name="text"
                        label="The text of the policy"
                        hint="All of it, or the sections that matter here. Each clause starts a line with its number."
                        value=model.text.clone()
                        problem=problem(&model.errors, "text")
                        rows=16
                    />
                    <div class="second-step-buttons">
                        {keep}
                        <Button words="Show what it changes" name="step" value="look" look/>
                        <a href=DRAFT>"Leave the draft as it is"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn preview(preview: &Preview) -> AnyView {
    let found = match preview.found {
        1 => "One clause was found.".to_owned(),
        n => format!("{n} clauses were found."),
    };
    let lost = (!preview.lost.is_empty()).then(|| {
        let lost = list(&preview.lost);
        view! { <Notice tone=Tone::Amber heading="What would lose its clause">{lost}</Notice> }
    });
    let left_out = (!preview.left_out.is_empty()).then(|| {
        view! {
            <details>
                <summary>"What is in no clause and would be left out"</summary>
                {list(&preview.left_out)}
            </details>
        }
    });
    view! {
        <h2>"What it changes in the draft"</h2>
        <p>{found}</p>
        {lost}
        {clauses(&preview.changes)}
        {left_out}
    }
    .into_any()
}

fn list(lines: &[String]) -> AnyView {
    let items = lines
        .iter()
        .map(|line| view! { <li>{line.clone()}</li> })
        .collect::<Vec<_>>();
    view! { <ul>{items}</ul> }.into_any()
}
