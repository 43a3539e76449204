//! The policy in force, its clauses and the standards drawn from it.

use chrono::{DateTime, Utc};
use domain::standards::{Clause, PolicyVersion, Standard};
use sqlx::{PgPool, types::Json};

/// The policy version in force at a time.
pub async fn in_force<'e>(
    db: impl sqlx::PgExecutor<'e>,
    now: DateTime<Utc>,
) -> sqlx::Result<PolicyVersion> {
    sqlx::query_as!(
        PolicyVersion,
        "select id, name, adopted, review_due from policy_version
         where in_force_from <= $1 order by in_force_from desc limit 1",
        now
    )
    .fetch_one(db)
    .await
}

/// The standards of a policy version in the order of the checklist, each with its clauses.
pub async fn standards(db: &PgPool, version: i64) -> sqlx::Result<Vec<Standard>> {
    let rows = sqlx::query!(
        r#"select standard.key, standard.name, standard.guidance,
                  json_agg(json_build_object('number', clause.number, 'text', clause.text)
                           order by source.position) as "clauses!: Json<Vec<Clause>>"
           from standard
           join standard_clause source on source.standard_id = standard.id
           join policy_clause clause
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
