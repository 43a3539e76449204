use leptos::prelude::*;

use super::{described_by, hint_line, optional_mark, problem_line};
use crate::render::escape;

/// A label and several lines to type in: the only `textarea` there is.
///
/// Leptos does not escape what stands inside a `textarea`, so it is escaped here and set as
/// inner HTML. A browser drops a line break right after the tag; ours is dropped, not theirs.
#[component]
pub fn Textarea(
    /// Its name, which is its id too.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What was typed.
    #[prop(into)]
    value: String,
    /// Help, under the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong.
    #[prop(default = None)]
    problem: Option<String>,
    /// Whether "(optional)" is said.
    #[prop(optional)]
    optional: bool,
    /// How many lines it shows.
    #[prop(default = 8)]
    rows: u16,
    /// The id of something else that describes it, such as a count of characters.
    #[prop(optional, into)]
    described: Option<String>,
    /// Whether it is there to copy from only.
    #[prop(optional)]
    readonly: bool,
) -> impl IntoView {
    let described = described_by(
        &name,
        hint.is_some(),
        problem.is_some(),
        described.as_deref(),
    );
    let bad = problem.is_some();
    view! {
        <div class="field" class:field-bad=bad>
            <label class="label" for=name.clone()>{label}{optional_mark(optional)}</label>
            {hint_line(&name, hint)}
            {problem_line(&name, problem)}
            <textarea
                class="input input-wide"
                id=name.clone()
                name=name.clone()
                rows=rows
                readonly=readonly
                aria-describedby=described
                aria-invalid=bad.then_some("true")
                inner_html=format!("\n{}", escape(&value))
            ></textarea>
        </div>
    }
}
