//! Word of changes to what the public sees (`NOTIFY public_change`), and when the clock changes it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::{
    PgPool,
    postgres::{PgListener, PgPoolOptions},
};

/// The tables whose changes change the council's words and lists too.
pub const COUNCIL: [&str; 3] = ["site", "event_type", "venue"];

/// Listens on a connection of its own, which the pages' queries need not wait for.
pub async fn listen(db: &PgPool) -> sqlx::Result<PgListener> {
    let own = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with((*db.connect_options()).clone());
    let mut listener = PgListener::connect_with(&own).await?;
    listener.listen("public_change").await?;
    Ok(listener)
}

/// Whether the listening connection still lives.
///
/// # Errors
/// When it does not.
pub async fn answers(listener: &mut PgListener) -> sqlx::Result<()> {
    sqlx::query!(r#"select 1 as "one!""#)
        .fetch_one(listener)
        .await
        .map(|_| ())
}

/// When the next date of an event is over, and so leaves the list.
pub async fn next_end(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!("select min(over_at) from upcoming where over_at > $1", now)
        .fetch_one(db)
        .await
}

/// How often something public was changed; nothing where that is not known.
pub async fn count(db: &PgPool) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select coalesce(last_value, 0) from pg_sequences
         where schemaname = 'public' and sequencename = 'public_changes'
           and has_sequence_privilege('public.public_changes', 'usage')"
    )
    .fetch_optional(db)
    .await
    .map(Option::flatten)
}
