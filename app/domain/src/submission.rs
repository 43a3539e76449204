//! The form: what was typed, step by step, and what it means.
//!
//! Each step has its raw answers, which keep every character as it was typed so that a page can
//! show them again, and a `parse` that finds all their problems at once.

mod declaration;
mod draft;
mod event;
mod more;
mod place;
mod step;
mod when;
mod you;

pub use crate::channel::{Channel, FilledInBy};
pub use crate::choices::{EventTypeRef, VenueRef};
pub use crate::consent::{CONSENT_VERSION, Consent};
pub use declaration::{DECLARATION, DECLARATION_VERSION, KEYED_IN_DECLARATION};
pub use draft::{Context, DraftAnswers, NewSubmission};
pub use event::{EventAnswers, EventPart};
pub use more::{MoreAnswers, MorePart};
pub use place::WhereAnswers;
pub use step::Step;
pub use when::{MOST_DATES, MOST_DAYS, MoreDate, Preview, RepeatAnswers, WhenAnswers, preview};
pub use you::{Sender, YouAnswers, YouPart};
