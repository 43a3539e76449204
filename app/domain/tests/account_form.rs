//! Accounts as an administrator fills them in, and browsers in words.

use domain::{
    account_form::{self, ColleagueAnswers},
    device,
};

fn answers(name: &str, email: &str, role: &str) -> ColleagueAnswers {
    ColleagueAnswers {
        name: name.to_owned(),
        email: email.to_owned(),
        role: role.to_owned(),
    }
}

#[test]
fn an_account_needs_a_name_an_address_and_a_role() {
    let (who, email) = answers(" Bea Reed ", "Bea@example.org", "administrator")
        .parse_new()
        .expect("an account");
    assert_eq!(who.name.as_str(), "Bea Reed");
    assert!(who.administrator);
    assert_eq!(email.as_str().to_lowercase(), "bea@example.org");

    let errors = answers("", "bea", "owner").parse_new().unwrap_err();
    assert_eq!(errors.of("name"), Some("Enter their name"));
    assert_eq!(
        errors.of("email"),
        Some("Enter an email address like name@example.org")
    );
    assert_eq!(errors.of("role"), Some("Select what they may do"));
}

#[test]
fn an_account_that_is_there_keeps_its_address() {
    let who = answers("Bea Reed", "", "moderator")
        .parse()
        .expect("a change");
    assert!(!who.administrator);
    assert!(
        answers("", "", "")
            .parse()
            .unwrap_err()
            .of("email")
            .is_none()
    );
}

#[test]
fn a_reason_may_be_left_out_but_not_be_endless() {
    assert_eq!(account_form::reason("  ").expect("none"), None);
    assert!(account_form::reason("She has left the council").is_ok());
    let errors = account_form::reason(&"x".repeat(2_000)).unwrap_err();
    assert!(
        errors
            .of("reason")
            .is_some_and(|words| words.contains("too long"))
    );
}

#[test]
fn a_forgotten_password_needs_an_address() {
    assert!(account_form::forgotten(" ann@example.org ").is_ok());
    let empty = account_form::forgotten("").unwrap_err();
    assert_eq!(empty.of("email"), Some("Enter your email address"));
}

#[test]
fn browsers_are_told_in_words() {
    for (said, words) in [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Firefox on Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
            "Safari on a Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
            "Chrome on an iPad",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 EdgA/142.0.0.0",
            "Edge on Android",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Chrome on a Chromebook",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64)", "A browser on Linux"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ] {
        assert_eq!(device::words(said), words, "{said}");
    }
}
