//! The cookie by which an account knows a browser that it was signed in to with. It signs nobody in:
//! whoever has it does not wait for strangers at the door.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::request::Parts,
    middleware::Next,
    response::Response,
};
use domain::retention;
use tower_sessions::cookie::time::Duration;

use super::{client_ip::ClientIp, cookie, error::Error};
use crate::{accounts::Origin, config::WebConfig, state::App};

/// The name of the cookie. With TLS its prefix makes the browser keep it to this host.
#[must_use]
pub fn cookie_name(web: &WebConfig) -> &'static str {
    if web.is_https() {
        "__Host-device"
    } else {
        "device"
    }
}

impl FromRequestParts<App> for Origin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let ClientIp(address) = ClientIp::from_request_parts(parts, app).await?;
        let device = cookie::secret_in(parts, cookie_name(&app.web));
        Ok(Self { address, device })
    }
}

/// Where a handler leaves what the browser's cookie is to hold.
#[derive(Debug, Clone, Default)]
struct NewCookie(Arc<OnceLock<String>>);

/// Leaves it for [`give`].
pub fn leave(parts: &Parts, value: String) {
    if let Some(NewCookie(new)) = parts.extensions.get() {
        // Of two that are left in one request the first goes.
        let _left = new.set(value);
    }
}

/// Gives the browser the cookie that was left for it, for as long as the account remembers.
pub async fn give(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let new = NewCookie::default();
    request.extensions_mut().insert(new.clone());
    let mut response = next.run(request).await;
    if let Some(value) = new.0.get() {
        let days = Duration::days(retention::DEVICE.num_days());
        let pair = (cookie_name(&app.web), value.as_str());
        cookie::set(&mut response, &app.web, pair, days);
    }
    response
}
