//! Telling the office of a problem with an event (clause 6.13).

use domain::{
    form::FormErrors,
    report::{Kind, ReportAnswers},
};
use leptos::prelude::*;

use super::formal_complaint;
use crate::components::{
    Button, ButtonLink, ErrorSummary, Field, Look, RadioOption, Radios, Textarea, problem,
};
use crate::shell::{self, Assets, Head, Nav, Site};

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportPage {
    /// The event's part of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The answers, as typed, with the form's key.
    pub answers: ReportAnswers,
    /// What is wrong; fields `kind`, `words`, `name` and `email`.
    pub errors: FormErrors,
}

/// The form as a document.
#[must_use]
pub fn report(model: &ReportPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new(format!("A problem with “{}”", model.title))
        .unlisted()
        .with_problems(!model.errors.is_empty())
        .back_to(format!("/events/{}", model.slug), "The event");
    let errors = model.errors.clone();
    let problem = |field| problem(&model.errors, field);
    let answers = &model.answers;
    let kinds = Kind::ALL
        .map(|kind| RadioOption::new(kind.as_str(), kind.label()))
        .into_iter()
        .collect();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow step">
                <ErrorSummary errors/>
                <h1>"Tell us about a problem with this event"</h1>
                <p class="lead">{format!("“{}”. Staff of the parish office read what you write.", model.title)}</p>
                <form method="post" action=format!("/report/{}", model.slug) novalidate>
                    <input type="hidden" name="key" value=answers.key.clone()/>
                    <Radios
                        name="kind"
                        legend="What is wrong?"
                        value=answers.kind.clone()
                        options=kinds
                        problem=problem("kind")
                    />
                    <Textarea
                        name="words"
                        label="In your own words"
                        hint="What is wrong, and how you know. 2,000 characters at most."
                        value=answers.words.clone()
                        rows=6
                        problem=problem("words")
                    />
                    <h2>"If you would like an answer"</h2>
                    <p>"Nobody but the staff of the parish office sees who you are."</p>
                    <Field
                        name="name"
                        label="Your name"
                        autocomplete="name"
                        spellcheck=false
                        width="half"
                        optional=true
                        value=answers.name.clone()
                        problem=problem("name")
                    />
                    <Field
                        name="email"
                        label="Your email address"
                        kind="email"
                        autocomplete="email"
                        spellcheck=false
                        width="half"
                        optional=true
                        value=answers.email.clone()
                        problem=problem("email")
                    />
                    <Button words="Tell the parish office"/>
                </form>
            </div>
        }
    })
}

/// The receipt. Of a breach it says where to turn, as clause 6.13 asks.
#[must_use]
pub fn sent(slug: &str, breach: bool, site: &Site, assets: &Assets) -> String {
    let head = Head::new("Thank you for telling us").unlisted();
    let href = format!("/events/{slug}");
    let urgent = format!(
        "If it cannot wait, telephone the parish office on {}.",
        site.office_telephone
    );
    let formal = breach.then(|| formal_complaint(site));
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow step">
                <h1>"Thank you for telling us"</h1>
                <p class="lead">"Staff of the parish office look at the event, and take it off the page if it has to go. If you gave your email address, they answer you."</p>
                {formal
                    .map(|words| {
                        view! {
                            <h2>"If a rule or the law was broken"</h2>
                            <p>{words}</p>
                        }
                    })}
                <p>{urgent}</p>
                <p class="actions"><ButtonLink href words="Back to the event" look=Look::Outline/></p>
            </div>
        }
    })
}
