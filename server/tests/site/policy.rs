//! The policy's versions: a draft from the one in force, its changes, the comparison, the adoption,
//! and what keeps an adopted version as it is.

use crate::support::staff::{administrator, ann, answers, decide, list, post};
use crate::support::{TestSite, hidden, noon};
use axum::http::StatusCode;
use chrono::TimeDelta;
use sqlx::PgPool;

const DRAFT: &str = "/staff/settings/policy/draft";

async fn begin(root: &TestSite) {
    let begun = root.post(DRAFT, &[("step", "begin")]).await;
    assert_eq!(
        (begun.status, begun.location()),
        (StatusCode::SEE_OTHER, DRAFT),
        "{}",
        begun.body
    );
}

/// The number of a clause or a standard of the draft.
async fn clause(db: &PgPool, number: &str) -> i64 {
    sqlx::query_scalar(
        "select policy_clause.id from policy_clause join policy_version on policy_version.id = policy_version_id
         where in_force_from is null and number = $1",
    )
    .bind(number)
    .fetch_one(db)
    .await
    .unwrap()
}

async fn standard(db: &PgPool, key: &str) -> i64 {
    sqlx::query_scalar(
        "select standard.id from standard join policy_version on policy_version.id = policy_version_id
         where in_force_from is null and key = $1",
    )
    .bind(key)
    .fetch_one(db)
    .await
    .unwrap()
}

async fn change_clause(root: &TestSite, db: &PgPool, number: &str, text: &str) {
    let address = format!("{DRAFT}/clauses/{}", clause(db, number).await);
    let saved = root
        .post(&address, &[("number", number), ("text", text)])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
}

async fn adopt(root: &TestSite, more: &[(&str, &str)]) -> crate::support::Answer {
    let page = root.get(&format!("{DRAFT}/adopt")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let draft = hidden(&page.body, "draft");
    let fields = [&[("draft", draft.as_str())], more].concat();
    root.post(&format!("{DRAFT}/adopt"), &fields).await
}

#[harness::test]
async fn a_draft_starts_with_all_the_words_of_the_version_in_force_and_there_is_one_at_most(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    let page = root.get("/staff/settings/policy").await;
    assert!(
        page.body.contains("Its review was due in October 2026."),
        "{}",
        page.body
    );
    assert_eq!(root.get(DRAFT).await.status, StatusCode::NOT_FOUND);
    begin(&root).await;
    begin(&root).await;
    let drafts: i64 =
        sqlx::query_scalar("select count(*) from policy_version where in_force_from is null")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(drafts, 1);
    let draft = root.get(DRAFT).await;
    for part in [
        "November 2026",
        "No political advertising",
        "6.13",
        "Repeat offenders will be blocked",
    ] {
        assert!(draft.body.contains(part), "{part}");
    }
    let compared = root.get(&format!("{DRAFT}/compare")).await;
    assert!(
        compared.body.contains("17 clauses are the same"),
        "{}",
        compared.body
    );
    assert!(compared.body.contains("7 standards are the same"));
    let counts: (i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from policy_clause), (select count(*) from standard), (select count(*) from standard_clause)",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(counts, (34, 14, 20));
    let two = sqlx::query("insert into policy_version (name, adopted, review_due) values ('x', '2026-01-01', '2027-01-01')")
        .execute(&db)
        .await
        .unwrap_err();
    assert!(
        two.to_string().contains("policy_version_one_draft"),
        "{two}"
    );
}

#[harness::test]
async fn a_draft_is_not_in_force(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (ann, root) = (ann(&site).await, administrator(&site).await);
    let reference = site.submit_coffee_morning().await;
    begin(&root).await;
    change_clause(&root, &db, "6.9", "Be merry.").await;
    assert!(!site.get("/standards").await.body.contains("Be merry."));
    let review = ann.get(&format!("/staff/submissions/{reference}")).await;
    assert!(!review.body.contains("Be merry.") && review.body.contains("October 2023"));
    list(&ann, &reference).await;
    let name: String = sqlx::query_scalar(
        "select name from decision join policy_version on policy_version.id = policy_version_id",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(name, "October 2023");
}

#[harness::test]
async fn clauses_and_standards_are_added_changed_moved_and_taken_out(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    begin(&root).await;
    let posted = async |address: String, fields: &[(&str, &str)]| {
        root.post(&format!("{DRAFT}/{address}"), fields).await
    };
    // A clause of another number keeps the standards that come from it.
    let six_nine = clause(&db, "6.9").await;
    posted(
        format!("clauses/{six_nine}"),
        &[("number", "6.9a"), ("text", "Be civil <and> kind.")],
    )
    .await;
    let draft = root.get(DRAFT).await;
    assert!(
        draft.body.contains("6.9a") && draft.body.contains("Be civil &lt;and&gt; kind."),
        "{}",
        draft.body
    );
    let taken = posted("clauses/new".into(), &[("number", "6.10"), ("text", "x")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let added = posted(
        "clauses/new".into(),
        &[("number", "6.14"), ("text", "No raffles.")],
    )
    .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let raffles = clause(&db, "6.14").await;

    let empty = posted(
        "standards/new".into(),
        &[("name", ""), ("guidance", "Kept.")],
    )
    .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Kept.") && empty.body.contains("Select the clauses"));
    let tick = format!("clause-{raffles}");
    let fields = [
        ("name", "No raffles"),
        ("guidance", ""),
        (tick.as_str(), "yes"),
        ("not-tolerated", "yes"),
    ];
    let added = posted("standards/new".into(), &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let no_raffles = standard(&db, "no-raffles").await;

    let kept = posted(format!("clauses/{raffles}/remove"), &[]).await;
    assert_eq!(
        kept.status,
        StatusCode::NOT_FOUND,
        "a standard comes from it"
    );
    let why = root.get(&format!("{DRAFT}/clauses/{raffles}/remove")).await;
    assert!(
        why.body
            .contains("The standard “No raffles” comes from it."),
        "{}",
        why.body
    );
    let order = async || -> Vec<String> {
        sqlx::query_scalar(
            "select key from standard join policy_version on policy_version.id = policy_version_id
             where in_force_from is null order by position",
        )
        .fetch_all(&db)
        .await
        .unwrap()
    };
    posted(format!("standards/{no_raffles}/move"), &[("to", "up")]).await;
    assert_eq!(order().await[6], "no-raffles");
    let first = standard(&db, "suitable").await;
    let stays = posted(format!("standards/{first}/move"), &[("to", "up")]).await;
    assert_eq!(
        stays.status,
        StatusCode::SEE_OTHER,
        "the first stays the first"
    );
    let copied = standard(&db, "copied").await;
    posted(format!("standards/{copied}/remove"), &[]).await;
    assert!(!order().await.contains(&"copied".to_owned()));
    let moved = posted(format!("clauses/{raffles}/move"), &[("to", "up")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);

    let compared = root.get(&format!("{DRAFT}/compare")).await.body;
    for part in [
        "No raffles",
        "<del>",
        "<ins>",
        "[new: ",
        "[taken out: ",
        "Nothing copied without permission",
    ] {
        assert!(compared.contains(part), "{part} in {compared}");
    }
    // The version in force is as it was.
    assert!(
        site.get("/standards")
            .await
            .body
            .contains("Nothing copied without permission")
    );
    // A number of the version in force is none of the draft's.
    let theirs: i64 = sqlx::query_scalar("select min(id) from policy_clause")
        .fetch_one(&db)
        .await
        .unwrap();
    let wrong = posted(
        format!("clauses/{theirs}"),
        &[("number", "9"), ("text", "x")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
}

#[harness::test]
async fn the_name_and_dates_of_a_draft_come_back_when_something_is_wrong(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    begin(&root).await;
    let fields = [
        ("name", "October 2023"),
        ("adopted-day", "7"),
        ("adopted-month", "smarch"),
        ("adopted-year", "2026"),
        ("review-day", "7"),
        ("review-month", "12"),
        ("review-year", "2029"),
    ];
    let wrong = root.post(DRAFT, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Another version has that name") && wrong.body.contains("smarch"));
    let right = [
        &[("name", "December 2026")],
        &fields[1..2],
        &[("adopted-month", "12")],
        &fields[3..],
    ]
    .concat();
    assert_eq!(root.post(DRAFT, &right).await.status, StatusCode::SEE_OTHER);
    assert!(root.get(DRAFT).await.body.contains("December 2026"));
}

#[harness::test]
async fn a_draft_can_be_thrown_away(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    begin(&root).await;
    assert_eq!(
        root.get(&format!("{DRAFT}/throw-away")).await.status,
        StatusCode::OK
    );
    let gone = root.post(&format!("{DRAFT}/throw-away"), &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    assert_eq!(root.get(DRAFT).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        root.post(&format!("{DRAFT}/throw-away"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
    begin(&root).await;
}

#[harness::test]
async fn from_its_adoption_on_everything_goes_by_the_new_version_and_old_decisions_keep_theirs(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let (ann, root) = (ann(&site).await, administrator(&site).await);
    let decided = site.submit_coffee_morning().await;
    let stale = site.another_browser().submit_coffee_morning().await;
    let opened = ann.get(&format!("/staff/submissions/{stale}")).await;
    list(&ann, &decided).await;

    begin(&root).await;
    change_clause(&root, &db, "6.9", "Be civil, kind and merry.").await;
    let undecided = adopt(&root, &[]).await;
    assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
    let adopted = adopt(&root, &[("from", "now")]).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.body);

    // New words for everybody, and a new review.
    assert!(
        site.get("/standards")
            .await
            .body
            .contains("Be civil, kind and merry.")
    );
    assert!(!root.get("/staff").await.body.contains("was due for review"));
    // A checklist that was open is not decided on, and its answers are kept.
    let (version, policy) = (
        hidden(&opened.body, "version"),
        hidden(&opened.body, "policy"),
    );
    let late = answers(
        &version,
        &[],
        &[
            ("decision", "list"),
            ("policy", &policy),
            ("note", "Kept note"),
        ],
    );
    let told = post(&ann, &stale, &late).await;
    assert_eq!(
        told.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        told.body
    );
    assert!(
        told.body
            .contains("The standards have changed since you opened this page")
    );
    assert!(told.body.contains("Kept note") && told.body.contains("Be civil, kind and merry."));
    let policy = hidden(&told.body, "policy");
    let anew = answers(&version, &[], &[("decision", "list"), ("policy", &policy)]);
    assert_eq!(
        post(&ann, &stale, &anew).await.status,
        StatusCode::SEE_OTHER
    );

    let stamped: Vec<String> = sqlx::query_scalar(
        "select policy_version.name from decision join policy_version on policy_version.id = policy_version_id
         order by decision.id",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(stamped, ["October 2023", "November 2026"]);
    let later = site.another_browser().submit_coffee_morning().await;
    let declared: String = sqlx::query_scalar(
        "select policy_version.name from declaration join policy_version on policy_version.id = policy_version_id
         order by revision_id desc limit 1",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(declared, "November 2026", "{later}");

    // What was decided before cites the words it was decided by.
    let old = ann.get(&format!("/staff/submissions/{decided}")).await;
    assert!(
        old.body.contains("Against the policy: October 2023"),
        "{}",
        old.body
    );
    assert!(
        old.body
            .contains("Communications from the Council will meet the following criteria")
    );
    assert!(!old.body.contains("Be civil, kind and merry."));
    let new = ann.get(&format!("/staff/submissions/{stale}")).await;
    assert!(
        new.body.contains("Be civil, kind and merry."),
        "{}",
        new.body
    );
}

#[harness::test]
async fn a_version_can_be_adopted_for_a_day_to_come(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    begin(&root).await;
    change_clause(&root, &db, "6.9", "Be merry.").await;
    let fields = [
        ("from", "day"),
        ("from-day", "1"),
        ("from-month", "december"),
        ("from-year", "2026"),
    ];
    let adopted = adopt(&root, &fields).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.body);
    let page = root.get("/staff/settings/policy").await;
    assert!(
        page.body.contains("In force from 1 December 2026"),
        "{}",
        page.body
    );
    assert!(!site.get("/standards").await.body.contains("Be merry."));
    let then = TestSite::at(db.clone(), noon() + TimeDelta::days(9)).await;
    assert!(then.get("/standards").await.body.contains("Be merry."));
    // One that would come before it and be overtaken by it.
    begin(&root).await;
    let too_early = adopt(&root, &[("from", "now")]).await;
    assert_eq!(too_early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        too_early
            .body
            .contains("Another version comes into force on 1 December 2026")
    );
}

#[harness::test]
async fn a_draft_that_is_not_ready_or_not_the_one_that_was_shown_is_not_adopted(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    begin(&root).await;
    let shown = hidden(&root.get(&format!("{DRAFT}/adopt")).await.body, "draft");
    root.post(&format!("{DRAFT}/throw-away"), &[]).await;
    begin(&root).await;
    let fields = [("draft", shown.as_str()), ("from", "now")];
    let other = root.post(&format!("{DRAFT}/adopt"), &fields).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
    assert!(
        root.get("/staff/settings/policy")
            .await
            .body
            .contains("Nothing was adopted")
    );

    for key in [
        "suitable",
        "civil",
        "lawful",
        "copied",
        "personal",
        "political",
        "commercial",
    ] {
        let address = format!("{DRAFT}/standards/{}/remove", standard(&db, key).await);
        root.post(&address, &[]).await;
    }
    let unready = root.get(&format!("{DRAFT}/adopt")).await;
    assert!(
        unready.body.contains("Add a standard")
            && !unready.body.contains("Adopt the policy</button>")
    );
    let draft: i64 =
        sqlx::query_scalar("select id from policy_version where in_force_from is null")
            .fetch_one(&db)
            .await
            .unwrap();
    let draft = draft.to_string();
    root.post(
        &format!("{DRAFT}/adopt"),
        &[("draft", &draft), ("from", "now")],
    )
    .await;
    let adopted: i64 =
        sqlx::query_scalar("select count(*) from policy_version where in_force_from is not null")
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(adopted, 1);
}

#[harness::test]
async fn the_database_keeps_an_adopted_version_as_it_is_save_its_guidance(db: PgPool) {
    for statement in [
        "update policy_version set name = 'x'",
        "update policy_version set in_force_from = now()",
        "delete from policy_version",
        "update policy_clause set text = 'x'",
        "delete from policy_clause",
        "insert into policy_clause (policy_version_id, number, position, text) values (1, '9', 99, 'x')",
        "update standard set name = 'x'",
        "update standard set not_tolerated = not not_tolerated",
        "update standard set guidance = 'x', position = position + 10",
        "delete from standard",
        "insert into standard (policy_version_id, key, position, name) values (1, 'x', 99, 'x')",
        "update standard_clause set position = 9",
        "delete from standard_clause",
        "insert into standard_clause (standard_id, policy_version_id, number, position) values (1, 1, '6.1', 9)",
    ] {
        let error = sqlx::query(statement).execute(&db).await.unwrap_err();
        assert!(
            error.to_string().contains("adopted cannot be changed"),
            "{statement}: {error}"
        );
    }
    sqlx::query("update standard set guidance = 'x'")
        .execute(&db)
        .await
        .unwrap();
}

#[harness::test]
async fn hostile_words_in_a_policy_stay_words_everywhere(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (ann, root) = (ann(&site).await, administrator(&site).await);
    let reference = site.submit_coffee_morning().await;
    begin(&root).await;
    let hostile = "</textarea><script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    change_clause(&root, &db, "6.9", hostile).await;
    let civil = standard(&db, "civil").await;
    let tick = format!("clause-{}", clause(&db, "6.9").await);
    let fields = [
        ("name", hostile),
        ("guidance", hostile),
        (tick.as_str(), "yes"),
    ];
    root.post(&format!("{DRAFT}/standards/{civil}"), &fields)
        .await;
    let version = [
        ("name", &hostile[..60]),
        ("adopted-day", "1"),
        ("adopted-month", "11"),
        ("adopted-year", "2026"),
        ("review-day", "1"),
        ("review-month", "11"),
        ("review-year", "2029"),
    ];
    let named = root.post(DRAFT, &version).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
    let mut pages = vec![
        root.get(DRAFT).await,
        root.get(&format!("{DRAFT}/compare")).await,
    ];
    pages.push(root.get(&format!("{DRAFT}/standards/{civil}")).await);
    pages.push(root.get(&format!("{DRAFT}/adopt")).await);
    adopt(&root, &[("from", "now")]).await;
    decide(&ann, &reference, &[], &[("decision", "list")]).await;
    for address in [
        "/standards",
        "/how-we-decide",
        "/staff",
        "/staff/settings/policy",
        "/staff/settings/guidance",
        "/staff/records/log",
        &format!("/staff/submissions/{reference}"),
        &format!("/staff/submissions/{reference}/sender"),
    ] {
        pages.push(root.get(address).await);
    }
    for page in pages {
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(
            !page.body.contains("<script>") && !page.body.contains("<img"),
            "{}",
            page.body
        );
    }
}
