//! The receipt.

use domain::reference::Reference;
use leptos::prelude::*;

use crate::components::{ButtonLink, Look, Notice, Tone};
use crate::pages::formal_channels;
use crate::shell::{self, Assets, Head, Nav, Site};

/// What was sent. It may be opened by anybody, with any reference, so it says the same of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPage {
    /// The submission's short name.
    pub reference: Reference,
}

/// The receipt: the reference, what happens next and when, whom to ask, how to keep it.
#[must_use]
pub fn sent(model: &SentPage, site: &Site, assets: &Assets) -> String {
    let reference = model.reference.to_string();
    let reply_time = site.reply_time.clone();
    let council = site.council.clone();
    let telephone = site.office_telephone.clone();
    let mail = format!("mailto:{}?subject={reference}", site.office_email);
    let email = site.office_email.clone();
    let channels = formal_channels(site);
    let head = Head::new(format!("Your event was sent: {reference}")).unlisted();
    shell::public(site, assets, head, Nav::AddEvent, || {
        view! {
            <div class="wrap narrow step">
                <div class="receipt">
                    <h1>"Your event was sent"</h1>
                    <p>"Your reference " <strong>{reference.clone()}</strong></p>
                </div>
                {confirm_first()}
                <h2>"What happens next"</h2>
                <ul>
                    <li>"We are writing to your email address to ask whether it is yours. Once you have said so, your receipt comes."</li>
                    <li>
                        {format!("A member of the parish staff will read it against the council’s standards, usually within {reply_time}.")}
                    </li>
                    <li>"If it meets every standard, it goes on What’s On."</li>
                    <li>"If something needs to change, or it cannot be listed, we usually reply by email."</li>
                </ul>
                <p><a href="/how-we-decide">"How we decide"</a></p>
                <h2>"Keep your reference"</h2>
                <p>"Print this page, take a picture of it, or write the reference down."</p>
                <h2>"If you need to change or withdraw it"</h2>
                <p>
                    "The link in our message opens your private page: follow the event there, change it or withdraw it. "
                    <a href="/manage">"Ask for a new link"</a>
                    {format!(" if you cannot find it. Or tell the parish office the reference: telephone {telephone}, or email ")}
                    <a href=mail>{email}</a> "."
                </p>
                <p class="small soft">
                    {format!("The council’s decision is final. This form is not a formal communication with {council}. {channels}")}
                </p>
                <p class="actions">
                    <ButtonLink href="/" words="See all events"/>
                    <ButtonLink href="/submit" words="Add another event" look=Look::Outline/>
                </p>
            </div>
        }
    })
}

/// Word that the address has to be confirmed before anything else is written to it.
fn confirm_first() -> AnyView {
    view! {
        <Notice tone=Tone::Amber>
            <p>
                <strong>"Open the link in our email to you, and press “Yes, this is my address”."</strong>
                " Until then we write nothing else to you, and when very many events come in at once, staff read yours after that. Look among unwanted mail too, if you cannot find ours."
            </p>
        </Notice>
    }
    .into_any()
}
