//! `/staff/submissions/{reference}/standing`: what has become of a listed event, said by the parish
//! office: its status, or one of its dates cancelled.

use domain::{event::EventStatus, form::FormErrors, manage::SENDERS_STATUSES};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{Flash, flash_banner},
};
use crate::{
    components::{Button, DateRow, ErrorSummary, RadioOption, Radios, dates_to_cancel, problem},
    pages::manage::meaning,
    shell::{Head, StaffPage},
};

/// What has become of a listed event.
#[derive(Debug, Clone)]
pub struct EventStatusPage {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// Its dates in words.
    pub when: String,
    /// The event's public address (a path).
    pub public_href: String,
    /// Its status now.
    pub status: EventStatus,
    /// Its dates to come, where it has several.
    pub dates: Vec<DateRow>,
    /// Who is told: "Pat Lee, pat@example.org"; none where there is no address.
    pub to: Option<String>,
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// What is wrong; field `status`.
    pub errors: FormErrors,
}

/// The page as a document.
#[must_use]
pub fn event_status(desk: Desk, model: &EventStatusPage) -> String {
    let case = address::submission(&model.reference);
    let head = Head::new(format!(
        "Status and dates: {} ({})",
        model.title, model.reference
    ))
    .with_problems(!model.errors.is_empty())
    .back_to(&case, "The event on the desk");
    desk.page(head, StaffPage::Listed, || {
        let told = match &model.to {
            Some(to) => format!("The event’s page, the list and people’s calendars say so at once. The sender is told by email: {to}."),
            None => "The event’s page, the list and people’s calendars say so at once. The sender has no email address: tell them by telephone or letter.".to_owned(),
        };
        view! {
            <div class="wrap desk-narrow">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Status and dates"<span class="h1-more">{model.title.clone()}</span></h1>
                <p>
                    {model.when.clone()}" · "
                    <a href=model.public_href.clone()>"See the public page"</a>
                </p>
                <p>{told}</p>
                {status(model)}
                {dates(model)}
            </div>
        }
        .into_any()
    })
}

fn status(model: &EventStatusPage) -> AnyView {
    let options = SENDERS_STATUSES
        .into_iter()
        .map(|status| RadioOption::new(status.as_str(), status.label()).hint(meaning(status)))
        .collect();
    view! {
        <section class="card" aria-label="The whole event">
            <form method="post" action=address::event_status(&model.reference) novalidate>
                <Radios
                    name="status"
                    legend="The whole event"
                    value=model.status.as_str()
                    options
                    problem=problem(&model.errors, "status")
                />
                <Button words="Say so on the event’s page"/>
            </form>
        </section>
    }
    .into_any()
}

fn dates(model: &EventStatusPage) -> Option<AnyView> {
    if model.dates.is_empty() || model.status == EventStatus::Cancelled {
        return None;
    }
    let action = format!("{}/dates", address::event_status(&model.reference));
    Some(
        view! {
            <section class="card" aria-labelledby="dates">
                <h2 id="dates">"One date"</h2>
                <p>"The other dates stay as they are. It can be taken back."</p>
                {dates_to_cancel(&action, &model.dates)}
            </section>
        }
        .into_any(),
    )
}
