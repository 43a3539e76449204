use domain::counts::Count;
use leptos::prelude::*;

use super::{described_by, hint_line, optional_mark, problem_line};

/// One of several things to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// How many events stand behind it, where that is told: "Talk, 4 events".
    pub count: Option<Count>,
}

impl Choice {
    /// A choice.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            count: None,
        }
    }

    /// The same with how many events stand behind it.
    #[must_use]
    pub fn counted(self, count: Option<Count>) -> Self {
        Self { count, ..self }
    }

    fn words(&self) -> String {
        match self.count {
            Some(count) => format!("{}, {}", self.label, count.words()),
            None => self.label.clone(),
        }
    }
}

/// A drop-down list.
#[component]
pub fn Select(
    /// Its name, which is its id too.
    #[prop(into)]
    name: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The value that is chosen.
    #[prop(into)]
    value: String,
    /// What there is to choose, the first being "nothing chosen".
    choices: Vec<Choice>,
    /// Help, under the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong.
    #[prop(default = None)]
    problem: Option<String>,
    /// Whether "(optional)" is said.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let described = described_by(&name, hint.is_some(), problem.is_some(), None);
    let bad = problem.is_some();
    view! {
        <div class="field" class:field-bad=bad>
            <label class="label" for=name.clone()>{label}{optional_mark(optional)}</label>
            {hint_line(&name, hint)}
            {problem_line(&name, problem)}
            <select
                class="input select"
                id=name.clone()
                name=name.clone()
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            >
                {choices
                    .into_iter()
                    .map(|choice| {
                        let selected = choice.value == value;
                        let words = choice.words();
                        view! { <option value=choice.value selected=selected>{words}</option> }
                    })
                    .collect::<Vec<_>>()}
            </select>
        </div>
    }
}
