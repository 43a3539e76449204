//! Dates as a calendar file (RFC 5545, RFC 7986). Why each date is an entry of its own:
//! `docs/decisions/0014-feeds.md`.

use chrono::{DateTime, Days, NaiveDateTime, Utc};
use domain::{
    event::{Booking, Cost, EventStatus, Place},
    when::{self, Hours, LONDON, Sitting},
};

use super::{Date, Source, clean};

/// The rules of the parish's clock, which have held since 1996.
const LONDON_CLOCK: &str = "BEGIN:VTIMEZONE\r\n\
    TZID:Europe/London\r\n\
    BEGIN:DAYLIGHT\r\n\
    DTSTART:19960331T010000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0000\r\n\
    TZOFFSETTO:+0100\r\n\
    TZNAME:BST\r\n\
    END:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\n\
    DTSTART:19961027T020000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0100\r\n\
    TZOFFSETTO:+0000\r\n\
    TZNAME:GMT\r\n\
    END:STANDARD\r\n\
    END:VTIMEZONE\r\n";

/// A calendar file of these dates.
#[must_use]
pub fn calendar(dates: &[Date<'_>], source: &Source) -> String {
    let mut file = File::default();
    file.plain("BEGIN", "VCALENDAR");
    file.plain("VERSION", "2.0");
    file.plain("PRODID", "-//What's On//Parish events//EN");
    file.plain("CALSCALE", "GREGORIAN");
    file.plain("METHOD", "PUBLISH");
    file.text("NAME", &source.name);
    file.text("X-WR-CALNAME", &source.name);
    file.text("DESCRIPTION", &source.disclaimer());
    file.text("X-WR-CALDESC", &source.disclaimer());
    file.plain("X-WR-TIMEZONE", "Europe/London");
    file.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    file.plain("X-PUBLISHED-TTL", "PT6H");
    file.plain("SOURCE;VALUE=URI", &source.url());
    file.plain("URL", &format!("{}{}", source.site_url, source.page));
    file.0.push_str(LONDON_CLOCK);
    for date in dates {
        entry(&mut file, date, source);
    }
    file.plain("END", "VCALENDAR");
    file.0
}

fn entry(file: &mut File, date: &Date<'_>, source: &Source) {
    let event = date.event;
    let address = source.event_url(event);
    file.plain("BEGIN", "VEVENT");
    let id = event.date_id(&date.sitting);
    file.plain("UID", &format!("{id}@{}", source.host));
    file.plain("DTSTAMP", &universal(event.changed_at));
    file.plain("LAST-MODIFIED", &universal(event.changed_at));
    file.plain("CREATED", &universal(event.listed_at));
    file.plain("SEQUENCE", &event.sequence.to_string());
    times(file, &date.sitting);
    file.plain("STATUS", status(date.status()));
    file.plain("TRANSP", "TRANSPARENT");
    file.text("SUMMARY", &date.headline());
    file.text("LOCATION", &event.place());
    if let Some((north, east)) = event.venue.point() {
        file.plain("GEO", &format!("{north};{east}"));
    }
    file.text("CATEGORIES", &event.type_name);
    file.text("DESCRIPTION", &words(date, source, &address));
    file.plain("URL", &address);
    file.plain("END", "VEVENT");
}

/// A whole day, or times on the parish's clock. A time that comes twice, as the clocks go back, is
/// the first of the two, for us as for RFC 5545 (section 3.3.5).
fn times(file: &mut File, sitting: &Sitting) {
    if sitting.hours == Hours::AllDay {
        // The end is the first day after (RFC 5545, section 3.6.1).
        let after = sitting.date + Days::new(1);
        file.plain(
            "DTSTART;VALUE=DATE",
            &sitting.date.format("%Y%m%d").to_string(),
        );
        file.plain("DTEND;VALUE=DATE", &after.format("%Y%m%d").to_string());
        return;
    }
    let local = |at: DateTime<Utc>| stamp(at.with_timezone(&LONDON).naive_local());
    file.plain("DTSTART;TZID=Europe/London", &local(sitting.starts_at()));
    if let Some(end) = sitting.ends_at() {
        file.plain("DTEND;TZID=Europe/London", &local(end));
    }
}

fn status(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Cancelled => "CANCELLED",
        EventStatus::Postponed => "TENTATIVE",
        EventStatus::GoingAhead
        | EventStatus::Moved
        | EventStatus::Online
        | EventStatus::FullyBooked => "CONFIRMED",
    }
}

/// What one reads in a calendar: what has become of it, what it is, what it costs, how to book,
/// where to read more, and whose it is not.
fn words(date: &Date<'_>, source: &Source, address: &str) -> String {
    let details = &date.event.details;
    let mut parts = Vec::new();
    if date.status() != EventStatus::GoingAhead {
        parts.push(format!("{}.", date.status().label()));
    }
    let doors = details.dates.doors();
    let doors = doors.filter(|_| date.event.doors_at(&date.sitting).is_some());
    parts.extend(doors.map(|at| format!("{}.", when::doors_at(at))));
    parts.push(details.description.as_str().to_owned());
    if details.cost != Cost::NotTold {
        parts.push(format!("Cost: {}", details.cost.words()));
    }
    let full = matches!(
        date.status(),
        EventStatus::Cancelled | EventStatus::FullyBooked
    );
    match details.booking.as_ref().filter(|_| !full) {
        Some(Booking::Address(at)) => parts.push(format!("Book: {}", at.as_str())),
        Some(Booking::Words(how)) => parts.push(format!("Booking: {}", how.as_str())),
        None => {}
    }
    if let Place::Online { joining: Some(at) } = &details.place {
        parts.push(format!("Join online: {}", at.as_str()));
    }
    parts.push(format!("Check for changes before you go: {address}"));
    parts.push(source.disclaimer());
    parts.join("\n\n")
}

fn universal(at: DateTime<Utc>) -> String {
    format!("{}Z", stamp(at.naive_utc()))
}

fn stamp(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

/// The lines of a calendar file, each folded as it is written.
#[derive(Default)]
struct File(String);

impl File {
    /// A line whose value is ours, and holds nothing that a person typed.
    fn plain(&mut self, name: &str, value: &str) {
        fold(&mut self.0, &format!("{name}:{value}"));
    }

    /// A line of words, escaped (RFC 5545, section 3.3.11): none of them can end the line.
    fn text(&mut self, name: &str, words: &str) {
        let escaped = clean(&words.replace("\r\n", "\n").replace('\r', "\n"))
            .replace('\\', "\\\\")
            .replace(';', "\\;")
            .replace(',', "\\,")
            .replace('\n', "\\n");
        self.plain(name, &escaped);
    }
}

/// Writes a line folded at 75 octets, the space of a continuation counted, and never within a
/// character (RFC 5545, section 3.1).
fn fold(file: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 75 {
            file.push_str("\r\n ");
            width = 1;
        }
        file.push(c);
        width += c.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn no_line_is_wider_than_75_octets_and_unfolding_gives_the_same_words() {
        for width in [1, 74, 75, 76, 148, 149, 150, 151, 300] {
            for letter in ["x", "é", "💃", " "] {
                let line = format!("SUMMARY:{}", letter.repeat(width));
                let mut folded = String::new();
                fold(&mut folded, &line);
                assert!(
                    folded.split("\r\n").all(|part| part.len() <= 75),
                    "{width} {letter}"
                );
                assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
            }
        }
    }
}
