//! Words that people type, and what hostile ones come to.

use domain::text::{
    Description, Email, PersonName, Postcode, SUMMARY_LIMIT, Telephone, TextProblem, Title,
    WebAddress, count, summary,
};
use proptest::prelude::*;

#[test]
fn emoji_accents_and_fractions_stay() {
    let typed = "💃 Salsa 💃 pour débutants à l’hôtel — ½ price 👨‍👩‍👧";
    assert_eq!(Title::parse(typed).unwrap().as_str(), typed);
    assert_eq!(
        PersonName::parse(" Žofia  Łukasz ").unwrap().as_str(),
        "Žofia  Łukasz"
    );
    // Typed as a letter and an accent, kept as one character.
    assert_eq!(Title::parse("cafe\u{301}").unwrap().as_str(), "café");
}

#[test]
fn characters_that_nobody_types_on_purpose_go() {
    let typed = "a\u{0}b\u{202E}c\u{2066}d\u{7}e\u{FEFF}\r\n\tf\rg\u{2028}h";
    assert_eq!(
        Description::parse(typed).unwrap().as_str(),
        "abcde\n\tf\ng\nh"
    );
    assert_eq!(
        Title::parse("Quiz\r\nnight").unwrap().as_str(),
        "Quiz night"
    );
}

#[test]
fn what_cannot_be_seen_is_empty() {
    for typed in [
        "",
        "  ",
        "\r\n",
        "\u{200B}\u{200D}",
        "\u{2060}",
        "\u{202E}",
        "\u{3164}",
        "\u{0}",
    ] {
        assert_eq!(Title::parse(typed), Err(TextProblem::Empty), "{typed:?}");
    }
}

#[test]
fn a_limit_counts_characters_and_says_how_many_are_over() {
    assert!(Title::parse(&"é".repeat(80)).is_ok());
    assert_eq!(
        Title::parse(&"é".repeat(83)),
        Err(TextProblem::TooLong { limit: 80, over: 3 })
    );
    assert_eq!(
        Description::parse(&"x".repeat(4312)),
        Err(TextProblem::TooLong {
            limit: 4000,
            over: 312
        })
    );
    assert_eq!(count(" a\r\nb "), 3);
}

#[test]
fn an_email_address_is_one_recipient() {
    for (typed, kept) in [
        (" Name@Example.ORG ", "Name@example.org"),
        (
            "o'brien+hall@sub.example.co.uk",
            "o'brien+hall@sub.example.co.uk",
        ),
    ] {
        assert_eq!(Email::parse(typed).unwrap().as_str(), kept);
    }
    for typed in [
        "name",
        "name@",
        "@example.org",
        "name@example",
        "a@b@example.org",
        "a b@example.org",
        "a@example .org",
        "a@example.org,b@example.org",
        "a@example.org;b@example.org",
        "\"a\"@example.org",
        "<a@example.org>",
        "a@example.org\nBcc: b@example.org",
        "a\u{0}@example.org",
        ".a@example.org",
        "a..b@example.org",
        "a@-example.org",
        "a@example..org",
        "a@127.0.0.1",
        "a@[127.0.0.1]",
        "mailto:a@example.org",
        "jo\u{202E}e@example.org",
    ] {
        assert!(Email::parse(typed).is_err(), "{typed:?}");
    }
    assert!(Email::parse(&format!("{}@example.org", "a".repeat(65))).is_err());
    assert!(Email::parse(&format!("a@{}.org", "a.".repeat(130))).is_err());
}

#[test]
fn a_web_address_is_safe_to_link_to() {
    for (typed, kept, words) in [
        ("example.org", "https://example.org/", "example.org"),
        (
            "www.example.org/talks?a=b#c",
            "https://www.example.org/talks?a=b#c",
            "www.example.org/talks?a=b#c",
        ),
        ("HTTP://Example.org", "http://example.org/", "example.org"),
        (
            " https://history.example/talks ",
            "https://history.example/talks",
            "history.example/talks",
        ),
        (
            "example.org:8443/x",
            "https://example.org:8443/x",
            "example.org:8443/x",
        ),
    ] {
        let address = WebAddress::parse(typed).unwrap();
        assert_eq!(address.as_str(), kept);
        assert_eq!(address.words(), words);
    }
    for typed in [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "\tjavascript:alert(1)",
        "\u{1}javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
        "mailto:a@example.org",
        "https://user@example.org",
        "https://user:pass@example.org",
        "https://example.org@evil.example",
        "name@example.org",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::1]/",
        "//example.org",
        "/path",
        "https://",
        "https://example.org/a b",
        "https://exa\tmple.org",
        "https://example.org/\"><script>",
        "https:\\\\example.org",
        "hello",
        "https://example.org/\u{202E}gpj",
        "https://example./",
    ] {
        assert!(WebAddress::parse(typed).is_err(), "{typed:?}");
    }
    assert!(matches!(
        WebAddress::parse(&format!("example.org/{}", "x".repeat(300))),
        Err(TextProblem::TooLong { .. })
    ));
}

#[test]
fn a_telephone_number_and_a_postcode_have_their_shapes() {
    for typed in [
        "01892 123456",
        "(01892) 123-456",
        "+44 1892 123456",
        "07700 900123",
    ] {
        assert_eq!(Telephone::parse(typed).unwrap().as_str(), typed);
    }
    for typed in [
        "12345678",
        "1234567890123456",
        "01892 123456 ext 2",
        "01892+123456",
        "ring Pat",
        "٠١٨٩٢١٢٣٤٥٦",
    ] {
        assert!(Telephone::parse(typed).is_err(), "{typed}");
    }
    for (typed, kept) in [
        ("tn74ba", "TN7 4BA"),
        (" TN3  9RH ", "TN3 9RH"),
        ("w1a1aa", "W1A 1AA"),
        ("sw1a 1aa", "SW1A 1AA"),
        ("m11ae", "M1 1AE"),
    ] {
        assert_eq!(Postcode::parse(typed).unwrap().as_str(), kept);
    }
    for typed in [
        "TN7",
        "TN7 4B",
        "1234",
        "TN77 44BA",
        "ÉN7 4BA",
        "TN7-4BA",
        "🏠",
    ] {
        assert!(Postcode::parse(typed).is_err(), "{typed}");
    }
}

#[test]
fn a_summary_is_whole_sentences_of_plain_text() {
    for (description, words) in [
        (
            "Coffee, cake and a chat. Raffle. All welcome!!",
            "Coffee, cake and a chat. Raffle. All welcome!!",
        ),
        (
            "## Talk\n\n- **Bats** of _Ashdown_\n1. [Book](https://history.example) `now`",
            "Talk Bats of Ashdown Book now",
        ),
        (
            "Free! <b>Come</b> <script>alert('hi')</script>",
            "Free! Come",
        ),
        (
            "2 < 3 and [x] stays, snake_case too",
            "2 < 3 and [x] stays, snake_case too",
        ),
        ("---", ""),
        ("", ""),
    ] {
        assert_eq!(summary(description), words);
    }
    let long = format!("Short one. A {} end.", "word ".repeat(60));
    assert_eq!(summary(&long), "Short one.");
    let endless = summary(&"word ".repeat(60));
    assert!(endless.ends_with("word…") && endless.chars().count() <= SUMMARY_LIMIT);
}

proptest! {
    #[test]
    fn a_composed_text_counts_the_same_in_a_browser(text in "(?s).{0,200}") {
        let composed: String = unicode_normalization::UnicodeNormalization::nfc(text.as_str()).collect();
        prop_assert_eq!(domain::text::count_composed(&composed), domain::text::count(&text));
    }

    #[test]
    fn parsed_words_parse_to_themselves(text: String) {
        if let Ok(title) = Title::parse(&text) {
            prop_assert_eq!(Title::parse(title.as_str()), Ok(title));
        }
        if let Ok(words) = Description::parse(&text) {
            prop_assert_eq!(count(&text), words.as_str().chars().count());
            prop_assert_eq!(Description::parse(words.as_str()), Ok(words));
        }
    }

    #[test]
    fn parsed_addresses_parse_to_themselves(text in "[a-zA-Z0-9:/.@?#%&=é_-]{1,30}") {
        if let Ok(address) = WebAddress::parse(&text) {
            prop_assert!(address.as_str().starts_with("https://") || address.as_str().starts_with("http://"));
            prop_assert!(address.as_str().is_ascii());
            prop_assert_eq!(WebAddress::parse(address.as_str()), Ok(address));
        }
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
        }
    }

    #[test]
    fn a_summary_fits_and_is_on_one_line(text in "(?s).{0,400}") {
        let words = summary(&text);
        prop_assert!(words.chars().count() <= SUMMARY_LIMIT);
        prop_assert!(!words.contains('\n'));
    }

    #[test]
    fn markdown_of_any_kind_is_no_trouble(text in r"[\[\]()<>!#*_`a-z1. \n/é-]{0,400}") {
        prop_assert!(summary(&text).chars().count() <= SUMMARY_LIMIT);
    }
}
