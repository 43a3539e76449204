//! `/staff/security`: how one signs in, and what there is to prove it with.

mod address;
pub mod codes;
pub mod password;
pub mod sessions;
pub mod set_up;

use chrono::{DateTime, Utc};
use domain::when;
use leptos::prelude::*;

use super::{
    Desk,
    components::{Flash, flash_banner},
};
use crate::components::{ButtonLink, Look, Notice, Tone};
use crate::shell::{Head, StaffPage};

pub use address::SECURITY;

/// A passkey in the list.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    /// Its number.
    pub id: i64,
    /// The name its owner gave it.
    pub name: String,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// When it was last used.
    pub used: Option<DateTime<Utc>>,
}

/// What an account signs in with.
#[derive(Debug, Clone, Default)]
pub struct SecurityPage {
    /// Its passkeys.
    pub passkeys: Vec<PasskeyRow>,
    /// Whether passkeys work at this address.
    pub passkeys_offered: bool,
    /// When its app was added, and when a code was last used.
    pub app: Option<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// How many recovery codes are left.
    pub codes_left: i64,
    /// Whether it is the demonstration's account, which has a password alone.
    pub demo: bool,
}

/// The page as a document.
#[must_use]
pub fn security(desk: Desk, flash: Option<&Flash>, model: &SecurityPage) -> String {
    let head = Head::new("Signing in").back_to("/staff/settings", "Settings");
    desk.page(head, StaffPage::Settings, || {
        let body = if model.demo {
            demo()
        } else {
            factors(model)
        };
        view! {
            <div class="wrap desk-narrow">
                {flash.map(flash_banner)}
                <h1>"Signing in"</h1>
                {body}
                <h2>"Your password"</h2>
                <p><a href="/staff/security/password">"Change your password"</a></p>
                <h2>"Where you are signed in"</h2>
                <p><a href="/staff/security/sessions">"See where you are signed in, and sign out elsewhere"</a></p>
            </div>
        }
        .into_any()
    })
}

fn demo() -> AnyView {
    view! {
        <Notice>
            <p>
                <strong>"This is the demonstration’s account."</strong>
                " It signs in with a password alone. Every other account has a second step: a passkey, or a code of six figures."
            </p>
        </Notice>
    }
    .into_any()
}

fn factors(model: &SecurityPage) -> AnyView {
    view! {
        <p class="lead">"Your password alone opens nothing. You also need a passkey, or a code of six figures from an app. It is wise to have both."</p>
        <h2>"Passkeys"</h2>
        {passkeys(model)}
        <h2>"Codes from an app"</h2>
        {app(model)}
        <h2>"Recovery codes"</h2>
        {codes(model.codes_left)}
    }
    .into_any()
}

fn passkeys(model: &SecurityPage) -> AnyView {
    let rows = model
        .passkeys
        .iter()
        .map(|row| {
            let href = format!("{SECURITY}/passkeys/{}/remove", row.id);
            view! {
                <li>
                    <strong class="cell-title">{row.name.clone()}</strong>
                    <p class="hint">{times(row.made, row.used)}</p>
                    <a href=href>"Remove "<span class="unseen">"the passkey “"{row.name.clone()}"”"</span></a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let list = (!rows.is_empty()).then(|| view! { <ul class="settings-list">{rows}</ul> });
    let none = model
        .passkeys
        .is_empty()
        .then(|| view! { <p>"You have no passkey."</p> });
    let add = if model.passkeys_offered {
        view! { <p><ButtonLink href=set_up::PASSKEY words="Add a passkey" look=Look::Outline/></p> }
            .into_any()
    } else {
        set_up::not_offered()
    };
    view! { {list}{none}{add} }.into_any()
}

fn app(model: &SecurityPage) -> AnyView {
    match model.app {
        Some((since, used)) => view! {
            <p>"An app on your telephone or computer makes your codes. "{times(since, used)}</p>
            <ul class="settings-list">
                <li><a href=set_up::APP>"Use another app or telephone"</a></li>
                <li><a href="/staff/security/app/remove">"Remove the app"</a></li>
            </ul>
        }
        .into_any(),
        None => view! {
            <p>"You have no app that makes codes."</p>
            <p><ButtonLink href=set_up::APP words="Add an app" look=Look::Outline/></p>
        }
        .into_any(),
    }
}

fn codes(left: i64) -> AnyView {
    let words = match left {
        0 => "You have none left.".to_owned(),
        1 => "You have 1 left.".to_owned(),
        left => format!("You have {left} left."),
    };
    let few = (left < 3).then(|| {
        view! {
            <Notice tone=Tone::Amber>
                <p>"Make new ones before they run out."</p>
            </Notice>
        }
    });
    view! {
        {few}
        <p>"They are for the day when you have neither your telephone nor your passkey with you. "{words}</p>
        <p><a href=codes::CODES>"Make new recovery codes"</a></p>
    }
    .into_any()
}

/// "Added on Saturday 5 December 2026, last used on Monday 7 December 2026."
fn times(made: DateTime<Utc>, used: Option<DateTime<Utc>>) -> String {
    let day = |at| when::day(when::today(at));
    match used {
        Some(used) => format!("Added on {}, last used on {}.", day(made), day(used)),
        None => format!("Added on {}, not used yet.", day(made)),
    }
}
