//! The line of sign-ins: how many passwords are worked on at once, and how many wait for that. Whom
//! the account knows, by the browser or by the network, stands in a line apart from strangers; in
//! neither can a few networks take every place.

use std::{net::IpAddr, sync::LazyLock, time::Duration};

use domain::{
    attempts::Standing,
    limits::{
        AT_THE_DOOR_ASK_AT_ONCE, LONGEST_LINE, SIGN_INS_AT_ONCE, SIGN_INS_IN_LINE,
        SIGN_INS_OF_ADDRESS, SIGN_INS_OF_WIDE_NETWORK,
    },
    network::{network, wide_network},
};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use crate::connections::{ConnectionCounts, ConnectionGuard};

static KNOWN: LazyLock<Line> = LazyLock::new(Line::new);
static STRANGERS: LazyLock<Line> = LazyLock::new(Line::new);
static ASKING: Semaphore = Semaphore::const_new(AT_THE_DOOR_ASK_AT_ONCE);

struct Line {
    inside: ConnectionCounts,
    standing: Semaphore,
    places: Semaphore,
}

/// A place of one's own, for as long as it is held.
pub(super) struct Place {
    _counted: [Option<ConnectionGuard>; 2],
    _standing: SemaphorePermit<'static>,
    _worked_on: SemaphorePermit<'static>,
}

/// Waits for a turn to ask the database about somebody at the door, each time for as long as that takes. Whom the account
/// knows, once that is clear, waits for nobody: `standing` says so.
pub(super) async fn turn(standing: Option<Standing>) -> Option<SemaphorePermit<'static>> {
    match standing {
        None | Some(Standing::Stranger) => ASKING.acquire().await.ok(),
        Some(_) => None,
    }
}

/// Waits for a place. `None` where the line is full, or longer than [`LONGEST_LINE`]: then it is
/// kinder to say so. `device` is what is known of the browser.
pub(super) async fn stand(
    standing: Standing,
    address: IpAddr,
    device: Option<&[u8]>,
) -> Option<Place> {
    let line = if standing == Standing::Stranger {
        &STRANGERS
    } else {
        &KNOWN
    };
    let counted = line.count(address, device)?;
    let place = Place {
        _counted: counted,
        _standing: line.standing.try_acquire().ok()?,
        _worked_on: timeout(Duration::from_secs(LONGEST_LINE), line.places.acquire())
            .await
            .ok()?
            .ok()?,
    };
    Some(place)
}

impl Line {
    fn new() -> Self {
        Self {
            inside: ConnectionCounts::default(),
            standing: Semaphore::new(SIGN_INS_IN_LINE),
            places: Semaphore::new(SIGN_INS_AT_ONCE),
        }
    }

    /// Counts one more by its browser, or else by its networks. This machine may be a proxy that
    /// nobody told us of, and has no limit.
    fn count(
        &self,
        address: IpAddr,
        device: Option<&[u8]>,
    ) -> Option<[Option<ConnectionGuard>; 2]> {
        let most = |most| (!address.is_loopback()).then_some(most);
        let near = match device {
            Some(device) => hex::encode(device),
            None => network(address),
        };
        let near = self.inside.enter_as(near, most(SIGN_INS_OF_ADDRESS))?;
        let wide = match wide_network(address).filter(|_| device.is_none()) {
            Some(wide) => Some(self.inside.enter_as(wide, most(SIGN_INS_OF_WIDE_NETWORK))?),
            None => None,
        };
        Some([Some(near), wide])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_has_three_places_one_customer_six_and_a_known_browser_its_own() {
        let line = Line::new();
        let from = |network: u16| IpAddr::from([0x2001, 0xdb8, 1, network, 0, 0, 0, 1]);
        let mut held = Vec::new();
        for network in 0..3 {
            for _ in 0..4 {
                held.extend(line.count(from(network), None));
            }
        }
        assert_eq!(held.len(), 6);
        assert!(line.count(from(9), None).is_none(), "all of one /48");
        let her_own = line.count(from(9), Some(&[7; 32]));
        assert!(her_own.is_some(), "a known browser does not share it");
        let other = [192, 0, 2, 1].into();
        assert!(line.count(other, None).is_some());
        held.clear();
        assert!(line.count(from(9), None).is_some(), "a place comes free");
    }
}
