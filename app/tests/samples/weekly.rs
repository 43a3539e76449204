//! The pages about the weekly email.

use app::pages::weekly;
use domain::weekly::AddressAnswers;

use super::{Page, Samples, assets};

impl Samples {
    pub(super) fn weekly(self, pages: &mut Vec<Page>) {
        let (site, assets) = (self.site(), assets());
        let plain = weekly::WeeklyPage {
            offered: true,
            goes: "Thursday at 8am".to_owned(),
            ..weekly::WeeklyPage::default()
        };
        pages.push(("weekly", weekly::weekly(&plain, &site, &assets)));
        let typed = AddressAnswers {
            email: self.say("ann at example"),
        };
        let wrong = weekly::WeeklyPage {
            errors: typed.parse().expect_err("a problem"),
            email: typed.email,
            ..plain.clone()
        };
        pages.push(("weekly-problem", weekly::weekly(&wrong, &site, &assets)));
        let not_offered = weekly::WeeklyPage {
            offered: false,
            ..plain
        };
        pages.push((
            "weekly-not-offered",
            weekly::weekly(&not_offered, &site, &assets),
        ));
        let token = "0123456789abcdef";
        pages.push(("weekly-asked", weekly::asked(&site, &assets)));
        pages.push((
            "weekly-confirm",
            weekly::ask_to_confirm(token, &site, &assets),
        ));
        pages.push((
            "weekly-confirmed",
            weekly::confirmed("Thursday at 8am", &site, &assets),
        ));
        pages.push(("weekly-stop", weekly::ask_to_stop(token, &site, &assets)));
        pages.push(("weekly-stopped", weekly::stopped(&site, &assets)));
        pages.push(("weekly-no-such-link", weekly::no_such_link(&site, &assets)));
    }
}
