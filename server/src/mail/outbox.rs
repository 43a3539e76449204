//! The workers that send what waits. They wake when a message is committed and look round by themselves now and then; any
//! number of copies of the server may run some. What somebody waits for before the screen goes first, and what is one of many
//! never takes the last of them, so that a slow mail holds nobody.
//!
//! A message is claimed in a statement of its own, handed over with no transaction open, and what
//! came of it is noted in another. Killed in between, the message stays claimed until its lease
//! ends and is then sent again under the same Message-ID: at worst the one mail that was in hand
//! arrives twice, and none is lost.
//!
//! A mail server that cannot be reached is one fault (`store::mail_server`) and uses up no message's tries. While it lasts one
//! worker tries now and then, and when there is an answer again all that waits goes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    limits::OWN_FAULT_PAUSE,
    message::{Kind, pause_after},
};
use sqlx::postgres::PgListener;
use store::{
    self,
    outbox::{Claimed, Reach, Trouble, Untried},
    token,
};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    letters::{
        accounts::PLACES,
        marks::{self, LINK_LEFT_OUT, PRIVATE_LINK},
    },
    mail::{
        compose::{Letter, Unmailable, compose},
        outcome::Outcome,
        smtp::Line,
        weekly,
    },
    state::App,
};

/// How often a worker looks round when nobody wakes it: for tries that have become due, and for
/// wakings that were missed while the database was away.
const LOOK_ROUND: Duration = Duration::from_secs(15);
/// How often it is tried to note what came of a mail. A note that is not made costs a second mail;
/// one that comes after the lease could speak for another worker's try.
const NOTE_TRIES: u32 = 10;

/// The running workers.
#[derive(Debug)]
pub struct Outbox {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Outbox {
    /// Starts the workers beside the server. Where mail is not set up, messages wait.
    #[must_use]
    pub fn start(app: &App) -> Self {
        let (stop, stopping) = watch::channel(false);
        let mut tasks = JoinSet::new();
        if app.mail.is_set_up() {
            let (wake, woken) = watch::channel(());
            tasks.spawn(listen(app.clone(), wake, stopping.clone()));
            for place in 0..app.mail.workers {
                // One of several is there for what is not one of many.
                let reach = if place == 0 && app.mail.workers > 1 {
                    Reach::NotBulk
                } else {
                    Reach::All
                };
                tasks.spawn(work(app.clone(), reach, woken.clone(), stopping.clone()));
            }
        }
        Self { stop, tasks }
    }

    /// Stops the workers once each has finished the mail in hand, for which they have so long.
    pub async fn finish(mut self, within: Duration) {
        let _ = self.stop.send(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if timeout(within, all).await.is_err() {
            // Its lease runs out, and another worker takes it up.
            tracing::warn!("stopped while a mail was still being handed over");
            self.tasks.abort_all();
        }
    }
}

/// Wakes the workers whenever a message is committed that may go, as long as the connection to the database holds.
async fn listen(app: App, wake: watch::Sender<()>, mut stopping: watch::Receiver<bool>) {
    let mut listener = None;
    while !*stopping.borrow() {
        if listener.is_none() {
            listener = store::outbox::listen(&app.db).await.ok();
            // What was committed while nobody listened.
            wake.send_replace(());
        }
        tokio::select! {
            heard = hear(&mut listener) => if heard {
                wake.send_replace(());
            } else {
                listener = None;
                sleep(Duration::from_secs(1)).await;
            },
            _ = stopping.changed() => {}
        }
    }
}

/// Waits until a message is committed. False when the connection to the database is lost, or there is none.
async fn hear(listener: &mut Option<PgListener>) -> bool {
    match listener {
        Some(listener) => listener.recv().await.is_ok(),
        None => false,
    }
}

async fn work(
    app: App,
    reach: Reach,
    mut woken: watch::Receiver<()>,
    mut stopping: watch::Receiver<bool>,
) {
    let mut line = Line::default();
    while !*stopping.borrow() {
        woken.mark_unchanged();
        if let Err(error) = send_due_until(&app, reach, &mut line, &stopping).await {
            tracing::warn!(%error, "the messages that wait could not be looked through");
        }
        tokio::select! {
            // An error says that nobody listens any more, since the server stops.
            _ = woken.changed() => {}
            () = sleep(LOOK_ROUND) => line.close_if_idle().await,
            _ = stopping.changed() => {}
        }
    }
    line.close().await;
}

/// Sends every message that is due, one after another, and says how many tries that took.
pub async fn send_due(app: &App) -> sqlx::Result<u32> {
    let (_never, stopping) = watch::channel(false);
    let mut line = Line::default();
    let tries = send_due_until(app, Reach::All, &mut line, &stopping).await;
    line.close().await;
    tries
}

async fn send_due_until(
    app: &App,
    reach: Reach,
    line: &mut Line,
    stopping: &watch::Receiver<bool>,
) -> sqlx::Result<u32> {
    store::outbox::give_up_on_lost(&app.db, app.now()).await?;
    let mut tries = 0;
    while !*stopping.borrow() && store::mail_server::may_try(&app.db, app.now()).await? {
        let Some(claimed) = store::outbox::claim(&app.db, reach, app.now()).await? else {
            break;
        };
        let outcome = send(app, line, &claimed).await;
        note(app, &claimed, outcome).await?;
        tries += 1;
    }
    Ok(tries)
}

/// Makes the mail and hands it over.
async fn send(app: &App, line: &mut Line, claimed: &Claimed) -> Outcome {
    let council = app.council();
    let site = &council.site;
    let (text, stop) = match filled_in(app, claimed, &site.address).await {
        Ok(filled) => filled,
        Err(error) => {
            tracing::warn!(%error, mail = claimed.id, "a private link could not be made");
            return Outcome::Unmade("The sender's private link could not be made".to_owned());
        }
    };
    let letter = Letter {
        kind: Kind::parse(&claimed.kind),
        recipient: &claimed.recipient,
        subject: &claimed.subject,
        text: &text,
        message_id: &claimed.message_id,
        stop: stop.as_deref(),
    };
    match compose(site, app.mail.from.as_ref(), &letter, app.now()) {
        Ok(mail) => {
            app.mail
                .hand_over(
                    line,
                    mail.envelope(),
                    &mail.formatted(),
                    &claimed.message_id,
                )
                .await
        }
        Err(fault @ Unmailable::Council) => Outcome::Unmade(fault.to_string()),
        Err(fault) => Outcome::Refused(fault.to_string()),
    }
}

/// The text with the sender's private link in its place, and for a reader of the weekly email the
/// address that stops it. A notice to staff has neither; one about their account may have a link of
/// its own.
async fn filled_in(
    app: &App,
    claimed: &Claimed,
    site: &str,
) -> sqlx::Result<(String, Option<String>)> {
    match (claimed.submission_id, claimed.subscriber_id) {
        (Some(submission), _) => with_private_links(app, claimed, submission, site)
            .await
            .map(|text| (text, None)),
        (_, Some(reader)) => weekly::filled_in(app, reader, &claimed.body, site).await,
        _ => with_account_link(app, claimed, site)
            .await
            .map(|text| (text, None)),
    }
}

/// A text with the private link of its event, and in a mail about several with theirs.
async fn with_private_links(
    app: &App,
    claimed: &Claimed,
    submission: i64,
    site: &str,
) -> sqlx::Result<String> {
    let mut text = claimed.body.clone();
    if text.contains(PRIVATE_LINK) {
        let link = private_link(app, claimed, submission, site).await?;
        text = text.replace(PRIVATE_LINK, &link);
    }
    if matches!(
        Kind::parse(&claimed.kind),
        Some(Kind::Confirm | Kind::NewLink)
    ) {
        for reference in marks::linked(&claimed.body) {
            let of = store::submissions::id_of(&app.db, reference).await?;
            let Some(of) = of else { continue };
            let link = private_link(app, claimed, of, site).await?;
            text = text.replace(&marks::private_link_of(reference), &link);
        }
    }
    Ok(text)
}

/// A new private link of a submission, or word that there is none for whom the mail goes to.
async fn private_link(
    app: &App,
    claimed: &Claimed,
    submission: i64,
    site: &str,
) -> sqlx::Result<String> {
    let token = store::links::mint(&app.db, submission, claimed.id, app.now()).await?;
    Ok(token.map_or_else(
        || LINK_LEFT_OUT.to_owned(),
        |token| format!("{site}/manage/{token}"),
    ))
}

/// A text with a link by which its reader chooses a password, where it has a place for one. In a
/// notice of an event the same words are its sender's, and stay words.
async fn with_account_link(app: &App, claimed: &Claimed, site: &str) -> sqlx::Result<String> {
    let is_ours = claimed.kind == Kind::Account.as_str();
    let place = PLACES
        .iter()
        .find(|(place, ..)| is_ours && claimed.body.contains(place));
    let (Some(staff), Some((place, _, lives))) = (claimed.staff_id, place) else {
        return Ok(claimed.body.clone());
    };
    let (now, token) = (app.now(), token::secret());
    store::staff::add_link(&app.db, now, staff, &token::hash(&token), now + *lives).await?;
    let link = format!("{site}/staff/welcome/{token}");
    Ok(claimed.body.replace(place, &link))
}

/// Notes what came of a mail, through a short absence of the database if need be.
async fn note(app: &App, claimed: &Claimed, outcome: Outcome) -> sqlx::Result<()> {
    let mut tries = 0;
    loop {
        let noted = note_once(app, claimed, &outcome).await;
        tries += 1;
        match noted {
            Err(_) if tries < NOTE_TRIES => sleep(Duration::from_millis(500)).await,
            noted => return noted,
        }
    }
}

/// What became of the message first: a note that is not made costs a second mail.
async fn note_once(app: &App, claimed: &Claimed, outcome: &Outcome) -> sqlx::Result<()> {
    let (db, now) = (&app.db, app.now());
    match outcome {
        Outcome::Sent => {
            store::outbox::sent(db, claimed, now).await?;
            tracing::info!(mail = claimed.id, "a mail went out");
            answered(app).await
        }
        Outcome::Refused(words) | Outcome::Later(words) => {
            let again = matches!(outcome, Outcome::Later(_));
            not_sent(app, claimed, trouble(claimed, words, again, now)).await?;
            answered(app).await
        }
        Outcome::Perhaps(words) => {
            let trouble = Trouble {
                perhaps_sent: true,
                ..trouble(claimed, words, true, now)
            };
            not_sent(app, claimed, trouble).await
        }
        Outcome::CutOff(words) if breaks_by_itself(app, claimed).await? => {
            let trouble = Trouble {
                cut_off_at: Some(now),
                ..trouble(claimed, words, true, now)
            };
            not_sent(app, claimed, trouble).await
        }
        Outcome::CutOff(words) => {
            store::outbox::put_back(db, claimed, Untried::CutOff(now)).await?;
            not_answered(app, words).await
        }
        Outcome::Unreachable(words) => {
            store::outbox::put_back(db, claimed, Untried::Server).await?;
            not_answered(app, words).await
        }
        Outcome::Unmade(words) => {
            let untried = Untried::Site(words, now + OWN_FAULT_PAUSE);
            store::outbox::put_back(db, claimed, untried).await?;
            tracing::warn!(mail = claimed.id, words, "a mail could not be made yet");
            Ok(())
        }
    }
}

/// Whether the connection broke off with this message in hand before, and the mail server has answered about others since: then
/// it is this one that breaks it.
async fn breaks_by_itself(app: &App, claimed: &Claimed) -> sqlx::Result<bool> {
    match claimed.cut_off_at {
        Some(then) => store::mail_server::has_answered_since(&app.db, then).await,
        None => Ok(false),
    }
}

/// Notes a try that did not end well. The log has the message's number, never its words or its address.
async fn not_sent(app: &App, claimed: &Claimed, trouble: Trouble) -> sqlx::Result<()> {
    let (mail, attempts) = (claimed.id, claimed.attempts);
    if store::outbox::not_sent(&app.db, claimed, &trouble).await? {
        tracing::warn!(mail, attempts, "a mail did not go out yet");
    } else {
        tracing::error!(mail, attempts, "a mail was given up");
    }
    Ok(())
}

/// The mail server said something about a message. The log has it once that it is back.
async fn answered(app: &App) -> sqlx::Result<()> {
    if let Some(since) = store::mail_server::answered(&app.db, app.now()).await? {
        tracing::info!(%since, "the mail server answers again, and all that waits goes out");
    }
    Ok(())
}

/// The mail server did not answer. The log has it once, however long it lasts.
async fn not_answered(app: &App, words: &str) -> sqlx::Result<()> {
    if store::mail_server::not_answered(&app.db, words, app.now()).await? {
        tracing::error!(words, "the mail server does not answer, and mails wait");
    }
    Ok(())
}

/// What to note of a try that did not end well.
fn trouble(claimed: &Claimed, words: &str, again: bool, now: DateTime<Utc>) -> Trouble {
    let attempts = u32::try_from(claimed.attempts).unwrap_or(u32::MAX);
    let pause = pause_after(attempts).filter(|_| again);
    Trouble {
        words: words.to_owned(),
        perhaps_sent: false,
        next: pause.map(|pause| now + pause),
        cut_off_at: None,
    }
}
