//! The headers that every response carries, error pages and files included.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::state::App;

/// What a page without an island may do: show our own styles, fonts and pictures, and post forms
/// to us. Nothing is inline, so there is no nonce and no hash, and pages can be cached. No script of
/// ours connects to anything; tools that look a site over from within its page read robots.txt so.
const PLAIN: &str = "default-src 'none'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page with islands may do besides: run our own script and its WebAssembly.
const WITH_ISLANDS: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page of the desk may do besides: run our own script, which makes its keys work.
const WITH_KEYS: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

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

/// Adds the headers.
pub async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let framed = response.extensions().get::<MayBeFramed>().is_some();
    let policy = if framed {
        FRAMED
    } else if response.extensions().get::<HasFrame>().is_some() {
        WITH_FRAME
    } else if response.extensions().get::<HasIslands>().is_some() {
        WITH_ISLANDS
    } else if response.extensions().get::<HasKeys>().is_some() {
        WITH_KEYS
    } else {
        PLAIN
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if !framed {
        set(header::X_FRAME_OPTIONS, "DENY");
    }
    set(header::REFERRER_POLICY, "same-origin");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    );
    if app.web.is_https() {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        );
    }
    response
}
