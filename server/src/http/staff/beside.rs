//! `/staff/submissions/{reference}/beside/{other}`: two submissions that may be the same event.

use super::case::reasons;
use app::{
    pages::staff::beside::{BesidePage, Side, beside as page},
    render::Html,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    difference,
    likeness::{Sketch, likeness},
};
use store::cases::Case;

use super::case::find;
use crate::{
    http::{
        error::Result,
        session::SignedIn,
        staff::page::{StaffContext, staff_page},
    },
    markdown,
    state::App,
};

/// Shows two submissions beside one another.
///
/// # Errors
/// When there is no such submission, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    Path((reference, other)): Path<(String, String)>,
) -> Result {
    let this = find(&app, &reference).await?;
    let other = find(&app, &other).await?;
    let council = app.council();
    let alike = likeness(&sketch(&this), &sketch(&other));
    let model = BesidePage {
        why: reasons(&alike),
        differences: difference::between(&other.details, &this.details, |slug| {
            council.type_name(slug)
        }),
        this: side(this),
        other: side(other),
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

fn side(case: Case) -> Side {
    Side {
        description: Html::sanitised(markdown::to_html(case.details.description.as_str())),
        reference: case.reference,
        state: case.state,
        event_type: case.type_name,
        from: case.group_name.unwrap_or(case.sender_name),
        details: case.details,
    }
}

/// What of a submission is compared with others.
pub(super) fn sketch(case: &Case) -> Sketch {
    Sketch::new(
        &case.details,
        case.sender_email.as_deref().unwrap_or_default(),
    )
}
