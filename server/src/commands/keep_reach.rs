//! The dates of rules that run on are listed as far as they reach.

use domain::clock::Trusted;
use sqlx::PgPool;
use store::dates;

use crate::commands::change::{CLOCK, Change};

/// Lists the dates that have come within reach of the rules that have no end, and says how many.
/// Doing it again, or twice at once, changes nothing.
///
/// # Errors
/// Also where a rule cannot be worked out.
pub async fn keep_reach(db: &PgPool, now: Trusted) -> sqlx::Result<u64> {
    let now = now.at();
    let mut written = 0;
    for event in dates::endless(db).await? {
        written += Change::make(db, CLOCK, now, |mut change| async move {
            let written = dates::reach(&mut change, event, now).await?;
            change.commit_noted().await?;
            Ok::<_, sqlx::Error>(written)
        })
        .await?;
    }
    Ok(written)
}
