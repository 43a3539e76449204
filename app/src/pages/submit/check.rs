//! The check before sending: every answer with a way to change it, and the declaration.

use domain::event::{AccessFact, Booking, EventDetails, Place};
use domain::form::FormErrors;
use domain::standards::PolicyVersion;
use domain::submission::{Consent, DECLARATION, KEYED_IN_DECLARATION, NewSubmission, Step};
use domain::text::{Email, GroupName, ShortLine, Telephone, WebAddress};
use domain::when;
use leptos::prelude::*;

use super::FormAt;
use crate::components::{
    Button, Checkbox, ErrorSummary, EventPicture, Look, SummaryList, SummaryRow, problem,
};
use crate::islands::ProofOfWork;
use crate::pages::{formal_channels, month_of};
use crate::shell::{Assets, Head, Site};

/// Everything that will be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckPage {
    /// What will be sent.
    pub submission: NewSubmission,
    /// The name of its type: "Talk".
    pub type_name: String,
    /// The policy in force, which the declaration is stamped with.
    pub policy: PolicyVersion,
    /// What makes sending it twice the same as sending it once; sent back as `key`.
    pub key: String,
    /// The digest of the answers shown, sent back so that only these are agreed to.
    pub digest: String,
    /// What is wrong: the declaration is not ticked (`agree`).
    pub errors: FormErrors,
    /// Whether far more comes in than ever does, so that the sender confirms first or the browser does
    /// a sum (`domain::work`).
    pub flood: bool,
    /// Where the form is filled in.
    pub at: FormAt,
}

/// The words of an answer that was not given.
const NOT_GIVEN: &str = "Not given";

/// The check before sending. Posts `agree`, `key` and `digest` to its own address, in a flood `work` too.
#[must_use]
pub fn check(model: &CheckPage, site: &Site, assets: &Assets) -> String {
    let at = &model.at;
    let words = Words::of(at, site);
    let mut head = Head::new(words.heading)
        .unlisted()
        .with_problems(!model.errors.is_empty());
    head.islands = model.flood;
    head.back = Some((at.step(Step::You, false), "Back".to_owned()));
    at.document(site, assets, head, || {
        view! {
            <div class="wrap narrow step">
                <ErrorSummary errors=model.errors.clone()/>
                <p class="step-number">{format!("{} · last step", at.doing())}</p>
                <h1>{words.heading}</h1>
                <p>{words.next}</p>
                <h2>"The event"</h2>
                <SummaryList rows=event_rows(model)/>
                <h2>"When and where"</h2>
                <SummaryList rows=when_and_where_rows(model)/>
                <h2>"What people should know"</h2>
                <SummaryList rows=more_rows(model)/>
                <h2>{words.sender}</h2>
                <SummaryList rows=you_rows(model)/>
                <form method="post" action=at.check() novalidate>
                    <input type="hidden" name="key" value=model.key.clone()/>
                    <input type="hidden" name="digest" value=model.digest.clone()/>
                    <button type="submit" class="unseen" tabindex="-1" aria-hidden="true">
                        {words.send}
                    </button>
                    <section class="card agreement">
                        <h2>{words.agreement}</h2>
                        <p>
                            {words.responsible}
                            <a href="/standards">"Read the standards"</a>
                            {format!(" (policy adopted {}).", month_of(model.policy.adopted))}
                        </p>
                        <Checkbox
                            name="agree"
                            label=words.declaration
                            checked=false
                            problem=problem(&model.errors, "agree")
                        />
                    </section>
                    {model.flood.then(|| view! { <ProofOfWork key=model.key.clone() digest=model.digest.clone()/> })}
                    <div class="actions">
                        <Button words=words.send/>
                        <Button
                            words="Save and come back later"
                            look=Look::Link
                            name="save"
                            value="later"
                        />
                    </div>
                    <p class="small soft">{words.foot}</p>
                </form>
            </div>
        }
    })
}

/// The words that differ by who fills the form in and what for.
struct Words {
    heading: &'static str,
    next: String,
    sender: &'static str,
    agreement: &'static str,
    responsible: &'static str,
    declaration: &'static str,
    send: &'static str,
    foot: String,
}

impl Words {
    fn of(at: &FormAt, site: &Site) -> Self {
        let (reply_time, council) = (&site.reply_time, &site.council);
        let own = Self {
            heading: "Check your event before you send it",
            next: format!(
                "A member of the parish staff will read it against the council’s standards, usually within {reply_time}. We usually reply by email."
            ),
            sender: "Your details",
            agreement: "Your agreement",
            responsible: "You are responsible for your event and for these details. ",
            declaration: DECLARATION,
            send: "Agree and send",
            foot: format!(
                "The council’s decision is final. This form is not a formal communication with {council}. {}",
                formal_channels(site)
            ),
        };
        match at {
            FormAt::New => own,
            FormAt::Edit { .. } => Self {
                heading: "Check your change before you send it",
                next: format!(
                    "A member of the parish staff will read the change, usually within {reply_time}. An event that is listed stays as it is until then."
                ),
                send: "Agree and send the change",
                ..own
            },
            FormAt::KeyIn { .. } => Self {
                heading: "Check the event before you put it in the queue",
                next: "Read it back to the sender where you can. Then it waits in the queue as any other.".to_owned(),
                sender: "The sender’s details",
                agreement: "The sender’s agreement",
                responsible: "The sender is responsible for the event and for these details, not the council. ",
                declaration: KEYED_IN_DECLARATION,
                send: "Put it in the queue",
                foot: "How it came is kept with it.".to_owned(),
            },
        }
    }
}

/// A row with a link to the field that changes it.
fn row(
    at: &FormAt,
    step: Step,
    field: &str,
    key: &'static str,
    what: &str,
    value: &str,
) -> SummaryRow {
    let value = if value.is_empty() { NOT_GIVEN } else { value };
    SummaryRow::text(key, value).change(format!("{}#{field}", at.step(step, true)), what)
}

fn event_rows(model: &CheckPage) -> Vec<SummaryRow> {
    let at = &model.at;
    let details = &model.submission.details;
    vec![
        row(
            at,
            Step::Event,
            "title",
            "Title",
            "event title",
            details.title.as_str(),
        ),
        row(
            at,
            Step::Event,
            "description",
            "Description",
            "description",
            details.description.as_str(),
        ),
        row(
            at,
            Step::Event,
            "type",
            "Type",
            "type of event",
            &model.type_name,
        ),
    ]
}

/// The rule, where there is one, and every date that comes of it.
fn dates(details: &EventDetails) -> impl IntoView + use<> {
    let dates = &details.dates;
    let rule = dates.repeat().map(|repeat| {
        let goes_on = repeat.is_open().then_some(
            " It goes on until you say otherwise: these are the dates of the next year or so.",
        );
        view! { <p><strong>{repeat.words()}"."</strong>{goes_on}</p> }
    });
    let items = dates
        .sittings()
        .iter()
        .map(|sitting| {
            let day = when::day(sitting.date);
            let (weekday, rest) = day.split_once(' ').unwrap_or(("", &day));
            view! {
                <li>
                    <strong>{weekday.to_owned()}</strong>
                    {format!(" {rest}, {}", lower_first(&when::hours(&sitting.hours)))}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let doors = when::doors(dates).map(|words| view! { <p>{words}</p> });
    let twice = dates
        .twice()
        .into_iter()
        .map(|words| view! { <p class="hint">{words}"."</p> });
    view! { {rule} <ul class="dates">{items}</ul> {doors} {twice.collect::<Vec<_>>()} }
}

fn when_and_where_rows(model: &CheckPage) -> Vec<SummaryRow> {
    let at = &model.at;
    let details = &model.submission.details;
    let label = if details.dates.sittings().len() == 1 {
        "Date"
    } else {
        "Dates"
    };
    let mut rows = vec![
        SummaryRow::view(label, dates(details)).change(
            format!("{}#day", at.step(Step::When, true)),
            "dates and times",
        ),
        row(
            at,
            Step::Where,
            "venue",
            "Place",
            "place",
            &details.place.address(),
        ),
    ];
    if let Place::Online { joining } = &details.place {
        let joining = joining.as_ref().map(WebAddress::as_str).unwrap_or_default();
        rows.push(row(
            at,
            Step::Where,
            "joining",
            "Joining",
            "address to join at",
            joining,
        ));
    }
    rows
}

fn more_rows(model: &CheckPage) -> Vec<SummaryRow> {
    let at = &model.at;
    let details = &model.submission.details;
    let booking = match &details.booking {
        Some(Booking::Address(address)) => address.as_str(),
        Some(Booking::Words(words)) => words.as_str(),
        None => "",
    };
    let mut rows = vec![
        row(
            at,
            Step::More,
            "cost",
            "Cost",
            "cost",
            &as_given(details.cost.words()),
        ),
        row(at, Step::More, "booking", "Booking", "booking", booking),
    ];
    rows.extend(AccessFact::ALL.into_iter().map(|fact| {
        let words = as_given(details.access.fact(fact).label());
        row(
            at,
            Step::More,
            fact.field(),
            fact.label(),
            &fact.label().to_lowercase(),
            &words,
        )
    }));
    let age = details
        .age
        .as_ref()
        .map(ShortLine::as_str)
        .unwrap_or_default();
    let website = details
        .website
        .as_ref()
        .map(WebAddress::as_str)
        .unwrap_or_default();
    rows.push(row(
        at,
        Step::More,
        "age",
        "Who it’s for",
        "who it is for",
        age,
    ));
    rows.push(row(
        at,
        Step::More,
        "website",
        "Website",
        "website",
        website,
    ));
    rows.push(picture_row(model));
    rows
}

fn picture_row(model: &CheckPage) -> SummaryRow {
    let at = &model.at;
    let Some(picture) = model.submission.details.picture.clone() else {
        return row(at, Step::Picture, "file", "Picture", "picture", "");
    };
    let described = match &picture.alt {
        Some(alt) => format!("Described as: {alt}"),
        None => "Only decoration".to_owned(),
    };
    let base = at.pictures();
    let value = view! {
        <EventPicture picture base/>
        <p>{described}</p>
    };
    SummaryRow::view("Picture", value)
        .change(format!("{}#file", at.step(Step::Picture, true)), "picture")
}

fn you_rows(model: &CheckPage) -> Vec<SummaryRow> {
    let at = &model.at;
    let submission = &model.submission;
    let sender = &submission.sender;
    let shown = |consent: Consent| submission.consents.contains(&consent);
    let detail = |field: &str, key: &'static str, what: &str, value: &str, consent: Consent| {
        let value = value.to_owned();
        if value.is_empty() {
            return row(at, Step::You, field, key, what, "");
        }
        let fate = if shown(consent) {
            "Shown on the event’s page"
        } else {
            "Not shown on the website"
        };
        SummaryRow::view(
            key,
            view! { <p>{value}</p> <p class="soft small">{fate}</p> },
        )
        .change(format!("{}#{field}", at.step(Step::You, true)), what)
    };
    let telephone = sender
        .telephone
        .as_ref()
        .map(Telephone::as_str)
        .unwrap_or_default();
    let group = submission
        .details
        .group
        .as_ref()
        .map(GroupName::as_str)
        .unwrap_or_default();
    vec![
        detail(
            "name",
            "Your name",
            "your name",
            sender.name.as_str(),
            Consent::Name,
        ),
        detail(
            "email",
            "Email address",
            "your email address",
            sender.email.as_ref().map(Email::as_str).unwrap_or_default(),
            Consent::Email,
        ),
        detail(
            "telephone",
            "Telephone",
            "your telephone number",
            telephone,
            Consent::Telephone,
        ),
        row(
            at,
            Step::You,
            "group",
            "Group",
            "the group that runs the event",
            group,
        ),
    ]
}

/// What the event's page says of something not told is, to the person who did not tell it, "Not
/// given".
fn as_given(words: &str) -> String {
    if words == domain::event::NOT_TOLD {
        String::new()
    } else {
        words.to_owned()
    }
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}
