//! `/weekly`: the weekly email. Opening a link changes nothing, since mail programs open links by
//! themselves: a button confirms, a button stops.

use app::pages::{weekly as page, weekly::WeeklyPage};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, Method, StatusCode, Uri},
    response::Response,
};
use domain::{form::FormErrors, weekly::AddressAnswers};
use store::{
    self,
    limits::{RateLimit, count},
    token,
    weekly::Purpose,
};

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        cache,
        client_ip::ClientIp,
        error::Result,
        form::{self, Form},
        secret_page::sheet,
        too_many::TooMany,
    },
    letters::weekly::asked as letter,
    state::App,
};

/// Where a mail program posts to stop the weekly email (RFC 8058).
const STOP: &str = "/weekly/stop/";

/// Whether a request is the one that may come from anywhere: a mail program, or a mail website,
/// stops the weekly email with the secret of the mail itself, without a cookie and from its own
/// site (RFC 8058, 3.2). A stranger's site cannot send it, since it has not the secret.
#[must_use]
pub fn is_one_click(method: &Method, uri: &Uri) -> bool {
    let token = uri.path().strip_prefix(STOP);
    method == Method::POST
        && token.is_some_and(|token| {
            token.len() == token::SECRET_DIGITS && token.bytes().all(|b| b.is_ascii_hexdigit())
        })
}

/// The form.
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result {
    let model = model(&app, AddressAnswers::default(), FormErrors::default()).await?;
    Ok(cache::public(
        &headers,
        "text/html; charset=utf-8",
        page::weekly(&model, &app.council().site, &app.assets),
    ))
}

/// Writes to the address that was given. The answer is the same whether it was new or known.
///
/// # Errors
/// When no page of ours sends such a form, or the database does not answer.
pub async fn ask(State(app): State<App>, ClientIp(from): ClientIp, Form(pairs): Form) -> Result {
    let answers = AddressAnswers::from_pairs(pairs)?;
    let email = match answers.parse() {
        Ok(email) if app.mail.is_set_up() => email,
        Ok(_) => return put_right(&app, answers, FormErrors::default()).await,
        Err(errors) => return put_right(&app, answers, errors).await,
    };
    let taken = count(&app.db, RateLimit::Weekly, from, app.now()).await?;
    if let Some(too_many) = TooMany::of(&app, taken, "requests for the weekly email") {
        let model = model(&app, answers, too_many.errors()).await?;
        let document = page::weekly(&model, &app.council().site, &app.assets);
        return Ok(too_many.on(sheet(StatusCode::TOO_MANY_REQUESTS, document)));
    }
    let council = app.council();
    let letter = |confirmed| letter(&council.site, email.as_str(), confirmed);
    commands::weekly::ask(&app.db, (email.as_str(), from), &letter, app.now()).await?;
    Ok(redirect_after_post("/weekly/asked"))
}

async fn put_right(app: &App, answers: AddressAnswers, errors: FormErrors) -> Result {
    let model = model(app, answers, errors).await?;
    let document = page::weekly(&model, &app.council().site, &app.assets);
    Ok(sheet(StatusCode::UNPROCESSABLE_ENTITY, document))
}

async fn model(app: &App, answers: AddressAnswers, errors: FormErrors) -> Result<WeeklyPage> {
    Ok(WeeklyPage {
        offered: app.mail.is_set_up(),
        goes: store::weekly::timetable(&app.db).await?.words(),
        email: answers.email,
        errors,
    })
}

/// `/weekly/asked`: the same words for everybody.
pub async fn asked(State(app): State<App>) -> Response {
    sheet(
        StatusCode::OK,
        page::asked(&app.council().site, &app.assets),
    )
}

/// A link that confirms an address, opened.
pub async fn ask_to_confirm(State(app): State<App>, Path(token): Path<String>) -> Result {
    let found = store::weekly::find(&app.db, &token, Purpose::Confirm, app.now()).await?;
    Ok(match found {
        Some(_) => sheet(
            StatusCode::OK,
            page::ask_to_confirm(&token, &app.council().site, &app.assets),
        ),
        None => no_such_link(&app),
    })
}

/// Confirms the address. Again is fine.
pub async fn confirm(State(app): State<App>, Path(token): Path<String>) -> Result {
    if commands::weekly::confirm(&app.db, &token, app.now()).await? {
        Ok(redirect_after_post("/weekly/confirmed"))
    } else {
        Ok(no_such_link(&app))
    }
}

/// `/weekly/confirmed`: it is confirmed.
pub async fn confirmed(State(app): State<App>) -> Result {
    let goes = store::weekly::timetable(&app.db).await?.words();
    let document = page::confirmed(&goes, &app.council().site, &app.assets);
    Ok(sheet(StatusCode::OK, document))
}

/// A link that stops the weekly email, opened.
pub async fn ask_to_stop(State(app): State<App>, Path(token): Path<String>) -> Result {
    let found = store::weekly::find(&app.db, &token, Purpose::Stop, app.now()).await?;
    Ok(match found {
        Some(_) => sheet(
            StatusCode::OK,
            page::ask_to_stop(&token, &app.council().site, &app.assets),
        ),
        None => no_such_link(&app),
    })
}

/// Stops the weekly email. Again is fine, and what the form holds does not matter: a mail program
/// posts `List-Unsubscribe=One-Click` in either form encoding and follows no redirect (RFC 8058,
/// 3.2), the button posts nothing and is sent on.
pub async fn stop(State(app): State<App>, Path(token): Path<String>, body: Body) -> Result {
    let body = form::collect(body).await?;
    commands::weekly::stop(&app.db, &token, app.now()).await?;
    if body.is_empty() {
        return Ok(redirect_after_post("/weekly/stopped"));
    }
    Ok(stopped(State(app)).await)
}

/// `/weekly/stopped`: it is stopped.
pub async fn stopped(State(app): State<App>) -> Response {
    sheet(
        StatusCode::OK,
        page::stopped(&app.council().site, &app.assets),
    )
}

fn no_such_link(app: &App) -> Response {
    sheet(
        StatusCode::NOT_FOUND,
        page::no_such_link(&app.council().site, &app.assets),
    )
}
