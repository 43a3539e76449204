//! `/staff/settings/policy/draft/roles`: which clause of the draft says what letters and pages name
//! a clause for.

use app::pages::staff::settings::{
    policy::DRAFT,
    roles::{RolesPage, roles as page},
};
use axum::{extract::State, http::StatusCode};
use domain::{form::FormErrors, policy::RolesAnswers};
use tower_sessions::Session;

use super::draft::draft;
use crate::{
    http::{
        error::{Error, Result},
        form::Form,
        see,
        staff::{Room, say, sheet, status},
    },
    session::Administrator,
    state::App,
};

/// Shows them, to be chosen.
///
/// # Errors
/// When there is no draft, or the database does not answer.
pub async fn show(State(app): State<App>, Administrator(staff): Administrator) -> Result {
    let draft = draft(&app).await?;
    let model = RolesPage {
        answers: RolesAnswers::of(&draft),
        draft,
        errors: FormErrors::default(),
    };
    let room = Room::of(&app, &staff).await?;
    Ok(sheet(StatusCode::OK, page(room.desk(), &model)))
}

/// Saves them.
///
/// # Errors
/// When the form is none of ours, there is no draft, or the database does not answer.
pub async fn save(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let answers = RolesAnswers::from_pairs(pairs)?;
    let draft = draft(&app).await?;
    let roles = match answers.parse(&draft.clauses) {
        Ok(roles) => roles,
        Err(errors) => {
            let model = RolesPage {
                draft,
                answers,
                errors,
            };
            let room = Room::of(&app, &staff).await?;
            return Ok(sheet(status(&model.errors), page(room.desk(), &model)));
        }
    };
    if !store::policy_drafts::save_roles(&app.db, staff.act(app.now()), &roles).await? {
        return Err(Error::NotFound);
    }
    say(&session, "The clauses are chosen.").await?;
    Ok(see(DRAFT))
}
