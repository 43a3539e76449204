//! The layer round the public pages that are kept ready ([`crate::page_cache`]), and the one that forgets them after a
//! change.

use std::sync::Arc;

use app::pages::error::as_it_was;
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::when::LONDON;

use crate::{
    drawing::What,
    http::{cache, client_ip::ClientIp, drawing::busy, error::too_many},
    page_cache::Page,
    state::App,
};

/// The largest page that is kept, and the longest address of one.
const LARGEST: usize = 1024 * 1024;
const LONGEST_ADDRESS: usize = 400;

impl Page {
    /// The page, or 304 where the visitor has it.
    fn answer(&self, known: &Known) -> Response {
        let (status, body) = if known.is(&self.headers) {
            (StatusCode::NOT_MODIFIED, Body::empty())
        } else {
            (StatusCode::OK, Body::from(self.body.clone()))
        };
        self.response(status, self.headers.clone(), body)
    }

    fn response(&self, status: StatusCode, headers: HeaderMap, body: Body) -> Response {
        let mut response = (status, headers, body).into_response();
        *response.extensions_mut() = self.marks.clone();
        response
    }

    /// Whether it is a page for people. A file cannot say that it is an old one.
    fn is_document(&self) -> bool {
        (self.headers.get(header::CONTENT_TYPE))
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
    }

    /// The page with word of when it was so. Nobody is to keep it.
    fn as_it_was(&self) -> Response {
        let words = as_it_was(self.drawn.with_timezone(&LONDON).time());
        let mut headers = self.headers.clone();
        headers.remove(header::ETAG);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let body = match std::str::from_utf8(&self.body) {
            Ok(html) => Body::from(marked(html, &words)),
            Err(_) => Body::from(self.body.clone()),
        };
        self.response(StatusCode::OK, headers, body)
    }
}

/// What a visitor has of a page, as the request says.
struct Known {
    tag: Option<HeaderValue>,
    since: Option<HeaderValue>,
}

impl Known {
    /// Takes it from a request, so that the page is drawn whole.
    fn take(request: &mut HeaderMap) -> Self {
        Self {
            tag: request.remove(header::IF_NONE_MATCH),
            since: request.remove(header::IF_MODIFIED_SINCE),
        }
    }

    /// Whether it is the page with these headers. A tag goes before a time (RFC 9110, section 13.1.3).
    fn is(&self, headers: &HeaderMap) -> bool {
        if self.tag.is_some() {
            let tag = headers.get(header::ETAG);
            return tag.is_some_and(|tag| cache::has(self.tag.as_ref(), tag));
        }
        let changed = cache::instant(headers.get(header::LAST_MODIFIED));
        let since = cache::instant(self.since.as_ref());
        changed.is_some_and(|changed| since.is_some_and(|since| changed <= since))
    }
}

/// A document with words at the beginning of what it is about.
fn marked(document: &str, words: &str) -> String {
    let place = document
        .find("<main")
        .and_then(|main| Some(main + document[main..].find('>')? + 1));
    match place {
        Some(place) => format!("{}{words}{}", &document[..place], &document[place..]),
        None => document.to_owned(),
    }
}

/// The layer round the pages that may be kept.
pub async fn keep(
    State(app): State<App>,
    ClientIp(visitor): ClientIp,
    mut request: Request,
    next: Next,
) -> Response {
    let reads = request.method() == Method::GET;
    let address = match request.uri().path_and_query() {
        Some(address) if address.as_str().len() <= LONGEST_ADDRESS && reads => {
            address.as_str().to_owned()
        }
        _ if !app.drawing.may(What::Public, visitor) => return too_many(1),
        _ => {
            let Some(_place) = app.drawing.place().await else {
                return busy();
            };
            return next.run(request).await;
        }
    };
    let known = Known::take(request.headers_mut());
    if let Some(page) = app.pages.ready(&address, app.now()) {
        return page.answer(&known);
    }
    if !app.drawing.may(What::Public, visitor) {
        return too_many(1);
    }
    let Some(_place) = app.drawing.place().await else {
        return as_last(&app, &address, busy());
    };
    // Whoever waited may find that the one before drew the same page.
    if let Some(page) = app.pages.ready(&address, app.now()) {
        return page.answer(&known);
    }
    let changes = app.pages.changes();
    let drawn = app.now();
    let response = next.run(request).await;
    match response.status() {
        StatusCode::OK if response.headers().contains_key(header::ETAG) => {}
        StatusCode::SERVICE_UNAVAILABLE => {
            return as_last(&app, &address, response);
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            app.pages.remove(&address);
            return response;
        }
        _ => return response,
    }
    let (parts, body) = response.into_parts();
    // Our own, and whole already. What is too large to keep is answered all the same.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let until = app
        .pages
        .turn(&app.db, drawn, changes)
        .await
        .unwrap_or(drawn);
    let page = Arc::new(Page {
        headers: parts.headers,
        marks: parts.extensions,
        body,
        changes,
        drawn,
        until,
    });
    if page.body.len() <= LARGEST {
        app.pages.insert(address, page.clone());
    }
    page.answer(&known)
}

/// A page as it was last drawn where it cannot be drawn now, or the answer that says so.
fn as_last(app: &App, address: &str, cannot: Response) -> Response {
    match app.pages.last(address) {
        Some(last) if last.is_document() => last.as_it_was(),
        _ => cannot,
    }
}

/// The layer round everything: what is changed through this copy is gone from its kept pages before
/// the answer is sent. A form that changes nothing public leaves them, so that nobody can empty them at will.
pub async fn forget_after_changes(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.run(request).await;
    if !reads && !response.status().is_client_error() {
        app.pages.look_for_changes(&app.db).await;
    }
    response
}
