//! What a mail has beside its words: what tells it from every other, and the place of a private link.

use uuid::Uuid;

/// Where the body of a message to a sender has their private link. The database never holds a
/// link that works: the worker makes one when the mail goes out, and only its hash is kept.
pub const PRIVATE_LINK: &str = "{{private link}}";

/// What stands in a mail where a private link would open an event that has another address by now.
pub const LINK_LEFT_OUT: &str =
    "[No link: the event has another email address now, and links go there.]";

const LINK_OF: (&str, &str) = ("{{private link of ", "}}");

/// Where a mail about several events has the private link of one of them.
#[must_use]
pub fn private_link_of(reference: &str) -> String {
    format!("{}{reference}{}", LINK_OF.0, LINK_OF.1)
}

/// The references whose private links a text has a place for ([`private_link_of`]).
pub fn linked(text: &str) -> impl Iterator<Item = &str> {
    let places = text.split(LINK_OF.0).skip(1);
    places.filter_map(|rest| rest.split_once(LINK_OF.1).map(|(reference, _)| reference))
}

/// What tells a mail from every other (RFC 5322, 3.6.4), in angle brackets. `site_url` is the
/// site's address.
#[must_use]
pub fn message_id(site_url: &str) -> String {
    format!("<{}@{}>", Uuid::new_v4(), host(site_url))
}

/// The host of the site's address, for Message-IDs: `whatson.example.org`, without a port.
#[must_use]
pub fn host(site_url: &str) -> &str {
    let authority = site_url
        .split_once("://")
        .map_or(site_url, |(_, rest)| rest);
    let host = authority.split('/').next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => {
            name
        }
        _ => host,
    }
}
