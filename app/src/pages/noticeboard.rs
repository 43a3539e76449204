//! The noticeboard: what is on in the next weeks as A4 sheets to print, and as text for the parish
//! magazine.

use chrono::{Datelike, NaiveDate};
use domain::{
    event::{Cost, EventStatus, Fact},
    paper::{self, PaperQuery, Stretch},
    when,
};
use leptos::prelude::*;

use crate::components::{ButtonLink, EventRowModel, Look, Qr, QrModel, Textarea, status_tone};
use crate::shell::{self, Assets, Head, Nav, Site};

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeboardPage {
    /// The day it is made on.
    pub today: NaiveDate,
    /// What was asked for.
    pub query: PaperQuery,
    /// The dates of events, in order.
    pub rows: Vec<EventRowModel>,
    /// Whether more are listed for these days than a sheet holds.
    pub more: bool,
    /// The code that leads to the live page.
    pub qr: Option<QrModel>,
}

impl NoticeboardPage {
    /// How much room an event has: a sheet with few is filled, one with many is kept to few pages.
    fn room(&self) -> &'static str {
        match self.rows.len() {
            0..=6 => "few",
            7..=11 => "some",
            _ => "many",
        }
    }

    fn days(&self) -> Vec<&[EventRowModel]> {
        self.rows.chunk_by(|a, b| a.date == b.date).collect()
    }
}

/// The sheet, with what can be chosen above it on a screen.
#[must_use]
pub fn noticeboard(model: &NoticeboardPage, site: &Site, assets: &Assets) -> String {
    let words = model.query.words(model.today);
    let head = Head::new(format!("Noticeboard: {words}"))
        .describing("What is on in the parish, as a sheet to print.")
        .at("/noticeboard")
        .back_to("/", "All events");
    shell::public(site, assets, head, Nav::Elsewhere, || {
        let class = format!(
            "paper paper-{}{}",
            model.room(),
            if model.query.large {
                " paper-large"
            } else {
                ""
            }
        );
        view! {
            <div class="wrap">
                {tools(model)}
                <article class=class>
                    <header class="paper-head">
                        <div>
                            <h1>"What’s On"</h1>
                            <p>{format!("in {}", site.places)}</p>
                        </div>
                        <p class="paper-days">{words.clone()}</p>
                    </header>
                    {sheet(model)}
                    <div class="paper-space"></div>
                    {foot(
                        site,
                        model.qr.clone(),
                        "All events, and how to add yours: ",
                        shown(&site.address),
                    )}
                </article>
            </div>
        }
    })
}

/// What a person at a screen chooses before they print.
fn tools(model: &NoticeboardPage) -> impl IntoView + use<> {
    let query = model.query;
    let link = |stretch: Stretch, words: String| {
        let here = (query.stretch == stretch).then_some("true");
        let href = format!("/noticeboard?{}", query.with_stretch(stretch).to_query());
        view! {
            <li>
                <a class="chip" href=href aria-current=here>
                    {words}
                </a>
            </li>
        }
    };
    let this = link(Stretch::ThisWeek, "This week".to_owned());
    let next = link(Stretch::NextWeek, "Next week".to_owned());
    let weeks = [1, 2, 3, 4, 6].map(|weeks| {
        let words = match weeks {
            1 => "1 week".to_owned(),
            weeks => format!("{weeks} weeks"),
        };
        link(Stretch::Weeks(weeks), words)
    });
    let months = paper::months_offered(model.today).map(|first| {
        let words = when::month(first.year(), first.month());
        link(Stretch::Month(first), words)
    });
    let (large, words) = if query.large {
        (false, "Usual print")
    } else {
        (true, "Large print")
    };
    let large = format!("/noticeboard?{}", query.with_large(large).to_query());
    let first = match query.stretch {
        Stretch::Month(first) => first,
        Stretch::Weeks(_) | Stretch::ThisWeek | Stretch::NextWeek => {
            model.query.days(model.today).0
        }
    };
    let text = format!("/noticeboard/text?month={}", paper::month_attr(first));
    view! {
        <section class="paper-tools" aria-label="Before you print">
            <p>"This is how the sheet prints on A4 paper. Use “Print” in your browser’s menu."</p>
            <nav aria-label="Days on the sheet">
                <ul class="chips">{this} {next} {weeks} {months}</ul>
            </nav>
            <p class="actions">
                <ButtonLink href=large words look=Look::Outline/>
                <ButtonLink href=text words="Text for a magazine" look=Look::Outline/>
            </p>
        </section>
    }
}

fn sheet(model: &NoticeboardPage) -> AnyView {
    if model.rows.is_empty() {
        return view! { <p class="paper-nothing">"Nothing is listed for these days yet."</p> }
            .into_any();
    }
    let days = model.days().into_iter().map(day).collect::<Vec<_>>();
    let more = model
        .more
        .then(|| view! { <p class="paper-nothing">{cut_short(&model.rows)}</p> });
    view! { <ol class="paper-list">{days}</ol> {more} }.into_any()
}

/// Word that the last dates asked for are not there: "There is more from Saturday 5 December 2026 on
/// than fits here."
fn cut_short(rows: &[EventRowModel]) -> String {
    let from = rows.last().map_or_else(String::new, |row| {
        format!(" from {} on", when::day(row.date))
    });
    format!("There is more{from} than fits here. All of it is on the website.")
}

/// A day: its date as a leaf of a calendar, and what is on.
fn day(rows: &[EventRowModel]) -> AnyView {
    let Some(date) = rows.first().map(|row| row.date) else {
        return ().into_any();
    };
    let weekday: String = when::weekday(date).chars().take(3).collect();
    let (number, month) = (date.day().to_string(), when::day_short(date));
    let month = month
        .split_once(' ')
        .map_or_else(String::new, |(_, month)| month.to_owned());
    let full = when::day(date);
    let events = rows.iter().map(event).collect::<Vec<_>>();
    view! {
        <li class="paper-day">
            <h2 class="leaf">
                <span class="unseen">{full}</span>
                <span class="leaf-weekday" aria-hidden="true">{weekday}</span>
                <span class="leaf-number" aria-hidden="true">{number}</span>
                <span class="leaf-month" aria-hidden="true">{month}</span>
            </h2>
            <ul class="paper-events">{events}</ul>
        </li>
    }
    .into_any()
}

fn event(row: &EventRowModel) -> AnyView {
    let gone = row.status == EventStatus::Cancelled;
    let changed = status_tone(row.status).map(|_| {
        view! { <strong class="paper-changed">{row.status.label()}". "</strong> }
    });
    let facts = if gone { String::new() } else { facts(row) };
    let some = changed.is_some() || !facts.is_empty();
    view! {
        <li class="paper-event" class:paper-event-gone=gone>
            <h3>{row.title.clone()}</h3>
            <p class="paper-when">
                <strong>{when::hours(&row.hours)}</strong>
                {format!(" · {}", row.place)}
            </p>
            {some.then(|| view! { <p class="paper-facts">{changed}{facts}</p> })}
        </li>
    }
    .into_any()
}

/// When the doors open, what it costs and what is known of access: "Doors open at 7pm. £3. Hearing
/// loop."
fn facts(row: &EventRowModel) -> String {
    let mut facts: Vec<String> = row.more_dates.iter().cloned().collect();
    if row.cost != Cost::NotTold {
        facts.push(row.cost.words().to_owned());
    }
    if row.access.step_free == Fact::Yes {
        facts.push("Step-free".to_owned());
    }
    if row.access.hearing_loop == Fact::Yes {
        facts.push("Hearing loop".to_owned());
    }
    let sentences = facts.iter().map(|fact| {
        let fact = fact.trim();
        let ends = fact.ends_with(['.', '!', '?']);
        format!("{fact}{}", if ends { "" } else { "." })
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// The foot of every sheet: the way to the live page, which the code leads to and the words name, and
/// the disclaimer (policy 5.4).
pub(super) fn foot(
    site: &Site,
    qr: Option<QrModel>,
    what: &'static str,
    address: String,
) -> AnyView {
    let disclaimer = format!(
        "Events are run by local groups. {} does not accept any responsibility for the events advertised.",
        site.council
    );
    view! {
        <footer class="paper-foot">
            {qr.map(|qr| view! { <Qr qr/> })}
            <div>
                <p>
                    <strong>{what}</strong>
                    {address}
                </p>
                <p>{disclaimer}</p>
                <p>{format!("Parish office: {} · {}", site.office_telephone, site.office_email)}</p>
            </div>
        </footer>
    }
    .into_any()
}

/// An address as one types it: without its scheme.
pub(super) fn shown(address: &str) -> String {
    let plain = address.split_once("://").map_or(address, |(_, rest)| rest);
    plain.trim_end_matches('/').to_owned()
}

/// The text for the magazine, to be copied or kept as a file.
#[must_use]
pub fn text(model: &NoticeboardPage, site: &Site, assets: &Assets) -> String {
    let words = model.query.words(model.today);
    let head = Head::new(format!("Text for a magazine: {words}"))
        .unlisted()
        .back_to("/noticeboard", "Noticeboard");
    let link = |first: NaiveDate| {
        let here = (model.query.stretch == Stretch::Month(first)).then_some("true");
        view! {
            <li>
                <a
                    class="chip"
                    href=format!("/noticeboard/text?month={}", paper::month_attr(first))
                    aria-current=here
                >
                    {when::month(first.year(), first.month())}
                </a>
            </li>
        }
    };
    let file = format!("/noticeboard/text.txt?{}", model.query.to_query());
    let copy = magazine(model, site);
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow page">
                <h1>"Text for a magazine"</h1>
                <p class="lead">"What is on in a month, as plain words to copy into a newsletter or a parish magazine."</p>
                <nav aria-label="Month">
                    <ul class="chips">{paper::months_offered(model.today).map(link)}</ul>
                </nav>
                <Textarea
                    name="text"
                    label=format!("What’s On in {words}")
                    hint="Select all of it and copy it, or keep it as a file."
                    value=copy
                    rows=20
                    readonly=true
                />
                <p class="actions">
                    <ButtonLink href=file words="Keep it as a file" look=Look::Outline/>
                </p>
            </div>
        }
    })
}

/// The magazine's text, line by line: a head, the days with their events, the disclaimer (5.4).
#[must_use]
pub fn magazine(model: &NoticeboardPage, site: &Site) -> String {
    let mut lines = vec![
        format!("WHAT’S ON: {}", model.query.words(model.today)),
        format!("in {}", site.places),
    ];
    lines.extend(day_lines(&model.rows));
    if model.more {
        lines.extend([String::new(), cut_short(&model.rows)]);
    }
    if model.rows.is_empty() {
        lines.push(String::new());
        lines.push("Nothing is listed for these days yet.".to_owned());
    }
    lines.push(String::new());
    lines.push(format!(
        "More events, and how to add yours: {}",
        shown(&site.address)
    ));
    lines.push(format!(
        "Events are run by local groups, not the council. {} does not accept any responsibility for the events advertised. Check details with the organiser.",
        site.council
    ));
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// The events as lines of plain text: an empty line and the day, then a line each.
#[must_use]
pub fn day_lines(rows: &[EventRowModel]) -> Vec<String> {
    let mut lines = Vec::new();
    for day in rows.chunk_by(|a, b| a.date == b.date) {
        lines.push(String::new());
        lines.extend(day.first().map(|row| when::day(row.date)));
        lines.extend(day.iter().map(line));
    }
    lines
}

/// "10am to midday: Repair café. Parish Room, Withyham. Pay what you can."
#[must_use]
pub fn line(row: &EventRowModel) -> String {
    let mut line = format!("{}: ", when::hours(&row.hours));
    if status_tone(row.status).is_some() {
        line.push_str(&row.status.label().to_uppercase());
        line.push_str(": ");
    }
    line.push_str(&row.title);
    line.push_str(if row.title.ends_with(['.', '!', '?']) {
        " "
    } else {
        ". "
    });
    line.push_str(&row.place);
    line.push('.');
    let facts = if row.status == EventStatus::Cancelled {
        String::new()
    } else {
        facts(row)
    };
    if !facts.is_empty() {
        line.push(' ');
        line.push_str(&facts);
    }
    line
}
