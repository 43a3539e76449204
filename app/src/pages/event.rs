//! An event: title, when and where first; then what changed; then the words; then access.

use chrono::{DateTime, NaiveDate, Utc};
use domain::elsewhere::Taken;
use domain::event::{AccessFact, Booking, EventDetails, EventStatus, Place};
use domain::when;
use leptos::prelude::*;

use crate::components::{
    ButtonLink, Look, Notice, SummaryList, SummaryRow, Tag, Tone, status_tone, take_away,
};
use crate::render::{Html, JsonLd};
use crate::shell::{self, Assets, FeedLink, Head, Nav, Site};

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
    /// What has become of it.
    pub status: EventStatus,
    /// What the organiser or the staff say about that.
    pub status_note: Option<String>,
    /// The day it was listed.
    pub listed_on: NaiveDate,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The same for search engines.
    pub json_ld: JsonLd,
}

impl EventPage {
    fn is_over(&self) -> bool {
        self.details.dates.last().over_at() <= self.now
    }

    fn is_cancelled(&self) -> bool {
        self.status == EventStatus::Cancelled
    }
}

/// An event that was taken down. Answered with status 410.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedPage {
    /// Whether the page shows the policy's removal sentence (clause 6.13).
    pub notice: bool,
}

/// An event's page.
#[must_use]
pub fn event(model: &EventPage, site: &Site, assets: &Assets) -> String {
    let details = &model.details;
    let mut title = details.title.as_str().to_owned();
    if let Some(words) = status_tone(model.status).map(|_| model.status.words()) {
        title = format!("{words}: {title}");
    }
    let head = Head::new(title)
        .describing(model.summary.clone())
        .at(format!("/events/{}", model.slug))
        .followed_by(vec![FeedLink {
            kind: "text/calendar",
            title: details.title.as_str().to_owned(),
            href: format!("/events/{}.ics", model.slug),
        }])
        .with_data(model.json_ld.clone())
        .back_to("/", "All events");
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap event">
                <div class="columns">
                    <div class="event-main">
                        <div class="event-head" class:event-head-gone=model.is_cancelled()>
                            <Tag tone=Tone::Heather words=model.type_name.clone()/>
                            <h1>{details.title.as_str().to_owned()}</h1>
                            <p class="when">{when_line(model)}</p>
                            <p class="where">{details.place.words()}</p>
                        </div>
                        {what_changed(model)}
                        <div class="prose" inner_html=model.description.as_str().to_owned()></div>
                        {actions(model)}
                        {access(details)}
                        <p class="small soft">
                            {format!("Listed {}. Something wrong? Tell the parish office: ", when::day_and_year(model.listed_on))}
                            <a href=format!("mailto:{}", site.office_email)>{site.office_email.clone()}</a>
                        </p>
                    </div>
                    <aside class="card" aria-label="At a glance">
                        {facts(model)}
                    </aside>
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
            <Notice tone=tone heading=model.status.words()>
                <p>{words}</p>
            </Notice>
        }
    });
    let over = (model.is_over() && !model.is_cancelled()).then(|| {
        view! {
            <Notice tone=Tone::Plain heading="This event is over">
                <p>
                    <a href="/">"See what is coming up"</a>
                </p>
            </Notice>
        }
    });
    view! { {status} {over} }
}

fn actions(model: &EventPage) -> impl IntoView + use<> {
    (!model.is_over() && !model.is_cancelled()).then(|| {
        let book = match &model.details.booking {
            Some(Booking::Address(address)) if model.status != EventStatus::FullyBooked => {
                Some(address.as_str().to_owned())
            }
            _ => None,
        };
        let calendar = format!("/events/{}.ics", model.slug);
        view! {
            <p class="actions">
                {book.map(|href| view! { <ButtonLink href words="Book a place"/> })}
                <ButtonLink href=calendar words="Add to calendar" look=Look::Outline/>
            </p>
        }
    })
}

/// Other calendars, and telling others.
fn take_along(model: &EventPage, site: &Site) -> impl IntoView + use<> {
    let dates = &model.details.dates;
    let title = match model.status {
        EventStatus::GoingAhead => model.details.title.as_str().to_owned(),
        other => format!("{}: {}", other.words(), model.details.title),
    };
    let taken = Taken {
        title: &title,
        sitting: dates.next(model.now),
        place: &model.details.place.address(),
        address: &format!("{}/events/{}", site.address, model.slug),
        disclaimer: &format!(
            "{} does not accept any responsibility for the events advertised.",
            site.council
        ),
    };
    take_away(&taken, !model.is_cancelled(), dates.sittings().len() > 1)
}

fn access(details: &EventDetails) -> impl IntoView + use<> {
    let rows = AccessFact::ALL
        .into_iter()
        .map(|fact| SummaryRow::text(fact.label(), details.access.fact(fact).words()))
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
    let sittings = details
        .dates
        .sittings()
        .iter()
        .map(|sitting| {
            let past = sitting.over_at() <= model.now;
            view! {
                <li class:past=past>
                    <time datetime=when::sitting_attr(sitting)>{when::day(sitting.date)}</time>
                    <br/>
                    {when::hours(&sitting.hours)}
                    {past.then_some(" (over)")}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let joining = match &details.place {
        Place::Online { joining } => joining.as_ref().map(|a| link(a.as_str(), "Join online")),
        Place::Venue { .. } | Place::Typed { .. } => None,
    };
    let booking = details.booking.as_ref().map(|booking| match booking {
        Booking::Address(address) => {
            link(address.as_str(), "Book on the organiser’s website").into_any()
        }
        Booking::Words(line) => words(line.as_str()),
    });
    let organiser = organiser(details);
    view! {
        <dl class="facts">
            {fact("When", view! { <ul>{sittings}</ul> }.into_any())}
            {fact("Where", view! { {details.place.address()} <br/> {joining} }.into_any())}
            {fact("Cost", words(details.cost.words()))}
            {booking.map(|booking| fact("Booking", booking))}
            {organiser.map(|organiser| fact("Organiser", organiser))}
            {details.age.as_ref().map(|age| fact("Who it’s for", words(age.as_str())))}
        </dl>
    }
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

/// The policy's sentence for what was removed (6.13).
pub const REMOVAL_SENTENCE: &str =
    "A post breaching the Council’s Social Media Policy has been removed.";

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
                    .then(|| {
                        view! {
                            <p class="lead">
                                {REMOVAL_SENTENCE}
                            </p>
                        }
                    })}
                <p class="actions">
                    <ButtonLink href="/" words="See all events"/>
                </p>
            </div>
        }
    })
}
