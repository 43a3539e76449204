//! The program's own log: where its lines go, and what the security log is told.
//!
//! Lines go to standard output, plain or as JSON, and never wait for whoever reads them. With `SECURITY_LOG` what
//! concerns the site's safety goes into files of its own as well, one a day, as JSON; those older than
//! [`SECURITY_LOG_DAYS`] days are removed. `docs/operations.md` says how to keep both.
//!
//! What the log knows of people is an account's number, and of strangers the larger network that they are in
//! ([`coarse_network`]). Never a name, an address or what somebody typed.

use std::{
    collections::HashMap,
    io::{self, IsTerminal},
    net::IpAddr,
    path::PathBuf,
    str::FromStr,
    sync::{LazyLock, Mutex, PoisonError},
    time::{Duration, Instant},
};

use clap::Args;
use domain::{network::coarse_network, retention::SECURITY_LOG_DAYS};
use strum::IntoStaticStr;
use tracing_appender::{
    non_blocking,
    non_blocking::WorkerGuard,
    rolling::{InitError, RollingFileAppender, Rotation},
};
use tracing_subscriber::{
    EnvFilter, Layer, filter::Directive, fmt::writer::MakeWriterExt, layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// Where log lines go.
#[derive(Debug, Clone, Args)]
pub struct LogConfig {
    /// Write log lines as JSON.
    #[arg(long, env = "LOG_JSON")]
    log_json: bool,
    /// A folder for the security log: a file a day, as JSON.
    #[arg(long, env = "SECURITY_LOG", value_name = "FOLDER")]
    security_log: Option<PathBuf>,
}

/// What writes the lines: those that wait are written when it is dropped.
#[must_use]
pub struct Writing(
    #[expect(dead_code, reason = "they write when they are dropped")] Vec<WorkerGuard>,
);

/// Begins the log.
///
/// # Errors
/// When the security log's folder cannot be written to.
pub fn start(config: &LogConfig) -> Result<Writing, InitError> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        EnvFilter::new("info,sqlx=warn,tower_sessions=error,tower_sessions_core=error")
    });
    // Whatever is asked of the rest, these are told.
    let always = [SECURITY, REQUEST].map(|target| Directive::from_str(&format!("{target}=info")));
    let filter = always
        .into_iter()
        .flatten()
        .fold(filter, EnvFilter::add_directive);
    let (out, writing_out) = non_blocking(io::stdout());
    let mut writing = vec![writing_out];
    let lines = tracing_subscriber::fmt::layer().with_writer(out);
    let lines = if config.log_json {
        lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed()
    } else {
        let colours = io::stdout().is_terminal();
        lines.compact().with_ansi(colours).boxed()
    };
    let security = match &config.security_log {
        None => None,
        Some(folder) => {
            let files = RollingFileAppender::builder()
                .rotation(Rotation::DAILY)
                .filename_prefix("security")
                .filename_suffix("jsonl")
                .max_log_files(SECURITY_LOG_DAYS)
                .build(folder)?;
            let (files, writing_files) = non_blocking(files);
            writing.push(writing_files);
            let lines = tracing_subscriber::fmt::layer()
                .json()
                .flatten_event(true)
                .with_span_list(false);
            // A filter of a layer's own is led astray by libraries that ask whether a line would be told and do not
            // tell it (sqlx does so); the writer's is not.
            Some(lines.with_writer(files.with_filter(|line| line.target() == SECURITY)))
        }
    };
    tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .with(security)
        .init();
    Ok(Writing(writing))
}

/// What the lines of a request are told by, and its span.
pub const REQUEST: &str = "request";
/// What the security log's lines are told by.
const SECURITY: &str = "security";

/// What the security log tells of (OWASP ASVS 5.0, 16.3). What changes is told beside it by [`changed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr)]
pub enum SecurityEvent {
    /// A password was wrong, or nobody has that name.
    #[strum(serialize = "sign-in failed")]
    SignInFailed,
    /// A sign-in was not tried, since too many had failed or were in line.
    #[strum(serialize = "sign-in has to wait")]
    SignInHasToWait,
    /// A code, a recovery code or a passkey was not accepted.
    #[strum(serialize = "second step failed")]
    SecondStepFailed,
    /// Too many codes were wrong.
    #[strum(serialize = "second step has to wait")]
    SecondStepHasToWait,
    /// Somebody is signed in, both steps done.
    #[strum(serialize = "signed in")]
    SignedIn,
    /// Somebody signed out.
    #[strum(serialize = "signed out")]
    SignedOut,
    /// A password was forgotten, says somebody, of whatever name.
    #[strum(serialize = "forgotten password asked for")]
    ForgottenAsked,
    /// What is known of a case was taken away as a file.
    #[strum(serialize = "exported")]
    Exported,
    /// A request was refused: from another site, forged, or without the right to it.
    #[strum(serialize = "refused")]
    Refused,
    /// A limit was met.
    #[strum(serialize = "limit met")]
    LimitMet,
}

tokio::task_local! {
    /// The larger network that the request under way came from.
    static NETWORK: String;
}

/// Does what a request from this address asks for: what the security log is told meanwhile names the network that it is in.
pub async fn from_network<T>(address: Option<IpAddr>, work: impl Future<Output = T>) -> T {
    let network = address.map(coarse_network).unwrap_or_default();
    NETWORK.scope(network, work).await
}

/// Tells the security log, and of which account where that is known. `detail` is a word of ours (a route, a kind of
/// second step), never what somebody typed. Of
/// one kind from one network [`LINES_A_MINUTE`] are told in a minute, and then how many more there were: a flood of
/// requests is no flood of lines.
pub fn tell(event: SecurityEvent, account: Option<i64>, detail: &str) {
    let network = NETWORK.try_with(Clone::clone).unwrap_or_default();
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    for (event, network, untold) in told.sweep(Instant::now()) {
        let event: &str = event.into();
        tracing::warn!(target: SECURITY, event, network, more = untold, "and more");
    }
    if told.may(event, &network) {
        let event: &str = event.into();
        tracing::warn!(target: SECURITY, event, account, network, detail);
    }
}

/// Tells the security log of a change that staff made, or that is of an account: the audit log's words for it. So it
/// stands where the database cannot rewrite it.
pub fn changed(actor: &str, action: &str, subject: &str) {
    tracing::info!(target: SECURITY, event = "changed", actor, action, subject);
}

/// How many lines of one kind from one network are told in a minute one by one.
const LINES_A_MINUTE: u32 = 10;
/// How many kinds and networks are told apart in a minute; the others are counted together.
const TOLD_APART: usize = 500;

static TOLD: LazyLock<Mutex<Told>> = LazyLock::new(Mutex::default);

/// What was told in this minute.
#[derive(Debug, Default)]
struct Told {
    since: Option<Instant>,
    counts: HashMap<(SecurityEvent, String), u32>,
}

impl Told {
    /// Begins a new minute once the one before is over, and gives what was not told in that.
    fn sweep(&mut self, now: Instant) -> Vec<(SecurityEvent, String, u32)> {
        let since = *self.since.get_or_insert(now);
        if now.duration_since(since) < Duration::from_mins(1) {
            return Vec::new();
        }
        self.since = Some(now);
        let counts = self.counts.drain();
        let untold = counts.map(|((event, network), count)| {
            (event, network, count.saturating_sub(LINES_A_MINUTE))
        });
        untold.filter(|(.., untold)| *untold > 0).collect()
    }

    /// Counts one, and says whether it is told by itself.
    fn may(&mut self, event: SecurityEvent, network: &str) -> bool {
        let mut key = (event, network.to_owned());
        if self.counts.len() >= TOLD_APART && !self.counts.contains_key(&key) {
            "many".clone_into(&mut key.1);
        }
        let count = self.counts.entry(key).or_default();
        *count += 1;
        *count <= LINES_A_MINUTE
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{LINES_A_MINUTE, SecurityEvent, TOLD_APART, Told};

    #[test]
    fn a_flood_from_one_network_is_told_as_a_number_and_hides_nobody_else() {
        let mut told = Told::default();
        let began = Instant::now();
        assert!(told.sweep(began).is_empty());
        let flood = |told: &mut Told| {
            (0..1000)
                .filter(|_| told.may(SecurityEvent::SignInFailed, "192.0.2.0/24"))
                .count()
        };
        assert_eq!(flood(&mut told), LINES_A_MINUTE as usize);
        assert!(told.may(SecurityEvent::SignInFailed, "198.51.100.0/24"));
        assert!(told.may(SecurityEvent::SignedOut, "192.0.2.0/24"));
        assert!(told.sweep(began + Duration::from_secs(59)).is_empty());
        let more = told.sweep(began + Duration::from_secs(61));
        let network = "192.0.2.0/24".to_owned();
        assert_eq!(
            more,
            [(SecurityEvent::SignInFailed, network, 1000 - LINES_A_MINUTE)]
        );
        assert_eq!(flood(&mut told), LINES_A_MINUTE as usize, "a new minute");
    }

    #[test]
    fn a_flood_from_ever_new_networks_takes_no_more_memory() {
        let mut told = Told::default();
        let lines = (0..100_000)
            .filter(|n| told.may(SecurityEvent::LimitMet, &n.to_string()))
            .count();
        assert_eq!(lines, TOLD_APART + LINES_A_MINUTE as usize);
        assert!(told.counts.len() <= TOLD_APART + 1);
    }
}
