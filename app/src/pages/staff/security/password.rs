//! `/staff/security/password`: one's own password.

use domain::form::FormErrors;
use leptos::prelude::*;

use super::{super::Desk, address::SECURITY};
use crate::{
    components::{Button, ErrorSummary, Field, problem},
    shell::{Head, StaffPage},
};

/// The page's address.
pub const PASSWORD: &str = "/staff/security/password";

/// The form. What was typed is never shown again.
#[derive(Debug, Clone, Default)]
pub struct PasswordPage {
    /// The account's email address, for password managers.
    pub email: String,
    /// What is wrong; fields `old`, `password` and `again`.
    pub errors: FormErrors,
}

/// The page as a document.
#[must_use]
pub fn password(desk: Desk, model: &PasswordPage) -> String {
    let head = Head::new("Change your password")
        .with_problems(!model.errors.is_empty())
        .back_to(SECURITY, "Signing in");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Change your password"</h1>
                <ul>
                    <li>"15 characters or more is best: three or four words that do not belong together are easy to remember."</li>
                    <li>"It must have 8 characters at the least. Any character counts, spaces too."</li>
                    <li>"Do not use the name of the parish, or a password you have elsewhere."</li>
                    <li>"You are signed out everywhere else, and told by email."</li>
                </ul>
                <form class="sign-in" method="post" action=PASSWORD novalidate>
                    <div class="field">
                        <label class="label" for="email">"Email address"</label>
                        <input class="input input-wide" id="email" type="email" autocomplete="username" value=model.email.clone() readonly/>
                    </div>
                    {line("old", "The password you have now", "current-password", &model.errors)}
                    {line("password", "The new password", "new-password", &model.errors)}
                    {line("again", "The new password again", "new-password", &model.errors)}
                    <div class="second-step-buttons">
                        <Button words="Change it"/>
                        <a href=SECURITY>"Leave it as it is"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn line(
    name: &'static str,
    label: &'static str,
    autocomplete: &'static str,
    errors: &FormErrors,
) -> AnyView {
    view! {
        <Field
            name=name
            label=label
            value=""
            kind="password"
            autocomplete=autocomplete
            problem=problem(errors, name)
        />
    }
    .into_any()
}
