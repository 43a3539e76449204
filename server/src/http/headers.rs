//! The headers that every response carries, error pages and files included.

use app::shell::NONCE;
use axum::{
    extract::{Request, State},
    http::{Extensions, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use store::token;

use crate::{
    shield::{EVERYWHERE, PLAIN, WITH_TLS},
    state::App,
};

/// What a page with islands may run besides: WebAssembly.
const WASM: &str = " 'wasm-unsafe-eval'";

/// What a page with islands, or one of the desk, may do besides: run the scripts that are marked with this answer's word,
/// and what those load. Such pages are kept by nobody, so that each has a word of its own. A browser that knows no marks
/// runs nothing, and the page works without.
fn with_scripts(nonce: &str, besides: &str) -> String {
    format!("{PLAIN}; script-src 'nonce-{nonce}'{besides}")
}

/// What the one page that other sites may frame may do: the same as any.
const FRAMED: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors *";

/// What a page that shows such a frame may do besides.
const WITH_FRAME: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Marks the response whose page other sites may frame.
#[derive(Clone, Copy)]
pub struct MayBeFramed;

/// Marks a response whose page shows a frame of our own.
#[derive(Clone, Copy)]
pub struct HasFrame;

/// Marks a response whose page has islands.
#[derive(Clone, Copy)]
pub struct HasIslands;

/// Marks a response whose page has the keys of the desk, or asks a device for a passkey.
#[derive(Clone, Copy)]
pub struct HasKeys;

/// What the page of a response may do.
fn policy(marks: &Extensions, nonce: &str) -> HeaderValue {
    let with_scripts = |besides| {
        HeaderValue::try_from(with_scripts(nonce, besides)).expect("letters, figures and quotes")
    };
    if marks.get::<MayBeFramed>().is_some() {
        HeaderValue::from_static(FRAMED)
    } else if marks.get::<HasFrame>().is_some() {
        HeaderValue::from_static(WITH_FRAME)
    } else if marks.get::<HasIslands>().is_some() {
        with_scripts(WASM)
    } else if marks.get::<HasKeys>().is_some() {
        with_scripts("")
    } else {
        HeaderValue::from_static(PLAIN)
    }
}

/// Adds the headers.
pub async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let nonce = token::secret();
    let mut response = NONCE.scope(nonce.clone(), next.run(request)).await;
    let framed = response.extensions().get::<MayBeFramed>().is_some();
    let policy = policy(response.extensions(), &nonce);
    let headers = response.headers_mut();
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(policy);
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    for (name, value) in EVERYWHERE {
        let name = HeaderName::from_static(name);
        if !(framed && name == header::X_FRAME_OPTIONS) {
            set(name, value);
        }
    }
    if app.web.is_https() {
        let (name, value) = WITH_TLS;
        set(HeaderName::from_static(name), value);
    }
    response
}
