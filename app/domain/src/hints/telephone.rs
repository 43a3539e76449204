//! Telephone numbers in a text.
//!
//! Dates, times, prices, postcodes and grid references are full of digits too. So a candidate is
//! found by its shape, as people in Britain write numbers, and `phonenumber` then reads it. Whether
//! a number is in use does not matter: one of a range that is kept for fiction looks as private.

use std::ops::Range;

use phonenumber::PhoneNumber;
use phonenumber::country::GB;

use super::words::{Word, phrases};

phrases! {
    /// Words before a local number, which has no other sign of being one: "ring 864321".
    CUES = "telephone-cues";
}

/// A number, read: the country's code, and the number within the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    country: u16,
    national: u64,
}

impl Number {
    /// Reads a whole number, such as one that the sender agreed to publish.
    pub(super) fn read(text: &str) -> Option<Self> {
        phonenumber::parse(Some(GB), text)
            .ok()
            .map(|number| Self::of(&number))
    }

    fn of(number: &PhoneNumber) -> Self {
        Self {
            country: number.code().value(),
            national: number.national().value(),
        }
    }
}

/// The most groups of digits that a number is written in: "+33 1 42 68 53 00" has six.
const MOST_GROUPS: usize = 6;

/// The numbers in a text with the bytes they stand in.
pub(super) fn find(text: &str, words: &[Word]) -> Vec<(Range<usize>, Number)> {
    let groups = groups(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let most = (at + MOST_GROUPS).min(groups.len());
        let longest = (at + 1..=most)
            .rev()
            .find_map(|end| Some((end, number(text, words, &groups[at..end])?)));
        if let Some((end, number)) = longest {
            found.push((whole(text, &groups[at..end]), number));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The runs of digits in a text.
fn groups(text: &str) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, digit) in text.bytes().enumerate() {
        if digit.is_ascii_digit() {
            match groups.last_mut() {
                Some(last) if last.end == at => last.end = at + 1,
                _ => groups.push(at..at + 1),
            }
        }
    }
    groups
}

/// The number that these groups are, if they are one.
fn number(text: &str, words: &[Word], groups: &[Range<usize>]) -> Option<Number> {
    let whole = whole(text, groups);
    if is_part_of_more(text, &whole) || !joined_as_one(text, groups) {
        return None;
    }
    let digits: usize = groups.iter().map(Range::len).sum();
    let abroad = text[whole.clone()].starts_with('+');
    let first = &text[groups[0].clone()];
    let shaped = if abroad || first.starts_with("00") {
        (9..=15).contains(&digits)
    } else if first.starts_with('0') {
        // An area's or a network's code has three digits at least; "07 12 2026 1030" is a date.
        first.len() >= 3 && !is_times(text, groups)
    } else {
        (6..=8).contains(&digits) && groups.len() <= 2 && is_called(words, whole.start)
    };
    shaped.then(|| judged(&text[whole])).flatten()
}

/// Whether letters, more digits or a sign of money and the like touch the digits: "TQ495356",
/// "£1250", "2026-12-05". A colon or a dot may: "Tel:07700 900123".
fn is_part_of_more(text: &str, whole: &Range<usize>) -> bool {
    let mut before = text[..whole.start].chars().rev();
    let after = text[whole.end..].chars().next();
    let touches = |c: char| c.is_alphanumeric() || matches!(c, '_' | '=');
    match before.next() {
        Some('.' | ':' | '-' | ',') if before.next().is_some_and(|c| c.is_ascii_digit()) => true,
        Some(c) if touches(c) || matches!(c, '£' | '€' | '$') => true,
        Some(_) | None => after.is_some_and(|c| touches(c) || matches!(c, '%' | '@')),
    }
}

/// The bytes from the first group to the last, with a plus before it, or a bracket that closes
/// within.
fn whole(text: &str, groups: &[Range<usize>]) -> Range<usize> {
    let (first, last) = (groups[0].start, groups[groups.len() - 1].end);
    let before = &text[..first];
    let plus = before.strip_suffix('+').unwrap_or(before);
    let bracket = plus
        .strip_suffix('(')
        .filter(|_| text[first..last].contains(')'));
    bracket.unwrap_or(plus).len()..last
}

/// Whether only what people put inside a number stands between its groups: spaces, a hyphen, a
/// dot, brackets. Dots stand between all of them or none, as they do not in "05.12.2026 10.30".
fn joined_as_one(text: &str, groups: &[Range<usize>]) -> bool {
    let joints = groups
        .windows(2)
        .map(|pair| &text[pair[0].end..pair[1].start]);
    let fits = |joint: &str| {
        joint.chars().count() <= 3
            && joint.chars().all(|c| {
                matches!(
                    c,
                    ' ' | '\u{A0}' | '-' | '\u{2010}' | '\u{2011}' | '–' | '.' | '(' | ')'
                )
            })
    };
    let mut joints = joints.peekable();
    let dotted = joints.peek().is_some_and(|joint| *joint == ".");
    joints.all(|joint| fits(joint) && (joint == ".") == dotted)
}

/// Whether the groups begin with hours as soldiers and timetables write them: "0930-1230".
fn is_times(text: &str, groups: &[Range<usize>]) -> bool {
    let is_time = |group: &Range<usize>| {
        let (hour, minute) = text[group.clone()].split_at_checked(2).unwrap_or_default();
        let below = |part: &str, limit: u32| part.parse().is_ok_and(|n: u32| n < limit);
        group.len() == 4 && below(hour, 24) && below(minute, 60)
    };
    groups.len() >= 2 && groups[..2].iter().all(is_time)
}

/// Whether the words just before say that a number follows: "ring Pat on".
fn is_called(words: &[Word], start: usize) -> bool {
    const REACH: usize = 4;
    let at = words.partition_point(|word| word.at.start < start);
    let nearby = &words[at.saturating_sub(REACH)..at];
    let sentence = nearby.last().map(|word| word.sentence);
    let from = nearby.partition_point(|word| Some(word.sentence) < sentence);
    CUES.any(&nearby[from..])
}

/// What `phonenumber` makes of it: a number of ours of the right length, or a true one of abroad.
fn judged(text: &str) -> Option<Number> {
    const BRITAIN: u16 = 44;
    let number = phonenumber::parse(Some(GB), text).ok()?;
    let read = Number::of(&number);
    let local = !text.starts_with(['0', '+', '(']);
    let fits = match (read.country, read.national) {
        // Nine digits after the nought, or ten; Childline's 0800 1111 is the one with seven.
        (BRITAIN, national) => {
            local || (100_000_000..10_000_000_000).contains(&national) || national == 8_001_111
        }
        _ => number.is_valid(),
    };
    fits.then_some(read)
}
