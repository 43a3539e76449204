//! The council's words, guidance notes, and blocks of senders.

mod common;

use common::{day, pairs, told};
use domain::{
    audit,
    block::{BlockAnswers, BlockKind},
    form::DateAnswers,
    settings::{CouncilAnswers, guidance},
};

const COUNCIL: [(&str, &str); 9] = [
    ("council", "Withyham Parish Council"),
    ("places", "Groombridge and Withyham"),
    ("office-email", "office@Example.org"),
    ("office-telephone", "01632 960123"),
    ("office-address", "The Parish Office"),
    ("website", "www.example.org"),
    ("policy-url", ""),
    ("reply-time", "3 working days"),
    ("waiting-days", " 5 "),
];

#[test]
fn the_council_s_words_are_parsed() {
    let settings = CouncilAnswers::from_pairs(pairs(&COUNCIL))
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(settings.office_email.as_str(), "office@example.org");
    assert_eq!(settings.website.as_str(), "https://www.example.org/");
    assert_eq!(
        (
            settings.policy_url,
            settings.waiting_days,
            settings.hold_messages
        ),
        (None, 5, false)
    );
}

#[test]
fn all_that_is_wrong_with_them_is_told_at_once() {
    let errors = told(&CouncilAnswers::default().parse().unwrap_err());
    assert_eq!(errors.len(), 8, "{errors:?}");
    for (field, value) in [
        ("office-email", "office"),
        ("office-email", "a@example.org\r\nBcc: b@example.org"),
        ("office-telephone", "ring us"),
        ("website", "javascript:alert(1)"),
        ("policy-url", "data:text/html,x"),
        ("waiting-days", "0"),
        ("waiting-days", "61"),
        ("waiting-days", "three"),
        ("places", "\u{202e}"),
    ] {
        let mut fields = pairs(&COUNCIL);
        let at = fields.iter().position(|(name, _)| name == field).unwrap();
        fields[at].1 = value.to_owned();
        let errors = CouncilAnswers::from_pairs(fields)
            .unwrap()
            .parse()
            .unwrap_err();
        assert_eq!(errors.0.len(), 1, "{field} {value}");
        assert_eq!(errors.0[0].field, field);
    }
    assert!(CouncilAnswers::from_pairs(pairs(&[("id", "1")])).is_err());
}

#[test]
fn a_guidance_note_may_be_empty_but_not_endless() {
    assert_eq!(guidance(" \r\n ").unwrap(), "");
    assert_eq!(guidance(" Look\r\nclosely. ").unwrap(), "Look\nclosely.");
    assert!(guidance(&"x".repeat(4001)).is_err());
}

fn block(email: &str, group: &str, reason: &str, review: Option<&str>) -> BlockAnswers {
    BlockAnswers {
        email: email.to_owned(),
        group: group.to_owned(),
        reason: reason.to_owned(),
        review: review.map(day).map(DateAnswers::of).unwrap_or_default(),
    }
}

#[test]
fn a_block_needs_a_sender_a_reason_and_a_day_to_look_again() {
    let (today, both) = (day("2026-11-22"), [BlockKind::Email, BlockKind::Group]);
    let new = block("yes", "", "Four times.", Some("2027-05-22"))
        .parse(today, &both)
        .unwrap();
    assert_eq!(new.kinds, [BlockKind::Email]);
    assert_eq!(
        told(&block("", "", "", None).parse(today, &both).unwrap_err()),
        [
            "email: Select what to block",
            "reason: Enter the reason for the block",
            "review-day: Enter the day to look again",
        ]
    );
    assert!(
        block("", "yes", "x", Some("2027-05-22"))
            .parse(today, &both[..1])
            .is_err(),
        "a sender of no group has none to block"
    );
    for (review, advice) in [
        ("2026-11-22", "must be in the future"),
        ("2028-11-23", "on or before 22 November 2028"),
    ] {
        let errors = block("yes", "", "x", Some(review))
            .parse(today, &both)
            .unwrap_err();
        assert!(errors.0[0].message.contains(advice), "{errors:?}");
    }
}

#[test]
fn kinds_of_blocks_are_read_as_they_are_written() {
    for kind in [BlockKind::Email, BlockKind::Group] {
        assert_eq!(BlockKind::parse(kind.as_str()), Some(kind));
    }
}

#[test]
fn entries_of_the_log_are_sentences() {
    for (action, sentence) in [
        ("submission listed", "Ann listed WO-7K4P"),
        ("event taken down", "Ann took WO-7K4P down"),
        ("sender blocked", "Ann blocked the sender of WO-7K4P"),
        ("policy adopted", "Ann adopted a version of the policy"),
        ("something new", "Ann: something new (WO-7K4P)"),
    ] {
        assert_eq!(audit::sentence("Ann", action, "WO-7K4P"), sentence);
    }
}

#[test]
fn a_seal_is_read_as_people_write_it_down() {
    let hash = [0xab; 32];
    assert_eq!(audit::read_hash(&"ab".repeat(32)), Some(hash));
    assert_eq!(audit::read_hash(&"ABAB abab\n".repeat(8)), Some(hash));
    for odd in [
        "",
        "ab",
        &"ab".repeat(33),
        &"ag".repeat(32),
        &"é".repeat(64),
    ] {
        assert_eq!(audit::read_hash(odd), None, "{odd}");
    }
}

#[test]
fn postcodes_are_first_halves() {
    let read = |typed: &str| {
        let mut fields = pairs(&COUNCIL);
        fields.push(("postcodes".to_owned(), typed.to_owned()));
        CouncilAnswers::from_pairs(fields).unwrap().parse()
    };
    for (typed, halves) in [
        ("", vec![]),
        ("tn3, TN6  tn7", vec!["TN3", "TN6", "TN7"]),
        ("EC1A;N1", vec!["EC1A", "N1"]),
    ] {
        assert_eq!(read(typed).unwrap().postcodes, halves, "{typed}");
    }
    for bad in [
        "TN3 9RH",
        "3TN",
        "TN",
        "TNX",
        "TN3%",
        "ABC1",
        &"TN3 TN4 ".repeat(20),
    ] {
        assert_eq!(told(&read(bad).unwrap_err()).len(), 1, "{bad}");
    }
}
