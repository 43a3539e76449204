//! Work that is typed on the desk survives a sign-in. A form that arrives from somebody who is not
//! signed in, or not lately enough, is answered with the sign-in form, which carries it; after the
//! sign-in its sender finds it at `/staff/unsent`, and sends it once more. Nothing is sent by itself.

use app::pages::staff::interrupted_form::{InterruptedFormPage, interrupted_form as page};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::sign_in;
use crate::{
    http::{
        answer::redirect_after_post,
        error::Result,
        form::collect,
        session::{self, SignedIn},
        staff::page::{StaffContext, staff_page},
    },
    state::App,
};

/// The largest form that is carried, in bytes: the sign-in form escapes it once more, and must stay
/// within what is read.
const LARGEST: usize = 256 * 1024;

/// Addresses whose forms are never carried: they hold passwords, codes and keys.
const SECRET: [&str; 4] = [
    "/staff/sign-",
    "/staff/welcome/",
    "/staff/forgotten",
    "/staff/security",
];

/// Keeps what is posted until it is answered, and carries it where it was not taken.
pub async fn keep(
    State(app): State<App>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    if request.method() != Method::POST || SECRET.iter().any(|start| path.starts_with(start)) {
        return next.run(request).await;
    }
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| {
            kind.as_bytes()
                .starts_with(b"application/x-www-form-urlencoded")
        });
    if !is_form {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let bytes = match collect(body).await {
        Ok(bytes) => Bytes::from(bytes),
        Err(error) => return error.into_response(),
    };
    let request = Request::from_parts(parts, Body::from(bytes.clone()));
    let response = next.run(request).await;
    if response.status() == StatusCode::SEE_OTHER {
        return taken(&session, &path, response)
            .await
            .unwrap_or_else(IntoResponse::into_response);
    }
    let Some(not_taken) = response.extensions().get::<sign_in::NotTaken>().cloned() else {
        return response;
    };
    match String::from_utf8(bytes.into()) {
        Ok(body) if !body.is_empty() && body.len() <= LARGEST => {
            sign_in::with_unsent(&app, not_taken, body)
        }
        _ => response,
    }
}

/// A form that was kept is forgotten once it was taken.
async fn taken(session: &Session, path: &str, response: Response) -> Result {
    let kept = session::unsent(session).await?;
    if kept.is_some_and(|kept| kept.path.split('?').next() == Some(path)) {
        session::forget_unsent(session).await?;
    }
    Ok(response)
}

/// Shows what was kept, to be sent once more.
pub async fn show(State(app): State<App>, SignedIn(staff): SignedIn, session: Session) -> Result {
    let Some(kept) = session::unsent(&session).await? else {
        return Ok(redirect_after_post("/staff"));
    };
    let fields = form_urlencoded::parse(kept.body.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let model = InterruptedFormPage {
        action: kept.path,
        fields,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}
