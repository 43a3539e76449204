//! Hostile strings through every field of every public page. Whatever somebody types is text on
//! the page: the parsed page has no element, attribute or address that the same page with plain
//! words has not.

mod samples;

use std::collections::BTreeSet;

use app::render::render;
use leptos::prelude::*;
use samples::Samples;
use scraper::Html;

/// Each breaks out of another place: an element's text, a textarea, a title, an attribute, a
/// comment, the state of an island, a link.
const STRINGS: [&str; 7] = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title></head><body><script>alert(1)</script>",
    "\"><script>alert(1)</script><a href=\"",
    "' onmouseover='alert(1)' x='",
    "--><svg/onload=alert(1)><!--",
    "&lt;script&gt;alert(1)&lt;/script&gt;<b>&amp;",
];

/// What a page is made of: its elements, each with the names of its attributes.
fn parts(html: &str) -> BTreeSet<(String, BTreeSet<String>)> {
    Html::parse_document(html)
        .tree
        .values()
        .filter_map(|node| node.as_element())
        .map(|element| {
            (
                element.name().to_owned(),
                element.attrs().map(|(name, _)| name.to_owned()).collect(),
            )
        })
        .collect()
}

/// Whether an address is that of one of our own pictures.
fn is_ours(address: &str) -> bool {
    let path = address
        .trim_start_matches("/submit")
        .trim_start_matches("/manage/0f");
    path.strip_prefix("/pictures/").is_some_and(|rest| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '/' || c == '.';
        rest.chars().all(plain)
    })
}

/// What in a page was made by the string in it rather than by us.
fn intruders(html: &str, words: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut found = Vec::new();
    for node in page.tree.values() {
        let Some(element) = node.as_element() else {
            continue;
        };
        let name = element.name();
        // A picture of ours is one that we serve; a frame of ours shows our own page.
        let ours = name == "img" && element.attr("src").is_some_and(is_ours)
            || element.attr("class") == Some("framed-preview");
        if matches!(name, "img" | "b" | "iframe" | "style") && !ours {
            found.push(name.to_owned());
        }
        let data = element.attr("type") == Some("application/ld+json");
        if name == "script" && element.attr("src").is_none() && !data {
            found.push("script".to_owned());
        }
        for (attribute, value) in element.attrs() {
            let address = matches!(attribute, "href" | "src" | "action");
            if attribute.starts_with("on") || attribute == "style" || attribute == "x" {
                found.push(format!("{name} {attribute}"));
            }
            if address && value.trim_start().to_lowercase().starts_with("javascript:") {
                found.push(format!("{name} {attribute}={value}"));
            }
        }
    }
    // Read as text, the string must stand in the page unchanged: neither lost nor escaped twice.
    let text: String = page.root_element().text().collect();
    if !found.is_empty() || text.contains(words) || html.contains("data-props") {
        return found;
    }
    let in_value = page
        .tree
        .values()
        .filter_map(|node| node.as_element())
        .any(|element| element.attrs().any(|(_, value)| value.contains(words)));
    if !in_value {
        found.push("the words are not there as they were typed".to_owned());
    }
    found
}

#[test]
fn what_is_typed_is_text_on_every_page() {
    let plain = Samples::PLAIN.pages();
    for words in STRINGS {
        for ((name, html), (_, plain)) in Samples::hostile(words).pages().iter().zip(&plain) {
            assert_eq!(
                intruders(html, words),
                Vec::<String>::new(),
                "{name} with {words}"
            );
            let added: Vec<_> = parts(html).difference(&parts(plain)).cloned().collect();
            let allowed = |(element, _): &&(String, BTreeSet<String>)| {
                // A title that is not plain words may move an address or a mark, nothing else.
                !matches!(
                    element.as_str(),
                    "script" | "img" | "svg" | "b" | "style" | "iframe"
                )
            };
            assert!(
                added.iter().all(|part| allowed(&part)),
                "{name} with {words}: {added:?}"
            );
        }
    }
}

#[test]
fn the_checker_sees_a_title_that_is_not_escaped() {
    let words = STRINGS[2];
    let page =
        format!("<!doctype html><html><head><title>{words}</title></head><body></body></html>");
    assert_ne!(intruders(&page, words), Vec::<String>::new());
}

#[test]
fn the_checker_sees_a_textarea_filled_the_way_leptos_fills_it() {
    let words = STRINGS[1];
    let page = render(|| view! { <form><textarea>{words.to_owned()}</textarea></form> });
    assert_ne!(intruders(&page, words), Vec::<String>::new());
}

#[test]
fn the_textarea_keeps_every_character_and_the_first_line_break() {
    use app::components::Textarea;
    for words in [
        "\nafter a line break",
        "</textarea>",
        "&amp; <b>",
        "a\n\n\"b\"",
    ] {
        let page = render(|| view! { <Textarea name="t" label="T" value=words/> });
        let page = Html::parse_fragment(&page);
        let selector = scraper::Selector::parse("textarea").expect("a selector");
        let text: String = page
            .select(&selector)
            .next()
            .expect("a textarea")
            .text()
            .collect();
        assert_eq!(text, words);
    }
}

#[test]
fn islands_are_told_nothing_that_the_page_does_not_show() {
    for (name, html) in Samples::PLAIN.pages() {
        let page = Html::parse_document(&html);
        let selector = scraper::Selector::parse("leptos-island").expect("a selector");
        for island in page.select(&selector) {
            let props = island.value().attr("data-props").unwrap_or_default();
            assert!(
                !props.contains('@') && !props.contains("Ada"),
                "{name}: {props}"
            );
        }
    }
}
