//! What a listing, a month and a day offer to choose from, each with how many events stand behind it.

use app::{
    components::Choice,
    pages::{finding::Choices, listing::ListingPage},
};
use chrono::NaiveDate;
use domain::{
    counts::Counts,
    event::{AccessFact, Fact},
    listing::{ListingQuery, fact_value},
};
use store::site::Council;

use super::places::{place_key, places, types};
use crate::{http::error::Result, state::App};

/// Counts for a listing, whose quick choices are of days.
pub(super) async fn counts(app: &App, council: &Council, query: &ListingQuery) -> Result<Counts> {
    let today = app.today();
    let quick = ListingPage::quick_days(today);
    let until = quick
        .iter()
        .filter_map(|when| query.with_period(*when).window(today).1)
        .max();
    counted(app, council, query, until).await
}

/// The choices of a listing, with its quick choices of days.
pub(super) fn of_listing(
    council: &Council,
    query: &ListingQuery,
    today: NaiveDate,
    counts: &Counts,
) -> Choices {
    let mut choices = of_days(council, query, counts);
    choices.days = ListingPage::quick_days(today)
        .into_iter()
        .filter_map(|when| {
            let (from, to) = query.with_period(when).window(today);
            let from = (from != today).then_some(from);
            Some((when, counts.between(from, to?)?))
        })
        .collect();
    choices
}

/// Counts for a month's or a day's page, of what is on then.
pub(super) async fn counts_then(
    app: &App,
    council: &Council,
    query: &ListingQuery,
) -> Result<Counts> {
    counted(app, council, query, None).await
}

/// The choices without any count.
pub(super) fn uncounted(council: &Council, query: &ListingQuery) -> Choices {
    Choices {
        types: types_for(council, query),
        places: places(council),
        ..Choices::default()
    }
}

async fn counted(
    app: &App,
    council: &Council,
    query: &ListingQuery,
    until: Option<NaiveDate>,
) -> Result<Counts> {
    let place = (query.place.as_deref()).map(|place| place_key(council, place));
    let found = store::events::counts(
        &app.db,
        query,
        place.as_deref(),
        app.today(),
        app.now(),
        until,
    );
    Ok(found.await?)
}

/// The kinds that are offered, and the one that is asked for where it no longer is: whoever asked for it before
/// keeps it when something else is chosen beside it.
fn types_for(council: &Council, query: &ListingQuery) -> Vec<Choice> {
    let asked = (council.retired_types.iter())
        .filter(|kind| query.event_type.as_deref() == Some(&*kind.slug))
        .map(|kind| Choice::new(&kind.slug, &kind.name));
    types(council).into_iter().chain(asked).collect()
}

/// The choices of a month's or a day's page.
pub(super) fn of_days(council: &Council, query: &ListingQuery, counts: &Counts) -> Choices {
    let told = |choice: Choice, key: String| choice.counted(counts.with(&key));
    let facts = AccessFact::ALL.into_iter().flat_map(|which| {
        [Fact::Yes, Fact::No, Fact::NotTold].map(|fact| {
            let key = format!("{}:{}", which.field(), fact_value(fact));
            Some((which, fact, counts.with(&key)?))
        })
    });
    Choices {
        types: (types_for(council, query).into_iter())
            .map(|choice| {
                let key = format!("type:{}", choice.value);
                told(choice, key)
            })
            .collect(),
        places: (places(council).into_iter())
            .map(|choice| {
                let key = place_key(council, &choice.value);
                told(choice, key)
            })
            .collect(),
        free: counts.with("free"),
        facts: facts.flatten().collect(),
        days: vec![],
    }
}
