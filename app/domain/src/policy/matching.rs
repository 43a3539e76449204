//! Which clause of one version is which of another: by its words, not by its number, so that a
//! clause that got another number is neither gone nor new. The work grows with the number of
//! clauses, not with its square.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::standards::Clause;

/// From this part of the words in common on, two clauses are the same one in other words.
const ALIKE: f64 = 0.5;
/// What counts for it where they have the same number too.
const SAME_NUMBER: f64 = 0.1;
/// From this part on they are the same one, where they have the same number and nothing else fits.
const FAINTLY: f64 = 0.25;
/// A word that stands in more clauses than this tells nothing of which one it is.
const COMMON: usize = 40;
/// With how many clauses one is compared in full, those that share the most rare words.
const LOOKED_AT: usize = 8;

/// For each clause after, the place of the one before that it was. No place is there twice.
#[must_use]
pub fn pairs(before: &[Clause], after: &[Clause]) -> Vec<Option<usize>> {
    let mut matching = Matching {
        before,
        after,
        of: vec![None; after.len()],
        taken: vec![false; before.len()],
    };
    matching.same_words();
    matching.like_words();
    matching.same_number();
    matching.of
}

/// The numbers that clauses had before, and those that they have after.
#[must_use]
pub fn new_numbers(before: &[Clause], after: &[Clause]) -> BTreeMap<String, String> {
    let pairs = pairs(before, after);
    after
        .iter()
        .zip(pairs)
        .filter_map(|(is, was)| Some((before[was?].number.clone(), is.number.clone())))
        .collect()
}

/// Words with the numbers of clauses that they name made new. What is no number of a clause stays.
#[must_use]
pub fn renumbered(words: &str, numbers: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(words.len());
    for (run, is_number) in runs(words) {
        let new = numbers.get(run).filter(|_| is_number);
        out.push_str(new.map_or(run, String::as_str));
    }
    out
}

/// The numbers with a dot that stand in words: "6.13" of "6.13 asks for it."
pub fn numbers_in(words: &str) -> impl Iterator<Item = &str> {
    runs(words)
        .filter(|(_, is_number)| *is_number)
        .map(|(run, _)| run)
}

/// The words in runs: numbers such as "6.13" or "6.9a", and what stands between them.
fn runs(words: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = words;
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '£' | '$' | '€');
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let inside = part(first);
        let end = rest.find(|c| part(c) != inside).unwrap_or(rest.len());
        let mut run = &rest[..end];
        if inside && run.len() > 1 {
            // The stop of a sentence is none of the number's.
            run = run.trim_end_matches('.');
            if run.is_empty() {
                run = &rest[..end];
            }
        }
        rest = &rest[run.len()..];
        let parts: Vec<&str> = run.split('.').collect();
        let digit = |it: &&str| it.starts_with(|c: char| c.is_ascii_digit());
        Some((run, parts.len() > 1 && parts.iter().all(digit)))
    })
}

struct Matching<'a> {
    before: &'a [Clause],
    after: &'a [Clause],
    of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Matching<'_> {
    fn pair(&mut self, after: usize, before: usize) {
        self.of[after] = Some(before);
        self.taken[before] = true;
    }

    /// Clauses with the very same words; of several, the one with the same number first.
    fn same_words(&mut self) {
        let mut numbered: HashMap<(String, &str), usize> = HashMap::new();
        for (at, clause) in self.before.iter().enumerate() {
            numbered.insert((plain(&clause.text), &clause.number), at);
        }
        for (at, clause) in self.after.iter().enumerate() {
            let same = numbered.get(&(plain(&clause.text), clause.number.as_str()));
            if let Some(&was) = same.filter(|was| !self.taken[**was]) {
                self.pair(at, was);
            }
        }
        let mut left: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (at, clause) in self.before.iter().enumerate() {
            if !self.taken[at] {
                left.entry(plain(&clause.text)).or_default().push_back(at);
            }
        }
        for (at, clause) in self.after.iter().enumerate() {
            if self.of[at].is_none()
                && let Some(was) = left
                    .get_mut(&plain(&clause.text))
                    .and_then(VecDeque::pop_front)
            {
                self.pair(at, was);
            }
        }
    }

    /// Clauses that have most of their words in common, the likest first.
    fn like_words(&mut self) {
        let before: Vec<BTreeSet<String>> = self.before.iter().map(|it| words(&it.text)).collect();
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, words) in before.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            for word in words {
                places.entry(word).or_default().push(at);
            }
        }
        places.retain(|_, places| places.len() <= COMMON);
        let mut likest: Vec<(f64, usize, usize)> = Vec::new();
        for (at, clause) in self.after.iter().enumerate() {
            if self.of[at].is_some() {
                continue;
            }
            let these = words(&clause.text);
            for was in candidates(&these, &places) {
                let same = self.before[was].number == clause.number;
                let score = alike(&before[was], &these) + if same { SAME_NUMBER } else { 0.0 };
                if score >= ALIKE {
                    likest.push((score, at, was));
                }
            }
        }
        likest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (_, at, was) in likest {
            if self.of[at].is_none() && !self.taken[was] {
                self.pair(at, was);
            }
        }
    }

    /// What is left goes by its number: anyhow where the numbers stayed as they were, else where
    /// something of the words stayed.
    fn same_number(&mut self) {
        let pairs = self.of.iter().zip(self.after);
        let (mut stayed, mut moved) = (0, 0);
        for (was, is) in pairs.filter_map(|(was, is)| Some((&self.before[(*was)?], is))) {
            if was.number == is.number {
                stayed += 1;
            } else {
                moved += 1;
            }
        }
        let by_number: HashMap<&str, usize> = (self.before.iter().enumerate())
            .map(|(at, clause)| (clause.number.as_str(), at))
            .collect();
        for (at, clause) in self.after.iter().enumerate() {
            let was = by_number.get(clause.number.as_str()).copied();
            let Some(was) = was.filter(|was| self.of[at].is_none() && !self.taken[*was]) else {
                continue;
            };
            let like = || alike(&words(&self.before[was].text), &words(&clause.text));
            if stayed >= moved || like() >= FAINTLY {
                self.of[at] = Some(was);
                self.taken[was] = true;
            }
        }
    }
}

/// The clauses that share the most rare words with these.
fn candidates(words: &BTreeSet<String>, places: &HashMap<&str, Vec<usize>>) -> Vec<usize> {
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for word in words {
        for place in places.get(word.as_str()).into_iter().flatten() {
            *shared.entry(*place).or_default() += 1;
        }
    }
    let mut shared: Vec<(usize, usize)> = shared.into_iter().collect();
    shared.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
    let likest = shared.into_iter().take(LOOKED_AT);
    likest.map(|(place, _)| place).collect()
}

/// Which part of their words two clauses have in common: 0 to 1.
fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    2.0 * count(a.intersection(b).count()) / count(a.len() + b.len())
}

/// Every word once, in small letters.
fn words(text: &str) -> BTreeSet<String> {
    plain(text)
        .split(' ')
        .map(str::to_owned)
        .filter(|it| !it.is_empty())
        .collect()
}

/// The words without capitals, punctuation and lines: what a change of lay-out leaves as it is.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| !matches!(c, '\'' | '’'));
    let spaced: String = letters
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
