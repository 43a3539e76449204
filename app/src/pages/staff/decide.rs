//! The second step of asking for changes and of refusing: the words to the sender.
//!
//! Both pages answer a post on `/staff/submissions/{reference}`. They carry the checklist along in
//! hidden fields and post to the same address again, with `step` = `send` (do it) or `back` (show
//! the checklist again, answers kept).

use domain::{
    decision::Verdict,
    form::FormErrors,
    policy_roles::{PolicyRole, Roles},
};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{answer_waits, cited, tag, verbatim},
    review::Item,
};
use crate::{
    components::{
        Button, Choice, ErrorSummary, Look, Notice, RadioOption, Radios, Select, SummaryList,
        SummaryRow, Textarea, Tone, problem,
    },
    shell::{Head, StaffPage},
};

/// What both pages carry along.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// The version that was read.
    pub version: i64,
    /// The policy version that was read.
    pub policy: i64,
    /// What its clauses are for.
    pub roles: Roles,
    /// The checklist as answered.
    pub items: Vec<Item>,
    /// The note for staff.
    pub note: String,
    /// Whom the message goes to: "Pat Lee, pat@example.org"; none where there is no address.
    pub to: Option<String>,
    /// The sender's telephone number, where the message waits until they confirm the address and they gave one.
    pub telephone: Option<String>,
    /// Whether the message waits until the sender has confirmed the address.
    pub waits: bool,
    /// Whether submissions are read in turn.
    pub in_turn: bool,
    /// Whether it is a change of a listed event.
    pub edit: bool,
    /// The replies that are ready to use.
    pub ready: Vec<ReadyReply>,
}

/// A reply that is ready to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyReply {
    /// Its number.
    pub id: i64,
    /// The name that staff pick it by.
    pub name: String,
}

/// A message of ours, whole, or around the words that staff type.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The subject.
    pub subject: String,
    /// What stands before the typed words; the whole text where nothing is typed.
    pub before: String,
    /// What stands after them.
    pub after: String,
}

/// Asking for changes.
#[derive(Debug, Clone, Default)]
pub struct ChangesPage {
    /// The case.
    pub case: Carried,
    /// What needs to change, as typed.
    pub message: String,
    /// The message around it.
    pub frame: Frame,
    /// What is wrong; fields `message` and `template`.
    pub errors: FormErrors,
}

/// Refusing.
#[derive(Debug, Clone, Default)]
pub struct RefusePage {
    /// The case.
    pub case: Carried,
    /// The chosen ground: `nature`, `standards`, or empty before the choice.
    pub ground: String,
    /// The ground that the letters are drawn for.
    pub drawn_for: String,
    /// The chosen reply: `none`, `policy`, `brief`, or empty before the choice.
    pub reply: String,
    /// The brief response, as typed or from the template.
    pub message: String,
    /// The policy notice, whole: its text is in `before`.
    pub policy_notice: Frame,
    /// What stands around a brief response.
    pub brief: Frame,
    /// What is wrong; fields `ground`, `reply`, `message` and `template`.
    pub errors: FormErrors,
}

/// The page for asking for changes, as a document.
#[must_use]
pub fn changes(desk: Desk, model: &ChangesPage) -> String {
    let head = head("Ask for changes", &model.case, &model.errors);
    desk.page(head, StaffPage::ToDecide, || {
        let unmet = unmet(&model.case.items);
        let until = if model.case.edit {
            "The event stays listed as it was approved until the sender has sent another change and you have approved it."
        } else {
            "The event is not listed until the sender has sent it again and you have approved it."
        };
        let unmet = (!unmet.is_empty()).then(|| {
            let items = unmet.into_iter().map(|name| view! { <li>{name}</li> }).collect::<Vec<_>>();
            view! {
                <h2>"You marked as not met"</h2>
                <ul>{items}</ul>
            }
        });
        let words = view! {
            {ready(&model.case.ready, &model.errors)}
            <Textarea
                name="message"
                label="What needs to change"
                hint="Say it as you would on the telephone. One line for each thing helps the sender."
                value=model.message.clone()
                problem=problem(&model.errors, "message")
                rows=6
            />
        };
        page(
            "Ask for changes",
            &model.case,
            &model.errors,
            view! {
                {unmet}
                <p>{until}</p>
                {letter(&model.case, &model.frame, Some(words.into_any()))}
            }
            .into_any(),
            "changes",
            ("Send and ask for changes", Look::Primary),
        )
    })
}

/// The page for refusing, as a document.
#[must_use]
pub fn refuse(desk: Desk, model: &RefusePage) -> String {
    let head = head("Refuse", &model.case, &model.errors);
    desk.page(head, StaffPage::ToDecide, || {
        let send = if model.case.edit {
            "Refuse the change"
        } else {
            "Refuse the event"
        };
        page(
            "Refuse",
            &model.case,
            &model.errors,
            view! {
                <input type="hidden" name="drawn-for" value=model.drawn_for.clone()/>
                {grounds(model)}
                {replies(model)}
            }
            .into_any(),
            "refuse",
            (send, Look::Danger),
        )
    })
}

fn head(what: &str, case: &Carried, errors: &FormErrors) -> Head {
    Head::new(format!("{what}: {} ({})", case.title, case.reference))
        .with_problems(!errors.is_empty())
}

/// The names of the standards marked as not met.
fn unmet(items: &[Item]) -> Vec<String> {
    items
        .iter()
        .filter(|item| item.answer == Some(Verdict::DoesNotMeet))
        .map(|item| cited(&item.standard))
        .collect()
}

fn page(
    what: &'static str,
    case: &Carried,
    errors: &FormErrors,
    inside: AnyView,
    decision: &'static str,
    send: (&'static str, Look),
) -> AnyView {
    let carried = case
        .items
        .iter()
        .filter_map(|item| {
            let name = format!("standard-{}", item.standard.key);
            item.answer
                .map(|answer| view! { <input type="hidden" name=name value=answer.as_str()/> })
        })
        .collect::<Vec<_>>();
    view! {
        <div class="wrap desk-narrow">
            <ErrorSummary errors=errors.clone()/>
            <p class="review-tags">
                {tag(Tone::Plain, &case.reference)}
                {tag(Tone::Plain, "Step 2 of 2")}
            </p>
            <h1>{what}<span class="h1-more">{case.title.clone()}</span></h1>
            <form class="second-step" method="post" action=address::review(&case.reference, case.in_turn) novalidate>
                // What the Enter key presses: it only draws this page again.
                <button type="submit" class="unseen" tabindex="-1" aria-hidden="true">
                    "Decide nothing yet"
                </button>
                {carried}
                <input type="hidden" name="version" value=case.version.to_string()/>
                <input type="hidden" name="policy" value=case.policy.to_string()/>
                <input type="hidden" name="note" value=case.note.clone()/>
                <input type="hidden" name="decision" value=decision/>
                {inside}
                <div class="second-step-buttons">
                    <Button words=send.0 look=send.1 name="step" value="send"/>
                    <Button words="Back to the checklist" look=Look::Outline name="step" value="back"/>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn grounds(model: &RefusePage) -> AnyView {
    let unmet = unmet(&model.case.items);
    let mut options = Vec::new();
    let roles = &model.case.roles;
    let mut nature = "The event itself is not appropriate to the council’s website".to_owned();
    nature = roles.cited(&nature, PolicyRole::RefusalNature);
    nature.push('.');
    match unmet.len() {
        0 => nature.push_str(
            " To refuse it for a standard instead, go back and mark the standard as not met.",
        ),
        1 => options.push(RadioOption::new("standards", "A standard is not met")),
        _ => options.push(RadioOption::new("standards", "Standards are not met")),
    }
    options = options
        .into_iter()
        .map(|option| option.hint(unmet.join(" · ")))
        .collect();
    options.push(RadioOption::new("nature", "The nature of the event").hint(nature));
    // The standards were just marked as not met on the page before: that answer stands.
    let value = match model.ground.as_str() {
        "" if !unmet.is_empty() => "standards",
        chosen => chosen,
    };
    let problem = problem(&model.errors, "ground");
    view! { <Radios name="ground" legend="Why is it refused?" value options problem/> }.into_any()
}

fn replies(model: &RefusePage) -> AnyView {
    let words = view! {
        {ready(&model.case.ready, &model.errors)}
        <Textarea
            name="message"
            label="Your response"
            hint="A sentence or two. It becomes part of this message."
            value=model.message.clone()
            problem=problem(&model.errors, "message")
            rows=4
        />
    };
    let options = vec![
        RadioOption::new("none", "No message"),
        RadioOption::new("policy", "The policy notice").reveals(letter(
            &model.case,
            &model.policy_notice,
            None,
        )),
        RadioOption::new("brief", "A brief response")
            .hint("It waits as a draft, to be read once more before it goes.")
            .reveals(letter(&model.case, &model.brief, Some(words.into_any()))),
    ];
    let choice =
        "The policy leaves it to the council: say nothing, name the policy, or answer in brief";
    let hint = model.case.roles.cited(choice, PolicyRole::Reply) + ". The record keeps which.";
    view! {
        <Radios
            name="reply"
            legend="What does the sender hear?"
            hint=hint
            value=model.reply.clone()
            options
            problem=problem(&model.errors, "reply")
        />
    }
    .into_any()
}

/// The list of replies that are ready to use, with the button that fills one in. It comes back with
/// the same page: everything else is kept.
pub(super) fn ready(replies: &[ReadyReply], errors: &FormErrors) -> AnyView {
    if replies.is_empty() {
        return ().into_any();
    }
    let mut choices = vec![Choice::new("", "Select one")];
    choices.extend(
        replies
            .iter()
            .map(|reply| Choice::new(reply.id.to_string(), &reply.name)),
    );
    view! {
        <div class="ready">
            <Select
                name="template"
                label="Words that are ready"
                value=""
                choices
                problem=problem(errors, "template")
                optional=true
            />
            <Button words="Use these words" look=Look::Outline name="step" value="fill"/>
        </div>
    }
    .into_any()
}

/// The message as the sender will read it, with the field for the typed words in its place.
fn letter(case: &Carried, frame: &Frame, words: Option<AnyView>) -> AnyView {
    let rows = vec![
        SummaryRow::text(
            "To",
            case.to.as_deref().unwrap_or(
                "Nobody by email: there is no address. Tell the sender by telephone or letter",
            ),
        ),
        SummaryRow::text("Subject", &frame.subject),
    ];
    let waits = case.waits.then(|| answer_waits(case.telephone.as_deref()));
    let waits = waits.map(|words| view! { <Notice tone=Tone::Amber><p>{words}</p></Notice> });
    let after = (!frame.after.is_empty()).then(|| verbatim(&frame.after));
    view! {
        <div class="letter">
            <p class="card-label">"What the sender will read"</p>
            {waits}
            <SummaryList rows/>
            {verbatim(&frame.before)}
            {words}
            {after}
        </div>
    }
    .into_any()
}
