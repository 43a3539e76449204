//! What is pointed out to the reader of a submission: hints, and others that are very like it.

use chrono::{DateTime, Utc};
use domain::{
    decision::State,
    event::EventDetails,
    hints::{Hint, Surroundings, hints},
    likeness::{Likeness, Sketch, nearest},
    signs::Sign,
};
use store::{self, cases::Neighbour, site::Council};

use crate::{http::error::Result, state::App};

/// What a submission is judged by, read once for a page of them.
pub struct HintContext {
    now: DateTime<Utc>,
    council: String,
    parish: Vec<String>,
    postcodes: Vec<String>,
    public: Vec<String>,
    neighbours: Vec<(Neighbour, Sketch)>,
}

/// What is pointed out of one submission.
pub struct FoundHints {
    /// Its hints, in the order of the standards.
    pub hints: Vec<Hint>,
    /// Others that are very like it, the likest first.
    pub alike: Vec<(Neighbour, Likeness)>,
}

impl HintContext {
    /// Reads what events on these days are judged by.
    pub async fn of<'a>(app: &App, events: impl Iterator<Item = &'a EventDetails>) -> Result<Self> {
        let mut days: Vec<String> = events
            .flat_map(|details| details.dates.days())
            .map(|day| day.to_string())
            .collect();
        days.sort_unstable();
        days.dedup();
        let neighbours = store::cases::on_days(&app.db, &days).await?;
        let council = app.council();
        Ok(Self {
            now: app.now(),
            council: council.site.council.clone(),
            parish: parish(&council),
            postcodes: council.postcodes.clone(),
            public: vec![
                council.site.office_email.clone(),
                council.site.office_telephone.clone(),
                council.site.office_address.clone(),
            ],
            neighbours: neighbours
                .into_iter()
                .map(|neighbour| {
                    let sender = neighbour.sender_email.as_deref().unwrap_or_default();
                    let sketch = Sketch::new(&neighbour.details, sender);
                    (neighbour, sketch)
                })
                .collect(),
        })
    }

    /// What is pointed out of an event that waits, with the signs of how its form was filled in.
    #[must_use]
    pub fn pointed(
        &self,
        reference: &str,
        sender: &str,
        details: &EventDetails,
        signs: &[Sign],
    ) -> FoundHints {
        let others: Vec<&(Neighbour, Sketch)> = self
            .neighbours
            .iter()
            .filter(|(neighbour, _)| neighbour.reference != reference)
            .collect();
        let sketches: Vec<Sketch> = others.iter().map(|(_, sketch)| sketch.clone()).collect();
        let current: Vec<Sketch> = others
            .iter()
            .filter(|(neighbour, _)| matches!(neighbour.state, State::Listed | State::Waiting))
            .map(|(_, sketch)| sketch.clone())
            .collect();
        let around = Surroundings {
            now: self.now,
            council: &self.council,
            parish: &self.parish,
            postcodes: &self.postcodes,
            public: &self.public,
            sender,
            others: &current,
        };
        let alike = nearest(&Sketch::new(details, sender), &sketches)
            .into_iter()
            .take(3)
            .map(|(at, likeness)| (others[at].0.clone(), likeness))
            .collect();
        let mut found = hints(details, &around);
        found.extend(signs.iter().filter_map(|sign| sign.hint()));
        FoundHints {
            hints: found,
            alike,
        }
    }
}

/// The places of the parish: those that the council names, and the villages of its venues.
fn parish(council: &Council) -> Vec<String> {
    let named = council.site.places.replace(" and ", ", ");
    let mut places: Vec<String> = named
        .split(',')
        .map(|place| place.trim().to_owned())
        .chain(council.venues.iter().map(|venue| venue.village.clone()))
        .filter(|place| !place.is_empty())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}
