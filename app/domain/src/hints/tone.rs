//! Shouting: capitals and exclamation marks (policy 6.9: civil, tasteful).
//!
//! One word in capitals is often an abbreviation, and two exclamation marks are good cheer.

use std::ops::Range;

use super::reading::{Passage, each_once};
use super::words::Word;
use super::{Case, Hint, HintField, HintKind, capitalised, quoted};

/// The fewest words in a row that shout. Abbreviations seldom come in threes.
const RUN: usize = 3;
/// The fewest letters of a word in capitals that is no abbreviation.
const LONG: usize = 5;
/// The fewest long words, here and there, that shout.
const SCATTERED: usize = 4;
/// The fewest letters of a word that shouts where exclamation marks do.
const BESIDE_MARKS: usize = 4;
/// The fewest exclamation marks in a row that shout.
const MARKS: usize = 3;
/// The fewest in a whole text.
const MARKS_IN_ALL: usize = 7;

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let excited = case
        .reading
        .passages()
        .any(|p| !runs_of_marks(&p.text).is_empty());
    let mut found = Vec::new();
    for passage in case.reading.prose() {
        found.extend(capitals(passage, excited));
        found.extend(exclamation_marks(passage));
    }
    found
}

fn capitals(passage: &Passage<'_>, excited: bool) -> Option<Hint> {
    let words = &passage.words;
    let loud: Vec<usize> = (0..words.len())
        .filter(|at| is_loud(passage, &words[*at]))
        .collect();
    let long = |at: &usize| letters(&words[*at]) >= LONG;
    let ranges: Vec<Range<usize>> = if is_loud_title(passage, &loud) {
        std::iter::once(0..words.len()).collect()
    } else if loud.iter().filter(|at| long(at)).count() >= SCATTERED {
        runs(&loud).collect()
    } else {
        let shouts = |run: &Range<usize>| {
            let in_a_row = run.len() >= RUN && run.clone().any(|at| long(&at));
            let beside = excited && run.clone().any(|at| letters(&words[at]) >= BESIDE_MARKS);
            in_a_row || beside
        };
        runs(&loud).filter(shouts).collect()
    };
    let marked = each_once(ranges.iter().map(|range| passage.marked(range)));
    passage.hint(HintKind::Capitals, marked, |marked| {
        let place = capitalised(passage.field.label());
        format!("{place} has words in capitals: {}.", quoted(marked))
    })
}

fn letters(word: &Word) -> usize {
    word.folded
        .chars()
        .filter(char::is_ascii_alphabetic)
        .count()
}

/// Two letters or more, all of them capitals.
fn is_loud(passage: &Passage<'_>, word: &Word) -> bool {
    let text = &passage.text[word.at.clone()];
    letters(word) >= 2
        && text.chars().any(char::is_uppercase)
        && !text.chars().any(char::is_lowercase)
}

/// A title whose words are all in capitals, one of them too long for an abbreviation.
fn is_loud_title(passage: &Passage<'_>, loud: &[usize]) -> bool {
    let words = &passage.words;
    let quiet = |at: usize| letters(&words[at]) >= 2 && loud.binary_search(&at).is_err();
    passage.field == HintField::Title
        && loud.iter().any(|at| letters(&words[*at]) >= LONG)
        && !(0..words.len()).any(quiet)
}

/// Neighbouring words as ranges.
fn runs(at: &[usize]) -> impl Iterator<Item = Range<usize>> {
    at.chunk_by(|one, next| one + 1 == *next)
        .map(|run| run[0]..run[run.len() - 1] + 1)
}

fn exclamation_marks(passage: &Passage<'_>) -> Option<Hint> {
    let mut marked = runs_of_marks(&passage.text);
    if passage.text.matches('!').count() >= MARKS_IN_ALL {
        marked.push("!".to_owned());
    }
    passage.hint(HintKind::ExclamationMarks, each_once(marked), |_| {
        format!(
            "{} has many exclamation marks.",
            capitalised(passage.field.label())
        )
    })
}

/// Three exclamation marks or more in a row, question marks among them.
fn runs_of_marks(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !matches!(c, '!' | '?'));
    runs.filter(|run| run.len() >= MARKS && run.matches('!').count() >= 2)
        .map(ToOwned::to_owned)
        .collect()
}
