//! One file a page: its view model, and the function that makes the document of it.

pub mod accessibility;
pub mod cookies;
pub mod embed;
pub mod error;
pub mod event;
pub mod follow;
pub mod how_we_decide;
pub mod listing;
pub mod manage;
pub mod privacy;

pub mod staff;
pub mod standards;
pub mod submit;

use chrono::{Datelike, NaiveDate};
use domain::when;

use crate::shell::Site;

/// "October 2023".
fn month_of(date: NaiveDate) -> String {
    when::month(date.year(), date.month())
}

/// Which channels are formal ones (clause 6.3), with this council's own addresses.
fn formal_channels(site: &Site) -> String {
    format!(
        "For that, email {}, telephone {}, write to {}, or come to the parish office.",
        site.office_email, site.office_telephone, site.office_address
    )
}
