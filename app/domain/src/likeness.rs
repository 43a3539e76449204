//! How alike two submissions are, to find the same event sent twice.
//!
//! A group and its hall both send in the coffee morning; a sender who made a mistake sends the
//! event again. Neither is told by its title alone: every village has a coffee morning, and every
//! hall has two events on a Saturday. So the title is weighed together with the day, the hour, the
//! place and the sender, and what is known to differ weighs against. The result is a suggestion to
//! the reader; nothing is refused by it.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::choices::VenueRef;
use crate::event::{EventDetails, Place, plain_words};
use crate::limits::SHORT_LINE_LIMIT;
use crate::text::{GroupName, ShortLine, WebAddress};
use crate::when::Hours;

/// The most points that the title gives, for the same words. Without a like title nothing is a
/// duplicate, and a like title alone is not one.
const TITLE: u32 = 40;
/// Points for a shared day. Without one the score is [`OTHER_DAYS`] at most.
const DAY: u32 = 20;
/// Points for the same place.
const PLACE: u32 = 15;
/// Points for the same start on a shared day.
const TIME: u32 = 10;
/// Points for the same sender.
const SENDER: u32 = 10;
/// Points for the same group.
const GROUP: u32 = 5;

/// Taken off where the places are in different villages: two villages, two coffee mornings.
const OTHER_VILLAGE: u32 = 40;
/// Taken off for two places of one village. Only the same sender, who chose the wrong hall first,
/// makes up for it.
const OTHER_PLACE: u32 = 15;
/// Taken off where the starts on a shared day are an hour or more apart: beginners at six and
/// improvers at half past seven. Doors at seven and curtain at half past is one event.
const OTHER_TIME: u32 = 20;
/// The most for two events without a shared day: a class and its next term.
const OTHER_DAYS: u32 = 30;

/// From this score on the reader is told. Everything but the title gives 60: two events in one
/// hall at one time, by one sender, are not told of unless their titles are alike.
const WORTH_SHOWING: u8 = 65;
/// From this score on they are called very like.
const VERY: u8 = 75;
/// From this part of the words in common, in hundredths, two titles are called alike.
const LIKE_TITLES: u32 = 40;

/// Words are the same from this similarity on: "cofee" is "coffee", and "talk" is no "walk".
const SAME_WORD: f64 = 0.8;
/// What a word weighs, and what one of `likeness/light-words.txt` does.
const HEAVY: u32 = 4;
const LIGHT: u32 = 1;

/// What of a submission is compared. It is made from a revision and kept or made again at will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    title: String,
    words: BTreeSet<String>,
    sittings: BTreeSet<(NaiveDate, Option<NaiveTime>)>,
    spot: Spot,
    sender: String,
    group: String,
}

/// A place as it is compared, its words in plain small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Spot {
    Venue {
        id: i64,
        name: String,
        village: String,
    },
    Typed {
        name: String,
        village: Option<String>,
    },
    Online {
        joining: Option<String>,
    },
}

/// How two places lie to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    Same,
    OtherPlace,
    OtherVillage,
    Unknown,
}

/// Something that two submissions have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Their titles have the same words, or most of them.
    LikeTitle,
    /// They share a day.
    SameDay,
    /// They start at the same time on a day they share.
    SameTime,
    /// They are at the same place.
    SamePlace,
    /// They have the same sender.
    SameSender,
    /// They have the same group.
    SameGroup,
}

impl Reason {
    /// As shown: "same day".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::LikeTitle => "like title",
            Self::SameDay => "same day",
            Self::SameTime => "same time",
            Self::SamePlace => "same place",
            Self::SameSender => "same sender",
            Self::SameGroup => "same group",
        }
    }
}

/// How alike two submissions are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// 0 for nothing in common to 100 for the same in all.
    pub score: u8,
    /// What they have in common, in the order of [`Reason`].
    pub reasons: Vec<Reason>,
}

impl Likeness {
    /// Whether they are so alike that the reader should know.
    #[must_use]
    pub fn worth_showing(&self) -> bool {
        self.score >= WORTH_SHOWING && self.reasons.contains(&Reason::LikeTitle)
    }

    /// In a sentence, with the other's title: "Very like “Coffee Morning”, on the same day, at the
    /// same time and at the same place."
    #[must_use]
    pub fn words(&self, title: &str) -> String {
        let like = if self.score >= VERY {
            "Very like"
        } else {
            "Like"
        };
        let phrases = self.reasons.iter().filter_map(|reason| match reason {
            Reason::LikeTitle => None,
            Reason::SameDay => Some("on the same day"),
            Reason::SameTime => Some("at the same time"),
            Reason::SamePlace => Some("at the same place"),
            Reason::SameSender => Some("from the same sender"),
            Reason::SameGroup => Some("by the same group"),
        });
        let shared = match phrases.collect::<Vec<_>>().as_slice() {
            [] => String::new(),
            [one] => format!(", {one}"),
            [several @ .., last] => format!(", {} and {last}", several.join(", ")),
        };
        format!("{like} “{title}”{shared}.")
    }
}

impl Sketch {
    /// What is compared of a revision and its sender's email address.
    #[must_use]
    pub fn new(details: &EventDetails, sender: &str) -> Self {
        let sittings = details.dates.sittings().iter();
        Self {
            title: details.title.as_str().to_owned(),
            words: title_words(details.title.as_str()),
            sittings: sittings.map(|s| (s.date, start(s.hours))).collect(),
            spot: Spot::of(&details.place),
            sender: sender.trim().to_lowercase(),
            group: details
                .group
                .as_ref()
                .map(GroupName::as_str)
                .map(plain_words)
                .unwrap_or_default(),
        }
    }

    /// The title, as it was sent.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The days it is on, in order, to look others up by.
    #[must_use]
    pub fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.sittings.iter().map(|(date, _)| *date).collect();
        days.dedup();
        days
    }
}

/// A start that can be compared: an event that is all day may begin at any time.
fn start(hours: Hours) -> Option<NaiveTime> {
    match hours {
        Hours::AllDay => None,
        Hours::From { start } | Hours::FromTo { start, .. } => Some(start),
    }
}

/// How alike two submissions are; the same whichever comes first.
#[must_use]
pub fn likeness(a: &Sketch, b: &Sketch) -> Likeness {
    let mut reasons = Vec::new();
    let (mut points, mut against) = (0, 0);
    let mut count = |shared: bool, reason: Reason, worth: u32| {
        if shared {
            points += worth;
            reasons.push(reason);
        }
    };
    let title = title_likeness(&a.words, &b.words);
    let shared = shared_days(a, b);
    let hours = nearest_starts(a, b, &shared);
    let nearness = a.spot.nearness(&b.spot);
    count(title >= LIKE_TITLES, Reason::LikeTitle, 0);
    count(!shared.is_empty(), Reason::SameDay, DAY);
    count(hours == Some(TimeDelta::zero()), Reason::SameTime, TIME);
    count(nearness == Nearness::Same, Reason::SamePlace, PLACE);
    count(is_same(&a.sender, &b.sender), Reason::SameSender, SENDER);
    count(is_same(&a.group, &b.group), Reason::SameGroup, GROUP);
    if hours.is_some_and(|apart| apart >= TimeDelta::hours(1)) {
        against += OTHER_TIME;
    }
    against += match nearness {
        Nearness::OtherVillage => OTHER_VILLAGE,
        Nearness::OtherPlace => OTHER_PLACE,
        Nearness::Same | Nearness::Unknown => 0,
    };
    let score = (points + title * TITLE / 100).saturating_sub(against);
    let most = if shared.is_empty() { OTHER_DAYS } else { 100 };
    Likeness {
        score: u8::try_from(score.min(most)).unwrap_or(100),
        reasons,
    }
}

/// Those of the others that are worth showing, by their places in the list, the likest first.
#[must_use]
pub fn nearest(this: &Sketch, others: &[&Sketch]) -> Vec<(usize, Likeness)> {
    let compared = others.iter().map(|other| likeness(this, other)).enumerate();
    let mut alike: Vec<(usize, Likeness)> = compared.filter(|(_, l)| l.worth_showing()).collect();
    alike.sort_by_key(|(_, likeness)| std::cmp::Reverse(likeness.score));
    alike
}

/// Whether both are known and the same.
fn is_same(a: &str, b: &str) -> bool {
    !a.is_empty() && a == b
}

fn shared_days(a: &Sketch, b: &Sketch) -> BTreeSet<NaiveDate> {
    let days = |sketch: &Sketch| sketch.sittings.iter().map(|(date, _)| *date).collect();
    let (a, b): (BTreeSet<NaiveDate>, BTreeSet<NaiveDate>) = (days(a), days(b));
    a.intersection(&b).copied().collect()
}

/// How far apart the nearest starts on a shared day are, where both are known.
fn nearest_starts(a: &Sketch, b: &Sketch, shared: &BTreeSet<NaiveDate>) -> Option<TimeDelta> {
    let starts = |sketch: &Sketch, day: NaiveDate| -> Vec<NaiveTime> {
        let from = sketch.sittings.range((day, None)..);
        let of_day = from.take_while(|(date, _)| *date == day);
        of_day.filter_map(|(_, start)| *start).collect()
    };
    let of_day = |day: &NaiveDate| {
        let others = starts(b, *day);
        let pairs = starts(a, *day)
            .into_iter()
            .flat_map(|one| others.clone().into_iter().map(move |other| (one, other)));
        pairs.map(|(one, other)| (one - other).abs()).min()
    };
    shared.iter().filter_map(of_day).min()
}

impl Spot {
    fn of(place: &Place) -> Self {
        match place {
            Place::Venue { id, name, village } => Self::Venue {
                id: *id,
                name: place_name(name),
                village: plain_words(village),
            },
            Place::Typed { name, village, .. } => Self::Typed {
                name: place_name(name.as_str()),
                village: village.as_ref().map(ShortLine::as_str).map(plain_words),
            },
            Place::Online { joining } => Self::Online {
                joining: joining.as_ref().map(WebAddress::as_str).map(plain_words),
            },
        }
    }

    fn nearness(&self, other: &Self) -> Nearness {
        match (self, other) {
            (Self::Venue { id: a, .. }, Self::Venue { id: b, .. }) if a == b => Nearness::Same,
            (Self::Venue { village: a, .. }, Self::Venue { village: b, .. }) => {
                if a == b {
                    Nearness::OtherPlace
                } else {
                    Nearness::OtherVillage
                }
            }
            (Self::Online { joining: Some(a) }, Self::Online { joining: Some(b) }) if a == b => {
                Nearness::Same
            }
            (Self::Online { .. }, _) | (_, Self::Online { .. }) => Nearness::Unknown,
            _ => named_alike(self, other),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Venue { name, .. } | Self::Typed { name, .. } => name,
            Self::Online { .. } => "",
        }
    }

    fn village(&self) -> Option<&str> {
        match self {
            Self::Venue { village, .. } => Some(village),
            Self::Typed { village, .. } => village.as_deref(),
            Self::Online { .. } => None,
        }
    }
}

/// Two places of which one at least was typed, by their names without the village: "Blackham Village
/// Hall" is the Village Hall in Blackham. Another name may be another way to call the same place.
fn named_alike(a: &Spot, b: &Spot) -> Nearness {
    let village = parts(a.village().or(b.village()).unwrap_or_default());
    let bare = |spot: &Spot| -> BTreeSet<String> {
        let words = parts(spot.name());
        words.difference(&village).cloned().collect()
    };
    let villages = a.village().zip(b.village());
    if villages.is_some_and(|(one, other)| one != other) {
        Nearness::OtherVillage
    } else if bare(a) == bare(b) {
        Nearness::Same
    } else {
        Nearness::Unknown
    }
}

/// "village-hall" as words.
fn parts(folded: &str) -> BTreeSet<String> {
    folded
        .split('-')
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// "The Pavilion" is "pavilion".
fn place_name(name: &str) -> String {
    let folded = plain_words(name);
    folded.strip_prefix("the-").unwrap_or(&folded).to_owned()
}

/// A title's words in plain small letters, each once, in the singular.
fn title_words(title: &str) -> BTreeSet<String> {
    let words = plain_words(title);
    words
        .split('-')
        .filter(|word| !word.is_empty())
        .map(singular)
        .collect()
}

/// "mornings" is "morning", "parties" is "party", and "class" stays.
fn singular(word: &str) -> String {
    const SHORTEST: usize = 4;
    let plural = word.len() >= SHORTEST && word.ends_with('s') && !word.ends_with("ss");
    match word.strip_suffix("ies") {
        Some(stem) if word.len() > SHORTEST => format!("{stem}y"),
        _ if plural => word[..word.len() - 1].to_owned(),
        _ => word.to_owned(),
    }
}

/// How alike two titles are, in hundredths: the weight of the words in common. A short title that
/// is all in a long one ("Coffee morning", "Macmillan coffee morning with cakes") counts as four
/// fifths, if it says enough.
fn title_likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> u32 {
    let weight = |words: &BTreeSet<String>| words.iter().map(|word| weight(word)).sum::<u32>();
    let (of_a, of_b) = (weight(a), weight(b));
    // Written together or apart, it is the same title.
    let together = |words: &BTreeSet<String>| words.iter().cloned().collect::<String>();
    if of_a > 0 && together(a) == together(b) {
        return 100;
    }
    // Which words are paired may depend on the order; the better pairing counts.
    let shared = weight_in_common(a, b).max(weight_in_common(b, a));
    let all = of_a + of_b;
    let shorter = of_a.min(of_b);
    let in_common = (2 * shared * 100).checked_div(all).unwrap_or(0);
    let contained = if shorter > HEAVY && shared == shorter {
        80
    } else {
        0
    };
    in_common.max(contained)
}

fn weight_in_common(a: &BTreeSet<String>, b: &BTreeSet<String>) -> u32 {
    let mut left: Vec<&String> = b.iter().collect();
    let mut shared = 0;
    for word in a {
        if let Some(at) = left.iter().position(|other| is_same_word(word, other)) {
            shared += weight(word).min(weight(left.remove(at)));
        }
    }
    shared
}

fn is_same_word(a: &str, b: &str) -> bool {
    a == b || strsim::normalized_damerau_levenshtein(a, b) >= SAME_WORD
}

fn weight(word: &str) -> u32 {
    let light = include_str!("likeness/light-words.txt");
    if light.lines().any(|line| line == word) {
        LIGHT
    } else {
        HEAVY
    }
}

/// How many venues are suggested for a place at most.
const SUGGESTED: usize = 3;

/// From this part of the words in common on, in hundredths, a place is like a venue: "Groombridge Hall" is
/// the Village Hall there.
const LIKE_PLACES: usize = 80;

/// The venues that a place may be that was typed, the likest first: by the words of name and village, slips
/// of spelling forgiven. Without a village, a venue of that very name is one too.
#[must_use]
pub fn like_venues<'a>(name: &str, village: &str, venues: &'a [VenueRef]) -> Vec<&'a VenueRef> {
    if is_no_place(name) || is_no_place(village) {
        return vec![];
    }
    let (typed_name, typed) = (parts_of(name), parts_of(&format!("{name} {village}")));
    if typed_name.is_empty() {
        return vec![];
    }
    let mut found: Vec<(usize, &VenueRef)> = venues
        .iter()
        .map(|venue| {
            let full = parts_of(&format!("{} {}", venue.name, venue.village));
            let named = parts_of(&venue.name);
            let same_name = village.trim().is_empty()
                && in_common(&typed_name, &named) == typed_name.len().max(named.len());
            let alike = 200 * in_common(&typed, &full) / (typed.len() + full.len());
            (
                if same_name {
                    alike.max(LIKE_PLACES)
                } else {
                    alike
                },
                venue,
            )
        })
        .filter(|(alike, _)| *alike >= LIKE_PLACES)
        .collect();
    found.sort_by_key(|(alike, _)| std::cmp::Reverse(*alike));
    found.truncate(SUGGESTED);
    found.into_iter().map(|(_, venue)| venue).collect()
}

/// The venue that is typed in full, small letters, spaces and commas aside: "village hall groombridge". The
/// village may stand with the name or for itself.
#[must_use]
pub fn same_venue<'a>(name: &str, village: &str, venues: &'a [VenueRef]) -> Option<&'a VenueRef> {
    if is_no_place(name) || is_no_place(village) {
        return None;
    }
    let (name, village) = (plain_words(name), plain_words(village));
    venues.iter().find(|venue| {
        let of = plain_words(&venue.village);
        let in_full = name == venue.slug() && (village.is_empty() || village == of);
        in_full || (village == of && name == plain_words(&venue.name))
    })
}

/// Whether it is longer than any place may be, in bytes: then it is none on the list, and is not compared with each.
fn is_no_place(typed: &str) -> bool {
    typed.len() > SHORT_LINE_LIMIT * 4
}

/// The words of a place, each once, without "the".
fn parts_of(place: &str) -> BTreeSet<String> {
    plain_words(place)
        .split('-')
        .filter(|word| !word.is_empty() && *word != "the")
        .map(str::to_owned)
        .collect()
}

/// How many words two places have in common.
fn in_common(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    let mut left: Vec<&String> = b.iter().collect();
    a.iter()
        .filter(|word| {
            let at = left.iter().position(|other| is_same_word(word, other));
            at.map(|at| left.remove(at)).is_some()
        })
        .count()
}
