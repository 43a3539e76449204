//! `/staff/sign-in`, `/staff/sign-out`: the door to the desk.

use super::next::{Next, own_path};

use app::pages::staff::{
    interrupted_form::UNSENT,
    sign_in::{Arrival, SignInPage, sign_in as page},
};
use axum::{
    extract::{Query, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use domain::{
    attempts::in_words,
    form::{FormErrors, Pairs, Tampered},
};
use tower_sessions::Session;

use crate::{
    accounts::{self, Origin, SignIn, second_factor::passkey},
    http::{
        answer::redirect_after_post,
        draft,
        error::{Error, Result},
        form::Form,
        session::{self, SignedIn, Unsent},
        staff::{
            page::sign_in_page,
            second::{self, with_script},
        },
    },
    log::{self, SecurityEvent},
    state::App,
};

/// Shows the form; somebody who is signed in goes on to the desk.
pub async fn show(
    State(app): State<App>,
    session: Session,
    Query(Next { next }): Query<Next>,
) -> Result {
    if session::signed_in(&session, &app).await?.is_some() {
        return Ok(redirect_after_post(&own_path(&next)));
    }
    let arrival = if next.is_empty() {
        Arrival::Plain
    } else {
        Arrival::NeedsSignIn
    };
    Ok(form(
        &app,
        StatusCode::OK,
        SignInPage {
            next,
            arrival,
            ..SignInPage::default()
        },
    ))
}

/// Signs in.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn enter(
    State(app): State<App>,
    session: Session,
    from: Origin,
    Form(pairs): Form,
) -> Result {
    let answers = Answers::from_pairs(pairs)?;
    let mut errors = FormErrors::default();
    if answers.email.trim().is_empty() {
        errors.push("email", "Enter your email address");
    }
    if answers.password.is_empty() {
        errors.push("password", "Enter your password");
    }
    if !errors.is_empty() {
        return Ok(answers.again(&app, StatusCode::UNPROCESSABLE_ENTITY, errors));
    }
    match accounts::sign_in(
        &app.db,
        app.now(),
        &answers.email,
        answers.password.clone(),
        from,
    )
    .await?
    {
        SignIn::Welcome(staff) => {
            if answers.unsent.is_empty() {
                return second::password_was_right(&app, &session, &staff, &answers.next).await;
            }
            let response = second::password_was_right(&app, &session, &staff, UNSENT).await?;
            let (path, body) = (own_path(&answers.next), answers.unsent);
            session::keep_unsent(&session, Unsent { path, body }).await?;
            Ok(response)
        }
        SignIn::Wrong => {
            errors.push(
                "email",
                "Check your email address and your password: they do not match an account",
            );
            Ok(answers.again(&app, StatusCode::UNPROCESSABLE_ENTITY, errors))
        }
        SignIn::TooMany(wait) => {
            let why = "Too many tries failed.";
            Ok(answers.later(&app, StatusCode::TOO_MANY_REQUESTS, why, wait))
        }
        SignIn::Busy => {
            let why = "Very many people are signing in just now.";
            let minute = TimeDelta::minutes(1);
            Ok(answers.later(&app, StatusCode::SERVICE_UNAVAILABLE, why, minute))
        }
    }
}

/// Signs out, and asks the browser to forget what it kept of the desk, a form that was begun too. The
/// cookie by which the account knows the browser stays, or the way in that it keeps would end each evening.
pub async fn leave(State(app): State<App>, session: Session) -> Result {
    let account = session::account(&session).await?;
    session::end(&session).await?;
    log::tell(SecurityEvent::SignedOut, account, "by the button");
    let mut response = form(
        &app,
        StatusCode::OK,
        SignInPage {
            arrival: Arrival::SignedOut,
            ..SignInPage::default()
        },
    );
    draft::forget(&mut response, &app.web);
    let headers = response.headers_mut();
    headers.insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    if app.web.is_https() {
        // A `__Host-` cookie is only taken away by one that is Secure like itself.
        let gone = "__Host-staff=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";
        headers.append(header::SET_COOKIE, HeaderValue::from_static(gone));
    }
    Ok(response)
}

/// The answer to somebody who is not signed in and asked for an address under `/staff`, whether
/// there is anything at that address or not. A page is asked for again after signing in; what
/// was sent is kept, to be sent once more.
pub fn ask(app: &App, method: &Method, uri: &Uri, was_signed_in: bool) -> Response {
    let path = uri
        .path_and_query()
        .map_or("/staff", axum::http::uri::PathAndQuery::as_str);
    if matches!(*method, Method::GET | Method::HEAD) && !was_signed_in {
        let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        return redirect_after_post(&format!("/staff/sign-in?next={next}"));
    }
    let arrival = if was_signed_in {
        Arrival::Idle
    } else {
        Arrival::NeedsSignIn
    };
    not_taken(app, method, path, arrival)
}

/// The answer to somebody who is signed in, but not lately enough for what they asked for.
pub fn again(app: &App, method: &Method, uri: &Uri) -> Response {
    let path = uri
        .path_and_query()
        .map_or("/staff", axum::http::uri::PathAndQuery::as_str);
    not_taken(app, method, path, Arrival::Again)
}

/// The form in the place of what was asked for (401). What was sent is kept by
/// [`interrupted_form::keep`](super::interrupted_form::keep).
fn not_taken(app: &App, method: &Method, path: &str, arrival: Arrival) -> Response {
    let model = SignInPage {
        next: path.to_owned(),
        arrival,
        ..SignInPage::default()
    };
    let mut response = form(app, StatusCode::UNAUTHORIZED, model);
    if *method == Method::POST {
        let path = path.to_owned();
        response.extensions_mut().insert(NotTaken { path, arrival });
    }
    response
}

/// Marks the answer to a form that was not taken, because its sender has to sign in.
#[derive(Debug, Clone)]
pub struct NotTaken {
    path: String,
    arrival: Arrival,
}

/// The same answer with the form in it, so that nothing that was typed is lost.
#[must_use]
pub fn with_unsent(app: &App, not_taken: NotTaken, body: String) -> Response {
    form(
        app,
        StatusCode::UNAUTHORIZED,
        SignInPage {
            next: not_taken.path,
            arrival: not_taken.arrival,
            unsent: body,
            ..SignInPage::default()
        },
    )
}

/// The answer to somebody who is not, or no longer, at the second step.
#[must_use]
pub fn late(app: &App) -> Response {
    form(
        app,
        StatusCode::UNAUTHORIZED,
        SignInPage {
            arrival: Arrival::Late,
            ..SignInPage::default()
        },
    )
}

fn form(app: &App, status: StatusCode, model: SignInPage) -> Response {
    let model = SignInPage {
        demo: app.demo.0,
        passkeys: passkey::offered(app),
        ..model
    };
    let response = sign_in_page(status, page(&app.council().site, &app.assets, &model));
    if model.passkeys {
        with_script(response)
    } else {
        response
    }
}

/// The form's answers.
#[derive(Debug, Default)]
struct Answers {
    email: String,
    password: String,
    next: String,
    unsent: String,
}

impl Answers {
    fn from_pairs(pairs: Pairs) -> std::result::Result<Self, Tampered> {
        let names = ["email", "password", "next", "unsent"];
        let [email, password, next, unsent] = crate::http::staff::page::fields(pairs, names)?;
        Ok(Self {
            email,
            password,
            next,
            unsent,
        })
    }

    /// The form again, to be sent after a while, with the way in for whoever cannot wait.
    fn later(self, app: &App, status: StatusCode, why: &str, wait: TimeDelta) -> Response {
        let mut errors = FormErrors::default();
        let words = format!(
            "{why} Wait {}, then try again. Or press “I have forgotten my password”: the link that comes by email always works",
            in_words(wait),
        );
        errors.push("email", words);
        let mut response = self.again(app, status, errors);
        let seconds = HeaderValue::from(wait.num_seconds() + 1);
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
        response
    }

    /// The form again, with what was typed except the password.
    fn again(self, app: &App, status: StatusCode, errors: FormErrors) -> Response {
        let model = SignInPage {
            email: self.email,
            next: self.next,
            unsent: self.unsent,
            errors,
            ..SignInPage::default()
        };
        form(app, status, model)
    }
}

/// The answer to an address under `/staff` where nothing is: to those who are signed in, that
/// nothing is there; to everybody else, that they need to sign in.
pub async fn unknown(_: SignedIn) -> Response {
    Error::NotFound.into_response()
}

/// As [`unknown`], for an address that is there but not for this method.
pub async fn not_so(_: SignedIn) -> Response {
    StatusCode::METHOD_NOT_ALLOWED.into_response()
}
