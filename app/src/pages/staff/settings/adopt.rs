//! `/staff/settings/policy/draft/adopt`: the page before the draft becomes the policy.

use chrono::{DateTime, Utc};
use domain::{
    compare::Piece, form::FormErrors, policy::AdoptionAnswers, policy_roles::PolicyRole,
    standards::PolicyVersion, when,
};
use leptos::prelude::*;

use super::{compare::pieces, policy::DRAFT};
use crate::{
    components::{
        Button, ButtonLink, DateField, DateFields, ErrorSummary, Notice, RadioOption, Radios, Tone,
        problem,
    },
    pages::staff::{Desk, components::moment},
    shell::{Head, StaffPage},
};

/// The adoption of the draft.
#[derive(Debug, Clone)]
pub struct AdoptPage {
    /// The draft.
    pub draft: PolicyVersion,
    /// The version in force.
    pub in_force: PolicyVersion,
    /// What differs: "2 clauses and 1 standard differ from the policy in force".
    pub differs: String,
    /// What keeps it from being adopted, as things to do.
    pub unready: Vec<String>,
    /// What letters and pages say without a number, because no clause of it says so.
    pub unsaid: Vec<PolicyRole>,
    /// A digest of the draft as it is on this page.
    pub digest: String,
    /// The newest entry of the audit log about it.
    pub entry: i64,
    /// Whether it is not what was looked at before.
    pub changed: bool,
    /// What was changed since.
    pub since: Vec<Since>,
    /// The answers, as typed.
    pub answers: AdoptionAnswers,
    /// What is wrong; fields `from` and `from-…`.
    pub errors: FormErrors,
}

/// A change of the draft since it was looked at.
#[derive(Debug, Clone)]
pub struct Since {
    /// Who made it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What differs: the name of each part, and its words.
    pub parts: Vec<(String, Vec<Piece>)>,
}

/// The page as a document.
#[must_use]
pub fn adopt(desk: Desk, model: &AdoptPage) -> String {
    let head = Head::new(format!("Adopt the policy: {}", model.draft.name))
        .with_problems(!model.errors.is_empty())
        .back_to(DRAFT, "The draft");
    desk.page(head, StaffPage::Settings, || {
        let inside = if model.unready.is_empty() {
            form(model)
        } else {
            unready(model)
        };
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Adopt the policy"<span class="h1-more">{model.draft.name.clone()}</span></h1>
                {model.changed.then(|| changed(&model.since))}
                {inside}
            </div>
        }
        .into_any()
    })
}

/// What was changed since the reader looked at the draft.
fn changed(since: &[Since]) -> AnyView {
    let items = since
        .iter()
        .map(|change| {
            let parts = change
                .parts
                .iter()
                .map(|(name, words)| {
                    let name = (!name.is_empty()).then(|| format!("{}: ", named(name)));
                    view! { <p class="compare-words">{name}{pieces(words)}</p> }
                })
                .collect::<Vec<_>>();
            view! {
                <li>
                    <p class="soft">{change.by.clone()}", "{moment(change.at)}</p>
                    {parts}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <Notice tone=Tone::Amber heading="The draft has changed since you looked at it">
            <p>"Nothing was adopted. Read what is different now, then adopt it below if it is right."</p>
            <ul class="compare">{items}</ul>
        </Notice>
    }
    .into_any()
}

/// A part's name as staff read it: what a role says, or the name with a capital letter.
fn named(name: &str) -> String {
    if let Some(role) = PolicyRole::parse(name) {
        return role.label().to_owned();
    }
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// What is said without the number of a clause from then on.
fn unsaid(roles: &[PolicyRole]) -> AnyView {
    if roles.is_empty() {
        return ().into_any();
    }
    let items = roles
        .iter()
        .map(|role| view! { <li>{role.label()}</li> })
        .collect::<Vec<_>>();
    view! {
        <Notice tone=Tone::Amber heading="These are said without the number of a clause">
            <p>"No clause of the draft is marked as saying:"</p>
            <ul>{items}</ul>
            <p><a href=format!("{DRAFT}/roles")>"Say which clauses they are"</a></p>
        </Notice>
    }
    .into_any()
}

fn unready(model: &AdoptPage) -> AnyView {
    let items = model
        .unready
        .iter()
        .map(|sentence| view! { <li>{sentence.clone()}</li> })
        .collect::<Vec<_>>();
    view! {
        <Notice tone=Tone::Amber heading="Before it can be adopted"><ul>{items}</ul></Notice>
        <div class="second-step-buttons"><ButtonLink href=DRAFT words="Go on editing"/></div>
    }
    .into_any()
}

fn form(model: &AdoptPage) -> AnyView {
    let adopted = when::day_and_year(model.draft.adopted);
    let review = when::day_and_year(model.draft.review_due);
    let day = view! {
        <DateFields
            legend="From the beginning of"
            day=DateField::new("from-day", &model.answers.day.day)
            month=DateField::new("from-month", &model.answers.day.month)
            year=DateField::new("from-year", &model.answers.day.year)
            errors=model.errors.clone()
            large=false
        />
    };
    let options = vec![
        RadioOption::new("now", "From now on"),
        RadioOption::new("day", "From a day to come").reveals(day),
    ];
    view! {
        <p>
            {format!("The council adopts it on {adopted}. Its review is due on {review}. {}. ", model.differs)}
            <a href=format!("{DRAFT}/compare")>"Compare the two"</a>
        </p>
        <h2>"What happens"</h2>
        <ul>
            <li>"From then on, what people declare and what staff decide goes by this version."</li>
            <li>{format!("What was decided before keeps the version called {}, with its words.", model.in_force.name)}</li>
            <li>"Whoever has a checklist open then is told that the standards have changed, and answers them again."</li>
            <li>"Its words cannot be changed any more. Guidance notes can."</li>
        </ul>
        {unsaid(&model.unsaid)}
        <form class="second-step" method="post" action=format!("{DRAFT}/adopt") novalidate>
            <input type="hidden" name="draft" value=model.draft.id.to_string()/>
            <input type="hidden" name="digest" value=model.digest.clone()/>
            <input type="hidden" name="seen" value=model.entry.to_string()/>
            <Radios
                name="from"
                legend="From when is it in force?"
                value=model.answers.from.clone()
                options
                problem=problem(&model.errors, "from")
            />
            <div class="second-step-buttons">
                <Button words="Adopt the policy"/>
                <a href=DRAFT>"Leave it a draft"</a>
            </div>
        </form>
    }
    .into_any()
}
