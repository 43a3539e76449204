//! Senders' private links. The database holds the SHA-256 of each token, never the token.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgExecutor, query, query_as};

use crate::token;

/// How long a private link is good for.
pub const LIVES: TimeDelta = TimeDelta::days(180);

/// Makes a private link for a mail to the sender and gives its token, which is nowhere else.
///
/// # Errors
/// When the database refuses.
pub async fn mint(
    db: impl PgExecutor<'_>,
    submission: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<String> {
    let token = token::secret();
    query!(
        "insert into manage_link (token_hash, submission_id, by_mail, created_at, expires_at)
         values ($1, $2, true, $3, $4)",
        token::hash(&token),
        submission,
        now,
        now + LIVES,
    )
    .execute(db)
    .await?;
    Ok(token)
}

/// What a private link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The submission.
    pub submission: i64,
    /// Whether it went out by mail, so that opening it proves the address.
    pub by_mail: bool,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// What the link with this hash of a token opens, while it is good.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(
    db: impl PgExecutor<'_>,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Link>> {
    query_as!(
        Link,
        "select submission_id as submission, by_mail, expires_at from manage_link
         where token_hash = $1 and expires_at > $2",
        token_hash,
        now,
    )
    .fetch_optional(db)
    .await
}
