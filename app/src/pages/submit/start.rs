//! Where the form starts: what it asks, what comes of it, and what it is not.

use chrono::NaiveDate;
use domain::standards::PolicyVersion;
use domain::submission::Step;
use domain::when;
use leptos::prelude::*;

use super::FormAt;
use crate::components::{Button, ButtonLink, Look, Notice, Tone};
use crate::pages::{formal_channels, month_of};
use crate::shell::{self, Assets, Head, Nav, Site};

/// The start, and the answers left from another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartPage {
    /// The policy in force.
    pub policy: PolicyVersion,
    /// Answers that were not sent yet, in this browser.
    pub unsent: Option<Unsent>,
}

/// Answers that were not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// The title, as far as it was typed; may be empty.
    pub title: String,
    /// The step to go on with; `None` where only sending is left.
    pub step: Option<Step>,
    /// The last day they are kept.
    pub kept_until: NaiveDate,
}

/// Where the form starts.
#[must_use]
pub fn start(model: &StartPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("Add your event")
        .describing("Tell the parish about your event. It is free and takes about five minutes.")
        .at("/submit")
        .back_to("/", "All events");
    let council = site.council.clone();
    let reply_time = site.reply_time.clone();
    let places = site.places.clone();
    let channels = formal_channels(site);
    let adopted = month_of(model.policy.adopted);
    let unsent = model.unsent.clone();
    let fresh = unsent.is_none();
    shell::public(site, assets, head, Nav::AddEvent, || {
        view! {
            <div class="wrap narrow step">
                <h1>"Add your event"</h1>
                <p class="lead">
                    {format!("For local groups and residents with something coming up in {places}. It is free, takes about five minutes, and needs no account.")}
                </p>
                {unsent.map(carry_on_notice)}
                <h2>"What we ask"</h2>
                <ul>
                    <li>"what the event is, when and where"</li>
                    <li>"what it costs, how to book, and how easy it is to get in"</li>
                    <li>"your name and email address, for the parish staff"</li>
                </ul>
                <h2>"What happens then"</h2>
                <ul>
                    <li>{format!("A member of the parish staff reads it, usually within {reply_time}.")}</li>
                    <li>
                        "They decide by the " <a href="/standards">"standards for events"</a>
                        {format!(", from the policy adopted in {adopted}.")}
                    </li>
                    <li>"If it is listed, it stays on What’s On until it is over."</li>
                </ul>
                <h2>"Before you start"</h2>
                <ul>
                    <li>"You are responsible for the event and for what you tell people about it."</li>
                    <li>"Listing is at the council’s discretion. The council’s decision is final."</li>
                    <li>{format!("This form is not a formal communication with {council}. {channels}")}</li>
                    <li>
                        "Only what you choose is shown of your own details. "
                        <a href="/privacy">"Privacy"</a>
                    </li>
                </ul>
                <p class="actions">
                    {fresh.then(|| view! { <ButtonLink href=FormAt::New.step(Step::Event, false) words="Start now"/> })}
                </p>
                <p class="small soft">
                    {format!("Rather not use a form? Telephone {}, write, or come to the parish office, and staff will put it in for you.", site.office_telephone)}
                </p>
            </div>
        }
    })
}

#[allow(clippy::needless_pass_by_value, reason = "the view owns what it shows")]
fn carry_on_notice(unsent: Unsent) -> impl IntoView {
    let what = if unsent.title.trim().is_empty() {
        "an event".to_owned()
    } else {
        format!("“{}”", unsent.title.trim())
    };
    let until = when::day(unsent.kept_until);
    view! {
        <Notice tone=Tone::Heather heading="You have not sent everything yet">
            <p>{format!("You began to add {what} in this browser. Your answers are kept until {until}.")}</p>
            <form class="actions" method="post" action="/submit/start-again">
                <ButtonLink href=FormAt::New.carry_on(unsent.step) words="Carry on"/>
                <Button words="Throw it away and start again" look=Look::Outline/>
            </form>
        </Notice>
    }
}
