//! The running program under attack, with twenty visitors and a clerk at work beside it: `make abuse`. Each attack is one
//! of a kind that once froze the desk, wrote to strangers, kept the clerk out or filled the disk. What came of it is
//! printed, and what may not be fails.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::Utc;
use domain::limits::{DESCRIPTION_LIMIT, RateLimit};
use sqlx::PgPool;
use tokio::{task::JoinSet, time::sleep};

use crate::support::{
    TestSite,
    process::{Answer, Browser, Server, plain_event},
    smtp::Smtp,
    staff::{PASSWORD, ann, app_key, list},
    visitors::{Times, visitors},
};

const ANN: &str = "ann@example.org";
/// The office, from where Ann has signed in.
const OFFICE: [u8; 4] = [192, 0, 2, 1];
/// What strangers would like to have written to somebody.
const WORDS: &str = "BUY NOW at https://evil.example";
/// Whom they would like to annoy, however it is spelt.
const SPELT: [&str; 4] = [
    "vic.tim@gmail.com",
    "victim+1@gmail.com",
    "v.ictim+offer@googlemail.com",
    "VICTIM@gmail.com",
];
/// The most that anything public may take, 95 in 100.
const PUBLIC: Duration = Duration::from_millis(200);
/// The most that a page of the desk may take, 95 in 100.
const DESK: Duration = Duration::from_millis(500);
/// The most memory over that of the idle program, in bytes.
const MEMORY: usize = 200 * 1024 * 1024;

/// The site, its clerk and what is measured.
struct Site {
    db: PgPool,
    server: Server,
    smtp: Smtp,
    clerk: Browser,
    idle: usize,
}

/// A stranger's network, of as many as there are.
fn network(kind: u8, n: usize) -> IpAddr {
    let [.., high, low] = n.to_be_bytes();
    Ipv4Addr::new(10, kind, high, low).into()
}

impl Site {
    /// Thirty events, twenty of them listed, and a clerk whose browser and office the account knows.
    async fn new(db: PgPool) -> Self {
        let smtp = Smtp::start().await;
        let server = Server::start(&db, smtp.url()).await;
        let desk = TestSite::at(db.clone(), Utc::now()).await;
        let ann = ann(&desk).await;
        for n in 0..30 {
            let sent = Browser::of(server.address, network(1, n)).submit().await;
            if n < 20 {
                list(&ann, &sent.expect("a receipt")).await;
            }
        }
        let mut clerk = Browser::of(server.address, OFFICE);
        let fields = [("email", ANN), ("password", PASSWORD), ("next", "")];
        let entered = clerk.post("/staff/sign-in", &fields).await;
        assert_eq!(entered.expect("an answer").status, 303);
        let mut site = Self {
            idle: server.held(),
            db,
            server,
            smtp,
            clerk: clerk.clone(),
        };
        site.prove(&mut clerk).await;
        site.clerk = clerk;
        site
    }

    async fn prove(&self, browser: &mut Browser) {
        sqlx::query("update staff_totp set last_step = 0")
            .execute(&self.db)
            .await
            .expect("a fresh code");
        let code = app_key().code(Utc::now());
        let proved = browser
            .post("/staff/sign-in/second", &[("code", &code)])
            .await;
        assert_eq!(proved.expect("an answer").status, 303);
        let desk = browser.get("/staff").await.expect("the desk");
        assert_eq!(desk.status, 200, "{}", desk.body);
    }

    /// Everything that the database holds, in bytes.
    async fn stored(&self) -> i64 {
        let size = "select sum(pg_total_relation_size(oid))::bigint from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";
        sqlx::query_scalar(size)
            .fetch_one(&self.db)
            .await
            .expect("a size")
    }

    /// What visitors and the clerk wait for so long, while `attack` goes on.
    async fn under(&self, what: &str, seconds: u64, attack: Attack) -> Measured {
        let before = self.stored().await;
        sleep(Duration::from_secs(2)).await;
        let time = Duration::from_secs(seconds);
        let (public, desk) = tokio::join!(
            visitors(self.server.address, time),
            at_work(self.clerk.clone(), time)
        );
        attack.over.store(true, Ordering::Relaxed);
        let asked = attack.asked.load(Ordering::Relaxed);
        let refused = attack.refused.load(Ordering::Relaxed);
        attack.strangers.join_all().await;
        let grown = (self.stored().await - before).max(0) / 1024;
        let mut measured = Measured { public, desk };
        let ms = |time: Duration| time.as_millis();
        println!(
            "{what:<44} {asked:>7} {refused:>8} | {:>5} {:>5} {:>6} {:>3} | {:>5} {:>6} {:>3} | {grown:>7} {:>5}",
            ms(measured.public.at(50)),
            ms(measured.public.at(95)),
            ms(measured.public.at(100)),
            measured.public.failed,
            ms(measured.desk.at(95)),
            ms(measured.desk.at(100)),
            measured.desk.failed,
            self.server.held().saturating_sub(self.idle) / (1024 * 1024),
        );
        measured
    }
}

/// What was measured of those who are not strangers.
struct Measured {
    public: Times,
    desk: Times,
}

/// How an attack begins.
type Begin = fn(&Site) -> Attack;

/// Strangers at it until it is over.
#[derive(Default)]
struct Attack {
    strangers: JoinSet<()>,
    over: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
}

/// One of them.
#[derive(Clone)]
struct Stranger {
    browser: Browser,
    over: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
}

impl Stranger {
    fn goes_on(&self) -> bool {
        !self.over.load(Ordering::Relaxed)
    }

    fn count(&self, answer: &std::io::Result<Answer>) {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if !answer.as_ref().is_ok_and(|it| it.status < 400) {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn get(&mut self, path: &str) {
        let answer = self.browser.get(path).await;
        self.count(&answer);
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let answer = self.browser.post(path, fields).await;
        self.count(&answer);
        answer.ok()
    }

    /// Sends an event in, with these words and this address.
    async fn submit(&mut self, title: &str, description: &str, email: &str) {
        let mut steps = plain_event();
        for (name, value) in steps.iter_mut().flat_map(|(_, fields)| fields) {
            match *name {
                "title" => title.clone_into(value),
                "description" => description.clone_into(value),
                "email" => email.clone_into(value),
                _ => {}
            }
        }
        let sent = self.browser.send_in(&steps).await;
        self.asked.fetch_add(7, Ordering::Relaxed);
        if sent.is_err() {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Attack {
    /// So many strangers, each from a network of its own.
    fn by<F: Future<Output = ()> + Send + 'static>(
        mut self,
        site: &Site,
        kind: u8,
        many: usize,
        does: impl Fn(usize, Stranger) -> F,
    ) -> Self {
        for n in 0..many {
            let stranger = Stranger {
                browser: Browser::of(site.server.address, network(kind, n)),
                over: self.over.clone(),
                asked: self.asked.clone(),
                refused: self.refused.clone(),
            };
            self.strangers.spawn(does(n, stranger));
        }
        self
    }
}

/// The clerk goes through the desk, a page every half a second.
async fn at_work(mut clerk: Browser, time: Duration) -> Times {
    let (mut times, end) = (Times::default(), Instant::now() + time);
    let mut case = "/staff".to_owned();
    let mut turn = 0;
    while Instant::now() < end {
        let path = match turn % 5 {
            0 => "/staff",
            1 => case.as_str(),
            2 => "/staff/listed",
            3 => "/staff/messages",
            _ => "/staff/reports",
        };
        let began = Instant::now();
        match clerk.get(path).await {
            Ok(answer) if answer.status == 200 => {
                times.took.push(began.elapsed());
                if let Some(at) = answer.body.find("/staff/submissions/WO-") {
                    case = answer.body[at..].chars().take(26).collect();
                }
            }
            _ => times.failed += 1,
        }
        turn += 1;
        sleep(Duration::from_millis(500)).await;
    }
    times
}

/// Sixteen networks that send events in, ask for links and for the weekly email, all in one name.
fn writing_to_others(site: &Site) -> Attack {
    Attack::default().by(site, 2, 16, |n, mut stranger| async move {
        for round in n.. {
            let email = SPELT[round % SPELT.len()];
            stranger.submit(WORDS, WORDS, email).await;
            for path in ["/manage", "/weekly"] {
                stranger.post(path, &[("email", email)]).await;
            }
            if !stranger.goes_on() {
                break;
            }
            sleep(Duration::from_millis(100)).await;
        }
    })
}

/// Texts that were dear: a thousand prices, marks that open and never close, words that nearly are in a list.
fn dear_texts() -> Vec<String> {
    let long = |part: &str| -> String { part.chars().cycle().take(DESCRIPTION_LIMIT).collect() };
    [
        "£9 ",
        "50% off ",
        "[a](",
        "**a ",
        "call now ",
        "a@b.c ",
        "www.a.b/ ",
        "12. ",
        "she is ill. ",
        "monday tuesday ",
        "((((",
        "l.l.l.l ",
        "ſ\u{301} ",
    ]
    .map(long)
    .to_vec()
}

/// Forty networks that send in what is dear to read.
fn dear_to_read(site: &Site) -> Attack {
    Attack::default().by(site, 3, 40, |n, mut stranger| async move {
        let texts = dear_texts();
        for round in n.. {
            let (text, email) = (
                &texts[round % texts.len()],
                format!("dear{round}@example.org"),
            );
            stranger.submit("Coffee morning", text, &email).await;
            if !stranger.goes_on() {
                break;
            }
            sleep(Duration::from_millis(200)).await;
        }
    })
}

/// Two hundred and forty connections that guess passwords, and forty networks that ask for new ones.
fn at_the_door(site: &Site) -> Attack {
    let guess = |n: usize, mut stranger: Stranger| async move {
        for round in 0_u64.. {
            let name = if n.is_multiple_of(4) {
                ANN.to_owned()
            } else {
                format!("{n}.{round}@example.org")
            };
            let fields = [
                ("email", name.as_str()),
                ("password", "guess"),
                ("next", ""),
            ];
            stranger.post("/staff/sign-in", &fields).await;
            if !stranger.goes_on() {
                break;
            }
            sleep(Duration::from_millis(200)).await;
        }
    };
    let ask = |_, mut stranger: Stranger| async move {
        while stranger.goes_on() {
            stranger.post("/staff/forgotten", &[("email", ANN)]).await;
            sleep(Duration::from_millis(200)).await;
        }
    };
    Attack::default()
        .by(site, 4, 40, guess)
        .by(site, 5, 40, ask)
}

/// Pages that are drawn anew for each request: searches for words that nobody searched for, calendars and sheets of them.
fn drawing(site: &Site) -> Attack {
    Attack::default().by(site, 6, 60, |n, mut stranger| async move {
        for round in 0.. {
            let words = format!("word{n}x{round}");
            let path = match round % 5 {
                0 | 1 => format!("/?q={words}"),
                2 => format!("/calendar.ics?q={words}"),
                3 => format!("/noticeboard?weeks=12&q={words}"),
                _ => format!("/feed.atom?q={words}"),
            };
            stranger.get(&path).await;
            if !stranger.goes_on() {
                break;
            }
            sleep(Duration::from_millis(50)).await;
        }
    })
}

/// One network that keeps whatever can be kept: drafts as large as a form takes, new ones without end, reports.
fn filling_the_disk(site: &Site) -> Attack {
    let body: String = "All of it. ".chars().cycle().take(60_000).collect();
    Attack::default().by(site, 7, 1, move |_, mut stranger| {
        let body = body.clone();
        async move {
            let fresh = stranger.browser.clone();
            while stranger.goes_on() {
                for (step, field) in [
                    ("event", "description"),
                    ("where", "place"),
                    ("more", "price-words"),
                    ("you", "name"),
                ] {
                    let path = format!("/submit/{step}");
                    stranger.post(&path, &[(field, &body)]).await;
                }
                stranger.browser = fresh.clone();
            }
        }
    })
}

/// How long it takes to get to the desk from there, in seconds. Whom the account does not know may be told to wait.
async fn seconds_to_the_desk(site: &Site, mut browser: Browser) -> f64 {
    let began = Instant::now();
    while began.elapsed() < Duration::from_mins(2) {
        let fields = [("email", ANN), ("password", PASSWORD), ("next", "")];
        if let Ok(answer) = browser.post("/staff/sign-in", &fields).await
            && answer.status == 303
        {
            site.prove(&mut browser).await;
            break;
        }
        sleep(Duration::from_secs(1)).await;
    }
    began.elapsed().as_secs_f64()
}

/// Mails that went to the third party, and how many had a stranger's words.
fn mails_to_others(site: &Site) -> (usize, usize) {
    let received = site.smtp.received();
    let theirs = received.iter().filter(|mail| {
        let to = mail.to[0].to_lowercase();
        to.ends_with("@gmail.com") || to.ends_with("@googlemail.com")
    });
    let (mut all, mut with_words) = (0, 0);
    for mail in theirs {
        all += 1;
        let subject = mail.parsed().subject().unwrap_or_default().to_owned();
        let text = format!("{subject}\n{}", mail.text());
        with_words += usize::from(text.contains("BUY NOW") || text.contains("evil.example"));
    }
    (all, with_words)
}

#[harness::test]
#[ignore = "takes minutes: run it by `make abuse`"]
async fn abuse_leaves_visitors_a_quick_site_and_the_clerk_her_desk(db: PgPool) {
    let seconds = std::env::var("ABUSE_SECONDS").map_or(20, |n| n.parse().expect("a number"));
    let site = Site::new(db).await;
    println!(
        "{:<44} {:>7} {:>8} | {:>5} {:>5} {:>6} {:>3} | {:>5} {:>6} {:>3} | {:>7} {:>5}",
        "", "asked", "refused", "p50", "p95", "worst", "-", "p95", "worst", "-", "kB", "MB"
    );
    let attacks: [(&str, Begin); 6] = [
        ("nobody", |_| Attack::default()),
        ("16 networks write to somebody", writing_to_others),
        ("40 networks send in what is dear to read", dear_to_read),
        ("80 networks at the door", at_the_door),
        ("60 networks have pages drawn", drawing),
        ("one network fills the disk", filling_the_disk),
    ];
    let mut slow = Vec::new();
    for (what, attack) in attacks {
        let mut measured = site.under(what, seconds, attack(&site)).await;
        if measured.public.at(95) > PUBLIC || measured.public.failed > 0 {
            slow.push(format!("{what}: the public pages"));
        }
        if measured.desk.at(95) > DESK || measured.desk.failed > 0 {
            slow.push(format!("{what}: the desk"));
        }
    }
    let (to_others, with_words) = mails_to_others(&site);
    println!(
        "mails to somebody who asked for none: {to_others}, with a stranger's words: {with_words}"
    );

    let door = at_the_door(&site);
    sleep(Duration::from_secs(3)).await;
    let known = seconds_to_the_desk(&site, site.clerk.clone().carried_to([198, 51, 100, 9])).await;
    let office = seconds_to_the_desk(&site, Browser::of(site.server.address, OFFICE)).await;
    let anywhere = Browser::of(site.server.address, [198, 51, 100, 10]);
    let new_place = seconds_to_the_desk(&site, anywhere).await;
    door.over.store(true, Ordering::Relaxed);
    println!(
        "at the desk meanwhile: by her own browser {known:.1} s, at the office {office:.1} s, from a new place {new_place:.1} s"
    );
    let over_idle = site.server.most_held().saturating_sub(site.idle) / (1024 * 1024);
    println!("memory at most {over_idle} MB over idle");
    let held_up = site.server.log();
    let held_up: Vec<&str> = held_up
        .lines()
        .filter(|line| line.contains("held a thread"))
        .collect();
    println!("requests that held a thread over 10 ms: {}", held_up.len());
    for line in held_up.iter().take(10) {
        println!("  {line}");
    }

    let a_few = usize::try_from(RateLimit::MailTo.most()).expect("a few");
    assert_eq!(with_words, 0, "nobody reads a stranger's words");
    assert!(to_others <= a_few, "{to_others} mails");
    assert!([known, office, new_place].iter().all(|it| *it < 60.0));
    assert!(over_idle * 1024 * 1024 <= MEMORY, "{over_idle} MB");
    assert!(slow.is_empty(), "too slow: {slow:?}");
}
