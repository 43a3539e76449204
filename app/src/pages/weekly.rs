//! The weekly email: how one asks for it, confirms it and stops it.

use domain::{form::FormErrors, weekly};
use leptos::prelude::*;

use crate::components::{Button, ButtonLink, ErrorSummary, Field, Look, problem};
use crate::shell::{self, Assets, Head, Nav, Site};

/// The form of the weekly email.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WeeklyPage {
    /// Whether it is offered: only where mail goes out.
    pub offered: bool,
    /// When it goes: "Thursday at 8am".
    pub goes: String,
    /// The address as typed.
    pub email: String,
    /// What is wrong; field `email`.
    pub errors: FormErrors,
}

/// Asks for an address.
#[must_use]
pub fn weekly(model: &WeeklyPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("An email each week")
        .describing("The events of the next two weeks, by email each week.")
        .at("/weekly")
        .with_problems(!model.errors.is_empty())
        .back_to("/", "All events");
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow step">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"An email each week"</h1>
                {if model.offered { form(model).into_any() } else { not_offered(site).into_any() }}
            </div>
        }
    })
}

fn form(model: &WeeklyPage) -> impl IntoView + use<> {
    view! {
        <p class="lead">
            {format!(
                "Each {} we send you the events of the next two weeks. When nothing is on, nothing comes.",
                model.goes,
            )}
        </p>
        <form method="post" action="/weekly" novalidate>
            <Field
                name="email"
                label="Your email address"
                hint="We write to it once, to make sure that it is yours."
                kind="email"
                autocomplete="email"
                spellcheck=false
                width="half"
                value=model.email.clone()
                problem=problem(&model.errors, "email")
            />
            <p>{format!("What you ask for: “{}”", weekly::WORDING)}</p>
            <p>
                "We use the address for nothing else, and forget it when you stop. "
                <a href="/privacy">"How we look after your details"</a>
            </p>
            <Button words="Send me the weekly email"/>
        </form>
    }
}

fn not_offered(site: &Site) -> impl IntoView + use<> {
    view! {
        <p class="lead">"The weekly email is not offered at the moment."</p>
        <p>{format!("The parish office can tell you when it is: {}.", site.office_telephone)}</p>
        <p class="actions"><ButtonLink href="/" words="See all events" look=Look::Outline/></p>
    }
}

/// A page that says one thing and leads back to the events.
fn word(title: &'static str, lead: &str, more: &str, site: &Site, assets: &Assets) -> String {
    shell::public(
        site,
        assets,
        Head::new(title).unlisted(),
        Nav::Elsewhere,
        || {
            view! {
                <div class="wrap narrow step">
                    <h1>{title}</h1>
                    <p class="lead">{lead.to_owned()}</p>
                    <p>{more.to_owned()}</p>
                    <p class="actions"><ButtonLink href="/" words="See all events" look=Look::Outline/></p>
                </div>
            }
        },
    )
}

/// After an address was given. The same words whether it was new, known or given too often.
#[must_use]
pub fn asked(site: &Site, assets: &Assets) -> String {
    let more = format!(
        "Nothing after a quarter of an hour? Look among the spam, or telephone the parish office on {}.",
        site.office_telephone
    );
    let lead = "We have sent an email to that address. Open the link in it to begin.";
    word("Look in your email", lead, &more, site, assets)
}

/// A link that confirms an address: one button.
#[must_use]
pub fn ask_to_confirm(token: &str, site: &Site, assets: &Assets) -> String {
    let action = format!("/weekly/confirm/{token}");
    let head = Head::new("Begin the weekly email").unlisted();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow step">
                <h1>"Begin the weekly email"</h1>
                <p class="lead">{weekly::WORDING}</p>
                <form method="post" action=action>
                    <Button words="Yes, send it to me"/>
                </form>
            </div>
        }
    })
}

/// The address is confirmed. `goes` is when the email goes: "Thursday at 8am".
#[must_use]
pub fn confirmed(goes: &str, site: &Site, assets: &Assets) -> String {
    let lead = format!("The first one comes on {goes}, if anything is on.");
    let more = "Each email has a link that stops it at once.";
    word("You get the weekly email", &lead, more, site, assets)
}

/// A link that stops the weekly email: one button.
#[must_use]
pub fn ask_to_stop(token: &str, site: &Site, assets: &Assets) -> String {
    let action = format!("/weekly/stop/{token}");
    let head = Head::new("Stop the weekly email").unlisted();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow step">
                <h1>"Stop the weekly email"</h1>
                <p class="lead">"No more emails come, and we forget your address."</p>
                <form method="post" action=action>
                    <Button words="Stop the weekly email"/>
                </form>
            </div>
        }
    })
}

/// It is stopped, now or before.
#[must_use]
pub fn stopped(site: &Site, assets: &Assets) -> String {
    let lead = "No more emails come, and your address is forgotten.";
    let more = "You can ask for it again at any time.";
    word("The weekly email is stopped", lead, more, site, assets)
}

/// A link that does nothing (any more).
#[must_use]
pub fn no_such_link(site: &Site, assets: &Assets) -> String {
    let head = Head::new("This link does not work any more").unlisted();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow step">
                <h1>"This link does not work any more"</h1>
                <p class="lead">"Perhaps its time has run out, the weekly email was stopped before, or the address was not copied to its end."</p>
                <p>{format!("Ask again, or telephone the parish office on {}.", site.office_telephone)}</p>
                <p class="actions"><ButtonLink href="/weekly" words="Ask for the weekly email"/></p>
            </div>
        }
    })
}
