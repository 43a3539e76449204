//! One's own sessions, ended from another.

use domain::staff::Staff;
use serde_json::json;

use crate::{commands::change::Change, state::App};

/// Ends a session of one's own. False where there is none of that number.
pub async fn end_one(app: &App, staff: &Staff, number: i64) -> sqlx::Result<bool> {
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        if !store::sessions::delete_one(&mut *tx, staff.id, number).await? {
            return Ok(false);
        }
        let subject = staff.actor();
        tx.note("session ended", subject, json!({}));
        tx.commit_noted().await?;
        Ok(true)
    })
    .await
}

/// Ends every session of one's own but the one whose hash this is.
pub async fn end_others(app: &App, staff: &Staff, this: &[u8]) -> sqlx::Result<()> {
    Change::make(&app.db, staff.actor(), app.now(), |mut tx| async move {
        let ended = store::sessions::delete_others(&mut *tx, staff.id, this).await?;
        let (subject, action) = (staff.actor(), "other sessions ended");
        let data = json!({ "sessions": ended });
        tx.note(action, subject, data);
        tx.commit_noted().await
    })
    .await
}
