//! `/staff/submissions/{reference}/standing`: what has become of a listed event, said by staff.

use crate::http::form::change;
use app::pages::staff::event_status::{EventStatusPage, event_status as page};
use axum::extract::{Path, State};
use domain::{
    council::Site, decision::State as CaseState, form::FormErrors, manage::StatusAnswers,
    message::NewMessage, staff::Staff, when,
};
use store::{self, cases::Case};
use tower_sessions::Session;

use super::case::find;
use crate::{
    commands::{self, ChangeOutcome},
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::{self, Flash, SignedIn},
        staff::page::{StaffContext, flash, staff_page, status as status_of},
    },
    letters,
    state::App,
};

/// Shows the status and the dates to come. There are none unless it is listed.
///
/// # Errors
/// When it is not listed, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
) -> Result {
    let case = listed(&app, &reference).await?;
    let said = flash(&session).await?;
    draw(&app, &staff, &case, said, FormErrors::default()).await
}

/// Gives the event another status.
///
/// # Errors
/// When the form is none of ours, it is not listed, or the database does not answer.
pub async fn status(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    Form(pairs): Form,
) -> Result {
    let case = listed(&app, &reference).await?;
    let status = match StatusAnswers::from_pairs(pairs)?.parse() {
        Ok(status) => status,
        Err(errors) => return draw(&app, &staff, &case, None, errors).await,
    };
    let council = app.council();
    let letter = |case: &Case, said: &str| letter(&app, &council.site, case, said);
    let outcome = commands::event_status::by_staff(
        &app.db,
        &case.reference,
        staff.act(app.now()),
        status,
        &council.site,
        &letter,
    )
    .await?;
    let message = format!(
        "The page of “{}” says: {}.",
        case.details.title,
        status.label()
    );
    after(&session, &case, outcome, message).await
}

/// Cancels one date, or takes that back.
///
/// # Errors
/// When the form is none of ours, it is not listed, or the database does not answer.
pub async fn date(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    Form(pairs): Form,
) -> Result {
    let case = listed(&app, &reference).await?;
    let change = change(pairs)?;
    let council = app.council();
    let letter = |case: &Case, said: &str| letter(&app, &council.site, case, said);
    let outcome = commands::event_status::date_by_staff(
        &app.db,
        &case.reference,
        staff.act(app.now()),
        change,
        &council.site,
        &letter,
    )
    .await?;
    let message = if change.cancelled {
        "That date is cancelled. The event’s page and the list say so now."
    } else {
        "That date takes place again. The event’s page and the list say so now."
    };
    after(&session, &case, outcome, message.to_owned()).await
}

async fn listed(app: &App, reference: &str) -> std::result::Result<Case, Error> {
    let case = find(app, reference).await?;
    if case.state == CaseState::Listed {
        Ok(case)
    } else {
        Err(Error::NotFound)
    }
}

fn letter(app: &App, site: &Site, case: &Case, said: &str) -> Option<NewMessage> {
    let email = case.sender_email.as_deref()?;
    let address = format!("{}{}", app.web.site_url(), case.public_href()?);
    let of = letters::submissions::Case::of(site, case, &[]);
    Some(letters::submissions::event_status(
        of, said, &address, email,
    ))
}

async fn after(session: &Session, case: &Case, outcome: ChangeOutcome, message: String) -> Result {
    if outcome == ChangeOutcome::TooLate {
        return Err(Error::NotFound);
    }
    session::say(
        session,
        Flash {
            message,
            link: None,
        },
    )
    .await?;
    Ok(redirect_after_post(&format!(
        "/staff/submissions/{}/standing",
        case.reference
    )))
}

async fn draw(
    app: &App,
    staff: &Staff,
    case: &Case,
    said: Option<app::pages::staff::components::Flash>,
    errors: FormErrors,
) -> Result {
    let public = case.public.as_ref().ok_or(Error::NotFound)?;
    let status = status_of(&errors);
    let model = EventStatusPage {
        reference: case.reference.clone(),
        title: public.details.title.to_string(),
        when: when::dates(&public.details.dates),
        public_href: case.public_href().unwrap_or_default(),
        status: public.status,
        dates: crate::rows::dates(store::dates::to_come(&app.db, case.id, app.now()).await?),
        to: case
            .sender_email
            .as_ref()
            .map(|email| format!("{}, {email}", case.sender_name)),
        flash: said,
        errors,
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status, page(room.desk(), &model)))
}
