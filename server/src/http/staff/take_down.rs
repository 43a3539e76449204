//! `/staff/submissions/{reference}/take-down`: taking a listed event down (6.13).

use app::pages::staff::take_down::{TakeDownPage, take_down as page};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    decision::{Move, TakeDownAnswers},
    form::FormErrors,
    when,
};
use tower_sessions::Session;

use super::{
    Room,
    decide::{Typed, show_overtaken},
    messages,
    review::{Policy, find},
    sheet,
};
use crate::{
    accounts::Staff,
    db::{
        self,
        cases::Case,
        decisions::{Decided, Deciding},
    },
    http::{
        error::{Error, Result},
        form::Form,
        see,
    },
    session::{self, Done},
    state::App,
};

/// Asks for the reason. There is nothing to take down unless it is listed.
///
/// # Errors
/// When it is not listed, or the database does not answer.
pub async fn show(State(app): State<App>, staff: Staff, Path(reference): Path<String>) -> Result {
    let case = find(&app, &reference).await?;
    if case.state.after(Move::TakeDown).is_err() {
        return Err(Error::NotFound);
    }
    let answers = TakeDownAnswers {
        version: case.version.to_string(),
        ..TakeDownAnswers::default()
    };
    draw(&app, &staff, &case, &answers, FormErrors::default()).await
}

/// Takes the event down.
///
/// # Errors
/// When the form is none of ours, there is no such submission, or the database does not answer.
pub async fn take_down(
    State(app): State<App>,
    staff: Staff,
    session: Session,
    Path(reference): Path<String>,
    Form(pairs): Form,
) -> Result {
    let answers = TakeDownAnswers::from_pairs(pairs)?;
    let read_at = answers
        .read_at()
        .ok_or(Error::Refused("a removal of no version"))?;
    let case = find(&app, &reference).await?;
    let removal = match answers.parse() {
        Ok(removal) => removal,
        Err(errors) => return draw(&app, &staff, &case, &answers, errors).await,
    };
    let policy = Policy::in_force(&app).await?;
    let council = app.council();
    let deciding = Deciding {
        reference: &case.reference,
        read_at,
        staff: staff.id,
        policy: &policy.version,
        standards: &policy.standards,
        site: &council.site,
        now: app.now(),
    };
    match db::decisions::take_down(&app.db, &deciding, &removal).await? {
        Decided::Made(_) => {
            let message = format!("“{}” was taken down.", case.details.title);
            let link = messages::draft_of(&app, case.id).await?;
            session::say(&session, Done { message, link }).await?;
            Ok(see("/staff/listed"))
        }
        Decided::Overtaken(overtaken) => {
            let typed = Typed {
                pressed: "Take down",
                items: Vec::new(),
                message: answers.message,
                note: answers.reason,
            };
            show_overtaken(&app, &staff, *overtaken, typed).await
        }
        Decided::Over | Decided::NotFound => Err(Error::NotFound),
    }
}

async fn draw(
    app: &App,
    staff: &Staff,
    case: &Case,
    answers: &TakeDownAnswers,
    errors: FormErrors,
) -> Result {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let model = TakeDownPage {
        reference: case.reference.clone(),
        title: case.details.title.to_string(),
        when: when::dates(&case.details.dates),
        place: case.details.place.words(),
        public_href: case
            .slug
            .as_ref()
            .map(|slug| format!("/events/{slug}"))
            .unwrap_or_default(),
        version: answers.read_at().unwrap_or(case.version),
        reason: answers.reason.clone(),
        notice: answers.notice == "yes",
        removal_sentence: app::pages::event::REMOVAL_SENTENCE.to_owned(),
        errors,
    };
    let room = Room::of(app, staff).await?;
    Ok(sheet(status, page(room.desk(), &model)))
}
