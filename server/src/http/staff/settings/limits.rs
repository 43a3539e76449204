//! `/staff/settings/limits`: how much the site takes before it becomes careful.

use app::pages::staff::settings::limits::{LimitsPage, limits as page};
use axum::extract::State;
use domain::settings::LimitsAnswers;
use tower_sessions::Session;

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::Result,
        form::Form,
        session::Administrator,
        staff::page::{StaffContext, flash, say, staff_page, status},
    },
    state::App,
};

/// Shows the limits as they are.
pub async fn show(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
) -> Result {
    let model = LimitsPage {
        flash: flash(&session).await?,
        answers: store::site::limits(&app.db).await?.into(),
        ..LimitsPage::default()
    };
    draw(&app, &administrator, &model).await
}

/// Sets them, from now on.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn save(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let answers = LimitsAnswers::from_pairs(pairs)?;
    let limits = match answers.parse() {
        Ok(limits) => limits,
        Err(errors) => {
            let model = LimitsPage {
                answers,
                errors,
                ..LimitsPage::default()
            };
            return draw(&app, &administrator, &model).await;
        }
    };
    commands::settings::set_limits(&app.db, administrator.0.act(app.now()), limits).await?;
    say(&session, "The limits are saved.").await?;
    Ok(redirect_after_post("/staff/settings/limits"))
}

async fn draw(app: &App, administrator: &Administrator, model: &LimitsPage) -> Result {
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(status(&model.errors), page(room.desk(), model)))
}
