//! What is done after an answer has gone, so that the time it takes tells nobody anything.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{task::JoinSet, time::timeout};

/// The work that goes on after its answer. Cheap to clone; every clone is of the same work.
#[derive(Debug, Clone, Default)]
pub struct Afterwards(Arc<Mutex<JoinSet<()>>>);

impl Afterwards {
    /// Does this beside what goes on.
    pub fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while all.try_join_next().is_some() {}
        all.spawn(work);
    }

    /// Waits until all that was begun is done.
    pub async fn done(&self) {
        let mut all = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        while all.join_next().await.is_some() {}
    }

    /// Waits for it as the server stops, so long at most.
    pub async fn finish(&self, within: Duration) {
        if timeout(within, self.done()).await.is_err() {
            tracing::warn!("stopped before what goes on after an answer was done");
        }
    }
}
