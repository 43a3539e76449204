//! Mail: what is written to the people who send events in. A mail is a row of the transaction
//! it tells of; each goes to one person.

pub mod templates;

/// What a mail is about, as the database keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The event has arrived.
    Receipt,
    /// The event is listed.
    Listed,
    /// Changes are asked for.
    Changes,
    /// The event is refused, with a brief response (6.12).
    Refused,
    /// The event is refused, with the policy notice (6.12).
    PolicyNotice,
    /// The event is no longer listed.
    TakenDown,
    /// The sender's change has arrived.
    Edited,
    /// Staff changed the words of a listed event (5.2).
    Reworded,
    /// A new private link.
    NewLink,
}

/// Stands in a stored mail for the sender's private link, which is made as the mail goes out: so
/// the database holds no link that works.
pub const PRIVATE_LINK: &str = "{{private link}}";

impl Kind {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Listed => "listed",
            Self::Changes => "changes",
            Self::Refused => "refused",
            Self::PolicyNotice => "policy_notice",
            Self::TakenDown => "taken_down",
            Self::Edited => "edited",
            Self::Reworded => "reworded",
            Self::NewLink => "new_link",
        }
    }
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
    use super::host;

    #[test]
    fn the_host_is_found_in_an_address() {
        assert_eq!(host("https://whatson.example.org"), "whatson.example.org");
        assert_eq!(host("http://127.0.0.1:3000"), "127.0.0.1");
        assert_eq!(host("https://example.org/whats-on"), "example.org");
        assert_eq!(host("http://[::1]:3000"), "[::1]");
    }
}
