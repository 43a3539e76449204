//! `/staff/settings/council`: the council's words, and how the desk works.

use app::pages::staff::settings::council::{CouncilPage, council as page};
use axum::extract::State;
use domain::settings::CouncilAnswers;
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

/// Shows the council's words as they are kept.
pub async fn show(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
) -> Result {
    let model = CouncilPage {
        flash: flash(&session).await?,
        answers: store::site::answers(&app.db).await?,
        ..CouncilPage::default()
    };
    draw(&app, &administrator, &model).await
}

/// Keeps them. This copy of the site shows them at once, others within a minute.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn save(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let answers = CouncilAnswers::from_pairs(pairs)?;
    let settings = match answers.parse() {
        Ok(settings) => settings,
        Err(errors) => {
            let model = CouncilPage {
                answers,
                errors,
                ..CouncilPage::default()
            };
            return draw(&app, &administrator, &model).await;
        }
    };
    commands::settings::save(&app.db, administrator.0.act(app.now()), &settings).await?;
    if let Err(error) = app.reload_council().await {
        tracing::warn!(%error, "the council's settings show in a minute only");
    }
    say(&session, "The council’s words are saved.").await?;
    Ok(redirect_after_post("/staff/settings/council"))
}

async fn draw(app: &App, administrator: &Administrator, model: &CouncilPage) -> Result {
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(status(&model.errors), page(room.desk(), model)))
}
