//! A step of the form, without the answers before it.

use domain::retention::DRAFT_DAYS;
use leptos::prelude::*;

use crate::components::ButtonLink;
use crate::shell::{self, Assets, Head, Nav, Site};

/// The answers cannot be found: too old, sent already, or begun in another browser.
#[must_use]
pub fn missing(site: &Site, assets: &Assets) -> String {
    let head = Head::new("We cannot find your answers").unlisted();
    let telephone = site.office_telephone.clone();
    shell::public(site, assets, head, Nav::AddEvent, || {
        view! {
            <div class="wrap narrow step">
                <h1>"We cannot find your answers"</h1>
                <p class="lead">
                    {format!("They may have been sent already, begun in another browser, or kept longer than {DRAFT_DAYS} days. A browser that refuses cookies cannot keep them either.")}
                </p>
                <p>{format!("If you have a reference, your event has arrived. If not, start again, or telephone the parish office on {telephone}.")}</p>
                <p class="actions">
                    <ButtonLink href="/submit" words="Add your event"/>
                </p>
            </div>
        }
    })
}
