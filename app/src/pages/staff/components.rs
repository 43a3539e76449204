//! What several pages of the desk share.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    decision::{State, Verdict},
    difference::{Difference, Pictures},
    picture::Picture,
    standards::Standard,
    when,
};
use leptos::prelude::*;

use super::address;
use crate::components::{EventPicture, Notice, Pagination, Tag, Tone};

/// What was just done, said once at the top of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// "Quiz night was listed."
    pub message: String,
    /// Where to see it: address and link text.
    pub link: Option<(String, String)>,
}

/// The policy's review is overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyOverdue {
    /// When the review was due.
    pub due: NaiveDate,
    /// When the version in force was adopted.
    pub adopted: NaiveDate,
    /// Whether the reader may draft the next version.
    pub may_draft: bool,
}

/// Where in a list of pages this one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// This page, from 1.
    pub page: u32,
    /// The last page, 1 or more.
    pub of: u32,
}

impl Default for Pages {
    fn default() -> Self {
        Self { page: 1, of: 1 }
    }
}

impl Pages {
    /// `, page 2 of 4` for a title; nothing where one page holds it all.
    #[must_use]
    pub fn in_title(self) -> String {
        if self.of > 1 {
            format!(", page {} of {}", self.page, self.of)
        } else {
            String::new()
        }
    }
}

/// What of a long list its pages hold: so many rows from the first on, or from a later row on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stretch {
    /// Whether there is more than the pages hold.
    pub more: bool,
    /// On the last page, the row after which the list goes on, as it stands in the address.
    pub next: Option<String>,
    /// Whether the first are not among them.
    pub further: bool,
}

impl Stretch {
    /// A count in words, which may be of more than was counted: "more than 200".
    fn words(&self, total: usize) -> String {
        let more = if self.more { "More than " } else { "" };
        let further = if self.further { " further" } else { "" };
        format!("{more}{total}{further}")
    }
}

/// The most that is counted where a count only tells how much there is about; what is more is "more than 200".
pub const COUNTED: usize = 200;

/// A count as it is read: "17", "more than 200".
#[must_use]
pub fn counted(count: usize) -> String {
    if count > COUNTED {
        format!("more than {COUNTED}")
    } else {
        count.to_string()
    }
}

/// What became of a sender's earlier submissions, by confirmed email address or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrackRecord {
    /// Listed before.
    pub listed: u32,
    /// Refused before.
    pub refused: u32,
    /// Of how many of the newest alone, where there are more.
    pub of_newest: Option<u32>,
}

impl TrackRecord {
    /// "2 listed, 0 refused", or "first time".
    #[must_use]
    pub fn words(self) -> String {
        if self == Self::default() {
            "first time".to_owned()
        } else {
            let of = self.of_newest.map(|n| format!(" of the newest {n}"));
            let of = of.unwrap_or_default();
            format!("{} listed, {} refused{of}", self.listed, self.refused)
        }
    }
}

/// The fate of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    /// A draft, which somebody reads before it goes.
    Draft,
    /// Written, not yet sent.
    Waiting,
    /// Being handed over to the mail system just now.
    Sending,
    /// Handed over to the mail system.
    Sent,
    /// Refused by the mail system.
    Failed,
    /// Handed over, and nobody can tell whether it arrived.
    Unknown,
    /// A draft that was thrown away.
    Cancelled,
    /// Waiting until the sender has confirmed the address.
    Held,
    /// Asking for an address to be confirmed, and waiting for an hour in which fewer do.
    Braked,
    /// Never sent, since nobody needs it any more.
    Dropped,
}

impl MessageState {
    /// The state in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "To read",
            Self::Waiting => "Waiting to be sent",
            Self::Sending => "Being sent",
            Self::Sent => "Sent",
            Self::Failed => "Could not be sent",
            Self::Unknown => "Perhaps sent",
            Self::Cancelled => "Thrown away",
            Self::Held => "Held until the sender confirms the address",
            Self::Braked => "Waits for a quieter hour",
            Self::Dropped => "Not needed any more",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Self::Draft | Self::Unknown => Tone::Heather,
            Self::Waiting | Self::Sending | Self::Held | Self::Braked => Tone::Amber,
            Self::Cancelled | Self::Dropped => Tone::Plain,
            Self::Sent => Tone::Leaf,
            Self::Failed => Tone::Red,
        }
    }
}

/// One line of a submission's history.
#[derive(Debug, Clone, Default)]
pub struct Happening {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a member of staff, "The sender", or "What's On" where the software did it by itself.
    pub who: String,
    /// What: "sent the event in", "asked for changes".
    pub what: String,
    /// The words that belong to it: a message, a note, a reason.
    pub words: Option<String>,
    /// Further lines: the standards not met, what was pointed out.
    pub lines: Vec<String>,
    /// What changed in the event's details.
    pub changes: Vec<Difference>,
    /// Where to read more: address and link text.
    pub link: Option<(String, String)>,
}

/// A tag.
pub(super) fn tag(tone: Tone, words: &str) -> AnyView {
    let words = words.to_owned();
    view! { <Tag tone words/> }.into_any()
}

/// The state of a submission as a tag.
pub(super) fn state_tag(state: State) -> AnyView {
    let tone = match state {
        State::Waiting => Tone::Amber,
        State::ChangesAsked => Tone::Heather,
        State::Listed => Tone::Leaf,
        State::Refused | State::TakenDown => Tone::Red,
        State::Withdrawn | State::Spam => Tone::Plain,
    };
    tag(tone, state.label())
}

/// That an answer to a sender whose address is not confirmed waits, and how to reach them before.
pub(super) fn answer_waits(telephone: Option<&str>) -> String {
    let reach = telephone.map_or_else(
        || "They gave no telephone number.".to_owned(),
        |telephone| format!("What cannot wait, tell them by telephone: {telephone}."),
    );
    format!(
        "The sender has not confirmed the email address. What you write waits until they have; they are asked to by an \
         email that has none of it. {reach}"
    )
}

/// The fate of a message as a tag.
pub(super) fn message_tag(state: MessageState) -> AnyView {
    tag(state.tone(), state.words())
}

/// A point in time, on the parish's clock.
pub(super) fn moment(at: DateTime<Utc>) -> AnyView {
    view! { <time datetime=when::moment_attr(at)>{when::moment(at)}</time> }.into_any()
}

/// "October 2026".
pub(super) fn month(day: NaiveDate) -> String {
    when::month(day.year(), day.month())
}

/// What was just done, announced.
pub(super) fn flash_banner(flash: &Flash) -> AnyView {
    let message = flash.message.clone();
    let link = flash
        .link
        .clone()
        .map(|(href, words)| view! { " "<a href=href>{words}</a> });
    view! {
        <Notice tone=Tone::Leaf role="status">
            <p><strong>{message}</strong>{link}</p>
        </Notice>
    }
    .into_any()
}

/// The reminder that the policy's review is overdue.
pub(super) fn policy_banner(policy: &PolicyOverdue) -> AnyView {
    let due = format!(
        "The communications policy was due for review in {}.",
        month(policy.due)
    );
    let adopted = format!(
        " Decisions still use the version adopted in {}.",
        month(policy.adopted)
    );
    let draft = policy.may_draft.then(|| {
        view! { " "<a href=POLICY>"Draft the next version"</a> }
    });
    view! { <Notice><p><strong>{due}</strong>{adopted}{draft}</p></Notice> }.into_any()
}

/// The reminder that messages wait until email is set up.
pub(super) fn email_banner() -> AnyView {
    view! {
        <Notice tone=Tone::Amber>
            <p>
                <strong>"Email is not set up yet, so messages wait here."</strong>
                " Nobody has been written to. Until then, tell people by telephone or letter."
            </p>
        </Notice>
    }
    .into_any()
}

/// The mail server does not answer, and mails wait for it.
#[derive(Debug, Clone)]
pub struct MailAway {
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was tried last.
    pub tried: DateTime<Utc>,
    /// What went wrong then, in plain words.
    pub words: String,
    /// How many mails wait.
    pub waiting: usize,
}

pub(super) fn mail_away_banner(away: &MailAway) -> AnyView {
    let wait = match away.waiting {
        0 => "No mail waits now.".to_owned(),
        1 => "1 mail waits. It goes by itself when it is back.".to_owned(),
        mails => format!("{mails} mails wait. They go by themselves when it is back."),
    };
    let words = away.words.trim_end_matches('.').to_owned();
    let (since, tried) = (moment(away.since), moment(away.tried));
    view! {
        <Notice tone=Tone::Amber>
            <p><strong>"The mail server has not answered since "{since}"."</strong>" "{wait}</p>
            <p>"Tried last on "{tried}": "{words}". Tell whoever looks after the site if it lasts."</p>
        </Notice>
    }
    .into_any()
}

/// Two buttons that move a row of a list by one place. `what` is heard after "Move up".
pub(super) fn move_buttons(action: &str, what: &str) -> AnyView {
    let button = |value: &'static str, words: &'static str| {
        view! {
            <button type="submit" class="button-link" name="to" value=value>
                {words}<span class="unseen">{format!(" {what}")}</span>
            </button>
        }
    };
    view! {
        <form class="move" method="post" action=action.to_owned()>
            {button("up", "Move up")}
            {button("down", "Move down")}
        </form>
    }
    .into_any()
}

/// A cell that says its column's name on a phone, where each row becomes a card.
pub(super) fn cell(label: impl Into<String>, inside: impl IntoView + 'static) -> AnyView {
    view! { <td data-label=label.into()>{inside}</td> }.into_any()
}

/// A second, softer line in a cell.
pub(super) fn more(words: impl Into<String>) -> AnyView {
    let words = words.into();
    view! { <span class="cell-more">{words}</span> }.into_any()
}

/// Links to the page before and the page after; nothing where one page holds it all.
pub(super) fn pagination(
    what: &'static str,
    path: &str,
    query: &[(&str, &str)],
    pages: Pages,
) -> AnyView {
    let link = |page: u32, words: &str| (address::page(path, query, page), words.to_owned());
    let earlier = (pages.page > 1).then(|| link(pages.page - 1, "Previous page"));
    let later = (pages.page < pages.of).then(|| link(pages.page + 1, "Next page"));
    view! { <Pagination what page=pages.page pages=pages.of earlier later/> }.into_any()
}

/// From the last page of a stretch to where the list goes on, and from there back to its beginning.
pub(super) fn stretches(
    what: &'static str,
    path: &str,
    query: &[(&str, &str)],
    stretch: &Stretch,
) -> AnyView {
    let next = stretch.next.as_ref().map(|before| {
        let query: Vec<_> = [query, &[("before", before.as_str())]].concat();
        let href = address::page(path, &query, 1);
        view! { <p class="desk-more"><a href=href>{format!("Further {what}")}</a></p> }
    });
    let first = stretch.further.then(|| {
        let href = address::page(path, query, 1);
        view! { <p class="desk-more"><a href=href>{format!("Back to the first {what}")}</a></p> }
    });
    view! { {next}{first} }.into_any()
}

/// How many were found; where a search found fewer, the way back to all of them.
pub(super) fn found(
    (total, stretch): (usize, &Stretch),
    (one, many): (&str, &str),
    all: bool,
    path: &'static str,
) -> AnyView {
    let words = match total {
        0 if all => format!("No {many} yet."),
        0 => format!("No {many} match."),
        1 => format!("{} {one}.", stretch.words(1)),
        n => format!("{} {many}.", stretch.words(n)),
    };
    let back = (!all).then(|| view! { " "<a href=path>{format!("Show all {many}")}</a> });
    view! { <p class="found">{words}{back}</p> }.into_any()
}

/// Words that somebody wrote, exactly as they stand.
pub(super) fn verbatim(words: &str) -> AnyView {
    let words = words.to_owned();
    view! { <blockquote class="verbatim">{words}</blockquote> }.into_any()
}

/// How words to a sender read with an invented case, where they can be read.
pub(super) fn letter_preview(words: Option<&str>) -> AnyView {
    words
        .map(|words| {
            view! {
                <h2>"How it reads"</h2>
                <p class="hint">"With an invented event."</p>
                <div class="letter">{verbatim(words)}</div>
            }
        })
        .into_any()
}

/// A submission's history, newest first.
pub(super) fn timeline(happenings: &[Happening]) -> AnyView {
    let items = happenings.iter().map(happening).collect::<Vec<_>>();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}

fn happening(happening: &Happening) -> AnyView {
    let words = happening
        .words
        .as_deref()
        .filter(|words| !words.is_empty())
        .map(verbatim);
    let lines = happening
        .lines
        .iter()
        .map(|line| view! { <p class="timeline-line">{line.clone()}</p> })
        .collect::<Vec<_>>();
    let changes = (!happening.changes.is_empty()).then(|| changes(&happening.changes));
    let link = happening
        .link
        .clone()
        .map(|(href, words)| view! { <p><a href=href>{words}</a></p> });
    view! {
        <li>
            <p><strong>{happening.who.clone()}</strong>" "{happening.what.clone()}</p>
            <p class="timeline-when">{moment(happening.at)}</p>
            {lines}
            {words}
            {changes}
            {link}
        </li>
    }
    .into_any()
}

/// What changed, detail by detail: what it was and what it is now.
pub(super) fn changes(differences: &[Difference]) -> AnyView {
    let rows = differences.iter().map(|change| {
        let Difference {
            name,
            before,
            after,
            pictures,
        } = change.clone();
        view! {
            <div>
                <dt>{name}</dt>
                <dd>
                    <del><span class="unseen">"was "</span>{before}</del>
                    " "
                    <ins><span class="unseen">"is now "</span>{after}</ins>
                    {pictures.map(beside_each_other)}
                </dd>
            </div>
        }
    });
    view! { <dl class="timeline-changes">{rows.collect::<Vec<_>>()}</dl> }.into_any()
}

/// The picture it was and the picture it is, to be seen beside each other.
fn beside_each_other(pictures: Pictures) -> AnyView {
    let side = |words: &'static str, which: &'static str, picture: Option<Picture>| {
        picture.map(|picture| {
            view! {
                <div>
                    <p class="soft small">{words}</p>
                    <EventPicture picture base=address::PICTURES which/>
                </div>
            }
        })
    };
    view! {
        <div class="two-pictures">
            {side("Before", "as it was", pictures.before)}
            {side("After", "as it would be", pictures.after)}
        </div>
    }
    .into_any()
}

/// The checklist as it was answered, to read.
pub(super) fn answers(checklist: &[Item]) -> AnyView {
    let rows = checklist
        .iter()
        .map(|item| {
            let answer = match item.answer {
                Some(Verdict::Meets) => tag(Tone::Leaf, "Meets"),
                Some(Verdict::DoesNotMeet) => tag(Tone::Red, "Does not meet"),
                None => tag(Tone::Plain, "Not answered"),
            };
            view! {
                <li>
                    <span>
                        <strong class="clauses">{item.standard.numbers()}</strong>
                        " "
                        {item.standard.name.clone()}
                    </span>
                    {answer}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="answers">{rows}</ul> }.into_any()
}

/// The name of a standard with its clauses, for running text: "No personal information (6.9)".
pub(super) fn cited(standard: &Standard) -> String {
    let numbers = standard
        .clauses
        .iter()
        .map(|clause| clause.number.as_str())
        .collect::<Vec<_>>();
    format!("{} ({})", standard.name, numbers.join(", "))
}

/// One standard of the checklist.
#[derive(Debug, Clone)]
pub struct Item {
    /// The standard.
    pub standard: Standard,
    /// Its answer, if given.
    pub answer: Option<Verdict>,
}

/// The address of the versions of the policy.
pub const POLICY: &str = "/staff/settings/policy";
