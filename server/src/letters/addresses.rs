//! What is written about an address: that it is to be confirmed, that it was changed, and the links that were asked for.
//!
//! What asks to confirm goes to anybody whose address somebody typed. So it is the council's words alone: no title, no
//! name, no text of whoever typed it (`docs/mail.md`, `docs/decisions/0028-mail-to-strangers.md`).

use domain::{
    council::Site,
    message::{Kind, NewMessage},
};

use crate::letters::{
    marks::{self, PRIVATE_LINK},
    submissions::{message, signature},
};

/// What the button on the private page says.
const PRESS: &str = "“Yes, this is my address”";

/// Why an address is asked to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// An event was sent in with it.
    Sent,
    /// It was given for an event that had another before.
    Changed,
    /// The parish office has answered.
    Answered,
}

/// Asks whoever reads at the address of a submission to confirm it.
#[must_use]
pub fn confirm(site: &Site, reference: &str, why: Why, recipient: &str) -> NewMessage {
    let council = &site.council;
    let what = match why {
        Why::Sent => format!(
            "Somebody, probably you, has sent an event to {council} for the What's On page and given this email \
             address. The event's reference is {reference}."
        ),
        Why::Changed => format!(
            "Somebody, probably you, has given this email address for an event that was sent to {council} for the \
             What's On page. The event's reference is {reference}."
        ),
        Why::Answered => format!(
            "The parish office has answered about an event that was sent to {council} for the What's On page with \
             this email address. The event's reference is {reference}."
        ),
    };
    let then = match why {
        Why::Sent => "Then your receipt comes by email, and later the council's answer.",
        Why::Changed => "From then on we write to this address about the event.",
        Why::Answered => "Then the answer comes by email.",
    };
    let body = [
        "Hello".to_owned(),
        what,
        format!(
            "If the event is yours, open the page below and press {PRESS}. {then} Keep the link to yourself: whoever \
             has it can change the event.\n\n{PRIVATE_LINK}"
        ),
        not_you(),
        signature(site),
    ];
    asking(site, &format!(" ({reference})"), &body, recipient)
}

/// New private links were asked for, and nobody has confirmed the address for any of the events.
#[must_use]
pub fn confirm_links(site: &Site, references: &[&str], recipient: &str) -> NewMessage {
    let council = &site.council;
    let what = match references {
        [one] => format!("the private page of the event {one}, which was"),
        _ => "the private pages of events that were".to_owned(),
    };
    let body = [
        "Hello".to_owned(),
        format!(
            "Somebody, probably you, asked for a new link to {what} sent to {council} for the What's On page with this \
             email address. Nobody has confirmed the address yet."
        ),
        format!(
            "Open the page of an event that is yours, and press {PRESS}. Keep the link to yourself: whoever has it can \
             change the event.\n\n{}",
            by_reference(references)
        ),
        not_you(),
        signature(site),
    ];
    let about = match references {
        [one] => format!(" ({one})"),
        _ => String::new(),
    };
    asking(site, &about, &body, recipient)
}

fn asking(site: &Site, about: &str, body: &[String], recipient: &str) -> NewMessage {
    let subject = format!("What's On: confirm your email address{about}");
    message(site, Kind::Confirm, recipient, subject, body.join("\n\n"))
}

fn not_you() -> String {
    "If it is not yours, you need not do anything. Until somebody presses that button we write to this address only to \
     ask for that, and only a few times a day."
        .to_owned()
}

fn by_reference(references: &[&str]) -> String {
    let links = references
        .iter()
        .map(|reference| format!("{reference}:\n{}", marks::private_link_of(reference)));
    links.collect::<Vec<_>>().join("\n\n")
}

/// New private links were asked for: to the events whose address is proved, by title (`proved`: reference and title), and to
/// those for which nobody has confirmed it yet, by reference alone.
#[must_use]
pub fn new_links(
    site: &Site,
    (proved, unproved): (&[(&str, &str)], &[&str]),
    recipient: &str,
) -> NewMessage {
    let links = proved.iter().map(|(reference, title)| {
        format!(
            "“{title}” ({reference}):\n{}",
            marks::private_link_of(reference)
        )
    });
    let links: Vec<String> = links.collect();
    let mut body = vec![
        "Hello".to_owned(),
        "Somebody, probably you, asked for new links to your events on the What's On page. Each opens an event's private \
         page. Keep them to yourself:"
            .to_owned(),
        links.join("\n\n"),
    ];
    if !unproved.is_empty() {
        body.push(format!(
            "These were sent in with this email address too, and nobody has confirmed it for them yet. If one is yours, \
             open its page and press {PRESS}:\n\n{}",
            by_reference(unproved)
        ));
    }
    body.push(
        "If it was not you, nothing has happened and there is nothing to do. The links that you had still work."
            .to_owned(),
    );
    body.push(signature(site));
    let subject = "What's On: your private links".to_owned();
    message(site, Kind::NewLink, recipient, subject, body.join("\n\n"))
}

/// Word to the address that a submission had until now: it has another, and the links that were mailed here have ended.
#[must_use]
pub fn address_changed(site: &Site, reference: &str, recipient: &str) -> NewMessage {
    let body = [
        "Hello".to_owned(),
        format!(
            "The email address of your event {reference} on the What's On page was changed on its private page, from \
             this address to another. We write to the other one from now on, once it is confirmed, and the links to the \
             private page that we sent you have ended."
        ),
        "If that was you, or somebody you run the event with, there is nothing to do.".to_owned(),
        format!(
            "If not, somebody has had one of your links. Tell the parish office at once: telephone {}, or email {}, with \
             the reference {reference}.",
            site.office_telephone, site.office_email,
        ),
        signature(site),
    ]
    .join("\n\n");
    let subject = format!("What's On: your event has another email address ({reference})");
    message(site, Kind::AddressChanged, recipient, subject, body)
}
