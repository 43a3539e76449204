//! The words of every mail: pure functions from what is known to a subject and a text, so that what
//! staff read before it goes and what goes are one call.

use self::marks::PRIVATE_LINK;

pub mod accounts;
pub mod addresses;
pub mod marks;
pub mod notices;
pub mod second_factor;
pub mod submissions;
pub mod weekly;

/// How the desk shows [`PRIVATE_LINK`].
const PRIVATE_LINK_SHOWN: &str = "[the sender's private link]";

/// A message's text as the desk shows it.
#[must_use]
pub fn shown(body: &str) -> String {
    let body = body.replace(PRIVATE_LINK, PRIVATE_LINK_SHOWN);
    let body = marks::linked(&body.clone()).fold(body, |body, reference| {
        let shown = format!("[the private link of {reference}]");
        body.replace(&marks::private_link_of(reference), &shown)
    });
    accounts::PLACES
        .iter()
        .fold(body, |body, (place, shown, _)| body.replace(place, shown))
}

/// A message's text as it is kept, from what staff typed.
#[must_use]
pub fn kept(typed: &str) -> String {
    typed.replace(PRIVATE_LINK_SHOWN, PRIVATE_LINK)
}

#[cfg(test)]
mod tests {
    use super::{PRIVATE_LINK, kept, marks::host, shown};

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
