//! `/staff/security/second-factor`: setting up a passkey or an app, the first time and later.

use domain::{form::FormErrors, second_factor::groups};
use leptos::prelude::*;

use super::{super::second::problem_of_passkey, address::SECURITY};
use crate::components::{
    Button, ButtonLink, ErrorSummary, Field, Look, Notice, PasskeyAct, PasskeyForm, Qr, QrModel,
    Tone, problem,
};
use crate::shell::{self, Assets, Head, Site, StaffNav, StaffPage};

/// Where one chooses.
pub const SET_UP: &str = "/staff/security/second-factor";
/// Where an app is set up.
pub const APP: &str = "/staff/security/second-factor/app";
/// Where a passkey is made.
pub const PASSKEY: &str = "/staff/security/second-factor/passkey";

/// Who sets up: somebody at the desk, or somebody who comes to it for the first time and so has no
/// way around the page.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The council.
    pub site: &'a Site,
    /// The files that pages load.
    pub assets: &'a Assets,
    /// The header of somebody who is signed in.
    pub nav: Option<&'a StaffNav>,
}

impl Place<'_> {
    fn page(self, head: Head, body: impl FnOnce() -> AnyView) -> String {
        let nav = self.nav.map(|nav| StaffNav {
            current: StaffPage::Settings,
            ..nav.clone()
        });
        shell::staff(self.site, self.assets, head, nav, body)
    }

    /// Where the way back leads: to the choice at first, afterwards to what there is.
    fn back(self, head: Head) -> Head {
        if self.nav.is_some() {
            head.back_to(SECURITY, "Signing in")
        } else {
            head.back_to(SET_UP, "Choose a second step")
        }
    }
}

/// The choice as a document. `offered` is whether passkeys work at this address.
#[must_use]
pub fn choose(place: Place, offered: bool) -> String {
    let first = place.nav.is_none();
    place.page(Head::new("Choose a second step"), || {
        let lead = if first {
            "Your password is set. Because passwords get guessed and stolen, the desk asks for a second step too. Choose one now; it takes a few minutes, once."
        } else {
            "Because passwords get guessed and stolen, the desk asks for a second step too."
        };
        let passkey = if offered {
            view! {
                <p><ButtonLink href=PASSKEY words="Set up a passkey"/></p>
            }
            .into_any()
        } else {
            not_offered()
        };
        view! {
            <div class="wrap desk-narrow">
                <h1>"Choose a second step"</h1>
                <p class="lead">{lead}</p>
                <h2>"A passkey: the easier way"</h2>
                <p>"Your telephone or computer keeps a key for this site. When you sign in, it asks for your finger, your face or its PIN, as when you unlock it. There is nothing to remember and nothing to type, and nobody can talk you out of it by email or telephone."</p>
                {passkey}
                <h2>"A code from an app"</h2>
                <p>"An app on your telephone shows six figures, and new ones each half minute. When you sign in, you type the ones it shows. Any authenticator app does: many telephones and password managers have one built in."</p>
                <p><ButtonLink href=APP words="Set up an app" look=Look::Outline/></p>
                {first.then(not_now)}
            </div>
        }
        .into_any()
    })
}

/// The way out for somebody who has no header to sign out by, and perhaps another's computer.
fn not_now() -> impl IntoView {
    view! {
        <h2>"Not now?"</h2>
        <p>"Sign out, and sign in again when you have your telephone with you. Your password is kept."</p>
        <form method="post" action="/staff/sign-out">
            <Button words="Sign out" look=Look::Outline/>
        </form>
    }
}

/// Why no passkey can be made here.
pub(super) fn not_offered() -> AnyView {
    view! {
        <Notice tone=Tone::Amber>
            <p>"Passkeys do not work at this address of the site: they need one with a name, not with numbers, and a secure connection. Use an app instead."</p>
        </Notice>
    }
    .into_any()
}

/// Setting up an app.
#[derive(Debug, Clone, Default)]
pub struct AppPage {
    /// The code for the telephone's camera.
    pub qr: Option<QrModel>,
    /// The same as letters and figures.
    pub key: String,
    /// Whether another app is there already, whose place it takes.
    pub replaces: bool,
    /// What was typed as the code.
    pub code: String,
    /// What is wrong; field `code`.
    pub errors: FormErrors,
}

/// Setting up an app, as a document.
#[must_use]
pub fn app(place: Place, model: &AppPage) -> String {
    let head = Head::new("Set up an app").with_problems(!model.errors.is_empty());
    place.page(place.back(head), || {
        let replaces = model.replaces.then(|| {
            view! { <p>"It takes the place of the app you have now, whose codes then no longer work."</p> }
        });
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Set up an app"</h1>
                {replaces}
                <ol class="steps">
                    <li>"Open your authenticator app, and choose to add an account."</li>
                    <li>"Let it look at this square with the camera."</li>
                </ol>
                {model.qr.clone().map(|qr| view! { <div class="qr-frame"><Qr qr=qr/></div> })}
                <p>"Can the app not see it, or is the app on this very device? Choose to type a key in, and give it this one:"</p>
                <p class="app-key" id="key"><code>{groups(&model.key, " ")}</code></p>
                <form class="sign-in" method="post" action=APP novalidate>
                    <Field
                        name="code"
                        label="The six figures that the app shows now"
                        hint="This shows that it works. The figures change each half minute."
                        value=model.code.clone()
                        autocomplete="one-time-code"
                        inputmode="numeric"
                        width="short"
                        spellcheck=false
                        problem=problem(&model.errors, "code")
                    />
                    <Button words="Continue"/>
                </form>
            </div>
        }
        .into_any()
    })
}

/// Making a passkey.
#[derive(Debug, Clone, Default)]
pub struct MakePage {
    /// The question for the device; none where passkeys do not work at this address.
    pub options: Option<String>,
    /// What was typed as its name.
    pub name: String,
    /// What is wrong; fields `name` and `passkey`.
    pub errors: FormErrors,
}

/// Making a passkey, as a document.
#[must_use]
pub fn passkey(place: Place, model: &MakePage) -> String {
    let mut head = Head::new("Set up a passkey").with_problems(!model.errors.is_empty());
    head.passkeys = model.options.is_some();
    place.page(place.back(head), || {
        let form = model.options.clone().map(|options| make(options, model));
        let none = model.options.is_none().then(not_offered);
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Set up a passkey"</h1>
                <p>"When you press the button, your device asks where to keep the passkey, and for your finger, your face or its PIN."</p>
                {problem_of_passkey(&model.errors)}
                {form}
                {none}
                <p><a href=APP>"Set up an app instead"</a></p>
            </div>
        }
        .into_any()
    })
}

fn make(options: String, model: &MakePage) -> AnyView {
    let (name, wrong) = (model.name.clone(), problem(&model.errors, "name"));
    view! {
        <PasskeyForm
            act=PasskeyAct::Make
            action=PASSKEY
            options=options
            words="Make the passkey"
            problem="Your device did not make a passkey. Try again, or set up an app instead"
        >
            <Field
                name="name"
                label="A name for it"
                hint="So that you know it from others: My phone, Office computer."
                value=name
                autocomplete="off"
                problem=wrong
            />
        </PasskeyForm>
    }
    .into_any()
}
