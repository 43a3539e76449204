//! The life of a submission and the forms that move it.

mod common;

use common::{pairs, told};
use domain::decision::{
    Address, Decision, DecisionAnswers, Ground, MOVES, Move, NoSuchMove, Outcome, Removal, Reply,
    State, TakeDownAnswers, Verdict, Vouch, parse_note,
};
use domain::form::{FormErrors, Tampered};
use domain::standards::Standard;

fn standards() -> Vec<Standard> {
    let standard = |key: &str, name: &str| Standard {
        key: key.to_owned(),
        name: name.to_owned(),
        clauses: Vec::new(),
        guidance: String::new(),
    };
    vec![
        standard("relevant", "Suitable and relevant to residents"),
        standard("personal", "No personal information"),
    ]
}

fn decide(fields: &[(&str, &str)]) -> Result<Decision, FormErrors> {
    DecisionAnswers::from_pairs(pairs(fields))
        .unwrap()
        .parse(&standards(), Address::Vouched)
}

const ALL_MET: [(&str, &str); 2] = [
    ("standard-relevant", "meets"),
    ("standard-personal", "meets"),
];
const ONE_UNMET: [(&str, &str); 2] = [
    ("standard-relevant", "meets"),
    ("standard-personal", "fails"),
];

#[test]
fn only_the_moves_of_the_table_exist() {
    for from in State::ALL {
        for by in Move::ALL {
            let told = MOVES
                .iter()
                .find(|(f, m, _)| (*f, *m) == (from, by))
                .map(|(_, _, to)| *to);
            assert_eq!(from.after(by), told.ok_or(NoSuchMove { from, by }));
        }
    }
    assert_eq!(MOVES.len(), 11);
}

#[test]
fn what_is_withdrawn_or_taken_down_stays_so() {
    for end in [State::Withdrawn, State::TakenDown] {
        assert!(Move::ALL.into_iter().all(|by| end.after(by).is_err()));
    }
}

#[test]
fn stored_words_are_read_back() {
    for state in State::ALL {
        assert_eq!(State::parse(state.as_str()), Some(state));
    }
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::parse(verdict.as_str()), Some(verdict));
    }
}

#[test]
fn listing_needs_every_standard_met() {
    let decision =
        decide(&[&ALL_MET[..], &[("decision", "list"), ("version", "3")]].concat()).unwrap();
    assert_eq!(decision.outcome, Outcome::List { unconfirmed: None });
    assert_eq!(decision.outcome.by(), Move::List);
    assert_eq!(decision.checklist.0.len(), 2);

    let errors = decide(&[("decision", "list"), ("standard-personal", "fails")]).unwrap_err();
    assert_eq!(
        told(&errors),
        [
            "standard-relevant: Answer “Suitable and relevant to residents”",
            "standard-personal: Every standard must be met to list the event. “No personal information” is marked as \
             not met",
        ]
    );
}

#[test]
fn asking_for_changes_needs_a_message() {
    let errors = decide(
        &[
            &ONE_UNMET[..],
            &[("decision", "changes"), ("message", " \n")],
        ]
        .concat(),
    )
    .unwrap_err();
    assert_eq!(
        told(&errors),
        ["message: Write what the sender should change"]
    );
    let asked = [
        &ONE_UNMET[..],
        &[
            ("decision", "changes"),
            ("message", "Take out\r\nthe number"),
        ],
    ]
    .concat();
    let message = "Take out\nthe number".to_owned();
    assert_eq!(
        decide(&asked).unwrap().outcome,
        Outcome::AskForChanges {
            unmet: vec!["personal".to_owned()],
            message
        }
    );
}

#[test]
fn refusing_needs_a_ground_and_a_choice_of_reply() {
    let errors = decide(&[&ALL_MET[..], &[("decision", "refuse")]].concat()).unwrap_err();
    assert_eq!(
        told(&errors),
        [
            "ground: Mark the standard that is not met, or select “The nature of the event”",
            "reply: Select what the sender hears",
        ]
    );
    let by_nature = decide(&[
        ("decision", "refuse"),
        ("ground", "nature"),
        ("reply", "none"),
    ])
    .unwrap();
    assert_eq!(
        by_nature.outcome,
        Outcome::Refuse {
            ground: Ground::Nature,
            unmet: vec![],
            reply: Reply::None
        }
    );
    let by_standard = decide(
        &[
            &ONE_UNMET[..],
            &[("decision", "refuse"), ("reply", "policy")],
        ]
        .concat(),
    )
    .unwrap();
    let unmet = vec!["personal".to_owned()];
    let reply = Reply::PolicyNotice;
    assert_eq!(
        by_standard.outcome,
        Outcome::Refuse {
            ground: Ground::Standards,
            unmet,
            reply
        }
    );
}

#[test]
fn a_brief_reply_has_words() {
    let brief = |message| {
        decide(
            &[
                &ONE_UNMET[..],
                &[
                    ("decision", "refuse"),
                    ("reply", "brief"),
                    ("message", message),
                ],
            ]
            .concat(),
        )
    };
    assert_eq!(
        told(&brief("").unwrap_err()),
        ["message: Write the brief reply to the sender"]
    );
    assert!(
        matches!(brief("No").unwrap().outcome, Outcome::Refuse { reply: Reply::Brief(words), .. } if words == "No")
    );
    let long = "x".repeat(4001);
    assert_eq!(
        told(&brief(&long).unwrap_err()),
        ["message: Message must be 4,000 characters or less. It is 1 character too long"]
    );
}

#[test]
fn spam_needs_nothing_more() {
    assert_eq!(
        decide(&[("decision", "spam"), ("note", "Seen before")])
            .unwrap()
            .note
            .as_deref(),
        Some("Seen before")
    );
}

#[test]
fn answers_to_another_checklist_are_asked_again() {
    let errors = decide(
        &[
            &ALL_MET[..],
            &[("standard-tasteful", "meets"), ("decision", "list")],
        ]
        .concat(),
    )
    .unwrap_err();
    assert!(
        errors
            .of("standard-relevant")
            .unwrap()
            .starts_with("The standards have changed")
    );
    assert_eq!(
        told(&decide(&ALL_MET).unwrap_err()),
        ["decision: Select what you decide"]
    );
}

#[test]
fn other_fields_are_refused() {
    let refused = DecisionAnswers::from_pairs(pairs(&[("state", "listed")]));
    assert_eq!(refused, Err(Tampered::Unknown("state".to_owned())));
    let twice = DecisionAnswers::from_pairs(pairs(&[("decision", "list"), ("decision", "refuse")]));
    assert_eq!(twice, Err(Tampered::Twice("decision".to_owned())));
    assert_eq!(
        DecisionAnswers::from_pairs(pairs(&[("version", "7")]))
            .unwrap()
            .read_at(),
        Some(7)
    );
}

#[test]
fn taking_down_needs_a_reason() {
    let take_down =
        |fields: &[(&str, &str)]| TakeDownAnswers::from_pairs(pairs(fields)).unwrap().parse();
    assert_eq!(
        told(&take_down(&[]).unwrap_err()),
        [
            "why: Select what kind of reason it is",
            "reason: Enter the reason for taking it down"
        ]
    );
    assert!(take_down(&[("why", "bored"), ("reason", "Dull")]).is_err());
    let done = take_down(&[
        ("why", "complaint"),
        ("reason", "A complaint"),
        ("notice", "yes"),
        ("version", "2"),
    ])
    .unwrap();
    assert_eq!(
        (done.why, done.reason.as_str(), done.notice, done.message),
        (Removal::Complaint, "A complaint", true, None)
    );
}

#[test]
fn listing_without_a_confirmed_address_needs_a_reason() {
    let decide = |more: &[(&str, &str)]| {
        let fields = [&ALL_MET[..], &[("decision", "list")], more].concat();
        DecisionAnswers::from_pairs(pairs(&fields))
            .unwrap()
            .parse(&standards(), Address::Unconfirmed)
    };
    assert_eq!(
        told(&decide(&[]).unwrap_err()),
        ["vouch: Select why it can be listed although the email address is not confirmed"]
    );
    assert_eq!(
        told(&decide(&[("vouch", "noted")]).unwrap_err()),
        ["note: Write the reason in the note for staff"]
    );
    for (fields, vouch) in [
        (vec![("vouch", "known")], Vouch::Known),
        (vec![("vouch", "spoken")], Vouch::Spoken),
        (
            vec![("vouch", "noted"), ("note", "Came with a letter")],
            Vouch::Noted,
        ),
    ] {
        let outcome = decide(&fields).unwrap().outcome;
        assert_eq!(
            outcome,
            Outcome::List {
                unconfirmed: Some(vouch)
            }
        );
        assert_eq!(Vouch::parse(vouch.as_str()), Some(vouch));
    }
}

#[test]
fn an_edit_of_a_listed_event_is_decided_and_the_event_stays_listed() {
    for by in [Move::List, Move::AskForChanges, Move::Refuse] {
        assert_eq!(State::Listed.after_decision(true, by), Ok(State::Listed));
        assert!(State::Listed.after_decision(false, by).is_err());
    }
    assert!(State::Listed.after_decision(true, Move::MarkSpam).is_err());
    assert_eq!(
        State::Listed.after_decision(true, Move::TakeDown),
        Ok(State::TakenDown)
    );
    for from in State::ALL.into_iter().filter(|from| *from != State::Listed) {
        for by in Move::ALL {
            assert_eq!(from.after_decision(true, by), from.after(by));
        }
    }
}

#[test]
fn a_note_has_words_and_an_end() {
    assert_eq!(
        parse_note(" Rang her.\r\nShe agrees. ").unwrap(),
        "Rang her.\nShe agrees."
    );
    assert_eq!(
        told(&parse_note(" \n").unwrap_err()),
        ["words: Write the note"]
    );
    assert!(parse_note(&"a".repeat(4_001)).is_err());
}
