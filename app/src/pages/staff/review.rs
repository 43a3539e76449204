//! `/staff/submissions/{reference}`: a submission, read against the standards and decided.
//!
//! One form with three buttons posts to the same address. Listing is decided at once; asking for
//! changes and refusing first answer with a page for the words to the sender ([`super::decide`]).

use chrono::{DateTime, Utc};
use domain::{
    decision::{State, Verdict, Vouch},
    difference::Difference,
    event::EventDetails,
    form::FormErrors,
    hints::Hint,
    standards::{Clause, PolicyVersion, Standard},
    working_days,
};
use leptos::prelude::*;

use super::{
    Desk, address,
    appearance::marked,
    components::{
        Flash, Happening, MessageState, TrackRecord, answers, changes, flash_banner, message_tag,
        moment, month, state_tag, tag, timeline, verbatim,
    },
};
use crate::{
    components::{
        Button, ButtonLink, ErrorSummary, Look, Notice, RadioOption, Radios, SummaryList,
        SummaryRow, Textarea, Tone, problem,
    },
    render::Html,
    shell::{Head, StaffPage},
};

pub use super::components::Item;

/// A submission on the desk.
#[derive(Debug, Clone)]
pub struct ReviewPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// `WO-7K4P`.
    pub reference: String,
    /// Where it is in its life.
    pub state: State,
    /// The version that is being read; it comes back with the decision as `version`.
    pub version: i64,
    /// Working days since it was sent, which count while it waits.
    pub waiting: u32,
    /// How it came: "Sent by the form".
    pub channel: String,
    /// The event, to be shown as it would appear.
    pub details: EventDetails,
    /// The name of its type: "Talk".
    pub event_type: String,
    /// Its description, made safe.
    pub description: Html,
    /// Who sent it: not published.
    pub sender: SenderDetails,
    /// What the sender declared.
    pub declaration: Declared,
    /// The permission to publish the picture; none where there is no picture or nobody gave it.
    pub permission: Option<Declared>,
    /// All that happened, newest first.
    pub history: Vec<Happening>,
    /// The policy in force.
    pub policy: PolicyVersion,
    /// Whether its review is overdue today.
    pub policy_overdue: bool,
    /// The form while it waits, else what became of it.
    pub decision: Deciding,
    /// Whether submissions are being read in turn: after this one comes the next.
    pub in_turn: bool,
    /// What is worth a second look, in the order of the standards.
    pub hints: Vec<Hint>,
    /// What the sender would change in a listed event; none where it is new.
    pub edit: Option<Vec<Difference>>,
    /// What staff changed in the sender's words.
    pub reworded: Vec<Difference>,
    /// Whether staff may change the wording now.
    pub may_reword: bool,
    /// Colleagues who have the page open.
    pub others: Vec<String>,
    /// Who has it in hand.
    pub held: Option<Hold>,
    /// Other submissions that are very like it.
    pub alike: Vec<Alike>,
    /// What this sender or group sent before, newest first.
    pub before: Vec<Before>,
    /// The form for a note.
    pub note: NoteForm,
    /// What the public told us of it and nobody has dealt with: each report's number and what is
    /// wrong.
    pub reports: Vec<(i64, &'static str)>,
}

/// Who has a submission in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The person.
    pub by: String,
    /// Whether that is who reads the page.
    pub mine: bool,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A submission that is very like the one that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// `WO-7K4P`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its dates.
    pub when: String,
    /// Where it stands.
    pub state: State,
    /// What is the same: "same day, same place".
    pub why: String,
}

/// Something that the same sender or group sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// `WO-7K4P`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// When it was decided, or came.
    pub at: DateTime<Utc>,
    /// The clauses of the standards that were not met.
    pub clauses: Vec<String>,
}

/// The form for a note to colleagues, as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteForm {
    /// What was typed.
    pub words: String,
    /// What is wrong; field `words`.
    pub errors: FormErrors,
}

/// The right-hand side of the review.
#[derive(Debug, Clone)]
pub enum Deciding {
    /// It waits: the checklist and the three buttons.
    Open(Checklist),
    /// It is decided, or the sender withdrew it: nothing to press but what may follow.
    Made(Box<Made>),
}

/// The checklist as it stands.
#[derive(Debug, Clone, Default)]
pub struct Checklist {
    /// The standards in force with what has been answered.
    pub items: Vec<Item>,
    /// The note for staff, as typed.
    pub note: String,
    /// Whether the sender's address is not confirmed, so that listing needs a reason (4.5).
    pub unconfirmed: bool,
    /// That reason, as chosen.
    pub vouch: String,
    /// What is wrong; fields `standard-<key>`, `decision`, `vouch` and `note`.
    pub errors: FormErrors,
}

/// A decision that was made.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// The decision in words: "Listed", "Refused", "Changes asked for", "Taken down", "Withdrawn".
    pub what: String,
    /// Who decided: a member of staff, or "The sender".
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The policy version it was decided against.
    pub policy: Option<String>,
    /// The ground of a refusal, or the reason of a removal, in words.
    pub ground: Option<String>,
    /// The checklist as it was answered; empty where there was none.
    pub items: Vec<Item>,
    /// The message to the sender, if one was written.
    pub message: Option<MessageLink>,
    /// The note for staff.
    pub note: Option<String>,
    /// The event's public address (a path), where it can be seen.
    pub public_href: Option<String>,
    /// Whether it can be taken down now.
    pub can_take_down: bool,
    /// Whether it can be opened again for a new decision.
    pub can_reopen: bool,
}

/// A message of the case.
#[derive(Debug, Clone)]
pub struct MessageLink {
    /// Its number, for `/staff/messages/{id}`.
    pub id: i64,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Its fate.
    pub state: MessageState,
}

/// The sender's own details, never published as such.
#[derive(Debug, Clone, Default)]
pub struct SenderDetails {
    /// The sender's name.
    pub name: String,
    /// The group, if any.
    pub group: Option<String>,
    /// The email address; none where staff keyed the event in for somebody without.
    pub email: Option<String>,
    /// Whether the address is confirmed.
    pub email_confirmed: bool,
    /// The telephone number, if given.
    pub telephone: Option<String>,
    /// What became of earlier submissions.
    pub track: TrackRecord,
    /// The words of each consent given, as ticked; empty when nothing may be published.
    pub consents: Vec<String>,
}

/// The declaration as it was made.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// The version of the wording.
    pub version: String,
    /// The wording.
    pub wording: String,
    /// When it was agreed to.
    pub at: DateTime<Utc>,
}

/// The review as a document.
#[must_use]
pub fn review(desk: Desk, model: &ReviewPage) -> String {
    let title = format!("{} ({})", model.details.title, model.reference);
    let (current, back) = match model.state {
        State::Waiting => (StaffPage::ToDecide, ("/staff", "To decide")),
        State::Listed => (StaffPage::Listed, ("/staff/listed", "Listed")),
        _ => (StaffPage::Records, ("/staff/records", "Records")),
    };
    let errors = match &model.decision {
        Deciding::Open(checklist) if !checklist.errors.is_empty() => checklist.errors.clone(),
        _ => model.note.errors.clone(),
    };
    let head = Head::new(title)
        .with_problems(!errors.is_empty())
        .back_to(back.0, back.1);
    desk.page(head, current, || {
        let (class, right) = match &model.decision {
            Deciding::Open(checklist) => ("review-desk review-desk-open", open(model, checklist)),
            Deciding::Made(made) => ("review-desk", closed(model, made)),
        };
        view! {
            <div class="wrap">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors/>
                {reported(&model.reports)}
                {company(model)}
                <div class="review">
                    <div class="review-case">{case(model)}</div>
                    <div class=class>{right}</div>
                </div>
            </div>
        }
        .into_any()
    })
}

/// What the public told us of it, to be looked at (6.13).
fn reported(reports: &[(i64, &'static str)]) -> Option<AnyView> {
    if reports.is_empty() {
        return None;
    }
    let items = reports.iter().map(|(id, what)| {
        view! { <li><a href=address::report(*id)>{format!("Report: {what}")}</a></li> }
    });
    let items = items.collect::<Vec<_>>();
    Some(
        view! {
            <Notice tone=Tone::Amber>
                <p><strong>"Somebody told us of a problem with this event"</strong></p>
                <ul>{items}</ul>
            </Notice>
        }
        .into_any(),
    )
}

/// Who else reads it, and who has it in hand.
fn company(model: &ReviewPage) -> AnyView {
    let others = (!model.others.is_empty()).then(|| {
        let has = if model.others.len() == 1 {
            "has"
        } else {
            "have"
        };
        let words = format!("{} {has} this open too.", model.others.join(" and "));
        view! {
            <Notice tone=Tone::Amber>
                <p><strong>{words}</strong>" Whoever decides first decides; the other is told."</p>
            </Notice>
        }
    });
    let held = model.held.as_ref().filter(|hold| !hold.mine).map(|hold| {
        let words = format!("{} has this in hand", hold.by);
        let since = moment(hold.since);
        view! {
            <Notice tone=Tone::Amber>
                <p><strong>{words}</strong>" since "{since}". You can still decide."</p>
            </Notice>
        }
    });
    view! { {others} {held} }.into_any()
}

/// The left-hand side: what was sent, by whom, and what happened since.
fn case(model: &ReviewPage) -> AnyView {
    let sender = &model.sender;
    let waits = matches!(model.decision, Deciding::Open(_));
    let state = if waits {
        let words = match model.waiting {
            0 => "Waiting since today".to_owned(),
            days => format!("Waiting {}", working_days::words(days)),
        };
        tag(Tone::Amber, &words)
    } else {
        state_tag(model.state)
    };
    let edit = model
        .edit
        .is_some()
        .then(|| tag(Tone::Heather, "Change to a listed event"));
    let email = match (&sender.email, sender.email_confirmed) {
        (None, _) => tag(Tone::Plain, "No email address"),
        (Some(_), true) => tag(Tone::Plain, "Email confirmed"),
        (Some(_), false) => tag(Tone::Amber, "Email not confirmed"),
    };
    let from = sender.group.clone().unwrap_or_else(|| sender.name.clone());
    let from = [Some(from), sender.email.clone()].into_iter().flatten();
    let from = format!("From {}", from.collect::<Vec<_>>().join(" · "));
    let appears = match model.state {
        State::Listed if model.edit.is_none() => "As it appears",
        State::Listed | State::Waiting | State::ChangesAsked => "As it would appear",
        _ => "As it was sent",
    };
    view! {
        <div class="review-tags">
            {state}
            {edit}
            {tag(Tone::Plain, &model.reference)}
            {tag(Tone::Plain, &model.channel)}
            {email}
        </div>
        <h1>{model.details.title.to_string()}</h1>
        <p class="review-from">
            <span>{from}</span>
            " "
            <span>{track(sender.track)}</span>
            " "
            <a href=address::sender(&model.reference)>"About this sender"</a>
        </p>
        {model.edit.as_ref().map(|edit| differences("What would change", "edit", edit))}
        {(!model.reworded.is_empty()).then(|| differences("What we changed in the wording", "reworded", &model.reworded))}
        <section class="card appearance" aria-labelledby="appearance">
            <h2 class="card-label" id="appearance">{appears}</h2>
            {marked(&model.details, &model.event_type, &model.description, address::PICTURES, &model.hints)}
        </section>
        {duplicates(model)}
        <section class="card" aria-labelledby="sender">
            <h2 id="sender">"The sender "{tag(Tone::Plain, "Not published")}</h2>
            {private(sender)}
            {declared(&model.declaration)}
            {permission(model)}
            {before(&model.before)}
        </section>
        <details class="card history" open=!model.note.errors.is_empty()>
            <summary>
                <h2>"History and notes"</h2>
                " "
                <span class="history-count">"("{model.history.len()}")"</span>
            </summary>
            {note_form(model)}
            {timeline(&model.history)}
            <p>
                <a href=format!("/staff/submissions/{}/messages.txt", model.reference)>
                    "Save every message in and out as a file"
                </a>
            </p>
        </details>
    }
    .into_any()
}

fn track(track: TrackRecord) -> String {
    match track {
        TrackRecord {
            listed: 0,
            refused: 0,
        } => "Sends something in for the first time".to_owned(),
        TrackRecord { listed: 1, refused } => format!("1 event listed before, {refused} refused"),
        TrackRecord { listed, refused } => {
            format!("{listed} events listed before, {refused} refused")
        }
    }
}

/// What differs between two versions, detail by detail.
fn differences(heading: &'static str, id: &'static str, differences: &[Difference]) -> AnyView {
    let inside = if differences.is_empty() {
        view! { <p>"Nothing that the public sees."</p> }.into_any()
    } else {
        changes(differences)
    };
    view! {
        <section class="card differences" aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            {inside}
        </section>
    }
    .into_any()
}

/// Others that are very like it, to be read side by side.
fn duplicates(model: &ReviewPage) -> Option<AnyView> {
    if model.alike.is_empty() {
        return None;
    }
    let items = model.alike.iter().map(|alike| {
        let href = address::beside(&model.reference, &alike.reference);
        let about = format!(" with “{}”", alike.title);
        view! {
            <li>
                <p>
                    {format!("“{}”, {}", alike.title, alike.when)}
                    " "
                    {state_tag(alike.state)}
                </p>
                <p class="soft">{alike.why.clone()}</p>
                <p><a href=href>"Compare side by side"<span class="unseen">{about}</span></a></p>
            </li>
        }
    });
    let items = items.collect::<Vec<_>>();
    let heading = if items.len() == 1 {
        "Possible duplicate"
    } else {
        "Possible duplicates"
    };
    Some(
        view! {
            <section class="card" aria-labelledby="alike">
                <h2 id="alike">{heading}</h2>
                <ul class="plain-list rows">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

/// What the sender or the group sent before and what became of it.
fn before(before: &[Before]) -> Option<AnyView> {
    if before.is_empty() {
        return None;
    }
    let items = before.iter().map(|one| {
        let clauses =
            (!one.clauses.is_empty()).then(|| format!(" · not met: {}", one.clauses.join(", ")));
        view! {
            <li>
                <a href=address::submission(&one.reference)>{one.title.clone()}</a>
                " "
                {state_tag(one.state)}
                " "
                <span class="soft">{moment(one.at)}{clauses}</span>
            </li>
        }
    });
    Some(
        view! {
            <details class="declared">
                <summary>{format!("Seen before ({})", before.len())}</summary>
                <ul class="plain-list rows">{items.collect::<Vec<_>>()}</ul>
            </details>
        }
        .into_any(),
    )
}

fn note_form(model: &ReviewPage) -> AnyView {
    let action = format!("{}/note", address::submission(&model.reference));
    view! {
        <form class="note-form" method="post" action=action novalidate>
            <Textarea
                name="words"
                label="Write a note to colleagues"
                hint="The sender never sees it."
                value=model.note.words.clone()
                problem=problem(&model.note.errors, "words")
                rows=2
            />
            <Button words="Keep the note" look=Look::Outline/>
        </form>
    }
    .into_any()
}

fn private(sender: &SenderDetails) -> AnyView {
    let mut rows = vec![SummaryRow::text("Name", &sender.name)];
    if let Some(group) = &sender.group {
        rows.push(SummaryRow::text("Group", group));
    }
    rows.push(match sender.email.clone() {
        Some(email) => {
            let mail = format!("mailto:{email}");
            SummaryRow::view("Email address", view! { <p><a href=mail>{email}</a></p> })
        }
        None => SummaryRow::text(
            "Email address",
            "None: tell the sender by telephone or letter",
        ),
    });
    if let Some(telephone) = sender.telephone.clone() {
        let tel = format!("tel:{}", telephone.replace(' ', ""));
        rows.push(SummaryRow::view(
            "Telephone",
            view! { <p><a href=tel>{telephone}</a></p> },
        ));
    }
    let consents = if sender.consents.is_empty() {
        view! { <p>"None of these details may be published."</p> }.into_any()
    } else {
        let items = sender
            .consents
            .iter()
            .map(|words| view! { <li>{words.clone()}</li> })
            .collect::<Vec<_>>();
        view! { <ul class="plain-list">{items}</ul> }.into_any()
    };
    rows.push(SummaryRow {
        key: "Agreed to publish".to_owned(),
        value: consents,
        change: None,
    });
    view! { <SummaryList rows/> }.into_any()
}

fn declared(declaration: &Declared) -> AnyView {
    view! {
        <details class="declared">
            <summary>
                <span>
                    "Declaration agreed on "
                    {moment(declaration.at)}
                    ", version "
                    {declaration.version.clone()}
                </span>
            </summary>
            {verbatim(&declaration.wording)}
        </details>
    }
    .into_any()
}

/// Whether the picture may be published, in the words that were agreed to.
fn permission(model: &ReviewPage) -> Option<AnyView> {
    model.details.picture.as_ref()?;
    let Some(permission) = &model.permission else {
        let words = "Nobody has said that the picture may be published";
        return Some(view! { <p>{tag(Tone::Amber, words)}</p> }.into_any());
    };
    Some(
        view! {
            <details class="declared">
                <summary>
                    <span>
                        "Picture allowed on "
                        {moment(permission.at)}
                        ", version "
                        {permission.version.clone()}
                    </span>
                </summary>
                {verbatim(&permission.wording)}
            </details>
        }
        .into_any(),
    )
}

fn policy_line(model: &ReviewPage) -> AnyView {
    let overdue = model.policy_overdue.then(|| {
        let words = format!("Review was due {}", month(model.policy.review_due));
        view! { " "{tag(Tone::Amber, &words)} }
    });
    view! { <p class="review-policy">"Policy adopted "{month(model.policy.adopted)}"."{overdue}</p> }.into_any()
}

fn open(model: &ReviewPage, checklist: &Checklist) -> AnyView {
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

/// The clauses a decision rests on, in the words they had when it was made.
fn cited_clauses(items: &[Item]) -> AnyView {
    let mut told: Vec<&Clause> = Vec::new();
    for clause in items.iter().flat_map(|item| &item.standard.clauses) {
        if !told.contains(&clause) {
            told.push(clause);
        }
    }
    let texts = told
        .into_iter()
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
        <details class="cited-clauses">
            <summary>"The clauses as they were then"</summary>
            {texts}
        </details>
    }
    .into_any()
}

fn closed(model: &ReviewPage, made: &Made) -> AnyView {
    let ground = made
        .ground
        .clone()
        .map(|words| view! { <p class="made-ground">{words}</p> });
    let policy = made
        .policy
        .clone()
        .map(|name| view! { <p class="review-policy">"Against the policy: "{name}</p> });
    let items = (!made.items.is_empty()).then(|| {
        view! { <h3>"The standards"</h3> {answers(&made.items)} {cited_clauses(&made.items)} }
    });
    let message = made.message.as_ref().map(|message| {
        view! {
            <h3>"The message to the sender "{message_tag(message.state)}</h3>
            <p><a href=address::message(message.id)>{message.subject.clone()}</a></p>
            {verbatim(&message.body)}
        }
    });
    let silent = made
        .message
        .is_none()
        .then(|| view! { <p class="made-silent">"No message was written to the sender."</p> });
    let note = made
        .note
        .as_deref()
        .filter(|note| !note.is_empty())
        .map(|note| {
            view! { <h3>"Note for staff"</h3> {verbatim(note)} }
        });
    let public = made.public_href.clone().map(|href| {
        view! { <ButtonLink href words="See the public page" look=Look::Outline/> }
    });
    let take_down = made.can_take_down.then(|| {
        view! { <ButtonLink href=address::take_down(&model.reference) words="Take it down" look=Look::Danger/> }
    });
    let standing = made.can_take_down.then(|| {
        view! { <ButtonLink href=address::event_status(&model.reference) words="Status and dates" look=Look::Outline/> }
    });
    let reword = (model.may_reword && made.can_take_down).then(|| {
        view! { <ButtonLink href=address::wording(&model.reference) words="Edit the wording" look=Look::Outline/> }
    });
    let reopen = made.can_reopen.then(|| {
        let action = format!("{}/reopen", address::submission(&model.reference));
        view! {
            <form method="post" action=action>
                <input type="hidden" name="version" value=model.version.to_string()/>
                <Button words="Open it again" look=Look::Outline/>
            </form>
        }
    });
    view! {
        <section class="card made" aria-labelledby="made">
            <h2 id="made">{made.what.clone()}</h2>
            <p>{made.by.clone()}", "{moment(made.at)}</p>
            {policy}
            {ground}
            {items}
            {message}
            {silent}
            {note}
            <div class="made-next">{public}{reword}{standing}
                {take_down}{reopen}</div>
        </section>
    }
    .into_any()
}
