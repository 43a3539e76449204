//! A whole policy pasted as text: how it is split into clauses, and how they are found again in the
//! version before.

use domain::{
    compare::{self, Fate},
    policy::{
        matching,
        paste::{PasteAnswers, split},
    },
    standards::Clause,
};

fn clauses(text: &str) -> Vec<(String, String)> {
    split(text)
        .clauses
        .into_iter()
        .map(|it| (it.number, it.text))
        .collect()
}

fn told(text: &str) -> String {
    clauses(text)
        .into_iter()
        .map(|(number, text)| format!("{number}={}", text.replace('\n', "/")))
        .collect::<Vec<_>>()
        .join(" | ")
}

fn clause(number: &str, text: &str) -> Clause {
    Clause {
        number: number.to_owned(),
        text: text.to_owned(),
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn a_text_is_split_by_the_numbers_of_its_clauses() {
    for (what, text, expected) in [
        ("plain", "5.1 One.\n5.2 Two.", "5.1=One. | 5.2=Two."),
        (
            "trailing dots",
            "5.1. One.\n5.2. Two.",
            "5.1=One. | 5.2=Two.",
        ),
        ("brackets", "5.1) One.\n(5.2) Two.", "5.1=One. | 5.2=Two."),
        ("tabs", "5.1\tOne.\n5.2\tTwo.", "5.1=One. | 5.2=Two."),
        (
            "no-break spaces",
            "5.1\u{a0}One\u{a0}thing.\n\u{a0}5.2\u{202f}Two.",
            "5.1=One thing. | 5.2=Two.",
        ),
        (
            "list marks before numbers",
            "- 5.1 One.\n• 5.2 Two.",
            "5.1=One. | 5.2=Two.",
        ),
        (
            "the word clause",
            "Clause 5.1 One.\nClause 5.2: Two.",
            "5.1=One. | 5.2=Two.",
        ),
        (
            "carriage returns",
            "5.1 One.\r\n5.2 Two.\r",
            "5.1=One. | 5.2=Two.",
        ),
        (
            "the number alone",
            "5.1\nOne.\n\n5.2\n\nTwo.",
            "5.1=One. | 5.2=Two.",
        ),
        (
            "headings",
            "5. Website\n5.1 One.\n6 Social Media\n6.1 Two.",
            "5.1=One. | 6.1=Two.",
        ),
        (
            "a heading without a number",
            "5.1 One.\n\nSocial Media\n\n6.1 Two.",
            "5.1=One. | 6.1=Two.",
        ),
        (
            "what stands before",
            "THE COUNCIL\nAdopted 2023\n\n5.1 One.",
            "5.1=One.",
        ),
        (
            "page numbers",
            "5.1 One.\nPage 3 of 9\n5.2 Two.\n- 4 -\n12\n5.3 Three.",
            "5.1=One. | 5.2=Two. | 5.3=Three.",
        ),
        (
            "ten after nine",
            "6.9 Nine.\n6.10 Ten.\n6.11 Eleven.",
            "6.9=Nine. | 6.10=Ten. | 6.11=Eleven.",
        ),
        (
            "a letter",
            "6.9 Nine.\n6.9a Between.\n6.10 Ten.",
            "6.9=Nine. | 6.9a=Between. | 6.10=Ten.",
        ),
        (
            "three parts",
            "4.1.1 One.\n4.1.2 Two.\n4.2.1 Three.",
            "4.1.1=One. | 4.1.2=Two. | 4.2.1=Three.",
        ),
        (
            "sub-clauses",
            "5.1 Say:\n(a) one;\n(b) two.\n5.2 Two.",
            "5.1=Say:/(a) one;/(b) two. | 5.2=Two.",
        ),
        (
            "bullets",
            "6.9 Be:\n • • civil;\n - kind.\n▪ short\n6.10 Two.",
            "6.9=Be:/• civil;/• kind./• short | 6.10=Two.",
        ),
        (
            "a list with numbers",
            "5.1 First:\n1. one\n2. two\n6. six\n5.2 Two.",
            "5.1=First:/1. one/2. two/6. six | 5.2=Two.",
        ),
        (
            "a line that the paper broke",
            "5.1 The Council allows, at its discretion, local groups and individuals\nto advertise their events.\n5.2 Two.",
            "5.1=The Council allows, at its discretion, local groups and individuals to advertise their events. | 5.2=Two.",
        ),
        (
            "a number that looks back",
            "5.3 Three.\n6.1 As said in\n5.3 above, so it is.\n6.2 Two.",
            "5.3=Three. | 6.1=As said in/5.3 above, so it is. | 6.2=Two.",
        ),
        (
            "a measure",
            "5.1 At most\n7.5 tonnes.\n5.2 Two.\n5.3 Three.",
            "5.1=At most/7.5 tonnes. | 5.2=Two. | 5.3=Three.",
        ),
        (
            "a measure at the end",
            "5.1 One.\n5.2 At most\n12.5 kilograms.",
            "5.1=One. | 5.2=At most/12.5 kilograms.",
        ),
        (
            "a year",
            "5.1 The Act of\n2018 applies.\n5.2 Two.",
            "5.1=The Act of/2018 applies. | 5.2=Two.",
        ),
        (
            "a table of contents",
            "Contents\n5.1 Events ........ 3\n5.2 Content ....... 4\n5.1 One.\n5.2 Two.",
            "5.1=One. | 5.2=Two.",
        ),
        (
            "contents without dots",
            "5.1 Events\n5.2 Content\n\n5.1 One.\n5.2 Two.",
            "5.1=One. | 5.2=Two.",
        ),
        (
            "a section of one clause",
            "7.1 One.\n8. Use Zoom for it.\n9.1 Two.",
            "7.1=One. | 8=Use Zoom for it. | 9.1=Two.",
        ),
        (
            "one number each",
            "1. One.\n2. Two.\n3. Three.",
            "1=One. | 2=Two. | 3=Three.",
        ),
        ("nothing", "", ""),
        ("no numbers", "Be civil.\nBe kind.", ""),
        ("numbers alone", "5.1\n5.2\n", ""),
    ] {
        assert_eq!(told(text), expected, "{what}");
    }
}

#[test]
fn what_is_in_no_clause_is_told() {
    let pasted =
        split("THE COUNCIL\n\n5. Website\n5.1 One.\nPage 2\n\nSocial Media\n\n6.1 Two.\n6.2");
    assert_eq!(
        pasted.left_out,
        ["THE COUNCIL", "5. Website", "Page 2", "Social Media", "6.2"]
    );
}

#[test]
fn a_paste_that_is_no_policy_says_why() {
    let problem = |text: &str| {
        let answers = PasteAnswers {
            text: text.to_owned(),
        };
        answers.parse().unwrap_err().0[0].message.clone()
    };
    assert_eq!(problem(" \n"), "Paste the text of the policy");
    assert!(problem("Be civil.").starts_with("No clause was found"));
    assert!(
        problem(&format!("5.1 {}", "long ".repeat(1000))).starts_with("Clause 5.1 is too long")
    );
    assert!(problem(&"x".repeat(200_000)).starts_with("The text is too long"));
}

const BEFORE: [(&str, &str); 6] = [
    (
        "5.1",
        "The Council allows, at its discretion, local groups to advertise their events. Its decision is final.",
    ),
    (
        "5.2",
        "The local group is responsible for submitting the content and ensuring its accuracy.",
    ),
    (
        "5.3",
        "The Council reserves the right to refuse submissions that are not appropriate to its website.",
    ),
    (
        "5.4",
        "The Council does not accept any responsibility for the events advertised.",
    ),
    (
        "6.1",
        "Staff use social media to broaden the scope of communication with the people.",
    ),
    (
        "6.2",
        "Individual councillors do not use personal accounts to speak as a councillor.",
    ),
];

fn before() -> Vec<Clause> {
    BEFORE.map(|(number, text)| clause(number, text)).into()
}

#[test]
fn a_clause_of_another_number_is_neither_gone_nor_new() {
    let after = [
        clause("1.1", "This policy is for everybody."),
        clause("7.1", BEFORE[0].1),
        // Two changed places, one of them in other words.
        clause(
            "7.2",
            "The Council reserves the right to refuse submissions that do not fit its website.",
        ),
        clause("7.3", BEFORE[1].1),
        clause("8.1", BEFORE[4].1),
        clause("8.2", BEFORE[5].1),
    ];
    let changes: Vec<_> = compare::clauses(&before(), &after)
        .into_iter()
        .map(|it| (it.number, it.was.unwrap_or_default(), it.fate))
        .collect();
    let expected = [
        ("1.1", "", Fate::Added),
        ("7.1", "5.1", Fate::Renumbered),
        ("7.2", "5.3", Fate::Changed),
        ("5.4", "", Fate::Removed),
        ("7.3", "5.2", Fate::Renumbered),
        ("8.1", "6.1", Fate::Renumbered),
        ("8.2", "6.2", Fate::Renumbered),
    ]
    .map(|(number, was, fate)| (number.to_owned(), was.to_owned(), fate));
    assert_eq!(changes, expected);
    let numbers = matching::new_numbers(&before(), &after);
    assert_eq!(numbers.get("5.3").map(String::as_str), Some("7.2"));
    assert_eq!(numbers.get("5.4"), None);
}

#[test]
fn numbers_that_moved_by_one_do_not_pass_for_changed_clauses() {
    // A clause is put in before all others: what was 5.1 is 5.2 now, and so on.
    let mut after = vec![clause("5.1", "Events are free of charge to list.")];
    for (at, (_, text)) in BEFORE[..4].iter().enumerate() {
        after.push(clause(&format!("5.{}", at + 2), text));
    }
    let changes = compare::clauses(&before()[..4], &after);
    assert_eq!(changes[0].fate, Fate::Added);
    assert!(changes[1..].iter().all(|it| it.fate == Fate::Renumbered));
}

#[test]
fn a_clause_that_keeps_its_number_and_has_all_new_words_is_changed() {
    let mut after = before();
    "Be merry.".clone_into(&mut after[3].text);
    let changes = compare::clauses(&before(), &after);
    assert_eq!(changes[3].fate, Fate::Changed);
    assert_eq!(changes.len(), 6);
}

#[test]
fn the_same_words_twice_are_two_clauses() {
    let twice = [
        clause("1.1", "Stay on topic."),
        clause("2.1", "Stay on topic."),
    ];
    let after = [
        clause("2.1", "Stay on topic."),
        clause("3.1", "Stay on topic."),
    ];
    assert_eq!(matching::pairs(&twice, &after), [Some(1), Some(0)]);
    assert_eq!(matching::pairs(&twice[..1], &after), [Some(0), None]);
}

/// Five thousand take 0.4 seconds unoptimised; a square of the clauses would take a minute.
#[test]
fn thousands_of_clauses_are_all_found_again() {
    let words = |n: u32| {
        let (section, number) = (n / 50 + 1, n % 50 + 1);
        let (some, others) = (n * 7, n * 13);
        format!(
            "{section}.{number} The council says of matter {n} that w{some} and v{others} go together in the parish."
        )
    };
    let policy: Vec<String> = (0..5000).map(words).collect();
    let clauses: Vec<Clause> = split(&policy.join("\n"))
        .clauses
        .into_iter()
        .map(|it| clause(&it.number, &it.text))
        .collect();
    assert_eq!(clauses.len(), 5000);
    let moved: Vec<Clause> = clauses
        .iter()
        .map(|it| clause(&format!("9{}", it.number), &format!("{} Truly.", it.text)))
        .collect();
    let found = matching::pairs(&clauses, &moved);
    assert!(found.iter().enumerate().all(|(at, was)| *was == Some(at)));
}

proptest::proptest! {
    #[test]
    fn any_text_is_split_without_harm(text in "([0-9]{1,2}\\.[0-9]{1,3}|[ -~]|\\PC|\n| ){0,120}") {
        let pasted = split(&text);
        let mut numbers: Vec<&String> = pasted.clauses.iter().map(|it| &it.number).collect();
        let count = numbers.len();
        numbers.sort();
        numbers.dedup();
        proptest::prop_assert_eq!(numbers.len(), count);
        proptest::prop_assert!(pasted.clauses.iter().all(|it| !it.text.trim().is_empty()));
    }

    #[test]
    fn no_clause_is_found_twice(
        a in proptest::collection::vec("[a-d ]{0,8}", 0..12),
        b in proptest::collection::vec("[a-d ]{0,8}", 0..12),
    ) {
        let number = |list: &[String]| -> Vec<Clause> {
            list.iter().enumerate().map(|(at, text)| clause(&at.to_string(), text)).collect()
        };
        let (a, b) = (number(&a), number(&b));
        let mut found: Vec<usize> = matching::pairs(&a, &b).into_iter().flatten().collect();
        let count = found.len();
        found.sort_unstable();
        found.dedup();
        proptest::prop_assert_eq!(found.len(), count);
        let told = compare::clauses(&a, &b).len();
        proptest::prop_assert_eq!(told, a.len() + b.len() - count);
        let same = compare::clauses(&a, &a);
        proptest::prop_assert!(same.iter().all(|it| it.fate == Fate::Same));
    }
}
