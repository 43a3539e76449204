//! An event's dates for search engines, in the words of schema.org.

use app::render::JsonLd;
use chrono::{DateTime, Utc};
use domain::{
    event::{Booking, Cost, EventStatus, Place},
    text::{Postcode, ShortLine},
    when::{Dates, Hours, Sitting, date_attr},
};
use serde_json::{Map, Value, json};

use super::{Event, Source, json::here};

/// The most dates that an event's page tells search engines of, so that a page stays small.
const MOST: usize = 10;

/// The dates to come, or the last of all: each is an `Event`. `before` is what its dates were
/// before it was moved; `picture` the address of a picture of the page.
#[must_use]
pub fn events(
    event: &Event,
    before: Option<&Dates>,
    now: DateTime<Utc>,
    picture: &str,
    source: &Source,
) -> JsonLd {
    let dates = &event.details.dates;
    let mut shown: Vec<&Sitting> = (dates.sittings().iter())
        .filter(|sitting| sitting.over_at() > now)
        .take(MOST)
        .collect();
    if shown.is_empty() {
        shown.push(dates.last());
    }
    let moves = before.map_or_else(Vec::new, |before| moves(before, dates));
    let mut found: Vec<Value> = shown
        .into_iter()
        .map(|sitting| {
            let mut told = one(event, sitting, picture, source);
            let was = moves.iter().find(|(_, is)| is == sitting);
            if let Some((was, _)) = was.filter(|_| event.status_of(sitting) == EventStatus::Moved) {
                told.insert("previousStartDate".to_owned(), start(was).into());
            }
            told.into()
        })
        .collect();
    JsonLd::new(&match found.len() {
        1 => found.remove(0).to_string(),
        _ => Value::from(found).to_string(),
    })
}

/// Which date became which: known only where as many came as went.
fn moves(before: &Dates, after: &Dates) -> Vec<(Sitting, Sitting)> {
    let (gone, new) = (before.not_in(after), after.not_in(before));
    if gone.len() == new.len() {
        gone.into_iter().zip(new).collect()
    } else {
        Vec::new()
    }
}

fn one(event: &Event, sitting: &Sitting, picture: &str, source: &Source) -> Map<String, Value> {
    let details = &event.details;
    let address = source.event_url(event);
    let online =
        event.status == EventStatus::Online || matches!(details.place, Place::Online { .. });
    let mode = if online { "Online" } else { "Offline" };
    let mut told = Map::new();
    let mut tell = |name: &str, value: Value| {
        if !value.is_null() {
            told.insert(name.to_owned(), value);
        }
    };
    tell("@context", "https://schema.org".into());
    tell("@type", "Event".into());
    tell(
        "@id",
        format!("{address}#{}", event.date_id(sitting)).into(),
    );
    tell("name", details.title.as_str().into());
    tell(
        "description",
        domain::text::summary(details.description.as_str()).into(),
    );
    tell("url", address.clone().into());
    tell("image", json!([picture]));
    tell("inLanguage", "en-GB".into());
    tell("startDate", start(sitting).into());
    tell("endDate", end(sitting).into());
    tell("doorTime", event.doors_at(sitting).map(here).into());
    tell("eventStatus", status(event.status_of(sitting)).into());
    tell(
        "eventAttendanceMode",
        format!("https://schema.org/{mode}EventAttendanceMode").into(),
    );
    tell("location", location(event, online, &address));
    tell(
        "organizer",
        details.group.as_ref().map_or(Value::Null, |group| {
            let website = details.website.as_ref().map(ToString::to_string);
            json!({"@type": "Organization", "name": group.as_str(), "url": website.unwrap_or_else(|| address.clone())})
        }),
    );
    tell(
        "isAccessibleForFree",
        (details.cost == Cost::Free).then_some(true).into(),
    );
    tell("offers", offers(event, sitting, &address));
    told
}

/// The day of a whole day, the instant of anything else.
fn start(sitting: &Sitting) -> String {
    match sitting.hours {
        Hours::AllDay => date_attr(sitting.date),
        Hours::From { .. } | Hours::FromTo { .. } => here(sitting.starts_at()),
    }
}

fn end(sitting: &Sitting) -> Option<String> {
    match sitting.hours {
        Hours::AllDay => Some(date_attr(sitting.date)),
        Hours::From { .. } | Hours::FromTo { .. } => sitting.ends_at().map(here),
    }
}

fn status(status: EventStatus) -> &'static str {
    match status {
        EventStatus::GoingAhead | EventStatus::FullyBooked => "https://schema.org/EventScheduled",
        EventStatus::Cancelled => "https://schema.org/EventCancelled",
        EventStatus::Postponed => "https://schema.org/EventPostponed",
        EventStatus::Moved => "https://schema.org/EventRescheduled",
        EventStatus::Online => "https://schema.org/EventMovedOnline",
    }
}

fn location(event: &Event, online: bool, address: &str) -> Value {
    let (name, street, village, postcode) = match &event.details.place {
        Place::Online { joining } => {
            let at = joining.as_ref().map_or(address, |at| at.as_str());
            return json!({"@type": "VirtualLocation", "url": at});
        }
        _ if online => return json!({"@type": "VirtualLocation", "url": address}),
        Place::Venue { name, village, .. } => (
            name.as_str(),
            Some(event.venue.address.as_str()),
            Some(village.as_str()),
            Some(event.venue.postcode.as_str()),
        ),
        Place::Typed {
            name,
            address,
            village,
            postcode,
        } => (
            name.as_str(),
            address.as_ref().map(ShortLine::as_str),
            village.as_ref().map(ShortLine::as_str),
            postcode.as_ref().map(Postcode::as_str),
        ),
    };
    let mut postal = Map::new();
    postal.insert("@type".to_owned(), "PostalAddress".into());
    for (part, words) in [
        ("streetAddress", street),
        ("addressLocality", village),
        ("postalCode", postcode),
        ("addressCountry", Some("GB")),
    ] {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            postal.insert(part.to_owned(), words.into());
        }
    }
    let mut place = json!({"@type": "Place", "name": name, "address": postal});
    if let Some((north, east)) = event.venue.point() {
        place["geo"] = json!({"@type": "GeoCoordinates", "latitude": north, "longitude": east});
    }
    place
}

/// What a place costs, where a sum can be told, and whether there is one left. That none is left is
/// told without a sum, too.
fn offers(event: &Event, sitting: &Sitting, address: &str) -> Value {
    let price = match &event.details.cost {
        Cost::Free => Some("0".to_owned()),
        Cost::Paid { words } => pounds(words.as_str()),
        Cost::NotTold | Cost::Donations => None,
    };
    let left = match event.status_of(sitting) {
        EventStatus::FullyBooked => "SoldOut",
        EventStatus::Cancelled => "Discontinued",
        _ => "InStock",
    };
    if price.is_none() && left != "SoldOut" {
        return Value::Null;
    }
    let at = match &event.details.booking {
        Some(Booking::Address(at)) => at.as_str(),
        _ => address,
    };
    let mut offer = json!({
        "@type": "Offer",
        "availability": format!("https://schema.org/{left}"),
        "url": at,
        "validFrom": here(event.listed_at),
    });
    if let Some(price) = price {
        offer["price"] = price.into();
        offer["priceCurrency"] = "GBP".into();
    }
    offer
}

/// The first sum in pounds of some words: "4.50" of "Adults £4.50, children £2".
fn pounds(words: &str) -> Option<String> {
    let (_, rest) = words.split_once('£')?;
    let mut sum = String::new();
    let mut rest = rest.trim_start().chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '.' | '0'..='9' => sum.push(c),
            // "1,500" is one sum; "4, under-16s free" ends at the comma.
            ',' if rest.peek().is_some_and(char::is_ascii_digit) => {}
            _ => break,
        }
    }
    let sum = sum.trim_end_matches('.');
    sum.parse::<f64>().ok().map(|_| sum.to_owned())
}

#[cfg(test)]
mod tests {
    use super::pounds;

    #[test]
    fn the_first_sum_in_pounds_is_found() {
        for (words, sum) in [
            ("£4, under-16s free", Some("4")),
            ("Adults £4.50.", Some("4.50")),
            ("£ 3", Some("3")),
            ("50p", None),
            ("£", None),
            ("£1.2.3", None),
            ("£1,500 for a table", Some("1500")),
        ] {
            assert_eq!(pounds(words).as_deref(), sum, "{words}");
        }
    }
}
