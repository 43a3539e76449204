//! What is said where something was done too often: the page comes again with everything that was typed, and says when to
//! try again.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use domain::form::FormErrors;
use store::limits::Taken;

use crate::state::App;

/// Why nothing more is taken just now, and when it will be.
pub(super) struct TooMany {
    words: String,
    minutes: i64,
}

impl TooMany {
    /// What a count says, of so many "forms"; none where there is room.
    pub(super) fn of(app: &App, taken: Taken, what: &str) -> Option<Self> {
        let Taken::TooMany { minutes, by_all } = taken else {
            return None;
        };
        let why = if by_all {
            format!("Very many {what} are coming in from everywhere just now.")
        } else {
            format!("Very many {what} have come from your internet connection.")
        };
        Some(Self::because(app, &why, minutes))
    }

    /// For a reason of its own: whole sentences.
    pub(super) fn because(app: &App, why: &str, minutes: i64) -> Self {
        let telephone = &app.council().site.office_telephone;
        let when = in_minutes(minutes);
        let words = format!(
            "{why} Nothing that you typed is lost: try again {when}, or telephone the parish office on {telephone}"
        );
        Self { words, minutes }
    }

    /// In words of its own.
    pub(super) fn saying(words: String, minutes: i64) -> Self {
        Self { words, minutes }
    }

    /// As what is wrong with the page.
    pub(super) fn errors(&self) -> FormErrors {
        let mut errors = FormErrors::default();
        errors.push("main", self.words.clone());
        errors
    }

    /// The page that says so, with when to try again for programs.
    pub(super) fn on(&self, mut page: Response) -> Response {
        let seconds = HeaderValue::from(self.minutes * 60);
        page.headers_mut().insert(header::RETRY_AFTER, seconds);
        page
    }
}

fn in_minutes(minutes: i64) -> String {
    match minutes {
        1 => "in a minute".to_owned(),
        2..=90 => format!("in {minutes} minutes"),
        minutes => format!("in {} hours", (minutes + 59) / 60),
    }
}
