//! What happens by the clock: forgetting what has had its days.

use std::time::Duration;

use crate::{db, state::App};

/// How often the jobs run.
const EVERY: Duration = Duration::from_hours(1);

/// Starts the jobs beside the server. Any number of copies of the server may run them.
pub fn start(app: &App) {
    let (app, pool) = (app.clone(), app.db.clone());
    tokio::spawn(async move {
        let mut hour = tokio::time::interval(EVERY);
        loop {
            hour.tick().await;
            match db::drafts::forget_old(&pool, app.now()).await {
                Ok(0) => {}
                Ok(drafts) => tracing::info!(drafts, "forgot drafts that were seven days old"),
                Err(error) => tracing::warn!(%error, "old drafts could not be forgotten"),
            }
            if let Err(error) = db::sessions::forget_old(&pool).await {
                tracing::warn!(%error, "old sessions could not be forgotten");
            }
        }
    });
}
