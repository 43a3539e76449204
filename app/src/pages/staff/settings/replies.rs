//! `/staff/settings/replies`: words to a sender that are ready to use (6.12).

use domain::{
    form::FormErrors,
    replies::{Purpose, ReplyAnswers, known_placeholders},
};
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{
        Button, ButtonLink, Choice, ErrorSummary, Field, Look, Select, Textarea, Tone, problem,
    },
    pages::staff::{
        Desk,
        components::{Flash, flash_banner, letter_preview, move_buttons, tag, verbatim},
    },
    shell::{Head, StaffPage},
};

const REPLIES: &str = "/staff/settings/replies";

/// Every reply.
#[derive(Debug, Clone, Default)]
pub struct RepliesPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Those that are offered, in their order, and those that were put away.
    pub replies: Vec<ReplyRow>,
}

/// A reply in the list.
#[derive(Debug, Clone)]
pub struct ReplyRow {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub purpose: Purpose,
    /// The name that staff pick it by.
    pub name: String,
    /// Its words, with places to be filled in.
    pub words: String,
    /// Whether it was put away.
    pub retired: bool,
}

/// One reply, or a new one.
#[derive(Debug, Clone, Default)]
pub struct ReplyPage {
    /// Its number; none of a new one.
    pub id: Option<i64>,
    /// Whether it was put away.
    pub retired: bool,
    /// The answers, as kept or as typed.
    pub answers: ReplyAnswers,
    /// How it reads with an invented case, where it can be read.
    pub preview: Option<String>,
    /// What is wrong; fields `purpose`, `name` and `words`.
    pub errors: FormErrors,
}

/// The replies as a document.
#[must_use]
pub fn replies(desk: Desk, model: &RepliesPage) -> String {
    let head = Head::new("Replies").back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        let groups = Purpose::ALL.map(|purpose| {
            let offered: Vec<&ReplyRow> = model
                .replies
                .iter()
                .filter(|reply| reply.purpose == purpose && !reply.retired)
                .collect();
            view! { <h2>{purpose.label()}</h2> {list(&offered)} }
        });
        let retired: Vec<&ReplyRow> = model.replies.iter().filter(|reply| reply.retired).collect();
        let away = (!retired.is_empty())
            .then(|| view! { <h2>"Put away"</h2> {list(&retired)} });
        view! {
            <div class="wrap desk-wide">
                {model.flash.as_ref().map(flash_banner)}
                <div class="desk-head">
                    <h1>"Replies"</h1>
                    <ButtonLink href=format!("{REPLIES}/new") words="Add a reply"/>
                </div>
                <p>
                    "Staff start from these words when they ask for changes, refuse an event or take one down, and change them as they need to."
                </p>
                {groups.into_iter().collect::<Vec<_>>()}
                {away}
            </div>
        }
        .into_any()
    })
}

fn list(replies: &[&ReplyRow]) -> AnyView {
    if replies.is_empty() {
        return view! { <p>"None."</p> }.into_any();
    }
    let items = replies
        .iter()
        .map(|reply| {
            let address = format!("{REPLIES}/{}", reply.id);
            let moves =
                (!reply.retired).then(|| move_buttons(&format!("{address}/move"), &reply.name));
            view! {
                <li>
                    <div class="ordered-head">
                        <a class="cell-title" href=address>{reply.name.clone()}</a>
                        {moves}
                    </div>
                    {verbatim(&reply.words)}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="ordered">{items}</ol> }.into_any()
}

/// One reply as a document.
#[must_use]
pub fn reply(desk: Desk, model: &ReplyPage) -> String {
    let title = if model.id.is_some() {
        "Change a reply"
    } else {
        "Add a reply"
    };
    let head = Head::new(title)
        .with_problems(!model.errors.is_empty())
        .back_to(REPLIES, "Replies");
    desk.page(head, StaffPage::Settings, || {
        let action = model
            .id
            .map_or_else(|| format!("{REPLIES}/new"), |id| format!("{REPLIES}/{id}"));
        let away = model.id.map(|id| retirement(id, model.retired));
        let retired = model.retired.then(|| view! { <p>{tag(Tone::Plain, "Put away")}</p> });
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                {retired}
                <h1>{title}</h1>
                <form class="second-step" method="post" action=action novalidate>
                    {fields(model)}
                    <div class="second-step-buttons">
                        <Button words="Save" name="step" value="save"/>
                        <Button words="Show how it reads" look=Look::Outline name="step" value="show"/>
                        <a href=REPLIES>"Leave it as it is"</a>
                    </div>
                </form>
                {letter_preview(model.preview.as_deref())}
                {away}
            </div>
        }
        .into_any()
    })
}

fn fields(model: &ReplyPage) -> AnyView {
    let answers = &model.answers;
    let mut purposes = vec![Choice::new("", "Select one")];
    purposes.extend(Purpose::ALL.map(|purpose| Choice::new(purpose.as_str(), purpose.label())));
    view! {
        <Select
            name="purpose"
            label="What it is for"
            value=answers.purpose.clone()
            choices=purposes
            problem=problem(&model.errors, "purpose")
        />
        <Field
            name="name"
            label="Name"
            hint="Staff pick it from a list by this name. The sender does not see it."
            value=answers.name.clone()
            problem=problem(&model.errors, "name")
        />
        <Textarea
            name="words"
            label="Words to the sender"
            hint=format!(
                "The greeting, the standards that are not met and the signature are added by themselves. What stands in braces is filled in from the case: {}.",
                known_placeholders(),
            )
            value=answers.words.clone()
            problem=problem(&model.errors, "words")
            rows=9
        />
    }
    .into_any()
}

fn retirement(id: i64, retired: bool) -> AnyView {
    if retired {
        return view! {
            <form method="post" action=format!("{REPLIES}/{id}/bring-back")>
                <Button words="Offer it again" look=Look::Outline/>
            </form>
        }
        .into_any();
    }
    view! { <p><a href=format!("{REPLIES}/{id}/put-away")>"Put this reply away"</a></p> }.into_any()
}
