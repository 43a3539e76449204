//! The watch on the server's clock: what may be done by it now ([`domain::clock`]).

use std::{
    mem::discriminant,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use chrono::{DateTime, Utc};
use domain::clock::{Held, Look, Standing, Watch, ahead, length};
use sqlx::PgPool;

/// A server's watch on its clock. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ClockGuard(Arc<Watched>);

#[derive(Debug)]
struct Watched {
    /// When the server was started, by a clock that nobody can set.
    started: Instant,
    watch: Mutex<(Watch, Option<Held>)>,
}

impl Default for ClockGuard {
    fn default() -> Self {
        Self(Arc::new(Watched {
            started: Instant::now(),
            watch: Mutex::default(),
        }))
    }
}

impl ClockGuard {
    /// Looks at our clock and the database's, and says what may be done now. A clock that is trusted is noted in the
    /// database, for the next start; one that is not, in the log, once.
    ///
    /// # Errors
    /// When the database does not answer: then nothing may be done.
    pub async fn look(
        &self,
        db: &PgPool,
        now: impl Fn() -> DateTime<Utc>,
    ) -> sqlx::Result<Standing> {
        let before = now();
        let told = store::clock::ask(db).await?;
        let standing = self.judge(before, now(), told);
        if let (None, Some(now)) = (standing.held, standing.sends) {
            store::clock::saw(db, now).await?;
        }
        Ok(standing)
    }

    /// What is held because of the clock, as it was last looked at.
    #[must_use]
    pub fn held(&self) -> Option<Held> {
        let kept = self.0.watch.lock();
        kept.unwrap_or_else(PoisonError::into_inner).1
    }

    fn judge(
        &self,
        before: DateTime<Utc>,
        after: DateTime<Utc>,
        told: store::clock::Told,
    ) -> Standing {
        let kept = self.0.watch.lock();
        let (watch, held) = &mut *kept.unwrap_or_else(PoisonError::into_inner);
        let standing = watch.look(Look {
            ours: after,
            ahead: ahead(before, told.now, after),
            running: self.0.started.elapsed(),
            seen: told.seen,
        });
        log(*held, standing.held);
        *held = standing.held;
        standing
    }
}

/// Says in the log what is held from now on, and that nothing is any more.
fn log(before: Option<Held>, now: Option<Held>) {
    let kind = |held: Held| discriminant(&held.doubt);
    match (before, now) {
        (before, Some(held)) if before.map(kind) != Some(kind(held)) => tracing::warn!(
            clock = %held.ours,
            "{} Until it has gone evenly, nothing is sent by the clock for {} and nothing is forgotten for {}",
            held.doubt.words(),
            length(held.sends_in),
            length(held.forgets_in),
        ),
        (Some(_), None) => tracing::info!("the clock is trusted again"),
        _ => {}
    }
}
