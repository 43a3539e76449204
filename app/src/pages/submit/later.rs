//! The answers are kept; the person may go.

use chrono::NaiveDate;
use domain::submission::Step;
use domain::when;
use leptos::prelude::*;

use super::start::carry_on;
use crate::components::{ButtonLink, Look};
use crate::shell::{self, Assets, Head, Nav, Site};

/// What is kept and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaterPage {
    /// The step to go on with; `None` where only sending is left.
    pub step: Option<Step>,
    /// The last day the answers are kept.
    pub kept_until: NaiveDate,
}

/// The answers are kept; the person may go.
#[must_use]
pub fn later(model: &LaterPage, site: &Site, assets: &Assets) -> String {
    let until = when::day(model.kept_until);
    let address = format!("{}/submit", site.address);
    let href = carry_on(model.step);
    shell::public(
        site,
        assets,
        Head::new("Your answers are saved").unlisted(),
        Nav::AddEvent,
        || {
            view! {
                <div class="wrap narrow step">
                    <h1>"Your answers are saved"</h1>
                    <p class="lead">
                        {format!("They are kept until {until}. Nothing has been sent to the parish office yet.")}
                    </p>
                    <p>
                        "To carry on, come back on this device, in this browser, to "
                        <strong class="address">{address}</strong>
                    </p>
                    <p>"Others who use this device and this browser can see your answers."</p>
                    <p class="actions">
                        <ButtonLink href words="Carry on now"/>
                        <ButtonLink href="/" words="See all events" look=Look::Outline/>
                    </p>
                </div>
            }
        },
    )
}
