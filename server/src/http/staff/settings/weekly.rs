//! `/staff/settings/weekly`: when the weekly email goes, how many get it, and taking an address out.

use app::pages::staff::settings::weekly::{LastIssue, WeeklyPage, weekly as page};
use axum::extract::State;
use domain::weekly::{AddressAnswers, TimetableAnswers};
use tower_sessions::Session;

use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::Result,
        form::Form,
        session::Administrator,
        staff::page::{StaffContext, flash, say, staff_page, status},
    },
    state::App,
};

const HERE: &str = "/staff/settings/weekly";

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
) -> Result {
    let model = WeeklyPage {
        flash: flash(&session).await?,
        timetable: store::weekly::timetable(&app.db).await?.into(),
        ..WeeklyPage::default()
    };
    draw(&app, &administrator, model).await
}

/// Sets when it goes.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn save(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let answers = TimetableAnswers::from_pairs(pairs)?;
    let timetable = match answers.parse() {
        Ok(timetable) => timetable,
        Err(errors) => {
            let model = WeeklyPage {
                timetable: answers,
                errors,
                ..WeeklyPage::default()
            };
            return draw(&app, &administrator, model).await;
        }
    };
    commands::weekly::set_timetable(&app.db, administrator.0.act(app.now()), timetable).await?;
    let message = format!("The weekly email goes on {}.", timetable.words());
    say(&session, message).await?;
    Ok(redirect_after_post(HERE))
}

/// Takes an address out.
///
/// # Errors
/// When the form is none of ours, or the database does not answer; then nothing was done.
pub async fn take_out(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let answers = AddressAnswers::from_pairs(pairs)?;
    let mut errors = match answers.parse() {
        Ok(email) => {
            let act = administrator.0.act(app.now());
            if commands::weekly::remove(&app.db, act, email.as_str()).await? {
                say(&session, "The address is taken out and forgotten.").await?;
                return Ok(redirect_after_post(HERE));
            }
            domain::form::FormErrors::default()
        }
        Err(errors) => errors,
    };
    if errors.is_empty() {
        errors.push(
            "email",
            "Enter an address that gets the weekly email: this one does not",
        );
    }
    let model = WeeklyPage {
        address: answers,
        timetable: store::weekly::timetable(&app.db).await?.into(),
        errors,
        ..WeeklyPage::default()
    };
    draw(&app, &administrator, model).await
}

async fn draw(app: &App, administrator: &Administrator, model: WeeklyPage) -> Result {
    let count = |n: i64| u32::try_from(n).unwrap_or_default();
    let readers = store::weekly::readers(&app.db).await?;
    let last = store::weekly::last_issue(&app.db).await?;
    let model = WeeklyPage {
        email_set_up: app.mail.is_set_up(),
        readers: count(readers.confirmed),
        asked: count(readers.asked),
        last: last.map(|issue| LastIssue {
            at: issue.written_at,
            events: count(issue.events.into()),
            mails: count(issue.mails),
            sent: count(issue.sent),
        }),
        ..model
    };
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(status(&model.errors), page(room.desk(), &model)))
}
