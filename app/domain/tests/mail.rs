//! The table of every mail in `docs/mail.md` is whole, and says what the code does.

use std::collections::BTreeMap;

use domain::{limits::RateLimit, message::Kind};

/// The cells of each row, by the kind in its first.
fn rows() -> BTreeMap<String, Vec<String>> {
    let rows = include_str!("../../../docs/mail.md")
        .lines()
        .filter(|line| line.starts_with("| `"));
    let cells = rows.map(|line| {
        let cells = line.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().to_owned()).collect()
    });
    cells
        .map(|cells: Vec<String>| (cells[0].trim_matches('`').to_owned(), cells))
        .collect()
}

#[test]
fn every_kind_of_mail_has_a_row_and_every_row_a_kind() {
    let rows = rows();
    let missing: Vec<_> = Kind::ALL
        .into_iter()
        .filter(|kind| !rows.contains_key(kind.as_str()))
        .collect();
    assert!(missing.is_empty(), "add to docs/mail.md: {missing:?}");
    for (kind, cells) in rows {
        assert!(Kind::parse(&kind).is_some(), "{kind} is no kind");
        assert_eq!(cells.len(), 6, "{kind}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{kind}");
    }
}

#[test]
fn what_goes_to_an_address_that_nobody_confirmed_has_no_words_of_a_stranger_and_its_limits() {
    for (kind, cells) in rows() {
        let [_, _, _, to, words, limits] = &cells[..] else {
            panic!("{kind}")
        };
        let asks = Kind::parse(&kind).is_some_and(Kind::asks_to_confirm);
        assert_eq!(to.contains("any address"), asks, "{kind}: {to}");
        if asks {
            assert_eq!(words, "none", "{kind}");
            for limit in [
                RateLimit::MailTo,
                RateLimit::MailFrom,
                RateLimit::MailOverall,
            ] {
                let number = format!("**{}**", limit.most());
                assert!(limits.contains(&number), "{kind}: {number} in {limits}");
            }
        }
    }
}
