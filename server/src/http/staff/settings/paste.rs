//! `/staff/settings/policy/draft/paste`: a whole policy pasted as text. It is shown what it changes
//! before it is put into the draft.

use app::pages::staff::settings::{
    paste::{PastePage, Preview, paste as page},
    policy::DRAFT,
};
use axum::{extract::State, http::StatusCode};
use domain::{compare, policy::paste::PasteAnswers};
use tower_sessions::Session;

use super::draft::draft;
use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::{self, Form},
        session::Administrator,
        staff::page::{StaffContext, say, staff_page, status},
    },
    state::App,
};

/// Asks for the text.
///
/// # Errors
/// When there is no draft, or the database does not answer.
pub async fn show(State(app): State<App>, Administrator(staff): Administrator) -> Result {
    draft(&app).await?;
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(
        StatusCode::OK,
        page(room.desk(), &PastePage::default()),
    ))
}

/// Shows what the text changes, or (`step` is `take`) puts it into the draft.
///
/// # Errors
/// When the form is none of ours, there is no draft, or the database does not answer.
pub async fn take(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
    Form(mut pairs): Form,
) -> Result {
    let step = form::take(&mut pairs, "step").unwrap_or_default();
    let answers = PasteAnswers::from_pairs(pairs)?;
    let draft = draft(&app).await?;
    let parsed = answers.parse();
    if let ("take", Ok(pasted)) = (step.as_str(), &parsed) {
        let act = staff.act(app.now());
        if !commands::policy::replace_clauses(&app.db, act, &pasted.clauses).await? {
            return Err(Error::NotFound);
        }
        say(&session, "The pasted policy is in the draft.").await?;
        return Ok(redirect_after_post(DRAFT));
    }
    let mut model = PastePage {
        text: answers.text,
        ..PastePage::default()
    };
    match parsed {
        Ok(pasted) => {
            let next = draft.with_clauses(&pasted.clauses);
            model.preview = Some(Preview {
                found: pasted.clauses.len(),
                changes: compare::clauses(&draft.clauses(), &next.clauses()),
                lost: next.lost_since(&draft),
                left_out: pasted.left_out,
            });
        }
        Err(errors) => model.errors = errors,
    }
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(status(&model.errors), page(room.desk(), &model)))
}
