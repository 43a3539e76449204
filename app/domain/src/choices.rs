//! What can be chosen in a form and a filter: types of event and venues.

use serde::{Deserialize, Serialize};

use crate::event::{Place, plain_words};

/// A type of event that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTypeRef {
    /// Its value in forms and addresses: "music".
    pub slug: String,
    /// Its name: "Music".
    pub name: String,
}

/// A venue that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueRef {
    /// Its number, which is its value in forms.
    pub id: i64,
    /// Its name: "Village Hall".
    pub name: String,
    /// Its village: "Groombridge".
    pub village: String,
}

impl VenueRef {
    /// As it stands in an address: "village-hall-groombridge".
    #[must_use]
    pub fn slug(&self) -> String {
        plain_words(&format!("{} {}", self.name, self.village))
    }

    /// As the place of an event.
    pub(crate) fn place(&self) -> Place {
        Place::Venue {
            id: self.id,
            name: self.name.clone(),
            village: self.village.clone(),
        }
    }
}
