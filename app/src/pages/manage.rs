//! The sender's private page: what has become of a submission, and what its sender can do.
//!
//! It is found by a link that was mailed. Opening it changes nothing, since mail programs open
//! links by themselves; every change is a button.

use domain::decision::State;
use domain::event::{EventDetails, EventStatus};
use domain::form::FormErrors;
use domain::manage::SENDERS_STATUSES;
use leptos::prelude::*;

use super::staff::appearance::appearance;
use crate::components::{
    Button, ButtonLink, DateRow, ErrorSummary, Field, Look, Notice, RadioOption, Radios, Tag, Tone,
    dates_to_cancel, problem,
};
use crate::render::Html;
use crate::shell::{self, Assets, Head, Nav, Site};

/// A submission as its sender sees it.
#[derive(Debug, Clone)]
pub struct ManagePage {
    /// The private link's secret, in every address of the page.
    pub token: String,
    /// `WO-7K4P`.
    pub reference: String,
    /// Where it is in its life.
    pub state: State,
    /// The event, as it was sent or as it is listed.
    pub details: EventDetails,
    /// The name of its type.
    pub event_type: String,
    /// Its description, made safe.
    pub description: Html,
    /// The address that is written to; none where there is none.
    pub email: Option<String>,
    /// What is known of that address.
    pub address_is: AddressIs,
    /// Where the public sees it, and what has become of it there.
    pub public: Option<(String, EventStatus)>,
    /// The dates to come of a listed event that has several, and what has become of each.
    pub dates: Vec<DateRow>,
    /// Whether a change of the listed event waits to be read.
    pub edit_waits: bool,
    /// Whether a change was begun and not sent.
    pub begun: bool,
    /// What the parish office wrote last about a change or a refusal, word for word.
    pub answer: Option<String>,
    /// What was just done, said once.
    pub done: Option<&'static str>,
    /// What is wrong; field `status`.
    pub errors: FormErrors,
}

/// What is known of the sender's address (policy 4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressIs {
    /// The sender has answered from it.
    Confirmed,
    /// Nobody has yet, and this link was mailed to it.
    ToConfirm,
    /// Nobody has yet, and this link was mailed to another, which was given before.
    ToConfirmByAnotherLink,
}

impl ManagePage {
    fn address(&self, rest: &str) -> String {
        format!("/manage/{}{rest}", self.token)
    }

    fn may_change(&self) -> bool {
        matches!(
            self.state,
            State::Waiting | State::ChangesAsked | State::Listed
        )
    }
}

/// What was done, by the word that the address carries.
#[must_use]
pub fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "confirmed" => "Thank you. Your email address is confirmed.",
        "sent" => "Your change was sent. The parish staff will read it.",
        "status" => "The event’s page says so now.",
        "thrown-away" => "The change that you began was thrown away. Nothing else has changed.",
        "date-off" => "That date is cancelled. The event’s page and the list say so now.",
        "date-on" => "That date takes place again. The event’s page and the list say so now.",
        "links-ended" => "Every other private link has ended. Only this one opens the page.",
        "withdrawn" => "Your event is withdrawn.",
        _ => return None,
    })
}

/// The private page.
#[must_use]
pub fn manage(model: &ManagePage, site: &Site, assets: &Assets) -> String {
    let title = model.details.title.to_string();
    let head = Head::new(format!("{title}: your private page"))
        .unlisted()
        .with_problems(!model.errors.is_empty());
    shell::public(site, assets, head, Nav::Elsewhere, || {
        let done = model.done.map(|words| {
            view! { <Notice tone=Tone::Leaf role="status"><p><strong>{words}</strong></p></Notice> }
        });
        let what = match model.state {
            State::Waiting | State::ChangesAsked => "What you sent",
            State::Listed if model.edit_waits => "What you sent, with your change",
            State::Listed => "As it is listed",
            _ => "What you had sent",
        };
        view! {
            <div class="wrap narrow step manage">
                <ErrorSummary errors=model.errors.clone()/>
                {done}
                <p class="tags">
                    {state_tag(model.state)}
                    <Tag words=model.reference.clone()/>
                </p>
                <h1>{title}</h1>
                {confirm(model)}
                {standing(model, site)}
                {change(model)}
                {status(model)}
                {dates(model)}
                {withdraw_link(model)}
                <section class="card appearance" aria-labelledby="sent">
                    <h2 id="sent">{what}</h2>
                    {appearance(&model.details, &model.event_type, &model.description, &model.address("/pictures"))}
                </section>
                {private_links(model, site)}
            </div>
        }
    })
}

/// Who else may have a link, and how to end it.
fn private_links(model: &ManagePage, site: &Site) -> AnyView {
    let office = format!(
        "Something not right? Telephone the parish office on {}.",
        site.office_telephone
    );
    view! {
        <section aria-labelledby="links">
            <h2 id="links">"Your private link"</h2>
            <p>"Keep the address of this page to yourself: whoever has it can change the event. If you sent it to somebody, or somebody else may have seen it, end every other link that we mailed about this event. The one that you are using goes on."</p>
            <form class="actions" method="post" action=model.address("/end-links")>
                <Button words="End every other link" look=Look::Outline/>
            </form>
            <p class="small soft">{office}</p>
        </section>
    }
    .into_any()
}

fn state_tag(state: State) -> impl IntoView {
    let (tone, words) = match state {
        State::Waiting => (Tone::Amber, "Waiting to be read"),
        State::ChangesAsked => (Tone::Heather, "A change is needed"),
        State::Listed => (Tone::Leaf, "Listed"),
        State::Refused | State::Spam => (Tone::Red, "Not listed"),
        State::Withdrawn => (Tone::Plain, "Withdrawn"),
        State::TakenDown => (Tone::Red, "Taken off the page"),
    };
    view! { <Tag tone words/> }
}

fn confirm(model: &ManagePage) -> Option<AnyView> {
    let email = model.email.clone()?;
    let action = model.address("/confirm");
    if model.address_is == AddressIs::Confirmed {
        return None;
    }
    if model.address_is == AddressIs::ToConfirmByAnotherLink {
        let words = format!(
            "We wrote to {email}. Open the link in that email and confirm that the address is yours. Until then we write nothing else to it."
        );
        return Some(
            view! { <Notice tone=Tone::Amber heading="Confirm your email address"><p>{words}</p></Notice> }.into_any(),
        );
    }
    Some(
        view! {
            <Notice tone=Tone::Amber heading="Confirm your email address">
                <p>{format!("We wrote to {email}. Confirm that it is yours: until then we write nothing else to it, neither your receipt nor the council’s answer.")}</p>
                <form class="actions" method="post" action=action>
                    <Button words="Yes, this is my address"/>
                </form>
            </Notice>
        }
        .into_any(),
    )
}

/// Where it stands, in a sentence or two.
fn standing(model: &ManagePage, site: &Site) -> AnyView {
    let words = match model.state {
        State::Waiting => format!(
            "A member of the parish staff reads it against the council’s standards, usually within {}. We then write to you.",
            site.reply_time
        ),
        State::ChangesAsked => "The parish office asks you to change something before it can be listed. Change it and send it again.".to_owned(),
        State::Listed if model.edit_waits => "It is on What’s On as it was approved. Your change waits to be read; until it is approved, the page stays as it is.".to_owned(),
        State::Listed => "It is on What’s On for everybody to see.".to_owned(),
        State::Refused => "The council has decided not to list it. The council’s decision is final. You can change it and send it in as a new event.".to_owned(),
        State::Withdrawn => "You have withdrawn it. Nobody else sees it.".to_owned(),
        State::TakenDown => "It is no longer on What’s On.".to_owned(),
        State::Spam => "It is not listed.".to_owned(),
    };
    let public = model
        .public
        .as_ref()
        .filter(|_| model.state == State::Listed)
        .map(|(href, _)| {
            view! { <p><a href=href.clone()>"See it as everybody does"</a></p> }
        });
    let answer = model.answer.clone().map(|words| {
        view! {
            <h2>"What the parish office wrote"</h2>
            <blockquote class="verbatim">{words}</blockquote>
        }
    });
    let again = (model.state == State::Refused).then(|| {
        view! {
            <form class="actions" method="post" action=model.address("/again")>
                <Button words="Change it and send it in as a new event"/>
            </form>
        }
    });
    view! { <p class="lead">{words}</p> {public} {answer} {again} }.into_any()
}

fn change(model: &ManagePage) -> Option<AnyView> {
    if !model.may_change() {
        return None;
    }
    if model.begun {
        let (check, throw_away) = (model.address("/edit/check"), model.address("/throw-away"));
        return Some(
            view! {
                <Notice tone=Tone::Heather heading="You began a change and have not sent it">
                    <div class="actions">
                        <ButtonLink href=check words="Carry on with it"/>
                        <form method="post" action=throw_away>
                            <Button words="Throw the change away" look=Look::Outline/>
                        </form>
                    </div>
                </Notice>
            }
            .into_any(),
        );
    }
    let words = match model.state {
        State::ChangesAsked => "Change it and send it again",
        State::Listed => "Propose a change",
        _ => "Change it",
    };
    let look = if model.state == State::ChangesAsked {
        Look::Primary
    } else {
        Look::Outline
    };
    Some(
        view! {
            <form class="actions" method="post" action=model.address("/edit")>
                <Button words look/>
            </form>
        }
        .into_any(),
    )
}

/// What has become of a listed event, to be said at once.
fn status(model: &ManagePage) -> Option<AnyView> {
    let (_, now) = model
        .public
        .as_ref()
        .filter(|_| model.state == State::Listed)?;
    let options = SENDERS_STATUSES
        .into_iter()
        .map(|status| RadioOption::new(status.as_str(), status.label()).hint(meaning(status)))
        .collect();
    let value = now.as_str();
    Some(
        view! {
            <section class="card" aria-label="Has something changed?">
                <form method="post" action=model.address("/status") novalidate>
                    <Radios
                        name="status"
                        legend="Has something changed?"
                        hint="The event’s page, the list and people’s calendars say so at once. The parish office is told."
                        value
                        options
                        problem=problem(&model.errors, "status")
                    />
                    <Button words="Say so on the event’s page"/>
                </form>
            </section>
        }
        .into_any(),
    )
}

/// Its dates, to cancel one of them and leave the others as they are.
fn dates(model: &ManagePage) -> Option<AnyView> {
    let cancelled = model
        .public
        .as_ref()
        .is_none_or(|(_, status)| *status == EventStatus::Cancelled);
    if model.dates.is_empty() || cancelled {
        return None;
    }
    Some(
        view! {
            <section class="card" aria-labelledby="dates">
                <h2 id="dates">"Is one date off?"</h2>
                <p>"The event’s page, the list and its calendar file say so at once, and the other dates stay. The parish office is told. You can take it back."</p>
                {dates_to_cancel(&model.address("/dates"), &model.dates)}
            </section>
        }
        .into_any(),
    )
}

/// What a status means, for whoever chooses it.
pub(super) fn meaning(status: EventStatus) -> &'static str {
    match status {
        EventStatus::GoingAhead | EventStatus::Moved => "It takes place as the page says.",
        EventStatus::FullyBooked => "It takes place, and nobody else can come.",
        EventStatus::Postponed => "It will be on another day that is not known yet.",
        EventStatus::Online => "It takes place at the same time, online and not at the place.",
        EventStatus::Cancelled => "It will not take place.",
    }
}

fn withdraw_link(model: &ManagePage) -> Option<AnyView> {
    model.may_change().then(|| {
        view! { <p><a href=model.address("/withdraw")>"Withdraw this event"</a></p> }.into_any()
    })
}

/// Asks whether a submission is really to be withdrawn.
#[must_use]
pub fn withdraw(
    (token, title, listed): (&str, &str, bool),
    site: &Site,
    assets: &Assets,
) -> String {
    let back = format!("/manage/{token}");
    let action = format!("{back}/withdraw");
    let head = Head::new(format!("Withdraw: {title}"))
        .unlisted()
        .back_to(back.clone(), "Back");
    let title = title.to_owned();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        let what = if listed {
            "It leaves What’s On at once. If it does not take place, it is kinder to mark it as cancelled, so that people learn of it."
        } else {
            "The parish staff will not read it."
        };
        view! {
            <div class="wrap narrow step">
                <h1>"Withdraw “" {title} "”?"</h1>
                <p class="lead">{what}</p>
                <p>"This cannot be undone. You can always send the event in again."</p>
                <form class="actions" method="post" action=action>
                    <Button words="Withdraw it" look=Look::Danger/>
                    <ButtonLink href=back words="Keep it" look=Look::Outline/>
                </form>
            </div>
        }
    })
}

/// For people who have lost their private link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LostPage {
    /// The address as typed.
    pub email: String,
    /// Whether it was asked for.
    pub asked: bool,
    /// What is wrong; field `email`.
    pub errors: FormErrors,
}

/// Asks for an address to send new private links to. The answer is the same whether there is
/// anything to send or not, so it tells nobody who has sent events in.
#[must_use]
pub fn lost(model: &LostPage, site: &Site, assets: &Assets) -> String {
    let head = Head::new("Ask for a new private link")
        .unlisted()
        .with_problems(!model.errors.is_empty());
    shell::public(site, assets, head, Nav::Elsewhere, || {
        if model.asked {
            return asked(site).into_any();
        }
        view! {
            <div class="wrap narrow step">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Ask for a new private link"</h1>
                <p class="lead">"The link in our messages opens your event’s private page. If you cannot find it, or it has run out, we send you a new one."</p>
                <form method="post" action="/manage" novalidate>
                    <Field
                        name="email"
                        label="Your email address"
                        hint="The one that you gave when you sent the event in"
                        kind="email"
                        autocomplete="email"
                        spellcheck=false
                        width="half"
                        value=model.email.clone()
                        problem=problem(&model.errors, "email")
                    />
                    <Button words="Send me a new link"/>
                </form>
            </div>
        }
        .into_any()
    })
}

fn asked(site: &Site) -> impl IntoView + use<> {
    view! {
        <div class="wrap narrow step">
            <h1>"Look in your email"</h1>
            <p class="lead">"If there are events from that address, a message with a link for each is on its way, unless it was sent several today already."</p>
            <p>
                {format!(
                    "Nothing after a quarter of an hour? Look among the spam, try the other address that you may have given, or telephone the parish office on {}.",
                    site.office_telephone,
                )}
            </p>
            <p class="actions"><ButtonLink href="/" words="See all events" look=Look::Outline/></p>
        </div>
    }
}

/// A private link that does not open anything (any more).
#[must_use]
pub fn no_such_link(site: &Site, assets: &Assets) -> String {
    let head = Head::new("This link does not work any more").unlisted();
    let telephone = site.office_telephone.clone();
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow step">
                <h1>"This link does not work any more"</h1>
                <p class="lead">"Private links work for half a year. Perhaps the address was not copied to its end."</p>
                <p>{format!("Ask for a new one, or telephone the parish office on {telephone}.")}</p>
                <p class="actions"><ButtonLink href="/manage" words="Ask for a new link"/></p>
            </div>
        }
    })
}

/// The event is not what it was when the page was opened, so nothing was done.
#[must_use]
pub fn too_late(token: &str, site: &Site, assets: &Assets) -> String {
    let head = Head::new("That cannot be done any more").unlisted();
    let href = format!("/manage/{token}");
    shell::public(site, assets, head, Nav::Elsewhere, || {
        view! {
            <div class="wrap narrow step">
                <h1>"That cannot be done any more"</h1>
                <p class="lead">"Something has happened to the event since you opened the page. Nothing was changed, and a change that you typed is kept."</p>
                <p class="actions"><ButtonLink href words="See how it stands"/></p>
            </div>
        }
    })
}
