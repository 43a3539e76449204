//! The parts of a page that come alive in a browser with script. Without it, each stands as the
//! server drew it, and does its work.
//!
//! An island holds the state of what is shown and nothing else. It wraps what the server drew and
//! is told only what the page shows anyway.

#![allow(
    clippy::needless_pass_by_value,
    reason = "an island owns what it is told"
)]

mod character_count;
mod known_places;
mod proof_of_work;
mod when_preview;

pub use character_count::CharacterCount;
pub use known_places::KnownPlaces;
pub use proof_of_work::ProofOfWork;
pub use when_preview::WhenPreview;

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// How long the typing must rest before a change is read out.
const REST: Duration = Duration::from_secs(1);

/// Says `words` to a screen reader when the typing has rested: each call takes the place of the
/// one before.
fn announcer(say: WriteSignal<String>) -> impl Fn(String) + Copy {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    move |words| {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
        waiting.set_value(set_timeout_with_handle(move || say.set(words), REST).ok());
    }
}
