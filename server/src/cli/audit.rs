//! `whatson audit verify`: whether the audit log is whole.

use clap::{Args, Subcommand};

use crate::{cli::failure::Failure, config::DatabaseConfig};

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
    Verify(Verify),
}

#[derive(Args, Debug)]
struct Verify {
    #[command(flatten)]
    database: DatabaseConfig,
    /// A hash that was printed before: check that its entry is still there, so that nothing was
    /// cut off the log's end up to it.
    #[arg(long)]
    head: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// When the log is broken, which names its first broken entry, or the database does not answer.
pub async fn run(audit: Audit) -> Result<(), Failure> {
    let Command::Verify(Verify { database, head }) = audit.command;
    let db = store::connect_patiently(database.as_store()).await?;
    println!("{}", verify(&db).await?);
    if let Some(head) = head {
        println!("{}", holds(&db, &head).await?);
    }
    Ok(())
}

/// Checks that the entry whose hash was written down is still in the log.
///
/// # Errors
/// When it is not, or what was written down is no hash, or the database does not answer.
pub async fn holds(db: &sqlx::PgPool, head: &str) -> Result<String, Failure> {
    let hash = domain::audit::read_hash(head)
        .ok_or_else(|| Failure::Said("A head is 64 characters of 0 to 9 and a to f.".to_owned()))?;
    if store::audit::holds(db, &hash).await? {
        Ok("The entry with that head is still there: nothing up to it was cut off.".to_owned())
    } else {
        Err(Failure::Said(
            "The entry with that head is not in the log: its end was cut off, or the head is another log's."
                .to_owned(),
        ))
    }
}

/// Checks the log, and says how long it is and how it ends.
///
/// # Errors
/// As [`run`].
pub async fn verify(db: &sqlx::PgPool) -> Result<String, Failure> {
    match store::audit::verify(&mut *db.acquire().await?).await? {
        Ok(head) => Ok(format!(
            "The audit log is whole: {} entries, ending in {}",
            head.seq,
            hex::encode(head.hash)
        )),
        Err(broken) => Err(Failure::Said(format!("The audit log is broken: {broken}."))),
    }
}
