//! `/staff/submissions/{reference}/beside/{other}`: two submissions that may be the same event.

use domain::{decision::State, difference::Difference, event::EventDetails};
use leptos::prelude::*;

use super::{
    Desk, address,
    appearance::appearance,
    components::{changes, state_tag, tag},
};
use crate::{
    components::{ButtonLink, Look, Tone},
    render::Html,
    shell::{Head, StaffPage},
};

/// Two submissions side by side.
#[derive(Debug, Clone)]
pub struct BesidePage {
    /// The one that is read.
    pub this: Side,
    /// The one that is like it.
    pub other: Side,
    /// What is the same: "same day, same place".
    pub why: String,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// One of the two.
#[derive(Debug, Clone)]
pub struct Side {
    /// `WO-7K4P`.
    pub reference: String,
    /// Where it stands.
    pub state: State,
    /// The event.
    pub details: EventDetails,
    /// The name of its type.
    pub event_type: String,
    /// Its description, made safe.
    pub description: Html,
    /// The group, or the sender's name.
    pub from: String,
}

/// The page as a document.
#[must_use]
pub fn beside(desk: Desk, model: &BesidePage) -> String {
    let (this, other) = (&model.this, &model.other);
    let title = this.details.title.to_string();
    let head = Head::new(format!(
        "Side by side: {} ({} and {})",
        title, this.reference, other.reference
    ))
    .back_to(address::submission(&this.reference), title);
    desk.page(head, StaffPage::ToDecide, || {
        let alike = (!model.why.is_empty())
            .then(|| view! { <p>{format!("The same in both: {}.", model.why)}</p> });
        let differ = if model.differences.is_empty() {
            view! { <p>"Nothing that the public sees differs."</p> }.into_any()
        } else {
            changes(&model.differences)
        };
        view! {
            <div class="wrap">
                <h1>"Side by side"</h1>
                {alike}
                <div class="beside">
                    {side(this, "The one to decide")}
                    {side(other, "The one like it")}
                </div>
                <section class="card differences" aria-labelledby="differ">
                    <h2 id="differ">"What differs"</h2>
                    <p class="soft">"Struck out: as the one like it has it. Underlined: as the one to decide has it."</p>
                    {differ}
                </section>
                <div class="second-step-buttons">
                    <ButtonLink href=address::submission(&this.reference) words="Back to the review"/>
                    <ButtonLink href=address::submission(&other.reference) words="Open the one like it" look=Look::Outline/>
                </div>
            </div>
        }
        .into_any()
    })
}

fn side(side: &Side, heading: &'static str) -> AnyView {
    let id = side.reference.to_lowercase();
    let labelled = id.clone();
    view! {
        <section class="card appearance" aria-labelledby=labelled>
            <h2 class="card-label" id=id>{heading}</h2>
            <p class="review-tags">
                {tag(Tone::Plain, &side.reference)}
                {state_tag(side.state)}
            </p>
            <p class="soft">"From "{side.from.clone()}</p>
            {appearance(&side.details, &side.event_type, &side.description, address::PICTURES)}
        </section>
    }
    .into_any()
}
