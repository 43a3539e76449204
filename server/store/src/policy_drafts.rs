//! Versions of the policy: the one draft there may be, and its adoption. Whatever changes a draft
//! holds its row first, so that nothing slips into a version while it is being adopted.

use chrono::{DateTime, Utc};
use domain::{
    policy::{
        ClauseWords, Draft, DraftClause, DraftStandard, StandardWords, VersionDetails,
        matching::renumbered, new_key,
    },
    policy_roles::Roles,
    standards::PolicyVersion,
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool, query, query_as, query_scalar};

use crate::{policy::Row, swapped};

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
        r#"select id, name, adopted, review_due, removal_sentence, in_force_from, policy_roles(id) as "roles!"
           from policy_version order by in_force_from desc nulls first, id desc"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Version {
            in_force_from: row.in_force_from,
            version: PolicyVersion::from(Row {
                id: row.id,
                name: row.name,
                adopted: row.adopted,
                review_due: row.review_due,
                removal_sentence: row.removal_sentence,
                roles: row.roles,
            }),
        })
        .collect())
}

/// A version with all its words, whether adopted or not.
pub async fn whole(db: &PgPool, id: i64) -> sqlx::Result<Option<Draft>> {
    let mut connection = db.acquire().await?;
    match super::policy::version(&mut *connection, id).await {
        Err(sqlx::Error::RowNotFound) => Ok(None),
        version => read(&mut connection, version?).await.map(Some),
    }
}

/// The words of a version.
async fn read(db: &mut PgConnection, version: PolicyVersion) -> sqlx::Result<Draft> {
    let id = version.id;
    let clauses = query_as!(
        DraftClause,
        "select id, number, text from policy_clause where policy_version_id = $1 order by position, id",
        id,
    )
    .fetch_all(&mut *db)
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
    Ok(Draft {
        version,
        clauses,
        standards,
    })
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

/// What was changed of the draft, as the audit log keeps it.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The draft's number.
    pub version: i64,
    /// `before` and `after`, or a new `order`; none where it was so already.
    pub data: Option<Value>,
}

impl Changed {
    fn to(version: i64, data: Value) -> Self {
        Self {
            version,
            data: Some(data),
        }
    }

    fn nothing(version: i64) -> Self {
        Self {
            version,
            data: None,
        }
    }
}

/// Begins a draft with all the words of the version in force. Its number; `None` where there is a draft
/// already.
pub async fn begin(
    tx: &mut PgConnection,
    from: &PolicyVersion,
    details: &VersionDetails,
) -> sqlx::Result<Option<i64>> {
    let id = query_scalar!(
        "insert into policy_version (name, adopted, review_due, removal_sentence) values ($1, $2, $3, $4)
         on conflict do nothing returning id",
        details.name,
        details.adopted,
        details.review_due,
        details.removal_sentence,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(id) = id else {
        return Ok(None);
    };
    copy_words(&mut *tx, from.id, id).await?;
    Ok(Some(id))
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
        "insert into policy_role (policy_version_id, role, number)
         select $2, role, number from policy_role where policy_version_id = $1",
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

/// Changes what the draft is called and its dates. `None` where there is no draft.
///
/// # Errors
/// When the database refuses: `policy_version_name_unique` where another version has the name.
pub async fn save_details(
    tx: &mut PgConnection,
    details: &VersionDetails,
) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
    };
    query!(
        "update policy_version set name = $2, adopted = $3, review_due = $4, removal_sentence = $5 where id = $1",
        held.id,
        details.name,
        details.adopted,
        details.review_due,
        details.removal_sentence,
    )
    .execute(&mut *tx)
    .await?;
    let data = json!({
        "before": {
            "name": held.name, "adopted": held.adopted, "review": held.review_due, "removal": held.removal_sentence,
        },
        "after": {
            "name": details.name, "adopted": details.adopted, "review": details.review_due,
            "removal": details.removal_sentence,
        },
    });
    Ok(Some(Changed::to(held.id, data)))
}

/// Adds a clause to the draft, or changes one of it. `None` where it is not there.
///
/// # Errors
/// When the database refuses: `policy_clause_pkey` where another clause has the number.
pub async fn save_clause(
    tx: &mut PgConnection,
    id: Option<i64>,
    words: &ClauseWords,
) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
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
            let Some(before) = clause_for_update(&mut *tx, held.id, id).await? else {
                return Ok(None);
            };
            query!(
                "update policy_clause set number = $2, text = $3 where id = $1",
                id,
                words.number,
                words.text,
            )
            .execute(&mut *tx)
            .await?;
            let was = before["clause"].as_str().unwrap_or_default();
            renumber_guidance(&mut *tx, held.id, was, &words.number).await?;
            before
        }
    };
    let after = json!({ "clause": words.number, "text": words.text });
    let data = json!({ "before": before, "after": after });
    Ok(Some(Changed::to(held.id, data)))
}

/// Guidance notes that name a clause name it by its new number.
async fn renumber_guidance(
    tx: &mut PgConnection,
    version: i64,
    was: &str,
    is: &str,
) -> sqlx::Result<()> {
    if was == is {
        return Ok(());
    }
    let numbers = [(was.to_owned(), is.to_owned())].into();
    let standards = query!(
        "select id, guidance from standard where policy_version_id = $1",
        version
    )
    .fetch_all(&mut *tx)
    .await?;
    for standard in standards {
        let guidance = renumbered(&standard.guidance, &numbers);
        if guidance != standard.guidance {
            query!(
                "update standard set guidance = $2 where id = $1",
                standard.id,
                guidance
            )
            .execute(&mut *tx)
            .await?;
        }
    }
    Ok(())
}

/// Gives roles to the clauses of the draft. `None` where there is no draft.
///
/// # Errors
/// When the database refuses: `policy_role_clause_fkey` where a clause has gone meanwhile.
pub async fn save_roles(tx: &mut PgConnection, roles: &Roles) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
    };
    query!(
        "delete from policy_role where policy_version_id = $1",
        held.id
    )
    .execute(&mut *tx)
    .await?;
    insert_roles(&mut *tx, held.id, roles).await?;
    let data = json!({ "before": held.roles, "after": roles });
    Ok(Some(Changed::to(held.id, data)))
}

async fn insert_roles(tx: &mut PgConnection, version: i64, roles: &Roles) -> sqlx::Result<()> {
    let (keys, numbers): (Vec<String>, Vec<String>) = roles
        .iter()
        .map(|(role, number)| (role.as_str().to_owned(), number.to_owned()))
        .unzip();
    query!(
        "insert into policy_role (policy_version_id, role, number)
         select $1, role, number from unnest($2::text[], $3::text[]) as given (role, number)",
        version,
        &keys,
        &numbers,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Gives the draft other clauses, in their order. Standards, roles and the numbers in guidance notes
/// follow ([`Draft::with_clauses`]). `None` where there is no draft.
pub async fn replace_clauses(
    tx: &mut PgConnection,
    clauses: &[ClauseWords],
) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
    };
    let before = read(&mut *tx, held).await?;
    let after = before.with_clauses(clauses);
    let id = before.version.id;
    query!(
        "delete from standard_clause where policy_version_id = $1",
        id
    )
    .execute(&mut *tx)
    .await?;
    // The roles of its clauses go with them.
    query!("delete from policy_clause where policy_version_id = $1", id)
        .execute(&mut *tx)
        .await?;
    let column = |of: fn(&ClauseWords) -> &String| clauses.iter().map(of).cloned().collect();
    let (numbers, texts): (Vec<String>, Vec<String>) =
        (column(|it| &it.number), column(|it| &it.text));
    query!(
        "insert into policy_clause (policy_version_id, number, text, position)
         select $1, number, text, at::int
         from unnest($2::text[], $3::text[]) with ordinality as given (number, text, at)",
        id,
        &numbers,
        &texts,
    )
    .execute(&mut *tx)
    .await?;
    insert_roles(&mut *tx, id, &after.version.roles).await?;
    for standard in &after.standards {
        query!(
            "update standard set guidance = $2 where id = $1",
            standard.id,
            standard.guidance,
        )
        .execute(&mut *tx)
        .await?;
        insert_sources(&mut *tx, id, standard.id, &standard.clauses).await?;
    }
    let told = |draft: &Draft| -> Value {
        let clauses = draft.clauses.iter();
        clauses
            .map(|it| (it.number.clone(), Value::from(it.text.clone())))
            .collect()
    };
    let data = json!({ "before": told(&before), "after": told(&after) });
    Ok(Some(Changed::to(id, data)))
}

async fn insert_sources(
    tx: &mut PgConnection,
    version: i64,
    standard: i64,
    clauses: &[String],
) -> sqlx::Result<()> {
    query!(
        "insert into standard_clause (standard_id, policy_version_id, number, position)
         select $1, $2, number, at::int from unnest($3::text[]) with ordinality as source (number, at)",
        standard,
        version,
        clauses,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes a clause out of the draft. `None` where it is not there, or a standard comes from it.
pub async fn remove_clause(tx: &mut PgConnection, id: i64) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
    };
    let Some(before) = clause_for_update(&mut *tx, held.id, id).await? else {
        return Ok(None);
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
        return Ok(None);
    }
    let data = json!({ "before": before, "after": null });
    Ok(Some(Changed::to(held.id, data)))
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

/// Moves a clause of the draft one place up or down. `None` where it is not there.
pub async fn move_clause(
    tx: &mut PgConnection,
    id: i64,
    up: bool,
) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
    };
    let ids = query_scalar!(
        "select id from policy_clause where policy_version_id = $1 order by position, id",
        held.id,
    )
    .fetch_all(&mut *tx)
    .await?;
    if !ids.contains(&id) {
        return Ok(None);
    }
    let Some(ids) = swapped(ids, id, up) else {
        return Ok(Some(Changed::nothing(held.id)));
    };
    query!(
        "update policy_clause set position = place.at::int
         from unnest($1::bigint[]) with ordinality as place (id, at)
         where place.id = policy_clause.id",
        &ids,
    )
    .execute(&mut *tx)
    .await?;
    Ok(Some(Changed::to(held.id, json!({ "order": "clauses" }))))
}

/// Adds a standard to the draft, or changes one of it. `None` where it is not there.
pub async fn save_standard(
    tx: &mut PgConnection,
    id: Option<i64>,
    words: &StandardWords,
) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
    };
    let (id, before) = match id {
        None => (
            insert_standard(&mut *tx, held.id, words).await?,
            Value::Null,
        ),
        Some(id) => {
            let Some(before) = standard_for_update(&mut *tx, held.id, id).await? else {
                return Ok(None);
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
    insert_sources(&mut *tx, held.id, id, &words.clauses).await?;
    let after = standard_for_update(&mut *tx, held.id, id).await?;
    let data = json!({ "before": before, "after": after });
    Ok(Some(Changed::to(held.id, data)))
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
        r#"select key, name, guidance, not_tolerated,
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
            "guidance": standard.guidance,
            "clauses": standard.clauses,
            "not tolerated": standard.not_tolerated,
        })
    }))
}

/// Takes a standard out of the draft. `None` where it is not there.
pub async fn remove_standard(tx: &mut PgConnection, id: i64) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
    };
    let Some(before) = standard_for_update(&mut *tx, held.id, id).await? else {
        return Ok(None);
    };
    query!("delete from standard_clause where standard_id = $1", id)
        .execute(&mut *tx)
        .await?;
    query!("delete from standard where id = $1", id)
        .execute(&mut *tx)
        .await?;
    let data = json!({ "before": before, "after": null });
    Ok(Some(Changed::to(held.id, data)))
}

/// Moves a standard of the draft one place up or down. `None` where it is not there.
pub async fn move_standard(
    tx: &mut PgConnection,
    id: i64,
    up: bool,
) -> sqlx::Result<Option<Changed>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
    };
    let ids = query_scalar!(
        "select id from standard where policy_version_id = $1 order by position",
        held.id,
    )
    .fetch_all(&mut *tx)
    .await?;
    if !ids.contains(&id) {
        return Ok(None);
    }
    let Some(ids) = swapped(ids, id, up) else {
        return Ok(Some(Changed::nothing(held.id)));
    };
    query!(
        "update standard set position = place.at::int
         from unnest($1::bigint[]) with ordinality as place (id, at)
         where place.id = standard.id",
        &ids,
    )
    .execute(&mut *tx)
    .await?;
    Ok(Some(Changed::to(held.id, json!({ "order": "standards" }))))
}

/// Throws the draft away. Which it was; `None` where there is none.
pub async fn throw_away(tx: &mut PgConnection) -> sqlx::Result<Option<PolicyVersion>> {
    let Some(held) = hold(&mut *tx).await? else {
        return Ok(None);
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
    Ok(Some(held))
}

/// A draft as somebody looked at it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its number.
    pub draft: i64,
    /// [`Draft::digest`] of what was shown.
    pub digest: String,
    /// The newest entry of the audit log about it then; see [`changes_since`].
    pub entry: i64,
}

/// What came of an adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adoption {
    /// It is adopted.
    Adopted,
    /// It is no longer the draft, or another version comes into force later.
    Gone,
    /// It is not what was looked at, or not ready: look at it again.
    Changed,
}

/// Adopts the draft that was looked at, word for word: it is in force from then on, and never
/// changes again. What it says is read under the lock that every change of it takes.
pub async fn adopt(
    tx: &mut PgConnection,
    seen: &Seen,
    from: DateTime<Utc>,
) -> sqlx::Result<Result<PolicyVersion, Adoption>> {
    let Some(held) = hold(&mut *tx).await?.filter(|held| held.id == seen.draft) else {
        return Ok(Err(Adoption::Gone));
    };
    let draft = read(&mut *tx, held.clone()).await?;
    if draft.digest() != seen.digest || !draft.unready().is_empty() {
        return Ok(Err(Adoption::Changed));
    }
    let adopted = query!(
        "update policy_version set in_force_from = $2
         where id = $1 and not exists (select from policy_version where in_force_from >= $2)",
        held.id,
        from,
    )
    .execute(&mut *tx)
    .await?;
    if adopted.rows_affected() == 0 {
        return Ok(Err(Adoption::Gone));
    }
    Ok(Ok(held))
}

/// A change of the draft.
#[derive(Debug, Clone)]
pub struct Change {
    /// Who made it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What the audit log keeps of it: `before` and `after`, or a new `order`.
    pub data: Value,
}

/// The newest entry of the audit log about a version; 0 where there is none.
pub async fn newest_change(db: &PgPool, version: i64) -> sqlx::Result<i64> {
    let subject = format!("policy:{version}");
    query_scalar!(
        r#"select coalesce(max(seq), 0) as "seq!" from audit_entry where subject = $1"#,
        subject
    )
    .fetch_one(db)
    .await
}

/// The changes of a draft after an entry of the audit log, in their order.
pub async fn changes_since(db: &PgPool, version: i64, entry: i64) -> sqlx::Result<Vec<Change>> {
    let subject = format!("policy:{version}");
    query_as!(
        Change,
        r#"select coalesce(staff.name, actor) as "by!", at, data
           from audit_entry
           left join staff on actor = 'staff:' || staff.id
           where subject = $1 and seq > $2 order by seq"#,
        subject,
        entry,
    )
    .fetch_all(db)
    .await
}

/// The draft's row, which nobody else can change until the transaction ends.
async fn hold(tx: &mut PgConnection) -> sqlx::Result<Option<PolicyVersion>> {
    let held = query_as!(
        Row,
        r#"select id, name, adopted, review_due, removal_sentence, policy_roles(id) as "roles!"
           from policy_version where in_force_from is null for no key update"#,
    )
    .fetch_optional(tx)
    .await?;
    Ok(held.map(PolicyVersion::from))
}
