//! What a mail has beside its words: what tells it from every other, and the place of a private link.

use uuid::Uuid;

/// Where the body of a message to a sender has their private link. The database never holds a
/// link that works: the worker makes one when the mail goes out, and only its hash is kept.
pub const PRIVATE_LINK: &str = "{{private link}}";

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
