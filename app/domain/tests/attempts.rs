//! How long a sign-in waits, case by case.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use domain::attempts::{
    Failure,
    Standing::{self, Device, Network, Stranger},
    in_words, wait,
};

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0)
        .single()
        .expect("the instant exists")
}

/// From where a failure came, to the one who tries now.
#[derive(Clone, Copy, PartialEq)]
enum Came {
    Elsewhere,
    SameWide,
    SameNetwork,
    SameDevice,
    /// From the same network, to another account.
    OtherAccount,
}
use Came::{Elsewhere, OtherAccount, SameDevice, SameNetwork, SameWide};

/// So many failures, the last one so many minutes ago, each so many minutes after the one before.
fn failed(by: Standing, from: Came, many: u32, last: i64, apart: i64) -> Vec<Failure> {
    let ago = |n: u32| TimeDelta::minutes(last + i64::from(many - 1 - n) * apart);
    (0..many)
        .map(|n| Failure {
            at: now() - ago(n),
            by,
            account: from != OtherAccount,
            network: matches!(from, SameNetwork | OtherAccount),
            wide: matches!(from, SameNetwork | SameWide | OtherAccount),
            device: from == SameDevice,
        })
        .collect()
}

#[test]
#[allow(clippy::too_many_lines)] // a table of cases
fn who_waits_for_whom_and_how_long() {
    let strangers = |many, last, apart| failed(Stranger, Elsewhere, many, last, apart);
    let and = |mut all: Vec<Failure>, more: Vec<Failure>| {
        all.extend(more);
        all.sort_by_key(|it| it.at);
        all
    };
    let own = |many, last| failed(Stranger, SameNetwork, many, last, 0);
    let cases = [
        ("nobody failed", Stranger, vec![], 0),
        (
            "a day's twentieth is still free",
            Stranger,
            strangers(19, 0, 1),
            0,
        ),
        (
            "then a minute after the last",
            Stranger,
            strangers(20, 0, 1),
            60,
        ),
        ("which may be over", Stranger, strangers(20, 1, 1), 0),
        (
            "a try a quarter of an hour",
            Stranger,
            strangers(96, 0, 15),
            60,
        ),
        (
            "and she is in after a minute",
            Stranger,
            strangers(96, 1, 15),
            0,
        ),
        (
            "a try a minute, all day",
            Stranger,
            strangers(1440, 0, 1),
            60,
        ),
        (
            "what is a day old counts no more",
            Stranger,
            strangers(30, 1440, 1),
            0,
        ),
        (
            "a slip of her own",
            Stranger,
            and(strangers(20, 5, 1), own(1, 0)),
            60,
        ),
        ("two", Stranger, and(strangers(20, 5, 1), own(2, 0)), 120),
        ("nine, without an attack", Stranger, own(9, 0), 0),
        ("ten in an hour", Stranger, own(10, 0), 3600),
        ("half an hour ago", Stranger, own(10, 30), 1800),
        ("an hour ago", Stranger, own(10, 60), 0),
        (
            "of a customer's other networks eight count as one",
            Stranger,
            failed(Stranger, SameWide, 24, 1, 0),
            120,
        ),
        (
            "up to a quarter of an hour",
            Stranger,
            failed(Stranger, SameWide, 79, 120, 1),
            0,
        ),
        (
            "eighty in an hour",
            Stranger,
            failed(Stranger, SameWide, 80, 0, 0),
            3600,
        ),
        (
            "thirty names from one address",
            Stranger,
            failed(Stranger, OtherAccount, 30, 0, 0),
            3600,
        ),
        (
            "the desk never waits for strangers",
            Device,
            strangers(1440, 0, 1),
            0,
        ),
        ("nor for those of its own network", Device, own(10, 0), 0),
        (
            "but for itself",
            Device,
            failed(Device, SameDevice, 10, 0, 0),
            3600,
        ),
        (
            "nor does the office's network",
            Network,
            strangers(1440, 0, 1),
            0,
        ),
        (
            "nor for other names that were tried there",
            Network,
            failed(Stranger, OtherAccount, 30, 0, 0),
            0,
        ),
        (
            "nor for a browser there that is known",
            Network,
            failed(Device, SameNetwork, 10, 0, 0),
            0,
        ),
        (
            "but for itself",
            Network,
            failed(Network, SameNetwork, 10, 0, 0),
            3600,
        ),
    ];
    for (name, standing, failures, seconds) in cases {
        let waits = wait(standing, &failures, now()).map_or(0, |wait| wait.num_seconds());
        assert_eq!(waits, seconds, "{name}");
    }
}

/// Strangers who try as often as they may, from a new network each time, for a day.
#[test]
fn strangers_from_any_number_of_networks_have_some_1460_guesses_a_day() {
    let mut failures = Vec::new();
    for second in (0..24 * 3600).step_by(30) {
        let at = now() + TimeDelta::seconds(second);
        while wait(Stranger, &failures, at).is_none() {
            failures.extend(
                failed(Stranger, Elsewhere, 1, 0, 0)
                    .into_iter()
                    .map(|it| Failure { at, ..it }),
            );
        }
    }
    assert_eq!(failures.len(), 20 + 1439);
}

#[test]
fn a_wait_is_said_in_whole_minutes() {
    for (seconds, words) in [
        (1, "a minute"),
        (60, "a minute"),
        (61, "2 minutes"),
        (900, "15 minutes"),
        (3600, "an hour"),
    ] {
        assert_eq!(in_words(TimeDelta::seconds(seconds)), words);
    }
}
