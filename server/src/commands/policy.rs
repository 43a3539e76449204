//! The draft of the next policy is changed, thrown away, or adopted.

use chrono::{DateTime, Utc};
use domain::{
    policy::{ClauseWords, StandardWords, VersionDetails},
    policy_roles::Roles,
    staff::Author,
    standards::PolicyVersion,
};
use serde_json::json;
use sqlx::PgPool;
use store::{
    policy_drafts as drafts,
    policy_drafts::{Adoption, Changed, Seen},
};

use crate::commands::change::Change;

/// Begins a draft with all the words of the version in force. Where there is a draft already,
/// nothing happens.
pub async fn begin(
    db: &PgPool,
    author: Author,
    from: &PolicyVersion,
    details: &VersionDetails,
) -> sqlx::Result<()> {
    Change::by(db, author, |mut change| async move {
        if let Some(id) = drafts::begin(&mut change, from, details).await? {
            let data = json!({ "from": from.name, "name": details.name });
            change
                .commit("policy draft begun", subject(id), data)
                .await?;
        }
        Ok(())
    })
    .await
}

/// Changes what the draft is called and its dates. False where there is no draft.
///
/// # Errors
/// When the database refuses: `policy_version_name_unique` where another version has the name.
pub async fn save_details(
    db: &PgPool,
    author: Author,
    details: &VersionDetails,
) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::save_details(&mut change, details).await?;
        commit(change, changed).await
    })
    .await
}

/// Adds a clause to the draft, or changes one of it. False where it is not there.
///
/// # Errors
/// When the database refuses: `policy_clause_pkey` where another clause has the number.
pub async fn save_clause(
    db: &PgPool,
    author: Author,
    id: Option<i64>,
    words: &ClauseWords,
) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::save_clause(&mut change, id, words).await?;
        commit(change, changed).await
    })
    .await
}

/// Gives roles to the clauses of the draft. False where there is no draft.
///
/// # Errors
/// When the database refuses: `policy_role_clause_fkey` where a clause has gone meanwhile.
pub async fn save_roles(db: &PgPool, author: Author, roles: &Roles) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::save_roles(&mut change, roles).await?;
        commit(change, changed).await
    })
    .await
}

/// Gives the draft other clauses, in their order. Standards, roles and the numbers in guidance notes
/// follow. False where there is no draft.
pub async fn replace_clauses(
    db: &PgPool,
    author: Author,
    clauses: &[ClauseWords],
) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::replace_clauses(&mut change, clauses).await?;
        commit(change, changed).await
    })
    .await
}

/// Takes a clause out of the draft. False where it is not there, or a standard comes from it.
pub async fn remove_clause(db: &PgPool, author: Author, id: i64) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::remove_clause(&mut change, id).await?;
        commit(change, changed).await
    })
    .await
}

/// Moves a clause of the draft one place up or down. False where it is not there.
pub async fn move_clause(db: &PgPool, author: Author, id: i64, up: bool) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::move_clause(&mut change, id, up).await?;
        commit(change, changed).await
    })
    .await
}

/// Adds a standard to the draft, or changes one of it. False where it is not there.
pub async fn save_standard(
    db: &PgPool,
    author: Author,
    id: Option<i64>,
    words: &StandardWords,
) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::save_standard(&mut change, id, words).await?;
        commit(change, changed).await
    })
    .await
}

/// Takes a standard out of the draft. False where it is not there.
pub async fn remove_standard(db: &PgPool, author: Author, id: i64) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::remove_standard(&mut change, id).await?;
        commit(change, changed).await
    })
    .await
}

/// Moves a standard of the draft one place up or down. False where it is not there.
pub async fn move_standard(db: &PgPool, author: Author, id: i64, up: bool) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let changed = drafts::move_standard(&mut change, id, up).await?;
        commit(change, changed).await
    })
    .await
}

/// Throws the draft away. False where there is none.
pub async fn throw_away(db: &PgPool, author: Author) -> sqlx::Result<bool> {
    Change::by(db, author, |mut change| async move {
        let Some(gone) = drafts::throw_away(&mut change).await? else {
            return Ok(false);
        };
        let data = json!({ "name": gone.name });
        change
            .commit("policy draft thrown away", subject(gone.id), data)
            .await?;
        Ok(true)
    })
    .await
}

/// Adopts the draft that was looked at, word for word: it is in force from then on, and never
/// changes again. What it says is read under the lock that every change of it takes.
pub async fn adopt(
    db: &PgPool,
    author: Author,
    seen: &Seen,
    from: DateTime<Utc>,
) -> sqlx::Result<Adoption> {
    Change::by(db, author, |mut change| async move {
        let adopted = match drafts::adopt(&mut change, seen, from).await? {
            Ok(adopted) => adopted,
            Err(why) => return Ok(why),
        };
        let data = json!({
            "name": adopted.name, "adopted": adopted.adopted, "in force from": from, "digest": seen.digest,
        });
        change
            .commit("policy adopted", subject(adopted.id), data)
            .await?;
        Ok(Adoption::Adopted)
    })
    .await
}

/// Commits a change of the draft. False where there was nothing to change.
async fn commit(mut change: Change, changed: Option<Changed>) -> sqlx::Result<bool> {
    let Some(Changed { version, data }) = changed else {
        return Ok(false);
    };
    if let Some(data) = data {
        change.note("policy draft changed", subject(version), data);
    }
    change.commit_noted().await?;
    Ok(true)
}

fn subject(version: i64) -> String {
    format!("policy:{version}")
}
