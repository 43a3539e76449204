//! Public pages that are kept ready, so that a busy page is drawn once and not for each visitor.
//!
//! A kept page is used while three things hold: nothing public has changed since its drawing began
//! (`changes`), no event has ended and no day has turned, and the database is being listened
//! to. Otherwise it is drawn anew. Only when the database is away is an old one shown, and it says so
//! (what visitors see then may be as old as [`LAST_GOOD`]). The layer that does so is `http::page_cache`.

use std::{
    mem,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    body::Bytes,
    http::{Extensions, HeaderMap},
};
use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use domain::when::LONDON;
use moka::sync::Cache;
use sqlx::PgPool;

/// The most bytes that all kept pages have together.
const ROOM: u64 = 32 * 1024 * 1024;

/// How old a page may be that is shown while the database is away.
const LAST_GOOD: Duration = Duration::from_hours(12);

/// The pages that one copy of the server keeps. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pages(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pages: Cache<String, Arc<Page>>,
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
pub(crate) struct Page {
    pub(crate) headers: HeaderMap,
    /// What the layers outside have to know of it.
    pub(crate) marks: Extensions,
    pub(crate) body: Bytes,
    pub(crate) changes: u64,
    pub(crate) drawn: DateTime<Utc>,
    pub(crate) until: DateTime<Utc>,
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
    pub(crate) async fn look_for_changes(&self, db: &PgPool) {
        let count = store::changes::count(db).await.ok().flatten();
        let known =
            (self.0.counted.lock()).map_or(None, |mut known| mem::replace(&mut *known, count));
        if count.is_none() || count != known {
            self.changed();
        }
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

    pub(crate) fn ready(&self, address: &str, now: DateTime<Utc>) -> Option<Arc<Page>> {
        let page = self.0.pages.get(address)?;
        let current = page.changes == self.0.changes.load(Ordering::SeqCst);
        (current && now >= page.drawn && now < page.until && self.listening()).then_some(page)
    }

    /// How many changes were heard of.
    pub(crate) fn changes(&self) -> u64 {
        self.0.changes.load(Ordering::SeqCst)
    }

    /// The page of an address as it was last drawn, however old.
    pub(crate) fn last(&self, address: &str) -> Option<Arc<Page>> {
        self.0.pages.get(address)
    }

    /// Keeps a page.
    pub(crate) fn insert(&self, address: String, page: Arc<Page>) {
        self.0.pages.insert(address, page);
    }

    /// Forgets a page.
    pub(crate) fn remove(&self, address: &str) {
        self.0.pages.invalidate(address);
    }

    /// When the clock next changes something: an event ends, or the parish's day turns. One question to
    /// the database after each change and each turn.
    pub(crate) async fn turn(
        &self,
        db: &PgPool,
        now: DateTime<Utc>,
        changes: u64,
    ) -> Option<DateTime<Utc>> {
        let known = self.0.turn.lock().ok().and_then(|turn| *turn);
        if let Some((of, at)) = known
            && of == changes
            && at > now
        {
            return Some(at);
        }
        let midnight = next_midnight(now);
        let at = match store::changes::next_end(db, now).await {
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

/// How long what was heard last stands for a connection that lives: two beats, and some to spare.
pub const LISTENING: Duration = Duration::from_secs(12);
