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
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::Administrator,
        staff::page::{StaffContext, say, staff_page, status},
    },
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
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
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
            let room = StaffContext::of(&app, &staff).await?;
            return Ok(staff_page(status(&model.errors), page(room.desk(), &model)));
        }
    };
    if !commands::policy::save_roles(&app.db, staff.act(app.now()), &roles).await? {
        return Err(Error::NotFound);
    }
    say(&session, "The clauses are chosen.").await?;
    Ok(redirect_after_post(DRAFT))
}
