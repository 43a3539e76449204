//! The command line: one file a command that has something to say.

pub mod audit;
pub mod failure;
pub mod serve;
pub mod staff;

use self::failure::Failure;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use chrono::Utc;
use domain::clock::Past;

use crate::config::{DatabaseConfig, MigrateConfig};

/// What's On: a parish's events, from the form to the page.
#[derive(Parser, Debug)]
#[command(name = "whatson", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the site.
    Serve(serve::Serve),
    /// Bring the database's schema up to date.
    Migrate(MigrateConfig),
    /// Add members of staff, and keep their accounts in order.
    Staff(staff::Staff),
    /// Load invented events and the demonstration account.
    Demo(serve::Serve),
    /// Check the audit log.
    Audit(audit::Audit),
    /// Write anew what searches look in, from the events. The site may be open meanwhile.
    Rebuild(DatabaseConfig),
}

/// Runs a command. What it has to say goes to standard output, why it failed to standard error.
pub async fn run(cli: Cli) -> ExitCode {
    let done = match cli.command {
        Command::Serve(serve) => serve::run(serve).await,
        Command::Migrate(config) => migrate(&config).await,
        Command::Staff(staff) => staff::run(staff).await,
        Command::Demo(serve) => serve::load_demo(serve).await,
        Command::Audit(audit) => audit::run(audit).await,
        Command::Rebuild(database) => rebuild(&database).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn rebuild(database: &DatabaseConfig) -> Result<(), Failure> {
    let db = store::connect_patiently(database.as_store()).await?;
    // Nothing is forgotten by it, so a clock that is wrong does no harm that another run does not mend.
    let dates = store::events::rebuild(&db, Past::by_hand(Utc::now())).await?;
    println!("The search knows every date again: {dates} were missing or said something else.");
    Ok(())
}

async fn migrate(config: &MigrateConfig) -> Result<(), Failure> {
    let owner = config.owner();
    let url = owner.database_url.clone();
    let owner = store::connect_patiently(owner.as_store()).await?;
    store::migrate(&owner).await?;
    println!("The schema is up to date.");
    let site = store::roles::named(&config.database.database_url)?;
    if site != store::roles::named(&url)? {
        store::roles::grant(&owner, &site).await?;
        println!("The role {site} may do what the site needs, and no more.");
    }
    Ok(())
}
