//! `whatson serve`: the site, until it is told to stop.

use std::{fmt, net::SocketAddr, sync::Arc, time::Duration};

use clap::Args;
use sqlx::PgPool;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use crate::{
    afterwards::Afterwards,
    changes,
    cli::failure::Failure,
    clock::ClockGuard,
    config::{ConnectionsConfig, DatabaseConfig, MailConfig, WebConfig},
    connections::Listener,
    demo,
    drawing::Drawing,
    http, jobs,
    log::{self, LogConfig},
    mail::{delivery::Delivery, outbox::Outbox},
    page_cache::Pages,
    state::{App, Clock, Demo},
};

/// How long requests that are under way may take to finish after a stop is asked for.
const DRAIN: Duration = Duration::from_secs(10);

/// What `serve` needs to know.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    web: WebConfig,
    #[command(flatten)]
    connections: ConnectionsConfig,
    #[command(flatten)]
    mail: MailConfig,
    /// Load invented events and one demonstration account, clerk@example.org. Never on a live site.
    #[arg(long)]
    demo: bool,
    /// The demonstration account's password. Without it, one is made up and printed.
    #[arg(long, env = "DEMO_PASSWORD", hide_env_values = true)]
    demo_password: Option<String>,
    #[command(flatten)]
    log: LogConfig,
}

/// The password is never printed, but when it was made up.
impl fmt::Debug for Serve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serve")
            .field("database", &self.database)
            .field("web", &self.web)
            .field("connections", &self.connections)
            .field("mail", &self.mail)
            .field("demo", &self.demo)
            .field(
                "demo_password",
                &self.demo_password.as_ref().map(|_| "(hidden)"),
            )
            .field("log", &self.log)
            .finish()
    }
}

/// Serves the site.
///
/// # Errors
/// When it cannot start: the port is taken, the database is away or wants migrating, or the site's
/// role may do too much there.
pub async fn run(serve: Serve) -> Result<(), Failure> {
    let _writing = log::start(&serve.log).map_err(|error| {
        Failure::Said(format!(
            "The security log cannot be written: {error}. Look at SECURITY_LOG=…"
        ))
    })?;
    let pool = store::connect(serve.database.as_store()).await?;
    if !store::schema_is_current(&pool).await.unwrap_or(false) {
        return Err(Failure::Said(
            "The database wants migrating: run `whatson migrate` first.".into(),
        ));
    }
    check_role(&pool, serve.demo).await?;
    let address = SocketAddr::new(serve.web.bind, serve.web.port);
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Failure::Said(format!(
            "Nothing can be served on {address}: {error}. Choose another port with PORT=…"
        ))
    })?;
    let app = app(pool.clone(), &serve).await?;
    store::staff::open_demo(&pool, serve.demo, app.now()).await?;
    let welcome = if serve.demo {
        demo::prepare(&app, serve.demo_password.clone()).await?
    } else {
        first_steps(&pool).await?
    };
    println!(
        "\nWhat’s On is open at {}\n{welcome}{}\nPress Ctrl-C to stop.\n",
        app.web.site_url(),
        app.mail.words(),
    );

    if app.web.is_https() && app.web.trusted_proxy.is_none() {
        tracing::warn!(
            "TRUSTED_PROXY is not set, so that everybody has the address of the proxy that speaks TLS: a stranger who \
             guesses passwords would keep everybody out for an hour. See docs/operations.md"
        );
    }
    jobs::start(&app);
    changes::start(&app);
    let outbox = Outbox::start(&app);
    let stop = stop_asked();
    let trusted = app.web.trusted_proxy;
    let afterwards = app.afterwards.clone();
    let limits = serve.connections.limits(trusted);
    let door = Listener::new(listener, limits, app.web.is_https());
    if !door.serve(http::site(app), stop, DRAIN).await {
        tracing::warn!("stopped before everything had finished");
    }
    afterwards.finish(DRAIN).await;
    outbox.finish(DRAIN).await;
    pool.close().await;
    Ok(())
}

/// `whatson demo`: loads what is demonstrated and serves nothing.
///
/// # Errors
/// When the database does not answer or wants migrating.
pub async fn load_demo(serve: Serve) -> Result<(), Failure> {
    let pool = store::connect(serve.database.as_store()).await?;
    let app = app(pool, &serve).await?;
    println!("{}", demo::prepare(&app, serve.demo_password).await?);
    Ok(())
}

async fn app(pool: PgPool, serve: &Serve) -> Result<App, Failure> {
    let site_dir = serve.web.site_dir();
    let assets =
        http::assets::addresses(&site_dir).map_err(|error| Failure::Said(error.to_string()))?;
    let mail = Delivery::new(&serve.mail, &serve.web.site_url())
        .map_err(|error| Failure::Said(error.to_string()))?;
    let council = App::watch_council(&pool, serve.web.site_url()).await?;
    Ok(App {
        db: pool,
        web: Arc::new(serve.web.clone()),
        assets: Arc::new(assets),
        site_dir: Arc::new(site_dir),
        council,
        pages: Pages::default(),
        drawing: Drawing::default(),
        mail: Arc::new(mail),
        afterwards: Afterwards::default(),
        clock: Clock::System,
        guard: ClockGuard::default(),
        demo: Demo(serve.demo),
    })
}

/// A site whose role could change the schema or the audit log is not served: what broke into it could
/// do so too. The demonstration is, and says so.
async fn check_role(pool: &PgPool, demo: bool) -> Result<(), Failure> {
    let rights = store::roles::beyond_need(pool).await?;
    if rights.is_empty() {
        return Ok(());
    }
    let words = format!(
        "The site's role in the database may do what the site never does: {}. Give the site a role of its own: see \
         “Two roles” in docs/operations.md",
        rights.join(", ")
    );
    if demo {
        tracing::warn!("{words}");
        return Ok(());
    }
    Err(Failure::Said(format!("{words}.")))
}

/// What to do first on a site where nobody can sign in yet.
async fn first_steps(pool: &PgPool) -> Result<String, Failure> {
    Ok(if store::staff::anybody(pool).await? {
        String::new()
    } else {
        "Nobody can sign in yet. Add the first member of staff:\n  whatson staff add EMAIL --name \"NAME\" --administrator\n".into()
    })
}

/// SIGTERM or Ctrl-C.
async fn stop_asked() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
