//! `/staff/welcome/{token}`: a new member of staff sets a password by a one-time link.

use domain::form::FormErrors;
use leptos::prelude::*;

use crate::components::{Button, ErrorSummary, Field, problem};
use crate::shell::{self, Assets, Head, Site};

/// The page behind a one-time link.
#[derive(Debug, Clone)]
pub enum InvitationPage {
    /// The link is good.
    Open {
        /// The token of the link, as it stands in the address.
        token: String,
        /// Whose account it is.
        name: String,
        /// The account's email address, which is also its name at sign-in.
        email: String,
        /// What is wrong; fields `password` and `again`.
        errors: FormErrors,
    },
    /// The link has been used, has expired or never was: one answer for all three.
    Spent,
}

/// The page behind a one-time link as a document.
#[must_use]
pub fn invitation(site: &Site, assets: &Assets, model: &InvitationPage) -> String {
    match model {
        InvitationPage::Spent => spent(site, assets),
        InvitationPage::Open {
            token,
            name,
            email,
            errors,
        } => {
            let head = Head::new("Choose your password").with_problems(!errors.is_empty());
            shell::staff(site, assets, head, None, || {
                open(token, name, email, errors)
            })
        }
    }
}

fn open(token: &str, name: &str, email: &str, errors: &FormErrors) -> AnyView {
    view! {
        <div class="wrap desk-narrow">
            <ErrorSummary errors=errors.clone()/>
            <h1>"Choose your password"</h1>
            <p class="lead">"Hello, "{name.to_owned()}". You will sign in with the address below and the password you choose here."</p>
            <ul>
                <li>"15 characters or more is best: three or four words that do not belong together are easy to remember."</li>
                <li>"It must have 8 characters at the least. Any character counts, spaces too."</li>
                <li>"Do not use the name of the parish, or a password you have elsewhere."</li>
                <li>"You can paste it from a password manager."</li>
            </ul>
            <form class="sign-in" method="post" action=format!("/staff/welcome/{token}") novalidate>
                <div class="field">
                    <label class="label" for="email">"Email address"</label>
                    <input class="input input-wide" id="email" type="email" autocomplete="username" value=email.to_owned() readonly/>
                </div>
                <Field
                    name="password"
                    label="Password"
                    value=""
                    kind="password"
                    autocomplete="new-password"
                    problem=problem(errors, "password")
                />
                <Field
                    name="again"
                    label="The same password again"
                    hint="The link works once, so a slip of the finger would shut you out."
                    value=""
                    kind="password"
                    autocomplete="new-password"
                    problem=problem(errors, "again")
                />
                <Button words="Set the password"/>
            </form>
        </div>
    }
    .into_any()
}

fn spent(site: &Site, assets: &Assets) -> String {
    shell::staff(
        site,
        assets,
        Head::new("This link no longer works"),
        None,
        || {
            view! {
            <div class="wrap desk-narrow">
                <h1>"This link no longer works"</h1>
                <p>"A link like this works once, and only for a while. It may have been used, or its time may be over."</p>
                <p>"If you have set your password already, "<a href="/staff/sign-in">"sign in to the staff desk"</a>"."</p>
                <p>"If you have forgotten it, "<a href=super::forgotten::FORGOTTEN>"ask for a new link"</a>". If you were invited, ask the person who invited you."</p>
            </div>
        }
        .into_any()
        },
    )
}
