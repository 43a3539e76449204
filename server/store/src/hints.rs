//! What the words of revisions suggest, kept when it was worked out.

use chrono::{DateTime, Utc};
use domain::stored;
use sqlx::{PgExecutor, query, types::Json};

/// The hints of these revisions, where they were made under the same rules and surroundings.
pub async fn of_revisions(
    db: impl PgExecutor<'_>,
    revisions: &[i64],
    made_under: &[u8],
) -> sqlx::Result<Vec<(i64, Vec<stored::Hint>)>> {
    let rows = query!(
        r#"select revision_id, hints as "hints: Json<Vec<stored::Hint>>" from revision_hint
           where revision_id = any($1) and made_under = $2"#,
        revisions,
        made_under,
    )
    .fetch_all(db)
    .await?;
    let kept = rows.into_iter().map(|row| (row.revision_id, row.hints.0));
    Ok(kept.collect())
}

/// Keeps the hints of a revision in place of what was kept under other rules.
pub async fn keep(
    db: impl PgExecutor<'_>,
    revision: i64,
    made_under: &[u8],
    hints: Vec<stored::Hint>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into revision_hint (revision_id, made_under, made_at, hints) values ($1, $2, $3, $4)
         on conflict (revision_id) do update
         set made_under = excluded.made_under, made_at = excluded.made_at, hints = excluded.hints",
        revision,
        made_under,
        now,
        Json(hints) as Json<Vec<stored::Hint>>,
    )
    .execute(db)
    .await?;
    Ok(())
}
