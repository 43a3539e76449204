//! What was published under an older rendering of descriptions is rendered again, once, when the site starts.

use crate::{markdown, state::App};

/// How many are rendered before the next look: nobody waits for them.
const AT_ONCE: i64 = 50;

/// Renders what is old, and says in the log how many that were, or why it could not be done.
pub(super) async fn render_again_or_say_why(app: App) {
    match render_again(&app).await {
        Ok(0) => {}
        Ok(events) => tracing::info!(events, "rendered descriptions again"),
        Err(error) => tracing::warn!(%error, "old descriptions could not be rendered again"),
    }
}

/// Renders the descriptions that are of an older rendering, and gives how many they were.
///
/// # Errors
/// When the database does not answer; what was rendered stays.
pub async fn render_again(app: &App) -> sqlx::Result<usize> {
    let mut done = 0;
    loop {
        let old = store::events::rendered_before(&app.db, markdown::RENDERING, AT_ONCE).await?;
        if old.is_empty() {
            return Ok(done);
        }
        for (event, details) in &old {
            let html = markdown::to_html(details.description.as_str());
            store::events::render_again(&app.db, *event, &html, markdown::RENDERING).await?;
        }
        done += old.len();
    }
}
