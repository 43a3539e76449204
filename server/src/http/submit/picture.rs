//! The step with the picture: a form that comes with a file, taken in and kept with the draft like
//! every other answer.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use domain::{
    form::{FieldError, FormErrors},
    picture::{PictureAnswers, PictureProblem, TakenPicture},
    submission::{DraftAnswers, Step},
};
use store::{
    self,
    limits::{RateLimit, Taken, count},
};

use super::{
    asked::{Asked, Typed},
    filling::{Filling, Purpose},
    limits, pages, problems,
};
use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        client_ip::ClientIp,
        error::{Error, Result, is_away},
        form::take,
        upload::Upload,
    },
    pictures,
    state::App,
};

/// The step answered: the picture taken in or not, everything kept, then judged. A file that is not
/// taken leaves the picture that was there.
///
/// # Errors
/// When no page of ours sends such a form, or the database does not answer.
pub async fn answer(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    visitor: ClientIp,
    mut filling: Filling,
    Upload { mut pairs, file }: Upload,
) -> Result {
    let asked = Asked::read(query.as_deref());
    let wants_later = take(&mut pairs, "save").is_some();
    let removes = take(&mut pairs, "remove").is_some();
    let typed = PictureAnswers::from_pairs(pairs, None)?;
    if let Ok(Some(too_many)) = limits::posted(&app, &filling, visitor).await {
        let typed = only(typed);
        let page = pages::too_many(&app, &filling, Step::Picture, (&typed, asked), &too_many);
        return Ok(page);
    }
    let counted = match &file {
        Some(Ok(_)) if !removes => allowed(&app, &filling, visitor).await,
        _ => Ok(true),
    };
    let file = match counted {
        Ok(false) => Some(Err(PictureProblem::TooMany)),
        // That nothing can be kept is told below.
        Ok(true) | Err(_) => file,
    };
    let kept = match keep(
        &app,
        &mut filling,
        typed.clone(),
        file.filter(|_| !removes),
        removes,
    )
    .await
    {
        Ok(Ok(kept)) => kept,
        Ok(Err(Unkept::NoForm)) => return Ok(pages::missing(&app)),
        Ok(Err(Unkept::TooLong)) => {
            let typed = only(typed);
            let errors = problems(&app, &filling, &typed, Step::Picture);
            return Ok(pages::too_long(
                &app,
                &filling,
                Step::Picture,
                (&typed, asked),
                errors,
            ));
        }
        Err(error) if is_away(&error) => {
            tracing::error!(%error, "a picture could not be kept");
            let typed = only(typed);
            return Ok(pages::not_saved(
                &app,
                &filling,
                Step::Picture,
                &typed,
                asked,
            ));
        }
        Err(error) => return Err(Error::from(error)),
    };
    let errors = told(
        problems(&app, &filling, &kept.answers, Step::Picture),
        kept.problem,
    );
    let mut response = if removes {
        redirect_after_post(&filling.at.step(Step::Picture, asked.changing))
    } else if wants_later && kept.problem.is_none() {
        redirect_after_post(&format!("{}/later", filling.at.base()))
    } else if errors.is_empty() {
        redirect_after_post(&match Step::Picture.next() {
            Some(next) if !asked.changing => filling.at.step(next, false),
            _ => filling.at.check(),
        })
    } else {
        let typed = Typed {
            answers: &kept.answers,
            errors: &errors,
            asked,
        };
        let status = match kept.problem {
            Some(PictureProblem::TooMany) => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        pages::step(&app, &filling, Step::Picture, typed, status)
    };
    filling.remember(&mut response, &app.web);
    Ok(response)
}

/// Counts a picture. Staff may send any number.
async fn allowed(app: &App, filling: &Filling, ClientIp(address): ClientIp) -> sqlx::Result<bool> {
    if matches!(filling.purpose, Purpose::KeyIn { .. }) {
        return Ok(true);
    }
    let taken = count(&app.db, RateLimit::Picture, address, app.now()).await?;
    Ok(taken == Taken::Counted)
}

/// What the draft holds now, and why the file that came is not a part of it.
struct StoredAnswers {
    answers: DraftAnswers,
    problem: Option<PictureProblem>,
}

/// Why a picture's answers were not kept.
enum Unkept {
    /// No form is begun.
    NoForm,
    /// The form has no room for them.
    TooLong,
}

async fn keep(
    app: &App,
    filling: &mut Filling,
    mut typed: PictureAnswers,
    file: Option<std::result::Result<Vec<u8>, PictureProblem>>,
    removes: bool,
) -> sqlx::Result<std::result::Result<StoredAnswers, Unkept>> {
    let now = app.now();
    let draft = match filling.key() {
        Some(key) => store::drafts::find(&app.db, key, now).await?,
        None => None,
    };
    let Some(draft) = draft else {
        return Ok(Err(Unkept::NoForm));
    };
    let mut problem = None;
    let former = draft.answers.picture.and_then(|before| before.picture);
    if removes {
        typed = PictureAnswers::default();
    } else {
        typed.picture = former.clone();
        match take_in(app, file).await? {
            Some(Ok(picture)) => typed.picture = Some(picture),
            Some(Err(why)) => problem = Some(why),
            None => {}
        }
    }
    let chosen = typed.picture.clone();
    let kept = store::drafts::keep(&app.db, filling.key_or_new(), &only(typed), now).await?;
    let Some(answers) = kept else {
        return Ok(Err(Unkept::TooLong));
    };
    if let Some(former) = former.filter(|former| chosen.as_ref() != Some(former)) {
        // So that trying several uses up nobody's room.
        store::pictures::forget_unsent(&app.db, &former.id).await?;
    }
    Ok(Ok(StoredAnswers { answers, problem }))
}

/// Reads the file that was chosen and keeps its picture. None where none was.
async fn take_in(
    app: &App,
    file: Option<std::result::Result<Vec<u8>, PictureProblem>>,
) -> sqlx::Result<Option<std::result::Result<TakenPicture, PictureProblem>>> {
    let drawn = match file {
        None => return Ok(None),
        Some(Err(problem)) => Err(problem),
        Some(Ok(bytes)) => pictures::draw(bytes).await,
    };
    Ok(Some(match drawn {
        Err(problem) => Err(problem),
        Ok(drawn) => commands::pictures::keep(&app.db, &drawn, app.now())
            .await?
            .ok_or(PictureProblem::Full),
    }))
}

/// The answers of this step alone.
fn only(picture: PictureAnswers) -> DraftAnswers {
    DraftAnswers {
        picture: Some(picture),
        ..DraftAnswers::default()
    }
}

/// All that is wrong, the file first. That a file was not taken says more than that none is there.
fn told(mut errors: FormErrors, problem: Option<PictureProblem>) -> FormErrors {
    if let Some(problem) = problem {
        errors.0.retain(|error| error.field != "file");
        let first = FieldError {
            field: "file".to_owned(),
            message: problem.words().to_owned(),
        };
        errors.0.insert(0, first);
    }
    errors
}
