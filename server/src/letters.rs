//! The words of every mail: pure functions from what is known to a subject and a text, so that what
//! staff read before it goes and what goes are one call.

pub mod accounts;
pub mod notices;
pub mod second_factor;
pub mod submissions;
pub mod weekly;

use uuid::Uuid;

/// Where the body of a message to a sender has their private link. The database never holds a
/// link that works: the worker makes one when the mail goes out, and only its hash is kept.
pub const PRIVATE_LINK: &str = "{{private link}}";

/// How the desk shows [`PRIVATE_LINK`].
const PRIVATE_LINK_SHOWN: &str = "[the sender's private link]";

/// A message's text as the desk shows it.
#[must_use]
pub fn shown(body: &str) -> String {
    let body = body.replace(PRIVATE_LINK, PRIVATE_LINK_SHOWN);
    accounts::PLACES
        .iter()
        .fold(body, |body, (place, shown, _)| body.replace(place, shown))
}

/// A message's text as it is kept, from what staff typed.
#[must_use]
pub fn kept(typed: &str) -> String {
    typed.replace(PRIVATE_LINK_SHOWN, PRIVATE_LINK)
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

#[cfg(test)]
mod tests {
    use super::{PRIVATE_LINK, host, kept, shown};

    #[test]
    fn the_host_is_found_in_an_address() {
        assert_eq!(host("https://whatson.example.org"), "whatson.example.org");
        assert_eq!(host("http://127.0.0.1:3000"), "127.0.0.1");
        assert_eq!(host("https://example.org/whats-on"), "example.org");
        assert_eq!(host("http://[::1]:3000"), "[::1]");
    }

    #[test]
    fn the_place_of_a_private_link_survives_the_desk() {
        let body = format!("Look here:\n\n{PRIVATE_LINK}\n");
        assert!(!shown(&body).contains("{{"));
        assert_eq!(kept(&shown(&body)), body);
    }
}
