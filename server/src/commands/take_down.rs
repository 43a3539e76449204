//! A listed event is taken down: its dates leave the listing at once (6.13).

use domain::decision::{Move, TakeDown};
use serde_json::json;
use sqlx::PgPool;
use store::{
    cases,
    decisions::{self, Row},
};

use crate::{
    commands::{
        change::Change,
        decide::{self, Decided, Deciding},
    },
    letters::submissions as letters,
};

/// Takes a listed event down.
pub async fn take_down(
    db: &PgPool,
    deciding: &Deciding<'_>,
    take_down: &TakeDown,
) -> sqlx::Result<Decided> {
    Change::by(db, deciding.author(), |mut change| async move {
        let Some(case) = cases::lock(&mut change, deciding.reference).await? else {
            return Ok(Decided::NotFound);
        };
        let Some(to) = decisions::next(&case, deciding.read_at, Move::TakeDown) else {
            return Decided::overtaken(change, case).await;
        };
        let words = take_down.message.as_deref().unwrap_or_default();
        let row = Row {
            message: words,
            removal: Some(take_down.why.as_str()),
            ..Row::plain("take_down", take_down.reason.as_str())
        };
        let id = decisions::insert_row(&mut change, deciding.decider(), &case, &row).await?;
        decisions::unpublish(&mut change, case.id, take_down.notice, deciding.now).await?;
        cases::advance(&mut change, case.id, to, deciding.now).await?;
        if let (Some(_), Some(recipient)) = (&take_down.message, &case.sender_email) {
            let letter = letters::taken_down(letters::Case::of(deciding.site, &case, &[]));
            let message = letter.to(deciding.site, recipient, words);
            decide::answer(&mut change, deciding, (&case, id), &message).await?;
        }
        let data = json!({
            "decision": id, "from": case.state.as_str(), "to": to.as_str(), "policy": deciding.policy.name,
            "notice": take_down.notice, "why": take_down.why.as_str(),
        });
        change
            .commit("event taken down", &case.reference, data)
            .await?;
        Ok(Decided::Made(None))
    })
    .await
}
