//! The audit log: a chain that only grows. `domain::audit` says what an entry's hash covers.

use chrono::{DateTime, SubsecRound, Utc};
use domain::audit::{self, Broken, Entry, GENESIS, Head};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, query, query_as, query_scalar};

use crate::{Mark, Part, STRETCH};

/// Held while an entry is added, so that each one follows the one before. Any number would do.
const CHAIN_LOCK: i64 = 0x0077_6861_7473_6f6e;

/// Adds an entry to the chain. Everybody who writes the audit log waits here for the transaction
/// before to end, so call it last, after the rows it tells of are locked.
///
/// `actor` is `staff:<id>`, `sender` or `command line`; `subject` a reference or `staff:<id>`.
/// `data` says what changed and never holds a sender's details: those must be erasable while the
/// chain stays whole.
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

/// The last entry's place and hash. Noted down elsewhere, they tell later that nothing up to there was
/// rewritten or cut off (`whatson audit verify --head`).
pub async fn head(db: impl PgExecutor<'_>) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    let last = query!("select seq, hash from audit_entry order by seq desc limit 1");
    Ok(last
        .fetch_optional(db)
        .await?
        .map(|row| (row.seq, row.hash)))
}

/// How many entries are read at once.
const PIECE: i64 = 5_000;

/// Reads the chain a piece at a time and checks every link of it. A broken chain is an answer, not an error.
pub async fn verify(db: &mut PgConnection) -> sqlx::Result<Result<Head, Broken>> {
    let mut head = Head::EMPTY;
    loop {
        let rows = query!(
            "select seq, at, actor, action, subject, data, prev, hash from audit_entry
             where seq > $1 order by seq limit $2",
            head.seq,
            PIECE,
        )
        .fetch_all(&mut *db)
        .await?;
        if rows.is_empty() {
            return Ok(Ok(head));
        }
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
            head = match head.then(&entry, &prev, &hash) {
                Ok(head) => head,
                Err(broken) => return Ok(Err(broken)),
            };
        }
    }
}

/// Whether an entry with this hash is in the log. Of a log that is whole, this tells that nothing up
/// to the entry whose hash was written down has been cut off.
pub async fn holds(db: impl PgExecutor<'_>, hash: &[u8; 32]) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from audit_entry where hash = $1) as "holds!""#,
        hash.as_slice(),
    )
    .fetch_one(db)
    .await
}

/// Which entries are looked for; what is none is not asked about.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// What they are about: a reference.
    pub subject: Option<String>,
    /// Who: `staff:<id>`, `sender` or `command line`.
    pub actor: Option<String>,
    /// From this instant on.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub before: Option<DateTime<Utc>>,
}

/// An entry as it is read: with names where it has numbers.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its place in the log.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `staff:<id>`, `sender` or `command line`.
    pub actor: String,
    /// The name of the member of staff.
    pub actor_name: Option<String>,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// The name, where it was a member of staff.
    pub subject_name: Option<String>,
}

impl Line {
    /// Its place among those of a list.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark {
            at: self.at,
            id: self.seq,
        }
    }
}

/// How many entries a filter lets through: [`STRETCH`] and one at most, after a mark where there is one.
pub async fn count(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    before: Option<Mark>,
) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from (
               select from audit_entry
               where ($1::text is null or subject = $1) and ($2::text is null or actor = $2)
                 and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
                 and ($5::timestamptz is null or (at, seq) < ($5, $6))
               order by at desc, seq desc
               limit $7
           ) counted"#,
        filter.subject,
        filter.actor,
        filter.from,
        filter.before,
        before.map(|mark| mark.at),
        before.map(|mark| mark.id),
        STRETCH + 1,
    )
    .fetch_one(db)
    .await
}

/// A page of those entries, newest first.
pub async fn newest(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    part: Part,
) -> sqlx::Result<Vec<Line>> {
    query_as!(
        Line,
        r#"select seq, at, actor, who.name as "actor_name?", action, subject, whom.name as "subject_name?"
           from (
               select * from audit_entry
               where ($1::text is null or subject = $1) and ($2::text is null or actor = $2)
                 and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
                 and ($7::timestamptz is null or (at, seq) < ($7, $8))
               order by at desc, seq desc
               limit $5 offset $6
           ) entry
           left join staff who on actor = 'staff:' || who.id
           left join staff whom on subject = 'staff:' || whom.id
           order by at desc, seq desc"#,
        filter.subject,
        filter.actor,
        filter.from,
        filter.before,
        part.limit,
        part.offset,
        part.at(),
        part.id(),
    )
    .fetch_all(db)
    .await
}

/// A stored hash; a constraint keeps it at 32 bytes.
fn digest(bytes: Vec<u8>) -> sqlx::Result<[u8; 32]> {
    bytes
        .try_into()
        .map_err(|_| sqlx::Error::Decode("a hash is not 32 bytes long".into()))
}
