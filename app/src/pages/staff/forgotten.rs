//! `/staff/forgotten`: a new password for somebody who has forgotten theirs.

use domain::form::FormErrors;
use leptos::prelude::*;

use crate::components::{Button, ErrorSummary, Field, problem};
use crate::shell::{self, Assets, Head, Site};

/// The page's address.
pub const FORGOTTEN: &str = "/staff/forgotten";
/// The address of what is said afterwards.
pub const SENT: &str = "/staff/forgotten/sent";

/// The form.
#[derive(Debug, Clone, Default)]
pub struct ForgottenPage {
    /// The email address, as typed.
    pub email: String,
    /// What is wrong; field `email`.
    pub errors: FormErrors,
}

/// The form as a document.
#[must_use]
pub fn forgotten(site: &Site, assets: &Assets, model: &ForgottenPage) -> String {
    let head = Head::new("Forgotten password")
        .with_problems(!model.errors.is_empty())
        .back_to("/staff/sign-in", "Staff sign in");
    shell::staff(site, assets, head, None, || {
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Forgotten password"</h1>
                <p>"Enter the email address you sign in with. We send a link there, by which you choose a new password."</p>
                <form class="sign-in" method="post" action=FORGOTTEN novalidate>
                    <Field
                        name="email"
                        label="Email address"
                        value=model.email.clone()
                        kind="email"
                        autocomplete="username"
                        spellcheck=false
                        problem=problem(&model.errors, "email")
                    />
                    <Button words="Send the link"/>
                </form>
            </div>
        }
        .into_any()
    })
}

/// What is said afterwards, to everybody alike, as a document.
#[must_use]
pub fn sent(site: &Site, assets: &Assets) -> String {
    let head = Head::new("Look in your mailbox");
    shell::staff(site, assets, head, None, || {
        view! {
            <div class="wrap desk-narrow">
                <h1>"Look in your mailbox"</h1>
                <p class="lead">"If there is an account with that email address, a link is on its way to it. It works once, within an hour."</p>
                <ul>
                    <li>"It can take a few minutes. Look among the junk mail too."</li>
                    <li>"The second step of your sign-in stays as it is: have your telephone or your passkey at hand."</li>
                    <li>"If no email comes, ask an administrator whether your account is open, and which address it has."</li>
                </ul>
                <p><a href="/staff/sign-in">"Back to staff sign in"</a></p>
            </div>
        }
        .into_any()
    })
}
