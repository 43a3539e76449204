//! One file a page: its view model, and the function that makes the document of it.

pub mod accessibility;
pub mod cookies;
pub mod day;
pub mod embed;
pub mod error;
pub mod event;
pub mod finding;
pub mod follow;
pub mod how_we_decide;
pub mod listing;
pub mod manage;
pub mod month;
pub mod noticeboard;
pub mod poster;
pub mod privacy;
pub mod report;

pub mod staff;
pub mod standards;
pub mod submit;
pub mod weekly;

use chrono::{Datelike, NaiveDate};
use domain::when;

use crate::shell::Site;

/// "October 2023".
fn month_of(date: NaiveDate) -> String {
    when::month(date.year(), date.month())
}

/// What somebody is told who says that a policy or the law was broken (clause 6.13).
pub(in crate::pages) fn formal_complaint(site: &Site) -> String {
    format!(
        "So that it can be looked into properly, send a formal complaint to {} at {} or telephone {}. If you think a \
         crime was committed, tell the police as soon as possible: 101, or 999 in an emergency.",
        site.council, site.office_email, site.office_telephone
    )
}

/// Which channels are formal ones (clause 6.3), with this council's own addresses.
fn formal_channels(site: &Site) -> String {
    format!(
        "For that, email {}, telephone {}, write to {}, or come to the parish office.",
        site.office_email, site.office_telephone, site.office_address
    )
}
