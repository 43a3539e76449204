//! What happens by the clock: forgetting what has had its days, telling staff of what waits, and
//! listing the dates that have come within reach.
//!
//! None of it asks what time it is. Each job is told, by a clock that may be trusted with what the job does
//! ([`domain::clock`]), and does nothing until there is one. Why so: `docs/decisions/0032-the-clock.md`.

pub mod notices;
pub mod published;
pub mod weekly;

use std::time::Duration;

use domain::clock::{Past, Standing, Trusted};

use crate::{
    accounts::{devices, recovery},
    commands,
    state::App,
};

/// How often the clock is looked at, whether or not there is anything to do.
const LOOK_EVERY: Duration = Duration::from_mins(1);

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
    tokio::spawn(by_the_clock(app.clone(), LOOK_EVERY, async |_, _| {}));
    tokio::spawn(by_the_clock(app.clone(), FORGET_EVERY, forget));
    tokio::spawn(by_the_clock(app.clone(), TELL_EVERY, tell));
    tokio::spawn(by_the_clock(app.clone(), REACH_EVERY, keep_reach));
    tokio::spawn(answer(app.clone()));
    tokio::spawn(note_head(app.clone()));
    tokio::spawn(published::render_again_or_say_why(app.clone()));
}

/// Does a job again and again, each time with what the clock may be trusted with.
async fn by_the_clock<Done: Future<Output = ()>>(
    app: App,
    every: Duration,
    job: impl Fn(App, Standing) -> Done,
) {
    let mut times = tokio::time::interval(every);
    loop {
        times.tick().await;
        match app.look_at_clock().await {
            Ok(standing) => job(app.clone(), standing).await,
            Err(error) => tracing::warn!(%error, "the database could not be asked for the time"),
        }
    }
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

/// Forgets what has had its time, as far as the clock may be trusted.
pub async fn forget(app: App, standing: Standing) {
    if let Some(now) = standing.sends {
        forget_counts(&app, now).await;
    }
    if let Some(past) = standing.forgets {
        forget_old(&app, past).await;
        match store::events::is_whole(&app.db, past).await {
            Ok(true) => {}
            Ok(false) => rebuild(&app, past).await,
            Err(error) => tracing::warn!(%error, "what is to come could not be counted"),
        }
    }
}

/// Puts back what is missing in what searches look in.
async fn rebuild(app: &App, past: Past) {
    match store::events::rebuild(&app.db, past).await {
        Ok(dates) => tracing::warn!(dates, "dates were missing in the search and are back"),
        Err(error) => tracing::warn!(%error, "dates are missing in the search"),
    }
}

/// Forgets what counts for some hours only: nobody misses it.
async fn forget_counts(app: &App, now: Trusted) {
    if let Err(error) = store::sign_ins::forget_old(&app.db, now).await {
        tracing::warn!(%error, "failed sign-ins could not be forgotten");
    }
    if let Err(error) = store::password_requests::forget_old(&app.db, now).await {
        tracing::warn!(%error, "who forgot a password could not be forgotten");
    }
    if let Err(error) = store::limits::forget_old(&app.db, now).await {
        tracing::warn!(%error, "what network addresses did could not be forgotten");
    }
}

/// Forgets what people would miss, had it not had its time.
async fn forget_old(app: &App, past: Past) {
    match store::drafts::forget_old(&app.db, past).await {
        Ok(0) => {}
        Ok(drafts) => tracing::info!(drafts, "forgot drafts that had their days"),
        Err(error) => tracing::warn!(%error, "old drafts could not be forgotten"),
    }
    match store::pictures::forget_unused(&app.db, past).await {
        Ok(0) => {}
        Ok(pictures) => tracing::info!(pictures, "forgot pictures that nothing has"),
        Err(error) => tracing::warn!(%error, "unused pictures could not be forgotten"),
    }
    if let Err(error) = store::events::forget_over(&app.db, past).await {
        tracing::warn!(%error, "what is over could not be left out of the search");
    }
    if let Err(error) = store::sessions::forget_old(&app.db, past).await {
        tracing::warn!(%error, "old sessions could not be forgotten");
    }
    if let Err(error) = store::devices::forget_old(&app.db, past).await {
        tracing::warn!(%error, "old devices could not be forgotten");
    }
    if let Err(error) = store::reports::forget_tellers(&app.db, past).await {
        tracing::warn!(%error, "who told us of events could not be forgotten");
    }
    if let Err(error) = store::weekly::forget_old(&app.db, past).await {
        tracing::warn!(%error, "old readers of the weekly email could not be forgotten");
    }
    if let Err(error) = store::links::forget_old(&app.db, past).await {
        tracing::warn!(%error, "old private links could not be forgotten");
    }
}

/// Tells whoever has something to hear of, as far as the clock may be trusted.
pub async fn tell(app: App, standing: Standing) {
    let Some(now) = standing.sends else { return };
    if let Err(error) = notices::by_the_clock(&app, now).await {
        tracing::warn!(%error, "staff could not be told of what waits");
    }
    if let Err(error) = devices::warn(&app, now).await {
        tracing::warn!(%error, "staff could not be told of failed sign-ins");
    }
    match commands::brake::by_the_clock(&app.db, now).await {
        Ok(0) => {}
        Ok(mails) => tracing::info!(mails, "mails that were held go now"),
        Err(error) => tracing::warn!(%error, "mails that are held could not be looked at"),
    }
    if let Err(error) = weekly::by_the_clock(&app, now).await {
        tracing::warn!(%error, "the weekly email could not be written");
    }
}

/// Writes to those who forgot a password and were not written to at once. They wait for no clock.
async fn answer(app: App) {
    let mut minutes = tokio::time::interval(TELL_EVERY);
    loop {
        minutes.tick().await;
        if let Err(error) = recovery::answer(&app).await {
            tracing::warn!(%error, "who forgot a password could not be written to");
        }
    }
}

async fn keep_reach(app: App, standing: Standing) {
    let Some(now) = standing.sends else { return };
    match commands::keep_reach::keep_reach(&app.db, now).await {
        Ok(0) => {}
        Ok(dates) => tracing::info!(dates, "listed dates that have come within reach"),
        Err(error) => tracing::warn!(%error, "the dates of rules could not be listed"),
    }
}
