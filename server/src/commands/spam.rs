//! What looks like spam is closed in groups of the same words.

use domain::decision::{Checklist, Decision, Outcome};
use sqlx::PgPool;
use store::{cases, spam};

use crate::commands::decide::{self, Decided, Deciding};

/// Closes as spam what looks like spam and has the words of one of these, [`spam::AT_ONCE`] at most, and
/// says how many. Each is a decision of its own with its audit entry, and can be opened again.
/// `deciding` is the same for all but for the submission. Where the database fails midway, those before are closed.
pub async fn close_alike(
    db: &PgPool,
    references: &[String],
    deciding: &Deciding<'_>,
) -> sqlx::Result<i64> {
    let decision = Decision {
        outcome: Outcome::MarkSpam,
        checklist: Checklist(Vec::new()),
        note: None,
    };
    let mut closed = 0;
    for reference in spam::like(db, references).await? {
        let Some(case) = cases::find(db, &reference).await? else {
            continue;
        };
        let this = Deciding {
            reference: &reference,
            read_at: case.version,
            ..*deciding
        };
        // Of one that a colleague decides in this moment, the colleague's decision stands.
        if let Decided::Made(_) = decide::decide(db, &this, &decision).await? {
            closed += 1;
        }
    }
    Ok(closed)
}
