//! One harness for every test of the site: the whole router, a database of its own, a browser's
//! cookie jar, and a clock that stands at midday on Sunday 22 November 2026.

pub mod database;
pub mod process;
pub mod roles;
pub mod smtp;
pub mod staff;
pub mod visitors;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use chrono::{DateTime, TimeZone, Utc};
use domain::clock::Trusted;
use http_body_util::BodyExt;
use server::{
    afterwards::Afterwards,
    clock::ClockGuard,
    commands,
    config::{MailConfig, WebConfig},
    drawing::Drawing,
    http,
    mail::{delivery::Delivery, smtp::Timeouts},
    page_cache::Pages,
    state::{App, Clock, Demo},
    watchdog::{AT_ONCE, Held},
};
use sqlx::PgPool;
use tower::ServiceExt;

/// A running site and one browser.
pub struct TestSite {
    /// The site's state.
    pub app: App,
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
    _files: tempfile::TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
    /// Its body, where it is no text.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Where it sends the browser.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// Midday on Sunday 22 November 2026.
pub fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0)
        .single()
        .expect("the instant exists")
}

/// The time of a site whose clock stands, as its jobs are told it.
pub fn now_of(app: &App) -> Trusted {
    Trusted::by_hand(app.now())
}

impl TestSite {
    /// A site on a fresh database, at midday on 22 November 2026.
    pub async fn new(db: PgPool) -> Self {
        Self::at(db, noon()).await
    }

    /// A site on a fresh database at another instant.
    pub async fn at(db: PgPool, now: DateTime<Utc>) -> Self {
        Self::with_mail(db, now, MailConfig::default()).await
    }

    /// A site on a fresh database at another instant, whose mail goes this way. A mail server that
    /// takes longer than half a second is slow.
    pub async fn with_mail(db: PgPool, now: DateTime<Utc>, mail: MailConfig) -> Self {
        let db = roles::site_pool(&db).await;
        let files = tempfile::tempdir().expect("a folder for the site's files");
        write_site_files(files.path());
        let web = WebConfig {
            bind: [127, 0, 0, 1].into(),
            port: 3000,
            site_url: None,
            trusted_proxy: Some([10, 0, 0, 1].into()),
            site_dir: Some(files.path().into()),
        };
        let app = App {
            council: App::watch_council(&db, web.site_url())
                .await
                .expect("the council's words"),
            db,
            assets: Arc::new(http::assets::addresses(files.path()).expect("the site's files")),
            site_dir: Arc::new(files.path().into()),
            pages: Pages::default(),
            drawing: Drawing::default(),
            mail: Arc::new(delivery(&mail, &web)),
            afterwards: Afterwards::default(),
            web: Arc::new(web),
            clock: Clock::Fixed(now),
            guard: ClockGuard::default(),
            demo: Demo(false),
        };
        Self {
            router: http::site(app.clone()),
            app,
            cookies: Mutex::default(),
            _files: files,
        }
    }

    /// Another browser on the same site.
    pub fn another_browser(&self) -> Self {
        Self {
            app: self.app.clone(),
            router: self.router.clone(),
            cookies: Mutex::default(),
            _files: tempfile::tempdir().expect("a folder"),
        }
    }

    /// The same site as a demonstration.
    pub fn demonstrating(&self) -> Self {
        let app = App {
            demo: Demo(true),
            ..self.app.clone()
        };
        Self {
            router: http::site(app.clone()),
            app,
            ..self.another_browser()
        }
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request"))
            .await
    }

    /// Posts a form, as a page of the site does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Posts a form with a file, as a browser does: RFC 7578, the fields in their order. A file has
    /// a name, a type and bytes.
    pub async fn upload(
        &self,
        path: &str,
        file: Option<(&str, &str, &[u8])>,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut body = Vec::new();
        let (name, kind, bytes) = file.unwrap_or(("", "application/octet-stream", &[]));
        let name = name.replace('"', "%22");
        let head = format!(
            "--XXX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        for (name, value) in fields {
            let field = format!(
                "\r\n--XXX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}"
            );
            body.extend_from_slice(field.as_bytes());
        }
        body.extend_from_slice(b"\r\n--XXX--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XXX")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Uses a method with no body.
    pub async fn method(&self, method: Method, path: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .body(Body::empty())
            .expect("a request");
        self.send(request).await
    }

    /// Sends a request with the browser's cookies, and keeps those that come back.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request
                .headers_mut()
                .insert(header::COOKIE, cookies.parse().expect("a cookie header"));
        }
        if request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .is_none()
        {
            let here = SocketAddr::from(([127, 0, 0, 1], 40000));
            request.extensions_mut().insert(ConnectInfo(here));
        }
        let asked = format!("{} {}", request.method(), request.uri());
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        if let Some(Held(held)) = parts.extensions.get() {
            assert!(
                *held <= AT_ONCE,
                "{asked} held an async thread for {held:?}"
            );
        }
        self.keep_cookies(&parts.headers);
        let bytes = body.collect().await.expect("the whole body").to_bytes();
        self.app.afterwards.done().await;
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.into(),
        }
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("the jar").get(name).cloned()
    }

    /// Sets a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies
            .lock()
            .expect("the jar")
            .insert(name.into(), value.into());
    }

    fn cookie_header(&self) -> String {
        let jar = self.cookies.lock().expect("the jar");
        jar.iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut jar = self.cookies.lock().expect("the jar");
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie is text");
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a value");
            if value.is_empty() || attributes.to_ascii_lowercase().contains("max-age=0") {
                jar.remove(name.trim());
            } else {
                jar.insert(name.trim().into(), value.into());
            }
        }
    }
}

/// Stand-ins for the files that pages load.
pub fn write_site_files(folder: &Path) {
    for file in [
        "main.css",
        "staff.css",
        "icon.svg",
        "wake.js",
        "islands.js",
        "islands_bg.wasm",
        "desk.js",
        "passkey.js",
    ] {
        std::fs::write(folder.join(file), file).expect("the site's file");
    }
}

fn delivery(mail: &MailConfig, web: &WebConfig) -> Delivery {
    let half_a_second = Duration::from_millis(500);
    Delivery::new(mail, &web.site_url())
        .expect("settings that mail can be sent with")
        .with_timeouts(Timeouts {
            connect: half_a_second,
            address: half_a_second,
            take: half_a_second,
        })
}

/// The five steps of a plain event on Saturday 5 December 2026, as posted.
pub fn coffee_morning() -> [(&'static str, Vec<(&'static str, &'static str)>); 5] {
    [
        (
            "event",
            vec![
                ("title", "Coffee morning"),
                ("description", "Coffee, cake and a chat. All welcome."),
                ("type", "coffee"),
            ],
        ),
        (
            "when",
            vec![
                ("day", "5"),
                ("month", "12"),
                ("year", "2026"),
                ("start", "10am"),
                ("finish", "12"),
                ("repeats", "once"),
            ],
        ),
        ("where", vec![("venue", "1")]),
        ("more", vec![("cost", "free"), ("step-free", "yes")]),
        (
            "you",
            vec![
                ("name", "Alex Example"),
                ("email", "alex@example.org"),
                ("group", "Friends of the Hall"),
            ],
        ),
    ]
}

impl TestSite {
    /// Fills the form in, steps and all, up to the check page.
    pub async fn fill_in(&self, steps: &[(&str, Vec<(&str, &str)>)]) {
        for (step, fields) in steps {
            let answer = self.post(&format!("/submit/{step}"), fields).await;
            assert_eq!(
                answer.status,
                StatusCode::SEE_OTHER,
                "step {step}: {}",
                answer.body
            );
        }
        self.began_minutes_ago(5).await;
    }

    /// As if the forms that are begun had been begun so long ago: the clock stands still here, and
    /// nobody fills in five pages in no time.
    pub async fn began_minutes_ago(&self, minutes: i32) {
        sqlx::query("update draft set created_at = created_at - make_interval(mins => $1)")
            .bind(minutes)
            .execute(&mut roles::owner(&self.app.db).await)
            .await
            .expect("drafts");
    }

    /// Agrees and sends what the check page shows, and gives the reference.
    pub async fn agree_and_send(&self) -> String {
        let sent = self.post_check().await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        sent.location()
            .rsplit('/')
            .next()
            .expect("a reference")
            .to_owned()
    }

    /// Posts the check page with the agreement ticked, whatever comes of it.
    pub async fn post_check(&self) -> Answer {
        let page = self.get("/submit/check").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let key = hidden(&page.body, "key");
        let digest = hidden(&page.body, "digest");
        self.post(
            "/submit/check",
            &[("key", &key), ("digest", &digest), ("agree", "yes")],
        )
        .await
    }

    /// Sends the plain event in, whose sender confirms the address at once, and gives its reference.
    pub async fn submit_and_confirm(&self) -> String {
        let reference = self.submit_coffee_morning().await;
        self.confirm_address(&reference).await;
        reference
    }

    /// As if the sender of an event had pressed the button on its private page. The mail that asks for that goes no more.
    pub async fn confirm_address(&self, reference: &str) {
        let (db, now) = (&self.app.db, self.app.now());
        commands::confirm_address::confirm_as_demo(db, reference, now)
            .await
            .expect("an address");
    }

    /// Sends the plain event in and gives its reference.
    pub async fn submit_coffee_morning(&self) -> String {
        self.fill_in(&coffee_morning()).await;
        self.agree_and_send().await
    }
}

/// The value of a hidden field of a page.
pub fn hidden(page: &str, name: &str) -> String {
    let at = page
        .find(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("no field {name} in {page}"));
    let start = page[..at].rfind('<').expect("a tag");
    let tag = &page[start..start + page[start..].find('>').expect("the tag's end")];
    tag.split("value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
        .to_owned()
}
