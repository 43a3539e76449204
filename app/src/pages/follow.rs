//! How to follow what is on: in one's own calendar, as news, on another website, in a program.

use domain::listing::ListingQuery;
use leptos::prelude::*;

use crate::components::ButtonLink;
use crate::shell::{self, Assets, FeedLink, Head, Nav, Site};

/// What is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowPage {
    /// What was asked of the listing.
    pub query: ListingQuery,
    /// The same in a few words: "Music, Groombridge". Nothing where it is everything.
    pub what: String,
}

/// An address with what was asked of the listing.
fn with(path: &str, query: &ListingQuery) -> String {
    match query.with_page(1).to_query() {
        asked if asked.is_empty() => path.to_owned(),
        asked => format!("{path}?{asked}"),
    }
}

/// The address that makes a calendar program follow: the calendar's own, with the sign of a
/// calendar in place of `https`.
fn webcal(query: &ListingQuery, site: &Site) -> String {
    let address = site.address.split_once("://");
    let host = address.map_or(site.address.as_str(), |(_, host)| host);
    format!("webcal://{host}{}", with("/calendar.ics", query))
}

/// The files that say the same as the listing.
#[must_use]
pub fn feeds(query: &ListingQuery) -> Vec<FeedLink> {
    [
        ("text/calendar", "Events as a calendar", "/calendar.ics"),
        (
            "application/atom+xml",
            "Events newly listed or changed",
            "/feed.atom",
        ),
        ("application/json", "Events for programs", "/events.json"),
    ]
    .map(|(kind, title, path)| FeedLink {
        kind,
        title: title.to_owned(),
        href: with(path, query),
    })
    .into()
}

/// The ways to have the listing elsewhere, beside it.
#[must_use]
pub fn invitation(query: &ListingQuery, site: &Site) -> impl IntoView + use<> {
    view! {
        <section class="take-with">
            <h2>"Take it with you"</h2>
            <ul>
                <li>
                    <a href=webcal(query, site)>"Follow in your calendar"</a>
                    " "
                    <a class="take-with-more" href=with("/follow", query)>"How that works"</a>
                </li>
                <li><a href="/weekly">"Get a weekly email"</a></li>
                <li><a href="/noticeboard">"Print for a noticeboard"</a></li>
                <li><a href=with("/embed/make", query)>"Put this list on your website"</a></li>
            </ul>
        </section>
    }
}

/// The page.
#[must_use]
pub fn follow(model: &FollowPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("Follow what is on")
        .describing("Keep the parish’s events in your own calendar, as news, or on your website.")
        .at(with("/follow", &model.query))
        .followed_by(feeds(&model.query))
        .back_to(with("/", &model.query), "Events");
    let what = match model.what.as_str() {
        "" => "Everything that is listed.".to_owned(),
        what => format!("Only what you chose: {what}."),
    };
    let filtered = !model.what.is_empty();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page standing">
                <h1>"Follow what is on"</h1>
                <p class="lead">
                    {what} {filtered.then(|| view! { " " <a href="/follow">"Follow everything instead"</a> })}
                </p>
                {in_a_calendar(model, site)}
                {other_ways(model, site)}
            </div>
        }
    })
}

fn in_a_calendar(model: &FollowPage, site: &Site) -> impl IntoView + use<> {
    let address = format!("{}{}", site.address, with("/calendar.ics", &model.query));
    view! {
        <h2>"In your own calendar"</h2>
        <p>
            "The events stand beside your own appointments. New ones appear, changed ones change, and
            those called off say so. You can stop at any time by deleting the calendar."
        </p>
        <p class="actions">
            <ButtonLink href=webcal(&model.query, site) words="Follow in your calendar"/>
        </p>
        <p>
            "This opens the calendar on an iPhone, iPad, Mac, or a computer with Outlook or Thunderbird. It asks
            whether to subscribe: say yes. If nothing happens, do it by hand with this address:"
        </p>
        <p class="take-away-address">{address}</p>
        <h3>"Google Calendar and Android phones"</h3>
        <p>
            "On a computer, open Google Calendar. Beside “Other calendars” press the plus sign, choose
            “From URL” and enter the address above. Your phone shows it too. Google looks for changes
            about once a day, so look at the event’s page before you go."
        </p>
        <h3>"Outlook.com and Microsoft 365"</h3>
        <p>"Open your calendar, choose “Add calendar”, then “Subscribe from web”, and enter the address above."</p>
        <h3>"One event only"</h3>
        <p>"On the event’s page choose “Add to calendar”. That copy does not change by itself."</p>
    }
}

fn other_ways(model: &FollowPage, site: &Site) -> impl IntoView + use<> {
    let absolute = |path: &str| format!("{}{}", site.address, with(path, &model.query));
    view! {
        <h2>"As news"</h2>
        <p>
            "A feed reader shows what was listed or changed lately, the newest first. Give it this address: "
            <a href=with("/feed.atom", &model.query)>{absolute("/feed.atom")}</a>
        </p>
        <h2>"On your group’s website"</h2>
        <p>
            "A frame shows the list on a page of yours and keeps it up to date. "
            <a href=with("/embed/make", &model.query)>"Make a frame for your website"</a>
        </p>
        <h2>"In a program of your own"</h2>
        <p>
            "The dates as data: " <a href=with("/events.json", &model.query)>{absolute("/events.json")}</a> ". "
            <a href="/openapi.json">"What it can be asked and what it answers"</a>
            " is described for programs. There is no key. Ask no more often than every few minutes, and show
            the council’s disclaimer, which is in the data, beside the events."
        </p>
    }
}
