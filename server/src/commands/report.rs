//! Somebody tells the office of a listed event (6.13), and staff deal with it.

use chrono::{DateTime, Utc};
use domain::{council::Site, report::Report, staff::Author};
use serde_json::json;
use sqlx::PgPool;
use store::reports::{self, Arrived, StoredReport};
use uuid::Uuid;

use crate::{
    commands::{
        change::{Change, VISITOR},
        tell_staff,
    },
    letters::notices::{About, Event},
};

/// Keeps a report with its submission and tells staff. The same report again (by its key) changes
/// nothing. False where the event has had too many today: then nothing was kept.
pub async fn receive(
    db: &PgPool,
    about: About<'_>,
    (key, report): (Uuid, &Report),
    site: &Site,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    Change::make(db, VISITOR, now, async |mut change| match reports::arrive(
        &mut change,
        about.submission,
        (key, report),
        now,
    )
    .await?
    {
        Arrived::Before => Ok(true),
        Arrived::TooMany => Ok(false),
        Arrived::Stored(id) => {
            let event = Event::Reported(about, report.kind);
            tell_staff::tell(&mut change, site, &event, now).await?;
            let data = json!({ "report": id, "kind": report.kind.as_str() });
            change
                .commit("report received", about.reference, data)
                .await?;
            Ok(true)
        }
    })
    .await
}

/// Notes what was done about a report. False where a colleague was first: then nothing was noted.
pub async fn deal_with(
    db: &PgPool,
    author: Author,
    report: &StoredReport,
    outcome: &str,
) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        if !reports::deal_with(&mut *change, author, report.id, outcome).await? {
            return Ok(false);
        }
        let data = json!({ "report": report.id });
        change
            .commit("report dealt with", &report.reference, data)
            .await?;
        Ok(true)
    })
    .await
}
