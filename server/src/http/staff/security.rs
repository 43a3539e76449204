//! `/staff/security`: how one signs in, what is taken away, and the recovery codes.

pub mod password;
pub mod sessions;
pub mod set_up;

use super::page::not_the_demonstration;
use app::{
    pages::staff::{
        confirm::{ConfirmPage, confirm},
        security::{
            PasskeyRow, SECURITY, SecurityPage,
            codes::{CODES, CodesPage, codes as codes_page, codes_file},
            security as page,
        },
    },
    shell::StaffPage,
};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::staff::Staff;
use tower_sessions::Session;

use crate::{
    accounts::second_factor::{self, Removed, authenticator, passkey},
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::{self, Fresh, SignedIn},
        staff::page::{StaffContext, fields, flash, id, say, staff_page},
    },
    state::App,
};

/// The addresses of this part of the desk.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff/security", get(show))
        .route("/staff/security/second-factor", get(set_up::choose))
        .route(
            "/staff/security/second-factor/app",
            get(set_up::show_app).post(set_up::app),
        )
        .route(
            "/staff/security/second-factor/passkey",
            get(set_up::show_passkey).post(set_up::passkey),
        )
        .route(
            "/staff/security/recovery-codes",
            get(show_codes).post(codes),
        )
        .route("/staff/security/recovery-codes.txt", get(file_of_codes))
        .route(
            "/staff/security/passkeys/{id}/remove",
            get(ask_to_remove_passkey).post(remove_passkey),
        )
        .route(
            "/staff/security/app/remove",
            get(ask_to_remove_app).post(remove_app),
        )
}

/// Lists what one signs in with.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, session: Session) -> Result {
    let said = flash(&session).await?;
    let factors = store::second_factor::factors(&app.db, staff.id).await?;
    let passkeys = store::passkeys::of(&app.db, staff.id).await?;
    let model = SecurityPage {
        passkeys: passkeys.into_iter().map(row).collect(),
        passkeys_offered: passkey::offered(&app),
        app: factors.app_since.map(|since| (since, factors.app_used)),
        codes_left: factors.codes_left,
        demo: staff.demo,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(
        StatusCode::OK,
        page(room.desk(), said.as_ref(), &model),
    ))
}

fn row(passkey: store::passkeys::Row) -> PasskeyRow {
    PasskeyRow {
        id: passkey.id,
        name: passkey.name,
        made: passkey.created_at,
        used: passkey.last_used_at,
    }
}

/// Shows new recovery codes, until they are written down, or how many are left.
pub async fn show_codes(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
) -> Result {
    not_the_demonstration(&staff)?;
    let model = CodesPage {
        new: session::codes(&session).await?,
        left: store::second_factor::factors(&app.db, staff.id)
            .await?
            .codes_left,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, codes_page(room.desk(), &model)))
}

/// Makes new recovery codes (`step=new`) for somebody who signed in lately, or goes on once they are written down (`step=noted`).
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn codes(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    fresh: std::result::Result<Fresh, Response>,
    Form(pairs): Form,
) -> Result {
    not_the_demonstration(&staff)?;
    let [step] = fields(pairs, ["step"])?;
    match (step.as_str(), fresh) {
        ("new", Err(sign_in_again)) => Ok(sign_in_again),
        ("new", Ok(_)) => {
            let codes = second_factor::new_recovery_codes(&app, &staff).await?;
            session::show_codes(&session, &codes).await?;
            Ok(redirect_after_post(CODES))
        }
        ("noted", _) => {
            session::forget_codes(&session).await?;
            let next = session::onward(&session).await?;
            Ok(redirect_after_post(next.as_deref().unwrap_or(SECURITY)))
        }
        _ => Err(Error::Refused("a step that is none")),
    }
}

/// New recovery codes as a text file, until they are written down.
///
/// # Errors
/// When there are none to show, or the database does not answer.
pub async fn file_of_codes(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
) -> Result {
    let codes = session::codes(&session).await?;
    if codes.is_empty() {
        return Err(Error::NotFound);
    }
    let text = codes_file(&app.council().site.address, &staff.name, &codes);
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"recovery-codes.txt\""),
        ),
    ];
    Ok((headers, text).into_response())
}

/// Asks before a passkey is removed.
///
/// # Errors
/// When the account has no such passkey, or the database does not answer.
pub async fn ask_to_remove_passkey(
    State(app): State<App>,
    Fresh(staff): Fresh,
    Path(number): Path<String>,
) -> Result {
    let number = id(&number)?;
    let passkeys = store::passkeys::of(&app.db, staff.id).await?;
    let Some(passkey) = passkeys.into_iter().find(|passkey| passkey.id == number) else {
        return Err(Error::NotFound);
    };
    let last = store::second_factor::factors(&app.db, staff.id)
        .await?
        .only_one();
    let happens = "You can no longer sign in with it. Your device may go on offering it until you delete it there too.";
    let model = question("Remove a passkey", passkey.name, last, happens);
    ask(
        &app,
        &staff,
        model,
        &format!("{SECURITY}/passkeys/{number}/remove"),
    )
    .await
}

/// Removes a passkey.
///
/// # Errors
/// When the account has no such passkey, or the database does not answer.
pub async fn remove_passkey(
    State(app): State<App>,
    Fresh(staff): Fresh,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    let removed = passkey::remove(&app, &staff, id(&number)?).await?;
    gone(&session, removed, "The passkey is removed.").await
}

/// Asks before the app is removed.
///
/// # Errors
/// When the account has none, or the database does not answer.
pub async fn ask_to_remove_app(State(app): State<App>, Fresh(staff): Fresh) -> Result {
    let factors = store::second_factor::factors(&app.db, staff.id).await?;
    if factors.app_since.is_none() {
        return Err(Error::NotFound);
    }
    let happens = "The codes that it shows no longer sign you in. You sign in with your passkey.";
    let about = "Codes of six figures".to_owned();
    let model = question("Remove the app", about, factors.only_one(), happens);
    ask(&app, &staff, model, "/staff/security/app/remove").await
}

/// Removes the app.
///
/// # Errors
/// When the account has none, or the database does not answer.
pub async fn remove_app(State(app): State<App>, Fresh(staff): Fresh, session: Session) -> Result {
    let removed = authenticator::remove(&app, &staff).await?;
    gone(&session, removed, "The app is removed.").await
}

/// What is asked before something is removed; of the last thing, why it stays.
fn question(title: &str, about: String, last: bool, happens: &str) -> ConfirmPage {
    let happens = if last {
        vec![
            "It is the only second step you have, so it stays: without it you could not sign in."
                .to_owned(),
            "Add another passkey or an app first, then remove this one.".to_owned(),
        ]
    } else {
        vec![
            happens.to_owned(),
            "You get an email that says so.".to_owned(),
        ]
    };
    ConfirmPage {
        title: title.to_owned(),
        about,
        happens,
        action: if last { "" } else { SECURITY }.to_owned(),
        button: "Remove it".to_owned(),
        back: (SECURITY.to_owned(), "Keep it".to_owned()),
        ..ConfirmPage::default()
    }
}

async fn ask(app: &App, staff: &Staff, model: ConfirmPage, action: &str) -> Result {
    let model = ConfirmPage {
        action: if model.action.is_empty() {
            String::new()
        } else {
            action.to_owned()
        },
        ..model
    };
    let room = StaffContext::of(app, staff).await?;
    let document = confirm(room.desk(), StaffPage::Settings, &model);
    Ok(staff_page(StatusCode::OK, document))
}

async fn gone(session: &Session, removed: Removed, words: &str) -> Result<Response> {
    let words = match removed {
        Removed::NotThere => return Err(Error::NotFound),
        Removed::Gone => words,
        Removed::Last => {
            "Nothing was removed: it is the only second step you have. Add another one first."
        }
    };
    say(session, words).await?;
    Ok(redirect_after_post(SECURITY))
}
