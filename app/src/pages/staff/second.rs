//! `/staff/sign-in/…`: the second step of the sign-in, and the sign-in by a passkey alone.

use domain::form::FormErrors;
use leptos::prelude::*;

use crate::components::{
    Button, ErrorSummary, Field, Notice, PasskeyAct, PasskeyForm, Tone, problem,
};
use crate::shell::{self, Assets, Head, Site};

/// Where the second step is done.
pub const SECOND: &str = "/staff/sign-in/second";
/// Where a recovery code is entered.
pub const RECOVERY: &str = "/staff/sign-in/recovery";
/// Where one signs in with a passkey alone.
pub const PASSKEY: &str = "/staff/sign-in/passkey";

/// What is said when a device has not shown its passkey.
const NOT_SHOWN: &str = "Your device did not use a passkey. Try again, or sign in another way";

/// The second step: a code, a passkey, or either.
#[derive(Debug, Clone, Default)]
pub struct SecondPage {
    /// Whether the account has an app that makes codes.
    pub app: bool,
    /// The question for a passkey of the account, where it has one that works here.
    pub passkey: Option<String>,
    /// What was typed as the code.
    pub code: String,
    /// What is wrong; fields `code` and `passkey`.
    pub errors: FormErrors,
}

/// The second step as a document.
#[must_use]
pub fn second(site: &Site, assets: &Assets, model: &SecondPage) -> String {
    let mut head = Head::new("Sign in: the second step").with_problems(!model.errors.is_empty());
    head.passkeys = model.passkey.is_some();
    shell::staff(site, assets, head, None, || {
        let both = model.app && model.passkey.is_some();
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"One more step"</h1>
                <p class="lead">"Your password is right. Now show that it is you who knows it."</p>
                {problem_of_passkey(&model.errors)}
                {model.passkey.clone().map(passkey)}
                {both.then(|| view! { <h2>"Or enter a code"</h2> })}
                {model.app.then(|| code(model))}
                {(!model.app && model.passkey.is_none()).then(nothing_here)}
                {another_way()}
            </div>
        }
        .into_any()
    })
}

/// What is wrong with the passkey that was shown, where the summary leads.
pub(super) fn problem_of_passkey(errors: &FormErrors) -> AnyView {
    let words = errors.of("passkey").map(str::to_owned);
    words
        .map(|words| {
            view! {
                <p class="problem" id="passkey" tabindex="-1">
                    <span class="unseen">"Problem: "</span>
                    {words}
                </p>
            }
        })
        .into_any()
}

fn passkey(options: String) -> AnyView {
    view! {
        <h2>"Use your passkey"</h2>
        <p>"Your device asks for your finger, your face or its PIN, as when you unlock it."</p>
        <PasskeyForm
            act=PasskeyAct::Use
            action="/staff/sign-in/second/passkey"
            options=options
            words="Use your passkey"
            problem=NOT_SHOWN
        />
    }
    .into_any()
}

fn code(model: &SecondPage) -> AnyView {
    view! {
        <form class="sign-in" method="post" action=SECOND novalidate>
            <Field
                name="code"
                label="The six figures that your app shows now"
                hint="Open the app on your telephone. The code changes each half minute, and each works once."
                value=model.code.clone()
                autocomplete="one-time-code"
                inputmode="numeric"
                width="short"
                spellcheck=false
                problem=problem(&model.errors, "code")
            />
            <Button words="Sign in"/>
        </form>
    }
    .into_any()
}

fn nothing_here() -> AnyView {
    view! {
        <Notice tone=Tone::Amber>
            <p>"Your passkey works only at the site’s usual address, and you are at another one. Open the usual address, or use a recovery code."</p>
        </Notice>
    }
    .into_any()
}

fn another_way() -> AnyView {
    view! {
        <h2 class="sign-in-help">"If you do not have it with you"</h2>
        <p><a href=RECOVERY>"Use one of your recovery codes"</a>", the ones you wrote down."</p>
        <p><a href="/staff/sign-in">"Start again with another account"</a></p>
    }
    .into_any()
}

/// The form for a recovery code.
#[derive(Debug, Clone, Default)]
pub struct RecoveryPage {
    /// What was typed.
    pub recovery: String,
    /// What is wrong; field `recovery`.
    pub errors: FormErrors,
}

/// The form for a recovery code as a document.
#[must_use]
pub fn recovery(site: &Site, assets: &Assets, model: &RecoveryPage) -> String {
    let head = Head::new("Sign in with a recovery code")
        .with_problems(!model.errors.is_empty())
        .back_to(SECOND, "The second step");
    shell::staff(site, assets, head, None, || {
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Use a recovery code"</h1>
                <p class="lead">"It is one of the ten codes you wrote down when you set up your account. Each works once: cross it out afterwards."</p>
                <form class="sign-in" method="post" action=RECOVERY novalidate>
                    <Field
                        name="recovery"
                        label="Recovery code"
                        hint="16 letters and figures, like ABCD-EFGH-JKLM-NPQR. Small letters are fine, and so are spaces."
                        value=model.recovery.clone()
                        autocomplete="off"
                        spellcheck=false
                        problem=problem(&model.errors, "recovery")
                    />
                    <Button words="Sign in"/>
                </form>
                <h2 class="sign-in-help">"If you have none left"</h2>
                <p>"Ask the person who looks after this site."</p>
            </div>
        }
        .into_any()
    })
}

/// The sign-in by a passkey alone.
#[derive(Debug, Clone, Default)]
pub struct PasskeyPage {
    /// The question for any passkey of this site; none where the site can have no passkeys.
    pub options: Option<String>,
    /// Our own path to go to afterwards, or empty.
    pub next: String,
    /// What is wrong; field `passkey`.
    pub errors: FormErrors,
}

/// The sign-in by a passkey alone, as a document.
#[must_use]
pub fn passkey_alone(site: &Site, assets: &Assets, model: &PasskeyPage) -> String {
    let mut head = Head::new("Sign in with a passkey")
        .with_problems(!model.errors.is_empty())
        .back_to("/staff/sign-in", "Sign in with a password");
    head.passkeys = model.options.is_some();
    shell::staff(site, assets, head, None, || {
        let form = model.options.clone().map(|options| {
            let act = if model.errors.is_empty() {
                PasskeyAct::UseNow
            } else {
                PasskeyAct::Use
            };
            let next = model.next.clone();
            view! {
                <p class="lead">"Your device asks which passkey to use, and for your finger, your face or its PIN. You need no password."</p>
                <PasskeyForm act=act action=PASSKEY options=options words="Use your passkey" problem=NOT_SHOWN>
                    <input type="hidden" name="next" value=next/>
                </PasskeyForm>
            }
        });
        let none = model.options.is_none().then(|| {
            view! { <p>"Passkeys do not work at this address. Sign in with your email address and your password."</p> }
        });
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Sign in with a passkey"</h1>
                {problem_of_passkey(&model.errors)}
                {form}
                {none}
            </div>
        }
        .into_any()
    })
}
