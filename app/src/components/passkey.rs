use leptos::prelude::*;

use super::Button;

/// What a device is asked to do with a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyAct {
    /// To make one.
    Make,
    /// To show that it has one, when the button is pressed.
    Use,
    /// As [`PasskeyAct::Use`], and at once.
    UseNow,
}

/// A form that a passkey answers. `frontend/passkey.js` asks the device and puts its answer into the
/// form; without script the form goes without one, and the server says what to do.
#[component]
pub fn PasskeyForm(
    /// What is asked.
    act: PasskeyAct,
    /// Where the form goes.
    action: &'static str,
    /// The question for the device, as JSON.
    #[prop(into)]
    options: String,
    /// The button's words.
    words: &'static str,
    /// What is said when the device has not done it.
    problem: &'static str,
    /// Fields of the form.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let call = match act {
        PasskeyAct::Make => "create",
        PasskeyAct::Use | PasskeyAct::UseNow => "get",
    };
    let now = (act == PasskeyAct::UseNow).then_some("");
    view! {
        <form
            class="passkey"
            method="post"
            action=action
            novalidate
            data-passkey=call
            data-passkey-now=now
            data-options=options
        >
            <p class="problem" data-passkey-problem="" role="alert" tabindex="-1" hidden>
                <span class="unseen">"Problem: "</span>
                {problem}
            </p>
            {children.map(|children| children())}
            <input type="hidden" name="answer" value=""/>
            <Button words=words/>
        </form>
    }
}
