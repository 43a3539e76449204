//! Reading posted forms.

use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::header,
};
use domain::form::{Pairs, Tampered};
use http_body_util::BodyExt;
use store::dates::DateChange;

use crate::http::error::Error;

/// The largest form that is read, in bytes: four thousand words pasted from a document, every
/// character escaped, with room to spare. So over-long text comes back with advice, not lost.
pub const LIMIT: usize = 256 * 1024;

/// How much of a larger body is taken in before it is refused. A server that answers and hangs up
/// while a browser is still sending shows the person a broken connection and not the answer.
pub const HEARD_OUT: usize = 8 * 1024 * 1024;

/// A posted form: its names and values in the order they came, decoded from
/// `application/x-www-form-urlencoded`. The domain's forms refuse unknown and repeated names.
pub struct Form(pub Pairs);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Error::Refused("a form of another content type"));
        }
        parse(&collect(request.into_body()).await?)
    }
}

/// Takes a body in. What comes beyond [`LIMIT`] is heard out and forgotten as it comes.
///
/// # Errors
/// When it is larger than that, or does not arrive.
pub async fn collect(mut body: Body) -> Result<Vec<u8>, Error> {
    let (mut taken, mut heard) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Error::Stalled)?.into_data() else {
            continue;
        };
        heard += data.len();
        if heard > HEARD_OUT {
            return Err(Error::TooLarge);
        }
        if heard > LIMIT {
            taken = Vec::new();
        } else {
            taken.extend_from_slice(&data);
        }
    }
    if heard > LIMIT {
        return Err(Error::TooLarge);
    }
    Ok(taken)
}

/// Decodes a form's body. Refuses bytes that are not UTF-8, since no browser sends them for our
/// pages; NUL, which no database text can hold, is left for the domain's parsers to drop.
fn parse(body: &[u8]) -> Result<Form, Error> {
    let mut pairs = Pairs::new();
    for (name, value) in form_urlencoded::parse(body) {
        if pairs.len() >= 500 {
            return Err(Error::Refused("a form of too many fields"));
        }
        if name.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Error::Refused("a field name that is not text"));
        }
        // U+0000 cannot be stored by PostgreSQL in text or JSON and nobody can type it.
        pairs.push((name.into_owned(), value.replace('\0', "")));
    }
    Ok(Form(pairs))
}

/// Takes one field out of a form: a button's, say, that is no answer.
pub fn take(pairs: &mut Pairs, name: &str) -> Option<String> {
    let at = pairs.iter().position(|(n, _)| n == name)?;
    Some(pairs.remove(at).1)
}

impl From<Tampered> for Error {
    fn from(_: Tampered) -> Self {
        Self::Refused("a form with unknown or repeated fields")
    }
}

/// Reads which button of a list of dates was pressed: `cancel` or `restore` with a date's number.
///
/// # Errors
/// When no page of ours sends such a form.
pub fn change(mut pairs: domain::form::Pairs) -> std::result::Result<DateChange, Error> {
    let pressed = ["cancel", "restore"]
        .into_iter()
        .find_map(|name| Some((name, take(&mut pairs, name)?)));
    match pressed {
        Some((name, id)) if pairs.is_empty() => Ok(DateChange {
            occurrence: id.parse().map_err(|_| Error::Refused("no such date"))?,
            cancelled: name == "cancel",
        }),
        _ => Err(Error::Refused("a change of no date")),
    }
}
