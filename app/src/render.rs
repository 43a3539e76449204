//! From a view to a string of HTML.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

/// Renders a view to HTML. Islands inside it are marked for the browser to wake; everything else
/// is inert, and nothing is added that a strict content security policy would refuse.
///
/// The view is made inside the call, because islands look up their surroundings when they are
/// made. It must hold no resource and no `Suspense`: nothing here waits.
pub fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().into_view().to_html());
    owner.cleanup();
    without_markers(&html)
}

/// Takes out the `<!>` that Leptos sets between neighbouring texts. They are a parse error in
/// HTML, and only islands need them: there they become `<!---->`, the same node in valid form.
fn without_markers(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut islands = 0_usize;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(after) = rest.strip_prefix("<!>") {
            if islands > 0 {
                out.push_str("<!---->");
            }
            rest = after;
            continue;
        }
        if rest.starts_with("<leptos-island") {
            islands += 1;
        } else if rest.starts_with("</leptos-island") {
            islands = islands.saturating_sub(1);
        }
        let end = tag_end(rest);
        out.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Where the tag that starts `html` ends. A `>` in a quoted attribute does not end it.
fn tag_end(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// Writes text so that it is text in HTML, between tags or in a double-quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// HTML that was made safe before it came here: a description after the sanitiser. The only
/// markup from outside that a page sets without escaping it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Vouches for `html`: it has been through the sanitiser, or a person of the project wrote it.
    #[must_use]
    pub fn sanitised(html: impl Into<String>) -> Self {
        Self(html.into())
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Data for search engines (JSON-LD), which stands in a page and is never run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JsonLd(String);

impl JsonLd {
    /// Takes JSON, and writes what HTML would read as an end of the data, or an older script as an
    /// end of a line, as JSON's own escapes: the same data in other letters.
    #[must_use]
    pub fn new(json: &str) -> Self {
        let mut inert = String::with_capacity(json.len());
        for c in json.chars() {
            match c {
                '<' => inert.push_str("\\u003c"),
                '>' => inert.push_str("\\u003e"),
                '&' => inert.push_str("\\u0026"),
                '\u{2028}' => inert.push_str("\\u2028"),
                '\u{2029}' => inert.push_str("\\u2029"),
                c => inert.push(c),
            }
        }
        Self(inert)
    }

    /// The JSON, for between `<script type="application/ld+json">` and its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_between_texts_are_left_out() {
        let (a, b) = ("a".to_owned(), "b".to_owned());
        assert_eq!(render(|| view! { <p>{a}{b}</p> }), "<p>ab</p>");
    }

    #[test]
    fn nothing_in_data_for_search_engines_ends_it() {
        let typed = "</script><script>alert(1)</script><!-- &amp; \u{2028}";
        let inert = JsonLd::new(&format!("\"{typed}\""));
        assert!(!inert.as_str().contains(['<', '>', '&', '\u{2028}']));
        assert!(inert.as_str().contains("\\u003c/script\\u003e"));
    }

    #[test]
    fn a_marker_typed_into_an_attribute_stays() {
        assert_eq!(
            without_markers(r#"<input value="<!>"><!>x<!><b>"#),
            r#"<input value="<!>">x<b>"#
        );
    }

    #[test]
    fn markers_in_an_island_become_comments() {
        assert_eq!(
            without_markers(r#"<leptos-island data-props="{">a<!>b</leptos-island>c<!>d"#),
            r#"<leptos-island data-props="{">a<!---->b</leptos-island>cd"#
        );
    }
}
