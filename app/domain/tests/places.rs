//! Types of event and venues, as an administrator types them.

mod common;

use common::pairs;
use domain::event::Fact;
use domain::places::{OnMap, VenueAnswers, event_type, event_type_slug};
use proptest::prelude::*;

fn venue(fields: &[(&str, &str)]) -> VenueAnswers {
    VenueAnswers::from_pairs(pairs(fields)).expect("a form of ours")
}

#[test]
fn a_venue_is_read_with_what_is_known_of_it() {
    let venue = venue(&[
        ("name", " Village Hall "),
        ("village", "Groombridge"),
        ("address", ""),
        ("postcode", "tn39rh"),
        ("map", "51.1053, 0.1850"),
        ("step-free", "yes"),
        ("toilet", "no"),
    ])
    .parse()
    .expect("a venue");
    assert_eq!(venue.name.as_str(), "Village Hall");
    assert_eq!(venue.address, None);
    assert_eq!(venue.postcode.expect("a postcode").as_str(), "TN3 9RH");
    assert_eq!(venue.access.step_free, Fact::Yes);
    assert_eq!(venue.access.toilet, Fact::No);
    assert_eq!(venue.access.hearing_loop, Fact::NotTold);
    assert_eq!(
        venue.map.expect("a map").href(),
        "https://www.openstreetmap.org/?mlat=51.1053&mlon=0.185#map=17/51.1053/0.185"
    );
}

#[test]
fn every_problem_of_a_venue_is_found_at_once() {
    let errors = venue(&[("postcode", "x"), ("map", "http://example.org/")])
        .parse()
        .expect_err("problems");
    let fields: Vec<&str> = errors.0.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["name", "village", "postcode", "map"]);
}

#[test]
fn a_map_is_a_point_or_a_page_with_https() {
    assert!(matches!(OnMap::parse("51.1 0.18"), Ok(OnMap::Point(..))));
    assert!(matches!(OnMap::parse("-0.5,-0.25"), Ok(OnMap::Point(..))));
    assert!(matches!(
        OnMap::parse("https://www.openstreetmap.org/way/1"),
        Ok(OnMap::Address(_))
    ));
    for bad in [
        "",
        "91, 0",
        "0, 181",
        "NaN, 0",
        "inf 0",
        "51.1",
        "javascript:alert(1)",
        "http://example.org",
    ] {
        assert!(OnMap::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_kind_has_an_address_of_letters() {
    for (name, slug) in [
        ("Talk", "talk"),
        ("Under 5s’ café", "under-s-cafe"),
        ("2026", ""),
        ("Music & dance", "music-and-dance"),
    ] {
        let made = event_type_slug(name);
        assert_eq!(made.is_empty(), slug.is_empty(), "{name}");
        assert!(
            made.split('-')
                .all(|w| w.bytes().all(|b| b.is_ascii_lowercase())),
            "{made}"
        );
    }
    assert!(event_type("2026").is_err() && event_type(" ").is_err());
    assert_eq!(event_type("Talk").expect("a name").as_str(), "Talk");
}

proptest! {
    #[test]
    fn a_kind_s_address_is_what_the_database_asks(name in ".{0,80}") {
        let slug = event_type_slug(&name);
        prop_assert!(slug.is_empty() || (slug.starts_with(|c: char| c.is_ascii_lowercase())
            && slug.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }

    #[test]
    fn anything_at_all_is_read_as_a_map(typed in ".{0,60}", north in -90.0..90.0_f64, east in -180.0..180.0_f64) {
        if let Ok(map) = OnMap::parse(&typed) {
            prop_assert!(map.href().starts_with("https://"));
        }
        prop_assert_eq!(OnMap::parse(&OnMap::Point(north, east).typed()), Ok(OnMap::Point(north, east)));
    }
}
