//! The database's clock, and the newest time that a server has seen by a clock it trusted.

use chrono::{DateTime, Utc};
use domain::clock::Trusted;
use sqlx::{PgExecutor, query};

/// What the database says of the time.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// What time it is by its own clock.
    pub now: DateTime<Utc>,
    /// The newest time that a server has seen; none before the first.
    pub seen: Option<DateTime<Utc>>,
}

/// Asks the database what time it is.
pub async fn ask(db: impl PgExecutor<'_>) -> sqlx::Result<Told> {
    sqlx::query_as!(
        Told,
        r#"select clock_timestamp() as "now!", (select at from clock_seen) as seen"#
    )
    .fetch_one(db)
    .await
}

/// Notes that it is this time, by a clock that is trusted.
pub async fn saw(db: impl PgExecutor<'_>, now: Trusted) -> sqlx::Result<()> {
    query!(
        "insert into clock_seen (at) values ($1) on conflict (id) do update set at = excluded.at",
        now.at()
    )
    .execute(db)
    .await?;
    Ok(())
}
