//! The reports from the public, in every state.

use app::pages::staff::{
    Desk,
    components::Flash,
    reports::{ReportPage, ReportRow, report, reports},
};
use domain::{form::FormErrors, report::Kind};

use super::{Named, Samples, at, errors};

impl Samples<'_> {
    /// The reports.
    pub(super) fn reports(&self, desk: Desk) -> Vec<Named> {
        let open = ReportRow {
            id: 7,
            reference: "WO-7K4P".to_owned(),
            title: self.say("Christmas fair"),
            kind: Kind::Wrong,
            at: at(9, 30),
            dealt: None,
        };
        let breach = ReportRow {
            id: 6,
            kind: Kind::Breach,
            ..open.clone()
        };
        let dealt = ReportRow {
            id: 5,
            kind: Kind::NotHappening,
            dealt: Some((self.say("Sam Clerk"), at(11, 0))),
            ..open.clone()
        };
        let done = Flash {
            message: self.say("The report is dealt with."),
            link: None,
        };
        let rows = [open.clone(), breach.clone(), dealt.clone()];
        let page = ReportPage {
            row: open,
            public_href: "/events/christmas-fair-7k4p".to_owned(),
            words: self.say("The fair is at 10am, not at 10pm.\nThe poster on the gate says so."),
            name: Some(self.say("Ann Example")),
            email: Some(self.say("ann@example.org")),
            outcome: String::new(),
            roles: super::roles(),
            errors: FormErrors::default(),
        };
        let wrong = ReportPage {
            row: breach,
            name: None,
            email: None,
            errors: errors(&[("outcome", "Enter what was done about it")]),
            ..page.clone()
        };
        let over = ReportPage {
            row: dealt,
            outcome: self.say("The sender has marked it as cancelled."),
            ..page.clone()
        };
        vec![
            ("reports", reports(desk, Some(&done), &rows)),
            ("reports-none", reports(desk, None, &[])),
            ("report", report(desk, &page)),
            ("report-breach-errors", report(desk, &wrong)),
            ("report-dealt-with", report(desk, &over)),
        ]
    }
}
