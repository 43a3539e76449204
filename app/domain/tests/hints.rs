//! What the words of an event suggest, and what they do not.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{form, instant, now, parish, sent, venues, with};
use domain::event::EventDetails;
use domain::hints::{
    Hint, HintField, HintKind, Piece, Surroundings, VERSION, hints, labels, pieces,
};
use domain::likeness::Sketch;
use domain::submission::NewSubmission;
use domain::text::{Description, Title};
use domain::when::{Dates, Hours, Sitting};
use proptest::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};

type Fields<'a> = [(&'a str, &'a str)];

/// The hints for a submission, with others beside it.
fn hints_beside(submission: &NewSubmission, others: &[Sketch]) -> Vec<Hint> {
    let parish = parish();
    let public = [
        "01632 960123".to_owned(),
        "office@example.org".to_owned(),
        "The Parish Office, 1 Station Road, Withyham".to_owned(),
    ];
    let around = Surroundings {
        now: now(),
        council: "Withyham Parish Council",
        parish: &parish,
        postcodes: &["TN3", "TN6", "TN7"].map(ToOwned::to_owned),
        public: &public,
        sender: submission.sender.email.as_ref().unwrap().as_str(),
        others: &others.iter().collect::<Vec<_>>(),
    };
    let found = hints(&submission.details, &around);
    for hint in &found {
        assert_marked_words_stand(hint, &submission.details);
    }
    found
}

fn assert_marked_words_stand(hint: &Hint, details: &EventDetails) {
    let text = hint.field.text(details);
    for words in &hint.marked {
        assert!(
            text.contains(words.as_str()),
            "{words:?} is not in {text:?}"
        );
        assert!(!words.is_empty());
    }
}

fn raised(fields: &Fields<'_>) -> Vec<Hint> {
    let submission = sent(&with(fields)).unwrap_or_else(|wrong| panic!("{fields:?}: {wrong:?}"));
    hints_beside(&submission, &[])
}

fn kinds(found: &[Hint]) -> Vec<HintKind> {
    let mut kinds: Vec<HintKind> = found.iter().map(|hint| hint.kind).collect();
    kinds.dedup();
    kinds
}

/// What a kind has marked in a description.
fn marked(description: &str, kind: HintKind) -> Vec<String> {
    let found = raised(&[("description", description)]);
    let of_kind = found.into_iter().filter(|hint| hint.kind == kind);
    of_kind.flat_map(|hint| hint.marked).collect()
}

/// Each description raises the kind and marks these words; where there are none, it does not.
fn assert_marks(kind: HintKind, cases: &[(&str, &[&str])]) {
    for (description, words) in cases {
        assert_eq!(
            marked(description, kind),
            *words,
            "{kind:?} in {description:?}"
        );
    }
}

// --- The 24 submissions as people really send them.

/// One of them, with the hints that a careful clerk would want.
#[derive(Deserialize)]
struct Example {
    title: String,
    description: String,
    group: String,
    cost: String,
    contact: String,
    decision: String,
    hints: Vec<String>,
}

fn examples() -> Vec<Example> {
    serde_json::from_str(include_str!("../../../end2end/fixtures/examples.json")).unwrap()
}

const VILLAGE_HALL: (&str, &str) = ("venue", "1");
const ELSEWHERE: (&str, &str) = ("venue", "other");

/// When and where each is, as its sender would fill in the form on 22 November 2026.
const FILLED_IN: [&Fields<'static>; 24] = [
    &[
        ("day", "28"),
        ("month", "11"),
        ("start", "10am"),
        ("finish", "12"),
        VILLAGE_HALL,
    ],
    &[("day", "4"), ("start", "7pm"), ("venue", "6")],
    &[
        ("day", "27"),
        ("month", "1"),
        ("year", "2027"),
        ("start", "10am"),
        ("finish", "12"),
        ("repeats", "dates"),
        ("day-2", "24"),
        ("month-2", "2"),
        ("year-2", "2027"),
        ("day-3", "31"),
        ("month-3", "3"),
        ("year-3", "2027"),
        ("venue", "5"),
    ],
    &[
        ("day", "24"),
        ("month", "11"),
        ("start", "6.30pm"),
        ("repeats", "dates"),
        ("day-2", "1"),
        ("month-2", "12"),
        ("year-2", "2026"),
        VILLAGE_HALL,
    ],
    &[
        ("day", "26"),
        ("month", "11"),
        ("start", "7.30pm"),
        ("venue", "5"),
    ],
    &[("day", "9"), ("start", "7pm"), VILLAGE_HALL],
    &[
        ("day", "26"),
        ("start", "2pm"),
        ("finish", "5pm"),
        ELSEWHERE,
        ("venue-name", "Vicarage garden"),
    ],
    &[
        ("day", "31"),
        ("start", "8pm"),
        ("finish", "1am"),
        ("venue", "6"),
    ],
    &[
        ("day", "11"),
        ("start", "10am"),
        ("finish", "4pm"),
        ("repeats", "days"),
        ("last-day", "13"),
        ("last-month", "12"),
        ("last-year", "2026"),
        ELSEWHERE,
        ("venue-name", "Five venues, see map"),
    ],
    &[
        ("day", "30"),
        ("month", "11"),
        ("start", "19:30"),
        ("venue", "online"),
        ("booking", "https://history.example/talks"),
    ],
    &[
        ("day", "5"),
        ("month", "11"),
        ("year", ""),
        ("start", "17:30"),
        ("venue", "3"),
    ],
    &[
        ("day", "28"),
        ("month", "3"),
        ("year", "2027"),
        ("start", "1.30am"),
        ELSEWHERE,
        ("venue-name", "Forest car park"),
    ],
    &[
        ("day", "5"),
        ("start", "9.30am"),
        ELSEWHERE,
        ("venue-name", "Meet at the church"),
        ("postcode", "TN7 4BA"),
    ],
    &[
        ("day", "24"),
        ("month", "11"),
        ("start", "7pm"),
        VILLAGE_HALL,
    ],
    &[
        ("day", "28"),
        ("month", "11"),
        ("all-day", "yes"),
        ("start", ""),
        ELSEWHERE,
        ("venue-name", "Unit 4, business park"),
        ("village", "Tunbridge Wells"),
    ],
    &[
        ("day", "25"),
        ("month", "11"),
        ("start", "20h"),
        VILLAGE_HALL,
    ],
    &[
        ("day", "3"),
        ("start", "13:00"),
        ("finish", "15:30"),
        ("repeats", "dates"),
        ("day-2", "3"),
        ("month-2", "12"),
        ("year-2", "2026"),
        ("start-2", "16:45"),
        ("finish-2", "19:30"),
        VILLAGE_HALL,
    ],
    &[
        ("day", "23"),
        ("month", "11"),
        ("start", "9.30am"),
        ("finish", "11.15"),
        ("repeats", "dates"),
        ("day-2", "30"),
        ("month-2", "11"),
        ("year-2", "2026"),
        ("venue", "4"),
    ],
    &[
        ("day", "23"),
        ("month", "11"),
        ("start", "7pm"),
        ELSEWHERE,
        ("venue-name", "test"),
    ],
    &[
        ("day", "23"),
        ("month", "11"),
        ("start", "00:00"),
        ELSEWHERE,
        ("venue-name", "internet"),
    ],
    &[
        ("day", "28"),
        ("month", "11"),
        ("start", "10.00am"),
        ("finish", "12.00"),
        ELSEWHERE,
        ("venue-name", "village hall"),
    ],
    &[("day", "2"), ("start", "7:30pm"), VILLAGE_HALL],
    &[("day", "6"), ("start", "4pm"), ("venue", "2")],
    &[
        ("day", "29"),
        ("month", "11"),
        ("start", "10am"),
        ELSEWHERE,
        ("venue-name", "Groombridge, meet at the school"),
    ],
];

/// Those that the form answers with an error before anything can be sent, and the error's field.
const THE_FORM_ANSWERS: [(usize, &str); 3] = [
    // "no year", and the 5th of this November is in the past
    (10, "year: Enter the year"),
    // "time that does not exist", which is in the small hours too
    (11, "start: 1:30am does not exist on Sunday 28 March 2027"),
    // A title over its limit; nothing else is wrong with it
    (21, "title: Title must be 80 characters or less"),
];

/// The kind that goes by a name in the examples.
fn kind_named(name: &str) -> HintKind {
    match name {
        "telephone number without consent" => HintKind::Telephone,
        "home address" => HintKind::HomeAddress,
        "capitals" => HintKind::Capitals,
        "exclamation marks" => HintKind::ExclamationMarks,
        "discount" | "price reduction" => HintKind::Discount,
        "link to a business" => HintKind::BusinessLink,
        "many links" => HintKind::ManyLinks,
        "vote for" => HintKind::VoteFor,
        "party" => HintKind::Party,
        "campaign material" => HintKind::Campaign,
        "candidates" => HintKind::Candidates,
        "health information about a person" => HintKind::Health,
        "ends after midnight" => HintKind::EndsAfterMidnight,
        "midnight" => HintKind::MidnightStart,
        "copyright sign" => HintKind::CopyrightSign,
        "reproduced" => HintKind::Copied,
        "accusation against the council" => HintKind::Accusation,
        "abusive words" => HintKind::Insult,
        "outside the parish" => HintKind::OutsideParish,
        "too short" => HintKind::TooShort,
        "very like another event on that day" => HintKind::LikeAnother,
        "picture without alternative text" => HintKind::Attachment,
        _ => panic!("no kind of hint goes by {name:?}"),
    }
}

/// Fills in the form as the example's sender would.
fn send_example(at: usize, example: &Example) -> Result<NewSubmission, Vec<String>> {
    let cost = match example.cost.as_str() {
        "" => "",
        "free" | "Free entry" => "free",
        "donations" | "buckets" => "donations",
        _ => "paid",
    };
    let own = [
        ("title", example.title.as_str()),
        ("description", &example.description),
        ("group", &example.group),
        ("email", &example.contact),
        ("cost", cost),
        ("price", if cost == "paid" { &example.cost } else { "" }),
    ];
    sent(&with(&[&own[..], FILLED_IN[at]].concat()))
}

#[test]
fn every_example_raises_the_hints_that_a_careful_clerk_would_want() {
    let examples = examples();
    let mut others = Vec::new();
    let mut count = 0;
    for (at, example) in examples.iter().enumerate() {
        let submission = match send_example(at, example) {
            Ok(submission) => submission,
            Err(errors) => {
                let answer = THE_FORM_ANSWERS
                    .iter()
                    .find(|(answered, _)| *answered == at);
                let (_, said) = answer.unwrap_or_else(|| panic!("{}: {errors:?}", example.title));
                assert!(
                    errors.iter().any(|error| error.starts_with(said)),
                    "{errors:?}"
                );
                continue;
            }
        };
        assert!(!THE_FORM_ANSWERS.iter().any(|(answered, _)| *answered == at));
        let found = hints_beside(&submission, &others);
        for name in &example.hints {
            let kind = kind_named(name);
            assert!(
                kinds(&found).contains(&kind),
                "{name:?} in {:?}: {found:#?}",
                example.title
            );
            count += 1;
        }
        for hint in &found {
            println!(
                "{:2} {:20} {:?} {}",
                at + 1,
                hint.kind.as_str(),
                hint.marked,
                hint.words
            );
        }
        // What a clerk would list without a second look raises nothing.
        if example.decision == "list" && example.hints.is_empty() {
            assert_eq!(found, [], "{}", example.title);
        }
        others.push(Sketch::new(
            &submission.details,
            submission.sender.email.as_ref().unwrap().as_str(),
        ));
    }
    println!("{count} hints asked for and raised");
}

// --- Doubtful events.

/// Fields at which a clerk would stop, with the hint that says why.
const DOUBTFUL: &[(HintKind, &Fields<'static>)] = &[
    (
        HintKind::Telephone,
        &[("description", "Text Jo: 07700 900 456 or 07700.900.457")],
    ),
    (
        HintKind::Telephone,
        &[("description", "mobile 07700900458 anytime")],
    ),
    (
        HintKind::Telephone,
        &[("title", "Clear-out, ring 01632 960555")],
    ),
    (
        HintKind::Telephone,
        &[("booking", "Phone Sue 01632-960-777")],
    ),
    (
        HintKind::Telephone,
        &[("description", "WhatsApp +447700900999")],
    ),
    (
        HintKind::EmailAddress,
        &[("description", "RSVP to jo.smith@mail.example")],
    ),
    (
        HintKind::EmailAddress,
        &[("description", "RSVP jo(at)mail.example")],
    ),
    (
        HintKind::HomeAddress,
        &[(
            "description",
            "Leave raffle prizes at 27 Springhill Close, please.",
        )],
    ),
    (
        HintKind::HomeAddress,
        &[(
            "description",
            "Meet at Rose Cottage, Corseley Road, TN3 9SG",
        )],
    ),
    (
        HintKind::HomeAddress,
        &[("description", "Tickets from Jean at No. 4 The Terrace")],
    ),
    (
        HintKind::HomeAddress,
        &[("description", "Flat 2, 14 High Street")],
    ),
    (
        HintKind::Health,
        &[(
            "description",
            "A benefit night for Tom, who was diagnosed with leukaemia in March.",
        )],
    ),
    (
        HintKind::Health,
        &[(
            "description",
            "Get well soon to Doreen, back from hospital after her fall.",
        )],
    ),
    (
        HintKind::VoteFor,
        &[("description", "Support us on polling day - vote Lib Dem!")],
    ),
    (
        HintKind::VoteFor,
        &[("description", "Put your cross next to Jane Doe")],
    ),
    (
        HintKind::Party,
        &[("description", "Hosted by your local Conservatives")],
    ),
    (
        HintKind::Party,
        &[("description", "A message from the Green Party")],
    ),
    (
        HintKind::Campaign,
        &[(
            "description",
            "Join us for leafleting in support of our by-election candidate",
        )],
    ),
    (
        HintKind::Candidates,
        &[("title", "Meet Jane Doe, your parliamentary candidate")],
    ),
    (
        HintKind::Discount,
        &[("description", "Get 10% discount on the day")],
    ),
    (
        HintKind::Discount,
        &[("description", "Everything reduced. Up to 50% off sofas")],
    ),
    (
        HintKind::Discount,
        &[("description", "Buy one, get one free on all candles")],
    ),
    (
        HintKind::Promotion,
        &[(
            "description",
            "Call today for a free quote on your new conservatory",
        )],
    ),
    (
        HintKind::Promotion,
        &[(
            "description",
            "Our range of essential oils and wellness products at unbeatable prices",
        )],
    ),
    (
        HintKind::Promotion,
        &[("description", "Earn money from home! Guaranteed income.")],
    ),
    (
        HintKind::BusinessLink,
        &[("description", "Shop at https://candles.example/shop")],
    ),
    (
        HintKind::FreeOrNot,
        &[("cost", "free"), ("description", "Entry £3 on the door.")],
    ),
    (
        HintKind::Profanity,
        &[("description", "It's going to be f***ing brilliant")],
    ),
    (
        HintKind::Profanity,
        &[(
            "description",
            "Bring your own bloody chair you lazy b*stards",
        )],
    ),
    (HintKind::Profanity, &[("title", "Fuck the bypass")]),
    (
        HintKind::Insult,
        &[("description", "Come and laugh at that idiot chairman")],
    ),
    (
        HintKind::Accusation,
        &[(
            "description",
            "The parish council is corrupt and must resign",
        )],
    ),
    (
        HintKind::Accusation,
        &[(
            "description",
            "Councillor Smith took bribes from developers",
        )],
    ),
    (
        HintKind::Accusation,
        &[(
            "description",
            "The planning officer broke the rules and hid the report",
        )],
    ),
    (
        HintKind::Accusation,
        &[("description", "The chairman has stolen public money")],
    ),
    (
        HintKind::Accusation,
        &[("description", "The council acted against its own policy")],
    ),
    (
        HintKind::CopyrightSign,
        &[("description", "Words © 2024 The Guardian")],
    ),
    (
        HintKind::Copied,
        &[(
            "description",
            "Reprinted from the Courier, with permission of the publisher",
        )],
    ),
    (
        HintKind::Capitals,
        &[(
            "description",
            "THIS IS THE EVENT OF THE YEAR and you must come",
        )],
    ),
    (
        HintKind::ExclamationMarks,
        &[("description", "Best ever!!!!")],
    ),
    (
        HintKind::OutsideParish,
        &[
            ELSEWHERE,
            ("venue-name", "Trinity Theatre"),
            ("village", "Tunbridge Wells"),
        ],
    ),
    (
        HintKind::OutsideParish,
        &[
            ELSEWHERE,
            ("venue-name", "Assembly Hall, Royal Tunbridge Wells"),
        ],
    ),
    (
        HintKind::OutsideParish,
        &[
            ELSEWHERE,
            ("venue-name", "Village hall"),
            ("village", "Forest Row"),
        ],
    ),
    (
        HintKind::OutsideParish,
        &[
            ELSEWHERE,
            ("venue-name", "The O2"),
            ("postcode", "SE10 0DX"),
        ],
    ),
    (
        HintKind::Attachment,
        &[("description", "Details on the attached poster.")],
    ),
    (
        HintKind::OtherWeekday,
        &[("description", "We meet every Thursday at 8.")],
    ),
    (
        HintKind::OtherWeekday,
        &[("description", "Come along Friday evening for fun")],
    ),
    (
        HintKind::OtherWeekday,
        &[("title", "Sunday lunch at the hall")],
    ),
    (HintKind::TooShort, &[("description", "tbc")]),
    (
        HintKind::TooShort,
        &[("title", "asdf"), ("description", "asdf asdf")],
    ),
];

#[test]
fn what_a_clerk_would_stop_at_raises_its_hint() {
    for (kind, fields) in DOUBTFUL {
        let found = kinds(&raised(fields));
        assert!(found.contains(kind), "{kind:?} in {fields:?}: {found:?}");
    }
}

// --- Harmless events.

/// An ordinary event; what is left out is as usual.
#[derive(Deserialize)]
struct Harmless {
    title: String,
    description: String,
    group: String,
    /// "free", "donations" or a price.
    cost: String,
    /// "2026-12-05 19:30".
    when: String,
    #[serde(default)]
    finish: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    village: String,
    #[serde(default)]
    postcode: String,
}

#[test]
fn at_most_one_harmless_event_in_ten_raises_anything() {
    let events: Vec<Harmless> = serde_json::from_str(include_str!("harmless.json")).unwrap();
    assert!(events.len() >= 60);
    let mut alarms = 0;
    for event in &events {
        let found = hints_beside(&send_harmless(event), &[]);
        alarms += usize::from(!found.is_empty());
        for hint in found {
            println!("{}: {} {:?}", event.title, hint.words, hint.marked);
        }
    }
    println!("{alarms} of {} harmless events raise a hint", events.len());
    assert!(alarms * 10 <= events.len());
}

fn send_harmless(event: &Harmless) -> NewSubmission {
    let (date, start) = event.when.split_once(' ').unwrap();
    let date: Vec<&str> = date.split('-').collect();
    let (cost, price) = match event.cost.as_str() {
        "free" | "donations" => (event.cost.as_str(), ""),
        price => ("paid", price),
    };
    let venue = if event.place.is_empty() { "1" } else { "other" };
    let fields = [
        ("title", event.title.as_str()),
        ("description", &event.description),
        ("group", &event.group),
        ("cost", cost),
        ("price", price),
        ("year", date[0]),
        ("month", date[1]),
        ("day", date[2]),
        ("start", start),
        ("finish", &event.finish),
        ("venue", venue),
        ("venue-name", &event.place),
        ("address", &event.address),
        ("village", &event.village),
        ("postcode", &event.postcode),
    ];
    sent(&with(&fields)).unwrap_or_else(|wrong| panic!("{}: {wrong:?}", event.title))
}

// --- Personal details.

#[test]
fn telephone_numbers_are_found_however_they_are_written() {
    assert_marks(
        HintKind::Telephone,
        &[
            ("Ring Pat on 07700 900123.", &["07700 900123"]),
            (
                "Ring 0800 900 900 or 01632 960124!",
                &["0800 900 900", "01632 960124"],
            ),
            ("Tel: (01632) 960 124", &["(01632) 960 124"]),
            ("+44 (0)1632 960124", &["+44 (0)1632 960124"]),
            ("0044 7700 900123 for tickets", &["0044 7700 900123"]),
            ("07700900123", &["07700900123"]),
            ("07700-900-123, evenings", &["07700-900-123"]),
            (
                "020 7946 0018 / 020 7946 0019",
                &["020 7946 0018", "020 7946 0019"],
            ),
            ("Please phone 864321 to book", &["864321"]),
            ("from Paris: +33 1 42 68 53 00", &["+33 1 42 68 53 00"]),
            ("From 10.30-12.30, 07700 900123", &["07700 900123"]),
            (
                "Pat (07700 900123) or Tel:01632 960124/960125",
                &["07700 900123", "01632 960124", "960125"],
            ),
            ("Tel.01632 960124–bookings", &["01632 960124"]),
        ],
    );
}

#[test]
fn other_digits_are_no_telephone_numbers() {
    for digits in [
        "10.30-12.30, 13:00-15:30 and 16:45-19:30",
        "Sittings 0930-1230 1400-1630",
        "05.12.2026 09.30 and 12.12.2026 10.00",
        "On 05/12/2026, 2026-12-05 and 5 12 2026",
        "£1,250 raised, 10,000 steps, 0.5 km, 0118.",
        "TQ 495 356, TQ 4950 3560, TN7 4BA",
        "Registered charity 1012345, company 01234567",
        "ISBN 978-0-552-77189-1",
        "Sort code 01-23-45, account 12345678",
        "From 1066 to 1485 to 1603 to 1714 to 1837",
        "Scores of 010101010101010101",
        "The bus 291 leaves at 1000 1100 1200",
    ] {
        assert_eq!(marked(digits, HintKind::Telephone), [""; 0], "{digits}");
    }
}

#[test]
fn what_the_sender_agreed_to_publish_raises_nothing() {
    let words = [
        (
            "description",
            "Ring +44 7700 900123 or write to Pat@Example.org.",
        ),
        ("telephone", "07700 900 123"),
    ];
    let agreed = [
        &words[..],
        &[("show-telephone", "yes"), ("show-email", "yes")],
    ]
    .concat();
    assert_eq!(raised(&agreed), []);
    // Given to the council alone, they are nobody else's.
    assert_eq!(
        kinds(&raised(&words)),
        [HintKind::Telephone, HintKind::EmailAddress]
    );
    let another = [("description", "Ring 07700 900999."), agreed[1], agreed[2]];
    assert_eq!(
        raised(&another)[0].words,
        "A telephone number is in the description. It is not the one that the sender agreed to publish."
    );
}

#[test]
fn what_is_public_anyway_raises_nothing() {
    let office = "Ask the office on 01632 960123, office@example.org or at 1 Station Road.";
    assert_eq!(raised(&[("description", office)]), []);
}

#[test]
fn an_email_address_is_found_spelled_out_too() {
    assert_marks(
        HintKind::EmailAddress,
        &[
            ("Write to a.b+c@example.org.", &["a.b+c@example.org"]),
            (
                "Write to pat at example dot org",
                &["pat at example dot org"],
            ),
            ("Write to pat(at)example.org", &["pat(at)example.org"]),
            ("Tickets at example.org", &[]),
            ("Meet @ the hall at 7", &[]),
            ("Tea at four dot the walls", &[]),
        ],
    );
    let booking = raised(&[("booking", "sam@example.com or at the bar")]);
    assert_eq!(
        booking[0].words,
        "An email address is in the note on booking. The sender has not agreed to publish one."
    );
}

#[test]
fn a_home_address_is_a_number_and_a_street() {
    assert_marks(
        HintKind::HomeAddress,
        &[
            (
                "Call round to 3 Mill Cottages.",
                &["Call round to", "3 Mill Cottages"],
            ),
            ("Forms from 14a Corseley Road", &["14a Corseley Road"]),
            ("Forms to 12 mill lane please", &["12 mill lane"]),
            ("Coffee at the home of Ada Penn", &["at the home of"]),
            (
                "Rose Cottage, Corseley Road",
                &["Rose Cottage, Corseley Road"],
            ),
            ("At 7 the close harmony group sings", &[]),
            ("At Manor House. Station Road is closed.", &[]),
            ("It is 5 minutes down the road", &[]),
            ("A 7 mile walk by road and lane", &[]),
            ("10 Open Gardens and 3 Cottage Gardens", &[]),
            ("The B2110 and the 291 from Station Road", &[]),
            ("12 players in a row", &[]),
        ],
    );
}

#[test]
fn the_places_own_address_raises_nothing() {
    let place = [
        ("venue", "other"),
        ("venue-name", "Vicarage garden"),
        ("address", "2 Church Lane"),
        ("village", "Withyham"),
        (
            "description",
            "Find us at 2 Church Lane. Scones and croquet.",
        ),
    ];
    assert_eq!(raised(&place), []);
    let other_house = ("description", "Tickets from 12 Church Lane.");
    let found = raised(&[&place[..4], &[other_house]].concat());
    assert_eq!(kinds(&found), [HintKind::HomeAddress]);
}

#[test]
fn health_counts_where_somebody_is_meant() {
    assert_marks(
        HintKind::Health,
        &[
            (
                "Mrs Ada Penn who has been poorly with her heart.",
                &["poorly", "her heart"],
            ),
            ("Our treasurer Pat is in hospital.", &["in hospital"]),
            (
                "The vicar was diagnosed in May and he needs an operation.",
                &["diagnosed", "an operation"],
            ),
            ("A talk on life after a stroke. Mrs Penn does teas.", &[]),
            ("Exercises for people recovering from a stroke.", &[]),
            ("In aid of the hospice and cancer research.", &[]),
            ("She put her heart into the garden.", &[]),
        ],
    );
}

// --- Politics.

#[test]
fn asking_for_votes_is_told_from_the_best_scarecrow() {
    assert_marks(
        HintKind::VoteFor,
        &[
            ("Why you should vote for the Meadow Party", &["vote for"]),
            ("Vote Labour on 6 May.", &["Vote Labour"]),
            ("Vote for your favourite scarecrow!", &[]),
            ("Tasting, then vote for the best jam.", &[]),
            ("After dinner we vote. For afters, cheese.", &[]),
        ],
    );
}

#[test]
fn parties_are_political_or_merry() {
    assert_marks(
        HintKind::Party,
        &[
            (
                "The Labour Party and the Lib Dems",
                &["Labour Party", "Lib Dems"],
            ),
            ("A message from Reform UK", &["Reform UK"]),
            (
                "The Meadow Party asks you to vote for it",
                &["Meadow Party"],
            ),
            ("The Meadow Party, with cake", &[]),
            ("A Birthday Party for our Councillor", &[]),
            (
                "A labour of love, a conservative estimate, green fingers",
                &[],
            ),
        ],
    );
}

#[test]
fn candidates_and_campaigns_are_of_an_election() {
    assert_marks(
        HintKind::Candidates,
        &[
            (
                "All candidates have been invited to the hustings.",
                &["candidates", "hustings"],
            ),
            ("Candidates for confirmation meet the bishop.", &[]),
        ],
    );
    assert_marks(
        HintKind::Campaign,
        &[
            (
                "Read our manifesto. Leaflets available.",
                &["manifesto", "Leaflets"],
            ),
            (
                "Posters and leaflets for polling day.",
                &["Posters", "leaflets"],
            ),
            ("Leaflets about the walk are in the shop.", &[]),
            ("The Gallipoli campaign of 1915.", &[]),
        ],
    );
}

// --- Promotion.

#[test]
fn a_discount_is_told_from_who_pays_less() {
    assert_marks(
        HintKind::Discount,
        &[
            (
                "20% off when you quote PARISH",
                &["20% off", "when you quote"],
            ),
            ("HUGE savings, 0% finance", &["savings", "0% finance"]),
            ("Tickets ½ price", &["½ price"]),
            ("£5 off and half-price pizzas", &["£5 off", "half-price"]),
            ("Adults £8, children half price.", &[]),
            ("10% of takings go to the hospice. Off we go!", &[]),
        ],
    );
}

#[test]
fn promotion_is_told_from_a_jumble_sale() {
    assert_marks(
        HintKind::Promotion,
        &[
            (
                "Visit our showroom. Sale now on!",
                &["showroom", "Sale now on"],
            ),
            (
                "Sports massage, supplements and retreats",
                &["Sports massage", "supplements"],
            ),
            ("Jumble sale, plant sale and sale of work. Bargains!", &[]),
        ],
    );
}

#[test]
fn a_link_to_book_by_is_ordinary() {
    assert_marks(
        HintKind::BusinessLink,
        &[
            (
                "Retreats too, see yogawithsam.example",
                &["yogawithsam.example"],
            ),
            (
                "Visit www.kitchens.example today",
                &["www.kitchens.example"],
            ),
            ("Book at https://history.example/talks.", &[]),
            (
                "We love www.nationaltrust.org.uk and https://www.facebook.com/x",
                &[],
            ),
            ("Hot tea.Cakes at 10.30am.Coffee too, e.g.latte", &[]),
        ],
    );
    let website = [
        ("website", "https://www.players.example/"),
        ("description", "More about us: players.example/panto"),
    ];
    assert_eq!(raised(&website), []);
    assert_marks(
        HintKind::ManyLinks,
        &[
            (
                "http://x.example http://y.example http://z.example",
                &["http://x.example", "http://y.example", "http://z.example"],
            ),
            ("http://x.example http://y.example", &[]),
        ],
    );
}

#[test]
fn free_and_a_price_do_not_go_together() {
    let says = |cost, price, description| {
        let fields = [
            ("cost", cost),
            ("price", price),
            ("description", description),
        ];
        let found = raised(&fields);
        found
            .into_iter()
            .find(|hint| hint.kind == HintKind::FreeOrNot)
            .map(|hint| hint.words)
    };
    assert_eq!(
        says("free", "", "Teams of six, £5 a head.").as_deref(),
        Some("It is marked as free, and the description has a price: “£5”.")
    );
    assert_eq!(
        says("free", "", "Craft fair. Bacon rolls £4, raffle tickets £1."),
        None
    );
    assert_eq!(says("", "", "Teams of six, £5 a head."), None);
    assert_eq!(
        says("paid", "£5", "Free entry! Bring a friend.").as_deref(),
        Some("The description says “Free entry”, and the cost is given as “£5”.")
    );
    assert_eq!(
        says("paid", "£5", "Free entry for under-16s. Free parking."),
        None
    );
}

// --- Tone and law.

#[test]
fn shouting_is_told_from_abbreviations_and_good_cheer() {
    let title = |title| kinds(&raised(&[("title", title)]));
    assert_eq!(title("QUIZ NIGHT AND AUCTION"), [HintKind::Capitals]);
    assert_eq!(title("BINGO"), [HintKind::Capitals]);
    assert_eq!(title("RSPB and WI talk on VE Day"), []);
    assert_eq!(title("WW2: AGM of the RBL"), []);
    assert_marks(
        HintKind::Capitals,
        &[
            ("HUGE savings today!!!", &["HUGE"]),
            ("COME ONE COME ALL to the RSPB", &[]),
            ("EVERYBODY MUST COME to the fair", &["EVERYBODY MUST COME"]),
            ("Quote PARISH to the NHS, the RNLI and the NSPCC.", &[]),
        ],
    );
    assert_marks(
        HintKind::ExclamationMarks,
        &[
            ("Call today!!! Really?!?!", &["!!!", "?!?!"]),
            ("All welcome!! Bring a chair!", &[]),
            ("A! B! C! D! E! F! G!", &["!"]),
        ],
    );
}

#[test]
fn rude_words_are_found_and_scunthorpe_is_not() {
    assert_marks(
        HintKind::Profanity,
        &[
            ("What a shit show, you w*nkers", &["shit", "w*nkers"]),
            ("f u c k this", &["f u c k"]),
            ("Bloody hell, sh1t happens", &["sh1t", "Bloody hell"]),
            ("A dickhead and a bitch", &["dickhead", "bitch"]),
            ("f***ing great, **bold** and *sung*", &["f***ing"]),
        ],
    );
    for innocent in [
        "From Scunthorpe and Penistone by way of Cockfosters",
        "Mr Hancock on Dick Turpin, with Moby Dick and spotted dick",
        "A class on grass, then cocktails",
        "Blue tits and great tits, a tit on a cock pheasant",
        "Hoes, crackers, niggles, shiitake mushrooms in Lightwater",
        "The Cock Inn. Hell and damnation! Bloody Mary.",
        "Best bitch, best dog. Faggots and peas. Sussex, Essex, Middlesex.",
        "Breast cancer, sex education, suicide prevention",
        "Arsenal v Everton. Charles Dickens. Assassins. Therapists. Shuttlecocks.",
    ] {
        assert_eq!(marked(innocent, HintKind::Profanity), [""; 0], "{innocent}");
    }
}

#[test]
fn insults_and_accusations_are_found() {
    assert_marks(
        HintKind::Insult,
        &[
            (
                "Demand answers from this corrupt shower.",
                &["corrupt shower"],
            ),
            ("A bunch of idiots", &["bunch of idiots"]),
            ("A light shower of rain is nothing to a wicked witch.", &[]),
        ],
    );
    assert_marks(
        HintKind::Accusation,
        &[
            ("The clerk lied about the minutes.", &["lied about"]),
            ("Withyham Parish Council: a disgrace", &["disgrace"]),
            ("They have broken the law.", &["broken the law"]),
            (
                "A murder mystery with a corrupt mayor who lied and stole.",
                &[],
            ),
            ("Police advice on fraud prevention.", &[]),
        ],
    );
    let sentence = &raised(&[("description", "The clerk lied.")])[0].words;
    assert_eq!(
        sentence,
        "The description says “lied”, which may accuse the council or somebody in office."
    );
}

#[test]
fn copied_words_show_it() {
    assert_marks(
        HintKind::CopyrightSign,
        &[
            ("© Countryside Guides", &["©"]),
            ("The leaflet (c) Countryside Guides 2019", &["(c)"]),
            ("Copyright 2019", &["Copyright 2019"]),
            ("(a) tea, (b) coffee or (c) squash", &[]),
            ("A talk on copyright for writers", &[]),
        ],
    );
    assert_marks(
        HintKind::Copied,
        &[
            (
                "Reproduced below. All rights reserved.",
                &["Reproduced", "All rights reserved"],
            ),
            ("Photo courtesy of the Courier", &["courtesy of"]),
            ("Mulled wine courtesy of the PTA", &[]),
        ],
    );
}

// --- When.

fn at(date: &str, hours: Hours) -> Dates {
    Dates::new(vec![Sitting {
        date: common::day(date),
        hours,
    }])
    .unwrap()
}

fn kinds_of_dates(dates: Dates) -> Vec<HintKind> {
    let mut submission = sent(&with(&[])).unwrap();
    submission.details.dates = dates;
    kinds(&hints_beside(&submission, &[]))
}

fn from(start: &str) -> Hours {
    Hours::From {
        start: common::time(start),
    }
}

fn from_to(start: &str, finish: &str) -> Hours {
    Hours::FromTo {
        start: common::time(start),
        finish: common::time(finish),
    }
}

#[test]
fn odd_dates_and_times_are_told() {
    for (date, hours, expected) in [
        ("2026-11-05", from("17:30"), Some(HintKind::PastDate)),
        ("2026-11-22", from("14:00"), Some(HintKind::Today)),
        ("2026-11-22", Hours::AllDay, Some(HintKind::Today)),
        ("2026-11-23", from("14:00"), None),
        ("2026-12-05", from("00:00"), Some(HintKind::MidnightStart)),
        ("2026-12-05", from("01:30"), Some(HintKind::SmallHours)),
        ("2026-12-05", from("05:00"), None),
        ("2026-12-05", Hours::AllDay, None),
        (
            "2026-12-31",
            from_to("20:00", "01:00"),
            Some(HintKind::EndsAfterMidnight),
        ),
        ("2026-12-31", from_to("20:00", "00:00"), None),
        ("2026-12-25", from("10:00"), Some(HintKind::Holiday)),
        ("2026-12-26", from("10:00"), None),
    ] {
        assert_eq!(
            kinds_of_dates(at(date, hours)),
            Vec::from_iter(expected),
            "{date} {hours:?}"
        );
    }
}

#[test]
fn a_class_does_not_meet_over_christmas() {
    let weekly = ["2026-12-18", "2026-12-25", "2027-01-01", "2027-01-08"];
    let sittings = weekly.map(|date| Sitting {
        date: common::day(date),
        hours: from("10:00"),
    });
    let mut submission = sent(&with(&[])).unwrap();
    submission.details.dates = Dates::new(sittings.to_vec()).unwrap();
    let found = hints_beside(&submission, &[]);
    assert_eq!(found[0].words, "Friday 25 December 2026 is Christmas Day.");
    assert_eq!(found[0].marked.len(), 2);
    submission.details.title = Title::parse("Carols every Friday").unwrap();
    assert_eq!(hints_beside(&submission, &[]), []);
}

#[test]
fn another_weekday_in_the_words_is_told() {
    // Saturday 5 December 2026.
    assert_marks(
        HintKind::OtherWeekday,
        &[
            ("Every Tuesday in term", &["Tuesday"]),
            ("Tuesdays and Thursdays", &["Tuesdays", "Thursdays"]),
            ("On Sunday we sing.", &["Sunday"]),
            ("Saturdays, and on Sunday a picnic", &[]),
            ("Sunday roast for Shrove Tuesday on Good Friday eve", &[]),
            ("Book by Friday. Deliver cakes on Friday.", &[]),
        ],
    );
    assert_eq!(
        raised(&[("description", "Every Tuesday in term")])[0].words,
        "The description says “Tuesday”, and the date is a Saturday."
    );
}

// --- Where.

#[test]
fn a_place_outside_the_parish_is_told_mildly_or_not() {
    let place = |name, village: &str, address: &str| {
        let fields = [
            ELSEWHERE,
            ("venue-name", name),
            ("village", village),
            ("address", address),
        ];
        let found = raised(&fields);
        found.into_iter().map(|hint| hint.words).collect::<Vec<_>>()
    };
    assert_eq!(
        place("Unit 4, business park", "Tunbridge Wells", ""),
        ["“Tunbridge Wells” is outside the parish."]
    );
    assert_eq!(
        place("Village hall", "HARTFIELD", ""),
        ["“HARTFIELD” is near the parish, not in it. A village that residents go to is fine."]
    );
    assert_eq!(
        place("Barn", "Nether Wallop", ""),
        ["“Nether Wallop” is not among the parish’s places."]
    );
    assert_eq!(
        place("Barn", "", "Groombridge, near Tunbridge Wells"),
        [""; 0]
    );
    assert_eq!(place("Barn", "St Johns", ""), [""; 0]);
    assert_eq!(
        place("The Bell", "", "Groombridge Road, Crowborough").len(),
        1
    );
    assert_eq!(place("Forest car park", "", ""), [""; 0]);
    assert_eq!(place("The London Road barn", "", ""), [""; 0]);
    assert_eq!(raised(&[("venue", "online")]), []);
}

// --- Sense.

#[test]
fn too_little_to_go_by_is_told() {
    let kinds_of =
        |title, description| kinds(&raised(&[("title", title), ("description", description)]));
    assert_eq!(kinds_of("test", "test test"), [HintKind::TooShort]);
    assert_eq!(kinds_of("Owl walk", "Torch."), []);
    assert_eq!(kinds_of("Owl walk", "x"), [HintKind::TooShort]);
    assert_eq!(kinds_of("Owl walk", "Owl walk!"), [HintKind::TooShort]);
    assert_eq!(kinds_of("Blood donors", "Appointments only."), []);
    assert_eq!(
        kinds_of("Test match on the big screen", "Bring a cushion."),
        []
    );
    assert_eq!(kinds_of("Вечер песни", "Приходите петь с нами"), []);
}

#[test]
fn a_picture_that_did_not_come_is_told() {
    assert_marks(
        HintKind::Attachment,
        &[
            ("Mulled wine. Poster attached.", &["Poster attached"]),
            ("Follow the path, see map.", &["see map"]),
            ("Based on the leaflet; maps from the shop.", &[]),
            ("The barn is attached to the house.", &[]),
        ],
    );
}

#[test]
fn an_answer_and_the_words_may_differ() {
    let description = ("description", "Step-free, one accessible loo.");
    let found = raised(&[description, ("step-free", "no")]);
    assert_eq!(kinds(&found), [HintKind::AccessDiffers]);
    assert_eq!(raised(&[description]), []);
    assert_eq!(raised(&[description, ("step-free", "yes")]), []);
}

#[test]
fn the_same_event_again_is_told_in_a_sentence() {
    let fields = [
        ("title", "Coffee Morning"),
        ("description", "Cake and a chat."),
    ];
    let first = sent(&with(&fields)).unwrap();
    let sketch = Sketch::new(&first.details, "hall@example.org");
    let again = sent(&with(&[("title", "Coffee morning at the hall"), fields[1]])).unwrap();
    let found = hints_beside(&again, &[sketch]);
    assert_eq!(kinds(&found), [HintKind::LikeAnother]);
    assert_eq!(
        found[0].words,
        "Very like “Coffee Morning”, on the same day, at the same time and at the same place."
    );
}

// --- The shape of hints.

#[test]
fn kinds_and_fields_are_read_back_as_they_were_stored() {
    let order = [
        "suitable",
        "civil",
        "lawful",
        "copied",
        "personal",
        "political",
        "commercial",
    ];
    let mut stored = BTreeMap::new();
    let mut before = 0;
    for kind in HintKind::ALL {
        assert_eq!(HintKind::parse(kind.as_str()), Some(kind));
        assert_eq!(stored.insert(kind.as_str(), kind), None);
        let standard = order
            .iter()
            .position(|key| *key == kind.standard())
            .unwrap();
        assert!(
            standard >= before,
            "{kind:?} is out of the standards' order"
        );
        before = standard;
    }
    for field in HintField::ALL {
        assert_eq!(HintField::parse(field.as_str()), Some(field));
    }
    assert_eq!(HintKind::parse("nonsense"), None);
}

#[test]
fn hints_come_in_the_order_of_the_standards_and_tags_once() {
    let found = raised(&[(
        "description",
        "20% off, vote for me, 07700 900123, 3 Mill Cottages, © me. CALL TODAY EVERYBODY!!!",
    )]);
    assert!(found.is_sorted_by_key(|hint| (hint.kind, hint.field)));
    assert_eq!(
        labels(&found),
        [
            "Shouting",
            "Copied words",
            "Personal details",
            "Political advertising",
            "Promotion"
        ]
    );
}

#[test]
fn marks_stand_in_place_and_on_whole_words() {
    let text = "Vote. Voted for. 07700 900123, call 07700 900123.";
    let hint = |words: &[&str]| Hint {
        kind: HintKind::Telephone,
        field: HintField::Description,
        marked: words.iter().map(ToString::to_string).collect(),
        words: String::new(),
    };
    let hints = [hint(&["07700 900123"]), hint(&["Vote", "900123"])];
    assert_eq!(
        pieces(text, HintField::Description, &hints),
        [
            Piece::Marked("Vote"),
            Piece::Plain(". Voted for. "),
            Piece::Marked("07700 900123"),
            Piece::Plain(", call "),
            Piece::Marked("07700 900123"),
            Piece::Plain("."),
        ]
    );
    assert_eq!(pieces(text, HintField::Title, &hints), [Piece::Plain(text)]);
    assert_eq!(pieces("", HintField::Title, &hints), []);
}

#[test]
fn four_thousand_characters_are_read() {
    for unit in [
        "07700 900123 ",
        "£5! ",
        "a ",
        "ö💃\u{301}",
        "0",
        "(",
        "x.example ",
        "vote for ",
        "f u c k ",
    ] {
        let description: String = unit.chars().cycle().take(4000).collect();
        let began = std::time::Instant::now();
        let found = raised(&[("description", &description)]);
        println!("{unit:?}: {} hints in {:?}", found.len(), began.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_words_are_read_and_marked_as_they_stand(
        title in "\\PC{1,60}",
        description in any_text(),
        place in "\\PC{0,60}",
    ) {
        let mut submission = sent(&with(&[])).unwrap();
        if let Ok(title) = Title::parse(&title) {
            submission.details.title = title;
        }
        if let Ok(description) = Description::parse(&description) {
            submission.details.description = description;
        }
        if let Ok(typed) = common_place(&place) {
            submission.details.place = typed;
        }
        let found = hints_beside(&submission, &[]);
        prop_assert_eq!(&found, &hints_beside(&submission, &[]));
        for field in HintField::ALL {
            let text = field.text(&submission.details);
            let whole: String = pieces(&text, field, &found).iter().map(|piece| match piece {
                Piece::Plain(text) | Piece::Marked(text) => *text,
            }).collect();
            prop_assert_eq!(whole, text);
        }
    }
}

/// Text of any kind, and text made of what hints look for.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "07700 900123",
        "+",
        "(",
        "0",
        "£",
        "5",
        "½ price",
        "vote for",
        " Party",
        "Meadow",
        "©",
        "(c)",
        "!!!",
        "?!",
        "www.",
        ".example",
        "@",
        "pat at example dot org",
        "\u{0}",
        "\u{202E}",
        "💃",
        "é",
        "e\u{301}",
        "’",
        "'",
        ".",
        "\n\n",
        "•",
        " ",
        "-",
        "3 Mill Lane",
        "every Tuesday",
        "f u c k",
        "sh1t",
        "TEST",
        "ǅ",
        "ß",
        "İ",
        "㏒",
        "١٢٣",
    ]);
    prop_oneof![
        any::<String>(),
        "(.|\n){0,400}",
        prop::collection::vec(pieces, 0..80).prop_map(|pieces| pieces.concat()),
    ]
}

fn common_place(name: &str) -> Result<domain::event::Place, ()> {
    let fields = with(&[ELSEWHERE, ("venue-name", name)]);
    let answers = form(&fields).place.unwrap();
    answers.parse(&venues()).map_err(drop)
}

#[test]
fn an_event_long_past_is_read_too() {
    let submission = sent(&with(&[])).unwrap();
    let around = Surroundings {
        now: instant("2030-01-01T00:00:00Z"),
        council: "",
        parish: &[],
        postcodes: &[],
        public: &[],
        sender: "",
        others: &[],
    };
    assert_eq!(
        kinds(&hints(&submission.details, &around)),
        [HintKind::PastDate]
    );
}

/// What was worked out under other lists is worked out again only where the version says so. Whoever
/// changes a list raises [`VERSION`] and writes the new digest here.
#[test]
fn whoever_changes_a_list_raises_the_version() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/hints/words");
    let mut lists: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    lists.sort();
    let mut digest = Sha256::new();
    for list in lists {
        digest.update(fs::read(list).unwrap());
    }
    let digest: [u8; 32] = digest.finalize().into();
    assert_eq!(
        (VERSION, Some(digest)),
        (
            1,
            domain::audit::read_hash(
                "19bd78c49adbc05d19fd0b1b727a9d87d15598abb55020c089dfaf1667901c81"
            )
        )
    );
}
