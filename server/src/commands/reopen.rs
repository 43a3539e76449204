//! A refused submission, or one closed as spam, is opened for a new decision.

use domain::decision::Move;
use serde_json::json;
use sqlx::PgPool;
use store::{
    cases,
    decisions::{self, Row},
};

use crate::commands::{
    change::Change,
    decide::{Decided, Deciding},
};

/// Opens a submission again.
pub async fn reopen(db: &PgPool, deciding: &Deciding<'_>, note: &str) -> sqlx::Result<Decided> {
    Change::by(db, deciding.author(), |mut change| async move {
        let Some(case) = cases::lock(&mut change, deciding.reference).await? else {
            return Ok(Decided::NotFound);
        };
        let Some(to) = decisions::next(&case, deciding.read_at, Move::Reopen) else {
            return Decided::overtaken(change, case).await;
        };
        let row = Row::plain("reopen", note);
        let id = decisions::insert_row(&mut change, deciding.decider(), &case, &row).await?;
        cases::advance(&mut change, case.id, to, deciding.now).await?;
        let data = json!({ "decision": id, "from": case.state.as_str(), "to": to.as_str() });
        change
            .commit("submission reopened", &case.reference, data)
            .await?;
        Ok(Decided::Made(None))
    })
    .await
}
