//! Conditional requests (RFC 9110, section 13): a page that has not changed is not sent again.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

/// Answers with a public body, or with 304 when the visitor has this very one.
///
/// Browsers and proxies may keep it but ask each time: what is taken down is gone at once.
#[must_use]
pub fn public(request: &HeaderMap, content_type: &'static str, body: String) -> Response {
    // Weak, because the compression layer changes the bytes but not what they say.
    let tag = format!(
        "W/\"{}\"",
        hex::encode(&Sha256::digest(body.as_bytes())[..12])
    );
    let tag = HeaderValue::from_str(&tag).ok();
    let known = tag
        .as_ref()
        .is_some_and(|tag| has(request.get(header::IF_NONE_MATCH), tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, content_type)], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Whether a visitor who says `If-None-Match` so has what this tag names.
#[must_use]
pub fn has(known: Option<&HeaderValue>, tag: &HeaderValue) -> bool {
    let (Some(known), Ok(tag)) = (known.and_then(|it| it.to_str().ok()), tag.to_str()) else {
        return false;
    };
    known.split(',').any(|known| same(known.trim(), tag))
}

/// Weak comparison.
fn same(known: &str, tag: &str) -> bool {
    known == "*" || known.trim_start_matches("W/") == tag.trim_start_matches("W/")
}
