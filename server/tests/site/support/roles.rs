//! The tests' databases are made and migrated by the role in `DATABASE_URL`, and the site runs as
//! another, as it does for the public.

use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;
use tokio::sync::OnceCell;
use url::Url;

/// The role that the site runs as.
pub const SITE: &str = "whatson_site";

/// A pool of connections to a test's database as the site has them. It closes with the test's own.
pub async fn site_pool(owner: &PgPool) -> PgPool {
    // A site that was made already has one.
    if owner.connect_options().get_username() == SITE {
        return owner.clone();
    }
    let options: PgConnectOptions = site_address(owner).await.parse().expect("an address");
    let site = PgPoolOptions::new()
        .max_connections(5)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(Duration::from_secs(1))
        .connect_lazy_with(options);
    let (watched, closing) = (owner.clone(), site.clone());
    tokio::spawn(async move {
        watched.close_event().await;
        closing.close().await;
    });
    site
}

/// A connection to a test's database as its owner, whose hand a test lends to time and chance: what no statement of the
/// site does, its role may not do.
pub async fn owner(db: &PgPool) -> PgConnection {
    let address = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    let options: PgConnectOptions = address.parse().expect("an address");
    let database = db
        .connect_options()
        .get_database()
        .expect("a database")
        .to_owned();
    PgConnection::connect_with(&options.database(&database))
        .await
        .expect("the owner's connection")
}

/// The address of a test's database for the role that the site runs as, which can then do there what
/// it needs.
pub async fn site_address(owner: &PgPool) -> String {
    let mut address: Url = std::env::var("DATABASE_URL")
        .expect("DATABASE_URL")
        .parse()
        .expect("an address");
    let password = password(address.password().unwrap_or_default());
    role(owner, &password).await;
    store::roles::grant(owner, SITE)
        .await
        .expect("the site's rights");
    address.set_username(SITE).expect("a name");
    address.set_password(Some(&password)).expect("a password");
    address.set_path(owner.connect_options().get_database().expect("a database"));
    address.into()
}

/// As `site_address` in `scripts/lib.sh` makes it.
fn password(owners: &str) -> String {
    let hash = hex::encode(Sha256::digest(format!("site {owners}")));
    hash[..48].to_owned()
}

/// Makes the role where the tests run on a PostgreSQL that `scripts/database` has not made.
async fn role(owner: &PgPool, password: &str) {
    static MADE: OnceCell<()> = OnceCell::const_new();
    let make = async || {
        let there: bool =
            sqlx::query_scalar("select exists (select from pg_roles where rolname = $1)")
                .bind(SITE)
                .fetch_one(owner)
                .await
                .expect("an answer");
        if !there {
            let make = format!("create role {SITE} login password '{password}'");
            sqlx::query(AssertSqlSafe(make))
                .execute(owner)
                .await
                .expect("a role for the site: make it, or let the tests' role make roles");
        }
    };
    MADE.get_or_init(make).await;
}
