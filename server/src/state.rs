//! What every handler can reach.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use app::shell::Assets;
use axum::extract::FromRef;
use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use domain::clock::Standing;
use sqlx::PgPool;
use store::site::Council;
use tokio::sync::watch;

use crate::{
    afterwards::Afterwards, clock::ClockGuard, config::WebConfig, drawing::Drawing,
    mail::delivery::Delivery, page_cache::Pages,
};

/// The running site. Cheap to clone.
#[derive(Clone, FromRef)]
pub struct App {
    /// The pool of database connections.
    pub db: PgPool,
    /// Where and how the site is served.
    pub web: Arc<WebConfig>,
    /// The addresses of styles and scripts.
    pub assets: Arc<Assets>,
    /// The folder that [`App::assets`] are served from.
    pub site_dir: Arc<PathBuf>,
    /// The council's words and lists, as last read.
    pub council: CouncilCopy,
    /// The public pages that are kept ready.
    pub pages: Pages,
    /// How much is drawn for whom.
    pub drawing: Drawing,
    /// How mails go out, if they do.
    pub mail: Arc<Delivery>,
    /// What goes on after its answer.
    pub afterwards: Afterwards,
    /// What time it is.
    pub clock: Clock,
    /// Whether that may be trusted.
    pub guard: ClockGuard,
    /// Whether the demonstration's account and data are allowed.
    pub demo: Demo,
}

/// Whether this is a demonstration (`--demo`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demo(pub bool);

/// The copy of the [`Council`] that all handlers share.
#[derive(Debug, Clone)]
pub struct CouncilCopy(Arc<watch::Sender<Arc<Council>>>);

/// Where the time comes from. Tests that need a certain day set it.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always this instant, whatever the database thinks: it is trusted.
    Fixed(DateTime<Utc>),
    /// The machine's clock, which somebody has put forward by so many seconds. It is trusted no further than any other.
    Moved(&'static AtomicI64),
}

impl App {
    /// The time, to the microsecond as the database keeps it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self.clock {
            Clock::System => Utc::now().trunc_subsecs(6),
            Clock::Fixed(instant) => instant,
            Clock::Moved(by) => {
                let by = TimeDelta::seconds(by.load(Ordering::Relaxed));
                Utc::now().trunc_subsecs(6) + by
            }
        }
    }

    /// Looks whether the clock may be trusted, and with what. Whoever forgets or sends something by the clock asks here.
    ///
    /// # Errors
    /// When the database does not answer: then the clock is not trusted.
    pub async fn look_at_clock(&self) -> sqlx::Result<Standing> {
        match self.clock {
            Clock::Fixed(instant) => Ok(Standing::trusted(instant)),
            Clock::System | Clock::Moved(_) => self.guard.look(&self.db, || self.now()).await,
        }
    }

    /// Today on the parish's clock.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        domain::when::today(self.now())
    }

    /// The council's words and lists.
    #[must_use]
    pub fn council(&self) -> Arc<Council> {
        self.council.0.borrow().clone()
    }

    /// Reads the council's words and lists again, for what was just changed here to show at once.
    pub async fn reload_council(&self) -> sqlx::Result<()> {
        let council = store::site::council(&self.db, &self.web.site_url()).await?;
        self.council.0.send_replace(Arc::new(council));
        Ok(())
    }

    /// Reads the council's words and lists, and goes on renewing them each minute.
    ///
    /// # Errors
    /// When the first reading fails.
    pub async fn watch_council(db: &PgPool, address: String) -> sqlx::Result<CouncilCopy> {
        let copy = Arc::new(watch::Sender::new(Arc::new(
            store::site::council(db, &address).await?,
        )));
        let (db, watched) = (db.clone(), Arc::downgrade(&copy));
        tokio::spawn(async move {
            let mut minute = tokio::time::interval(std::time::Duration::from_mins(1));
            minute.tick().await;
            while watched.strong_count() > 0 {
                minute.tick().await;
                match store::site::council(&db, &address).await {
                    Ok(council) => {
                        if let Some(copy) = watched.upgrade() {
                            copy.send_replace(Arc::new(council));
                        }
                    }
                    Err(error) => {
                        tracing::warn!(%error, "the council's settings could not be read again");
                    }
                }
            }
        });
        Ok(CouncilCopy(copy))
    }
}
