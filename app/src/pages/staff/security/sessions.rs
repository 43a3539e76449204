//! `/staff/security/sessions`: where one is signed in.

use chrono::{DateTime, Utc};
use domain::retention::{IDLE_SESSION, SESSION};
use leptos::prelude::*;

use super::{
    super::{
        Desk,
        components::{Flash, cell, flash_banner, moment, more},
    },
    address::SECURITY,
    password::PASSWORD,
};
use crate::{
    components::{Button, Look},
    shell::{Head, StaffPage},
};

/// The page's address.
pub const SESSIONS: &str = "/staff/security/sessions";

/// A browser that is signed in.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// How the page names it.
    pub number: i64,
    /// "Firefox on Windows".
    pub device: String,
    /// When it was signed in.
    pub since: DateTime<Utc>,
    /// When it was last used.
    pub used: DateTime<Utc>,
    /// Whether it is the one that looks at the page.
    pub this: bool,
}

/// The page as a document.
#[must_use]
pub fn sessions(desk: Desk, flash: Option<&Flash>, sessions: &[SessionRow]) -> String {
    let head = Head::new("Where you are signed in").back_to(SECURITY, "Signing in");
    desk.page(head, StaffPage::Settings, || {
        let others = sessions.iter().filter(|session| !session.this).count();
        let all_others = (others > 0).then(|| {
            view! {
                <form class="actions" method="post" action=format!("{SESSIONS}/others")>
                    <Button words="Sign out everywhere else" look=Look::Outline/>
                </form>
            }
        });
        let alone = (others == 0).then(|| view! { <p>"You are signed in nowhere else."</p> });
        view! {
            <div class="wrap desk-narrow">
                {flash.map(flash_banner)}
                <h1>"Where you are signed in"</h1>
                <p>"If you do not know one of these, sign it out, then "<a href=PASSWORD>"change your password"</a>"."</p>
                {table(sessions)}
                {alone}
                {all_others}
                <p class="hint">{format!("You are signed out by itself after {} minutes without use, and after {} hours in any case.", IDLE_SESSION.num_minutes(), SESSION.num_hours())}</p>
            </div>
        }
        .into_any()
    })
}

fn table(sessions: &[SessionRow]) -> AnyView {
    let rows = sessions
        .iter()
        .map(|session| {
            let this = session.this.then(|| more("This is the one you are using"));
            let end = if session.this {
                "–".into_any()
            } else {
                let action = format!("{SESSIONS}/{}/end", session.number);
                let what = format!(" {}", session.device);
                view! {
                    <form method="post" action=action>
                        <button type="submit" class="button-link">"Sign out"<span class="unseen">{what}</span></button>
                    </form>
                }
                .into_any()
            };
            view! {
                <tr>
                    <th scope="row">{session.device.clone()}{this}</th>
                    {cell("Signed in", moment(session.since))}
                    {cell("Last used", moment(session.used))}
                    {cell("End it", end)}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"The one used last first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Where"</th>
                    <th scope="col">"Signed in"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col">"End it"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
