//! One event as an A4 poster.

use domain::{
    event::{AccessFact, EventStatus, Fact},
    when,
};
use leptos::prelude::*;

use super::{event::EventPage, noticeboard};
use crate::components::{QrModel, status_tone};
use crate::shell::{self, Assets, Head, Nav, Site};

/// The longest description, in characters, that a poster has whole. Of a longer one it has the
/// beginning.
const WORDS_LIMIT: usize = 600;

/// The most dates that a poster names one by one.
const DATES_LIMIT: usize = 6;

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
                        <p class="poster-where">{model.details.place.words()}</p>
                        <p class="poster-cost">{model.details.cost.words().to_owned()}</p>
                        {words(model)}
                        {facts(model)}
                    </div>
                    <div class="paper-space"></div>
                    {noticeboard::foot(site, qr)}
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
    let words = status_tone(model.status).map(|_| model.status.words());
    let over = model.details.dates.last().over_at() <= model.now;
    let words = words.or(over.then_some("This event is over"));
    words.map(|words| view! { <p class="poster-changed">{words}</p> })
}

fn dates(model: &EventPage) -> impl IntoView + use<> {
    let sittings = model.details.dates.sittings();
    let lines = if sittings.len() <= DATES_LIMIT {
        sittings
            .iter()
            .map(|sitting| (when::day(sitting.date), when::hours(&sitting.hours)))
            .collect()
    } else {
        vec![(when::dates(&model.details.dates), String::new())]
    };
    let gone = model.status == EventStatus::Cancelled;
    let class = if lines.len() > 1 {
        "poster-dates poster-dates-many"
    } else {
        "poster-dates"
    };
    let lines = lines
        .into_iter()
        .map(|(day, hours)| view! { <li><strong>{day}</strong>" "<span>{hours}</span></li> })
        .collect::<Vec<_>>();
    view! { <ul class=class class:poster-gone=gone>{lines}</ul> }
}

/// The description, or how it begins.
fn words(model: &EventPage) -> AnyView {
    if model.details.description.as_str().chars().count() <= WORDS_LIMIT {
        let html = model.description.as_str().to_owned();
        view! { <div class="poster-words prose" inner_html=html></div> }.into_any()
    } else {
        view! { <p class="poster-words">{model.summary.clone()}</p> }.into_any()
    }
}

/// Who runs it, who it is for, and what is known of access.
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
    view! { <p class="poster-facts">{facts.join(" · ")}</p> }
}
