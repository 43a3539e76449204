//! Conditional requests (RFC 9110, section 13): a page that has not changed is not sent again.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
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

/// As [`public`], for a feed, which other sites' pages may read too. Programs that know no `ETag` ask
/// by the time of the last change, `changed`; an `ETag`, where there is one, goes before it.
#[must_use]
pub fn feed(
    request: &HeaderMap,
    content_type: &'static str,
    body: String,
    changed: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Response {
    let mut response = public(request, content_type, body);
    let changed = changed.trunc_subsecs(0);
    // The header counts whole seconds: within this one there may be another change.
    if now - changed > TimeDelta::seconds(1) {
        let since = request
            .get(header::IF_MODIFIED_SINCE)
            .filter(|_| !request.contains_key(header::IF_NONE_MATCH));
        let since = instant(since);
        if since.is_some_and(|since| changed <= since) {
            let old = response.headers().clone();
            response = StatusCode::NOT_MODIFIED.into_response();
            for name in [header::CACHE_CONTROL, header::ETAG] {
                if let Some(value) = old.get(&name) {
                    response.headers_mut().insert(name, value.clone());
                }
            }
        }
        let told = changed.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        if let Ok(told) = HeaderValue::from_str(&told) {
            response.headers_mut().insert(header::LAST_MODIFIED, told);
        }
    }
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("cross-origin"),
    );
    response
}

/// The instant that a header tells of.
#[must_use]
pub fn instant(told: Option<&HeaderValue>) -> Option<DateTime<Utc>> {
    let told = DateTime::parse_from_rfc2822(told?.to_str().ok()?).ok()?;
    Some(told.to_utc())
}

/// Weak comparison.
fn same(known: &str, tag: &str) -> bool {
    known == "*" || known.trim_start_matches("W/") == tag.trim_start_matches("W/")
}
