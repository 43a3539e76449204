//! A database for each test. The migrations are run on one, the template, and each test has a clone.
//!
//! Several processes may test at once, of this tree and of others with other migrations: the template's
//! name has a digest of its migrations, and whoever uses or makes a database holds an advisory lock on
//! its name, so that what nobody holds was left by a run that is dead, and is dropped.

use std::{future::Future, time::Duration};

use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use store::MIGRATIONS;
use tokio::time::timeout;

const TEMPLATES: &str = "whatson_template_";
const CLONES: &str = "whatson_test_";
/// Stands before the name of a template that is not whole yet.
const HALF: &str = "half_";

/// Runs a test with a database that has the schema of today and nobody else's rows, as its owner.
pub fn with_its_own<F: Future<Output = ()>>(test: impl FnOnce(PgPool) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut keeper = Keeper::connect().await;
        let name = keeper.clone_template().await;
        let db = PgPoolOptions::new()
            .max_connections(5)
            .idle_timeout(Duration::from_secs(1))
            .connect_lazy_with(address().database(&name));
        test(db.clone()).await;
        let _ = timeout(Duration::from_secs(5), db.close()).await;
        keeper.drop_database(&name).await;
    });
}

/// From now on every sender confirms the address in the moment of sending an event in, so that no mail has to ask for it.
pub async fn everybody_confirms(db: &PgPool) {
    db.execute(
        "create function confirms_at_once() returns trigger language plpgsql as $$
         begin
             if new.sender_email is not null then new.email_confirmed_at := new.received_at; end if;
             return new;
         end $$;
         create trigger confirms_at_once before insert on submission
             for each row execute function confirms_at_once()",
    )
    .await
    .expect("a trigger");
}

/// The deadlocks in a test's database that PostgreSQL has counted. A session tells it of its own when it ends, or after some
/// seconds.
pub async fn deadlocks(db: &PgPool) -> i64 {
    let counted = "select deadlocks from pg_stat_database where datname = current_database()";
    sqlx::query_scalar(counted)
        .fetch_one(db)
        .await
        .expect("a count")
}

fn address() -> PgConnectOptions {
    let address = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    address.parse().expect("an address")
}

/// The connection that makes and drops databases. Its locks last as long as it does.
struct Keeper(PgConnection);

impl Keeper {
    async fn connect() -> Self {
        let connection = PgConnection::connect_with(&address()).await;
        Self(connection.expect("the database of DATABASE_URL"))
    }

    /// Makes this test's database, and gives its name, which is locked until the test ends.
    async fn clone_template(&mut self) -> String {
        let template = self.template().await;
        self.drop_the_dead(CLONES, "").await;
        let number: i32 = sqlx::query_scalar("select pg_backend_pid()")
            .fetch_one(&mut self.0)
            .await
            .expect("a number of its own");
        let name = format!("{CLONES}{number}");
        self.lock("pg_advisory_lock", &name).await;
        self.run(&format!("drop database if exists {name}")).await;
        self.run(&format!("create database {name} template {template}"))
            .await;
        name
    }

    /// The name of the template, which is there and stays as long as this connection.
    async fn template(&mut self) -> String {
        let mut digest = Sha256::new();
        for migration in MIGRATIONS.iter() {
            digest.update(migration.version.to_be_bytes());
            digest.update(&migration.checksum);
        }
        let name = format!("{TEMPLATES}{}", &hex::encode(digest.finalize())[..16]);
        loop {
            self.lock("pg_advisory_lock_shared", &name).await;
            if self.is_there(&name).await {
                return name;
            }
            self.lock("pg_advisory_unlock_shared", &name).await;
            self.make_template(&name).await;
        }
    }

    /// Makes it under another name, so that one half made is never taken for it.
    async fn make_template(&mut self, name: &str) {
        self.lock("pg_advisory_lock", name).await;
        if !self.is_there(name).await {
            let half = format!("{HALF}{name}");
            self.run(&format!("drop database if exists {half}")).await;
            self.run(&format!("create database {half}")).await;
            let mut owner = PgConnection::connect_with(&address().database(&half))
                .await
                .expect("the new database");
            MIGRATIONS
                .run_direct(None, &mut owner, false)
                .await
                .expect("the migrations");
            owner.close().await.expect("an end");
            self.run(&format!("alter database {half} rename to {name}"))
                .await;
        }
        self.lock("pg_advisory_unlock", name).await;
        for kind in [TEMPLATES.to_owned(), format!("{HALF}{TEMPLATES}")] {
            self.drop_the_dead(&kind, name).await;
        }
    }

    /// PostgreSQL waits for connections that are being closed. Where one stays, a later test drops it.
    async fn drop_database(&mut self, name: &str) {
        let drop = format!("drop database if exists {name}");
        if let Err(error) = self.0.execute(AssertSqlSafe(drop)).await {
            eprintln!("{name} stays: {error}");
        }
        self.lock("pg_advisory_unlock", name.trim_start_matches(HALF))
            .await;
    }

    /// Drops those databases of a kind that nobody holds or uses, but for one.
    async fn drop_the_dead(&mut self, kind: &str, but: &str) {
        let names: Vec<String> = sqlx::query_scalar(
            "select datname::text from pg_database d where starts_with(datname, $1) and datname <> $2
             and not exists (select from pg_stat_activity a where a.datname = d.datname)",
        )
        .bind(kind)
        .bind(but)
        .fetch_all(&mut self.0)
        .await
        .expect("the databases");
        for name in names {
            let free: bool =
                sqlx::query_scalar("select pg_try_advisory_lock(hashtextextended($1, 0))")
                    .bind(name.trim_start_matches(HALF))
                    .fetch_one(&mut self.0)
                    .await
                    .expect("an answer");
            if free {
                self.drop_database(&name).await;
            }
        }
    }

    async fn is_there(&mut self, name: &str) -> bool {
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(name)
            .fetch_one(&mut self.0)
            .await
            .expect("an answer")
    }

    /// One of PostgreSQL's functions for locks, for a name.
    async fn lock(&mut self, function: &str, name: &str) {
        let lock = format!("select {function}(hashtextextended($1, 0))");
        sqlx::query(AssertSqlSafe(lock))
            .bind(name)
            .execute(&mut self.0)
            .await
            .expect("the lock");
    }

    async fn run(&mut self, command: &str) {
        let done = self.0.execute(AssertSqlSafe(command.to_owned())).await;
        if let Err(error) = done {
            panic!("{command}: {error}");
        }
    }
}
