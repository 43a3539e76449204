//! The weekly email: what it says, and how it is written to each reader when its hour has come.

use app::{components::EventRowModel, pages::noticeboard, shell::Site};
use chrono::{Days, NaiveDate, TimeDelta};
use domain::{weekly::DAYS_TOLD, when};

use crate::{
    db::{
        self,
        messages::NewMessage,
        weekly::{BATCH, NewIssue, Purpose},
    },
    http::noticeboard::row as noticeboard_row,
    mail::{self, Kind},
    state::App,
};

/// Where a mail has the reader's link that confirms the address. The worker makes it.
const CONFIRM_LINK: &str = "{{confirm link}}";
/// Where a mail has the reader's link that stops the weekly email.
const STOP_LINK: &str = "{{stop link}}";

/// How late an email may be written. After a longer absence the next one is soon enough.
const LATE: TimeDelta = TimeDelta::hours(24);

/// Writes the weekly email where its hour has come, and says to how many. Any number of copies may
/// run it, as often as they like: each reader gets one a week. With nothing on, nobody gets any.
///
/// # Errors
/// When the database does not answer.
pub async fn by_the_clock(app: &App) -> sqlx::Result<i64> {
    let now = app.now();
    let due = db::weekly::timetable(&app.db).await?.last_due(now);
    if !app.mail.is_set_up() || now - due.at > LATE {
        return Ok(0);
    }
    let site = &app.council().site;
    if !db::weekly::is_written(&app.db, due.week).await? {
        let today = app.today();
        let days = (today, today + Days::new(DAYS_TOLD - 1));
        let found = db::paper::between(&app.db, days, now).await?;
        let rows: Vec<_> = found.rows.into_iter().map(noticeboard_row).collect();
        let issue = issue(site, &rows, found.more, today);
        db::weekly::write_issue(&app.db, due.week, &issue, now).await?;
    }
    let mut total = 0;
    loop {
        let host = mail::host(&site.address);
        let written = db::weekly::write_batch(&app.db, due, host, now).await?;
        total += written;
        if written < BATCH {
            return Ok(total);
        }
    }
}

/// A week's email, the same for everybody. Where there is `more` than it holds, it says so.
fn issue(site: &Site, rows: &[EventRowModel], more: bool, today: NaiveDate) -> NewIssue {
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
             it was you, and it comes:\n\n{CONFIRM_LINK}\n\nThe link works for 7 days. If it was not you, there is \
             nothing to do: without it no email comes, and we forget this address."
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
        message_id: mail::message_id(&site.address),
    }
}

/// The text with the reader's link in its place, and the address that stops the weekly email. The
/// place is the last one there is: an event's title may hold the same words.
pub(super) async fn filled_in(
    app: &App,
    reader: i64,
    body: &str,
    site: &str,
) -> sqlx::Result<(String, Option<String>)> {
    if let Some((before, after)) = body.rsplit_once(STOP_LINK) {
        let token = db::weekly::mint(&app.db, reader, Purpose::Stop, app.now()).await?;
        let stop = format!("{site}/weekly/stop/{token}");
        return Ok((format!("{before}{stop}{after}"), Some(stop)));
    }
    if let Some((before, after)) = body.rsplit_once(CONFIRM_LINK) {
        let token = db::weekly::mint(&app.db, reader, Purpose::Confirm, app.now()).await?;
        let confirm = format!("{site}/weekly/confirm/{token}");
        return Ok((format!("{before}{confirm}{after}"), None));
    }
    Ok((body.to_owned(), None))
}
