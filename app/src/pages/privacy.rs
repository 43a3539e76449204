//! The privacy notice.

use leptos::prelude::*;

use crate::shell::{self, Assets, Head, Nav, Site};

/// How long something is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// What is kept: "An event that was refused or withdrawn".
    pub what: String,
    /// How long: "12 months".
    pub how_long: String,
}

/// What the notice needs from the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyPage {
    /// How long each kind of record is kept.
    pub kept: Vec<Retention>,
}

/// The privacy notice.
#[must_use]
pub fn privacy(model: &PrivacyPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("Privacy")
        .describing(
            "What we ask for when you add an event, why, who sees it and how long it is kept.",
        )
        .at("/privacy");
    let council = site.council.clone();
    let mail = format!("mailto:{}", site.office_email);
    let email = site.office_email.clone();
    let office = format!(
        "{council}, {}. Telephone {}.",
        site.office_address, site.office_telephone
    );
    let kept = model.kept.clone();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page standing">
                <h1>"Privacy"</h1>
                <p class="lead">
                    {format!("{council} runs What’s On and answers for what it does with your details.")}
                </p>

                <h2>"If you only look"</h2>
                <p>"Reading the events asks nothing of you. No cookie is set, nobody counts your visits, and nothing is loaded from another company."</p>

                <h2>"If you add an event"</h2>
                <p>"We ask for your name and email address, and your telephone number if you choose to give it. Staff use them to ask about the event and to tell you what was decided. They are never shown on the website unless you tick the box that says so, one box for each detail."</p>
                <p>"To keep floods of spam out, we count how many forms come from one internet connection in an hour. So that nobody gets emails they did not ask for, we count in a day how many go to one email address that is not confirmed, and how many one connection causes. We keep no address for that, only a number made from it that cannot be turned back, and forget it within two hours, or with the day."</p>
                <p>"The event itself is for everybody to see once it is listed: its title, description, dates, place, cost, group, access and picture. Of a picture we keep what it shows; the place and the time that a telephone writes into its photographs are thrown away."</p>

                <h2>"If you get the weekly email"</h2>
                <p>"We keep your email address, when you asked for it and when you confirmed, and use them for that email only. Each one has a link that stops it: then we forget the address and what was written to it."</p>

                <h2>"Why we may"</h2>
                <ul>
                    <li>"Running What’s On is a task in the public interest of the parish council (UK GDPR Article 6(1)(e))."</li>
                    <li>"We show your name, email address or telephone number only with your consent (Article 6(1)(a)). Tell the parish office and we take it off the website."</li>
                    <li>"We send the weekly email only with your consent (Article 6(1)(a)), which you take back with the link in each email."</li>
                </ul>

                <h2>"Who sees it"</h2>
                <p>"Paid staff of the parish office. Councillors have no access. We pass nothing on, unless the law makes us: what the council holds can be asked for under the Freedom of Information Act, and then personal details are taken out first."</p>

                <h2>"How long it is kept"</h2>
                <p>"What is deleted by itself goes up to a day after the time given here, so that nothing is lost by a clock that is wrong."</p>
                <table>
                    <caption class="unseen">"How long each kind of record is kept"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"What"</th>
                            <th scope="col">"How long"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {kept
                            .into_iter()
                            .map(|kept| {
                                view! {
                                    <tr>
                                        <td>{kept.what}</td>
                                        <td>{kept.how_long}</td>
                                    </tr>
                                }
                            })
                            .collect::<Vec<_>>()}
                    </tbody>
                </table>

                <h2>"No machine decides"</h2>
                <p>"A person decides on every event. No decision is made by a computer alone."</p>

                <h2>"What you can ask for"</h2>
                <p>"You can ask to see what we hold about you, to have it put right, to have it erased, or that we stop using it. Asking costs nothing, and we answer within one month."</p>

                <h2>"To ask or to complain"</h2>
                <p>
                    "Write to " <a href=mail>{email}</a> ", or to "
                    {office}
                    " We acknowledge a complaint within 30 days."
                </p>
                <p>
                    "You can also complain to the Information Commissioner’s Office: "
                    <a href="https://ico.org.uk/make-a-complaint/">"make a complaint to the ICO"</a>
                    ", or telephone 0303 123 1113."
                </p>
            </div>
        }
    })
}
