//! `/staff/submissions/{reference}`: a submission, read against the standards and decided.
//!
//! One form with three buttons posts to the same address. Listing is decided at once; asking for
//! changes and refusing first answer with a page for the words to the sender ([`super::decide`]).

mod closed;
mod model;
mod open;

use domain::{decision::State, difference::Difference, working_days};
use leptos::prelude::*;

use super::{
    Desk, address,
    appearance::marked,
    components::{TrackRecord, changes, flash_banner, moment, state_tag, tag, timeline, verbatim},
};
use crate::{
    components::{
        Button, ErrorSummary, Look, Notice, SummaryList, SummaryRow, Textarea, Tone, problem,
    },
    shell::{Head, StaffPage},
};

pub use super::components::Item;
use closed::closed;
pub use model::{
    Alike, Before, Checklist, Deciding, Declared, Hold, LinkShown, Made, MessageLink, NoteForm,
    ReviewPage, SenderDetails,
};
use open::open;

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
        {links(&model.links)}
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
            listed,
            refused,
            of_newest: Some(newest),
        } => format!("Of the newest {newest} events {listed} were listed, {refused} refused"),
        TrackRecord {
            listed: 0,
            refused: 0,
            ..
        } => "Sends something in for the first time".to_owned(),
        TrackRecord {
            listed: 1, refused, ..
        } => format!("1 event listed before, {refused} refused"),
        TrackRecord {
            listed, refused, ..
        } => {
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

/// Where the links lead, whatever their words say.
fn links(links: &[LinkShown]) -> Option<AnyView> {
    if links.is_empty() {
        return None;
    }
    let items = links
        .iter()
        .map(|link| {
            let said = format!("{}: “{}” leads to ", link.place, link.words);
            // RFC 5890: letters of other scripts, which can look like ours.
            let strange = link.host.split('.').any(|label| label.starts_with("xn--"));
            let strange = strange.then_some(", which is not in plain letters and may only look like another");
            view! { <li>{said}<strong class="link-host">{link.host.clone()}</strong>{strange}"."</li> }
        })
        .collect::<Vec<_>>();
    Some(
        view! {
            <section class="card" aria-labelledby="links">
                <h2 id="links">"Where its links lead"</h2>
                <ul class="link-hosts">{items}</ul>
            </section>
        }
        .into_any(),
    )
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
