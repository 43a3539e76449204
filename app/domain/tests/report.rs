//! What a report must hold.

use domain::report::{Kind, ReportAnswers, WORDS_LIMIT, outcome};

const KEY: &str = "6f1b0a3e-7f0e-4a54-9a0c-0d6c2f6a1b2c";

fn answers(kind: &str, words: &str, email: &str) -> ReportAnswers {
    ReportAnswers {
        key: KEY.to_owned(),
        kind: kind.to_owned(),
        words: words.to_owned(),
        name: String::new(),
        email: email.to_owned(),
    }
}

#[test]
fn every_kind_reads_as_it_is_written() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        assert!(!kind.label().is_empty());
    }
    assert_eq!(Kind::parse("rude"), None);
}

#[test]
fn a_name_and_an_address_are_optional_and_everything_wrong_is_told_at_once() {
    let report = answers("wrong", "It is at 10am, not 10pm.", "").parse();
    let report = report.expect("a report");
    assert_eq!((report.name, report.email), (None, None));
    let wrong = ReportAnswers {
        name: "<b>".repeat(90),
        ..answers("", " ", "ann")
    };
    let errors = wrong.parse().expect_err("problems");
    assert_eq!(errors.of("kind"), Some("Choose what is wrong"));
    assert_eq!(
        errors.of("words"),
        Some("Enter what is wrong, in a sentence or two")
    );
    assert_eq!(
        errors.of("email"),
        Some("Enter an email address like name@example.org")
    );
    assert!(errors.of("name").is_some());
    let long = answers("wrong", &"a".repeat(WORDS_LIMIT + 1), "").parse();
    assert_eq!(
        long.expect_err("too long").of("words"),
        Some("What you tell us must be 2,000 characters or less. It is 1 character too long")
    );
}

#[test]
fn what_was_done_is_always_said() {
    assert_eq!(
        outcome("  The time is put right. "),
        Ok("The time is put right.".to_owned())
    );
    assert!(outcome(" \n ").is_err());
}
