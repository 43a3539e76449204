//! How a submission is decided, for people who send one.

use domain::standards::PolicyVersion;
use leptos::prelude::*;

use super::month_of;
use crate::shell::{self, Assets, Head, Nav, Site};

/// What the page needs: the policy that decisions are made under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HowWeDecidePage {
    /// The policy in force.
    pub policy: PolicyVersion,
}

/// How a submission is decided.
#[must_use]
pub fn how_we_decide(model: &HowWeDecidePage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("How we decide")
        .describing(
            "Who reads an event that is sent in, what they look at, and what can come of it.",
        )
        .at("/how-we-decide");
    let council = site.council.clone();
    let reply_time = site.reply_time.clone();
    let adopted = month_of(model.policy.adopted);
    let channels = super::formal_channels(site);
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page standing">
                <h1>"How we decide"</h1>
                <p class="lead">
                    "Every event is read by a member of the parish staff before it is listed. No computer decides, and councillors take no part."
                </p>
                <h2>"What happens to an event you send"</h2>
                <ol>
                    <li>"You get a reference, such as WO-7K4P, to quote if you get in touch."</li>
                    <li>{format!("A member of staff reads it, usually within {reply_time}.")}</li>
                    <li>
                        "They answer each of the "
                        <a href="/standards">"standards for events"</a>
                        ": it meets the standard, or it does not."
                    </li>
                    <li>"They list the event, ask you to change something, or refuse it."</li>
                </ol>
                <h2>"What each decision means"</h2>
                <dl>
                    <dt><strong>"Listed"</strong></dt>
                    <dd>"It meets every standard and is on What’s On until it is over."</dd>
                    <dt><strong>"Changes asked for"</strong></dt>
                    <dd>"Something in it does not meet a standard, and could. We tell you what."</dd>
                    <dt><strong>"Refused"</strong></dt>
                    <dd>
                        "It does not meet one or more standards, or it is not the kind of event that belongs on the council’s website. Depending on the case we say nothing, tell you of our policy, or send a brief reply."
                    </dd>
                </dl>
                <h2>"Taking an event down"</h2>
                <p>{format!("If we learn that a listed event does not meet the standards, we take it down. Its page may then say: “{}”", model.policy.removal_sentence)}</p>
                <h2>"The council’s decision is final"</h2>
                <p>
                    {format!(
                        "What’s On is offered at the council’s discretion, under its communications policy, adopted in {adopted}. \
                         Every decision is recorded: who decided, when, on which standards.",
                    )}
                </p>
                <h2>"What this is not"</h2>
                <p>{format!("Sending in an event is not a formal communication with {council}. ")} {channels}</p>
            </div>
        }
    })
}
