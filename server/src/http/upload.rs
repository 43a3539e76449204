//! Reading posted forms that come with a file (RFC 7578).

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::StatusCode,
};
use domain::{
    form::Pairs,
    picture::{MOST_BYTES, PictureProblem},
};

use crate::http::{error::Error, form::LIMIT};

/// How much of a body is taken in before it is refused. A picture straight from a camera has 12 to
/// 30 MB: it is heard out and thrown away as it comes, so that the answer is the page with
/// everything that was typed. Of more than this the answer is the page for "too large", which a
/// browser may show as a broken connection while it is still sending.
pub const HEARD_OUT: usize = 64 * LIMIT;

/// A posted form with one file: its other fields in the order they came.
pub struct Upload {
    /// The names and values, as [`crate::http::form::Form`] has them.
    pub pairs: Pairs,
    /// What the field `file` holds; none where nothing was chosen.
    pub file: Option<Result<Vec<u8>, PictureProblem>>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(|_| Error::Refused("a form of another content type"))?;
        let mut upload = Self {
            pairs: Pairs::new(),
            file: None,
        };
        let (mut had_file, mut typed) = (false, 0);
        while let Some(field) = form.next_field().await.map_err(|e| broken(e.status()))? {
            if field.name() == Some("file") {
                if std::mem::replace(&mut had_file, true) {
                    return Err(Error::Refused("a form with two files"));
                }
                upload.file = file(field).await?;
            } else {
                let pair = text(field, &mut typed).await?;
                upload.pairs.push(pair);
            }
        }
        Ok(upload)
    }
}

/// A body that ends early or is larger than [`HEARD_OUT`].
fn broken(status: StatusCode) -> Error {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge
    } else {
        Error::Refused("a form that cannot be read")
    }
}

/// A field that was typed. `typed` is how much has been so far.
async fn text(mut field: Field<'_>, typed: &mut usize) -> Result<(String, String), Error> {
    let name = field.name().unwrap_or_default().to_owned();
    if field.file_name().is_some() {
        return Err(Error::Refused("a file in another field"));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|e| broken(e.status()))? {
        *typed += chunk.len();
        if *typed > LIMIT {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    let value = String::from_utf8(bytes).map_err(|_| Error::Refused("a field that is not text"))?;
    // U+0000 cannot be stored by PostgreSQL in text or JSON and nobody can type it.
    Ok((name, value.replace('\0', "")))
}

/// The file, unless it is heavier than any that is taken: then the rest of it is heard and
/// forgotten. Its name and the type that the browser gives it are nobody's business.
async fn file(mut field: Field<'_>) -> Result<Option<Result<Vec<u8>, PictureProblem>>, Error> {
    let chosen = field.file_name().is_some_and(|name| !name.is_empty());
    let (mut bytes, mut heavy) = (Vec::new(), false);
    while let Some(chunk) = field.chunk().await.map_err(|e| broken(e.status()))? {
        heavy |= bytes.len() + chunk.len() > MOST_BYTES;
        if heavy {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(match (heavy, bytes.is_empty()) {
        (true, _) => Some(Err(PictureProblem::TooHeavy)),
        (false, false) => Some(Ok(bytes)),
        (false, true) => chosen.then_some(Err(PictureProblem::Empty)),
    })
}
