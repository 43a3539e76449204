use leptos::prelude::*;

use super::{described_by, hint_line, problem_line};

/// One box to tick. Nothing is ticked before the person ticks it.
#[component]
pub fn Checkbox(
    /// Its name, which is its id too.
    #[prop(into)]
    name: String,
    /// What it sends when it is ticked.
    #[prop(default = "yes")]
    value: &'static str,
    /// The words beside it.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    checked: bool,
    /// Help, under the words.
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
            {problem_line(&name, problem)}
            <div class="tick">
                <input
                    type="checkbox"
                    id=name.clone()
                    name=name.clone()
                    value=value
                    checked=checked
                    aria-describedby=described
                    aria-invalid=bad.then_some("true")
                />
                <label for=name.clone()>{label}</label>
                {hint_line(&name, hint)}
            </div>
        </div>
    }
}
