//! The policy's next version: its forms, its adoption, and how it differs.

mod common;

use chrono::NaiveDate;
use common::{day, instant, now, pairs, told};
use domain::{
    compare::{self, Fate, Piece},
    decision::DecisionAnswers,
    form::DateAnswers,
    policy::{
        AdoptionAnswers, AdoptionContext, ClauseAnswers, Draft, DraftClause, DraftStandard,
        StandardAnswers, VersionAnswers, new_key, next_review,
    },
    policy_roles::{PolicyRole, Roles},
    standards::{Clause, PolicyVersion, Standard},
};
use proptest::prelude::*;

fn version(id: i64) -> PolicyVersion {
    PolicyVersion {
        id,
        name: "October 2023".to_owned(),
        adopted: day("2023-10-01"),
        review_due: day("2026-10-01"),
        roles: Roles::default(),
        removal_sentence: "It was removed.".to_owned(),
    }
}

fn clause(id: i64, number: &str, text: &str) -> DraftClause {
    DraftClause {
        id,
        number: number.to_owned(),
        text: text.to_owned(),
    }
}

fn standard(key: &str, clauses: &[&str]) -> DraftStandard {
    DraftStandard {
        id: 1,
        key: key.to_owned(),
        name: format!("Be {key}"),
        guidance: String::new(),
        not_tolerated: false,
        clauses: clauses.iter().map(|number| (*number).to_owned()).collect(),
    }
}

fn draft(standards: Vec<DraftStandard>) -> Draft {
    Draft {
        version: version(2),
        clauses: vec![
            clause(7, "6.9", "Be civil."),
            clause(8, "6.10", "Be neutral."),
        ],
        standards,
    }
}

#[test]
fn a_draft_is_ready_when_every_standard_comes_from_a_clause() {
    assert_eq!(
        draft(vec![standard("civil", &["6.9"])]).unready(),
        Vec::<String>::new()
    );
    assert_eq!(draft(vec![]).unready().len(), 1);
    let unready = draft(vec![standard("civil", &[])]).unready();
    assert_eq!(unready, ["Select the clauses that “Be civil” comes from"]);
    assert_eq!(
        draft(vec![standard("civil", &["6.9"])])
            .resting_on("6.9")
            .len(),
        1
    );
    assert!(
        draft(vec![standard("civil", &["6.9"])])
            .resting_on("6.10")
            .is_empty()
    );
}

#[test]
fn a_key_is_made_of_a_name_and_never_used_for_another_standard() {
    for (name, key) in [
        ("No raffles", "no-raffles"),
        ("  1. Nothing £5 over, or such like", "nothing-over-or-such"),
        ("№ 1", "standard"),
        ("Žluť", "lu"),
    ] {
        assert_eq!(new_key(name, |_| false), key, "{name}");
    }
    assert_eq!(new_key("Civil", |key| key == "civil"), "civil-again");
}

#[test]
fn a_version_needs_a_name_of_its_own_and_a_review_after_its_adoption() {
    let answers = |fields: &[(&str, &str)]| VersionAnswers::from_pairs(pairs(fields)).unwrap();
    let good = [
        ("name", "December 2026"),
        ("adopted-day", "7"),
        ("adopted-month", "dec"),
        ("adopted-year", "2026"),
        ("review-day", "7"),
        ("review-month", "12"),
        ("review-year", "2029"),
        ("removal", "It was removed."),
    ];
    let details = answers(&good).parse(|_| false).unwrap();
    assert_eq!(
        (details.adopted, details.review_due),
        (day("2026-12-07"), day("2029-12-07"))
    );
    assert_eq!(
        told(&answers(&good).parse(|_| true).unwrap_err()),
        ["name: Another version has that name. Enter a different one"]
    );
    assert_eq!(
        told(&VersionAnswers::default().parse(|_| false).unwrap_err()),
        [
            "name: Enter the version’s name, for example December 2026",
            "adopted-day: Enter the day the council adopts it",
            "review-day: Enter the day its review is due",
            "removal: Enter the sentence for the page of an event that was taken down",
        ]
    );
    let backwards = VersionAnswers {
        review: DateAnswers::of(day("2026-12-07")),
        ..answers(&good)
    };
    assert_eq!(
        told(&backwards.parse(|_| false).unwrap_err()),
        ["review-day: The review must be due after the adoption"]
    );
}

#[test]
fn a_date_that_cannot_be_says_which_box_to_mend() {
    for ([day, month, year], told_of) in [
        (
            ["x", "12", "2026"],
            "adopted-day: Enter the day the council adopts it with a day from 1 to 31",
        ),
        (
            ["1", "", "2026"],
            "adopted-month: Enter the day the council adopts it with a month, for example 3 or March",
        ),
        (
            ["1", "12", "26x"],
            "adopted-year: Enter the day the council adopts it with a year of four digits",
        ),
        (
            ["31", "6", "2026"],
            "adopted-day: 31 June 2026 does not exist. Enter a different date",
        ),
    ] {
        let answers = VersionAnswers {
            adopted: DateAnswers {
                day: day.to_owned(),
                month: month.to_owned(),
                year: year.to_owned(),
            },
            ..VersionAnswers::of(&version(1))
        };
        assert_eq!(told(&answers.parse(|_| false).unwrap_err()), [told_of]);
    }
}

#[test]
fn a_clause_needs_a_number_of_its_own_and_its_text() {
    let answers = |number: &str, text: &str| ClauseAnswers {
        number: number.to_owned(),
        text: text.to_owned(),
    };
    let words = answers(" 6.9 ", "Be civil.\r\n• Kind")
        .parse(|_| false)
        .unwrap();
    assert_eq!(
        (words.number.as_str(), words.text.as_str()),
        ("6.9", "Be civil.\n• Kind")
    );
    assert_eq!(
        told(&answers("6.9", " ").parse(|_| true).unwrap_err()),
        [
            "number: There is a clause 6.9 already",
            "text: Enter the clause’s text, word for word",
        ]
    );
    assert!(answers(&"6".repeat(21), "x").parse(|_| false).is_err());
}

#[test]
fn a_standard_needs_what_it_asks_and_a_clause() {
    let clauses = draft(vec![]).clauses;
    let answers = StandardAnswers::from_pairs(pairs(&[
        ("name", "Be civil"),
        ("clause-8", "yes"),
        ("clause-7", "yes"),
        ("clause-99", "yes"),
        ("not-tolerated", "yes"),
    ]))
    .unwrap();
    let words = answers.parse(&clauses).unwrap();
    assert_eq!(words.clauses, ["6.9", "6.10"], "in the order of the policy");
    assert!(words.not_tolerated);
    assert_eq!(
        told(&StandardAnswers::default().parse(&clauses).unwrap_err()),
        [
            "name: Enter what the standard asks, in a few words",
            "clause-7: Select the clauses that the standard comes from",
        ]
    );
    let kept = StandardAnswers::of(&standard("civil", &["6.10"]), &clauses);
    assert_eq!(kept.clauses, [8]);
}

fn adopt(from: &str, date: Option<&str>, adopted: &str, newest: &str) -> Result<String, String> {
    let answers = AdoptionAnswers {
        from: from.to_owned(),
        day: date.map(day).map(DateAnswers::of).unwrap_or_default(),
    };
    let context = AdoptionContext {
        now: now(),
        adopted: day(adopted),
        newest: instant(newest),
    };
    answers
        .parse(context)
        .map(|from| from.to_rfc3339())
        .map_err(|errors| told(&errors).join("; "))
}

#[test]
fn a_version_is_in_force_at_once_or_from_the_first_moment_of_a_day() {
    let (today, long_ago) = ("2026-11-22", "2023-10-01T00:00:00Z");
    assert_eq!(
        adopt("now", None, today, long_ago).unwrap(),
        "2026-11-22T10:00:00+00:00"
    );
    assert_eq!(
        adopt("day", Some("2027-01-01"), today, long_ago).unwrap(),
        "2027-01-01T00:00:00+00:00"
    );
    assert_eq!(
        adopt("day", Some("2027-06-01"), today, long_ago).unwrap(),
        "2027-05-31T23:00:00+00:00",
        "on the parish's summer clock"
    );
    for (from, date, adopted, newest, advice) in [
        ("", None, today, long_ago, "Select from when"),
        ("day", None, today, long_ago, "Enter the day from which"),
        ("day", Some(today), today, long_ago, "must be in the future"),
        (
            "day",
            Some("2027-12-01"),
            today,
            long_ago,
            "on or before 22 November 2027",
        ),
        (
            "now",
            None,
            "2026-12-07",
            long_ago,
            "The council adopts it on 7 December 2026",
        ),
        (
            "day",
            Some("2026-12-06"),
            "2026-12-07",
            long_ago,
            "The council adopts it on 7 December 2026",
        ),
        (
            "now",
            None,
            today,
            "2027-01-01T00:00:00Z",
            "Another version comes into force on 1 January 2027",
        ),
    ] {
        let errors = adopt(from, date, adopted, newest).unwrap_err();
        assert!(errors.contains(advice), "{errors}");
    }
}

#[test]
fn a_review_is_due_three_years_on() {
    assert_eq!(next_review(day("2026-12-07")), day("2029-12-07"));
    assert_eq!(next_review(day("2024-02-29")), day("2027-02-28"));
}

#[test]
fn a_checklist_of_another_policy_is_not_decided_on() {
    let standards = draft(vec![standard("civil", &["6.9"])]).standards();
    let answers = |policy: &str, decision: &str| {
        let fields = [
            ("policy", policy),
            ("decision", decision),
            ("standard-civil", "meets"),
        ];
        DecisionAnswers::from_pairs(pairs(&fields))
            .unwrap()
            .of_another_policy(&version(2), &standards)
    };
    let errors = answers("1", "list").expect("it is of another version");
    assert_eq!(errors.0[0].field, "standard-civil");
    assert!(errors.0[0].message.contains("The standards have changed"));
    assert_eq!(answers("2", "list"), None);
    assert_eq!(
        answers("", "list"),
        None,
        "a form from before the policy was told"
    );
    assert_eq!(
        answers("1", "spam"),
        None,
        "spam is closed without the standards"
    );
}

#[test]
fn words_that_differ_are_told_apart() {
    let pieces = compare::words("Be civil and kind.", "Be civil, and kind.");
    assert_eq!(
        pieces,
        [
            Piece::Same("Be ".into()),
            Piece::Removed("civil".into()),
            Piece::Added("civil,".into()),
            Piece::Same(" and kind.".into()),
        ]
    );
    assert!(compare::words("", "").is_empty());
}

#[test]
fn clauses_and_standards_are_found_by_number_and_key() {
    let clause = |number: &str, text: &str| Clause {
        number: number.to_owned(),
        text: text.to_owned(),
    };
    let before = [clause("1", "a"), clause("2", "b"), clause("3", "c")];
    let after = [clause("0", "new"), clause("1", "a"), clause("3", "c d")];
    let told: Vec<(String, Fate)> = compare::clauses(&before, &after)
        .into_iter()
        .map(|change| (change.number, change.fate))
        .collect();
    assert_eq!(
        told,
        [
            ("0".to_owned(), Fate::Added),
            ("1".to_owned(), Fate::Same),
            ("2".to_owned(), Fate::Removed),
            ("3".to_owned(), Fate::Changed),
        ]
    );
    let standard = |clauses: &[Clause]| Standard {
        key: "civil".to_owned(),
        name: "Be civil".to_owned(),
        clauses: clauses.to_vec(),
        guidance: String::new(),
    };
    let of = |a: &[Clause], b: &[Clause]| {
        compare::standards(&[standard(a)], &[standard(b)])[0]
            .fate
            .clone()
    };
    assert_eq!(of(&before, &before), Fate::Same);
    assert_eq!(of(&before[..1], &before), Fate::Changed);
    assert_eq!(
        of(&before[2..], &after[2..]),
        Fate::Same,
        "a clause in other words is told among the clauses"
    );
}

proptest! {
    #[test]
    fn both_texts_can_be_read_out_of_what_differs(a in "[a-c \n]{0,30}", b in "[a-c \n]{0,30}") {
        let (mut before, mut after) = (String::new(), String::new());
        for piece in compare::words(&a, &b) {
            match piece {
                Piece::Same(words) => { before.push_str(&words); after.push_str(&words); }
                Piece::Removed(words) => before.push_str(&words),
                Piece::Added(words) => after.push_str(&words),
            }
        }
        prop_assert_eq!(before, a);
        prop_assert_eq!(after, b);
    }

    #[test]
    fn a_date_in_the_boxes_is_the_date(days in 0_i32..40_000) {
        let date = NaiveDate::from_num_days_from_ce_opt(730_000 + days).unwrap();
        let answers = VersionAnswers { adopted: DateAnswers::of(date), review: DateAnswers::of(date.succ_opt().unwrap()), name: "x".into(), removal: "x".into() };
        prop_assert_eq!(answers.parse(|_| false).unwrap().adopted, date);
    }
}

#[test]
fn a_role_is_said_with_the_number_of_its_clause_and_without_one_where_it_has_gone() {
    let mut roles = Roles::read([
        ("reply".to_owned(), "8.12".to_owned()),
        ("discretion".to_owned(), "7.1".to_owned()),
        ("of a newer release".to_owned(), "9.9".to_owned()),
    ]);
    assert_eq!(roles.clause(PolicyRole::Reply), Some("8.12"));
    assert_eq!(
        roles.cited("In brief", PolicyRole::Reply),
        "In brief (8.12)"
    );
    assert_eq!(
        roles.cited_in_full("It is final", PolicyRole::Discretion),
        "It is final (clause 7.1)"
    );
    assert_eq!(
        roles.source(PolicyRole::Discretion),
        "clause 7.1 of the communications policy"
    );
    assert_eq!(roles.missing().len(), PolicyRole::ALL.len() - 2);
    roles.set(PolicyRole::Reply, None);
    roles.set(PolicyRole::Discretion, None);
    assert_eq!(roles, Roles::default());
    assert_eq!(roles.cited("In brief", PolicyRole::Reply), "In brief");
    assert_eq!(
        roles.cited_in_full("It is final", PolicyRole::Discretion),
        "It is final"
    );
    assert_eq!(
        roles.source(PolicyRole::Discretion),
        "the communications policy"
    );
}

#[test]
fn every_role_has_a_key_of_its_own_and_reads_it_again() {
    for role in PolicyRole::ALL {
        assert_eq!(PolicyRole::parse(role.as_str()), Some(role));
        assert_eq!(
            serde_json::to_value(role).unwrap(),
            serde_json::Value::String(role.as_str().to_owned())
        );
        assert!(!role.label().is_empty());
    }
}
