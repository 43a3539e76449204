//! Events for programs: pure functions from what is listed to a file. Every one of them says the
//! same as the pages, and none has the details of a person: those are shown on the event's page,
//! to people, as their permission says (policy 4.5).

pub mod atom;
pub mod ics;
pub mod json;
pub mod json_ld;
pub mod sitemap;

use app::shell::Card;
use domain::{event::EventStatus, picture::Picture, when::Sitting};
use store::feed::{Event, headline};

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
