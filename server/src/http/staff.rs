//! The desk: every address under `/staff`, and what its pages have in common.

pub mod beside;
pub mod correspondence;
pub mod decide;
pub mod forgotten;
pub mod hand;
pub mod held;
pub mod key_in;
pub mod listed;
pub mod log;
pub mod messages;
pub mod notices;
pub mod own_password;
pub mod own_sessions;
pub mod pointed;
pub mod queue;
mod ready;
pub mod records;
pub mod reports;
pub mod review;
pub mod second;
pub mod security;
pub mod sender;
pub mod settings;
pub mod shortcuts;
pub mod sign_in;
pub mod spam;
pub mod standing;
pub mod take_down;
pub mod unsent;
pub mod welcome;
pub mod wording;

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use app::{
    pages::staff::{
        Desk,
        components::{Done, Pages},
    },
    shell::{Assets, StaffNav, StaffPage},
};
use axum::{
    Router,
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware,
    response::Response,
    routing::{any, get, post},
};
use domain::{
    form::{FormErrors, Pairs, Tampered},
    staff::Staff,
};
use store::site::Council;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_sessions::Session;

use crate::{
    http::{
        error::{Error, IsPage},
        headers::HasKeys,
        pictures, private, submit,
    },
    session,
    state::App,
};

/// How many rows a page of a list has.
const ROWS: u32 = 20;

/// The desk's addresses. An address that is not there asks those who are not signed in to sign
/// in, as one that is there does.
pub fn routes(app: &App) -> Router<App> {
    Router::new()
        .merge(doors())
        .merge(desk())
        .merge(submissions())
        .merge(keying_in())
        .merge(mail())
        .merge(settings::routes())
        .merge(second::routes())
        .merge(security::routes())
        .route("/staff/", any(sign_in::unknown))
        .route("/staff/{*rest}", any(sign_in::unknown))
        .method_not_allowed_fallback(sign_in::not_so)
        .layer(middleware::from_fn_with_state(app.clone(), unsent::keep))
        .layer(session::layer(app))
        .layer(no_store())
}

/// The ways in, out and back in, and one's own password and sessions.
fn doors() -> Router<App> {
    Router::new()
        .route("/staff/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/staff/sign-out", post(sign_in::leave))
        .route(
            "/staff/forgotten",
            get(forgotten::show).post(forgotten::ask),
        )
        .route("/staff/forgotten/sent", get(forgotten::sent))
        .route(
            "/staff/welcome/{token}",
            get(welcome::show).post(welcome::accept),
        )
        .route("/staff/unsent", get(unsent::show))
        .route(
            "/staff/security/password",
            get(own_password::show).post(own_password::change),
        )
        .route("/staff/security/sessions", get(own_sessions::show))
        .route(
            "/staff/security/sessions/others",
            post(own_sessions::end_others),
        )
        .route(
            "/staff/security/sessions/{number}/end",
            post(own_sessions::end),
        )
}

/// The queue and the lists beside it.
fn desk() -> Router<App> {
    Router::new()
        .route("/staff", get(queue::show))
        .route("/staff/next", get(queue::next))
        .route(
            "/staff/shortcuts",
            get(shortcuts::show).post(shortcuts::set),
        )
        .route("/staff/listed", get(listed::show))
        .route("/staff/held", get(held::show))
        .route("/staff/spam", get(spam::show))
        .route("/staff/spam/close", get(spam::ask).post(spam::close))
        .route("/staff/unconfirmed", get(spam::unconfirmed))
        .route("/staff/reports", get(reports::show))
        .route(
            "/staff/reports/{id}",
            get(reports::one).post(reports::deal_with),
        )
        .route("/staff/records", get(records::show))
        .route("/staff/records/log", get(log::show))
        .route("/staff/records/log/check", get(log::check))
        .route("/staff/pictures/{id}/{file}", get(pictures::for_staff))
}

/// One submission, and what is done with it.
fn submissions() -> Router<App> {
    Router::new()
        .route(
            "/staff/submissions/{reference}",
            get(review::show).post(decide::decide),
        )
        .route(
            "/staff/submissions/{reference}/messages.txt",
            get(correspondence::show),
        )
        .route("/staff/submissions/{reference}/note", post(hand::note))
        .route("/staff/submissions/{reference}/reopen", post(hand::reopen))
        .route(
            "/staff/submissions/{reference}/wording",
            get(wording::show).post(wording::keep),
        )
        .route(
            "/staff/submissions/{reference}/beside/{other}",
            get(beside::show),
        )
        .route(
            "/staff/submissions/{reference}/take-down",
            get(take_down::show).post(take_down::take_down),
        )
        .route(
            "/staff/submissions/{reference}/standing",
            get(standing::show).post(standing::status),
        )
        .route(
            "/staff/submissions/{reference}/standing/dates",
            post(standing::date),
        )
        .route("/staff/submissions/{reference}/sender", get(sender::show))
        .route(
            "/staff/submissions/{reference}/sender/block",
            get(sender::ask_block).post(sender::block),
        )
        .route(
            "/staff/submissions/{reference}/sender/unblock/{id}",
            get(sender::ask_unblock).post(sender::unblock),
        )
}

/// What came by telephone, letter or email, typed by staff.
fn keying_in() -> Router<App> {
    Router::new()
        .route("/staff/key-in", get(key_in::show))
        .route("/staff/key-in/{channel}", post(key_in::begin))
        .route("/staff/key-in/{channel}/{form}/later", get(submit::later))
        .route(
            "/staff/key-in/{channel}/{form}/check",
            get(submit::check).post(submit::send),
        )
        .route(
            "/staff/key-in/{channel}/{form}/{step}",
            get(submit::step).post(submit::answer),
        )
}

/// The messages that went, wait or wait to be read, and which ones staff get.
fn mail() -> Router<App> {
    Router::new()
        .route("/staff/messages", get(messages::show))
        .route(
            "/staff/messages/{id}",
            get(messages::one).post(messages::handle),
        )
        .route(
            "/staff/messages/{id}/throw-away",
            get(messages::ask_to_throw_away).post(messages::throw_away),
        )
        .route("/staff/messages/{id}/again", post(messages::again))
        .route(
            "/staff/settings/notices",
            get(notices::show).post(notices::choose),
        )
}

/// The desk's forms that come with a file.
pub fn uploads(app: &App) -> Router<App> {
    Router::new()
        .route(
            "/staff/key-in/{channel}/{form}/picture",
            get(submit::step_of_picture).post(submit::picture::answer),
        )
        .method_not_allowed_fallback(sign_in::not_so)
        .layer(session::layer(app))
        .layer(no_store())
}

fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

/// What a page of the desk is drawn with.
struct Room {
    council: Arc<Council>,
    assets: Arc<Assets>,
    nav: StaffNav,
}

impl Room {
    async fn of(app: &App, staff: &Staff) -> Result<Self, Error> {
        Ok(Self {
            council: app.council(),
            assets: app.assets.clone(),
            nav: nav(app, staff).await?,
        })
    }

    fn desk(&self) -> Desk<'_> {
        Desk {
            site: &self.council.site,
            assets: &self.assets,
            nav: &self.nav,
        }
    }
}

/// What the header of a page of the desk shows.
pub(super) async fn nav(app: &App, staff: &Staff) -> Result<StaffNav, Error> {
    Ok(StaffNav {
        current: StaffPage::Elsewhere,
        to_decide: number(store::queue::count(&app.db).await?),
        name: staff.name.clone(),
        demo: staff.demo,
        shortcuts: staff.shortcuts,
        to_read: messages::to_read(app).await?,
    })
}

/// A page of the desk with its status, which may be that of an error.
fn sheet(status: StatusCode, document: String) -> Response {
    let mut response = door(status, document);
    response.extensions_mut().insert(HasKeys);
    response
}

/// A page before the desk, for those who are not signed in: it has no keys.
fn door(status: StatusCode, document: String) -> Response {
    let mut response = private(status, document);
    response.extensions_mut().insert(IsPage);
    response
}

/// What was done on the page before.
async fn done(session: &Session) -> Result<Option<Done>, Error> {
    Ok(session::said(session)
        .await?
        .map(|session::Done { message, link }| Done { message, link }))
}

/// Keeps a sentence about what was done, for the next page to say.
async fn say(session: &Session, message: impl Into<String>) -> Result<(), Error> {
    let done = session::Done {
        message: message.into(),
        link: None,
    };
    session::say(session, done).await
}

/// The status of a page with a form: 422 where something of it is wrong.
fn status(errors: &FormErrors) -> StatusCode {
    if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// The number in an address.
fn id(text: &str) -> Result<i64, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The values of a small form's fields, each empty where it did not come.
fn fields<const N: usize>(pairs: Pairs, names: [&str; N]) -> Result<[String; N], Tampered> {
    let mut values = [const { None }; N];
    for (name, value) in pairs {
        let at = names
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| Tampered::Unknown(name.clone()))?;
        if values[at].replace(value).is_some() {
            return Err(Tampered::Twice(name));
        }
    }
    Ok(values.map(Option::unwrap_or_default))
}

/// What a list was asked for. Unknown and odd values are left alone: an old link still works.
pub struct Asked(HashMap<String, String>);

impl FromRequestParts<App> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(
            form_urlencoded::parse(query.as_bytes())
                .map(|(name, value)| (name.into_owned(), value.replace('\0', "")))
                .collect(),
        ))
    }
}

impl Asked {
    fn words(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |words| words.trim())
    }

    /// Whether submissions are read in turn, so that after one comes the next.
    fn in_turn(&self) -> bool {
        self.words("turn") == "yes"
    }

    /// The page within `total` rows, and how many rows come before it.
    fn page(&self, total: i64) -> (Pages, i64) {
        let of = u32::try_from(total.max(1).unsigned_abs().div_ceil(u64::from(ROWS)))
            .unwrap_or(u32::MAX);
        let page = self.words("page").parse().unwrap_or(1).clamp(1, of);
        (Pages { page, of }, i64::from(page - 1) * i64::from(ROWS))
    }
}

/// A count from the database.
fn number(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}
