//! Notices to staff: a new event, a change by a sender, an event that waits too long. Each member
//! of staff chooses which, and whether at once or as one mail each morning. A notice has the
//! event's title and reference and the way to the desk, and nothing else of the sender's.

use crate::letters::marks;
use domain::{
    council::Site,
    event::EventStatus,
    message::{Kind, NewMessage},
    notices::Topic,
    report, when, working_days,
};
use store::{
    cases::Case,
    notices::{Reader, Waiting},
};

/// Which submission a notice is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The submission's number.
    pub submission: i64,
    /// `WO-7K4P`.
    pub reference: &'a str,
    /// The event's title.
    pub title: &'a str,
}

impl<'a> About<'a> {
    /// The submission that a case is of.
    #[must_use]
    pub fn of(case: &'a Case) -> Self {
        Self {
            submission: case.id,
            reference: &case.reference,
            title: case.details.title.as_str(),
        }
    }
}

/// Something that staff may want to hear of.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// An event was sent in, or sent again.
    New(About<'a>),
    /// The sender of a listed event changed its details, which wait to be read.
    Edited(About<'a>),
    /// The sender of a listed event gave it another status, which the public sees already.
    Status(About<'a>, EventStatus),
    /// The sender of a listed event cancelled one of its dates (true) or took that back.
    Date(About<'a>, when::Sitting, bool),
    /// The sender of a listed event withdrew it: the public does not see it any more.
    Withdrawn(About<'a>),
    /// Somebody told us of a listed event (6.13).
    Reported(About<'a>, report::Kind),
    /// An event has waited so many working days for a decision.
    WaitingTooLong(About<'a>, u32),
}

impl<'a> Event<'a> {
    /// Which of the things that staff choose to hear of it is.
    #[must_use]
    pub fn topic(&self) -> Topic {
        match self {
            Self::New(_) => Topic::New,
            Self::Edited(_) | Self::Status(..) | Self::Date(..) | Self::Withdrawn(_) => Topic::Edit,
            Self::Reported(..) => Topic::Report,
            Self::WaitingTooLong(..) => Topic::Waiting,
        }
    }

    /// The submission that it is about.
    #[must_use]
    pub fn about(&self) -> About<'a> {
        match *self {
            Self::New(about)
            | Self::Edited(about)
            | Self::Withdrawn(about)
            | Self::Status(about, _)
            | Self::Reported(about, _)
            | Self::Date(about, ..)
            | Self::WaitingTooLong(about, _) => about,
        }
    }

    /// What happened, as the beginning of a line: "New event to decide".
    fn what(&self) -> String {
        match self {
            Self::New(_) => "New event to decide".to_owned(),
            Self::Edited(_) => "Changed by its sender, to be read".to_owned(),
            Self::Status(_, status) => format!("{}, its sender says", status.label()),
            Self::Date(_, sitting, true) => {
                format!("{} cancelled, its sender says", when::day(sitting.date))
            }
            Self::Date(_, sitting, false) => {
                format!(
                    "{} takes place after all, its sender says",
                    when::day(sitting.date)
                )
            }
            Self::Withdrawn(_) => "Withdrawn by its sender".to_owned(),
            Self::Reported(_, kind) => format!("Reported, “{}”", kind.label()),
            Self::WaitingTooLong(_, days) => {
                format!("Waiting for {}", working_days::words(*days))
            }
        }
    }

    /// The whole line: "New event to decide: Coffee morning (WO-7K4P)".
    #[must_use]
    pub fn line(&self) -> String {
        let About {
            title, reference, ..
        } = self.about();
        format!("{}: {title} ({reference})", self.what())
    }
}

/// The mail to somebody who hears of it at once.
#[must_use]
pub fn at_once(site: &Site, reader: &Reader, reference: &str, line: &str) -> NewMessage {
    let body = format!(
        "{line}\n{}\n\n{}",
        on_the_desk(site, reference),
        foot(site, "You asked to hear of this at once.")
    );
    NewMessage {
        kind: Kind::Notice,
        recipient: reader.email.clone(),
        subject: line.to_owned(),
        body,
        message_id: marks::message_id(&site.address),
    }
}

/// The morning's mail; none where nothing waits.
#[must_use]
pub fn summary(site: &Site, waiting: &[Waiting]) -> Option<NewMessage> {
    let reader = waiting.first()?;
    let lines: Vec<String> = waiting
        .iter()
        .map(|notice| format!("{}\n{}", notice.words, on_the_desk(site, &notice.reference)))
        .collect();
    let subject = match waiting.len() {
        1 => "What’s On this morning: 1 thing to look at".to_owned(),
        count => format!("What’s On this morning: {count} things to look at"),
    };
    Some(NewMessage {
        kind: Kind::DailyNotices,
        recipient: reader.email.clone(),
        subject,
        body: format!(
            "{}\n\n{}",
            lines.join("\n\n"),
            foot(site, "You asked to hear of this once a day.")
        ),
        message_id: marks::message_id(&site.address),
    })
}

fn on_the_desk(site: &Site, reference: &str) -> String {
    format!("{}/staff/submissions/{reference}", site.address)
}

fn foot(site: &Site, why: &str) -> String {
    format!(
        "{why} Choose what you hear of by email: {}/staff/settings/notices\n\n{}",
        site.address, site.council
    )
}
