//! What a sender changes in an event, and what is said of it.

mod common;

use common::{now, pairs, sitting};
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
fn new_dates_are_news() {
    let dates = |day| Dates::new(vec![sitting(day, "19:00", "21:00")]).unwrap();
    let (old, new) = (dates("2026-12-05"), dates("2026-12-12"));
    for status in EventStatus::ALL {
        assert_eq!(status.with_dates(&old, &old), status);
        assert_eq!(status.with_dates(&old, &new), EventStatus::Moved);
    }
}
