//! `whatson audit verify`: whether the audit log is whole.

use clap::{Args, Subcommand};

use crate::{cli::Failure, config::DatabaseConfig, db};

/// The audit log.
#[derive(Args, Debug)]
pub struct Audit {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Check every entry against the one before. Prints how many there are and the last one's
    /// hash: keep that elsewhere, since a log cut short at its end looks whole.
    Verify(DatabaseConfig),
}

/// Runs the command.
///
/// # Errors
/// When the log is broken, which names its first broken entry, or the database does not answer.
pub async fn run(audit: Audit) -> Result<(), Failure> {
    let Command::Verify(database) = audit.command;
    println!(
        "{}",
        verify(&db::connect_patiently(&database).await?).await?
    );
    Ok(())
}

/// Checks the log, and says how long it is and how it ends.
///
/// # Errors
/// As [`run`].
pub async fn verify(db: &sqlx::PgPool) -> Result<String, Failure> {
    match db::audit::verify(db).await? {
        Ok(head) => Ok(format!(
            "The audit log is whole: {} entries, ending in {}",
            head.seq,
            hex::encode(head.hash)
        )),
        Err(broken) => Err(Failure::Said(format!("The audit log is broken: {broken}."))),
    }
}
