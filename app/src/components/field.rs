use leptos::prelude::*;

use super::{described_by, hint_line, optional_mark, problem_line};

/// A label and a line to type in.
#[component]
pub fn Field(
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
    /// "text", "email", "tel", "search", "password". Web addresses are text, since people leave the `https://` out.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in: "email", "name", "current-password".
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Which keyboard a phone brings up: "numeric".
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// How wide it is: "wide" (the default), "half", "short", "year", "day".
    #[prop(default = "wide")]
    width: &'static str,
    /// The id of something else that describes it, such as a count of characters.
    #[prop(optional, into)]
    described: Option<String>,
    /// The id of a `<datalist>` with what may be meant.
    #[prop(optional)]
    list: Option<&'static str>,
    /// Whether the browser looks for spelling mistakes; not in names and addresses.
    #[prop(default = true)]
    spellcheck: bool,
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
            <input
                class=format!("input input-{width}")
                id=name.clone()
                name=name.clone()
                type=kind
                value=value
                autocomplete=autocomplete
                list=list
                inputmode=inputmode
                spellcheck=(!spellcheck).then_some("false")
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
}
