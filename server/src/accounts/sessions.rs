//! One's own sessions, ended from another.

use domain::staff::Staff;
use serde_json::json;

use crate::state::App;

/// Ends a session of one's own. False where there is none of that number.
pub async fn end_one(app: &App, staff: &Staff, number: i64) -> sqlx::Result<bool> {
    let mut tx = app.db.begin().await?;
    if !store::sessions::delete_one(&mut *tx, staff.id, number).await? {
        return Ok(false);
    }
    let subject = staff.actor();
    store::audit::append(
        &mut tx,
        app.now(),
        &subject,
        "session ended",
        &subject,
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends every session of one's own but the one whose hash this is.
pub async fn end_others(app: &App, staff: &Staff, this: &[u8]) -> sqlx::Result<()> {
    let mut tx = app.db.begin().await?;
    let ended = store::sessions::delete_others(&mut *tx, staff.id, this).await?;
    let (subject, action) = (staff.actor(), "other sessions ended");
    let data = json!({ "sessions": ended });
    store::audit::append(&mut tx, app.now(), &subject, action, &subject, data).await?;
    tx.commit().await
}
