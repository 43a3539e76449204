//! `/staff/submissions/{reference}/take-down`: taking a listed event down (6.13).

use app::pages::staff::take_down::{TakeDownPage, take_down as page};
use axum::extract::{Path, State};
use domain::{
    decision::{Move, TakeDownAnswers},
    form::FormErrors,
    replies::{self, Purpose},
    staff::Staff,
    when,
};
use store::{self, cases::Case};
use tower_sessions::Session;

use super::{
    case::find,
    decide::{Typed, show_overtaken},
    messages, ready,
    review::Policy,
};
use crate::{
    commands::{
        self,
        decide::{Decided, Deciding},
    },
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::{self, Form},
        session::{self, Flash, SignedIn},
        staff::page::{StaffContext, staff_page, status},
    },
    state::App,
};

/// Asks for the reason. There is nothing to take down unless it is listed.
///
/// # Errors
/// When it is not listed, or the database does not answer.
pub async fn show(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    Path(reference): Path<String>,
) -> Result {
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
    SignedIn(staff): SignedIn,
    session: Session,
    Path(reference): Path<String>,
    Form(mut pairs): Form,
) -> Result {
    let step = form::take(&mut pairs, "step").unwrap_or_default();
    let template = form::take(&mut pairs, "template").unwrap_or_default();
    let answers = TakeDownAnswers::from_pairs(pairs)?;
    let read_at = answers
        .read_at()
        .ok_or(Error::Refused("a removal of no version"))?;
    let case = find(&app, &reference).await?;
    match step.as_str() {
        "look" => return draw(&app, &staff, &case, &answers, FormErrors::default()).await,
        "fill" => return fill(&app, &staff, &case, answers, &template).await,
        _ => {}
    }
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
        hints: &[],
        now: app.now(),
    };
    match commands::take_down::take_down(&app.db, &deciding, &removal).await? {
        Decided::Made(_) => {
            let message = format!("“{}” was taken down.", case.details.title);
            let link = messages::draft_of(&app, case.id).await?;
            session::say(&session, Flash { message, link }).await?;
            Ok(redirect_after_post("/staff/listed"))
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

/// Fills a ready reply in below what was typed, and shows the page again.
async fn fill(
    app: &App,
    staff: &Staff,
    case: &Case,
    mut answers: TakeDownAnswers,
    template: &str,
) -> Result {
    let values = ready::values(&app.council().site, case, &[]);
    let errors = match ready::fill(app, Purpose::TakeDown, template, &values).await? {
        Ok(words) => {
            answers.message = replies::below(&answers.message, &words);
            FormErrors::default()
        }
        Err(errors) => errors,
    };
    draw(app, staff, case, &answers, errors).await
}

async fn draw(
    app: &App,
    staff: &Staff,
    case: &Case,
    answers: &TakeDownAnswers,
    errors: FormErrors,
) -> Result {
    let status = status(&errors);
    let policy = store::policy::in_force(&app.db, app.now()).await?;
    let model = TakeDownPage {
        reference: case.reference.clone(),
        title: case.details.title.to_string(),
        when: when::dates(&case.details.dates),
        place: case.details.place.words(),
        public_href: case.public_href().unwrap_or_default(),
        version: answers.read_at().unwrap_or(case.version),
        why: answers.why.clone(),
        reason: answers.reason.clone(),
        notice: answers.notice == "yes",
        message: answers.message.clone(),
        to: case
            .sender_email
            .as_ref()
            .map(|email| format!("{}, {email}", case.sender_name)),
        ready: ready::offered(app, Purpose::TakeDown).await?,
        removal_sentence: policy.removal_sentence,
        errors,
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status, page(room.desk(), &model)))
}
