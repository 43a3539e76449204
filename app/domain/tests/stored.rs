//! What was stored is read for ever, whatever the rules of today are.

mod common;

use std::fs;
use std::path::Path;

use chrono::{Days, NaiveTime};
use domain::event::{Access, Booking, Cost, EventDetails, Fact, Place, PublicContact};
use domain::picture::{Picture, PictureId, Size};
use domain::stored::{self, FORMAT};
use domain::submission::DraftAnswers;
use domain::text::{
    AltText, Description, Email, GroupName, PersonName, Postcode, ShortLine, TITLE_LIMIT,
    Telephone, Title, WebAddress,
};
use domain::when::{Dates, Hours, Repeat, Sitting};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The documents of `tests/stored`: name, details, answers.
fn corpus() -> Vec<(String, Value, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let mut document: Value =
                serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            (name, document["details"].take(), document["answers"].take())
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn document(name: &str) -> Value {
    let (_, details, _) = corpus().into_iter().find(|(of, ..)| of == name).unwrap();
    details
}

#[test]
fn every_document_ever_written_is_read() {
    assert!(corpus().len() >= 11);
    for (name, details, answers) in corpus() {
        let details: EventDetails = serde_json::from_value(details).unwrap();
        let answers: DraftAnswers = serde_json::from_value(answers).unwrap();
        insta::assert_debug_snapshot!(name, (details, answers));
    }
}

#[test]
fn what_is_read_and_written_again_says_the_same() {
    for (name, details, answers) in corpus() {
        let read: EventDetails = serde_json::from_value(details).unwrap();
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(written["format"], FORMAT, "{name}");
        let again: EventDetails = serde_json::from_value(written).unwrap();
        assert_eq!(again, read, "{name}");
        let read: DraftAnswers = serde_json::from_value(answers).unwrap();
        let written = serde_json::to_value(&read).unwrap();
        let again: DraftAnswers = serde_json::from_value(written).unwrap();
        assert_eq!(again, read, "{name}");
        assert_eq!(again.digest(), read.digest(), "{name}");
    }
}

/// Sending twice is noticed by the digest of the answers, which may have been made by the version
/// before.
#[test]
fn answers_keep_the_digest_they_had() {
    let (.., answers) = (corpus().into_iter())
        .find(|(name, ..)| name == "format-1-pictures-a-poster")
        .unwrap();
    let read: DraftAnswers = serde_json::from_value(answers.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), answers);
}

/// The shape of what is written: to change it is to add a format.
#[test]
fn what_is_written_has_the_shape_of_its_format() {
    let newest = document("format-2-everything");
    let read: EventDetails = serde_json::from_value(newest.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), newest);
}

#[test]
fn no_limit_of_today_is_applied_to_what_was_said() {
    let details: EventDetails =
        serde_json::from_value(document("format-1-against-every-rule")).unwrap();
    assert!(details.title.as_str().chars().count() > TITLE_LIMIT);
    assert_eq!(details.event_type, "a-type-that-went");
    assert_eq!(details.cost.words(), "A jar of honey");
    assert_eq!(details.access.step_free, Fact::NotTold);
    assert_eq!(details.place.words(), "Sea of Tranquility");
    assert_eq!(
        details.dates.sittings().len(),
        3,
        "one begins twice at a time"
    );
    assert!(details.dates.repeat().is_none() && details.dates.doors().is_some());
}

#[test]
fn what_is_no_address_of_the_web_is_not_linked() {
    let details: EventDetails =
        serde_json::from_value(document("format-1-against-every-rule")).unwrap();
    assert_eq!(details.website, None);
    assert!(matches!(details.booking, Some(Booking::Words(_))));
}

#[test]
fn an_event_without_a_date_is_not_half_shown() {
    for dates in [json!([]), json!({"sittings": []}), Value::Null] {
        let mut details = document("format-2-everything");
        details["dates"] = dates;
        assert!(serde_json::from_value::<EventDetails>(details).is_err());
    }
}

#[test]
fn a_hint_is_stored_with_its_words_and_read_whatever_its_kind() {
    let old = json!({"kind": "long_gone", "field": "title", "marked": ["a"], "words": "Seen."});
    let read: stored::Hint = serde_json::from_value(old).unwrap();
    assert_eq!(read.words, "Seen.");
    let seen = domain::hints::Hint {
        kind: domain::hints::HintKind::Capitals,
        field: domain::hints::HintField::Title,
        marked: vec!["QUIZ".to_owned()],
        words: "In capitals.".to_owned(),
    };
    let written = serde_json::to_value(&seen).unwrap();
    assert_eq!(
        written,
        json!({"format": FORMAT, "kind": "capitals", "field": "title", "marked": ["QUIZ"], "words": "In capitals."})
    );
    assert_eq!(
        serde_json::from_value::<stored::Hint>(written).unwrap(),
        stored::Hint::from(seen)
    );
}

fn words<T: std::fmt::Debug>(
    parse: impl Fn(&str) -> Option<T> + Clone + 'static,
) -> impl Strategy<Value = T> {
    "(?s)[^\\x00]{0,40}[a-z]".prop_filter_map("a type of words takes it", move |text| parse(&text))
}

fn line() -> impl Strategy<Value = ShortLine> {
    words(|text| ShortLine::parse(text).ok())
}

fn address() -> impl Strategy<Value = WebAddress> {
    "[a-zé0-9/?=#%.]{0,20}".prop_filter_map("an address of the web", |rest| {
        WebAddress::parse(&format!("example.org/{rest}")).ok()
    })
}

fn hours() -> impl Strategy<Value = Hours> {
    let time = (0..24_u32, 0..60_u32).prop_map(|(h, m)| NaiveTime::from_hms_opt(h, m, 0).unwrap());
    (0..3, time.clone(), time).prop_map(|(kind, start, finish)| match kind {
        0 => Hours::AllDay,
        1 => Hours::From { start },
        _ => Hours::from_to(start, finish).unwrap_or(Hours::From { start }),
    })
}

fn sitting() -> impl Strategy<Value = Sitting> {
    (0..900_u64, hours()).prop_map(|(after, hours)| Sitting {
        date: common::day("2026-11-22") + Days::new(after),
        hours,
    })
}

fn dates() -> impl Strategy<Value = Dates> {
    let rules = prop::sample::select(vec![
        "FREQ=WEEKLY;BYDAY=WE,FR;COUNT=9",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        "FREQ=MONTHLY;BYMONTHDAY=2;UNTIL=20270702",
        "FREQ=MONTHLY;BYDAY=1WE;COUNT=3",
    ]);
    let rule = (
        rules,
        prop::collection::vec(hours(), 1..3),
        option::of(sitting()),
    );
    let repeating = rule.prop_filter_map("a rule with dates", |(rule, hours, otherwise)| {
        let text = format!("DTSTART;VALUE=DATE:20261202\nRRULE:{rule}\nEXDATE;VALUE=DATE:20261209");
        let repeat = Repeat {
            otherwise: otherwise.into_iter().collect(),
            ..Repeat::parse(&text, hours).ok()?
        };
        Dates::repeating(repeat, common::now()).ok()
    });
    let chosen = prop::collection::vec(sitting(), 1..6)
        .prop_filter_map("dates that exist", |sittings| Dates::new(sittings).ok());
    let doors = option::of((0..24_u32).prop_map(|h| NaiveTime::from_hms_opt(h, 15, 0).unwrap()));
    (prop_oneof![repeating, chosen], doors).prop_map(|(dates, doors)| dates.with_doors(doors))
}

fn place() -> impl Strategy<Value = Place> {
    let venue = (any::<i64>(), ".{0,20}", ".{0,20}").prop_map(|(id, name, village)| Place::Venue {
        id,
        name,
        village,
    });
    let postcode = prop::sample::select(vec!["TN7 4BA", "W1A 1AA"]);
    let postcode = option::of(postcode.prop_map(|text| Postcode::parse(text).unwrap()));
    let typed = (line(), option::of(line()), option::of(line()), postcode).prop_map(
        |(name, address, village, postcode)| Place::Typed {
            name,
            address,
            village,
            postcode,
        },
    );
    let online = option::of(address()).prop_map(|joining| Place::Online { joining });
    prop_oneof![venue, typed, online]
}

fn cost() -> impl Strategy<Value = Cost> {
    prop_oneof![
        Just(Cost::NotTold),
        Just(Cost::Free),
        Just(Cost::Donations),
        line().prop_map(|words| Cost::Paid { words }),
    ]
}

fn access() -> impl Strategy<Value = Access> {
    let fact = prop::sample::select(vec![Fact::Yes, Fact::No, Fact::NotTold]);
    [fact.clone(), fact.clone(), fact.clone(), fact].prop_map(
        |[step_free, toilet, hearing_loop, blue_badge]| Access {
            step_free,
            toilet,
            hearing_loop,
            blue_badge,
        },
    )
}

fn contact() -> impl Strategy<Value = PublicContact> {
    let email = "[a-z]{1,9}@[a-z]{1,9}\\.org".prop_map(|text| Email::parse(&text).unwrap());
    let telephone = "0[0-9]{4} [0-9]{6}".prop_map(|text| Telephone::parse(&text).unwrap());
    let name = words(|text| PersonName::parse(text).ok());
    (option::of(name), option::of(email), option::of(telephone)).prop_map(
        |(name, email, telephone)| PublicContact {
            name,
            email,
            telephone,
        },
    )
}

fn picture() -> impl Strategy<Value = Picture> {
    let alt = words(|text| AltText::parse(text).ok());
    (
        any::<u128>(),
        any::<(u32, u32, bool)>(),
        option::of(alt),
        option::of(line()),
    )
        .prop_map(|(id, (width, height, permitted), alt, credit)| Picture {
            id: PictureId::from_random(id),
            size: Size { width, height },
            alt,
            credit,
            permitted,
        })
}

fn details() -> impl Strategy<Value = EventDetails> {
    let title = words(|text| Title::parse(text).ok());
    let description = words(|text| Description::parse(text).ok());
    let group = words(|text| GroupName::parse(text).ok());
    let booking = prop_oneof![
        address().prop_map(Booking::Address),
        line().prop_map(Booking::Words)
    ];
    let what = (title, description, "[a-z]{1,9}", dates(), place());
    let more = (
        cost(),
        option::of(booking),
        access(),
        option::of(line()),
        option::of(address()),
    );
    let who = (option::of(group), contact(), option::of(picture()));
    (what, more, who).prop_map(
        |(
            (title, description, event_type, dates, place),
            (cost, booking, access, age, website),
            (group, contact, picture),
        )| EventDetails {
            title,
            description,
            event_type,
            dates,
            place,
            cost,
            booking,
            access,
            age,
            website,
            group,
            contact,
            picture,
        },
    )
}

proptest! {
    #[test]
    fn a_document_written_today_reads_back_equal(details in details()) {
        let written = serde_json::to_value(&details).unwrap();
        prop_assert_eq!(serde_json::from_value::<EventDetails>(written).unwrap(), details);
    }

    #[test]
    fn whatever_the_words_are_a_document_is_read(text in "(?s).{0,200}") {
        let mut document = document("format-2-everything");
        for field in ["title", "description", "event_type", "age", "website", "group"] {
            document[field] = text.clone().into();
        }
        document["place"] = json!({"kind": text, "name": text, "address": text, "postcode": text});
        document["cost"] = json!({"kind": text, "words": text});
        document["contact"] = json!({"name": text, "email": text, "telephone": text});
        let read: EventDetails = serde_json::from_value(document).unwrap();
        prop_assert!(!read.title.as_str().is_empty());
        prop_assert!(!read.title.as_str().chars().any(char::is_control));
    }
}
