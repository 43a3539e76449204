//! Public pages that are kept ready, so that a busy page is drawn once and not for each visitor.
//!
//! A kept page is used while three things hold: nothing public has changed since its drawing began
//! ([`crate::changes`]), no event has ended and no day has turned, and the database is being listened
//! to. Otherwise it is drawn anew. Only when the database is away is an old one shown, and it says so
//! (what visitors see then may be as old as [`LAST_GOOD`]).

use std::{
    mem,
    net::IpAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use app::pages::error::as_it_was;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use domain::{network::network, when::LONDON};
use moka::sync::Cache;

use crate::{
    changes::LISTENING,
    http::{cache, error::too_many, staff::sign_in::Visitor},
    state::App,
};

/// The most bytes that all kept pages have together.
const ROOM: u64 = 32 * 1024 * 1024;

/// The largest page that is kept, and the longest address of one.
const LARGEST: usize = 1024 * 1024;
const LONGEST_ADDRESS: usize = 400;

/// How many pages one network address may have drawn in a minute, one after another: those that are kept
/// ready do not count. A crawler that asks for more is told to wait, so that no question that nobody
/// asks twice, of which there are any number, is a way to keep the site busy.
const MOST_DRAWN: u32 = 300;
const MINUTE: Duration = Duration::from_mins(1);

/// How many addresses are counted, at most.
const ADDRESSES: u64 = 100_000;

/// How old a page may be that is shown while the database is away.
const LAST_GOOD: Duration = Duration::from_hours(12);

/// The pages that one copy of the server keeps. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pages(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pages: Cache<String, Arc<Page>>,
    /// How many pages were drawn for an address in this minute.
    drawn: Cache<String, Arc<AtomicU32>>,
    /// How many changes were heard of. A page drawn before the last one is old.
    changes: AtomicU64,
    /// How many the database had counted when a form was last sent through this copy.
    counted: Mutex<Option<i64>>,
    /// When the database was last heard of.
    heard: Mutex<Option<Instant>>,
    /// After so many changes, when the clock next changes something.
    turn: Mutex<Option<(u64, DateTime<Utc>)>>,
}

/// A page as it was drawn.
#[derive(Debug)]
struct Page {
    headers: HeaderMap,
    /// What the layers outside have to know of it.
    marks: Extensions,
    body: Bytes,
    changes: u64,
    drawn: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl Default for Pages {
    fn default() -> Self {
        let weight = |address: &String, page: &Arc<Page>| {
            u32::try_from(address.len() + page.body.len() + 512).unwrap_or(u32::MAX)
        };
        Self(Arc::new(Inner {
            pages: Cache::builder()
                .max_capacity(ROOM)
                .weigher(weight)
                .time_to_live(LAST_GOOD)
                .build(),
            drawn: Cache::builder()
                .max_capacity(ADDRESSES)
                .time_to_live(MINUTE)
                .build(),
            changes: AtomicU64::new(0),
            counted: Mutex::new(None),
            heard: Mutex::new(None),
            turn: Mutex::new(None),
        }))
    }
}

impl Pages {
    /// Something public has changed: every page that is kept, or being drawn now, is old.
    pub fn changed(&self) {
        self.0.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// A form was sent: what is kept is old where the database has counted a change since, or does not say.
    async fn look_for_changes(&self, app: &App) {
        let count = store::changes::count(&app.db).await.ok().flatten();
        let known =
            (self.0.counted.lock()).map_or(None, |mut known| mem::replace(&mut *known, count));
        if count.is_none() || count != known {
            self.changed();
        }
    }

    /// Counts a page that is to be drawn for a network address, unless there were too many in this minute.
    /// Nobody counts what this machine asks for: it may be a proxy that nobody told us of.
    fn may_draw_for(&self, address: IpAddr) -> bool {
        if address.is_loopback() || address.is_unspecified() {
            return true;
        }
        let counted = (self.0.drawn).get_with(network(address), Arc::default);
        counted.fetch_add(1, Ordering::Relaxed) < MOST_DRAWN
    }

    /// The database was heard of.
    pub fn heard(&self) {
        self.set_heard(Some(Instant::now()));
    }

    /// Changes are no longer heard of.
    pub fn lost(&self) {
        self.set_heard(None);
    }

    fn set_heard(&self, at: Option<Instant>) {
        if let Ok(mut heard) = self.0.heard.lock() {
            *heard = at;
        }
    }

    /// Whether changes are heard of.
    #[must_use]
    pub fn listening(&self) -> bool {
        let heard = self.0.heard.lock().ok().and_then(|heard| *heard);
        heard.is_some_and(|at| at.elapsed() < LISTENING)
    }

    /// Whether the page of an address (path and query) would be shown without being drawn.
    #[must_use]
    pub fn is_ready(&self, address: &str, now: DateTime<Utc>) -> bool {
        self.ready(address, now).is_some()
    }

    fn ready(&self, address: &str, now: DateTime<Utc>) -> Option<Arc<Page>> {
        let page = self.0.pages.get(address)?;
        let current = page.changes == self.0.changes.load(Ordering::SeqCst);
        (current && now >= page.drawn && now < page.until && self.listening()).then_some(page)
    }

    /// When the clock next changes something: an event ends, or the parish's day turns. One question to
    /// the database after each change and each turn.
    async fn turn(&self, app: &App, changes: u64) -> Option<DateTime<Utc>> {
        let now = app.now();
        let known = self.0.turn.lock().ok().and_then(|turn| *turn);
        if let Some((of, at)) = known
            && of == changes
            && at > now
        {
            return Some(at);
        }
        let midnight = next_midnight(now);
        let at = match store::changes::next_end(&app.db, now).await {
            Ok(Some(end)) => end.min(midnight),
            Ok(None) => midnight,
            Err(_) => return None,
        };
        if let Ok(mut turn) = self.0.turn.lock() {
            *turn = Some((changes, at));
        }
        Some(at)
    }
}

/// The parish's next midnight.
fn next_midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    let tomorrow = domain::when::today(now) + Days::new(1);
    LONDON
        .from_local_datetime(&tomorrow.and_time(NaiveTime::MIN))
        .earliest()
        .map_or(now, |midnight| midnight.with_timezone(&Utc))
}

impl Page {
    /// The page, or 304 where the visitor has it.
    fn answer(&self, known: &Known) -> Response {
        let (status, body) = if known.is(&self.headers) {
            (StatusCode::NOT_MODIFIED, Body::empty())
        } else {
            (StatusCode::OK, Body::from(self.body.clone()))
        };
        self.response(status, self.headers.clone(), body)
    }

    fn response(&self, status: StatusCode, headers: HeaderMap, body: Body) -> Response {
        let mut response = (status, headers, body).into_response();
        *response.extensions_mut() = self.marks.clone();
        response
    }

    /// Whether it is a page for people. A file cannot say that it is an old one.
    fn is_document(&self) -> bool {
        (self.headers.get(header::CONTENT_TYPE))
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
    }

    /// The page with word of when it was so. Nobody is to keep it.
    fn as_it_was(&self) -> Response {
        let words = as_it_was(self.drawn.with_timezone(&LONDON).time());
        let mut headers = self.headers.clone();
        headers.remove(header::ETAG);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let body = match std::str::from_utf8(&self.body) {
            Ok(html) => Body::from(marked(html, &words)),
            Err(_) => Body::from(self.body.clone()),
        };
        self.response(StatusCode::OK, headers, body)
    }
}

/// What a visitor has of a page, as the request says.
struct Known {
    tag: Option<HeaderValue>,
    since: Option<HeaderValue>,
}

impl Known {
    /// Takes it from a request, so that the page is drawn whole.
    fn take(request: &mut HeaderMap) -> Self {
        Self {
            tag: request.remove(header::IF_NONE_MATCH),
            since: request.remove(header::IF_MODIFIED_SINCE),
        }
    }

    /// Whether it is the page with these headers. A tag goes before a time (RFC 9110, section 13.1.3).
    fn is(&self, headers: &HeaderMap) -> bool {
        if self.tag.is_some() {
            let tag = headers.get(header::ETAG);
            return tag.is_some_and(|tag| cache::has(self.tag.as_ref(), tag));
        }
        let changed = cache::instant(headers.get(header::LAST_MODIFIED));
        let since = cache::instant(self.since.as_ref());
        changed.is_some_and(|changed| since.is_some_and(|since| changed <= since))
    }
}

/// A document with words at the beginning of what it is about.
fn marked(document: &str, words: &str) -> String {
    let place = document
        .find("<main")
        .and_then(|main| Some(main + document[main..].find('>')? + 1));
    match place {
        Some(place) => format!("{}{words}{}", &document[..place], &document[place..]),
        None => document.to_owned(),
    }
}

/// The layer round the pages that may be kept.
pub async fn keep(
    State(app): State<App>,
    Visitor(visitor): Visitor,
    mut request: Request,
    next: Next,
) -> Response {
    let reads = request.method() == Method::GET;
    let address = match request.uri().path_and_query() {
        Some(address) if address.as_str().len() <= LONGEST_ADDRESS && reads => {
            address.as_str().to_owned()
        }
        _ if !app.pages.may_draw_for(visitor) => return too_many(1),
        _ => return next.run(request).await,
    };
    let known = Known::take(request.headers_mut());
    if let Some(page) = app.pages.ready(&address, app.now()) {
        return page.answer(&known);
    }
    if !app.pages.may_draw_for(visitor) {
        return too_many(1);
    }
    let changes = app.pages.0.changes.load(Ordering::SeqCst);
    let drawn = app.now();
    let response = next.run(request).await;
    match response.status() {
        StatusCode::OK if response.headers().contains_key(header::ETAG) => {}
        StatusCode::SERVICE_UNAVAILABLE => {
            return match app.pages.0.pages.get(&address) {
                Some(last) if last.is_document() => last.as_it_was(),
                _ => response,
            };
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            app.pages.0.pages.invalidate(&address);
            return response;
        }
        _ => return response,
    }
    let (parts, body) = response.into_parts();
    // Our own, and whole already. What is too large to keep is answered all the same.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let until = app.pages.turn(&app, changes).await.unwrap_or(drawn);
    let page = Arc::new(Page {
        headers: parts.headers,
        marks: parts.extensions,
        body,
        changes,
        drawn,
        until,
    });
    if page.body.len() <= LARGEST {
        app.pages.0.pages.insert(address, page.clone());
    }
    page.answer(&known)
}

/// The layer round everything: what is changed through this copy is gone from its kept pages before
/// the answer is sent. A form that changes nothing public leaves them, so that nobody can empty them at will.
pub async fn forget_after_changes(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.run(request).await;
    if !reads && !response.status().is_client_error() {
        app.pages.look_for_changes(&app).await;
    }
    response
}
