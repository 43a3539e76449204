//! `/staff/messages` and `/staff/messages/{id}`: every message, word for word (4.3), with what
//! became of it. A draft can be changed, sent or thrown away; one that was sent or given up can be
//! sent again.

use chrono::{DateTime, Utc};
use domain::{form::FormErrors, limits::AGAIN_AT_ONCE, message::Filter};
use leptos::prelude::*;

use super::{
    Desk, address,
    components::{
        Flash, MailAway, MessageState, Pages, Stretch, cell, email_banner, flash_banner,
        mail_away_banner, message_tag, moment, pagination, stretches, verbatim,
    },
};
use crate::{
    components::{
        Button, ButtonLink, ErrorSummary, Field, Look, Notice, SummaryList, SummaryRow, Textarea,
        Tone, problem,
    },
    shell::{Head, StaffPage},
};

/// The messages, newest first.
#[derive(Debug, Clone, Default)]
pub struct MessagesPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Whether outgoing email is set up.
    pub email_set_up: bool,
    /// Set while the mail server does not answer.
    pub away: Option<MailAway>,
    /// Which messages are listed.
    pub filter: Filter,
    /// How many drafts wait to be read.
    pub to_read: usize,
    /// This page's rows.
    pub rows: Vec<MessageRow>,
    /// Where in the pages this is.
    pub pages: Pages,
    /// What of them all the pages hold.
    pub stretch: Stretch,
    /// Where they begin, as it stands in the address; empty from the first on.
    pub before: String,
}

/// A message in the list.
#[derive(Debug, Clone)]
pub struct MessageRow {
    /// Its number.
    pub id: i64,
    /// The address it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// The case it belongs to; none for a notice to staff.
    pub reference: Option<String>,
    /// Its fate.
    pub state: MessageState,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// One message, word for word.
#[derive(Debug, Clone)]
pub struct MessagePage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Whether outgoing email is set up.
    pub email_set_up: bool,
    /// The message.
    pub message: MessageRow,
    /// The address it goes from.
    pub from: String,
    /// The title of the case's event.
    pub title: String,
    /// The text.
    pub body: String,
    /// When it was sent, if it was.
    pub sent: Option<DateTime<Utc>>,
    /// How it went so far.
    pub tries: Tries,
    /// Who last changed, sent or threw away the draft, and when.
    pub handled: Option<(String, DateTime<Utc>)>,
    /// Who said that it is to be left as it is, and when.
    pub left: Option<(String, DateTime<Utc>)>,
    /// The form, while it is a draft.
    pub draft: Option<DraftForm>,
    /// Somebody else came first.
    pub overtaken: Option<Overtaken>,
    /// The message that this one was sent again for.
    pub copy_of: Option<i64>,
    /// The message that was sent again for this one.
    pub copied_as: Option<i64>,
    /// Whether it may be sent again once it has gone.
    pub may_go_again: bool,
}

/// How the sending of a message went so far.
#[derive(Debug, Clone, Default)]
pub struct Tries {
    /// How often it was tried.
    pub count: u32,
    /// When it is tried again.
    pub next: Option<DateTime<Utc>>,
    /// What went wrong at the last try, in plain words.
    pub trouble: Option<String>,
    /// Whether it may have arrived all the same.
    pub perhaps_sent: bool,
}

/// The form of a draft.
#[derive(Debug, Clone, Default)]
pub struct DraftForm {
    /// The version that is being read; it comes back as `version`.
    pub version: i32,
    /// The subject, as typed.
    pub subject: String,
    /// The words, as typed.
    pub body: String,
    /// What is wrong; fields `subject` and `body`.
    pub errors: FormErrors,
}

/// Somebody else came first, with what was typed here.
#[derive(Debug, Clone, Default)]
pub struct Overtaken {
    /// The subject, as typed.
    pub subject: String,
    /// The words, as typed; empty where nothing was.
    pub body: String,
}

/// The messages as a document.
#[must_use]
pub fn messages(desk: Desk, model: &MessagesPage) -> String {
    let filtered = match model.filter {
        Filter::All => String::new(),
        filter => format!(": {}", filter.label().to_lowercase()),
    };
    let head = Head::new(format!("Messages{filtered}{}", model.pages.in_title()));
    desk.page(head, StaffPage::Messages, || {
        let asked = [("show", model.filter.as_str())];
        let query = [&asked[..], &[("before", &model.before)]].concat();
        view! {
            <div class="wrap">
                {model.flash.as_ref().map(flash_banner)}
                <h1>"Messages"</h1>
                {(!model.email_set_up).then(email_banner)}
                {model.away.as_ref().map(mail_away_banner)}
                {filters(model)}
                {model.rows.iter().any(|row| row.state == MessageState::Failed).then(way_to_all_again)}
                {if model.rows.is_empty() { nothing(model.filter) } else { table(&model.rows) }}
                {pagination("messages", "/staff/messages", &query, model.pages)}
                {stretches("messages", "/staff/messages", &asked, &model.stretch)}
                <p class="desk-more"><a href=address::NOTICES>"Choose what you hear of by email"</a></p>
            </div>
        }
        .into_any()
    })
}

fn filters(model: &MessagesPage) -> AnyView {
    let links = Filter::ALL
        .into_iter()
        .map(|filter| {
            let href = address::page("/staff/messages", &[("show", filter.as_str())], 1);
            let words = match (filter, model.to_read) {
                (Filter::ToRead, drafts) if drafts > 0 => format!("To read ({drafts})"),
                _ => filter.label().to_owned(),
            };
            let current = (filter == model.filter).then_some("page");
            view! { <li><a href=href aria-current=current>{words}</a></li> }
        })
        .collect::<Vec<_>>();
    view! { <nav class="desk-filters" aria-label="Which messages"><ul>{links}</ul></nav> }
        .into_any()
}

fn way_to_all_again() -> AnyView {
    view! {
        <p><ButtonLink href=address::ALL_AGAIN words="Try all failed again" look=Look::Outline/></p>
    }
    .into_any()
}

fn nothing(filter: Filter) -> AnyView {
    let (heading, words) = match filter {
        Filter::ToRead => (
            "Nothing to read",
            "A message that somebody should read before it goes waits here.",
        ),
        Filter::Waiting => (
            "Nothing waits",
            "Every message is on its way or dealt with.",
        ),
        Filter::NotSent => ("None", "Every message could be sent so far."),
        Filter::All | Filter::Sent | Filter::ToStaff => (
            "No messages yet",
            "Every message is kept here, word for word.",
        ),
    };
    view! {
        <div class="desk-empty">
            <h2>{heading}</h2>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn table(rows: &[MessageRow]) -> AnyView {
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"Newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Subject"</th>
                    <th scope="col">"To"</th>
                    <th scope="col">"About"</th>
                    <th scope="col">"Written"</th>
                    <th scope="col">"State"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &MessageRow) -> AnyView {
    let about = match &row.reference {
        Some(reference) => {
            view! { <a href=address::submission(reference)>{reference.clone()}</a> }.into_any()
        }
        None => "Notice to staff".into_any(),
    };
    // Two may have the same subject: sent again, or to two people.
    let number = format!(", message {}", row.id);
    view! {
        <tr>
            <th scope="row">
                <a class="cell-title" href=address::message(row.id)>
                    {row.subject.clone()}<span class="unseen">{number}</span>
                </a>
            </th>
            {cell("To", row.to.clone())}
            {cell("About", about)}
            {cell("Written", moment(row.at))}
            {cell("State", message_tag(row.state))}
        </tr>
    }
    .into_any()
}

/// One message as a document.
#[must_use]
pub fn message(desk: Desk, model: &MessagePage) -> String {
    let message = &model.message;
    let errors = model.draft.as_ref().map(|draft| draft.errors.clone());
    let errors = errors.unwrap_or_default();
    let head = Head::new(title(message))
        .with_problems(!errors.is_empty())
        .back_to("/staff/messages", "Messages");
    desk.page(head, StaffPage::Messages, || {
        let waits = !model.email_set_up
            && matches!(message.state, MessageState::Waiting | MessageState::Draft);
        view! {
            <div class="wrap desk-narrow">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors/>
                {model.overtaken.as_ref().map(|_| overtaken_banner(model))}
                <h1>{message.subject.clone()}</h1>
                {waits.then(email_banner)}
                {why_held(message.state)}
                <SummaryList rows=facts(model)/>
                {match &model.draft {
                    Some(draft) => draft_form(message.id, draft),
                    None => view! {
                        <h2>"Word for word"</h2>
                        {verbatim(&model.body)}
                    }
                    .into_any(),
                }}
                {model.overtaken.as_ref().and_then(typed)}
                {again(model)}
            </div>
        }
        .into_any()
    })
}

/// Why a message waits, and how to reach the person before.
fn why_held(state: MessageState) -> Option<AnyView> {
    let words = match state {
        MessageState::Held => {
            "Nobody has confirmed yet that this address is the sender’s, so it is not written to. They were asked to \
             confirm it by an email without any of these words. It goes by itself when they do. What cannot wait, tell \
             them by telephone."
        }
        MessageState::Braked => {
            "Far more addresses were to be asked for confirmation in an hour than ever. This one waits for an hour with \
             room, for a day at most."
        }
        _ => return None,
    };
    Some(view! { <Notice tone=Tone::Amber><p>{words}</p></Notice> }.into_any())
}

fn title(message: &MessageRow) -> String {
    let about = match &message.reference {
        Some(reference) => format!("{reference}, "),
        None => String::new(),
    };
    format!("{} ({about}message {})", message.subject, message.id)
}

/// What there is to know of a message besides its words.
fn facts(model: &MessagePage) -> Vec<SummaryRow> {
    let message = &model.message;
    let mut rows = vec![
        SummaryRow::view("State", message_tag(message.state)),
        SummaryRow::text("To", &message.to),
        SummaryRow::text("From", &model.from),
    ];
    rows.push(match &message.reference {
        Some(reference) => {
            let case = format!("{} ({reference})", model.title);
            let href = address::submission(reference);
            SummaryRow::view("About", view! { <a href=href>{case}</a> })
        }
        None => SummaryRow::text("About", "Notice to staff"),
    });
    rows.push(SummaryRow::view("Written", moment(message.at)));
    if let Some((by, at)) = &model.handled {
        let words = match message.state {
            MessageState::Draft => "Changed",
            MessageState::Cancelled => "Thrown away",
            _ if model.copy_of.is_some() => "Sent again",
            _ => "Sent on",
        };
        let by = by.clone();
        rows.push(SummaryRow::view(words, view! { {by}", "{moment(*at)} }));
    }
    if let Some((by, at)) = &model.left {
        let by = by.clone();
        rows.push(SummaryRow::view(
            "Left as it is",
            view! { {by}", "{moment(*at)} },
        ));
    }
    if let Some(sent) = model.sent {
        rows.push(SummaryRow::view("Sent", moment(sent)));
    }
    rows.extend(tries(message.state, &model.tries));
    let link = |id: i64| view! { <a href=address::message(id)>{format!("Message {id}")}</a> };
    if let Some(id) = model.copy_of {
        rows.push(SummaryRow::view("Sent before as", link(id)));
    }
    if let Some(id) = model.copied_as {
        rows.push(SummaryRow::view("Sent again as", link(id)));
    }
    rows
}

/// How the sending went, in plain words; nothing where there is nothing to tell.
fn tries(state: MessageState, tries: &Tries) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    if state == MessageState::Sent && tries.count == 1 {
        return rows;
    }
    let count = match tries.count {
        0 => None,
        1 => Some("Once".to_owned()),
        2 => Some("Twice".to_owned()),
        n => Some(format!("{n} times")),
    };
    rows.extend(count.map(|count| SummaryRow::text("Tried", count)));
    if let Some(trouble) = &tries.trouble {
        rows.push(SummaryRow::text("What went wrong", format!("{trouble}.")));
    }
    if let Some(next) = tries.next {
        rows.push(SummaryRow::view("Next try", moment(next)));
    }
    let may_have = tries.perhaps_sent && state != MessageState::Sent;
    let told = match state {
        MessageState::Failed => "It was given up and did not arrive.",
        MessageState::Unknown => {
            "It was handed over and the mail server did not say that it took it. It may have arrived, up to three times, or not at all."
        }
        _ if may_have => "It may have arrived already; the next try says that it is the same.",
        _ => return rows,
    };
    rows.push(SummaryRow::text("Outcome", told));
    rows
}

fn draft_form(id: i64, draft: &DraftForm) -> AnyView {
    view! {
        <h2>"Read it before it goes"</h2>
        <form class="second-step" method="post" action=address::message(id) novalidate>
            // What the Enter key presses: it keeps the words and sends nothing.
            <button type="submit" class="unseen" name="step" value="keep" tabindex="-1" aria-hidden="true">
                "Keep it for later"
            </button>
            <input type="hidden" name="version" value=draft.version.to_string()/>
            <Field
                name="subject"
                label="Subject"
                value=draft.subject.clone()
                problem=problem(&draft.errors, "subject")
            />
            <Textarea
                name="body"
                label="Message"
                hint="All of it, from the greeting to the signature."
                value=draft.body.clone()
                problem=problem(&draft.errors, "body")
                rows=18
            />
            <div class="second-step-buttons">
                <Button words="Send it" name="step" value="send"/>
                <Button words="Keep it for later" look=Look::Outline name="step" value="keep"/>
                <a href=address::throw_away(id)>"Throw it away"</a>
            </div>
        </form>
    }
    .into_any()
}

fn overtaken_banner(model: &MessagePage) -> AnyView {
    let deed = match model.message.state {
        MessageState::Draft => "changed it",
        MessageState::Cancelled => "threw it away",
        _ => "sent it on",
    };
    let first = match (&model.handled, model.copied_as) {
        _ if model.left.is_some() => "It was left as it is already.".to_owned(),
        (_, Some(_)) => "It was sent again already.".to_owned(),
        (Some((by, _)), None) => format!("{by} {deed} while you had it open."),
        (None, None) => "It cannot be sent again.".to_owned(),
    };
    view! {
        <Notice tone=Tone::Amber role="status">
            <p><strong>{first}</strong>" Nothing more was done. This is how it is now."</p>
        </Notice>
    }
    .into_any()
}

/// What was typed too late, to copy.
fn typed(overtaken: &Overtaken) -> Option<AnyView> {
    (!overtaken.body.is_empty()).then(|| {
        view! {
            <h2>"What you had typed"</h2>
            <p>{overtaken.subject.clone()}</p>
            {verbatim(&overtaken.body)}
        }
        .into_any()
    })
}

fn again(model: &MessagePage) -> Option<AnyView> {
    let words = match model.message.state {
        MessageState::Sent => "It goes out once more with the same words, as a message of its own.",
        MessageState::Failed => {
            "Where the address is wrong it will fail again: tell the person by telephone or letter. \
             Else it goes out with the same words, as a message of its own."
        }
        MessageState::Unknown => {
            "It may have arrived. Ask first where you can, so that nobody is told twice."
        }
        _ => return None,
    };
    if model.copied_as.is_some() {
        return None;
    }
    let again = model.may_go_again.then(|| {
        view! {
            <h2>"Send it again"</h2>
            <p>{words}</p>
            <form class="second-step" method="post" action=address::again(model.message.id)>
                <div class="second-step-buttons">
                    <Button words="Send it again" look=Look::Outline/>
                </div>
            </form>
        }
    });
    let leave = (model.left.is_none() && model.message.state != MessageState::Sent).then(|| {
        view! {
            <h2>"Leave it"</h2>
            <p>"It stays here as it is, and the queue does not count it any more."</p>
            <form class="second-step" method="post" action=address::leave(model.message.id)>
                <div class="second-step-buttons">
                    <Button words="Leave it" look=Look::Outline/>
                </div>
            </form>
        }
    });
    Some(view! { {again}{leave} }.into_any())
}

/// Throwing a draft away.
#[derive(Debug, Clone, Default)]
pub struct ThrowAwayPage {
    /// The message's number.
    pub id: i64,
    /// The version that is thrown away; it comes back as `version`.
    pub version: i32,
    /// Its subject.
    pub subject: String,
    /// The address it would go to.
    pub to: String,
}

/// The confirm page as a document.
#[must_use]
pub fn throw_away(desk: Desk, model: &ThrowAwayPage) -> String {
    let message = address::message(model.id);
    let head = Head::new(format!(
        "Throw away: {} (message {})",
        model.subject, model.id
    ))
    .back_to(&message, "The message");
    desk.page(head, StaffPage::Messages, || {
        view! {
            <div class="wrap desk-narrow">
                <h1>"Throw away"<span class="h1-more">{model.subject.clone()}</span></h1>
                <h2>"What happens"</h2>
                <ul>
                    <li>{model.to.clone()}" hears nothing by this message."</li>
                    <li>"What was decided stays decided."</li>
                    <li>"The record keeps the message, your name and the time."</li>
                    <li>"It cannot be sent after all. You would have to write by other means."</li>
                </ul>
                <form class="second-step" method="post" action=address::throw_away(model.id)>
                    <input type="hidden" name="version" value=model.version.to_string()/>
                    <div class="second-step-buttons">
                        <Button words="Throw it away" look=Look::Danger/>
                        <a href=message.clone()>"Keep it"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

/// Sending all again that could not be sent.
#[derive(Debug, Clone, Default)]
pub struct AllAgainPage {
    /// Why they could not be sent, the most frequent first.
    pub why: Vec<Why>,
}

/// Messages that could not be sent for one reason.
#[derive(Debug, Clone, Default)]
pub struct Why {
    /// The reason, in plain words.
    pub why: String,
    /// How many are to senders.
    pub to_senders: usize,
    /// How many are notices to staff.
    pub to_staff: usize,
}

impl Why {
    fn words(&self) -> String {
        let why = match self.why.as_str() {
            "" => "For a reason that was not noted",
            why => why,
        };
        let all = self.to_senders + self.to_staff;
        format!("{why} ({all})")
    }
}

/// The confirm page as a document.
#[must_use]
pub fn all_again(desk: Desk, model: &AllAgainPage) -> String {
    let head = Head::new("Try all failed again".to_owned())
        .back_to("/staff/messages?show=not-sent", "Messages");
    desk.page(head, StaffPage::Messages, || {
        let content = if model.why.is_empty() {
            view! { <p>"No message is left to send again."</p> }.into_any()
        } else {
            ask_about_all(model)
        };
        view! {
            <div class="wrap desk-narrow">
                <h1>"Try all failed again"</h1>
                {content}
            </div>
        }
        .into_any()
    })
}

fn ask_about_all(model: &AllAgainPage) -> AnyView {
    let count = |of: fn(&Why) -> usize| model.why.iter().map(of).sum::<usize>();
    let (to_senders, to_staff) = (count(|why| why.to_senders), count(|why| why.to_staff));
    let mails = match to_senders + to_staff {
        1 => "1 message could not be sent and can be tried again".to_owned(),
        mails => format!("{mails} messages could not be sent and can be tried again"),
    };
    let reasons = model.why.iter().map(|why| view! { <li>{why.words()}</li> });
    view! {
        <p>{mails}": "{to_senders}" to people who sent events in, "{to_staff}" to staff."</p>
        <h2>"Why they were not sent"</h2>
        <ul>{reasons.collect::<Vec<_>>()}</ul>
        <h2>"What happens"</h2>
        <ul>
            <li>"Each goes out once more with the same words, as a message of its own."</li>
            <li>"Where an address is wrong it fails again: tell those people by telephone or letter."</li>
            <li>"What perhaps arrived is not among them, so that nobody is told twice. Nor is what is to an address that a sender has changed."</li>
            <li>{format!("At most {AGAIN_AT_ONCE} go by one press, the oldest first.")}</li>
            <li>"The record keeps your name and the time."</li>
        </ul>
        <form class="second-step" method="post" action=address::ALL_AGAIN>
            <div class="second-step-buttons">
                <Button words="Try them all again"/>
                <a href="/staff/messages?show=not-sent">"Leave them"</a>
            </div>
        </form>
    }
    .into_any()
}
