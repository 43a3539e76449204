//! `/staff/settings/policy/draft`: the next version of the policy, while it is being written.

use domain::{
    form::FormErrors,
    policy::{ClauseAnswers, Draft, DraftClause, StandardAnswers, VersionAnswers},
    policy_roles::{PolicyRole, Roles},
};
use leptos::prelude::*;

use super::policy::{DRAFT, POLICY};
use crate::{
    components::{
        Button, ButtonLink, Checkbox, DateField, DateFields, ErrorSummary, Field, Look, Notice,
        Textarea, Tone, problem,
    },
    pages::staff::{
        Desk,
        components::{Flash, flash_banner, move_buttons, tag, verbatim},
    },
    shell::{Head, StaffPage},
};

/// The draft.
#[derive(Debug, Clone)]
pub struct DraftPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// The draft.
    pub draft: Draft,
    /// Its name and dates, as kept or as typed.
    pub answers: VersionAnswers,
    /// What is wrong; fields `name`, `adopted-…` and `review-…`.
    pub errors: FormErrors,
}

/// One clause of the draft, or a new one.
#[derive(Debug, Clone, Default)]
pub struct ClausePage {
    /// Its number in the database; none of a new one.
    pub id: Option<i64>,
    /// The answers, as kept or as typed.
    pub answers: ClauseAnswers,
    /// What is wrong; fields `number` and `text`.
    pub errors: FormErrors,
}

/// One standard of the draft, or a new one.
#[derive(Debug, Clone, Default)]
pub struct StandardPage {
    /// Its number in the database; none of a new one.
    pub id: Option<i64>,
    /// The answers, as kept or as typed.
    pub answers: StandardAnswers,
    /// The draft's clauses, to choose from.
    pub clauses: Vec<DraftClause>,
    /// What they are for.
    pub roles: Roles,
    /// What is wrong; fields `name`, `guidance` and the first `clause-…`.
    pub errors: FormErrors,
}

/// The draft as a document.
#[must_use]
pub fn draft(desk: Desk, model: &DraftPage) -> String {
    let name = &model.draft.version.name;
    let head = Head::new(format!("Draft of the policy: {name}"))
        .with_problems(!model.errors.is_empty())
        .back_to(POLICY, "The policy");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-wide">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <div class="review-tags">{tag(Tone::Amber, "Draft")}</div>
                <h1>"The next version"<span class="h1-more">{name.clone()}</span></h1>
                <div class="second-step-buttons">
                    <ButtonLink href=format!("{DRAFT}/paste") words="Paste a whole policy" look=Look::Outline/>
                    <ButtonLink href=format!("{DRAFT}/compare") words="Compare it with the policy in force" look=Look::Outline/>
                    <ButtonLink href=format!("{DRAFT}/adopt") words="Adopt it" look=Look::Outline/>
                    <a href=format!("{DRAFT}/throw-away")>"Throw the draft away"</a>
                </div>
                {to_do(&model.draft)}
                {details(model)}
                {roles(&model.draft)}
                {standards(&model.draft)}
                {clauses(&model.draft)}
            </div>
        }
        .into_any()
    })
}

fn to_do(draft: &Draft) -> AnyView {
    let to_do = draft.unready();
    let items = to_do
        .iter()
        .map(|sentence| view! { <li>{sentence.clone()}</li> })
        .collect::<Vec<_>>();
    (!to_do.is_empty())
        .then(|| view! { <Notice tone=Tone::Amber heading="Before it can be adopted"><ul>{items}</ul></Notice> })
        .into_any()
}

fn details(model: &DraftPage) -> AnyView {
    let VersionAnswers {
        name,
        adopted,
        review,
        removal,
    } = &model.answers;
    view! {
        <form class="second-step card" method="post" action=DRAFT novalidate>
            <h2>"Its name and dates"</h2>
            <Field
                name="name"
                label="Name of the version"
                hint="Decisions name it, for example December 2026."
                value=name.clone()
                problem=problem(&model.errors, "name")
                width="half"
            />
            <DateFields
                legend="When does the council adopt it?"
                day=DateField::new("adopted-day", &adopted.day)
                month=DateField::new("adopted-month", &adopted.month)
                year=DateField::new("adopted-year", &adopted.year)
                errors=model.errors.clone()
                large=false
            />
            <DateFields
                legend="When is its review due?"
                day=DateField::new("review-day", &review.day)
                month=DateField::new("review-month", &review.month)
                year=DateField::new("review-year", &review.year)
                errors=model.errors.clone()
                large=false
            />
            <Field
                name="removal"
                label="What the page of a removed event may say"
                hint="As the policy words it. Whoever takes an event down decides whether its page says so."
                value=removal.clone()
                problem=problem(&model.errors, "removal")
            />
            <div class="second-step-buttons">
                <Button words="Save the name and dates" name="step" value="save"/>
            </div>
        </form>
    }
    .into_any()
}

/// Which clause says what letters and pages name a clause for.
fn roles(draft: &Draft) -> AnyView {
    let roles = &draft.version.roles;
    let items = PolicyRole::ALL
        .into_iter()
        .filter_map(|role| {
            let number = roles.clause(role)?.to_owned();
            Some(view! { <li><strong class="clauses">{number}</strong>" "{role.label()}</li> })
        })
        .collect::<Vec<_>>();
    let missing = roles
        .missing()
        .into_iter()
        .map(|role| view! { <li>{role.label()}</li> })
        .collect::<Vec<_>>();
    let missing = (!missing.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Amber heading="No clause of the draft says this">
                <ul>{missing}</ul>
                <p>"Letters and pages say it without a number. Where a clause does say it, choose which."</p>
            </Notice>
        }
    });
    view! {
        <div class="desk-head">
            <h2>"What letters and pages name a clause for"</h2>
            <ButtonLink href=format!("{DRAFT}/roles") words="Choose the clauses" look=Look::Outline/>
        </div>
        {missing}
        <ul class="plain-list">{items}</ul>
    }
    .into_any()
}

fn standards(draft: &Draft) -> AnyView {
    let items = draft
        .standards
        .iter()
        .map(|standard| {
            let address = format!("{DRAFT}/standards/{}", standard.id);
            let guidance = (!standard.guidance.is_empty()).then(|| verbatim(&standard.guidance));
            view! {
                <li>
                    <div class="ordered-head">
                        <span>
                            <strong class="clauses">{standard.clauses.join(" · ")}</strong>
                            " "
                            {standard.name.clone()}
                        </span>
                        {row_links(&address, &standard.name)}
                    </div>
                    {guidance}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="desk-head">
            <h2>"The standards"</h2>
            <ButtonLink href=format!("{DRAFT}/standards/new") words="Add a standard" look=Look::Outline/>
        </div>
        <ol class="ordered">{items}</ol>
    }
    .into_any()
}

fn clauses(draft: &Draft) -> AnyView {
    let items = draft
        .clauses
        .iter()
        .map(|clause| {
            let address = format!("{DRAFT}/clauses/{}", clause.id);
            view! {
                <li>
                    <div class="ordered-head">
                        <strong class="clauses">{clause.number.clone()}</strong>
                        {row_links(&address, &clause.number)}
                    </div>
                    {verbatim(&clause.text)}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="desk-head">
            <h2>"The clauses"</h2>
            <ButtonLink href=format!("{DRAFT}/clauses/new") words="Add a clause" look=Look::Outline/>
        </div>
        <ol class="ordered">{items}</ol>
    }
    .into_any()
}

/// What can be done with a row: change, take out, move.
fn row_links(address: &str, what: &str) -> AnyView {
    let unseen = || view! { <span class="unseen">{format!(" {what}")}</span> };
    view! {
        <div class="ordered-links">
            <a href=address.to_owned()>"Change"{unseen()}</a>
            <a href=format!("{address}/remove")>"Take out"{unseen()}</a>
            {move_buttons(&format!("{address}/move"), what)}
        </div>
    }
    .into_any()
}

/// One clause as a document.
#[must_use]
pub fn clause(desk: Desk, model: &ClausePage) -> String {
    let title = if model.id.is_some() {
        "Change a clause"
    } else {
        "Add a clause"
    };
    let head = Head::new(title)
        .with_problems(!model.errors.is_empty())
        .back_to(DRAFT, "The draft");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>{title}</h1>
                <form class="second-step" method="post" action=part_address("clauses", model.id) novalidate>
                    <Field
                        name="number"
                        label="Number"
                        value=model.answers.number.clone()
                        problem=problem(&model.errors, "number")
                        width="short"
                        spellcheck=false
                    />
                    <Textarea
                        name="text"
                        label="Text"
                        hint="Word for word, as the council adopts it."
                        value=model.answers.text.clone()
                        problem=problem(&model.errors, "text")
                        rows=12
                    />
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href=DRAFT>"Leave it as it is"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

/// One standard as a document.
#[must_use]
pub fn standard(desk: Desk, model: &StandardPage) -> String {
    let title = if model.id.is_some() {
        "Change a standard"
    } else {
        "Add a standard"
    };
    let head = Head::new(title)
        .with_problems(!model.errors.is_empty())
        .back_to(DRAFT, "The draft");
    let what = model
        .roles
        .cited("For what is not tolerated", PolicyRole::NotTolerated);
    let hint = format!("{what}. Staff see the count. It blocks nobody.");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>{title}</h1>
                <form class="second-step" method="post" action=part_address("standards", model.id) novalidate>
                    <Field
                        name="name"
                        label="What it asks"
                        hint="As it stands on the checklist, for example “No personal information”."
                        value=model.answers.name.clone()
                        problem=problem(&model.errors, "name")
                    />
                    <Textarea
                        name="guidance"
                        label="How staff apply it"
                        value=model.answers.guidance.clone()
                        problem=problem(&model.errors, "guidance")
                        optional=true
                        rows=4
                    />
                    <Checkbox
                        name="not-tolerated"
                        label="A refusal for it counts towards repeat offenders"
                        hint=hint
                        checked=model.answers.not_tolerated == "yes"
                    />
                    {ticks(model)}
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href=DRAFT>"Leave it as it is"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn ticks(model: &StandardPage) -> AnyView {
    let boxes = model
        .clauses
        .iter()
        .map(|clause| {
            let name = format!("clause-{}", clause.id);
            let problem = problem(&model.errors, &name);
            let checked = model.answers.clauses.contains(&clause.id);
            let hint = shortened(&clause.text);
            view! { <Checkbox name label=clause.number.clone() hint checked problem/> }
        })
        .collect::<Vec<_>>();
    view! {
        <fieldset class="ticks">
            <legend class="legend">"Which clauses does it come from?"</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}

/// The first words of a clause, to know it by.
pub(super) fn shortened(text: &str) -> String {
    const WORDS: usize = 18;
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    format!("{}{more}", first.join(" "))
}

fn part_address(part: &str, id: Option<i64>) -> String {
    id.map_or_else(
        || format!("{DRAFT}/{part}/new"),
        |id| format!("{DRAFT}/{part}/{id}"),
    )
}
