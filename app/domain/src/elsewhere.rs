//! Addresses on other people's sites that take an event along: web calendars and ways to tell
//! others. Plain links, which nobody hears of until they are followed.

use chrono::{DateTime, Days, Utc};
use url::form_urlencoded::Serializer;

use crate::when::{self, Hours, Sitting, date_attr};

/// One date of an event, to take elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken<'a> {
    /// What the event is called, with what has become of it.
    pub title: &'a str,
    /// When.
    pub sitting: &'a Sitting,
    /// Where, in one line.
    pub place: &'a str,
    /// The event's page: `https://whatson.example.org/events/quiz-night-7k4p`.
    pub address: &'a str,
    /// The council's disclaimer (policy 5.4).
    pub disclaimer: &'a str,
}

impl Taken<'_> {
    /// Google Calendar, with the form for a new entry filled in.
    #[must_use]
    pub fn google(&self) -> String {
        let (start, end) = if self.sitting.hours == Hours::AllDay {
            let after = self.sitting.date + Days::new(1);
            (plain_day(self.sitting.date), plain_day(after))
        } else {
            let start = self.sitting.starts_at();
            (plain(start), plain(self.sitting.ends_at().unwrap_or(start)))
        };
        link(
            "https://calendar.google.com/calendar/render",
            &[
                ("action", "TEMPLATE"),
                ("text", self.title),
                ("dates", &format!("{start}/{end}")),
                ("ctz", "Europe/London"),
                ("location", self.place),
                ("details", &self.words()),
            ],
        )
    }

    /// Outlook.com, with the form for a new entry filled in.
    #[must_use]
    pub fn outlook(&self) -> String {
        self.microsoft("https://outlook.live.com/calendar/deeplink/compose")
    }

    /// Microsoft 365, with the form for a new entry filled in.
    #[must_use]
    pub fn office(&self) -> String {
        self.microsoft("https://outlook.office.com/calendar/deeplink/compose")
    }

    fn microsoft(&self, site: &str) -> String {
        let words = self.words();
        let mut fields = vec![
            ("path", "/calendar/action/compose".to_owned()),
            ("rru", "addevent".to_owned()),
            ("subject", self.title.to_owned()),
        ];
        if self.sitting.hours == Hours::AllDay {
            fields.push(("allday", "true".to_owned()));
            fields.push(("startdt", date_attr(self.sitting.date)));
            fields.push(("enddt", date_attr(self.sitting.date + Days::new(1))));
        } else {
            let utc = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            fields.push(("startdt", utc(self.sitting.starts_at())));
            let end = self.sitting.ends_at().map(utc);
            fields.extend(end.map(|end| ("enddt", end)));
        }
        fields.push(("location", self.place.to_owned()));
        fields.push(("body", words));
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        link(site, &fields)
    }

    /// Yahoo's calendar, with the form for a new entry filled in.
    #[must_use]
    pub fn yahoo(&self) -> String {
        let mut fields = vec![("v", "60".to_owned()), ("title", self.title.to_owned())];
        if self.sitting.hours == Hours::AllDay {
            fields.push(("st", plain_day(self.sitting.date)));
            fields.push(("dur", "allday".to_owned()));
        } else {
            fields.push(("st", plain(self.sitting.starts_at())));
            fields.extend(self.sitting.ends_at().map(|end| ("et", plain(end))));
        }
        fields.push(("in_loc", self.place.to_owned()));
        fields.push(("desc", self.words()));
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        link("https://calendar.yahoo.com/", &fields)
    }

    /// An e-mail to whomever one likes, written and not sent.
    #[must_use]
    pub fn email(&self) -> String {
        link(
            "mailto:",
            &[("subject", self.title), ("body", &self.news("\r\n"))],
        )
    }

    /// A message in `WhatsApp`, written and not sent.
    #[must_use]
    pub fn whatsapp(&self) -> String {
        link("https://wa.me/", &[("text", &self.news("\n"))])
    }

    /// A post on Facebook, begun and not sent.
    #[must_use]
    pub fn facebook(&self) -> String {
        link(
            "https://www.facebook.com/sharer/sharer.php",
            &[("u", self.address)],
        )
    }

    /// What a calendar keeps beside the date.
    fn words(&self) -> String {
        format!(
            "Check for changes before you go: {}\n\n{}",
            self.address, self.disclaimer
        )
    }

    /// What one tells others.
    fn news(&self, end: &str) -> String {
        let (title, place, address) = (self.title, self.place, self.address);
        let day = when::sitting(self.sitting);
        format!("{title}{end}{day}{end}{place}{end}{address}")
    }
}

/// An address with its fields. A space is `%20`, since a plus stays a plus in many of them.
fn link(site: &str, fields: &[(&str, &str)]) -> String {
    let fields = Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
        .replace('+', "%20");
    format!("{site}?{fields}")
}

/// "20261205T100000Z".
fn plain(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// "20261205".
fn plain_day(day: chrono::NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}
