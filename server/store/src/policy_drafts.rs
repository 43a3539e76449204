//! Versions of the policy: the one draft there may be, and its adoption. Whatever changes a draft
//! holds its row first, so that nothing slips into a version while it is being adopted.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    policy::{
        ClauseWords, Draft, DraftClause, DraftStandard, StandardWords, VersionDetails, new_key,
    },
    staff::Author,
    standards::PolicyVersion,
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool, query, query_as, query_scalar};

use crate::{audit, swapped};

/// A version, and from when on it is in force; a draft has no such time.
#[derive(Debug, Clone)]
pub struct Version {
    /// The version.
    pub version: PolicyVersion,
    /// From when on it is, was or will be in force.
    pub in_force_from: Option<DateTime<Utc>>,
}

/// Every version, the draft first, then the newest.
pub async fn versions(db: &PgPool) -> sqlx::Result<Vec<Version>> {
    let rows = query!(
        "select id, name, adopted, review_due, in_force_from from policy_version
         order by in_force_from desc nulls first, id desc"
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Version {
            version: PolicyVersion {
                id: row.id,
                name: row.name,
                adopted: row.adopted,
                review_due: row.review_due,
            },
            in_force_from: row.in_force_from,
        })
        .collect())
}

/// A version with all its words, whether adopted or not.
pub async fn whole(db: &PgPool, id: i64) -> sqlx::Result<Option<Draft>> {
    let version = query_as!(
        PolicyVersion,
        "select id, name, adopted, review_due from policy_version where id = $1",
        id,
    )
    .fetch_optional(db)
    .await?;
    let Some(version) = version else {
        return Ok(None);
    };
    let clauses = query_as!(
        DraftClause,
        "select id, number, text from policy_clause where policy_version_id = $1 order by position, id",
        id,
    )
    .fetch_all(db)
    .await?;
    let standards = query_as!(
        DraftStandard,
        r#"select id, key, name, guidance, not_tolerated,
                  array(
                      select number from standard_clause where standard_id = standard.id order by position
                  ) as "clauses!"
           from standard where policy_version_id = $1 order by position"#,
        id,
    )
    .fetch_all(db)
    .await?;
    Ok(Some(Draft {
        version,
        clauses,
        standards,
    }))
}

/// The draft, if there is one.
pub async fn draft(db: &PgPool) -> sqlx::Result<Option<Draft>> {
    let id = query_scalar!("select id from policy_version where in_force_from is null")
        .fetch_optional(db)
        .await?;
    match id {
        Some(id) => whole(db, id).await,
        None => Ok(None),
    }
}

/// Begins a draft with all the words of the version in force. Where there is a draft already,
/// nothing happens.
pub async fn begin(
    db: &PgPool,
    act: Author,
    from: &PolicyVersion,
    details: &VersionDetails,
) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    let id = query_scalar!(
        "insert into policy_version (name, adopted, review_due) values ($1, $2, $3)
         on conflict do nothing returning id",
        details.name,
        details.adopted,
        details.review_due,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(id) = id else {
        return Ok(());
    };
    copy_words(&mut tx, from.id, id).await?;
    let data = json!({ "from": from.name, "name": details.name });
    record(&mut tx, act, "policy draft begun", id, data).await?;
    tx.commit().await
}

async fn copy_words(tx: &mut PgConnection, from: i64, to: i64) -> sqlx::Result<()> {
    query!(
        "insert into policy_clause (policy_version_id, number, position, text)
         select $2, number, position, text from policy_clause where policy_version_id = $1
         order by position",
        from,
        to,
    )
    .execute(&mut *tx)
    .await?;
    query!(
        "insert into standard (policy_version_id, key, position, name, guidance, not_tolerated)
         select $2, key, position, name, guidance, not_tolerated from standard where policy_version_id = $1",
        from,
        to,
    )
    .execute(&mut *tx)
    .await?;
    query!(
        "insert into standard_clause (standard_id, policy_version_id, number, position)
         select new.id, $2, source.number, source.position
         from standard_clause source
         join standard old on old.id = source.standard_id
         join standard new on new.key = old.key and new.policy_version_id = $2
         where old.policy_version_id = $1",
        from,
        to,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Changes what the draft is called and its dates. False where there is no draft.
///
/// # Errors
/// When the database refuses: `policy_version_name_unique` where another version has the name.
pub async fn save_details(
    db: &PgPool,
    act: Author,
    details: &VersionDetails,
) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await? else {
        return Ok(false);
    };
    query!(
        "update policy_version set name = $2, adopted = $3, review_due = $4 where id = $1",
        held.id,
        details.name,
        details.adopted,
        details.review_due,
    )
    .execute(&mut *tx)
    .await?;
    let told = |name: &str, adopted: NaiveDate, review: NaiveDate| json!({ "name": name, "adopted": adopted, "review": review });
    let data = json!({
        "before": told(&held.name, held.adopted, held.review_due),
        "after": told(&details.name, details.adopted, details.review_due),
    });
    record(&mut tx, act, "policy draft changed", held.id, data).await?;
    tx.commit().await?;
    Ok(true)
}

/// Adds a clause to the draft, or changes one of it. False where it is not there.
///
/// # Errors
/// When the database refuses: `policy_clause_pkey` where another clause has the number.
pub async fn save_clause(
    db: &PgPool,
    act: Author,
    id: Option<i64>,
    words: &ClauseWords,
) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await? else {
        return Ok(false);
    };
    let before = match id {
        None => {
            query!(
                "insert into policy_clause (policy_version_id, number, text, position)
                 select $1, $2, $3, coalesce(max(position), 0) + 1 from policy_clause where policy_version_id = $1",
                held.id,
                words.number,
                words.text,
            )
            .execute(&mut *tx)
            .await?;
            Value::Null
        }
        Some(id) => {
            let Some(before) = clause_for_update(&mut tx, held.id, id).await? else {
                return Ok(false);
            };
            query!(
                "update policy_clause set number = $2, text = $3 where id = $1",
                id,
                words.number,
                words.text,
            )
            .execute(&mut *tx)
            .await?;
            before
        }
    };
    let after = json!({ "clause": words.number, "text": words.text });
    let data = json!({ "before": before, "after": after });
    record(&mut tx, act, "policy draft changed", held.id, data).await?;
    tx.commit().await?;
    Ok(true)
}

/// Takes a clause out of the draft. False where it is not there, or a standard comes from it.
pub async fn remove_clause(db: &PgPool, act: Author, id: i64) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await? else {
        return Ok(false);
    };
    let Some(before) = clause_for_update(&mut tx, held.id, id).await? else {
        return Ok(false);
    };
    let gone = query!(
        "delete from policy_clause clause
         where id = $1 and not exists (
             select from standard_clause source
             where source.policy_version_id = clause.policy_version_id and source.number = clause.number
         )",
        id,
    )
    .execute(&mut *tx)
    .await?;
    if gone.rows_affected() == 0 {
        return Ok(false);
    }
    let data = json!({ "before": before, "after": null });
    record(&mut tx, act, "policy draft changed", held.id, data).await?;
    tx.commit().await?;
    Ok(true)
}

async fn clause_for_update(
    tx: &mut PgConnection,
    version: i64,
    id: i64,
) -> sqlx::Result<Option<Value>> {
    let clause = query!(
        "select number, text from policy_clause where id = $1 and policy_version_id = $2",
        id,
        version,
    )
    .fetch_optional(tx)
    .await?;
    Ok(clause.map(|clause| json!({ "clause": clause.number, "text": clause.text })))
}

/// Moves a clause of the draft one place up or down. False where it is not there.
pub async fn move_clause(db: &PgPool, act: Author, id: i64, up: bool) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await? else {
        return Ok(false);
    };
    let ids = query_scalar!(
        "select id from policy_clause where policy_version_id = $1 order by position, id",
        held.id,
    )
    .fetch_all(&mut *tx)
    .await?;
    if !ids.contains(&id) {
        return Ok(false);
    }
    let Some(ids) = swapped(ids, id, up) else {
        return Ok(true);
    };
    query!(
        "update policy_clause set position = place.at::int
         from unnest($1::bigint[]) with ordinality as place (id, at)
         where place.id = policy_clause.id",
        &ids,
    )
    .execute(&mut *tx)
    .await?;
    record(
        &mut tx,
        act,
        "policy draft changed",
        held.id,
        json!({ "order": "clauses" }),
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// Adds a standard to the draft, or changes one of it. False where it is not there.
pub async fn save_standard(
    db: &PgPool,
    act: Author,
    id: Option<i64>,
    words: &StandardWords,
) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await? else {
        return Ok(false);
    };
    let (id, before) = match id {
        None => (insert_standard(&mut tx, held.id, words).await?, Value::Null),
        Some(id) => {
            let Some(before) = standard_for_update(&mut tx, held.id, id).await? else {
                return Ok(false);
            };
            query!(
                "update standard set name = $2, guidance = $3, not_tolerated = $4 where id = $1",
                id,
                words.name,
                words.guidance,
                words.not_tolerated,
            )
            .execute(&mut *tx)
            .await?;
            query!("delete from standard_clause where standard_id = $1", id)
                .execute(&mut *tx)
                .await?;
            (id, before)
        }
    };
    query!(
        "insert into standard_clause (standard_id, policy_version_id, number, position)
         select $1, $2, number, at::int from unnest($3::text[]) with ordinality as source (number, at)",
        id,
        held.id,
        &words.clauses,
    )
    .execute(&mut *tx)
    .await?;
    let after = standard_for_update(&mut tx, held.id, id).await?;
    let data = json!({ "before": before, "after": after });
    record(&mut tx, act, "policy draft changed", held.id, data).await?;
    tx.commit().await?;
    Ok(true)
}

async fn insert_standard(
    tx: &mut PgConnection,
    version: i64,
    words: &StandardWords,
) -> sqlx::Result<i64> {
    let keys = query_scalar!("select distinct key from standard")
        .fetch_all(&mut *tx)
        .await?;
    let key = new_key(&words.name, |key| keys.iter().any(|known| known == key));
    query_scalar!(
        "insert into standard (policy_version_id, key, name, guidance, not_tolerated, position)
         select $1, $2, $3, $4, $5, coalesce(max(position), 0) + 1 from standard where policy_version_id = $1
         returning id",
        version,
        key,
        words.name,
        words.guidance,
        words.not_tolerated,
    )
    .fetch_one(tx)
    .await
}

async fn standard_for_update(
    tx: &mut PgConnection,
    version: i64,
    id: i64,
) -> sqlx::Result<Option<Value>> {
    let standard = query!(
        r#"select key, name, not_tolerated,
                  array(
                      select number from standard_clause where standard_id = standard.id order by position
                  ) as "clauses!"
           from standard where id = $1 and policy_version_id = $2"#,
        id,
        version,
    )
    .fetch_optional(tx)
    .await?;
    Ok(standard.map(|standard| {
        json!({
            "standard": standard.key,
            "name": standard.name,
            "clauses": standard.clauses,
            "not tolerated": standard.not_tolerated,
        })
    }))
}

/// Takes a standard out of the draft. False where it is not there.
pub async fn remove_standard(db: &PgPool, act: Author, id: i64) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await? else {
        return Ok(false);
    };
    let Some(before) = standard_for_update(&mut tx, held.id, id).await? else {
        return Ok(false);
    };
    query!("delete from standard_clause where standard_id = $1", id)
        .execute(&mut *tx)
        .await?;
    query!("delete from standard where id = $1", id)
        .execute(&mut *tx)
        .await?;
    let data = json!({ "before": before, "after": null });
    record(&mut tx, act, "policy draft changed", held.id, data).await?;
    tx.commit().await?;
    Ok(true)
}

/// Moves a standard of the draft one place up or down. False where it is not there.
pub async fn move_standard(db: &PgPool, act: Author, id: i64, up: bool) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await? else {
        return Ok(false);
    };
    let ids = query_scalar!(
        "select id from standard where policy_version_id = $1 order by position",
        held.id,
    )
    .fetch_all(&mut *tx)
    .await?;
    if !ids.contains(&id) {
        return Ok(false);
    }
    let Some(ids) = swapped(ids, id, up) else {
        return Ok(true);
    };
    query!(
        "update standard set position = place.at::int
         from unnest($1::bigint[]) with ordinality as place (id, at)
         where place.id = standard.id",
        &ids,
    )
    .execute(&mut *tx)
    .await?;
    record(
        &mut tx,
        act,
        "policy draft changed",
        held.id,
        json!({ "order": "standards" }),
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// Throws the draft away. False where there is none.
pub async fn throw_away(db: &PgPool, act: Author) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await? else {
        return Ok(false);
    };
    query!(
        "delete from standard_clause where policy_version_id = $1",
        held.id
    )
    .execute(&mut *tx)
    .await?;
    query!("delete from standard where policy_version_id = $1", held.id)
        .execute(&mut *tx)
        .await?;
    query!(
        "delete from policy_clause where policy_version_id = $1",
        held.id
    )
    .execute(&mut *tx)
    .await?;
    query!("delete from policy_version where id = $1", held.id)
        .execute(&mut *tx)
        .await?;
    let data = json!({ "name": held.name });
    record(&mut tx, act, "policy draft thrown away", held.id, data).await?;
    tx.commit().await?;
    Ok(true)
}

/// Adopts the draft that was looked at: it is in force from then on, and never changes again.
/// False where it is no longer the draft, or another version comes into force later.
pub async fn adopt(
    db: &PgPool,
    act: Author,
    draft: i64,
    from: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    let Some(held) = hold(&mut tx).await?.filter(|held| held.id == draft) else {
        return Ok(false);
    };
    let adopted = query!(
        "update policy_version set in_force_from = $2
         where id = $1 and not exists (select from policy_version where in_force_from >= $2)",
        held.id,
        from,
    )
    .execute(&mut *tx)
    .await?;
    if adopted.rows_affected() == 0 {
        return Ok(false);
    }
    let data = json!({ "name": held.name, "adopted": held.adopted, "in force from": from });
    record(&mut tx, act, "policy adopted", held.id, data).await?;
    tx.commit().await?;
    Ok(true)
}

/// The draft's row, which nobody else can change until the transaction ends.
async fn hold(tx: &mut PgConnection) -> sqlx::Result<Option<PolicyVersion>> {
    query_as!(
        PolicyVersion,
        "select id, name, adopted, review_due from policy_version where in_force_from is null for update",
    )
    .fetch_optional(tx)
    .await
}

async fn record(
    tx: &mut PgConnection,
    act: Author,
    action: &str,
    version: i64,
    data: Value,
) -> sqlx::Result<()> {
    let subject = format!("policy:{version}");
    audit::append(tx, act.now, &act.actor(), action, &subject, data).await
}
