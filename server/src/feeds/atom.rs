//! What was listed or changed lately, as a news feed (RFC 4287).

use app::render::escape;
use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{event::EventStatus, when};

use super::{Event, Source, clean};

/// The feed of these events, which stand in its order. `changed` is when it last changed.
#[must_use]
pub fn feed(
    events: &[&Event],
    source: &Source,
    changed: DateTime<Utc>,
    now: DateTime<Utc>,
) -> String {
    let feed = Feed {
        title: Text::plain(clean(&source.name)),
        subtitle: Some(Text::plain(clean(&source.disclaimer()))),
        id: source.url(),
        updated: at(changed),
        authors: vec![Person {
            name: clean(&source.council),
            uri: Some(source.site_url.clone()),
            ..Person::default()
        }],
        generator: Some(Generator {
            value: "What’s On".to_owned(),
            ..Generator::default()
        }),
        links: vec![
            link("self", "application/atom+xml", source.url()),
            link(
                "alternate",
                "text/html",
                format!("{}{}", source.site_url, source.page),
            ),
        ],
        rights: Some(Text::plain(clean(&source.disclaimer()))),
        entries: events
            .iter()
            .map(|event| entry(event, source, now))
            .collect(),
        lang: Some("en-GB".to_owned()),
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(event: &Event, source: &Source, now: DateTime<Utc>) -> Entry {
    let address = source.event_url(event);
    Entry {
        title: Text::plain(clean(&event.headline())),
        id: name(event, source),
        updated: at(event.changed_at),
        published: Some(at(event.listed_at)),
        categories: vec![Category {
            term: event.details.event_type.clone(),
            label: Some(clean(&event.type_name)),
            ..Category::default()
        }],
        links: links(event, address, source),
        rights: Some(Text::plain(clean(&source.disclaimer()))),
        summary: Some(Text::plain(clean(&summary(event, now)))),
        content: Some(Content {
            value: Some(clean(&content(event, source, now))),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

/// The event's page, and its picture (RFC 4287, section 4.2.7.2).
fn links(event: &Event, address: String, source: &Source) -> Vec<Link> {
    let picture = event.details.picture.as_ref().map(|picture| Link {
        title: Some(clean(picture.words())),
        ..link("enclosure", "image/jpeg", source.picture_url(picture))
    });
    [link("alternate", "text/html", address)]
        .into_iter()
        .chain(picture)
        .collect()
}

/// The event's name in the world, for ever (RFC 4151): its address never changes, and the day it
/// was listed says whose the host was then.
fn name(event: &Event, source: &Source) -> String {
    format!(
        "tag:{},{}:events/{}",
        source.host,
        when::date_attr(when::today(event.listed_at)),
        event.slug
    )
}

/// "Saturday 5 December 2026, 10am to midday. Village Hall, Groombridge." Of dates that have passed it says
/// nothing; one to come that is cancelled is named.
fn summary(event: &Event, now: DateTime<Utc>) -> String {
    let details = &event.details;
    let what = match event.status {
        EventStatus::GoingAhead => String::new(),
        other => format!("{}. ", other.label()),
    };
    let dates = details.dates.reaching(now).to_come(now);
    let off = dates.sittings().iter();
    let off = off.filter(|one| {
        event.status != EventStatus::Cancelled && event.cancelled.contains(&one.starts_at())
    });
    let mut days: Vec<NaiveDate> = off.map(|one| one.date).collect();
    days.dedup();
    let off = match days.as_slice() {
        [] => String::new(),
        days => format!(" Not on {}.", when::list_with_weekdays(days)),
    };
    format!("{what}{}. {}.{off}", when::dates(&dates), event.place())
}

/// The same and the description, as HTML.
fn content(event: &Event, source: &Source, now: DateTime<Utc>) -> String {
    format!(
        "<p><strong>{}</strong></p>{}<p>{}</p>",
        escape(&summary(event, now)),
        event.description_html,
        escape(&source.disclaimer())
    )
}

fn link(rel: &str, kind: &str, href: String) -> Link {
    Link {
        href,
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        ..Link::default()
    }
}

fn at(instant: DateTime<Utc>) -> FixedDateTime {
    instant.fixed_offset()
}
