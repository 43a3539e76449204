//! `/calendar.ics`, `/feed.atom`, `/events.json`, `/sitemap.xml`: the listing for programs. Each is
//! the listing's own query with another renderer, so what is not listed cannot be in one.

use crate::http::places;
use crate::letters::marks;
use std::collections::{BTreeMap, BTreeSet};
use store::feed::Event;

use app::pages::finding::fact_words;
use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use domain::{
    event::{AccessFact, Slug},
    limits::{FEED_DATES, FEED_DAYS, NEWS_EVENTS},
    listing::{ListingQuery, Period},
    when::{self, Sitting},
};
use store::{self, events::Row};
use utoipa::OpenApi;

use crate::{
    feeds::{
        Date, Source, atom, ics,
        json::{self, EventsPage, Problem},
        sitemap::{self, Page},
    },
    http::{
        cache,
        error::{IsPage, Result},
    },
    rows,
    state::App,
};

/// How many dates a page of `/events.json` has.
const JSON_PAGE: u32 = 100;

/// `/calendar.ics`: every date that the listing would find, as a calendar to follow.
pub async fn calendar(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result {
    let Asked { query, over } = asked(&app, raw);
    let found = find(&app, &query.with_page(1), over, FEED_DATES).await?;
    let source = of_query(&app, "/calendar.ics", &query.with_page(1));
    let body = ics::calendar(&found.dates(), &source);
    Ok(cache::feed(
        &headers,
        "text/calendar; charset=utf-8",
        body,
        found.changed,
        app.now(),
    ))
}

/// `/feed.atom`: the events of the listing, the one that was listed or changed last first.
pub async fn atom(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result {
    let Asked { query, over } = asked(&app, raw);
    let found = find(&app, &query.with_page(1), over, FEED_DATES).await?;
    let source = of_query(&app, "/feed.atom", &query.with_page(1));
    let mut events: Vec<&Event> = found.events.values().collect();
    events.sort_by(|a, b| (b.changed_at, &a.slug).cmp(&(a.changed_at, &b.slug)));
    events.truncate(NEWS_EVENTS);
    Ok(cache::feed(
        &headers,
        "application/atom+xml; charset=utf-8",
        atom::feed(&events, &source, found.changed, app.now()),
        found.changed,
        app.now(),
    ))
}

/// `/events.json`: the dates of the listing for other people's programs, a hundred a page. Unlike
/// the pages it answers a question that it does not understand with 400, since a program that
/// misspells a filter would otherwise show everything.
#[utoipa::path(
    get,
    path = "/events.json",
    operation_id = "events",
    summary = "The dates of listed events, in order, 100 a page",
    description = "Only events that are still to come, at most 500 dates and 400 days ahead. \
        What is taken down is gone with the next answer; ask with If-None-Match. \
        Repeated parameters: the first counts.",
    params(
        ("q" = Option<String>, Query, description = "Words to find"),
        ("when" = Option<String>, Query, description = "`today`, `tomorrow`, `weekend`, `week`, `month` for what is left of this one, or a month: `2027-12`; `upcoming` for all", pattern = "^(upcoming|today|tomorrow|weekend|week|month|[0-9]{4}-(0[1-9]|1[0-2]))$"),
        ("from" = Option<String>, Query, description = "The first day, as `2026-12-05`. A day that is over counts as today", format = Date),
        ("to" = Option<String>, Query, description = "The last day, as `2026-12-05`", format = Date),
        ("type" = Option<String>, Query, description = "A type of event, by its slug: `music`", max_length = 60, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"),
        ("place" = Option<String>, Query, description = "A village, by its slug: `groombridge`", max_length = 60, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"),
        ("free" = Option<String>, Query, description = "`yes`: only what costs nothing", pattern = "^yes$"),
        ("step-free" = Option<String>, Query, description = "What is known of getting in without a step", pattern = "^(yes|no|not-told)$"),
        ("toilet" = Option<String>, Query, description = "What is known of an accessible toilet", pattern = "^(yes|no|not-told)$"),
        ("hearing-loop" = Option<String>, Query, description = "What is known of a hearing loop", pattern = "^(yes|no|not-told)$"),
        ("blue-badge" = Option<String>, Query, description = "What is known of Blue Badge parking", pattern = "^(yes|no|not-told)$"),
        ("for" = Option<String>, Query, description = "Words of whom it is for: `families`"),
        ("page" = Option<u32>, Query, description = "Which page, from 1", minimum = 1, maximum = 5),
    ),
    responses(
        (status = 200, description = "A page of dates; empty where nothing matches or the page is past the last", body = EventsPage, content_type = "application/json"),
        (status = 304, description = "The same as what If-None-Match or If-Modified-Since tells of"),
        (status = 400, description = "Something in the question was not understood", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not at the moment: ask again later", content_type = "text/html"),
    )
)]
pub async fn events_json(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result {
    let misread = misread(raw.as_deref().unwrap_or_default());
    if !misread.is_empty() {
        return Ok(not_understood(misread));
    }
    let Asked { query, over } = asked(&app, raw);
    let found = find(&app, &query, over, JSON_PAGE as usize).await?;
    let source = of_query(&app, "/events.json", &query);
    let other = |page: u32| of_query(&app, "/events.json", &query.with_page(page)).url();
    let (page, pages) = (query.page, pages(found.total));
    let body = EventsPage {
        disclaimer: source.disclaimer(),
        address: source.url(),
        page,
        pages,
        total: found.total,
        previous: (page > 1).then(|| other((page - 1).min(pages))),
        next: (page < pages).then(|| other(page + 1)),
        events: (found.dates().iter())
            .map(|date| json::date(date, &source))
            .collect(),
    };
    let body = serde_json::to_string(&body)
        .map_err(|error| crate::http::error::Error::Internal(error.to_string()))?;
    Ok(cache::feed(
        &headers,
        "application/json",
        body,
        found.changed,
        app.now(),
    ))
}

/// The names of the fields of an address that are not written as `/openapi.json` says.
fn misread(raw: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    form_urlencoded::parse(raw.as_bytes())
        .filter(|(name, _)| seen.insert(name.clone().into_owned()))
        .filter(|(name, value)| !is_well_written(name, value))
        .map(|(name, _)| name.into_owned())
        .collect()
}

fn is_well_written(name: &str, value: &str) -> bool {
    let day = |day: &str| day.len() == 10 && NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok();
    match name {
        "when" => {
            matches!(
                value,
                "upcoming" | "today" | "tomorrow" | "weekend" | "week" | "month"
            ) || day(&format!("{value}-01"))
        }
        "from" | "to" => day(value),
        "type" | "place" => Slug::parse(value).is_ok(),
        "free" => value == "yes",
        "step-free" | "toilet" | "hearing-loop" | "blue-badge" => {
            matches!(value, "yes" | "no" | "not-told")
        }
        "page" => {
            value.bytes().all(|b| b.is_ascii_digit())
                && value
                    .parse()
                    .is_ok_and(|page: u32| (1..=pages(u32::MAX)).contains(&page))
        }
        _ => true,
    }
}

/// How many pages so many dates fill, at most what a feed holds; at least 1.
fn pages(total: u32) -> u32 {
    let most = u32::try_from(FEED_DATES).unwrap_or(u32::MAX);
    total.min(most).div_ceil(JSON_PAGE).max(1)
}

fn not_understood(fields: Vec<String>) -> Response {
    let mut response = (StatusCode::BAD_REQUEST, Json(Problem::of(fields))).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ] {
        headers.insert(name, axum::http::HeaderValue::from_static(value));
    }
    response.extensions_mut().insert(IsPage);
    response
}

/// What `/events.json` can be asked and what it answers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "What’s On",
        version = "1",
        description = "The events that are listed in the parish, to read. There is no key, no cookie and no way to change anything.",
        license(
            name = "Each event is its organiser’s; the council accepts no responsibility for it"
        )
    ),
    paths(events_json),
    components(schemas(EventsPage, Problem))
)]
struct Described;

/// `/openapi.json`: how to ask `/events.json` (`OpenAPI` 3.1).
///
/// # Errors
/// When the description cannot be written.
pub async fn openapi(State(app): State<App>, headers: HeaderMap) -> Result {
    let mut described = Described::openapi();
    described.servers = Some(vec![utoipa::openapi::Server::new(app.web.site_url())]);
    let body = described
        .to_pretty_json()
        .map_err(|error| crate::http::error::Error::Internal(error.to_string()))?;
    Ok(cache::feed(
        &headers,
        "application/json",
        body,
        midnight(&app),
        app.now(),
    ))
}

/// `/sitemap.xml`: the pages for search engines: what is to come, the months, the standing pages.
pub async fn sitemap(State(app): State<App>, headers: HeaderMap) -> Result {
    let events = store::feed::upcoming(&app.db, app.now(), FEED_DATES).await?;
    let page = |path: &str| Page {
        path: path.to_owned(),
        changed: None,
    };
    let mut pages = vec![page("/")];
    let months = store::feed::busy_months(&app.db, app.today(), app.now()).await?;
    pages.extend(
        months
            .into_iter()
            .map(|month| page(&format!("/month/{:04}-{:02}", month.year(), month.month()))),
    );
    pages.extend(events.into_iter().map(|event| Page {
        path: format!("/events/{}", event.slug),
        changed: Some(event.changed_at),
    }));
    pages.extend(
        [
            "/submit",
            "/follow",
            "/noticeboard",
            "/weekly",
            "/standards",
            "/how-we-decide",
            "/privacy",
            "/cookies",
            "/accessibility",
        ]
        .map(page),
    );
    let file = sitemap::sitemap(&app.web.site_url(), &pages);
    Ok(cache::public(
        &headers,
        "application/xml; charset=utf-8",
        file,
    ))
}

/// What was asked of a feed or a frame.
pub(super) struct Asked {
    /// By the listing's own reading.
    pub query: ListingQuery,
    /// Whether the days that were asked for are over. The listing then says so and shows what is to come; who
    /// follows "December" gets nothing more when it is over, instead of everything.
    pub over: bool,
}

/// Reads what was asked. What is not understood is passed over.
pub(super) fn asked(app: &App, raw: Option<String>) -> Asked {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let (query, passed_over) = ListingQuery::from_pairs(&pairs, app.today());
    let over = passed_over.iter().any(|name| {
        let days = name == "when" || name == "to";
        let typed = pairs.iter().find(|(field, _)| field == name);
        days && typed.is_some_and(|(_, value)| is_well_written(name, value))
    });
    Asked { query, over }
}

/// What the listing found, with all that there is to tell of it.
struct Found {
    rows: Vec<Row>,
    events: BTreeMap<String, Event>,
    total: u32,
    changed: DateTime<Utc>,
}

impl Found {
    fn dates(&self) -> Vec<Date<'_>> {
        self.rows
            .iter()
            .filter_map(|row| {
                Some(Date {
                    event: self.events.get(&row.slug)?,
                    sitting: Sitting {
                        date: row.day,
                        hours: rows::hours(row.all_day, row.starts_at, row.ends_at),
                    },
                })
            })
            .collect()
    }
}

/// Finds what was asked for; nothing where those days are `over`.
async fn find(
    app: &App,
    query: &ListingQuery,
    over: bool,
    page_size: usize,
) -> sqlx::Result<Found> {
    let (today, now) = (app.today(), app.now());
    let council = app.council();
    let place = (query.place.as_deref()).map(|place| places::place_key(&council, place));
    let bounded = bounded(query, today).with_page(query.page);
    let mut listed =
        store::events::dates(&app.db, &bounded, place.as_deref(), today, now, page_size).await?;
    if over {
        listed.rows.clear();
        listed.total = 0;
    }
    let slugs: BTreeSet<String> = listed.rows.iter().map(|row| row.slug.clone()).collect();
    let slugs: Vec<String> = slugs.into_iter().collect();
    let events = store::feed::events(&app.db, &slugs).await?;
    Ok(Found {
        rows: listed.rows,
        total: u32::try_from(listed.total).unwrap_or(u32::MAX),
        events: events
            .into_iter()
            .map(|event| (event.slug.clone(), event))
            .collect(),
        changed: last_changed(app).await?,
    })
}

/// When anything that a feed says may last have changed: with midnight other days are meant by "today" and
/// "this weekend".
pub(super) async fn last_changed(app: &App) -> sqlx::Result<DateTime<Utc>> {
    let changed = store::feed::changed(&app.db, app.now()).await?;
    Ok(changed.map_or(midnight(app), |at| at.max(midnight(app))))
}

/// The same question, not further ahead than a feed looks.
fn bounded(query: &ListingQuery, today: NaiveDate) -> ListingQuery {
    let (from, to) = query.window(today);
    let last = today + Days::new(FEED_DAYS - 1);
    query.with_period(Period::Range {
        from: Some(from),
        to: Some(to.map_or(last, |to| to.min(last))),
    })
}

/// When today began in the parish.
fn midnight(app: &App) -> DateTime<Utc> {
    when::resolve(app.today(), NaiveTime::MIN).unwrap_or_else(|_| app.now())
}

/// Whose feed it is, for the question it answers.
fn of_query(app: &App, path: &str, query: &ListingQuery) -> Source {
    let with = |path: &str| match query.to_query() {
        asked if asked.is_empty() => path.to_owned(),
        asked => format!("{path}?{asked}"),
    };
    source(app, with(path), with("/"), &of_what(app, query))
}

/// Whose feed it is. `what` is what it is of, where that is not everything.
pub(super) fn source(app: &App, path: String, page: String, what: &str) -> Source {
    let site_url = app.web.site_url();
    let council = app.council().site.council.clone();
    let what = match what {
        "" => String::new(),
        what => format!(": {what}"),
    };
    Source {
        host: marks::host(&site_url).to_owned(),
        name: format!("What’s On{what} – {council}"),
        site_url,
        council,
        path,
        page,
    }
}

/// What was asked for in a few words: "Music, Groombridge, free".
pub(super) fn of_what(app: &App, query: &ListingQuery) -> String {
    let council = app.council();
    let parts = [
        (query.when != Period::Upcoming).then(|| query.when.words()),
        query
            .event_type
            .as_deref()
            .map(|slug| council.type_name(slug)),
        (query.place.as_deref()).map(|place| places::place_words(&council, place)),
        query.free.then(|| "free".to_owned()),
        query.q.as_ref().map(|words| format!("“{words}”")),
        (query.audience.as_ref()).map(|words| format!("for “{words}”")),
    ];
    let facts = AccessFact::ALL.into_iter();
    let facts = facts.filter_map(|which| Some(fact_words(which, query.access.of(which)?)));
    let parts = parts.into_iter().flatten().chain(facts);
    parts.collect::<Vec<_>>().join(", ")
}
