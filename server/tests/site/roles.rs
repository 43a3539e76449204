//! The role that the site runs as in the database: what it is refused, whatever runs in its name.

use axum::http::StatusCode;
use serde_json::json;
use sqlx::{AssertSqlSafe, PgPool};

use crate::support::{
    TestSite, noon,
    roles::{SITE, site_address, site_pool},
    staff,
};

/// What a role that broke into the site's would try, and how PostgreSQL answers.
const REFUSED: &[(&str, &str)] = &[
    // The audit log
    (
        "update audit_entry set actor = 'nobody'",
        "permission denied",
    ),
    (
        "update audit_entry set actor = actor where false",
        "permission denied",
    ),
    ("delete from audit_entry", "permission denied"),
    ("delete from audit_entry where false", "permission denied"),
    ("truncate audit_entry", "permission denied"),
    ("truncate staff cascade", "permission denied"),
    (
        "merge into audit_entry using (select 1 as seq) as other on audit_entry.seq = other.seq when matched then delete",
        "permission denied",
    ),
    (
        "insert into audit_entry select * from audit_entry on conflict (seq) do update set actor = 'nobody'",
        "permission denied",
    ),
    ("select from audit_entry for update", "permission denied"),
    (
        "lock table audit_entry in access exclusive mode",
        "permission denied",
    ),
    (
        "alter table audit_entry disable trigger audit_entry_only_grows",
        "must be owner",
    ),
    (
        "alter table audit_entry disable trigger user",
        "must be owner",
    ),
    (
        "alter table audit_entry disable trigger all",
        "must be owner",
    ),
    (
        "drop trigger audit_entry_only_grows on audit_entry",
        "must be owner",
    ),
    (
        "create trigger mine before insert on audit_entry for each row execute function audit_entry_only_grows()",
        "permission denied",
    ),
    (
        "create rule mine as on insert to audit_entry do instead nothing",
        "must be owner",
    ),
    (
        "alter table audit_entry enable row level security",
        "must be owner",
    ),
    (
        "set session_replication_role = replica",
        "permission denied",
    ),
    // What was decided, and the moves that there are
    ("update decision set id = default", "permission denied"),
    ("delete from decision", "permission denied"),
    // What was said and agreed to
    ("update revision set details = '{}'", "permission denied"),
    (
        "update revision set details = details where false",
        "permission denied",
    ),
    ("delete from revision", "permission denied"),
    ("update declaration set wording = ''", "permission denied"),
    ("delete from declaration", "permission denied"),
    (
        "update consent_history set given = true",
        "permission denied",
    ),
    ("delete from consent_history", "permission denied"),
    ("delete from consent", "permission denied"),
    (
        "update picture_permission set wording = ''",
        "permission denied",
    ),
    ("delete from picture_permission", "permission denied"),
    (
        "insert into submission_move select * from submission_move",
        "permission denied",
    ),
    (
        "update _sqlx_migrations set success = true",
        "permission denied",
    ),
    ("delete from submission", "permission denied"),
    // The schema
    (
        "create table mine (id int)",
        "permission denied for schema public",
    ),
    (
        "create temporary table mine (id int)",
        "permission denied to create temporary tables",
    ),
    ("create schema mine", "permission denied for database"),
    ("create extension hstore", "permission denied"),
    (
        "create view mine as select * from staff",
        "permission denied for schema public",
    ),
    ("create index mine on staff (name)", "must be owner"),
    ("alter table staff add column mine int", "must be owner"),
    (
        "alter table staff drop constraint staff_role_known",
        "must be owner",
    ),
    ("drop table draft", "must be owner"),
    ("alter table draft owner to whatson_site", "must be owner"),
    ("comment on table staff is 'mine'", "must be owner"),
    ("drop schema public cascade", "must be owner"),
    // Functions that would run as their owner
    (
        "create function mine() returns void language sql security definer as 'delete from audit_entry'",
        "permission denied for schema public",
    ),
    (
        "create or replace function audit_entry_only_grows() returns trigger language plpgsql as 'begin return old; end'",
        "permission denied",
    ),
    (
        "alter function audit_entry_only_grows() security definer",
        "must be owner",
    ),
    // The name twice: PostgreSQL looks in pg_temp first.
    (
        "create function pg_temp.mine() returns int language sql as 'select 1'",
        "permission denied",
    ),
    (
        "do $$ begin delete from audit_entry; end $$",
        "permission denied",
    ),
    // Other roles
    ("set session authorization postgres", "permission denied"),
    ("set role postgres", "permission denied"),
    ("create role mine", "permission denied"),
    ("alter role whatson_site superuser", "superuser"),
    ("alter role whatson_site createrole", "permission denied"),
    (
        "grant pg_write_all_data to whatson_site",
        "must have admin option",
    ),
    // The machine
    ("copy staff to program 'cat'", "must be superuser or have"),
    ("copy staff to '/tmp/staff'", "must be superuser or have"),
    ("select pg_read_file('/etc/passwd')", "permission denied"),
    ("select lo_import('/etc/passwd')", "permission denied"),
    ("alter database postgres set fsync = off", "must be owner"),
    ("select pg_reload_conf()", "permission denied"),
];

async fn an_entry(db: &PgPool) {
    let mut transaction = db.begin().await.unwrap();
    let data = json!({ "to": "listed" });
    store::audit::append(
        &mut transaction,
        noon(),
        "staff:1",
        "submission listed",
        "WO-1",
        data,
    )
    .await
    .unwrap();
    transaction.commit().await.unwrap();
}

#[harness::test]
async fn the_site_s_role_is_refused_all_that_the_site_never_does(db: PgPool) {
    let site = site_pool(&db).await;
    an_entry(&site).await;
    let owner: String = sqlx::query_scalar("select current_user::text")
        .fetch_one(&db)
        .await
        .unwrap();
    let becomes = format!("set role {owner}");
    let mut wrong = Vec::new();
    for (statement, words) in REFUSED.iter().chain([&(&*becomes, "permission denied")]) {
        let mut transaction = site.begin().await.unwrap();
        let done = sqlx::raw_sql(AssertSqlSafe((*statement).to_owned()))
            .execute(&mut *transaction)
            .await;
        match done {
            Ok(_) => wrong.push(format!("{statement}: it was done")),
            Err(error) if error.to_string().contains(words) => {}
            Err(error) => wrong.push(format!("{statement}: {error}")),
        }
        transaction.rollback().await.unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // PostgreSQL only warns that these did nothing.
    let rights = "grant all on audit_entry to whatson_site; grant all on audit_entry to public";
    sqlx::raw_sql(rights).execute(&site).await.unwrap();
    assert!(store::roles::beyond_need(&site).await.unwrap().is_empty());
    assert!(
        store::audit::verify(&mut db.acquire().await.unwrap())
            .await
            .unwrap()
            .is_ok()
    );
}

#[harness::test]
async fn no_function_runs_as_its_owner(db: PgPool) {
    let definers: Vec<String> = sqlx::query_scalar(
        "select proname::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert!(definers.is_empty(), "{definers:?}");
}

#[harness::test]
async fn the_site_s_role_has_rights_on_every_table_and_the_same_after_each_migration(db: PgPool) {
    let rights = "select coalesce(string_agg(relname || ' ' || relacl::text, E'\n' order by relname), '')
                  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')";
    let site = site_pool(&db).await;
    let first: String = sqlx::query_scalar(rights).fetch_one(&db).await.unwrap();
    store::roles::grant(&db, SITE).await.unwrap();
    let again: String = sqlx::query_scalar(rights).fetch_one(&db).await.unwrap();
    assert_eq!(first, again);
    // A table that a later version brings, and rights that somebody gave by hand.
    sqlx::raw_sql("create table later (id int); grant all on audit_entry to public, whatson_site; grant create on schema public to whatson_site")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(
        store::roles::beyond_need(&site).await.unwrap(),
        [
            "add tables and functions",
            "change or remove what the audit log says"
        ]
    );
    store::roles::grant(&db, SITE).await.unwrap();
    assert!(store::roles::beyond_need(&site).await.unwrap().is_empty());
    let added = sqlx::query("insert into later values (1)")
        .execute(&site)
        .await;
    assert!(added.unwrap_err().to_string().contains("permission denied"));
    let unreadable: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
           and not has_table_privilege('whatson_site', oid, 'select')",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert!(unreadable.is_empty(), "{unreadable:?}");
}

#[harness::test]
async fn a_role_that_may_do_too_much_is_told_of_and_nothing_is_served_with_it(db: PgPool) {
    assert!(
        store::roles::beyond_need(&db)
            .await
            .unwrap()
            .contains(&"change or drop tables")
    );
    let mut address: url::Url = std::env::var("DATABASE_URL").unwrap().parse().unwrap();
    address.set_path(db.connect_options().get_database().unwrap());
    let secret = address.password().unwrap_or_default().to_owned();
    let files = tempfile::tempdir().unwrap();
    crate::support::write_site_files(files.path());
    // A port that is taken: nothing is served for long.
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let taken = (taken.local_addr().unwrap().port().to_string(), taken);
    let whatson = |command: &str, database: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_whatson"))
            .arg(command)
            .env_clear()
            .env("DATABASE_URL", database)
            .env("MIGRATE_DATABASE_URL", address.as_str())
            .env("SITE_DIR", files.path())
            .env("PORT", &taken.0)
            .output()
            .unwrap()
    };
    let served = whatson("serve", address.as_str());
    let said = String::from_utf8(served.stderr).unwrap();
    assert!(!served.status.success());
    assert!(said.contains("change or drop tables"), "{said}");
    assert!(said.contains("docs/operations.md"), "{said}");
    // The command that migrates gives the role in the other address what it needs, as often as it runs.
    let site = site_address(&db).await;
    for _ in 0..2 {
        let migrated = whatson("migrate", &site);
        let told = String::from_utf8(migrated.stdout).unwrap();
        assert!(migrated.status.success(), "{told}");
        assert!(
            told.contains("The role whatson_site may do what the site needs"),
            "{told}"
        );
    }
    // With its own role, it comes as far as its port.
    let served = whatson("serve", &site);
    let said = String::from_utf8(served.stderr).unwrap();
    assert!(said.contains("Nothing can be served on"), "{said}");
    assert!(secret.is_empty() || !said.contains(&secret));
}

#[harness::test]
async fn the_tests_of_the_site_run_as_the_site_s_role(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    assert!(
        store::roles::beyond_need(&site.app.db)
            .await
            .unwrap()
            .is_empty()
    );
    let ann = staff::ann(&site).await;
    let reference = site.submit_coffee_morning().await;
    staff::list(&ann, &reference).await;
    assert_eq!(site.get("/").await.status, StatusCode::OK);
}
