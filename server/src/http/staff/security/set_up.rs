//! `/staff/security/second-factor`: setting up a passkey or an app, the first time and later.

use app::{
    components::QrModel,
    pages::staff::security::{
        SECURITY,
        codes::CODES,
        set_up as page,
        set_up::{AppPage, MakePage, Place},
    },
    shell::StaffNav,
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    form::FormErrors,
    second_factor::{app_code, passkey_name},
};
use tower_sessions::Session;

use crate::{
    accounts::second_factor::{
        authenticator::{self, Key},
        passkey,
    },
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::{self, SettingUp},
        staff::{
            page::{fields, nav, not_the_demonstration, say, sign_in_page, status},
            second::{asked, with_script},
        },
    },
    qr,
    state::App,
};

/// Shows what there is to choose from.
pub async fn choose(State(app): State<App>, who: SettingUp) -> Result {
    let drawn = Drawn::of(&app, &who).await?;
    let document = drawn.page(&app, |place| page::choose(place, passkey::offered(&app)));
    Ok(answer(StatusCode::OK, document))
}

/// Shows the key of a new app.
pub async fn show_app(State(app): State<App>, session: Session, who: SettingUp) -> Result {
    app_form(&app, &session, &who, AppPage::default()).await
}

/// Sets the app up, once a code of it is right.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn app(
    State(app): State<App>,
    session: Session,
    who: SettingUp,
    Form(pairs): Form,
) -> Result {
    let [typed] = fields(pairs, ["code"])?;
    let mut errors = FormErrors::default();
    match app_code(&typed) {
        Err(words) => errors.push("code", words),
        Ok(code) => {
            let key = session::new_app(&session).await?;
            if let Some(codes) = authenticator::set(&app, &who.staff, &key, &code).await? {
                session::app_is_set(&session).await?;
                return set(&app, &session, &who, codes, "The app is set up.").await;
            }
            errors.push(
                "code",
                "Enter the code that the app shows now: that one does not fit. Check that the clock of your telephone is right",
            );
        }
    }
    let model = AppPage {
        code: typed,
        errors,
        ..AppPage::default()
    };
    app_form(&app, &session, &who, model).await
}

/// Asks for a new passkey.
pub async fn show_passkey(State(app): State<App>, session: Session, who: SettingUp) -> Result {
    passkey_form(&app, &session, &who, MakePage::default()).await
}

/// Keeps a passkey that a device made.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn passkey(
    State(app): State<App>,
    session: Session,
    who: SettingUp,
    Form(pairs): Form,
) -> Result {
    let [typed, answer] = fields(pairs, ["name", "answer"])?;
    let token = session::asked(&session).await?.unwrap_or_default();
    let mut errors = FormErrors::default();
    match passkey_name(&typed) {
        Err(problems) => errors = problems,
        Ok(name) => {
            let made = passkey::make(&app, &who.staff, &name, (&token, &answer)).await?;
            if let Some(codes) = made {
                return set(&app, &session, &who, codes, "The passkey is set up.").await;
            }
            errors.push(
                "passkey",
                "Press the button once more: your device made no passkey, or it came too late. Passkeys need JavaScript; without it, set up an app instead",
            );
        }
    }
    let model = MakePage {
        name: typed,
        errors,
        ..MakePage::default()
    };
    passkey_form(&app, &session, &who, model).await
}

/// A second step is set up. Whoever came for the first time is signed in by it, under a new id, and
/// new recovery codes are shown.
async fn set(
    app: &App,
    session: &Session,
    who: &SettingUp,
    codes: Vec<String>,
    words: &str,
) -> Result {
    if let Some(next) = &who.first {
        session::begin(session, &who.staff, app, "first set-up").await?;
        session::keep_next(session, next).await?;
    }
    say(session, words).await?;
    if codes.is_empty() {
        let next = session::onward(session).await?;
        return Ok(redirect_after_post(next.as_deref().unwrap_or(SECURITY)));
    }
    session::show_codes(session, &codes).await?;
    Ok(redirect_after_post(CODES))
}

async fn app_form(app: &App, session: &Session, who: &SettingUp, model: AppPage) -> Result {
    let key = session::new_app(session).await?;
    let factors = store::second_factor::factors(&app.db, who.staff.id).await?;
    let status = status(&model.errors);
    let model = AppPage {
        qr: picture(app, who, &key)?,
        key: key.letters(),
        replaces: factors.app_since.is_some(),
        ..model
    };
    let drawn = Drawn::of(app, who).await?;
    let document = drawn.page(app, |place| page::app(place, &model));
    Ok(answer(status, document))
}

/// The key for the camera of a telephone. What the picture says to those who cannot see it is not
/// the key, which stands beside it in letters.
fn picture(app: &App, who: &SettingUp, key: &Key) -> std::result::Result<Option<QrModel>, Error> {
    let address = key.address(&app.council().site.council, &who.staff.email)?;
    Ok(qr::of(&address).map(|drawn| QrModel {
        address: "your authenticator app".to_owned(),
        ..drawn
    }))
}

async fn passkey_form(app: &App, session: &Session, who: &SettingUp, model: MakePage) -> Result {
    let question = passkey::ask_to_make(app, &who.staff).await?;
    let status = status(&model.errors);
    let model = MakePage {
        options: asked(session, question).await?,
        ..model
    };
    let drawn = Drawn::of(app, who).await?;
    let document = drawn.page(app, |place| page::passkey(place, &model));
    Ok(answer(status, document))
}

/// What a page is drawn with, for somebody at the desk or before it.
struct Drawn {
    nav: Option<StaffNav>,
}

impl Drawn {
    async fn of(app: &App, who: &SettingUp) -> std::result::Result<Self, Error> {
        not_the_demonstration(&who.staff)?;
        let nav = match who.first {
            Some(_) => None,
            None => Some(nav(app, &who.staff).await?),
        };
        Ok(Self { nav })
    }

    fn page(&self, app: &App, page: impl FnOnce(Place) -> String) -> String {
        let council = app.council();
        page(Place {
            site: &council.site,
            assets: &app.assets,
            nav: self.nav.as_ref(),
        })
    }
}

/// A page that may ask a device for a passkey.
fn answer(status: StatusCode, document: String) -> Response {
    with_script(sign_in_page(status, document))
}
