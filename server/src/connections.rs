//! Connections: how many there may be, and how long each may take over what it does.
//!
//! A program that opens connections and sends or reads next to nothing costs its owner nothing. Here
//! it costs the site little: a request's head has to come within [`Timeouts::head`], which is also
//! how long a connection may be idle; an answer has to be taken up within [`Timeouts::stall`] at a
//! time; and nothing lasts longer than [`Timeouts::life`]. Bodies have a limit of their own
//! (`http.rs`). There is a limit of connections for each network address and for all together.
//!
//! What is no HTTP is answered by hyper before the site hears of it, and what is one connection too many by nobody:
//! [`plain_answers`] has the words of both, with the headers that every answer has.

mod plain_answers;

use std::{
    collections::HashMap,
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use domain::network::network;
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use plain_answers::{Answering, Plain, Words};

/// How many connections there may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// All together.
    pub overall: usize,
    /// From one network address: of an IPv6 customer, all of theirs.
    pub per_address: usize,
    /// The proxy in front, whose connections are other people's.
    pub proxy: Option<IpAddr>,
}

impl Limits {
    /// Whether an address has a limit of its own. This machine has none: what speaks to us from
    /// here is a proxy or the person who runs us.
    fn counts(self, address: IpAddr) -> bool {
        let here = [
            IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(Ipv6Addr::LOCALHOST),
        ];
        self.proxy != Some(address) && !here.contains(&address)
    }
}

/// How long a connection may take.
#[derive(Debug, Clone, Copy)]
struct Timeouts {
    /// From the end of one answer, or the beginning, to the end of the next request's head.
    head: Duration,
    /// Over taking up a part of an answer.
    stall: Duration,
    /// For everything. What is under way then may still finish, within `last`.
    life: Duration,
    /// For what is under way at the end: as long as the slowest request may take, a picture's.
    last: Duration,
}

const TIMEOUTS: Timeouts = Timeouts {
    head: Duration::from_secs(15),
    stall: Duration::from_secs(20),
    life: Duration::from_mins(10),
    last: Duration::from_mins(5),
};

/// The largest head of a request, in bytes, which is also how much of a body is taken in at a time. A
/// connection that sends nothing else holds this much and no more.
pub const HEAD: usize = 64 * 1024;

/// Where connections come in.
pub struct Listener {
    socket: TcpListener,
    limits: Limits,
    places: Arc<Semaphore>,
    inside: ConnectionCounts,
    words: Arc<Words>,
}

impl Listener {
    /// Lets in as many as the limits say, to a site with TLS or without.
    #[must_use]
    pub fn new(socket: TcpListener, limits: Limits, is_https: bool) -> Self {
        Self {
            socket,
            limits,
            words: Arc::new(Words::new(is_https)),
            places: Arc::new(Semaphore::new(limits.overall)),
            inside: ConnectionCounts::default(),
        }
    }

    /// Serves until `stop`; then lets what is under way finish, for so long. Says whether it did.
    pub async fn serve(
        self,
        site: Router,
        stop: impl Future<Output = ()>,
        drain: Duration,
    ) -> bool {
        let (told, tell) = watch::channel(false);
        let mut stop = pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = self.socket.accept() => accepted,
                () = stop.as_mut() => break,
            };
            match accepted {
                Ok((stream, peer)) => {
                    // An IPv4 address that came to an IPv6 door is still the address it is.
                    let peer = SocketAddr::new(peer.ip().to_canonical(), peer.port());
                    self.let_in(stream, peer, site.clone(), tell.clone());
                }
                Err(error) => {
                    // Out of file handles, say: others have to end before one can be taken.
                    tracing::warn!(%error, "a connection could not be taken");
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
        tracing::info!("stopping: finishing what is under way");
        drop(self.socket);
        told.send_replace(true);
        let all = u32::try_from(self.limits.overall).unwrap_or(u32::MAX);
        timeout(drain, self.places.acquire_many(all)).await.is_ok()
    }

    fn let_in(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        site: Router,
        stopping: watch::Receiver<bool>,
    ) {
        let most = self
            .limits
            .counts(peer.ip())
            .then_some(self.limits.per_address);
        let counted = self.inside.enter(peer.ip(), most);
        let place = self.places.clone().try_acquire_owned().ok();
        let (Some(counted), Some(place)) = (counted, place) else {
            // A failure to tell is as good as having told: it is gone either way.
            let _told = stream.try_write(&self.words.full);
            return;
        };
        let words = self.words.clone();
        tokio::spawn(hold(
            (stream, words),
            peer,
            site,
            stopping,
            (counted, place),
        ));
    }
}

/// Answers what comes by a connection until it ends.
async fn hold(
    (stream, words): (TcpStream, Arc<Words>),
    peer: SocketAddr,
    site: Router,
    mut stopping: watch::Receiver<bool>,
    _place: (ConnectionGuard, OwnedSemaphorePermit),
) {
    let _small_answers_at_once = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(TIMEOUTS.stall));
    let answering = Answering::default();
    let stream = Plain::new(Box::pin(stream), words, answering.clone());
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let open = answering.ask();
        let answer = site.clone().oneshot(request);
        async move { Ok::<_, Infallible>(answer.await?.map(|body: Body| open.with(body))) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(TIMEOUTS.head)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // Whatever ends a connection is its own business: a browser that went away, a time that ran out.
    tokio::select! {
        _ended = connection.as_mut() => return,
        _told = stopping.wait_for(|stopping| *stopping) => {}
        () = sleep(TIMEOUTS.life) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ended = timeout(TIMEOUTS.last, connection).await;
}

/// How many connections there are of each network address.
#[derive(Debug, Clone, Default)]
pub struct ConnectionCounts(Arc<Mutex<HashMap<String, usize>>>);

/// One connection of an address, for as long as it is held.
pub struct ConnectionGuard {
    inside: ConnectionCounts,
    who: String,
}

impl ConnectionCounts {
    /// Counts one more of a network address, unless there are `most` already.
    #[must_use]
    pub fn enter(&self, address: IpAddr, most: Option<usize>) -> Option<ConnectionGuard> {
        self.enter_as(network(address), most)
    }

    /// Counts one more of whoever it is, unless there are `most` already.
    #[must_use]
    pub fn enter_as(&self, who: String, most: Option<usize>) -> Option<ConnectionGuard> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(who.clone()).or_default();
        if most.is_some_and(|most| *count >= most) {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(ConnectionGuard {
            inside: self.clone(),
            who,
        })
    }
}

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        let mut counts = self.inside.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.who) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_limit_and_gets_its_places_back() {
        let inside = ConnectionCounts::default();
        let [one, other]: [IpAddr; 2] = [[192, 0, 2, 1].into(), [192, 0, 2, 2].into()];
        let first = inside.enter(one, Some(2));
        let second = inside.enter(one, Some(2));
        assert!(first.is_some() && second.is_some());
        assert!(inside.enter(one, Some(2)).is_none());
        assert!(inside.enter(other, Some(2)).is_some());
        drop(first);
        assert!(inside.enter(one, Some(2)).is_some());
        drop(second);
        assert!(inside.0.lock().expect("the counts").is_empty());
    }

    #[test]
    fn the_proxy_and_this_machine_have_no_limit_of_their_own() {
        let proxy = IpAddr::from([192, 0, 2, 9]);
        let limits = Limits {
            overall: 10,
            per_address: 2,
            proxy: Some(proxy),
        };
        assert!(!limits.counts(proxy));
        assert!(!limits.counts([127, 0, 0, 1].into()));
        assert!(limits.counts([127, 0, 0, 2].into()));
        assert!(limits.counts([192, 0, 2, 1].into()));
    }
}
