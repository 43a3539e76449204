use leptos::prelude::*;

use super::{described_by, hint_line, optional_mark, problem_line};
use domain::form::FormErrors;

/// One of the three boxes of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateField {
    /// Its name, which is its id too.
    pub name: String,
    /// What was typed.
    pub value: String,
}

impl DateField {
    /// A box of a date.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

/// Day, month and year: three boxes in a group. A month may be typed as a word.
#[component]
pub fn DateFields(
    /// What the group is called.
    #[prop(into)]
    legend: String,
    /// Help, under the legend.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The day's box.
    day: DateField,
    /// The month's box.
    month: DateField,
    /// The year's box.
    year: DateField,
    /// The form's problems; those of the three boxes are shown.
    #[prop(optional)]
    errors: FormErrors,
    /// Whether "(optional)" is said.
    #[prop(optional)]
    optional: bool,
    /// Whether the legend is large, as the head of a part of the page.
    #[prop(default = true)]
    large: bool,
    /// Whether the day's box takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let boxes = [
        (&day, "Day", "day"),
        (&month, "Month", "month"),
        (&year, "Year", "year"),
    ];
    let problem = boxes
        .iter()
        .find_map(|(field, ..)| errors.of(&field.name))
        .map(str::to_owned);
    let id = format!("{}-date", day.name);
    let described = described_by(&id, hint.is_some(), problem.is_some(), None);
    let bad = problem.is_some();
    let inputs = boxes.map(|(field, label, width)| {
        let wrong = errors.of(&field.name).is_some();
        view! {
            <div class="date-part">
                <label class="label" for=field.name.clone()>{label}</label>
                <input
                    class=format!("input input-{width}")
                    id=field.name.clone()
                    name=field.name.clone()
                    type="text"
                    inputmode=(width != "month").then_some("numeric")
                    autocomplete="off"
                    value=field.value.clone()
                    aria-invalid=wrong.then_some("true")
                    autofocus=autofocus && width == "day"
                />
            </div>
        }
    });
    view! {
        <div class="field" class:field-bad=bad>
            <fieldset aria-describedby=described>
                <legend class="legend" class:legend-large=large>{legend}{optional_mark(optional)}</legend>
                {hint_line(&id, hint)}
                {problem_line(&id, problem)}
                <div class="date-parts">{inputs.into_iter().collect::<Vec<_>>()}</div>
            </fieldset>
        </div>
    }
}
