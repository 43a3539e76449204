//! Signed-in browsers: the session's store, its cookie, and [`Staff`] as a handler's argument.
//!
//! A handler that takes [`Staff`] can only be reached by somebody who is signed in; the account is
//! looked up for each request, so that one which is disabled is out at once. Visitors who are not
//! signed in have no session and no cookie.

use std::fmt;

use async_trait::async_trait;
use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_sessions::{
    Session, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store,
};

use crate::{
    accounts::{Role, Staff},
    db,
    http::{
        error::Error,
        staff::{settings, sign_in},
    },
    state::App,
    token,
};

/// The account's number.
const STAFF: &str = "staff";
/// The minute of the last request, so that using the desk keeps the session alive.
const SEEN: &str = "seen";
/// The second, since 1970, in which the person proved who they are.
const SIGNED_IN_AT: &str = "signed_in_at";
/// What was just done, to be said once on the next page.
const DONE: &str = "done";

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
///
/// # Errors
/// When the database does not answer.
pub async fn begin(session: &Session, staff: &Staff, app: &App) -> Result<(), Error> {
    session.clear().await;
    session.cycle_id().await.map_err(away)?;
    session.insert(STAFF, staff.id).await.map_err(away)?;
    session
        .insert(SIGNED_IN_AT, app.now().timestamp())
        .await
        .map_err(away)?;
    session.insert(SEEN, minute(app)).await.map_err(away)
}

/// Signs out: the session is gone from the database.
///
/// # Errors
/// When the database does not answer.
pub async fn end(session: &Session) -> Result<(), Error> {
    match session.id() {
        Some(_) => session.flush().await.map_err(away),
        None => Ok(()),
    }
}

/// What was just done and where to see it: words, then an address with its link text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// "“Quiz night” was listed."
    pub message: String,
    /// Where to see it.
    pub link: Option<(String, String)>,
}

/// Keeps what was done, for the next page to say.
///
/// # Errors
/// When the database does not answer.
pub async fn say(session: &Session, done: Done) -> Result<(), Error> {
    session.insert(DONE, done).await.map_err(away)
}

/// What was done on the page before, once.
///
/// # Errors
/// When the database does not answer.
pub async fn said(session: &Session) -> Result<Option<Done>, Error> {
    match session.get_value(DONE).await.map_err(away)? {
        Some(_) => session.remove(DONE).await.map_err(away),
        None => Ok(None),
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        match signed_in(&session, app).await {
            Ok(Some(staff)) => Ok(staff),
            Ok(None) => Err(sign_in::ask(
                app,
                &parts.method,
                &parts.uri,
                session_was_there(parts, app),
            )),
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
        let staff = Staff::from_request_parts(parts, app).await?;
        if staff.role == Role::Administrator {
            return Ok(Self(staff));
        }
        Err(settings::refuse(app, &staff)
            .await
            .unwrap_or_else(IntoResponse::into_response))
    }
}

/// Who is signed in, looked up anew. A session whose account may no longer work is ended.
///
/// # Errors
/// When the database does not answer.
pub async fn signed_in(session: &Session, app: &App) -> Result<Option<Staff>, Error> {
    let Some(id) = session.get::<i64>(STAFF).await.map_err(away)? else {
        return Ok(None);
    };
    let Some(staff) = db::staff::at_work(&app.db, id).await? else {
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
        while !db::sessions::create(db, self.0.now(), &hash(record.id), staff, data.clone())
            .await
            .map_err(backend)?
        {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let (staff, data) = contents(record)?;
        db::sessions::save(&self.0.db, self.0.now(), &hash(record.id), staff, data)
            .await
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let data = db::sessions::load(&self.0.db, self.0.now(), &hash(*id))
            .await
            .map_err(backend)?;
        data.map(|data| {
            let data = serde_json::from_value(data)
                .map_err(|error| session_store::Error::Decode(error.to_string()))?;
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
        db::sessions::delete(&self.0.db, &hash(*id))
            .await
            .map_err(backend)
    }
}

fn hash(id: Id) -> Vec<u8> {
    token::hash(&id.to_string())
}

/// Whose a session is, and all it holds.
fn contents(record: &Record) -> session_store::Result<(Option<i64>, Value)> {
    let data = serde_json::to_value(&record.data)
        .map_err(|error| session_store::Error::Encode(error.to_string()))?;
    Ok((record.data.get(STAFF).and_then(Value::as_i64), data))
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "map_err hands over what it maps"
)]
fn backend(error: sqlx::Error) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}
