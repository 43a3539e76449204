//! The staff desk, one file a page: what waits, a submission and its decision, what is listed,
//! the messages, the records and the settings. Every journey is ordinary forms and pages, without script.

pub(in crate::pages) mod appearance;
pub mod beside;
pub mod components;
pub mod confirm;
pub mod decide;
pub mod event_status;
pub mod forgotten;
pub mod held;
pub mod interrupted_form;
pub mod invitation;
pub mod key_in;
pub mod listed;
pub mod log;
pub mod messages;
pub mod notices;
pub mod overtaken;
pub mod queue;
pub mod records;
pub mod reports;
pub mod review;
pub mod second;
pub mod security;
pub mod sender;
pub mod settings;
pub mod shortcuts;
pub mod sign_in;
pub mod spam;
pub mod staff_edit;
pub mod take_down;

use leptos::prelude::*;

use crate::shell::{self, Assets, Head, Site, StaffNav, StaffPage};

/// What every page of the desk is given besides its own model.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The council.
    pub site: &'a Site,
    /// The files that pages load.
    pub assets: &'a Assets,
    /// Who is signed in; which page is current is set by the page itself.
    pub nav: &'a StaffNav,
}

impl Desk<'_> {
    fn page(self, head: Head, current: StaffPage, body: impl FnOnce() -> AnyView) -> String {
        let nav = StaffNav {
            current,
            ..self.nav.clone()
        };
        shell::staff(self.site, self.assets, head, Some(nav), body)
    }
}

/// The desk's addresses.
pub(crate) mod address {
    /// What the addresses of pictures begin with for staff.
    pub(crate) const PICTURES: &str = "/staff/pictures";

    /// A submission.
    pub(crate) fn submission(reference: &str) -> String {
        format!("/staff/submissions/{reference}")
    }

    /// A submission, alone or as one of those that are read in turn.
    pub(crate) fn review(reference: &str, in_turn: bool) -> String {
        let turn = if in_turn { "?turn=yes" } else { "" };
        format!("{}{turn}", submission(reference))
    }

    /// The next that waits, after this one.
    pub(crate) fn next_after(reference: &str) -> String {
        format!("/staff/next?after={reference}")
    }

    /// The page for changing the wording.
    pub(crate) fn wording(reference: &str) -> String {
        format!("{}/wording", submission(reference))
    }

    /// Two submissions side by side.
    pub(crate) fn beside(reference: &str, other: &str) -> String {
        format!("{}/beside/{other}", submission(reference))
    }

    /// The confirm page of a removal.
    pub(crate) fn take_down(reference: &str) -> String {
        format!("/staff/submissions/{reference}/take-down")
    }

    /// What has become of a listed event, said by staff.
    pub(crate) fn event_status(reference: &str) -> String {
        format!("/staff/submissions/{reference}/standing")
    }

    /// Everything that a submission's sender sent in.
    pub(crate) fn sender(reference: &str) -> String {
        format!("/staff/submissions/{reference}/sender")
    }

    /// A message.
    pub(crate) fn message(id: i64) -> String {
        format!("/staff/messages/{id}")
    }

    /// The confirm page of throwing a draft away.
    pub(crate) fn throw_away(id: i64) -> String {
        format!("/staff/messages/{id}/throw-away")
    }

    /// Where a message is sent again.
    pub(crate) fn again(id: i64) -> String {
        format!("/staff/messages/{id}/again")
    }

    /// Leaves a message as it is.
    pub(crate) fn leave(id: i64) -> String {
        format!("/staff/messages/{id}/leave")
    }

    /// A report from the public.
    pub(crate) fn report(id: i64) -> String {
        format!("{REPORTS}/{id}")
    }

    /// The reports from the public.
    pub(crate) const REPORTS: &str = "/staff/reports";

    /// What looks like spam.
    pub(crate) const SPAM: &str = "/staff/spam";

    /// What waits until its sender has confirmed the address.
    pub(crate) const UNCONFIRMED: &str = "/staff/unconfirmed";

    /// Sends all again that could not be sent.
    pub(crate) const ALL_AGAIN: &str = "/staff/messages/again";

    /// Lets the emails go that are held.
    pub(crate) const LET_GO: &str = "/staff/messages/let-go";

    /// What one hears of by email.
    pub(crate) const NOTICES: &str = "/staff/settings/notices";

    /// A page of a list: the query's empty values are left out, and so is page 1.
    pub(crate) fn page(path: &str, query: &[(&str, &str)], page: u32) -> String {
        let number = page.to_string();
        let mut pairs: Vec<(&str, &str)> = query
            .iter()
            .copied()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if page > 1 {
            pairs.push(("page", &number));
        }
        if pairs.is_empty() {
            return path.to_owned();
        }
        let query: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        format!("{path}?{}", query.join("&"))
    }

    /// A value as it stands in a query.
    fn encoded(value: &str) -> String {
        use std::fmt::Write as _;
        let mut out = String::with_capacity(value.len());
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    out.push(char::from(byte));
                }
                b' ' => out.push('+'),
                byte => {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
        out
    }
}
