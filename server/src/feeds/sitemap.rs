//! The list of pages for search engines (the sitemaps.org protocol, 0.9).

use std::fmt::Write;

use app::render::escape;
use chrono::{DateTime, SecondsFormat, Utc};

/// A page that search engines may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its address from the slash.
    pub path: String,
    /// When it last changed, where that is known.
    pub changed: Option<DateTime<Utc>>,
}

/// The file.
#[must_use]
pub fn sitemap(site_url: &str, pages: &[Page]) -> String {
    let mut file = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        let changed = page.changed.map_or_else(String::new, |at| {
            let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
            format!("<lastmod>{at}</lastmod>")
        });
        let address = escape(&format!("{site_url}{}", page.path));
        // Writing to a string does not fail.
        let _ = writeln!(file, "<url><loc>{address}</loc>{changed}</url>");
    }
    file.push_str("</urlset>\n");
    file
}
