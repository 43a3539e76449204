//! Step 2: when it is.

use chrono::{Datelike, NaiveDate};
use domain::form::FormErrors;
use domain::submission::{self, MOST_DATES, MoreDate, Step, WhenAnswers};
use leptos::prelude::*;

use super::{FormAt, Frame};
use crate::components::{
    Button, Checkbox, DateField, DateFields, Look, RadioOption, Radios, problem,
};
use crate::islands::WhenPreview;
use crate::shell::{Assets, Site};

/// When it is, as typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenStep {
    /// What was typed.
    pub answers: WhenAnswers,
    /// What is wrong with it.
    pub errors: FormErrors,
    /// The day it is in the parish.
    pub today: NaiveDate,
    /// Whether "Add another date" was pressed: there is one more empty row, and it has the focus.
    pub added: bool,
    /// Whether one came from the check page and goes back to it.
    pub changing: bool,
    /// Where the form is filled in.
    pub at: FormAt,
}

impl WhenStep {
    /// The rows for more dates: those that were sent and hold something or stand before one that
    /// does, and one that is empty.
    fn rows(&self) -> Vec<MoreDate> {
        let empty = MoreDate::default();
        let sent = &self.answers.more;
        let used = sent
            .iter()
            .rposition(|row| *row != empty)
            .map_or(0, |last| last + 1);
        // Pressing the button with a row still empty gives a second empty one.
        let wanted = if self.added {
            sent.len().max(used) + 1
        } else {
            used + 1
        };
        let mut rows: Vec<MoreDate> = sent.iter().take(wanted).cloned().collect();
        rows.resize(wanted.min(MOST_DATES - 1), empty);
        rows
    }
}

/// Step 2: when it is.
#[must_use]
pub fn when(model: &WhenStep, site: &Site, assets: &Assets) -> String {
    let WhenStep {
        answers,
        errors,
        today,
        changing,
        at,
        ..
    } = model;
    let frame = Frame {
        step: Step::When,
        heading: "When is it?",
        changing: *changing,
        at,
        errors,
        islands: true,
    };
    frame.page(site, assets, || {
        let preview = submission::preview(answers, *today);
        let fields = view! {
                <DateFields
                    legend="First date"
                    hint="For example, 27 3 2027 or 27 March 2027"
                    day=DateField::new("day", &answers.day)
                    month=DateField::new("month", &answers.month)
                    year=DateField::new("year", &answers.year)
                    errors=errors.clone()
                />
                <div class="times">
                    {time_fields(
                        "Time",
                        Some("For example, 7pm or 19:30. Leave the finish empty if you are not sure."),
                        "",
                        [&answers.start, &answers.finish],
                        errors,
                    )}
                    <Checkbox
                        name="all-day"
                        label="It lasts all day"
                        checked=!answers.all_day.is_empty()
                        problem=problem(errors, "all-day")
                    />
                </div>
                <Radios
                    name="repeats"
                    legend="Does it happen more than once?"
                    value=answers.repeats.clone()
                    problem=problem(errors, "repeats")
                    options=vec![
                        RadioOption::new("once", "No, just once"),
                        RadioOption::new("days", "Several days in a row").reveals(last_day(answers, errors)),
                        RadioOption::new("dates", "On dates that I choose").reveals(more_dates(model)),
                    ]
                />
        }
        .into_any();
        view! {
            <WhenPreview today=today.num_days_from_ce() heading=preview.heading dates=preview.dates>
                {fields}
            </WhenPreview>
        }
    })
}

fn last_day(answers: &WhenAnswers, errors: &FormErrors) -> impl IntoView + use<> {
    view! {
        <DateFields
            legend="Last day"
            hint="For several days in a row, at the same time each day"
            day=DateField::new("last-day", &answers.last_day)
            month=DateField::new("last-month", &answers.last_month)
            year=DateField::new("last-year", &answers.last_year)
            errors=errors.clone()
            large=false
        />
    }
}

fn more_dates(model: &WhenStep) -> impl IntoView + use<> {
    let rows = model.rows();
    let count = rows.len();
    let full = count + 1 >= MOST_DATES;
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| {
            let number = at + 2;
            let suffix = format!("-{number}");
            let name = |part: &str| format!("{part}{suffix}");
            view! {
                <div class="more-date">
                    <DateFields
                        legend=format!("Date {number}")
                        day=DateField::new(name("day"), &row.day)
                        month=DateField::new(name("month"), &row.month)
                        year=DateField::new(name("year"), &row.year)
                        errors=model.errors.clone()
                        large=false
                        autofocus=model.added && at + 1 == count
                    />
                    {time_fields(
                        &format!("Time on date {number}"),
                        None,
                        &suffix,
                        [&row.start, &row.finish],
                        &model.errors,
                    )}
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <p class="hint">
            "For dates of your own choosing: the first date is the one above. Leave the time of another date empty where it is the same."
        </p>
        {rows}
        {(!full)
            .then(|| {
                view! {
                    <div class="actions">
                        <Button words="Add another date" look=Look::Outline name="add" value="date"/>
                    </div>
                }
            })}
        {full.then(|| view! { <p class="hint">{format!("{MOST_DATES} dates are the most this form takes. Ask the parish office about more.")}</p> })}
    }
}

/// Start and finish, in a group that shows the problems of both.
fn time_fields(
    legend: &str,
    hint: Option<&'static str>,
    suffix: &str,
    [start, finish]: [&String; 2],
    errors: &FormErrors,
) -> impl IntoView + use<> {
    let main = suffix.is_empty();
    let hint_id = format!("time{suffix}-hint");
    let described = hint.map(|_| hint_id.clone());
    let part = |name: &str, label: &'static str, optional: bool, value: &String| {
        let id = format!("{name}{suffix}");
        let problem_id = format!("{id}-problem");
        let problem = problem(errors, &id);
        let bad = problem.is_some();
        let message = problem.map(|words| {
            view! {
                <p class="problem" id=problem_id.clone()>
                    <span class="unseen">"Problem: "</span>
                    {words}
                </p>
            }
        });
        let input = view! {
            <div>
                <label class="label" for=id.clone()>
                    {label}
                    {optional.then(|| view! { <span class="optional">" (optional)"</span> })}
                </label>
                <input
                    class="input input-time"
                    id=id.clone()
                    name=id.clone()
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    value=value.clone()
                    aria-describedby=bad.then_some(problem_id)
                    aria-invalid=bad.then_some("true")
                />
            </div>
        };
        (bad, message, input)
    };
    let (start_bad, start_message, start) = part("start", "Starts", !main, start);
    let (finish_bad, finish_message, finish) = part("finish", "Finishes", true, finish);
    view! {
        <div class="field time" class:field-bad=start_bad || finish_bad>
            <fieldset aria-describedby=described>
                <legend class="legend" class:legend-large=main class:unseen=!main>
                    {legend.to_owned()}
                </legend>
                {hint.map(|words| view! { <p class="hint" id=hint_id>{words}</p> })}
                {start_message}
                {finish_message}
                <div class="time-parts">{start} {finish}</div>
            </fieldset>
        </div>
    }
}
