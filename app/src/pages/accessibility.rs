//! The accessibility statement, in the order of the model statement for public sector bodies.

use chrono::NaiveDate;
use domain::{retention::IDLE_SESSION, when};
use leptos::prelude::*;

use crate::shell::{self, Assets, Head, Nav, Site};

/// The day the statement was first written.
pub const PREPARED: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");

/// The day the site was last tested and the statement last reviewed: at least once a year.
pub const REVIEWED: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");

/// The accessibility statement.
#[must_use]
pub fn accessibility(site: &Site, assets: &Assets) -> String {
    let head = Head::new("Accessibility statement")
        .describing("How accessible What’s On is, and what to do if something stops you using it.")
        .at("/accessibility");
    let council = site.council.clone();
    let mail = format!("mailto:{}", site.office_email);
    let email = site.office_email.clone();
    let telephone = site.office_telephone.clone();
    let address = site.office_address.clone();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page standing">
                <h1>{format!("Accessibility statement for {council}: What’s On")}</h1>
                <p class="lead">
                    {format!(
                        "{council} is committed to making its website accessible, in accordance with the Public Sector \
                         Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.",
                    )}
                </p>
                <p>"This accessibility statement applies to What’s On: the list of events, the form to add one, and the pages that staff use to decide. It does not apply to the rest of the council’s website."</p>

                <h2>"How accessible this website is"</h2>
                <p>"You should be able to:"</p>
                <ul>
                    <li>"zoom in up to 400% without anything running off the screen"</li>
                    <li>"read every page, and send in an event, with a keyboard alone"</li>
                    <li>"do the same with scripts switched off"</li>
                    <li>"change colours, contrast and spacing; a dark scheme follows your device"</li>
                </ul>

                <h2>"Compliance status"</h2>
                <p>
                    "This website is partially compliant with the "
                    <a href="https://www.w3.org/TR/WCAG22/">
                        "Web Content Accessibility Guidelines version 2.2"
                    </a>
                    " AA standard, because of the points below."
                </p>

                <h2>"Non-accessible content"</h2>
                <p>{format!("Pages for staff: somebody who is signed in is signed out after {} minutes without use, with no warning and without what was typed on that page (WCAG 2.2 success criterion 2.2.1, Timing Adjustable). We are working on it.", IDLE_SESSION.num_minutes())}</p>
                <p>"We have not yet tested with people who use screen readers or speech every day."</p>
                <p>"Websites of local groups that an event links to are theirs, and may not be accessible."</p>

                <h2>"Preparation of this accessibility statement"</h2>
                <p>
                    "This statement was prepared on " {date(PREPARED)} ". It was last reviewed on "
                    {date(REVIEWED)} "."
                </p>
                <p>
                    "This website was last tested on " {date(REVIEWED)}
                    ". The people who build it tested every kind of page: with automatic checks on a wide and a narrow screen, with the keyboard alone, and with scripts switched off."
                </p>

                <h2>"Feedback and contact information"</h2>
                <p>"If something stops you, or if you need an event in another form such as large print or read to you over the telephone, tell the parish office:"</p>
                <ul>
                    <li>"email " <a href=mail>{email}</a></li>
                    <li>{format!("telephone {telephone}")}</li>
                    <li>{format!("write to {address}")}</li>
                </ul>
                <p>"We answer within 10 working days. You can also tell the office about your event by telephone, by letter or in person, and staff will put it in for you."</p>

                <h2>"Enforcement procedure"</h2>
                <p>
                    "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility regulations’). If you’re not happy with how we respond to your complaint, "
                    <a href="https://www.equalityadvisoryservice.com/">
                        "contact the Equality Advisory and Support Service (EASS)"
                    </a> "."
                </p>
            </div>
        }
    })
}

fn date(day: NaiveDate) -> impl IntoView {
    view! { <time datetime=when::date_attr(day)>{when::day_and_year(day)}</time> }
}
