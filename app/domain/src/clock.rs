//! Whether a clock may be trusted with what cannot be taken back: what is forgotten, and what is sent by the timetable.
//!
//! A clock that is wrong shows itself in one of four ways ([`Doubt`]). From then on nothing is done by it until it has
//! gone evenly for a while: [`CLOCK_STEADY_TO_SEND`] and [`CLOCK_STEADY_TO_FORGET`]. Whoever sends or forgets by the clock
//! has to be given a [`Trusted`] or a [`Past`], and only a [`Watch`] gives them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    limits::{CLOCK_STEADY_TO_FORGET, CLOCK_STEADY_TO_SEND, CLOCKS_APART, LONGEST_STOP},
    retention::FORGOTTEN_LATER,
};

/// The time, by a clock that may be trusted to send by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trusted(DateTime<Utc>);

impl Trusted {
    /// The time of a clock that somebody sets by hand and lets stand still.
    #[must_use]
    pub fn by_hand(at: DateTime<Utc>) -> Self {
        Self(at)
    }

    /// The time.
    #[must_use]
    pub fn at(self) -> DateTime<Utc> {
        self.0
    }
}

/// A time that has surely passed, by a clock that may be trusted to forget by: what was over by then is over. It is
/// [`FORGOTTEN_LATER`] before now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past(DateTime<Utc>);

impl Past {
    /// A time that whoever sets the clock by hand says has passed.
    #[must_use]
    pub fn by_hand(at: DateTime<Utc>) -> Self {
        Self(at)
    }

    /// The time that has passed.
    #[must_use]
    pub fn at(self) -> DateTime<Utc> {
        self.0
    }
}

/// A look at the clocks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The time by the server's own clock.
    pub ours: DateTime<Utc>,
    /// How far that is ahead of the database's clock.
    pub ahead: TimeDelta,
    /// How long the server has been running, by a clock that nobody can set.
    pub running: Duration,
    /// The newest time that a server has seen by a clock it trusted, where there is one.
    pub seen: Option<DateTime<Utc>>,
}

/// How far a clock is ahead of another one that was asked between two looks at the first: nothing, where its answer lies
/// between them.
#[must_use]
pub fn ahead(before: DateTime<Utc>, other: DateTime<Utc>, after: DateTime<Utc>) -> TimeDelta {
    if other < before {
        before - other
    } else if other > after {
        after - other
    } else {
        TimeDelta::zero()
    }
}

/// Why a clock is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is so far ahead of the database's, or behind it where this is negative.
    Differs(TimeDelta),
    /// It was put forward by so much while the server ran, or back where this is negative. A machine that slept looks the
    /// same.
    Leapt(TimeDelta),
    /// It is so long since a server saw the time. Nobody can tell a long stop from a clock that is ahead.
    Stopped(TimeDelta),
    /// It is so far behind a time that a server saw.
    Behind(TimeDelta),
}

impl Doubt {
    /// What is odd, as staff read it: "The server’s clock and the database’s differ by 20 days."
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Differs(by) => format!(
                "The server’s clock and the database’s differ by {}.",
                length(by)
            ),
            Self::Leapt(by) if by > TimeDelta::zero() => {
                format!("The server’s clock was put forward by {}.", length(by))
            }
            Self::Leapt(by) => format!("The server’s clock was put back by {}.", length(by)),
            Self::Stopped(by) => format!(
                "The site was not running for {}, or the server’s clock is ahead.",
                length(by)
            ),
            Self::Behind(by) => format!(
                "The server’s clock is {} behind a time that has been already.",
                length(by)
            ),
        }
    }
}

/// A length of time in words, whichever way it goes, to the nearest as staff need it: "20 days", "3 hours", "1 minute".
#[must_use]
pub fn length(time: TimeDelta) -> String {
    let minutes = (time.num_seconds().abs() + 30) / 60;
    let (count, unit) = match minutes {
        0..120 => (minutes.max(1), "minute"),
        120..2880 => ((minutes + 30) / 60, "hour"),
        _ => ((minutes + 720) / 1440, "day"),
    };
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{s}")
}

/// What is held because the clock is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Why.
    pub doubt: Doubt,
    /// The time by the clock that is not trusted.
    pub ours: DateTime<Utc>,
    /// For how much longer it has to go evenly before emails go by it; nothing where they go already.
    pub sends_in: TimeDelta,
    /// For how much longer before anything is forgotten by it.
    pub forgets_in: TimeDelta,
}

/// What may be done by the clock now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The time to send by, where anything may be sent by it.
    pub sends: Option<Trusted>,
    /// The time to forget by, where anything may be forgotten by it.
    pub forgets: Option<Past>,
    /// What is held, where anything is.
    pub held: Option<Held>,
}

impl Standing {
    /// Everything may be done, at this time.
    #[must_use]
    pub fn trusted(now: DateTime<Utc>) -> Self {
        Self {
            sends: Some(Trusted(now)),
            forgets: Some(Past(now - FORGOTTEN_LATER)),
            held: None,
        }
    }
}

/// A server's watch on its clock, from its start to its end.
#[derive(Debug, Default)]
pub struct Watch {
    last: Option<(DateTime<Utc>, Duration)>,
    doubt: Option<(Doubt, Duration)>,
}

impl Watch {
    /// Takes a look, and says what may be done now. Looks come in the order of [`Look::running`].
    pub fn look(&mut self, look: Look) -> Standing {
        if let Some(doubt) = self.new_doubt(look) {
            self.doubt = Some((doubt, look.running));
        }
        self.last = Some((look.ours, look.running));
        let trusted = Standing::trusted(look.ours);
        let Some((doubt, since)) = self.doubt else {
            return trusted;
        };
        let steady = delta(look.running.saturating_sub(since));
        let left = |needed: TimeDelta| (needed - steady).max(TimeDelta::zero());
        let held = Held {
            doubt,
            ours: look.ours,
            sends_in: left(CLOCK_STEADY_TO_SEND),
            forgets_in: left(CLOCK_STEADY_TO_FORGET),
        };
        if held.forgets_in.is_zero() {
            self.doubt = None;
            return trusted;
        }
        Standing {
            sends: trusted.sends.filter(|_| held.sends_in.is_zero()),
            forgets: None,
            held: Some(held),
        }
    }

    fn new_doubt(&self, look: Look) -> Option<Doubt> {
        let far = |by: &TimeDelta| by.abs() > CLOCKS_APART;
        if far(&look.ahead) {
            return Some(Doubt::Differs(look.ahead));
        }
        if let Some((ours, running)) = self.last {
            let gone = delta(look.running.saturating_sub(running));
            return Some(look.ours - ours - gone).filter(far).map(Doubt::Leapt);
        }
        let away = look.ours - look.seen?;
        if away > LONGEST_STOP {
            Some(Doubt::Stopped(away))
        } else {
            Some(away)
                .filter(|away| *away < -CLOCKS_APART)
                .map(Doubt::Behind)
        }
    }
}

fn delta(time: Duration) -> TimeDelta {
    TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX)
}
