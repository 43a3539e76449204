//! What a sender changes in an event, and what is said of it.

mod common;

use common::{instant, now, pairs, sitting};
use domain::difference::{NOT_GIVEN, between};
use domain::event::{EventDetails, EventStatus};
use domain::manage::{SENDERS_STATUSES, StatusAnswers};
use domain::submission::{
    Context, DraftAnswers, EventAnswers, EventTypeRef, FilledInBy, MoreAnswers, WhenAnswers,
    WhereAnswers, YouAnswers,
};
use domain::when::Dates;

fn event(change: impl FnOnce(&mut DraftAnswers)) -> EventDetails {
    let mut answers = DraftAnswers {
        event: Some(EventAnswers {
            title: "Quiz night".into(),
            description: "Teams of six.".into(),
            event_type: "talk".into(),
        }),
        when: Some(WhenAnswers {
            day: "5".into(),
            month: "12".into(),
            year: "2026".into(),
            start: "7pm".into(),
            repeats: "once".into(),
            ..WhenAnswers::default()
        }),
        place: Some(WhereAnswers {
            venue: "other".into(),
            venue_name: "The Pavilion".into(),
            ..WhereAnswers::default()
        }),
        more: Some(MoreAnswers::default()),
        picture: None,
        you: Some(YouAnswers {
            name: "Pat Lee".into(),
            email: "pat@example.org".into(),
            ..YouAnswers::default()
        }),
    };
    change(&mut answers);
    let types = ["talk", "music"].map(|slug| EventTypeRef {
        slug: slug.into(),
        name: slug.to_uppercase(),
    });
    let context = Context {
        now: now(),
        types: &types,
        venues: &[],
        by: FilledInBy::Sender,
    };
    answers.parse(&context).unwrap().details
}

fn told(before: &EventDetails, after: &EventDetails) -> Vec<(&'static str, String, String)> {
    between(before, after, str::to_uppercase)
        .into_iter()
        .map(|change| (change.name, change.before, change.after))
        .collect()
}

#[test]
fn the_same_event_differs_in_nothing() {
    assert_eq!(told(&event(|_| ()), &event(|_| ())), []);
}

#[test]
fn each_detail_that_differs_is_told_once_in_words() {
    let after = event(|answers| {
        answers.event.as_mut().unwrap().title = "Quiz evening".into();
        answers.event.as_mut().unwrap().event_type = "music".into();
        answers.when.as_mut().unwrap().start = "7.30pm".into();
        answers.more.as_mut().unwrap().step_free = "yes".into();
        answers.more.as_mut().unwrap().website = "https://quiz.example/".into();
        answers.you.as_mut().unwrap().show_email = "yes".into();
    });
    let expected: Vec<(&str, String, String)> = [
        ("Title", "Quiz night", "Quiz evening"),
        (
            "Dates",
            "Saturday 5 December 2026, 7pm",
            "Saturday 5 December 2026, 7:30pm",
        ),
        ("Type", "TALK", "MUSIC"),
        ("Step-free access", NOT_GIVEN, "Yes"),
        ("Website", NOT_GIVEN, "https://quiz.example/"),
        ("Email shown", NOT_GIVEN, "pat@example.org"),
    ]
    .map(|(name, before, after)| (name, before.to_owned(), after.to_owned()))
    .into();
    assert_eq!(told(&event(|_| ()), &after), expected);
}

#[test]
fn a_sender_says_at_once_what_has_become_of_an_event_and_nothing_else() {
    for status in EventStatus::ALL {
        let said = StatusAnswers::from_pairs(pairs(&[("status", status.as_str())])).unwrap();
        assert_eq!(
            said.parse().ok(),
            SENDERS_STATUSES.contains(&status).then_some(status)
        );
    }
    assert!(
        !SENDERS_STATUSES.contains(&EventStatus::Moved),
        "new dates are an edit"
    );
    assert!(StatusAnswers::default().parse().is_err());
    assert!(StatusAnswers::from_pairs(pairs(&[("title", "Mine")])).is_err());
}

#[test]
fn a_date_that_moved_is_news() {
    let dates = |days: &[(&str, &str, &str)]| {
        let sittings = days.iter().map(|(day, from, to)| sitting(day, from, to));
        Dates::new(sittings.collect()).unwrap()
    };
    let (fifth, twelfth) = (
        ("2026-12-05", "19:00", "21:00"),
        ("2026-12-12", "19:00", "21:00"),
    );
    let before_both = instant("2026-12-01T12:00:00Z");
    let between = instant("2026-12-08T12:00:00Z");
    for (what, before, after, at, moved) in [
        ("as it was", vec![fifth], vec![fifth], before_both, false),
        ("another day", vec![fifth], vec![twelfth], before_both, true),
        (
            "a day more",
            vec![fifth],
            vec![fifth, twelfth],
            before_both,
            false,
        ),
        (
            "a day less",
            vec![fifth, twelfth],
            vec![twelfth],
            before_both,
            false,
        ),
        (
            "another finish",
            vec![fifth],
            vec![("2026-12-05", "19:00", "22:00")],
            before_both,
            false,
        ),
        (
            "another start",
            vec![fifth],
            vec![("2026-12-05", "18:00", "21:00")],
            before_both,
            true,
        ),
        ("after the last", vec![fifth], vec![twelfth], between, false),
        (
            "what is over left out, and a day more",
            vec![fifth, twelfth],
            vec![twelfth, ("2026-12-19", "19:00", "21:00")],
            between,
            false,
        ),
    ] {
        let (before, after) = (dates(&before), dates(&after));
        assert_eq!(!after.moved_from(&before, at).is_empty(), moved, "{what}");
        for status in EventStatus::ALL {
            let late = what == "after the last"
                && matches!(status, EventStatus::Cancelled | EventStatus::Postponed);
            let then = match status {
                // These stay true of the new date.
                EventStatus::Online | EventStatus::FullyBooked => status,
                _ if moved || late => EventStatus::Moved,
                _ => status,
            };
            assert_eq!(status.with_dates(&before, &after, at), then, "{what}");
        }
    }
    let doors = dates(&[fifth]).with_doors(chrono::NaiveTime::from_hms_opt(18, 30, 0));
    assert!(doors.moved_from(&dates(&[fifth]), before_both).is_empty());

    // One of two moves: the event goes ahead, and says so of the one.
    let sixth = ("2026-12-06", "19:00", "21:00");
    let (both, one_moved) = (dates(&[fifth, twelfth]), dates(&[sixth, twelfth]));
    let going_ahead = EventStatus::GoingAhead;
    assert_eq!(
        going_ahead.with_dates(&both, &one_moved, before_both),
        going_ahead
    );
    let moved = going_ahead.moved_dates(&both, &one_moved, before_both);
    assert_eq!(moved, dates(&[sixth]).sittings());
    assert_eq!(going_ahead.on_date(false, true), EventStatus::Moved);
    assert_eq!(EventStatus::Moved.on_date(false, false), going_ahead);
    assert_eq!(
        EventStatus::FullyBooked.on_date(false, true),
        EventStatus::FullyBooked
    );
    assert_eq!(
        EventStatus::Moved.on_date(true, true),
        EventStatus::Cancelled
    );
}

#[test]
fn a_page_says_when_an_event_was_to_be() {
    let dates = |days: &[&str]| {
        let sittings = days.iter().map(|day| sitting(day, "19:00", "21:30"));
        Dates::new(sittings.collect()).unwrap()
    };
    let new = dates(&["2026-12-12", "2027-01-09"]);
    for (before, words) in [
        (
            dates(&["2026-12-05", "2027-01-09"]),
            Some("It was to be on Saturday 5 December 2026, 7pm to 9:30pm."),
        ),
        (
            dates(&["2026-12-05", "2026-12-06"]),
            Some(
                "It was to be on Saturday 5 December 2026, 7pm to 9:30pm; and on Sunday 6 December 2026, 7pm to 9:30pm.",
            ),
        ),
        (
            dates(&["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"]),
            Some("It was to be on Tuesday 1 December 2026, 7pm to 9:30pm, and on 3 more dates."),
        ),
        (new.clone(), None),
    ] {
        assert_eq!(
            domain::when::was_to_be(&before, &new, instant("2026-11-22T12:00:00Z")).as_deref(),
            words
        );
    }
}
