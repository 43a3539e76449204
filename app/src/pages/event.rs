//! An event: title, when and where first; then what changed; then the words; then access.

use chrono::{DateTime, NaiveDate, Utc};
use domain::elsewhere::Taken;
use domain::event::{AccessFact, Booking, EventDetails, EventStatus, Place};
use domain::when;
use leptos::prelude::*;

use crate::components::{
    ButtonLink, EventPicture, Look, Notice, PUBLIC_PICTURES, SummaryList, SummaryRow, Tag, Tone,
    elsewhere, status_tone,
};
use crate::render::{Html, JsonLd};
use crate::shell::{self, Assets, Card, FeedLink, Head, Nav, Site};

/// A listed event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    /// Its part of the address: "quiz-night-7k4p".
    pub slug: String,
    /// What the public may know of it.
    pub details: EventDetails,
    /// The name of its type: "Talk".
    pub type_name: String,
    /// Its description, made safe.
    pub description: Html,
    /// A line about it, for search results.
    pub summary: String,
    /// What more is known of its venue.
    pub venue: VenueShown,
    /// What has become of it.
    pub status: EventStatus,
    /// What the organiser or the staff say about that.
    pub status_note: Option<String>,
    /// What is to be said where some of its dates moved though the event goes on as it was.
    pub moved: Option<String>,
    /// The dates that will not take place though the event does, in order.
    pub cancelled: Vec<when::Sitting>,
    /// The day it was listed.
    pub listed_on: NaiveDate,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The same for search engines.
    pub json_ld: JsonLd,
}

/// What is known of a venue beside its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VenueShown {
    /// Its address and postcode in a line; empty where they are not known.
    pub address: String,
    /// Where to see it on a map.
    pub map: Option<String>,
}

impl EventPage {
    pub(super) fn is_over(&self) -> bool {
        self.details.dates.last().over_at() <= self.now
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.status == EventStatus::Cancelled
    }

    /// The next date that takes place.
    fn next_on(&self) -> Option<&when::Sitting> {
        let on = |one: &&when::Sitting| one.over_at() > self.now && !self.cancelled.contains(one);
        let mut sittings = self.details.dates.sittings().iter();
        sittings.find(on).filter(|_| !self.is_cancelled())
    }

    /// Where it is, with the venue's address.
    fn place_in_full(&self) -> String {
        let place = self.details.place.address();
        match self.venue.address.as_str() {
            "" => place,
            address => format!("{place}, {address}"),
        }
    }

    /// How to book, while there is something to book.
    pub(super) fn booking(&self) -> Option<&Booking> {
        let full = self.status == EventStatus::FullyBooked;
        let booking = self.details.booking.as_ref();
        booking.filter(|_| !full && self.next_on().is_some())
    }
}

/// An event that was taken down. Answered with status 410.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedPage {
    /// The policy's sentence for what was removed (6.13), where the page shows it.
    pub notice: Option<String>,
}

/// An event's page.
#[must_use]
pub fn event(model: &EventPage, site: &Site, assets: &Assets) -> String {
    let details = &model.details;
    let mut title = details.title.as_str().to_owned();
    if let Some(words) = status_tone(model.status).map(|_| model.status.label()) {
        title = format!("{words}: {title}");
    }
    let mut head = Head::new(title)
        .describing(model.summary.clone())
        .at(format!("/events/{}", model.slug))
        .followed_by(vec![FeedLink {
            kind: "text/calendar",
            title: details.title.as_str().to_owned(),
            href: format!("/events/{}.ics", model.slug),
        }])
        .with_data(model.json_ld.clone())
        .back_to("/", "All events");
    head.card = details.picture.as_ref().map(Card::of);
    // What is over keeps its address and leaves the search engines.
    if model.is_over() {
        head = head.unlisted();
    }
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap event">
                <div class="columns">
                    <div class="event-top">
                        <div class="event-head" class:event-head-gone=model.is_cancelled()>
                            <Tag tone=Tone::Heather words=model.type_name.clone()/>
                            <h1>{details.title.as_str().to_owned()}</h1>
                            <p class="when">{when_line(model)}</p>
                            <p class="where">{details.place.words()}</p>
                        </div>
                        {what_changed(model)}
                    </div>
                    <aside class="card" aria-label="At a glance">
                        {facts(model)}
                    </aside>
                    <div class="event-main">
                        <div class="prose" inner_html=model.description.as_str().to_owned()></div>
                        {actions(model)}
                        {details.picture.clone().map(|picture| view! { <EventPicture picture base=PUBLIC_PICTURES/> })}
                        {access(details)}
                        <p class="small soft">
                            {format!("Listed {}. Something wrong? ", when::day_and_year(model.listed_on))}
                            <a href=format!("/report/{}", model.slug)>"Tell us about a problem with this event"</a>
                        </p>
                    </div>
                    {(!model.is_over()).then(|| take_along(model, site))}
                </div>
            </div>
        }
    })
}

fn when_line(model: &EventPage) -> impl IntoView + use<> {
    let dates = &model.details.dates;
    let next = dates.next(model.now);
    view! { <time datetime=when::sitting_attr(next)>{when::dates(dates)}</time> }
}

fn what_changed(model: &EventPage) -> impl IntoView + use<> {
    let status = status_tone(model.status).map(|tone| {
        let words = model.status_note.clone().unwrap_or_else(|| {
            match model.status {
                EventStatus::Cancelled => "This event will not take place.",
                EventStatus::Postponed => {
                    "It will be on another day. The organiser has not said when."
                }
                EventStatus::Moved => "The dates shown here are the new ones.",
                EventStatus::Online => "It takes place online, not where it was first announced.",
                EventStatus::FullyBooked => "There are no places left.",
                EventStatus::GoingAhead => "",
            }
            .to_owned()
        });
        view! {
            <Notice tone=tone heading=model.status.label()>
                <p>{words}</p>
            </Notice>
        }
    });
    let over = model.is_over().then(|| {
        view! {
            <Notice tone=Tone::Plain heading="This event is over">
                <p>
                    <a href="/">"See what is coming up"</a>
                </p>
            </Notice>
        }
    });
    let dates = (!model.is_cancelled())
        .then(|| dates_cancelled(model))
        .flatten();
    let moved = model.moved.clone().map(|words| {
        view! {
            <Notice tone=Tone::Heather heading="Some of the dates have changed">
                <p>{words}</p>
            </Notice>
        }
    });
    view! { {status} {moved} {dates} {over} }
}

/// The dates to come that will not take place.
fn dates_cancelled(model: &EventPage) -> Option<AnyView> {
    let to_come = model
        .cancelled
        .iter()
        .filter(|one| one.over_at() > model.now);
    let words: Vec<String> = to_come.map(when::sitting).collect();
    let heading = match words.len() {
        0 => return None,
        1 => "One date is cancelled".to_owned(),
        n => format!("{n} dates are cancelled"),
    };
    let words = words
        .into_iter()
        .map(|words| view! { <li>{words}</li> })
        .collect::<Vec<_>>();
    Some(
        view! {
            <Notice tone=Tone::Red heading=heading>
                <ul class="plain-list">{words}</ul>
                <p>"The other dates are as they were."</p>
            </Notice>
        }
        .into_any(),
    )
}

fn actions(model: &EventPage) -> impl IntoView + use<> {
    (!model.is_over() && !model.is_cancelled()).then(|| {
        let book = match model.booking() {
            Some(Booking::Address(address)) => Some(address.as_str().to_owned()),
            Some(Booking::Words(_)) | None => None,
        };
        let calendar = format!("/events/{}.ics", model.slug);
        let poster = format!("/events/{}/poster", model.slug);
        view! {
            <p class="actions">
                {book.map(|href| view! { <ButtonLink href words="Book a place"/> })}
                <ButtonLink href=calendar words="Add to calendar" look=Look::Outline/>
                <ButtonLink href=poster words="Print a poster" look=Look::Outline/>
            </p>
        }
    })
}

/// Other calendars, and telling others.
fn take_along(model: &EventPage, site: &Site) -> impl IntoView + use<> {
    let dates = &model.details.dates;
    let title = match model.status {
        EventStatus::GoingAhead => model.details.title.as_str().to_owned(),
        other => format!("{}: {}", other.label(), model.details.title),
    };
    let next = model.next_on();
    let taken = Taken {
        title: &title,
        sitting: next.unwrap_or_else(|| dates.next(model.now)),
        place: &model.place_in_full(),
        address: &format!("{}/events/{}", site.address, model.slug),
        disclaimer: &format!(
            "{} does not accept any responsibility for the events advertised.",
            site.council
        ),
    };
    elsewhere(&taken, next.is_some(), dates.sittings().len() > 1)
}

fn access(details: &EventDetails) -> impl IntoView + use<> {
    let rows = AccessFact::ALL
        .into_iter()
        .map(|fact| SummaryRow::text(fact.label(), details.access.fact(fact).label()))
        .collect();
    view! {
        <section>
            <h2>"Getting in and getting around"</h2>
            <SummaryList rows/>
        </section>
    }
}

fn facts(model: &EventPage) -> impl IntoView + use<> {
    let details = &model.details;
    let fact = |name: &'static str, value: AnyView| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let words = |text: &str| text.to_owned().into_any();
    let joining = match &details.place {
        Place::Online { joining } => joining.as_ref().map(|a| link(a.as_str(), "Join online")),
        Place::Venue { .. } | Place::Typed { .. } => None,
    };
    let venue = venue(model);
    let booking = model.booking().map(|booking| match booking {
        Booking::Address(address) => {
            link(address.as_str(), "Book on the organiser’s website").into_any()
        }
        Booking::Words(line) => words(line.as_str()),
    });
    let organiser = organiser(details);
    view! {
        <dl class="facts">
            {fact("When", dates(model))}
            {fact("Where", view! { {details.place.address()} {venue} <br/> {joining} }.into_any())}
            {fact("Cost", words(details.cost.words()))}
            {booking.map(|booking| fact("Booking", booking))}
            {organiser.map(|organiser| fact("Organiser", organiser))}
            {details.age.as_ref().map(|age| fact("Who it’s for", words(age.as_str())))}
        </dl>
    }
}

/// How many dates stand there before the others are folded away.
const NEXT_DATES: usize = 4;

/// The rule, the next dates, all of them folded away where they are many, and the doors.
fn dates(model: &EventPage) -> AnyView {
    let dates = &model.details.dates;
    let sittings = dates.sittings();
    let many = sittings.len() > NEXT_DATES + 2;
    let rule = dates
        .repeat()
        .map(|repeat| view! { <p>{repeat.pattern()}</p> });
    let ahead = sittings
        .iter()
        .filter(|one| !many || one.over_at() > model.now);
    let shown = if many { NEXT_DATES } else { sittings.len() };
    let next = ahead
        .take(shown)
        .map(|one| date(model, one))
        .collect::<Vec<_>>();
    let all = many.then(|| {
        let items = sittings
            .iter()
            .map(|one| date(model, one))
            .collect::<Vec<_>>();
        let words = match dates.repeat() {
            Some(repeat) if repeat.is_open() => {
                format!("All {} dates of the next year or so", sittings.len())
            }
            _ => format!("All {} dates", sittings.len()),
        };
        view! {
            <details class="every-date">
                <summary>{words}</summary>
                <ul>{items}</ul>
            </details>
        }
    });
    let doors = when::doors(dates).map(|words| view! { <p>{words}</p> });
    view! { {rule} <ul>{next}</ul> {all} {doors} }.into_any()
}

fn date(model: &EventPage, sitting: &when::Sitting) -> impl IntoView + use<> {
    let past = sitting.over_at() <= model.now;
    let off = model.cancelled.contains(sitting);
    let day = view! { <time datetime=when::sitting_attr(sitting)>{when::day(sitting.date)}</time> };
    let day = if off {
        view! { <s>{day}</s> }.into_any()
    } else {
        day.into_any()
    };
    view! {
        <li class:past=past>
            {day}
            <br/>
            {if off { "Cancelled".to_owned() } else { when::hours(&sitting.hours) }}
            {past.then_some(" (over)")}
        </li>
    }
}

/// The venue's address, and a link to a map.
fn venue(model: &EventPage) -> impl IntoView + use<> {
    let address =
        (!model.venue.address.is_empty()).then(|| view! { <br/> {model.venue.address.clone()} });
    let map = model.venue.map.as_ref().map(|href| {
        view! {
            <br/>
            <a href=href.clone() rel="noopener noreferrer">"See it on a map"</a>
        }
    });
    view! { {address} {map} }
}

/// The group, its website, and the details of a person who agreed to show them.
fn organiser(details: &EventDetails) -> Option<AnyView> {
    let contact = &details.contact;
    if details.group.is_none() && details.website.is_none() && contact.is_empty() {
        return None;
    }
    let group = details
        .group
        .as_ref()
        .map(|group| view! { <li>{group.as_str().to_owned()}</li> });
    let name = contact
        .name
        .as_ref()
        .map(|name| view! { <li>{name.as_str().to_owned()}</li> });
    let email = contact.email.as_ref().map(|email| {
        let email = email.as_str().to_owned();
        view! {
            <li>
                <a href=format!("mailto:{email}")>{email.clone()}</a>
            </li>
        }
    });
    let telephone = contact.telephone.as_ref().map(|telephone| {
        let digits = telephone
            .as_str()
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect::<String>();
        view! {
            <li>
                <a href=format!("tel:{digits}")>{telephone.as_str().to_owned()}</a>
            </li>
        }
    });
    let website = details
        .website
        .as_ref()
        .map(|address| view! { <li>{link(address.as_str(), "The organiser’s website")}</li> });
    Some(view! { <ul>{group} {name} {email} {telephone} {website}</ul> }.into_any())
}

/// A link to somebody else's website.
fn link(address: &str, words: &'static str) -> impl IntoView + use<> {
    view! {
        <a href=address.to_owned() rel="noopener noreferrer nofollow ugc">
            {words}
        </a>
    }
}

/// The page that stands where an event was taken down.
#[must_use]
pub fn removed(model: RemovedPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("This event is no longer listed")
        .unlisted()
        .back_to("/", "All events");
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page">
                <h1>"This event is no longer listed"</h1>
                {model
                    .notice
                    .map(|sentence| view! { <p class="lead">{sentence}</p> })}
                <p class="actions">
                    <ButtonLink href="/" words="See all events"/>
                </p>
            </div>
        }
    })
}
