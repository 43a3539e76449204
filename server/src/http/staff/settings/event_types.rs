//! `/staff/settings/kinds`: the types of event.

use super::page::reload;
use app::pages::staff::{
    confirm::ConfirmPage,
    settings::event_types::{
        EVENT_TYPES, EventTypePage, EventTypeRow, EventTypesPage, event_type as one_page,
        event_types as page,
    },
};
use axum::extract::{Path, State};
use domain::{form::FormErrors, places};
use store::{
    self,
    event_types::{EventType, SaveOutcome},
};
use tower_sessions::Session;

use super::page::{ask, kept, offered_words};
use crate::{
    commands,
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::Administrator,
        staff::page::{StaffContext, fields, flash, number, staff_page, status},
    },
    state::App,
};

const NAME_TAKEN: &str = "There is a type of that name already. Enter a different one";

/// Shows the types.
pub async fn show(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
) -> Result {
    let model = EventTypesPage {
        flash: flash(&session).await?,
        ..EventTypesPage::default()
    };
    draw_all(&app, &administrator, model).await
}

/// Adds a type.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn add(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let [typed] = fields(pairs, ["name"])?;
    let mut errors = FormErrors::default();
    match places::event_type(&typed) {
        Err(found) => errors = found,
        Ok(name) => {
            let act = administrator.0.act(app.now());
            if commands::event_types::add(&app.db, act, &name).await? == SaveOutcome::Saved {
                return kept(
                    &app,
                    &session,
                    format!("“{name}” is offered now."),
                    EVENT_TYPES,
                )
                .await;
            }
            errors.push("name", NAME_TAKEN);
        }
    }
    let model = EventTypesPage {
        name: typed,
        errors,
        ..EventTypesPage::default()
    };
    draw_all(&app, &administrator, model).await
}

async fn draw_all(app: &App, administrator: &Administrator, mut model: EventTypesPage) -> Result {
    model.event_types = store::event_types::all(&app.db)
        .await?
        .into_iter()
        .map(|event_type| EventTypeRow {
            slug: event_type.slug,
            name: event_type.name,
            events: number(event_type.events),
            retired: event_type.retired,
        })
        .collect();
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(status(&model.errors), page(room.desk(), &model)))
}

/// Shows one type, to be given another name.
///
/// # Errors
/// When there is no such type, or the database does not answer.
pub async fn one(
    State(app): State<App>,
    administrator: Administrator,
    Path(slug): Path<String>,
) -> Result {
    let event_type = find(&app, &slug).await?;
    let name = event_type.name.clone();
    draw(
        &app,
        &administrator,
        event_type,
        name,
        FormErrors::default(),
    )
    .await
}

/// Gives a type another name.
///
/// # Errors
/// When the form is none of ours, there is no such type, or the database does not answer.
pub async fn rename(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(slug): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [typed] = fields(pairs, ["name"])?;
    let event_type = find(&app, &slug).await?;
    let mut errors = FormErrors::default();
    match places::event_type(&typed) {
        Err(found) => errors = found,
        Ok(name) => {
            let act = administrator.0.act(app.now());
            match commands::event_types::rename(&app.db, act, &slug, &name).await? {
                SaveOutcome::NameTaken => errors.push("name", NAME_TAKEN),
                _ => return kept(&app, &session, format!("“{name}” is saved."), EVENT_TYPES).await,
            }
        }
    }
    draw(&app, &administrator, event_type, typed, errors).await
}

async fn draw(
    app: &App,
    administrator: &Administrator,
    event_type: EventType,
    name: String,
    errors: FormErrors,
) -> Result {
    let room = StaffContext::of(app, &administrator.0).await?;
    let status = status(&errors);
    let model = EventTypePage {
        slug: event_type.slug,
        retired: event_type.retired,
        name,
        errors,
    };
    Ok(staff_page(status, one_page(room.desk(), &model)))
}

/// Moves a type by one place.
///
/// # Errors
/// When the form is none of ours, there is no such type, or the database does not answer.
pub async fn reorder(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(slug): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [to] = fields(pairs, ["to"])?;
    let act = staff.act(app.now());
    if commands::event_types::move_by_one(&app.db, act, &slug, to == "up").await?
        == SaveOutcome::NotFound
    {
        return Err(Error::NotFound);
    }
    reload(&app).await;
    Ok(redirect_after_post(EVENT_TYPES))
}

/// Asks before a type is offered no longer.
///
/// # Errors
/// When there is no such type, or the database does not answer.
pub async fn ask_retire(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(slug): Path<String>,
) -> Result {
    let event_type = find(&app, &slug).await?;
    let model = ConfirmPage {
        title: "Stop offering a type of event".to_owned(),
        about: event_type.name,
        happens: vec![
            "Senders can no longer choose it, and visitors can no longer filter by it.".to_owned(),
            "Events of this type stay listed.".to_owned(),
            "It can be offered again later.".to_owned(),
        ],
        action: format!("{EVENT_TYPES}/{slug}/retire"),
        button: "Stop offering it".to_owned(),
        back: (EVENT_TYPES.to_owned(), "Go on offering it".to_owned()),
        ..ConfirmPage::default()
    };
    ask(&app, &staff, &model).await
}

/// Offers a type no longer.
///
/// # Errors
/// When there is no such type, or the database does not answer.
pub async fn retire(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(slug): Path<String>,
) -> Result {
    set_offered(&app, &administrator, &session, &slug, false).await
}

/// Offers a type again.
///
/// # Errors
/// When there is no such type, or the database does not answer.
pub async fn bring_back(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(slug): Path<String>,
) -> Result {
    set_offered(&app, &administrator, &session, &slug, true).await
}

async fn set_offered(
    app: &App,
    administrator: &Administrator,
    session: &Session,
    slug: &str,
    offered: bool,
) -> Result {
    let event_type = find(app, slug).await?;
    let act = administrator.0.act(app.now());
    let words = match commands::event_types::retire(&app.db, act, slug, !offered).await? {
        SaveOutcome::LastOne => {
            format!(
                "“{}” is the last type that is offered. Add another first.",
                event_type.name
            )
        }
        _ => offered_words(&event_type.name, offered),
    };
    kept(app, session, words, EVENT_TYPES).await
}

async fn find(app: &App, slug: &str) -> Result<EventType> {
    let all = store::event_types::all(&app.db).await?;
    all.into_iter()
        .find(|event_type| event_type.slug == slug)
        .ok_or(Error::NotFound)
}
