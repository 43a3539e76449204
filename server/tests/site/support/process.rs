//! The real program as a process of its own, and a browser that speaks to it over a socket.

use std::{
    collections::BTreeMap,
    fs::OpenOptions,
    io,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use chrono::{Datelike, Days, Utc};
use serde_json::Value;
use sqlx::PgPool;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::{sleep, timeout},
};

use super::{coffee_morning, hidden, roles, write_site_files};

/// The program, serving on a database and a port of its own. It dies with the test.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    settings: Settings,
}

struct Settings {
    database: String,
    smtp: String,
    site: tempfile::TempDir,
    logs: tempfile::TempDir,
}

impl Server {
    /// Starts the program on a test's database, with its mail going to `smtp`.
    pub async fn start(db: &PgPool, smtp: String) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        drop(listener);
        let site = tempfile::tempdir().expect("a folder");
        write_site_files(site.path());
        let settings = Settings {
            database: roles::site_address(db).await,
            smtp,
            site,
            logs: tempfile::tempdir().expect("a folder"),
        };
        let child = spawn(&settings, address);
        let server = Self {
            child,
            address,
            settings,
        };
        server.ready().await;
        server
    }

    /// Kills it as `kill -9` does, in the midst of whatever it was doing.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("a process to kill");
    }

    /// Starts it again after it was killed.
    pub async fn start_again(&mut self) {
        self.child = spawn(&self.settings, self.address);
        self.ready().await;
    }

    /// Asks it to stop, as a service manager does, and says how long that took.
    pub async fn stop(mut self) -> Duration {
        let began = Instant::now();
        let pid = self.child.id().expect("a process").to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().await;
        assert!(told.expect("kill").success());
        let status = timeout(Duration::from_secs(30), self.child.wait()).await;
        assert!(status.expect("an end").expect("a status").success());
        began.elapsed()
    }

    /// The lines of its security log so far.
    pub fn security_log(&self) -> Vec<Value> {
        let files = std::fs::read_dir(self.settings.logs.path()).expect("the log's folder");
        let mut texts: Vec<(PathBuf, String)> = files
            .map(|file| file.expect("a file").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
            .map(|path| {
                let text = std::fs::read_to_string(&path).expect("a file of the log");
                (path, text)
            })
            .collect();
        texts.sort();
        texts
            .iter()
            .flat_map(|(_, text)| text.lines())
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect()
    }

    /// The lines of its own log so far, warnings and worse.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.settings.logs.path().join("log")).expect("the log")
    }

    /// The most memory that it has held so far, in bytes.
    pub fn most_held(&self) -> usize {
        self.memory("VmHWM:")
    }

    /// The memory that it holds now, in bytes.
    pub fn held(&self) -> usize {
        self.memory("VmRSS:")
    }

    fn memory(&self, which: &str) -> usize {
        let pid = self.child.id().expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix(which));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
        kilobytes.expect("its memory") * 1024
    }

    async fn ready(&self) {
        for _ in 0..400 {
            if let Ok(answer) = Browser::new(self.address).get("/readyz").await
                && answer.status == 200
            {
                return;
            }
            sleep(Duration::from_millis(25)).await;
        }
        panic!("the server did not start");
    }
}

fn spawn(settings: &Settings, address: SocketAddr) -> Child {
    let log = settings.logs.path().join("log");
    let log = OpenOptions::new().create(true).append(true).open(log);
    // Another build can be tried instead: an optimised one, or the one before.
    let program = std::env::var_os("WHATSON");
    Command::new(program.unwrap_or_else(|| env!("CARGO_BIN_EXE_whatson").into()))
        .arg("serve")
        .env_clear()
        .env("DATABASE_URL", &settings.database)
        .env("SMTP_URL", &settings.smtp)
        .env("SITE_DIR", settings.site.path())
        .env("PORT", address.port().to_string())
        .env("TRUSTED_PROXY", "127.0.0.1")
        .env("RUST_LOG", "warn,sqlx=error")
        .env("SECURITY_LOG", settings.logs.path())
        .stdin(Stdio::null())
        .stdout(log.expect("a file for the log"))
        .kill_on_drop(true)
        .spawn()
        .expect("the program")
}

/// The plain event in two weeks: the program's clock is the real one.
pub fn plain_event() -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let day = Utc::now().date_naive() + Days::new(14);
    let on_that_day = |(name, value): (&'static str, &'static str)| {
        let value = match name {
            "day" => day.day().to_string(),
            "month" => day.month().to_string(),
            "year" => day.year().to_string(),
            _ => value.to_owned(),
        };
        (name, value)
    };
    coffee_morning()
        .into_iter()
        .map(|(step, fields)| (step, fields.into_iter().map(on_that_day).collect()))
        .collect()
}

/// An answer from the program.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Where it leads.
    pub location: String,
    /// Its body.
    pub body: String,
}

/// A browser: a cookie jar and plain HTTP/1.1, a connection a request.
#[derive(Debug, Clone)]
pub struct Browser {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
    visitor: Option<IpAddr>,
}

impl Browser {
    /// A browser with no cookie.
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
            visitor: None,
        }
    }

    /// A browser at a network address, of which the server hears from the proxy that it trusts.
    pub fn of(address: SocketAddr, visitor: impl Into<IpAddr>) -> Self {
        Self {
            visitor: Some(visitor.into()),
            ..Self::new(address)
        }
    }

    /// The same browser, carried to another network address.
    pub fn carried_to(mut self, visitor: impl Into<IpAddr>) -> Self {
        self.visitor = Some(visitor.into());
        self
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, "").await
    }

    /// Posts a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send("POST", path, &body).await
    }

    /// Sends the plain event in, for a day in two weeks, and gives its reference once it was acknowledged.
    pub async fn submit(&mut self) -> io::Result<String> {
        self.send_in(&plain_event()).await
    }

    /// Sends an event in, step by step, and gives its reference once it was acknowledged.
    pub async fn send_in(&mut self, steps: &[(&str, Vec<(&str, String)>)]) -> io::Result<String> {
        for (step, fields) in steps {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let answer = self.post(&format!("/submit/{step}"), &fields).await?;
            expect(answer.status == 303, &answer)?;
        }
        let check = self.get("/submit/check").await?;
        expect(check.status == 200, &check)?;
        let (key, digest) = (hidden(&check.body, "key"), hidden(&check.body, "digest"));
        let fields = [("key", key.as_str()), ("digest", &digest), ("agree", "yes")];
        let sent = self.post("/submit/check", &fields).await?;
        expect(sent.location.starts_with("/submit/sent/"), &sent)?;
        Ok(sent.location["/submit/sent/".len()..].to_owned())
    }

    async fn send(&mut self, method: &str, path: &str, body: &str) -> io::Result<Answer> {
        let request = self.request(method, path, body);
        let mut answer = Vec::new();
        let exchange = async {
            let mut stream = TcpStream::connect(self.address).await?;
            stream.write_all(request.as_bytes()).await?;
            stream.read_to_end(&mut answer).await
        };
        timeout(Duration::from_secs(20), exchange).await??;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut location = String::new();
        let headers = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "));
        for (name, value) in headers {
            match name.to_ascii_lowercase().as_str() {
                "location" => value.clone_into(&mut location),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        Ok(Answer {
            status: status.ok_or(io::ErrorKind::InvalidData)?,
            location,
            body: body.to_owned(),
        })
    }

    fn request(&self, method: &str, path: &str, body: &str) -> String {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let forwarded = self.visitor.map_or_else(String::new, |visitor| {
            format!("X-Forwarded-For: {visitor}\r\n")
        });
        format!(
            "{method} {path} HTTP/1.1\r\n\
             Host: {}\r\n\
             Connection: close\r\n\
             Accept-Encoding: identity\r\n\
             Sec-Fetch-Site: same-origin\r\n\
             Cookie: {}\r\n\
             {forwarded}\
             Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.address,
            cookies.join("; "),
            body.len(),
        )
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn expect(as_expected: bool, answer: &Answer) -> io::Result<()> {
    if as_expected {
        Ok(())
    } else {
        let words = format!("status {} to {}", answer.status, answer.location);
        Err(io::Error::other(words))
    }
}
