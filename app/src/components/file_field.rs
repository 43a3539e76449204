use leptos::prelude::*;

use super::{described_by, hint_line, problem_line};

/// A label and a button that chooses a file. A browser never fills it in again: what was sent
/// before has to be shown beside it.
#[component]
pub fn FileField(
    /// Its name, which is its id too.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What may be chosen, as media types: "image/jpeg,image/png". A help, not a check.
    accept: &'static str,
    /// Help, under the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong.
    #[prop(default = None)]
    problem: Option<String>,
) -> impl IntoView {
    let described = described_by(&name, hint.is_some(), problem.is_some(), None);
    let bad = problem.is_some();
    view! {
        <div class="field" class:field-bad=bad>
            <label class="label" for=name.clone()>{label}</label>
            {hint_line(&name, hint)}
            {problem_line(&name, problem)}
            <input
                class="input input-wide file"
                id=name.clone()
                name=name.clone()
                type="file"
                accept=accept
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
}
