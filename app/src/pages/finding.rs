//! What the listing, a month and a day have in common: the form that narrows them, and in words
//! what it was narrowed to.

use chrono::NaiveDate;
use domain::counts::Count;
use domain::event::{AccessFact, Fact};
use domain::listing::{ListingQuery, Period, UnreadDays, fact_value};
use domain::when;
use leptos::prelude::*;

use crate::components::{Button, Choice, Field, Notice, Select, Tone};

/// What one can choose from, each with how many events stand behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The types of event.
    pub types: Vec<Choice>,
    /// The places.
    pub places: Vec<Choice>,
    /// What costs nothing.
    pub free: Option<Count>,
    /// The facts of access that can be asked for, as far as they are counted.
    pub facts: Vec<(AccessFact, Fact, Count)>,
    /// The quick choices of days, as far as they are counted.
    pub days: Vec<(Period, Count)>,
}

impl Choices {
    /// What is known of a fact of access.
    #[must_use]
    pub fn fact(&self, which: AccessFact, fact: Fact) -> Option<Count> {
        let mut facts = self.facts.iter();
        let found = facts.find(|(of, is, _)| (*of, *is) == (which, fact));
        found.map(|(_, _, count)| *count)
    }

    /// What is known of days.
    #[must_use]
    pub fn on(&self, when: Period) -> Option<Count> {
        let found = self.days.iter().find(|(of, _)| *of == when);
        found.map(|(_, count)| *count)
    }
}

/// The address of a listing.
#[must_use]
pub fn href(query: &ListingQuery) -> String {
    at("/", query)
}

/// An address with the question behind it.
#[must_use]
pub fn at(path: &str, query: &ListingQuery) -> String {
    match query.to_query() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// Each thing asked for beside the days, in words, and the query without it.
#[must_use]
pub fn filters_on(query: &ListingQuery, choices: &Choices) -> Vec<(String, ListingQuery)> {
    let Choices { types, places, .. } = choices;
    let mut filters = Vec::new();
    if let Some(words) = &query.q {
        filters.push((format!("with the words “{words}”"), query.with_words(None)));
    }
    if let Some(slug) = &query.event_type {
        filters.push((
            format!("of the type “{}”", label(types, slug)),
            query.with_type(None),
        ));
    }
    if let Some(slug) = &query.place {
        filters.push((
            format!("in {}", label(places, slug)),
            query.with_place(None),
        ));
    }
    if query.free {
        filters.push(("free".to_owned(), query.with_free(false)));
    }
    for which in AccessFact::ALL {
        if let Some(fact) = query.access.of(which) {
            filters.push((fact_words(which, fact), query.with_fact(which, None)));
        }
    }
    if let Some(words) = &query.audience {
        filters.push((format!("for “{words}”"), query.with_audience(None)));
    }
    filters
}

fn label(choices: &[Choice], value: &str) -> String {
    choices
        .iter()
        .find(|choice| choice.value == value)
        .map_or_else(|| value.to_owned(), |choice| choice.label.clone())
}

/// "step-free", "without a hearing loop", "not told about Blue Badge parking".
#[must_use]
pub fn fact_words(which: AccessFact, fact: Fact) -> String {
    let name = match which {
        AccessFact::StepFree => "step-free access",
        AccessFact::Toilet => "an accessible toilet",
        AccessFact::HearingLoop => "a hearing loop",
        AccessFact::BlueBadge => "Blue Badge parking",
    };
    match (which, fact) {
        (AccessFact::StepFree, Fact::Yes) => "step-free".to_owned(),
        (_, Fact::Yes) => format!("with {name}"),
        (_, Fact::No) => format!("without {name}"),
        (_, Fact::NotTold) => format!("not told about {name}"),
    }
}

/// Whether somebody's own words stand on the page: those that were looked for.
#[must_use]
pub fn is_typed(query: &ListingQuery) -> bool {
    query.q.is_some() || query.audience.is_some()
}

/// Says which parts of an address could not be read.
#[must_use]
pub fn passed_over(names: &[String]) -> impl IntoView + use<> {
    let parts = listed(names.iter().map(|name| part_words(name)));
    (!parts.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Plain heading="Some of what was asked for could not be read">
                <p>{format!("These events are not narrowed by {parts}. You can choose again here.")}</p>
            </Notice>
        }
    })
}

/// Says that other words were looked for than those that were typed.
#[must_use]
pub fn instead(typed: Option<&str>, query: &ListingQuery) -> Option<impl IntoView + use<>> {
    let (typed, found) = (typed?, query.q.as_ref()?);
    let heading = format!("Showing events for “{found}”");
    let words = format!("No event has the words “{typed}”. These are the nearest.");
    Some(view! {
        <Notice tone=Tone::Plain heading>
            <p>{words}</p>
        </Notice>
    })
}

fn part_words(name: &str) -> &'static str {
    match name {
        "when" | "from" | "to" => "days",
        "type" => "type",
        "place" => "place",
        "free" => "cost",
        "page" => "page",
        _ => "access",
    }
}

/// "days, type and place", each once.
fn listed(parts: impl Iterator<Item = &'static str>) -> String {
    let mut once: Vec<&str> = Vec::new();
    for part in parts {
        if !once.contains(&part) {
            once.push(part);
        }
    }
    match once.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The form's fields and its button, without the form round them. The days that are chosen by a
/// quick choice stay chosen; a first or last day that is typed takes their place. What was typed as one and is
/// none stays in its box. A month and a day ask for no days.
#[must_use]
pub fn fields(
    query: &ListingQuery,
    choices: &Choices,
    days: Option<&UnreadDays>,
) -> impl IntoView + use<> {
    let kept = query.when.value().filter(|_| days.is_some());
    view! {
        <Field name="q" label="Search events" kind="search" value=query.q.clone().unwrap_or_default()/>
        <Select
            name="type"
            label="Type of event"
            value=query.event_type.clone().unwrap_or_default()
            choices=all("All types", &choices.types)
        />
        <Select
            name="place"
            label="Where"
            value=query.place.clone().unwrap_or_default()
            choices=all("Whole parish", &choices.places)
        />
        {kept.map(|value| view! { <input type="hidden" name="when" value=value/> })}
        <Button words="Show events"/>
        {more(query, choices, days)}
    }
}

fn all(label: &str, choices: &[Choice]) -> Vec<Choice> {
    std::iter::once(Choice::new("", label))
        .chain(choices.iter().cloned())
        .collect()
}

/// What is seldom asked for, folded until it is.
fn more(
    query: &ListingQuery,
    choices: &Choices,
    days: Option<&UnreadDays>,
) -> impl IntoView + use<> {
    let ranged = matches!(query.when, Period::Range { .. });
    let open = days.is_some_and(|unread| ranged || !unread.is_empty())
        || query.free
        || query.audience.is_some()
        || AccessFact::ALL
            .into_iter()
            .any(|which| query.access.of(which).is_some());
    let access = AccessFact::ALL
        .into_iter()
        .map(|which| {
            let value = query.access.of(which).map(fact_value).unwrap_or_default();
            view! {
                <Select name=which.field() label=which.label() value=value choices=fact_choices(which, choices)/>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <details class="more-filters" open=open>
            <summary>"More choices"</summary>
            <div class="more-filters-fields">
                {days.map(|unread| range(query, unread))}
                <Select
                    name="free"
                    label="Cost"
                    value=if query.free { "yes" } else { "" }
                    choices=vec![Choice::new("", "Any"), Choice::new("yes", "Free only").counted(choices.free)]
                />
                {access}
                <Field
                    name="for"
                    label="Who it’s for"
                    hint="For example, families"
                    value=query.audience.clone().unwrap_or_default()
                />
            </div>
        </details>
    }
}

fn fact_choices(which: AccessFact, choices: &Choices) -> Vec<Choice> {
    let facts = [
        (Fact::Yes, "Yes"),
        (Fact::No, "No"),
        (Fact::NotTold, "Not told"),
    ]
    .map(|(fact, words)| Choice::new(fact_value(fact), words).counted(choices.fact(which, fact)));
    all("Any", &facts)
}

fn range(query: &ListingQuery, unread: &UnreadDays) -> impl IntoView + use<> {
    let (from, to) = match query.when {
        Period::Range { from, to } => (from, to),
        _ => (None, None),
    };
    let shown = |typed: &Option<String>, day: Option<NaiveDate>| {
        let typed = typed.clone();
        typed.unwrap_or_else(|| day.map(when::day_and_year).unwrap_or_default())
    };
    let problem = |typed: &Option<String>, which: &str| {
        let words = format!("Enter a {which} day from today on, such as 5 December 2026");
        typed.is_some().then_some(words)
    };
    view! {
        <Field
            name="from"
            label="From"
            hint="For example, 5 December 2026"
            value=shown(&unread.from, from)
            problem=problem(&unread.from, "first")
        />
        <Field
            name="to"
            label="To"
            hint="For example, 31 December 2026"
            value=shown(&unread.to, to)
            problem=problem(&unread.to, "last")
        />
    }
}
