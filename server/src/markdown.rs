//! Descriptions: a small Markdown subset to HTML that is safe to show.

use std::collections::{HashMap, HashSet};

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

/// Renders a description. Paragraphs, line breaks, bold, italic, lists and links come through, and
/// web addresses become links; headings become paragraphs; pictures, tables and HTML become the
/// text that was typed.
///
/// Whatever the parser makes, `ammonia` then lets only a short list of tags through, and links
/// only to `https`, `http` and `mailto` addresses.
#[must_use]
pub fn to_html(source: &str) -> String {
    let mut in_link = false;
    let events = Parser::new_ext(source, Options::empty())
        .map(plain)
        .flat_map(|event| {
            match event {
                Event::Start(Tag::Link { .. }) => in_link = true,
                Event::End(TagEnd::Link) => in_link = false,
                _ => {}
            }
            match event {
                Event::Text(text) if !in_link => with_links(&text),
                other => vec![other],
            }
        });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events);
    sanitiser().clean(&rendered).to_string()
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

/// Makes links of the web addresses in a text. E-mail addresses stay text: they are somebody's.
fn with_links<'a>(text: &str) -> Vec<Event<'a>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut events = Vec::new();
    for span in finder.spans(text) {
        let words = Event::Text(CowStr::from(span.as_str().to_owned()));
        if span.kind().is_some() {
            events.push(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: CowStr::from(span.as_str().to_owned()),
                title: CowStr::from(""),
                id: CowStr::from(""),
            }));
            events.push(words);
            events.push(Event::End(TagEnd::Link));
        } else {
            events.push(words);
        }
    }
    events
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
    use super::to_html;

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
}
