//! `/staff/settings/policy/draft/compare`: the draft beside the version in force, word by word.

use domain::{
    compare::{ClauseChange, Fate, Piece, StandardChange},
    standards::PolicyVersion,
};
use leptos::prelude::*;

use super::policy::DRAFT;
use crate::{
    components::{ButtonLink, Look, Tone},
    pages::staff::{Desk, components::tag},
    shell::{Head, StaffPage},
};

/// Two versions, compared.
#[derive(Debug, Clone)]
pub struct ComparePage {
    /// The version in force.
    pub in_force: PolicyVersion,
    /// The draft.
    pub draft: PolicyVersion,
    /// Every standard of either.
    pub standards: Vec<StandardChange>,
    /// Every clause of either.
    pub clauses: Vec<ClauseChange>,
}

/// The comparison as a document.
#[must_use]
pub fn compare(desk: Desk, model: &ComparePage) -> String {
    let head = Head::new("Compare the draft with the policy in force").back_to(DRAFT, "The draft");
    desk.page(head, StaffPage::Settings, || {
        let about = format!("{} beside {}", model.draft.name, model.in_force.name);
        view! {
            <div class="wrap desk-wide">
                <h1>"Compare"<span class="h1-more">{about}</span></h1>
                <p>
                    "Words that go are "<del>"struck through"</del>". Words that come are "<ins>"marked like this"</ins>"."
                </p>
                <h2>"The standards"</h2>
                {standards(&model.standards)}
                <h2>"The clauses"</h2>
                {clauses(&model.clauses)}
                <div class="second-step-buttons">
                    <ButtonLink href=DRAFT words="Go on editing" look=Look::Outline/>
                    <ButtonLink href=format!("{DRAFT}/adopt") words="Adopt the draft"/>
                </div>
            </div>
        }
        .into_any()
    })
}

fn standards(changes: &[StandardChange]) -> AnyView {
    let differing = changes
        .iter()
        .filter(|change| change.fate != Fate::Same)
        .map(|change| {
            let guidance = (!change.guidance.is_empty()).then(|| {
                view! { <p class="compare-words">{pieces(&change.guidance)}</p> }
            });
            let clauses =
                (!change.clauses.is_empty()).then(|| view! { " ("{pieces(&change.clauses)}")" });
            view! {
                <li>
                    <p>{fate(&change.fate)}</p>
                    <h3>{pieces(&change.name)}{clauses}</h3>
                    {guidance}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let same = changes.iter().filter(|change| change.fate == Fate::Same);
    let same: Vec<String> = same.map(|change| plain(&change.name)).collect();
    list(differing, &same, ("standard", "standards"))
}

/// The clauses of two versions: those that differ, and in a line each those that have another number
/// alone and those that are the same.
pub(super) fn clauses(changes: &[ClauseChange]) -> AnyView {
    let differing = changes
        .iter()
        .filter(|change| !matches!(change.fate, Fate::Same | Fate::Renumbered))
        .map(|change| {
            let was = change.was.as_ref().map(|was| format!(", before {was}"));
            view! {
                <li>
                    <p>{fate(&change.fate)}</p>
                    <h3>{change.number.clone()}{was}</h3>
                    <p class="compare-words">{pieces(&change.text)}</p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let moved: Vec<String> = changes
        .iter()
        .filter(|change| change.fate == Fate::Renumbered)
        .filter_map(|change| Some(format!("{} is now {}", change.was.as_ref()?, change.number)))
        .collect();
    let moved = (!moved.is_empty()).then(
        || view! { <p>{format!("Another number, the same words: {}.", moved.join("; "))}</p> },
    );
    let same = changes.iter().filter(|change| change.fate == Fate::Same);
    let same: Vec<String> = same.map(|change| change.number.clone()).collect();
    view! { {moved} {list(differing, &same, ("clause", "clauses"))} }.into_any()
}

/// What differs, and in a line what does not.
fn list(
    changed: Vec<impl IntoView + 'static>,
    same: &[String],
    (one, many): (&str, &str),
) -> AnyView {
    let unchanged = match same.len() {
        0 => String::new(),
        1 => format!("One {one} is the same: {}.", same.join("; ")),
        n => format!("{n} {many} are the same: {}.", same.join("; ")),
    };
    let differ = if changed.is_empty() {
        None
    } else {
        Some(view! { <ul class="compare">{changed}</ul> })
    };
    view! { {differ} <p>{unchanged}</p> }.into_any()
}

fn fate(fate: &Fate) -> AnyView {
    match fate {
        Fate::Same => tag(Tone::Plain, "The same"),
        Fate::Added => tag(Tone::Leaf, "New"),
        Fate::Removed => tag(Tone::Red, "Taken out"),
        Fate::Changed => tag(Tone::Heather, "Changed"),
        Fate::Renumbered => tag(Tone::Heather, "Another number"),
    }
}

/// The words with what differs. Screen readers pass over the marks, so it is said too.
pub(super) fn pieces(pieces: &[Piece]) -> AnyView {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Same(words) => words.clone().into_any(),
            Piece::Removed(words) => {
                let words = words.clone();
                view! { <del><span class="unseen">"[taken out: "</span>{words}<span class="unseen">"] "</span></del> }
                    .into_any()
            }
            Piece::Added(words) => {
                let words = words.clone();
                view! { <ins><span class="unseen">"[new: "</span>{words}<span class="unseen">"] "</span></ins> }
                    .into_any()
            }
        })
        .collect::<Vec<_>>()
        .into_any()
}

fn plain(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Same(words) | Piece::Removed(words) | Piece::Added(words) => words.as_str(),
        })
        .collect()
}
