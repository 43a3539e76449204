//! `/staff/settings/guidance`: how staff apply each standard.

use app::pages::staff::settings::guidance::{
    FormerNote, GuidancePage, NotePage, guidance as page, note as note_page,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    form::FormErrors,
    settings,
    standards::{PolicyVersion, Standard},
};
use tower_sessions::Session;

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::Administrator,
        staff::page::{StaffContext, fields, flash, say, staff_page, status},
    },
    state::App,
};

/// Shows the notes of the version in force.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    let policy = store::policy::in_force(&app.db, app.now()).await?;
    let model = GuidancePage {
        flash: flash(&session).await?,
        standards: store::policy::standards(&app.db, policy.id).await?,
        version: policy.name,
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

/// Shows one note with what it said before.
///
/// # Errors
/// When there is no such standard, or the database does not answer.
pub async fn note(
    State(app): State<App>,
    administrator: Administrator,
    Path(key): Path<String>,
) -> Result {
    let (policy, standard) = find(&app, &key).await?;
    let words = standard.guidance.clone();
    draw(
        &app,
        &administrator,
        (policy, standard),
        words,
        FormErrors::default(),
    )
    .await
}

/// Changes a note.
///
/// # Errors
/// When the form is none of ours, there is no such standard, or the database does not answer.
pub async fn change(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(key): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [typed] = fields(pairs, ["guidance"])?;
    let (policy, standard) = find(&app, &key).await?;
    let words = match settings::guidance(&typed) {
        Ok(words) => words,
        Err(errors) => return draw(&app, &administrator, (policy, standard), typed, errors).await,
    };
    let act = administrator.0.act(app.now());
    if !commands::guidance::change(&app.db, act, (policy.id, &key), &words).await? {
        return Err(Error::NotFound);
    }
    say(
        &session,
        format!("The note on “{}” is saved.", standard.name),
    )
    .await?;
    Ok(redirect_after_post("/staff/settings/guidance"))
}

async fn find(app: &App, key: &str) -> Result<(PolicyVersion, Standard)> {
    let policy = store::policy::in_force(&app.db, app.now()).await?;
    let standards = store::policy::standards(&app.db, policy.id).await?;
    let standard = standards.into_iter().find(|standard| standard.key == key);
    Ok((policy, standard.ok_or(Error::NotFound)?))
}

async fn draw(
    app: &App,
    administrator: &Administrator,
    (policy, standard): (PolicyVersion, Standard),
    words: String,
    errors: FormErrors,
) -> Result {
    let status = status(&errors);
    let former = store::guidance::history(&app.db, policy.id, &standard.key).await?;
    let former = former.into_iter().map(|former| FormerNote {
        words: former.words,
        by: former.by,
        at: former.at,
    });
    let model = NotePage {
        history: former.collect(),
        standard,
        words,
        errors,
    };
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(status, note_page(room.desk(), &model)))
}
