//! Why a command stopped.

/// Why a command stopped, in words for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database did not do what was asked.
    #[error("The database: {0}.")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("The schema could not be brought up to date: {0}.")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Anything else, already in words.
    #[error("{0}")]
    Said(String),
}
