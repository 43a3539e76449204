//! A whole policy pasted as text, split into its clauses by their numbers.
//!
//! What stands in the text comes from a word processor, a PDF or a web page: lines broken anywhere,
//! page numbers, a table of contents, headings, bullets of many shapes. A line begins a clause if it
//! starts with a number, and the numbers rise: of all the numbers that lines start with, the longest
//! rising row is taken, so that "5.3 above" or "2.5 metres" at the start of a line does no harm, and
//! of a table of contents and the text itself the later stands. What is in no clause is told.

use crate::form::{Fields, FormErrors, Pairs, Tampered};
use crate::policy::{ClauseWords, NUMBER_LIMIT};
use crate::text;

pub use crate::limits::PASTE_LIMIT;

/// A line from this length on was broken where the paper ended, not where a sentence did.
const FULL_LINE: usize = 60;
/// The longest line that may be a heading.
const HEADING: usize = 60;

/// A pasted policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Its clauses, in their order.
    pub clauses: Vec<ClauseWords>,
    /// The lines that are in none: headings, page numbers, what stands before the first.
    pub left_out: Vec<String>,
}

/// The form of a pasted policy. Field `text`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasteAnswers {
    /// `text`
    pub text: String,
}

impl PasteAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            text: fields.take("text"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Splits the policy.
    ///
    /// # Errors
    /// It is empty or too long, no clause is in it, or one of them is longer than a clause may be.
    pub fn parse(&self) -> Result<Pasted, FormErrors> {
        let mut errors = FormErrors::default();
        if self.text.trim().is_empty() {
            errors.push("text", "Paste the text of the policy");
            return Err(errors);
        }
        if self.text.chars().count() > PASTE_LIMIT {
            errors.push("text", "The text is too long: paste the policy alone");
            return Err(errors);
        }
        let pasted = split(&self.text);
        if pasted.clauses.is_empty() {
            errors.push(
                "text",
                "No clause was found. Each must start a line with its number",
            );
        }
        for clause in &pasted.clauses {
            if text::letter(&clause.text).is_err() {
                let number = &clause.number;
                errors.push("text", format!("Clause {number} is too long: split it, or look whether the numbers after it start their lines"));
            }
        }
        errors.unless_any(pasted)
    }
}

/// Splits a text into clauses.
#[must_use]
pub fn split(text: &str) -> Pasted {
    let lines = lines(text);
    let starts = starts(&lines);
    let mut pasted = Pasted::default();
    let mut open: Option<Open> = None;
    for (line, start) in lines.into_iter().zip(starts) {
        match start {
            Start::Clause(number, rest) => {
                let next = Open::new(number, rest);
                let crosses = open
                    .as_ref()
                    .is_some_and(|it| it.number.section() != next.number.section());
                pasted.close(open.replace(next), crosses);
            }
            Start::Heading => {
                pasted.close(open.take(), false);
                pasted.left_out.push(line);
            }
            Start::Furniture => pasted.left_out.push(line),
            Start::Words => match &mut open {
                Some(open) => open.lines.push(line),
                None if line.is_empty() => (),
                None => pasted.left_out.push(line),
            },
        }
    }
    pasted.close(open, false);
    pasted
}

impl Pasted {
    /// Takes in a clause that is read to its end. Before another section, its last line may be that
    /// section's heading.
    fn close(&mut self, open: Option<Open>, crosses: bool) {
        let Some(mut open) = open else { return };
        let heading = if crosses { open.take_heading() } else { None };
        let (number, text) = (open.number.to_string(), joined(&open.lines));
        if text.is_empty() || number.len() > NUMBER_LIMIT {
            self.left_out
                .push(format!("{number} {text}").trim_end().to_owned());
        } else {
            self.clauses.push(ClauseWords { number, text });
        }
        self.left_out.extend(heading);
    }
}

/// A clause whose lines are still being read.
struct Open {
    number: Number,
    lines: Vec<String>,
}

impl Open {
    fn new(number: Number, first: String) -> Self {
        Self {
            number,
            lines: vec![first],
        }
    }

    /// A short last line after an empty one, which ends like no sentence.
    fn take_heading(&mut self) -> Option<String> {
        while self.lines.len() > 1 && self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        let [.., before, last] = self.lines.as_slice() else {
            return None;
        };
        let ends = last.ends_with(['.', ';', ':', ',', '!', '?']);
        let is_heading = before.is_empty() && !ends && last.chars().count() <= HEADING;
        (is_heading && bullet(last).is_none())
            .then(|| self.lines.pop())
            .flatten()
    }
}

/// A clause's number: its parts, each with a letter or none. "6.9a" is 6, then 9 with an a.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Number(Vec<(u32, Option<char>)>);

impl Number {
    fn section(&self) -> u32 {
        self.0.first().map_or(0, |(part, _)| *part)
    }

    fn is_single(&self) -> bool {
        self.0.len() == 1
    }

    /// Whether another may come right after it: the next of its parts, or the first below.
    fn leads_to(&self, next: &Self) -> bool {
        let shared = self
            .0
            .iter()
            .zip(&next.0)
            .take_while(|(a, b)| a == b)
            .count();
        let (mine, theirs) = (&self.0[shared..], &next.0[shared..]);
        match (mine.first(), theirs) {
            (Some((a, _)), [(b, _)]) => b - a.min(b) <= 5,
            (None, [(first, _)]) => *first <= 2,
            (_, [.., (last, _)]) => *last <= 2,
            (_, []) => false,
        }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (part, letter)) in self.0.iter().enumerate() {
            let dot = if at == 0 { "" } else { "." };
            write!(f, "{dot}{part}")?;
            letter.iter().try_for_each(|letter| write!(f, "{letter}"))?;
        }
        Ok(())
    }
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Start {
    /// A clause begins, with these words.
    Clause(Number, String),
    /// A section's heading.
    Heading,
    /// A page's number or a line of the contents.
    Furniture,
    /// It goes on.
    Words,
}

/// The lines as they are read: spaces of one kind, none twice, nothing unseen.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace(['\u{000C}', '\u{000B}', '\u{0085}'], "\n");
    let text = text::lines(&text);
    let unseen = |c: char| matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}');
    text.split('\n')
        .map(|line| {
            let seen: String = line.chars().filter(|c| !unseen(*c)).collect();
            seen.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// What each line is.
fn starts(lines: &[String]) -> Vec<Start> {
    let read: Vec<Option<(Number, &str)>> = lines
        .iter()
        .map(|line| numbered(line).filter(|_| !is_furniture(line)))
        .collect();
    let of = |at: usize| read[at].as_ref().map(|(number, _)| number);
    let places = |single: bool| -> Vec<usize> {
        let fits = |at: &usize| of(*at).is_some_and(|number| number.is_single() == single);
        (0..lines.len()).filter(fits).collect()
    };
    let many = places(false);
    let row = rising(
        if many.is_empty() {
            places(true)
        } else {
            many.clone()
        },
        of,
    );
    let row = plausible(&row, of);
    let mut starts: Vec<Start> = lines
        .iter()
        .map(|line| {
            if is_furniture(line) {
                Start::Furniture
            } else {
                Start::Words
            }
        })
        .collect();
    for &at in &row {
        if let Some((number, rest)) = &read[at] {
            starts[at] = Start::Clause(number.clone(), (*rest).to_owned());
        }
    }
    if !many.is_empty() {
        single_numbers(&mut starts, &read, &row, &places(true));
    }
    starts
}

/// Single numbers between clauses of two: a heading before the clauses of its section, or a section
/// that is one clause. Anything else is an item of a list.
fn single_numbers(
    starts: &mut [Start],
    read: &[Option<(Number, &str)>],
    row: &[usize],
    singles: &[usize],
) {
    let mut next = 0;
    let mut section = 0;
    for &at in singles {
        while next < row.len() && row[next] < at {
            section = section.max(read[row[next]].as_ref().map_or(0, |(it, _)| it.section()));
            next += 1;
        }
        let Some((number, rest)) = &read[at] else {
            continue;
        };
        let ahead = row.get(next).and_then(|place| read[*place].as_ref());
        let ahead = ahead.map(|(it, _)| it.section());
        let here = number.section();
        if ahead == Some(here) && here > section {
            starts[at] = Start::Heading;
        } else if here == section + 1 && ahead.is_none_or(|ahead| ahead > here) {
            starts[at] = Start::Clause(number.clone(), (*rest).to_owned());
            section = here;
        }
    }
}

/// The longest row of places whose numbers rise; of two that are as long, the later.
fn rising<'a>(places: Vec<usize>, of: impl Fn(usize) -> Option<&'a Number>) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: std::collections::HashMap<usize, usize> = std::collections::HashMap::new();
    for at in places {
        let length = ends.partition_point(|end| of(*end) < of(at));
        if let Some(shorter) = length.checked_sub(1) {
            before.insert(at, ends[shorter]);
        }
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut row: Vec<usize> =
        std::iter::successors(ends.last().copied(), |at| before.get(at).copied()).collect();
    row.reverse();
    row
}

/// Without numbers that stand alone far from those around them: "12.5 kilograms".
fn plausible<'a>(row: &[usize], of: impl Fn(usize) -> Option<&'a Number>) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for (place, &at) in row.iter().enumerate() {
        let fits = |a: Option<&usize>, b: Option<&usize>| {
            let (a, b) = (a.and_then(|it| of(*it)), b.and_then(|it| of(*it)));
            a.zip(b).is_some_and(|(a, b)| a.leads_to(b))
        };
        if kept.is_empty() || fits(kept.last(), Some(&at)) || fits(Some(&at), row.get(place + 1)) {
            kept.push(at);
        }
    }
    kept
}

/// A line that starts with a number, and the words after it.
fn numbered(line: &str) -> Option<(Number, &str)> {
    let mut line = line;
    while let Some(inside) = bullet(line) {
        line = inside;
    }
    for word in ["Clause ", "CLAUSE ", "§ ", "§"] {
        line = line.strip_prefix(word).unwrap_or(line);
    }
    let end = line.find(' ').unwrap_or(line.len());
    let (head, rest) = line.split_at(end);
    let head = head
        .trim_end_matches(['.', ')', ':', ']'])
        .trim_start_matches(['(', '[']);
    let parts = head.split('.').map(part).collect::<Option<Vec<_>>>()?;
    let rest = rest.trim_start_matches([' ', '-', '–', '—', ':']);
    Some((Number(parts), rest))
}

/// One part of a number: up to three digits, and a letter perhaps.
fn part(part: &str) -> Option<(u32, Option<char>)> {
    let digits = part.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letters = &part[digits.len()..];
    let right = (1..=3).contains(&digits.len())
        && digits.bytes().all(|it| it.is_ascii_digit())
        && letters.len() <= 1;
    right
        .then(|| Some((digits.parse().ok()?, letters.chars().next())))
        .flatten()
}

/// The words behind a bullet of any shape.
fn bullet(line: &str) -> Option<&str> {
    const SHAPES: [char; 15] = [
        '-', '–', '—', '*', '•', '·', '▪', '◦', '●', '○', '■', '‣', '\u{F0B7}', '\u{F0A7}', '✓',
    ];
    let inside = line.strip_prefix(SHAPES)?;
    let inside = inside
        .strip_prefix(' ')
        .or((!line.starts_with(['-', '–', '—', '*'])).then_some(inside))?;
    (!inside.is_empty()).then_some(inside)
}

/// Whether a line begins an item of a list: "(a) …", "b) …", "(iv) …".
fn is_item(line: &str) -> bool {
    let head = line.split(' ').next().unwrap_or_default();
    let Some(inside) = head.strip_suffix(')') else {
        return false;
    };
    let inside = inside.strip_prefix('(').unwrap_or(inside);
    (1..=4).contains(&inside.len()) && inside.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// A page's number or a line of the table of contents.
fn is_furniture(line: &str) -> bool {
    let bare = line.trim_matches(['-', '–', '—', '|', ' ', '[', ']']);
    let words: Vec<&str> = bare.split(' ').collect();
    let number = |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_digit());
    let page = match words.as_slice() {
        [one] => number(one) && one.len() <= 3,
        [page, n] => page.eq_ignore_ascii_case("page") && number(n),
        [a, "/" | "of", b] => number(a) && number(b),
        [page, a, "/" | "of", b] => page.eq_ignore_ascii_case("page") && number(a) && number(b),
        _ => false,
    };
    let contents = words.last().is_some_and(|last| number(last))
        && (line.contains("....") || line.contains("……") || line.contains(". . ."));
    page || contents
}

/// The lines as a text: what was broken where the paper ended is joined again, and every item of a
/// list has a line of its own.
fn joined(lines: &[String]) -> String {
    let mut text = String::new();
    let mut before = "";
    for line in lines {
        if line.is_empty() {
            before = "";
            continue;
        }
        let mut words = line.as_str();
        let mut is_bullet = false;
        while let Some(inside) = bullet(words) {
            (words, is_bullet) = (inside, true);
        }
        let broken =
            before.chars().count() >= FULL_LINE && !before.ends_with(['.', ';', ':', '!', '?']);
        if is_bullet {
            text.push_str(if text.is_empty() { "• " } else { "\n• " });
        } else if broken && !is_item(words) {
            text.push(' ');
        } else if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(words);
        before = line;
    }
    text
}
