//! A field's text, with the words of its hints marked in place.

use super::{Hint, HintField};

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it is.
    Plain(&'a str),
    /// To be marked.
    Marked(&'a str),
}

/// Cuts a field's text where its hints' words stand; the pieces together are the text. Words are
/// marked wherever they stand as words, not as a part of a longer one; of two that overlap, the one
/// that begins first, or else the longer.
#[must_use]
pub fn pieces<'a>(text: &'a str, field: HintField, hints: &[Hint]) -> Vec<Piece<'a>> {
    let of_field = hints.iter().filter(|hint| hint.field == field);
    let marked = of_field.flat_map(|hint| &hint.marked);
    let mut places: Vec<(usize, usize)> = marked
        .filter(|words| !words.is_empty())
        .flat_map(|words| text.match_indices(words.as_str()))
        .map(|(start, words)| (start, start + words.len()))
        .filter(|(start, end)| stands_alone(text, *start, *end))
        .collect();
    places.sort_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut pieces = Vec::new();
    let mut done = 0;
    for (start, end) in places {
        if start >= done {
            push_plain(&mut pieces, &text[done..start]);
            pieces.push(Piece::Marked(&text[start..end]));
            done = end;
        }
    }
    push_plain(&mut pieces, &text[done..]);
    pieces
}

fn push_plain<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str) {
    if !text.is_empty() {
        pieces.push(Piece::Plain(text));
    }
}

/// Whether no letter or digit touches the words from outside.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let words = &text[start..end];
    let joined = |outer: Option<char>, inner: Option<char>| {
        outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
    };
    !joined(text[..start].chars().next_back(), words.chars().next())
        && !joined(text[end..].chars().next(), words.chars().next_back())
}
