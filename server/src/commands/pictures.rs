//! A picture that was uploaded is kept until its form is sent.

use chrono::{DateTime, Utc};
use domain::picture::TakenPicture;
use sqlx::PgPool;
use store::pictures::Drawn;

use crate::commands::change::{Change, SENDER};

/// Keeps a picture under a new random name. None where too many were left lying today.
pub async fn keep(
    db: &PgPool,
    drawn: &Drawn,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<TakenPicture>> {
    Change::make(db, SENDER, now, |mut change| async move {
        let kept = store::pictures::keep(&mut change, drawn, now).await?;
        change.commit_noted().await?;
        Ok(kept)
    })
    .await
}
