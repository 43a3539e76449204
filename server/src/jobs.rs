//! What happens by the clock: forgetting what has had its days, telling staff of what waits, and
//! listing the dates that have come within reach.

pub mod notices;
pub mod published;
pub mod weekly;

use std::time::Duration;

use crate::{
    accounts::{devices, recovery},
    commands,
    state::App,
};

/// How often what has had its days is forgotten.
const FORGET_EVERY: Duration = Duration::from_hours(1);
/// How often it is asked whether staff have something to hear of.
const TELL_EVERY: Duration = Duration::from_mins(5);

/// How often the dates of rules that run on are listed as far as they reach.
const REACH_EVERY: Duration = Duration::from_hours(6);

/// How often the head of the audit log goes into the system's log, which the database cannot rewrite.
const NOTE_EVERY: Duration = Duration::from_hours(24);

/// Starts the jobs beside the server. Any number of copies of the server may run them.
pub fn start(app: &App) {
    tokio::spawn(forget(app.clone()));
    tokio::spawn(tell(app.clone()));
    tokio::spawn(keep_reach(app.clone()));
    tokio::spawn(note_head(app.clone()));
    tokio::spawn(published::render_again_or_say_why(app.clone()));
}

async fn note_head(app: App) {
    let mut day = tokio::time::interval(NOTE_EVERY);
    loop {
        day.tick().await;
        match store::audit::head(&app.db).await {
            Ok(Some((seq, hash))) => {
                tracing::info!(seq, hash = hex::encode(hash), "the head of the audit log");
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the head of the audit log could not be read"),
        }
    }
}

async fn forget(app: App) {
    let mut hour = tokio::time::interval(FORGET_EVERY);
    loop {
        hour.tick().await;
        match store::drafts::forget_old(&app.db, app.now()).await {
            Ok(0) => {}
            Ok(drafts) => tracing::info!(drafts, "forgot drafts that were seven days old"),
            Err(error) => tracing::warn!(%error, "old drafts could not be forgotten"),
        }
        match store::pictures::forget_unused(&app.db, app.now()).await {
            Ok(0) => {}
            Ok(pictures) => tracing::info!(pictures, "forgot pictures that nothing has"),
            Err(error) => tracing::warn!(%error, "unused pictures could not be forgotten"),
        }
        if let Err(error) = store::events::forget_over(&app.db, app.now()).await {
            tracing::warn!(%error, "what is over could not be left out of the search");
        }
        if let Err(error) = store::sessions::forget_old(&app.db).await {
            tracing::warn!(%error, "old sessions could not be forgotten");
        }
        if let Err(error) = store::devices::forget_old(&app.db, app.now()).await {
            tracing::warn!(%error, "old devices could not be forgotten");
        }
        if let Err(error) = store::sign_ins::forget_old(&app.db, app.now()).await {
            tracing::warn!(%error, "failed sign-ins could not be forgotten");
        }
        if let Err(error) = store::password_requests::forget_old(&app.db, app.now()).await {
            tracing::warn!(%error, "who forgot a password could not be forgotten");
        }
        if let Err(error) = store::reports::forget_tellers(&app.db, app.now()).await {
            tracing::warn!(%error, "who told us of events could not be forgotten");
        }
        if let Err(error) = store::weekly::forget_old(&app.db, app.now()).await {
            tracing::warn!(%error, "old readers of the weekly email could not be forgotten");
        }
        if let Err(error) = store::limits::forget_old(&app.db, app.now()).await {
            tracing::warn!(%error, "what network addresses did could not be forgotten");
        }
        if let Err(error) = store::links::forget_old(&app.db, app.now()).await {
            tracing::warn!(%error, "old private links could not be forgotten");
        }
    }
}

async fn tell(app: App) {
    let mut minutes = tokio::time::interval(TELL_EVERY);
    loop {
        minutes.tick().await;
        if let Err(error) = notices::by_the_clock(&app).await {
            tracing::warn!(%error, "staff could not be told of what waits");
        }
        if let Err(error) = recovery::answer(&app).await {
            tracing::warn!(%error, "who forgot a password could not be written to");
        }
        if let Err(error) = devices::warn(&app).await {
            tracing::warn!(%error, "staff could not be told of failed sign-ins");
        }
        match commands::brake::by_the_clock(&app.db, app.now()).await {
            Ok(0) => {}
            Ok(mails) => tracing::info!(mails, "mails that were held go now"),
            Err(error) => tracing::warn!(%error, "mails that are held could not be looked at"),
        }
        if let Err(error) = weekly::by_the_clock(&app).await {
            tracing::warn!(%error, "the weekly email could not be written");
        }
    }
}

async fn keep_reach(app: App) {
    let mut hours = tokio::time::interval(REACH_EVERY);
    loop {
        hours.tick().await;
        match commands::keep_reach::keep_reach(&app.db, app.now()).await {
            Ok(0) => {}
            Ok(dates) => tracing::info!(dates, "listed dates that have come within reach"),
            Err(error) => tracing::warn!(%error, "the dates of rules could not be listed"),
        }
    }
}
