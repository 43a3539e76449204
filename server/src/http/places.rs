//! The places and types that a listing can be asked for.

use std::collections::BTreeSet;

use app::components::Choice;
use domain::event::plain_words;
use store::site::Council;

/// The types of event to choose from.
pub(super) fn types(council: &Council) -> Vec<Choice> {
    council
        .types
        .iter()
        .map(|kind| Choice::new(&kind.slug, &kind.name))
        .collect()
}

/// The villages of the known venues, each once, and under each its venues, with their words in an
/// address.
pub(super) fn places(council: &Council) -> Vec<Choice> {
    let villages: BTreeSet<&str> = council
        .venues
        .iter()
        .map(|venue| venue.village.as_str())
        .collect();
    villages
        .into_iter()
        .flat_map(|village| {
            let venues = council
                .venues
                .iter()
                .filter(move |venue| venue.village == village)
                .map(move |venue| Choice::new(venue.slug(), format!("{village}: {}", venue.name)));
            std::iter::once(Choice::new(plain_words(village), village)).chain(venues)
        })
        .collect()
}

/// What the database knows a place by that an address asks for. A place that nobody knows finds
/// what is in a village of that name; one that was called so before is what it is now.
pub(super) fn place_key(council: &Council, place: &str) -> String {
    let mut venues = council.venues.iter();
    if let Some(venue) = venues
        .clone()
        .find(|venue| plain_words(&venue.village) == place)
    {
        return format!("village:{}", venue.village.to_lowercase());
    }
    let venue = venues
        .find(|venue| venue.slug() == place)
        .map(|venue| venue.id);
    venue
        .or_else(|| council.former.get(place).copied())
        .map_or_else(
            || format!("village:{}", place.replace('-', " ")),
            |venue| format!("venue:{venue}"),
        )
}

/// A place that an address asks for, as it is called. One that nobody knows stays as it was typed.
pub(super) fn place_words(council: &Council, place: &str) -> String {
    let mut venues = council.venues.iter();
    if let Some(venue) = venues
        .clone()
        .find(|venue| plain_words(&venue.village) == place)
    {
        return venue.village.clone();
    }
    let today = council.former.get(place);
    venues
        .find(|venue| venue.slug() == place || today == Some(&venue.id))
        .map_or_else(|| place.to_owned(), |venue| venue.name.clone())
}
