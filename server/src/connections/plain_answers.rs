//! What is answered to a connection without the site: hyper's own answers to what is no HTTP, which have neither words nor
//! headers, and the answer to one connection too many.
//!
//! hyper offers no way to word its own. So the stream below it knows which bytes are the site's: all that is written from when
//! the site is asked until the last of its answer has been handed to the system ([`Answering`]). What is written while it has
//! answered everything is hyper's own, and is put in plain words. Where hyper hands over both at once, because a visitor reads slower
//! than it sends nonsense, its own goes as it is.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::shield::bare_answer;

/// The answers in plain words.
pub(super) struct Words {
    /// To a connection too many, without a word of its request read.
    pub(super) full: Vec<u8>,
    no_request: Vec<u8>,
    long_address: Vec<u8>,
    large_head: Vec<u8>,
}

impl Words {
    /// As a site with TLS or without answers.
    pub(super) fn new(is_https: bool) -> Self {
        let answer = |status, more, words| bare_answer(status, more, words, is_https);
        Self {
            full: answer(
                "503 Service Unavailable",
                "retry-after: 10\r\n",
                "Very many people are here. Try again in ten seconds.",
            ),
            no_request: answer(
                "400 Bad Request",
                "",
                "What was sent is not a request that a website can read. Open the page again in your browser.",
            ),
            long_address: answer(
                "414 URI Too Long",
                "",
                "The address is too long. Begin at the home page, and look for what you need there.",
            ),
            large_head: answer(
                "431 Request Header Fields Too Large",
                "",
                "Your browser sent far more than a website needs. Delete the cookies of this site in your browser, then open the page again.",
            ),
        }
    }

    /// The words in place of an answer that hyper gives by itself, if these bytes begin one.
    fn instead_of(&self, bytes: &[u8]) -> Option<&[u8]> {
        let rest = bytes
            .strip_prefix(b"HTTP/1.1 ")
            .or_else(|| bytes.strip_prefix(b"HTTP/1.0 "))?;
        match rest.get(..3)? {
            b"400" => Some(&self.no_request),
            b"414" => Some(&self.long_address),
            b"431" => Some(&self.large_head),
            _ => None,
        }
    }
}

/// What the site has still to answer on a connection.
#[derive(Clone, Default)]
pub(super) struct Answering(Arc<Counts>);

#[derive(Default)]
struct Counts {
    /// How often the site was asked.
    asked: AtomicUsize,
    /// How many of its answers are not whole in hyper's hands yet.
    open: AtomicUsize,
}

impl Answering {
    /// The site is asked.
    pub(super) fn ask(&self) -> Open {
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        self.0.open.fetch_add(1, Ordering::Relaxed);
        Open(self.clone())
    }

    fn asked(&self) -> usize {
        self.0.asked.load(Ordering::Relaxed)
    }

    fn is_open(&self) -> bool {
        self.0.open.load(Ordering::Relaxed) > 0
    }
}

/// An answer of the site that is not whole in hyper's hands yet.
pub(super) struct Open(Answering);

impl Open {
    /// The answer's body, with which it ends.
    pub(super) fn with(self, body: Body) -> Answer {
        Answer { body, _open: self }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of an answer of the site. hyper lets go of it when it has the last of it.
pub(super) struct Answer {
    body: Body,
    _open: Open,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        HttpBody::size_hint(&self.body)
    }
}

/// A stream whose answers are in plain words, also those that hyper gives by itself.
pub(super) struct Plain<S> {
    stream: S,
    words: Arc<Words>,
    answering: Answering,
    /// How often the site had been asked when all that was written had been handed to the system.
    settled: usize,
    /// What goes in place of hyper's own answer, and how much of it went.
    instead: (Vec<u8>, usize),
}

impl<S: AsyncWrite + Unpin> Plain<S> {
    pub(super) fn new(stream: S, words: Arc<Words>, answering: Answering) -> Self {
        Self {
            stream,
            words,
            answering,
            settled: 0,
            instead: (Vec::new(), 0),
        }
    }

    /// Whether all that the site answered has gone, so that what comes now is hyper's own.
    fn is_settled(&self) -> bool {
        !self.answering.is_open() && self.answering.asked() == self.settled
    }

    /// Takes hyper's own answer and says it in plain words. False where it is none.
    fn takes(&mut self, bytes: &[u8]) -> bool {
        let own = self.is_settled().then(|| self.words.instead_of(bytes));
        match own.flatten() {
            Some(words) => {
                self.instead.0.extend_from_slice(words);
                true
            }
            None => false,
        }
    }

    fn poll_instead(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let (words, gone) = &mut self.instead;
        while *gone < words.len() {
            match ready!(Pin::new(&mut self.stream).poll_write(cx, &words[*gone..]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                more => *gone += more,
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Plain<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Plain<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_instead(cx))?;
        if self.takes(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_instead(cx))?;
        // hyper's own answer has a head and nothing else.
        if let [head] = parts
            && self.takes(head)
        {
            return Poll::Ready(Ok(head.len()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// hyper asks for this whenever it has nothing left to write.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_instead(cx))?;
        if !self.answering.is_open() {
            self.settled = self.answering.asked();
        }
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_instead(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
