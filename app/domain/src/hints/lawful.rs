//! Rude words, insults and accusations (policy 6.9 to 6.11, 6.13).
//!
//! A murder mystery has a corrupt mayor, and a talk on fraud is a kindness. So most accusing words
//! count only in a sentence that names somebody in office.

use std::ops::Range;

use rustrict::{Censor, Type};

use super::reading::{Passage, each_once};
use super::words::{Word, is_within_any, named, phrases, words};
use super::{Case, Hint, HintKind, capitalised, quoted};

phrases! {
    /// Rude words and phrases that `rustrict` passes, or finds too mild.
    RUDE = "rude";
    /// Names and things that look rude to a program: "Cockfosters", "great tits".
    INNOCENT = "innocent";
    /// Insults: "shower of".
    INSULTS = "insults";
    /// What accuses by itself: "broken the law".
    ACCUSATIONS = "accusations";
    /// What accuses where somebody in office is named: "lied".
    ACCUSING = "accusing";
    /// Those in office: "the council".
    AUTHORITIES = "authorities";
}

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let council = words(case.around.council);
    let mut found = Vec::new();
    for passage in case.reading.passages() {
        found.extend(rude_words(passage));
        found.extend(insults(passage));
        found.extend(accusations(passage, &council));
    }
    found
}

fn rude_words(passage: &Passage<'_>) -> Option<Hint> {
    let innocent = INNOCENT.find(&passage.words);
    let bytes_of = |range: &Range<usize>| {
        let words = &passage.words[range.clone()];
        words[0].at.start..words[words.len() - 1].at.end
    };
    let innocent: Vec<Range<usize>> = innocent.iter().map(bytes_of).collect();
    let is_innocent = |at: &Range<usize>| is_within_any(at, &innocent);
    let chunks = chunks(&passage.text).into_iter();
    let judged = chunks.filter(|at| !is_innocent(at) && is_rude(&passage.text[at.clone()]));
    let marked = judged.map(|at| passage.text[at].to_owned());
    let marked = each_once(marked.chain(passage.all_marked(&RUDE)));
    passage.hint(HintKind::Profanity, marked, |marked| {
        format!(
            "{} has a rude word: {}.",
            capitalised(passage.field.label()),
            quoted(marked)
        )
    })
}

/// Whether `rustrict` finds it rude enough. Its milder findings ("hell", "crackers", "hoe") are
/// words of every village.
fn is_rude(chunk: &str) -> bool {
    let rude = Type::PROFANE & Type::MODERATE_OR_HIGHER
        | Type::OFFENSIVE & Type::SEVERE
        | Type::SEXUAL & Type::SEVERE;
    is_starred(chunk) || Censor::from_str(chunk).analyze().is(rude)
}

/// Letters with two stars or more between them: whoever hides a word so means a rude one.
fn is_starred(chunk: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    chunk.find("**").is_some_and(|at| {
        let rest = chunk[at..].trim_start_matches('*');
        letter(chunk[..at].chars().next_back())
            && letter(rest.chars().next())
            && !rest.contains('*')
    })
}

/// The pieces of a text that are judged one by one, so that the rude one can be marked: what stands
/// between spaces, hyphens and slashes, or single letters with spaces between ("f u c k"). Pieces
/// without three letters or signs in their place ("10.30") are left out.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut spelled: Option<Range<usize>> = None;
    let mut start = 0;
    for piece in
        text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '–' | '—'))
    {
        let at = trimmed(piece, start);
        start += piece.len();
        if text[at.clone()].chars().count() == 1 {
            let from = spelled.map_or(at.start, |before| before.start);
            spelled = Some(from..at.end);
        } else {
            chunks.extend(spelled.take());
            chunks.push(at);
        }
    }
    chunks.extend(spelled);
    chunks.retain(|at| could_be_word(&text[at.clone()]));
    chunks
}

/// A piece without the punctuation around it.
fn trimmed(piece: &str, start: usize) -> Range<usize> {
    let outside = |c: char| !c.is_alphanumeric() && !matches!(c, '*' | '@' | '$');
    let front = piece.trim_start_matches(outside);
    let start = start + piece.len() - front.len();
    start..start + front.trim_end_matches(outside).len()
}

fn could_be_word(chunk: &str) -> bool {
    let letters = chunk.chars().filter(|c| c.is_alphabetic()).count();
    let hidden = chunk
        .chars()
        .filter(|c| matches!(c, '*' | '@' | '$' | '1' | '0' | '3'))
        .count();
    letters >= 2 && letters + hidden >= 3
}

fn insults(passage: &Passage<'_>) -> Option<Hint> {
    passage.hint(HintKind::Insult, passage.all_marked(&INSULTS), |marked| {
        let place = capitalised(passage.field.label());
        format!("{place} says {}, which may be an insult.", quoted(marked))
    })
}

fn accusations(passage: &Passage<'_>, council: &[Word]) -> Option<Hint> {
    let words = &passage.words;
    let names_office = passage.sentences_where(|sentence| {
        AUTHORITIES.any(sentence) || !named(council, sentence).is_empty()
    });
    let of_office = |range: &Range<usize>| names_office.contains(&passage.sentence_of(range));
    let mut found = ACCUSATIONS.find(words);
    let told = |range: &Range<usize>| is_within_any(range, &found);
    let accusing = ACCUSING.find(words).into_iter();
    let more: Vec<Range<usize>> = accusing.filter(|r| !told(r) && of_office(r)).collect();
    found.extend(more);
    found.sort_by_key(|range| range.start);
    let whom = if found.iter().any(of_office) {
        "the council or somebody in office"
    } else {
        "somebody of breaking a law or a rule"
    };
    let marked = each_once(found.iter().map(|range| passage.marked(range)));
    passage.hint(HintKind::Accusation, marked, |marked| {
        let (place, said) = (capitalised(passage.field.label()), quoted(marked));
        format!("{place} says {said}, which may accuse {whom}.")
    })
}
