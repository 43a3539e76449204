//! A case that waits: the checklist, and the decision.

use domain::{
    decision::{Verdict, Vouch},
    form::FormErrors,
    hints::Hint,
    standards::Standard,
};
use leptos::prelude::*;

use super::{
    super::{
        address,
        components::{Item, answer_waits, month, tag},
    },
    model::{Checklist, ReviewPage},
};
use crate::components::{RadioOption, Radios, Textarea, Tone, problem};

pub(super) fn policy_line(model: &ReviewPage) -> AnyView {
    let overdue = model.policy_overdue.then(|| {
        let words = format!("Review was due {}", month(model.policy.review_due));
        view! { " "{tag(Tone::Amber, &words)} }
    });
    view! { <p class="review-policy">"Policy adopted "{month(model.policy.adopted)}"."{overdue}</p> }.into_any()
}

pub(super) fn open(model: &ReviewPage, checklist: &Checklist) -> AnyView {
    let standards = checklist
        .items
        .iter()
        .map(|item| standard(item, &checklist.errors, &model.hints))
        .collect::<Vec<_>>();
    let action = address::review(&model.reference, model.in_turn);
    view! {
        <form class="checklist" method="post" action=action novalidate>
            // A form's first button is what the Enter key presses. In a form of radio buttons that
            // would list an event by a slip, so the first one decides nothing.
            <button type="submit" class="unseen" name="decision" value="" tabindex="-1" aria-hidden="true">
                "Decide nothing yet"
            </button>
            <input type="hidden" name="version" value=model.version.to_string()/>
            <input type="hidden" name="policy" value=model.policy.id.to_string()/>
            <div class="checklist-head">
                <h2 id="checklist">"Check it against the standards"</h2>
                {policy_line(model)}
            </div>
            <div class="standards" role="group" aria-labelledby="checklist">
                {other_hints(model, checklist)}
                {standards}
                {checklist.unconfirmed.then(|| vouch(checklist))}
                <p class="all-meet">
                    <button type="submit" class="button button-outline" name="step" value="all" data-key="m">
                        "It meets them all"
                    </button>
                </p>
            </div>
            {decide(model, checklist)}
        </form>
    }
    .into_any()
}

/// The card with the decisions.
fn decide(model: &ReviewPage, checklist: &Checklist) -> AnyView {
    let decision_problem = problem(&checklist.errors, "decision").map(problem_line);
    let noted = !checklist.note.is_empty() || checklist.errors.of("note").is_some();
    let (list, refuse) = if model.edit.is_some() {
        ("Approve the change", "Refuse the change")
    } else {
        ("Approve and list", "Refuse")
    };
    view! {
        <div class="card decide" id="decision" tabindex="-1" role="group" aria-labelledby="decide">
            <div class="decide-head">
                <h2 id="decide">"Decide"</h2>
                <p class="tally">
                    <span class="tally-words">{tally(&checklist.items)}</span>
                </p>
            </div>
            {decision_problem}
            {(checklist.unconfirmed && model.sender.email.is_some()).then(|| {
                let words = answer_waits(model.sender.telephone.as_deref());
                view! { <p class="small">{words}</p> }
            })}
            <div class="decide-buttons">
                <button type="submit" class="button" name="decision" value="list" data-key="l">{list}</button>
                <button type="submit" class="button button-outline" name="decision" value="changes" data-key="c">"Ask for changes"</button>
                <button type="submit" class="button button-danger" name="decision" value="refuse" data-key="r">{refuse}</button>
            </div>
            <details class="decide-note" open=noted>
                <summary>"Add a note for staff"</summary>
                <Textarea
                    name="note"
                    label="Note for staff"
                    hint="It is kept with the decision. The sender never sees it."
                    value=checklist.note.clone()
                    problem=problem(&checklist.errors, "note")
                    optional=true
                    rows=3
                />
            </details>
            {elsewhere(model)}
        </div>
    }
    .into_any()
}

/// Why it may be listed although nobody has confirmed the sender's address (4.5).
fn vouch(checklist: &Checklist) -> AnyView {
    let options = Vouch::ALL
        .map(|vouch| RadioOption::new(vouch.as_str(), vouch.label()))
        .into();
    view! {
        <Radios
            name="vouch"
            legend="The email address is not confirmed. Why can it be listed all the same?"
            value=checklist.vouch.clone()
            options
            problem=problem(&checklist.errors, "vouch")
            large=false
        />
    }
    .into_any()
}

/// What else can be done with what waits. Each button stands in a form of its own, outside the
/// checklist's, and is tied to it by its id, so that nothing is decided along the way.
fn elsewhere(model: &ReviewPage) -> AnyView {
    let reference = &model.reference;
    let spam = model.edit.is_none().then(|| {
        view! {
            <li>
                <button type="submit" class="button-link" name="decision" value="spam" data-key="s">
                    "Spam: close without replying"
                </button>
            </li>
        }
    });
    let next = model.in_turn.then(|| {
        let href = address::next_after(reference);
        view! { <li><a href=href data-key="n">"Skip to the next"</a></li> }
    });
    let (hold, words) = match &model.held {
        Some(hold) if hold.mine => ("put-back", "Put it back"),
        _ => ("take", "Take it in hand"),
    };
    view! {
        <ul class="decide-more">
            {model.may_reword.then(|| view! {
                <li><a href=address::wording(reference) data-key="w">"Edit the wording myself"</a></li>
            })}
            {spam}
            <li>
                <button type="submit" class="button-link" name="step" value=hold>{words}</button>
            </li>
            {next}
            <li><a href="/staff/shortcuts" data-key="?">"Keyboard shortcuts"</a></li>
        </ul>
    }
    .into_any()
}

/// Hints that belong to none of the standards in force.
fn other_hints(model: &ReviewPage, checklist: &Checklist) -> AnyView {
    let known = |hint: &Hint| {
        checklist
            .items
            .iter()
            .any(|item| item.standard.key == hint.kind.standard())
    };
    let others: Vec<&Hint> = model.hints.iter().filter(|hint| !known(hint)).collect();
    hint_lines(&others)
}

/// What was seen, a sentence each.
fn hint_lines(hints: &[&Hint]) -> AnyView {
    (!hints.is_empty())
        .then(|| {
            let lines = hints
                .iter()
                .map(|hint| view! { <p>{hint.words.clone()}</p> })
                .collect::<Vec<_>>();
            view! { <div class="hints">{lines}</div> }
        })
        .into_any()
}

/// "None answered yet", "One standard not met, two not answered".
fn tally(items: &[Item]) -> String {
    let fails = items
        .iter()
        .filter(|item| item.answer == Some(Verdict::DoesNotMeet))
        .count();
    let open = items.iter().filter(|item| item.answer.is_none()).count();
    if open == items.len() {
        return "None answered yet.".to_owned();
    }
    let count = |n: usize| match n {
        1 => "one".to_owned(),
        n => n.to_string(),
    };
    let standard = |n: usize| if n == 1 { "standard" } else { "standards" };
    let words = match (fails, open) {
        (0, 0) => "every standard is met".to_owned(),
        (0, open) => format!("{} {} not answered", count(open), standard(open)),
        (fails, 0) => format!("{} {} not met", count(fails), standard(fails)),
        (fails, open) => format!(
            "{} {} not met, {} not answered",
            count(fails),
            standard(fails),
            count(open)
        ),
    };
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}

fn standard(item: &Item, errors: &FormErrors, hints: &[Hint]) -> AnyView {
    let hints: Vec<&Hint> = hints
        .iter()
        .filter(|hint| hint.kind.standard() == item.standard.key)
        .collect();
    let name = format!("standard-{}", item.standard.key);
    let fails = format!("{name}-fails");
    let problem_id = format!("{name}-problem");
    let problem = problem(errors, &name);
    let described = problem.is_some().then(|| problem_id.clone());
    let bad = problem.is_some();
    let problem = problem.map(|words| view! { <div id=problem_id>{problem_line(words)}</div> });
    view! {
        <fieldset class="standard" class:field-bad=bad aria-describedby=described>
            <legend>
                <strong class="clauses">{item.standard.numbers()}</strong>
                " "
                {item.standard.name.clone()}
            </legend>
            {problem}
            <div class="verdicts">
                <div class="verdict verdict-meets">
                    <input
                        type="radio"
                        id=name.clone()
                        name=name.clone()
                        value="meets"
                        checked=item.answer == Some(Verdict::Meets)
                    />
                    <label for=name.clone()>"Meets"</label>
                </div>
                <div class="verdict verdict-fails">
                    <input
                        type="radio"
                        id=fails.clone()
                        name=name.clone()
                        value="fails"
                        checked=item.answer == Some(Verdict::DoesNotMeet)
                    />
                    <label for=fails.clone()>"Does not meet"</label>
                </div>
                {clauses(&item.standard)}
            </div>
            {hint_lines(&hints)}
        </fieldset>
    }
    .into_any()
}

fn problem_line(words: String) -> AnyView {
    view! { <p class="problem"><span class="unseen">"Problem: "</span>{words}</p> }.into_any()
}

/// The clauses word for word, and how staff apply them.
fn clauses(standard: &Standard) -> AnyView {
    let numbers = standard
        .clauses
        .iter()
        .map(|clause| clause.number.as_str())
        .collect::<Vec<_>>();
    let summary = match numbers.as_slice() {
        [one] => format!("Clause {one}"),
        several => format!("Clauses {}", several.join(" and ")),
    };
    let about = format!(": {}", standard.name);
    let guidance =
        (!standard.guidance.is_empty()).then(|| view! { <p>{standard.guidance.clone()}</p> });
    let texts = standard
        .clauses
        .iter()
        .map(|clause| {
            view! {
                <blockquote class="verbatim">
                    <strong>{clause.number.clone()}</strong>
                    " "
                    {clause.text.clone()}
                </blockquote>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <details class="standard-clauses">
            <summary>{summary}<span class="unseen">{about}</span></summary>
            {guidance}
            {texts}
        </details>
    }
    .into_any()
}
