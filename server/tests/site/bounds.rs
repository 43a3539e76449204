//! What strangers can make the site keep and draw has bounds, and they add up as `docs/bounds.md` says.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use domain::limits::{
    DESK_PAGES_A_MINUTE, DRAFT_ROOM, DRAWN_AT_ONCE, DRAWN_IN_LINE, KEPT_OF_A_NETWORK_A_DAY,
    KEPT_OF_EVERYBODY_A_DAY, LONGEST_DRAWING_LINE, MOST_KEPT_BYTES, PAGES_A_MINUTE,
    PICTURES_A_MINUTE, Period, RateLimit,
};
use regex::Regex;
use server::{config::WebConfig, http};
use sqlx::PgPool;
use store::limits::{Taken, count};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tower::ServiceExt;

use crate::{
    paper::listed,
    reports::tell,
    routes::of_strangers,
    support::{
        Answer, TestSite, coffee_morning, noon,
        process::{Browser, Server},
        roles::owner,
        staff::{administrator, ann},
    },
};

const DOCUMENT: &str = include_str!("../../../docs/bounds.md");

/// The rows of the table whose first column is called so, each with its cells.
fn table(first: &str, columns: usize) -> Vec<Vec<&'static str>> {
    let head = format!("| {first} |");
    let lines = DOCUMENT.lines().skip_while(|line| {
        let cells = line.matches('|').count() - usize::from(line.contains('|'));
        !(line.starts_with(&head) && cells == columns)
    });
    let rows = lines.skip(2).take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<&str>> = rows
        .map(|line| {
            let cells = line.trim_matches('|').split(" | ");
            cells.map(str::trim).collect()
        })
        .collect();
    assert!(rows.len() > 2, "no table of {first}");
    assert!(rows.iter().all(|row| row.len() == columns), "{rows:?}");
    rows
}

/// "12,000" or "6.6".
fn number(words: &str) -> f64 {
    let plain = words.trim().replace(',', "");
    plain
        .parse()
        .unwrap_or_else(|_| panic!("{words} is no number"))
}

/// The words between backticks.
fn names(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split('`').skip(1).step_by(2)
}

fn a_day(kind: RateLimit, count: i32) -> f64 {
    let days = match kind.period() {
        Period::Hour => 24,
        Period::Day => 1,
    };
    f64::from(count) * f64::from(days)
}

/// How often a day one network may, and everybody together, as a row says; each number is the code's.
fn counted(words: &str) -> (f64, f64) {
    let (of_one, of_all) = words.split_once("; ").expect("a bound for everybody");
    let limit = Regex::new(r"`(\w+)` ([\d,]+) an? (hour|day)( of one)?").expect("a pattern");
    let (mut a_network, mut overall) = (f64::INFINITY, None);
    for found in limit.captures_iter(of_one) {
        let kind: RateLimit = found[1].parse().expect("a kind");
        is(&found[2], f64::from(kind.most()), words);
        assert_eq!(&found[3] == "day", kind.period() == Period::Day, "{words}");
        if found.get(4).is_none() {
            a_network = a_network.min(a_day(kind, kind.most()));
        }
        overall = kind.most_overall().map(|most| (kind, most)).or(overall);
    }
    let (kind, most) = overall.expect("a kind with a bound for everybody");
    let period = if kind.period() == Period::Day {
        "a day"
    } else {
        "an hour"
    };
    let (said, rest) = of_all.split_once(' ').expect("a number");
    is(said, f64::from(most), words);
    assert_eq!(rest, format!("{period} of everybody"), "{words}");
    (a_network, a_day(kind, most))
}

fn is(said: &str, due: f64, what: &str) {
    let said = number(said);
    assert!((said - due).abs() < 0.06, "{what}: {said}, not {due:.1}");
}

#[test]
fn what_is_kept_adds_up_and_stays_below_its_ceilings() {
    let (mut of_one, mut of_all, mut acts) = (0.0, 0.0, (0.0, 0.0));
    let mut kinds = BTreeSet::new();
    for row in table("what", 7) {
        let what = row[0];
        let bytes = number(row[2]);
        let (one, all) = if what == "the counts themselves" {
            // Of one network, a row for each kind and hour; of everybody, from a network each.
            (
                f64::from(u8::try_from(RateLimit::ALL.len()).expect("few")) * 24.0,
                acts.1 * 2.0,
            )
        } else {
            kinds.extend(
                names(row[1]).map(|kind| kind.parse::<RateLimit>().expect("a kind").as_str()),
            );
            counted(row[1])
        };
        acts = (acts.0 + one, acts.1 + all);
        let (one, all) = (one * bytes / 1e6, all * bytes / 1e6);
        is(row[3], one, what);
        is(row[4], all, what);
        of_one += number(row[3]);
        of_all += number(row[4]);
    }
    let said = Regex::new(
        r"keep \*\*([\d,.]+) MB\*\* a day at most, everybody together \*\*([\d,.]+) MB\*\*",
    )
    .expect("a pattern")
    .captures(DOCUMENT)
    .expect("the sums");
    is(&said[1], of_one, "one network");
    is(&said[2], of_all, "everybody");
    let megabytes = |bytes: u64| f64::from(u32::try_from(bytes / 1_000_000).expect("some"));
    assert!(of_one <= megabytes(KEPT_OF_A_NETWORK_A_DAY));
    assert!(of_all <= megabytes(KEPT_OF_EVERYBODY_A_DAY));
    let ceilings = format!(
        "{} MB and {},{:03} MB",
        KEPT_OF_A_NETWORK_A_DAY / 1_000_000,
        KEPT_OF_EVERYBODY_A_DAY / 1_000_000_000,
        KEPT_OF_EVERYBODY_A_DAY / 1_000_000 % 1000
    );
    assert!(DOCUMENT.contains(&ceilings), "{ceilings}");
    let missing: Vec<_> = RateLimit::ALL
        .into_iter()
        .map(RateLimit::as_str)
        .filter(|kind| !kinds.contains(kind) && !kind.starts_with("mail_"))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/bounds.md has no row of {missing:?}"
    );
    let room = |what: &str| {
        let rows = table("what", 7);
        let row = rows.iter().find(|row| row[0] == what).expect("a row");
        number(row[2])
    };
    let bytes = |bytes: usize| f64::from(u32::try_from(bytes).expect("some"));
    assert!(room("a form that is begun") >= bytes(DRAFT_ROOM));
    assert!(room("a picture") >= bytes(MOST_KEPT_BYTES));
}

#[test]
fn what_is_drawn_is_as_the_document_says() {
    let most = [
        PAGES_A_MINUTE,
        PAGES_A_MINUTE,
        PICTURES_A_MINUTE,
        DESK_PAGES_A_MINUTE,
    ];
    let rows = table("what", 4);
    assert_eq!(rows.len(), most.len());
    for (row, most) in rows.iter().zip(most) {
        is(row[1], f64::from(most), row[0]);
        is(row[3], f64::from(most) * number(row[2]) / 1000.0, row[0]);
    }
    let overall = format!(
        "have {DRAWN_AT_ONCE} pages drawn at once, {DRAWN_IN_LINE} wait up to {LONGEST_DRAWING_LINE} seconds"
    );
    assert!(DOCUMENT.contains(&overall), "{overall}");
}

#[test]
fn every_address_that_answers_strangers_has_a_row() {
    let rows = table("at", 3);
    let said: BTreeSet<&str> = rows.iter().flat_map(|row| names(row[0])).collect();
    let there = of_strangers();
    let missing: Vec<_> = there.difference(&said).collect();
    let gone: Vec<_> = said.difference(&there).collect();
    assert!(
        missing.is_empty(),
        "docs/bounds.md has no row of {missing:?}"
    );
    assert!(gone.is_empty(), "{gone:?} do not answer strangers");
    let whats: BTreeSet<&str> = table("what", 7).iter().map(|row| row[0]).collect();
    for row in rows.iter().filter(|row| row[2] != "nothing") {
        for what in row[2].split(", ") {
            assert!(whats.contains(what), "{what} has no row");
        }
    }
}

/// The tables that strangers can make grow, as the document says.
fn tables_of_strangers() -> BTreeSet<&'static str> {
    table("what", 7)
        .iter()
        .flat_map(|row| names(row[6]))
        .collect()
}

/// How many rows each table has.
async fn rows(db: &PgPool) -> BTreeMap<String, i64> {
    sqlx::query_as::<_, (String, i64)>(
        "select relname::text,
                (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', relname), false, true, '')))[1]::text::bigint
         from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> '_sqlx_migrations'",
    )
    .fetch_all(db)
    .await
    .expect("the counts")
    .into_iter()
    .collect()
}

#[harness::test]
async fn every_table_that_the_site_writes_is_bounded_or_written_by_staff_alone(db: PgPool) {
    let said = tables_of_strangers();
    let paragraph = DOCUMENT
        .split("\n\n")
        .find(|part| part.starts_with("Only staff and the clock write: "))
        .expect("what strangers cannot write");
    let staff: BTreeSet<&str> = names(paragraph).collect();
    let site = TestSite::new(db.clone()).await;
    let written: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
           and (has_table_privilege('whatson_site', oid, 'insert') or has_any_column_privilege('whatson_site', oid, 'update'))
         order by 1",
    )
    .fetch_all(&site.app.db)
    .await
    .expect("the tables");
    let missing: Vec<_> = written
        .iter()
        .filter(|table| !said.contains(table.as_str()) && !staff.contains(table.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/bounds.md has no row of {missing:?}"
    );
    let there = rows(&db).await;
    let gone: Vec<_> = said
        .union(&staff)
        .filter(|table| !there.contains_key(**table))
        .collect();
    assert!(gone.is_empty(), "no such table any more: {gone:?}");
    assert_eq!(said.intersection(&staff).count(), 0);
}

#[harness::test]
async fn what_strangers_do_grows_no_table_without_a_row(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Quiz night", "5").await;
    let before = rows(&db).await;
    let stranger = site.another_browser();
    stranger.submit_coffee_morning().await;
    stranger.submit_and_confirm().await;
    let told = tell(&stranger, &slug, "wrong", "The hall is shut that day.").await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    for (path, fields) in [
        ("/manage", vec![("email", "alex@example.org")]),
        ("/weekly", vec![("email", "alex@example.org")]),
        (
            "/staff/sign-in",
            vec![("email", "a@example.org"), ("password", "wrong horse")],
        ),
        ("/staff/forgotten", vec![("email", "a@example.org")]),
        ("/staff/settings/council", vec![("council", "Ours")]),
    ] {
        stranger.post(path, &fields).await;
    }
    for path in of_strangers() {
        if !path.contains('{') {
            stranger.get(path).await;
        }
    }
    stranger.get("/staff/sign-in/passkey").await;
    let said = tables_of_strangers();
    let after = rows(&db).await;
    let grown: BTreeSet<&str> = after
        .iter()
        .filter(|(table, count)| before[*table] < **count)
        .map(|(table, _)| table.as_str())
        .collect();
    assert!(grown.len() > 8, "{grown:?}");
    let unbounded: Vec<_> = grown.difference(&said).collect();
    assert!(
        unbounded.is_empty(),
        "docs/bounds.md has no row of {unbounded:?}"
    );
}

/// The form that takes the most room of all that can be sent: every field full of letters of four bytes.
fn fullest() -> [(&'static str, Vec<(&'static str, String)>); 5] {
    let full = |most: usize| {
        let letters = (0..most).map(|n| char::from_u32(0x2_0000 + u32::try_from(n).expect("few")));
        letters
            .map(|letter| letter.expect("a letter"))
            .collect::<String>()
    };
    let mut steps = coffee_morning().map(|(step, fields)| {
        let fields = fields
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()));
        (step, fields.collect::<Vec<_>>())
    });
    let mut set = |step: usize, name: &'static str, value: String| {
        let fields: &mut Vec<(&'static str, String)> = &mut steps[step].1;
        fields.retain(|(known, _)| *known != name);
        fields.push((name, value));
    };
    let address = |most: usize| format!("https://example.org/{}", "a".repeat(most - 20));
    set(0, "title", full(80));
    set(0, "description", full(4000));
    set(2, "venue", "other".to_owned());
    set(2, "venue-name", full(120));
    set(2, "address", full(120));
    set(2, "village", full(120));
    set(3, "cost", "paid".to_owned());
    set(3, "price", full(120));
    set(3, "booking", address(300));
    set(3, "age", full(120));
    set(3, "website", address(300));
    set(4, "name", full(100));
    set(4, "group", full(100));
    steps
}

/// How many bytes all rows have together, as text.
async fn stored(db: &PgPool) -> i64 {
    let mut all = 0;
    for table in rows(db).await.into_keys() {
        let bytes =
            format!("select coalesce(sum(octet_length(t::text)), 0)::bigint from {table} t");
        let bytes: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(bytes))
            .fetch_one(db)
            .await
            .expect("the bytes");
        all += bytes;
    }
    all
}

#[harness::test]
async fn the_fullest_event_takes_less_than_its_row_says(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    ann(&site).await;
    sqlx::query("update staff set notice_new = 'at_once'")
        .execute(&db)
        .await
        .expect("a member of staff who hears at once");
    let steps = fullest();
    let steps: Vec<(&str, Vec<(&str, &str)>)> = steps
        .iter()
        .map(|(step, fields)| {
            (
                *step,
                fields.iter().map(|(n, v)| (*n, v.as_str())).collect(),
            )
        })
        .collect();
    let before = stored(&db).await;
    site.fill_in(&steps).await;
    let form = stored(&db).await - before;
    assert!(form > 16_000, "{form}: the form is full");
    assert!(form < i64::try_from(DRAFT_ROOM).expect("some"), "{form}");
    site.agree_and_send().await;
    let sent = stored(&db).await - before;
    println!("the fullest form has {form} bytes, the fullest event {sent}");
    let rows = table("what", 7);
    let row = rows
        .iter()
        .find(|row| row[0].starts_with("an event or a change"));
    let said = number(row.expect("a row")[2]);
    assert!(
        sent > 50_000 && f64::from(u32::try_from(sent).expect("some")) < said,
        "{sent}"
    );
}

async fn draft_bytes(db: &PgPool) -> Vec<i32> {
    sqlx::query_scalar(
        "select octet_length(answers::text) from draft order by created_at, token_hash",
    )
    .fetch_all(db)
    .await
    .expect("the drafts")
}

/// Posts a form from a network address.
async fn post_from(
    site: &TestSite,
    from: impl Into<IpAddr>,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body));
    send_from(site, from, request.expect("a request")).await
}

async fn get_from(site: &TestSite, from: impl Into<IpAddr>, path: &str) -> Answer {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    send_from(site, from, request).await
}

async fn send_from(site: &TestSite, from: impl Into<IpAddr>, mut request: Request<Body>) -> Answer {
    let peer = SocketAddr::from((from.into(), 40000));
    request.extensions_mut().insert(ConnectInfo(peer));
    site.send(request).await
}

#[harness::test]
async fn a_form_holds_what_answers_may_hold_and_the_page_all_that_was_typed(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let steps = coffee_morning();
    site.fill_in(&steps[..2]).await;
    let before = draft_bytes(&db).await;
    let most = "words & more ".repeat(14_000);
    let fields = [
        ("title", "Concert"),
        ("description", &most),
        ("type", "music"),
    ];
    let refused = site.post("/submit/event", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("far more than a form can hold"));
    assert!(
        refused
            .body
            .contains("Description must be 4,000 characters or less")
    );
    assert!(
        refused.body.matches("words &amp; more").count() >= 14_000,
        "all that was typed"
    );
    assert!(refused.body.contains("value=\"Concert\""));
    assert_eq!(draft_bytes(&db).await, before, "what was kept stays");
    let again = site.get("/submit/event").await;
    assert!(again.body.contains("value=\"Coffee morning\""));

    // Each step by itself fits, and all together do not.
    let half = "a".repeat(DRAFT_ROOM / 2);
    let where_ = [("venue", "other"), ("venue-name", half.as_str())];
    let kept = site.post("/submit/where", &where_).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!kept.body.contains("far more than a form can hold"));
    let more = [("cost", "free"), ("age", half.as_str())];
    let refused = site.post("/submit/more", &more).await;
    assert!(refused.body.contains("far more than a form can hold"));
    assert!(refused.body.contains(&half));

    // A new form begins with no more than that either, and its browser keeps no name of none.
    let stranger = site.another_browser();
    let refused = stranger.post("/submit/event", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stranger.cookie("draft"), None);
    let now = draft_bytes(&db).await;
    let room = i32::try_from(DRAFT_ROOM).expect("some");
    assert_eq!(now.len(), 1);
    assert!(now[0] > room / 2 && now[0] <= room, "{now:?}");
}

#[harness::test]
async fn two_windows_at_once_do_not_each_add_theirs(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    site.fill_in(&coffee_morning()[..1]).await;
    let much = "a".repeat(DRAFT_ROOM * 2 / 3);
    let place = [("venue", "other"), ("venue-name", much.as_str())];
    let more = [("cost", "free"), ("age", much.as_str())];
    tokio::join!(
        site.post("/submit/where", &place),
        site.post("/submit/more", &more)
    );
    let now = draft_bytes(&db).await;
    assert!(
        now.iter()
            .all(|bytes| usize::try_from(*bytes).expect("some") <= DRAFT_ROOM),
        "{now:?}"
    );
}

/// Everybody together has used a limit up.
async fn used_up(db: &PgPool, kind: RateLimit) {
    let done = sqlx::query("update limit_taken set taken = 1000000 where kind = $1")
        .bind(kind.as_str())
        .execute(&mut owner(db).await)
        .await
        .expect("a limit used up");
    assert!(done.rows_affected() > 0);
}

async fn counts(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from limit_taken")
        .fetch_one(db)
        .await
        .expect("a count")
}

#[harness::test]
async fn steps_are_counted_of_a_form_and_of_a_network_and_nothing_typed_is_lost(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (path, fields) = ("/submit/event", &coffee_morning()[0].1);
    let one = [192, 0, 2, 7];
    let first = post_from(&site, one, path, fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let mut last = first;
    for _ in 0..=RateLimit::StepOf.most() {
        last = post_from(&site, one, path, fields).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.body.contains("Coffee, cake and a chat"));
    assert!(last.body.contains("Nothing that you typed is lost"));
    assert!(!last.header("retry-after").is_empty());
    let (_, typed) = &coffee_morning()[1];
    let other = site.another_browser();
    assert_eq!(
        post_from(&other, one, path, fields).await.status,
        StatusCode::SEE_OTHER
    );
    used_up(&db, RateLimit::StepDay).await;
    let refused = post_from(&other, one, "/submit/when", typed).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
}

#[harness::test]
async fn who_has_met_a_bound_leaves_no_row_and_takes_nothing_from_others(db: PgPool) {
    let taken = |address: String| {
        let db = db.clone();
        async move {
            let address: IpAddr = address.parse().expect("an address");
            count(&db, RateLimit::Weekly, address, noon())
                .await
                .expect("a count")
        }
    };
    let mut counted = 0;
    for n in 0..400 {
        counted += i32::from(taken(format!("2001:db8:1:{n:x}::1")).await == Taken::Counted);
    }
    let customer = 8 * RateLimit::Weekly.most();
    assert_eq!(counted, customer);
    // A row for each that was counted, one for the customer and one for everybody.
    assert_eq!(counts(&db).await, i64::from(customer) + 2);
    let everybody: i32 = sqlx::query_scalar("select max(taken) from limit_taken")
        .fetch_one(&db)
        .await
        .expect("a count");
    assert_eq!(everybody, customer, "who was refused used up nothing");
    used_up(&db, RateLimit::Weekly).await;
    let before = counts(&db).await;
    for n in 0..50 {
        let refused = taken(format!("192.0.2.{n}")).await;
        assert!(
            matches!(refused, Taken::TooMany { by_all: true, .. }),
            "{refused:?}"
        );
    }
    assert_eq!(counts(&db).await, before);
}

#[harness::test]
async fn a_crowd_at_once_gets_as_many_as_there_are(db: PgPool) {
    let mut crowd = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let db = db.clone();
        crowd.spawn(async move {
            let address = IpAddr::from([192, 0, 2, 7]);
            count(&db, RateLimit::Report, address, noon())
                .await
                .expect("a count")
        });
    }
    let counted = crowd
        .join_all()
        .await
        .into_iter()
        .filter(|it| *it == Taken::Counted);
    assert_eq!(
        counted.count(),
        usize::try_from(RateLimit::Report.most()).expect("a few")
    );
}

#[harness::test]
async fn when_everybody_together_has_met_a_bound_people_and_the_desk_are_told(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Quiz night", "5").await;
    let desk = ann(&site).await;
    assert!(
        !desk
            .get("/staff")
            .await
            .body
            .contains("Far more is coming in")
    );
    let (path, fields) = ("/submit/event", &coffee_morning()[0].1);
    post_from(&site.another_browser(), [192, 0, 2, 1], path, fields).await;
    used_up(&db, RateLimit::BeginDay).await;
    let refused = post_from(&site.another_browser(), [192, 0, 2, 2], path, fields).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        refused.body.contains("coming in from everywhere"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("Coffee, cake and a chat"));
    let queue = desk.get("/staff").await.body;
    assert!(
        queue.contains("Far more is coming in") && queue.contains("new forms"),
        "{queue}"
    );
    let keyed = desk.post("/staff/key-in/telephone", &[]).await;
    let at = keyed.location().to_owned();
    let step = desk.post(&at, fields).await;
    assert_eq!(
        step.status,
        StatusCode::SEE_OTHER,
        "staff go on: {}",
        step.body
    );

    // The other forms come again with what was typed, too.
    let told = tell(&site, &slug, "wrong", "The hall is shut that day.").await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    used_up(&db, RateLimit::ReportDay).await;
    let told = tell(&site, &slug, "wrong", "The hall is shut that day.").await;
    assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(told.body.contains("The hall is shut that day."));
    let asked = [("email", "jo@example.org")];
    assert_eq!(
        site.post("/manage", &asked).await.status,
        StatusCode::SEE_OTHER
    );
    used_up(&db, RateLimit::Links).await;
    let links = site.post("/manage", &asked).await;
    assert_eq!(links.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        links.body.contains("jo@example.org") && links.body.contains("telephone the parish office")
    );
}

#[harness::test]
async fn pages_of_forms_and_pictures_have_a_minute_of_their_own(db: PgPool) {
    let site = TestSite::new(db).await;
    let one = [192, 0, 2, 7];
    for _ in 0..PAGES_A_MINUTE {
        assert_eq!(
            get_from(&site, one, "/manage/asked").await.status,
            StatusCode::OK
        );
    }
    for path in ["/submit/event", "/weekly/asked"] {
        let refused = get_from(&site, one, path).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert!(!refused.header("retry-after").is_empty());
    }
    for path in ["/", "/?q=tea", "/staff/sign-in", "/healthz", "/readyz"] {
        assert_eq!(
            get_from(&site, one, path).await.status,
            StatusCode::OK,
            "{path}"
        );
    }
    assert_eq!(
        get_from(&site, [192, 0, 2, 8], "/submit/event")
            .await
            .status,
        StatusCode::OK
    );
    let picture = "/pictures/0123456789abcdef0123456789abcdef/480.jpg";
    for _ in 0..PICTURES_A_MINUTE {
        assert_eq!(
            get_from(&site, one, picture).await.status,
            StatusCode::NOT_FOUND
        );
    }
    let refused = get_from(&site, one, picture).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let last = (0..=DESK_PAGES_A_MINUTE).map(|_| get_from(&site, one, "/staff/forgotten/sent"));
    let mut refused = None;
    for answer in last {
        refused = Some(answer.await.status);
    }
    assert_eq!(refused, Some(StatusCode::TOO_MANY_REQUESTS));
}

#[harness::test]
async fn where_very_much_is_drawn_at_once_visitors_wait_and_the_desk_goes_on(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let slug = listed(&site, "Quiz night", "5").await;
    let desk = ann(&site).await;
    assert_eq!(site.get("/").await.status, StatusCode::OK);
    let mut places = Vec::new();
    for _ in 0..DRAWN_AT_ONCE {
        places.push(site.app.drawing.place().await.expect("a place"));
    }
    let line: Vec<_> = (0..DRAWN_IN_LINE)
        .map(|_| {
            let drawing = site.app.drawing.clone();
            tokio::spawn(async move { drawing.place().await.is_some() })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    for path in ["/?q=tea", "/submit/event", "/manage/asked"] {
        let busy = site.get(path).await;
        assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(busy.header("retry-after"), "10");
        assert!(busy.body.contains("cannot answer just now"));
    }
    // What is old by now is better than nothing.
    site.app.pages.changed();
    let old = site.get("/").await;
    assert_eq!(old.status, StatusCode::OK);
    assert!(old.body.contains("This page is shown as it was") && old.body.contains(&slug));
    let (path, fields) = ("/submit/event", &coffee_morning()[0].1);
    assert_eq!(
        site.post(path, fields).await.status,
        StatusCode::SEE_OTHER,
        "what is sent is taken"
    );
    assert_eq!(desk.get("/staff").await.status, StatusCode::OK);
    drop(places);
    for waited in line {
        waited.await.expect("a visitor in line");
    }
    assert_eq!(site.get("/?q=tea").await.status, StatusCode::OK);
}

/// What the program answers to these bytes, until it hangs up or says nothing more.
async fn heard(server: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server).await.expect("a connection");
    // A server that has heard enough may hang up in between.
    let _ = stream.write_all(bytes).await;
    let mut heard = Vec::new();
    let mut part = [0; 8192];
    while let Ok(Ok(read)) = timeout(Duration::from_millis(800), stream.read(&mut part)).await
        && read > 0
    {
        heard.extend_from_slice(&part[..read]);
    }
    String::from_utf8_lossy(&heard).into_owned()
}

/// The answers in what was heard: each head with its body.
fn answers(heard: &str) -> Vec<(String, String)> {
    let (mut rest, mut answers) = (heard, Vec::new());
    while let Some((head, after)) = rest.split_once("\r\n\r\n") {
        let head = head.to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.trim().parse().expect("a length"));
        answers.push((head, after[..length].to_owned()));
        rest = &after[length..];
    }
    assert!(rest.is_empty(), "{rest}");
    answers
}

#[harness::test]
async fn what_is_no_request_is_answered_in_plain_words_with_every_header(db: PgPool) {
    let server = Server::start(&db, "smtp://127.0.0.1:1".to_owned()).await;
    let form = "POST /submit/start-again HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let well = "GET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n";
    let long = "a".repeat(200_000);
    let cases: [(&str, String, &[u16]); 14] = [
        (
            "a bad method",
            "G@T / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
            &[400],
        ),
        ("no HTTP", "hello\r\n\r\n".to_owned(), &[400]),
        (
            "TLS",
            "\x16\x03\x01\x02\0\x01\0\x01\r\n\r\n".to_owned(),
            &[400],
        ),
        (
            "a bad version",
            "GET / HTTP/9.9\r\nHost: a\r\n\r\n".to_owned(),
            &[400],
        ),
        (
            "a bad header",
            "GET / HTTP/1.1\r\nHost: a\r\nX y: z\r\n\r\n".to_owned(),
            &[400],
        ),
        (
            "a bad host",
            "GET / HTTP/1.1\r\nHost: \x01\r\n\r\n".to_owned(),
            &[400],
        ),
        (
            "two hosts",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(),
            &[400],
        ),
        (
            "a head of 200 KB",
            format!("GET / HTTP/1.1\r\nHost: a\r\nX: {long}\r\n\r\n"),
            &[431],
        ),
        (
            "an address of 100 KB",
            format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", &long[..100_000]),
            &[414],
        ),
        (
            "a bad chunk",
            format!("{form}Transfer-Encoding: chunked\r\n\r\nzz\r\na=b\r\n0\r\n\r\n"),
            &[303],
        ),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), &[]),
        (
            "well, then none",
            format!("{well}G@T / HTTP/1.1\r\n\r\n"),
            &[200, 400],
        ),
        (
            "well twice, then none",
            format!("{well}{well}\x01\r\n\r\n"),
            &[200, 200, 400],
        ),
        ("well, twice", format!("{well}{well}"), &[200, 200]),
    ];
    for (what, bytes, due) in cases {
        let heard = heard(server.address, bytes.as_bytes()).await;
        let answers = answers(&heard);
        let statuses: Vec<u16> = answers
            .iter()
            .map(|(head, _)| head[9..12].parse().expect("a status"))
            .collect();
        assert_eq!(statuses, due, "{what}: {heard}");
        for ((head, body), status) in answers.iter().zip(due) {
            for name in [
                "x-content-type-options: nosniff",
                "x-frame-options: deny",
                "referrer-policy: same-origin",
                "cross-origin-opener-policy: same-origin",
                "cross-origin-resource-policy: same-origin",
                "permissions-policy: camera=()",
                "content-security-policy: default-src 'none'",
            ] {
                assert!(head.contains(name), "{what}: {name} in {head}");
            }
            if *status >= 400 {
                assert!(head.contains("cache-control: no-store"), "{what}: {head}");
                assert!(
                    body.contains("again") || body.contains("look for"),
                    "{what}: {body}"
                );
            }
        }
    }
    // The words of hyper's own answer in a page are a page.
    let trick = "/?q=HTTP/1.1%20400%20Bad%20Request%0D%0Acontent-length:%200%0D%0A%0D%0A";
    let answer = Browser::new(server.address)
        .get(trick)
        .await
        .expect("an answer");
    assert_eq!(answer.status, 200);
    assert!(answer.body.trim_end().ends_with("</html>"));
}

#[harness::test]
async fn a_receipt_is_the_same_for_its_sender_a_stranger_and_whoever_guesses(db: PgPool) {
    let site = TestSite::new(db).await;
    let reference = site.submit_coffee_morning().await;
    let own = format!("/submit/sent/{reference}");
    let stranger = site.another_browser();
    let shown = [
        site.get(&own).await,
        site.get(&own).await,
        stranger.get(&own).await,
        stranger.get("/submit/sent/WO-2222").await,
        site.get("/submit/sent/WO-2222").await,
    ];
    let plain = |answer: &Answer| answer.body.replace(&reference, "WO-2222");
    for answer in &shown {
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(plain(answer), plain(&shown[0]));
        assert!(!answer.body.contains("Coffee morning") && !answer.body.contains("alex@"));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("set-cookie"), "");
    }
    let guessed = stranger.get("/submit/sent/anything").await;
    assert_eq!(guessed.status, StatusCode::NOT_FOUND);
}

#[harness::test]
async fn an_administrator_sets_how_much_the_site_takes(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let here = "/staff/settings/limits";
    let page = root.get(here).await.body;
    for value in ["value=\"20\"", "value=\"60\"", "value=\"100\""] {
        assert!(page.contains(value), "{value}: {page}");
    }
    assert!(root.get("/staff/settings").await.body.contains(here));
    let wrong = [
        ("open-most", "4"),
        ("flood-sent", "many"),
        ("asked-most", "10,001"),
    ];
    let refused = root.post(here, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Enter a number of events from 5 to 1,000",
        "Enter a number of events from 10 to 10,000",
        "Enter a number of emails from 10 to 10,000",
        "value=\"many\"",
    ] {
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    let well = [
        ("open-most", "5"),
        ("flood-sent", "10,000"),
        ("asked-most", " 250 "),
    ];
    for _ in 0..2 {
        assert_eq!(root.post(here, &well).await.status, StatusCode::SEE_OTHER);
    }
    let kept = store::site::limits(&site.app.db).await.expect("the limits");
    assert_eq!(
        (kept.open_most, kept.flood_sent, kept.asked_most),
        (5, 10_000, 250)
    );
    let entries: Vec<String> =
        sqlx::query_scalar("select data::text from audit_entry where action = 'limits changed'")
            .fetch_all(&db)
            .await
            .expect("the log");
    assert_eq!(entries.len(), 1, "what changes nothing is not noted");
    assert!(
        entries[0].contains("250") && entries[0].contains("100"),
        "{entries:?}"
    );
    for _ in 0..5 {
        site.another_browser().submit_coffee_morning().await;
    }
    site.fill_in(&coffee_morning()).await;
    assert_eq!(
        site.post_check().await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[harness::test]
async fn every_answer_of_a_site_with_tls_asks_browsers_to_stay_with_it(db: PgPool) {
    let site = TestSite::new(db).await;
    let mut app = site.app.clone();
    app.web = Arc::new(WebConfig {
        site_url: Some("https://whatson.example.org".into()),
        ..(*app.web).clone()
    });
    let router = http::site(app);
    for path in [
        "/",
        "/nowhere",
        "/staff/sign-in",
        "/healthz",
        "/calendar.ics",
        "/submit/event",
    ] {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let answer = router.clone().oneshot(request).await.expect("an answer");
        let told = answer.headers().get(header::STRICT_TRANSPORT_SECURITY);
        let told = told.and_then(|told| told.to_str().ok());
        assert_eq!(told, Some("max-age=63072000; includeSubDomains"), "{path}");
        let plain = site.get(path).await;
        assert_eq!(plain.header("strict-transport-security"), "", "{path}");
    }
}
