//! Step 2: when it is.

use chrono::{Datelike, NaiveDate};
use domain::form::FormErrors;
use domain::submission::{self, MOST_DATES, MoreDate, Step, WhenAnswers};
use domain::when::WEEK;
use leptos::prelude::*;

use super::{FormAt, Frame};
use crate::components::{
    Button, Checkbox, DateField, DateFields, Field, Look, RadioOption, Radios, Textarea, problem,
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
                    {further_times(answers, errors)}
                    <div class="time">
                        <Field
                            name="doors"
                            label="Doors open at"
                            optional=true
                            hint="If people can come in before it starts. For example, 6:30pm"
                            value=answers.doors.clone()
                            width="short"
                            spellcheck=false
                            autocomplete="off"
                            problem=problem(errors, "doors")
                        />
                    </div>
                </div>
                <Radios
                    name="repeats"
                    legend="Does it happen more than once?"
                    value=answers.repeats.clone()
                    problem=problem(errors, "repeats")
                    options=vec![
                        RadioOption::new("once", "No, just once"),
                        RadioOption::new("days", "Several days in a row").reveals(last_day(answers, errors)),
                        RadioOption::new("rule", "It repeats, every week or every month").reveals(rule(answers, errors)),
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

/// Further times on the same day, folded away until they are wanted.
fn further_times(answers: &WhenAnswers, errors: &FormErrors) -> impl IntoView + use<> {
    let problem = problem(errors, "again");
    let open = problem.is_some() || !answers.again.trim().is_empty();
    view! {
        <details class="further-times" open=open>
            <summary>"It is on more than once a day"</summary>
            <Textarea
                name="again"
                label="Further times on the same day"
                optional=true
                hint="One time a line, for example 7pm to 9:30pm"
                value=answers.again.clone()
                rows=3
                problem=problem
            />
        </details>
    }
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

/// How it repeats: how often, how long it goes on, and what is otherwise than the rule.
fn rule(answers: &WhenAnswers, errors: &FormErrors) -> impl IntoView + use<> {
    let typed = &answers.rule;
    let weekdays = WEEK
        .iter()
        .map(|(.., name)| {
            let field = name.to_lowercase();
            view! {
                <Checkbox
                    checked=typed.on.contains(&field)
                    problem=problem(errors, &field)
                    name=field
                    label=*name
                />
            }
        })
        .collect::<Vec<_>>();
    let until = view! {
        <DateFields
            legend="The last date it can be on"
            hint="For example, 15 12 2027"
            day=DateField::new("until-day", &typed.until_day)
            month=DateField::new("until-month", &typed.until_month)
            year=DateField::new("until-year", &typed.until_year)
            errors=errors.clone()
            large=false
        />
    };
    let times = view! {
        <Field
            name="times"
            label="How many times does it happen?"
            hint="A number from 2 to 100, the first date included"
            value=typed.times.clone()
            width="day"
            inputmode="numeric"
            problem=problem(errors, "times")
        />
    };
    view! {
        <div class="rule">
            <p class="hint">"For what repeats: its first date and its time are those above."</p>
            <Radios
                name="every"
                legend="How often?"
                value=typed.every.clone()
                problem=problem(errors, "every")
                large=false
                options=vec![
                    RadioOption::new("week", "Every week"),
                    RadioOption::new("fortnight", "Every two weeks"),
                    RadioOption::new("month-day", "Every month on the same date").hint("Like the 27th of every month"),
                    RadioOption::new("month-weekday", "Every month on the same weekday").hint("Like the second Wednesday of every month"),
                    RadioOption::new("month-last", "Every month on the last such weekday").hint("Like the last Friday of every month"),
                ]
            />
            <div class="field weekdays">
                <fieldset aria-describedby="weekdays-hint">
                    <legend class="legend">"On which days of the week?"<span class="optional">" (optional)"</span></legend>
                    <p class="hint" id="weekdays-hint">
                        "Only for every week or every two weeks. Leave all empty if it is the first date’s weekday alone."
                    </p>
                    <div class="weekday-ticks">{weekdays}</div>
                </fieldset>
            </div>
            <Radios
                name="ends"
                legend="How long does it go on?"
                value=typed.ends.clone()
                problem=problem(errors, "ends")
                large=false
                options=vec![
                    RadioOption::new("until", "Until a date").reveals(until),
                    RadioOption::new("times", "A number of times").reveals(times),
                    RadioOption::new("open", "It has no end yet"),
                ]
            />
            {exceptions(answers, errors)}
        </div>
    }
}

/// The dates that are otherwise than the rule: left out, on top, at another time.
fn exceptions(answers: &WhenAnswers, errors: &FormErrors) -> impl IntoView + use<> {
    let typed = &answers.rule;
    [
        (
            "left-out",
            "Dates to leave out",
            "When it would be and is not, such as in the holidays. One date a line, for example 24 March 2027",
            &typed.left_out,
        ),
        (
            "further",
            "Further dates",
            "Dates on top of these, at the same time of day. One date a line",
            &typed.further,
        ),
        (
            "otherwise",
            "Dates at another time",
            "When one of these dates starts or finishes at another time. One date a line with its time, for example 24 March 2027, 3pm to 5pm",
            &typed.otherwise,
        ),
    ]
    .map(|(name, label, hint, value)| {
        view! {
            <Textarea
                name=name
                label=label
                optional=true
                hint=hint
                value=value.clone()
                rows=3
                problem=problem(errors, name)
            />
        }
    })
    .into_iter()
    .collect::<Vec<_>>()
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
