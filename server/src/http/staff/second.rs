//! `/staff/sign-in/…`: the second step of the sign-in, and the sign-in by a passkey alone.

use app::pages::staff::{
    second as page,
    second::{PasskeyPage, RecoveryPage, SecondPage},
    security::set_up::SET_UP,
};
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use domain::{
    form::FormErrors,
    second_factor::{app_code, read_recovery_code},
    staff::Staff,
};
use store::{
    self,
    limits::{self, RateLimit, Taken},
};
use tower_sessions::Session;

use super::next::{Next, own_path};
use crate::{
    accounts::second_factor::{self, Tried, authenticator, passkey},
    http::{
        answer::redirect_after_post,
        client_ip::ClientIp,
        error::{Error, Result, too_many},
        form::Form,
        headers::HasKeys,
        session::{self, Flash, HalfWay},
        staff::page::{fields, sign_in_page},
    },
    letters::second_factor::left_words,
    log::{self, SecurityEvent},
    state::App,
};

/// What is said of a code that is not right. A code that was used says the same.
const WRONG: &str =
    "Enter the code that your app shows now: that one is not right, or was used before";
/// What is said once too many were wrong.
const TOO_MANY: &str =
    "Too many codes were wrong. Wait an hour, then try again. A passkey works meanwhile";
/// What is said of a passkey that was not accepted, or did not come.
const NO_PASSKEY: &str =
    "Try your passkey once more: it was not accepted, or came too late. It needs JavaScript";

/// The addresses of the second step.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff/sign-in/second", get(show).post(code))
        .route("/staff/sign-in/second/passkey", post(passkey))
        .route("/staff/sign-in/recovery", get(show_recovery).post(recovery))
        .route(
            "/staff/sign-in/passkey",
            get(show_passkey).post(enter_by_passkey),
        )
}

/// The password was right. The demonstration's account is signed in by that; everybody else stands
/// half way, at their second step or at setting one up. Whoever lets somebody in by a password or
/// by a link of a mail goes through here, so no way leads past the second step.
pub async fn password_was_right(app: &App, session: &Session, staff: &Staff, next: &str) -> Result {
    if staff.demo && app.demo.0 {
        session::begin(session, staff, app, "demonstration").await?;
        return Ok(redirect_after_post(&own_path(next)));
    }
    session::half_way(session, staff, &own_path(next), app).await?;
    let factors = store::second_factor::factors(&app.db, staff.id).await?;
    Ok(redirect_after_post(way_on(factors.any())))
}

/// Where somebody goes on who stands half way.
#[must_use]
pub fn go_on(has_factor: bool) -> Response {
    redirect_after_post(way_on(has_factor))
}

fn way_on(has_factor: bool) -> &'static str {
    if has_factor { page::SECOND } else { SET_UP }
}

/// Shows the second step.
pub async fn show(State(app): State<App>, session: Session, half_way: HalfWay) -> Result {
    let model = SecondPage::default();
    form(&app, &session, &half_way.staff, StatusCode::OK, model).await
}

/// Takes a code of the app.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn code(
    State(app): State<App>,
    session: Session,
    half_way: HalfWay,
    Form(pairs): Form,
) -> Result {
    let [typed] = fields(pairs, ["code"])?;
    let (status, words) = match app_code(&typed) {
        Err(words) => (StatusCode::UNPROCESSABLE_ENTITY, words),
        Ok(code) => match authenticator::try_code(&app, &half_way.staff, &code).await? {
            Tried::Right => return signed_in(&app, &session, &half_way, "app").await,
            tried => refused(tried, WRONG, &half_way),
        },
    };
    let mut model = SecondPage {
        code: typed,
        ..SecondPage::default()
    };
    model.errors.push("code", words);
    form(&app, &session, &half_way.staff, status, model).await
}

/// Takes the answer of a passkey.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn passkey(
    State(app): State<App>,
    session: Session,
    half_way: HalfWay,
    Form(pairs): Form,
) -> Result {
    let [answer] = fields(pairs, ["answer"])?;
    let token = session::asked(&session).await?.unwrap_or_default();
    if passkey::is_second(&app, &half_way.staff, (&token, &answer)).await? {
        return signed_in(&app, &session, &half_way, "passkey").await;
    }
    log::tell(
        SecurityEvent::SecondStepFailed,
        Some(half_way.staff.id),
        "passkey",
    );
    let mut model = SecondPage::default();
    model.errors.push("passkey", NO_PASSKEY);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    form(&app, &session, &half_way.staff, status, model).await
}

/// Shows the form for a recovery code.
pub async fn show_recovery(State(app): State<App>, _: HalfWay) -> Result {
    let model = RecoveryPage::default();
    Ok(sign_in_page(
        StatusCode::OK,
        page::recovery(&app.council().site, &app.assets, &model),
    ))
}

/// Takes a recovery code, and tells how many are left.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn recovery(
    State(app): State<App>,
    session: Session,
    half_way: HalfWay,
    Form(pairs): Form,
) -> Result {
    let [typed] = fields(pairs, ["recovery"])?;
    let (status, words) = match read_recovery_code(&typed) {
        Err(words) => (StatusCode::UNPROCESSABLE_ENTITY, words),
        Ok(code) => match second_factor::try_recovery_code(&app, &half_way.staff, &code).await? {
            (Tried::Right, left) => {
                let response = signed_in(&app, &session, &half_way, "recovery code").await?;
                session::say(&session, recovered(left)).await?;
                return Ok(response);
            }
            (tried, _) => refused(
                tried,
                "Enter another recovery code: that one is not right, or was used before",
                &half_way,
            ),
        },
    };
    let mut errors = FormErrors::default();
    errors.push("recovery", words);
    let model = RecoveryPage {
        recovery: typed,
        errors,
    };
    let document = page::recovery(&app.council().site, &app.assets, &model);
    Ok(sign_in_page(status, document))
}

/// Asks for a passkey of anybody's.
pub async fn show_passkey(
    State(app): State<App>,
    session: Session,
    ClientIp(address): ClientIp,
    Query(next): Query<Next>,
) -> Result {
    // Each page is a question with an answer that is waited for, and kept.
    let taken = limits::count(&app.db, RateLimit::Passkey, address, app.now()).await?;
    if let Taken::TooMany { minutes, .. } = taken {
        return Ok(too_many(minutes));
    }
    // Somebody who signed in a while ago may be here to prove once more who they are.
    let signed_in = session::signed_in(&session, &app).await?.is_some();
    if signed_in && session::is_fresh(&session, &app).await? {
        return Ok(redirect_after_post(&own_path(&next.next)));
    }
    let model = PasskeyPage {
        next: own_path(&next.next),
        ..PasskeyPage::default()
    };
    alone(&app, &session, StatusCode::OK, model).await
}

/// Signs in by the answer of a passkey alone.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn enter_by_passkey(
    State(app): State<App>,
    session: Session,
    ClientIp(address): ClientIp,
    Form(pairs): Form,
) -> Result {
    let [next, answer] = fields(pairs, ["next", "answer"])?;
    let token = session::asked(&session).await?.unwrap_or_default();
    if let Some(staff) = passkey::whose(&app, (&token, &answer)).await? {
        session::begin(&session, &staff, &app, "passkey alone").await?;
        return Ok(redirect_after_post(&own_path(&next)));
    }
    let mut model = PasskeyPage {
        next: own_path(&next),
        ..PasskeyPage::default()
    };
    model.errors.push("passkey", NO_PASSKEY);
    log::tell(SecurityEvent::SecondStepFailed, None, "passkey alone");
    // Another question, which is counted as the first was.
    let counted = limits::count(&app.db, RateLimit::Passkey, address, app.now()).await?;
    if let Taken::TooMany { minutes, .. } = counted {
        return Ok(too_many(minutes));
    }
    alone(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, model).await
}

/// The second step is done: the session begins anew, under another id.
async fn signed_in(app: &App, session: &Session, half_way: &HalfWay, by: &str) -> Result {
    let HalfWay { staff, next, .. } = half_way;
    session::begin(session, staff, app, by).await?;
    Ok(redirect_after_post(&own_path(next)))
}

fn refused(tried: Tried, wrong: &'static str, half_way: &HalfWay) -> (StatusCode, &'static str) {
    let account = Some(half_way.staff.id);
    if tried == Tried::TooMany {
        log::tell(SecurityEvent::SecondStepHasToWait, account, "code");
        (StatusCode::TOO_MANY_REQUESTS, TOO_MANY)
    } else {
        log::tell(SecurityEvent::SecondStepFailed, account, "code");
        (StatusCode::UNPROCESSABLE_ENTITY, wrong)
    }
}

fn recovered(left: i64) -> Flash {
    let more = (
        "/staff/security/recovery-codes".to_owned(),
        "Make new recovery codes".to_owned(),
    );
    Flash {
        message: format!("You signed in with a recovery code. {}", left_words(left)),
        link: Some(more),
    }
}

async fn form(
    app: &App,
    session: &Session,
    staff: &Staff,
    status: StatusCode,
    model: SecondPage,
) -> Result {
    let factors = store::second_factor::factors(&app.db, staff.id).await?;
    let question = passkey::ask_as_second(app, staff).await?;
    let model = SecondPage {
        app: factors.app_since.is_some(),
        passkey: asked(session, question).await?,
        ..model
    };
    let document = page::second(&app.council().site, &app.assets, &model);
    Ok(with_script(sign_in_page(status, document)))
}

async fn alone(app: &App, session: &Session, status: StatusCode, model: PasskeyPage) -> Result {
    let question = passkey::ask_alone(app).await?;
    let model = PasskeyPage {
        options: asked(session, question).await?,
        ..model
    };
    let document = page::passkey_alone(&app.council().site, &app.assets, &model);
    Ok(with_script(sign_in_page(status, document)))
}

/// Keeps a question for its answer, and gives what the page shows of it.
pub(super) async fn asked(
    session: &Session,
    question: Option<passkey::Question>,
) -> std::result::Result<Option<String>, Error> {
    let Some(question) = question else {
        return Ok(None);
    };
    session::ask(session, &question.token).await?;
    Ok(Some(question.options))
}

/// Lets a page before the desk run the script for passkeys.
pub(super) fn with_script(mut response: Response) -> Response {
    response.extensions_mut().insert(HasKeys);
    response
}
