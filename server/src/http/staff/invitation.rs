//! `/staff/welcome/{token}`: a new member of staff chooses a password by a one-time link.

use app::pages::staff::invitation::{InvitationPage, invitation as page};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{form::FormErrors, staff::Staff};
use tower_sessions::Session;

use crate::{
    accounts::{self, password::Password},
    http::{
        error::Result,
        form::Form,
        staff::{
            page::{fields, sign_in_page},
            second,
        },
    },
    state::App,
};

/// Shows the form. Changes nothing: mail scanners follow links.
pub async fn show(State(app): State<App>, Path(token): Path<String>) -> Result {
    Ok(match accounts::of_link(&app.db, app.now(), &token).await? {
        Some(staff) => open(&app, StatusCode::OK, token, staff, FormErrors::default()),
        None => spent(&app),
    })
}

/// Sets the password, uses the link up and goes on to the second step: a link never leads past it.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn accept(
    State(app): State<App>,
    session: Session,
    Path(token): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [password, again] = fields(pairs, ["password", "again"])?;
    let Some(staff) = accounts::of_link(&app.db, app.now(), &token).await? else {
        return Ok(spent(&app));
    };
    let mut errors = FormErrors::default();
    let chosen = Password::choose(&password, &staff.email, &staff.name);
    if let Err(problem) = &chosen {
        errors.push("password", problem);
    } else if password != again {
        errors.push("again", "Enter the same password again");
    }
    let (Ok(chosen), true) = (chosen, errors.is_empty()) else {
        return Ok(open(
            &app,
            StatusCode::UNPROCESSABLE_ENTITY,
            token,
            staff,
            errors,
        ));
    };
    let Some(staff) = accounts::accept(&app, &token, chosen).await? else {
        return Ok(spent(&app));
    };
    second::password_was_right(&app, &session, &staff, "").await
}

fn open(
    app: &App,
    status: StatusCode,
    token: String,
    staff: Staff,
    errors: FormErrors,
) -> Response {
    let Staff { name, email, .. } = staff;
    let model = InvitationPage::Open {
        token,
        name,
        email,
        errors,
    };
    sign_in_page(status, page(&app.council().site, &app.assets, &model))
}

fn spent(app: &App) -> Response {
    sign_in_page(
        StatusCode::NOT_FOUND,
        page(&app.council().site, &app.assets, &InvitationPage::Spent),
    )
}
