//! The chain of the audit log.

mod common;

use common::instant;
use domain::audit::{Broken, Entry, Fault, GENESIS, Head, canonical_json, hash, verify};
use proptest::prelude::*;
use serde_json::{Value, json};

fn entry(seq: i64) -> Entry {
    Entry {
        seq,
        at: instant("2026-11-22T10:00:00.123456Z"),
        actor: "staff:1".to_owned(),
        action: "submission.listed".to_owned(),
        subject: "WO-7K4P".to_owned(),
        data: json!({ "before": "waiting", "after": "listed" }),
    }
}

fn log(length: i64) -> Vec<(Entry, [u8; 32], [u8; 32])> {
    let mut prev = GENESIS;
    (1..=length)
        .map(|seq| {
            let (entry, before) = (entry(seq), prev);
            prev = hash(&before, &entry);
            (entry, before, prev)
        })
        .collect()
}

#[test]
fn the_hash_never_changes() {
    let hex = hash(&GENESIS, &entry(1))
        .map(|byte| format!("{byte:02x}"))
        .concat();
    // Worked out from the documented bytes by another program.
    assert_eq!(
        hex,
        "def8ba5aecc5301177b49eb3c5f6f31a45dc8640e2ea86a6b225046987a3672e"
    );
}

#[test]
fn a_whole_log_holds() {
    let log = log(5);
    let last = log[4].2;
    assert_eq!(verify(log), Ok(Head { seq: 5, hash: last }));
    assert_eq!(verify([]), Ok(Head::EMPTY));
}

#[test]
fn places_may_be_left_out_but_not_turn_back() {
    let first = entry(3);
    let first_hash = hash(&GENESIS, &first);
    let second = entry(2);
    let second_hash = hash(&first_hash, &second);
    let log = [
        (first, GENESIS, first_hash),
        (second, first_hash, second_hash),
    ];
    assert_eq!(
        verify(log),
        Err(Broken {
            seq: 2,
            what: Fault::OutOfOrder
        })
    );
}

#[test]
fn an_edit_of_any_part_shows() {
    let edits: [fn(&mut Entry); 6] = [
        |e| e.at += chrono::TimeDelta::microseconds(1),
        |e| e.actor.push('x'),
        |e| e.action.push('x'),
        |e| e.subject.push('x'),
        |e| e.data["after"] = json!("refused"),
        |e| e.data = Value::Null,
    ];
    for edit in edits {
        let mut log = log(5);
        edit(&mut log[2].0);
        assert_eq!(
            verify(log),
            Err(Broken {
                seq: 3,
                what: Fault::Altered
            })
        );
    }
}

#[test]
fn a_removal_and_a_new_order_show() {
    let mut removed = log(5);
    removed.remove(2);
    assert_eq!(
        verify(removed),
        Err(Broken {
            seq: 4,
            what: Fault::DoesNotFollow
        })
    );
    let mut swapped = log(5);
    swapped.swap(2, 3);
    assert!(verify(swapped).is_err());
    let mut beheaded = log(5);
    beheaded.remove(0);
    assert!(verify(beheaded).is_err());
}

#[test]
fn the_order_of_keys_does_not_matter_and_their_place_does() {
    let one: Value = serde_json::from_str(r#"{"b":1,"a":{"d":[1,"x\n"],"c":null}}"#).unwrap();
    assert_eq!(
        canonical_json(&one),
        r#"{"a":{"c":null,"d":[1,"x\n"]},"b":1}"#
    );
}

proptest! {
    #[test]
    fn words_cannot_slip_from_one_field_to_the_next(a in ".{0,8}", b in ".{0,8}", c in ".{0,8}", d in ".{0,8}") {
        let named = |actor: &str, action: &str| Entry { actor: actor.to_owned(), action: action.to_owned(), ..entry(1) };
        let same = (&a, &b) == (&c, &d);
        prop_assert_eq!(hash(&GENESIS, &named(&a, &b)) == hash(&GENESIS, &named(&c, &d)), same);
    }
}
