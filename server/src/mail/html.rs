//! A mail's text as HTML, for programs that show no plain text well: the same words in the same
//! order, with paragraphs, quoted lines and links.

use app::render::escape;
use linkify::{LinkFinder, LinkKind};

const PAGE: &str = "margin:0;padding:24px;background:#fffdf8;color:#1d2421;\
                    font-family:'Atkinson Hyperlegible Next',Verdana,Arial,sans-serif;\
                    font-size:18px;line-height:1.5";
const COLUMN: &str = "max-width:620px;margin:0 auto";
const NAME: &str = "margin:0 0 24px;padding-bottom:8px;border-bottom:3px solid #17432f;\
                    color:#17432f;font-weight:bold";
const QUOTE: &str = "margin:16px 0;padding-left:12px;border-left:4px solid #d9d1bf;color:#46524c";

/// The HTML of a text. `subject` and `council` are plain words; everything is escaped, and only
/// addresses of the web and of mailboxes become links.
#[must_use]
pub fn from_text(subject: &str, council: &str, text: &str) -> String {
    format!(
        "<!doctype html>\n\
         <html lang=\"en-GB\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n\
         </head>\n\
         <body style=\"{PAGE}\">\n\
         <div style=\"{COLUMN}\">\n\
         <p style=\"{NAME}\">{}</p>\n\
         {}\n\
         </div>\n\
         </body>\n\
         </html>\n",
        escape(subject),
        escape(council),
        blocks(text),
    )
}

/// Paragraphs, divided by empty lines. Lines that begin with `>` are quoted.
fn blocks(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut blocks: Vec<String> = Vec::new();
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.trim_matches('\n'));
    for paragraph in paragraphs.filter(|paragraph| !paragraph.trim().is_empty()) {
        let lines: Vec<&str> = paragraph.lines().collect();
        for run in lines.chunk_by(|a, b| is_quoted(a) == is_quoted(b)) {
            blocks.push(block(run));
        }
    }
    blocks.join("\n")
}

fn is_quoted(line: &str) -> bool {
    line.starts_with('>')
}

fn block(lines: &[&str]) -> String {
    let quoted = lines.first().is_some_and(|line| is_quoted(line));
    let words: Vec<String> = lines
        .iter()
        .map(|line| {
            let line = line.strip_prefix('>').unwrap_or(line);
            linked(line.trim())
        })
        .collect();
    let words = words.join("<br>\n");
    if quoted {
        format!("<blockquote style=\"{QUOTE}\">{words}</blockquote>")
    } else {
        format!("<p style=\"margin:16px 0\">{words}</p>")
    }
}

/// A line with its addresses as links.
fn linked(line: &str) -> String {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    finder
        .spans(line)
        .map(|span| {
            let words = escape(span.as_str());
            match span.kind() {
                Some(LinkKind::Url) if is_web(span.as_str()) => anchor(&words, &words),
                Some(LinkKind::Email) => anchor(&format!("mailto:{words}"), &words),
                _ => words.clone(),
            }
        })
        .collect()
}

fn is_web(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    ["http", "https", "mailto"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
}

fn anchor(href: &str, words: &str) -> String {
    format!("<a href=\"{href}\" style=\"color:#17432f\">{words}</a>")
}

#[cfg(test)]
mod tests {
    use super::{blocks, from_text};

    #[test]
    fn paragraphs_lines_and_quotations_keep_their_shape() {
        assert_eq!(
            blocks("Dear Pat\n\nOne\ntwo\n> said\n> so\n\n\n\nEnd"),
            "<p style=\"margin:16px 0\">Dear Pat</p>\n\
             <p style=\"margin:16px 0\">One<br>\ntwo</p>\n\
             <blockquote style=\"margin:16px 0;padding-left:12px;border-left:4px solid #d9d1bf;color:#46524c\">said<br>\nso</blockquote>\n\
             <p style=\"margin:16px 0\">End</p>"
        );
    }

    #[test]
    fn only_the_web_and_mailboxes_are_linked() {
        let html = blocks(
            "See https://example.org/a?b=1&c=2, write to office@example.org, not ftp://example.org \
             nor javascript:alert(1) nor javascript://example.org/%0aalert(1) nor data:text/html,x",
        );
        assert_eq!(html.matches("href=").count(), 2, "{html}");
        assert!(
            html.contains("href=\"https://example.org/a?b=1&amp;c=2\""),
            "{html}"
        );
        assert!(
            html.contains("href=\"mailto:office@example.org\""),
            "{html}"
        );
    }

    #[test]
    fn hostile_words_stay_words() {
        for hostile in [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "https://example.org/\"onmouseover=\"alert(1)",
            "https://example.org/'><svg/onload=alert(1)>",
            "</title><script>alert(1)</script>",
            "a\"onclick=x@example.org",
            "\r\n<b>\u{0}\u{202e}",
        ] {
            let html = from_text(hostile, hostile, hostile);
            for bad in ["<script", "<img", "<svg", "<b>"] {
                assert!(!html.contains(bad), "{bad} of {hostile}: {html}");
            }
            for tag in html
                .split('<')
                .skip(1)
                .filter_map(|rest| rest.split('>').next())
            {
                let outside: String = tag.split('"').step_by(2).collect();
                assert!(
                    !outside.contains("onmouseover") && !outside.contains("onclick"),
                    "{tag}"
                );
            }
        }
    }
}
