//! What the site's role may do in the database is what the site's own statements do, and no more: the rights
//! are compared with every query of the code and every function that a trigger runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use serde_json::Value;
use sqlx::PgPool;

use crate::support::roles::{SITE, site_pool};

/// What is done with a table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Uses {
    insert: bool,
    delete: bool,
    /// Its columns that are set.
    update: BTreeSet<String>,
}

impl Uses {
    /// As `server/store/src/rights.sql` would say it.
    fn said(&self) -> String {
        let columns: Vec<&str> = self.update.iter().map(String::as_str).collect();
        let update = (!columns.is_empty()).then(|| format!("update ({})", columns.join(", ")));
        let parts = [
            Some("select".to_owned()),
            self.insert.then(|| "insert".to_owned()),
            update,
            self.delete.then(|| "delete".to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn pattern(words: &str) -> Regex {
    Regex::new(words).expect("a pattern")
}

/// The statements of the code, as the compiler checked them.
fn statements() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.sqlx");
    let files = fs::read_dir(folder).expect("the queries");
    files
        .map(|file| {
            let text = fs::read_to_string(file.expect("a query").path()).expect("a query");
            let query: Value = serde_json::from_str(&text).expect("a query");
            query["query"].as_str().expect("its text").to_owned()
        })
        .collect()
}

/// The functions of the schema that run with the rights of who calls them.
async fn functions(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select prosrc from pg_proc join pg_language on pg_language.oid = prolang
         where pronamespace = 'public'::regnamespace and not prosecdef and lanname in ('sql', 'plpgsql')",
    )
    .fetch_all(db)
    .await
    .expect("the functions")
}

/// The columns of `a = 1, b = 2` or of `(a, b) = (1, 2)`.
fn columns(set: &str) -> BTreeSet<String> {
    let set = set.trim();
    if let Some(list) = set.strip_prefix('(') {
        let names = list.split(')').next().unwrap_or_default().split(',');
        return names.map(|name| name.trim().to_owned()).collect();
    }
    let found = pattern(r"(?:^|, )(\w+) =");
    found
        .captures_iter(set)
        .map(|found| found[1].to_owned())
        .collect()
}

/// What these statements do, by table.
fn uses(statements: &[String]) -> BTreeMap<String, Uses> {
    let mut all: BTreeMap<String, Uses> = BTreeMap::new();
    let insert = pattern(r"(?i)\binsert into (\w+)");
    let conflict = pattern(r"(?i)do update set (.*?)(?: where | returning |;|$)");
    let update =
        pattern(r"(?i)\bupdate (\w+)(?: (?:as )?\w+)? set (.*?)(?: from | where | returning |;|$)");
    let delete = pattern(r"(?i)\bdelete from (\w+)");
    for statement in statements {
        let text = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        let inserts: Vec<_> = insert.captures_iter(&text).collect();
        for (at, found) in inserts.iter().enumerate() {
            let from = found.get(0).map_or(0, |whole| whole.end());
            let to = inserts
                .get(at + 1)
                .and_then(|next| next.get(0))
                .map_or(text.len(), |next| next.start());
            let uses = all.entry(found[1].to_owned()).or_default();
            uses.insert = true;
            if let Some(set) = conflict.captures(&text[from..to]) {
                uses.update.extend(columns(&set[1]));
            }
        }
        for found in update.captures_iter(&text) {
            all.entry(found[1].to_owned())
                .or_default()
                .update
                .extend(columns(&found[2]));
        }
        for found in delete.captures_iter(&text) {
            all.entry(found[1].to_owned()).or_default().delete = true;
        }
    }
    all
}

/// What the site's role may do with each table.
async fn rights(db: &PgPool) -> BTreeMap<String, Uses> {
    let rows: Vec<(String, bool, bool, bool, Vec<String>)> = sqlx::query_as(
        "select relname::text,
                has_table_privilege($1, pg_class.oid, 'select'),
                has_table_privilege($1, pg_class.oid, 'insert'),
                has_table_privilege($1, pg_class.oid, 'delete'),
                array(select attname::text from pg_attribute
                      where attrelid = pg_class.oid and attnum > 0 and not attisdropped
                        and has_column_privilege($1, attrelid, attnum, 'update'))
         from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    )
    .bind(SITE)
    .fetch_all(db)
    .await
    .expect("the rights");
    let known = rows
        .into_iter()
        .map(|(table, select, insert, delete, update)| {
            assert!(select, "{table} can be read");
            let update = update.into_iter().collect();
            (
                table,
                Uses {
                    insert,
                    delete,
                    update,
                },
            )
        });
    known.collect()
}

#[harness::test]
async fn the_site_may_do_what_its_statements_do_and_no_more(db: PgPool) {
    site_pool(&db).await;
    let mut statements = statements();
    assert!(statements.len() > 300, "the queries are there");
    statements.extend(functions(&db).await);
    let needed = uses(&statements);
    let mut wrong = Vec::new();
    for (table, may) in rights(&db).await {
        let does = needed
            .get(&table)
            .map_or_else(|| "select".to_owned(), Uses::said);
        if may.said() != does {
            wrong.push(format!("            ('{table}', '{does}'),"));
        }
    }
    assert!(
        wrong.is_empty(),
        "rights.sql should say:\n{}",
        wrong.join("\n")
    );
}

#[harness::test]
async fn the_words_of_a_message_stay_once_it_is_no_draft(db: PgPool) {
    let site = crate::support::TestSite::new(db.clone()).await;
    site.submit_coffee_morning().await;
    for change in [
        "body = 'Other words'",
        "subject = 'Another subject'",
        "recipient = 'other@example.org'",
    ] {
        let changed = sqlx::query(sqlx::AssertSqlSafe(format!("update message set {change}")))
            .execute(&db)
            .await;
        let refused = changed.expect_err("the words of a message stay");
        let constraint = refused.as_database_error().and_then(|it| it.constraint());
        assert_eq!(constraint, Some("message_words_stay"), "{refused}");
    }
}
