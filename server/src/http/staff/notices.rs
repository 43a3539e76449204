//! `/staff/settings/notices`: what the person signed in hears of by email.

use app::pages::staff::notices::{NoticesPage, notices as page};
use axum::{extract::State, http::StatusCode};
use domain::{form::FormErrors, notices::NoticesAnswers, staff::Staff};
use tower_sessions::Session;

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::Result,
        form::Form,
        session::{self, Flash, SignedIn},
        staff::page::{StaffContext, flash, staff_page},
    },
    state::App,
};

/// Shows the choices.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, session: Session) -> Result {
    let model = NoticesPage {
        flash: flash(&session).await?,
        answers: store::notices::chosen(&app.db, staff.id).await?.into(),
        ..NoticesPage::default()
    };
    draw(&app, &staff, StatusCode::OK, model).await
}

/// Keeps the choices.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn choose(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let answers = NoticesAnswers::from_pairs(pairs)?;
    let notices = match answers.parse() {
        Ok(notices) => notices,
        Err(errors) => return put_right(&app, &staff, answers, errors).await,
    };
    commands::notices::choose(&app.db, staff.act(app.now()), notices).await?;
    let message = "Your choices are saved.".to_owned();
    let link = None;
    session::say(&session, Flash { message, link }).await?;
    Ok(redirect_after_post("/staff/settings/notices"))
}

async fn put_right(
    app: &App,
    staff: &Staff,
    answers: NoticesAnswers,
    errors: FormErrors,
) -> Result {
    let model = NoticesPage {
        answers,
        errors,
        ..NoticesPage::default()
    };
    draw(app, staff, StatusCode::UNPROCESSABLE_ENTITY, model).await
}

async fn draw(app: &App, staff: &Staff, status: StatusCode, model: NoticesPage) -> Result {
    let days = store::notices::waiting_days(&app.db).await?;
    let model = NoticesPage {
        email_set_up: app.mail.is_set_up(),
        email: staff.email.clone(),
        waiting_days: u32::try_from(days).unwrap_or_default(),
        ..model
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status, page(room.desk(), &model)))
}
