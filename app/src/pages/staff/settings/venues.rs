//! `/staff/settings/venues`: the places that senders can pick by name.

use domain::{event::AccessFact, form::FormErrors, places::VenueAnswers};
use leptos::prelude::*;

use super::{SETTINGS, event_types::events};
use crate::{
    components::{
        Button, ButtonLink, Choice, ErrorSummary, Field, Look, Notice, Select, Tone, problem,
    },
    pages::staff::{
        Desk,
        components::{COUNTED, Flash, cell, flash_banner, more, tag},
    },
    shell::{Head, StaffPage},
};

/// The address of the venues.
pub const VENUES: &str = "/staff/settings/venues";

/// The venues.
#[derive(Debug, Clone, Default)]
pub struct VenuesPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Every venue by village and name.
    pub venues: Vec<VenueRow>,
}

/// A venue in the list.
#[derive(Debug, Clone)]
pub struct VenueRow {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its village.
    pub village: String,
    /// Its address and postcode in a line, or nothing.
    pub address: String,
    /// Where to see it on a map.
    pub map: Option<String>,
    /// How many events were ever listed at it.
    pub events: usize,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// The name of the venue that took over its events.
    pub merged_into: Option<String>,
}

/// One venue, or a new one.
#[derive(Debug, Clone, Default)]
pub struct VenuePage {
    /// Its number; none of a new one.
    pub id: Option<i64>,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// The name of the venue that took over its events.
    pub merged_into: Option<String>,
    /// The venues that a new one is very like, by number.
    pub near: Vec<(i64, String)>,
    /// The answers, as kept or as typed.
    pub answers: VenueAnswers,
    /// What is wrong, by the names of the fields.
    pub errors: FormErrors,
}

/// A venue that is to be merged into another.
#[derive(Debug, Clone, Default)]
pub struct MergePage {
    /// Its number.
    pub id: i64,
    /// Its name and village.
    pub name: String,
    /// How many events follow.
    pub events: usize,
    /// The others that are offered, by number.
    pub others: Vec<Choice>,
    /// The number of the one that was chosen, or nothing.
    pub into: String,
    /// What is wrong; field `into`.
    pub errors: FormErrors,
}

/// The venues as a document.
#[must_use]
pub fn venues(desk: Desk, model: &VenuesPage) -> String {
    let head = Head::new("Venues").back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        let (away, offered): (Vec<_>, Vec<_>) = model.venues.iter().partition(|venue| venue.retired);
        let away = (!away.is_empty())
            .then(|| view! { <h2>"No longer offered"</h2> {table("Venues that are no longer offered", &away)} });
        view! {
            <div class="wrap desk-wide">
                {model.flash.as_ref().map(flash_banner)}
                <div class="desk-head">
                    <h1>"Venues"</h1>
                    <ButtonLink href=format!("{VENUES}/new") words="Add a venue"/>
                </div>
                <p>"Senders pick one on the form, or type another place. Visitors filter the list by them."</p>
                {table("Venues that are offered", &offered)}
                {away}
            </div>
        }
        .into_any()
    })
}

fn table(caption: &'static str, venues: &[&VenueRow]) -> AnyView {
    let rows = venues
        .iter()
        .map(|venue| {
            let href = format!("{VENUES}/{}", venue.id);
            let merged = venue
                .merged_into
                .as_ref()
                .map(|into| more(format!("Merged into {into}")));
            let map = venue.map.as_ref().map(|href| {
                view! {
                    <a href=href.clone() rel="noopener noreferrer">
                        "Map" <span class="unseen">{format!(" of {}, {}", venue.name, venue.village)}</span>
                    </a>
                }
            });
            view! {
                <tr>
                    <th scope="row">
                        <a class="cell-title" href=href>
                            {venue.name.clone()} <span class="unseen">{format!(", {}", venue.village)}</span>
                        </a>
                        {merged}
                    </th>
                    {cell("Village", venue.village.clone())}
                    {cell("Address", view! { {venue.address.clone()} " " {map} })}
                    {cell("Events", events(venue.events))}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">"Venue"</th>
                    <th scope="col">"Village"</th>
                    <th scope="col">"Address"</th>
                    <th scope="col">"Events"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// One venue as a document.
#[must_use]
pub fn venue(desk: Desk, model: &VenuePage) -> String {
    let title = if model.id.is_some() {
        "Change a venue"
    } else {
        "Add a venue"
    };
    let head = Head::new(title)
        .with_problems(!model.errors.is_empty())
        .back_to(VENUES, "Venues");
    desk.page(head, StaffPage::Settings, || {
        let retired = model
            .retired
            .then(|| view! { <p>{tag(Tone::Plain, "No longer offered")}</p> });
        let inside = match &model.merged_into {
            Some(into) => view! {
                <p>{format!("This venue was merged into {into}, which has its events now.")}</p>
            }
            .into_any(),
            None => form(model),
        };
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                {retired}
                <h1>{title}</h1>
                {inside}
            </div>
        }
        .into_any()
    })
}

fn form(model: &VenuePage) -> AnyView {
    let address = match model.id {
        Some(id) => format!("{VENUES}/{id}"),
        None => format!("{VENUES}/new"),
    };
    let away = model.id.map(|_| ways(&address, model.retired));
    view! {
        <form class="second-step" method="post" action=address.clone() novalidate>
            {near(model)}
            {fields(model)}
            <h2>"Getting in and getting around"</h2>
            {access(model)}
            <div class="second-step-buttons">
                <Button words="Save"/>
                <a href=VENUES>"Leave it as it is"</a>
            </div>
        </form>
        {away}
    }
    .into_any()
}

/// Shows what a new venue is very like, with a way to add it all the same.
fn near(model: &VenuePage) -> Option<AnyView> {
    problem(&model.errors, "near")?;
    let venues = model
        .near
        .iter()
        .map(|(id, words)| {
            view! {
                <li>
                    <a href=format!("{VENUES}/{id}")>{words.clone()}</a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let view = view! {
        // The Enter key presses the first button of a form: this one only asks again.
        <button type="submit" class="unseen" tabindex="-1" aria-hidden="true">"Save"</button>
        <div id="near" tabindex="-1">
            <Notice heading="This is very like a venue that we have">
                <ul>{venues}</ul>
                <p class="actions">
                    <button type="submit" class="button button-outline" name="anyway" value="yes">
                        "Add it all the same"
                    </button>
                </p>
            </Notice>
        </div>
    };
    Some(view.into_any())
}

fn fields(model: &VenuePage) -> AnyView {
    let answers = &model.answers;
    let problem = |field| problem(&model.errors, field);
    view! {
        <Field
            name="name"
            label="Name"
            hint="Without the village. Events at this venue show a new name at once."
            value=answers.name.clone()
            problem=problem("name")
        />
        <Field
            name="village"
            label="Village or town"
            value=answers.village.clone()
            problem=problem("village")
            width="half"
        />
        <Field
            name="address"
            label="Road, or how to find it"
            value=answers.address.clone()
            problem=problem("address")
            optional=true
        />
        <Field
            name="postcode"
            label="Postcode"
            value=answers.postcode.clone()
            problem=problem("postcode")
            optional=true
            spellcheck=false
            width="short"
        />
        <Field
            name="map"
            label="Map"
            hint="The web address of a map, or where it is as two numbers, such as 51.1053, 0.1850."
            value=answers.map.clone()
            problem=problem("map")
            optional=true
            spellcheck=false
        />
    }
    .into_any()
}

fn access(model: &VenuePage) -> AnyView {
    AccessFact::ALL
        .into_iter()
        .zip(&model.answers.access)
        .map(|(fact, value)| {
            let choices = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
                .map(|(value, label)| Choice::new(value, label))
                .to_vec();
            view! { <Select name=fact.field() label=fact.label() value=value.clone() choices/> }
        })
        .collect::<Vec<_>>()
        .into_any()
}

fn ways(address: &str, retired: bool) -> AnyView {
    let merge =
        view! { <p><a href=format!("{address}/merge")>"Merge it into another venue"</a></p> };
    if retired {
        return view! {
            <form method="post" action=format!("{address}/bring-back")>
                <Button words="Offer it again" look=Look::Outline/>
            </form>
            {merge}
        }
        .into_any();
    }
    view! {
        <p><a href=format!("{address}/retire")>"Stop offering this venue"</a></p>
        {merge}
    }
    .into_any()
}

/// The page that asks into which venue one is merged, and says what happens.
#[must_use]
pub fn merge(desk: Desk, model: &MergePage) -> String {
    let address = format!("{VENUES}/{}", model.id);
    let head = Head::new(format!("Merge a venue: {}", model.name))
        .with_problems(!model.errors.is_empty())
        .back_to(address.clone(), "The venue");
    desk.page(head, StaffPage::Settings, || {
        let mut choices = vec![Choice::new("", "Select one")];
        choices.extend(model.others.iter().cloned());
        let follow = match model.events {
            0 => "It has no events.".to_owned(),
            1 => "Its 1 event is at the other venue from now on, with its history.".to_owned(),
            n if n > COUNTED => format!(
                "Its more than {COUNTED} events are at the other venue from now on, with their history."
            ),
            n => format!("Its {n} events are at the other venue from now on, with their history."),
        };
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Merge a venue"<span class="h1-more">{model.name.clone()}</span></h1>
                <ul>
                    <li>{follow}</li>
                    <li>{format!("“{}” is no longer offered.", model.name)}</li>
                    <li>"What senders wrote is kept as they wrote it."</li>
                    <li>"It cannot be undone."</li>
                </ul>
                <form class="second-step" method="post" action=format!("{address}/merge") novalidate>
                    <Select
                        name="into"
                        label="The venue that stays"
                        value=model.into.clone()
                        choices
                        problem=problem(&model.errors, "into")
                    />
                    <div class="second-step-buttons">
                        <Button words="Merge them" look=Look::Danger/>
                        <a href=address.clone()>"Keep both"</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}
