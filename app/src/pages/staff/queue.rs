//! `/staff`: what waits for a decision, oldest first.

use chrono::NaiveDate;
use domain::{
    clock,
    limits::{LET_GO_AT_ONCE, RateLimit},
    when, working_days,
};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{
        Flash, MailAway, Pages, PolicyOverdue, TrackRecord, cell, counted, flash_banner,
        mail_away_banner, more, pagination, policy_banner, tag,
    },
};
use crate::components::{Button, ButtonLink, Look, Notice, Tone};
use crate::shell::{Head, StaffPage};

/// The queue.
#[derive(Debug, Clone, Default)]
pub struct QueuePage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Set when the policy's review is overdue.
    pub overdue: Option<PolicyOverdue>,
    /// Set while the mail server does not answer.
    pub mail_away: Option<MailAway>,
    /// How many submissions wait, on all pages.
    pub waiting: usize,
    /// The oldest that waits: its reference, and the working days it has waited.
    pub oldest: Option<(String, u32)>,
    /// Changes were asked for and the sender has not answered.
    pub changes_asked: usize,
    /// Decided in the last seven days.
    pub decided_this_week: usize,
    /// Closed as spam, ever.
    pub spam: usize,
    /// How many are held, because their sender is blocked.
    pub held: usize,
    /// How many look like spam, and wait beside the queue.
    pub spam_waits: usize,
    /// How many wait beside it until their senders have confirmed their addresses.
    pub unconfirmed: usize,
    /// How many mails that ask for an address to be confirmed are held, because there were far too many in an hour.
    pub braked: usize,
    /// How many mails could not be sent, or perhaps were, and nobody has seen to.
    pub unsettled_mail: usize,
    /// What is done so often by everybody together that the site takes no more of it for now.
    pub full: Vec<RateLimit>,
    /// What is held because the server's clock may be wrong.
    pub clock: Option<clock::Held>,
    /// How many reports from the public nobody has dealt with.
    pub reports: usize,
    /// The blocks whose review is due.
    pub reviews: Vec<BlockReview>,
    /// This page's rows, oldest first.
    pub rows: Vec<QueueRow>,
    /// Where in the pages this is.
    pub pages: Pages,
}

/// A block that staff meant to look at again by now.
#[derive(Debug, Clone)]
pub struct BlockReview {
    /// The address or the group.
    pub who: String,
    /// A submission of the sender.
    pub reference: String,
    /// The day by which.
    pub due: NaiveDate,
}

/// A submission that waits.
#[derive(Debug, Clone)]
pub struct QueueRow {
    /// `WO-7K4P`.
    pub reference: String,
    /// The event's title.
    pub title: String,
    /// What kind of thing it is to decide.
    pub what: Waiting,
    /// "Friday 11 December 2026, 7pm, and 3 more dates".
    pub when: String,
    /// What the dates were, where a change of a listed event would change them.
    pub when_before: Option<String>,
    /// "Pavilion, Withyham".
    pub place: String,
    /// The group, or the sender's name where there is none.
    pub from: String,
    /// What became of the sender's earlier submissions.
    pub track: TrackRecord,
    /// Whether the sender's address is confirmed; none where there is no address.
    pub email_confirmed: Option<bool>,
    /// What is worth a look, in a word or two each.
    pub worth_a_look: Vec<&'static str>,
    /// What a change of a listed event would change: "Dates", "Place".
    pub changes: Vec<&'static str>,
    /// A colleague who has it in hand or open.
    pub with: Option<String>,
    /// Working days it has waited.
    pub waiting: u32,
}

/// What waits for a decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Waiting {
    /// It is new.
    #[default]
    New,
    /// It came back after changes were asked for, or its sender changed it.
    SentAgain,
    /// It is a change of a listed event.
    Edit,
}

/// The queue as a document.
#[must_use]
pub fn queue(desk: Desk, model: &QueuePage) -> String {
    let head = Head::new(format!("To decide{}", model.pages.in_title()));
    desk.page(head, StaffPage::ToDecide, || {
        let start = model.oldest.as_ref().map(|(reference, _)| {
            view! { <a class="button" href=address::review(reference, true) data-key="o">"Start with the oldest"</a> }
        });
        view! {
            <div class="wrap">
                {model.flash.as_ref().map(flash_banner)}
                <div class="desk-head">
                    <h1>"To decide"</h1>
                    <div class="desk-head-actions">
                        <ButtonLink href="/staff/key-in" words="Key in an event" look=Look::Outline/>
                        {start}
                    </div>
                </div>
                {model.overdue.as_ref().map(policy_banner)}
                {model.clock.map(doubted)}
                {model.mail_away.as_ref().map(mail_away_banner)}
                {(model.braked > 0).then(|| braked(model.braked))}
                {(!model.full.is_empty()).then(|| full(&model.full))}
                {(model.reports > 0).then(|| reported(model.reports))}
                {(!model.reviews.is_empty()).then(|| reviews(&model.reviews))}
                {figures(model)}
                {if model.rows.is_empty() { nothing() } else { table("Waiting, oldest first", &model.rows) }}
                {pagination("what waits", "/staff", &[], model.pages)}
                {beside(model)}
                {foot(model)}
            </div>
        }
        .into_any()
    })
}

fn nothing() -> AnyView {
    view! {
        <div class="desk-empty">
            <h2>"Nothing is waiting"</h2>
            <p>"When somebody sends an event in, it appears here."</p>
        </div>
    }
    .into_any()
}

/// The ways on from the queue.
fn foot(model: &QueuePage) -> AnyView {
    let link = |href: &'static str, words: String| view! { <li><a href=href>{words}</a></li> };
    view! {
        <ul class="queue-foot">
            {link("/staff/records?state=spam", format!("Closed as spam ({})", counted(model.spam)))}
            {link("/staff/records", "Decided before".to_owned())}
            {link(address::REPORTS, "Reports from the public".to_owned())}
            <li><a href="/staff/shortcuts" data-key="?">"Keyboard shortcuts"</a></li>
        </ul>
    }
    .into_any()
}

fn figures(model: &QueuePage) -> AnyView {
    let oldest = model
        .oldest
        .as_ref()
        .map_or_else(|| "None".to_owned(), |(_, days)| working_days::words(*days));
    let figure = |number: String, label: &'static str| {
        view! { <li class="figure"><strong>{number}</strong>" "<span>{label}</span></li> }
    };
    view! {
        <ul class="figures">
            {figure(model.waiting.to_string(), "waiting for a decision")}
            {figure(oldest, "oldest waiting")}
            {figure(counted(model.changes_asked), "changes asked for, no answer yet")}
            {figure(model.decided_this_week.to_string(), "decided in the last 7 days")}
        </ul>
    }
    .into_any()
}

/// The ways to what waits beside the queue.
fn beside(model: &QueuePage) -> AnyView {
    let look = if model.spam_waits == 1 {
        "looks"
    } else {
        "look"
    };
    let ways = [
        (
            model.spam_waits,
            address::SPAM,
            format!("{} {look} like spam", model.spam_waits),
        ),
        (
            model.unconfirmed,
            address::UNCONFIRMED,
            format!("Email not confirmed yet ({})", model.unconfirmed),
        ),
        (
            model.unsettled_mail,
            "/staff/messages?show=not-sent",
            format!(
                "Emails that could not be sent, or perhaps were ({})",
                counted(model.unsettled_mail)
            ),
        ),
        (model.held, "/staff/held", format!("Held ({})", model.held)),
    ];
    let ways = ways
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(_, href, words)| {
            view! { <p class="queue-foot"><a href=href>{words}</a></p> }
        });
    ways.collect::<Vec<_>>().into_any()
}

/// Word that the server's clock may be wrong, and what waits until it is known to be right.
fn doubted(held: clock::Held) -> AnyView {
    let forgets = match held.doubt {
        clock::Doubt::Differs(_) => {
            "Nothing is deleted, and no email goes by the timetable, until they agree.".to_owned()
        }
        _ => format!(
            "To be on the safe side, nothing is deleted for another {}.",
            clock::length(held.forgets_in)
        ),
    };
    let sends = match held.doubt {
        clock::Doubt::Differs(_) => String::new(),
        _ if held.sends_in.is_zero() => String::new(),
        _ => format!(
            " The weekly email and reminders wait for another {}.",
            clock::length(held.sends_in)
        ),
    };
    let now = format!(
        "By the server’s clock it is {}. If that is wrong, tell whoever looks after the server now. You can go on \
         working: what is decided and what is sent in is kept as always.",
        when::moment(held.ours)
    );
    view! {
        <Notice tone=Tone::Amber heading=held.doubt.words()>
            <p>{forgets}{sends}</p>
            <p>{now}</p>
        </Notice>
    }
    .into_any()
}

/// Word that far more addresses were to be written to than ever, and the way to write to them all the same.
fn braked(mails: usize) -> AnyView {
    let heading = match mails {
        1 => "1 email is held".to_owned(),
        mails => format!("{mails} emails are held"),
    };
    let let_go = format!("Send up to {LET_GO_AT_ONCE} of them now");
    view! {
        <Notice tone=Tone::Amber heading>
            <p>
                "In the last hours far more people than ever sent events in or asked for emails. Somebody may be using the site to \
                 write to other people. So the emails that ask for an address to be confirmed go out more slowly: each by itself, in an hour \
                 with room, or not at all after a day. Nothing that was sent in is lost, and it can be decided as always."
            </p>
            <p>"Do you know the reason, such as a day on which all clubs send their events in? Then send them."</p>
            <form class="actions" method="post" action=address::LET_GO>
                <Button words=let_go look=Look::Outline/>
            </form>
        </Notice>
    }
    .into_any()
}

/// Word that so much came in from everywhere that the site takes no more for now.
fn full(acts: &[RateLimit]) -> AnyView {
    let items: Vec<_> = acts
        .iter()
        .map(|act| view! { <li>{full_words(*act)}</li> })
        .collect();
    view! {
        <Notice tone=Tone::Amber heading="Far more is coming in than the site can take">
            <p>
                "It comes from very many internet connections, more than a parish has, so that somebody is probably attacking the site. \
                 Whoever meets the limit is told to try again later or to telephone, and loses nothing that they typed. Until then the \
                 site takes no more:"
            </p>
            <ul>{items}</ul>
            <p>"Tell whoever looks after the site. What came in before can be decided as always, and you can key events in."</p>
        </Notice>
    }
    .into_any()
}

fn full_words(act: RateLimit) -> &'static str {
    match act {
        RateLimit::BeginDay => "new forms, for the rest of the day",
        RateLimit::SendDay => "events and changes from senders, for the rest of the day",
        RateLimit::PictureDay => "pictures, for the rest of the day",
        RateLimit::ReportDay => "reports about events, for the rest of the day",
        RateLimit::ChangeFrom => "changes on private pages, for the rest of the day",
        RateLimit::StepDay => "answers to forms, for the rest of the day",
        RateLimit::Weekly => "requests for the weekly email, until the next hour",
        RateLimit::Links => "requests for new private links, until the next hour",
        RateLimit::Passkey => "sign-ins with a passkey, until the next hour",
        RateLimit::SignIn => {
            "sign-ins from a browser and a connection that nobody has used before, until the next hour"
        }
        RateLimit::Password => {
            "requests for a new password from a browser and a connection that nobody has used before, until the next hour"
        }
        // These have no limit for everybody together, or one that is told of otherwise.
        RateLimit::Begin
        | RateLimit::Step
        | RateLimit::StepOf
        | RateLimit::Send
        | RateLimit::Picture
        | RateLimit::Report
        | RateLimit::Change
        | RateLimit::LinksTo
        | RateLimit::MailTo
        | RateLimit::MailFrom
        | RateLimit::MailOverall => "emails",
    }
}

/// The way to what the public told us.
fn reported(reports: usize) -> AnyView {
    let words = match reports {
        1 => "1 report about a listed event".to_owned(),
        reports => format!("{reports} reports about listed events"),
    };
    view! {
        <Notice tone=Tone::Amber>
            <p><a href=address::REPORTS>{words}</a>" from the public, to look at"</p>
        </Notice>
    }
    .into_any()
}

/// The reminder of blocks that were to be looked at again.
fn reviews(reviews: &[BlockReview]) -> AnyView {
    let items = reviews
        .iter()
        .map(|review| {
            let href = address::sender(&review.reference);
            let due = format!(", by {}", when::day_and_year(review.due));
            view! { <li><a href=href>{review.who.clone()}</a>{due}</li> }
        })
        .collect::<Vec<_>>();
    view! {
        <Notice tone=Tone::Amber>
            <p><strong>"Look again whether these senders are still to be blocked:"</strong></p>
            <ul>{items}</ul>
        </Notice>
    }
    .into_any()
}

/// Submissions in a table, for the queue and for what is held beside it.
pub(super) fn table(caption: &'static str, rows: &[QueueRow]) -> AnyView {
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    view! {
        <table class="desk-table queue">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">"Event"</th>
                    <th scope="col">"When and where"</th>
                    <th scope="col">"From"</th>
                    <th scope="col">"Worth a look"</th>
                    <th scope="col">"Waiting"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &QueueRow) -> AnyView {
    let kind = match row.what {
        Waiting::New => "new",
        Waiting::SentAgain => "changed by the sender",
        Waiting::Edit => "change to a listed event",
    };
    let with = row
        .with
        .as_ref()
        .map_or_else(String::new, |name| format!(" · with {name}"));
    let waiting = working_days::words(row.waiting);
    let waiting = if row.waiting > 1 {
        view! { <strong>{waiting}</strong> }.into_any()
    } else {
        waiting.into_any()
    };
    let before = row.when_before.clone().map(|before| {
        view! { <del><span class="unseen">"was "</span>{before}</del>" " }
    });
    let unconfirmed = (row.email_confirmed == Some(false)).then(|| more("email not confirmed"));
    view! {
        <tr>
            <th scope="row">
                <a class="cell-title" href=address::submission(&row.reference)>{row.title.clone()}</a>
                {more(format!("{} · {kind}{with}", row.reference))}
            </th>
            {cell("When and where", view! {
                {before}
                {row.when.clone()}
                {more(&row.place)}
            })}
            {cell("From", view! {
                {row.from.clone()}
                {more(row.track.words())}
                {unconfirmed}
            })}
            {cell("Worth a look", worth_a_look(row))}
            {cell("Waiting", waiting)}
        </tr>
    }
    .into_any()
}

fn worth_a_look(row: &QueueRow) -> AnyView {
    let changes = match (row.what, row.changes.as_slice()) {
        (Waiting::Edit, []) => Some("Nothing that the public sees differs".to_owned()),
        (Waiting::Edit, [one]) => Some(format!("Only “{one}” differs")),
        (Waiting::Edit, several) => Some(format!("{} differ", several.join(", "))),
        _ => None,
    };
    let nothing = row.worth_a_look.is_empty() && changes.is_none();
    let tags = row
        .worth_a_look
        .iter()
        .map(|words| tag(Tone::Amber, words))
        .collect::<Vec<_>>();
    view! {
        {nothing.then(|| view! { <span class="soft">"Nothing found"</span> })}
        {changes.map(|words| view! { <span class="soft">{words}</span> })}
        {(!tags.is_empty()).then(|| view! { <span class="review-tags">{tags}</span> })}
    }
    .into_any()
}
