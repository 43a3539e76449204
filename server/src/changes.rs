//! Word from the database that something public has changed, whichever copy of the server did it.
//!
//! A change tells of itself when it is committed (`NOTIFY public_change`, by triggers). While nobody
//! listens, kept pages are not used: see [`crate::page_cache`].

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::time::{sleep, timeout};

use crate::state::App;

/// How long nothing may be heard before the connection is tried out, and how long that may take.
const BEAT: Duration = Duration::from_secs(5);

/// Listens beside the server for as long as it runs.
pub fn start(app: &App) {
    tokio::spawn(watch(app.clone()));
}

/// Listens for ever, and begins again when the connection is lost.
pub async fn watch(app: App) {
    loop {
        if let Err(error) = listen(&app).await {
            tracing::warn!(%error, "changes cannot be heard of just now: no page is kept meanwhile");
        }
        app.pages.lost();
        sleep(Duration::from_secs(1)).await;
    }
}

/// Listens until the connection is lost.
async fn listen(app: &App) -> sqlx::Result<()> {
    let mut listener = store::changes::listen(&app.db).await?;
    // What was changed while nobody listened.
    app.reload_council().await?;
    app.pages.changed();
    app.pages.heard();
    loop {
        match timeout(BEAT, listener.try_recv()).await {
            Ok(Ok(Some(told))) => {
                if store::changes::COUNCIL.contains(&told.payload()) {
                    app.reload_council().await?;
                }
                app.pages.changed();
            }
            Ok(Ok(None)) => return Err(sqlx::Error::PoolClosed),
            Ok(Err(error)) => return Err(error),
            Err(_quiet) => beat(&mut listener).await?,
        }
        app.pages.heard();
    }
}

/// Asks over the very connection, since a network that swallows everything says nothing either.
async fn beat(listener: &mut PgListener) -> sqlx::Result<()> {
    timeout(BEAT, store::changes::answers(listener))
        .await
        .unwrap_or(Err(sqlx::Error::PoolTimedOut))
}
