//! The second step of the sign-in, and how one signs in, in every state.

use app::{
    components::QrModel,
    pages::staff::{
        Desk,
        second::{PasskeyPage, RecoveryPage, SecondPage, passkey_alone, recovery, second},
        security::{
            PasskeyRow, SecurityPage,
            codes::{CodesPage, codes},
            security,
            set_up::{self, AppPage, MakePage, Place},
        },
    },
    shell::{Assets, Site},
};

use super::{Named, Samples, at, errors};

/// What a device is asked, much shortened.
const QUESTION: &str = r#"{"challenge":"c2FtcGxl","rpId":"whatson.example.org"}"#;

impl Samples<'_> {
    /// The second step, for people who are not signed in yet.
    pub(super) fn second(&self, site: &Site, assets: &Assets) -> Vec<Named> {
        let passkey = Some(QUESTION.to_owned());
        let step = |app, passkey: Option<String>, list: &[(&str, &str)]| {
            let model = SecondPage {
                app,
                passkey,
                code: self.say(if list.is_empty() { "" } else { "123 45" }),
                errors: errors(list),
            };
            second(site, assets, &model)
        };
        let wrong_code = [("code", "Enter six figures, like 123 456")];
        let wrong_passkey = [("passkey", "Try your passkey once more: it was not accepted")];
        vec![
            ("second-app", step(true, None, &[])),
            ("second-app-errors", step(true, None, &wrong_code)),
            ("second-both", step(true, passkey.clone(), &[])),
            (
                "second-passkey-errors",
                step(false, passkey, &wrong_passkey),
            ),
            ("second-elsewhere", step(false, None, &[])),
            (
                "recovery-errors",
                recovery(
                    site,
                    assets,
                    &RecoveryPage {
                        recovery: self.say("ABCD"),
                        errors: errors(&[("recovery", "Enter the whole recovery code")]),
                    },
                ),
            ),
            ("passkey-alone", self.alone(site, assets, &[])),
            (
                "passkey-alone-errors",
                self.alone(site, assets, &wrong_passkey),
            ),
        ]
    }

    fn alone(&self, site: &Site, assets: &Assets, list: &[(&str, &str)]) -> String {
        let model = PasskeyPage {
            options: Some(QUESTION.to_owned()),
            next: self.say("/staff/records"),
            errors: errors(list),
        };
        passkey_alone(site, assets, &model)
    }

    /// Setting up, the first time and later.
    pub(super) fn set_up(&self, desk: Desk) -> Vec<Named> {
        let first = Place {
            site: desk.site,
            assets: desk.assets,
            nav: None,
        };
        let later = Place {
            nav: Some(desk.nav),
            ..first
        };
        vec![
            ("set-up-first", set_up::choose(first, true)),
            ("set-up", set_up::choose(later, false)),
            ("set-up-app", set_up::app(first, &self.app(false, &[]))),
            (
                "set-up-app-errors",
                set_up::app(
                    later,
                    &self.app(true, &[("code", "Enter six figures, like 123 456")]),
                ),
            ),
            ("set-up-passkey", set_up::passkey(first, &self.make(&[]))),
            (
                "set-up-passkey-errors",
                set_up::passkey(
                    later,
                    &self.make(&[
                        ("name", "Enter a name for it, such as My phone"),
                        ("passkey", "Press the button once more"),
                    ]),
                ),
            ),
        ]
    }

    fn app(&self, replaces: bool, list: &[(&str, &str)]) -> AppPage {
        AppPage {
            qr: Some(QrModel {
                address: "your authenticator app".to_owned(),
                side: 21,
                path: "M0 0h7v1h-7zM0 1h1v1h-1zM6 1h1v1h-1zM14 0h7v1h-7zM0 14h7v1h-7z".to_owned(),
            }),
            key: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
            replaces,
            code: self.say(""),
            errors: errors(list),
        }
    }

    fn make(&self, list: &[(&str, &str)]) -> MakePage {
        MakePage {
            options: Some(QUESTION.to_owned()),
            name: self.say("Phone"),
            errors: errors(list),
        }
    }

    /// How one signs in.
    pub(super) fn security(&self, desk: Desk) -> Vec<Named> {
        let passkey = |id, name: &str, used| PasskeyRow {
            id,
            name: self.say(name),
            made: at(9, 0),
            used,
        };
        let full = SecurityPage {
            passkeys: vec![
                passkey(1, "My phone", Some(at(10, 0))),
                passkey(2, "Office computer", None),
            ],
            passkeys_offered: true,
            app: Some((at(9, 0), Some(at(10, 0)))),
            codes_left: 10,
            demo: false,
        };
        let few = SecurityPage {
            passkeys: Vec::new(),
            passkeys_offered: false,
            codes_left: 1,
            ..full.clone()
        };
        let demo = SecurityPage {
            demo: true,
            ..SecurityPage::default()
        };
        let done = self.done("The passkey is set up.");
        let fresh = CodesPage {
            new: vec!["ABCD-EFGH-JKLM-NPQR".to_owned(); 10],
            left: 10,
        };
        let spent = CodesPage {
            new: Vec::new(),
            left: 4,
        };
        vec![
            ("security", security(desk, Some(&done), &full)),
            ("security-few", security(desk, None, &few)),
            ("security-demo", security(desk, None, &demo)),
            ("recovery-codes", codes(desk, &fresh)),
            ("recovery-codes-left", codes(desk, &spent)),
        ]
    }
}
