//! What differs between two texts, word by word, and between two versions of the policy.

use serde_json::Value;
use similar::{Algorithm, ChangeTag, DiffOp, DiffTag, DiffableStr, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::policy::matching;
use crate::standards::{Clause, Standard};

/// A run of words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both texts.
    Same(String),
    /// Only in the text before.
    Removed(String),
    /// Only in the text after.
    Added(String),
}

/// How many words two texts may have together to be compared word by word, the spaces between
/// them counted: finding what differs takes up to the square of it.
const MOST_WORDS: usize = 2_000;

/// How many sentences they may have together to be compared sentence by sentence.
const MOST_SENTENCES: usize = 600;

/// The two texts as one: what stays, what goes and what comes, in reading order. A changed word is
/// told before the word that takes its place. Long texts are compared sentence by sentence, and word by
/// word where sentences differ; of what is too long for that too, all goes and all comes.
#[must_use]
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if !compare_words(&mut pieces, before, after) {
        compare_sentences(&mut pieces, before, after);
    }
    pieces
}

/// Tells what differs word by word, unless there are too many words.
fn compare_words(pieces: &mut Vec<Piece>, before: &str, after: &str) -> bool {
    if before.is_empty() || after.is_empty() {
        push(pieces, ChangeTag::Delete, before);
        push(pieces, ChangeTag::Insert, after);
        return true;
    }
    let (before, after) = (before.tokenize_words(), after.tokenize_words());
    if before.len() + after.len() > MOST_WORDS {
        return false;
    }
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        for change in op.iter_changes(&before, &after) {
            push(pieces, change.tag(), change.value());
        }
    }
    true
}

fn compare_sentences(pieces: &mut Vec<Piece>, before: &str, after: &str) {
    let before: Vec<&str> = before.split_sentence_bounds().collect();
    let after: Vec<&str> = after.split_sentence_bounds().collect();
    let ops = if before.len() + after.len() > MOST_SENTENCES {
        let (old_len, new_len) = (before.len(), after.len());
        vec![DiffOp::Replace {
            old_index: 0,
            old_len,
            new_index: 0,
            new_len,
        }]
    } else {
        capture_diff_slices(Algorithm::Myers, &before, &after)
    };
    for op in ops {
        let (was, is) = (
            before[op.old_range()].concat(),
            after[op.new_range()].concat(),
        );
        if op.tag() == DiffTag::Equal {
            push(pieces, ChangeTag::Equal, &is);
        } else if !compare_words(pieces, &was, &is) {
            push(pieces, ChangeTag::Delete, &was);
            push(pieces, ChangeTag::Insert, &is);
        }
    }
}

/// Goes on with the run, or begins another.
fn push(pieces: &mut Vec<Piece>, tag: ChangeTag, words: &str) {
    match (tag, pieces.last_mut()) {
        _ if words.is_empty() => {}
        (ChangeTag::Equal, Some(Piece::Same(run)))
        | (ChangeTag::Delete, Some(Piece::Removed(run)))
        | (ChangeTag::Insert, Some(Piece::Added(run))) => run.push_str(words),
        (ChangeTag::Equal, _) => pieces.push(Piece::Same(words.to_owned())),
        (ChangeTag::Delete, _) => pieces.push(Piece::Removed(words.to_owned())),
        (ChangeTag::Insert, _) => pieces.push(Piece::Added(words.to_owned())),
    }
}

/// What of a record differs, by the names of its parts: a record as the audit log keeps it, an object
/// or nothing. What names it (its first words) is there though it is the same, so that one knows
/// what is told of.
#[must_use]
pub fn records(before: &Value, after: &Value) -> Vec<(String, Vec<Piece>)> {
    const NAMES: [&str; 3] = ["clause", "standard", "name"];
    let part = |of: &Value, name: &str| of.get(name).map(plain).unwrap_or_default();
    let keys = |of: &Value| -> Vec<String> {
        let keys = of.as_object().into_iter().flat_map(|it| it.keys());
        keys.cloned().collect()
    };
    let mut names = keys(before);
    names.extend(
        keys(after)
            .into_iter()
            .filter(|it| before.get(it).is_none()),
    );
    names.sort_by_key(|name| {
        NAMES
            .iter()
            .position(|it| it == name)
            .unwrap_or(NAMES.len())
    });
    names
        .into_iter()
        .map(|name| (part(before, &name), part(after, &name), name))
        .filter(|(was, is, name)| was != is || NAMES.contains(&name.as_str()))
        .map(|(was, is, name)| (name, words(&was, &is)))
        .collect()
}

/// A part of a record as a person reads it.
fn plain(part: &Value) -> String {
    match part {
        Value::String(words) => words.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null => String::new(),
        Value::Array(parts) => parts.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// What became of one clause or one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is as it was.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is there in both, in other words.
    Changed,
    /// It has the same words and another number.
    Renumbered,
}

/// One clause in two versions of the policy, found by its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseChange {
    /// Its number: "6.9".
    pub number: String,
    /// The number that it had before, where that was another.
    pub was: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Its text, with what differs.
    pub text: Vec<Piece>,
}

/// One standard in two versions of the policy, found by its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardChange {
    /// What became of it.
    pub fate: Fate,
    /// Its name, with what differs.
    pub name: Vec<Piece>,
    /// The numbers of its clauses, with what differs.
    pub clauses: Vec<Piece>,
    /// Its guidance, with what differs.
    pub guidance: Vec<Piece>,
}

/// Every clause of either version: in the order of the one after, those that are gone where they
/// stood. Which is which goes by their words ([`matching::pairs`]).
#[must_use]
pub fn clauses(before: &[Clause], after: &[Clause]) -> Vec<ClauseChange> {
    let pairs = matching::pairs(before, after);
    let mut place: Vec<Option<usize>> = vec![None; before.len()];
    for (at, was) in pairs.iter().enumerate() {
        if let Some(was) = was {
            place[*was] = Some(at);
        }
    }
    // What is gone, by the place of the one after which it stood: the first of all is 0.
    let mut gone: Vec<Vec<&Clause>> = vec![Vec::new(); after.len() + 1];
    let mut last = 0;
    for (was, place) in before.iter().zip(place) {
        match place {
            Some(at) => last = at + 1,
            None => gone[last].push(was),
        }
    }
    let mut gone = gone
        .into_iter()
        .map(|gone| gone.into_iter().map(|was| change(Some(was), None)));
    let mut all: Vec<ClauseChange> = gone.next().into_iter().flatten().collect();
    for ((is, was), gone) in after.iter().zip(pairs).zip(gone) {
        all.push(change(was.map(|was| &before[was]), Some(is)));
        all.extend(gone);
    }
    all
}

fn change(was: Option<&Clause>, is: Option<&Clause>) -> ClauseChange {
    let number = |of: Option<&Clause>| text(of, |it| it.number.clone());
    let words_of = |of: Option<&Clause>| text(of, |it| it.text.clone());
    let fate = match (was, is) {
        (Some(was), Some(is)) if was.text == is.text && was.number != is.number => Fate::Renumbered,
        (was, is) => fate(was.map(|it| &it.text), is.map(|it| &it.text)),
    };
    ClauseChange {
        number: number(is.or(was)),
        was: (was.filter(|was| is.is_some_and(|is| is.number != was.number)))
            .map(|was| was.number.clone()),
        fate,
        text: words(&words_of(was), &words_of(is)),
    }
}

/// Every standard of either version, in the same way.
#[must_use]
pub fn standards(before: &[Standard], after: &[Standard]) -> Vec<StandardChange> {
    merged(before, after, |standard| &standard.key)
        .into_iter()
        .map(|(was, is)| {
            let told = |part: fn(&Standard) -> String| words(&text(was, part), &text(is, part));
            StandardChange {
                fate: if was.map(without_texts) == is.map(without_texts) {
                    Fate::Same
                } else {
                    fate(was, is)
                },
                name: told(|it| it.name.clone()),
                clauses: told(Standard::numbers),
                guidance: told(|it| it.guidance.clone()),
            }
        })
        .collect()
}

/// What of a standard is its own: a clause whose words changed is told among the clauses.
fn without_texts(standard: &Standard) -> (&str, &str, String) {
    (&standard.name, &standard.guidance, standard.numbers())
}

fn text<T>(of: Option<&T>, part: impl Fn(&T) -> String) -> String {
    of.map(part).unwrap_or_default()
}

fn fate<T: PartialEq>(was: Option<&T>, is: Option<&T>) -> Fate {
    match (was, is) {
        (None, _) => Fate::Added,
        (_, None) => Fate::Removed,
        (was, is) if was == is => Fate::Same,
        _ => Fate::Changed,
    }
}

/// Pairs what has the same name in both lists. What is gone stands after what it stood after.
fn merged<'a, T>(
    before: &'a [T],
    after: &'a [T],
    name: impl Fn(&T) -> &String,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let find = |list: &'a [T], of: &T| list.iter().find(|it| name(it) == name(of));
    let mut all: Vec<_> = after
        .iter()
        .map(|is| (find(before, is), Some(is)))
        .collect();
    for (at, was) in before.iter().enumerate() {
        if find(after, was).is_some() {
            continue;
        }
        let place = at
            .checked_sub(1)
            .and_then(|earlier| {
                let earlier = name(&before[earlier]);
                all.iter()
                    .position(|(a, b)| a.or(*b).is_some_and(|it| name(it) == earlier))
            })
            .map_or(0, |place| place + 1);
        all.insert(place, (Some(was), None));
    }
    all
}
