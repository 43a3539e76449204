//! The files of pictures, at an address for each of those who may see them: everybody while the
//! event is listed, the browser that fills the form in, the holder of a private link, and staff.

use axum::{
    extract::{Path, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{picture::PictureId, reference::Reference};
use serde::Deserialize;
use store::pictures::{self, Kind};

use crate::{
    http::{
        draft::DraftCookie,
        error::{Error, Result},
        session::SignedIn,
        submit::filling::edit_key,
    },
    state::App,
};

/// What a picture's file may do where it is opened by itself: nothing.
const INERT: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// For those who saw it while it was public. Only their own browser may keep it, and for good,
/// since a name always means the same picture; no proxy may, so that what is taken down is gone
/// for everybody else at once.
const PUBLIC: &str = "private, max-age=31536000, immutable";

/// The file that an address names: `…/{id}/{width}.{kind}`.
#[derive(Deserialize)]
pub struct FileOf {
    id: String,
    file: String,
}

/// The private link in an address.
#[derive(Deserialize)]
pub struct LinkOf {
    token: String,
}

struct Wanted {
    id: PictureId,
    width: u32,
    kind: Kind,
}

impl FileOf {
    fn read(&self) -> Result<Wanted> {
        let (width, kind) = self.file.split_once('.').ok_or(Error::NotFound)?;
        let wanted = Wanted {
            id: PictureId::parse(&self.id).map_err(|_| Error::NotFound)?,
            width: width.parse().map_err(|_| Error::NotFound)?,
            kind: Kind::parse(kind).ok_or(Error::NotFound)?,
        };
        // "0480" and "+480" are no second addresses of the same file.
        if wanted.width.to_string() == width {
            Ok(wanted)
        } else {
            Err(Error::NotFound)
        }
    }
}

/// `/pictures/{id}/{file}`: while a listed event shows it.
///
/// # Errors
/// When there is no such picture or nothing shows it now, or the database does not answer.
pub async fn public(State(app): State<App>, Path(file): Path<FileOf>) -> Result {
    let wanted = file.read()?;
    if !pictures::is_public(&app.db, &wanted.id).await? {
        return Err(Error::NotFound);
    }
    serve(&app, &wanted, PUBLIC).await
}

/// `/submit/pictures/{id}/{file}`: for the browser whose form it is in.
///
/// # Errors
/// When that form has not this picture, or the database does not answer.
pub async fn of_draft(
    State(app): State<App>,
    Path(file): Path<FileOf>,
    DraftCookie(key): DraftCookie,
) -> Result {
    let wanted = file.read()?;
    let key = key.ok_or(Error::NotFound)?;
    if !pictures::is_of_draft(&app.db, &wanted.id, &key, app.now()).await? {
        return Err(Error::NotFound);
    }
    serve(&app, &wanted, "no-store").await
}

/// `/manage/{token}/pictures/{id}/{file}`: for the holder of a private link.
///
/// # Errors
/// When the link opens no submission with this picture, or the database does not answer.
pub async fn of_link(
    State(app): State<App>,
    Path(LinkOf { token }): Path<LinkOf>,
    Path(file): Path<FileOf>,
) -> Result {
    let wanted = file.read()?;
    let reference = store::links::find(&app.db, &token, app.now())
        .await?
        .ok_or(Error::NotFound)?;
    let key = Reference::parse(&reference).map(|reference| edit_key(&reference));
    let key = key.map_err(|_| Error::NotFound)?;
    let its = pictures::is_of_submission(&app.db, &wanted.id, &reference).await?
        || pictures::is_of_draft(&app.db, &wanted.id, &key, app.now()).await?;
    if !its {
        return Err(Error::NotFound);
    }
    serve(&app, &wanted, "no-store").await
}

/// `/staff/pictures/{id}/{file}`: for staff, whatever has become of the event.
///
/// # Errors
/// When there is no such picture, or the database does not answer.
pub async fn for_staff(State(app): State<App>, _: SignedIn, Path(file): Path<FileOf>) -> Result {
    serve(&app, &file.read()?, "no-store").await
}

/// A name of ours for whoever saves it, whatever the address says (ASVS 5.0, 5.4.1).
fn disposition(kind: Kind) -> &'static str {
    match kind {
        Kind::Webp => "inline; filename=\"picture.webp\"",
        Kind::Jpeg => "inline; filename=\"picture.jpg\"",
    }
}

async fn serve(app: &App, wanted: &Wanted, keep: &'static str) -> Result<Response> {
    let Wanted { id, width, kind } = wanted;
    let bytes = pictures::file(&app.db, id, *width, *kind)
        .await?
        .ok_or(Error::NotFound)?;
    let headers: [(HeaderName, HeaderValue); 4] = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(kind.media_type()),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(INERT),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static(disposition(*kind)),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
    ];
    Ok((headers, bytes).into_response())
}
