//! `whatson staff`: who may work at the desk.

use chrono::Utc;
use clap::{Args, Subcommand};
use domain::{
    council::Site,
    staff::Role,
    text::{Email, PersonName},
};
use sqlx::PgPool;

use crate::{
    accounts::{
        self, AccountError, account_name,
        manage::{AccountAdmin, SaveOutcome},
        recovery,
    },
    cli::failure::Failure,
    config::{DatabaseConfig, WebConfig},
};

/// Members of staff.
#[derive(Args, Debug)]
pub struct Staff {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Add a member of staff and print the one-time link by which they choose a password.
    Add(Add),
    /// List the accounts.
    List(List),
    /// Print a one-time link by which somebody chooses a new password. The second step stays.
    Reset(Reset),
    /// Close an account: it is signed out everywhere, and cannot be signed in to.
    Disable(Named),
    /// Open an account again.
    Enable(Named),
}

#[derive(Args, Debug)]
struct Add {
    /// Their email address, by which they sign in.
    email: String,
    /// Their name, as colleagues know it.
    #[arg(long)]
    name: String,
    /// They also look after the settings.
    #[arg(long)]
    administrator: bool,
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    web: WebConfig,
}

#[derive(Args, Debug)]
struct List {
    #[command(flatten)]
    database: DatabaseConfig,
}

#[derive(Args, Debug)]
struct Reset {
    #[command(flatten)]
    named: Named,
    /// Take their passkeys, their app and their recovery codes away as well, after a lost telephone.
    /// They set up new ones at the next sign-in.
    #[arg(long)]
    second_factor: bool,
}

#[derive(Args, Debug)]
struct Named {
    /// Their email address, by which they sign in.
    email: String,
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    web: WebConfig,
}

/// Runs the command.
///
/// # Errors
/// When there is no such account, or one already, or the database does not answer.
pub async fn run(staff: Staff) -> Result<(), Failure> {
    match staff.command {
        Command::Add(add) => add_one(add).await,
        Command::List(list) => list_all(list).await,
        Command::Reset(reset) => print_link(reset).await,
        Command::Disable(named) => set_open(named, false).await,
        Command::Enable(named) => set_open(named, true).await,
    }
}

fn said(problem: &str) -> Failure {
    Failure::Said(problem.to_owned())
}

const NOBODY: &str = "There is no account of that address. See: whatson staff list";

async fn add_one(add: Add) -> Result<(), Failure> {
    let email = Email::parse(&add.email).map_err(|_| said("That is not an email address."))?;
    let name = PersonName::parse(&add.name)
        .map_err(|_| said("The name must be 1 to 100 characters long."))?;
    let role = if add.administrator {
        Role::Administrator
    } else {
        Role::Moderator
    };
    let pool = store::connect(add.database.as_store()).await?;
    let token = accounts::add(&pool, Utc::now(), email.as_str(), name.as_str(), role).await?;
    println!(
        "{name} can now choose a password. Give them this link; it works once, within 72 hours:\n\n  {}/staff/welcome/{token}\n",
        add.web.site_url(),
    );
    Ok(())
}

async fn list_all(list: List) -> Result<(), Failure> {
    let pool = store::connect(list.database.as_store()).await?;
    for account in store::accounts::all(&pool).await? {
        let state = match (account.disabled_at, account.opened, account.second_step) {
            (Some(_), ..) => "closed",
            (None, false, _) => "invited",
            (None, true, false) => "no second step yet",
            (None, true, true) => "working",
        };
        let when = account.signed_in_at.map_or_else(
            || "not signed in yet".to_owned(),
            |at| format!("last signed in {}", at.format("%Y-%m-%d %H:%M UTC")),
        );
        println!(
            "{}  {}  {}  {}  {state}  {when}",
            account.id, account.email, account.name, account.role
        );
    }
    Ok(())
}

async fn print_link(reset: Reset) -> Result<(), Failure> {
    let (pool, site) = open(&reset.named).await?;
    let (email, second) = (&reset.named.email, reset.second_factor);
    let printed = recovery::print_link(&pool, &site, Utc::now(), email, second).await?;
    let printed = printed.ok_or_else(|| {
        said("There is no account of that address, or it is closed. See: whatson staff list")
    })?;
    let hours = match printed.lives.num_hours() {
        1 => "an hour".to_owned(),
        hours => format!("{hours} hours"),
    };
    println!(
        "{} can choose a new password. Make sure that it is them, and give them this link; it works once, within {hours}:\n\n  {}/staff/welcome/{}\n",
        printed.name, site.address, printed.token,
    );
    if second {
        println!("Their second step is removed: they set up a new one when they sign in.");
    }
    Ok(())
}

async fn set_open(named: Named, wanted: bool) -> Result<(), Failure> {
    let (pool, site) = open(&named).await?;
    let id = store::accounts::of_email(&pool, &account_name(&named.email))
        .await?
        .ok_or_else(|| said(NOBODY))?;
    let keeper = AccountAdmin {
        db: &pool,
        site: &site,
        now: Utc::now(),
        by: None,
    };
    let kept = if wanted {
        keeper.open(id).await?
    } else {
        keeper.close(id, None).await?
    };
    match kept {
        SaveOutcome::Saved if wanted => println!("The account is open again."),
        SaveOutcome::Saved => println!("The account is closed, and signed out everywhere."),
        SaveOutcome::Already => println!("Nothing has changed: it was so already."),
        SaveOutcome::LastOne => {
            return Err(said(
                "That is the last administrator. Make somebody else one first.",
            ));
        }
        SaveOutcome::NotFound | SaveOutcome::NotAllowed | SaveOutcome::Yourself => {
            return Err(said(NOBODY));
        }
    }
    Ok(())
}

async fn open(named: &Named) -> Result<(PgPool, Site), Failure> {
    let pool = store::connect(named.database.as_store()).await?;
    let council = store::site::council(&pool, &named.web.site_url()).await?;
    Ok((pool, council.site))
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Taken => Self::Said("That address has an account already.".to_owned()),
            AccountError::Database(error) => error.into(),
            AccountError::Internal(words) => Self::Said(words),
            AccountError::Hashing(error) => {
                Self::Said(format!("The password could not be hashed: {error}."))
            }
        }
    }
}
