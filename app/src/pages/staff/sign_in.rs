//! `/staff/sign-in`: the door to the desk.

use domain::form::FormErrors;
use leptos::prelude::*;

use super::forgotten::FORGOTTEN;
use super::second::PASSKEY;
use crate::components::{Button, ErrorSummary, Field, Look, Notice, Tone, problem};
use crate::shell::{self, Assets, Head, Site};

/// Why the visitor stands at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrival {
    /// They came by themselves.
    #[default]
    Plain,
    /// They asked for a page of the desk without being signed in, or for one that does not exist:
    /// both look the same.
    NeedsSignIn,
    /// They were signed out after a while without use.
    Idle,
    /// They signed out.
    SignedOut,
    /// They set their password by the one-time link.
    PasswordSet,
    /// They are signed in, but not lately enough for what they asked for.
    Again,
    /// They took too long over the second step.
    Late,
}

/// The sign-in form.
#[derive(Debug, Clone, Default)]
pub struct SignInPage {
    /// What was typed as the email address.
    pub email: String,
    /// Our own path to go to afterwards, or empty.
    pub next: String,
    /// A form that was sent and not taken, as it was encoded, or empty. It is kept for afterwards.
    pub unsent: String,
    /// Why the visitor is here.
    pub arrival: Arrival,
    /// Whether the site runs with its demonstration account.
    pub demo: bool,
    /// Whether passkeys work at this address.
    pub passkeys: bool,
    /// What is wrong; fields `email` and `password`.
    pub errors: FormErrors,
}

/// The sign-in page as a document.
#[must_use]
pub fn sign_in(site: &Site, assets: &Assets, model: &SignInPage) -> String {
    let title = if model.arrival == Arrival::SignedOut {
        "Signed out"
    } else {
        "Staff sign in"
    };
    let mut head = Head::new(title).with_problems(!model.errors.is_empty());
    head.passkeys = model.passkeys;
    shell::staff(site, assets, head, None, || {
        view! {
            <div class="wrap desk-narrow">
                {arrival(model.arrival)}
                {(!model.unsent.is_empty()).then(kept)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Staff sign in"</h1>
                {model.demo.then(demo)}
                <form class="sign-in" method="post" action="/staff/sign-in" novalidate>
                    <input type="hidden" name="next" value=model.next.clone()/>
                    {(!model.unsent.is_empty()).then(|| view! { <input type="hidden" name="unsent" value=model.unsent.clone()/> })}
                    <Field
                        name="email"
                        label="Email address"
                        value=model.email.clone()
                        kind="email"
                        autocomplete="username"
                        spellcheck=false
                        problem=problem(&model.errors, "email")
                    />
                    <Field
                        name="password"
                        label="Password"
                        value=""
                        kind="password"
                        autocomplete="current-password"
                        problem=problem(&model.errors, "password")
                    />
                    <Button words="Sign in"/>
                </form>
                {(model.passkeys && model.unsent.is_empty()).then(|| with_a_passkey(&model.next))}
                <h2 class="sign-in-help">"If you cannot sign in"</h2>
                <p><a href=FORGOTTEN>"I have forgotten my password"</a></p>
                <p>"Nobody can see your password. If you have lost your telephone too, ask the person who looks after this site."</p>
            </div>
        }
        .into_any()
    })
}

/// The way in for somebody with a passkey. A browser that has none, or runs no script, is not shown
/// it.
fn with_a_passkey(next: &str) -> AnyView {
    view! {
        <form class="sign-in-passkey" method="get" action=PASSKEY data-passkeys-only="" hidden>
            <input type="hidden" name="next" value=next.to_owned()/>
            <Button words="Sign in with a passkey" look=Look::Outline/>
        </form>
    }
    .into_any()
}

fn arrival(arrival: Arrival) -> AnyView {
    let (heading, words) = match arrival {
        Arrival::Plain => return ().into_any(),
        Arrival::NeedsSignIn => ("Sign in to go on", "That page is for the parish staff."),
        Arrival::Idle => (
            "You were signed out",
            "Nothing was done for a while. Sign in and you go on where you were.",
        ),
        Arrival::SignedOut => ("You are signed out", "You can close this page."),
        Arrival::Again => (
            "For this, sign in again",
            "It is more than a quarter of an hour since you did, and this is only for you. Then you go on where you were.",
        ),
        Arrival::PasswordSet => ("Your password is set", "Sign in with it now."),
        Arrival::Late => (
            "Start again",
            "The time for the second step is over. Enter your email address and your password once more.",
        ),
    };
    view! {
        <Notice tone=Tone::Leaf role="status">
            <p><strong>{heading}"."</strong>" "{words}</p>
        </Notice>
    }
    .into_any()
}

fn kept() -> AnyView {
    view! {
        <Notice>
            <p>"What you typed is kept. You can send it once you have signed in."</p>
        </Notice>
    }
    .into_any()
}

fn demo() -> AnyView {
    view! {
        <Notice>
            <p>
                <strong>"This is a demonstration."</strong>
                " How to sign in stands on the console, where the site was started."
            </p>
        </Notice>
    }
    .into_any()
}
