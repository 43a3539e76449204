//! The passages of the council's letters that an administrator put in other words.

use domain::{
    passages::{Letters, Passage},
    staff::Author,
};
use sqlx::{PgConnection, PgExecutor, query};

/// Every passage that was changed. One that this version of the program does not know is left out.
pub async fn all(db: impl PgExecutor<'_>) -> sqlx::Result<Letters> {
    let rows = query!("select passage, words from letter_passage")
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((Passage::parse(&row.passage)?, row.words)))
        .collect())
}

/// Puts a passage in other words; the words it came with are not kept twice. Whether it has those.
pub async fn keep(
    tx: &mut PgConnection,
    act: Author,
    passage: Passage,
    words: &str,
) -> sqlx::Result<bool> {
    let original = words == passage.original();
    if original {
        query!(
            "delete from letter_passage where passage = $1",
            passage.as_str()
        )
        .execute(&mut *tx)
        .await?;
    } else {
        query!(
            "insert into letter_passage (passage, words, changed_by, changed_at) values ($1, $2, $3, $4)
             on conflict (passage) do update
             set words = excluded.words, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            passage.as_str(),
            words,
            act.staff,
            act.now,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(original)
}
