//! The database: every line of SQL, one file a table family. Queries are static and checked
//! against the schema when this is compiled.
//!
//! It knows the rules of `domain` and nothing else of ours: it can neither word a letter nor draw a page. Functions take a
//! connection or a pool and never commit what matters: a command does that, which owns the transaction
//! (`server/src/commands`). An error is always the database's: it did not answer, or refused.

#![allow(clippy::missing_errors_doc)] // see above

pub mod accounts;
pub mod audit;
pub mod blocks;
pub mod cases;
pub mod changes;
pub mod clock;
pub mod dates;
pub mod decisions;
pub mod devices;
pub mod drafts;
pub mod event_types;
pub mod events;
pub mod feed;
pub mod guidance;
pub mod hints;
pub mod in_hand;
pub mod limits;
pub mod links;
pub mod mail_server;
pub mod messages;
pub mod notes;
pub mod notices;
pub mod outbox;
pub mod paper;
pub mod passages;
pub mod passkeys;
pub mod password_requests;
pub mod pictures;
pub mod policy;
pub mod policy_drafts;
pub mod queue;
pub mod records;
pub mod replies;
pub mod reports;
pub mod roles;
pub mod rules;
pub mod second_factor;
pub mod sender;
pub mod sessions;
pub mod sign_ins;
pub mod site;
pub mod spam;
pub mod staff;
pub mod staff_edits;
pub mod submissions;
pub mod token;
pub mod venues;
pub mod weekly;

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::{
    PgConnection, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// The schema, as plain SQL in `migrations/`.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Holds a name until the transaction ends: of two who do the same at once, the second waits and then
/// sees what the first did.
pub async fn hold(tx: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "select from pg_advisory_xact_lock(hashtextextended($1, 0))",
        name
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Where the database is.
#[derive(Clone, Copy)]
pub struct Database<'a> {
    /// `postgres://user:password@host:port/name`. It holds a password, so it is never printed.
    pub url: &'a str,
    /// How many connections to hold open at most.
    pub connections: u32,
}

/// Connects. Each connection gives up on a statement after ten seconds and on a lock after five,
/// so that one slow query cannot stop the site; PostgreSQL by itself would wait for ever.
///
/// # Errors
/// When the address is wrong or the database does not answer, or does not keep its promises
/// (`fsync` or `full_page_writes` off).
pub async fn connect(database: Database<'_>) -> sqlx::Result<PgPool> {
    connect_with(database, &SETTINGS).await
}

/// Connects for a command at the terminal, which may take as long as it takes: a migration of a
/// large table, the reading of a long audit log.
///
/// # Errors
/// As [`connect`].
pub async fn connect_patiently(database: Database<'_>) -> sqlx::Result<PgPool> {
    connect_with(database, &SETTINGS[SETTINGS.len() - 2..]).await
}

async fn connect_with(database: Database<'_>, settings: &[(&str, &str)]) -> sqlx::Result<PgPool> {
    let options: PgConnectOptions = database.url.parse()?;
    let pool = PgPoolOptions::new()
        .max_connections(database.connections)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(
            options
                .application_name("whatson")
                .options(settings.iter().copied()),
        )
        .await?;
    refuse_forgetful(&pool).await?;
    Ok(pool)
}

/// What each connection asks of PostgreSQL.
const SETTINGS: [(&str, &str); 8] = [
    // Compiling a statement takes longer than any of ours runs.
    ("jit", "off"),
    // A plan for the values at hand: what is asked for decides which index is best.
    ("plan_cache_mode", "force_custom_plan"),
    // All that is often asked for is in memory, where a page here or there costs the same.
    ("random_page_cost", "1.1"),
    ("statement_timeout", "10s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "30s"),
    ("synchronous_commit", "on"),
    ("timezone", "UTC"),
];

/// A receipt promises that nothing is lost, which a database without `fsync` cannot.
async fn refuse_forgetful(pool: &PgPool) -> sqlx::Result<()> {
    let durable = sqlx::query_scalar!(
        r#"select current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as "durable!""#
    )
    .fetch_one(pool)
    .await?;
    if durable {
        Ok(())
    } else {
        Err(sqlx::Error::Configuration("this PostgreSQL runs with fsync or full_page_writes off and can lose what it acknowledged: switch them on".into()))
    }
}

/// Brings the schema up to date.
///
/// # Errors
/// When a migration fails or one that ran before has been edited.
pub async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    MIGRATIONS.run(pool).await
}

/// Whether the schema is at least the one that this build was made for. A newer one is fine:
/// migrations keep the binary before them working.
pub async fn schema_is_current(pool: &PgPool) -> sqlx::Result<bool> {
    let newest = MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default();
    // The migrator's own table may not exist yet when this is compiled, so this is not a macro.
    let applied: Option<i64> =
        sqlx::query_scalar("select max(version) from _sqlx_migrations where success")
            .fetch_one(pool)
            .await?;
    Ok(applied.is_some_and(|applied| applied >= newest))
}

/// How many rows of a long list are counted and paged through at once, from the newest or from an earlier row on. What
/// is asked for decides what a page costs, never how much there is.
pub const STRETCH: i64 = 200;

/// A row's place in a list that is ordered by time. The list goes on after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its time.
    pub at: DateTime<Utc>,
    /// Its number, which tells it from others of the same time.
    pub id: i64,
}

/// Which rows of a list are read: those of a page, after a mark where there is one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Part {
    /// Only what comes after this in the list.
    pub before: Option<Mark>,
    /// How many at most.
    pub limit: i64,
    /// How many of them are left out first.
    pub offset: i64,
}

impl Part {
    fn at(&self) -> Option<DateTime<Utc>> {
        self.before.map(|mark| mark.at)
    }

    fn id(&self) -> Option<i64> {
        self.before.map(|mark| mark.id)
    }
}

/// The pattern of `like` for what has these words in it.
fn containing(words: &str) -> String {
    let plain = words.replace('\\', "\\\\");
    format!("%{}%", plain.replace('%', "\\%").replace('_', "\\_"))
}

/// A list with one of its numbers moved by a place; `None` where there is nothing to move.
fn swapped(mut ids: Vec<i64>, id: i64, up: bool) -> Option<Vec<i64>> {
    let at = ids.iter().position(|other| *other == id)?;
    let to = if up { at.checked_sub(1)? } else { at + 1 };
    (to < ids.len()).then(|| {
        ids.swap(at, to);
        ids
    })
}
