//! One event as an A4 poster.

use domain::{
    event::{AccessFact, Booking, Fact},
    limits::{POSTER_DATES, POSTER_WORDS},
    when,
};
use leptos::prelude::*;

use super::{
    event::EventPage,
    noticeboard::{self, shown},
};
use crate::components::{QrModel, status_tone};
use crate::shell::{self, Assets, Head, Nav, Site};

/// A poster of an event, with the code that leads to its page.
#[must_use]
pub fn poster(model: &EventPage, qr: Option<QrModel>, site: &Site, assets: &Assets) -> String {
    let title = model.details.title.as_str().to_owned();
    let page = format!("/events/{}", model.slug);
    let head = Head::new(format!("Poster: {title}"))
        .unlisted()
        .back_to(page, "The event");
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap">
                <section class="paper-tools" aria-label="Before you print">
                    <p>"This is how the poster prints on A4 paper. Use “Print” in your browser’s menu."</p>
                </section>
                <article class=format!("paper poster poster-{}", size(&title))>
                    <div class="poster-body">
                        <p class="poster-kind">{model.type_name.clone()}</p>
                        <h1>{title.clone()}</h1>
                        {changed(model)}
                        {dates(model)}
                        {doors(model)}
                        {place(model)}
                        <p class="poster-cost">{model.details.cost.words().to_owned()}</p>
                        {booking(model)}
                        {words(model)}
                        {facts(model)}
                    </div>
                    <div class="paper-space"></div>
                    {noticeboard::foot(
                        site,
                        qr,
                        "More about this event, and any change: ",
                        shown(&format!("{}/events/{}", site.address, model.slug)),
                    )}
                </article>
            </div>
        }
    })
}

/// How large the title can be: by its length.
fn size(title: &str) -> &'static str {
    match title.chars().count() {
        0..=24 => "short",
        25..=50 => "usual",
        _ => "long",
    }
}

fn changed(model: &EventPage) -> impl IntoView + use<> {
    let words = status_tone(model.status).map(|_| model.status.label());
    let words = words.or(model.is_over().then_some("This event is over"));
    words.map(|words| view! { <p class="poster-changed">{words}</p> })
}

/// Its dates one by one where they are few, or the rule of them. A date that is cancelled is struck
/// through, or named.
fn dates(model: &EventPage) -> AnyView {
    let sittings = model.details.dates.sittings();
    let class = match sittings.len() {
        2..=POSTER_DATES => "poster-dates poster-dates-many",
        _ => "poster-dates",
    };
    let gone = model.is_cancelled();
    let lines: Vec<AnyView> = if sittings.len() <= POSTER_DATES {
        sittings.iter().map(|one| date(model, one)).collect()
    } else {
        let all = when::dates(&model.details.dates);
        vec![view! { <li><strong>{all}</strong></li> }.into_any()]
    };
    let off = (sittings.len() > POSTER_DATES && !gone)
        .then(|| not_on(&model.cancelled))
        .flatten();
    view! {
        <ul class=class class:poster-gone=gone>{lines}</ul>
        {off.map(|words| view! { <p class="poster-changed">{words}</p> })}
    }
    .into_any()
}

fn date(model: &EventPage, sitting: &when::Sitting) -> AnyView {
    let (day, hours) = (when::day(sitting.date), when::hours(&sitting.hours));
    if model.cancelled.contains(sitting) && !model.is_cancelled() {
        return view! { <li><s>{day}</s>" "<strong>"Cancelled"</strong></li> }.into_any();
    }
    view! { <li><strong>{day}</strong>" "<span>{hours}</span></li> }.into_any()
}

/// "Not on Saturday 5 December 2026".
fn not_on(cancelled: &[when::Sitting]) -> Option<String> {
    let mut days: Vec<_> = cancelled.iter().map(|one| one.date).collect();
    days.dedup();
    match days.len() {
        0 => None,
        1..=POSTER_DATES => Some(format!("Not on {}", when::list_with_weekdays(&days))),
        n => Some(format!("{n} dates are cancelled: see the page below")),
    }
}

fn doors(model: &EventPage) -> Option<AnyView> {
    let doors = when::doors(&model.details.dates)?;
    Some(view! { <p class="poster-doors">{doors}</p> }.into_any())
}

/// The place and how to find it.
fn place(model: &EventPage) -> AnyView {
    let address = model.venue.address.clone();
    let address =
        (!address.is_empty()).then(|| view! { <span class="poster-address">{address}</span> });
    view! { <p class="poster-where">{model.details.place.address()} {address}</p> }.into_any()
}

/// How to book, while there is something to book.
fn booking(model: &EventPage) -> Option<AnyView> {
    let words = match model.booking()? {
        Booking::Address(address) => format!("Book at {}", shown(address.as_str())),
        Booking::Words(words) => format!("Booking: {}", words.as_str()),
    };
    Some(view! { <p class="poster-booking">{words}</p> }.into_any())
}

/// The description, or how it begins.
fn words(model: &EventPage) -> AnyView {
    if model.details.description.as_str().chars().count() <= POSTER_WORDS {
        let html = model.description.as_str().to_owned();
        view! { <div class="poster-words prose" inner_html=html></div> }.into_any()
    } else {
        view! { <p class="poster-words">{model.summary.clone()}</p> }.into_any()
    }
}

/// Who runs it, who it is for, what is known of access, and where to read more.
fn facts(model: &EventPage) -> impl IntoView + use<> {
    let details = &model.details;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(
        details
            .group
            .as_ref()
            .map(|group| group.as_str().to_owned()),
    );
    facts.extend(details.age.as_ref().map(|age| age.as_str().to_owned()));
    let known = AccessFact::ALL
        .into_iter()
        .filter(|fact| details.access.fact(*fact) == Fact::Yes);
    facts.extend(known.map(|fact| fact.label().to_owned()));
    facts.extend(details.website.as_ref().map(|at| shown(at.as_str())));
    view! { <p class="poster-facts">{facts.join(" · ")}</p> }
}
