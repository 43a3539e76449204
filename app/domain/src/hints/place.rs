//! Places outside the parish (policy 5.3, 6.8: relevant to residents).
//!
//! People of the parish go to the villages around it, and a village is often written with its post
//! town. So a place that names one of the parish's own is never outside, and one that no list knows
//! raises nothing.

use std::ops::Range;

use super::reading::{Passage, each_once};
use super::words::{Word, named, phrases, words};
use super::{Case, Hint, HintField, HintKind, quoted};
use crate::event::Place;
use crate::text::{Postcode, ShortLine};

phrases! {
    /// Villages near by, to which residents go: "Hartfield".
    NEIGHBOURS = "neighbours";
    /// Towns: "Tunbridge Wells".
    TOWNS = "towns";
    /// What a place's name is given to as well: "Groombridge Road" may be anywhere.
    NAMED_AFTER = "named-after";
}

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let Place::Typed {
        village, postcode, ..
    } = &case.details.place
    else {
        return Vec::new();
    };
    let Some(place) = case.reading.passage(HintField::Place) else {
        return Vec::new();
    };
    let outside = if is_ours(&place.words, case.around.parish) {
        None
    } else {
        outside(place, village.as_ref())
            .or_else(|| far_postcode(place, postcode.as_ref()?, case.around.postcodes))
    };
    outside.into_iter().collect()
}

fn outside(place: &Passage<'_>, village: Option<&ShortLine>) -> Option<Hint> {
    let towns = names(place, &TOWNS.find(&place.words));
    let neighbours = names(place, &NEIGHBOURS.find(&place.words));
    let kind = HintKind::OutsideParish;
    if !towns.is_empty() {
        return place.hint(kind, towns, |marked| {
            format!("{} is outside the parish.", quoted(marked))
        });
    }
    if !neighbours.is_empty() {
        return place.hint(kind, neighbours, |marked| {
            let near = quoted(marked);
            format!("{near} is near the parish, not in it. A village that residents go to is fine.")
        });
    }
    let village = village.map(|village| village.as_str().to_owned());
    place.hint(kind, village.into_iter().collect(), |marked| {
        format!("{} is not among the parish’s places.", quoted(marked))
    })
}

/// A postcode that is none of those in and around the parish.
fn far_postcode(place: &Passage<'_>, postcode: &Postcode, ours: &[String]) -> Option<Hint> {
    let (outward, _) = postcode.as_str().split_once(' ')?;
    let far = !ours.is_empty() && !ours.iter().any(|our| our.eq_ignore_ascii_case(outward));
    let marked = far.then(|| postcode.as_str().to_owned());
    place.hint(
        HintKind::OutsideParish,
        marked.into_iter().collect(),
        |marked| {
            format!(
                "{} is not a postcode in or around the parish.",
                quoted(marked)
            )
        },
    )
}

/// The places found that are not a road's name.
fn names(place: &Passage<'_>, found: &[Range<usize>]) -> Vec<String> {
    let of_itself = found
        .iter()
        .filter(|range| is_of_itself(&place.words, range));
    each_once(of_itself.map(|range| place.marked(range)))
}

/// Whether one of the parish's places is named. "St John’s Church, Crowborough" is not St John's.
fn is_ours(there: &[Word], parish: &[String]) -> bool {
    let found = parish.iter().flat_map(|name| named(&words(name), there));
    found.into_iter().any(|range| is_of_itself(there, &range))
}

/// Whether a name stands for the place, and not for a road or a church called after it.
fn is_of_itself(words: &[Word], name: &Range<usize>) -> bool {
    let saint = words[name.start].folded == "st";
    let after = words.get(name.end..name.end + 1).unwrap_or_default();
    let church = after
        .first()
        .is_some_and(|word| saint && word.folded == "church");
    !church && !NAMED_AFTER.any(after)
}
