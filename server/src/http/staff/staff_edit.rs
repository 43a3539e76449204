//! `/staff/submissions/{reference}/wording`: other words for an event, by staff (policy 5.2).

use super::case::may_reword;
use app::pages::staff::staff_edit::{WordingPage, wording as page};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    decision::State as CaseState, form::FormErrors, staff::Staff, submission::EventAnswers,
};
use store::{self, cases::Case};
use tower_sessions::Session;

use super::{
    case::find,
    decide::{Typed, show_overtaken},
};
use crate::{
    commands::{
        self,
        staff_edit::{Edited, Rewording},
    },
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::{Form, take},
        session::{self, Flash, SignedIn},
        staff::page::{StaffContext, staff_page},
    },
    state::App,
};

/// Shows the words as they stand, to be changed.
///
/// # Errors
/// When there is no such submission, its words may not be changed now, or the database does not
/// answer.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    Path(reference): Path<String>,
) -> Result {
    let case = find(&app, &reference).await?;
    if !may_reword(&case) {
        return Err(Error::NotFound);
    }
    let answers = store::sender::answers(&app.db, case.id).await?;
    let answers = answers.event.unwrap_or_default();
    draw(
        &app,
        &staff,
        &case,
        (case.version, answers),
        FormErrors::default(),
    )
    .await
}

/// Keeps the new words.
///
/// # Errors
/// When the form is none of ours, there is no such submission, or the database does not answer.
pub async fn keep(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    Form(mut pairs): Form,
) -> Result {
    let read_at = take(&mut pairs, "version")
        .and_then(|version| version.parse().ok())
        .ok_or(Error::Refused("a rewording of no version"))?;
    let answers = EventAnswers::from_pairs(pairs)?;
    let case = find(&app, &reference).await?;
    let council = app.council();
    let part = match answers.parse(&council.types) {
        Ok(part) => part,
        Err(errors) => return draw(&app, &staff, &case, (read_at, answers), errors).await,
    };
    let rewording = Rewording {
        reference: &case.reference,
        read_at,
        staff: staff.id,
        answers: &answers,
        part: &part,
        site: &council.site,
        now: app.now(),
    };
    let message = match commands::staff_edit::reword(&app.db, &rewording).await? {
        Edited::Saved => "The new wording is kept.",
        Edited::Same => "Nothing was different, so nothing was changed.",
        Edited::Overtaken(overtaken) => {
            let typed = Typed {
                pressed: "Keep the new wording",
                items: Vec::new(),
                message: format!("{}\n\n{}", answers.title, answers.description),
                note: String::new(),
            };
            return show_overtaken(&app, &staff, *overtaken, typed).await;
        }
        Edited::NotFound => return Err(Error::NotFound),
    };
    let flash = Flash {
        message: message.to_owned(),
        link: None,
    };
    session::say(&session, flash).await?;
    Ok(redirect_after_post(&format!(
        "/staff/submissions/{}",
        case.reference
    )))
}

async fn draw(
    app: &App,
    staff: &Staff,
    case: &Case,
    (version, answers): (i64, EventAnswers),
    errors: FormErrors,
) -> Result {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let model = WordingPage {
        reference: case.reference.clone(),
        title: case.details.title.to_string(),
        version,
        listed: case.state == CaseState::Listed && !case.edit_waits,
        told: case.sender_email.is_some(),
        roles: store::policy::in_force(&app.db, app.now()).await?.roles,
        answers,
        types: app.council().types.clone(),
        errors,
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status, page(room.desk(), &model)))
}
