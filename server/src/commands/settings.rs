//! The council's words and ways.

use domain::{settings::CouncilSettings, staff::Author};
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
