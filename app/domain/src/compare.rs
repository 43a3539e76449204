//! What differs between two texts, word by word, and between two versions of the policy.

use similar::{ChangeTag, TextDiff};

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

/// The two texts as one: what stays, what goes and what comes, in reading order. A changed word is
/// told before the word that takes its place.
#[must_use]
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let diff = TextDiff::from_words(before, after);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match (change.tag(), pieces.last_mut()) {
            (ChangeTag::Equal, Some(Piece::Same(run)))
            | (ChangeTag::Delete, Some(Piece::Removed(run)))
            | (ChangeTag::Insert, Some(Piece::Added(run))) => run.push_str(word),
            (ChangeTag::Equal, _) => pieces.push(Piece::Same(word.to_owned())),
            (ChangeTag::Delete, _) => pieces.push(Piece::Removed(word.to_owned())),
            (ChangeTag::Insert, _) => pieces.push(Piece::Added(word.to_owned())),
        }
    }
    pieces
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
}

/// One clause in two versions of the policy, found by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseChange {
    /// Its number: "6.9".
    pub number: String,
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
/// stood.
#[must_use]
pub fn clauses(before: &[Clause], after: &[Clause]) -> Vec<ClauseChange> {
    merged(before, after, |clause| &clause.number)
        .into_iter()
        .map(|(was, is)| ClauseChange {
            number: is
                .or(was)
                .map_or_else(String::new, |clause| clause.number.clone()),
            fate: fate(was, is),
            text: words(
                text(was, |it| it.text.clone()).as_str(),
                &text(is, |it| it.text.clone()),
            ),
        })
        .collect()
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
