//! Nothing that cannot be taken back is done by a clock that is wrong.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    clock::{Doubt, Look, Past, Standing, Watch, ahead, length},
    retention::FORGOTTEN_LATER,
};

fn noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().expect("an instant")
}

/// The world as it is, and a server in it whose clock is wrong by `wrong`.
struct World {
    watch: Watch,
    running: TimeDelta,
    wrong: TimeDelta,
    /// Whether the database has a clock of its own, which is right.
    apart: bool,
    seen: Option<DateTime<Utc>>,
}

impl World {
    fn new(apart: bool) -> Self {
        Self {
            watch: Watch::default(),
            running: TimeDelta::zero(),
            wrong: TimeDelta::zero(),
            apart,
            seen: None,
        }
    }

    /// The time goes on by so much, and the server looks.
    fn after(&mut self, time: TimeDelta) -> Standing {
        self.running += time;
        let ours = noon() + self.running + self.wrong;
        let standing = self.watch.look(Look {
            ours,
            ahead: if self.apart {
                self.wrong
            } else {
                TimeDelta::zero()
            },
            running: self.running.to_std().expect("time goes on"),
            seen: self.seen,
        });
        if standing.held.is_none() {
            self.seen = Some(ours);
        }
        standing
    }

    /// The server is started again.
    fn again(&mut self) {
        self.watch = Watch::default();
    }
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);
const HOUR: TimeDelta = TimeDelta::hours(1);
const DAY: TimeDelta = TimeDelta::days(1);

/// How a clock may be wrong.
const WRONG: [TimeDelta; 7] = [
    TimeDelta::days(400),
    TimeDelta::days(20),
    TimeDelta::hours(25),
    TimeDelta::hours(1),
    TimeDelta::minutes(2),
    TimeDelta::days(-1),
    TimeDelta::days(-400),
];

#[test]
fn a_clock_that_goes_evenly_is_trusted_and_forgets_a_day_later() {
    for apart in [true, false] {
        let mut world = World::new(apart);
        // Clocks are never quite alike, and the summer time is no leap: an instant is an instant.
        for (step, wrong) in [(HOUR, 0), (MINUTE, 50), (DAY, -50), (MINUTE * 7, 9)] {
            world.wrong = TimeDelta::milliseconds(wrong);
            let standing = world.after(step);
            let now = noon() + world.running + world.wrong;
            assert_eq!(standing, Standing::trusted(now));
            assert_eq!(standing.forgets.map(Past::at), Some(now - FORGOTTEN_LATER));
        }
    }
}

#[test]
fn a_leap_holds_what_is_sent_for_an_hour_and_what_is_forgotten_for_a_day() {
    for wrong in WRONG {
        let mut world = World::new(false);
        world.after(MINUTE);
        world.wrong = wrong;
        let standing = world.after(MINUTE);
        let held = standing.held.expect("it is held");
        assert_eq!(held.doubt, Doubt::Leapt(wrong));
        assert_eq!((standing.sends, standing.forgets), (None, None), "{wrong}");
        assert_eq!((held.sends_in, held.forgets_in), (HOUR, DAY));
        let standing = world.after(HOUR - MINUTE);
        assert_eq!((standing.sends, standing.forgets), (None, None), "{wrong}");
        let standing = world.after(MINUTE);
        assert!(standing.sends.is_some() && standing.forgets.is_none());
        assert!(world.after(DAY - HOUR - MINUTE).forgets.is_none());
        assert!(world.after(MINUTE).forgets.is_some(), "{wrong}");
    }
}

#[test]
fn a_leap_there_and_back_is_never_acted_on() {
    for (apart, wrong) in WRONG.iter().flat_map(|it| [(true, *it), (false, *it)]) {
        let mut world = World::new(apart);
        let before = world.after(MINUTE);
        assert_eq!(before.held, None);
        world.wrong = wrong;
        assert_eq!(world.after(TimeDelta::seconds(5)).forgets, None);
        world.wrong = TimeDelta::zero();
        for _ in 0..23 {
            let standing = world.after(HOUR - MINUTE);
            assert_eq!(standing.forgets, None, "{wrong}");
        }
        let now = world.after(DAY);
        assert_eq!(now.held, None, "in the end it is trusted");
        assert!(
            now.sends
                .is_some_and(|now| now.at() == noon() + world.running)
        );
    }
}

#[test]
fn a_clock_that_differs_from_the_database_s_is_held_as_long_as_it_does() {
    for wrong in WRONG {
        let mut world = World::new(true);
        world.wrong = wrong;
        for _ in 0..100 {
            let standing = world.after(DAY);
            assert_eq!((standing.sends, standing.forgets), (None, None), "{wrong}");
            assert_eq!(
                standing.held.expect("it is held").doubt,
                Doubt::Differs(wrong)
            );
        }
    }
}

#[test]
fn a_start_after_a_long_time_or_before_a_time_that_was_waits() {
    for (wrong, held) in [
        (TimeDelta::days(400), true),
        (TimeDelta::hours(25), true),
        // What is forgotten is older than that.
        (TimeDelta::hours(23), false),
        (TimeDelta::seconds(-50), false),
        (TimeDelta::minutes(-2), true),
        (TimeDelta::days(-1), true),
    ] {
        let mut world = World::new(false);
        world.after(MINUTE);
        world.again();
        world.wrong = wrong;
        assert_eq!(
            world.after(TimeDelta::zero()).held.is_some(),
            held,
            "{wrong}"
        );
        // It is not taken for the truth by starting once more.
        world.again();
        let again = world.after(TimeDelta::zero());
        assert_eq!(again.forgets.is_none(), held, "{wrong}");
        world.wrong = TimeDelta::zero();
        world.again();
        // Put right it is trusted, unless it was so before and what it saw then is still to come.
        let ahead = wrong > HOUR && !held;
        assert_eq!(world.after(MINUTE).held.is_some(), ahead, "{wrong}");
    }
}

#[test]
fn what_was_asked_of_another_clock_may_take_its_time() {
    let at = |seconds| noon() + TimeDelta::seconds(seconds);
    for (before, other, after, by) in [
        (0, 0, 0, 0),
        (0, 30, 100, 0),
        (0, -90, 100, 90),
        (0, 190, 100, -90),
    ] {
        let found = ahead(at(before), at(other), at(after));
        assert_eq!(found, TimeDelta::seconds(by));
    }
}

#[test]
fn staff_read_how_long_in_words() {
    for (seconds, words) in [
        (61, "1 minute"),
        (3599, "60 minutes"),
        (0, "1 minute"),
        (86_400 * 20 - 1, "20 days"),
        (-7200, "2 hours"),
        (86_400 + 3600, "25 hours"),
        (86_400 * 20 + 5, "20 days"),
        (-86_400 * 400, "400 days"),
    ] {
        assert_eq!(length(TimeDelta::seconds(seconds)), words);
    }
    let words = Doubt::Differs(TimeDelta::days(20)).words();
    assert_eq!(
        words,
        "The server’s clock and the database’s differ by 20 days."
    );
    for (doubt, word) in [
        (Doubt::Leapt(DAY), "forward"),
        (Doubt::Leapt(-DAY), "back"),
        (Doubt::Stopped(DAY * 3), "3 days"),
        (Doubt::Behind(-DAY * 3), "3 days behind"),
    ] {
        assert!(doubt.words().contains(word), "{}", doubt.words());
    }
}
