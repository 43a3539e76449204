//! A mail server for the tests: a small honest one (RFC 5321) on a real socket, which keeps what
//! it took and can be told to misbehave.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
    task::JoinHandle,
    time::sleep,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

/// The longest line there may be (RFC 5321, 4.5.3.1.6), its end included.
const LINE: usize = 1000;

/// A step of a mail's way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The server speaks first.
    Greeting,
    /// `EHLO`.
    Hello,
    /// `MAIL FROM`.
    From,
    /// `RCPT TO`.
    To,
    /// `DATA`.
    Data,
    /// The final dot.
    Dot,
}

/// How the server behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Well,
    /// It waits so long before each answer.
    Slow(Duration),
    /// It answers this at this step.
    Answers(Step, &'static str),
    /// It hangs up at this step, without an answer. At `Dot` it has taken the mail.
    HangsUp(Step),
    /// It takes one mail on a connection and hangs up on the next.
    HangsUpAfterOne,
    /// It takes one mail on a connection and answers this to the next.
    AnswersAfterOne(&'static str),
    /// It hangs up on this recipient, without an answer.
    HangsUpOn(&'static str),
    /// It hangs up in the middle of a mail.
    HangsUpMidway,
}

/// How a client is made safe before the server takes anything from it.
#[derive(Clone)]
pub struct Guard {
    tls: TlsAcceptor,
    /// Whether TLS comes before the first word (RFC 8314), or by `STARTTLS` (RFC 3207).
    wrapped: bool,
    /// The name and password that a client has to give.
    login: (String, String),
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard")
            .field("wrapped", &self.wrapped)
            .finish_non_exhaustive()
    }
}

impl Guard {
    /// A guard with a new certificate of its own, for `localhost`, and that certificate in PEM.
    pub fn new(wrapped: bool, name: &str, password: &str) -> (Self, String) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a key");
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("TLS")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("a certificate");
        let guard = Self {
            tls: TlsAcceptor::from(Arc::new(config)),
            wrapped,
            login: (name.to_owned(), password.to_owned()),
        };
        (guard, made.cert.pem())
    }
}

/// A connection, safe or not.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// A mail that was taken.
#[derive(Debug, Clone)]
pub struct Received {
    /// The sender on the envelope.
    pub from: String,
    /// The recipients on the envelope.
    pub to: Vec<String>,
    /// The mail, as it came.
    pub data: Vec<u8>,
    /// Whether it came over TLS, from a client that had given its name and password.
    pub guarded: bool,
}

impl Received {
    /// The mail, parsed.
    pub fn parsed(&self) -> mail_parser::Message<'_> {
        mail_parser::MessageParser::default()
            .parse(&self.data)
            .expect("a mail")
    }

    /// What tells it from every other.
    pub fn id(&self) -> String {
        self.parsed().message_id().expect("a Message-ID").to_owned()
    }

    /// Its plain text.
    pub fn text(&self) -> String {
        let text = self.parsed().body_text(0).expect("a text").into_owned();
        text.replace("\r\n", "\n")
    }

    /// How often a header stands at its head.
    pub fn count(&self, header: &str) -> usize {
        let parsed = self.parsed();
        parsed.header_values(header.to_owned()).count()
    }
}

#[derive(Debug)]
struct State {
    mood: Mood,
    received: Vec<Received>,
    connections: usize,
}

/// A running mail server.
#[derive(Debug)]
pub struct Smtp {
    /// Where it listens.
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
    listening: JoinHandle<()>,
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Smtp {
    /// A server on a free port.
    pub async fn start() -> Self {
        Self::at(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    /// A server at an address.
    pub async fn at(address: SocketAddr) -> Self {
        Self::listen(address, None).await
    }

    /// A server on a free port that takes nothing without TLS and a password.
    pub async fn guarded(guard: Guard) -> Self {
        Self::listen(SocketAddr::from(([127, 0, 0, 1], 0)), Some(guard)).await
    }

    async fn listen(address: SocketAddr, guard: Option<Guard>) -> Self {
        let listener = TcpListener::bind(address).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State {
            mood: Mood::Well,
            received: Vec::new(),
            connections: 0,
        }));
        let shared = state.clone();
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut state = shared.lock().expect("the state");
                state.connections += 1;
                let session = Session {
                    stream: BufReader::new(Box::new(stream)),
                    state: shared.clone(),
                    guard: guard.clone(),
                    safe: false,
                    known: false,
                    taken: false,
                };
                tokio::spawn(session.run());
            }
        });
        Self {
            address,
            state,
            listening,
        }
    }

    /// Its address as a setting.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// How it behaves from now on.
    pub fn set(&self, mood: Mood) {
        self.state.lock().expect("the state").mood = mood;
    }

    /// All it took, in order.
    pub fn received(&self) -> Vec<Received> {
        self.state.lock().expect("the state").received.clone()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.state.lock().expect("the state").connections
    }

    /// Waits until it took so many mails.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        for _ in 0..200 {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("{} mails came of {count}", self.received().len());
    }
}

struct Session {
    stream: BufReader<Box<dyn Wire>>,
    state: Arc<Mutex<State>>,
    guard: Option<Guard>,
    /// Whether TLS is on.
    safe: bool,
    /// Whether the client gave the right name and password.
    known: bool,
    /// Whether a mail was taken on this connection.
    taken: bool,
}

/// What was said so far of a mail.
#[derive(Default)]
struct Envelope {
    hello: bool,
    from: Option<String>,
    to: Vec<String>,
}

impl Session {
    async fn run(mut self) {
        // A client that hangs up is no fault of the server's.
        let _ = self.serve().await;
    }

    async fn serve(&mut self) -> io::Result<()> {
        if self.guard.as_ref().is_some_and(|guard| guard.wrapped) {
            self.make_safe().await?;
        }
        if !self.answer(Step::Greeting, "220 mail.test ESMTP").await? {
            return Ok(());
        }
        let mut envelope = Envelope::default();
        while let Some(line) = self.line().await? {
            let line = String::from_utf8_lossy(&line).into_owned();
            if line.to_ascii_uppercase().starts_with("QUIT") {
                return self.say("221 Bye").await;
            }
            if !self.command(&line, &mut envelope).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Answers a command. False where the server hangs up.
    async fn command(&mut self, line: &str, envelope: &mut Envelope) -> io::Result<bool> {
        let upper = line.to_ascii_uppercase();
        let path = |prefix: usize| path(&line[prefix..]);
        let verb = upper.split([' ', ':']).next().unwrap_or_default();
        if self.guard.is_some() && !self.known && matches!(verb, "MAIL" | "RCPT" | "DATA") {
            return self.say("530 5.7.0 Sign in first").await.map(|()| true);
        }
        match verb {
            "EHLO" => {
                envelope.hello = true;
                let extensions = match &self.guard {
                    Some(_) if !self.safe => "250-mail.test\r\n250-8BITMIME\r\n250 STARTTLS",
                    Some(_) => "250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
                    None => "250-mail.test\r\n250 8BITMIME",
                };
                self.answer(Step::Hello, extensions).await
            }
            "STARTTLS" if self.guard.is_some() && !self.safe => {
                self.say("220 2.0.0 Go ahead").await?;
                self.make_safe().await?;
                // All that was said before is forgotten (RFC 3207, 4.2).
                *envelope = Envelope::default();
                Ok(true)
            }
            "AUTH" if self.safe => self.sign_in(line).await.map(|()| true),
            "MAIL" if self.taken && self.mood() == Mood::HangsUpAfterOne => Ok(false),
            "MAIL" if self.taken && matches!(self.mood(), Mood::AnswersAfterOne(_)) => {
                if let Mood::AnswersAfterOne(words) = self.mood() {
                    self.say(words).await?;
                }
                Ok(false)
            }
            "MAIL" if upper.starts_with("MAIL FROM:") && envelope.hello => match path(10) {
                Some(from) if envelope.from.is_none() => {
                    envelope.from = Some(from);
                    self.answer(Step::From, "250 OK").await
                }
                _ => self.answer(Step::From, "501 5.1.7 Bad address").await,
            },
            "RCPT" if upper.starts_with("RCPT TO:") && envelope.from.is_some() => match path(8) {
                Some(to) if matches!(self.mood(), Mood::HangsUpOn(on) if on == to) => Ok(false),
                Some(to) => {
                    envelope.to.push(to);
                    self.answer(Step::To, "250 OK").await
                }
                None => self.answer(Step::To, "501 5.1.3 Bad address").await,
            },
            "DATA" if !envelope.to.is_empty() => {
                if !self.answer(Step::Data, "354 Go ahead").await? {
                    return Ok(false);
                }
                if matches!(self.mood(), Mood::Answers(Step::Data, _)) {
                    return Ok(true);
                }
                let whole = std::mem::take(envelope);
                envelope.hello = true;
                self.take(whole).await
            }
            "RSET" => {
                envelope.from = None;
                envelope.to.clear();
                self.say("250 OK").await.map(|()| true)
            }
            "NOOP" => self.say("250 OK").await.map(|()| true),
            "MAIL" | "RCPT" | "DATA" => self.say("503 5.5.1 Out of order").await.map(|()| true),
            _ => self.say("500 5.5.2 Not understood").await.map(|()| true),
        }
    }

    fn mood(&self) -> Mood {
        self.state.lock().expect("the state").mood
    }

    /// Turns TLS on.
    async fn make_safe(&mut self) -> io::Result<()> {
        let guard = self.guard.as_ref().expect("a guard");
        let nothing: Box<dyn Wire> = Box::new(tokio::io::empty());
        let plain = std::mem::replace(&mut self.stream, BufReader::new(nothing));
        let safe = guard.tls.accept(plain.into_inner()).await?;
        self.stream = BufReader::new(Box::new(safe));
        self.safe = true;
        Ok(())
    }

    /// `AUTH PLAIN` with the name and password at once (RFC 4616).
    async fn sign_in(&mut self, line: &str) -> io::Result<()> {
        let (name, password) = &self.guard.as_ref().expect("a guard").login;
        let right = STANDARD.encode(format!("\0{name}\0{password}"));
        self.known = line.split(' ').nth(2) == Some(&right);
        let answer = if self.known {
            "235 2.7.0 Welcome"
        } else {
            "535 5.7.8 Not known"
        };
        self.say(answer).await
    }

    /// Reads a mail up to its final dot.
    async fn take(&mut self, envelope: Envelope) -> io::Result<bool> {
        let mut data = Vec::new();
        loop {
            let Some(line) = self.line().await? else {
                return Ok(false);
            };
            if self.mood() == Mood::HangsUpMidway {
                return Ok(false);
            }
            if line == b"." {
                break;
            }
            // Dots at the beginning of a line were doubled (4.5.2).
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            data.extend_from_slice(b"\r\n");
        }
        self.taken = true;
        let taken = !matches!(self.mood(), Mood::Answers(Step::Dot, _));
        if let (true, Some(from)) = (taken, envelope.from) {
            let received = Received {
                from,
                to: envelope.to,
                data,
                guarded: self.safe && self.known,
            };
            self.state
                .lock()
                .expect("the state")
                .received
                .push(received);
        }
        self.answer(Step::Dot, "250 2.0.0 Taken").await
    }

    /// A line without its end; nothing where the client hung up. Lines end in CR LF and nothing
    /// else (2.3.8).
    async fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        if self.stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let whole = line.strip_suffix(b"\r\n");
        let whole = whole.filter(|whole| line.len() <= LINE && !whole.contains(&b'\r'));
        if let Some(whole) = whole {
            return Ok(Some(whole.to_vec()));
        }
        self.say("500 5.5.2 A line without its end, or too long")
            .await?;
        Ok(None)
    }

    /// Answers as the mood has it. False where the server hangs up.
    async fn answer(&mut self, step: Step, usual: &str) -> io::Result<bool> {
        match self.mood() {
            Mood::Answers(at, words) if at == step => self.say(words).await?,
            Mood::HangsUp(at) if at == step => return Ok(false),
            Mood::Slow(pause) => {
                sleep(pause).await;
                self.say(usual).await?;
            }
            _ => self.say(usual).await?,
        }
        Ok(true)
    }

    async fn say(&mut self, words: &str) -> io::Result<()> {
        let words = format!("{words}\r\n");
        self.stream.get_mut().write_all(words.as_bytes()).await
    }
}

/// The address between angle brackets. One alone, with nothing in it that could be another.
fn path(rest: &str) -> Option<String> {
    let address = rest.trim().strip_prefix('<')?.split_once('>')?.0;
    let odd = address.contains(['<', ' ', ',', ';', '\t']) || address.matches('@').count() != 1;
    (!odd).then(|| address.to_owned())
}
