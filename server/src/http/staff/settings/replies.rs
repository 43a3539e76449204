//! `/staff/settings/replies`: words to a sender that are ready to use (6.12).

use app::pages::staff::{
    confirm::ConfirmPage,
    settings::replies::{RepliesPage, ReplyPage, ReplyRow, replies as page, reply as reply_page},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    council::Site,
    form::FormErrors,
    replies::{ReplyAnswers, Template, Values},
    standards::Standard,
};
use store::{self, replies::SaveOutcome};
use tower_sessions::Session;

use super::page::{ask, number_or_new};
use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::{self, Form},
        session::Administrator,
        staff::page::{StaffContext, fields, flash, id, say, staff_page, status},
    },
    state::App,
};

const REPLIES: &str = "/staff/settings/replies";

/// Shows every reply.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    session: Session,
) -> Result {
    let replies = store::replies::all(&app.db).await?;
    let model = RepliesPage {
        flash: flash(&session).await?,
        replies: replies
            .into_iter()
            .map(|reply| ReplyRow {
                id: reply.id,
                purpose: reply.purpose,
                name: reply.name,
                words: reply.words,
                retired: reply.retired,
            })
            .collect(),
    };
    let room = StaffContext::of(&app, &staff).await?;
    Ok(staff_page(StatusCode::OK, page(room.desk(), &model)))
}

/// Shows one reply to be changed, or the form of a new one.
///
/// # Errors
/// When there is no such reply, or the database does not answer.
pub async fn one(
    State(app): State<App>,
    administrator: Administrator,
    Path(number): Path<String>,
) -> Result {
    let number = number_or_new(&number)?;
    let answers = match number {
        None => ReplyAnswers::default(),
        Some(number) => {
            let reply = find(&app, number).await?;
            ReplyAnswers {
                purpose: reply.purpose.as_str().to_owned(),
                name: reply.name,
                words: reply.words,
            }
        }
    };
    draw(&app, &administrator, number, answers, FormErrors::default()).await
}

/// Keeps a reply, or shows how it reads and keeps nothing.
///
/// # Errors
/// When the form is none of ours, there is no such reply, or the database does not answer.
pub async fn keep(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(number): Path<String>,
    Form(mut pairs): Form,
) -> Result {
    let number = number_or_new(&number)?;
    let step = form::take(&mut pairs, "step").unwrap_or_default();
    let answers = ReplyAnswers::from_pairs(pairs)?;
    let mut errors = FormErrors::default();
    match answers.parse() {
        Err(found) => errors = found,
        Ok(_) if step == "show" => {}
        Ok(reply) => {
            let act = administrator.0.act(app.now());
            match commands::replies::keep(&app.db, act, number, &reply).await? {
                SaveOutcome::Saved => {
                    say(&session, format!("“{}” is saved.", reply.name)).await?;
                    return Ok(redirect_after_post(REPLIES));
                }
                SaveOutcome::NotFound => return Err(Error::NotFound),
                SaveOutcome::NameTaken => errors.push("name", NAME_TAKEN),
            }
        }
    }
    draw(&app, &administrator, number, answers, errors).await
}

const NAME_TAKEN: &str = "There is a reply of that name already. Enter a different one";

async fn draw(
    app: &App,
    administrator: &Administrator,
    number: Option<i64>,
    answers: ReplyAnswers,
    errors: FormErrors,
) -> Result {
    let retired = match number {
        Some(number) => find(app, number).await?.retired,
        None => false,
    };
    let room = StaffContext::of(app, &administrator.0).await?;
    let standards = store::policy::in_force_standards(&app.db, app.now()).await?;
    let preview = Template::parse(&answers.words)
        .ok()
        .filter(|_| !answers.words.trim().is_empty())
        .map(|template| template.fill(&invented(&room.council.site, &standards)));
    let status = status(&errors);
    let model = ReplyPage {
        id: number,
        retired,
        answers,
        preview,
        errors,
    };
    Ok(staff_page(status, reply_page(room.desk(), &model)))
}

/// An invented case, to read a reply with: as if one of the standards were not met.
pub(super) fn invented(site: &Site, standards: &[Standard]) -> Values {
    Values {
        name: "Pat Example".to_owned(),
        title: "Quiz night and auction".to_owned(),
        reference: "WO-7K4P".to_owned(),
        group: "Cricket Club".to_owned(),
        dates: "Friday 11 December 2026, 7pm to 10:30pm".to_owned(),
        standards: standards
            .iter()
            .find(|standard| standard.key == "personal")
            .or(standards.first())
            .map(Standard::cited)
            .unwrap_or_default(),
        ..site.values()
    }
}

/// Moves a reply by one place.
///
/// # Errors
/// When the form is none of ours, there is no such reply, or the database does not answer.
pub async fn reorder(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(number): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [to] = fields(pairs, ["to"])?;
    let act = staff.act(app.now());
    match commands::replies::move_by_one(&app.db, act, id(&number)?, to == "up").await? {
        SaveOutcome::NotFound => Err(Error::NotFound),
        SaveOutcome::Saved | SaveOutcome::NameTaken => Ok(redirect_after_post(REPLIES)),
    }
}

/// Asks before a reply is put away.
///
/// # Errors
/// When there is no such reply, or the database does not answer.
pub async fn ask_put_away(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(number): Path<String>,
) -> Result {
    let reply = find(&app, id(&number)?).await?;
    let model = ConfirmPage {
        title: "Put a reply away".to_owned(),
        about: reply.name,
        happens: vec![
            "It is no longer offered to staff.".to_owned(),
            "Messages that were written from it stay as they are.".to_owned(),
            "It can be offered again later.".to_owned(),
        ],
        words: reply.words,
        action: format!("{REPLIES}/{}/put-away", reply.id),
        button: "Put it away".to_owned(),
        back: (REPLIES.to_owned(), "Go on offering it".to_owned()),
    };
    ask(&app, &staff, &model).await
}

/// Puts a reply away.
///
/// # Errors
/// When there is no such reply, or the database does not answer.
pub async fn put_away(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    retire(&app, &administrator, &session, id(&number)?, true).await
}

/// Offers a reply again.
///
/// # Errors
/// When there is no such reply, or the database does not answer.
pub async fn bring_back(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    retire(&app, &administrator, &session, id(&number)?, false).await
}

async fn retire(
    app: &App,
    administrator: &Administrator,
    session: &Session,
    number: i64,
    away: bool,
) -> Result {
    let reply = find(app, number).await?;
    let act = administrator.0.act(app.now());
    match commands::replies::retire(&app.db, act, number, away).await? {
        SaveOutcome::Saved => {
            let became = if away {
                "is put away"
            } else {
                "is offered again"
            };
            say(session, format!("“{}” {became}.", reply.name)).await?;
        }
        SaveOutcome::NameTaken => {
            let advice = "Another reply has its name now. Give one of them a different name first.";
            say(session, advice).await?;
        }
        // Somebody else was first: what was asked for is so.
        SaveOutcome::NotFound => {}
    }
    Ok(redirect_after_post(REPLIES))
}

async fn find(app: &App, number: i64) -> Result<store::replies::Reply> {
    store::replies::one(&app.db, number)
        .await?
        .ok_or(Error::NotFound)
}
