//! `/staff/security/password`: one's own password.

use app::pages::staff::{
    security::SECURITY,
    security::password::{PasswordPage, password as page},
};
use axum::{extract::State, http::StatusCode};
use domain::{attempts::in_words, form::FormErrors, staff::Staff};
use tower_sessions::Session;

use crate::{
    accounts::{
        password::Password,
        recovery::{self, Changed},
    },
    http::{
        answer::redirect_after_post,
        client_ip::ClientIp,
        error::{Error, Result},
        form::Form,
        session::{self, SignedIn},
        staff::page::{StaffContext, fields, say, staff_page},
    },
    state::App,
};

/// Shows the form.
///
/// # Errors
/// On the demonstration's account, or when the database does not answer.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn) -> Result {
    not_the_demonstration(&staff)?;
    draw(&app, &staff, StatusCode::OK, FormErrors::default()).await
}

/// Changes the password, and ends every other session of the account.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn change(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    ClientIp(address): ClientIp,
    Form(pairs): Form,
) -> Result {
    not_the_demonstration(&staff)?;
    let [old, password, again] = fields(pairs, ["old", "password", "again"])?;
    let mut errors = FormErrors::default();
    if old.is_empty() {
        errors.push("old", "Enter the password you have now");
    }
    let chosen = Password::choose(&password, &staff.email, &staff.name);
    if let Err(problem) = &chosen {
        errors.push("password", problem);
    } else if password == old {
        errors.push(
            "password",
            "Enter another password than the one you have now",
        );
    } else if password != again {
        errors.push("again", "Enter the same password again");
    }
    let (Ok(chosen), true) = (chosen, errors.is_empty()) else {
        return draw(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, errors).await;
    };
    let from = (&*session::own_hash(&session), address);
    let (status, problem) = match recovery::change(&app, &staff, old, chosen, from).await? {
        Changed::Changed {
            credentials_version,
        } => {
            session::keep_credentials_version(&session, credentials_version).await?;
            session::renew(&session).await?;
            let words = "Your password is changed, and you are signed out everywhere else.";
            say(&session, words).await?;
            return Ok(redirect_after_post(SECURITY));
        }
        Changed::WrongOld => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Enter the password you have now: that is not it".to_owned(),
        ),
        Changed::TooMany(wait) => (
            StatusCode::TOO_MANY_REQUESTS,
            format!(
                "Too many tries failed. Wait {}, then try again",
                in_words(wait)
            ),
        ),
    };
    errors.push("old", problem);
    draw(&app, &staff, status, errors).await
}

/// The demonstration's password stands on the console, and stays the same for everybody.
fn not_the_demonstration(staff: &Staff) -> Result<()> {
    if staff.demo {
        return Err(Error::NotFound);
    }
    Ok(())
}

async fn draw(app: &App, staff: &Staff, status: StatusCode, errors: FormErrors) -> Result {
    let model = PasswordPage {
        email: staff.email.clone(),
        errors,
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status, page(room.desk(), &model)))
}
