//! `/staff/settings/weekly`: when the weekly email goes, how many get it, and taking an address out.

use chrono::{DateTime, Utc};
use domain::{
    form::FormErrors,
    weekly::{AddressAnswers, DAYS, TimetableAnswers},
    when,
};
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, Choice, ErrorSummary, Field, Look, Select, problem},
    pages::staff::{
        Desk,
        components::{Flash, email_banner, flash_banner},
    },
    shell::{Head, StaffPage},
};

/// The page of the weekly email.
#[derive(Debug, Clone, Default)]
pub struct WeeklyPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Whether outgoing email is set up.
    pub email_set_up: bool,
    /// How many get it.
    pub readers: u32,
    /// How many asked for it and have not answered our email yet.
    pub asked: u32,
    /// The last one.
    pub last: Option<LastIssue>,
    /// When it goes, as kept or as typed.
    pub timetable: TimetableAnswers,
    /// An address to take out, as typed.
    pub address: AddressAnswers,
    /// What is wrong; fields `day`, `hour` and `email`.
    pub errors: FormErrors,
}

/// The last weekly email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastIssue {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// How many dates of events it told of.
    pub events: u32,
    /// To how many it was written.
    pub mails: u32,
    /// How many of these have gone out.
    pub sent: u32,
}

/// The page as a document.
#[must_use]
pub fn weekly(desk: Desk, model: &WeeklyPage) -> String {
    let head = Head::new("The weekly email")
        .with_problems(!model.errors.is_empty())
        .back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-narrow">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"The weekly email"</h1>
                {(!model.email_set_up).then(email_banner)}
                <p>
                    "Residents ask for it at "<a href="/weekly">"An email each week"</a>
                    " and say so again from their own address. It has the events of the next two weeks; when nothing is on, none goes."
                </p>
                {figures(model)}
                <p>{last(model.last)}</p>
                {timetable(model)}
                {take_out(model)}
            </div>
        }
        .into_any()
    })
}

fn figures(model: &WeeklyPage) -> AnyView {
    let figure = |number: u32, label: &'static str| {
        view! { <li class="figure"><strong>{number.to_string()}</strong>" "<span>{label}</span></li> }
    };
    view! {
        <ul class="figures">
            {figure(model.readers, "get it")}
            {figure(model.asked, "asked, no answer yet")}
        </ul>
    }
    .into_any()
}

fn last(issue: Option<LastIssue>) -> String {
    match issue {
        None => "None has gone yet.".to_owned(),
        Some(LastIssue { at, events: 0, .. }) => {
            format!("On {} nothing was on, and none went.", when::moment(at))
        }
        Some(issue) => format!(
            "The last one is of {}: written to {}, {} of them have gone out.",
            when::moment(issue.at),
            issue.mails,
            issue.sent,
        ),
    }
}

fn timetable(model: &WeeklyPage) -> AnyView {
    let days = DAYS
        .map(|(value, label)| Choice::new(value, label))
        .to_vec();
    view! {
        <h2>"When it goes"</h2>
        <form class="second-step" method="post" action="/staff/settings/weekly" novalidate>
            <Select name="day" label="Day" value=model.timetable.day.clone() choices=days/>
            <Field
                name="hour"
                label="Time"
                hint="On the hour, like 8am. Each reader gets one email a week, also in a week when you change this."
                value=model.timetable.hour.clone()
                problem=problem(&model.errors, "hour")
                width="short"
            />
            <div class="second-step-buttons"><Button words="Save"/></div>
        </form>
    }
    .into_any()
}

fn take_out(model: &WeeklyPage) -> AnyView {
    view! {
        <h2>"Take an address out"</h2>
        <p>"For somebody who asks the office to stop it. The address, and what was written to it, is forgotten."</p>
        <form class="second-step" method="post" action="/staff/settings/weekly/take-out" novalidate>
            <Field
                name="email"
                label="Email address"
                kind="email"
                spellcheck=false
                width="half"
                value=model.address.email.clone()
                problem=problem(&model.errors, "email")
            />
            <div class="second-step-buttons"><Button words="Take it out" look=Look::Danger/></div>
        </form>
    }
    .into_any()
}
