use chrono::NaiveDate;
use domain::form::Pairs;
use domain::submission::{MOST_DATES, RepeatAnswers, WhenAnswers, preview};
use domain::when::WEEK;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::announcer;

/// The fields of one date of several, before their number.
const PARTS: [&str; 5] = ["day", "month", "year", "start", "finish"];

/// Shows the dates that the fields come to, as they will read: those of the server at first, and
/// with script those typed since.
#[island]
pub fn WhenPreview(
    /// The day it is in the parish, counted from 1 January 1: a number needs no reader of dates in
    /// the browser.
    today: i32,
    /// What the server made of the answers: "Your event will be on 6 dates".
    heading: String,
    /// The dates, or nothing.
    dates: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let (heading, set_heading) = signal(heading);
    let (dates, set_dates) = signal(dates);
    let (said, say) = signal(String::new());
    let announce = announcer(say);
    let today = NaiveDate::from_num_days_from_ce_opt(today).unwrap_or_default();
    let look_again = move |event: leptos::ev::Event| {
        let target = event_target::<web_sys::Element>(&event);
        let Some(answers) = answers_of(&target) else {
            return;
        };
        let shown = preview(&answers, today);
        if shown.heading != heading.get_untracked() || shown.dates != dates.get_untracked() {
            announce(format!("{} {}", shown.heading, shown.dates));
            set_heading.set(shown.heading);
            set_dates.set(shown.dates);
        }
    };
    view! {
        <div class="previewed" on:input=look_again>
            {children()}
            <div class="card preview" hidden=move || heading.get().is_empty()>
                <p>
                    <strong>{move || heading.get()}</strong>
                </p>
                <p class="soft">{move || dates.get()}</p>
            </div>
            <span class="unseen" role="status">{move || said.get()}</span>
        </div>
    }
}

/// What the form that an element stands in holds now.
fn answers_of(element: &web_sys::Element) -> Option<WhenAnswers> {
    let form = element.closest("form").ok().flatten()?;
    let form = form.dyn_into::<web_sys::HtmlFormElement>().ok()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    let mut names: Vec<String> = ["all-day", "repeats", "last-day", "last-month", "last-year"]
        .map(str::to_owned)
        .to_vec();
    names.extend(PARTS.map(str::to_owned));
    names.extend(RepeatAnswers::FIELDS.map(str::to_owned));
    names.extend(WEEK.map(|(.., name)| name.to_lowercase()));
    names.extend((2..=MOST_DATES).flat_map(|n| PARTS.map(|part| format!("{part}-{n}"))));
    let pairs: Pairs = names
        .into_iter()
        .filter_map(|name| data.get(&name).as_string().map(|value| (name, value)))
        .collect();
    WhenAnswers::from_pairs(pairs).ok()
}
