//! Details of a person in the words: number, address, home, health (policy 4.5, 6.9, 6.11).
//!
//! What the sender agreed to publish raises nothing, nor does what is public anyway.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use super::reading::{Passage, each_once};
use super::telephone::{self, Number};
use super::words::{Word, phrases};
use super::{Case, Hint, HintField, HintKind, capitalised, quoted};
use crate::event::plain_words;
use crate::text::{Email, Telephone};

phrases! {
    /// The last word of a street's name: "Cottages".
    STREETS = "streets";
    /// The last word of a house's name: "Cottage".
    HOUSES = "houses";
    /// Words that do not stand between a house's number and its street: "minutes".
    NOT_IN_STREETS = "not-in-streets";
    /// Words that lead to somebody's door: "at the home of".
    HOMES = "homes";
    /// What is said of a person's health: "has been poorly".
    HEALTH = "health";
    /// Signs that a person is meant: "Mrs", "her".
    PERSONS = "persons";
    /// How web addresses end: "com".
    WEB_ENDINGS = "web-endings";
}

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let mut found = Vec::new();
    for passage in case.reading.passages() {
        found.extend(telephone_numbers(passage, case));
        found.extend(email_addresses(passage, case));
        // The place has an address because the form asks for it.
        if passage.field != HintField::Place {
            found.extend(home_addresses(passage, case));
        }
        found.extend(health(passage));
    }
    found
}

fn telephone_numbers(passage: &Passage<'_>, case: &Case<'_>) -> Option<Hint> {
    let numbers = telephone::find(&passage.text, &passage.words);
    if numbers.is_empty() {
        return None;
    }
    let agreed = case
        .details
        .contact
        .telephone
        .as_ref()
        .map(Telephone::as_str);
    let may_be_read: Vec<Number> = agreed
        .into_iter()
        .chain(case.around.public.iter().map(String::as_str))
        .filter_map(Number::read)
        .collect();
    let private = numbers
        .into_iter()
        .filter(|(_, number)| !may_be_read.contains(number))
        .map(|(at, _)| passage.text[at].to_owned());
    passage.hint(HintKind::Telephone, each_once(private), |marked| {
        told(
            "A telephone number",
            "telephone numbers",
            marked.len(),
            passage.field,
            agreed.is_some(),
        )
    })
}

fn email_addresses(passage: &Passage<'_>, case: &Case<'_>) -> Option<Hint> {
    let agreed = case.details.contact.email.as_ref().map(Email::as_str);
    let may_be_read = |found: &str| {
        let same = |other: &str| found.eq_ignore_ascii_case(other);
        agreed.is_some_and(same) || case.around.public.iter().any(|public| same(public))
    };
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Email]);
    let written = finder
        .links(&passage.text)
        .map(|link| link.as_str().to_owned());
    let spelled = spelled_out(passage).map(|range| passage.marked(&range));
    let private = written.chain(spelled).filter(|found| !may_be_read(found));
    passage.hint(HintKind::EmailAddress, each_once(private), |marked| {
        told(
            "An email address",
            "email addresses",
            marked.len(),
            passage.field,
            agreed.is_some(),
        )
    })
}

/// Addresses that hide from programs: "pat at example dot org", "pat(at)example.org".
fn spelled_out<'a>(passage: &'a Passage<'_>) -> impl Iterator<Item = Range<usize>> + 'a {
    let words = &passage.words;
    let ends_at = |at: usize| {
        let is = |at: usize, word: &str| words.get(at).is_some_and(|w| w.folded == word);
        let dotted = usize::from(is(at + 3, "dot"));
        // Without brackets "tickets at example.org" is the way to a website.
        let hidden =
            dotted > 0 || passage.text[..words.get(at + 1)?.at.start].ends_with(['(', '[']);
        let ending = words.get(at + 3 + dotted..at + 4 + dotted)?;
        (hidden && is(at + 1, "at") && WEB_ENDINGS.is(ending)).then_some(at + 4 + dotted)
    };
    (0..words.len()).filter_map(move |at| Some(at..ends_at(at)?))
}

/// "A telephone number is in the description. The sender has not agreed to publish one."
///
/// `one` and `many` are how the detail is called; `agreed` whether the sender agreed to another.
fn told(one: &str, many: &str, how_many: usize, field: HintField, agreed: bool) -> String {
    let place = field.label();
    match (how_many, agreed) {
        (1, false) => format!("{one} is in {place}. The sender has not agreed to publish one."),
        (1, true) => {
            format!("{one} is in {place}. It is not the one that the sender agreed to publish.")
        }
        (n, false) => {
            format!("{n} {many} are in {place}. The sender has not agreed to publish any.")
        }
        (n, true) => {
            format!("{n} {many} are in {place} that the sender has not agreed to publish.")
        }
    }
}

fn home_addresses(passage: &Passage<'_>, case: &Case<'_>) -> Option<Hint> {
    let own = HintField::Place.text(case.details);
    let public = case.around.public.iter().map(String::as_str);
    let known: Vec<String> = public.chain([own.as_ref()]).map(in_hyphens).collect();
    let is_known = |found: &str| known.iter().any(|known| known.contains(&in_hyphens(found)));
    let mut doors = HOMES.find(&passage.words);
    doors.extend(houses(&passage.words));
    doors.sort_by_key(|range| range.start);
    let places = doors.iter().map(|range| passage.marked(range));
    let private = each_once(places.filter(|found| !is_known(found)));
    passage.hint(HintKind::HomeAddress, private, |marked| {
        let place = capitalised(passage.field.label());
        format!(
            "{place} has what looks like a home address: {}.",
            quoted(marked)
        )
    })
}

/// An address to look for within another: "2 Church Lane" is not in "12 Church Lane".
fn in_hyphens(address: &str) -> String {
    format!("-{}-", plain_words(address))
}

/// A number, up to three words and the last word of a street: "3 Mill Cottages", "Flat 2, 14 High
/// Street"; or a house's name in place of the number. Two or three words between only where they are
/// written as a name, with capitals.
fn houses(words: &[Word]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let street = (2..=4).find(|length| is_street(&words[at + 1..], *length));
        let numbered = is_house_number(&word.folded);
        let named = at > 0 && words.get(at - 1..at + 2).is_some_and(is_house_name);
        let from = if numbered { at } else { at.saturating_sub(1) };
        let length = street.filter(|_| numbered || named);
        found.extend(length.map(|length| from..at + 1 + length));
    }
    found
}

/// "Rose Cottage", with what follows in the same sentence.
fn is_house_name(words: &[Word]) -> bool {
    let one_sentence = words.iter().all(|word| word.sentence == words[0].sentence);
    one_sentence && words.iter().all(|word| word.capital) && HOUSES.is(&words[1..2])
}

/// "3", "14a", but no year and no price's thousands.
fn is_house_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letters = word.len() - digits.len();
    (1..=3).contains(&digits.len()) && letters <= 1 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_street(words: &[Word], length: usize) -> bool {
    let Some(street) = words.get(..length) else {
        return false;
    };
    let (name, last) = street.split_at(length - 1);
    let written_as_name = street.iter().all(|word| word.capital);
    let plainly = name.len() == 1 && street.iter().all(|word| !word.capital);
    let one_sentence = street[0].sentence == street[length - 1].sentence;
    let a_name = name.iter().all(|w| !w.is_number()) && !NOT_IN_STREETS.any(name);
    one_sentence && a_name && STREETS.is(last) && (written_as_name || plainly)
}

/// What is said of the health of somebody whom the same sentence names or points to.
fn health(passage: &Passage<'_>) -> Option<Hint> {
    let names_somebody =
        passage.sentences_where(|sentence| PERSONS.any(sentence) || is_named(sentence));
    let about_somebody =
        |range: &Range<usize>| names_somebody.contains(&passage.sentence_of(range));
    let found = HEALTH
        .find(&passage.words)
        .into_iter()
        .filter(about_somebody);
    let marked = each_once(found.map(|range| passage.marked(&range)));
    passage.hint(HintKind::Health, marked, |marked| {
        let place = capitalised(passage.field.label());
        format!(
            "{place} may speak of somebody’s health: {}.",
            quoted(marked)
        )
    })
}

/// Whether a sentence says of a word with a capital what is said of people: "Pat has".
fn is_named(sentence: &[Word]) -> bool {
    sentence.windows(2).any(|pair| {
        let is_said = matches!(
            pair[1].folded.as_str(),
            "has" | "had" | "is" | "was" | "who"
        );
        pair[0].capital && is_said && !is_pronoun(&pair[0].folded)
    })
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "it" | "this"
            | "that"
            | "there"
            | "what"
            | "who"
            | "everyone"
            | "everybody"
            | "anyone"
            | "anybody"
            | "someone"
            | "somebody"
            | "one"
            | "everything"
            | "all"
    )
}
