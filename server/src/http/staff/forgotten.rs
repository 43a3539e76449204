//! `/staff/forgotten`: a link by mail to choose a new password. Everybody is answered alike.

use app::pages::staff::forgotten::{ForgottenPage, SENT, forgotten as page, sent as sent_page};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{account_form, form::FormErrors};

use crate::{
    accounts::{Origin, recovery},
    http::{
        answer::redirect_after_post,
        error::Result,
        form::Form,
        staff::page::{fields, sign_in_page, status},
    },
    state::App,
};

/// Shows the form.
pub async fn show(State(app): State<App>) -> Response {
    draw(&app, StatusCode::OK, &ForgottenPage::default())
}

/// Notes who asked. Whether there is such an account is looked up when the answer is on its way.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn ask(State(app): State<App>, from: Origin, Form(pairs): Form) -> Result {
    let [typed] = fields(pairs, ["email"])?;
    let email = match account_form::forgotten(&typed) {
        Ok(email) => email,
        Err(errors) => return Ok(again(&app, status(&errors), typed, errors)),
    };
    if !recovery::ask(&app, email.as_str(), &from).await? {
        let mut errors = FormErrors::default();
        errors.push(
            "email",
            "Too many links were asked for. Wait an hour, then try again. A link that came by email within the last hour still works",
        );
        return Ok(again(&app, StatusCode::TOO_MANY_REQUESTS, typed, errors));
    }
    tokio::spawn(async move {
        // What fails here is found by the clock.
        if let Err(error) = recovery::answer(&app).await {
            tracing::warn!(%error, "who forgot a password could not be written to yet");
        }
    });
    Ok(redirect_after_post(SENT))
}

/// Says that a link is on its way, if there is an account.
pub async fn sent(State(app): State<App>) -> Response {
    sign_in_page(StatusCode::OK, sent_page(&app.council().site, &app.assets))
}

fn again(app: &App, status: StatusCode, email: String, errors: FormErrors) -> Response {
    draw(app, status, &ForgottenPage { email, errors })
}

fn draw(app: &App, status: StatusCode, model: &ForgottenPage) -> Response {
    sign_in_page(status, page(&app.council().site, &app.assets, model))
}
