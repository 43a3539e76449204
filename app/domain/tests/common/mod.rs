//! Short ways to say a day, a time, a moment and a form.
#![allow(dead_code, reason = "each test file uses some")]

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::form::{FormErrors, Pairs};
use domain::submission::{
    Context, DraftAnswers, EventAnswers, EventTypeRef, FilledInBy, MoreAnswers, NewSubmission,
    VenueRef, WhenAnswers, WhereAnswers, YouAnswers,
};
use domain::when::{Hours, Sitting};

/// A day, written as in an address: "2026-12-05".
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A time, written "19:30".
pub fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

/// An instant, written "2026-11-22T10:00:00Z".
pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Sunday 22 November 2026, 10am: the present of these tests.
pub fn now() -> DateTime<Utc> {
    instant("2026-11-22T10:00:00Z")
}

/// A sitting of one day from a time to a time.
pub fn sitting(date: &str, start: &str, finish: &str) -> Sitting {
    Sitting {
        date: day(date),
        hours: Hours::FromTo {
            start: time(start),
            finish: time(finish),
        },
    }
}

/// A form's fields.
pub fn pairs(fields: &[(&str, &str)]) -> Pairs {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// What is wrong, as "field: message" lines.
pub fn told(errors: &FormErrors) -> Vec<String> {
    errors
        .0
        .iter()
        .map(|e| format!("{}: {}", e.field, e.message))
        .collect()
}

/// The places of the parish.
pub fn parish() -> Vec<String> {
    ["Groombridge", "Withyham", "Blackham", "St John’s"]
        .map(ToOwned::to_owned)
        .to_vec()
}

/// The halls that can be chosen.
pub fn venues() -> Vec<VenueRef> {
    let venue = |id, name: &str, village: &str| VenueRef {
        id,
        name: name.to_owned(),
        village: village.to_owned(),
    };
    vec![
        venue(1, "Village Hall", "Groombridge"),
        venue(2, "The Green", "Groombridge"),
        venue(3, "Recreation ground", "Groombridge"),
        venue(4, "Chapel hall", "Groombridge"),
        venue(5, "Parish Room", "Withyham"),
        venue(6, "The Pavilion", "Withyham"),
        venue(7, "Village Hall", "Blackham"),
    ]
}

/// A whole form as a browser would send it: the steps' fields together.
pub fn form(fields: &[(&str, &str)]) -> DraftAnswers {
    const YOU: [&str; 7] = [
        "name",
        "email",
        "group",
        "telephone",
        "show-name",
        "show-email",
        "show-telephone",
    ];
    let of = |names: &dyn Fn(&str) -> bool| {
        let those = fields.iter().filter(|(name, _)| names(name));
        pairs(&those.copied().collect::<Vec<_>>())
    };
    let event = |name: &str| matches!(name, "title" | "description" | "type");
    let place = |name: &str| {
        matches!(
            name,
            "venue" | "venue-name" | "address" | "village" | "postcode" | "joining"
        )
    };
    let more = |name: &str| {
        matches!(
            name,
            "cost" | "price" | "booking" | "step-free" | "age" | "website"
        )
    };
    let you = |name: &str| YOU.contains(&name);
    let when = |name: &str| !event(name) && !place(name) && !more(name) && !you(name);
    DraftAnswers {
        event: Some(EventAnswers::from_pairs(of(&event)).unwrap()),
        when: Some(WhenAnswers::from_pairs(of(&when)).unwrap()),
        place: Some(WhereAnswers::from_pairs(of(&place)).unwrap()),
        more: Some(MoreAnswers::from_pairs(of(&more)).unwrap()),
        picture: None,
        you: Some(YouAnswers::from_pairs(of(&you)).unwrap()),
    }
}

/// Sends the form in at [`now`]: the submission, or what the form says is wrong.
pub fn sent(fields: &[(&str, &str)]) -> Result<NewSubmission, Vec<String>> {
    let types = [EventTypeRef {
        slug: "other".to_owned(),
        name: "Something else".to_owned(),
    }];
    let context = Context {
        now: now(),
        types: &types,
        venues: &venues(),
        by: FilledInBy::Sender,
    };
    form(fields)
        .parse(&context)
        .map_err(|steps| steps.iter().flat_map(|(_, errors)| told(errors)).collect())
}

/// A form with these fields, and for the rest a quiz on Saturday 5 December 2026 at 7pm in
/// Groombridge's Village Hall.
pub fn with<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("title", "Quiz night"),
        ("description", "Teams of six, in aid of the hall."),
        ("type", "other"),
        ("day", "5"),
        ("month", "12"),
        ("year", "2026"),
        ("start", "7pm"),
        ("repeats", "once"),
        ("venue", "1"),
        ("name", "Pat"),
        ("email", "pat@example.org"),
    ];
    let mut all = fields.to_vec();
    for field in usual {
        if !fields.iter().any(|(name, _)| *name == field.0) {
            all.push(field);
        }
    }
    all
}
