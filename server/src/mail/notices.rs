//! Notices to staff: a new event, a change by a sender, an event that waits too long. Each member
//! of staff chooses which, and whether at once or as one mail each morning. A notice has the
//! event's title and reference and the way to the desk, and nothing else of the sender's.

use app::shell::Site;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{
    event::EventStatus,
    notices::{Pace, Topic},
    report,
    when::{self, LONDON},
    working_days,
};
use sqlx::PgConnection;

use crate::{
    db::{
        self,
        messages::NewMessage,
        notices::{Reader, Waiting},
    },
    mail::{self, Kind},
    state::App,
};

/// When the morning's summary goes, on the parish's clock.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).expect("8am is a time");

/// Which submission a notice is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The submission's number.
    pub submission: i64,
    /// `WO-7K4P`.
    pub reference: &'a str,
    /// The event's title.
    pub title: &'a str,
}

/// Something that staff may want to hear of.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// An event was sent in, or sent again.
    New(About<'a>),
    /// The sender of a listed event changed its details, which wait to be read.
    Edited(About<'a>),
    /// The sender of a listed event gave it another status, which the public sees already.
    Status(About<'a>, EventStatus),
    /// The sender of a listed event cancelled one of its dates (true) or took that back.
    Date(About<'a>, when::Sitting, bool),
    /// The sender of a listed event withdrew it: the public does not see it any more.
    Withdrawn(About<'a>),
    /// Somebody told us of a listed event (6.13).
    Reported(About<'a>, report::Kind),
    /// An event has waited so many working days for a decision.
    WaitingTooLong(About<'a>, u32),
}

impl<'a> Event<'a> {
    fn topic(&self) -> Topic {
        match self {
            Self::New(_) => Topic::New,
            Self::Edited(_) | Self::Status(..) | Self::Date(..) | Self::Withdrawn(_) => Topic::Edit,
            Self::Reported(..) => Topic::Report,
            Self::WaitingTooLong(..) => Topic::Waiting,
        }
    }

    fn about(&self) -> About<'a> {
        match *self {
            Self::New(about)
            | Self::Edited(about)
            | Self::Withdrawn(about)
            | Self::Status(about, _)
            | Self::Reported(about, _)
            | Self::Date(about, ..)
            | Self::WaitingTooLong(about, _) => about,
        }
    }

    /// What happened, as the beginning of a line: "New event to decide".
    fn what(&self) -> String {
        match self {
            Self::New(_) => "New event to decide".to_owned(),
            Self::Edited(_) => "Changed by its sender, to be read".to_owned(),
            Self::Status(_, status) => format!("{}, its sender says", status.words()),
            Self::Date(_, sitting, true) => {
                format!("{} cancelled, its sender says", when::day(sitting.date))
            }
            Self::Date(_, sitting, false) => {
                format!(
                    "{} takes place after all, its sender says",
                    when::day(sitting.date)
                )
            }
            Self::Withdrawn(_) => "Withdrawn by its sender".to_owned(),
            Self::Reported(_, kind) => format!("Reported, “{}”", kind.words()),
            Self::WaitingTooLong(_, days) => {
                format!("Waiting for {}", working_days::words(*days))
            }
        }
    }

    /// The whole line: "New event to decide: Coffee morning (WO-7K4P)".
    fn line(&self) -> String {
        let About {
            title, reference, ..
        } = self.about();
        format!("{}: {title} ({reference})", self.what())
    }
}

/// Tells staff of something, in the transaction of what it tells of: those who want it at once get
/// a message, for the others it waits for the morning.
///
/// # Errors
/// When the database refuses.
pub async fn tell(
    tx: &mut PgConnection,
    site: &Site,
    event: &Event<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    note(tx, Some(site), event, now).await
}

/// Notes something for the morning's summary of everybody who wants to hear of it, at once or not.
///
/// # Errors
/// When the database refuses.
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
    for reader in db::notices::readers(&mut *tx, topic).await? {
        let noted = db::notices::add(
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
            let message = at_once(site, &reader, about.reference, &line);
            let id = db::messages::queue_to_staff(&mut *tx, reader.staff_id, &message, now).await?;
            db::notices::told(&mut *tx, &[notice], id).await?;
        }
    }
    Ok(())
}

/// What the clock brings: events that wait too long are told of, and the morning's summaries are
/// written. Any number of copies may run it, as often as they like.
///
/// # Errors
/// When the database does not answer.
pub async fn by_the_clock(app: &App) -> sqlx::Result<()> {
    let now = app.now();
    let morning = last_morning(now);
    tell_of_the_waiting(app, morning).await?;
    for staff in db::notices::readers_of_summary(&app.db, morning).await? {
        let mut tx = app.db.begin().await?;
        let waiting = db::notices::lock_waiting(&mut tx, staff, morning).await?;
        if let Some(message) = summary(&app.council().site, &waiting) {
            let id = db::messages::queue_to_staff(&mut tx, staff, &message, now).await?;
            let notices: Vec<i64> = waiting.iter().map(|notice| notice.id).collect();
            db::notices::told(&mut *tx, &notices, id).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The days are counted as they stood at the last 8am, so that nobody hears of one at midnight.
/// What is found is dated then too, and so stands in that morning's summary.
async fn tell_of_the_waiting(app: &App, morning: DateTime<Utc>) -> sqlx::Result<()> {
    let council = app.council();
    let noted_at = morning - TimeDelta::microseconds(1);
    for undecided in db::notices::undecided(&app.db).await? {
        let since = when::today(undecided.waiting_since);
        let days = working_days::working_days_between(since, when::today(morning));
        if i64::from(days) <= i64::from(undecided.limit) {
            continue;
        }
        let about = About {
            submission: undecided.id,
            reference: &undecided.reference,
            title: &undecided.title,
        };
        let mut tx = app.db.begin().await?;
        let event = Event::WaitingTooLong(about, days);
        tell(&mut tx, &council.site, &event, noted_at).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The last time that it was 8am in the parish.
fn last_morning(now: DateTime<Utc>) -> DateTime<Utc> {
    let today = when::today(now);
    let on = |day: chrono::NaiveDate| {
        let local = day.and_time(MORNING).and_local_timezone(LONDON);
        // The clocks change at night: 8am is there once on every day.
        local.earliest().map_or(now, |at| at.with_timezone(&Utc))
    };
    let morning = on(today);
    if morning <= now {
        morning
    } else {
        today.pred_opt().map_or(morning, on)
    }
}

fn at_once(site: &Site, reader: &Reader, reference: &str, line: &str) -> NewMessage {
    let body = format!(
        "{line}\n{}\n\n{}",
        on_the_desk(site, reference),
        foot(site, "You asked to hear of this at once.")
    );
    NewMessage {
        kind: Kind::Notice,
        recipient: reader.email.clone(),
        subject: line.to_owned(),
        body,
        message_id: mail::message_id(&site.address),
    }
}

fn summary(site: &Site, waiting: &[Waiting]) -> Option<NewMessage> {
    let reader = waiting.first()?;
    let lines: Vec<String> = waiting
        .iter()
        .map(|notice| format!("{}\n{}", notice.words, on_the_desk(site, &notice.reference)))
        .collect();
    let subject = match waiting.len() {
        1 => "What’s On this morning: 1 thing to look at".to_owned(),
        count => format!("What’s On this morning: {count} things to look at"),
    };
    Some(NewMessage {
        kind: Kind::DailyNotices,
        recipient: reader.email.clone(),
        subject,
        body: format!(
            "{}\n\n{}",
            lines.join("\n\n"),
            foot(site, "You asked to hear of this once a day.")
        ),
        message_id: mail::message_id(&site.address),
    })
}

fn on_the_desk(site: &Site, reference: &str) -> String {
    format!("{}/staff/submissions/{reference}", site.address)
}

fn foot(site: &Site, why: &str) -> String {
    format!(
        "{why} Choose what you hear of by email: {}/staff/settings/notices\n\n{}",
        site.address, site.council
    )
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::last_morning;

    fn instant(words: &str) -> DateTime<Utc> {
        words.parse().expect("an instant")
    }

    #[test]
    fn the_last_morning_is_at_8am_on_the_parish_s_clock() {
        for (now, morning) in [
            ("2026-11-24T08:00:00Z", "2026-11-24T08:00:00Z"),
            ("2026-11-24T07:59:59Z", "2026-11-23T08:00:00Z"),
            ("2026-07-01T07:00:00Z", "2026-07-01T07:00:00Z"),
            ("2026-07-01T06:59:59Z", "2026-06-30T07:00:00Z"),
            ("2027-03-28T07:30:00Z", "2027-03-28T07:00:00Z"),
            ("2027-03-28T06:30:00Z", "2027-03-27T08:00:00Z"),
            ("2027-10-31T07:30:00Z", "2027-10-30T07:00:00Z"),
        ] {
            assert_eq!(last_morning(instant(now)), instant(morning), "{now}");
        }
    }
}
