use leptos::prelude::*;

use super::{Tag, Tone};

/// One date to come of a listed event, to cancel it or to take that back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateRow {
    /// Its number, which the form sends.
    pub id: i64,
    /// "Wednesday 24 March 2027, 2pm to 4pm".
    pub words: String,
    /// Whether it is cancelled.
    pub cancelled: bool,
}

/// How many dates stand there before the others are folded away.
const SHOWN: usize = 6;

/// Dates with a button each, in one form. The button sends `cancel` or `restore` with the date's
/// number.
#[must_use]
pub fn dates_to_cancel(action: &str, dates: &[DateRow]) -> AnyView {
    let (next, later) = dates.split_at(dates.len().min(SHOWN));
    let rows = |dates: &[DateRow]| dates.iter().map(row).collect::<Vec<_>>();
    let later = (!later.is_empty()).then(|| {
        view! {
            <details class="every-date">
                <summary>{format!("Later dates ({})", later.len())}</summary>
                <ul class="date-rows">{rows(later)}</ul>
            </details>
        }
    });
    view! {
        <form method="post" action=action.to_owned()>
            <ul class="date-rows">{rows(next)}</ul>
            {later}
        </form>
    }
    .into_any()
}

fn row(date: &DateRow) -> AnyView {
    let words = date.words.clone();
    let about = format!(": {words}");
    let (name, does) = if date.cancelled {
        ("restore", "It takes place after all")
    } else {
        ("cancel", "Cancel this date")
    };
    let said = if date.cancelled {
        view! { <s>{words}</s> " " <Tag tone=Tone::Red words="Cancelled"/> }.into_any()
    } else {
        words.into_any()
    };
    view! {
        <li>
            <span>{said}</span>
            <button type="submit" class="button button-outline" name=name value=date.id.to_string()>
                {does}
                <span class="unseen">{about}</span>
            </button>
        </li>
    }
    .into_any()
}
