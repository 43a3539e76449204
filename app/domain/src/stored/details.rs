//! What the public may know of an event, as it is stored.

use serde::{Deserialize, Serialize};

use super::{Dates, FORMAT, Unreadable, unnumbered};
use crate::event::{self, EventDetails, Fact, NOT_TOLD};
use crate::picture::{self, PictureId, Size};
use crate::text::{
    AltText, Description, Email, GroupName, PersonName, Postcode, ShortLine, Telephone, Title,
    WebAddress,
};

/// The title of a document that has none.
const UNTITLED: &str = "An event without a title";

/// One revision of an event: the column `revision.details`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    #[serde(default = "unnumbered")]
    format: u32,
    title: String,
    description: String,
    event_type: String,
    dates: Dates,
    place: Place,
    #[serde(default)]
    cost: Cost,
    #[serde(default)]
    booking: Option<Booking>,
    #[serde(default)]
    access: Access,
    #[serde(default)]
    age: Option<String>,
    #[serde(default)]
    website: Option<String>,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    contact: Contact,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    picture: Option<Picture>,
}

/// Where it is: `venue` with the number it has in the database, `typed`, or `online`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    village: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    joining: Option<String>,
}

/// What it costs: `not_told`, `free`, `donations`, or `paid` with the price in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Cost {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

/// How people book: at an address, or as the words say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Booking {
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

/// Getting in and taking part: `yes`, `no` or `not_told` of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Access {
    step_free: String,
    toilet: String,
    hearing_loop: String,
    blue_badge: String,
}

/// Whom to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Contact {
    name: Option<String>,
    email: Option<String>,
    telephone: Option<String>,
}

/// Its picture. The sizes are in pixels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Picture {
    id: String,
    size: Pixels,
    #[serde(default)]
    alt: Option<String>,
    #[serde(default)]
    credit: Option<String>,
    #[serde(default)]
    permitted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pixels {
    width: u32,
    height: u32,
}

impl TryFrom<Details> for EventDetails {
    type Error = Unreadable;

    fn try_from(stored: Details) -> Result<Self, Unreadable> {
        Ok(Self {
            title: Title::of_record(&stored.title).unwrap_or_else(|| Title::fixed(UNTITLED)),
            description: Description::of_record(&stored.description)
                .unwrap_or_else(|| Description::fixed(NOT_TOLD)),
            event_type: stored.event_type,
            dates: stored.dates.try_into()?,
            place: stored.place.into(),
            cost: stored.cost.into(),
            booking: stored.booking.and_then(Booking::read),
            access: stored.access.into(),
            age: words(stored.age, ShortLine::of_record),
            website: words(stored.website, WebAddress::of_record),
            group: words(stored.group, GroupName::of_record),
            contact: stored.contact.into(),
            picture: stored.picture.and_then(Picture::read),
        })
    }
}

impl From<EventDetails> for Details {
    fn from(details: EventDetails) -> Self {
        Self {
            format: FORMAT,
            title: details.title.into(),
            description: details.description.into(),
            event_type: details.event_type,
            dates: details.dates.into(),
            place: details.place.into(),
            cost: details.cost.into(),
            booking: details.booking.map(Into::into),
            access: details.access.into(),
            age: details.age.map(Into::into),
            website: details.website.map(Into::into),
            group: details.group.map(Into::into),
            contact: details.contact.into(),
            picture: details.picture.map(Into::into),
        }
    }
}

/// Words that may be absent, as a type of the domain.
fn words<T>(stored: Option<String>, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    stored.and_then(|text| read(&text))
}

impl From<Place> for event::Place {
    fn from(stored: Place) -> Self {
        let line = |text| words(text, ShortLine::of_record);
        match (stored.kind.as_str(), stored.id, &stored.name) {
            ("venue", Some(id), _) => Self::Venue {
                id,
                name: stored.name.unwrap_or_default(),
                village: stored.village.unwrap_or_default(),
            },
            ("online", ..) => Self::Online {
                joining: words(stored.joining, WebAddress::of_record),
            },
            _ => Self::Typed {
                name: line(stored.name).unwrap_or_else(|| ShortLine::fixed(NOT_TOLD)),
                address: line(stored.address),
                village: line(stored.village),
                postcode: words(stored.postcode, Postcode::of_record),
            },
        }
    }
}

impl From<event::Place> for Place {
    fn from(place: event::Place) -> Self {
        let of = |kind: &str| Self {
            kind: kind.to_owned(),
            ..Self::default()
        };
        match place {
            event::Place::Venue { id, name, village } => Self {
                id: Some(id),
                name: Some(name),
                village: Some(village),
                ..of("venue")
            },
            event::Place::Typed {
                name,
                address,
                village,
                postcode,
            } => Self {
                name: Some(name.into()),
                address: address.map(Into::into),
                village: village.map(Into::into),
                postcode: postcode.map(Into::into),
                ..of("typed")
            },
            event::Place::Online { joining } => Self {
                joining: joining.map(Into::into),
                ..of("online")
            },
        }
    }
}

impl From<Cost> for event::Cost {
    fn from(stored: Cost) -> Self {
        match (
            stored.kind.as_str(),
            words(stored.words, ShortLine::of_record),
        ) {
            ("free", _) => Self::Free,
            ("donations", _) => Self::Donations,
            ("not_told", _) | (_, None) => Self::NotTold,
            (_, Some(words)) => Self::Paid { words },
        }
    }
}

impl From<event::Cost> for Cost {
    fn from(cost: event::Cost) -> Self {
        let (kind, words) = match cost {
            event::Cost::NotTold => ("not_told", None),
            event::Cost::Free => ("free", None),
            event::Cost::Donations => ("donations", None),
            event::Cost::Paid { words } => ("paid", Some(words.into())),
        };
        Self {
            kind: kind.to_owned(),
            words,
        }
    }
}

impl Booking {
    /// What is not safe to link to is shown as words.
    fn read(self) -> Option<event::Booking> {
        let said = |text: String| ShortLine::of_record(&text).map(event::Booking::Words);
        match (self.address, self.words) {
            (Some(address), _) => WebAddress::of_record(&address)
                .map(event::Booking::Address)
                .or_else(|| said(address)),
            (None, Some(words)) => said(words),
            (None, None) => None,
        }
    }
}

impl From<event::Booking> for Booking {
    fn from(booking: event::Booking) -> Self {
        match booking {
            event::Booking::Address(address) => Self {
                address: Some(address.into()),
                words: None,
            },
            event::Booking::Words(words) => Self {
                address: None,
                words: Some(words.into()),
            },
        }
    }
}

impl From<Access> for event::Access {
    fn from(stored: Access) -> Self {
        let fact = |word: &str| match word {
            "yes" => Fact::Yes,
            "no" => Fact::No,
            _ => Fact::NotTold,
        };
        Self {
            step_free: fact(&stored.step_free),
            toilet: fact(&stored.toilet),
            hearing_loop: fact(&stored.hearing_loop),
            blue_badge: fact(&stored.blue_badge),
        }
    }
}

impl From<event::Access> for Access {
    fn from(access: event::Access) -> Self {
        let word = |fact: Fact| {
            match fact {
                Fact::Yes => "yes",
                Fact::No => "no",
                Fact::NotTold => "not_told",
            }
            .to_owned()
        };
        Self {
            step_free: word(access.step_free),
            toilet: word(access.toilet),
            hearing_loop: word(access.hearing_loop),
            blue_badge: word(access.blue_badge),
        }
    }
}

impl From<Contact> for event::PublicContact {
    fn from(stored: Contact) -> Self {
        Self {
            name: words(stored.name, PersonName::of_record),
            email: words(stored.email, Email::of_record),
            telephone: words(stored.telephone, Telephone::of_record),
        }
    }
}

impl From<event::PublicContact> for Contact {
    fn from(contact: event::PublicContact) -> Self {
        Self {
            name: contact.name.map(Into::into),
            email: contact.email.map(Into::into),
            telephone: contact.telephone.map(Into::into),
        }
    }
}

impl Picture {
    /// A picture that cannot be addressed is none.
    fn read(self) -> Option<picture::Picture> {
        let Pixels { width, height } = self.size;
        Some(picture::Picture {
            id: PictureId::parse(&self.id).ok()?,
            size: Size { width, height },
            alt: words(self.alt, AltText::of_record),
            credit: words(self.credit, ShortLine::of_record),
            permitted: self.permitted,
        })
    }
}

impl From<picture::Picture> for Picture {
    fn from(picture: picture::Picture) -> Self {
        let Size { width, height } = picture.size;
        Self {
            id: picture.id.into(),
            size: Pixels { width, height },
            alt: picture.alt.map(Into::into),
            credit: picture.credit.map(Into::into),
            permitted: picture.permitted,
        }
    }
}
