//! `/staff/settings/accounts`: who works at the desk, and what they may do.

use chrono::{DateTime, Utc};
use domain::{account_form::ColleagueAnswers, form::FormErrors};
use leptos::prelude::*;

use super::SETTINGS;
use crate::{
    components::{Button, ErrorSummary, Field, Look, Notice, RadioOption, Radios, Tone, problem},
    pages::staff::{
        Desk,
        components::{Flash, cell, flash_banner, moment, more, tag},
    },
    shell::{Head, StaffPage},
};

/// The address of the accounts.
pub const ACCOUNTS: &str = "/staff/settings/accounts";

/// The address of one account.
#[must_use]
pub fn account_address(id: i64) -> String {
    format!("{ACCOUNTS}/{id}")
}

/// How far an account has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Its owner has not chosen a password yet.
    Invited,
    /// Its owner has chosen a password and no second step, which the next sign-in asks for.
    HalfWay,
    /// Its owner can sign in.
    #[default]
    Working,
    /// It is closed.
    Closed,
}

impl Standing {
    fn tag(self) -> AnyView {
        match self {
            Self::Invited => tag(Tone::Amber, "Invited"),
            Self::HalfWay => tag(Tone::Amber, "No second step yet"),
            Self::Working => tag(Tone::Leaf, "Working"),
            Self::Closed => tag(Tone::Plain, "Closed"),
        }
    }
}

/// An account in the list.
#[derive(Debug, Clone, Default)]
pub struct AccountRow {
    /// Its number.
    pub id: i64,
    /// The person's name.
    pub name: String,
    /// The email address they sign in with.
    pub email: String,
    /// Whether they look after the settings and the accounts.
    pub administrator: bool,
    /// Whether it is the account of whoever looks at the page.
    pub you: bool,
    /// How far it has come.
    pub standing: Standing,
    /// Why it was closed.
    pub reason: Option<String>,
    /// When they last signed in.
    pub signed_in: Option<DateTime<Utc>>,
}

impl AccountRow {
    fn role(&self) -> &'static str {
        role_words(self.administrator)
    }
}

fn role_words(administrator: bool) -> &'static str {
    if administrator {
        "Administrator"
    } else {
        "Moderator"
    }
}

/// Every account, and the form that invites a colleague.
#[derive(Debug, Clone, Default)]
pub struct AccountsPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Whether outgoing email is set up.
    pub email_set_up: bool,
    /// The accounts; those that are closed come last.
    pub accounts: Vec<AccountRow>,
    /// The invitation, as typed.
    pub answers: ColleagueAnswers,
    /// What is wrong with it; fields `name`, `email` and `role`.
    pub errors: FormErrors,
}

/// One account, to be changed.
#[derive(Debug, Clone, Default)]
pub struct AccountPage {
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// The account as it is kept.
    pub account: AccountRow,
    /// The form, as kept or as typed.
    pub answers: ColleagueAnswers,
    /// What is wrong; fields `name` and `role`.
    pub errors: FormErrors,
}

/// The question before an account is closed.
#[derive(Debug, Clone, Default)]
pub struct ClosePage {
    /// The account as it is kept.
    pub account: AccountRow,
    /// The reason, as typed; may be empty.
    pub reason: String,
    /// What is wrong; field `reason`.
    pub errors: FormErrors,
}

/// The accounts as a document.
#[must_use]
pub fn accounts(desk: Desk, model: &AccountsPage) -> String {
    let head = Head::new("Staff accounts")
        .with_problems(!model.errors.is_empty())
        .back_to(SETTINGS, "Settings");
    desk.page(head, StaffPage::Settings, || {
        view! {
            <div class="wrap desk-wide">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>"Staff accounts"</h1>
                <p>"Everybody has an account of their own, so that the log says who did what. Nobody can see or set another’s password."</p>
                {table(&model.accounts)}
                <h2>"Invite a colleague"</h2>
                {(!model.email_set_up).then(no_email)}
                <p>"They are sent an email with a link to choose a password. It works once, within three days."</p>
                <form class="second-step" method="post" action=ACCOUNTS novalidate>
                    {name(&model.answers, &model.errors)}
                    <Field
                        name="email"
                        label="Email address"
                        hint="Their own, not one that several people read."
                        value=model.answers.email.clone()
                        kind="email"
                        autocomplete="off"
                        spellcheck=false
                        problem=problem(&model.errors, "email")
                        width="half"
                    />
                    {role(&model.answers, &model.errors)}
                    <Button words="Send the invitation"/>
                </form>
            </div>
        }
        .into_any()
    })
}

fn no_email() -> AnyView {
    view! {
        <Notice tone=Tone::Amber>
            <p>"Email is not set up yet, so an invitation waits until it is. Ask the person who looks after the site."</p>
        </Notice>
    }
    .into_any()
}

fn table(accounts: &[AccountRow]) -> AnyView {
    let rows = accounts
        .iter()
        .map(|account| {
            let href = account_address(account.id);
            let you = account.you.then(|| more("This is you"));
            let reason = account.reason.clone().map(more);
            let signed_in = account
                .signed_in
                .map_or_else(|| "Not yet".into_any(), moment);
            view! {
                <tr>
                    <th scope="row">
                        <a class="cell-title" href=href>{account.name.clone()}</a>
                        {more(account.email.clone())}
                        {you}
                    </th>
                    {cell("Role", account.role())}
                    {cell("Last signed in", signed_in)}
                    {cell("State", view! { {account.standing.tag()}{reason} })}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="desk-table">
            <caption>"Accounts, by name"</caption>
            <thead>
                <tr>
                    <th scope="col">"Who"</th>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Last signed in"</th>
                    <th scope="col">"State"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn name(answers: &ColleagueAnswers, errors: &FormErrors) -> AnyView {
    view! {
        <Field
            name="name"
            label="Name"
            hint="As colleagues know them. The log names them so."
            value=answers.name.clone()
            autocomplete="off"
            spellcheck=false
            problem=problem(errors, "name")
            width="half"
        />
    }
    .into_any()
}

fn role(answers: &ColleagueAnswers, errors: &FormErrors) -> AnyView {
    let options = vec![
        RadioOption::new("moderator", "Moderator").hint("Reads what is sent in, and decides."),
        RadioOption::new("administrator", "Administrator")
            .hint("As a moderator, and looks after the settings, the policy and these accounts."),
    ];
    view! {
        <Radios
            name="role"
            legend="What they may do"
            value=answers.role.clone()
            options
            problem=problem(errors, "role")
        />
    }
    .into_any()
}

/// One account as a document.
#[must_use]
pub fn account(desk: Desk, model: &AccountPage) -> String {
    let account = &model.account;
    let head = Head::new(format!("The account of {}", account.name))
        .with_problems(!model.errors.is_empty())
        .back_to(ACCOUNTS, "Staff accounts");
    desk.page(head, StaffPage::Settings, || {
        let address = account_address(account.id);
        let own = account.you.then(|| {
            view! { <p>"This is your own account. Another administrator can change your role or close it."</p> }
        });
        let role = (!account.you).then(|| role(&model.answers, &model.errors));
        let same_role = account.you.then(|| {
            view! { <input type="hidden" name="role" value=model.answers.role.clone()/> }
        });
        view! {
            <div class="wrap desk-narrow">
                {model.flash.as_ref().map(flash_banner)}
                <ErrorSummary errors=model.errors.clone()/>
                <h1>{account.name.clone()}<span class="h1-more">{account.email.clone()}</span></h1>
                <p>{account.standing.tag()}" "{account.role()}". "{last_seen(account)}</p>
                {own}
                <form class="second-step" method="post" action=address novalidate>
                    {name(&model.answers, &model.errors)}
                    {role}
                    {same_role}
                    <div class="second-step-buttons">
                        <Button words="Save"/>
                        <a href=ACCOUNTS>"Leave it as it is"</a>
                    </div>
                </form>
                {(!account.you).then(|| steps(account))}
            </div>
        }
        .into_any()
    })
}

fn last_seen(account: &AccountRow) -> AnyView {
    match account.signed_in {
        Some(at) => view! { "Last signed in on "{moment(at)}"." }.into_any(),
        None => "Has not signed in yet.".into_any(),
    }
}

/// What else can be done with an account.
fn steps(account: &AccountRow) -> AnyView {
    let address = account_address(account.id);
    match account.standing {
        Standing::Invited => view! {
            <h2>"The invitation"</h2>
            <form method="post" action=format!("{address}/invite")>
                <Button words="Send the invitation again" look=Look::Outline/>
            </form>
            <p><a href=format!("{address}/close")>"Withdraw the invitation"</a></p>
        }
        .into_any(),
        Standing::HalfWay | Standing::Working => view! {
            {(account.standing == Standing::HalfWay).then(second_step_missing)}
            <h2>"When they leave"</h2>
            <p><a href=format!("{address}/close")>"Close this account"</a></p>
        }
        .into_any(),
        Standing::Closed => view! {
            <h2>"This account is closed"</h2>
            {account.reason.clone().map(|reason| view! { <p>"Why: "{reason}</p> })}
            <form method="post" action=format!("{address}/open")>
                <Button words="Open it again" look=Look::Outline/>
            </form>
        }
        .into_any(),
    }
}

/// What an account waits for whose owner stopped half way.
fn second_step_missing() -> impl IntoView {
    view! {
        <h2>"The second step"</h2>
        <p>
            "They have chosen a password, and cannot see the desk yet: at their next sign-in they are asked to set up a second step, an app or a passkey."
        </p>
    }
}

/// The question before an account is closed, as a document.
#[must_use]
pub fn close(desk: Desk, model: &ClosePage) -> String {
    let account = &model.account;
    let invited = account.standing == Standing::Invited;
    let (title, button, back) = if invited {
        (
            "Withdraw the invitation",
            "Withdraw it",
            "Leave the invitation open",
        )
    } else {
        ("Close the account", "Close it", "Leave the account open")
    };
    let head = Head::new(format!("{title}: {}", account.name))
        .with_problems(!model.errors.is_empty())
        .back_to(account_address(account.id), "The account");
    desk.page(head, StaffPage::Settings, || {
        let happens = if invited {
            view! { <li>"The link in their email stops working."</li> }.into_any()
        } else {
            view! {
                <li>"They are signed out everywhere at once, and cannot sign in any more."</li>
                <li>"What they did stays in the records, under their name."</li>
            }
            .into_any()
        };
        view! {
            <div class="wrap desk-narrow">
                <ErrorSummary errors=model.errors.clone()/>
                <h1>{title}<span class="h1-more">{account.name.clone()}</span></h1>
                <ul>
                    {happens}
                    <li>"They are told by email, without the reason. The account can be opened again later."</li>
                </ul>
                <form class="second-step" method="post" action=format!("{}/close", account_address(account.id)) novalidate>
                    <Field
                        name="reason"
                        label="Reason"
                        hint="For administrators. For example: has left the council."
                        value=model.reason.clone()
                        optional=true
                        problem=problem(&model.errors, "reason")
                    />
                    <div class="second-step-buttons">
                        <Button words=button look=Look::Danger/>
                        <a href=account_address(account.id)>{back}</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}
