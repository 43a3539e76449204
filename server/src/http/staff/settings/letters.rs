//! `/staff/settings/letters`: what the council's letters say.

use app::pages::staff::settings::letters::{
    LettersPage, PassagePage, letters as page, passage as passage_page,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    form::FormErrors,
    passages::{Passage, PassageAnswers},
    replies::Template,
};
use tower_sessions::Session;

use super::replies::invented;
use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::{self, Form},
        session::Administrator,
        staff::page::{StaffContext, flash, say, staff_page, status},
    },
    state::App,
};

const LETTERS: &str = "/staff/settings/letters";

/// Shows every passage.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    let model = LettersPage {
        flash: flash(&session).await?,
        letters: store::passages::all(&app.db).await?,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

/// Shows one passage to be changed.
///
/// # Errors
/// When there is no such passage, or the database does not answer.
pub async fn one(
    State(app): State<App>,
    administrator: Administrator,
    Path(name): Path<String>,
) -> Result {
    let passage = Passage::parse(&name).ok_or(Error::NotFound)?;
    let letters = store::passages::all(&app.db).await?;
    let words = letters.words(passage).to_owned();
    let answers = PassageAnswers { words };
    draw(
        &app,
        &administrator,
        passage,
        answers,
        FormErrors::default(),
    )
    .await
}

/// Keeps a passage, puts back the words it came with, or shows how it reads and keeps nothing.
///
/// # Errors
/// When the form is none of ours, there is no such passage, or the database does not answer.
pub async fn keep(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(name): Path<String>,
    Form(mut pairs): Form,
) -> Result {
    let passage = Passage::parse(&name).ok_or(Error::NotFound)?;
    let step = form::take(&mut pairs, "step").unwrap_or_default();
    let answers = PassageAnswers::from_pairs(pairs)?;
    let words = match (step.as_str(), answers.parse()) {
        ("original", _) => passage.original().to_owned(),
        (_, Err(errors)) => return draw(&app, &administrator, passage, answers, errors).await,
        ("show", Ok(_)) => {
            return draw(
                &app,
                &administrator,
                passage,
                answers,
                FormErrors::default(),
            )
            .await;
        }
        (_, Ok(words)) => words,
    };
    let act = administrator.0.act(app.now());
    commands::ready_wording::keep(&app.db, act, passage, &words).await?;
    app.reload_council().await?;
    say(&session, format!("“{}” is saved.", passage.name())).await?;
    Ok(redirect_after_post(LETTERS))
}

async fn draw(
    app: &App,
    administrator: &Administrator,
    passage: Passage,
    answers: PassageAnswers,
    errors: FormErrors,
) -> Result {
    let room = StaffContext::of(app, &administrator.0).await?;
    let standards = store::policy::in_force_standards(&app.db, app.now()).await?;
    let preview = Template::parse(&answers.words)
        .ok()
        .filter(|_| !answers.words.trim().is_empty())
        .map(|template| template.fill(&invented(&room.council.site, &standards)));
    let status = status(&errors);
    let model = PassagePage {
        passage,
        answers,
        preview,
        errors,
    };
    Ok(staff_page(status, passage_page(room.desk(), &model)))
}
