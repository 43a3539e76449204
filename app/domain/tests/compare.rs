//! What differs between two texts, told word by word, and of long texts no dearer than their length.

use domain::compare::{Piece, words};
use proptest::prelude::*;

/// The text before, and the text after, as the pieces tell them.
fn both(pieces: &[Piece]) -> (String, String) {
    let (mut before, mut after) = (String::new(), String::new());
    for piece in pieces {
        match piece {
            Piece::Same(run) => {
                before.push_str(run);
                after.push_str(run);
            }
            Piece::Removed(run) => before.push_str(run),
            Piece::Added(run) => after.push_str(run),
        }
    }
    (before, after)
}

#[test]
fn a_changed_word_is_told_before_the_word_that_takes_its_place() {
    let pieces = words("Tea and cake.", "Tea and squash.");
    assert_eq!(
        pieces,
        [
            Piece::Same("Tea and ".into()),
            Piece::Removed("cake.".into()),
            Piece::Added("squash.".into()),
        ]
    );
}

#[test]
fn of_a_long_text_the_sentence_that_differs_is_told_word_by_word() {
    let lines: Vec<String> = (0..290)
        .map(|n| format!("Line {n} of the notice. "))
        .collect();
    let long = lines.concat();
    let pieces = words(&long, &long.replace("Line 250 of the", "Line 250 of a"));
    assert!(pieces.contains(&Piece::Removed("the".into())));
    assert!(pieces.contains(&Piece::Added("a".into())));
}

#[test]
fn of_a_text_that_is_too_long_all_goes_and_all_comes() {
    let before = "Tea. ".repeat(2_000);
    let after = format!("{before}Cake.");
    assert_eq!(
        words(&before, &after),
        [Piece::Removed(before), Piece::Added(after)]
    );
}

proptest! {
    #[test]
    fn the_pieces_together_are_both_texts(
        before in "([ab.]{1,3}[ \n]){0,40}",
        after in "([ab.]{1,3}[ \n]){0,40}",
        times in prop_oneof![Just(1), Just(40)],
    ) {
        let (before, after) = (before.repeat(times), after.repeat(times));
        prop_assert_eq!(both(&words(&before, &after)), (before, after));
    }
}
