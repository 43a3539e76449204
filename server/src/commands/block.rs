//! Senders whose events are held (6.13).

use domain::{block::NewBlock, staff::Author};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::{
    blocks::{self, Made},
    cases::Case,
};

use crate::commands::change::Change;

/// Blocks a case's address, its group, or both: what they send in from now on is held. A block that
/// is there already goes on with the new reason and review, and holds what it held.
pub async fn block(db: &PgPool, author: Author, case: &Case, new: &NewBlock) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        let entry = |block: &Made| -> Value {
            json!({ "block": block.id, "kind": block.kind, "renewed": block.renewed })
        };
        let blocks = blocks::block(&mut change, author, case, new).await?;
        let blocks: Vec<Value> = blocks.iter().map(entry).collect();
        let data = json!({ "blocks": blocks, "review": new.review_on });
        change.commit("sender blocked", &case.reference, data).await
    })
    .await
}

/// Unblocks: what was held stands in the queue again. False where the block is not in force.
pub async fn unblock(db: &PgPool, author: Author, id: i64) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let Some(ended) = blocks::unblock(&mut change, author, id).await? else {
            return Ok(false);
        };
        let data = json!({ "block": id, "kind": ended.kind });
        change
            .commit("sender unblocked", ended.reference, data)
            .await?;
        Ok(true)
    })
    .await
}
