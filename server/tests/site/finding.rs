//! Search, filters, the month's grid and the day's page, against a real database.

use crate::{
    listing::{listed, titles},
    support::{TestSite, noon, staff},
};
use axum::http::StatusCode;
use domain::clock::Past;
use sqlx::PgPool;

#[harness::test]
async fn a_search_knows_stems_accents_and_every_part_of_an_event(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(
        &site,
        &desk,
        "Repair café",
        "5",
        &[
            (
                "description",
                "Bring **toasters** & coats.\n\n- Volunteers mend them",
            ),
            ("group", "Fixers of Ashdown"),
        ],
    )
    .await;
    for words in [
        "cafe",
        "CAFÉ",
        "repairs",
        "toaster",
        "mending",
        "fixer",
        "groombridge",
        "village+hall",
        "repair+-owl",
        "%22repair+cafe%22",
        "the",
    ] {
        assert_eq!(
            titles(&site, &format!("/?q={words}")).await,
            ["Repair café"],
            "{words}"
        );
    }
    for words in ["strong", "li", "owl", "%22cafe+repair%22"] {
        assert!(
            titles(&site, &format!("/?q={words}")).await.is_empty(),
            "{words}"
        );
    }
}

#[harness::test]
async fn a_spelling_mistake_is_forgiven_and_said(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Harvest supper", "5", &[]).await;
    for typed in ["harvst", "harvest+super", "h%C3%A0rvset"] {
        let page = site.get(&format!("/?q={typed}")).await;
        assert!(
            page.body.contains("Showing events for “harvest"),
            "{typed}: {}",
            page.body
        );
        assert_eq!(
            titles(&site, &format!("/?q={typed}")).await,
            ["Harvest supper"],
            "{typed}"
        );
    }
    let exact = site.get("/?q=harvest").await;
    assert!(!exact.body.contains("Showing events for"));
    let none = site.get("/?q=xylophone").await;
    assert!(none.body.contains("No events match what you chose"));
}

#[harness::test]
async fn a_search_knows_the_name_of_the_type_also_when_it_is_renamed(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Owls by moonlight", "5", &[("type", "music")]).await;
    listed(&site, &desk, "Jam", "6", &[("type", "class")]).await;
    for words in ["music", "dancing", "musci"] {
        assert_eq!(
            titles(&site, &format!("/?q={words}")).await,
            ["Owls by moonlight"],
            "{words}"
        );
    }
    sqlx::query("update event_type set name = 'Concerts' where slug = 'music'")
        .execute(&db)
        .await
        .expect("another name");
    site.app.pages.changed();
    for words in ["concert", "concetrs"] {
        assert_eq!(
            titles(&site, &format!("/?q={words}")).await,
            ["Owls by moonlight"],
            "{words}"
        );
    }
    assert!(titles(&site, "/?q=dancing").await.is_empty());
}

#[harness::test]
async fn a_spelling_mistake_is_forgiven_in_a_month_and_on_a_day(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Harvest supper", "5", &[]).await;
    for address in ["/month/2026-12?q=harvst", "/day/2026-12-05?q=harvst"] {
        let page = site.get(address).await;
        assert!(
            page.body.contains("Showing events for “harvest”")
                && page.body.contains("Harvest supper"),
            "{address}: {}",
            page.body
        );
        assert!(!page.body.contains("q=harvst"), "{address}: {}", page.body);
    }
    let none = site.get("/month/2027-01?q=harvst").await;
    assert!(!none.body.contains("Showing events for"));
}

#[harness::test]
async fn what_leads_on_from_a_mended_search_has_the_mended_words(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Harvest supper", "5", &[]).await;
    let page = site.get("/?q=harvst").await.body;
    for address in [
        "calendar.ics?q=harvest\"",
        "/feed.atom?q=harvest\"",
        "/events.json?q=harvest\"",
        "/follow?q=harvest\"",
        "/embed/make?q=harvest\"",
        "/month/2026-11?q=harvest\"",
    ] {
        assert!(page.contains(address), "{address}: {page}");
    }
    assert!(!page.contains("q=harvst"), "{page}");
    assert!(page.contains("No event has the words “harvst”"), "{page}");
}

#[harness::test]
async fn this_month_is_understood_by_the_list_and_by_programs(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let november = [("month", "11")];
    listed(&site, &desk, "Soon", "29", &november).await;
    listed(&site, &desk, "Later", "5", &[]).await;
    assert_eq!(titles(&site, "/?when=month").await, ["Soon"]);
    let page = site.get("/?when=month").await.body;
    assert!(page.contains("1 event this month"), "{page}");
    assert!(!page.contains("could not be read"), "{page}");
    let data = site.get("/events.json?when=month").await;
    assert_eq!(data.status, StatusCode::OK, "{}", data.body);
    assert!(data.body.contains("Soon") && !data.body.contains("Later"));
    let described = site.get("/openapi.json").await.body;
    assert!(described.contains("weekend|week|month|"), "{described}");
}

#[harness::test]
async fn a_day_that_is_none_stays_in_its_box_with_what_to_do(db: PgPool) {
    let site = TestSite::new(db).await;
    let page = site
        .get("/?from=next+Tuesday&to=31+December+2026")
        .await
        .body;
    assert!(page.contains("value=\"next Tuesday\""), "{page}");
    assert!(
        page.contains("Enter a first day from today on, such as 5 December 2026"),
        "{page}"
    );
    assert!(page.contains("value=\"31 December 2026\""), "{page}");
}

#[harness::test]
async fn within_a_day_the_title_counts_before_the_description(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let plain = ("start", "9am");
    listed(
        &site,
        &desk,
        "Coffee",
        "5",
        &[("description", "Then bats."), plain],
    )
    .await;
    listed(&site, &desk, "Bats", "5", &[]).await;
    listed(&site, &desk, "Sooner", "1", &[("description", "bats")]).await;
    assert_eq!(
        titles(&site, "/?q=bats").await,
        ["Sooner", "Bats", "Coffee"]
    );
    assert_eq!(titles(&site, "/").await, ["Sooner", "Coffee", "Bats"]);
}

#[harness::test]
async fn venues_access_and_audience_narrow_the_list(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(
        &site,
        &desk,
        "Hall",
        "5",
        &[("venue", "1"), ("step-free", "no")],
    )
    .await;
    listed(&site, &desk, "Green", "6", &[("venue", "2")]).await;
    sqlx::query(
        r#"update revision set details = details || '{"age": "Families with children"}'
           where details->>'title' = 'Green'"#,
    )
    .execute(&db)
    .await
    .expect("an audience");
    sqlx::query("update event set hearing_loop = true where title = 'Green'")
        .execute(&db)
        .await
        .expect("a loop");
    for (query, found) in [
        ("/?place=groombridge", vec!["Hall", "Green"]),
        ("/?place=village-hall-groombridge", vec!["Hall"]),
        ("/?place=village-hall-blackham", vec![]),
        ("/?step-free=yes", vec!["Green"]),
        ("/?step-free=no", vec!["Hall"]),
        ("/?hearing-loop=yes", vec!["Green"]),
        ("/?hearing-loop=not-told", vec!["Hall"]),
        ("/?toilet=yes", vec![]),
        ("/?for=family", vec!["Green"]),
        ("/?for=hall", vec![]),
    ] {
        assert_eq!(titles(&site, query).await, found, "{query}");
    }
    let odd = site.get("/?toilet=perhaps&when=soon").await;
    assert!(
        odd.body.contains("not narrowed by days and access"),
        "{}",
        odd.body
    );
}

#[harness::test]
async fn words_without_a_space_between_them_are_found_apart(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    let words = [(
        "description",
        "Bring cake.Biscuits too. For the over 60s/70s.",
    )];
    listed(&site, &desk, "Tea/coffee morning", "5", &words).await;
    sqlx::query(r#"update revision set details = details || '{"age": "Over 60s"}'"#)
        .execute(&db)
        .await
        .expect("an audience");
    sqlx::query("update event set changed_at = changed_at")
        .execute(&db)
        .await
        .expect("the words again");
    for asked in [
        "q=coffee",
        "q=tea",
        "q=Tea/coffee",
        "q=biscuit",
        "q=cake.biscuits",
        "q=60",
        "q=60s",
        "q=70s",
        "for=over+60",
        "for=60s",
        "for=60",
        "for=over",
        "for=all",
    ] {
        assert_eq!(
            titles(&site, &format!("/?{asked}")).await,
            ["Tea/coffee morning"],
            "{asked}"
        );
    }
    assert!(titles(&site, "/?for=children").await.is_empty());
}

/// What is looked for is taken apart by the program, what is looked through by the database.
#[harness::test]
async fn words_are_taken_apart_alike_by_the_program_and_the_database(db: PgPool) {
    for words in [
        "Tea/coffee",
        "cake.Tea",
        "e.g.this",
        "7.30pm",
        "£4.50",
        "60s",
        "The 1940S, and 60s_x",
        "60s60s",
        "St John’s",
        "a.b.c.d",
        "é.è",
        "…s",
        "5s.",
        "5s.a",
        "x/5s/y",
        "http://example.org/a.b?c",
        "",
    ] {
        let apart: String = sqlx::query_scalar("select words_apart($1)")
            .bind(words)
            .fetch_one(&db)
            .await
            .expect("words");
        assert_eq!(domain::listing::words_apart(words), apart, "{words}");
    }
}

#[harness::test]
async fn search_engines_keep_no_page_of_typed_words_and_none_of_nothing(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "5", &[]).await;
    for (address, kept) in [
        ("/", true),
        ("/?type=coffee", true),
        ("/?type=talk", false),
        ("/?q=tea", false),
        ("/?for=you", false),
        ("/month/2026-12", true),
        ("/month/2026-12?q=tea", false),
        ("/month/2027-03", false),
        ("/day/2026-12-05", true),
        ("/day/2026-12-05?q=tea", false),
    ] {
        let page = site.get(address).await.body;
        assert_eq!(!page.contains("content=\"noindex\""), kept, "{address}");
    }
    let last = site.get("/?when=2028-12").await.body;
    assert!(
        !last.contains("when=2029-01"),
        "the months come to an end: {last}"
    );
}

#[harness::test]
async fn each_choice_says_how_many_events_it_would_find(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Hall", "5", &[("venue", "1")]).await;
    listed(
        &site,
        &desk,
        "Green",
        "6",
        &[("venue", "2"), ("type", "walk")],
    )
    .await;
    let all = site.get("/").await.body;
    for words in [
        ">Coffee morning or lunch, 1 event<",
        ">Talk, no events<",
        ">Groombridge, 2 events<",
        ">Groombridge: Village Hall, 1 event<",
        "December<span aria-hidden=\"true\" class=\"chip-count\">2</span><span class=\"unseen\">, 2 events</span>",
    ] {
        assert!(all.contains(words), "{words}: {all}");
    }
    // Another type takes the place of the one that is asked for.
    let walks = site.get("/?type=walk&q=green").await.body;
    for words in [
        ">Walk or nature, 1 event<",
        ">Coffee morning or lunch, no events<",
        ">Groombridge: Village Hall, no events<",
    ] {
        assert!(walks.contains(words), "{words}: {walks}");
    }
    let day = site.get("/day/2026-12-05").await.body;
    assert!(
        day.contains(">Walk or nature, no events<")
            && day.contains(">Coffee morning or lunch, 1 event<")
    );
    let month = site.get("/month/2026-12?free=yes").await.body;
    assert!(month.contains(">Walk or nature, ") && month.contains(">Free only, "));

    // Of more than a thousand dates the first are counted.
    sqlx::query(
        "insert into occurrence (event_id, day, all_day, starts_at, over_at)
         select id, date '2026-12-07', true, timestamptz '2026-12-07 00:00+00' + n * interval '1 minute', timestamptz '2026-12-08 00:00+00'
         from event, generate_series(1, 999) n
         where title = 'Hall'",
    )
    .execute(&db)
    .await
    .expect("many dates");
    let many = site.get("/?page=2").await.body;
    for words in [
        ">Coffee morning or lunch, more than 99 events<",
        ">Walk or nature<",
        ">Talk<",
    ] {
        assert!(many.contains(words), "{words}: {many}");
    }
}

#[harness::test]
async fn the_count_stops_at_five_hundred_and_the_list_goes_on(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Tea", "5", &[]).await;
    sqlx::query(
        "insert into occurrence (event_id, day, all_day, starts_at, over_at)
         select id, date '2026-12-06' + n, true, timestamptz '2026-12-06 00:00+00' + n * interval '1 day',
                timestamptz '2026-12-07 00:00+00' + n * interval '1 day'
         from event, generate_series(0, 599) n",
    )
    .execute(&db)
    .await
    .expect("six hundred more dates");
    let first = site.get("/").await;
    assert!(
        first.body.contains("More than 500 events from today"),
        "{}",
        first.body
    );
    assert_eq!(titles(&site, "/?page=25").await.len(), 20);
    let last = site.get("/?page=25").await;
    assert!(
        last.body.contains("href=\"/?from=2028-04-17\""),
        "{}",
        last.body
    );
    assert!(titles(&site, "/?page=26").await.is_empty());
    let rest = site.get("/?from=2028-04-17").await;
    assert!(
        rest.body.contains("102 events from 17 April 2028"),
        "{}",
        rest.body
    );
}

#[harness::test]
async fn a_month_has_its_days_and_a_day_its_events(db: PgPool) {
    let site = TestSite::new(db).await;
    let desk = staff::ann(&site).await;
    let tea = listed(&site, &desk, "Tea", "5", &[]).await;
    for title in ["One", "Two", "Three", "Four", "Five"] {
        listed(&site, &desk, title, "12", &[]).await;
    }
    let month = site.get("/month/2026-12").await;
    assert_eq!(month.status, StatusCode::OK);
    assert!(
        month.body.contains(&format!("href=\"{tea}\"")),
        "{}",
        month.body
    );
    assert!(month.body.contains("2 more"), "{}", month.body);
    assert_eq!(month.body.matches("class=\"month-event").count(), 4);
    assert!(month.body.contains("<caption"));
    let free = site.get("/month/2026-12?q=tea").await;
    assert_eq!(free.body.matches("class=\"month-event").count(), 1);
    assert!(free.body.contains("href=\"/month/2027-01?q=tea\""));
    assert_eq!(titles(&site, "/day/2026-12-12").await.len(), 5);
    assert_eq!(titles(&site, "/day/2026-12-12?q=two").await, ["Two"]);
    assert!(titles(&site, "/day/2026-12-13").await.is_empty());
    let listing = site.get("/?when=2026-12").await;
    assert!(
        listing.body.contains("href=\"/day/2026-12-05\""),
        "{}",
        listing.body
    );
}

#[harness::test]
async fn what_is_over_is_no_longer_offered(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let over = site.get("/month/2026-10?free=yes").await;
    assert_eq!(over.location(), "/month/2026-11?free=yes");
    let day = site.get("/day/2026-11-21").await;
    assert_eq!(day.status, StatusCode::OK);
    assert!(day.body.contains("This day is over") && day.body.contains("noindex"));
    for address in [
        "/month/2026-13",
        "/month/x",
        "/month/2026-12-01",
        "/day/2026-02-30",
        "/day/%00",
    ] {
        assert_eq!(
            site.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let desk = staff::ann(&site).await;
    let tea = listed(&site, &desk, "Tea", "5", &[]).await;
    let fresh = site.get(&tea).await;
    assert!(!fresh.body.contains("noindex"));
    let later = TestSite::at(db, noon() + chrono::Days::new(20)).await;
    let past = later.get(&tea).await;
    assert!(
        past.body.contains("This event is over") && past.body.contains("noindex"),
        "{}",
        past.body
    );
}

#[harness::test]
async fn what_has_long_been_over_is_forgotten_by_the_search_alone(db: PgPool) {
    let site = TestSite::new(db.clone()).await;
    let desk = staff::ann(&site).await;
    listed(&site, &desk, "Zither recital", "5", &[]).await;
    let forget = |days| {
        store::events::forget_over(
            &site.app.db,
            Past::by_hand(noon() + chrono::Days::new(days)),
        )
    };
    assert_eq!(forget(17).await.expect("a look round"), 0);
    assert_eq!(forget(30).await.expect("a look round"), 1);
    let left: (i64, i64) = sqlx::query_as(
        "select (select count(*) from occurrence), (select count(*) from search_word where word = 'zither')",
    )
    .fetch_one(&db)
    .await
    .expect("a count");
    assert_eq!(left, (1, 0));
}
