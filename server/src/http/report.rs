//! `/report/{slug}`: telling the office of a problem with an event (policy 6.13).

use app::pages::{report as page, report::ReportPage};
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    event::Slug,
    form::FormErrors,
    report::{Kind, ReportAnswers},
};
use store::{
    self,
    events::EventRow,
    limits::{RateLimit, count},
};
use uuid::Uuid;

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        client_ip::ClientIp,
        error::{Error, Result},
        form::Form,
        secret_page::sheet,
        too_many::TooMany,
    },
    letters::notices::About,
    state::App,
};

/// The form, for an event that can be seen.
///
/// # Errors
/// When there is no such event, or the database does not answer.
pub async fn show(State(app): State<App>, Path(slug): Path<String>) -> Result {
    let event = find(&app, &slug).await?;
    let answers = ReportAnswers {
        key: Uuid::new_v4().to_string(),
        ..ReportAnswers::default()
    };
    let errors = FormErrors::default();
    Ok(draw(&app, StatusCode::OK, &slug, &event, answers, errors))
}

/// Keeps a report. Sent twice it is kept once.
///
/// # Errors
/// When no page of ours sends such a form, there is no such event, or the database does not answer.
pub async fn send(
    State(app): State<App>,
    ClientIp(from): ClientIp,
    Path(slug): Path<String>,
    Form(pairs): Form,
) -> Result {
    let answers = ReportAnswers::from_pairs(pairs)?;
    let event = find(&app, &slug).await?;
    let key = Uuid::parse_str(&answers.key).map_err(|_| Error::Refused("a report of no form"))?;
    let report = match answers.parse() {
        Ok(report) => report,
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(draw(&app, status, &slug, &event, answers, errors));
        }
    };
    let refuse = |too_many: TooMany| {
        let (status, errors) = (StatusCode::TOO_MANY_REQUESTS, too_many.errors());
        too_many.on(draw(&app, status, &slug, &event, answers.clone(), errors))
    };
    let taken = count(&app.db, RateLimit::Report, from, app.now()).await?;
    if let Some(too_many) = TooMany::of(&app, taken, "reports") {
        return Ok(refuse(too_many));
    }
    let Some(reference) = store::cases::reference(&app.db, event.submission_id).await? else {
        return Err(Error::NotFound);
    };
    let about = About {
        submission: event.submission_id,
        reference: &reference,
        title: event.details.title.as_str(),
    };
    let site = &app.council().site;
    if !commands::report::receive(&app.db, about, (key, &report), site, app.now()).await? {
        let why = "Very many people have told us of this event today.";
        return Ok(refuse(TooMany::because(&app, why, 24 * 60)));
    }
    let breach = if report.kind == Kind::Breach {
        "?about=breach"
    } else {
        ""
    };
    Ok(redirect_after_post(&format!("/report/{slug}/sent{breach}")))
}

/// `/report/{slug}/sent`: the receipt.
///
/// # Errors
/// When the address is none of an event.
pub async fn sent(
    State(app): State<App>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result {
    let slug = Slug::parse(&slug).map_err(|_| Error::NotFound)?;
    let breach = query.as_deref() == Some("about=breach");
    let document = page::sent(slug.as_str(), breach, &app.council().site, &app.assets);
    Ok(sheet(StatusCode::OK, document))
}

/// An event that can be seen.
async fn find(app: &App, slug: &str) -> Result<EventRow> {
    let slug = Slug::parse(slug).map_err(|_| Error::NotFound)?;
    let found = store::events::by_slug(&app.db, slug.as_str()).await?;
    found
        .filter(|event| event.taken_down_at.is_none())
        .ok_or(Error::NotFound)
}

fn draw(
    app: &App,
    status: StatusCode,
    slug: &str,
    event: &EventRow,
    answers: ReportAnswers,
    errors: FormErrors,
) -> Response {
    let model = ReportPage {
        slug: slug.to_owned(),
        title: event.details.title.to_string(),
        answers,
        errors,
    };
    sheet(
        status,
        page::report(&model, &app.council().site, &app.assets),
    )
}
