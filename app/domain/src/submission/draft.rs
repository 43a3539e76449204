//! All the steps together: a form that is not sent yet, and one that can be.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::event::{EventAnswers, EventPart};
use super::more::{MoreAnswers, MorePart};
use super::place::WhereAnswers;
use super::step::Step;
use super::when::WhenAnswers;
use super::you::{Sender, YouAnswers, YouPart};
use crate::audit::canonical_json;
use crate::channel::FilledInBy;
use crate::choices::{EventTypeRef, VenueRef};
use crate::consent::Consent;
use crate::event::{EventDetails, Place};
use crate::form::FormErrors;
use crate::picture::{Picture, PictureAnswers};
use crate::when::Dates;

/// What the answers are judged against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The types to choose from.
    pub types: &'a [EventTypeRef],
    /// The venues to choose from.
    pub venues: &'a [VenueRef],
    /// Who fills the form in.
    pub by: FilledInBy,
}

/// All the answers of a form that is not sent yet; `None` for a step not reached. In the database
/// they are [`crate::stored::Answers`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftAnswers {
    /// What it is.
    pub event: Option<EventAnswers>,
    /// When it is.
    pub when: Option<WhenAnswers>,
    /// Where it is.
    pub place: Option<WhereAnswers>,
    /// Cost, booking, access.
    pub more: Option<MoreAnswers>,
    /// The picture and what is told of it. A form that never came here has none.
    pub picture: Option<PictureAnswers>,
    /// Who sends it.
    pub you: Option<YouAnswers>,
}

/// A form that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubmission {
    /// What the public may know.
    pub details: EventDetails,
    /// Who sent it.
    pub sender: Sender,
    /// What they agreed to publish.
    pub consents: Vec<Consent>,
}

impl DraftAnswers {
    /// Reads all the answers. It succeeds exactly where [`DraftAnswers::first_unfinished`] finds
    /// nothing.
    ///
    /// # Errors
    /// Each step with problems, in order. A step not reached has one.
    pub fn parse(&self, context: &Context<'_>) -> Result<NewSubmission, Vec<(Step, FormErrors)>> {
        let mut problems = Problems(Vec::new());
        let event = problems.read(Step::Event, self.event.as_ref(), |a| a.parse(context.types));
        let dates = problems.read(Step::When, self.when.as_ref(), |a| a.parse(context.now));
        let place = problems.read(Step::Where, self.place.as_ref(), |a| {
            a.parse(context.venues)
        });
        let more = problems.read(Step::More, self.more.as_ref(), MoreAnswers::parse);
        // Nobody needs a picture, so one that was never asked about is no problem.
        let picture = self
            .picture
            .as_ref()
            .map_or(Ok(None), |a| a.parse(context.by));
        let picture = picture.map_err(|errors| problems.0.push((Step::Picture, errors)));
        let you = problems.read(Step::You, self.you.as_ref(), |a| a.parse(context.by));
        match (event, dates, place, more, picture, you) {
            (Some(event), Some(dates), Some(place), Some(more), Ok(picture), Some(you)) => {
                Ok(NewSubmission::of(event, dates, place, more, picture, you))
            }
            _ => Err(problems.0),
        }
    }

    /// The first step that is not reached or has a problem.
    #[must_use]
    pub fn first_unfinished(&self, context: &Context<'_>) -> Option<Step> {
        self.parse(context)
            .err()
            .and_then(|problems| problems.first().map(|(step, _)| *step))
    }

    /// The SHA-256 of the answers in hexadecimal: the same answers have the same, others another.
    #[must_use]
    pub fn digest(&self) -> String {
        // Answers are text, lists and options, which JSON can always hold.
        let json = serde_json::to_value(self).unwrap_or_default();
        let hash = Sha256::digest(canonical_json(&json));
        hash.iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }
}

/// The problems found so far, by step.
struct Problems(Vec<(Step, FormErrors)>);

impl Problems {
    fn read<A: Default, P>(
        &mut self,
        step: Step,
        answers: Option<&A>,
        parse: impl Fn(&A) -> Result<P, FormErrors>,
    ) -> Option<P> {
        let read = match answers {
            Some(answers) => parse(answers),
            None => Err(parse(&A::default()).err().unwrap_or_else(not_reached)),
        };
        read.map_err(|errors| self.0.push((step, errors))).ok()
    }
}

/// For the one step that has nothing that must be answered.
fn not_reached() -> FormErrors {
    let mut errors = FormErrors::default();
    errors.push(
        "cost",
        "Answer what you can about cost and access, then continue",
    );
    errors
}

impl NewSubmission {
    fn of(
        event: EventPart,
        dates: Dates,
        place: Place,
        more: MorePart,
        picture: Option<Picture>,
        you: YouPart,
    ) -> Self {
        let details = EventDetails {
            title: event.title,
            description: event.description,
            event_type: event.event_type,
            dates,
            place,
            cost: more.cost,
            booking: more.booking,
            access: more.access,
            age: more.age,
            website: more.website,
            group: you.group,
            contact: you.contact,
            picture,
        };
        Self {
            details,
            sender: you.sender,
            consents: you.consents,
        }
    }
}
