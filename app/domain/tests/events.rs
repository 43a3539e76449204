//! What the public sees of an event.

use domain::event::{Access, AccessFact, Cost, EventStatus, Fact, NOT_TOLD, Place, Slug};
use domain::reference::Reference;
use domain::text::{Postcode, ShortLine, Title};
use proptest::prelude::*;

fn slug(title: &str) -> String {
    Slug::new(
        &Title::parse(title).unwrap(),
        &Reference::parse("WO-7K4P").unwrap(),
    )
    .to_string()
}

#[test]
fn a_slug_is_the_title_in_plain_letters_and_the_code() {
    for (title, words) in [
        ("Quiz night", "quiz-night-7k4p"),
        ("QUIZ NIGHT & AUCTION!!", "quiz-night-auction-7k4p"),
        (
            "💃 Salsa 💃 pour débutants à l’hôtel",
            "salsa-pour-debutants-a-lhotel-7k4p",
        ),
        (
            "Žofia & Łukasz: Straße, Æble, Øl",
            "zofia-lukasz-strasse-aeble-ol-7k4p",
        ),
        ("½ price", "1-2-price-7k4p"),
        ("日本", "event-7k4p"),
        ("../../etc/passwd", "etc-passwd-7k4p"),
    ] {
        assert_eq!(slug(title), words);
    }
}

#[test]
fn a_long_slug_is_cut_between_words() {
    let slug =
        slug("Talk by Dr R Moss: the bats of Ashdown Forest and how to hear them with a phone");
    assert_eq!(
        slug,
        "talk-by-dr-r-moss-the-bats-of-ashdown-forest-and-how-to-7k4p"
    );
    assert!(slug.len() <= Slug::LIMIT);
}

#[test]
fn what_is_no_slug_is_refused() {
    for text in [
        "",
        "-",
        "a--b",
        "-a",
        "a-",
        "A",
        "a/b",
        "é",
        "a b",
        &"a".repeat(61),
    ] {
        assert!(Slug::parse(text).is_err(), "{text}");
    }
}

#[test]
fn stored_words_are_read_back() {
    for status in EventStatus::ALL {
        assert_eq!(EventStatus::parse(status.as_str()), Some(status));
    }
    assert_eq!(EventStatus::parse("gone"), None);
}

#[test]
fn not_told_is_not_a_no() {
    let access = Access {
        toilet: Fact::No,
        ..Access::default()
    };
    assert_eq!(access.fact(AccessFact::Toilet).label(), "No");
    assert_eq!(access.fact(AccessFact::StepFree).label(), NOT_TOLD);
    assert_ne!(Cost::NotTold.words(), Cost::Free.words());
}

#[test]
fn a_place_is_said_in_a_line() {
    let hall = Place::Venue {
        id: 1,
        name: "Village Hall".to_owned(),
        village: "Groombridge".to_owned(),
    };
    assert_eq!(hall.words(), "Village Hall, Groombridge");
    let garden = Place::Typed {
        name: ShortLine::parse("Vicarage garden").unwrap(),
        address: Some(ShortLine::parse("Church Road").unwrap()),
        village: None,
        postcode: Some(Postcode::parse("tn39rh").unwrap()),
    };
    assert_eq!(garden.words(), "Vicarage garden");
    assert_eq!(garden.address(), "Vicarage garden, Church Road, TN3 9RH");
    assert_eq!(Place::Online { joining: None }.words(), "Online");
}

proptest! {
    #[test]
    fn every_title_has_a_slug(title: String, random: u32) {
        if let Ok(title) = Title::parse(&title) {
            let slug = Slug::new(&title, &Reference::longer(random));
            prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug));
        }
    }
}
