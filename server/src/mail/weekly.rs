//! The links of the weekly email, which are made as each mail goes out.

use store::weekly::Purpose;

use crate::{
    letters::weekly::{CONFIRM_LINK, STOP_LINK},
    state::App,
};

/// The text with the reader's link in its place, and the address that stops the weekly email. The
/// place is the last one there is: an event's title may hold the same words.
pub(super) async fn filled_in(
    app: &App,
    reader: i64,
    body: &str,
    site: &str,
) -> sqlx::Result<(String, Option<String>)> {
    if let Some((before, after)) = body.rsplit_once(STOP_LINK) {
        let token = store::weekly::mint(&app.db, reader, Purpose::Stop, app.now()).await?;
        let stop = format!("{site}/weekly/stop/{token}");
        return Ok((format!("{before}{stop}{after}"), Some(stop)));
    }
    if let Some((before, after)) = body.rsplit_once(CONFIRM_LINK) {
        let token = store::weekly::mint(&app.db, reader, Purpose::Confirm, app.now()).await?;
        let confirm = format!("{site}/weekly/confirm/{token}");
        return Ok((format!("{before}{confirm}{after}"), None));
    }
    Ok((body.to_owned(), None))
}
