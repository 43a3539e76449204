//! A sender takes a submission back. What was listed is public no more.

use chrono::{DateTime, Utc};
use domain::{
    council::Site,
    decision::{Move, State},
};
use serde_json::json;
use sqlx::PgPool;
use store::{
    cases, decisions, in_hand,
    messages::{self, Dropped},
};

use crate::{
    commands::{
        ChangeOutcome,
        change::{Change, SENDER},
        confirm_address, tell_staff,
    },
    letters::notices::{About, Event},
};

/// Withdraws a submission by a private link.
pub async fn withdraw(
    db: &PgPool,
    reference: &str,
    token: &str,
    site: &Site,
    now: DateTime<Utc>,
) -> sqlx::Result<ChangeOutcome> {
    Change::make(db, SENDER, now, |mut change| async move {
        let Some(case) = cases::lock(&mut change, reference).await? else {
            return Ok(ChangeOutcome::TooLate);
        };
        let Ok(to) = case.state.after(Move::Withdraw) else {
            return Ok(ChangeOutcome::TooLate);
        };
        if case.state == State::Listed {
            decisions::unpublish(&mut change, case.id, false, now).await?;
            let event = Event::Withdrawn(About::of(&case));
            tell_staff::tell(&mut change, site, &event, now).await?;
        }
        in_hand::release(&mut *change, case.id, now).await?;
        cases::advance(&mut change, case.id, to, now).await?;
        // Whoever takes it back need not hear any more what became of it.
        messages::drop_unsent(&mut change, case.id, Dropped::Held).await?;
        confirm_address::by_link(&mut change, &case, token).await?;
        let data = json!({ "from": case.state.as_str(), "to": to.as_str() });
        change
            .commit("submission withdrawn", &case.reference, data)
            .await?;
        Ok(ChangeOutcome::Made)
    })
    .await
}
