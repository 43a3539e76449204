//! The form: a start, five steps, a check, a receipt; and what stands in for them.

pub mod check;
pub mod event;
pub mod later;
pub mod missing;
pub mod more;
pub mod picture;
pub mod place;
pub mod sent;
pub mod start;
pub mod when;
pub mod you;

use domain::form::FormErrors;
use domain::submission::{Channel, Step};
use leptos::prelude::*;

use crate::components::{Button, ErrorSummary, Look};
use crate::shell::{self, Assets, Head, Nav, Site, StaffNav};

/// Where the form is filled in and what for. Its addresses and the words at its head follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FormAt {
    /// A new event, in the sender's browser.
    #[default]
    New,
    /// Changes to an event, on its sender's private page.
    Edit {
        /// The private link's secret.
        token: String,
        /// `WO-7K4P`.
        reference: String,
    },
    /// An event that staff key in for somebody.
    KeyIn {
        /// The form's own secret.
        form: String,
        /// How the event came.
        channel: Channel,
        /// The desk's header.
        nav: StaffNav,
    },
}

impl FormAt {
    /// What the form's addresses begin with.
    #[must_use]
    pub fn base(&self) -> String {
        match self {
            Self::New => "/submit".to_owned(),
            Self::Edit { token, .. } => format!("/manage/{token}/edit"),
            Self::KeyIn { form, channel, .. } => {
                format!("/staff/key-in/{}/{form}", channel.as_str())
            }
        }
    }

    /// The address of a step; `changing` comes back to the check page afterwards.
    #[must_use]
    pub fn step(&self, step: Step, changing: bool) -> String {
        let back = if changing { "?then=check" } else { "" };
        format!("{}/{}{back}", self.base(), step.slug())
    }

    /// What the addresses of the form's pictures begin with.
    #[must_use]
    pub fn pictures(&self) -> String {
        match self {
            Self::New => "/submit/pictures".to_owned(),
            Self::Edit { token, .. } => format!("/manage/{token}/pictures"),
            Self::KeyIn { .. } => "/staff/pictures".to_owned(),
        }
    }

    /// The address of the check page.
    #[must_use]
    pub fn check(&self) -> String {
        format!("{}/check", self.base())
    }

    /// The address of a step to go on with; the check page's where nothing is left.
    #[must_use]
    pub fn carry_on(&self, step: Option<Step>) -> String {
        step.map_or_else(|| self.check(), |step| self.step(step, false))
    }

    /// Where one came from before the first step.
    fn start(&self) -> String {
        match self {
            Self::New => "/submit".to_owned(),
            Self::Edit { token, .. } => format!("/manage/{token}"),
            Self::KeyIn { .. } => "/staff/key-in".to_owned(),
        }
    }

    /// What one is doing: "Add your event".
    fn doing(&self) -> String {
        match self {
            Self::New => "Add your event".to_owned(),
            Self::Edit { reference, .. } => format!("Change your event {reference}"),
            Self::KeyIn { channel, .. } => {
                format!("Key in an event · {}", channel.label().to_lowercase())
            }
        }
    }

    /// Whether staff fill the form in for somebody.
    fn by_staff(&self) -> bool {
        matches!(self, Self::KeyIn { .. })
    }

    /// The document around a page of the form: the desk's where staff fill it in.
    fn document<V: IntoView>(
        &self,
        site: &Site,
        assets: &Assets,
        head: Head,
        body: impl FnOnce() -> V,
    ) -> String {
        match self {
            Self::KeyIn { nav, .. } => {
                // None of the desk's keys does anything in the form.
                let nav = StaffNav {
                    shortcuts: false,
                    ..nav.clone()
                };
                shell::staff(site, assets, head, Some(nav), body)
            }
            _ => shell::public(site, assets, head, Nav::AddEvent, body),
        }
    }
}

/// A step of the form: its problems, its number, its question, its fields and its buttons.
struct Frame<'a> {
    step: Step,
    heading: &'static str,
    changing: bool,
    at: &'a FormAt,
    errors: &'a FormErrors,
    islands: bool,
}

impl Frame<'_> {
    fn page<V: IntoView>(self, site: &Site, assets: &Assets, fields: impl FnOnce() -> V) -> String {
        let Self {
            step,
            heading,
            changing,
            at,
            errors,
            islands,
        } = self;
        let back = match step.previous() {
            _ if changing => at.check(),
            Some(previous) => at.step(previous, false),
            None => at.start(),
        };
        let mut head = Head::new(format!("{heading} Step {} of 5", step.number()))
            .unlisted()
            .with_problems(!errors.is_empty())
            .back_to(back, "Back");
        head.islands = islands;
        // The one step with a file.
        let enctype = (step == Step::Picture).then_some("multipart/form-data");
        at.document(site, assets, head, || {
            view! {
                <div class="wrap narrow step">
                    <ErrorSummary errors=errors.clone()/>
                    <p class="step-number">
                        {format!("{} · step {} of 5", at.doing(), step.number())}
                    </p>
                    <h1>{heading}</h1>
                    <form method="post" action=at.step(step, changing) enctype=enctype novalidate>
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
