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
    adopt_as_seen(root, &page.body, more).await
}

/// Adopts the draft as a page showed it.
async fn adopt_as_seen(
    root: &TestSite,
    page: &str,
    more: &[(&str, &str)],
) -> crate::support::Answer {
    let seen = ["draft", "digest", "seen"].map(|name| (name, hidden(page, name)));
    let seen: Vec<(&str, &str)> = seen.iter().map(|(name, it)| (*name, it.as_str())).collect();
    let fields = [&seen, more].concat();
    root.post(&format!("{DRAFT}/adopt"), &fields).await
}

async fn adopted_versions(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from policy_version where in_force_from is not null")
        .fetch_one(db)
        .await
        .unwrap()
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
        compared.body.contains("20 clauses are the same"),
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
    assert_eq!(counts, (40, 14, 20));
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
        ("removal", "A post has been removed."),
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
    let shown = root.get(&format!("{DRAFT}/adopt")).await;
    root.post(&format!("{DRAFT}/throw-away"), &[]).await;
    begin(&root).await;
    let other = adopt_as_seen(&root, &shown.body, &[("from", "now")]).await;
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
        &[
            ("draft", &draft),
            ("digest", ""),
            ("seen", "1"),
            ("from", "now"),
        ],
    )
    .await;
    assert_eq!(adopted_versions(&db).await, 1);
}

#[harness::test]
async fn a_draft_that_was_edited_after_it_was_looked_at_is_not_adopted_and_what_differs_is_shown(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    begin(&root).await;
    let address = format!("{DRAFT}/adopt");
    let civil = standard(&db, "civil").await;
    let tick = format!("clause-{}", clause(&db, "6.9").await);
    let guidance = [
        ("name", "Civil, tasteful and relevant"),
        ("guidance", "Be brief."),
        (tick.as_str(), "yes"),
    ];
    for (what, shown) in [
        ("clause", "merry."),
        ("number", "6.9a"),
        ("standard", "brief."),
        ("name", "[new: </span>The"),
        ("order", "The clauses are in another order"),
    ] {
        let seen = root.get(&address).await;
        match what {
            "clause" => change_clause(&root, &db, "6.9", "Be merry.").await,
            "number" => {
                let at = format!("{DRAFT}/clauses/{}", clause(&db, "6.9").await);
                root.post(&at, &[("number", "6.9a"), ("text", "Be merry.")])
                    .await;
            }
            "standard" => {
                let saved = root
                    .post(&format!("{DRAFT}/standards/{civil}"), &guidance)
                    .await;
                assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
            }
            "name" => {
                let saved = root.post(DRAFT, &details("The other one")).await;
                assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
            }
            _ => {
                let at = format!("{DRAFT}/clauses/{}/move", clause(&db, "6.13").await);
                root.post(&at, &[("to", "up")]).await;
            }
        }
        let refused = adopt_as_seen(&root, &seen.body, &[("from", "now")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{what}");
        assert!(
            refused
                .body
                .contains("The draft has changed since you looked at it")
                && refused.body.contains(shown),
            "{what}: {}",
            refused.body
        );
        // An answer that is wrong in itself hides no change either.
        let wrong = adopt_as_seen(&root, &seen.body, &[]).await;
        assert_eq!(wrong.status, StatusCode::CONFLICT, "{what}");
        assert_eq!(adopted_versions(&db).await, 1, "{what}");
    }
    // Whoever has read what differs can adopt it from that very page.
    let seen = root.get(&address).await;
    change_clause(&root, &db, "6.10", "Be glad.").await;
    let refused = adopt_as_seen(&root, &seen.body, &[("from", "now")]).await;
    let adopted = adopt_as_seen(&root, &refused.body, &[("from", "now")]).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.body);
    assert_eq!(adopted_versions(&db).await, 2);
}

/// The form of a draft's name and dates.
fn details(name: &str) -> [(&'static str, &str); 8] {
    [
        ("name", name),
        ("adopted-day", "1"),
        ("adopted-month", "11"),
        ("adopted-year", "2026"),
        ("review-day", "1"),
        ("review-month", "11"),
        ("review-year", "2029"),
        ("removal", "A post has been removed."),
    ]
}

#[harness::test]
async fn a_standard_without_a_clause_is_not_adopted_and_does_not_vanish_from_the_checklist(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let root = administrator(&site).await;
    begin(&root).await;
    let seen = root.get(&format!("{DRAFT}/adopt")).await;
    let civil = standard(&db, "civil").await;
    sqlx::query("delete from standard_clause where standard_id = $1")
        .bind(civil)
        .execute(&db)
        .await
        .unwrap();
    let refused = adopt_as_seen(&root, &seen.body, &[("from", "now")]).await;
    assert!(
        refused
            .body
            .contains("Select the clauses that “Civil, tasteful and relevant” comes from"),
        "{}",
        refused.body
    );
    let draft = store::policy_drafts::draft(&db).await.unwrap().unwrap();
    let (number, digest) = (draft.version.id.to_string(), draft.digest());
    let fields = [
        ("draft", number.as_str()),
        ("digest", digest.as_str()),
        ("seen", "0"),
        ("from", "now"),
    ];
    let adopted = root.post(&format!("{DRAFT}/adopt"), &fields).await;
    assert_eq!(adopted.status, StatusCode::OK, "{}", adopted.body);
    let forced =
        sqlx::query("update policy_version set in_force_from = now() where in_force_from is null")
            .execute(&db)
            .await
            .unwrap_err();
    assert!(forced.to_string().contains("no clause says"), "{forced}");
    assert_eq!(adopted_versions(&db).await, 1);
    // Were it in force all the same, staff would see it.
    let standards: i64 = sqlx::query_scalar("select policy_version_id from standard where id = $1")
        .bind(civil)
        .fetch_one(&db)
        .await
        .unwrap();
    let read = store::policy::standards(&db, standards).await.unwrap();
    assert_eq!(read.len(), 7);
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
        "update policy_role set number = '6.1'",
        "delete from policy_role",
        "insert into policy_role (policy_version_id, role, number) values (1, 'another', '6.1')",
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
    let named = root.post(DRAFT, &details(&hostile[..60])).await;
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

/// The policy in force as somebody would paste it: section 5 is 7 now and 6 is 8, the second and
/// third of 7 have changed places, and so have 8.11 and 8.12; one clause is in other words.
async fn renumbered_policy(db: &PgPool) -> String {
    let clauses: Vec<(String, String)> = sqlx::query_as(
        "select number, text from policy_clause where policy_version_id = 1 and number >= '5' order by position",
    )
    .fetch_all(db)
    .await
    .unwrap();
    let mut text = "THE COUNCIL\nCommunications policy\n\n7. Website\n".to_owned();
    let mut moved: Vec<(String, String)> = clauses
        .into_iter()
        .map(|(number, text)| {
            let number = match number.as_str() {
                "5.2" => "7.3".to_owned(),
                "5.3" => "7.2".to_owned(),
                "6.11" => "8.12".to_owned(),
                "6.12" => "8.11".to_owned(),
                other => other.replacen("5.", "7.", 1).replacen("6.", "8.", 1),
            };
            let text = text.replace("libellous, harassing", "libellous or harassing");
            (number, text)
        })
        .collect();
    moved.sort_by_key(|(number, _)| {
        let (section, part) = number.split_once('.').unwrap();
        section.parse::<u32>().unwrap() * 100 + part.parse::<u32>().unwrap()
    });
    for (at, (number, words)) in moved.iter().enumerate() {
        if number == "8.1" {
            text.push_str("Page 2 of 3\n\n8. Social Media\n");
        }
        let space = if at % 2 == 0 { "\t" } else { ". " };
        text.extend(["- ", number, space, words, "\n"]);
    }
    text
}

/// The numbers of clauses of the policy before that a page names: 5.1 to 5.4 and 6.1 to 6.13.
fn old_numbers(page: &str) -> Vec<String> {
    let mut numbers: Vec<String> = (1..=4).map(|part| format!("5.{part}")).collect();
    numbers.extend((1..=13).map(|part| format!("6.{part}")));
    let main = page.find("<main").map_or(page, |start| &page[start..]);
    let names = |number: &String| {
        main.match_indices(number.as_str()).any(|(at, _)| {
            let (before, after) = (&main[..at], &main[at + number.len()..]);
            let inside = |c: char| c.is_alphanumeric() || c == '.';
            !before.ends_with(inside) && !after.starts_with(|c: char| c.is_alphanumeric())
        })
    };
    numbers.into_iter().filter(names).collect()
}

async fn adopt_renumbered(root: &TestSite, db: &PgPool) {
    begin(root).await;
    let text = renumbered_policy(db).await;
    let address = format!("{DRAFT}/paste");
    let shown = root
        .post(&address, &[("text", &text), ("step", "look")])
        .await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    for part in [
        "17 clauses were found.",
        "5.1 is now 7.1",
        "5.2 is now 7.3",
        "5.3 is now 7.2",
        "6.11 is now 8.12",
        "6.12 is now 8.11",
        "8.9, before 6.9",
        "THE COUNCIL",
        "8. Social Media",
        "“Nothing personal is shared without permission” was 4.5: no clause says it any more",
    ] {
        assert!(shown.body.contains(part), "{part} in {}", shown.body);
    }
    assert!(!shown.body.contains("The standard “"), "{}", shown.body);
    assert!(
        root.get(DRAFT).await.body.contains("6.13"),
        "nothing changed yet"
    );
    let taken = root
        .post(&address, &[("text", &text), ("step", "take")])
        .await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let draft = root.get(DRAFT).await;
    assert_eq!(old_numbers(&draft.body), Vec::<String>::new());
    assert!(
        draft.body.contains("8.13 asks the sender"),
        "{}",
        draft.body
    );
    let mut named = details("The new numbers");
    named[7].1 = "Something was taken away.";
    let saved = root.post(DRAFT, &named).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = root.get(&format!("{DRAFT}/adopt")).await;
    assert!(
        page.body
            .contains("These are said without the number of a clause")
            && page
                .body
                .contains("Mail goes out from the council’s address"),
        "{}",
        page.body
    );
    let adopted = adopt(root, &[("from", "now")]).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.body);
}

/// Refuses a submission for the nature of its event, in brief; the letter as it was written.
async fn refuse_in_brief(desk: &TestSite, db: &PgPool, reference: &str) -> (String, String) {
    let brief = [("decision", "refuse"), ("ground", "nature")];
    let page = decide(desk, reference, &["civil"], &brief).await;
    let more = [
        ("decision", "refuse"),
        ("step", "send"),
        ("ground", "nature"),
        ("reply", "brief"),
        ("message", "It is not for this page."),
    ];
    let done = decide(desk, reference, &["civil"], &more).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let letter: String = sqlx::query_scalar(
        "select body from message join submission on submission.id = submission_id
         where reference = $1 and kind = 'refused'",
    )
    .bind(reference)
    .fetch_one(db)
    .await
    .unwrap();
    (page.body, letter)
}

async fn take_down(desk: &TestSite, reference: &str) {
    let path = format!("/staff/submissions/{reference}/take-down");
    let version = hidden(&desk.get(&path).await.body, "version");
    let fields = [
        ("version", version.as_str()),
        ("why", "breach"),
        ("reason", "It is rude."),
        ("notice", "yes"),
    ];
    let done = desk.post(&path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

async fn slug_of(db: &PgPool, reference: &str) -> String {
    sqlx::query_scalar(
        "select slug from event join submission on submission.id = submission_id where reference = $1",
    )
    .bind(reference)
    .fetch_one(db)
    .await
    .unwrap()
}

#[harness::test]
async fn after_a_policy_with_other_numbers_everything_names_those_and_earlier_cases_keep_theirs(
    db: PgPool,
) {
    let site = TestSite::new(db.clone()).await;
    let (ann, root) = (ann(&site).await, administrator(&site).await);
    let mut sent = Vec::new();
    for _ in 0..6 {
        sent.push(site.another_browser().submit_coffee_morning().await);
    }
    let [refused, removed, reported, waits, to_refuse, to_remove] = sent.as_slice() else {
        unreachable!()
    };
    let (before, letter_before) = refuse_in_brief(&ann, &db, refused).await;
    assert!(
        before.contains("(5.3)") && before.contains("(6.12)"),
        "{before}"
    );
    for reference in [removed, reported, to_remove] {
        list(&ann, reference).await;
    }
    take_down(&ann, removed).await;
    let slug = slug_of(&db, reported).await;
    crate::reports::tell(&site, &slug, "breach", "He broke the law.").await;

    adopt_renumbered(&root, &db).await;

    // What is decided from now on.
    let (page, letter) = refuse_in_brief(&ann, &db, to_refuse).await;
    assert!(page.contains("(7.2)") && page.contains("(8.11)"), "{page}");
    for part in [
        "(clause 7.2 of the communications policy, The new numbers)",
        "The council's decision is final (clause 7.1).",
        "Clause 8.9: ",
    ] {
        assert!(letter.contains(part), "{part} in {letter}");
        assert!(
            page.contains(&part.replace('\'', "&#x27;")) || page.contains(part),
            "{part} in {page}"
        );
    }
    assert_eq!(old_numbers(&letter), Vec::<String>::new());
    assert_eq!(old_numbers(&page), Vec::<String>::new());
    take_down(&ann, to_remove).await;
    let report: i64 = sqlx::query_scalar("select id from report")
        .fetch_one(&db)
        .await
        .unwrap();
    let standard: i64 = sqlx::query_scalar("select max(id) from reply_template")
        .fetch_one(&db)
        .await
        .unwrap();
    for (address, part) in [
        ("/standards".to_owned(), "Clause 8.9"),
        ("/how-we-decide".to_owned(), "Something was taken away."),
        (
            format!("/events/{}", slug_of(&db, to_remove).await),
            "Something was taken away.",
        ),
        (
            format!("/staff/submissions/{waits}"),
            "8.13 asks the sender",
        ),
        (
            format!("/staff/submissions/{to_refuse}"),
            "The nature of the event (7.2)",
        ),
        (
            format!("/staff/submissions/{waits}/wording"),
            "responsible for it (7.3)",
        ),
        (
            format!("/staff/submissions/{waits}/sender"),
            "Of these not tolerated (8.12)",
        ),
        (
            format!("/staff/submissions/{reported}/take-down"),
            "Something was taken away.",
        ),
        (
            format!("/staff/submissions/{to_refuse}/messages.txt"),
            "clause 7.2",
        ),
        ("/staff/key-in".to_owned(), "kept with it (8.3)"),
        (format!("/staff/reports/{report}"), "or the police (8.13)"),
        (
            "/staff/settings/guidance".to_owned(),
            "8.13 asks the sender",
        ),
        (format!("/staff/settings/replies/{standard}"), ""),
        ("/staff/settings/letters".to_owned(), ""),
    ] {
        let page = root.get(&address).await;
        assert!(
            page.body.contains(part),
            "{part} on {address}: {}",
            page.body
        );
        // What a case tells of the sender's earlier refusals is as it was then.
        let earlier = |number: &String| number != "6.9" || !address.contains("/submissions/");
        let mut numbers = old_numbers(&page.body);
        numbers.retain(earlier);
        assert_eq!(numbers, Vec::<String>::new(), "{address}");
    }

    // What was decided before.
    for (address, part) in [
        (
            format!("/staff/submissions/{refused}"),
            "The nature of the event (5.3)",
        ),
        (
            format!("/staff/submissions/{refused}"),
            "Civil, tasteful and relevant (6.9)",
        ),
        (
            format!("/events/{}", slug_of(&db, removed).await),
            "A post breaching the Council’s Social Media Policy has been removed.",
        ),
        (
            format!("/staff/submissions/{refused}/messages.txt"),
            "clause 5.3",
        ),
        ("/staff/settings/policy/1".to_owned(), "6.13"),
    ] {
        let page = root.get(&address).await;
        assert!(
            page.body.contains(part),
            "{part} on {address}: {}",
            page.body
        );
        let new = ["7.1", "7.2", "7.3", "8.9", "8.11", "8.12", "8.13"];
        for number in new {
            assert!(
                !page.body.contains(&format!("({number}")),
                "{number} on {address}"
            );
        }
    }
    assert!(letter_before.contains("(clause 5.3 of the communications policy, October 2023)"));
    assert!(letter_before.contains("The council's decision is final (clause 5.1)."));
}

#[harness::test]
async fn a_role_whose_clause_has_gone_is_asked_about_and_said_without_a_number(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let (ann, root) = (ann(&site).await, administrator(&site).await);
    let reference = site.submit_coffee_morning().await;
    begin(&root).await;
    let gone = clause(&db, "5.1").await;
    root.post(&format!("{DRAFT}/clauses/{gone}/remove"), &[])
        .await;
    let discretion = "Events are listed at the council’s discretion, and its decision is final";
    let draft = root.get(DRAFT).await;
    let asked = draft
        .body
        .find("No clause of the draft says this")
        .expect("asked about");
    assert!(draft.body[asked..].contains(discretion));

    // Every role is answered for: nothing is chosen for the one that lost its clause.
    let address = format!("{DRAFT}/roles");
    let ids: Vec<(String, i64)> = sqlx::query_as(
        "select role, clause.id from policy_role role
         join policy_clause clause using (policy_version_id, number)
         join policy_version on policy_version.id = policy_version_id where in_force_from is null",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let mut fields: Vec<(String, String)> = ids
        .into_iter()
        .map(|(role, id)| (format!("role-{role}"), id.to_string()))
        .collect();
    let send = async |fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, it)| (name.as_str(), it.as_str()))
            .collect();
        root.post(&address, &fields).await
    };
    let unanswered = send(&fields).await;
    assert_eq!(unanswered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unanswered
            .body
            .contains(&format!("Select the clause that says: {discretion}"))
    );
    let reply = clause(&db, "6.1").await.to_string();
    fields.push(("role-discretion".to_owned(), "none".to_owned()));
    fields
        .iter_mut()
        .find(|(name, _)| name == "role-reply")
        .unwrap()
        .1 = reply;
    let saved = send(&fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);

    let page = root.get(&format!("{DRAFT}/adopt")).await;
    assert!(
        page.body
            .contains("These are said without the number of a clause")
    );
    assert!(page.body.contains(discretion), "{}", page.body);
    let adopted = adopt(&root, &[("from", "now")]).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.body);
    let (page, letter) = refuse_in_brief(&ann, &db, &reference).await;
    assert!(
        letter.contains("The council's decision is final.\n"),
        "{letter}"
    );
    assert!(
        !letter.contains("clause )") && !letter.contains("()"),
        "{letter}"
    );
    assert!(page.contains("or answer in brief (6.1)"), "{page}");
}
