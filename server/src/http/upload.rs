//! Reading posted forms that come with a file (RFC 7578).

use std::{
    net::IpAddr,
    pin::Pin,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Multipart, Request, multipart::Field},
    http::StatusCode,
};
use domain::{
    form::Pairs,
    picture::{MOST_BYTES, PictureProblem},
};
use hyper::body::Frame;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use crate::{
    connections::{ConnectionCounts, ConnectionGuard},
    http::{client_ip::ClientIp, error::Error, form::LIMIT},
    state::App,
};

/// How much of a body is taken in before it is refused. A picture straight from a camera has 12 to
/// 30 MB: it is heard out and thrown away as it comes, so that the answer is the page with
/// everything that was typed. Of more than this the answer is the page for "too large", which a
/// browser may show as a broken connection while it is still sending.
pub const HEARD_OUT: usize = 64 * 1024 * 1024;

/// A posted form with one file: its other fields in the order they came.
pub struct Upload {
    /// The names and values, as [`crate::http::form::Form`] has them.
    pub pairs: Pairs,
    /// What the field `file` holds; none where nothing was chosen.
    pub file: Option<Result<Vec<u8>, PictureProblem>>,
}

/// How many files may arrive at once. What has come of them is held, [`PARTS`] in all, so that many who send
/// next to nothing keep nobody out.
const AT_ONCE: usize = 400;
/// How many of them may come from one network address.
const OF_ADDRESS: usize = 4;
/// How much of the files that are arriving is held at once, in parts of so many bytes: 24 of the largest.
const PARTS: usize = 24 * MOST_BYTES / PART;
const PART: usize = 256 * 1024;
/// How long the next one waits for its turn.
const TIMEOUTS: Duration = Duration::from_secs(10);

static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);
static ROOM: Semaphore = Semaphore::const_new(PARTS);
static ADDRESSES: LazyLock<ConnectionCounts> = LazyLock::new(ConnectionCounts::default);

/// A file's turn. This machine may have any number: it may be a proxy that nobody told us of.
async fn turn(address: IpAddr) -> Result<(ConnectionGuard, SemaphorePermit<'static>), Error> {
    let most = (!address.is_loopback()).then_some(OF_ADDRESS);
    let counted = ADDRESSES.enter(address, most).ok_or(Error::Busy)?;
    match timeout(TIMEOUTS, PLACES.acquire()).await {
        Ok(Ok(place)) => Ok((counted, place)),
        _ => Err(Error::Busy),
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let ClientIp(address) = ClientIp::from_request_parts(&mut parts, app).await?;
        let _turn = turn(address).await?;
        let searched = Arc::new(AtomicUsize::new(0));
        let body = Body::new(Measured {
            body,
            gave: false,
            searched: searched.clone(),
        });
        let mut form = Multipart::from_request(Request::from_parts(parts, body), app)
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
                upload.file = file(field, &searched).await?;
            } else {
                let pair = text(field, &mut typed).await?;
                upload.pairs.push(pair);
            }
            searched.store(0, Ordering::Relaxed);
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
async fn file(
    mut field: Field<'_>,
    searched: &AtomicUsize,
) -> Result<Option<Result<Vec<u8>, PictureProblem>>, Error> {
    let chosen = field.file_name().is_some_and(|name| !name.is_empty());
    let (mut bytes, mut heavy) = (Vec::new(), false);
    let mut room = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|e| broken(e.status()))? {
        searched.store(0, Ordering::Relaxed);
        heavy |= bytes.len() + chunk.len() > MOST_BYTES;
        if heavy {
            (bytes, room) = (Vec::new(), Vec::new());
        } else {
            while room.len() * PART < bytes.len() + chunk.len() {
                let part = timeout(TIMEOUTS, ROOM.acquire()).await;
                room.push(part.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?);
            }
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(match (heavy, bytes.is_empty()) {
        (true, _) => Some(Err(PictureProblem::TooHeavy)),
        (false, false) => Some(Ok(bytes)),
        (false, true) => chosen.then_some(Err(PictureProblem::Empty)),
    })
}

/// How much may be read in search of the head of a part, its end, or the end of a field: what was
/// read and not used is held.
const SEARCH: usize = 2 * 1024 * 1024;
/// How much a connection reads at a time.
const PIECE: usize = crate::connections::HEAD;

/// A body that is let through a piece at a time. The reader of forms takes all that is there before
/// it looks at it, and holds the head of a part however long that is; so it gets one piece, and no
/// more of them than a form may have before something came of them.
struct Measured {
    body: Body,
    /// Whether the last time that it was asked it gave a piece.
    gave: bool,
    /// How much was read since something last came of it.
    searched: Arc<AtomicUsize>,
}

impl hyper::body::Body for Measured {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if std::mem::take(&mut this.gave) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        this.gave = true;
        let read = match &frame {
            // Pieces come as large as a connection reads at a time; of a larger one all is here already.
            Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len).min(PIECE),
            _ => 0,
        };
        if this.searched.fetch_add(read, Ordering::Relaxed) + read > SEARCH {
            let error = std::io::Error::other("a part of the form has no end");
            return Poll::Ready(Some(Err(axum::Error::new(error))));
        }
        Poll::Ready(frame)
    }
}
