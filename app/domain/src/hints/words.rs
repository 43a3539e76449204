//! A text cut into words, and lists of phrases that are looked for in it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::event::plain_words;

/// A word of a text: letters and digits with the apostrophes between them, or a sign that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In plain small letters: "l’hôtel" is "lhotel". A sign is itself.
    pub(super) folded: String,
    /// Its bytes in the text.
    pub(super) at: Range<usize>,
    /// The number of its sentence in the text.
    pub(super) sentence: usize,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
}

impl Word {
    /// Whether it is a whole number.
    pub(super) fn is_number(&self) -> bool {
        !self.folded.is_empty() && self.folded.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Signs that are words of their own.
const SIGNS: [char; 5] = ['%', '£', '€', '$', '©'];

/// After these a full stop does not end the sentence.
const SHORTENED: [&str; 14] = [
    "mr", "mrs", "ms", "dr", "st", "rev", "revd", "cllr", "prof", "no", "tel", "mob", "approx",
    "eg",
];

/// Cuts a text into its words. Time and room grow with its length.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut sentence = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((start, first)) = letters.next() {
        let mut end = start + first.len_utf8();
        if first.is_alphanumeric() {
            while let Some((at, c)) = letters.next_if(|(at, c)| continues(text, *at, *c)) {
                end = at + c.len_utf8();
            }
            push(&mut words, text, start..end, sentence);
        } else if SIGNS.contains(&first) {
            words.push(Word {
                folded: first.to_string(),
                at: start..end,
                sentence,
                capital: false,
            });
        } else if ends_sentence(first, &text[end..], words.last()) {
            sentence += 1;
        }
    }
    words
}

/// Whether a character goes on with the word before it: a letter, a digit, an accent of its own,
/// or an apostrophe with a letter after it.
fn continues(text: &str, at: usize, c: char) -> bool {
    let accent = matches!(c, '\u{300}'..='\u{36F}');
    let apostrophe = matches!(c, '\'' | '’')
        && text[at + c.len_utf8()..].starts_with(|next: char| next.is_alphanumeric());
    c.is_alphanumeric() || accent || apostrophe
}

fn push(words: &mut Vec<Word>, text: &str, at: Range<usize>, sentence: usize) {
    let folded = plain_words(&text[at.clone()]);
    // A word in letters that no list has: it is passed over.
    if !folded.is_empty() {
        let capital = text[at.clone()].starts_with(char::is_uppercase);
        words.push(Word {
            folded,
            at,
            sentence,
            capital,
        });
    }
}

/// A mark that closes a sentence before a space or the end, an empty line, or a bullet.
fn ends_sentence(c: char, rest: &str, before: Option<&Word>) -> bool {
    let closes = rest.is_empty() || rest.starts_with(|next: char| next.is_whitespace());
    match c {
        '.' => closes && !before.is_some_and(|word| SHORTENED.contains(&word.folded.as_str())),
        '!' | '?' | ';' => closes,
        '\n' => rest.starts_with(['\n', '-', '*', '•', '#']),
        '•' => true,
        _ => false,
    }
}

/// A list of phrases from one of the files in `hints/words`, whose `README.md` says how it is read.
pub(super) struct Phrases {
    wanted: ByFirst,
    passed_over: ByFirst,
}

/// Phrases by their first word; those that begin with any number are under "".
type ByFirst = BTreeMap<String, Vec<Vec<Wanted>>>;

/// A word of a phrase.
struct Wanted {
    /// As in [`Word::folded`]; empty for any whole number.
    folded: String,
    /// Whether it counts with a capital only.
    capital: bool,
}

impl Wanted {
    fn is(&self, word: &Word) -> bool {
        if self.folded.is_empty() {
            word.is_number()
        } else {
            self.folded == word.folded && (word.capital || !self.capital)
        }
    }
}

impl Phrases {
    /// Reads a list.
    pub(super) fn read(list: &str) -> Self {
        let mut phrases = Self {
            wanted: ByFirst::new(),
            passed_over: ByFirst::new(),
        };
        for line in list.lines().map(str::trim).filter(|l| !l.starts_with('#')) {
            let (into, phrase) = match line.strip_prefix("not ") {
                Some(phrase) => (&mut phrases.passed_over, phrase),
                None => (&mut phrases.wanted, line),
            };
            let wanted = phrase_of(phrase);
            if let Some(first) = wanted.first() {
                let first = first.folded.clone();
                into.entry(first).or_default().push(wanted);
            }
        }
        phrases
    }

    /// Where the phrases stand, as ranges of words in their order, none inside another. A phrase
    /// stands within one sentence. What lies wholly within a phrase to pass over does not count.
    pub(super) fn find(&self, words: &[Word]) -> Vec<Range<usize>> {
        let passed_over = longest(&self.passed_over, words);
        let mut found = longest(&self.wanted, words);
        found.retain(|range| !is_within_any(range, &passed_over));
        found
    }

    /// Whether any phrase stands there.
    pub(super) fn any(&self, words: &[Word]) -> bool {
        !self.find(words).is_empty()
    }

    /// Whether these words are a phrase, from the first to the last.
    pub(super) fn is(&self, words: &[Word]) -> bool {
        self.find(words).contains(&(0..words.len()))
    }
}

fn phrase_of(line: &str) -> Vec<Wanted> {
    let wanted = |word: Word| Wanted {
        folded: if &line[word.at.clone()] == "N" {
            String::new()
        } else {
            word.folded
        },
        capital: word.capital,
    };
    words(line).into_iter().map(wanted).collect()
}

/// Where a name stands, such as the council's, whatever its capitals.
pub(super) fn named(name: &[Word], words: &[Word]) -> Vec<Range<usize>> {
    let same = |there: &[Word]| there.iter().zip(name).all(|(a, b)| a.folded == b.folded);
    let ends = name.len()..=words.len();
    let places = ends.map(|end| end - name.len()..end);
    places
        .filter(|at| !name.is_empty() && same(&words[at.clone()]))
        .collect()
}

/// Whether a range lies wholly in another.
fn within(range: &Range<usize>, over: &Range<usize>) -> bool {
    over.start <= range.start && range.end <= over.end
}

/// Whether a range lies wholly in one of these, which [`Phrases::find`] found: none of them lies in
/// another, so that only the last that begins no later can have it.
pub(super) fn is_within_any(range: &Range<usize>, found: &[Range<usize>]) -> bool {
    let after = found.partition_point(|over| over.start <= range.start);
    found[..after]
        .last()
        .is_some_and(|over| within(range, over))
}

/// The longest phrase from each word on, without those that lie within the one before.
fn longest(phrases: &ByFirst, words: &[Word]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let number = if word.is_number() {
            phrases.get("")
        } else {
            None
        };
        let beginning = phrases.get(&word.folded).into_iter().chain(number);
        let fits = beginning
            .flatten()
            .filter(|phrase| stands(phrase, &words[at..]))
            .map(Vec::len)
            .max();
        if let Some(length) = fits {
            let range = at..at + length;
            if !found.last().is_some_and(|last| within(&range, last)) {
                found.push(range);
            }
        }
    }
    found
}

/// Whether a phrase stands at the beginning of the words, within one sentence.
fn stands(phrase: &[Wanted], words: &[Word]) -> bool {
    words.len() >= phrase.len()
        && phrase
            .iter()
            .zip(words)
            .all(|(wanted, word)| wanted.is(word))
        && words[phrase.len() - 1].sentence == words[0].sentence
}

/// Reads a list of phrases once, when it is first looked for.
macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $(
            $(#[$doc])*
            static $name: std::sync::LazyLock<$crate::hints::words::Phrases> =
                std::sync::LazyLock::new(|| {
                    $crate::hints::words::Phrases::read(include_str!(concat!("words/", $file, ".txt")))
                });
        )*
    };
}
pub(super) use phrases;
