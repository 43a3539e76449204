//! What is odd about how a form was filled in.

mod common;

use chrono::TimeDelta;
use domain::event::EventDetails;
use domain::signs::{FASTEST, Sign, letters, look_like_spam, of_form};

fn quiz(fields: &[(&str, &str)]) -> EventDetails {
    common::sent(&common::with(fields)).expect("a form").details
}

#[test]
fn one_sign_is_a_quick_person_and_two_look_like_spam() {
    assert!(!look_like_spam(&[]));
    for sign in [Sign::TooFast, Sign::SameWords, Sign::ManyLinks] {
        assert!(!look_like_spam(&[sign]), "{sign:?}");
    }
    assert!(look_like_spam(&[Sign::TooFast, Sign::ManyLinks]));
    assert!(look_like_spam(&[Sign::HiddenBox]));
}

#[test]
fn every_sign_is_read_as_it_was_stored_and_bears_on_the_standard_of_spam() {
    for sign in Sign::ALL {
        assert_eq!(Sign::parse(sign.as_str()), Some(sign));
        if let Some(hint) = sign.hint() {
            assert_eq!(hint.kind.standard(), "commercial");
            assert_eq!(hint.kind.as_str(), sign.as_str());
        }
    }
    assert_eq!(Sign::parse("odd"), None);
}

#[test]
fn a_form_is_odd_only_for_what_it_shows() {
    let quiz = quiz(&[]);
    let minutes = TimeDelta::minutes(3);
    assert_eq!(of_form(false, minutes, &quiz), []);
    assert_eq!(of_form(true, minutes, &quiz), [Sign::HiddenBox]);
    assert_eq!(of_form(false, FASTEST, &quiz), []);
    let faster = FASTEST - TimeDelta::milliseconds(1);
    assert_eq!(of_form(false, faster, &quiz), [Sign::TooFast]);
}

#[test]
fn words_are_the_same_whatever_their_figures_signs_and_capitals() {
    let again = quiz(&[("title", "QUIZ  night 17!!")]);
    let quiz = quiz(&[]);
    assert_eq!(letters(&quiz), letters(&again));
}
