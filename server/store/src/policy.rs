//! The policy in force, its clauses and the standards drawn from it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    policy_roles::Roles,
    standards::{Clause, PolicyVersion, Standard},
};
use serde_json::Value;
use sqlx::{PgExecutor, PgPool, types::Json};

/// A version as its row has it; `roles` is what `policy_roles` answers.
pub(super) struct Row {
    pub id: i64,
    pub name: String,
    pub adopted: NaiveDate,
    pub review_due: NaiveDate,
    pub removal_sentence: String,
    pub roles: Value,
}

impl From<Row> for PolicyVersion {
    fn from(row: Row) -> Self {
        let roles = row.roles.as_object().into_iter().flatten();
        let roles =
            roles.filter_map(|(role, number)| Some((role.clone(), number.as_str()?.to_owned())));
        Self {
            id: row.id,
            name: row.name,
            adopted: row.adopted,
            review_due: row.review_due,
            roles: Roles::read(roles),
            removal_sentence: row.removal_sentence,
        }
    }
}

/// The policy version in force at a time.
pub async fn in_force<'e>(
    db: impl sqlx::PgExecutor<'e>,
    now: DateTime<Utc>,
) -> sqlx::Result<PolicyVersion> {
    sqlx::query_as!(
        Row,
        r#"select id, name, adopted, review_due, removal_sentence, policy_roles(id) as "roles!"
           from policy_version where in_force_from <= $1 order by in_force_from desc limit 1"#,
        now
    )
    .fetch_one(db)
    .await
    .map(PolicyVersion::from)
}

/// One version of the policy: that of a decision, say.
///
/// # Errors
/// When there is no such version, or the database does not answer.
pub async fn version(db: impl PgExecutor<'_>, id: i64) -> sqlx::Result<PolicyVersion> {
    sqlx::query_as!(
        Row,
        r#"select id, name, adopted, review_due, removal_sentence, policy_roles(id) as "roles!"
           from policy_version where id = $1"#,
        id
    )
    .fetch_one(db)
    .await
    .map(PolicyVersion::from)
}

/// The standards of the version in force.
pub async fn in_force_standards(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<Vec<Standard>> {
    standards(db, in_force(db, now).await?.id).await
}

/// The standards of a policy version in the order of the checklist, each with its clauses. One that
/// has none is there all the same: what staff decide against does not vanish.
pub async fn standards(db: &PgPool, version: i64) -> sqlx::Result<Vec<Standard>> {
    let rows = sqlx::query!(
        r#"select standard.key, standard.name, standard.guidance,
                  coalesce(json_agg(json_build_object('number', clause.number, 'text', clause.text)
                                    order by source.position) filter (where clause.number is not null),
                           '[]') as "clauses!: Json<Vec<Clause>>"
           from standard
           left join standard_clause source on source.standard_id = standard.id
           left join policy_clause clause
               on clause.policy_version_id = source.policy_version_id and clause.number = source.number
           where standard.policy_version_id = $1
           group by standard.id
           order by standard.position"#,
        version
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Standard {
            key: row.key,
            name: row.name,
            guidance: row.guidance,
            clauses: row.clauses.0,
        })
        .collect())
}
