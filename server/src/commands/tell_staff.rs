//! Staff hear of something: at once, or with the morning's summary, as each has chosen.

use chrono::{DateTime, Utc};
use domain::{council::Site, notices::Pace};
use sqlx::{PgConnection, PgPool};
use store::{messages, notices};

use crate::{
    commands::change::{CLOCK, Change},
    letters::{notices as letters, notices::Event},
};

/// Tells staff of something, in the transaction of what it tells of: those who want it at once get
/// a message, for the others it waits for the morning.
pub async fn tell(
    tx: &mut PgConnection,
    site: &Site,
    event: &Event<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    note(tx, Some(site), event, now).await
}

/// Notes something for the morning's summary of everybody who wants to hear of it, at once or not.
pub async fn tell_in_the_morning(
    tx: &mut PgConnection,
    event: &Event<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    note(tx, None, event, now).await
}

/// Notes something for everybody who wants to hear of it. With the site that it is told of, those who
/// want it at once get a message.
async fn note(
    tx: &mut PgConnection,
    site: Option<&Site>,
    event: &Event<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (topic, about, line) = (event.topic(), event.about(), event.line());
    for reader in notices::readers(&mut *tx, topic).await? {
        let noted = notices::add(
            &mut *tx,
            reader.staff_id,
            about.submission,
            topic,
            &line,
            now,
        );
        let Some(notice) = noted.await? else { continue };
        let at_once_to = site.filter(|_| Pace::parse(&reader.pace) == Some(Pace::AtOnce));
        if let Some(site) = at_once_to {
            let message = letters::at_once(site, &reader, about.reference, &line);
            let id = messages::queue_to_staff(&mut *tx, reader.staff_id, &message, now).await?;
            notices::told(&mut *tx, &[notice], id).await?;
        }
    }
    Ok(())
}

/// Tells staff of something that the clock brings, in a transaction of its own.
pub async fn tell_of(
    db: &PgPool,
    site: &Site,
    event: &Event<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Change::make(db, CLOCK, now, |mut change| async move {
        tell(&mut change, site, event, now).await?;
        change.commit_noted().await
    })
    .await
}

/// Writes the morning's summary of what waits for one member of staff since before `morning`. Of two copies at once,
/// one finds nothing.
pub async fn summarise(
    db: &PgPool,
    site: &Site,
    (staff, morning): (i64, DateTime<Utc>),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Change::make(db, CLOCK, now, |mut change| async move {
        let waiting = notices::lock_waiting(&mut change, staff, morning).await?;
        if let Some(message) = letters::summary(site, &waiting) {
            let id = messages::queue_to_staff(&mut change, staff, &message, now).await?;
            let told: Vec<i64> = waiting.iter().map(|notice| notice.id).collect();
            notices::told(&mut *change, &told, id).await?;
        }
        change.commit_noted().await
    })
    .await
}
