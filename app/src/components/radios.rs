use leptos::prelude::*;

use super::{described_by, hint_line, optional_mark, problem_line};

/// One radio button. Some show more to fill in when they are chosen.
pub struct RadioOption {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Help, under the label.
    pub hint: Option<String>,
    /// What more there is to fill in. It is shown without the choice too where the browser
    /// cannot tell, so it must make sense alone.
    pub reveals: Option<AnyView>,
}

impl RadioOption {
    /// A radio button.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            reveals: None,
        }
    }

    /// Adds help under the label.
    #[must_use]
    pub fn hint(mut self, words: impl Into<String>) -> Self {
        self.hint = Some(words.into());
        self
    }

    /// Adds what more there is to fill in.
    #[must_use]
    pub fn reveals(mut self, view: impl IntoView + 'static) -> Self {
        self.reveals = Some(view.into_any());
        self
    }
}

/// A question with one answer out of several. The first button's id is the name; the others have
/// "-2", "-3" after it.
#[component]
pub fn Radios(
    /// The name of all of them.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// The value that is chosen, or nothing. An answer whose value is empty ("I do not know") is
    /// never shown as chosen, so that nothing is before the person chooses.
    #[prop(into)]
    value: String,
    /// The answers.
    options: Vec<RadioOption>,
    /// Help, under the question.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong.
    #[prop(default = None)]
    problem: Option<String>,
    /// Whether "(optional)" is said.
    #[prop(optional)]
    optional: bool,
    /// Whether the legend is large, as the head of a part of the page.
    #[prop(default = true)]
    large: bool,
    /// Whether the answers stand beside one another: for "Yes", "No" and the like.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let described = described_by(&name, hint.is_some(), problem.is_some(), None);
    let bad = problem.is_some();
    let buttons = options
        .into_iter()
        .enumerate()
        .map(|(at, option)| {
            let id = if at == 0 {
                name.clone()
            } else {
                format!("{name}-{}", at + 1)
            };
            let hinted = format!("{name}-{}", at + 1);
            let described = described_by(&hinted, option.hint.is_some(), false, None);
            view! {
                <div class="radio">
                    <input
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        value=option.value.clone()
                        checked=!value.is_empty() && option.value == value
                        aria-describedby=described
                    />
                    <label for=id.clone()>{option.label}</label>
                    {hint_line(&hinted, option.hint)}
                    {option.reveals.map(|more| view! { <div class="reveal">{more}</div> })}
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field" class:field-bad=bad>
            <fieldset aria-describedby=described>
                <legend class="legend" class:legend-large=large>{legend}{optional_mark(optional)}</legend>
                {hint_line(&name, hint)}
                {problem_line(&name, problem)}
                <div class="radios" class:radios-inline=inline>{buttons}</div>
            </fieldset>
        </div>
    }
}
