//! A line of plain text from a description in Markdown.

use unicode_segmentation::UnicodeSegmentation;

use super::lines;

pub use crate::limits::SUMMARY_LIMIT;

/// The first sentence, or as many as fit, as plain text: no Markdown, no tags, at most 160
/// characters. A first sentence that is longer is cut after a word and ends in "…".
#[must_use]
pub fn summary(description: &str) -> String {
    let plain = plain(description);
    if plain.chars().count() <= SUMMARY_LIMIT {
        return plain;
    }
    let mut end = 0;
    for sentence in plain.split_sentence_bounds() {
        if plain[..end + sentence.trim_end().len()].chars().count() > SUMMARY_LIMIT {
            break;
        }
        end += sentence.len();
    }
    if end > 0 {
        plain[..end].trim_end().to_owned()
    } else {
        cut(&plain)
    }
}

/// The most whole words that leave room for "…".
fn cut(plain: &str) -> String {
    let room: String = plain.chars().take(SUMMARY_LIMIT - 1).collect();
    let whole = room
        .rsplit_once(' ')
        .map_or(room.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

/// The words alone, on one line: without tags, the marks that begin a line, emphasis and the
/// addresses of links.
fn plain(markdown: &str) -> String {
    let text = without_tags(&lines(markdown));
    let unmarked: Vec<&str> = text.lines().map(without_line_mark).collect();
    let unlinked = without_links(&unmarked.join(" "));
    let bare: String = unlinked
        .chars()
        .filter(|c| !matches!(c, '*' | '`'))
        .collect();
    let words: Vec<&str> = bare
        .split_whitespace()
        .map(|word| word.trim_matches('_'))
        .collect();
    words
        .iter()
        .filter(|word| !word.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Drops "# ", "> ", "- ", "+ ", "* " and "1. " at the beginning of a line, and rules of hyphens.
fn without_line_mark(line: &str) -> &str {
    let line = line.trim();
    if line.len() > 2 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=')) {
        return "";
    }
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = number
        .strip_prefix(". ")
        .filter(|_| number.len() < line.len());
    let mark = line.trim_start_matches(['#', '>', '-', '+', '*']);
    let marked = mark.strip_prefix(' ').filter(|_| mark.len() < line.len());
    item.or(marked).unwrap_or(line).trim_start()
}

/// Drops tags, and what stands between those of a script or a style.
fn without_tags(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        kept.push_str(before);
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
            kept.push('<');
            rest = tag;
            continue;
        }
        let Some((name, after)) = tag.split_once('>') else {
            // No tag is closed any more.
            return kept + "<" + tag;
        };
        rest = after_hidden(name, after);
    }
    kept + rest
}

/// What follows a tag: for a script or a style, what follows its end.
fn after_hidden<'a>(tag: &str, after: &'a str) -> &'a str {
    let name = tag.to_ascii_lowercase();
    let hides = ["script", "style"]
        .iter()
        .any(|hidden| name.starts_with(hidden));
    if hides {
        after.find("</").map_or("", |end| &after[end..])
    } else {
        after
    }
}

/// Keeps the words of `[words](address)`.
fn without_links(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once("](") {
        let Some((_, after)) = tail.split_once(')') else {
            break;
        };
        if let Some((before, words)) = before.rsplit_once('[') {
            kept.push_str(before.strip_suffix('!').unwrap_or(before));
            kept.push_str(words);
            rest = after;
        } else {
            kept.push_str(before);
            kept.push_str("](");
            rest = tail;
        }
    }
    kept + rest
}
