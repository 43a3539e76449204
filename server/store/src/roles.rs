//! Two roles: one owns the schema and migrates, the site runs as another, which can neither change
//! the schema nor what the audit log says. Why so: `docs/decisions/0019-two-roles.md`.

use sqlx::{PgPool, postgres::PgConnectOptions, query, query_file};

/// The role that an address names.
///
/// # Errors
/// When it is no address of a PostgreSQL.
pub fn named(url: &str) -> sqlx::Result<String> {
    let options: PgConnectOptions = url.parse()?;
    Ok(options.get_username().to_owned())
}

/// Gives a role what the site needs of every table that there is, and takes all else away. The
/// connection's own role has to own the tables. Can be done again and again.
///
/// # Errors
/// When there is no such role, or the database refuses.
pub async fn grant(owner: &PgPool, role: &str) -> sqlx::Result<()> {
    let mut transaction = owner.begin().await?;
    query!(
        r#"select set_config('whatson.site_role', $1, true) as "role!""#,
        role
    )
    .fetch_one(&mut *transaction)
    .await?;
    query_file!("src/rights.sql")
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

/// What the connection's role may do that the site never does, in words for the person at the
/// terminal; nothing, where all is well. It counts what the role may do by becoming another
/// (`SET ROLE`), too.
pub async fn beyond_need(db: &PgPool) -> sqlx::Result<Vec<&'static str>> {
    let may = query!(
        r#"select rolsuper as "everything!",
                  rolcreaterole as "roles!",
                  exists (select from pg_class
                          where relnamespace = 'public'::regnamespace
                            and pg_has_role(session_user, relowner, 'member')) as "own!",
                  has_schema_privilege(session_user, 'public', 'create')
                      or has_database_privilege(session_user, current_database(), 'create') as "add!",
                  has_table_privilege(session_user, 'audit_entry', 'update, delete, truncate, trigger')
                      or has_any_column_privilege(session_user, 'audit_entry', 'update') as "audit!",
                  exists (select from pg_roles as other
                          where other.rolname in ('pg_write_server_files', 'pg_execute_server_program')
                            and pg_has_role(session_user, other.oid, 'member')) as "machine!"
           from pg_roles where rolname = session_user"#
    )
    .fetch_one(db)
    .await?;
    Ok([
        (may.everything, "everything (it is a superuser)"),
        (may.roles, "make other roles and become one"),
        (may.own, "change or drop tables"),
        (may.add, "add tables and functions"),
        (may.audit, "change or remove what the audit log says"),
        (
            may.machine,
            "write files of the database's machine or run its programs",
        ),
    ]
    .into_iter()
    .filter_map(|(it_may, words)| it_may.then_some(words))
    .collect())
}
