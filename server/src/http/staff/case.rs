//! A submission as the pages of the desk find it.

use domain::{decision::State as CaseState, likeness::Likeness, reference::Reference};
use store::cases::Case;

use crate::{
    http::error::{Error, Result},
    state::App,
};

/// The submission of a reference, however it was typed.
pub(super) async fn find(app: &App, reference: &str) -> Result<Case> {
    let reference = Reference::parse(reference).map_err(|_| Error::NotFound)?;
    store::cases::find(&app.db, &reference.to_string())
        .await?
        .ok_or(Error::NotFound)
}

/// Whether the words of a submission may be changed as it stands.
pub(super) fn may_reword(case: &Case) -> bool {
    case.waits() || case.state == CaseState::Listed
}

/// What two submissions have in common: "same day, same place".
pub(super) fn reasons(alike: &Likeness) -> String {
    let words: Vec<&str> = alike.reasons.iter().map(|reason| reason.label()).collect();
    words.join(", ")
}
