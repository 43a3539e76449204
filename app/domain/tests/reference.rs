//! References, as they are made and as they are said.

use std::collections::HashSet;

use domain::reference::Reference;
use proptest::prelude::*;

#[test]
fn a_reference_is_read_as_people_say_it() {
    let reference = Reference::parse("WO-7K4P").unwrap();
    for typed in [
        "wo-7k4p",
        "WO7K4P",
        "wo 7k 4p",
        " WO–7K4P ",
        "7k4p",
        "W O - 7 K 4 P",
    ] {
        assert_eq!(Reference::parse(typed).as_ref(), Ok(&reference), "{typed}");
    }
    assert_eq!(reference.to_string(), "WO-7K4P");
    assert_eq!(reference.code(), "7K4P");
    assert_eq!(Reference::parse("WO-SZBP").unwrap().to_string(), "WO-528P");
}

#[test]
fn what_is_no_reference_is_refused() {
    for typed in [
        "",
        "WO-",
        "WO-7K4",
        "WO-7K4P22",
        "WO-7K4O",
        "WO-AEIU",
        "WO-7K4½",
        "../7K4P/../..",
    ] {
        assert!(Reference::parse(typed).is_err(), "{typed}");
    }
}

#[test]
fn every_random_number_below_the_count_has_its_own() {
    let all: HashSet<Reference> = (0..25_u32.pow(4)).map(Reference::from_random).collect();
    assert_eq!(all.len(), 390_625);
}

proptest! {
    #[test]
    fn what_is_made_is_read_back(random: u32) {
        for reference in [Reference::from_random(random), Reference::longer(random)] {
            let said = reference.to_string();
            prop_assert_eq!(Reference::parse(&said), Ok(reference.clone()));
            prop_assert!(!said[3..].contains(['0', 'O', '1', 'I', 'L', 'U', 'S', 'Z', 'B']));
            let json = serde_json::to_string(&reference).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reference>(&json).unwrap(), reference);
        }
    }

    #[test]
    fn nothing_typed_is_too_much(text: String) {
        let _ = Reference::parse(&text);
    }
}
