//! What differs between two texts, word by word, and between two versions of the policy.

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

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
