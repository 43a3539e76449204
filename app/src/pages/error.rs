//! The page for a request that was not answered as it asked. It says what became of what was
//! typed, and what to do now.

use chrono::NaiveTime;
use domain::when;
use leptos::prelude::*;

use crate::components::{ButtonLink, Notice, Tone};
use crate::render::render;
use crate::shell::{self, Assets, Head, Nav, Site};

/// What went wrong, as far as the person meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorPage {
    /// The HTTP status that goes with it.
    pub status: u16,
    /// Whether a form was being sent, so that the page says nothing of it was saved.
    pub was_sending: bool,
    /// The request's number, by which whoever keeps the server finds it in the log.
    pub number: Option<String>,
    /// After how many minutes it can be tried again, where that is more than one.
    pub wait: Option<u64>,
}

impl ErrorPage {
    /// The heading, and what it means for the person.
    fn words(&self) -> (&'static str, &'static str) {
        match self.status {
            403 => (
                "This form was sent from another website",
                "Open the form on this site and send it from there.",
            ),
            404 => (
                "There is no page here",
                "If you typed the address, check it is right. If you followed a link, the event may have been taken off the list.",
            ),
            405 => (
                "This page cannot be opened like that",
                "It is part of a form. Open the form and use its button, or start from the list of events.",
            ),
            408 => (
                "It took too long to arrive",
                "The connection may be slow. Go back and try again.",
            ),
            409 => (
                "Somebody else has changed this in the meantime",
                "Go back, reload the page and look again.",
            ),
            410 => (
                "This is no longer here",
                "It was taken away and is not coming back.",
            ),
            413 => (
                "That is more than this form can take",
                "Go back, shorten what you wrote, and send it again.",
            ),
            429 => (
                "That was too many tries in a short time",
                "Wait a minute, then try again.",
            ),
            503 => (
                "What’s On cannot answer just now",
                "Wait a few minutes, then try again.",
            ),
            400..500 => (
                "What was sent could not be read",
                "Parts of it were missing or arrived twice. Go back, reload the page and try again.",
            ),
            _ => (
                "Something went wrong on our side",
                "Go back and try again. If it happens again, tell the parish office.",
            ),
        }
    }
}

/// The page for a request that was not answered as it asked.
#[must_use]
pub fn error(model: &ErrorPage, site: &Site, assets: &Assets) -> String {
    let (heading, words) = model.words();
    let words = match model.wait {
        Some(minutes) if model.status == 429 => {
            format!("Wait {minutes} minutes, then try again. What was done before stays as it is.")
        }
        _ => words.to_owned(),
    };
    let sending = model.was_sending && (model.status < 500 || model.status == 503);
    let uncertain = model.was_sending && model.status >= 500 && model.status != 503;
    shell::public(
        site,
        assets,
        Head::new(heading).unlisted(),
        Nav::Elsewhere,
        || {
            view! {
                <div class="wrap narrow page">
                    <h1>{heading}</h1>
                    {sending
                        .then(|| {
                            view! {
                                <p class="lead">
                                    <strong>"Nothing was saved."</strong>
                                    " Your browser may still have what you typed: go back to see it."
                                </p>
                            }
                        })}
                    {uncertain
                        .then(|| {
                            view! {
                                <p class="lead">
                                    <strong>"We cannot tell whether it was saved."</strong>
                                    " Go back and send it again: nothing is ever stored twice."
                                </p>
                            }
                        })}
                    <p class="lead">{words}</p>
                    <p class="actions">
                        <ButtonLink href="/" words="See all events"/>
                    </p>
                    {model
                        .number
                        .clone()
                        .map(|number| {
                            view! {
                                <p class="small soft">
                                    "If you tell the parish office of this, give them this number: "
                                    <strong>{number}</strong>
                                </p>
                            }
                        })}
                </div>
            }
        },
    )
}

/// Word, for the beginning of a public page's `main`, that the page is shown as it was at this time on
/// the parish's clock, because what is so now cannot be read.
#[must_use]
pub fn as_it_was(at: NaiveTime) -> String {
    let heading = format!("This page is shown as it was at {}", when::time(at));
    render(move || {
        view! {
            <div class="wrap">
                <Notice tone=Tone::Amber heading>
                    <p>"Our records cannot be read just now. Something may have changed since then."</p>
                </Notice>
            </div>
        }
    })
}
