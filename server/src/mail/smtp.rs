//! Mails to a mail server (RFC 5321), one after another on a connection that its worker keeps for a while.
//!
//! lettre speaks the protocol; the steps are taken here one by one, because what a failure means
//! depends on the step. Before the mail itself was sent, it was surely not taken. Once the last
//! byte is on its way and no answer comes, nobody can tell.

use crate::letters::marks;
use std::{net::IpAddr, time::Duration};

use domain::{limits::MAIL_CONNECTION_IDLE, text::one_line};
use lettre::{
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, Tls, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailParameter},
    },
};
use percent_encoding::percent_decode_str;
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use crate::mail::outcome::{Outcome, Unusable};

/// The most characters of a mail server's own words that are kept.
const SAID_LIMIT: usize = 300;

/// How long a mail server may take.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// Over the connection, all the way to a safe one that knows us.
    pub connect: Duration,
    /// Over naming the sender and the recipient.
    pub address: Duration,
    /// Over taking the mail itself. RFC 5321 (4.5.3.2) would have ten minutes; a server that takes
    /// more than two is tried again later.
    pub take: Duration,
}

impl Timeouts {
    /// With a real mail server. Those of a connection that was kept and of a new one together are less than a worker's lease on a
    /// message: over a kept one what counts twice is naming the two.
    pub const USUAL: Self = Self {
        connect: Duration::from_secs(30),
        address: Duration::from_secs(45),
        take: Duration::from_mins(2),
    };
}

/// What is allowed on the way to a mail server.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trust<'a> {
    /// Whether another machine may be written to without TLS.
    pub plain: bool,
    /// Certificates in PEM that a mail server's may be signed by, besides the public ones.
    pub certificates: Option<&'a [u8]>,
}

/// A worker's way to the mail server: its connection, while that is open, and when it was last of use.
#[derive(Default)]
pub struct Line(Option<(AsyncSmtpConnection, Instant)>);

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Line").field(&self.0.is_some()).finish()
    }
}

impl Line {
    /// Closes the connection, if it is open.
    pub async fn close(&mut self) {
        if let Some((connection, _)) = self.0.take() {
            farewell(connection).await;
        }
    }

    /// Closes the connection where it has been of no use for a while.
    pub async fn close_if_idle(&mut self) {
        if self.0.as_ref().is_some_and(|(_, used)| is_idle(*used)) {
            self.close().await;
        }
    }

    /// The connection where it is still there: the server says so, and forgets whatever it was told before.
    async fn still_there(&mut self) -> Option<AsyncSmtpConnection> {
        self.close_if_idle().await;
        let (mut connection, _) = self.0.take()?;
        match timeout(Duration::from_secs(5), connection.command(Rset)).await {
            Ok(Ok(_)) => Some(connection),
            _ => None,
        }
    }
}

fn is_idle(used: Instant) -> bool {
    used.elapsed() >= Duration::from_secs(MAIL_CONNECTION_IDLE)
}

/// A polite farewell, if the server is there to hear it.
async fn farewell(mut connection: AsyncSmtpConnection) {
    let _ = timeout(Duration::from_secs(2), connection.abort()).await;
}

/// A mail server and how it is reached.
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    hello: ClientId,
    /// How long it may take.
    pub timeouts: Timeouts,
}

/// The password stays out of it.
impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp")
            .field("server", &self.server())
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// Reads an address as lettre's `from_url` does: `smtps://`, or `smtp://` with
    /// `?tls=required`. Without TLS only to this machine, unless it is trusted to be so.
    ///
    /// # Errors
    /// When it is not such an address. What is said of it holds no part of it: it has a password.
    pub fn new(url: &str, trust: Trust<'_>, site_url: &str) -> Result<Self, Unusable> {
        let unusable = |words: &str| Unusable(words.to_owned());
        let url = Url::parse(url).map_err(|_| unusable("SMTP_URL is not an address."))?;
        let host = match url.host() {
            // The scheme is none that the parser knows, so it keeps numbers as names.
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            None => return Err(unusable("SMTP_URL names no mail server.")),
        };
        let asked = url.query_pairs().find(|(name, _)| name == "tls");
        let parameters = || tls_parameters(&host, trust.certificates);
        let (tls, port) = match (url.scheme(), asked.as_ref().map(|(_, value)| &**value)) {
            ("smtps", _) => (Tls::Wrapper(parameters()?), 465),
            ("smtp", Some("required")) => (Tls::Required(parameters()?), 587),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic(parameters()?), 587),
            ("smtp", None) => (Tls::None, 25),
            _ => {
                return Err(unusable(
                    "SMTP_URL must begin with smtps://, or with smtp:// and end in ?tls=required.",
                ));
            }
        };
        let safe = matches!(tls, Tls::Wrapper(_) | Tls::Required(_));
        if !safe && !trust.plain && !is_this_machine(&host) {
            return Err(unusable(
                "SMTP_URL has no TLS, so mails and the password could be read on the way. \
                 Use smtps:// or ?tls=required, or set SMTP_PLAIN=true if it has to be so.",
            ));
        }
        let name = url.path().trim_matches('/');
        let name = if name.is_empty() {
            marks::host(site_url)
        } else {
            name
        };
        Ok(Self {
            port: url.port().unwrap_or(port),
            tls,
            credentials: credentials(&url)?,
            hello: hello(name),
            timeouts: Timeouts::USUAL,
            host,
        })
    }

    /// The server's name and port.
    #[must_use]
    pub fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Hands a mail over, on the worker's connection if that is still there. It takes no longer than twice the timeouts there
    /// are: a connection that was kept may have had its day, which a new one tells.
    pub async fn send(&self, line: &mut Line, envelope: &Envelope, mail: &[u8]) -> Outcome {
        if let Some(kept) = line.still_there().await {
            match self.converse(kept, line, envelope, mail).await {
                Outcome::CutOff(_) => {}
                outcome => return outcome,
            }
        }
        match self.connect().await {
            Ok(new) => self.converse(new, line, envelope, mail).await,
            Err(trouble) => Outcome::Unreachable(trouble),
        }
    }

    /// Hands a mail over on this connection, and keeps it where the server had an answer.
    async fn converse(
        &self,
        mut connection: AsyncSmtpConnection,
        line: &mut Line,
        envelope: &Envelope,
        mail: &[u8],
    ) -> Outcome {
        let addressed = timeout(self.timeouts.address, address(&mut connection, envelope));
        let outcome = match addressed.await {
            Ok(Ok(())) => self.hand_over(&mut connection, mail).await,
            Ok(Err(refusal)) => refusal.outcome(),
            Err(_) => Outcome::CutOff("The mail server took too long to answer".to_owned()),
        };
        match outcome {
            Outcome::Sent | Outcome::Refused(_) | Outcome::Later(_) => {
                line.0 = Some((connection, Instant::now()));
            }
            _ => farewell(connection).await,
        }
        outcome
    }

    /// A connection that is as safe as it must be and knows us. Whatever fails here is about the
    /// server and how it is reached, never about one mail.
    async fn connect(&self) -> Result<AsyncSmtpConnection, String> {
        match timeout(self.timeouts.connect, self.greet()).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(trouble)) => Err(trouble),
            Err(_) => Err("The mail server did not answer in time".to_owned()),
        }
    }

    async fn greet(&self) -> Result<AsyncSmtpConnection, String> {
        let wrapped = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let server = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, None, &self.hello, wrapped, None)
                .await
                .map_err(|error| about("The mail server could not be reached", &error))?;
        let upgrade = match &self.tls {
            Tls::Required(parameters) => Some(parameters),
            Tls::Opportunistic(parameters) if connection.can_starttls() => Some(parameters),
            _ => None,
        };
        if let Some(parameters) = upgrade {
            connection
                .starttls(parameters.clone(), &self.hello)
                .await
                .map_err(|error| about("The mail server offered no safe connection", &error))?;
        }
        if let Some(credentials) = &self.credentials {
            connection
                .auth(DEFAULT_MECHANISMS, credentials)
                .await
                .map_err(|error| {
                    about(
                        "The mail server did not accept the site's name and password",
                        &error,
                    )
                })?;
        }
        Ok(connection)
    }

    async fn hand_over(&self, connection: &mut AsyncSmtpConnection, mail: &[u8]) -> Outcome {
        match timeout(self.timeouts.take, connection.message(mail)).await {
            Ok(Ok(_)) => Outcome::Sent,
            Ok(Err(error)) if error.status().is_some() => {
                Refusal::of("The mail server did not take the mail", &error).outcome()
            }
            Ok(Err(_)) | Err(_) => Outcome::Perhaps(
                "The connection to the mail server broke off at the last moment".to_owned(),
            ),
        }
    }
}

/// A mail that was not taken.
struct Refusal {
    words: String,
    weight: Weight,
}

/// What a refusal is about.
#[derive(Clone, Copy)]
enum Weight {
    /// This mail, and the server will not take it later either.
    ForGood,
    /// This mail, for now.
    ForNow,
    /// The connection. The server has said nothing of this mail.
    Connection,
}

impl Refusal {
    fn of(what: &str, error: &Error) -> Self {
        Self {
            words: about(what, error),
            weight: Weight::of(error),
        }
    }

    fn outcome(self) -> Outcome {
        match self.weight {
            Weight::ForGood => Outcome::Refused(self.words),
            Weight::ForNow => Outcome::Later(self.words),
            Weight::Connection => Outcome::CutOff(self.words),
        }
    }
}

impl Weight {
    /// 421 closes the connection whatever was asked (RFC 5321, 3.8), and 530, 534, 535 and 538 ask for another way to sign in
    /// (RFC 4954, 3207): the server or the settings are at fault, not the mail.
    fn of(error: &Error) -> Self {
        match error.status().map(u16::from) {
            None | Some(421 | 530 | 534 | 535 | 538) => Self::Connection,
            Some(_) if error.is_permanent() => Self::ForGood,
            Some(_) => Self::ForNow,
        }
    }
}

/// Names the sender and the recipient, up to where the mail itself is asked for.
async fn address(connection: &mut AsyncSmtpConnection, envelope: &Envelope) -> Result<(), Refusal> {
    let mut parameters = Vec::new();
    let mut addresses = envelope.to().iter().chain(envelope.from());
    if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !connection
            .server_info()
            .supports_feature(Extension::SmtpUtfEight)
        {
            return Err(Refusal {
                words: "The mail server cannot write to an address with such letters".to_owned(),
                weight: Weight::ForGood,
            });
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    connection
        .command(Mail::new(envelope.from().cloned(), parameters))
        .await
        .map_err(|error| {
            Refusal::of(
                "The mail server does not take mail from our address",
                &error,
            )
        })?;
    for to in envelope.to() {
        connection
            .command(Rcpt::new(to.clone(), Vec::new()))
            .await
            .map_err(|error| {
                Refusal::of("The mail server does not take mail to this address", &error)
            })?;
    }
    connection
        .command(Data)
        .await
        .map(|_| ())
        .map_err(|error| Refusal::of("The mail server did not want the mail", &error))
}

/// What happened in plain words, with the server's own words where it said any.
fn about(what: &str, error: &Error) -> String {
    let Some(code) = error.status() else {
        return what.to_owned();
    };
    let said = std::error::Error::source(error).map(ToString::to_string);
    let said = one_line(&format!("{code} {}", said.unwrap_or_default()));
    let said: String = said.chars().take(SAID_LIMIT).collect();
    format!("{what}. It said: “{said}”")
}

/// TLS with a server of this name. Its certificate is checked, always.
fn tls_parameters(host: &str, certificates: Option<&[u8]>) -> Result<TlsParameters, Unusable> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = certificates {
        // Rubbish in a PEM file reads as a file without certificates.
        let certificate = Certificate::from_pem(pem).ok();
        let none = || Unusable("The file in SMTP_CA_FILE holds no certificate.".to_owned());
        builder = builder.add_root_certificate(certificate.ok_or_else(none)?);
    }
    builder
        .build()
        .map_err(|_| Unusable("TLS cannot be used with the mail server in SMTP_URL.".to_owned()))
}

fn credentials(url: &Url) -> Result<Option<Credentials>, Unusable> {
    let Some(password) = url.password() else {
        return Ok(None);
    };
    let decoded = |part: &str| {
        percent_decode_str(part)
            .decode_utf8()
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| Unusable("The name or password in SMTP_URL is not text.".to_owned()))
    };
    Ok(Some(Credentials::new(
        decoded(url.username())?,
        decoded(password)?,
    )))
}

/// How this machine names itself (RFC 5321, 4.1.1.1).
fn hello(name: &str) -> ClientId {
    match name.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(name.to_owned()),
    }
}

fn is_this_machine(host: &str) -> bool {
    let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use lettre::transport::smtp::client::Tls;

    use super::{Smtp, Trust};

    fn read(url: &str) -> Result<Smtp, String> {
        Smtp::new(url, Trust::default(), "https://whatson.example.org").map_err(|error| error.0)
    }

    #[test]
    fn an_address_says_how_safe_the_connection_is() {
        let wrapped = read("smtps://user:pass@mail.example.org").unwrap();
        assert!(matches!(wrapped.tls, Tls::Wrapper(_)));
        assert_eq!(wrapped.server(), "mail.example.org:465");
        let required = read("smtp://user:p%40ss@mail.example.org?tls=required").unwrap();
        assert!(matches!(required.tls, Tls::Required(_)));
        assert_eq!(required.server(), "mail.example.org:587");
        assert!(required.credentials.is_some());
        for host in ["localhost", "127.0.0.1", "127.0.0.2", "[::1]"] {
            let plain = read(&format!("smtp://{host}:2525")).unwrap();
            assert!(matches!(plain.tls, Tls::None), "{host}");
        }
    }

    #[test]
    fn without_tls_another_machine_is_written_to_only_when_told_so() {
        for url in [
            "smtp://user:pass@mail.example.org",
            "smtp://mail.example.org?tls=opportunistic",
            "smtp://10.0.0.1",
        ] {
            assert!(read(url).unwrap_err().contains("no TLS"), "{url}");
            let plain = Trust {
                plain: true,
                certificates: None,
            };
            assert!(Smtp::new(url, plain, "http://127.0.0.1").is_ok(), "{url}");
        }
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said_without_its_password() {
        for url in [
            "secret",
            "http://user:secret@mail.example.org",
            "smtp://user:secret@mail.example.org?tls=secret",
            "smtp://user:secret@mail.example.org",
            "smtps://user:%ff%fesecret@mail.example.org",
            "smtps:secret",
        ] {
            assert!(!read(url).unwrap_err().contains("secret"), "{url}");
        }
        let debug = format!(
            "{:?}",
            read("smtps://user:secret@mail.example.org").unwrap()
        );
        assert!(!debug.contains("secret") && debug.contains("mail.example.org"));
    }
}
