//! `whatson staff add`: who may work at the desk.

use chrono::Utc;
use clap::{Args, Subcommand};
use domain::text::{Email, PersonName};

use crate::{
    accounts::{self, AccountError, Role},
    cli::Failure,
    config::{DatabaseConfig, WebConfig},
    db,
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

/// Runs the command.
///
/// # Errors
/// When the address has an account already, or the database does not answer.
pub async fn run(staff: Staff) -> Result<(), Failure> {
    let Command::Add(add) = staff.command;
    let said = |problem: &str| Failure::Said(problem.to_owned());
    let email = Email::parse(&add.email).map_err(|_| said("That is not an email address."))?;
    let name = PersonName::parse(&add.name)
        .map_err(|_| said("The name must be 1 to 100 characters long."))?;
    let role = if add.administrator {
        Role::Administrator
    } else {
        Role::Moderator
    };
    let pool = db::connect(&add.database).await?;
    let token = accounts::add(&pool, Utc::now(), email.as_str(), name.as_str(), role).await?;
    println!(
        "{name} can now choose a password. Give them this link; it works once, within 72 hours:\n\n  {}/staff/welcome/{token}\n",
        add.web.site_url(),
    );
    Ok(())
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Taken => Self::Said("That address has an account already.".to_owned()),
            AccountError::Database(error) => error.into(),
            AccountError::Hashing(error) => {
                Self::Said(format!("The password could not be hashed: {error}."))
            }
        }
    }
}
