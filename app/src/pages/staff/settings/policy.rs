//! `/staff/settings/policy`: the versions of the policy, and each one word for word.

use chrono::{DateTime, Utc};
use domain::{policy::Draft, policy_roles::PolicyRole, standards::PolicyVersion, when};
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, ButtonLink, Look, Notice, SummaryList, SummaryRow, Tone},
    pages::staff::{
        Desk,
        components::{Flash, cell, flash_banner, month, tag, verbatim},
    },
    shell::{Head, StaffPage},
};

pub use crate::pages::staff::components::POLICY;

/// The address of the draft.
pub const DRAFT: &str = "/staff/settings/policy/draft";

/// The versions.
#[derive(Debug, Clone, Default)]
pub struct PolicyPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Every version, the draft first, then the newest.
    pub versions: Vec<VersionRow>,
    /// Whether the review of the one in force is overdue.
    pub overdue: bool,
}

/// A version of the policy.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// The version.
    pub version: PolicyVersion,
    /// Where it is in its life.
    pub standing: Standing,
}

/// Where a version is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is being written.
    Draft,
    /// It is adopted and comes into force then.
    Coming(DateTime<Utc>),
    /// Staff decide against it, since then.
    InForce(DateTime<Utc>),
    /// A later one is in force.
    Earlier(DateTime<Utc>),
}

/// The versions as a document.
#[must_use]
pub fn policy(desk: Desk, model: &PolicyPage) -> String {
    let head = Head::new("The policy").back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        let of = |standing: fn(&Standing) -> bool| {
            model.versions.iter().find(|row| standing(&row.standing))
        };
        let in_force = of(|standing| matches!(standing, Standing::InForce(_)));
        let draft = of(|standing| *standing == Standing::Draft);
        view! {
            <div class="wrap">
                {model.flash.as_ref().map(flash_banner)}
                <h1>"The policy"</h1>
                {in_force.map(|row| review_line(&row.version, model.overdue))}
                {draft_card(draft.map(|row| &row.version))}
                {table(&model.versions)}
            </div>
        }
        .into_any()
    })
}

fn review_line(version: &PolicyVersion, overdue: bool) -> AnyView {
    let due = month(version.review_due);
    if overdue {
        let words = format!("Its review was due in {due}.");
        let name = format!(" Decisions still use the version called {}.", version.name);
        return view! { <Notice><p><strong>{words}</strong>{name}</p></Notice> }.into_any();
    }
    view! { <p>{format!("Decisions use the version called {}. Its review is due in {due}.", version.name)}</p> }
        .into_any()
}

fn draft_card(draft: Option<&PolicyVersion>) -> AnyView {
    let inside = match draft {
        Some(draft) => view! {
            <h2>"The draft: "{draft.name.clone()}</h2>
            <p>"Nothing is decided against it until it is adopted."</p>
            <div class="second-step-buttons">
                <ButtonLink href=DRAFT words="Edit the draft"/>
                <ButtonLink href=format!("{DRAFT}/compare") words="Compare it with the policy in force" look=Look::Outline/>
                <ButtonLink href=format!("{DRAFT}/adopt") words="Adopt it" look=Look::Outline/>
            </div>
        }
        .into_any(),
        None => view! {
            <h2>"The next version"</h2>
            <p>
                "A draft starts with all the words of the version in force. You change what the council means to change, compare the two, and adopt it when the council has."
            </p>
            <form method="post" action=DRAFT>
                <Button words="Draft the next version" name="step" value="begin"/>
            </form>
        }
        .into_any(),
    };
    view! { <section class="card draft-card">{inside}</section> }.into_any()
}

fn table(versions: &[VersionRow]) -> AnyView {
    let rows = versions
        .iter()
        .map(|row| {
            let version = &row.version;
            let href = if row.standing == Standing::Draft {
                DRAFT.to_owned()
            } else {
                format!("{POLICY}/{}", version.id)
            };
            let (adopted, review) = (version.adopted, version.review_due);
            view! {
                <tr>
                    <th scope="row"><a class="cell-title" href=href>{version.name.clone()}</a></th>
                    {cell("Standing", standing(row.standing))}
                    {cell("Adopted", when::day_and_year(adopted))}
                    {cell("Review due", when::day_and_year(review))}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"Every version, newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Version"</th>
                    <th scope="col">"Standing"</th>
                    <th scope="col">"Adopted"</th>
                    <th scope="col">"Review due"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn standing(standing: Standing) -> AnyView {
    let since = |at: DateTime<Utc>| when::day_and_year(when::today(at));
    match standing {
        Standing::Draft => tag(Tone::Amber, "Draft"),
        Standing::Coming(at) => tag(Tone::Heather, &format!("In force from {}", since(at))),
        Standing::InForce(at) => tag(Tone::Leaf, &format!("In force since {}", since(at))),
        Standing::Earlier(at) => tag(Tone::Plain, &format!("Was in force from {}", since(at))),
    }
}

/// A version word for word, as a document.
#[must_use]
pub fn version(desk: Desk, row: Standing, whole: &Draft) -> String {
    let name = &whole.version.name;
    let head = Head::new(format!("Policy: {name}")).back_to(POLICY, "The policy");
    desk.page(head, StaffPage::Settings, || {
        let standards = whole
            .standards
            .iter()
            .map(|standard| {
                let title = format!("{} ({})", standard.name, standard.clauses.join(", "));
                SummaryRow::text(title, &standard.guidance)
            })
            .collect();
        let roles = PolicyRole::ALL
            .into_iter()
            .map(|role| {
                let number = whole.version.roles.clause(role).unwrap_or("No clause says this");
                SummaryRow::text(role.label(), number)
            })
            .collect();
        let clauses = whole
            .clauses
            .iter()
            .map(|clause| view! { <h3>{clause.number.clone()}</h3> {verbatim(&clause.text)} })
            .collect::<Vec<_>>();
        view! {
            <div class="wrap desk-wide">
                <div class="review-tags">{standing(row)}</div>
                <h1>"The policy"<span class="h1-more">{name.clone()}</span></h1>
                <p>"It was adopted, so its words stay as they are. Decisions made under it keep them."</p>
                <h2>"The standards"</h2>
                <SummaryList rows=standards/>
                <h2>"What letters and pages name a clause for"</h2>
                <SummaryList rows=roles/>
                <h2>"The clauses"</h2>
                {clauses}
            </div>
        }
        .into_any()
    })
}
