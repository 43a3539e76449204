//! `/staff/settings/policy/draft/roles`: which clause of the draft says what letters and pages name
//! a clause for.

use domain::{
    form::FormErrors,
    policy::{Draft, NO_CLAUSE, RolesAnswers},
    policy_roles::PolicyRole,
};
use leptos::prelude::*;

use super::{draft::shortened, policy::DRAFT};
use crate::{
    components::{Button, Choice, ErrorSummary, Select, problem},
    pages::staff::Desk,
    shell::{Head, StaffPage},
};

/// The roles of the draft's clauses.
#[derive(Debug, Clone)]
pub struct RolesPage {
    /// The draft.
    pub draft: Draft,
    /// The answers, as kept or as typed.
    pub answers: RolesAnswers,
    /// What is wrong; fields `role-<key>`.
    pub errors: FormErrors,
}

/// The page as a document.
#[must_use]
pub fn roles(desk: Desk, model: &RolesPage) -> String {
    let head = Head::new("Choose the clauses")
        .with_problems(!model.errors.is_empty())
        .back_to(DRAFT, "The draft");
    desk.page(head, StaffPage::Settings, || {
        let fields = PolicyRole::ALL.map(|role| field(model, role));
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Choose the clauses"<span class="h1-more">{model.draft.version.name.clone()}</span></h1>
                <p>
                    "Letters to senders, the desk and the public pages name the clause that something rests on. Choose which clause of the draft says each of these. Where none does, it is said without a number."
                </p>
                <form class="second-step" method="post" action=format!("{DRAFT}/roles") novalidate>
                    {fields.into_iter().collect::<Vec<_>>()}
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href=DRAFT>"Leave it as it is"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn field(model: &RolesPage, role: PolicyRole) -> AnyView {
    let name = format!("role-{}", role.as_str());
    let chosen = model.answers.chosen.get(role.as_str());
    let mut choices = vec![
        Choice::new("", "Select one"),
        Choice::new(NO_CLAUSE, "No clause says this"),
    ];
    choices.extend(model.draft.clauses.iter().map(|clause| {
        let words = format!("{} {}", clause.number, shortened(&clause.text));
        Choice::new(clause.id.to_string(), &words)
    }));
    let problem = problem(&model.errors, &name);
    view! {
        <Select name label=role.label() value=chosen.cloned().unwrap_or_default() choices problem/>
    }
    .into_any()
}
