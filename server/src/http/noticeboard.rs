//! `/noticeboard`: the next weeks as sheets to print, and as text for the parish magazine.

use app::pages::{noticeboard as page, noticeboard::NoticeboardPage};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
};
use domain::paper::{PaperQuery, Stretch, months_offered};
use store::{self};

use crate::{
    http::{cache, error::Result},
    qr,
    rows::row_with_doors,
    state::App,
};

const HTML: &str = "text/html; charset=utf-8";

/// The sheet.
pub async fn show(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result {
    let mut model = model(&app, asked(&app, raw)).await?;
    model.qr = qr::of(&app.web.site_url());
    Ok(cache::public(
        &headers,
        HTML,
        page::noticeboard(&model, &app.council().site, &app.assets),
    ))
}

/// `/noticeboard/text`: a month as text to copy.
pub async fn text(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result {
    let model = model(&app, a_month(&app, raw)).await?;
    Ok(cache::public(
        &headers,
        HTML,
        page::text(&model, &app.council().site, &app.assets),
    ))
}

/// `/noticeboard/text.txt`: the same as a file.
pub async fn file(State(app): State<App>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result {
    let model = model(&app, a_month(&app, raw)).await?;
    let mut response = cache::public(
        &headers,
        "text/plain; charset=utf-8",
        page::magazine(&model, &app.council().site),
    );
    response.headers_mut().insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"whats-on.txt\""),
    );
    Ok(response)
}

fn asked(app: &App, raw: Option<String>) -> PaperQuery {
    let pairs = form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    PaperQuery::from_pairs(&pairs, app.today())
}

/// A magazine's pages are a month, this one where none is asked for.
fn a_month(app: &App, raw: Option<String>) -> PaperQuery {
    let query = asked(app, raw);
    match query.stretch {
        Stretch::Month(_) => query.with_large(false),
        Stretch::Weeks(_) | Stretch::ThisWeek | Stretch::NextWeek => {
            PaperQuery::default().with_stretch(Stretch::Month(months_offered(app.today())[0]))
        }
    }
}

async fn model(app: &App, query: PaperQuery) -> Result<NoticeboardPage> {
    let today = app.today();
    let found = store::paper::between(&app.db, query.days(today), app.now()).await?;
    Ok(NoticeboardPage {
        today,
        query,
        rows: found.rows.into_iter().map(row_with_doors).collect(),
        more: found.more,
        qr: None,
    })
}
