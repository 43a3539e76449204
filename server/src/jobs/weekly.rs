//! The weekly email, written when its hour has come.

use crate::letters::marks;
use chrono::{Days, TimeDelta};
use domain::{clock::Trusted, weekly::DAYS_TOLD, when};
use store::weekly::BATCH;

use crate::{commands, letters::weekly::issue, rows::row_with_doors, state::App};

/// How late an email may be written. After a longer absence the next one is soon enough.
const LATE: TimeDelta = TimeDelta::hours(24);

/// Writes the weekly email where its hour has come, and says to how many. Any number of copies may
/// run it, as often as they like: each reader gets one a week. With nothing on, nobody gets any.
pub async fn by_the_clock(app: &App, now: Trusted) -> sqlx::Result<i64> {
    let now = now.at();
    let due = store::weekly::timetable(&app.db).await?.last_due(now);
    if !app.mail.is_set_up() || now - due.at > LATE {
        return Ok(0);
    }
    let site = &app.council().site;
    if !store::weekly::is_written(&app.db, due.week).await? {
        let today = when::today(now);
        let days = (today, today + Days::new(DAYS_TOLD - 1));
        let found = store::paper::between(&app.db, days, now).await?;
        let rows: Vec<_> = found.rows.into_iter().map(row_with_doors).collect();
        let issue = issue(site, &rows, found.more, today);
        store::weekly::write_issue(&app.db, due.week, &issue, now).await?;
    }
    let mut total = 0;
    loop {
        let host = marks::host(&site.address);
        let written = commands::weekly::write_batch(&app.db, due, host, now).await?;
        total += written;
        if written < BATCH {
            return Ok(total);
        }
    }
}
