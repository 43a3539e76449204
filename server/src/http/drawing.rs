//! The layers that bound how much is drawn ([`crate::drawing`]): too much from one network is answered with 429, too
//! much at once with 503, each with when to try again.

use axum::{
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    drawing::What,
    http::{
        client_ip::ClientIp,
        error::{Error, too_many},
    },
    state::App,
};

/// How soon to try again where too much is drawn at once, in seconds.
const SOON: &str = "10";

/// The layer round the forms and the private pages.
pub async fn forms(app: State<App>, visitor: ClientIp, request: Request, next: Next) -> Response {
    drawn(app, visitor, What::Form, request, next).await
}

/// The layer round the files of pictures.
pub async fn pictures(
    app: State<App>,
    visitor: ClientIp,
    request: Request,
    next: Next,
) -> Response {
    drawn(app, visitor, What::Picture, request, next).await
}

/// The layer round the desk and the question whether the site is well. They stand in no line with visitors.
pub async fn desk(
    State(app): State<App>,
    ClientIp(visitor): ClientIp,
    request: Request,
    next: Next,
) -> Response {
    if !app.drawing.may(What::Desk, visitor) {
        return too_many(1);
    }
    next.run(request).await
}

async fn drawn(
    State(app): State<App>,
    ClientIp(visitor): ClientIp,
    what: What,
    request: Request,
    next: Next,
) -> Response {
    if !app.drawing.may(what, visitor) {
        return too_many(1);
    }
    // What is posted comes as slowly as it likes and would hold a place all the while. It has limits of its own.
    let _place = match *request.method() {
        Method::GET | Method::HEAD => match app.drawing.place().await {
            Some(place) => Some(place),
            None => return busy(),
        },
        _ => None,
    };
    next.run(request).await
}

/// Everybody together asks for more than can be drawn.
pub(super) fn busy() -> Response {
    ([(header::RETRY_AFTER, SOON)], Error::Busy).into_response()
}
