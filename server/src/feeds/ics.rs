//! An event as a calendar file (RFC 5545).

use chrono::{Days, NaiveDate};
use domain::{
    event::EventStatus,
    when::{Hours, Sitting},
};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus as IcsStatus};

use crate::db::events::EventRow;

/// The calendar file of one event: a `VEVENT` for each of its dates. The escaping of text and the
/// folding of lines are the `icalendar` crate's.
///
/// `address` is the event's page, `host` the site's name in the dates' UIDs, which stay the same
/// when the event changes, so that a calendar replaces what it has.
#[must_use]
pub fn event(event: &EventRow, address: &str, host: &str, disclaimer: &str) -> String {
    let mut calendar = Calendar::new();
    let mut before: Option<(NaiveDate, u32)> = None;
    for sitting in event.details.dates.sittings() {
        let nth = before
            .filter(|(day, _)| *day == sitting.date)
            .map_or(1, |(_, nth)| nth + 1);
        before = Some((sitting.date, nth));
        let mut entry = date(sitting);
        entry
            .uid(&uid(&event.reference, sitting.date, nth, host))
            .timestamp(event.changed_at)
            .sequence(event.sequence.unsigned_abs())
            .status(status(event, sitting))
            .summary(event.details.title.as_str())
            .location(&event.details.place.address())
            .description(&format!(
                "{}\n\n{address}\n\n{disclaimer}",
                event.details.description.as_str()
            ))
            .url(address);
        calendar.push(entry.done());
    }
    fold(&calendar.done().to_string())
}

/// Folds every line at 75 octets, the space of a continuation counted, and never within a
/// character (RFC 5545, section 3.1). The crate's own folding is one octet too wide.
fn fold(file: &str) -> String {
    let mut folded = String::with_capacity(file.len() + file.len() / 16);
    for line in file.replace("\r\n ", "").split_inclusive("\r\n") {
        let mut width = 0;
        for c in line.chars() {
            let octets = if matches!(c, '\r' | '\n') {
                0
            } else {
                c.len_utf8()
            };
            if width + octets > 75 {
                folded.push_str("\r\n ");
                width = 1;
            }
            folded.push(c);
            width += octets;
        }
    }
    folded
}

/// When: a whole day, or an instant in universal time, which every calendar shows right on both
/// sides of a clock change.
fn date(sitting: &Sitting) -> Event {
    let mut entry = Event::new();
    if sitting.hours == Hours::AllDay {
        // The end is the first day after (RFC 5545, section 3.6.1).
        entry.starts(sitting.date);
        entry.ends(sitting.date + Days::new(1));
    } else {
        entry.starts(sitting.starts_at());
        if let Some(end) = sitting.ends_at() {
            entry.ends(end);
        }
    }
    entry
}

/// The name of one date for calendars: the event's reference and the day, and from the second
/// sitting of a day on its number.
#[must_use]
pub fn uid(reference: &str, day: NaiveDate, nth: u32, host: &str) -> String {
    let day = day.format("%Y%m%d");
    if nth == 1 {
        format!("{reference}-{day}@{host}")
    } else {
        format!("{reference}-{day}-{nth}@{host}")
    }
}

fn status(event: &EventRow, sitting: &Sitting) -> IcsStatus {
    if event.cancelled.contains(&sitting.starts_at()) {
        return IcsStatus::Cancelled;
    }
    match EventStatus::parse(&event.status) {
        Some(EventStatus::Cancelled) => IcsStatus::Cancelled,
        Some(EventStatus::Postponed) => IcsStatus::Tentative,
        _ => IcsStatus::Confirmed,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn no_line_is_wider_than_75_octets_and_unfolding_gives_the_same_words() {
        for width in [1, 74, 75, 76, 148, 149, 150, 151, 300] {
            for letter in ["x", "é", "💃", " "] {
                let line = format!("SUMMARY:{}\r\n", letter.repeat(width));
                let folded = fold(&line);
                assert!(
                    folded.split("\r\n").all(|part| part.len() <= 75),
                    "{width} {letter}"
                );
                assert_eq!(folded.replace("\r\n ", ""), line);
            }
        }
    }
}
