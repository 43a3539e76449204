//! Hostile words in every field that takes words, and on every page and in every file that tells of
//! them: nothing is added to a page, no address leads elsewhere, and where words are shown they are
//! shown as they were typed. A browser tries a dozen (`end2end/hostile.spec.ts`). `make hostile` tries
//! all that `end2end/fixtures/hostile.ts` makes, by `HOSTILE_STRINGS`, a file of the same form.

use std::collections::{BTreeMap, BTreeSet};

use atom_syndication::Feed;
use axum::http::StatusCode;
use scraper::{ElementRef, Html, Selector};
use serde::Deserialize;
use sqlx::PgPool;

use crate::support::{
    Answer, TestSite,
    database::with_its_own,
    staff::{administrator, list},
};

/// A string, and what it tries.
#[derive(Deserialize)]
struct Hostile {
    kind: String,
    text: String,
}

fn corpus() -> Vec<Hostile> {
    let file = std::env::var("HOSTILE_STRINGS").map_or_else(
        |_| include_str!("../../../end2end/fixtures/hostile.json").to_owned(),
        |path| std::fs::read_to_string(path).expect("the file of HOSTILE_STRINGS"),
    );
    serde_json::from_str(&file).expect("hostile strings")
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

/// What a page has that none of ours has.
fn intruders(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut found = Vec::new();
    for element in page.select(&selector("*")) {
        let (name, value) = (element.value().name(), element.value());
        let ours = match name {
            "script" => {
                value
                    .attr("src")
                    .is_some_and(|src| src.starts_with("/assets/"))
                    || value.attr("type") == Some("application/ld+json")
            }
            "iframe" | "object" | "embed" | "base" | "style" | "img" | "template" | "math"
            | "animate" | "set" | "frame" | "applet" => false,
            "meta" => value.attr("http-equiv").is_none(),
            _ => true,
        };
        if !ours {
            found.push(element.html().chars().take(80).collect());
        }
        for (attribute, address) in value.attrs() {
            if attribute.starts_with("on") || matches!(attribute, "style" | "srcdoc") {
                found.push(format!("{name} {attribute}"));
            }
            if matches!(attribute, "href" | "src" | "action" | "formaction") && !leads_well(address)
            {
                found.push(format!("{name} {attribute}={address}"));
            }
        }
    }
    found
}

/// Whether an address is of the sorts that our pages have. Browsers leave out white space before it.
fn leads_well(address: &str) -> bool {
    let address = address.trim_start().to_ascii_lowercase();
    let starts = [
        "https://",
        "http://",
        "webcal://",
        "mailto:",
        "tel:",
        "#",
        "?",
    ];
    starts.iter().any(|start| address.starts_with(start))
        || (address.starts_with('/') && !address.starts_with("//"))
}

/// Asserts that a page is only what we made of it.
fn expect_inert(answer: &Answer, place: &str, kind: &str) {
    assert!(
        !answer.status.is_server_error(),
        "{kind}: {place} answers {}",
        answer.status
    );
    assert_eq!(
        intruders(&answer.body),
        Vec::<String>::new(),
        "{kind}: {place}"
    );
}

/// Opens a page, which has to be there, and asserts that it is inert.
async fn visit(site: &TestSite, path: &str, kind: &str) -> Answer {
    let page = site.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{kind}: {path}");
    expect_inert(&page, path, kind);
    page
}

/// As a query has it.
fn query(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect()
}

fn first(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

/// Words as a page shows them: white space run together, nothing that cannot be seen.
fn shown(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether there is anything in the words that a title does not keep as it is.
fn is_plain(words: &str) -> bool {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..)
    };
    !words.contains(odd)
}

type Fields = Vec<(&'static str, String)>;

/// The five steps with the words wherever words are typed.
fn poisoned(text: &str, title: &str) -> Vec<(&'static str, Fields)> {
    let line = first(text, 110);
    let short = first(text, 90);
    let same = |names: &[&'static str], words: &str| -> Fields {
        names.iter().map(|name| (*name, words.to_owned())).collect()
    };
    let with = |fixed: &[(&'static str, &str)], more: Fields| -> Fields {
        let fixed = fixed
            .iter()
            .map(|(name, words)| (*name, (*words).to_owned()));
        fixed.chain(more).collect()
    };
    vec![
        (
            "event",
            with(
                &[("type", "fair"), ("description", text)],
                vec![("title", format!("{} {title}", first(text, 60)))],
            ),
        ),
        (
            "when",
            with(
                &[("repeats", "once")],
                same(&["day", "month", "year", "start", "finish"], &line),
            ),
        ),
        (
            "where",
            with(
                &[("venue", "other")],
                same(
                    &["venue-name", "address", "village", "postcode", "joining"],
                    &line,
                ),
            ),
        ),
        (
            "more",
            with(
                &[("cost", "paid")],
                same(&["price", "booking", "age", "website"], &line),
            ),
        ),
        (
            "you",
            with(
                &[
                    ("show-name", "yes"),
                    ("show-email", "yes"),
                    ("show-telephone", "yes"),
                ],
                [
                    same(&["name", "group"], &short),
                    same(&["email", "telephone"], &line),
                ]
                .concat(),
            ),
        ),
    ]
}

/// What a field holds when the words are not taken.
fn plain(field: &str) -> &'static str {
    match field {
        "title" | "description" => "Fair",
        "type" => "fair",
        "day" => "5",
        "month" => "12",
        "year" => "2026",
        "start" => "10am",
        "venue-name" => "Barn",
        "price" => "£1",
        "name" => "Pat Lee",
        "email" => "pat@example.org",
        "telephone" => "01632 960555",
        _ => "",
    }
}

/// The fields that a page says something is wrong with.
fn refused(page: &str) -> BTreeSet<String> {
    Html::parse_document(page)
        .select(&selector(".error-summary a[href^='#']"))
        .filter_map(|link| Some(link.attr("href")?[1..].to_owned()))
        .collect()
}

/// What stands in a field.
fn held(page: &Html, name: &str) -> Option<String> {
    let field = page
        .select(&selector(&format!(
            "main [name='{name}']:not([type=hidden])"
        )))
        .next()?;
    Some(match field.value().name() {
        "textarea" => field.text().collect(),
        _ => field.attr("value").unwrap_or_default().to_owned(),
    })
}

/// Answers a step with the words; what is not taken is shown again as it was typed, then made plain.
async fn pass(site: &TestSite, step: &str, mut fields: Fields, kind: &str) {
    let path = format!("/submit/{step}");
    for _ in 0..4 {
        let posted: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = site.post(&path, &posted).await;
        expect_inert(&answer, &path, kind);
        if answer.status == StatusCode::SEE_OTHER {
            visit(site, &path, kind).await;
            return;
        }
        let wrong = refused(&answer.body);
        assert!(
            !wrong.is_empty(),
            "{kind}: {step} says nothing: {}",
            answer.body
        );
        let page = Html::parse_document(&answer.body);
        for (name, words) in &mut fields {
            if matches!(*name, "type" | "venue" | "cost" | "repeats") || name.starts_with("show-") {
                continue;
            }
            // NUL, which no database can hold, is all that may be gone; a line end is one of three.
            let ends = |words: &str| {
                words
                    .replace('\0', "")
                    .replace("\r\n", "\n")
                    .replace('\r', "\n")
            };
            if is_plain(words) || *name == "description" {
                assert_eq!(
                    held(&page, name).map(|w| ends(&w)),
                    Some(ends(words)),
                    "{kind}: {name} is kept"
                );
            }
            if wrong.contains(*name) {
                plain(name).clone_into(words);
            }
        }
    }
    panic!("{kind}: {step} is never accepted");
}

/// The calendar file of one event has one event, its lines folded.
async fn expect_calendar(site: &TestSite, path: &str, kind: &str) {
    let calendar = site.get(path).await.body;
    let lines: Vec<&str> = calendar.split("\r\n").collect();
    let begun = |word: &str| lines.iter().filter(|line| line.starts_with(word)).count();
    assert_eq!(
        (begun("BEGIN:VEVENT"), begun("SUMMARY")),
        (1, 1),
        "{kind}: {path}"
    );
    assert!(
        lines.iter().all(|line| line.len() <= 75),
        "{kind}: {path} is folded"
    );
}

/// Everything else that tells of a listed event, also when the words are looked for.
async fn expect_inert_elsewhere(site: &TestSite, event: &str, words: &[&str], kind: &str) {
    for q in words.iter().map(|words| query(words)) {
        for path in [
            "/",
            "/month/2026-12",
            "/day/2026-12-05",
            "/embed",
            "/follow",
        ] {
            visit(site, &format!("{path}?q={q}"), kind).await;
        }
        let calendar = site.get(&format!("/calendar.ics?q={q}")).await.body;
        assert!(
            !calendar.replace("\r\n", "").contains(['\r', '\n']),
            "{kind}: calendar.ics"
        );
        let feed = site.get(&format!("/feed.atom?q={q}")).await.body;
        Feed::read_from(feed.as_bytes())
            .unwrap_or_else(|error| panic!("{kind}: feed.atom: {error}"));
        let events = site.get(&format!("/events.json?q={q}")).await.body;
        let events: Result<serde_json::Value, _> = serde_json::from_str(&events);
        assert!(events.is_ok(), "{kind}: events.json");
    }
    for path in [
        "/noticeboard?month=2026-12",
        "/noticeboard/text?month=2026-12",
    ] {
        visit(site, path, kind).await;
    }
    visit(site, &format!("{event}/poster"), kind).await;
    expect_calendar(site, &format!("{event}.ics"), kind).await;
}

/// One string on its way from the form to the public pages.
async fn take_through(
    site: &TestSite,
    desk: &TestSite,
    n: usize,
    Hostile { kind, text }: &Hostile,
) {
    let visitor = site.another_browser();
    let title = format!("fair{n}");
    let steps = poisoned(text, &title);
    let typed = steps[0].1[2].1.clone();
    for (step, fields) in steps {
        pass(&visitor, step, fields, kind).await;
    }
    visitor.began_minutes_ago(5).await;
    visit(&visitor, "/submit/check", kind).await;
    let reference = visitor.agree_and_send().await;
    visit(&visitor, &format!("/submit/sent/{reference}"), kind).await;

    let review = format!("/staff/submissions/{reference}");
    visit(desk, "/staff", kind).await;
    let page = visit(desk, &review, kind).await;
    let heading = Html::parse_document(&page.body);
    let heading = heading.select(&selector("h1")).next().expect("a heading");
    if is_plain(&typed) {
        assert_eq!(
            shown(&heading.text().collect::<String>()),
            shown(&typed),
            "{kind}"
        );
    }
    for path in ["/sender", "/wording"] {
        visit(desk, &format!("{review}{path}"), kind).await;
    }
    list(desk, &reference).await;
    let listed = visit(desk, &review, kind).await.body;
    let event = listed
        .split("href=\"/events/")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let event = format!("/events/{}", event.expect("the public page"));
    visit(site, &event, kind).await;
    expect_inert_elsewhere(site, &event, &[&title, &first(text, 200)], kind).await;
    let q = query(&first(text, 200));
    for path in [
        "/staff/messages".to_owned(),
        "/staff/records/log".to_owned(),
        format!("/staff/listed?q={q}"),
        format!("/staff/records?q={q}"),
        format!("/staff/sign-in?next={q}"),
    ] {
        let page = desk.get(&path).await;
        expect_inert(&page, &path, kind);
    }
}

/// Every so manieth string, so that the parts run beside each other.
async fn take_part_through(db: PgPool, part: usize, of: usize) {
    let site = TestSite::new(db.clone()).await;
    sqlx::query("update site set open_most = 1000, flood_sent = 10000")
        .execute(&db)
        .await
        .expect("no flood");
    let desk = administrator(&site).await;
    for (n, hostile) in corpus().iter().enumerate().skip(part).step_by(of) {
        // Everything comes from one address, in no time.
        sqlx::query("delete from limit_taken")
            .execute(&db)
            .await
            .expect("no limits");
        take_through(&site, &desk, n, hostile).await;
    }
}

#[harness::test]
async fn hostile_words_in_the_form_are_words_everywhere_first_part(db: PgPool) {
    take_part_through(db, 0, 4).await;
}

#[harness::test]
async fn hostile_words_in_the_form_are_words_everywhere_second_part(db: PgPool) {
    take_part_through(db, 1, 4).await;
}

#[harness::test]
async fn hostile_words_in_the_form_are_words_everywhere_third_part(db: PgPool) {
    take_part_through(db, 2, 4).await;
}

#[harness::test]
async fn hostile_words_in_the_form_are_words_everywhere_fourth_part(db: PgPool) {
    take_part_through(db, 3, 4).await;
}

#[test]
fn an_intruder_is_seen() {
    for html in [
        "<p><img src=x onerror=alert(1)>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<svg><animate onbegin=alert(1)></svg>",
        "<a href='//evil.example'>x</a>",
        "<meta http-equiv=refresh content=0>",
    ] {
        assert_ne!(intruders(html), Vec::<String>::new(), "{html}");
    }
    let ours =
        "<a href='/x'>x</a><script src='/assets/desk.js'></script><form action='/staff'></form>";
    assert_eq!(intruders(ours), Vec::<String>::new());
}

/// A form of a page as a browser would send it, with the words in every field that takes words.
struct Form {
    action: String,
    fields: Vec<(String, String)>,
    /// The names of the fields that take words, each with what stood there.
    words: BTreeMap<String, String>,
}

impl Form {
    fn read(form: ElementRef<'_>) -> Option<Self> {
        let mut read = Self {
            action: form.attr("action")?.to_owned(),
            fields: Vec::new(),
            words: BTreeMap::new(),
        };
        for field in form.select(&selector("input[name], textarea[name], select[name]")) {
            let name = field.attr("name")?.to_owned();
            let value = field.attr("value").unwrap_or_default().to_owned();
            let kind = field.attr("type").unwrap_or("text");
            let value = match (field.value().name(), kind) {
                ("textarea", _) => {
                    let text = field.text().collect::<String>();
                    read.words.insert(name.clone(), text.clone());
                    text
                }
                ("select", _) => {
                    let option = |css: &str| {
                        let option = field.select(&selector(css)).next()?;
                        Some(option.attr("value").unwrap_or_default().to_owned())
                    };
                    option("option[selected]").or_else(|| option("option"))?
                }
                ("input", "text" | "email" | "tel" | "url" | "search") => {
                    read.words.insert(name.clone(), value.clone());
                    value
                }
                ("input", "checkbox" | "radio") if field.attr("checked").is_none() => continue,
                ("input", "submit" | "image" | "button" | "file" | "reset") => continue,
                _ => value,
            };
            read.fields.push((name, value));
        }
        if let Some(button) = form.select(&selector("button[name]")).next() {
            let value = button.attr("value").unwrap_or_default().to_owned();
            read.fields.push((button.attr("name")?.to_owned(), value));
        }
        (!read.words.is_empty()).then_some(read)
    }

    /// The forms of a page that take words.
    fn all(page: &str) -> Vec<Self> {
        let page = Html::parse_document(page);
        page.select(&selector("main form[method='post']"))
            .filter_map(Self::read)
            .collect()
    }

    async fn send(&self, desk: &TestSite, text: &str, but: &BTreeSet<String>) -> Answer {
        let fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(name, value)| {
                let poisoned = self.words.contains_key(name) && !but.contains(name);
                (name.as_str(), if poisoned { text } else { value })
            })
            .collect();
        desk.post(&self.action, &fields).await
    }
}

/// The desk's pages that a page leads to.
fn leads_to(page: &str, below: &str) -> Vec<String> {
    let below = format!("{below}/");
    Html::parse_document(page)
        .select(&selector("main a[href]"))
        .filter_map(|link| Some(link.attr("href")?.split(['?', '#']).next()?.to_owned()))
        .filter(|href| href.starts_with(&below) && !href.contains(".txt"))
        .collect()
}

const SETTINGS: [&str; 12] = [
    "council",
    "venues",
    "kinds",
    "guidance",
    "replies",
    "letters",
    "notices",
    "policy",
    "policy/draft",
    "weekly",
    "accounts",
    "blocked",
];

/// Puts a string into every form of the desk that takes words, and looks at everything afterwards.
async fn poison_the_desk(db: PgPool, Hostile { kind, text }: &Hostile) {
    let site = TestSite::new(db).await;
    let desk = administrator(&site).await;
    let reference = site.submit_coffee_morning().await;
    let waiting = site.another_browser().submit_coffee_morning().await;
    list(&desk, &reference).await;
    desk.post("/staff/settings/policy/draft", &[]).await;
    let starts = SETTINGS
        .iter()
        .map(|name| format!("/staff/settings/{name}"));
    let mut seen: Vec<String> = Vec::new();
    let mut taken = 0;
    for start in starts.chain([&reference, &waiting].map(|one| format!("/staff/submissions/{one}")))
    {
        let page = desk.get(&start).await;
        // Of pages that are alike, three are enough.
        let below: Vec<String> = leads_to(&page.body, &start).into_iter().take(12).collect();
        for path in below.into_iter().chain([start]) {
            if seen.contains(&path) {
                continue;
            }
            for form in Form::all(&desk.get(&path).await.body) {
                let mut answer = form.send(&desk, text, &BTreeSet::new()).await;
                expect_inert(&answer, &form.action, kind);
                let wrong = refused(&answer.body);
                if !wrong.is_empty() {
                    answer = form.send(&desk, text, &wrong).await;
                    expect_inert(&answer, &form.action, kind);
                }
                taken += usize::from(answer.status == StatusCode::SEE_OTHER);
            }
            seen.push(path);
        }
    }
    assert!(
        taken >= 12,
        "{kind}: {taken} forms took the words, of {seen:?}"
    );
    let public = [
        "/",
        "/submit",
        "/how-we-decide",
        "/privacy",
        "/cookies",
        "/accessibility",
        "/follow",
        "/noticeboard",
        "/embed",
    ];
    let desks = ["/staff", "/staff/messages", "/staff/records/log"];
    let again = seen.iter().map(String::as_str).chain(public).chain(desks);
    for path in again {
        expect_inert(&desk.get(path).await, path, kind);
    }
}

/// Of every sort one, unless all are asked for.
fn for_the_desk() -> Vec<Hostile> {
    let sorts = [
        "script element",
        "end of a text area",
        "double quote leaves an attribute",
        "Markdown link to script",
        "NUL and other controls",
    ];
    let all = std::env::var_os("HOSTILE_STRINGS").is_some();
    let mut corpus = corpus();
    corpus.retain(|one| all || sorts.contains(&one.kind.as_str()));
    corpus
}

#[test]
fn hostile_words_in_the_desk_s_own_fields_are_words_everywhere() {
    // Each with settings of its own.
    for hostile in for_the_desk() {
        with_its_own(|db| poison_the_desk(db, &hostile));
    }
}
