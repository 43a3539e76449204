//! Dates for other people's programs, as JSON. `/openapi.json` is made from these types.

use chrono::{DateTime, SecondsFormat, Utc};
use domain::{
    event::{Booking, Cost, EventStatus, Fact, Place},
    when::{Hours, LONDON, date_attr},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Date, Event, Source};

/// One page of the dates that match.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventsPage {
    /// What the council says of every event. Show it wherever you show the events.
    pub disclaimer: String,
    /// The address of this page of the file.
    #[schema(format = Uri)]
    pub address: String,
    /// Which page this is, from 1.
    #[schema(minimum = 1)]
    pub page: u32,
    /// How many pages there are; at least 1.
    #[schema(minimum = 1)]
    pub pages: u32,
    /// How many dates match in all. Each date of an event counts as one.
    #[schema(minimum = 0)]
    pub total: u32,
    /// The address of the page before, if there is one.
    #[schema(required = true, format = Uri)]
    pub previous: Option<String>,
    /// The address of the next page, if there is one.
    #[schema(required = true, format = Uri)]
    pub next: Option<String>,
    /// The dates of this page, in order.
    pub events: Vec<EventDate>,
}

/// One date of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventDate {
    /// The date's own name, which stays the same when its event changes.
    #[schema(example = "WO-7K4P-20261205")]
    pub id: String,
    /// The event's reference, the same for all its dates.
    #[schema(example = "WO-7K4P")]
    pub reference: String,
    /// The event's page.
    #[schema(format = Uri)]
    pub address: String,
    /// Its calendar file.
    #[schema(format = Uri)]
    pub calendar: String,
    /// What it is called.
    pub title: String,
    /// What it is, as plain text with a little Markdown.
    pub description: String,
    /// The same as HTML that was made safe.
    pub description_html: String,
    /// The type of event it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What has become of it.
    pub status: Status,
    /// The day it starts, on the parish's clock (Europe/London).
    #[schema(format = Date)]
    pub date: String,
    /// Whether it is the whole day. Its start is then midnight, and its end the midnight after.
    pub all_day: bool,
    /// When it starts.
    #[schema(format = DateTime)]
    pub starts_at: String,
    /// When it ends, where that is known.
    #[schema(required = true, format = DateTime)]
    pub ends_at: Option<String>,
    /// When the doors open, where that is told.
    #[schema(required = true, format = DateTime)]
    pub doors_at: Option<String>,
    /// Where it is.
    pub place: Where,
    /// What it costs.
    pub cost: Price,
    /// How people book, where they need to: an address or words.
    #[schema(required = true)]
    pub booking: Option<String>,
    /// Getting in and taking part. Null where the organiser has not said: that is not a no.
    pub access: Access,
    /// Who it is for: "Over 18s".
    #[schema(required = true)]
    pub age: Option<String>,
    /// The group that runs it.
    #[schema(required = true)]
    pub organiser: Option<String>,
    /// Where to read more.
    #[schema(required = true, format = Uri)]
    pub website: Option<String>,
    /// Its picture.
    #[schema(required = true)]
    pub picture: Option<Image>,
    /// When it was listed.
    #[schema(format = DateTime)]
    pub listed_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    pub changed_at: String,
}

/// A type of event.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kind {
    /// As the `type` of a question: "music".
    pub slug: String,
    /// As shown: "Music".
    pub name: String,
}

/// What has become of an event: `going_ahead`, `cancelled`, `postponed`, `moved`, `online` or
/// `fully_booked`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the names say it, and stand in the description above"
)]
pub enum Status {
    GoingAhead,
    Cancelled,
    Postponed,
    Moved,
    Online,
    FullyBooked,
}

/// Where an event takes place.
#[derive(Debug, Serialize, ToSchema)]
pub struct Where {
    /// Whether it is online and nowhere else.
    pub online: bool,
    /// The place's name: "Village Hall". "Online" where it is online.
    pub name: String,
    /// The way to it, or its street.
    #[schema(required = true)]
    pub address: Option<String>,
    /// Its village.
    #[schema(required = true)]
    pub village: Option<String>,
    /// Its postcode.
    #[schema(required = true)]
    pub postcode: Option<String>,
    /// Degrees north, where they are known (WGS 84).
    #[schema(required = true)]
    pub latitude: Option<f64>,
    /// Degrees east, where they are known (WGS 84).
    #[schema(required = true)]
    pub longitude: Option<f64>,
    /// Where to join it, where it is online.
    #[schema(required = true, format = Uri)]
    pub join: Option<String>,
}

/// What it costs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Price {
    /// Whether it is free; null where the organiser has not said, or people give what they like.
    #[schema(required = true)]
    pub free: Option<bool>,
    /// In words: "£4, under-16s free".
    pub words: String,
}

/// Getting in and taking part.
#[derive(Debug, Serialize, ToSchema)]
pub struct Access {
    /// One can get in without a step.
    #[schema(required = true)]
    pub step_free: Option<bool>,
    /// There is an accessible toilet.
    #[schema(required = true)]
    pub toilet: Option<bool>,
    /// There is a hearing loop.
    #[schema(required = true)]
    pub hearing_loop: Option<bool>,
    /// There is parking for Blue Badge holders.
    #[schema(required = true)]
    pub blue_badge_parking: Option<bool>,
}

/// An event's picture, as a JPEG.
#[derive(Debug, Serialize, ToSchema)]
pub struct Image {
    /// Where it is.
    #[schema(format = Uri)]
    pub address: String,
    /// How many dots wide it is.
    #[schema(minimum = 1)]
    pub width: u32,
    /// How many dots high it is.
    #[schema(minimum = 1)]
    pub height: u32,
    /// What is on it, for people who cannot see it: show it with the picture. Empty where the picture
    /// is only decoration.
    pub alternative_text: String,
    /// Who made it: show it beneath the picture.
    #[schema(required = true)]
    pub credit: Option<String>,
}

/// Why a question was not answered (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Says only that there is no page about this problem: `about:blank`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: &'static str,
    /// 400.
    #[schema(minimum = 400, maximum = 400)]
    pub status: u16,
    /// What to change.
    pub detail: String,
    /// The parts of the address that were not understood.
    pub fields: Vec<String>,
}

impl Problem {
    /// Some parts of an address were not understood.
    #[must_use]
    pub fn of(fields: Vec<String>) -> Self {
        Self {
            kind: "about:blank",
            title: "Bad Request",
            status: 400,
            detail: format!(
                "Not understood: {}. /openapi.json says what each may be.",
                fields.join(", ")
            ),
            fields,
        }
    }
}

/// One date as the file has it.
#[must_use]
pub fn date(date: &Date<'_>, source: &Source) -> EventDate {
    let (event, sitting) = (date.event, &date.sitting);
    let details = &event.details;
    let address = source.event_url(event);
    EventDate {
        id: event.date_id(sitting),
        reference: event.reference.clone(),
        calendar: format!("{address}.ics"),
        address,
        title: details.title.as_str().to_owned(),
        description: details.description.as_str().to_owned(),
        description_html: event.description_html.clone(),
        kind: Kind {
            slug: details.event_type.clone(),
            name: event.type_name.clone(),
        },
        status: status(date.status()),
        date: date_attr(sitting.date),
        all_day: sitting.hours == Hours::AllDay,
        starts_at: here(sitting.starts_at()),
        ends_at: sitting.ends_at().map(here),
        doors_at: event.doors_at(sitting).map(here),
        place: place(event),
        cost: Price {
            free: match details.cost {
                Cost::Free => Some(true),
                Cost::Paid { .. } => Some(false),
                Cost::NotTold | Cost::Donations => None,
            },
            words: details.cost.words().to_owned(),
        },
        booking: details.booking.as_ref().map(|booking| match booking {
            Booking::Address(address) => address.as_str().to_owned(),
            Booking::Words(words) => words.as_str().to_owned(),
        }),
        access: Access {
            step_free: fact(details.access.step_free),
            toilet: fact(details.access.toilet),
            hearing_loop: fact(details.access.hearing_loop),
            blue_badge_parking: fact(details.access.blue_badge),
        },
        age: details.age.as_ref().map(ToString::to_string),
        organiser: details.group.as_ref().map(ToString::to_string),
        website: details.website.as_ref().map(ToString::to_string),
        picture: (details.picture.as_ref()).map(|picture| Image {
            address: source.picture_url(picture),
            width: picture.size.width,
            height: picture.size.height,
            alternative_text: picture.alt().to_owned(),
            credit: picture.credit.as_ref().map(ToString::to_string),
        }),
        listed_at: here(event.listed_at),
        changed_at: here(event.changed_at),
    }
}

fn status(status: EventStatus) -> Status {
    use EventStatus as Known;
    match status {
        Known::GoingAhead => Status::GoingAhead,
        Known::Cancelled => Status::Cancelled,
        Known::Postponed => Status::Postponed,
        Known::Moved => Status::Moved,
        Known::Online => Status::Online,
        Known::FullyBooked => Status::FullyBooked,
    }
}

fn place(event: &Event) -> Where {
    let some = |words: &String| Some(words.clone()).filter(|words| !words.is_empty());
    let point = event.venue.point();
    let mut found = Where {
        online: false,
        name: String::new(),
        address: None,
        village: None,
        postcode: None,
        latitude: point.map(|point| point.0),
        longitude: point.map(|point| point.1),
        join: None,
    };
    match &event.details.place {
        Place::Venue { name, village, .. } => {
            found.name.clone_from(name);
            found.village = some(village);
            found.address = some(&event.venue.address);
            found.postcode = some(&event.venue.postcode);
        }
        Place::Typed {
            name,
            address,
            village,
            postcode,
        } => {
            found.name = name.to_string();
            found.address = address.as_ref().map(ToString::to_string);
            found.village = village.as_ref().map(ToString::to_string);
            found.postcode = postcode.as_ref().map(ToString::to_string);
        }
        Place::Online { joining } => {
            found.online = true;
            "Online".clone_into(&mut found.name);
            found.join = joining.as_ref().map(ToString::to_string);
        }
    }
    found
}

fn fact(fact: Fact) -> Option<bool> {
    match fact {
        Fact::Yes => Some(true),
        Fact::No => Some(false),
        Fact::NotTold => None,
    }
}

/// An instant with the offset of the parish's clock then (RFC 3339).
pub(super) fn here(at: DateTime<Utc>) -> String {
    at.with_timezone(&LONDON)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}
