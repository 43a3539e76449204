//! `/manage/{token}`: the sender's private page, and what can be done from it.
//!
//! Opening a link changes nothing, since mail programs open links by themselves: every change is a
//! POST of its own.

use super::secret_page::{no_such_link, sheet, too_late};
use app::{
    pages::{
        manage as page,
        manage::{AddressIs, LostPage, ManagePage, done_words},
    },
    render::Html,
};
use axum::{
    extract::{FromRequestParts, Path, RawQuery, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    decision::State as CaseState, form::FormErrors, manage::StatusAnswers, reference::Reference,
    submission::DraftAnswers, text::Email,
};
use serde::Deserialize;
use store::{
    self,
    cases::Case,
    limits::{RateLimit, Taken, count, count_change},
};

use crate::{
    commands::{self, ChangeOutcome},
    http::{
        answer::redirect_after_post,
        client_ip::ClientIp,
        draft::{self, DraftCookie},
        error::{Error, Result, too_many},
        form::{Form, change, take},
        submit::filling::edit_key,
        too_many::TooMany,
    },
    markdown,
    state::App,
};

/// A private link that opens a submission: whoever takes this as an argument answers to nobody
/// else.
pub struct Link {
    token: String,
    case: Case,
}

impl Link {
    fn to(&self, rest: &str) -> Response {
        redirect_after_post(&format!("/manage/{}{rest}", self.token))
    }

    /// After something was done or could not be.
    fn after(&self, app: &App, done: ChangeOutcome, word: &str) -> Response {
        match done {
            ChangeOutcome::Made => self.to(&format!("?done={word}")),
            ChangeOutcome::TooLate => too_late(app, &self.token),
        }
    }
}

#[derive(Deserialize)]
struct TokenOf {
    token: String,
}

impl FromRequestParts<App> for Link {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &App,
    ) -> std::result::Result<Self, Response> {
        let Path(TokenOf { token }) = Path::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        let failed = |error: sqlx::Error| Error::from(error).into_response();
        let found = store::links::find(&app.db, &token, app.now())
            .await
            .map_err(failed)?;
        let Some(reference) = found else {
            return Err(no_such_link(app));
        };
        let case = store::cases::find(&app.db, &reference)
            .await
            .map_err(failed)?;
        case.map(|case| Self { token, case })
            .ok_or_else(|| no_such_link(app))
    }
}

/// Counts a change by a private link; withdrawing, which is done once, is none of them. Too many in an hour are told when to go on: each writes to
/// staff and to the log, and nobody changes their mind so often.
async fn too_often(
    app: &App,
    link: &Link,
    ClientIp(address): ClientIp,
) -> sqlx::Result<Option<Response>> {
    Ok(
        match count_change(&app.db, link.case.id, address, app.now()).await? {
            Taken::Counted => None,
            Taken::TooMany { minutes, .. } => Some(too_many(minutes)),
        },
    )
}

/// The private page.
pub async fn show(State(app): State<App>, link: Link, RawQuery(query): RawQuery) -> Result {
    let done = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "done")
        .and_then(|(_, value)| done_words(&value));
    draw(&app, &link, done, FormErrors::default()).await
}

async fn draw(
    app: &App,
    link: &Link,
    done: Option<&'static str>,
    errors: FormErrors,
) -> Result<Response> {
    let Link { token, case } = link;
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let answer = match case.state {
        CaseState::ChangesAsked | CaseState::Refused | CaseState::Listed if !case.edit_waits => {
            store::messages::last_answer(&app.db, case.id).await?
        }
        _ => None,
    };
    let begun = match Reference::parse(&case.reference) {
        Ok(reference) => store::drafts::find(&app.db, &edit_key(&reference), app.now()).await?,
        Err(_) => None,
    };
    let address_is = if case.email_confirmed_at.is_some() {
        AddressIs::Confirmed
    } else if store::links::proves(&app.db, token).await? {
        AddressIs::ToConfirm
    } else {
        AddressIs::ToConfirmByAnotherLink
    };
    let model = ManagePage {
        token: token.clone(),
        reference: case.reference.clone(),
        state: case.state,
        event_type: case.type_name.clone(),
        description: Html::sanitised(markdown::to_html(case.details.description.as_str())),
        email: case.sender_email.clone(),
        address_is,
        public: case
            .public_href()
            .zip(case.public.as_ref().map(|public| public.status)),
        dates: match case.state {
            CaseState::Listed => {
                crate::rows::dates(store::dates::to_come(&app.db, case.id, app.now()).await?)
            }
            _ => Vec::new(),
        },
        edit_waits: case.edit_waits,
        begun: begun.is_some(),
        answer,
        details: case.details.clone(),
        done,
        errors,
    };
    let council = app.council();
    Ok(sheet(
        status,
        page::manage(&model, &council.site, &app.assets),
    ))
}

/// Confirms the address that the link was mailed to (policy 4.5). Another that was given since is
/// confirmed by the mail that went there: the page says so.
pub async fn confirm(State(app): State<App>, link: Link) -> Result {
    let Link { token, case } = &link;
    if !store::links::proves(&app.db, token).await? {
        return Ok(link.to(""));
    }
    let done =
        commands::confirm_address::confirm(&app.db, &case.reference, token, app.now()).await?;
    Ok(link.after(&app, done, "confirmed"))
}

/// Begins a change: the answers as they stand, in the form.
pub async fn edit(State(app): State<App>, visitor: ClientIp, link: Link) -> Result {
    let open = matches!(
        link.case.state,
        CaseState::Waiting | CaseState::ChangesAsked | CaseState::Listed
    );
    let Some(reference) = Reference::parse(&link.case.reference).ok().filter(|_| open) else {
        return Ok(too_late(&app, &link.token));
    };
    if let Some(answer) = too_often(&app, &link, visitor).await? {
        return Ok(answer);
    }
    let key = edit_key(&reference);
    if store::drafts::find(&app.db, &key, app.now())
        .await?
        .is_none()
    {
        let answers = store::sender::answers(&app.db, link.case.id).await?;
        begin(&app, &key, &answers).await?;
    }
    Ok(link.to("/edit/check"))
}

/// Puts answers that were sent before into a form. What was sent is never longer than a form may be, unless it is from
/// before there was such a limit.
async fn begin(app: &App, key: &str, answers: &DraftAnswers) -> Result<()> {
    let kept = store::drafts::keep(&app.db, key, answers, app.now()).await?;
    kept.map(|_| ()).ok_or(Error::TooLarge)
}

/// Throws a change away that was begun.
pub async fn throw_away(State(app): State<App>, link: Link) -> Result {
    if let Ok(reference) = Reference::parse(&link.case.reference) {
        store::drafts::forget(&app.db, &edit_key(&reference)).await?;
    }
    Ok(link.to("?done=thrown-away"))
}

/// Puts a refused event's answers into a new form.
pub async fn again(
    State(app): State<App>,
    visitor: ClientIp,
    link: Link,
    DraftCookie(cookie): DraftCookie,
) -> Result {
    if let Some(cookie) = &cookie
        && store::drafts::find(&app.db, cookie, app.now())
            .await?
            .is_some()
    {
        // Another event is begun in this browser. Its answers are not to be lost: /submit shows it.
        return Ok(redirect_after_post("/submit"));
    }
    if let Some(answer) = too_often(&app, &link, visitor).await? {
        return Ok(answer);
    }
    let answers = store::sender::answers(&app.db, link.case.id).await?;
    let key = store::token::secret();
    begin(&app, &key, &answers).await?;
    let mut response = redirect_after_post("/submit/check");
    draft::remember(&mut response, &app.web, &key);
    Ok(response)
}

/// Says at once what has become of a listed event.
///
/// # Errors
/// When no page of ours sends such a form, or the database does not answer.
pub async fn status(
    State(app): State<App>,
    visitor: ClientIp,
    link: Link,
    Form(pairs): Form,
) -> Result {
    let status = match StatusAnswers::from_pairs(pairs)?.parse() {
        Ok(status) => status,
        Err(errors) => return draw(&app, &link, None, errors).await,
    };
    if let Some(answer) = too_often(&app, &link, visitor).await? {
        return Ok(answer);
    }
    let done = commands::event_status::by_sender(
        &app.db,
        &link.case.reference,
        &link.token,
        status,
        &app.council().site,
        app.now(),
    )
    .await?;
    Ok(link.after(&app, done, "status"))
}

/// Says at once that one date of a listed event will not take place, or that it will after all.
///
/// # Errors
/// When no page of ours sends such a form, or the database does not answer.
pub async fn date(
    State(app): State<App>,
    visitor: ClientIp,
    link: Link,
    Form(pairs): Form,
) -> Result {
    let change = change(pairs)?;
    if let Some(answer) = too_often(&app, &link, visitor).await? {
        return Ok(answer);
    }
    let done = commands::event_status::date_by_sender(
        &app.db,
        &link.case.reference,
        &link.token,
        change,
        &app.council().site,
        app.now(),
    )
    .await?;
    let word = if change.cancelled {
        "date-off"
    } else {
        "date-on"
    };
    Ok(link.after(&app, done, word))
}

/// Ends every other private link to the submission: one was lost, or somebody else has it.
///
/// # Errors
/// When the database does not answer.
pub async fn end_links(State(app): State<App>, link: Link, ip: ClientIp) -> Result {
    if let Some(answer) = too_often(&app, &link, ip).await? {
        return Ok(answer);
    }
    let done =
        commands::end_links::by_sender(&app.db, &link.case.reference, &link.token, app.now())
            .await?;
    Ok(link.after(&app, done, "links-ended"))
}

/// Asks whether it is really to be withdrawn.
///
/// # Errors
/// Never, once the link is found.
pub async fn ask_to_withdraw(State(app): State<App>, link: Link) -> Result {
    if link
        .case
        .state
        .after(domain::decision::Move::Withdraw)
        .is_err()
    {
        return Ok(too_late(&app, &link.token));
    }
    let council = app.council();
    let title = link.case.details.title.as_str();
    let listed = link.case.state == CaseState::Listed;
    let document = page::withdraw((&link.token, title, listed), &council.site, &app.assets);
    Ok(sheet(StatusCode::OK, document))
}

/// Withdraws it.
pub async fn withdraw(State(app): State<App>, link: Link) -> Result {
    let done = commands::withdraw::withdraw(
        &app.db,
        &link.case.reference,
        &link.token,
        &app.council().site,
        app.now(),
    )
    .await?;
    Ok(link.after(&app, done, "withdrawn"))
}

/// `/manage`: for people who have lost their link.
///
/// # Errors
/// Never.
pub async fn lost(State(app): State<App>) -> Result {
    Ok(lost_page(&app, &LostPage::default(), StatusCode::OK))
}

/// Sends new links to the events of an address. The answer is the same whether there are any, and goes before anybody
/// looks: it takes the same time, too.
///
/// # Errors
/// When no page of ours sends such a form, or the database does not answer.
pub async fn send_links(
    State(app): State<App>,
    ClientIp(address): ClientIp,
    Form(mut pairs): Form,
) -> Result {
    let typed = take(&mut pairs, "email").unwrap_or_default();
    if !pairs.is_empty() {
        return Err(Error::Refused("a form with unknown fields"));
    }
    let Ok(email) = Email::parse(&typed) else {
        let mut model = LostPage {
            email: typed,
            ..LostPage::default()
        };
        model
            .errors
            .push("email", "Enter an email address like name@example.org");
        return Ok(lost_page(&app, &model, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let taken = count(&app.db, RateLimit::Links, address, app.now()).await?;
    if let Some(too_many) = TooMany::of(&app, taken, "requests for links") {
        let model = LostPage {
            email: typed,
            errors: too_many.errors(),
            ..LostPage::default()
        };
        let page = lost_page(&app, &model, StatusCode::TOO_MANY_REQUESTS);
        return Ok(too_many.on(page));
    }
    let (db, council, now) = (app.db.clone(), app.council(), app.now());
    app.afterwards.run(async move {
        let to = (email.as_str(), address);
        if let Err(error) = commands::lost_links::send_links(&db, &council.site, to, now).await {
            tracing::warn!(%error, "new private links could not be written");
        }
    });
    Ok(redirect_after_post("/manage/asked"))
}

/// `/manage/asked`: the same words for everybody who asked.
///
/// # Errors
/// Never.
pub async fn asked(State(app): State<App>) -> Result {
    let model = LostPage {
        asked: true,
        ..LostPage::default()
    };
    Ok(lost_page(&app, &model, StatusCode::OK))
}

fn lost_page(app: &App, model: &LostPage, status: StatusCode) -> Response {
    sheet(status, page::lost(model, &app.council().site, &app.assets))
}
