//! Promotion: links to businesses, and a price that does not agree with "free" (policy 6.10, 6.11).
//!
//! A ticket price is fine, and so is a link by which people book. What [`super::sayings`] finds
//! are the words of sales and discounts.

use super::links::{self, Link};
use super::reading::{Passage, each_once};
use super::words::{Word, phrases};
use super::{Case, Hint, HintField, HintKind, capitalised, quoted};
use crate::event::{Booking, Cost};
use crate::text::WebAddress;

phrases! {
    /// Words by which a link is to book or to learn more: "book at".
    BOOKING = "booking";
    /// A sum of money: "£5".
    PRICES = "prices";
    /// Words that make a sum the price of coming: "entry".
    ADMISSION = "admission";
    /// Words that make it the price of something else: "raffle".
    STALLS = "stalls";
    /// Words that say it is free: "free entry".
    FREE = "free";
}

/// From so many links on, a text is a list of links.
const MANY: usize = 3;

pub(super) fn find(case: &Case<'_>) -> Vec<Hint> {
    let mut found = Vec::new();
    for passage in case.reading.passages() {
        // An address was asked for there.
        if passage.field != HintField::Booking {
            found.extend(links(passage, case));
        }
        found.extend(free_or_not(passage, &case.details.cost));
    }
    found
}

fn links(passage: &Passage<'_>, case: &Case<'_>) -> Option<Hint> {
    let links = links::find(&passage.text);
    let as_they_stand = |links: &[&Link<'_>]| each_once(links.iter().map(|l| l.text.to_owned()));
    let all: Vec<&Link<'_>> = links.iter().collect();
    if links.len() >= MANY {
        return passage.hint(HintKind::ManyLinks, as_they_stand(&all), |_| {
            format!("{} links are in {}.", links.len(), passage.field.label())
        });
    }
    let to_book = passage.sentences_where(|sentence| BOOKING.any(sentence));
    let business: Vec<&Link<'_>> = all
        .into_iter()
        .filter(|link| !is_asked_for(link, case) && !links::is_ordinary(&link.host))
        .filter(|link| !to_book.contains(&passage.sentence_at(link.start)))
        .collect();
    passage.hint(HintKind::BusinessLink, as_they_stand(&business), |marked| {
        let place = capitalised(passage.field.label());
        format!(
            "{place} has a link to what may be a business: {}.",
            quoted(marked)
        )
    })
}

/// Whether the link is to the website or the place to book that the form asks for.
fn is_asked_for(link: &Link<'_>, case: &Case<'_>) -> bool {
    let booking = match &case.details.booking {
        Some(Booking::Address(address)) => Some(address),
        Some(Booking::Words(_)) | None => None,
    };
    let asked = case.details.website.iter().chain(booking);
    asked.map(WebAddress::words).any(|address| {
        let host = address.split('/').next().unwrap_or_default().to_lowercase();
        host.strip_prefix("www.").unwrap_or(&host) == link.host
    })
}

/// A price of coming where the event is said to be free, or "free" where it has a price.
fn free_or_not(passage: &Passage<'_>, cost: &Cost) -> Option<Hint> {
    if !matches!(passage.field, HintField::Title | HintField::Description) {
        return None;
    }
    let place = passage.field.label();
    match cost {
        Cost::Free => {
            let prices = prices_of_coming(passage);
            passage.hint(HintKind::FreeOrNot, prices, |marked| {
                format!(
                    "It is marked as free, and {place} has a price: {}.",
                    quoted(marked)
                )
            })
        }
        Cost::Paid { words } => {
            let free = passage.all_marked(&FREE);
            passage.hint(HintKind::FreeOrNot, free, |marked| {
                let (place, said) = (capitalised(place), quoted(marked));
                format!("{place} says {said}, and the cost is given as “{words}”.")
            })
        }
        Cost::NotTold | Cost::Donations => None,
    }
}

/// The sums in sentences that speak of coming, or of nothing else: "£5 a head", "£5.", but not
/// "raffle tickets £1".
fn prices_of_coming(passage: &Passage<'_>) -> Vec<String> {
    let of_coming = passage.sentences_where(|sentence| {
        !STALLS.any(sentence) && (ADMISSION.any(sentence) || is_bare(sentence))
    });
    let prices = PRICES.find(&passage.words).into_iter();
    let found = prices.filter(|range| of_coming.contains(&passage.sentence_of(range)));
    each_once(found.map(|range| passage.marked(&range)))
}

/// Whether a sentence is hardly more than the sum.
fn is_bare(sentence: &[Word]) -> bool {
    const FEW: usize = 4;
    sentence.len() <= FEW
}
