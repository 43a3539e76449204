//! When a message is tried again, and what a draft's form takes.

use chrono::TimeDelta;
use domain::{
    message::{BODY_LIMIT, DraftAnswers, MAX_ATTEMPTS, SUBJECT_LIMIT, pause_after},
    notices::{Notices, NoticesAnswers, Pace},
};

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn a_message_is_tried_nine_times_within_two_days_ever_more_patiently() {
    let pauses: Vec<_> = (1..).map_while(pause_after).collect();
    assert_eq!(pauses.len() + 1, MAX_ATTEMPTS as usize);
    assert!(pauses.is_sorted());
    assert_eq!(pauses[0], TimeDelta::minutes(1));
    let all: TimeDelta = pauses.iter().sum();
    assert!(
        all > TimeDelta::hours(46) && all < TimeDelta::hours(48),
        "{all}"
    );
    assert_eq!(pause_after(MAX_ATTEMPTS), None);
    assert_eq!(pause_after(u32::MAX), None);
}

#[test]
fn a_draft_takes_one_line_and_a_text_and_says_all_that_is_wrong() {
    let typed = pairs(&[
        ("subject", " Your event\r\nBcc: all@example.org "),
        ("body", "Dear Pat\r\n\r\nWords.\u{202e} "),
        ("version", "3"),
        ("step", "send"),
    ]);
    let answers = DraftAnswers::from_pairs(typed).unwrap();
    let words = answers.parse().unwrap();
    assert_eq!(words.subject, "Your event Bcc: all@example.org");
    assert_eq!(words.body, "Dear Pat\n\nWords.");
    assert_eq!(answers.read_at(), Some(3));

    let empty = DraftAnswers::default().parse().unwrap_err();
    assert_eq!(empty.of("subject"), Some("Enter the subject"));
    assert_eq!(empty.of("body"), Some("Enter the message"));
    let long = DraftAnswers {
        subject: "x".repeat(SUBJECT_LIMIT + 1),
        body: "x".repeat(BODY_LIMIT + 2),
        ..DraftAnswers::default()
    };
    let long = long.parse().unwrap_err();
    assert_eq!(
        long.of("subject"),
        Some("Subject must be 200 characters or less. It is 1 character too long")
    );
    assert!(long.of("body").unwrap().contains("20,000"));
    assert!(DraftAnswers::from_pairs(pairs(&[("state", "sent")])).is_err());
    assert!(DraftAnswers::from_pairs(pairs(&[("body", "a"), ("body", "b")])).is_err());
}

#[test]
fn a_person_s_choices_are_all_asked_for() {
    let chosen = pairs(&[
        ("new", "daily"),
        ("edit", "off"),
        ("waiting", "at_once"),
        ("report", "daily"),
    ]);
    let notices = NoticesAnswers::from_pairs(chosen).unwrap().parse().unwrap();
    assert_eq!(
        notices,
        Notices {
            new: Pace::Daily,
            edit: Pace::Off,
            waiting: Pace::AtOnce,
            report: Pace::Daily
        }
    );
    let wrong = NoticesAnswers {
        new: "hourly".to_owned(),
        ..Notices::default().into()
    };
    let errors = wrong.parse().unwrap_err();
    assert_eq!(errors.0.len(), 1);
    assert_eq!(errors.of("new"), Some("Choose how you hear of new events"));
    assert_eq!(NoticesAnswers::default().parse().unwrap_err().0.len(), 4);
}
