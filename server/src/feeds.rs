//! Events for programs: pure functions from what is listed to a file. Every one of them says the
//! same as the pages, and none has the details of a person: those are shown on the event's page,
//! to people, as their permission says (policy 4.5).

pub mod atom;
pub mod ics;
pub mod json;
pub mod json_ld;
pub mod sitemap;

use app::shell::Card;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    event::{EventDetails, EventStatus},
    picture::Picture,
    places::Known,
    when::{self, Hours, Sitting},
};

/// The most dates a feed holds.
pub const MOST_DATES: usize = 500;

/// How many days ahead a feed looks, today included.
pub const MOST_DAYS: u64 = 400;

/// The most events that the news feed holds.
pub const MOST_NEWS: usize = 100;

/// An event as every feed tells of it.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its part of the address.
    pub slug: String,
    /// Its submission's short public name.
    pub reference: String,
    /// What the public may know of it.
    pub details: EventDetails,
    /// What is known of its venue.
    pub venue: Known,
    /// The description after the sanitiser.
    pub description_html: String,
    /// What has become of it.
    pub status: EventStatus,
    /// The name of its kind.
    pub type_name: String,
    /// How often it was changed since it was listed.
    pub sequence: u32,
    /// When it was listed.
    pub listed_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When the dates start that are cancelled though the event is not.
    pub cancelled: Vec<DateTime<Utc>>,
    /// When the dates start that stand in the place of others.
    pub moved: Vec<DateTime<Utc>>,
    /// The day whose name in calendars is the reference alone: that of an event listed with one date.
    pub only_day: Option<NaiveDate>,
}

/// One date of an event.
#[derive(Debug, Clone, Copy)]
pub struct Date<'a> {
    /// The event.
    pub event: &'a Event,
    /// When.
    pub sitting: Sitting,
}

/// Whose feed it is, and what it is of.
#[derive(Debug, Clone)]
pub struct Source {
    /// The site's address, without a slash at the end.
    pub site_url: String,
    /// The site's host alone, which makes the names of events the only ones in the world.
    pub host: String,
    /// The council's name.
    pub council: String,
    /// The feed's own address from the slash, its query included.
    pub path: String,
    /// The address of the same as a page.
    pub page: String,
    /// What the feed is of: "What’s On – Withyham Parish Council".
    pub name: String,
}

impl Date<'_> {
    /// What has become of this one date.
    #[must_use]
    pub fn status(&self) -> EventStatus {
        self.event.status_of(&self.sitting)
    }

    /// The event's title; what has become of this date comes first.
    #[must_use]
    pub fn headline(&self) -> String {
        headline(self.status(), self.event.details.title.as_str())
    }
}

fn headline(status: EventStatus, title: &str) -> String {
    match status {
        EventStatus::GoingAhead => title.to_owned(),
        other => format!("{}: {title}", other.words()),
    }
}

impl Source {
    /// The disclaimer of the policy (5.4).
    #[must_use]
    pub fn disclaimer(&self) -> String {
        format!(
            "{} does not accept any responsibility for the events advertised.",
            self.council
        )
    }

    /// An event's page.
    #[must_use]
    pub fn event_url(&self, event: &Event) -> String {
        format!("{}/events/{}", self.site_url, event.slug)
    }

    /// An event's picture in its largest size.
    #[must_use]
    pub fn picture_url(&self, picture: &Picture) -> String {
        format!("{}{}", self.site_url, Card::of(picture).path)
    }

    /// The feed itself.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.site_url, self.path)
    }
}

impl Event {
    /// Its title; what has become of it comes first, as on its page: "Cancelled: Quiz night".
    #[must_use]
    pub fn headline(&self) -> String {
        headline(self.status, self.details.title.as_str())
    }

    /// Where it is, in full.
    #[must_use]
    pub fn place(&self) -> String {
        self.venue.in_full(&self.details.place)
    }

    /// What has become of one of its dates.
    #[must_use]
    pub fn status_of(&self, sitting: &Sitting) -> EventStatus {
        let start = sitting.starts_at();
        self.status
            .on_date(self.cancelled.contains(&start), self.moved.contains(&start))
    }

    /// One date's name, the same for ever: the reference and the day, and a number where the event
    /// is more than once that day. The date of an event that was listed with one has the reference
    /// alone, and keeps it when it moves.
    #[must_use]
    pub fn date_id(&self, sitting: &Sitting) -> String {
        let nth = 1 + self.earlier_that_day(sitting);
        let day = sitting.date.format("%Y%m%d");
        match nth {
            1 if self.only_day == Some(sitting.date) => self.reference.clone(),
            1 => format!("{}-{day}", self.reference),
            nth => format!("{}-{day}-{nth}", self.reference),
        }
    }

    /// When the doors open for one of its dates. There is one time for a day, which is the first's,
    /// and none for a date at another time than the rest.
    #[must_use]
    pub fn doors_at(&self, sitting: &Sitting) -> Option<DateTime<Utc>> {
        let doors = self.details.dates.doors()?;
        let first = sitting.hours != Hours::AllDay && self.earlier_that_day(sitting) == 0;
        let rule = self.details.dates.repeat();
        if rule.is_some_and(|rule| rule.is_otherwise(sitting.date)) {
            return None;
        }
        let at = when::resolve(sitting.date, doors).ok();
        at.filter(|at| first && *at <= sitting.starts_at())
    }

    /// How often the event is on earlier that day. The rule says so of dates that are further ahead
    /// than those that are kept with it.
    fn earlier_that_day(&self, sitting: &Sitting) -> usize {
        let dates = &self.details.dates;
        if let Some(repeat) = dates.repeat() {
            let start = sitting.starts_at();
            return repeat
                .on(sitting.date)
                .filter(|other| other.starts_at() < start)
                .count();
        }
        (dates.sittings().iter())
            .filter(|other| other.date == sitting.date && other.starts_at() < sitting.starts_at())
            .count()
    }
}

/// The words without the characters that no XML document may hold (XML 1.0, section 2.2), even
/// escaped, and no calendar either.
#[must_use]
pub fn clean(words: &str) -> String {
    words
        .chars()
        .filter(|c| {
            let dropped = c.is_control() && *c != '\n' && *c != '\t';
            !(dropped || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        })
        .collect()
}
