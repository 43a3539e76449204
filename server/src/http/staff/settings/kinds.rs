//! `/staff/settings/kinds`: the kinds of event.

use super::page::reload;
use app::pages::staff::{
    confirm::ConfirmPage,
    settings::kinds::{KINDS, KindPage, KindRow, KindsPage, kind as kind_page, kinds as page},
};
use axum::extract::{Path, State};
use domain::{form::FormErrors, places};
use store::{
    self,
    kinds::{Kept, Kind},
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
        staff::page::{StaffContext, done, fields, number, staff_page, status},
    },
    state::App,
};

const NAME_TAKEN: &str = "There is a kind of that name already. Enter a different one";

/// Shows the kinds.
pub async fn show(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
) -> Result {
    let model = KindsPage {
        done: done(&session).await?,
        ..KindsPage::default()
    };
    draw_all(&app, &administrator, model).await
}

/// Adds a kind.
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
    match places::kind(&typed) {
        Err(found) => errors = found,
        Ok(name) => {
            let act = administrator.0.act(app.now());
            if commands::event_types::add(&app.db, act, &name).await? == Kept::Kept {
                return kept(&app, &session, format!("“{name}” is offered now."), KINDS).await;
            }
            errors.push("name", NAME_TAKEN);
        }
    }
    let model = KindsPage {
        name: typed,
        errors,
        ..KindsPage::default()
    };
    draw_all(&app, &administrator, model).await
}

async fn draw_all(app: &App, administrator: &Administrator, mut model: KindsPage) -> Result {
    model.kinds = store::kinds::all(&app.db)
        .await?
        .into_iter()
        .map(|kind| KindRow {
            slug: kind.slug,
            name: kind.name,
            events: number(kind.events),
            retired: kind.retired,
        })
        .collect();
    let room = StaffContext::of(app, &administrator.0).await?;
    Ok(staff_page(status(&model.errors), page(room.desk(), &model)))
}

/// Shows one kind, to be given another name.
///
/// # Errors
/// When there is no such kind, or the database does not answer.
pub async fn one(
    State(app): State<App>,
    administrator: Administrator,
    Path(slug): Path<String>,
) -> Result {
    let kind = find(&app, &slug).await?;
    let name = kind.name.clone();
    draw(&app, &administrator, kind, name, FormErrors::default()).await
}

/// Gives a kind another name.
///
/// # Errors
/// When the form is none of ours, there is no such kind, or the database does not answer.
pub async fn rename(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(slug): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [typed] = fields(pairs, ["name"])?;
    let kind = find(&app, &slug).await?;
    let mut errors = FormErrors::default();
    match places::kind(&typed) {
        Err(found) => errors = found,
        Ok(name) => {
            let act = administrator.0.act(app.now());
            match commands::event_types::rename(&app.db, act, &slug, &name).await? {
                Kept::NameTaken => errors.push("name", NAME_TAKEN),
                _ => return kept(&app, &session, format!("“{name}” is saved."), KINDS).await,
            }
        }
    }
    draw(&app, &administrator, kind, typed, errors).await
}

async fn draw(
    app: &App,
    administrator: &Administrator,
    kind: Kind,
    name: String,
    errors: FormErrors,
) -> Result {
    let room = StaffContext::of(app, &administrator.0).await?;
    let status = status(&errors);
    let model = KindPage {
        slug: kind.slug,
        retired: kind.retired,
        name,
        errors,
    };
    Ok(staff_page(status, kind_page(room.desk(), &model)))
}

/// Moves a kind by one place.
///
/// # Errors
/// When the form is none of ours, there is no such kind, or the database does not answer.
pub async fn reorder(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(slug): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [to] = fields(pairs, ["to"])?;
    let act = staff.act(app.now());
    if commands::event_types::move_by_one(&app.db, act, &slug, to == "up").await? == Kept::NotFound
    {
        return Err(Error::NotFound);
    }
    reload(&app).await;
    Ok(redirect_after_post(KINDS))
}

/// Asks before a kind is offered no longer.
///
/// # Errors
/// When there is no such kind, or the database does not answer.
pub async fn ask_retire(
    State(app): State<App>,
    Administrator(staff): Administrator,
    Path(slug): Path<String>,
) -> Result {
    let kind = find(&app, &slug).await?;
    let model = ConfirmPage {
        title: "Stop offering a kind of event".to_owned(),
        about: kind.name,
        happens: vec![
            "Senders can no longer choose it, and visitors can no longer filter by it.".to_owned(),
            "Events of this kind stay listed.".to_owned(),
            "It can be offered again later.".to_owned(),
        ],
        action: format!("{KINDS}/{slug}/retire"),
        button: "Stop offering it".to_owned(),
        back: (KINDS.to_owned(), "Go on offering it".to_owned()),
        ..ConfirmPage::default()
    };
    ask(&app, &staff, &model).await
}

/// Offers a kind no longer.
///
/// # Errors
/// When there is no such kind, or the database does not answer.
pub async fn retire(
    State(app): State<App>,
    administrator: Administrator,
    session: Session,
    Path(slug): Path<String>,
) -> Result {
    set_offered(&app, &administrator, &session, &slug, false).await
}

/// Offers a kind again.
///
/// # Errors
/// When there is no such kind, or the database does not answer.
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
    let kind = find(app, slug).await?;
    let act = administrator.0.act(app.now());
    let words = match commands::event_types::retire(&app.db, act, slug, !offered).await? {
        Kept::LastOne => {
            format!(
                "“{}” is the last kind that is offered. Add another first.",
                kind.name
            )
        }
        _ => offered_words(&kind.name, offered),
    };
    kept(app, session, words, KINDS).await
}

async fn find(app: &App, slug: &str) -> Result<Kind> {
    let all = store::kinds::all(&app.db).await?;
    all.into_iter()
        .find(|kind| kind.slug == slug)
        .ok_or(Error::NotFound)
}
