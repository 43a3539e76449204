//! An event as the public sees it, in the middle of a review.

use domain::{
    event::{AccessFact, Booking, EventDetails, Place},
    when,
};
use leptos::prelude::*;

use crate::{
    components::{SummaryList, SummaryRow},
    render::Html,
};

/// The event's public words, every one of them, in the order of its page.
pub(super) fn appearance(details: &EventDetails, event_type: &str, description: &Html) -> AnyView {
    let sittings = details.dates.sittings();
    let every_date = (sittings.len() > 1).then(|| {
        let items = sittings
            .iter()
            .map(|one| view! { <li>{when::sitting(one)}</li> })
            .collect::<Vec<_>>();
        view! {
            <details class="every-date">
                <summary>{format!("Every date ({})", sittings.len())}</summary>
                <ul>{items}</ul>
            </details>
        }
    });
    view! {
        <h3 class="appearance-title">{details.title.to_string()}</h3>
        <p class="appearance-when"><strong>{when::dates(&details.dates)}</strong></p>
        {every_date}
        <p class="appearance-where">{details.place.address()}</p>
        <div class="prose" inner_html=description.as_str().to_owned()></div>
        {facts(details, event_type)}
    }
    .into_any()
}

fn facts(details: &EventDetails, event_type: &str) -> AnyView {
    let mut rows = vec![
        SummaryRow::text("Type", event_type),
        SummaryRow::text("Cost", details.cost.words()),
    ];
    if let Place::Online {
        joining: Some(address),
    } = &details.place
    {
        rows.push(link("Joining", address.as_str()));
    }
    match &details.booking {
        Some(Booking::Address(address)) => rows.push(link("Booking", address.as_str())),
        Some(Booking::Words(words)) => rows.push(SummaryRow::text("Booking", words.as_str())),
        None => {}
    }
    if let Some(age) = &details.age {
        rows.push(SummaryRow::text("Who it’s for", age.as_str()));
    }
    if let Some(group) = &details.group {
        rows.push(SummaryRow::text("Organiser", group.as_str()));
    }
    if let Some(website) = &details.website {
        rows.push(link("Website", website.as_str()));
    }
    let contact = [
        details.contact.name.as_ref().map(ToString::to_string),
        details.contact.email.as_ref().map(ToString::to_string),
        details.contact.telephone.as_ref().map(ToString::to_string),
    ];
    let contact = contact.into_iter().flatten().collect::<Vec<_>>().join("\n");
    if !contact.is_empty() {
        rows.push(SummaryRow::text("Contact", contact));
    }
    rows.extend(
        AccessFact::ALL
            .map(|fact| SummaryRow::text(fact.label(), details.access.fact(fact).words())),
    );
    view! { <SummaryList rows/> }.into_any()
}

/// An address as it stands, to follow: staff look where it leads before the public does.
fn link(key: &str, address: &str) -> SummaryRow {
    let (href, words) = (address.to_owned(), address.to_owned());
    SummaryRow::view(
        key,
        view! { <p><a href=href rel="noopener noreferrer nofollow">{words}</a></p> },
    )
}
