//! The audit log: a chain that only grows. `domain::audit` says what an entry's hash covers.

use chrono::{DateTime, SubsecRound, Utc};
use domain::audit::{self, Broken, Entry, GENESIS, Head};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, query};

/// Held while an entry is added, so that each one follows the one before. Any number would do.
const CHAIN_LOCK: i64 = 0x0077_6861_7473_6f6e;

/// Adds an entry to the chain. Everybody who writes the audit log waits here for the transaction
/// before to end, so call it last, after the rows it tells of are locked.
///
/// `actor` is `staff:<id>`, `sender` or `command line`; `subject` a reference or `staff:<id>`.
/// `data` says what changed and never holds a sender's details: those must be erasable while the
/// chain stays whole.
///
/// # Errors
/// When the database refuses.
pub async fn append(
    transaction: &mut PgConnection,
    at: DateTime<Utc>,
    actor: &str,
    action: &str,
    subject: &str,
    data: Value,
) -> sqlx::Result<()> {
    query!("select pg_advisory_xact_lock($1)", CHAIN_LOCK)
        .execute(&mut *transaction)
        .await?;
    let last = query!("select seq, hash from audit_entry order by seq desc limit 1")
        .fetch_optional(&mut *transaction)
        .await?;
    let (seq, prev) = match last {
        Some(last) => (last.seq + 1, digest(last.hash)?),
        None => (1, GENESIS),
    };
    let entry = Entry {
        seq,
        at: at.trunc_subsecs(6),
        actor: actor.to_owned(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        data,
    };
    let hash = audit::hash(&prev, &entry);
    query!(
        "insert into audit_entry (seq, at, actor, action, subject, data, prev, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        entry.seq,
        entry.at,
        entry.actor,
        entry.action,
        entry.subject,
        entry.data,
        prev.as_slice(),
        hash.as_slice(),
    )
    .execute(transaction)
    .await?;
    Ok(())
}

/// Reads the whole chain and checks every link of it.
///
/// # Errors
/// When the database cannot be read. A broken chain is an answer, not an error.
pub async fn verify(db: impl PgExecutor<'_>) -> sqlx::Result<Result<Head, Broken>> {
    let rows = query!(
        "select seq, at, actor, action, subject, data, prev, hash from audit_entry order by seq"
    )
    .fetch_all(db)
    .await?;
    let mut chain = Vec::with_capacity(rows.len());
    for row in rows {
        let (prev, hash) = (digest(row.prev)?, digest(row.hash)?);
        let entry = Entry {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            data: row.data,
        };
        chain.push((entry, prev, hash));
    }
    Ok(audit::verify(chain))
}

/// A stored hash; a constraint keeps it at 32 bytes.
fn digest(bytes: Vec<u8>) -> sqlx::Result<[u8; 32]> {
    bytes
        .try_into()
        .map_err(|_| sqlx::Error::Decode("a hash is not 32 bytes long".into()))
}
