//! The answers are kept; the person may go.

use chrono::NaiveDate;
use domain::submission::Step;
use domain::when;
use leptos::prelude::*;

use super::FormAt;
use crate::components::{ButtonLink, Look};
use crate::shell::{Assets, Head, Site};

/// What is kept and for how long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaterPage {
    /// The step to go on with; `None` where only sending is left.
    pub step: Option<Step>,
    /// The last day the answers are kept.
    pub kept_until: NaiveDate,
    /// Where the form is filled in.
    pub at: FormAt,
}

/// The answers are kept; the person may go.
#[must_use]
pub fn later(model: &LaterPage, site: &Site, assets: &Assets) -> String {
    let until = when::day(model.kept_until);
    let at = &model.at;
    let href = at.carry_on(model.step);
    let sent = match at {
        FormAt::New | FormAt::KeyIn { .. } => "Nothing has been sent to the parish office yet.",
        FormAt::Edit { .. } => "Your change has not been sent to the parish office yet.",
    };
    let back = match at {
        FormAt::New => view! {
            <p>
                "To carry on, come back on this device, in this browser, to "
                <strong class="address">{format!("{}/submit", site.address)}</strong>
            </p>
            <p>"Others who use this device and this browser can see your answers."</p>
        }
        .into_any(),
        FormAt::Edit { .. } => view! {
            <p>"To carry on, open your private page again by the link in our email, on any device, and press “Change it”."</p>
        }
        .into_any(),
        FormAt::KeyIn { .. } => view! {
            <p>"To carry on, keep the address of this page, or open “Key in an event” again."</p>
        }
        .into_any(),
    };
    let away = match at {
        FormAt::New => ("/".to_owned(), "See all events"),
        FormAt::Edit { .. } => (at.start(), "Back to your private page"),
        FormAt::KeyIn { .. } => ("/staff".to_owned(), "Back to the queue"),
    };
    at.document(
        site,
        assets,
        Head::new("Your answers are saved").unlisted(),
        || {
            view! {
                <div class="wrap narrow step">
                    <h1>"Your answers are saved"</h1>
                    <p class="lead">
                        {format!("They are kept until {until}. {sent}")}
                    </p>
                    {back}
                    <p class="actions">
                        <ButtonLink href words="Carry on now"/>
                        <ButtonLink href=away.0 words=away.1 look=Look::Outline/>
                    </p>
                </div>
            }
        },
    )
}
