//! Parties and campaigns (policy 6.9, 6.10: politically neutral, no political advertising).
//!
//! A village is full of parties, and of leaflets. A party that no list knows, and leaflets, count
//! only beside a plainer word of politics.

use std::ops::Range;

use super::reading::{Passage, each_once};
use super::words::{Phrases, Word, phrases};
use super::{Case, Hint, HintKind, capitalised, quoted};

phrases! {
    /// Asking for votes: "vote for".
    VOTES = "votes";
    /// Parties by name: "Labour Party".
    PARTIES = "parties";
    /// What one celebrates: the words before "party" that make it a merry one.
    CELEBRATIONS = "celebrations";
    /// Candidates and elections: "hustings".
    CANDIDATES = "candidates";
    /// Words of a campaign: "manifesto".
    CAMPAIGN = "campaign";
    /// What campaigns hand out, and others do: "leaflets".
    MATERIAL = "campaign-material";
    /// Words that make other words political: "councillor".
    POLITICS = "politics";
}

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let plain: [&Phrases; 5] = [&VOTES, &PARTIES, &CANDIDATES, &CAMPAIGN, &POLITICS];
    let political = plain.iter().any(|phrases| case.reading.has(phrases));
    let passages = case.reading.passages();
    passages
        .flat_map(|passage| in_passage(passage, political))
        .collect()
}

/// `political`: whether plain words of politics are anywhere in the revision.
fn in_passage(passage: &Passage<'_>, political: bool) -> impl Iterator<Item = Hint> {
    let say = |kind, marked: Vec<String>, more: &str| {
        passage.hint(kind, marked, |marked| {
            let place = capitalised(passage.field.label());
            format!("{place} says {}, {more}", quoted(marked))
        })
    };
    let unknown = if political {
        unknown_parties(&passage.words)
    } else {
        Vec::new()
    };
    let known = PARTIES.find(&passage.words);
    let parties = known
        .iter()
        .chain(&unknown)
        .map(|range| passage.marked(range));
    let material = if political {
        passage.all_marked(&MATERIAL)
    } else {
        Vec::new()
    };
    let campaign = passage.all_marked(&CAMPAIGN).into_iter().chain(material);
    [
        say(
            HintKind::VoteFor,
            passage.all_marked(&VOTES),
            "which may ask for votes.",
        ),
        say(
            HintKind::Party,
            each_once(parties),
            "which looks like a political party.",
        ),
        say(
            HintKind::Candidates,
            passage.all_marked(&CANDIDATES),
            "words of an election. A hustings with every candidate invited is not advertising.",
        ),
        say(
            HintKind::Campaign,
            each_once(campaign),
            "words of a campaign.",
        ),
    ]
    .into_iter()
    .flatten()
}

/// "Party" with a name before it that is none of a celebration: "Meadow Party".
fn unknown_parties(words: &[Word]) -> Vec<Range<usize>> {
    let is_party = |pair: &[Word]| {
        let named = pair[0].capital && pair[1].capital && pair[1].folded == "party";
        named && pair[0].sentence == pair[1].sentence && !CELEBRATIONS.is(&pair[..1])
    };
    let pairs = words.windows(2).enumerate();
    let found = pairs.filter_map(|(at, pair)| is_party(pair).then_some(at..at + 2));
    found
        .filter(|range| PARTIES.find(&words[range.clone()]).is_empty())
        .collect()
}
