//! `/staff/reports`: what the public told us of listed events, and what came of it (6.13).

use chrono::{DateTime, Utc};
use domain::{
    form::FormErrors,
    policy_roles::{PolicyRole, Roles},
    report::Kind,
};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{Flash, cell, flash_banner, moment, more, tag, verbatim},
};
use crate::{
    components::{Button, ButtonLink, ErrorSummary, Look, Notice, Textarea, Tone, problem},
    pages::formal_complaint,
    shell::{Head, StaffPage},
};

/// A report.
#[derive(Debug, Clone)]
pub struct ReportRow {
    /// Its number.
    pub id: i64,
    /// The submission it is about.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// What is wrong.
    pub kind: Kind,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Who dealt with it, and when.
    pub dealt: Option<(String, DateTime<Utc>)>,
}

/// The list as a document.
#[must_use]
pub fn reports(desk: Desk, flash: Option<&Flash>, rows: &[ReportRow]) -> String {
    let head = Head::new("Reports from the public").back_to("/staff", "To decide");
    desk.page(head, StaffPage::ToDecide, || {
        let list = if rows.is_empty() {
            view! {
                <div class="desk-empty">
                    <h2>"There are no reports"</h2>
                    <p>"When somebody tells us of a problem with a listed event, it appears here."</p>
                </div>
            }
            .into_any()
        } else {
            table(rows)
        };
        view! {
            <div class="wrap">
                {flash.map(flash_banner)}
                <h1>"Reports from the public"</h1>
                {list}
            </div>
        }
        .into_any()
    })
}

fn table(rows: &[ReportRow]) -> AnyView {
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"To look at first, then dealt with"</caption>
            <thead>
                <tr>
                    <th scope="col">"Event"</th>
                    <th scope="col">"What is wrong"</th>
                    <th scope="col">"Came"</th>
                    <th scope="col">"Where it stands"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &ReportRow) -> AnyView {
    let stands = match &row.dealt {
        None => tag(Tone::Amber, "To look at"),
        Some((by, _)) => {
            view! { {tag(Tone::Plain, "Dealt with")} {more(format!("by {by}"))} }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">
                <a class="cell-title" href=address::report(row.id)>{row.title.clone()}</a>
                {more(&row.reference)}
            </th>
            {cell("What is wrong", row.kind.label())}
            {cell("Came", moment(row.at))}
            {cell("Where it stands", stands)}
        </tr>
    }
    .into_any()
}

/// One report.
#[derive(Debug, Clone)]
pub struct ReportPage {
    /// The report.
    pub row: ReportRow,
    /// The event's public address.
    pub public_href: String,
    /// In the person's own words.
    pub words: String,
    /// Who told, where they said.
    pub name: Option<String>,
    /// Where they are answered, where they want to be.
    pub email: Option<String>,
    /// What was done, as kept or as typed.
    pub outcome: String,
    /// What the clauses of the policy in force are for.
    pub roles: Roles,
    /// What is wrong; field `outcome`.
    pub errors: FormErrors,
}

/// One report as a document.
#[must_use]
pub fn report(desk: Desk, model: &ReportPage) -> String {
    let row = &model.row;
    let head = Head::new(format!("Report: {} ({})", row.title, row.reference))
        .with_problems(!model.errors.is_empty())
        .back_to(address::REPORTS, "Reports from the public");
    desk.page(head, StaffPage::ToDecide, || {
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>{row.kind.label()}<span class="h1-more">{row.title.clone()}</span></h1>
                <p>
                    "Came "{moment(row.at)}{teller(model)}
                </p>
                {verbatim(&model.words)}
                <p class="actions">
                    <ButtonLink href=address::submission(&row.reference) words=format!("Open {}", row.reference)/>
                    <ButtonLink href=model.public_href.clone() words="See the event as it is" look=Look::Outline/>
                </p>
                {(row.kind == Kind::Breach).then(|| breach(desk, model))}
                {stands(model)}
            </div>
        }
        .into_any()
    })
}

fn teller(model: &ReportPage) -> AnyView {
    let from = match (&model.name, &model.email) {
        (Some(name), Some(_)) => format!(" from {name}, who would like an answer at "),
        (Some(name), None) => format!(" from {name}. No address to answer to."),
        (None, Some(_)) => " from somebody who would like an answer at ".to_owned(),
        (None, None) => ". No address to answer to.".to_owned(),
    };
    let email = model.email.clone().map(|email| {
        let href = format!("mailto:{email}");
        view! { <a href=href>{email}</a>"." }
    });
    view! { {from}{email} }.into_any()
}

/// What to tell somebody who says that a rule or the law was broken (6.13).
fn breach(desk: Desk, model: &ReportPage) -> AnyView {
    let words = formal_complaint(desk.site);
    let told = if model.email.is_some() {
        "They read this when they told us. Say it again in your answer:"
    } else {
        "They read this when they told us:"
    };
    let heading = model.roles.cited(
        "An accusation is for a formal complaint or the police",
        PolicyRole::AllegedBreach,
    );
    view! {
        <Notice tone=Tone::Heather heading>
            <p>{told}</p>
            <blockquote>{words}</blockquote>
        </Notice>
    }
    .into_any()
}

fn stands(model: &ReportPage) -> AnyView {
    if let Some((by, at)) = &model.row.dealt {
        return view! {
            <h2>"Dealt with"</h2>
            <p>{format!("By {by}, ")}{moment(*at)}"."</p>
            {verbatim(&model.outcome)}
        }
        .into_any();
    }
    view! {
        <form class="second-step" method="post" action=address::report(model.row.id) novalidate>
            <Textarea
                name="outcome"
                label="What was done about it"
                hint="For colleagues and for the record. The event itself is changed or taken down on its own page."
                value=model.outcome.clone()
                rows=4
                problem=problem(&model.errors, "outcome")
            />
            <div class="second-step-buttons">
                <Button words="It is dealt with"/>
                <a href=address::REPORTS>"Leave it for now"</a>
            </div>
        </form>
    }
    .into_any()
}
