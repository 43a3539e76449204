//! Signed-in browsers: the session's store, its cookie, and [`SignedIn`] as a handler's argument.
//!
//! A handler that takes [`SignedIn`] can only be reached by somebody who is signed in; the account is
//! looked up for each request, so that one which is disabled is out at once. Visitors who are not
//! signed in have no session and no cookie.

use axum::http::StatusCode;
use std::{collections::HashMap, fmt};

use async_trait::async_trait;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, Method, header::USER_AGENT, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    limits::{FRESH_FOR, SECOND_STEP_WITHIN, SET_UP_WITHIN},
    staff::{Role, Staff},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{self, token};
use tower_sessions::{
    Session, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store,
};

use crate::{
    accounts::{
        Origin,
        devices::{self, Arrived},
        second_factor::authenticator::Key,
    },
    http::{answer::redirect_after_post, device, error::Error, request_log},
    log::{self, SecurityEvent},
    state::App,
};

/// The account's number.
const STAFF: &str = "staff";
/// The account as the database had it when the session was read for this request. It is never kept.
const ACCOUNT: &str = "account";
/// The minute of the last request, so that using the desk keeps the session alive.
const SEEN: &str = "seen";
/// The account whose password was right and whose second proof is still to come.
const HALF_WAY: &str = "half_way";
/// The second, since 1970, in which the password was right.
const HALF_WAY_AT: &str = "half_way_at";
/// Where to go once signed in: a path of the desk.
const NEXT: &str = "next";
/// What a device was asked to sign: the token of the question.
const QUESTION: &str = "question";
/// The key of an authenticator app that has not proved itself yet.
const NEW_APP: &str = "new_app";
/// New recovery codes, until their owner has written them down.
const CODES: &str = "codes";
/// The second, since 1970, in which the person proved who they are.
const SIGNED_IN_AT: &str = "signed_in_at";
/// The browser and the device in plain words.
const DEVICE: &str = "device";
/// A form that was sent and not taken, because its sender had to sign in: its path, and its body.
const UNSENT: &str = "unsent";
/// Under which number it began ([`Staff::credentials_version`]).
const CREDENTIALS: &str = "credentials";
/// What was just done, to be said once on the next page.
const FLASH: &str = "done";

/// The layer that reads and writes the session's cookie. For the desk's addresses only.
#[must_use]
pub fn layer(app: &App) -> SessionManagerLayer<Store> {
    SessionManagerLayer::new(Store(app.clone()))
        .with_name(cookie_name(app))
        .with_secure(app.web.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

/// Browsers take a `__Host-` cookie only from this very host and only by TLS.
#[must_use]
pub fn cookie_name(app: &App) -> &'static str {
    if app.web.is_https() {
        "__Host-staff"
    } else {
        "staff"
    }
}

/// Signs somebody in: whatever session the browser had is ended, and a new one begins under a
/// new id, so that an id planted before is worth nothing.
pub async fn begin(session: &Session, staff: &Staff, app: &App, by: &str) -> Result<(), Error> {
    log::tell(SecurityEvent::SignedIn, Some(staff.id), by);
    // What was kept at their own first step goes with them, and nothing of anybody else's.
    let own = session.get::<i64>(HALF_WAY).await.map_err(away)? == Some(staff.id);
    let unsent = session.get_value(UNSENT).await.map_err(away)?;
    session.clear().await;
    session.cycle_id().await.map_err(away)?;
    session.insert(STAFF, staff.id).await.map_err(away)?;
    keep_credentials_version(session, staff.credentials_version).await?;
    session
        .insert(SIGNED_IN_AT, app.now().timestamp())
        .await
        .map_err(away)?;
    if let Some(unsent) = unsent.filter(|_| own) {
        session.insert_value(UNSENT, unsent).await.map_err(away)?;
    }
    session.insert(SEEN, minute(app)).await.map_err(away)
}

/// The password was right, and a second proof is still to come: a new session under a new id, which
/// opens nothing but the door to that. `next` is where to go afterwards.
pub async fn half_way(
    session: &Session,
    staff: &Staff,
    next: &str,
    app: &App,
) -> Result<(), Error> {
    session.clear().await;
    session.cycle_id().await.map_err(away)?;
    session.insert(HALF_WAY, staff.id).await.map_err(away)?;
    keep_credentials_version(session, staff.credentials_version).await?;
    session
        .insert(HALF_WAY_AT, app.now().timestamp())
        .await
        .map_err(away)?;
    session.insert(NEXT, next).await.map_err(away)
}

/// Somebody whose password was right, and who has not proved themselves in a second way.
#[derive(Debug, Clone)]
pub struct HalfWay {
    /// Who.
    pub staff: Staff,
    /// Whether there is something to prove it with. Without, it has to be set up first.
    pub has_factor: bool,
    /// Where to go afterwards: a path of the desk.
    pub next: String,
}

/// Who stands half way, looked up anew, while there is time.
pub async fn half_way_in(session: &Session, app: &App) -> Result<Option<HalfWay>, Error> {
    let Some(id) = session.get::<i64>(HALF_WAY).await.map_err(away)? else {
        return Ok(None);
    };
    let staff = store::staff::at_work(&app.db, id).await?;
    let known = began_under(session).await?;
    let staff = staff.filter(|staff| staff.credentials_version == known);
    // The demonstration's account, which has no second step, works in a demonstration alone.
    let Some(staff) = staff.filter(|staff| !staff.demo || app.demo.0) else {
        end(session).await?;
        return Ok(None);
    };
    let has_factor = store::second_factor::factors(&app.db, id).await?.any();
    let since = session.get::<i64>(HALF_WAY_AT).await.map_err(away)?;
    let time = if has_factor {
        SECOND_STEP_WITHIN
    } else {
        SET_UP_WITHIN
    };
    if app.now().timestamp() - since.unwrap_or_default() >= time.num_seconds() {
        end(session).await?;
        return Ok(None);
    }
    let next = session.get::<String>(NEXT).await.map_err(away)?;
    Ok(Some(HalfWay {
        staff,
        has_factor,
        next: next.unwrap_or_default(),
    }))
}

/// Keeps where to go once everything is set up.
pub async fn keep_next(session: &Session, next: &str) -> Result<(), Error> {
    session.insert(NEXT, next).await.map_err(away)
}

/// Where to go now that everything is set up, once; `None` where nobody said.
pub async fn onward(session: &Session) -> Result<Option<String>, Error> {
    session.remove(NEXT).await.map_err(away)
}

/// Keeps what a device was asked, for its answer.
pub async fn ask(session: &Session, token: &str) -> Result<(), Error> {
    session.insert(QUESTION, token).await.map_err(away)
}

/// What a device was asked, once.
pub async fn asked(session: &Session) -> Result<Option<String>, Error> {
    session.remove(QUESTION).await.map_err(away)
}

/// The key of an app that is being set up; a new one where there is none yet, so that a page that
/// is opened again shows the same.
pub async fn new_app(session: &Session) -> Result<Key, Error> {
    let kept = session.get::<String>(NEW_APP).await.map_err(away)?;
    if let Some(key) = kept.and_then(|letters| Key::read(&letters)) {
        return Ok(key);
    }
    let key = Key::random();
    session.insert(NEW_APP, key.letters()).await.map_err(away)?;
    Ok(key)
}

/// The app has proved itself: its key is no longer the session's.
pub async fn app_is_set(session: &Session) -> Result<(), Error> {
    session
        .remove::<String>(NEW_APP)
        .await
        .map(drop)
        .map_err(away)
}

/// Keeps new recovery codes until their owner has written them down.
pub async fn show_codes(session: &Session, codes: &[String]) -> Result<(), Error> {
    session.insert(CODES, codes).await.map_err(away)
}

/// The recovery codes that are still to be written down; none where there are none.
pub async fn codes(session: &Session) -> Result<Vec<String>, Error> {
    let codes = session.get(CODES).await.map_err(away)?;
    Ok(codes.unwrap_or_default())
}

/// The recovery codes were written down, and are never shown again.
pub async fn forget_codes(session: &Session) -> Result<(), Error> {
    session
        .remove::<Vec<String>>(CODES)
        .await
        .map(drop)
        .map_err(away)
}

/// A form that was sent and not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// Where it was sent: a path of the desk.
    pub path: String,
    /// Its fields, as they were encoded.
    pub body: String,
}

/// Keeps a form for after the sign-in.
pub async fn keep_unsent(session: &Session, unsent: Unsent) -> Result<(), Error> {
    session.insert(UNSENT, unsent).await.map_err(away)
}

/// The form that was kept, if there is one.
pub async fn unsent(session: &Session) -> Result<Option<Unsent>, Error> {
    session.get(UNSENT).await.map_err(away)
}

/// The form that was kept has been taken.
pub async fn forget_unsent(session: &Session) -> Result<(), Error> {
    session.remove_value(UNSENT).await.map(drop).map_err(away)
}

/// By what the database knows this browser's session; nothing matches it where there is none.
#[must_use]
pub fn own_hash(session: &Session) -> Vec<u8> {
    session.id().map(hash).unwrap_or_default()
}

/// Gives the session another id, so that one that was seen is worth nothing any more.
pub async fn renew(session: &Session) -> Result<(), Error> {
    session.cycle_id().await.map_err(away)
}

/// Keeps under which number a session goes on ([`Staff::credentials_version`]).
pub async fn keep_credentials_version(
    session: &Session,
    credentials_version: i32,
) -> Result<(), Error> {
    session
        .insert(CREDENTIALS, credentials_version)
        .await
        .map_err(away)
}

async fn began_under(session: &Session) -> Result<i32, Error> {
    let known = session.get::<i32>(CREDENTIALS).await.map_err(away)?;
    Ok(known.unwrap_or_default())
}

/// The number of the account that a session is of, signed in or half way.
pub async fn account(session: &Session) -> Result<Option<i64>, Error> {
    match session.get(STAFF).await.map_err(away)? {
        None => session.get(HALF_WAY).await.map_err(away),
        account => Ok(account),
    }
}

/// Signs out: the session is gone from the database.
pub async fn end(session: &Session) -> Result<(), Error> {
    match session.id() {
        Some(_) => session.flush().await.map_err(away),
        None => Ok(()),
    }
}

/// What was just done and where to see it: words, then an address with its link text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// "“Quiz night” was listed."
    pub message: String,
    /// Where to see it.
    pub link: Option<(String, String)>,
}

/// Keeps what was done, for the next page to say.
pub async fn say(session: &Session, flash: Flash) -> Result<(), Error> {
    session.insert(FLASH, flash).await.map_err(away)
}

/// What was done on the page before, once.
pub async fn said(session: &Session) -> Result<Option<Flash>, Error> {
    match session.get_value(FLASH).await.map_err(away)? {
        Some(_) => session.remove(FLASH).await.map_err(away),
        None => Ok(None),
    }
}

/// Why somebody is turned away from a page of the desk. The layer of the desk's addresses answers with the page that
/// says so ([`super::staff`]).
#[derive(Debug, Clone)]
pub enum TurnedAway {
    /// They are not signed in.
    SignIn {
        /// Whether they were, until it ran out.
        ran_out: bool,
    },
    /// They signed in too long ago for this page.
    SignInAgain,
    /// They took too long over the second step.
    TooLate,
    /// Their second step is still to come.
    SecondStep {
        /// Whether there is something to prove it with. Without, it has to be set up first.
        has_factor: bool,
    },
    /// They are no administrator.
    NoAdministrator(Staff),
}

impl TurnedAway {
    fn second_step(half_way: &HalfWay) -> Response {
        let has_factor = half_way.has_factor;
        Self::SecondStep { has_factor }.into_response()
    }
}

impl IntoResponse for TurnedAway {
    fn into_response(self) -> Response {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Somebody who is signed in to the desk. Whoever is not is shown the way in.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Staff);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        match signed_in(&session, app).await {
            Ok(Some(staff)) => match arrive(&session, &staff, parts, app).await {
                Ok(()) => {
                    request_log::by(staff.id);
                    Ok(Self(staff))
                }
                Err(error) => Err(error.into_response()),
            },
            Ok(None) => Err(turned_away(&session, parts, app)
                .await
                .unwrap_or_else(IntoResponse::into_response)),
            Err(error) => Err(error.into_response()),
        }
    }
}

/// At the first request of a session: from where it comes, which the account's owner may have to
/// hear of.
async fn arrive(
    session: &Session,
    staff: &Staff,
    parts: &mut Parts,
    app: &App,
) -> Result<(), Error> {
    if session.get_value(DEVICE).await.map_err(away)?.is_some() {
        return Ok(());
    }
    let from = Origin::from_request_parts(parts, app).await?;
    let user_agent = parts.headers.get(USER_AGENT).map(HeaderValue::as_bytes);
    let user_agent = String::from_utf8_lossy(user_agent.unwrap_or_default());
    let Arrived { words, cookie } = devices::arrive(app, staff, &user_agent, &from).await?;
    device::leave(parts, cookie);
    session.insert(DEVICE, words).await.map_err(away)
}

/// A member of staff who signed in at most [`FRESH_FOR`] ago. Everybody else is asked to sign in
/// again, and comes back. Beside [`Administrator`] it stands second, so that a moderator reads first
/// that the page is not theirs.
#[derive(Debug, Clone)]
pub struct Fresh(pub Staff);

impl FromRequestParts<App> for Fresh {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let SignedIn(staff) = SignedIn::from_request_parts(parts, app).await?;
        let session = Session::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        match is_fresh(&session, app).await {
            Ok(true) => Ok(Self(staff)),
            Ok(false) => Err(TurnedAway::SignInAgain.into_response()),
            Err(error) => Err(error.into_response()),
        }
    }
}

/// Whether whoever has this session proved who they are at most [`FRESH_FOR`] ago.
pub async fn is_fresh(session: &Session, app: &App) -> Result<bool, Error> {
    let since = session.get::<i64>(SIGNED_IN_AT).await.map_err(away)?;
    let age = app.now().timestamp() - since.unwrap_or_default();
    Ok(age <= FRESH_FOR.num_seconds())
}

/// The answer to somebody who is not signed in: to go on where they stand half way, or to sign in.
async fn turned_away(session: &Session, parts: &Parts, app: &App) -> Result<Response, Error> {
    let get = matches!(parts.method, Method::GET | Method::HEAD);
    if get && let Some(half_way) = half_way_in(session, app).await? {
        return Ok(TurnedAway::second_step(&half_way));
    }
    // A session that holds something has not run out: it began at the door.
    let ran_out = session_was_there(parts, app) && session.is_empty().await;
    Ok(TurnedAway::SignIn { ran_out }.into_response())
}

/// Somebody whose password was right and whose second proof is still to come. Everybody else is led
/// to where they belong: to the desk, to the sign-in, or to setting a second proof up.
impl FromRequestParts<App> for HalfWay {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        let there = async {
            if signed_in(&session, app).await?.is_some() {
                return Ok(Err(redirect_after_post("/staff")));
            }
            Ok(match half_way_in(&session, app).await? {
                Some(half_way) if half_way.has_factor => Ok(half_way),
                Some(half_way) => Err(TurnedAway::second_step(&half_way)),
                None => Err(TurnedAway::TooLate.into_response()),
            })
        };
        match there.await {
            Ok(there) => there,
            Err(error) => Err(Error::into_response(error)),
        }
    }
}

/// Somebody who may set up a second proof: signed in at most [`FRESH_FOR`] ago, or half way with
/// nothing set up yet. Whoever finds a desk left open could otherwise add a proof of their own.
#[derive(Debug, Clone)]
pub struct SettingUp {
    /// Who.
    pub staff: Staff,
    /// Where to go afterwards, for somebody who is not signed in yet.
    pub first: Option<String>,
}

impl FromRequestParts<App> for SettingUp {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        match half_way_in(&session, app).await {
            Ok(Some(HalfWay {
                staff,
                has_factor: false,
                next,
            })) => Ok(Self {
                staff,
                first: Some(next),
            }),
            Ok(_) => {
                let Fresh(staff) = Fresh::from_request_parts(parts, app).await?;
                Ok(Self { staff, first: None })
            }
            Err(error) => Err(error.into_response()),
        }
    }
}

/// A member of staff who may change the settings. Whoever is signed in and is no administrator
/// reads that only an administrator may (403).
#[derive(Debug, Clone)]
pub struct Administrator(pub Staff);

impl FromRequestParts<App> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let SignedIn(staff) = SignedIn::from_request_parts(parts, app).await?;
        if staff.role == Role::Administrator {
            return Ok(Self(staff));
        }
        Err(TurnedAway::NoAdministrator(staff).into_response())
    }
}

/// Who is signed in, looked up anew. A session whose account may no longer work is ended.
pub async fn signed_in(session: &Session, app: &App) -> Result<Option<Staff>, Error> {
    let Some(id) = session.get::<i64>(STAFF).await.map_err(away)? else {
        return Ok(None);
    };
    let known = began_under(session).await?;
    let staff = session
        .get::<Option<Staff>>(ACCOUNT)
        .await
        .map_err(away)?
        .flatten();
    let staff = staff.filter(|staff| staff.id == id && staff.credentials_version == known);
    let Some(staff) = staff else {
        end(session).await?;
        return Ok(None);
    };
    session.insert(SEEN, minute(app)).await.map_err(away)?;
    Ok(Some(staff))
}

/// Whether the browser sent a session's cookie, so that it has probably run out.
fn session_was_there(parts: &Parts, app: &App) -> bool {
    let name = cookie_name(app);
    parts
        .headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .any(|cookie| cookie.trim().split('=').next() == Some(name))
}

/// Writing the session at most once a minute is enough to keep it alive.
fn minute(app: &App) -> i64 {
    app.now().timestamp().div_euclid(60)
}

/// The store fails only when the database does, whose error it can tell only as text.
fn away(error: tower_sessions::session::Error) -> Error {
    match error {
        tower_sessions::session::Error::Store(error) => {
            Error::Database(sqlx::Error::Io(std::io::Error::other(error)))
        }
        tower_sessions::session::Error::SerdeJson(error) => Error::Internal(error.to_string()),
    }
}

/// Sessions in the database, by the hash of their id and on the site's clock.
#[derive(Clone)]
pub struct Store(App);

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        let App { db, .. } = &self.0;
        let (staff, data) = contents(record)?;
        while !store::sessions::create(db, self.0.now(), &hash(record.id), staff, data.clone())
            .await
            .map_err(backend)?
        {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let (staff, data) = contents(record)?;
        store::sessions::save(&self.0.db, self.0.now(), &hash(record.id), staff, data)
            .await
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let data = store::sessions::load(&self.0.db, self.0.now(), &hash(*id))
            .await
            .map_err(backend)?;
        data.map(|(data, staff)| {
            let mut data: HashMap<String, Value> = serde_json::from_value(data)
                .map_err(|error| session_store::Error::Decode(error.to_string()))?;
            let staff = serde_json::to_value(staff)
                .map_err(|error| session_store::Error::Decode(error.to_string()))?;
            data.insert(ACCOUNT.to_owned(), staff);
            // The database knows when a session runs out; the layer is told of no end.
            Ok(Record {
                id: *id,
                data,
                expiry_date: time::OffsetDateTime::now_utc() + time::Duration::hours(1),
            })
        })
        .transpose()
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        store::sessions::delete(&self.0.db, &hash(*id))
            .await
            .map_err(backend)
    }
}

fn hash(id: Id) -> Vec<u8> {
    token::hash(&id.to_string())
}

/// Whose a session is, and all it holds.
fn contents(record: &Record) -> session_store::Result<(Option<i64>, Value)> {
    let mut kept = record.data.clone();
    kept.remove(ACCOUNT);
    let data = serde_json::to_value(&kept)
        .map_err(|error| session_store::Error::Encode(error.to_string()))?;
    // Half a sign-in is the account's too: it ends with the others when the password changes.
    let staff = [STAFF, HALF_WAY]
        .into_iter()
        .find_map(|key| record.data.get(key).and_then(Value::as_i64));
    Ok((staff, data))
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "map_err hands over what it maps"
)]
fn backend(error: sqlx::Error) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}
