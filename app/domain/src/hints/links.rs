//! Links in a text.

use linkify::{LinkFinder, LinkKind};
use url::Url;

use super::words::{phrases, words};

phrases! {
    /// How web addresses end: "com". Without a scheme only these are taken for a link, since
    /// "tea.Cake" is a slip.
    WEB_ENDINGS = "web-endings";
    /// Hosts that are no business's: charities, churches, public bodies; and those that sell
    /// tickets and show the way.
    ORDINARY_HOSTS = "ordinary-hosts";
}

/// A link as it stands in a text.
pub(super) struct Link<'a> {
    /// The byte it begins at.
    pub(super) start: usize,
    /// Its characters.
    pub(super) text: &'a str,
    /// Its host in small letters, without "www.".
    pub(super) host: String,
}

/// The links to websites in a text, in their order.
pub(super) fn find(text: &str) -> Vec<Link<'_>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    let links = finder.links(text).filter_map(|link| {
        Some(Link {
            start: link.start(),
            text: link.as_str(),
            host: host_of(link.as_str())?,
        })
    });
    links.collect()
}

/// The host of a link to a website.
fn host_of(link: &str) -> Option<String> {
    let has_scheme = link.contains("://");
    let whole = if has_scheme {
        link.to_owned()
    } else {
        format!("https://{link}")
    };
    let url = Url::parse(&whole).ok()?;
    let host = url.host_str()?.to_lowercase();
    let known = host.starts_with("www.") || WEB_ENDINGS.is(&words(last_label(&host)));
    let web = matches!(url.scheme(), "http" | "https");
    // "Coffee.Cake" has a capital that nobody types in an address.
    let typed_small = !link.split('/').next()?.contains(char::is_uppercase);
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    (web && (has_scheme || (known && typed_small)) || host_is_www(link)).then_some(host)
}

fn host_is_www(link: &str) -> bool {
    link.to_lowercase().starts_with("www.")
}

fn last_label(host: &str) -> &str {
    host.rsplit('.').next().unwrap_or(host)
}

/// Whether a host is one of the ordinary ones, or belongs to one: "groombridge.play-cricket.com".
pub(super) fn is_ordinary(host: &str) -> bool {
    let host = words(host);
    ORDINARY_HOSTS
        .find(&host)
        .iter()
        .any(|found| found.end == host.len())
}
