//! `/staff/settings/accounts`: colleagues are invited, their accounts changed, closed and opened.

use app::pages::staff::settings::accounts::{
    ACCOUNTS, AccountPage, AccountRow, AccountsPage, ClosePage, Standing, account as account_page,
    account_address, accounts as page, close as close_page,
};
use axum::extract::{Path, State};
use domain::{
    account_form::{self, ColleagueAnswers},
    form::FormErrors,
    staff::Staff,
};
use store::{self, accounts::Account};
use tower_sessions::Session;

use crate::{
    accounts::{
        AccountError,
        manage::{AccountAdmin, SaveOutcome},
    },
    http::{
        answer::redirect_after_post,
        error::{Error, Result},
        form::Form,
        session::{Administrator, Fresh},
        staff::{
            page::{StaffContext, fields, flash, id, say, staff_page, status},
            settings::page::refuse,
        },
    },
    state::App,
};

/// Shows the accounts.
pub async fn show(
    State(app): State<App>,
    Administrator(staff): Administrator,
    _: Fresh,
    session: Session,
) -> Result {
    let model = AccountsPage {
        flash: flash(&session).await?,
        ..AccountsPage::default()
    };
    draw_all(&app, &staff, model).await
}

/// Invites a colleague.
///
/// # Errors
/// When the form is none of ours, or the database does not answer.
pub async fn invite(
    State(app): State<App>,
    Administrator(staff): Administrator,
    _: Fresh,
    session: Session,
    Form(pairs): Form,
) -> Result {
    let answers = ColleagueAnswers::from_pairs(pairs)?;
    let mut errors = FormErrors::default();
    match answers.parse_new() {
        Err(found) => errors = found,
        Ok((who, email)) => {
            let council = app.council();
            match keeper(&app, &staff, &council.site)
                .invite(&who, &email)
                .await
            {
                Ok(Ok(_)) => {
                    say(&session, format!("{} is invited.", who.name)).await?;
                    return Ok(redirect_after_post(ACCOUNTS));
                }
                Ok(Err(_)) => return refuse(&app, &staff).await,
                Err(AccountError::Taken) => errors.push(
                    "email",
                    "There is an account for that address already. Find it in the list above",
                ),
                Err(error) => return Err(error.into()),
            }
        }
    }
    let model = AccountsPage {
        answers,
        errors,
        ..AccountsPage::default()
    };
    draw_all(&app, &staff, model).await
}

async fn draw_all(app: &App, staff: &Staff, model: AccountsPage) -> Result {
    let accounts = store::accounts::all(&app.db).await?;
    let model = AccountsPage {
        email_set_up: app.mail.is_set_up(),
        accounts: accounts
            .into_iter()
            .map(|account| row(account, staff))
            .collect(),
        ..model
    };
    let room = StaffContext::of(app, staff).await?;
    Ok(staff_page(status(&model.errors), page(room.desk(), &model)))
}

/// Shows one account.
///
/// # Errors
/// When there is no such account, or the database does not answer.
pub async fn one(
    State(app): State<App>,
    Administrator(staff): Administrator,
    _: Fresh,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    let account = find(&app, &number).await?;
    let model = AccountPage {
        flash: flash(&session).await?,
        answers: ColleagueAnswers {
            name: account.name.clone(),
            role: account.role.clone(),
            ..ColleagueAnswers::default()
        },
        ..AccountPage::default()
    };
    draw(&app, &staff, account, model).await
}

/// Gives an account another name or role.
///
/// # Errors
/// When the form is none of ours, there is no such account, or the database does not answer.
pub async fn change(
    State(app): State<App>,
    Administrator(staff): Administrator,
    _: Fresh,
    session: Session,
    Path(number): Path<String>,
    Form(pairs): Form,
) -> Result {
    let answers = ColleagueAnswers::from_pairs(pairs)?;
    let account = find(&app, &number).await?;
    let who = match answers.parse() {
        Ok(who) => who,
        Err(errors) => {
            let model = AccountPage {
                answers,
                errors,
                ..AccountPage::default()
            };
            return draw(&app, &staff, account, model).await;
        }
    };
    let council = app.council();
    let kept = keeper(&app, &staff, &council.site)
        .change(account.id, &who)
        .await?;
    let done = format!("The account of {} is saved.", who.name);
    kept_so(&app, &staff, &session, &account, kept, done).await
}

async fn draw(app: &App, staff: &Staff, account: Account, model: AccountPage) -> Result {
    let model = AccountPage {
        account: row(account, staff),
        ..model
    };
    let room = StaffContext::of(app, staff).await?;
    let document = account_page(room.desk(), &model);
    Ok(staff_page(status(&model.errors), document))
}

/// Sends an invitation again.
///
/// # Errors
/// When there is no such account, or the database does not answer.
pub async fn invite_again(
    State(app): State<App>,
    Administrator(staff): Administrator,
    _: Fresh,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    let account = find(&app, &number).await?;
    let council = app.council();
    let kept = keeper(&app, &staff, &council.site)
        .invite_again(account.id)
        .await?;
    let done = format!("{} is invited again.", account.name);
    kept_so(&app, &staff, &session, &account, kept, done).await
}

/// Asks before an account is closed.
///
/// # Errors
/// When there is no such account, or the database does not answer.
pub async fn ask_close(
    State(app): State<App>,
    Administrator(staff): Administrator,
    _: Fresh,
    Path(number): Path<String>,
) -> Result {
    let account = find(&app, &number).await?;
    draw_close(&app, &staff, account, String::new(), FormErrors::default()).await
}

/// Closes an account.
///
/// # Errors
/// When the form is none of ours, there is no such account, or the database does not answer.
pub async fn close(
    State(app): State<App>,
    Administrator(staff): Administrator,
    _: Fresh,
    session: Session,
    Path(number): Path<String>,
    Form(pairs): Form,
) -> Result {
    let [typed] = fields(pairs, ["reason"])?;
    let account = find(&app, &number).await?;
    let reason = match account_form::reason(&typed) {
        Ok(reason) => reason,
        Err(errors) => return draw_close(&app, &staff, account, typed, errors).await,
    };
    let council = app.council();
    let kept = keeper(&app, &staff, &council.site)
        .close(account.id, reason.as_ref())
        .await?;
    let done = format!("The account of {} is closed.", account.name);
    kept_so(&app, &staff, &session, &account, kept, done).await
}

async fn draw_close(
    app: &App,
    staff: &Staff,
    account: Account,
    reason: String,
    errors: FormErrors,
) -> Result {
    let model = ClosePage {
        account: row(account, staff),
        reason,
        errors,
    };
    let room = StaffContext::of(app, staff).await?;
    let document = close_page(room.desk(), &model);
    Ok(staff_page(status(&model.errors), document))
}

/// Opens an account again.
///
/// # Errors
/// When there is no such account, or the database does not answer.
pub async fn open(
    State(app): State<App>,
    Administrator(staff): Administrator,
    _: Fresh,
    session: Session,
    Path(number): Path<String>,
) -> Result {
    let account = find(&app, &number).await?;
    let council = app.council();
    let kept = keeper(&app, &staff, &council.site).open(account.id).await?;
    let done = format!("The account of {} is open again.", account.name);
    kept_so(&app, &staff, &session, &account, kept, done).await
}

/// What is said of a change, on the account's page.
async fn kept_so(
    app: &App,
    staff: &Staff,
    session: &Session,
    account: &Account,
    kept: SaveOutcome,
    done: String,
) -> Result {
    let words = match kept {
        SaveOutcome::Saved => done,
        SaveOutcome::Already => "Nothing has changed: it was so already.".to_owned(),
        SaveOutcome::NotFound => return Err(Error::NotFound),
        SaveOutcome::NotAllowed => return refuse(app, staff).await,
        SaveOutcome::Yourself => {
            "Nothing has changed: another administrator must do that with your own account."
                .to_owned()
        }
        SaveOutcome::LastOne => {
            "Nothing has changed: this is the last administrator. Make somebody else one first."
                .to_owned()
        }
    };
    say(session, words).await?;
    Ok(redirect_after_post(&account_address(account.id)))
}

fn keeper<'a>(app: &'a App, staff: &'a Staff, site: &'a domain::council::Site) -> AccountAdmin<'a> {
    AccountAdmin {
        db: &app.db,
        site,
        now: app.now(),
        by: Some(staff),
    }
}

fn row(account: Account, staff: &Staff) -> AccountRow {
    let standing = match (account.disabled_at, account.opened, account.second_step) {
        (Some(_), ..) => Standing::Closed,
        (None, false, _) => Standing::Invited,
        (None, true, false) => Standing::HalfWay,
        (None, true, true) => Standing::Working,
    };
    AccountRow {
        administrator: account.is_administrator(),
        you: account.id == staff.id,
        standing,
        id: account.id,
        name: account.name,
        email: account.email,
        reason: account.disabled_reason,
        signed_in: account.signed_in_at,
    }
}

async fn find(app: &App, number: &str) -> Result<Account> {
    store::accounts::one(&app.db, id(number)?)
        .await?
        .ok_or(Error::NotFound)
}
