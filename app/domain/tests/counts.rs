//! How many events stand behind a choice.

mod common;

use common::day;
use domain::counts::{Count, Counts};

fn alike(rows: &[(&[&str], u32)]) -> Vec<(Vec<String>, u32)> {
    rows.iter()
        .map(|(keys, dates)| (keys.iter().map(|key| (*key).to_owned()).collect(), *dates))
        .collect()
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

fn parish() -> Vec<(Vec<String>, u32)> {
    alike(&[
        (&["type:talk", "village:groombridge", "venue:1", "free"], 4),
        (&["type:talk", "village:withyham"], 2),
        (&["type:music", "village:groombridge", "venue:2"], 3),
        (&["type:music", "village:withyham", "free"], 1),
    ])
}

#[test]
fn a_choice_is_counted_with_the_others_that_are_made() {
    for (asked, key, dates) in [
        (&[][..], "type:talk", 6),
        (&[], "free", 5),
        (&[], "type:quiz", 0),
        // Another type would take the place of the one that is asked for.
        (&["type:talk"], "type:music", 4),
        (&["type:talk"], "type:talk", 6),
        (&["type:talk"], "free", 4),
        (&["type:talk"], "village:withyham", 2),
        // A venue takes the place of a village.
        (&["village:groombridge"], "venue:1", 4),
        (&["village:groombridge"], "village:withyham", 3),
        (&["type:talk", "free"], "type:music", 1),
        (&["type:talk", "free"], "village:groombridge", 4),
        (&["type:music", "free"], "village:groombridge", 0),
    ] {
        let counts = Counts::new(&parish(), &keys(asked), vec![], None, None);
        assert_eq!(counts.met(), None);
        assert_eq!(
            counts.with(key),
            Some(Count::Exactly(dates)),
            "{asked:?} {key}"
        );
    }
}

#[test]
fn what_was_not_read_is_not_told() {
    let many = alike(&[(&["type:talk"], 100), (&["type:music"], 99)]);
    let counts = |read_to, last| Counts::new(&many, &[], vec![], read_to, last);
    let read_to = Some(day("2026-12-05"));
    assert_eq!(counts(None, None).with("type:talk"), Some(Count::More));
    assert_eq!(
        counts(None, None).with("type:music"),
        Some(Count::Exactly(99))
    );
    assert_eq!(counts(read_to, None).with("type:talk"), Some(Count::More));
    assert_eq!(counts(read_to, None).with("type:music"), None);
    assert_eq!(counts(read_to, read_to).with("type:quiz"), None);
    let before = Some(day("2026-12-04"));
    assert_eq!(
        counts(read_to, before).with("type:quiz"),
        Some(Count::Exactly(0))
    );
}

#[test]
fn what_is_seldom_met_is_known() {
    let read_to = Some(day("2026-12-05"));
    let counts = Counts::new(
        &parish(),
        &keys(&["free", "type:talk"]),
        vec![],
        read_to,
        None,
    );
    assert_eq!(counts.met(), Some(4));
    assert_eq!(counts.crowded(day("2026-12-04")), Some(2));
}

#[test]
fn days_are_counted_as_far_as_they_were_read() {
    let daily = [("2026-12-03", 1), ("2026-12-04", 2), ("2026-12-06", 4)];
    let daily = daily.map(|(on, dates)| (day(on), dates)).to_vec();
    let read_to = Some(day("2026-12-06"));
    let counts = Counts::new(&[], &[], daily, read_to, None);
    let between = |from: &str, to: &str| counts.between(Some(day(from)), day(to));
    assert_eq!(between("2026-12-04", "2026-12-05"), Some(Count::Exactly(2)));
    assert_eq!(
        counts.between(None, day("2026-12-04")),
        Some(Count::Exactly(3))
    );
    assert_eq!(between("2026-12-05", "2026-12-06"), None);
}

#[test]
fn a_count_is_told_in_figures_and_in_words() {
    for (count, figure, words) in [
        (Count::Exactly(0), "0", "no events"),
        (Count::Exactly(1), "1", "1 event"),
        (Count::Exactly(99), "99", "99 events"),
        (Count::More, "99+", "more than 99 events"),
    ] {
        assert_eq!(
            (count.figure(), count.words()),
            (figure.to_owned(), words.to_owned())
        );
    }
}
