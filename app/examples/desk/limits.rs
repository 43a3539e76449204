//! The page of the limits, in every state.

use app::pages::staff::{
    Desk,
    settings::limits::{LimitsPage, limits},
};
use domain::settings::{LimitsAnswers, SiteLimits};

use super::{Named, Samples, errors};

impl Samples<'_> {
    /// How much the site takes.
    pub(super) fn limits(&self, desk: Desk) -> Vec<Named> {
        let kept = SiteLimits {
            open_most: 20,
            flood_sent: 60,
            asked_most: 100,
        };
        let plain = LimitsPage {
            answers: kept.into(),
            ..LimitsPage::default()
        };
        let wrong = LimitsPage {
            answers: LimitsAnswers {
                open_most: self.say("very many"),
                ..plain.answers.clone()
            },
            errors: errors(&[("open-most", "Enter a number of events from 5 to 1,000")]),
            ..plain.clone()
        };
        vec![
            ("settings-limits", limits(desk, &plain)),
            ("settings-limits-errors", limits(desk, &wrong)),
        ]
    }
}
