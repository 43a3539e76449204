//! `/embed`: the list in the frame of another site, the one page that may be framed; and
//! `/embed/make`, where one makes such a frame. Why its heading is chosen and not typed:
//! `docs/decisions/0014-feeds.md`.

use crate::http::places;
use app::pages::{
    embed::{self, EmbedPage, Frame, Heading, MakePage, NUMBERS},
    listing::ListingPage,
};
use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use crate::{
    http::{
        cache,
        error::Result,
        feeds::{self, Asked},
        headers::{HasFrame, MayBeFramed},
    },
    rows,
    state::App,
};

const HTML: &str = "text/html; charset=utf-8";

/// How many dates a frame shows where it does not say.
const USUAL: u32 = NUMBERS[1];

/// The list in a frame.
pub async fn show(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result {
    let (frame, over) = frame(&app, raw);
    let council = app.council();
    let place = (frame.query.place.as_deref()).map(|place| places::place_key(&council, place));
    let (today, now, number) = (app.today(), app.now(), frame.number as usize);
    let mut found =
        store::events::dates(&app.db, &frame.query, place.as_deref(), today, now, number).await?;
    if over {
        found.rows.clear();
    }
    let model = EmbedPage {
        days: ListingPage::by_day(found.rows.into_iter().map(rows::row).collect()),
        frame,
    };
    let page = embed::embed(&model, &council.site, &app.assets);
    let mut response = cache::public(&headers, HTML, page);
    response.extensions_mut().insert(MayBeFramed);
    Ok(response)
}

/// The page where one makes a frame.
pub async fn make(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Response {
    let council = app.council();
    let model = MakePage {
        frame: frame(&app, raw).0,
        types: places::types(&council),
        places: places::places(&council),
    };
    let page = embed::make(&model, &council.site, &app.assets);
    let mut response = cache::public(&headers, HTML, page);
    response.extensions_mut().insert(HasFrame);
    response
}

/// What an address asks a frame to show. What it does not understand it passes over, as the
/// listing does. Beside it, whether the days that it asks for are over.
fn frame(app: &App, raw: Option<String>) -> (Frame, bool) {
    let raw = raw.unwrap_or_default();
    let first = |wanted: &str| {
        form_urlencoded::parse(raw.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let number = first("number").parse().ok();
    let heading = Heading::parse(&first("heading"));
    let Asked { query, over } = feeds::asked(app, Some(raw.clone()));
    let query = query.with_page(1);
    let frame = Frame {
        what: feeds::of_what(app, &query),
        number: number.filter(|n| NUMBERS.contains(n)).unwrap_or(USUAL),
        heading,
        query,
    };
    (frame, over)
}
