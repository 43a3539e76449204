//! What differs between two versions of an event, detail by detail, in words that a person reads.

use std::borrow::Cow;

use crate::event::{AccessFact, Booking, EventDetails, NOT_TOLD, Place};
use crate::picture::Picture;
use crate::when;

/// Said of a detail that one of the versions has not.
pub const NOT_GIVEN: &str = "Not given";

/// One detail that is not the same in both versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which detail: "Title".
    pub name: &'static str,
    /// What it was, in words.
    pub before: String,
    /// What it is now, in words.
    pub after: String,
    /// Where the picture itself is another: the one it was and the one it is, to be seen beside
    /// each other.
    pub pictures: Option<Pictures>,
}

/// Two pictures of an event; none where there was or is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pictures {
    /// The one it was.
    pub before: Option<Picture>,
    /// The one it is now.
    pub after: Option<Picture>,
}

/// Everything that differs, in the order of the event's page. `type_name` gives the name of a kind
/// of event from its slug.
#[must_use]
pub fn between(
    before: &EventDetails,
    after: &EventDetails,
    type_name: impl Fn(&str) -> String,
) -> Vec<Difference> {
    told(before, &type_name)
        .into_iter()
        .zip(told(after, &type_name))
        .filter(|((_, was), (_, is))| was != is)
        .map(|((name, was), (_, is))| Difference {
            name,
            before: given(was),
            after: given(is),
            pictures: None,
        })
        .chain(picture(before, after))
        .collect()
}

/// What has become of the picture itself. Its words are details like the others.
fn picture(before: &EventDetails, after: &EventDetails) -> Option<Difference> {
    let id = |details: &EventDetails| details.picture.as_ref().map(|picture| picture.id.clone());
    if id(before) == id(after) {
        return None;
    }
    let (was, is) = match (&before.picture, &after.picture) {
        (Some(_), Some(_)) => ("A picture", "Another picture"),
        (Some(_), None) => ("A picture", NOT_GIVEN),
        (None, _) => (NOT_GIVEN, "A picture"),
    };
    Some(Difference {
        name: "Picture",
        before: was.to_owned(),
        after: is.to_owned(),
        pictures: Some(Pictures {
            before: before.picture.clone(),
            after: after.picture.clone(),
        }),
    })
}

fn given(words: Cow<'_, str>) -> String {
    if words.is_empty() || words == NOT_TOLD {
        NOT_GIVEN.to_owned()
    } else {
        words.into_owned()
    }
}

/// Every detail of an event in words, always the same details in the same order.
fn told<'a>(
    details: &'a EventDetails,
    type_name: &impl Fn(&str) -> String,
) -> Vec<(&'static str, Cow<'a, str>)> {
    let dates = when::dates_in_full(&details.dates, "\n");
    let joining = match &details.place {
        Place::Online { joining } => joining.as_ref().map(super::text::WebAddress::as_str),
        Place::Venue { .. } | Place::Typed { .. } => None,
    };
    let booking = details.booking.as_ref().map(|booking| match booking {
        Booking::Address(address) => address.as_str(),
        Booking::Words(words) => words.as_str(),
    });
    let contact = &details.contact;
    let mut told: Vec<(&'static str, Cow<'a, str>)> = vec![
        ("Title", details.title.as_str().into()),
        ("Dates", dates.into()),
        (
            "Doors",
            details
                .dates
                .doors()
                .map(when::time)
                .unwrap_or_default()
                .into(),
        ),
        ("Place", details.place.address().into()),
        ("Joining", joining.unwrap_or_default().into()),
        ("Description", details.description.as_str().into()),
        ("Type", type_name(&details.event_type).into()),
        ("Cost", details.cost.words().into()),
        ("Booking", booking.unwrap_or_default().into()),
    ];
    told.extend(AccessFact::ALL.map(|fact| {
        let words = details.access.fact(fact).label();
        (fact.label(), words.into())
    }));
    let mut may =
        |name, words: Option<&'a str>| told.push((name, words.unwrap_or_default().into()));
    may(
        "Who it’s for",
        details.age.as_ref().map(super::text::ShortLine::as_str),
    );
    may(
        "Website",
        details
            .website
            .as_ref()
            .map(super::text::WebAddress::as_str),
    );
    may(
        "Organiser",
        details.group.as_ref().map(super::text::GroupName::as_str),
    );
    may(
        "Name shown",
        contact.name.as_ref().map(super::text::PersonName::as_str),
    );
    may(
        "Email shown",
        contact.email.as_ref().map(super::text::Email::as_str),
    );
    may(
        "Telephone shown",
        contact
            .telephone
            .as_ref()
            .map(super::text::Telephone::as_str),
    );
    let picture = details.picture.as_ref();
    may("Picture’s description", picture.map(Picture::words));
    may(
        "Picture’s credit",
        picture
            .and_then(|picture| picture.credit.as_ref())
            .map(super::text::ShortLine::as_str),
    );
    told
}
