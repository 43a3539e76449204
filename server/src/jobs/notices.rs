//! Staff hear of events that wait too long, and each morning of what there was.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    clock::Trusted,
    notices::MORNING,
    when::{self, LONDON},
    working_days,
};

use crate::{
    commands::tell_staff,
    letters::notices::{About, Event},
    state::App,
};

/// What the clock brings: events that wait too long are told of, and the morning's summaries are
/// written. Any number of copies may run it, as often as they like.
pub async fn by_the_clock(app: &App, now: Trusted) -> sqlx::Result<()> {
    let now = now.at();
    let morning = last_morning(now);
    tell_of_the_waiting(app, morning).await?;
    for staff in store::notices::readers_of_summary(&app.db, morning).await? {
        let council = app.council();
        tell_staff::summarise(&app.db, &council.site, (staff, morning), now).await?;
    }
    Ok(())
}

/// The days are counted as they stood at the last 8am, so that nobody hears of one at midnight.
/// What is found is dated then too, and so stands in that morning's summary.
async fn tell_of_the_waiting(app: &App, morning: DateTime<Utc>) -> sqlx::Result<()> {
    let council = app.council();
    let noted_at = morning - TimeDelta::microseconds(1);
    for undecided in store::notices::undecided(&app.db).await? {
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
        let event = Event::WaitingTooLong(about, days);
        tell_staff::tell_of(&app.db, &council.site, &event, noted_at).await?;
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
