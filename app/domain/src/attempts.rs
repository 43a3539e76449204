//! How long a sign-in waits for those that failed before it. Why so: `docs/decisions/0029-the-clerk-gets-in.md`.
//!
//! Whoever signs in by a browser or from a network that the account was signed in to from waits for
//! failures of that browser or network alone. Strangers wait for those of their own network, and all
//! strangers to an account together for each other, but never longer than a minute.

use chrono::{DateTime, TimeDelta, Utc};
use strum::{EnumString, IntoStaticStr};

use crate::{
    limits::{
        BETWEEN_STRANGERS, FAILURES_OF_ADDRESS, FAILURES_OF_PAIR, FAILURES_OF_STRANGERS,
        LONGEST_WAIT, NETWORKS_OF_A_CUSTOMER,
    },
    retention::{ATTEMPT, ATTEMPT_OF_STRANGERS},
};

/// How an account knows whoever wants to get in to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Standing {
    /// By a browser that it was signed in to with.
    Device,
    /// By a network that it was signed in to from.
    Network,
    /// Not at all. So is everybody to a name that has no account.
    Stranger,
}

impl Standing {
    /// As stored: "device".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A sign-in that failed, as it looks to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // what the two have in common
pub struct Failure {
    /// When.
    pub at: DateTime<Utc>,
    /// Who it was to its own account.
    pub by: Standing,
    /// Whether it was to the same account.
    pub account: bool,
    /// Whether it came from the same network: an IPv4 address, or the first 64 bits of an IPv6 one.
    pub network: bool,
    /// Whether it came from the same first 48 bits of an IPv6 address.
    pub wide: bool,
    /// Whether it came by the same known browser.
    pub device: bool,
}

/// How long the next try has to wait for those that failed in the last day, the oldest first; `None`
/// where it need not.
#[must_use]
pub fn wait(standing: Standing, failures: &[Failure], now: DateTime<Utc>) -> Option<TimeDelta> {
    let hour = |most, counts: &dyn Fn(&Failure) -> bool| in_an_hour(failures, most, counts, now);
    let (pair, address) = (FAILURES_OF_PAIR, FAILURES_OF_ADDRESS);
    let of_networks = || {
        let near = hour(pair, &|it| {
            it.account && it.network && it.by != Standing::Device
        });
        let wide = hour(pair * CUSTOMER, &|it| {
            it.account && it.wide && it.by != Standing::Device
        });
        near.max(wide)
    };
    match standing {
        Standing::Device => hour(pair, &|it| it.account && it.device),
        Standing::Network => of_networks(),
        Standing::Stranger => of_networks()
            .max(hour(address, &|it| {
                it.network && it.by == Standing::Stranger
            }))
            .max(hour(address * CUSTOMER, &|it| {
                it.wide && it.by == Standing::Stranger
            }))
            .max(among_strangers(failures, now)),
    }
}

/// How many networks a customer may have, as a count.
const CUSTOMER: usize = NETWORKS_OF_A_CUSTOMER as usize;

/// How long until fewer than `most` of those that count failed within the hour.
fn in_an_hour(
    failures: &[Failure],
    most: usize,
    counts: &dyn Fn(&Failure) -> bool,
    now: DateTime<Utc>,
) -> Option<TimeDelta> {
    let recent: Vec<_> = failures
        .iter()
        .filter(|it| it.at > now - ATTEMPT && counts(it))
        .collect();
    let frees = recent.len().checked_sub(most)?;
    left(recent.get(frees)?.at + ATTEMPT, now)
}

/// How long strangers to an account wait for each other, once many of them failed in a day.
fn among_strangers(failures: &[Failure], now: DateTime<Utc>) -> Option<TimeDelta> {
    let strangers: Vec<_> = failures
        .iter()
        .filter(|it| it.account && it.by == Standing::Stranger)
        .filter(|it| it.at > now - ATTEMPT_OF_STRANGERS)
        .collect();
    if strangers.len() < FAILURES_OF_STRANGERS {
        return None;
    }
    let until = |counts: &dyn Fn(&Failure) -> bool, wait: &dyn Fn(usize) -> TimeDelta| {
        let own: Vec<_> = strangers.iter().filter(|it| counts(it)).collect();
        left(own.last()?.at + wait(own.len()), now)
    };
    until(&|_| true, &|_| BETWEEN_STRANGERS)
        .max(until(&|it| it.network, &longer_each_time))
        .max(until(&|it| it.wide, &|tries| {
            longer_each_time(tries / CUSTOMER)
        }))
}

/// A minute more for each that failed, up to a quarter of an hour.
fn longer_each_time(failed: usize) -> TimeDelta {
    TimeDelta::minutes(i64::try_from(failed).unwrap_or(i64::MAX).min(LONGEST_WAIT))
}

fn left(until: DateTime<Utc>, now: DateTime<Utc>) -> Option<TimeDelta> {
    (until > now).then(|| until - now)
}

/// A wait in whole minutes, as it is said: "a minute", "12 minutes", "an hour".
#[must_use]
pub fn in_words(wait: TimeDelta) -> String {
    match (wait.num_milliseconds() + 59_999) / 60_000 {
        ..=1 => "a minute".to_owned(),
        60 => "an hour".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}
