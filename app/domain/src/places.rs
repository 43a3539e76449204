//! What an administrator keeps for senders to choose from: types of event, and venues.

use crate::choices::VenueRef;
use crate::event::{Access, AccessFact, Fact, Place, joined, plain_words};
use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered};
use crate::likeness::{like_venues, same_venue};
use crate::text::{Postcode, ShortLine, TextProblem, WebAddress};

const EVENT_TYPE: Ask = Ask {
    field: "name",
    name: "Name",
    empty: "Enter the name of the type of event",
    shape: "Enter the name of the type of event",
};
const NAME: Ask = Ask {
    field: "name",
    name: "Name",
    empty: "Enter the name of the venue",
    shape: "Enter the name of the venue",
};
const VILLAGE: Ask = Ask {
    field: "village",
    name: "Village or town",
    empty: "Enter the village or town",
    shape: "Enter the village or town",
};
const ADDRESS: Ask = Ask {
    field: "address",
    name: "Address",
    empty: "Enter the address",
    shape: "Enter the address",
};
const POSTCODE: Ask = Ask {
    field: "postcode",
    name: "Postcode",
    empty: "Enter the postcode",
    shape: "Enter a full postcode, for example TN7 4BA",
};

/// What to do about a map that is neither an address nor a point.
const MAP_SHAPE: &str =
    "Enter a web address that begins with https://, or two numbers like 51.1053, 0.1850";

/// The name of a type of event, as sent: field `name`.
///
/// # Errors
/// It is empty or too long, or has no letter to make an address of.
pub fn event_type(typed: &str) -> Result<ShortLine, FormErrors> {
    let mut errors = FormErrors::default();
    let name = errors.need(EVENT_TYPE, ShortLine::parse(typed));
    match name {
        Some(name) if event_type_slug(name.as_str()).is_empty() => {
            errors.push(EVENT_TYPE.field, "Enter a name with letters in it");
            Err(errors)
        }
        Some(name) => errors.unless_any(name),
        None => Err(errors),
    }
}

/// A kind's value in forms and addresses: small letters and single hyphens, as the database asks.
#[must_use]
pub fn event_type_slug(name: &str) -> String {
    let letters: String = plain_words(name)
        .chars()
        .map(|c| if c.is_ascii_digit() { '-' } else { c })
        .collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(40).collect();
    slug.trim_end_matches('-').to_owned()
}

/// The form of a venue, as sent. Fields `name`, `village`, `address`, `postcode`, `map`, `step-free`,
/// `toilet`, `hearing-loop`, `blue-badge`, `anyway`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VenueAnswers {
    /// `name`
    pub name: String,
    /// `village`
    pub village: String,
    /// `address`; may be empty
    pub address: String,
    /// `postcode`; may be empty
    pub postcode: String,
    /// `map`: a web address, or a point as two numbers; may be empty
    pub map: String,
    /// Each fact of access, "yes", "no" or empty, in the order of [`AccessFact::ALL`].
    pub access: [String; 4],
    /// `anyway`: "yes" where it is meant though another venue is very like it
    pub anyway: String,
}

/// A venue, parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct NewVenue {
    /// Its name: "Village Hall".
    pub name: ShortLine,
    /// Its village: "Groombridge".
    pub village: ShortLine,
    /// Its address without the village.
    pub address: Option<ShortLine>,
    /// Its postcode.
    pub postcode: Option<Postcode>,
    /// Where it is on a map.
    pub map: Option<OnMap>,
    /// What is known of getting in and taking part.
    pub access: Access,
}

/// Where a venue is on a map.
#[derive(Debug, Clone, PartialEq)]
pub enum OnMap {
    /// A page that shows it.
    Address(WebAddress),
    /// Degrees north and east (WGS 84).
    Point(f64, f64),
}

/// What is known of where an event is, beside what its sender chose: the council's list of venues has
/// it. Nothing of a place that is not on the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The address without the village, or nothing.
    pub address: String,
    /// The postcode, or nothing.
    pub postcode: String,
    /// Where it is on a map.
    pub map: Option<OnMap>,
}

impl Known {
    /// "Station Road, TN3 9RH", or nothing.
    #[must_use]
    pub fn line(&self) -> String {
        joined([Some(self.address.as_str()), Some(self.postcode.as_str())])
    }

    /// The place in full, as on an envelope: "Village Hall, Station Road, Groombridge, TN3 9RH".
    #[must_use]
    pub fn in_full(&self, place: &Place) -> String {
        match place {
            Place::Venue { name, village, .. } => joined([
                Some(name.as_str()),
                Some(self.address.as_str()),
                Some(village.as_str()),
                Some(self.postcode.as_str()),
            ]),
            Place::Typed { .. } | Place::Online { .. } => place.address(),
        }
    }

    /// Degrees north and east, where they are known.
    #[must_use]
    pub fn point(&self) -> Option<(f64, f64)> {
        match self.map {
            Some(OnMap::Point(north, east)) => Some((north, east)),
            Some(OnMap::Address(_)) | None => None,
        }
    }
}

impl OnMap {
    /// Reads "51.1053, 0.1850" or a web address with https.
    ///
    /// # Errors
    /// It is empty, or neither.
    pub fn parse(typed: &str) -> Result<Self, TextProblem> {
        let numbers: Vec<Result<f64, _>> = typed
            .split([',', ' '])
            .filter(|it| !it.is_empty())
            .map(str::parse)
            .collect();
        if let [Ok(north), Ok(east)] = numbers[..] {
            return if (-90.0..=90.0).contains(&north) && (-180.0..=180.0).contains(&east) {
                Ok(Self::Point(north, east))
            } else {
                Err(TextProblem::NotAn("point on a map"))
            };
        }
        let address = WebAddress::parse(typed)?;
        if address.as_str().starts_with("https://") {
            Ok(Self::Address(address))
        } else {
            Err(TextProblem::NotAn("address with https"))
        }
    }

    /// As it is typed.
    #[must_use]
    pub fn typed(&self) -> String {
        match self {
            Self::Address(address) => address.as_str().to_owned(),
            Self::Point(north, east) => format!("{north}, {east}"),
        }
    }

    /// The address of a page that shows it; of a point, OpenStreetMap's.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Address(address) => address.as_str().to_owned(),
            Self::Point(north, east) => format!(
                "https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}"
            ),
        }
    }
}

impl VenueAnswers {
    /// The venues that a new one is very like, the likest first: none once it is meant all the same, nor where one
    /// of that very name is there, which cannot be.
    #[must_use]
    pub fn near<'a>(&self, venues: &'a [VenueRef]) -> Vec<&'a VenueRef> {
        if self.anyway == "yes" || same_venue(&self.name, &self.village, venues).is_some() {
            return vec![];
        }
        like_venues(&self.name, &self.village, venues)
    }

    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let answers = Self {
            name: fields.take("name"),
            village: fields.take("village"),
            address: fields.take("address"),
            postcode: fields.take("postcode"),
            map: fields.take("map"),
            access: AccessFact::ALL.map(|fact| fields.take(fact.field())),
            anyway: fields.take("anyway"),
        };
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self) -> Result<NewVenue, FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(NAME, ShortLine::parse(&self.name));
        let village = errors.need(VILLAGE, ShortLine::parse(&self.village));
        let address = errors.may(ADDRESS, ShortLine::parse(&self.address));
        let postcode = errors.may(POSTCODE, Postcode::parse(&self.postcode));
        let map = match self.map.trim() {
            "" => None,
            typed => OnMap::parse(typed)
                .map_err(|_| errors.push("map", MAP_SHAPE))
                .ok(),
        };
        let [step_free, toilet, hearing_loop, blue_badge] =
            [0, 1, 2, 3].map(|at| fact(&self.access[at]));
        match (name, village) {
            (Some(name), Some(village)) => errors.unless_any(NewVenue {
                name,
                village,
                address,
                postcode,
                map,
                access: Access {
                    step_free,
                    toilet,
                    hearing_loop,
                    blue_badge,
                },
            }),
            _ => Err(errors),
        }
    }
}

fn fact(typed: &str) -> Fact {
    match typed {
        "yes" => Fact::Yes,
        "no" => Fact::No,
        _ => Fact::NotTold,
    }
}
