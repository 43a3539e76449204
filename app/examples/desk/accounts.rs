//! Staff accounts, one's own password and sessions, and what is kept over a sign-in, in every state.

use app::{
    pages::staff::{
        Desk,
        forgotten::{ForgottenPage, forgotten, sent},
        interrupted_form::{InterruptedFormPage, interrupted_form},
        security::password::{PasswordPage, password},
        security::sessions::{SessionRow, sessions},
        settings::accounts::{
            AccountPage, AccountRow, AccountsPage, ClosePage, Standing, account, accounts, close,
        },
        sign_in::{Arrival, SignInPage, sign_in},
    },
    shell::{Assets, Site},
};
use domain::{account_form::ColleagueAnswers, form::FormErrors};

use super::{Named, Samples, at, errors};

impl Samples<'_> {
    /// The pages of people who are not signed in.
    pub(super) fn forgotten(&self, site: &Site, assets: &Assets) -> Vec<Named> {
        let wrong = ForgottenPage {
            email: self.say("sam"),
            errors: errors(&[("email", "Enter an email address like name@example.org")]),
        };
        let again = SignInPage {
            next: self.say("/staff/settings/accounts"),
            unsent: self.say("name=Bea&role=moderator"),
            arrival: Arrival::Again,
            ..SignInPage::default()
        };
        vec![
            (
                "forgotten",
                forgotten(site, assets, &ForgottenPage::default()),
            ),
            ("forgotten-errors", forgotten(site, assets, &wrong)),
            ("forgotten-sent", sent(site, assets)),
            ("sign-in-again", sign_in(site, assets, &again)),
        ]
    }

    /// The pages of the desk.
    pub(super) fn accounts(&self, desk: Desk) -> Vec<Named> {
        let list = self.account_list(FormErrors::default());
        let list_errors = self.account_list(errors(&[
            ("name", "Enter their name"),
            ("role", "Select what they may do"),
        ]));
        let password_errors = PasswordPage {
            email: self.say("sam@example.org"),
            errors: errors(&[("old", "Enter the password you have now: that is not it")]),
        };
        let closing_errors = ClosePage {
            reason: self.say("Has left"),
            errors: errors(&[(
                "reason",
                "Reason must be 200 characters or less. It is 3 characters too long",
            )]),
            ..self.closing(Standing::Working)
        };
        vec![
            ("settings-accounts", accounts(desk, &list)),
            ("settings-accounts-errors", accounts(desk, &list_errors)),
            ("settings-account", account(desk, &self.account(1))),
            ("settings-account-own", account(desk, &self.account(0))),
            ("settings-account-invited", account(desk, &self.account(2))),
            ("settings-account-closed", account(desk, &self.account(3))),
            ("settings-account-half-way", account(desk, &self.account(4))),
            (
                "settings-account-close",
                close(desk, &self.closing(Standing::Working)),
            ),
            (
                "settings-account-withdraw",
                close(desk, &self.closing(Standing::Invited)),
            ),
            (
                "settings-account-close-errors",
                close(desk, &closing_errors),
            ),
            (
                "password",
                password(
                    desk,
                    &PasswordPage {
                        email: self.say("sam@example.org"),
                        ..PasswordPage::default()
                    },
                ),
            ),
            ("password-errors", password(desk, &password_errors)),
            ("sessions", sessions(desk, None, &self.sessions())),
            ("sessions-one", sessions(desk, None, &self.sessions()[..1])),
            (
                "interrupted-form",
                interrupted_form(desk, &self.interrupted_form()),
            ),
        ]
    }

    fn rows(&self) -> [AccountRow; 5] {
        let row = |id, name: &str, email: &str, standing| AccountRow {
            id,
            name: self.say(name),
            email: self.say(email),
            standing,
            ..AccountRow::default()
        };
        [
            AccountRow {
                administrator: true,
                you: true,
                signed_in: Some(at(9, 5)),
                ..row(1, "Sam Clerk", "sam@example.org", Standing::Working)
            },
            AccountRow {
                signed_in: Some(at(14, 30)),
                ..row(2, "Ann Penfold", "ann@example.org", Standing::Working)
            },
            row(3, "Bea Reed", "bea@example.org", Standing::Invited),
            AccountRow {
                reason: Some(self.say("Has left the council")),
                signed_in: Some(at(10, 0)),
                ..row(4, "Cy Marsh", "cy@example.org", Standing::Closed)
            },
            row(5, "Dot Hurst", "dot@example.org", Standing::HalfWay),
        ]
    }

    fn account_list(&self, errors: FormErrors) -> AccountsPage {
        AccountsPage {
            accounts: self.rows().into(),
            email_set_up: errors.is_empty(),
            answers: ColleagueAnswers {
                email: self.say("dee@example.org"),
                ..ColleagueAnswers::default()
            },
            errors,
            ..AccountsPage::default()
        }
    }

    fn account(&self, which: usize) -> AccountPage {
        let account = self.rows()[which].clone();
        let role = if account.administrator {
            "administrator"
        } else {
            "moderator"
        };
        AccountPage {
            answers: ColleagueAnswers {
                name: account.name.clone(),
                role: role.to_owned(),
                ..ColleagueAnswers::default()
            },
            account,
            ..AccountPage::default()
        }
    }

    fn closing(&self, standing: Standing) -> ClosePage {
        ClosePage {
            account: AccountRow {
                standing,
                ..self.rows()[1].clone()
            },
            ..ClosePage::default()
        }
    }

    fn sessions(&self) -> [SessionRow; 3] {
        let row = |number, device: &str, since, used, this| SessionRow {
            number,
            device: self.say(device),
            since,
            used,
            this,
        };
        [
            row(7, "Firefox on Windows", at(9, 5), at(9, 40), true),
            row(8, "Safari on an iPhone", at(8, 0), at(9, 20), false),
            row(5, "A browser", at(7, 10), at(9, 15), false),
        ]
    }

    fn interrupted_form(&self) -> InterruptedFormPage {
        let field = |name: &str, value: &str| (name.to_owned(), self.say(value));
        InterruptedFormPage {
            action: "/staff/submissions/WO-7K4P/note".to_owned(),
            fields: vec![
                field("version", "1"),
                field("words", "Rang Pat on Monday: the hall is booked from ten."),
            ],
        }
    }
}
