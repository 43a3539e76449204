//! `/staff/settings/policy/draft/adopt`: the page before the draft becomes the policy.

use domain::{form::FormErrors, policy::AdoptionAnswers, standards::PolicyVersion, when};
use leptos::prelude::*;

use super::policy::DRAFT;
use crate::{
    components::{
        Button, ButtonLink, DateField, DateFields, ErrorSummary, Notice, RadioOption, Radios, Tone,
        problem,
    },
    pages::staff::Desk,
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
    /// The answers, as typed.
    pub answers: AdoptionAnswers,
    /// What is wrong; fields `from` and `from-…`.
    pub errors: FormErrors,
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
                {inside}
            </div>
        }
        .into_any()
    })
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
        <form class="second-step" method="post" action=format!("{DRAFT}/adopt") novalidate>
            <input type="hidden" name="draft" value=model.draft.id.to_string()/>
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
