//! The form: a start, five steps, a check, a receipt; and what stands in for them.

pub mod check;
pub mod event;
pub mod later;
pub mod missing;
pub mod more;
pub mod place;
pub mod sent;
pub mod start;
pub mod when;
pub mod you;

use domain::form::FormErrors;
use domain::submission::Step;
use leptos::prelude::*;

use crate::components::{Button, ErrorSummary, Look};
use crate::shell::{self, Assets, Head, Nav, Site};

/// The address of a step; `changing` comes back to the check page afterwards.
fn address(step: Step, changing: bool) -> String {
    format!(
        "/submit/{}{}",
        step.slug(),
        if changing { "?then=check" } else { "" }
    )
}

/// A step of the form: its problems, its number, its question, its fields and its buttons.
struct Frame<'a> {
    step: Step,
    heading: &'static str,
    changing: bool,
    errors: &'a FormErrors,
    islands: bool,
}

impl Frame<'_> {
    fn page<V: IntoView>(self, site: &Site, assets: &Assets, fields: impl FnOnce() -> V) -> String {
        let Self {
            step,
            heading,
            changing,
            errors,
            islands,
        } = self;
        let back = match step.previous() {
            _ if changing => "/submit/check".to_owned(),
            Some(previous) => address(previous, false),
            None => "/submit".to_owned(),
        };
        let mut head = Head::new(format!("{heading} Step {} of 5", step.number()))
            .unlisted()
            .with_problems(!errors.is_empty())
            .back_to(back, "Back");
        head.islands = islands;
        shell::public(site, assets, head, Nav::AddEvent, || {
            view! {
                <div class="wrap narrow step">
                    <ErrorSummary errors=errors.clone()/>
                    <p class="step-number">
                        {format!("Add your event · step {} of 5", step.number())}
                    </p>
                    <h1>{heading}</h1>
                    <form method="post" action=address(step, changing) novalidate>
                        // The first button is the one that the Enter key presses.
                        <button type="submit" class="unseen" tabindex="-1" aria-hidden="true">
                            "Continue"
                        </button>
                        {fields()}
                        <div class="actions">
                            <Button words="Continue"/>
                            <Button
                                words="Save and come back later"
                                look=Look::Link
                                name="save"
                                value="later"
                            />
                        </div>
                    </form>
                </div>
            }
        })
    }
}
