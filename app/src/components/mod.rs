//! The parts that pages share, for the public side and the staff desk alike.
//!
//! They draw only; what they say is given to them. A field's problem is passed as
//! `problem(&errors, "title")`, and the summary at the top of `main` shows the same words.

#![allow(
    clippy::needless_pass_by_value,
    reason = "a component owns what it is given"
)]

mod back_link;
mod button;
mod checkbox;
mod choice;
mod date_fields;
mod date_rows;
mod elsewhere;
mod error_summary;
mod event_row;
mod field;
mod file_field;
mod notice;
mod pagination;
mod passkey;
mod picture;
mod qr;
mod radios;
mod summary_list;
mod tag;
mod textarea;

pub use back_link::BackLink;
pub use button::{Button, ButtonLink, Look};
pub use checkbox::Checkbox;
pub use choice::{Choice, Select};
pub use date_fields::{DateField, DateFields};
pub use date_rows::{DateRow, dates_to_cancel};
pub use elsewhere::elsewhere;
pub use error_summary::ErrorSummary;
pub use event_row::{EventRow, EventRowModel, status_tone};
pub use field::Field;
pub use file_field::FileField;
pub use notice::{Notice, Tone};
pub use pagination::Pagination;
pub use passkey::{PasskeyAct, PasskeyForm};
pub use picture::{EventPicture, PUBLIC_PICTURES};
pub use qr::{Qr, QrModel};
pub use radios::{RadioOption, Radios};
pub use summary_list::{SummaryList, SummaryRow};
pub use tag::{Tag, TagList, TagModel};
pub use textarea::Textarea;

use domain::form::FormErrors;
use leptos::prelude::*;

/// The problem of a field, if it has one.
#[must_use]
pub fn problem(errors: &FormErrors, field: &str) -> Option<String> {
    errors.of(field).map(str::to_owned)
}

/// The `aria-describedby` of a control: its hint, then its problem, then what else is named.
fn described_by(id: &str, hint: bool, problem: bool, more: Option<&str>) -> Option<String> {
    let mut ids = Vec::new();
    if hint {
        ids.push(format!("{id}-hint"));
    }
    if problem {
        ids.push(format!("{id}-problem"));
    }
    ids.extend(more.map(str::to_owned));
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// A hint, where there is one.
fn hint_line(id: &str, hint: Option<String>) -> impl IntoView + use<> {
    let id = format!("{id}-hint");
    hint.map(|words| view! { <p class="hint" id=id>{words}</p> })
}

/// A problem, where there is one.
fn problem_line(id: &str, problem: Option<String>) -> impl IntoView + use<> {
    let id = format!("{id}-problem");
    problem.map(|words| {
        view! {
            <p class="problem" id=id>
                <span class="unseen">"Problem: "</span>
                {words}
            </p>
        }
    })
}

/// "(optional)", in words.
fn optional_mark(optional: bool) -> impl IntoView {
    optional.then(|| view! { <span class="optional">" (optional)"</span> })
}
