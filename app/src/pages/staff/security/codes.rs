//! `/staff/security/recovery-codes`: ten codes, shown until they are written down.

use leptos::prelude::*;

use super::address::SECURITY;
use crate::components::{Button, Look};
use crate::pages::staff::Desk;
use crate::shell::{Head, StaffPage};

/// The page's address.
pub const CODES: &str = "/staff/security/recovery-codes";
/// The same codes as a file.
pub const CODES_FILE: &str = "/staff/security/recovery-codes.txt";

/// The recovery codes of an account.
#[derive(Debug, Clone, Default)]
pub struct CodesPage {
    /// New ones, which are shown; none where there are none to show.
    pub new: Vec<String>,
    /// How many are left.
    pub left: i64,
}

/// The page as a document.
#[must_use]
pub fn codes(desk: Desk, model: &CodesPage) -> String {
    if model.new.is_empty() {
        return ask(desk, model.left);
    }
    desk.page(Head::new("Your recovery codes"), StaffPage::Settings, || {
        let rows = model
            .new
            .iter()
            .map(|code| view! { <li><code>{code.clone()}</code></li> })
            .collect::<Vec<_>>();
        view! {
            <div class="wrap desk-narrow">
                <h1>"Your recovery codes"</h1>
                <p class="lead">"On the day when you have neither your telephone nor your passkey with you, one of these signs you in together with your password. Each works once."</p>
                <ol class="recovery-codes">{rows}</ol>
                <p>"Write them down or print this page, and keep the paper where you keep keys: not beside the computer, and not with your password. "<a href=CODES_FILE download="recovery-codes.txt">"Save the codes as a file"</a>"."</p>
                <p>"They are not shown again once you go on."</p>
                <form class="actions" method="post" action=CODES>
                    <input type="hidden" name="step" value="noted"/>
                    <Button words="I have written them down"/>
                </form>
            </div>
        }
        .into_any()
    })
}

/// What there is, and the question whether to make new ones.
fn ask(desk: Desk, left: i64) -> String {
    let head = Head::new("Recovery codes").back_to(SECURITY, "Signing in");
    desk.page(head, StaffPage::Settings, || {
        let left = match left {
            0 => "You have no recovery codes left.".to_owned(),
            1 => "You have 1 recovery code left.".to_owned(),
            left => format!("You have {left} recovery codes left."),
        };
        view! {
            <div class="wrap desk-narrow">
                <h1>"Recovery codes"</h1>
                <p>{left}" Nobody can show them again, not even this site: it keeps only what it needs to know one when it sees it."</p>
                <p>"If you cannot find the paper, make ten new ones. The old ones then no longer work."</p>
                <form class="actions" method="post" action=CODES>
                    <input type="hidden" name="step" value="new"/>
                    <Button words="Make ten new codes" look=Look::Outline/>
                </form>
            </div>
        }
        .into_any()
    })
}

/// The codes as a text file.
#[must_use]
pub fn codes_file(site: &str, name: &str, codes: &[String]) -> String {
    let mut text = format!("Recovery codes of {name} for the What's On desk, {site}\n");
    text.push_str("Each signs you in once, together with your password.\n\n");
    for code in codes {
        text.push_str(code);
        text.push('\n');
    }
    text
}
