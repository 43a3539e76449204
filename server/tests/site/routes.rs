//! Who gets what at every address. The addresses are read from the server's own source, so one that
//! has no row here fails the test, and so does a row whose address is gone.
//!
//! **A new address takes one line in [`ROUTES`]:** the path as the router has it, whom it is for, and
//! for each of its methods the status that they get (`200/303`: the second for who works at the desk).
//! A POST is sent with an empty form, which most forms refuse.

use std::{collections::BTreeSet, fmt, fs, path::Path};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use sqlx::PgPool;

use crate::{
    paper::listed,
    pictures,
    reports::tell,
    support::{
        Answer, TestSite, coffee_morning,
        staff::{administrator, clerk, decide},
    },
};

/// Whom an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// Everybody gets the same.
    Everybody,
    /// Whoever has the private link of an event's sender. To others it is not there (404).
    Link,
    /// Who is signed in to the desk. Others are asked to sign in.
    Desk,
    /// Administrators. Other staff read that only an administrator may (403), others are asked to
    /// sign in.
    Administrators,
}
use For::{Administrators, Desk, Everybody, Link};

/// Every address of the site.
const ROUTES: &[(&str, For, &str)] = &[
    // The public side
    ("/", Everybody, "GET 200"),
    ("/month/{month}", Everybody, "GET 200"),
    ("/day/{day}", Everybody, "GET 200"),
    ("/events/{slug}", Everybody, "GET 200"),
    ("/events/{slug}/poster", Everybody, "GET 200"),
    ("/pictures/{id}/{file}", Everybody, "GET 404"),
    ("/standards", Everybody, "GET 200"),
    ("/how-we-decide", Everybody, "GET 200"),
    ("/privacy", Everybody, "GET 200"),
    ("/cookies", Everybody, "GET 200"),
    ("/accessibility", Everybody, "GET 200"),
    ("/follow", Everybody, "GET 200"),
    ("/embed", Everybody, "GET 200"),
    ("/embed/make", Everybody, "GET 200"),
    ("/noticeboard", Everybody, "GET 200"),
    ("/noticeboard/text", Everybody, "GET 200"),
    ("/noticeboard/text.txt", Everybody, "GET 200"),
    ("/weekly", Everybody, "GET 200, POST 422"),
    ("/weekly/asked", Everybody, "GET 200"),
    ("/weekly/confirmed", Everybody, "GET 200"),
    ("/weekly/stopped", Everybody, "GET 200"),
    ("/weekly/confirm/{token}", Everybody, "GET 404, POST 404"),
    ("/weekly/stop/{token}", Everybody, "GET 404, POST 303"),
    ("/report/{slug}", Everybody, "GET 200, POST 400"),
    ("/report/{slug}/sent", Everybody, "GET 200"),
    // The form
    ("/submit", Everybody, "GET 200"),
    ("/submit/start-again", Everybody, "POST 303"),
    ("/submit/later", Everybody, "GET 404"),
    ("/submit/check", Everybody, "GET 404, POST 400"),
    ("/submit/sent/{reference}", Everybody, "GET 200"),
    ("/submit/{step}", Everybody, "GET 200, POST 422"),
    ("/submit/picture", Everybody, "GET 200, POST 400"),
    ("/submit/pictures/{id}/{file}", Everybody, "GET 404"),
    // The sender's private page
    ("/manage", Everybody, "GET 200, POST 422"),
    ("/manage/asked", Everybody, "GET 200"),
    ("/manage/{token}", Link, "GET 200"),
    ("/manage/{token}/confirm", Link, "POST 303"),
    ("/manage/{token}/edit", Link, "POST 303"),
    ("/manage/{token}/throw-away", Link, "POST 303"),
    ("/manage/{token}/again", Link, "POST 303"),
    ("/manage/{token}/status", Link, "POST 422"),
    ("/manage/{token}/dates", Link, "POST 400"),
    ("/manage/{token}/end-links", Link, "POST 303"),
    ("/manage/{token}/withdraw", Link, "GET 200, POST 303"),
    ("/manage/{token}/edit/later", Link, "GET 200"),
    ("/manage/{token}/edit/check", Link, "GET 200, POST 400"),
    ("/manage/{token}/edit/{step}", Link, "GET 200, POST 422"),
    ("/manage/{token}/edit/picture", Link, "GET 200, POST 400"),
    ("/manage/{token}/pictures/{id}/{file}", Link, "GET 404"),
    // For programs
    ("/calendar.ics", Everybody, "GET 200"),
    ("/feed.atom", Everybody, "GET 200"),
    ("/events.json", Everybody, "GET 200"),
    ("/openapi.json", Everybody, "GET 200"),
    ("/sitemap.xml", Everybody, "GET 200"),
    ("/healthz", Everybody, "GET 200"),
    ("/readyz", Everybody, "GET 200"),
    ("/robots.txt", Everybody, "GET 200"),
    ("/.well-known/security.txt", Everybody, "GET 200"),
    // The doors of the desk
    ("/staff/sign-in", Everybody, "GET 200/303, POST 422"),
    ("/staff/sign-out", Everybody, "POST 200"),
    ("/staff/welcome/{token}", Everybody, "GET 404, POST 404"),
    ("/staff/forgotten", Everybody, "GET 200, POST 422"),
    ("/staff/forgotten/sent", Everybody, "GET 200"),
    ("/staff/sign-in/passkey", Everybody, "GET 200/303, POST 422"),
    // The second step, for who gave the right password a moment ago
    ("/staff/sign-in/second", Desk, "GET 303, POST 303"),
    ("/staff/sign-in/second/passkey", Desk, "POST 303"),
    ("/staff/sign-in/recovery", Desk, "GET 303, POST 303"),
    // The desk
    ("/staff", Desk, "GET 200"),
    ("/staff/", Desk, "ANY 404"),
    ("/staff/{*rest}", Desk, "ANY 404"),
    ("/staff/next", Desk, "GET 303"),
    ("/staff/shortcuts", Desk, "GET 200, POST 303"),
    ("/staff/listed", Desk, "GET 200"),
    ("/staff/held", Desk, "GET 200"),
    ("/staff/spam", Desk, "GET 200"),
    ("/staff/spam/close", Desk, "GET 422, POST 303"),
    ("/staff/unconfirmed", Desk, "GET 200"),
    ("/staff/unsent", Desk, "GET 303"),
    ("/staff/messages", Desk, "GET 200"),
    ("/staff/messages/let-go", Desk, "POST 303"),
    ("/staff/messages/again", Desk, "GET 200, POST 303"),
    ("/staff/messages/{id}", Desk, "GET 200, POST 400"),
    ("/staff/messages/{id}/throw-away", Desk, "GET 200, POST 400"),
    ("/staff/messages/{id}/again", Desk, "POST 409"),
    ("/staff/messages/{id}/leave", Desk, "POST 409"),
    ("/staff/reports", Desk, "GET 200"),
    ("/staff/reports/{id}", Desk, "GET 200, POST 422"),
    ("/staff/records", Desk, "GET 200"),
    ("/staff/records/log", Desk, "GET 200"),
    ("/staff/records/log/check", Desk, "GET 200"),
    ("/staff/pictures/{id}/{file}", Desk, "GET 404"),
    ("/staff/submissions/{reference}", Desk, "GET 200, POST 400"),
    (
        "/staff/submissions/{reference}/messages.txt",
        Desk,
        "GET 200",
    ),
    ("/staff/submissions/{reference}/note", Desk, "POST 422"),
    ("/staff/submissions/{reference}/reopen", Desk, "POST 400"),
    (
        "/staff/submissions/{reference}/wording",
        Desk,
        "GET 200, POST 400",
    ),
    (
        "/staff/submissions/{reference}/beside/{other}",
        Desk,
        "GET 200",
    ),
    (
        "/staff/submissions/{reference}/take-down",
        Desk,
        "GET 200, POST 400",
    ),
    (
        "/staff/submissions/{reference}/standing",
        Desk,
        "GET 200, POST 422",
    ),
    (
        "/staff/submissions/{reference}/standing/dates",
        Desk,
        "POST 400",
    ),
    ("/staff/submissions/{reference}/sender", Desk, "GET 200"),
    (
        "/staff/submissions/{reference}/sender/block",
        Desk,
        "GET 200, POST 422",
    ),
    (
        "/staff/submissions/{reference}/sender/end-links",
        Desk,
        "POST 303",
    ),
    (
        "/staff/submissions/{reference}/sender/unblock/{id}",
        Desk,
        "GET 200, POST 303",
    ),
    ("/staff/key-in", Desk, "GET 200"),
    ("/staff/key-in/{channel}", Desk, "POST 303"),
    ("/staff/key-in/{channel}/{form}/later", Desk, "GET 404"),
    (
        "/staff/key-in/{channel}/{form}/check",
        Desk,
        "GET 404, POST 400",
    ),
    (
        "/staff/key-in/{channel}/{form}/{step}",
        Desk,
        "GET 200, POST 422",
    ),
    (
        "/staff/key-in/{channel}/{form}/picture",
        Desk,
        "GET 200, POST 400",
    ),
    ("/staff/settings/notices", Desk, "GET 200, POST 422"),
    // One's own account
    ("/staff/security", Desk, "GET 200"),
    ("/staff/security/password", Desk, "GET 200, POST 422"),
    ("/staff/security/sessions", Desk, "GET 200"),
    ("/staff/security/sessions/others", Desk, "POST 303"),
    ("/staff/security/sessions/{number}/end", Desk, "POST 303"),
    ("/staff/security/second-factor", Desk, "GET 200"),
    (
        "/staff/security/second-factor/app",
        Desk,
        "GET 200, POST 422",
    ),
    (
        "/staff/security/second-factor/passkey",
        Desk,
        "GET 200, POST 422",
    ),
    ("/staff/security/recovery-codes", Desk, "GET 200, POST 400"),
    ("/staff/security/recovery-codes.txt", Desk, "GET 404"),
    (
        "/staff/security/passkeys/{id}/remove",
        Desk,
        "GET 404, POST 404",
    ),
    ("/staff/security/app/remove", Desk, "GET 200, POST 303"),
    // The settings
    (
        "/staff/settings/accounts",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/accounts/{id}",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/accounts/{id}/invite",
        Administrators,
        "POST 303",
    ),
    (
        "/staff/settings/accounts/{id}/close",
        Administrators,
        "GET 200, POST 303",
    ),
    (
        "/staff/settings/accounts/{id}/open",
        Administrators,
        "POST 303",
    ),
    ("/staff/settings", Administrators, "GET 200"),
    (
        "/staff/settings/council",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/limits",
        Administrators,
        "GET 200, POST 422",
    ),
    ("/staff/settings/guidance", Administrators, "GET 200"),
    (
        "/staff/settings/guidance/{key}",
        Administrators,
        "GET 200, POST 303",
    ),
    ("/staff/settings/letters", Administrators, "GET 200"),
    (
        "/staff/settings/letters/{passage}",
        Administrators,
        "GET 200, POST 422",
    ),
    ("/staff/settings/replies", Administrators, "GET 200"),
    (
        "/staff/settings/replies/{id}",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/replies/{id}/move",
        Administrators,
        "POST 303",
    ),
    (
        "/staff/settings/replies/{id}/put-away",
        Administrators,
        "GET 200, POST 303",
    ),
    (
        "/staff/settings/replies/{id}/bring-back",
        Administrators,
        "POST 303",
    ),
    ("/staff/settings/blocked", Administrators, "GET 200"),
    (
        "/staff/settings/weekly",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/weekly/take-out",
        Administrators,
        "POST 422",
    ),
    ("/staff/settings/kinds", Administrators, "GET 200, POST 422"),
    (
        "/staff/settings/kinds/{slug}",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/kinds/{slug}/move",
        Administrators,
        "POST 303",
    ),
    (
        "/staff/settings/kinds/{slug}/retire",
        Administrators,
        "GET 200, POST 303",
    ),
    (
        "/staff/settings/kinds/{slug}/bring-back",
        Administrators,
        "POST 303",
    ),
    ("/staff/settings/venues", Administrators, "GET 200"),
    (
        "/staff/settings/venues/{id}",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/venues/{id}/retire",
        Administrators,
        "GET 200, POST 303",
    ),
    (
        "/staff/settings/venues/{id}/bring-back",
        Administrators,
        "POST 303",
    ),
    (
        "/staff/settings/venues/{id}/merge",
        Administrators,
        "GET 200, POST 422",
    ),
    ("/staff/settings/policy", Administrators, "GET 200"),
    ("/staff/settings/policy/{id}", Administrators, "GET 200"),
    (
        "/staff/settings/policy/draft",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/policy/draft/compare",
        Administrators,
        "GET 200",
    ),
    (
        "/staff/settings/policy/draft/adopt",
        Administrators,
        "GET 200, POST 404",
    ),
    (
        "/staff/settings/policy/draft/throw-away",
        Administrators,
        "GET 200, POST 303",
    ),
    (
        "/staff/settings/policy/draft/paste",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/policy/draft/roles",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/policy/draft/clauses/{id}",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/policy/draft/clauses/{id}/move",
        Administrators,
        "POST 303",
    ),
    (
        "/staff/settings/policy/draft/clauses/{id}/remove",
        Administrators,
        "GET 200, POST 303",
    ),
    (
        "/staff/settings/policy/draft/standards/{id}",
        Administrators,
        "GET 200, POST 422",
    ),
    (
        "/staff/settings/policy/draft/standards/{id}/move",
        Administrators,
        "POST 303",
    ),
    (
        "/staff/settings/policy/draft/standards/{id}/remove",
        Administrators,
        "GET 200, POST 303",
    ),
];

/// The methods that are tried on every address.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// A row's methods with the status of each, for others and for who works at the desk.
fn answers(row: &str) -> Vec<(&str, [u16; 2])> {
    row.split(", ")
        .map(|part| {
            let (method, status) = part.split_once(' ').expect("a method and a status");
            let (others, staff) = status.split_once('/').unwrap_or((status, status));
            (
                method,
                [others, staff].map(|status| status.parse().expect("a status")),
            )
        })
        .collect()
}

/// The addresses that answer whoever comes, or whoever has an event's private link.
pub fn of_strangers() -> BTreeSet<&'static str> {
    ROUTES
        .iter()
        .filter(|(_, row, _)| matches!(row, Everybody | Link))
        .map(|(path, ..)| *path)
        .collect()
}

/// Who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    Sender,
    Moderator,
    Administrator,
    /// Signed in, with an account that was disabled since.
    Disabled,
    /// Signed in once, and signed out in another window.
    SignedOut,
}

impl Who {
    const ALL: [Self; 6] = [
        Self::Nobody,
        Self::Sender,
        Self::Disabled,
        Self::SignedOut,
        Self::Moderator,
        Self::Administrator,
    ];

    fn works_here(self) -> bool {
        matches!(self, Self::Moderator | Self::Administrator)
    }
}

/// What somebody gets.
#[derive(Debug, PartialEq, Eq)]
enum Gets {
    SignIn,
    Status(u16),
}

impl Gets {
    /// What somebody gets at an address that is for these, where those get `status`.
    fn due(row: For, who: Who, status: u16) -> Self {
        match row {
            For::Link if who != Who::Sender => Self::Status(404),
            For::Desk | For::Administrators if !who.works_here() => Self::SignIn,
            For::Administrators if who != Who::Administrator => Self::Status(403),
            For::Everybody | For::Link | For::Desk | For::Administrators => Self::Status(status),
        }
    }

    fn of(answer: &Answer) -> Self {
        let asked = answer.status == StatusCode::SEE_OTHER
            && answer.location().starts_with("/staff/sign-in?next=");
        let told = answer.status == StatusCode::UNAUTHORIZED
            && answer.body.contains("action=\"/staff/sign-in\"");
        if asked || told {
            Self::SignIn
        } else {
            Self::Status(answer.status.as_u16())
        }
    }
}

impl fmt::Display for Gets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignIn => f.write_str("the sign-in"),
            Self::Status(status) => write!(f, "{status}"),
        }
    }
}

/// A site with one of everything, and somebody of every kind.
struct House {
    db: PgPool,
    site: TestSite,
    browsers: Vec<(Who, TestSite, Option<String>)>,
    listed: String,
    slug: String,
    waiting: String,
    token: String,
}

impl House {
    async fn new(db: PgPool) -> Self {
        let site = TestSite::new(db.clone()).await;
        let root = administrator(&site).await;
        let ann = clerk(&site, "ann@example.org", "Ann Penfold").await;
        let dora = clerk(&site, "dora@example.org", "Dora Example").await;
        let eve = clerk(&site, "eve@example.org", "Eve Example").await;
        let slug = listed(&site, "Quiz night", "5").await;
        let listed = text(
            &db,
            "select reference from submission order by id desc limit 1",
        )
        .await;
        let told = tell(&site, &slug, "wrong", "The hall is shut that day.").await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
        run(&db, "update site set open_most = 1000, flood_sent = 10000").await;
        // What each browser says of itself, whatever becomes of its session.
        let staff = [
            (Who::Disabled, dora),
            (Who::SignedOut, eve),
            (Who::Moderator, ann),
            (Who::Administrator, root),
        ];
        let mut browsers = vec![
            (Who::Nobody, site.another_browser(), None),
            (Who::Sender, site.another_browser(), None),
        ];
        browsers.extend(staff.map(|(who, browser)| {
            let cookie = browser.cookie("staff");
            (who, browser, cookie)
        }));
        run(&db, "create table session_then as select staff_session.* from staff_session join staff on staff.id = staff_id where name <> 'Eve Example'").await;
        Self {
            db,
            site,
            browsers,
            listed,
            slug,
            waiting: String::new(),
            token: String::new(),
        }
    }

    /// Another event that waits, with its sender's link and a letter to be read.
    async fn another_event(&mut self) {
        let sender = self.site.another_browser();
        self.waiting = sender.submit_coffee_morning().await;
        let ids: (i64, i64) = sqlx::query_as(
            "select submission.id, message.id from submission join message on submission_id = submission.id where reference = $1",
        )
        .bind(&self.waiting)
        .fetch_one(&self.db)
        .await
        .expect("the receipt");
        self.token = store::links::mint(&self.db, ids.0, ids.1, self.site.app.now())
            .await
            .expect("a link")
            .expect("the present address");
    }

    /// Every session and account as it was at the beginning, and the sender blocked.
    async fn sessions_again(&self) {
        run(
            &self.db,
            "update sender_block set ended_at = null, ended_by = null",
        )
        .await;
        run(
            &self.db,
            "update staff set disabled_at = now() where name = 'Dora Example'",
        )
        .await;
        run(&self.db, "delete from staff_session").await;
        run(
            &self.db,
            "insert into staff_session overriding system value select * from session_then",
        )
        .await;
        for (_, browser, cookie) in &self.browsers {
            if let Some(cookie) = cookie {
                browser.set_cookie("staff", cookie);
            }
        }
    }

    /// A draft of the policy, where somebody threw it away.
    async fn draft_again(&self) {
        let there = text(
            &self.db,
            "select count(*)::text from policy_version where in_force_from is null",
        )
        .await;
        if there == "0" {
            let root = self.browser(Who::Administrator);
            let begun = root
                .post("/staff/settings/policy/draft", &[("step", "begin")])
                .await;
            assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        }
    }

    fn browser(&self, who: Who) -> &TestSite {
        let found = self.browsers.iter().find(|(other, ..)| *other == who);
        &found.expect("a browser").1
    }

    async fn audit_entries(&self) -> String {
        text(&self.db, "select count(*)::text from audit_entry").await
    }

    /// A route with its places filled in with what is there.
    async fn address(&self, route: &str, who: Who) -> String {
        let mut address = route.to_owned();
        while let Some(start) = address.find('{') {
            let end = address.find('}').expect("a brace");
            let value = self.value(route, &address[start + 1..end], who).await;
            address.replace_range(start..=end, &value);
        }
        address
    }

    async fn value(&self, route: &str, place: &str, who: Who) -> String {
        let decided = ["/take-down", "/standing", "/reopen", "/beside"];
        match place {
            "reference" if decided.iter().any(|part| route.contains(part)) => self.listed.clone(),
            "reference" | "other" => self.waiting.clone(),
            "token" if who == Who::Sender && route.starts_with("/manage") => self.token.clone(),
            "token" => "0123456789abcdef0123456789abcdef".to_owned(),
            "slug" if route.contains("/kinds/") => "coffee".to_owned(),
            "slug" => self.slug.clone(),
            "month" => "2026-12".to_owned(),
            "day" => "2026-12-05".to_owned(),
            "step" => "event".to_owned(),
            "channel" => "telephone".to_owned(),
            "form" => "0123456789abcdef0123456789abcdef0123456789abcdef".to_owned(),
            "file" => "small.jpg".to_owned(),
            "key" => "civil".to_owned(),
            "passage" => "receipt-next".to_owned(),
            "number" => "1".to_owned(),
            "*rest" => "nothing/here".to_owned(),
            "id" => self.number(route).await,
            _ => panic!("routes.rs does not know what to put for {{{place}}} of {route}"),
        }
    }

    async fn number(&self, route: &str) -> String {
        let of = |part: &str| route.contains(part);
        let statement = if of("/pictures/") {
            return "00000000-0000-4000-8000-000000000000".to_owned();
        } else if of("/clauses/") {
            "select max(policy_clause.id)::text from policy_clause join policy_version on policy_version.id = policy_version_id where in_force_from is null"
        } else if of("/standards/") {
            "select max(standard.id)::text from standard join policy_version on policy_version.id = policy_version_id where in_force_from is null"
        } else if of("/policy/") {
            "select min(id)::text from policy_version where in_force_from is not null"
        } else if of("/messages/") {
            "select coalesce(max(id) filter (where state = 'draft'), max(id))::text from message"
        } else if of("/accounts/") {
            "select id::text from staff where name = 'Dora Example'"
        } else if of("/replies/") {
            "select min(id)::text from reply_template where retired_at is null"
        } else if of("/venues/") {
            "select max(id)::text from venue where retired_at is null"
        } else if of("/reports/") {
            "select max(id)::text from report"
        } else {
            "select coalesce(max(id), 0)::text from sender_block"
        };
        text(&self.db, statement).await
    }
}

async fn run(db: &PgPool, statement: &'static str) {
    sqlx::query(statement)
        .execute(db)
        .await
        .expect("a statement");
}

async fn text(db: &PgPool, statement: &'static str) -> String {
    sqlx::query_scalar(statement)
        .fetch_one(db)
        .await
        .expect("an answer")
}

/// Every route and method that the server's source has.
fn in_the_source() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the source") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let source = fs::read_to_string(&path).expect("a file of the source");
                found.extend(routes_of(&source, &path));
            }
        }
    }
    found
}

/// The routes of a file: `.route("/path", get(…).post(…))`, however it is set out.
fn routes_of(source: &str, file: &Path) -> Vec<(String, String)> {
    for other in [
        ".nest(",
        ".route_service(",
        ".fallback_service(",
        ".nest_service(",
    ] {
        let known = other == ".nest_service(" && file.ends_with("http/assets.rs");
        assert!(
            known || !source.contains(other),
            "{}: {other}…) makes addresses that routes.rs cannot see",
            file.display()
        );
    }
    let mut found = Vec::new();
    for (start, _) in source.match_indices(".route(") {
        let call = within_brackets(&source[start + ".route(".len()..]);
        let path = call
            .split('"')
            .nth(1)
            .unwrap_or_else(|| panic!("{}: the path of {call} is no plain text", file.display()));
        let handlers = call.split_once(',').expect("a handler").1;
        let methods = methods_of(handlers);
        assert!(!methods.is_empty(), "{}: {call}", file.display());
        found.extend(methods.into_iter().map(|method| (path.to_owned(), method)));
    }
    found
}

/// The text up to the bracket that closes one which was opened before it.
fn within_brackets(text: &str) -> &str {
    let mut open = 1;
    let end = text.find(|letter| {
        open += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        open == 0
    });
    &text[..end.expect("a closing bracket")]
}

/// The methods of `get(show).post(save)`, and of anything else that axum calls one.
fn methods_of(handlers: &str) -> Vec<String> {
    let mut methods = Vec::new();
    for (at, _) in handlers.match_indices('(') {
        let name: String = handlers[..at]
            .chars()
            .rev()
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect();
        let name: String = name.chars().rev().collect();
        match name.as_str() {
            "get" | "post" | "put" | "patch" | "delete" | "head" | "options" | "any" => {
                methods.push(name.to_uppercase());
            }
            other => panic!("routes.rs does not know the method {other}(…)"),
        }
    }
    methods
}

#[test]
fn every_address_of_the_source_has_a_row_and_every_row_an_address() {
    let source = in_the_source();
    let table: BTreeSet<(String, String)> = ROUTES
        .iter()
        .flat_map(|(path, _, row)| {
            answers(row)
                .into_iter()
                .map(|(method, _)| ((*path).to_owned(), method.to_owned()))
        })
        .collect();
    let missing: Vec<_> = source.difference(&table).collect();
    let gone: Vec<_> = table.difference(&source).collect();
    assert!(
        missing.is_empty(),
        "add a row to ROUTES for each of {missing:#?}"
    );
    assert!(gone.is_empty(), "no such address any more: {gone:#?}");
    assert!(source.len() > 150, "only {} were found", source.len());
}

#[harness::test]
async fn everybody_gets_at_each_address_what_is_meant_for_them(db: PgPool) {
    let mut house = House::new(db).await;
    house.another_event().await;
    prepare_a_letter_and_a_block(&house).await;
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (route, row, methods) in ROUTES {
        for (method, status) in answers(methods) {
            let method = if method == "ANY" { "GET" } else { method };
            for who in Who::ALL {
                house.sessions_again().await;
                house.draft_again().await;
                // What was done to an event is not to be met by the next who comes.
                let acts = method == "POST" && (who.works_here() || *row == For::Link);
                if acts && (route.contains("{reference}") || route.contains("{token}")) {
                    house.another_event().await;
                }
                let status = status[usize::from(who.works_here())];
                let due = Gets::due(*row, who, status);
                if who == Who::Sender && route.starts_with("/manage/{token}/edit/") {
                    house.another_event().await;
                    let edit = format!("/manage/{}/edit", house.token);
                    house.browser(who).post(&edit, &[]).await;
                }
                let address = house.address(route, who).await;
                let before = house.audit_entries().await;
                let answer = ask(house.browser(who), method, &address).await;
                let got = Gets::of(&answer);
                tried += 1;
                if got != due {
                    wrong.push(format!("{method} {address} as {who:?}: {got}, not {due}"));
                }
                wrong.extend(unshielded(&answer, &address));
                if due != Gets::Status(status) && before != house.audit_entries().await {
                    wrong.push(format!(
                        "{method} {address} as {who:?} was refused and did something"
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried} answers:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    println!("{tried} answers are as they are meant");
}

/// What an answer lacks of the headers that every answer has.
pub fn unshielded(answer: &Answer, address: &str) -> Vec<String> {
    let framed = address == "/embed" && answer.status == StatusCode::OK;
    let policy = answer.header("content-security-policy");
    let mut lacks = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            lacks.push(format!("{address} ({}): {what}", answer.status));
        }
    };
    let ancestors = if framed {
        "frame-ancestors *"
    } else {
        "frame-ancestors 'none'"
    };
    must(
        policy.starts_with("default-src 'none'; ")
            && policy.contains("base-uri 'none'")
            && (policy.contains("form-action 'self'") || policy.contains("form-action 'none'"))
            && policy.contains(ancestors),
        "its policy is another",
    );
    must(
        !policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"),
        "its policy lets words be run",
    );
    let word = policy
        .split_once("script-src 'nonce-")
        .and_then(|(_, rest)| rest.split_once('\''))
        .map(|(word, _)| format!("nonce=\"{word}\""));
    let marked = word
        .as_ref()
        .map_or(0, |word| answer.body.matches(word).count());
    let scripts = answer.body.matches("<script type=\"module\"").count();
    must(
        scripts == marked,
        "it has a script that its policy does not know",
    );
    must(
        scripts == answer.body.matches("integrity=\"sha384-").count(),
        "it has a script that is run whatever has become of it",
    );
    must(
        word.is_none() || answer.header("cache-control").contains("no-store"),
        "it is kept with the word of its scripts",
    );
    must(
        !policy.contains("script-src 'self'"),
        "it runs whatever comes from here",
    );
    must(
        framed || answer.header("x-frame-options") == "DENY",
        "it may be framed",
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        must(answer.header(name) == value, name);
    }
    must(
        ["same-origin", "no-referrer"].contains(&answer.header("referrer-policy")),
        "referrer-policy",
    );
    must(
        answer.header("permissions-policy").contains("camera=()"),
        "permissions-policy",
    );
    must(
        ["same-origin", "cross-origin"].contains(&answer.header("cross-origin-resource-policy")),
        "cross-origin-resource-policy",
    );
    for name in ["server", "x-powered-by", "access-control-allow-credentials"] {
        must(!answer.headers.contains_key(name), name);
    }
    let own = address.starts_with("/staff") || address.starts_with("/manage/");
    must(
        !own || answer.header("cache-control").contains("no-store")
            || answer.status == StatusCode::SEE_OTHER,
        "it may be kept",
    );
    lacks
}

#[harness::test]
async fn what_goes_wrong_and_what_is_a_file_carries_the_headers_too(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let picture = pictures::in_form(&site).await;
    let assets = &site.app.assets;
    let mut answers = Vec::new();
    for address in [
        &*assets.main_css,
        &assets.islands_wasm,
        &assets.desk_js.src,
        "/assets/fonts/nothing.woff2",
        "/assets/cards/nothing.png",
        "/nothing",
        "/%ff",
        "/events/nothing",
        &picture,
    ] {
        answers.push((address.to_owned(), site.get(address).await));
    }
    let large = format!("title={}", "x".repeat(2_000_000));
    let post = |site: &'static str, body: &str| {
        Request::post("/submit/event")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from(body.to_owned()))
            .expect("a request")
    };
    for (request, status) in [
        (post("same-origin", &large), 413),
        (post("cross-site", "title=a"), 403),
        (post("same-origin", "nothing=a"), 400),
    ] {
        let answer = site.send(request).await;
        assert_eq!(answer.status.as_u16(), status);
        answers.push((format!("POST {status}"), answer));
    }
    answers.push(("PUT /".to_owned(), site.method(Method::PUT, "/").await));
    // A fault of ours, then a database that is away.
    run(&db, "alter table draft rename to elsewhere").await;
    let [(_, fields), ..] = coffee_morning();
    let fault = site.post("/submit/event", &fields).await;
    assert_eq!(fault.status, StatusCode::INTERNAL_SERVER_ERROR);
    answers.push(("500".to_owned(), fault));
    site.app.db.close().await;
    let away = site.post("/submit/event", &fields).await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    answers.push(("503".to_owned(), away));
    let lacks: Vec<String> = answers
        .iter()
        .flat_map(|(address, answer)| unshielded(answer, address))
        .collect();
    assert!(lacks.is_empty(), "{}", lacks.join("\n"));
}

#[harness::test]
async fn no_form_can_be_posted_from_another_site(db: PgPool) {
    let mut house = House::new(db).await;
    house.another_event().await;
    house.draft_again().await;
    house.sessions_again().await;
    let before = house.audit_entries().await;
    let root = house.browser(Who::Administrator);
    for (route, row, methods) in ROUTES {
        if !methods.contains("POST") {
            continue;
        }
        let who = if *row == For::Link {
            Who::Sender
        } else {
            Who::Administrator
        };
        let address = house.address(route, who).await;
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = Request::post(&address)
                .header("host", "127.0.0.1:3000")
                .header("content-type", "application/x-www-form-urlencoded")
                .header(name, value)
                .body(Body::empty())
                .expect("a request");
            let answer = root.send(request).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{address} with {name}: {value}"
            );
        }
    }
    assert_eq!(before, house.audit_entries().await);
}

/// A letter that is to be read, and a sender who is blocked.
async fn prepare_a_letter_and_a_block(house: &House) {
    let ann = house.browser(Who::Moderator);
    let words = [
        ("decision", "refuse"),
        ("step", "send"),
        ("reply", "brief"),
        ("message", "We cannot list this."),
    ];
    let other = house.site.another_browser().submit_coffee_morning().await;
    let refused = decide(ann, &other, &["civil"], &words).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.body);
    let blocked = ann
        .post(
            &format!("/staff/submissions/{}/sender/block", house.waiting),
            &[
                ("email", "yes"),
                ("reason", "Four advertisements in a month."),
                ("review-day", "1"),
                ("review-month", "12"),
                ("review-year", "2026"),
            ],
        )
        .await;
    assert_eq!(blocked.status, StatusCode::SEE_OTHER, "{}", blocked.body);
}

async fn ask(browser: &TestSite, method: &str, address: &str) -> Answer {
    match method {
        "GET" => browser.get(address).await,
        "POST" => browser.post(address, &[]).await,
        other => {
            let method = Method::from_bytes(other.as_bytes()).expect("a method");
            browser.method(method, address).await
        }
    }
}

#[harness::test]
async fn a_method_that_an_address_has_not_is_refused_to_everybody(db: PgPool) {
    let mut house = House::new(db).await;
    house.another_event().await;
    house.draft_again().await;
    let mut wrong = Vec::new();
    for (route, row, methods) in ROUTES.iter().filter(|row| !row.2.starts_with("ANY")) {
        let has: Vec<&str> = answers(methods).iter().map(|(method, _)| *method).collect();
        for method in METHODS.iter().filter(|method| !has.contains(method)) {
            for who in [Who::Nobody, Who::Administrator] {
                house.sessions_again().await;
                let address = house.address(route, who).await;
                let door = who == Who::Nobody && address.starts_with("/staff");
                let due = if door {
                    Gets::SignIn
                } else {
                    Gets::Status(405)
                };
                let got = Gets::of(&ask(house.browser(who), method, &address).await);
                if got != due {
                    wrong.push(format!(
                        "{method} {address} as {who:?} ({row:?}): {got}, not {due}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn routes_are_read_however_they_are_set_out() {
    let source = r#"
        .route("/a", get(x::show))
        .route(
            "/b/{id}",
            get(y::ask).post(y::act),
        )"#;
    let found = routes_of(source, Path::new("a.rs"));
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (&**a, &**b)).collect();
    assert_eq!(
        found,
        [("/a", "GET"), ("/b/{id}", "GET"), ("/b/{id}", "POST")]
    );
}
