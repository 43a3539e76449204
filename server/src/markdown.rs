//! Descriptions: a small Markdown subset to HTML that is safe to show, with links that tell where they lead.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use domain::text::Email;
use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};
use url::Url;

/// Which rendering [`to_html`] is. Whoever changes what comes of the same words raises it: what was
/// published before is rendered again when the site starts (`jobs::published`).
pub const RENDERING: i16 = 2;

/// A link of a description, as the desk tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its words, as the page shows them.
    pub words: String,
    /// The host that it truly leads to, in ASCII: "xn--pple-43d.example".
    pub host: String,
}

/// Renders a description. Paragraphs, line breaks, bold, italic, lists and links come through, and
/// web addresses become links; headings become paragraphs; pictures, tables and HTML become the
/// text that was typed.
///
/// A link whose words are not its own address has its host beside it, and so has one to a host that
/// is not in plain letters: nobody is led where they did not mean to go. An address with a user's name
/// in it, or without its two slashes, is no link; a mailbox is one without what was to be filled in.
///
/// Whatever the parser makes, `ammonia` then lets only a short list of tags through, and links
/// only to `https`, `http` and `mailto` addresses.
#[must_use]
pub fn to_html(source: &str) -> String {
    let mut rendered = String::new();
    html::push_html(&mut rendered, events(source, &mut Vec::new()).into_iter());
    sanitiser().clean(&rendered).to_string()
}

/// The links of a description, in their order.
#[must_use]
pub fn links(source: &str) -> Vec<Link> {
    let mut links = Vec::new();
    events(source, &mut links);
    links
}

/// What is to be shown, and the links that are in it.
fn events(source: &str, links: &mut Vec<Link>) -> Vec<Event<'static>> {
    let source = with_whole_addresses(source);
    let mut shown: Vec<Event<'static>> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for event in Parser::new_ext(&source, Options::empty()).map(plain) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                open = Some((dest_url.into_string(), shown.len()));
            }
            Event::End(TagEnd::Link) => {
                if let Some((address, at)) = open.take() {
                    let words = shown.split_off(at);
                    shown.extend(link(&address, words, links));
                }
            }
            event => shown.push(event.into_static()),
        }
    }
    shown
}

/// A link with its words, and its host where that is not plain from them; the words alone where the
/// address is none to lead to.
fn link(address: &str, words: Vec<Event<'static>>, links: &mut Vec<Link>) -> Vec<Event<'static>> {
    let Some(target) = Target::of(address) else {
        return words;
    };
    let said = text_of(&words);
    let host =
        (!target.is_said_by(&said)).then(|| Event::Text(format!(" ({})", target.host).into()));
    links.push(Link {
        words: said,
        host: target.host,
    });
    let start = Event::Start(Tag::Link {
        link_type: LinkType::Autolink,
        dest_url: target.href.into(),
        title: CowStr::from(""),
        id: CowStr::from(""),
    });
    let mut shown = vec![start];
    shown.extend(words);
    shown.push(Event::End(TagEnd::Link));
    shown.extend(host);
    shown
}

/// The words of some events alone.
fn text_of(events: &[Event<'_>]) -> String {
    let words = events.iter().map(|event| match event {
        Event::Text(text) => text,
        _ => " ",
    });
    let words: String = words.collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a link leads.
struct Target {
    /// The address as it is followed.
    href: String,
    /// Its host in ASCII.
    host: String,
}

impl Target {
    /// Reads an address as a browser would, which skips much: `http:evil.example` leads there too, and
    /// `https://www.gov.uk@evil.example` to the second. Neither is a link here.
    fn of(address: &str) -> Option<Self> {
        if let Some(mailbox) = without_prefix(address, "mailto:") {
            let mailbox = mailbox.split('?').next().unwrap_or_default();
            let mailbox = Email::parse(mailbox).ok()?;
            let (_, host) = mailbox.as_str().split_once('@')?;
            return Some(Self {
                href: format!("mailto:{mailbox}"),
                host: host.to_owned(),
            });
        }
        let plainly = ["https://", "http://"];
        plainly
            .iter()
            .find_map(|scheme| without_prefix(address, scheme))?;
        let url = Url::parse(address).ok()?;
        let alone = url.username().is_empty() && url.password().is_none();
        let host = url.host_str()?.to_owned();
        alone.then(|| Self {
            href: url.into(),
            host,
        })
    }

    /// Whether the words are the address itself, host and all.
    fn is_said_by(&self, words: &str) -> bool {
        let bare = |address: &str| {
            let rest = ["https://", "http://", "mailto:"]
                .iter()
                .find_map(|scheme| without_prefix(address, scheme))
                .unwrap_or(address);
            rest.trim_end_matches('/').to_owned()
        };
        bare(words).eq_ignore_ascii_case(&bare(&self.href))
    }
}

/// What follows a beginning in whatever letters, small or large.
fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Turns what the subset leaves out into what it has.
fn plain(event: Event<'_>) -> Event<'_> {
    match event {
        // What looks like HTML was typed by a person: show it as they typed it.
        Event::Html(typed) | Event::InlineHtml(typed) | Event::Code(typed) => Event::Text(typed),
        // People press Enter and mean it.
        Event::SoftBreak => Event::HardBreak,
        // A picture becomes its words.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {
            Event::Text(CowStr::Borrowed(""))
        }
        Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
            Event::Start(Tag::Paragraph)
        }
        Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
            Event::End(TagEnd::Paragraph)
        }
        other => other,
    }
}

/// The source with every web address in angle brackets, so that no underscore or bracket in it is read as
/// Markdown. Those that are in a link already stay, and so do those beside a back-tick.
fn with_whole_addresses(source: &str) -> String {
    let mut whole = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let mut done = 0;
        for at in addresses(line) {
            whole.push_str(&line[done..at.start]);
            let address = &line[at.clone()];
            if address.contains("://") {
                whole.extend(["<", address, ">"]);
            } else {
                whole.extend(["[", address, "](<https://", address, ">)"]);
            }
            done = at.end;
        }
        whole.push_str(&line[done..]);
    }
    whole
}

/// Where the web addresses of a line stand that are in no link yet: with their scheme, or from "www." on.
fn addresses(line: &str) -> Vec<Range<usize>> {
    if line.contains('`') {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    let found = finder
        .links(line)
        .map(|link| link.start()..link.start() + visible(link.as_str()).len());
    found
        .filter(|at| {
            let (before, address, after) = (&line[..at.start], &line[at.clone()], &line[at.end..]);
            let is_one = address.contains("://") || without_prefix(address, "www.").is_some();
            is_one
                && !before.ends_with('<')
                && !before.ends_with("](")
                && !after.starts_with("](")
                && !address.contains(['<', '>', '*'])
        })
        .collect()
}

/// An address up to a space of any kind: a no-break space ends it too.
fn visible(address: &str) -> &str {
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
    };
    address.split(ends).next().unwrap_or_default()
}

fn sanitiser() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from([
            "p", "br", "ul", "ol", "li", "strong", "em", "a",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow ugc"));
    builder
}

#[cfg(test)]
mod tests {
    use super::{links, to_html};

    #[test]
    fn the_subset_comes_through() {
        assert_eq!(
            to_html("**Bold** and *soft*\nnext line"),
            "<p><strong>Bold</strong> and <em>soft</em><br>\nnext line</p>\n"
        );
        assert_eq!(to_html("- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
    }

    #[test]
    fn a_web_address_becomes_a_link_that_carries_no_trust() {
        assert_eq!(
            to_html("Book at https://history.example/talks."),
            "<p>Book at <a href=\"https://history.example/talks\" rel=\"noopener noreferrer nofollow ugc\">https://history.example/talks</a>.</p>\n"
        );
    }

    #[test]
    fn html_is_shown_as_it_was_typed() {
        assert_eq!(
            to_html("<b>Free!</b> <script>alert('hi')</script>"),
            "<p>&lt;b&gt;Free!&lt;/b&gt; &lt;script&gt;alert('hi')&lt;/script&gt;</p>\n"
        );
    }

    #[test]
    fn links_lead_to_the_web_or_to_a_mailbox_only() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "/staff",
            "//evil.example",
            "java\tscript:alert(1)",
        ] {
            let html = to_html(&format!("[press](<{bad}>)"));
            assert!(!html.contains("href"), "{bad}: {html}");
        }
        assert!(
            to_html("[write](mailto:hall@example.org)")
                .contains("href=\"mailto:hall@example.org\"")
        );
    }

    #[test]
    fn pictures_and_handlers_do_not_come_through() {
        let html = to_html("![x](https://e.example/x.png \"y\\\" onerror=alert(1)\")");
        assert!(
            !html.contains("<img") && !html.contains("onerror=\""),
            "{html}"
        );
    }

    #[test]
    fn a_list_keeps_its_numbers_and_a_picture_its_words() {
        assert!(to_html("24. December: songs").contains("<ol start=\"24\">"));
        assert_eq!(
            to_html("See ![the map](https://e.example/x.png)"),
            "<p>See the map</p>\n"
        );
    }

    /// Links that lie, and what is shown of each: the host that it truly leads to, or no link at all.
    #[test]
    fn a_link_tells_where_it_leads_whatever_its_words_say() {
        for (source, host) in [
            (
                "[https://www.gov.uk/apply](https://evil.example/steal)",
                Some("evil.example"),
            ),
            ("[www.gov.uk](http://evil.example/)", Some("evil.example")),
            (
                "[book here](https://tickets.example.org/x)",
                Some("tickets.example.org"),
            ),
            (
                "[https://a.example](https://a.example.evil.example/)",
                Some("a.example.evil.example"),
            ),
            ("https://\u{430}pple.example", Some("xn--pple-43d.example")),
            (
                "[apple.example](https://\u{430}pple.example)",
                Some("xn--pple-43d.example"),
            ),
            (
                "[office](mailto:office@example.org?bcc=other@example.org&body=x)",
                Some("example.org"),
            ),
            ("https://www.gov.uk@evil.example/", None),
            ("[x](https://www.gov.uk:pass@evil.example/)", None),
            ("[x](http:evil.example)", None),
            ("[x](https:/evil.example)", None),
            ("[x](https:\\\\evil.example)", None),
            ("http:evil.example", None),
            ("[x](mailto:a@b)", None),
        ] {
            let html = to_html(source);
            if let Some(host) = host {
                assert!(html.contains(&format!("</a> ({host})")), "{source}: {html}");
                assert_eq!(links(source)[0].host, host, "{source}");
            } else {
                assert!(!html.contains("<a "), "{source}: {html}");
                assert_eq!(links(source), [], "{source}");
            }
            assert!(!html.contains("bcc"), "{source}: {html}");
        }
    }

    /// An address in a sentence is a link, whole, whatever stands in it and around it.
    #[test]
    fn an_address_is_found_whole() {
        for (source, address) in [
            (
                "See https://example.org/_events_/2027.",
                "https://example.org/_events_/2027",
            ),
            (
                "(https://example.org/Foo_(bar))",
                "https://example.org/Foo_(bar)",
            ),
            (
                "At www.example.org/fete, from 2pm",
                "https://www.example.org/fete",
            ),
            (
                "https://example.org/nbsp\u{a0}more",
                "https://example.org/nbsp",
            ),
            (
                "*Book at* https://example.org/a_b_c!",
                "https://example.org/a_b_c",
            ),
            ("WWW.EXAMPLE.ORG", "https://www.example.org/"),
        ] {
            let html = to_html(source);
            assert!(
                html.contains(&format!("href=\"{address}\"")),
                "{source}: {html}"
            );
            assert!(!html.contains("</a> ("), "{source}: {html}");
        }
    }
}
