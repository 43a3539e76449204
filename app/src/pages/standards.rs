//! The standards that events are decided against, word for word from the council's policy.

use domain::standards::{PolicyVersion, Standard};
use leptos::prelude::*;

use super::month_of as month;
use crate::shell::{self, Assets, Head, Nav, Site};

/// The standards and the policy they come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardsPage {
    /// The policy in force.
    pub policy: PolicyVersion,
    /// The checklist, in its order.
    pub standards: Vec<Standard>,
}

/// The standards that events are decided against.
#[must_use]
pub fn standards(model: &StandardsPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("Standards for events")
        .describing("What an event must meet to be listed, clause by clause.")
        .at("/standards");
    let policy_url = site.policy_url.clone();
    let council = site.council.clone();
    let adopted = month(model.policy.adopted);
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page standing">
                <h1>"Standards for events"</h1>
                <p class="lead">
                    {format!(
                        "A member of the parish staff reads every event against these standards before it is listed. \
                         They come from {council}’s communications policy, adopted in {adopted}.",
                    )}
                </p>
                {policy_url
                    .map(|href| view! { <p><a href=href>"Read the whole communications policy"</a></p> })}
                {model.standards.iter().map(standard).collect::<Vec<_>>()}
                <h2>"Who decides"</h2>
                <p>
                    "Paid staff of the parish office decide. The council’s decision is final. "
                    <a href="/how-we-decide">"How we decide"</a>
                </p>
            </div>
        }
    })
}

fn standard(standard: &Standard) -> impl IntoView + use<> {
    view! {
        <section id=standard.key.clone()>
            <h2>{standard.name.clone()}</h2>
            {(!standard.guidance.is_empty()).then(|| view! { <p>{standard.guidance.clone()}</p> })}
            {standard
                .clauses
                .iter()
                .map(|clause| {
                    view! {
                        <blockquote class="clause">
                            <p>{clause.text.clone()}</p>
                            <p>
                                <cite>{format!("Clause {}", clause.number)}</cite>
                            </p>
                        </blockquote>
                    }
                })
                .collect::<Vec<_>>()}
        </section>
    }
}
