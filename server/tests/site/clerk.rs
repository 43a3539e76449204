//! The clerk gets in, whatever strangers do at the door: by her own browser, from the office, from a
//! new place and by a link of a mail. Each attack is on the running program; a while is over when
//! the rows of the database are older by as much.

use std::{
    net::{IpAddr, Ipv6Addr},
    time::{Duration, Instant},
};

use chrono::Utc;
use domain::staff::Role;
use server::accounts;
use sqlx::PgPool;
use tokio::{task::JoinSet, time::sleep};

use crate::support::{
    process::{Answer, Browser, Server},
    smtp::Smtp,
    staff::{PASSWORD, app_key},
};

const ANN: &str = "ann@example.org";
const NEW: &str = "heather anvil cormorant";
const OFFICE: [u8; 4] = [192, 0, 2, 1];

/// The running site with one account.
struct Site {
    db: PgPool,
    server: Server,
    smtp: Smtp,
}

impl Site {
    /// The site, and the browser with which the account was signed in to once, at the office.
    async fn new(db: PgPool) -> (Self, Browser) {
        let smtp = Smtp::start().await;
        let server = Server::start(&db, smtp.url()).await;
        let token = accounts::add(&db, Utc::now(), ANN, "Ann Penfold", Role::Moderator);
        let link = format!("/staff/welcome/{}", token.await.expect("an account"));
        let id = sqlx::query_scalar("select id from staff where email = $1")
            .bind(ANN)
            .fetch_one(&db)
            .await
            .expect("the account");
        store::second_factor::set_app(&db, id, app_key().bytes(), 0, Utc::now())
            .await
            .expect("an app");
        let site = Self { db, server, smtp };
        let mut office = site.at(OFFICE);
        assert_eq!(choose(&mut office, &link, PASSWORD).await.status, 303);
        site.prove(&mut office).await;
        (site, office)
    }

    /// A browser that nobody used before.
    fn at(&self, address: impl Into<IpAddr>) -> Browser {
        Browser::of(self.server.address, address)
    }

    /// Takes the second step, and sees the desk.
    async fn prove(&self, browser: &mut Browser) {
        let fresh = "update staff_totp set last_step = 0";
        self.execute(fresh).await;
        let code = app_key().code(Utc::now());
        let proved = browser
            .post("/staff/sign-in/second", &[("code", &code)])
            .await;
        assert_eq!(proved.expect("an answer").status, 303);
        let desk = browser.get("/staff").await.expect("the desk");
        assert_eq!(desk.status, 200, "{}", desk.body);
    }

    async fn execute(&self, sql: &'static str) {
        sqlx::query(sql).execute(&self.db).await.expect("done");
    }

    /// As if everything had been so many minutes ago.
    async fn later(&self, minutes: i32) {
        for sql in [
            "update sign_in_attempt set at = at - make_interval(mins => $1)",
            "update password_request set at = at - make_interval(mins => $1)",
        ] {
            let done = sqlx::query(sql).bind(minutes).execute(&self.db).await;
            done.expect("rows that are older");
        }
    }

    /// Asks for a link, and says whether a mail was written.
    async fn is_mailed(&self, browser: &mut Browser, email: &str) -> bool {
        let before = self.links_written().await;
        let asked = browser.post("/staff/forgotten", &[("email", email)]).await;
        assert_eq!(asked.expect("an answer").location, "/staff/forgotten/sent");
        let waiting = "select count(*) from password_request where handled_at is null";
        for _ in 0..200 {
            if self.count(waiting).await == 0 {
                return self.links_written().await > before;
            }
            sleep(Duration::from_millis(25)).await;
        }
        panic!("nobody looked the request up");
    }

    async fn links_written(&self) -> i64 {
        self.count("select count(*) from message where subject like 'Choose a new password%'")
            .await
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let count = sqlx::query_scalar(sql).fetch_one(&self.db).await;
        count.expect("a count")
    }

    /// The links of all mails that went out, the oldest first.
    async fn links(&self) -> Vec<String> {
        let written = usize::try_from(self.links_written().await).expect("a few");
        for _ in 0..200 {
            let mails = self.smtp.received();
            let link = |text: String| {
                let at = text.find("/staff/welcome/")?;
                Some(text[at..].chars().take(15 + 48).collect())
            };
            let links: Vec<String> = mails.iter().filter_map(|it| link(it.text())).collect();
            if links.len() == written {
                return links;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("the links did not come");
    }

    /// A link by mail, asked for and used, to the desk.
    async fn gets_in_by_mail(&self, mut browser: Browser, asks: &mut Browser) {
        assert!(self.is_mailed(asks, ANN).await, "a link is mailed");
        let link = self.links().await.pop().expect("a link");
        let set = choose(&mut browser, &link, NEW).await;
        assert_eq!(set.location, "/staff/sign-in/second", "{}", set.body);
        self.prove(&mut browser).await;
    }
}

async fn choose(browser: &mut Browser, link: &str, password: &str) -> Answer {
    let fields = [("password", password), ("again", password)];
    browser.post(link, &fields).await.expect("an answer")
}

async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> Answer {
    let fields = [("email", email), ("password", password), ("next", "")];
    let answer = browser.post("/staff/sign-in", &fields).await;
    answer.expect("an answer")
}

/// Another network of a stranger.
fn stranger(n: usize) -> IpAddr {
    let [.., high, low] = n.to_be_bytes();
    [203, 0, high, low].into()
}

#[harness::test]
async fn strangers_who_ask_for_her_password_do_not_use_up_her_own_asking(db: PgPool) {
    let (site, her_own) = Site::new(db).await;
    for n in 0..4 {
        site.is_mailed(&mut site.at(stranger(n)), ANN).await;
    }
    let mut carried = her_own.carried_to([198, 51, 100, 9]);
    assert!(site.is_mailed(&mut carried, ANN).await, "her own browser");
    let mut at_office = site.at(OFFICE);
    assert!(site.is_mailed(&mut at_office, ANN).await, "the office");
    let mut new_place = site.at([198, 51, 100, 10]);
    assert!(site.is_mailed(&mut new_place, ANN).await, "a new place");

    // However many more there are, strangers have six an hour, and she her own.
    let mut mailed = 0;
    for n in 10..30 {
        mailed += usize::from(site.is_mailed(&mut site.at(stranger(n)), ANN).await);
    }
    assert_eq!(mailed, 1, "with the four and the new place, six");
    assert!(site.is_mailed(&mut carried, ANN).await);
    assert!(site.is_mailed(&mut at_office, ANN).await);

    // What mailed nothing counts for nothing: once the mails are an hour old there are new ones.
    site.execute("update password_request set mailed_at = mailed_at - interval '61 minutes'")
        .await;
    assert!(site.is_mailed(&mut site.at(stranger(40)), ANN).await);

    // Each link that was mailed still works, whoever asked, until one was used.
    let links = site.links().await;
    for link in &links {
        assert_eq!(new_place.get(link).await.expect("a page").status, 200);
    }
    let set = choose(&mut new_place, &links[0], NEW).await;
    assert_eq!(set.location, "/staff/sign-in/second");
    site.prove(&mut new_place).await;
}

#[harness::test]
async fn requests_that_mail_nothing_use_nothing_up_and_tell_nothing(db: PgPool) {
    let (site, her_own) = Site::new(db).await;
    let mut answers = Vec::new();
    for n in 0..11 {
        let name = if n % 2 == 0 { "bob@example.org" } else { ANN };
        let mut browser = site.at(Ipv6Addr::new(0x2001, 0xdb8, 1, 1, 0, 0, 0, n));
        let asked = browser.post("/staff/forgotten", &[("email", name)]).await;
        answers.push(asked.expect("an answer").status);
    }
    assert_eq!(answers.pop(), Some(429), "ten an hour for one network");
    for n in 0..71 {
        let mut browser = site.at(Ipv6Addr::new(0x2001, 0xdb8, 1, 2 + n, 0, 0, 0, 1));
        let asked = browser.post("/staff/forgotten", &[("email", ANN)]).await;
        answers.push(asked.expect("an answer").status);
    }
    assert_eq!(answers.pop(), Some(429), "eighty for a /48");
    assert!(answers.iter().all(|status| *status == 303));
    let mut carried = her_own.carried_to(Ipv6Addr::new(0x2001, 0xdb8, 1, 1, 0, 0, 0, 99));
    let asked = carried.post("/staff/forgotten", &[("email", ANN)]).await;
    let asked = asked.expect("an answer");
    assert_eq!(asked.status, 303, "her own browser does not wait for them");
}

#[harness::test]
async fn one_failed_try_a_quarter_of_an_hour_for_a_day_keeps_nobody_out(db: PgPool) {
    let (site, her_own) = Site::new(db).await;
    for n in 0..96 {
        site.later(15).await;
        let tried = sign_in(&mut site.at(stranger(n)), ANN, "guess").await;
        assert_eq!(tried.status, 422, "try {n}");
    }
    let mut new_place = site.at([198, 51, 100, 10]);
    let waits = sign_in(&mut new_place, ANN, PASSWORD).await;
    assert_eq!(waits.status, 429);
    for words in [
        "Wait a minute, then",
        "the link that comes by email always works",
    ] {
        assert!(waits.body.contains(words), "{}", waits.body);
    }
    let mut carried = her_own.carried_to([198, 51, 100, 9]);
    let mut at_office = site.at(OFFICE);
    for known in [&mut carried, &mut at_office] {
        for _ in 0..3 {
            assert_eq!(sign_in(known, ANN, "slip").await.status, 422);
        }
        assert_eq!(sign_in(known, ANN, PASSWORD).await.status, 303, "at once");
        site.prove(known).await;
    }
    site.later(1).await;
    assert_eq!(sign_in(&mut new_place, ANN, PASSWORD).await.status, 303);
    site.prove(&mut new_place).await;

    let tried = sign_in(&mut site.at(stranger(200)), ANN, "guess").await;
    assert_eq!(tried.status, 422);
    let anywhere = site.at([198, 51, 100, 11]);
    site.gets_in_by_mail(anywhere, &mut carried).await;
}

/// Connections that sign in without an end, under a name that nobody has and another each time: so
/// many from networks of their own, then so many from one /48.
fn fill_the_line(site: &Site, networks: usize, of_one: u16) -> JoinSet<()> {
    let of_one = (0..of_one).map(|n| Ipv6Addr::new(0x2001, 0xdb8, 7, n, 0, 0, 0, 1).into());
    let crowd = (0..networks).map(stranger).chain(of_one);
    let mut busy = JoinSet::new();
    for (who, address) in crowd.enumerate() {
        let mut browser = site.at(address);
        busy.spawn(async move {
            for n in 0_u64.. {
                let name = format!("{who}.{n}@example.org");
                let fields = [("email", name.as_str()), ("password", "guess")];
                let _whatever = browser.post("/staff/sign-in", &fields).await;
                sleep(Duration::from_millis(200)).await;
            }
        });
    }
    busy
}

/// How many seconds it took to get to the desk. Whom the account knows is never told that the line is
/// full; anybody else tries again then, for a minute.
async fn seconds_to_the_desk(site: &Site, mut browser: Browser, known: bool) -> f64 {
    let began = Instant::now();
    loop {
        let entered = sign_in(&mut browser, ANN, PASSWORD).await;
        if entered.status == 503 && !known && began.elapsed() < Duration::from_mins(1) {
            sleep(Duration::from_secs(1)).await;
            continue;
        }
        assert_eq!(entered.status, 303, "{}", entered.body);
        break;
    }
    site.prove(&mut browser).await;
    began.elapsed().as_secs_f64()
}

#[harness::test]
async fn forty_connections_and_two_hundred_of_one_network_do_not_fill_the_line(db: PgPool) {
    let (site, her_own) = Site::new(db).await;
    let busy = fill_the_line(&site, 40, 200);
    sleep(Duration::from_secs(3)).await;
    let mut asks = her_own.clone();
    let carried = her_own.carried_to([198, 51, 100, 9]);
    for (who, browser, known) in [
        ("her own browser, elsewhere", carried, true),
        ("a new browser at the office", site.at(OFFICE), true),
        ("a new place", site.at([198, 51, 100, 10]), false),
    ] {
        let seconds = seconds_to_the_desk(&site, browser, known).await;
        println!("{who}: at the desk after {seconds:.1} s");
        assert!(seconds < 60.0, "{who}");
    }
    let began = Instant::now();
    let anywhere = site.at([198, 51, 100, 11]);
    site.gets_in_by_mail(anywhere, &mut asks).await;
    println!("by a mailed link: {:.1} s", began.elapsed().as_secs_f64());
    assert!(began.elapsed() < Duration::from_mins(1));
    drop(busy);
}

#[harness::test]
async fn whom_the_account_knows_gets_in_even_where_the_line_of_strangers_is_full(db: PgPool) {
    let (site, her_own) = Site::new(db).await;
    let busy = fill_the_line(&site, 200, 0);
    sleep(Duration::from_secs(3)).await;
    let new_place = sign_in(&mut site.at([198, 51, 100, 10]), ANN, PASSWORD).await;
    println!("a new place is answered {}", new_place.status);
    if new_place.status == 503 {
        let words = "Wait a minute, then try again. Or press “I have forgotten my password”";
        assert!(new_place.body.contains(words), "{}", new_place.body);
    }
    let carried = her_own.carried_to([198, 51, 100, 9]);
    for (who, browser) in [
        ("her own browser", carried),
        ("the office", site.at(OFFICE)),
    ] {
        let seconds = seconds_to_the_desk(&site, browser, true).await;
        println!("{who}: at the desk after {seconds:.1} s");
        assert!(seconds < 60.0, "{who}");
    }
    drop(busy);
}
