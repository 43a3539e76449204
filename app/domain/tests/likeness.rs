//! How alike two submissions are: the same event twice, and events that only share something.

mod common;

use common::{sent, with};
use domain::likeness::{Likeness, Reason, Sketch, like_venues, likeness, nearest, same_venue};
use domain::submission::VenueRef;
use proptest::prelude::*;

type Fields<'a> = [(&'a str, &'a str)];

/// A coffee morning on Saturday 28 November 2026 in Groombridge's Village Hall.
const COFFEE: [(&str, &str); 6] = [
    ("title", "Coffee Morning"),
    ("day", "28"),
    ("month", "11"),
    ("start", "10am"),
    ("finish", "12"),
    ("email", "hall@example.org"),
];

/// Its fields, or others in their stead.
fn sketch(changes: &Fields<'_>) -> Sketch {
    let kept = COFFEE
        .iter()
        .filter(|(name, _)| !changes.iter().any(|(changed, _)| name == changed));
    let fields: Vec<(&str, &str)> = changes.iter().chain(kept).copied().collect();
    let submission = sent(&with(&fields)).unwrap_or_else(|wrong| panic!("{changes:?}: {wrong:?}"));
    Sketch::new(
        &submission.details,
        submission.sender.email.as_ref().unwrap().as_str(),
    )
}

fn against_coffee(changes: &Fields<'_>) -> Likeness {
    likeness(&sketch(&[]), &sketch(changes))
}

const ANOTHER: (&str, &str) = ("email", "other@example.org");

#[test]
fn the_same_event_sent_twice_is_found() {
    let same: &[(&str, &Fields<'_>)] = &[
        ("unchanged", &[]),
        (
            "the example: the hall sends it too",
            &[
                ("title", "Coffee morning at the hall"),
                ANOTHER,
                ("group", "Hall committee"),
                ("venue", "other"),
                ("venue-name", "village hall"),
            ],
        ),
        (
            "another sender, from the list of halls",
            &[("title", "Coffee morning at the hall"), ANOTHER],
        ),
        (
            "in capitals, with an accent and a slip",
            &[("title", "CÓFEE MORNINGS!"), ANOTHER],
        ),
        ("written together", &[("title", "Coffeemorning"), ANOTHER]),
        (
            "with the charity's name",
            &[("title", "Macmillan coffee morning with cakes"), ANOTHER],
        ),
        (
            "doors and start are half an hour apart",
            &[("start", "10.30am"), ANOTHER],
        ),
        ("the sender chose the wrong hall first", &[("venue", "4")]),
        (
            "all day by mistake",
            &[("all-day", "yes"), ("start", ""), ("finish", ""), ANOTHER],
        ),
        (
            "the place in other words",
            &[
                ("venue", "other"),
                ("venue-name", "Groombridge Village Hall"),
                ANOTHER,
            ],
        ),
        (
            "one of several dates",
            &[
                ("repeats", "dates"),
                ("day-2", "5"),
                ("month-2", "12"),
                ("year-2", "2026"),
                ANOTHER,
            ],
        ),
    ];
    for (what, changes) in same {
        let alike = against_coffee(changes);
        println!(
            "{:3} {what}: {}",
            alike.score,
            alike.words("Coffee Morning")
        );
        assert!(alike.worth_showing(), "{what}: {alike:?}");
    }
}

#[test]
fn what_only_shares_something_is_left_alone() {
    let other: &[(&str, &Fields<'_>)] = &[
        (
            "the same class on other dates by the same sender",
            &[("day", "5"), ("month", "12")],
        ),
        (
            "another village's coffee morning",
            &[("venue", "7"), ANOTHER],
        ),
        (
            "another village's, typed",
            &[
                ("venue", "other"),
                ("venue-name", "Village Hall"),
                ("village", "Hartfield"),
                ANOTHER,
            ],
        ),
        (
            "two villages' coffee mornings by one sender",
            &[("venue", "7")],
        ),
        (
            "another event in the hall that evening",
            &[
                ("title", "Quiz night"),
                ("start", "7pm"),
                ("finish", ""),
                ANOTHER,
            ],
        ),
        (
            "another event in the hall at that hour",
            &[("title", "Toddler group"), ANOTHER],
        ),
        (
            "another event in the hall at that hour by the same sender",
            &[("title", "Craft fair")],
        ),
        (
            "another morning in the hall",
            &[("title", "Yoga morning"), ANOTHER],
        ),
        (
            "the hall's coffee evening",
            &[
                ("title", "Coffee evening"),
                ("start", "7pm"),
                ("finish", ""),
                ANOTHER,
            ],
        ),
        (
            "nothing",
            &[
                ("title", "Bat walk"),
                ("day", "5"),
                ("month", "12"),
                ("venue", "6"),
                ("start", "9pm"),
                ("finish", ""),
                ANOTHER,
            ],
        ),
    ];
    for (what, changes) in other {
        let alike = against_coffee(changes);
        println!(
            "{:3} {what}: {}",
            alike.score,
            alike.words("Coffee Morning")
        );
        assert!(!alike.worth_showing(), "{what}: {alike:?}");
    }
}

#[test]
fn beginners_and_improvers_are_two_classes() {
    let beginners = sketch(&[
        ("title", "Beginners’ yoga"),
        ("start", "6pm"),
        ("finish", "7pm"),
    ]);
    let improvers = sketch(&[
        ("title", "Improvers’ yoga"),
        ("start", "7.30pm"),
        ("finish", "8.30pm"),
    ]);
    assert!(!likeness(&beginners, &improvers).worth_showing());
}

#[test]
fn what_is_shared_is_said() {
    let alike = against_coffee(&[]);
    assert_eq!(
        alike.reasons,
        [
            Reason::LikeTitle,
            Reason::SameDay,
            Reason::SameTime,
            Reason::SamePlace,
            Reason::SameSender
        ]
    );
    let words: Vec<&str> = alike.reasons.iter().map(|reason| reason.label()).collect();
    assert_eq!(
        words,
        [
            "like title",
            "same day",
            "same time",
            "same place",
            "same sender"
        ]
    );
    assert_eq!(
        alike.words("Coffee Morning"),
        "Very like “Coffee Morning”, on the same day, at the same time, at the same place and from the same sender."
    );
    let alone = Likeness {
        score: 20,
        reasons: vec![Reason::SameDay],
    };
    assert_eq!(alone.words("Tea"), "Like “Tea”, on the same day.");
    assert_eq!(
        Likeness {
            score: 0,
            reasons: Vec::new()
        }
        .words("Tea"),
        "Like “Tea”."
    );
}

#[test]
fn all_that_can_be_shared_makes_a_hundred() {
    let whole = sketch(&[("group", "Friends of the Hall")]);
    assert_eq!(likeness(&whole, &whole).score, 100);
    assert!(
        likeness(&whole, &whole)
            .reasons
            .contains(&Reason::SameGroup)
    );
}

#[test]
fn the_likest_comes_first() {
    let others = [
        sketch(&[
            ("title", "Quiz night"),
            ("start", "7pm"),
            ("finish", ""),
            ANOTHER,
        ]),
        sketch(&[("title", "Coffee morning at the hall"), ANOTHER]),
        sketch(&[]),
    ];
    let found: Vec<usize> = nearest(&sketch(&[]), &others.each_ref())
        .iter()
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(found, [2, 1]);
}

#[test]
fn a_sketch_can_be_kept_and_looked_up_by_its_days() {
    let sketch = sketch(&[
        ("repeats", "dates"),
        ("day-2", "5"),
        ("month-2", "12"),
        ("year-2", "2026"),
    ]);
    assert_eq!(
        sketch.days(),
        [common::day("2026-11-28"), common::day("2026-12-05")]
    );
    assert_eq!(sketch.title(), "Coffee Morning");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn it_is_the_same_whichever_comes_first(
        one in title(), other in title(), venue in 1..8_u8, start in 8..20_u8,
    ) {
        let (venue, start) = (venue.to_string(), format!("{start}:00"));
        let a = sketch(&[("title", &one)]);
        let b = sketch(&[("title", &other), ("venue", &venue), ("start", &start), ("finish", ""), ANOTHER]);
        prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        prop_assert!(likeness(&a, &b).score <= 100);
        prop_assert!(likeness(&a, &a).score >= likeness(&a, &b).score);
    }
}

/// A title of any letters, or of words that titles share.
fn title() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Coffee", "cofee", "morning", "at the", "hall", "Quiz", "quizzes", "é", "💃",
    ]);
    prop_oneof![
        "[^\\p{C}\\p{Z}]{1,60}",
        prop::collection::vec(words, 1..8).prop_map(|words| words.join(" ")),
    ]
}

#[test]
fn a_place_that_is_typed_may_be_a_venue_that_is_known() {
    let venues = [
        (1, "Village Hall", "Groombridge"),
        (2, "Village Hall", "Blackham"),
        (3, "St Michael’s Church", "Withyham"),
        (4, "The Green", "Groombridge"),
    ]
    .map(|(id, name, village)| VenueRef {
        id,
        name: name.to_owned(),
        village: village.to_owned(),
    });
    for (name, village, meant) in [
        ("Groombridge Village Hall", "", vec![1]),
        ("the village hall", "groombridge", vec![1]),
        ("Vilage Hall, Grombridge", "", vec![1]),
        ("Village Hall", "", vec![1, 2]),
        ("Village Hall", "Withyham", vec![]),
        ("St Michaels church", "", vec![3]),
        ("Green", "", vec![4]),
        ("Vicarage garden", "Groombridge", vec![]),
        ("Groombridge", "", vec![]),
        ("", "", vec![]),
        ("…", "", vec![]),
    ] {
        let found: Vec<i64> = like_venues(name, village, &venues)
            .into_iter()
            .map(|venue| venue.id)
            .collect();
        assert_eq!(found, meant, "{name}, {village}");
    }
}

#[test]
fn a_place_that_is_typed_in_full_is_the_venue() {
    let venues = [
        (1, "Village Hall", "Groombridge"),
        (2, "Village Hall", "Blackham"),
    ]
    .map(|(id, name, village)| VenueRef {
        id,
        name: name.to_owned(),
        village: village.to_owned(),
    });
    for (name, village, is) in [
        ("Village Hall, Groombridge", "", Some(1)),
        (" village  HALL,groombridge ", "Groombridge", Some(1)),
        ("village hall", " blackham", Some(2)),
        ("Village Hall, Groombridge", "Blackham", None),
        ("Village Hall", "", None),
        ("Vilage Hall, Groombridge", "", None),
        ("Groombridge Village Hall", "", None),
        ("", "", None),
    ] {
        let found = same_venue(name, village, &venues).map(|venue| venue.id);
        assert_eq!(found, is, "{name}, {village}");
    }
}
