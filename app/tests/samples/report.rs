//! The pages on which somebody tells the office of a problem.

use app::pages::report;
use domain::form::FormErrors;
use domain::report::ReportAnswers;

use super::{Page, Samples, assets};

impl Samples {
    pub(super) fn report(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let plain = report::ReportPage {
            slug: "bats-of-ashdown-forest-1b6r".to_owned(),
            title: self.details().title.to_string(),
            answers: ReportAnswers {
                key: "6f1b0a3e-7f0e-4a54-9a0c-0d6c2f6a1b2c".to_owned(),
                ..ReportAnswers::default()
            },
            errors: FormErrors::default(),
        };
        pages.push(("report", report::report(&plain, &site, &assets)));
        let answers = ReportAnswers {
            kind: String::new(),
            words: self.say(""),
            name: self.say("Ann Example"),
            email: self.say("ann at example"),
            ..plain.answers.clone()
        };
        let mut errors = FormErrors::default();
        errors.push("kind", "Choose what is wrong");
        errors.push("words", "Enter what is wrong, in a sentence or two");
        errors.push("email", "Enter an email address like name@example.org");
        let wrong = report::ReportPage {
            answers,
            errors,
            ..plain.clone()
        };
        pages.push(("report-problems", report::report(&wrong, &site, &assets)));
        pages.push((
            "report-sent",
            report::sent(&plain.slug, false, &site, &assets),
        ));
        pages.push((
            "report-sent-breach",
            report::sent(&plain.slug, true, &site, &assets),
        ));
    }
}
