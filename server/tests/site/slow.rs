//! The real program, with people on it who take their time: connections that send or read next to
//! nothing must not keep anybody else waiting.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::PgPool;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::sleep,
};

use crate::support::{
    process::{Browser, Server},
    smtp::Smtp,
    visitors::visitors,
};

/// A connection from one of this machine's other addresses, so that it counts as a stranger's.
async fn connect(server: SocketAddr, from: u8) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(4096)?;
    socket.bind((Ipv4Addr::new(127, 0, 0, from), 0).into())?;
    socket.connect(server).await
}

/// How somebody takes their time.
#[derive(Debug, Clone, Copy)]
enum Slow {
    /// A header, a letter a second.
    Head,
    /// A form, a letter a second.
    Body,
    /// Asks for many pages and reads none.
    Reader,
    /// Reads a page and stays.
    Idle,
}

impl Slow {
    const ALL: [Self; 4] = [Self::Head, Self::Body, Self::Reader, Self::Idle];

    /// Holds a connection as long as the server lets it.
    async fn hold(self, server: SocketAddr, from: u8) -> io::Result<()> {
        let mut stream = connect(server, from).await?;
        match self {
            Self::Head => {
                stream.write_all(b"GET / HTTP/1.1\r\nX-Slow: ").await?;
                dribble(&mut stream).await
            }
            Self::Body => {
                let head = b"POST /submit/event HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\ntitle=";
                stream.write_all(head).await?;
                dribble(&mut stream).await
            }
            Self::Reader => {
                let page = b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n\r\n";
                for _ in 0..200 {
                    stream.write_all(page).await?;
                }
                // Nothing is read; the end shows in what can be written.
                loop {
                    sleep(Duration::from_secs(1)).await;
                    stream.write_all(b"GET / HTTP/1.1\r\n").await?;
                }
            }
            Self::Idle => {
                stream
                    .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .await?;
                let mut rest = Vec::new();
                stream.read_to_end(&mut rest).await.map(|_| ())
            }
        }
    }
}

/// Sends a letter a second until the server has had enough.
async fn dribble(stream: &mut TcpStream) -> io::Result<()> {
    let (mut read, mut write) = stream.split();
    let mut rest = Vec::new();
    tokio::select! {
        end = read.read_to_end(&mut rest) => end.map(|_| ()),
        end = async {
            loop {
                sleep(Duration::from_secs(1)).await;
                write.write_all(b"a").await?;
            }
        } => end,
    }
}

/// Five hundred slow connections, each begun again when the server ends it, and people who try
/// passwords as fast as they are answered, until `over`.
fn press(server: SocketAddr, over: &Arc<AtomicBool>, ended: &Arc<AtomicUsize>) {
    for (number, slow) in (0..500).zip(Slow::ALL.into_iter().cycle()) {
        let (over, ended) = (over.clone(), ended.clone());
        let from = 2 + u8::try_from(number % 10).expect("a small number");
        tokio::spawn(async move {
            while !over.load(Ordering::Relaxed) {
                let _end = slow.hold(server, from).await;
                ended.fetch_add(1, Ordering::Relaxed);
                sleep(Duration::from_millis(100)).await;
            }
        });
    }
    for number in 0..50 {
        let over = over.clone();
        tokio::spawn(async move {
            for attempt in 0_u32.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let email = format!("nobody-{number}-{attempt}@example.org");
                let fields = [
                    ("email", email.as_str()),
                    ("password", "guess"),
                    ("next", ""),
                ];
                // Each from an address of its own, so that every password is looked at.
                let from = Ipv4Addr::from_bits((10 << 24) | (number << 16) | (attempt % 65_536));
                let _answer = Browser::of(server, from)
                    .post("/staff/sign-in", &fields)
                    .await;
                sleep(Duration::from_millis(20)).await;
            }
        });
    }
}

#[harness::test]
#[ignore = "takes a minute: run it by `make flood`"]
async fn flood_of_slow_connections_and_sign_ins_leaves_visitors_with_a_quick_site(db: PgPool) {
    let smtp = Smtp::start().await;
    let server = Server::start(&db, smtp.url()).await;
    let mut before = visitors(server.address, Duration::from_secs(10)).await;
    before.tell("twenty visitors alone");

    let (over, ended) = (Arc::default(), Arc::default());
    press(server.address, &over, &ended);
    sleep(Duration::from_secs(3)).await;
    let mut under = visitors(server.address, Duration::from_secs(40)).await;
    under.tell("with 500 slow connections and a flood of sign-ins");
    println!(
        "{} slow connections were ended by the server",
        ended.load(Ordering::Relaxed)
    );
    let stopped = server.stop().await;
    over.store(true, Ordering::Relaxed);
    println!("a stop in the midst of it took {stopped:?}");

    assert_eq!(under.failed, 0, "somebody was not answered");
    assert!(under.at(95) < Duration::from_secs(1), "{:?}", under.at(95));
    assert!(stopped < Duration::from_secs(20), "{stopped:?}");
}

#[harness::test]
async fn one_address_gets_only_so_many_connections_and_others_go_on(db: PgPool) {
    let smtp = Smtp::start().await;
    let server = Server::start(&db, smtp.url()).await;
    let mut held = Vec::new();
    for _ in 0..100 {
        held.push(connect(server.address, 2).await.expect("a connection"));
    }
    sleep(Duration::from_millis(200)).await;
    let mut told = String::new();
    let mut one_too_many = connect(server.address, 2).await.expect("a connection");
    let _end = one_too_many.read_to_string(&mut told).await;
    assert!(told.starts_with("HTTP/1.1 503 "), "{told}");
    assert!(told.contains("retry-after: 10"), "{told}");
    for header in [
        "content-security-policy: default-src 'none';",
        "x-content-type-options: nosniff",
        "x-frame-options: DENY",
        "cache-control: no-store",
    ] {
        assert!(told.contains(header), "{header}: {told}");
    }
    let other = Browser::new(server.address).get("/").await;
    assert_eq!(other.expect("an answer").status, 200);
    drop(held);
}

#[harness::test]
async fn a_head_that_comes_a_letter_at_a_time_is_not_waited_for(db: PgPool) {
    let smtp = Smtp::start().await;
    let server = Server::start(&db, smtp.url()).await;
    let began = Instant::now();
    for slow in [Slow::Head, Slow::Idle] {
        let held = tokio::time::timeout(Duration::from_secs(30), slow.hold(server.address, 2));
        let _end = held.await.expect("the server ends it");
    }
    assert!(began.elapsed() < Duration::from_secs(45));
    let _idle = connect(server.address, 2).await.expect("a connection");
    let stopped = server.stop().await;
    assert!(stopped < Duration::from_secs(15), "{stopped:?}");
}
