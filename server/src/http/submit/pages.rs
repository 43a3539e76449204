//! The form's pages, from what is known to what is shown.

use app::pages::submit::{
    check::{self, CheckPage},
    event::{self, EventStep},
    later::{self, LaterPage},
    missing,
    more::{self, MoreStep},
    picture::{self, PictureStep},
    place::{self, WhereStep},
    sent::{self, SentPage},
    start::{self, StartPage, Unsent},
    when::{self, WhenStep},
    you::{self, YouStep},
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{Days, NaiveDate};
use domain::{
    form::{FieldError, FormErrors},
    reference::Reference,
    submission::{DraftAnswers, FilledInBy, MoreAnswers, Step},
};
use store::{self, drafts::Draft};

use super::{
    asked::{Asked, Typed},
    filling::{Filling, Purpose},
};
use crate::{
    http::{
        answer::{private, redirect_after_post},
        error::{IsPage, Result},
        headers::HasIslands,
        too_many::TooMany,
    },
    state::App,
};

/// The start.
pub async fn start(app: &App, draft: Option<&Draft>) -> Result {
    let unsent = draft.map(|draft| Unsent {
        title: draft
            .answers
            .event
            .as_ref()
            .map(|event| event.title.trim().to_owned())
            .unwrap_or_default(),
        step: first_unfinished(app, draft, FilledInBy::Sender),
        kept_until: kept_until(draft),
    });
    let model = StartPage {
        policy: store::policy::in_force(&app.db, app.now()).await?,
        unsent,
    };
    Ok(page(
        StatusCode::OK,
        start::start(&model, &app.council().site, &app.assets),
    ))
}

/// A step with its answers and what is wrong with them.
pub fn step(
    app: &App,
    filling: &Filling,
    step: Step,
    typed: Typed<'_>,
    status: StatusCode,
) -> Response {
    let council = app.council();
    let (site, assets) = (&council.site, &*app.assets);
    let asked = typed.asked;
    let (errors, changing) = (typed.errors.clone(), asked.changing);
    let answers = typed.answers.clone();
    let at = filling.at.clone();
    let document = match step {
        Step::Event => {
            let model = EventStep {
                answers: answers.event.unwrap_or_default(),
                errors,
                types: council.types.clone(),
                changing,
                at,
            };
            event::event(&model, site, assets)
        }
        Step::When => {
            let (answers, today, added) =
                (answers.when.unwrap_or_default(), app.today(), asked.added);
            when::when(
                &WhenStep {
                    answers,
                    errors,
                    today,
                    added,
                    changing,
                    at,
                },
                site,
                assets,
            )
        }
        Step::Where => {
            let model = WhereStep {
                answers: answers.place.unwrap_or_default(),
                errors,
                venues: council.venues.clone(),
                changing,
                at,
            };
            place::place(&model, site, assets)
        }
        Step::More => {
            let place = answers.place.as_ref();
            let venue = place.and_then(|place| place.venue_id(&council.venues));
            let known = venue.and_then(|venue| council.access.get(&venue));
            let known = known.copied().unwrap_or_default();
            let model = MoreStep {
                // What was said stays as it was said.
                answers: (answers.more).unwrap_or_else(|| MoreAnswers::at_venue(known)),
                errors,
                known,
                changing,
                at,
            };
            more::more(&model, site, assets)
        }
        Step::Picture => picture::picture(
            &PictureStep {
                answers: answers.picture.unwrap_or_default(),
                errors,
                changing,
                at,
            },
            site,
            assets,
        ),
        Step::You => you::you(
            &YouStep {
                answers: answers.you.unwrap_or_default(),
                errors,
                changing,
                at,
            },
            site,
            assets,
        ),
    };
    let mut response = page(status, document);
    if matches!(step, Step::Event | Step::When | Step::Where) {
        response.extensions_mut().insert(HasIslands);
    }
    response
}

/// A step that is not kept, since too many were posted: the same page with everything that was typed.
pub fn too_many(
    app: &App,
    filling: &Filling,
    at: Step,
    (answers, asked): (&DraftAnswers, Asked),
    too_many: &TooMany,
) -> Response {
    let typed = Typed {
        answers,
        errors: &too_many.errors(),
        asked,
    };
    too_many.on(step(app, filling, at, typed, StatusCode::TOO_MANY_REQUESTS))
}

/// A step that is not kept, since the form would be longer than any that can be sent: the same page with everything that
/// was typed, and what is wrong with it.
pub fn too_long(
    app: &App,
    filling: &Filling,
    at: Step,
    (answers, asked): (&DraftAnswers, Asked),
    mut errors: FormErrors,
) -> Response {
    let first = FieldError {
        field: "main".to_owned(),
        message: "This is far more than a form can hold, so it is not kept yet. It is all still on this page: shorten it, then press Continue".to_owned(),
    };
    errors.0.insert(0, first);
    let typed = Typed {
        answers,
        errors: &errors,
        asked,
    };
    step(app, filling, at, typed, StatusCode::UNPROCESSABLE_ENTITY)
}

/// A step that could not be kept because the database is away: the same page with everything that
/// was typed, and word that nothing was saved.
pub fn not_saved(
    app: &App,
    filling: &Filling,
    at: Step,
    answers: &DraftAnswers,
    asked: Asked,
) -> Response {
    let mut errors = FormErrors::default();
    errors.push("main", "Nothing was saved, because our records cannot be reached just now. Your answers are still on this page: press Continue again in a minute");
    let typed = Typed {
        answers,
        errors: &errors,
        asked,
    };
    let mut response = step(app, filling, at, typed, StatusCode::SERVICE_UNAVAILABLE);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

/// Everything as it will be sent; or, where something is missing or wrong, the step to mend.
pub async fn check(
    app: &App,
    filling: &Filling,
    draft: &Draft,
    errors: FormErrors,
    status: StatusCode,
) -> Result {
    let council = app.council();
    let submission = match draft
        .answers
        .parse(&council.context(app.now(), filling.by()))
    {
        Ok(submission) => submission,
        Err(problems) => {
            let step = problems.first().map_or(Step::Event, |(step, _)| *step);
            return Ok(redirect_after_post(&filling.at.step(step, true)));
        }
    };
    let model = CheckPage {
        type_name: council.type_name(&submission.details.event_type),
        submission,
        policy: store::policy::in_force(&app.db, app.now()).await?,
        key: draft.send_key.to_string(),
        digest: draft.answers.digest(),
        errors,
        flood: matches!(filling.purpose, Purpose::New)
            && store::spam::floods(&app.db, app.now()).await?,
        at: filling.at.clone(),
    };
    let mut response = page(status, check::check(&model, &council.site, &app.assets));
    if model.flood {
        response.extensions_mut().insert(HasIslands);
    }
    Ok(response)
}

/// The form is kept.
pub fn later(app: &App, filling: &Filling, draft: &Draft) -> Response {
    let model = LaterPage {
        step: first_unfinished(app, draft, filling.by()),
        kept_until: kept_until(draft),
        at: filling.at.clone(),
    };
    page(
        StatusCode::OK,
        later::later(&model, &app.council().site, &app.assets),
    )
}

/// There is no form begun in this browser, or it has had its days.
pub fn missing(app: &App) -> Response {
    page(
        StatusCode::NOT_FOUND,
        missing::missing(&app.council().site, &app.assets),
    )
}

/// The receipt. What waits `is_held` is read once its sender has confirmed the address.
pub fn sent(app: &App, reference: &Reference) -> Response {
    page(
        StatusCode::OK,
        sent::sent(
            &SentPage {
                reference: reference.clone(),
            },
            &app.council().site,
            &app.assets,
        ),
    )
}

/// This form was sent already, with other answers.
pub fn sent_otherwise() -> Response {
    StatusCode::CONFLICT.into_response()
}

fn page(status: StatusCode, document: String) -> Response {
    let mut response = private(status, document);
    response.extensions_mut().insert(IsPage);
    response
}

fn first_unfinished(app: &App, draft: &Draft, by: FilledInBy) -> Option<Step> {
    draft
        .answers
        .first_unfinished(&app.council().context(app.now(), by))
}

/// The last day a draft is kept.
fn kept_until(draft: &Draft) -> NaiveDate {
    domain::when::today(draft.updated_at) + Days::new(store::drafts::DAYS.unsigned_abs().into())
}
