//! How much is drawn for whom: how many pages in a minute for one network, and how many at once for everybody.
//!
//! A page that is kept ready ([`crate::page_cache`]) costs next to nothing and is not counted. What is drawn anew costs
//! milliseconds and a connection to the database, and there is any number of questions that nobody asks twice. The counts are
//! in memory: each copy of the server counts by itself.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::{
    limits::{
        DESK_PAGES_A_MINUTE, DRAWN_AT_ONCE, DRAWN_IN_LINE, LONGEST_DRAWING_LINE,
        NETWORKS_OF_A_CUSTOMER, PAGES_A_MINUTE, PICTURES_A_MINUTE,
    },
    network::{network, wide_network},
};
use moka::sync::Cache;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

const MINUTE: Duration = Duration::from_mins(1);

/// How many networks are counted, at most.
const NETWORKS: u64 = 100_000;

/// What is drawn. Each has a count of its own, so that whoever has used the one up still has the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// A public page that is not kept ready, a feed.
    Public,
    /// A page of a form, of a private link.
    Form,
    /// The file of a picture.
    Picture,
    /// A page of the desk, its doors included.
    Desk,
}

impl What {
    /// How many a network may have in a minute.
    fn most(self) -> u32 {
        match self {
            Self::Public | Self::Form => PAGES_A_MINUTE,
            Self::Picture => PICTURES_A_MINUTE,
            Self::Desk => DESK_PAGES_A_MINUTE,
        }
    }
}

/// What one copy of the server draws. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Drawing(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// How much was drawn for a network in this minute.
    drawn: Cache<(What, String), Arc<AtomicU32>>,
    places: Arc<Semaphore>,
    line: Arc<Semaphore>,
}

/// A place among what is drawn just now, for as long as it is held.
pub struct Place {
    _place: OwnedSemaphorePermit,
    _line: OwnedSemaphorePermit,
}

impl Default for Drawing {
    fn default() -> Self {
        Self(Arc::new(Inner {
            drawn: Cache::builder()
                .max_capacity(NETWORKS)
                .time_to_live(MINUTE)
                .build(),
            places: Arc::new(Semaphore::new(DRAWN_AT_ONCE)),
            line: Arc::new(Semaphore::new(DRAWN_AT_ONCE + DRAWN_IN_LINE)),
        }))
    }
}

impl Drawing {
    /// Counts something that is to be drawn for a network address, unless there was too much in this minute: of
    /// the address, or of the networks of one customer together. Nobody counts what this machine asks for: it may be a
    /// proxy that nobody told us of.
    #[must_use]
    pub fn may(&self, what: What, address: IpAddr) -> bool {
        if address.is_loopback() || address.is_unspecified() {
            return true;
        }
        // The network first: whoever has used theirs up takes nothing from the rest of the customer's.
        let wide = wide_network(address);
        self.counts(what, network(address), 1)
            && wide
                .is_none_or(|wide| self.counts(what, wide, NETWORKS_OF_A_CUSTOMER.unsigned_abs()))
    }

    fn counts(&self, what: What, who: String, times: u32) -> bool {
        let counted = self.0.drawn.get_with((what, who), Arc::default);
        counted.fetch_add(1, Ordering::Relaxed) < what.most() * times
    }

    /// Waits for a place among what is drawn for visitors. None where the line is full, or does not move.
    pub async fn place(&self) -> Option<Place> {
        let line = self.0.line.clone().try_acquire_owned().ok()?;
        let patience = Duration::from_secs(LONGEST_DRAWING_LINE);
        let place = timeout(patience, self.0.places.clone().acquire_owned()).await;
        Some(Place {
            _place: place.ok()?.ok()?,
            _line: line,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_its_minute_and_each_kind_its_own() {
        let drawing = Drawing::default();
        let one = IpAddr::from([192, 0, 2, 1]);
        let drawn = |what| (0..PAGES_A_MINUTE).all(|_| drawing.may(what, one));
        assert!(drawn(What::Public));
        assert!(!drawing.may(What::Public, one));
        assert!(drawn(What::Form));
        assert!(drawing.may(What::Public, [192, 0, 2, 2].into()));
        assert!((0..1000).all(|_| drawing.may(What::Public, [127, 0, 0, 1].into())));
    }

    #[test]
    fn a_customer_with_many_networks_has_the_limit_of_eight() {
        let drawing = Drawing::default();
        let drawn = (0..4000_u16)
            .filter(|n| {
                let address = [0x2001, 0xdb8, 1, *n, 0, 0, 0, 1];
                drawing.may(What::Public, address.into())
            })
            .count();
        assert_eq!(drawn, 8 * PAGES_A_MINUTE as usize);
    }

    #[tokio::test]
    async fn places_come_back() {
        let drawing = Drawing::default();
        let mut held = Vec::new();
        for _ in 0..DRAWN_AT_ONCE {
            held.push(drawing.place().await.expect("a place"));
        }
        let (next, ()) = tokio::join!(drawing.place(), async { drop(held.pop()) });
        assert!(next.is_some());
    }
}
