//! The council's words and ways.

use domain::{
    settings::{CouncilSettings, SiteLimits},
    staff::Author,
};
use serde_json::json;
use sqlx::PgPool;

use crate::commands::change::Change;

/// Changes the council's words and ways. The audit entry names what changed, not to what: the
/// office's address may be somebody's home.
pub async fn save(db: &PgPool, author: Author, settings: &CouncilSettings) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        let changed = store::site::save(&mut change, settings).await?;
        if !changed.is_empty() {
            let data = json!({ "changed": changed });
            change.note("council settings changed", "settings", data);
        }
        change.commit_noted().await
    })
    .await
}

/// Changes how much the site takes. The audit entry has the numbers before and after.
pub async fn set_limits(db: &PgPool, author: Author, limits: SiteLimits) -> sqlx::Result<()> {
    let numbers = |it: SiteLimits| json!({ "open_most": it.open_most, "flood_sent": it.flood_sent, "asked_most": it.asked_most });
    Change::by(db, author, |mut change| async move {
        let before = store::site::set_limits(&mut change, limits).await?;
        if before != limits {
            let data = json!({ "before": numbers(before), "after": numbers(limits) });
            change.note("limits changed", "settings", data);
        }
        change.commit_noted().await
    })
    .await
}
