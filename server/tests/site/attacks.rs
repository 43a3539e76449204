//! What somebody tries on purpose, each by its name: requests that two servers read differently, other
//! sites and hosts, lines of the log, and secrets that get into words.

use std::{
    net::{SocketAddr, TcpListener},
    process::Stdio,
    time::Duration,
};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use clap::Parser;
use sqlx::PgPool;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::{
    paper::listed,
    support::{
        TestSite,
        process::{Browser, Server},
        roles::site_address,
        staff::{PASSWORD, ann},
        write_site_files,
    },
};

/// A mail server that is not there.
const NO_MAIL: &str = "smtp://127.0.0.1:1";

/// What the server answers to bytes on one connection: the status of each answer.
async fn statuses(server: SocketAddr, bytes: &[u8]) -> Vec<u16> {
    let mut stream = TcpStream::connect(server).await.expect("a connection");
    // A server that has heard enough may hang up in between.
    let _ = stream.write_all(bytes).await;
    let mut heard = Vec::new();
    let mut part = [0; 8192];
    while let Ok(Ok(read)) = timeout(Duration::from_millis(600), stream.read(&mut part)).await
        && read > 0
    {
        heard.extend_from_slice(&part[..read]);
    }
    String::from_utf8_lossy(&heard)
        .split("HTTP/1.1 ")
        .skip(1)
        .map(|answer| answer[..3].parse().expect("a status"))
        .collect()
}

/// The request that somebody hides in another's body. Its answer is 200.
const HIDDEN: &str = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";

/// Ways to hide it: the rest of the first request's head and its body, and what is answered. A 200 is
/// there only where the second request is one by every reading of RFC 9112.
const SMUGGLED: &[(&str, &str, &[u16])] = &[
    ("nothing odd", "Content-Length: 0\r\n\r\n", &[303, 200]),
    (
        "one length, twice",
        "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b",
        &[303, 200],
    ),
    (
        "a length and chunks",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        &[303],
    ),
    (
        "chunks and a length",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        &[303],
    ),
    (
        "two lengths",
        "Content-Length: 0\r\nContent-Length: 35\r\n\r\n",
        &[400],
    ),
    (
        "two lengths in a list",
        "Content-Length: 0, 35\r\n\r\n",
        &[400],
    ),
    (
        "a length with a sign",
        "Content-Length: +3\r\n\r\na=b",
        &[400],
    ),
    (
        "a length below nothing",
        "Content-Length: -1\r\n\r\n",
        &[400],
    ),
    (
        "a length in hexadecimal",
        "Content-Length: 0x3\r\n\r\na=b",
        &[400],
    ),
    ("a length that is empty", "Content-Length: \r\n\r\n", &[400]),
    (
        "a space before the colon",
        "Content-Length : 35\r\n\r\n",
        &[400],
    ),
    (
        "a coding that is none",
        "Transfer-Encoding: identity\r\n\r\n",
        &[400],
    ),
    (
        "a coding nobody knows",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        &[400],
    ),
    (
        "chunks that are not last",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        &[400],
    ),
    (
        "a coding in two lines",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        &[400],
    ),
    (
        "a coding after a tab of another kind",
        "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        &[400],
    ),
    (
        "a coding before its colon",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        &[400],
    ),
    (
        "a folded header",
        "X-A: b\r\n Content-Length: 35\r\nContent-Length: 0\r\n\r\n",
        &[400],
    ),
    (
        "a folded coding",
        "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        &[400],
    ),
    ("a bare CR", "X-A: b\rContent-Length: 35\r\n\r\n", &[400]),
    (
        "NUL in a header",
        "X-A: b\0\r\nContent-Length: 0\r\n\r\n",
        &[400],
    ),
    (
        "a bare LF in a chunk's extension",
        "Transfer-Encoding: chunked\r\n\r\n0;a\nb\r\n\r\n",
        &[303],
    ),
    (
        "a chunk without an end",
        "Transfer-Encoding: chunked\r\n\r\n3\r\na=bXX0\r\n\r\n",
        &[303],
    ),
    (
        "chunks with bare LF",
        "Transfer-Encoding: chunked\r\n\r\n3\na=b\n0\n\n",
        &[303],
    ),
    (
        "a chunk larger than numbers go",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\na\r\n0\r\n\r\n",
        &[303],
    ),
    (
        "a chunk below nothing",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n",
        &[303],
    ),
    (
        "a chunk with a prefix",
        "Transfer-Encoding: chunked\r\n\r\n0x3\r\na=b\r\n0\r\n\r\n",
        &[303],
    ),
];

#[harness::test]
async fn a_request_cannot_be_hidden_in_another(db: PgPool) {
    let server = Server::start(&db, NO_MAIL.to_owned()).await;
    let mut wrong = Vec::new();
    for (what, rest, due) in SMUGGLED {
        let request = format!(
            "POST /submit/start-again HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n{rest}{HIDDEN}"
        );
        let got = statuses(server.address, request.as_bytes()).await;
        if got != *due {
            wrong.push(format!("{what}: {got:?}, not {due:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[harness::test]
async fn heads_that_are_odd_or_huge_are_refused(db: PgPool) {
    let server = Server::start(&db, NO_MAIL.to_owned()).await;
    let many = (0..200).fold(String::new(), |heads, n| format!("{heads}X-{n}: a\r\n"));
    let long = "a".repeat(1_000_000);
    for (what, request, due) in [
        (
            "two hosts",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(),
            vec![400],
        ),
        (
            "spaces in the first line",
            "GET  /healthz  HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
            vec![400],
        ),
        (
            "a space first",
            "GET /healthz HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n".to_owned(),
            vec![400],
        ),
        (
            "two hundred headers",
            format!("GET /healthz HTTP/1.1\r\nHost: a\r\n{many}\r\n"),
            vec![431],
        ),
        (
            "a megabyte of header",
            format!("GET /healthz HTTP/1.1\r\nHost: a\r\nX: {long}\r\n\r\n"),
            vec![431],
        ),
        (
            "an address without end",
            format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", &long[..100_000]),
            vec![414],
        ),
        (
            "another site's way through",
            "CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
            vec![404],
        ),
        (
            "an echo",
            "TRACE / HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\n\r\n".to_owned(),
            vec![405],
        ),
        (
            "HTTP/2 unasked",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
            vec![],
        ),
        (
            "a method nobody knows",
            "BREW / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
            vec![405],
        ),
        (
            "no HTTP",
            "\x16\x03\x01\x02\0\x01\0\x01\r\n\r\n".to_owned(),
            vec![400],
        ),
    ] {
        assert_eq!(
            statuses(server.address, request.as_bytes()).await,
            due,
            "{what}"
        );
    }
    let well = Browser::new(server.address).get("/healthz").await;
    assert_eq!(well.expect("an answer").status, 200);
}

#[harness::test]
async fn no_method_is_hidden_in_a_header_or_a_field(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let ann = ann(&site).await;
    for name in [
        "x-http-method-override",
        "x-http-method",
        "x-method-override",
    ] {
        let request = Request::get("/staff/sign-out")
            .header(name, "POST")
            .body(Body::empty())
            .expect("a request");
        assert_eq!(
            ann.send(request).await.status,
            StatusCode::METHOD_NOT_ALLOWED
        );
    }
    for field in ["_method=POST", "_method=DELETE", "method=post"] {
        let answer = ann.get(&format!("/staff/sign-out?{field}")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{field}");
    }
    assert_eq!(ann.get("/staff").await.status, StatusCode::OK);
}

#[harness::test]
async fn whatever_host_is_named_our_addresses_are_our_own(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Quiz night", "5").await;
    let event = format!("/events/{slug}");
    for address in [
        "/",
        &event,
        "/follow",
        "/embed/make",
        "/calendar.ics",
        "/feed.atom",
        "/events.json",
        "/sitemap.xml",
        "/robots.txt",
        "/.well-known/security.txt",
        "/noticeboard",
        "/staff",
        "/nothing",
    ] {
        for (name, value) in [
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("x-original-host", "evil.example"),
            ("forwarded", "host=evil.example;proto=https"),
            ("x-forwarded-proto", "evil.example"),
            ("x-original-url", "/staff/evil.example"),
            ("x-rewrite-url", "/staff/evil.example"),
            ("referer", "https://evil.example/"),
        ] {
            let request = Request::get(address)
                .header(name, value)
                .body(Body::empty())
                .expect("a request");
            let answer = site.send(request).await;
            let head = format!("{:?}", answer.headers);
            assert!(
                !head.contains("evil.example") && !answer.body.contains("evil.example"),
                "{address} with {name}: {head}"
            );
        }
    }
}

#[harness::test]
async fn nobody_is_led_to_another_site(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    drop(ann(&site).await);
    for next in [
        "https://evil.example/",
        "//evil.example/staff",
        "/\\evil.example",
        "/staff/..//evil.example",
        "/staff@evil.example",
        "/staff/\r\nLocation: https://evil.example",
        "/staff%0d%0aLocation:https://evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "\thttps://evil.example",
        "/staff/\u{2028}//evil.example",
    ] {
        let browser = site.another_browser();
        let fields = [
            ("email", "ann@example.org"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let entered = browser.post("/staff/sign-in", &fields).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{next:?}");
        own_address(entered.location(), next);
        assert_eq!(
            entered.headers.get_all("location").iter().count(),
            1,
            "{next:?}"
        );
    }
    for path in [
        "//evil.example",
        "//evil.example/%2e%2e",
        "/\\evil.example",
        "/staff//evil.example",
        "/submit//evil.example/..",
        "/events//evil.example",
        "/%2f%2fevil.example",
        "/month//evil.example",
        "/manage//evil.example",
    ] {
        for method in [Method::GET, Method::POST] {
            let answer = site.method(method, path).await;
            own_address(answer.location(), path);
        }
    }
}

/// An address that a browser takes for one of this very site.
fn own_address(location: &str, asked: &str) {
    let base: url::Url = "http://here.example/".parse().expect("an address");
    let leads = base.join(location).expect("an address");
    assert_eq!(
        leads.host_str(),
        Some("here.example"),
        "{asked:?} leads to {location:?}"
    );
}

#[harness::test]
async fn nobody_writes_a_line_of_the_log_and_no_person_is_in_it(db: PgPool) {
    for json in ["false", "true"] {
        let log = said_while_in_use(&db, json).await;
        assert!(log.lines().count() > 3, "{log}");
        for line in log.lines() {
            assert!(
                !line.starts_with("FORGED") && !line.contains('\u{1b}'),
                "{line:?}"
            );
            if json == "true" && line.starts_with('{') {
                serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON");
            }
        }
        for person in [
            "alex@",
            "Alex Example",
            "Friends of the Hall",
            "ann@example.org",
            PASSWORD,
            "whisper",
            "203.0.113.9",
        ] {
            assert!(!log.contains(person), "{person} is in {log}");
        }
    }
}

/// All that the program says, at its most talkative of its own, while it is used and misused.
async fn said_while_in_use(db: &PgPool, json: &str) -> String {
    let files = tempfile::tempdir().expect("a folder");
    write_site_files(files.path());
    let log = files.path().join("log");
    let writer = std::fs::File::create(&log).expect("a file");
    let free = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let mut program = tokio::process::Command::new(env!("CARGO_BIN_EXE_whatson"))
        .arg("serve")
        .env_clear()
        .env("DATABASE_URL", site_address(db).await)
        .env("SITE_DIR", files.path())
        .env("PORT", address.port().to_string())
        .env("LOG_JSON", json)
        .env("TRUSTED_PROXY", "127.0.0.1")
        .env("RUST_LOG", "debug,sqlx=warn,hyper=debug")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(writer.try_clone().expect("a file"))
        .stderr(writer)
        .kill_on_drop(true)
        .spawn()
        .expect("the program");
    let mut browser = Browser::new(address);
    while browser
        .get("/readyz")
        .await
        .map_or(0, |answer| answer.status)
        != 200
    {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    browser.submit().await.expect("a receipt");
    let fields = [
        ("email", "ann@example.org"),
        ("password", PASSWORD),
        ("next", ""),
    ];
    browser
        .post("/staff/sign-in", &fields)
        .await
        .expect("an answer");
    for request in [
        "GET /x%0d%0aFORGED%20line HTTP/1.1\r\nHost: a\r\nUser-Agent: a\r\n\r\n",
        "GET /x%0aFORGED HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /x%1b[31mFORGED HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /?q=whisper%0aFORGED HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /manage/whisper HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /staff/welcome/whisper HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: whisper\x1b[2J\r\nX-Forwarded-For: 203.0.113.9\r\nReferer: whisper\r\n\r\n",
        "GET /nothing\x1b[2J HTTP/1.1\r\nHost: a\r\n\r\n",
        "FORGED /\nFORGED HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /submit/event HTTP/1.1\r\nHost: a\r\nOrigin: https://whisper\r\nContent-Length: 0\r\n\r\n",
        "POST /submit/event HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nwhisper=a",
    ] {
        statuses(address, request.as_bytes()).await;
    }
    program.kill().await.expect("a process to end");
    std::fs::read_to_string(&log).expect("the log")
}

#[test]
fn no_secret_is_in_the_words_of_a_setting() {
    for command in ["serve", "migrate", "demo"] {
        let mut given = vec![
            "whatson",
            command,
            "--database-url",
            "postgres://a:hush@localhost/b",
        ];
        if command == "migrate" {
            given.extend(["--migrate-database-url", "postgres://c:hush@localhost/b"]);
        } else {
            given.extend([
                "--smtp-url",
                "smtps://d:hush@localhost",
                "--demo-password",
                "hush hush",
            ]);
        }
        let settings = server::cli::Cli::try_parse_from(given).expect("settings");
        for words in [format!("{settings:?}"), format!("{settings:#?}")] {
            assert!(words.contains("(hidden)"), "{words}");
            assert!(!words.contains("hush"), "{words}");
        }
    }
}
