//! The page of the weekly email, in every state.

use app::pages::staff::{
    Desk,
    settings::weekly::{LastIssue, WeeklyPage, weekly},
};
use domain::weekly::{AddressAnswers, Timetable, TimetableAnswers};

use super::{Named, Samples, at, errors};

impl Samples<'_> {
    /// The weekly email.
    pub(super) fn weekly(&self, desk: Desk) -> Vec<Named> {
        let plain = WeeklyPage {
            email_set_up: true,
            readers: 218,
            asked: 3,
            last: Some(LastIssue {
                at: at(8, 0),
                events: 9,
                mails: 216,
                sent: 216,
            }),
            timetable: Timetable::default().into(),
            ..WeeklyPage::default()
        };
        let wrong = WeeklyPage {
            timetable: TimetableAnswers {
                day: "4".to_owned(),
                hour: self.say("soon"),
            },
            address: AddressAnswers {
                email: self.say("ann at example"),
            },
            errors: errors(&[
                ("hour", "Enter a time on the hour, like 8am"),
                ("email", "Enter an email address like name@example.org"),
            ]),
            ..plain.clone()
        };
        let new = WeeklyPage {
            email_set_up: false,
            readers: 0,
            asked: 0,
            last: None,
            ..plain.clone()
        };
        vec![
            ("settings-weekly", weekly(desk, &plain)),
            ("settings-weekly-errors", weekly(desk, &wrong)),
            ("settings-weekly-new", weekly(desk, &new)),
        ]
    }
}
