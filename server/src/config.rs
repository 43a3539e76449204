//! Configuration: one struct a concern, read once from the environment and the command line.

use std::{fmt, net::IpAddr, path::PathBuf};

use clap::Args;
use domain::limits::{MAIL_WORKERS, MAIL_WORKERS_RANGE};

use crate::connections::Limits;

/// Where the database is.
#[derive(Args, Clone)]
pub struct DatabaseConfig {
    /// The PostgreSQL database, as `postgres://user:password@host:port/name`.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: String,
    /// How many connections to hold open at most.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 10)]
    pub database_connections: u32,
}

impl DatabaseConfig {
    /// As the store connects to it.
    #[must_use]
    pub fn as_store(&self) -> store::Database<'_> {
        store::Database {
            url: &self.database_url,
            connections: self.database_connections,
        }
    }
}

/// The address holds a password, so it is never printed.
impl fmt::Debug for DatabaseConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseConfig")
            .field("database_url", &"(hidden)")
            .field("database_connections", &self.database_connections)
            .finish()
    }
}

/// How the schema is brought up to date: as whom, and who the site runs as.
#[derive(Args, Clone)]
pub struct MigrateConfig {
    /// The site's own database.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The same database as the role that owns it. The role in `DATABASE_URL`, which the site runs
    /// as, is then given what it needs and no more. Without it, that role owns the schema too.
    #[arg(long, env = "MIGRATE_DATABASE_URL", hide_env_values = true)]
    pub migrate_database_url: Option<String>,
}

impl MigrateConfig {
    /// Where the database is, as the role that owns the schema.
    #[must_use]
    pub fn owner(&self) -> DatabaseConfig {
        DatabaseConfig {
            database_url: self
                .migrate_database_url
                .clone()
                .unwrap_or_else(|| self.database.database_url.clone()),
            ..self.database.clone()
        }
    }
}

/// The address holds a password, so it is never printed.
impl fmt::Debug for MigrateConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MigrateConfig")
            .field("database", &self.database)
            .field(
                "migrate_database_url",
                &self.migrate_database_url.as_ref().map(|_| "(hidden)"),
            )
            .finish()
    }
}

/// Where and how the site is served.
#[derive(Args, Clone, Debug)]
pub struct WebConfig {
    /// The address to listen on.
    #[arg(long, env = "BIND", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// The port to listen on.
    #[arg(long, env = "PORT", default_value_t = 3000)]
    pub port: u16,
    /// The site's public address, such as `https://whatson.example.org`. With `https`, cookies
    /// are marked Secure. Without it, the address served on.
    #[arg(long, env = "SITE_URL")]
    pub site_url: Option<String>,
    /// The address of the proxy in front, if there is one. Only what it says of a visitor's address
    /// (the last in `X-Forwarded-For`) is believed.
    #[arg(long, env = "TRUSTED_PROXY")]
    pub trusted_proxy: Option<IpAddr>,
    /// The folder of styles, fonts and scripts that `make` builds. Without it: `site` beside the
    /// program, then `target/site`.
    #[arg(long, env = "SITE_DIR")]
    pub site_dir: Option<PathBuf>,
}

impl WebConfig {
    /// The site's public address, without a slash at its end.
    #[must_use]
    pub fn site_url(&self) -> String {
        match &self.site_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}:{}", self.bind, self.port),
        }
    }

    /// Whether browsers reach the site by TLS, so that cookies can be Secure.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.site_url().starts_with("https://")
    }

    /// The folder of built styles, fonts and scripts.
    #[must_use]
    pub fn site_dir(&self) -> PathBuf {
        let beside_program = std::env::current_exe()
            .ok()
            .and_then(|program| program.parent().map(|folder| folder.join("site")))
            .filter(|folder| folder.is_dir());
        self.site_dir
            .clone()
            .or(beside_program)
            .unwrap_or_else(|| PathBuf::from("target/site"))
    }
}

/// How many connections are taken.
#[derive(Args, Clone, Copy, Debug)]
pub struct ConnectionsConfig {
    /// How many connections may be open at once. One more is told to come again.
    #[arg(long, env = "CONNECTIONS", default_value_t = 2000)]
    pub connections: usize,
    /// How many of them may come from one network address. The proxy in front and this machine
    /// itself are not counted.
    #[arg(long, env = "CONNECTIONS_PER_ADDRESS", default_value_t = 100)]
    pub connections_per_address: usize,
}

impl ConnectionsConfig {
    /// The limits, with the address of the proxy in front.
    #[must_use]
    pub fn limits(self, proxy: Option<IpAddr>) -> Limits {
        Limits {
            overall: self.connections,
            per_address: self.connections_per_address,
            proxy,
        }
    }
}

/// How mail goes out. With neither an address nor a folder, messages wait and the desk says so.
#[derive(Args, Clone, Default)]
pub struct MailConfig {
    /// The mail server, as `smtps://user:password@host`, or `smtp://user:password@host?tls=required`
    /// where the connection begins in the clear. A path names this machine to the server
    /// (`smtps://host/whatson.example.org`).
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Allow a connection without TLS to another machine than this one, so that mails and the
    /// password can be read on the way.
    #[arg(long, env = "SMTP_PLAIN")]
    pub smtp_plain: bool,
    /// A file with the certificate (PEM) that the mail server's own is signed by, where that is no
    /// public one.
    #[arg(long, env = "SMTP_CA_FILE")]
    pub smtp_ca_file: Option<PathBuf>,
    /// How many mails are handed over at once. From two on, one place is kept for what is not one of many.
    #[arg(long, env = "MAIL_WORKERS", default_value_t = MAIL_WORKERS, value_parser = clap::value_parser!(u8).range(MAIL_WORKERS_RANGE))]
    pub mail_workers: u8,
    /// The council's address that mail comes from (policy 4.2). Without it, the parish office's.
    #[arg(long, env = "MAIL_FROM")]
    pub mail_from: Option<String>,
    /// A folder to write each mail into, as a file, instead of sending it: for trying things out.
    #[arg(long, env = "MAIL_DIR")]
    pub mail_dir: Option<PathBuf>,
}

/// The address holds a password, so it is never printed.
impl fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailConfig")
            .field("smtp_url", &self.smtp_url.as_ref().map(|_| "(hidden)"))
            .field("smtp_plain", &self.smtp_plain)
            .field("smtp_ca_file", &self.smtp_ca_file)
            .field("mail_workers", &self.mail_workers)
            .field("mail_from", &self.mail_from)
            .field("mail_dir", &self.mail_dir)
            .finish()
    }
}
