//! The step that asks where it is.

use crate::choices::VenueRef;
use crate::event::Place;
use crate::form::{Ask, Fields, FormErrors, Pairs, Tampered, WEB_SHAPE};
use crate::likeness::{like_venues, same_venue};
use crate::text::{Postcode, ShortLine, WebAddress};

const VENUE_NAME: Ask = Ask {
    field: "venue-name",
    name: "Name of the place",
    empty: "Enter the name of the place",
    shape: "Enter the name of the place",
};

const ADDRESS: Ask = Ask {
    field: "address",
    name: "Address",
    empty: "Enter the address",
    shape: "Enter the address",
};

const VILLAGE: Ask = Ask {
    field: "village",
    name: "Village or town",
    empty: "Enter the village or town",
    shape: "Enter the village or town",
};

const POSTCODE: Ask = Ask {
    field: "postcode",
    name: "Postcode",
    empty: "Enter the postcode",
    shape: "Enter a full postcode, for example TN7 4BA",
};

const JOINING: Ask = Ask {
    field: "joining",
    name: "Address to join at",
    empty: "Enter the address to join at",
    shape: WEB_SHAPE,
};

/// Where it is, as typed. Fields `venue`, `venue-name`, `address`, `village`, `postcode`,
/// `joining`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhereAnswers {
    /// `venue`: a [`VenueRef::id`], "other" or "online"
    pub venue: String,
    /// `venue-name`, with "other"
    pub venue_name: String,
    /// `address`, with "other"
    pub address: String,
    /// `village`, with "other"
    pub village: String,
    /// `postcode`, with "other"
    pub postcode: String,
    /// `joining`, with "online"
    pub joining: String,
    /// `as-typed`: the name that the sender meant as it is, though a venue is like it
    pub as_typed: String,
}

impl WhereAnswers {
    /// Takes the form's fields. The button `take` chooses a venue that was suggested, `keep` means the place as
    /// it is typed.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let (take, keep) = (fields.take("take"), fields.take("keep"));
        let mut answers = Self {
            as_typed: fields.take("as-typed"),
            venue: fields.take("venue"),
            venue_name: fields.take("venue-name"),
            address: fields.take("address"),
            village: fields.take("village"),
            postcode: fields.take("postcode"),
            joining: fields.take("joining"),
        };
        if keep == "yes" {
            answers.as_typed.clone_from(&answers.venue_name);
        }
        if !take.is_empty() {
            answers.venue = take;
        }
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems.
    pub fn parse(&self, venues: &[VenueRef]) -> Result<Place, FormErrors> {
        match self.venue.as_str() {
            "other" => match self.same(venues) {
                Some(venue) => Ok(venue.place()),
                None => self.somewhere_else(),
            },
            "online" => self.online(),
            id => listed_venue(id, venues),
        }
    }

    /// The venues that may be meant by the place that was typed, three at most, the likest first. None once the
    /// sender has said that the place is meant as it is typed.
    #[must_use]
    pub fn near<'a>(&self, venues: &'a [VenueRef]) -> Vec<&'a VenueRef> {
        if self.means_as_typed() || self.same(venues).is_some() {
            return vec![];
        }
        like_venues(&self.venue_name, &self.village, venues)
    }

    /// The venue that was typed in full in place of choosing it.
    fn same<'a>(&self, venues: &'a [VenueRef]) -> Option<&'a VenueRef> {
        if self.means_as_typed() {
            return None;
        }
        same_venue(&self.venue_name, &self.village, venues)
    }

    /// Whether no venue is looked for by what was typed.
    fn means_as_typed(&self) -> bool {
        self.venue != "other" || self.as_typed.trim() == self.venue_name.trim()
    }

    /// The number of the venue that was chosen, or typed in full.
    #[must_use]
    pub fn venue_id(&self, venues: &[VenueRef]) -> Option<i64> {
        let same = self.same(venues).map(|venue| venue.id);
        same.or_else(|| self.venue.parse().ok())
    }

    /// The question whether a venue is meant, where one may be: what the page asks before it goes on.
    #[must_use]
    pub fn question(&self, venues: &[VenueRef]) -> Option<FormErrors> {
        let mut errors = FormErrors::default();
        errors.push("near", "Tell us whether you mean a place on our list");
        (!self.near(venues).is_empty()).then_some(errors)
    }

    fn somewhere_else(&self) -> Result<Place, FormErrors> {
        let mut errors = FormErrors::default();
        let name = errors.need(VENUE_NAME, ShortLine::parse(&self.venue_name));
        let address = errors.may(ADDRESS, ShortLine::parse(&self.address));
        let village = errors.may(VILLAGE, ShortLine::parse(&self.village));
        let postcode = errors.may(POSTCODE, Postcode::parse(&self.postcode));
        match name {
            Some(name) => errors.unless_any(Place::Typed {
                name,
                address,
                village,
                postcode,
            }),
            None => Err(errors),
        }
    }

    fn online(&self) -> Result<Place, FormErrors> {
        let mut errors = FormErrors::default();
        let joining = errors.may(JOINING, WebAddress::parse(&self.joining));
        errors.unless_any(Place::Online { joining })
    }
}

fn listed_venue(id: &str, venues: &[VenueRef]) -> Result<Place, FormErrors> {
    if let Some(venue) = venues.iter().find(|venue| venue.id.to_string() == id) {
        Ok(venue.place())
    } else {
        let mut errors = FormErrors::default();
        errors.push(
            "venue",
            "Select where it is, or choose “Somewhere else” or “Online”",
        );
        Err(errors)
    }
}
