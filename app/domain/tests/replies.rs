//! Replies that are ready to use.

mod common;

use common::{pairs, told};
use domain::passages::{Letters, Passage, PassageAnswers};
use domain::replies::{
    Placeholder, Purpose, ReplyAnswers, Template, TemplateProblem, Values, below,
    known_placeholders,
};
use proptest::prelude::*;

fn values() -> Values {
    Values {
        name: "Pat".to_owned(),
        title: "Quiz {name} night".to_owned(),
        reference: "WO-7K4P".to_owned(),
        dates: "5 December".to_owned(),
        council: "The council".to_owned(),
        office_email: "office@example.org".to_owned(),
        office_telephone: "01632 960123".to_owned(),
        ..Values::default()
    }
}

fn filled(words: &str) -> String {
    Template::parse(words).unwrap().fill(&values())
}

#[test]
fn places_are_filled_in_however_they_are_typed() {
    for (words, reads) in [
        ("", ""),
        ("Plain words.", "Plain words."),
        ("{name}", "Pat"),
        ("Dear { NAME }, {reference}.", "Dear Pat, WO-7K4P."),
        (
            "{office   email} · {Office Telephone}",
            "office@example.org · 01632 960123",
        ),
        ("{name}{name}", "PatPat"),
        ("a } alone", "a } alone"),
    ] {
        assert_eq!(filled(words), reads, "{words}");
    }
}

#[test]
fn what_is_filled_in_is_never_read_again() {
    assert_eq!(filled("“{title}” by {name}"), "“Quiz {name} night” by Pat");
}

#[test]
fn what_a_case_has_not_reads_well_all_the_same() {
    assert_eq!(
        filled("{group}, {standards}"),
        "your group, the council’s standards for events"
    );
}

#[test]
fn a_place_that_is_not_known_is_an_error_that_names_those_that_are() {
    assert_eq!(
        Template::parse("Hello {nmae}"),
        Err(TemplateProblem::Unknown("nmae".to_owned()))
    );
    for open in ["{name", "{ {name}", "{{name}}", "a { b"] {
        assert_eq!(
            Template::parse(open),
            Err(TemplateProblem::NotClosed),
            "{open}"
        );
    }
    let answers = [
        ("purpose", "changes"),
        ("name", "Date"),
        ("words", "Hello {nmae}"),
    ];
    let errors = ReplyAnswers::from_pairs(pairs(&answers)).unwrap().parse();
    let errors = told(&errors.unwrap_err()).join("\n");
    for placeholder in Placeholder::ALL {
        assert!(
            errors.contains(&format!("{{{}}}", placeholder.label())),
            "{errors}"
        );
    }
}

#[test]
fn every_place_is_known_by_its_own_words() {
    assert_eq!(
        filled(&known_placeholders()).matches('{').count(),
        1,
        "the title's own"
    );
}

#[test]
fn all_that_is_wrong_with_a_reply_is_told_at_once() {
    let errors = ReplyAnswers::default().parse().unwrap_err();
    assert_eq!(
        told(&errors),
        [
            "purpose: Select what the words are for",
            "name: Enter a name to pick it by",
            "words: Enter the words to the sender",
        ]
    );
    assert!(ReplyAnswers::from_pairs(pairs(&[("other", "")])).is_err());
    assert!(ReplyAnswers::from_pairs(pairs(&[("name", ""), ("name", "")])).is_err());
}

#[test]
fn purposes_are_read_as_they_are_written() {
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::parse(purpose.as_str()), Some(purpose));
    }
    assert_eq!(Purpose::parse("praise"), None);
}

#[test]
fn ready_words_stand_below_what_was_typed() {
    assert_eq!(below("", "Ready."), "Ready.");
    assert_eq!(below("  \n", "Ready."), "Ready.");
    assert_eq!(below("Typed. \n", "Ready."), "Typed.\n\nReady.");
}

proptest! {
    #[test]
    fn words_without_braces_come_back_as_they_were(words in "[^{}]{0,80}") {
        prop_assert_eq!(filled(&words), words);
    }

    #[test]
    fn nothing_that_is_typed_breaks_it(words in ".{0,80}", name in ".{0,20}") {
        let values = Values { name: name.clone(), ..Values::default() };
        if let Ok(template) = Template::parse(&format!("{words}{{name}}")) {
            prop_assert!(template.fill(&values).ends_with(&name));
        }
    }
}

#[test]
fn every_passage_of_a_letter_that_the_software_comes_with_can_be_filled_in() {
    let letters = Letters::default();
    for passage in Passage::ALL {
        let filled = letters.fill(passage, &Values::default());
        assert!(!filled.contains('{'), "{filled}");
        assert_eq!(Passage::parse(passage.as_str()), Some(passage));
        let plain = passage.original().to_lowercase();
        assert!(
            !plain.contains("please") && !plain.contains("sorry"),
            "{plain}"
        );
        let words = passage.original().to_owned();
        assert_eq!(
            PassageAnswers {
                words: words.clone()
            }
            .parse(),
            Ok(words)
        );
    }
}

#[test]
fn a_passage_in_other_words_is_filled_in_and_all_others_stay() {
    let letters = Letters::from_iter([(Passage::Refused, "No to “{title}”.".to_owned())]);
    let values = Values {
        title: "{name}".to_owned(),
        ..Values::default()
    };
    assert_eq!(letters.fill(Passage::Refused, &values), "No to “{name}”.");
    assert!(letters.is_changed(Passage::Refused));
    assert!(!letters.is_changed(Passage::Changes));
    assert_eq!(letters.words(Passage::Changes), Passage::Changes.original());
}
