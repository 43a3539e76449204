//! A revision, its fields cut into words.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::words::{Phrases, Word, words};
use super::{Hint, HintField, HintKind};
use crate::event::EventDetails;

/// How many words of one hint are marked at most: who has seen fifty prices marked has seen it.
const MOST_MARKS: usize = 50;

/// The fields of a revision that hold words.
pub(super) struct Reading<'a> {
    passages: Vec<Passage<'a>>,
}

/// A field's text with its words.
pub(super) struct Passage<'a> {
    pub(super) field: HintField,
    pub(super) text: Cow<'a, str>,
    pub(super) words: Vec<Word>,
}

impl<'a> Reading<'a> {
    /// Reads every field but the dates, which have no words of the sender's, and the website, which
    /// is an address that was asked for.
    pub(super) fn of(details: &'a EventDetails) -> Self {
        let fields = HintField::ALL.into_iter();
        let worded = fields.filter(|field| !matches!(field, HintField::Dates | HintField::Website));
        let passages = worded.map(|field| {
            let text = field.text(details);
            let words = words(&text);
            Passage { field, text, words }
        });
        Self {
            passages: passages
                .filter(|passage| !passage.text.is_empty())
                .collect(),
        }
    }

    /// All fields.
    pub(super) fn passages(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter()
    }

    /// The title and the description, where people write freely.
    pub(super) fn prose(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages()
            .filter(|p| matches!(p.field, HintField::Title | HintField::Description))
    }

    /// One field, unless it was left out.
    pub(super) fn passage(&self, field: HintField) -> Option<&Passage<'a>> {
        self.passages().find(|passage| passage.field == field)
    }

    /// Whether a list has a phrase in any of the fields.
    pub(super) fn has(&self, phrases: &Phrases) -> bool {
        self.passages().any(|passage| phrases.any(&passage.words))
    }
}

impl Passage<'_> {
    /// The words of a range as they stand in the text.
    pub(super) fn marked(&self, range: &Range<usize>) -> String {
        let words = &self.words[range.clone()];
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => self.text[first.at.start..last.at.end].to_owned(),
            _ => String::new(),
        }
    }

    /// The words of a list as they stand in the text, each once.
    pub(super) fn all_marked(&self, phrases: &Phrases) -> Vec<String> {
        let found = phrases.find(&self.words);
        each_once(found.iter().map(|range| self.marked(range)))
    }

    /// The numbers of the sentences of which something is so. Each is read once, however many of its
    /// words ask: a sentence of a thousand prices is no dearer than another of that length.
    pub(super) fn sentences_where(&self, is_so: impl Fn(&[Word]) -> bool) -> HashSet<usize> {
        let sentences = self.words.chunk_by(|a, b| a.sentence == b.sentence);
        sentences
            .filter(|sentence| is_so(sentence))
            .map(|sentence| sentence[0].sentence)
            .collect()
    }

    /// The number of the sentence that a range of words begins in.
    pub(super) fn sentence_of(&self, range: &Range<usize>) -> usize {
        self.words[range.start].sentence
    }

    /// The number of the sentence that a byte of the text is in.
    pub(super) fn sentence_at(&self, byte: usize) -> usize {
        let at = self.words.partition_point(|word| word.at.end <= byte);
        self.words
            .get(at)
            .or(self.words.last())
            .map_or(0, |word| word.sentence)
    }

    /// A hint about words of this field; none where nothing was found. The sentence tells of all of
    /// them, the first [`MOST_MARKS`] are marked.
    pub(super) fn hint(
        &self,
        kind: HintKind,
        mut marked: Vec<String>,
        words: impl FnOnce(&[String]) -> String,
    ) -> Option<Hint> {
        if marked.is_empty() {
            return None;
        }
        let words = words(&marked);
        marked.truncate(MOST_MARKS);
        Some(Hint {
            kind,
            field: self.field,
            words,
            marked,
        })
    }
}

/// In the order they come, each once.
pub(super) fn each_once(words: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    let words = words.into_iter();
    words.filter(|word| seen.insert(word.clone())).collect()
}
