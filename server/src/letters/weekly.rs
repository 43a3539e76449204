//! The words of the weekly email and of the mails about it.

use crate::letters::marks;
use app::{components::EventRowModel, pages::noticeboard};
use chrono::NaiveDate;
use domain::{
    council::Site,
    message::{Kind, NewMessage},
    retention::WEEKLY_UNCONFIRMED,
    when,
};
use store::weekly::NewIssue;

/// Where a mail has the reader's link that confirms the address. The worker makes it.
pub const CONFIRM_LINK: &str = "{{confirm link}}";

/// Where a mail has the reader's link that stops the weekly email.
pub const STOP_LINK: &str = "{{stop link}}";

/// A week's email, the same for everybody. Where there is `more` than it holds, it says so.
#[must_use]
pub fn issue(site: &Site, rows: &[EventRowModel], more: bool, today: NaiveDate) -> NewIssue {
    let mut lines = vec![
        format!("What’s On in {}", site.places),
        format!("From {}, for two weeks", when::day(today)),
    ];
    for day in rows.chunk_by(|a, b| a.date == b.date) {
        lines.extend(day.first().map(|row| format!("\n{}", when::day(row.date))));
        lines.extend(
            day.iter()
                .map(|row| format!("\n{}\n{}{}", noticeboard::line(row), site.address, row.href)),
        );
    }
    if more {
        lines.push(format!(
            "\nThere is more on than an email holds. This one has the first {}.",
            rows.len()
        ));
    }
    lines.push(format!(
        "\nAll events, and how to add yours: {}",
        site.address
    ));
    lines.push(format!("\n{}", foot(site)));
    NewIssue {
        subject: format!("What’s On from {}", when::day_and_year(today)),
        body: lines.join("\n"),
        events: rows.len(),
    }
}

/// The disclaimer (policy 5.4), why one gets it, and how to stop.
fn foot(site: &Site) -> String {
    format!(
        "Events are run by local groups, not the council. {council} does not accept any responsibility for the \
         events advertised. Check details with the organiser.\n\n\
         You get this email because you asked for it. To stop it at once: {STOP_LINK}\n\n\
         {council}\n{}\n{} · {}",
        site.office_address,
        site.office_email,
        site.office_telephone,
        council = site.council,
    )
}

/// What somebody is sent who asks for the weekly email: the link that confirms the address, or word
/// that they get it already. The page that asked says the same of both.
#[must_use]
pub fn asked(site: &Site, recipient: &str, confirmed: bool) -> NewMessage {
    let what = if confirmed {
        format!(
            "Somebody, probably you, asked for the weekly What’s On email. You get it already, so there is nothing \
             to do.\n\nTo stop it at once: {STOP_LINK}"
        )
    } else {
        format!(
            "Somebody, probably you, asked for an email each week with the events of the next two weeks. Say that \
             it was you, and it comes:\n\n{CONFIRM_LINK}\n\nThe link works for {} days. If it was not you, there is \
             nothing to do: without it no email comes, and we forget this address.",
            WEEKLY_UNCONFIRMED.num_days(),
        )
    };
    let body = format!(
        "Hello\n\n{what}\n\n{council}\n{}\n{} · {}\n\n\
         {council} does not accept any responsibility for the events advertised.",
        site.office_address,
        site.office_email,
        site.office_telephone,
        council = site.council,
    );
    NewMessage {
        kind: Kind::WeeklyConfirm,
        recipient: recipient.to_owned(),
        subject: "What’s On: your weekly email".to_owned(),
        body,
        message_id: marks::message_id(&site.address),
    }
}
