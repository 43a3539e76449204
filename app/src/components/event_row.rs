use chrono::NaiveDate;
use domain::event::{Access, Cost, EventStatus, Fact};
use domain::when::{self, Hours};
use leptos::prelude::*;

use super::{TagList, TagModel, Tone};

/// One date of an event, as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRowModel {
    /// The event's page: "/events/quiz-night-7k4p".
    pub href: String,
    /// What it is called.
    pub title: String,
    /// The day it is under.
    pub date: NaiveDate,
    /// When on that day.
    pub hours: Hours,
    /// Where: "Village Hall, Groombridge".
    pub place: String,
    /// What else to know about its dates: "and 3 more dates".
    pub more_dates: Option<String>,
    /// A line about it, as plain text; empty where there is none.
    pub summary: String,
    /// What has become of it.
    pub status: EventStatus,
    /// What it costs.
    pub cost: Cost,
    /// Getting in and taking part.
    pub access: Access,
}

impl EventRowModel {
    /// Its tags: what changed first, then the cost, then what is known about access.
    #[must_use]
    pub fn tags(&self) -> Vec<TagModel> {
        let mut tags = Vec::new();
        if let Some(tone) = status_tone(self.status) {
            tags.push(TagModel::new(tone, self.status.label()));
        }
        if self.status == EventStatus::Cancelled {
            return tags;
        }
        match &self.cost {
            Cost::NotTold => {}
            Cost::Free | Cost::Donations => tags.push(TagModel::new(Tone::Leaf, self.cost.words())),
            Cost::Paid { words } => tags.push(TagModel::new(Tone::Plain, words.as_str())),
        }
        if self.access.step_free == Fact::Yes {
            tags.push(TagModel::new(Tone::Leaf, "Step-free"));
        }
        if self.access.hearing_loop == Fact::Yes {
            tags.push(TagModel::new(Tone::Leaf, "Hearing loop"));
        }
        tags
    }
}

/// The colour of a status, or nothing where the event goes ahead as listed.
#[must_use]
pub fn status_tone(status: EventStatus) -> Option<Tone> {
    match status {
        EventStatus::GoingAhead => None,
        EventStatus::Cancelled => Some(Tone::Red),
        EventStatus::Postponed | EventStatus::Moved | EventStatus::Online => Some(Tone::Heather),
        EventStatus::FullyBooked => Some(Tone::Amber),
    }
}

/// A row: time, then title, place, a line about it, tags.
#[component]
pub fn EventRow(
    /// What it shows.
    row: EventRowModel,
    /// Whether its link leaves the frame that it stands in.
    #[prop(optional)]
    leaves: bool,
) -> impl IntoView {
    let tags = row.tags();
    let gone = row.status == EventStatus::Cancelled;
    view! {
        <li class="event-row" class:event-row-gone=gone>
            <p class="event-time">{time_lines(row.date, &row.hours)}</p>
            <div class="event-words">
                <h3>
                    <a href=row.href target=leaves.then_some("_top")>
                        {row.title}
                    </a>
                </h3>
                <p class="event-place">
                    {row.place} {row.more_dates.map(|words| format!(" · {words}"))}
                </p>
                {(!row.summary.is_empty() && !gone)
                    .then(|| view! { <p class="event-summary">{row.summary}</p> })}
                <TagList tags/>
            </div>
        </li>
    }
}

/// "2pm" over "to 4pm".
fn time_lines(date: NaiveDate, hours: &Hours) -> impl IntoView + use<> {
    let attribute = |at: chrono::NaiveTime| format!("{}T{}", date, at.format("%H:%M"));
    match *hours {
        Hours::AllDay => view! { <strong>"All day"</strong> }.into_any(),
        Hours::From { start } => {
            view! { <time datetime=attribute(start)>{when::time(start)}</time> }.into_any()
        }
        Hours::FromTo { start, finish } => view! {
            <time datetime=attribute(start)>{when::time(start)}</time>
            " "
            <span>{format!("to {}", when::time(finish))}</span>
        }
        .into_any(),
    }
}
